"""/find, /alias and the filters that can be dropped, as dialogues over a ledger that was read from the seeds' kind."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from commitments.model import Filters
from handlers import aliases, asking
from handlers.buttons import DROP
from handlers.card import Button, choices
from handlers.cards import list_card, reply_card
from store.files import Metadata
from store.ingest import ingest_text
from store.ledger import Ledger
from tests.handlers.conftest import Dialogue, talking
from tests.handlers.samples import lifts, reply

REPORT = """
# 市政府工作报告

今年要办好以下实事。鼓楼区改造老旧小区30个，6月底前完工。泉山区改造老旧小区40个，11月底前完工。
云龙区改造老旧小区50个，11月底前完工。新建公办幼儿园12所，8月底前全部投用。鼓楼区新增停车泊位5000个，11月底前完成。
"""


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Dialogue]:
    """A chat over a real ledger with one report."""
    path = tmp_path / "ledger.db"
    with Ledger.open(path) as ledger:
        ingest_text(ledger, "report.txt", REPORT, given=Metadata(published=date(2025, 2, 10), city="徐州市"))
    one = Dialogue(clock=datetime(2025, 3, 1, 3, 0, tzinfo=UTC))
    async with talking(one, path, today=lambda: date(2025, 3, 1)):
        yield one


def first_line(text: str) -> str:
    return text.split("\n")[0]


def drops(chat: Dialogue) -> list[str]:
    return [label for label in chat.labels if label.startswith("✕")]


async def test_find_lists_even_where_one_matter_stands_out(dialogue: Dialogue) -> None:
    assert first_line(await dialogue.say("老旧小区 进度")).startswith("老旧小区改造 · 洛阳市")
    assert first_line(await dialogue.say("/find 老旧小区 进度")) == "老旧小区：共1项（🟡1）"
    assert dialogue.labels == ["1"]
    assert first_line(await dialogue.press("1")).startswith("老旧小区改造 · 洛阳市")
    assert await dialogue.say("/find") == asking.FIND_HINT
    assert first_line(await dialogue.say("/find 量子计算")) == "没有找到“量子计算”的承诺或进展。"


async def test_each_filter_of_a_list_is_dropped_by_its_button(chat: Dialogue) -> None:
    said = await chat.say("/find 鼓楼区 老旧小区 6月底前")
    assert first_line(said).startswith("老旧小区 · 鼓楼区 · 6月底前：共1项")
    assert drops(chat) == ["✕ 鼓楼区", "✕ 6月底前"]
    number = chat.last.message_id
    assert first_line(await chat.press("✕ 6月底前")).startswith("老旧小区 · 鼓楼区：共1项")
    assert drops(chat) == ["✕ 鼓楼区"]
    assert first_line(await chat.press("✕ 鼓楼区")).startswith("老旧小区：共3项")
    assert drops(chat) == []
    assert chat.last.message_id == number


async def test_without_a_subject_the_last_filter_stays(chat: Dialogue) -> None:
    assert first_line(await chat.say("鼓楼区 11月底前到期的")).startswith("鼓楼区 · 11月底前：共2项")
    assert drops(chat) == ["✕ 鼓楼区", "✕ 11月底前"]
    assert first_line(await chat.press("✕ 鼓楼区")).startswith("11月底前：共5项")
    assert drops(chat) == []


async def test_what_is_asked_next_follows_the_question_as_it_stands(chat: Dialogue) -> None:
    await chat.say("/find 鼓楼区 老旧小区 6月底前")
    await chat.press("✕ 6月底前")
    assert "泉山区" in first_line(await chat.say("那泉山区呢"))
    assert "没有符合" not in chat.last.text


async def test_a_filter_that_leaves_nothing_is_dropped_from_the_card_without_answer(chat: Dialogue) -> None:
    assert first_line(await chat.say("云龙区 幼儿园")) == "没有找到“幼儿园 · 云龙区”的承诺或进展。"
    assert drops(chat) == ["✕ 云龙区"]
    assert "幼儿园" in first_line(await chat.press("✕ 云龙区"))
    assert "12所" in first_line(chat.last.text)


@pytest.mark.parametrize("data", ["drop;0;0;999", "drop;0;9;{key}", "drop;0;²;{key}", "drop;0;places;{key}"])
async def test_an_old_or_unknown_filter_is_answered_politely(chat: Dialogue, data: str) -> None:
    await chat.say("/find 鼓楼区 老旧小区")
    key = choices(chat.last.buttons)[-1].data.split(";")[3]
    await chat.application.process_update(chat.person.presses(chat.last, Button("✕", data.format(key=key))))
    assert chat.shown[-1].text == asking.FORGOTTEN


async def test_buttons_of_filters_carry_ids_only_and_stand_only_where_there_is_something_to_drop() -> None:
    asked = reply(lifts(1), subject="电梯", places=("西工区",), due=(None, None), due_text="8月底前")
    row = list_card(asked, key="87").buttons[-1]
    assert [(b.label, b.data) for b in row] == [("✕ 西工区", "drop;0;0;87"), ("✕ 8月底前", "drop;0;3;87")]
    for other in (
        list_card(asked),
        list_card(reply(lifts(1), subject="", places=("西工区",)), key="87"),
        list_card(reply(lifts(1), subject="电梯"), key="87"),
        reply_card(reply(subject="电梯"), key="87"),
    ):
        assert DROP not in {b.data.split(";")[0] for b in choices(other.buttons)}


def test_a_year_and_its_window_are_one_filter() -> None:
    from commitments.followup import without

    year = Filters(places=("西工区",), year=2023, due=(date(2023, 1, 1), date(2023, 12, 31)), due_text="2023")
    assert without(year, {"year"}) == Filters(places=("西工区",))
    assert without(year, ()) == year
    assert without(year, {"places", "nonsense"}).places == ()


async def test_an_editor_teaches_a_word_of_the_house(chat: Dialogue) -> None:
    assert await chat.say("/alias") == aliases.NONE_YET
    assert first_line(await chat.say("萌芽计划")).startswith("没有找到")
    said = await chat.say("/alias 萌芽计划 ＝ 新建幼儿园")
    assert said == aliases.SET.format(word="萌芽计划", meaning="新建幼儿园")
    assert "幼儿园" in first_line(await chat.say("萌芽计划"))
    assert (await chat.say("/alias")).split("\n")[:2] == ["简称：共1个", "萌芽计划 = 新建幼儿园"]
    assert await chat.say("/alias 旧") == aliases.NONE_YET
    assert await chat.say("/alias 萌芽计划 =") == aliases.REMOVED.format(word="萌芽计划")
    assert await chat.say("/alias 萌芽计划 =") == aliases.NOT_THERE.format(word="萌芽计划")
    assert first_line(await chat.say("萌芽计划")).startswith("没有找到")


@pytest.mark.parametrize("text", ["/alias = 老旧小区", "/alias ="])
async def test_an_alias_without_a_word_shows_how_it_is_written(chat: Dialogue, text: str) -> None:
    assert await chat.say(text) == aliases.USAGE


async def test_a_word_that_cannot_be_kept_says_why(chat: Dialogue) -> None:
    assert "状态" in await chat.say("/alias 逾期的 = 老旧小区")
    assert "2到20个字" in await chat.say("/alias 旧 = 老旧小区")


def test_more_words_than_a_screen_takes_say_how_to_look() -> None:
    card = aliases.aliases_card([(f"<词{n}>", "老旧小区改造") for n in range(30)])
    assert "另有20个" in card.text
    assert "&lt;词0&gt; = 老旧小区改造" in card.text
