"""What is said in a chat, as dialogues: the same handlers that Telegram's updates reach."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from telegram import Update

from handlers import asking, errors, greeting, table
from handlers.card import Button, rows
from store.errors import LedgerError
from tests.handlers.conftest import Dialogue
from tests.handlers.samples import TODAY


def first_line(text: str) -> str:
    return text.split("\n")[0]


RENEWAL_LINE = "老旧小区改造 · 洛阳市 · 2024：50/188个小区（26.6%） 🟡 欠序时"


async def test_a_question_is_answered_by_a_card(dialogue: Dialogue) -> None:
    assert first_line(await dialogue.say("老旧小区 进度")) == RENEWAL_LINE
    assert dialogue.labels == ["出处 3", "变化 3", "图", "订阅", "提醒我", "分工"]


async def test_ask_is_the_same_as_free_text(dialogue: Dialogue) -> None:
    assert await dialogue.say("/ask 老旧小区 进度") == await dialogue.say("老旧小区 进度")
    assert [question for question, _, _ in dialogue.reader.asked] == ["老旧小区 进度"] * 2


async def test_the_question_is_asked_as_of_the_day_that_the_application_was_given(dialogue: Dialogue) -> None:
    await dialogue.say("老旧小区")
    assert dialogue.reader.asked == [("老旧小区", TODAY, None)]


@pytest.mark.parametrize("said", ["/ask", "/ask   ", " ", "　\n"])
async def test_an_empty_question_gets_a_hint(dialogue: Dialogue, said: str) -> None:
    assert await dialogue.say(said) == asking.HINT


@pytest.mark.parametrize(
    "said", ["问" * 5000, "👨‍👩‍👧🏗️", "a\x00b", '"老*" OR NEAR(', "<b>旧</i>&amp;", "\u202e旧小区", "旧\ud800"]
)
async def test_any_text_gets_an_ordinary_answer(dialogue: Dialogue, said: str) -> None:
    assert first_line(await dialogue.say(said)).startswith("没有找到")


async def test_a_question_without_answer_offers_near_misses_as_buttons(dialogue: Dialogue) -> None:
    said = await dialogue.say("量子计算")
    assert first_line(said) == "没有找到“量子计算”的承诺或进展。"
    assert dialogue.labels == ["1", "2"]
    assert first_line(await dialogue.press("2")).startswith("加装电梯 · 2号区")


async def test_sources_changes_and_back_are_shown_in_the_same_message(dialogue: Dialogue) -> None:
    card = await dialogue.say("老旧小区")
    number = dialogue.last.message_id
    assert first_line(await dialogue.press("出处 3")).startswith("出处 · 老旧小区改造")
    assert await dialogue.press("返回") == card
    assert first_line(await dialogue.press("变化 3")).startswith("变化 · 老旧小区改造")
    assert dialogue.last.message_id == number


async def test_back_leads_to_the_card_as_it_answered_its_question(dialogue: Dialogue) -> None:
    card = await dialogue.say("老旧小区 时限")
    assert "时限 2024-12-31" in first_line(card)
    await dialogue.say("电梯")
    await dialogue.press_under(dialogue.shown[0], "出处 3")
    assert await dialogue.press("返回") == card


async def test_a_list_is_paged_in_place_and_a_number_opens_a_card_below(dialogue: Dialogue) -> None:
    first = await dialogue.say("电梯")
    number = dialogue.last.message_id
    assert first_line(first) == "电梯：共20项（⚪20，第1/3页）"
    assert first_line(await dialogue.press("下一页")) == "电梯：共20项（⚪20，第2/3页）"
    assert dialogue.last.message_id == number
    assert first_line(await dialogue.press("3")).startswith("加装电梯 · 11号区")
    assert dialogue.last.message_id > number


async def test_a_bare_number_picks_from_the_last_list(dialogue: Dialogue) -> None:
    await dialogue.say("电梯")
    assert first_line(await dialogue.say("３")).startswith("加装电梯 · 3号区")
    assert first_line(await dialogue.say("9")) == "没有找到“9”的承诺或进展。"


async def test_a_follow_up_knows_the_last_reply_for_ten_minutes(dialogue: Dialogue) -> None:
    await dialogue.say("老旧小区")
    dialogue.wait(timedelta(minutes=9))
    await dialogue.say("什么时候完成")
    dialogue.wait(timedelta(minutes=10))
    await dialogue.say("电梯")
    assert [(question, previous) for question, _, previous in dialogue.reader.asked] == [
        ("老旧小区", None),
        ("什么时候完成", "老旧小区"),
        ("电梯", None),
    ]


async def test_a_page_of_an_old_list_repeats_its_question_and_not_the_last_one(dialogue: Dialogue) -> None:
    await dialogue.say("电梯")
    listed = dialogue.last
    await dialogue.say("老旧小区")
    button = next(b for row in listed.buttons for b in row if b.label == "下一页")
    await dialogue.application.process_update(dialogue.person.presses(listed, button))
    assert first_line(dialogue.last.text) == "电梯：共20项（⚪20，第2/3页）"
    assert dialogue.reader.asked[-1] == ("电梯", TODAY, None)


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        ("list;1;-;999", asking.FORGOTTEN),
        ("src;0;gone;-", asking.GONE),
        ("card;0;gone;-", asking.GONE),
        ("future;0;m1;-", table.UNKNOWN_BUTTON),
        ("back;0;gone;-", asking.GONE),
        ("src", table.UNKNOWN_BUTTON),
        ("src;0;;-", table.UNKNOWN_BUTTON),
        ("src;-1;m1;-", table.UNKNOWN_BUTTON),
        ("src;²;m1;-", table.UNKNOWN_BUTTON),
        ("src;99999;m1;-", table.UNKNOWN_BUTTON),
        ("；；", table.UNKNOWN_BUTTON),
    ],
)
async def test_an_old_or_unknown_button_is_answered_politely(dialogue: Dialogue, data: str, answer: str) -> None:
    await dialogue.say("老旧小区")
    before = len(dialogue.shown)
    await dialogue.application.process_update(dialogue.person.presses(dialogue.last, Button("旧", data)))
    assert [shown.text for shown in dialogue.shown[before:]] == [answer]


async def test_a_page_beyond_the_end_shows_the_last_one(dialogue: Dialogue) -> None:
    await dialogue.say("老旧小区")
    await dialogue.application.process_update(dialogue.person.presses(dialogue.last, Button("旧", "src;99;m1;-")))
    assert dialogue.last.text.startswith("出处 · 老旧小区改造")


async def test_start_and_help_say_how_to_ask(dialogue: Dialogue) -> None:
    assert "老旧小区 进度" in await dialogue.say("/start")
    assert "老旧小区 进度" in await dialogue.say("/start something")
    said = await dialogue.say("/help")
    assert "未见完成报道" in said
    assert "不等于没有完成" in said


async def test_both_screens_of_help_name_every_command(dialogue: Dialogue) -> None:
    screens = [await dialogue.say("/help"), await dialogue.say("/help 管理")]
    named = set(re.findall(r"/([a-z_]+)", "".join(screens)))
    assert {one.name for one in table.COMMANDS} - {"start", "help", "ask"} <= named
    assert "/help 管理" in screens[0]
    assert rows(screens[1]) <= 24


async def test_an_unknown_command_is_answered_in_one_line(dialogue: Dialogue) -> None:
    assert await dialogue.say("/no_such_thing 老旧小区") == greeting.UNKNOWN_COMMAND
    assert dialogue.reader.asked == []


async def test_a_chinese_word_after_a_slash_is_a_question(dialogue: Dialogue) -> None:
    assert first_line(await dialogue.say("/老旧小区")) == RENEWAL_LINE


@pytest.mark.parametrize(
    "content",
    [
        {"sticker": {"file_id": "1", "file_unique_id": "1", "type": "regular", "width": 1, "height": 1,
                     "is_animated": False, "is_video": False}},
        {"photo": [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}], "caption": "老旧小区"},
        {"location": {"latitude": 34.6, "longitude": 112.4}},
    ],
)  # fmt: skip
async def test_what_is_no_text_is_answered_in_one_line(dialogue: Dialogue, content: dict[str, object]) -> None:
    update = replace_message(dialogue, content)
    await dialogue.application.process_update(update)
    assert dialogue.last.text == greeting.NOT_TEXT


async def test_an_edited_message_is_not_answered_again(dialogue: Dialogue) -> None:
    message = dialogue.person.says("老旧小区").to_dict()["message"]
    for said in ("老旧小区", "/ask 老旧小区", "/no_such_thing"):
        entities = [{"type": "bot_command", "offset": 0, "length": len(said.split()[0])}] if said[0] == "/" else []
        edited = {"update_id": 9, "edited_message": {**message, "text": said, "entities": entities, "edit_date": 1}}
        await dialogue.application.process_update(Update.de_json(edited, dialogue.application.bot))
    assert dialogue.shown == []


def replace_message(dialogue: Dialogue, content: dict[str, object]) -> Update:
    message = dialogue.person.says("x").to_dict()["message"]
    del message["text"]
    update = Update.de_json({"update_id": 9, "message": {**message, **content}}, dialogue.application.bot)
    assert update is not None
    return update


GROUP = {"id": -5, "type": "supergroup", "title": "调度群"}


@pytest.mark.parametrize(
    ("content", "answered"),
    [
        ({"text": "老旧小区"}, False),
        ({"text": "@JianNuo_bot 老旧小区"}, True),
        ({"text": "老旧小区", "reply_to_message": {"message_id": 1, "date": 1, "chat": GROUP,
          "from": {"id": 1, "is_bot": True, "first_name": "践诺"}}}, True),
        ({"text": "/ask 老旧小区", "entities": [{"type": "bot_command", "offset": 0, "length": 4}]}, True),
        ({"text": "/weather", "entities": [{"type": "bot_command", "offset": 0, "length": 8}]}, False),
        ({"sticker": {"file_id": "1", "file_unique_id": "1", "type": "regular", "width": 1, "height": 1,
                      "is_animated": False, "is_video": False}}, False),
        ({"new_chat_title": "调度"}, False),
    ],
)  # fmt: skip
async def test_in_a_group_only_what_is_meant_for_the_bot_is_answered(
    dialogue: Dialogue, content: dict[str, object], answered: bool
) -> None:
    await dialogue.allow_group(GROUP["id"])
    await dialogue.application.process_update(replace_message(dialogue, {**content, "chat": GROUP}))
    assert bool(dialogue.shown) is answered
    assert [question for question, _, _ in dialogue.reader.asked] == ["老旧小区"] * answered


async def test_a_failing_ledger_is_logged_and_said_in_one_line(
    dialogue: Dialogue, caplog: pytest.LogCaptureFixture
) -> None:
    assert await dialogue.say("坏") == errors.FAILED
    assert "broken ledger" in caplog.text
    assert first_line(await dialogue.say("老旧小区")) == RENEWAL_LINE


async def test_a_ledger_that_a_person_can_mend_says_what_to_do(
    dialogue: Dialogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> None:
        raise LedgerError("the database is in use", "数据库正被另一个程序占用，请稍后再试。")

    monkeypatch.setattr(dialogue.reader, "answer", locked)
    assert await dialogue.say("老旧小区") == "数据库正被另一个程序占用，请稍后再试。"


async def test_a_matter_that_changed_is_shown_as_it_is_now(dialogue: Dialogue) -> None:
    await dialogue.say("老旧小区")
    old = dialogue.reader.answers["m1"]
    dialogue.reader.answers["m1"] = replace(old, matter=replace(old.matter, title="城镇老旧小区改造"))
    assert first_line(await dialogue.press("出处 3")).startswith("出处 · 城镇老旧小区改造")


def test_every_command_of_the_table_is_in_the_menu_that_telegram_takes() -> None:
    menu = table.menu()
    assert {command.command for command in menu} >= {"start", "help", "ask"}
    assert all(command.command.isascii() and 1 <= len(command.description) <= 256 for command in menu)
