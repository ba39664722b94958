"""Messages that come unasked: short, true, the most urgent first, safe to send."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commitments.model import Change, Deadline, Figure, Matter, Sighting, Source, Standing, Statement
from commitments.reminding import Occurrence
from handlers import digests
from handlers.card import MAX_DATA, MAX_UNITS, SCREEN_ROWS, Card, rows, units, words
from store.agenda import Item
from store.news import News
from store.outbox import Message
from store.remarks import Remark
from tests.botapi.entities import parsed

TODAY = date(2024, 9, 25)
NOON = datetime(2024, 9, 25, 12, tzinfo=UTC)
SOURCE = Source("a.txt", "我市推进重点项目", TODAY, "洛阳市", "洛阳日报")


def item(
    title: str = "老旧小区改造",
    left: int = 7,
    *,
    status: str = "no_evidence",
    light: str = "grey",
    basis: str = "explicit",
    done: float | None = None,
    target: float | None = None,
    place: str = "",
    number: int = 1,
) -> Item:
    end = TODAY + timedelta(days=left)
    figures = [Figure(value, "个") if value is not None else None for value in (done, target)]
    percent = done / target * 100 if done is not None and target else None
    how = Standing(
        TODAY, status, light, target=figures[1], done=figures[0], percent=percent,  # type: ignore[arg-type]
        deadline=Deadline("", end, basis=basis), days_left=left,  # type: ignore[arg-type]
    )  # fmt: skip
    matter = Matter(f"m{number}", title, "洛阳市", (place,) if place else (), 2024, (), ())
    kind = "overdue" if left < 0 else "before"
    return Item(matter, how, (Occurrence(TODAY, f"{end}-{left}", kind, left),))  # type: ignore[arg-type]


def lines(card: Card) -> list[str]:
    return words(card.text).splitlines()


@pytest.mark.parametrize(
    ("one", "line"),
    [
        (item(left=97, status="behind", light="yellow", done=50, target=188),
         "1 🟡 老旧小区改造 还差138个（50/188个） · 12-31 还有97天"),
        (item(left=0, target=188), "1 ⚪ 老旧小区改造 目标188个，未见进展报道 · 09-25 今天到期"),
        (item(left=-3, status="overdue", light="red", done=26, target=27),
         "1 🔴 老旧小区改造 还差1个（26/27个） · 09-22 已过3天"),
        (item("电梯", -270, status="overdue", light="red"), "1 🔴 电梯 未见完成报道 · 2023-12-30 已过270天"),
        (item("电梯", 7, status="under_way", place="西工区"), "1 ⚪ 西工区 电梯 推进中 · 10-02 还有7天"),
        (item("电梯", 7, basis="frame"), "1 ⚪ 电梯 未见进展报道 · 推定10-02 还有7天"),
        (item("西工区电梯", 7, place="西工区"), "1 ⚪ 西工区电梯 未见进展报道 · 10-02 还有7天"),
    ],
)  # fmt: skip
def test_a_line_says_light_title_what_is_missing_deadline_and_days(one: Item, line: str) -> None:
    assert words(digests.reminder_line(1, one)) == line


def test_a_single_reminder_has_its_four_buttons() -> None:
    card = digests.digest_card([item()], TODAY)
    assert [(b.label, b.data) for b in card.buttons[0]] == [
        ("详情", "card;0;m1;-"), ("完成", "done;0;m1;-"), ("推迟", "later;0;m1;-"), ("静音", "mute;0;m1;-"),
    ]  # fmt: skip


def test_several_have_a_number_each() -> None:
    card = digests.digest_card([item(number=n) for n in range(1, 8)], TODAY)
    assert [[b.label for b in row] for row in card.buttons] == [["1", "2", "3", "4", "5"], ["6", "7"]]


def test_the_first_line_counts_and_a_late_digest_says_since_when() -> None:
    found = [item(left=0), item(left=7, number=2), item(left=-1, number=3, status="overdue")]
    said = lines(digests.digest_card(found, TODAY, NOON - timedelta(days=1), ("2030年的安排尚未收录",)))
    assert said[:3] == [
        "提醒 · 9月25日 周三：今天到期1项，将到期1项，已逾期1项",
        "※ 迟发：原定09-24 12:00发出，其间机器人没有运行",
        "※ 2030年的安排尚未收录",
    ]


def test_what_is_long_overdue_is_listed_while_it_is_little_and_counted_once_it_is_much() -> None:
    few = [item(left=-100, status="overdue", number=n) for n in range(3)]
    many = [item(left=-100 - n, status="overdue", number=n) for n in range(4)]
    assert len(lines(digests.digest_card(few, TODAY))) == 4
    assert lines(digests.digest_card([item(), *many], TODAY))[2:] == [
        "🔴 另有4项逾期超过28天（最久103天），未见完成报道，发 /overdue 查看"
    ]


def test_hundreds_of_items_make_one_screen_that_says_how_many_more() -> None:
    stated = [item(left=left, number=n) for n, left in enumerate([0] * 15 + [30] * 90)]
    implied = [item(left=97, basis="frame", number=n) for n in range(200, 400)]
    card = digests.digest_card(stated + implied, TODAY)
    said = lines(card)
    listed = len(said) - 3
    assert rows(card.text) <= SCREEN_ROWS
    assert digests.SHOWN - 2 <= listed <= digests.SHOWN
    assert said[-2] == f"另有{105 - listed}项到期，发 /week 30 查看"
    assert said[-1] == "⚪ 另有200项没写时限，按规划年度推定12-31，均未见进展报道，发 /week 30 查看"


def test_a_few_deadlines_of_the_planning_year_are_listed_and_many_are_counted() -> None:
    stated = item(left=3)
    few = [item(left=97, basis="frame", number=n) for n in range(2, 5)]
    many = [item(left=97, basis="frame", number=n) for n in range(2, 12)]
    assert lines(digests.digest_card([stated, *few], TODAY))[0].endswith("将到期4项")
    assert len(lines(digests.digest_card([stated, *few], TODAY))) == 5
    assert len(lines(digests.digest_card([stated, *many], TODAY))) == 3
    alone = lines(digests.digest_card(many, TODAY))
    assert len(alone) == 1 + digests.FEW + 1
    assert alone[-1].startswith("⚪ 另有5项没写时限")


def news(title: str, kind: str, before: str | None, after: str | None, quote: str, number: int = 1) -> News:
    said = Statement("commitment", title, "改造", quote, 0, len(quote))
    sighting = Sighting(SOURCE, said)
    matter = Matter(f"m{number}", title, "洛阳市", (), 2024, (), (sighting,))
    return News(number, matter, Change(kind, before, after, TODAY, ("a.txt",)), sighting, NOON)  # type: ignore[arg-type]


def test_an_update_names_the_document_and_shows_each_change_with_its_sentence() -> None:
    card = digests.update_card(SOURCE, [news("老旧小区改造", "target_raised", "143个", "188个", "改造188个")], TODAY)
    assert lines(card) == [
        "新变化 · 洛阳日报 2024-09-25《我市推进重点项目》",
        "1 老旧小区改造：目标上调 143→188个（+31%，09-25）",
        "　“改造188个”",
    ]
    assert [b.data for b in card.buttons[0]] == ["card;0;m1;-"]


def test_an_update_of_hundreds_of_changes_is_one_screen_with_the_telling_ones_first() -> None:
    number = count(1)
    many = [news(f"事项{n}", "new", None, "1个", f"新建{n}个", next(number)) for n in range(200)]
    clash = news("民宿", "conflict", "392家", "1248家", "达1248家", next(number))
    card = digests.update_card(SOURCE, [*many, clash], TODAY)
    assert "数字矛盾" in lines(card)[1]
    assert lines(card)[-1].startswith("另有：新增195")
    assert rows(card.text) <= SCREEN_ROWS


def test_the_brief_counts_all_and_tells_districts_by_their_trouble() -> None:
    found = [
        item(left=-3, status="overdue", place="涧西区"), item(left=3, place="西工区"),
        item(left=90, status="done", place="西工区"), item(left=90, status="behind"),
    ]  # fmt: skip
    assert lines(digests.brief_card(found, TODAY)) == [
        "每周简报 · 9月25日 周三：共4项",
        "已完成1，7天内到期1，已逾期未见完成1，欠序时1",
        "涧西区1项：已逾期未见完成1",
        "全市1项：欠序时1",
        "西工区2项：已完成1，7天内到期1",
    ]


def test_a_personal_reminder_can_be_had_again() -> None:
    remark = Remark(9, 1, None, 7, NOON, "催报 <老旧小区>", None, "written")
    card = digests.remark_card(remark, None, None)
    assert lines(card) == ["🔔 催报 <老旧小区>"]
    assert [(b.label, b.data) for b in card.buttons[0]] == [
        ("1天后", "snz;1;9;-"), ("3天后", "snz;3;9;-"), ("下周一", "snz;0;9;-"),
    ]  # fmt: skip
    assert len(digests.remark_card(remark, item().matter, None).buttons) == 2


def test_a_notice_says_what_did_not_arrive_where_and_why() -> None:
    message = Message(1, -100, None, "digest", "", (), TODAY, 5, True, "k", why="chat not found", state="dead")
    assert lines(digests.notice_card([message])) == [
        "发送异常：未能送达1条",
        "提醒 09-25 → -100：未能送达，chat not found",
    ]


texts = st.text(max_size=300) | st.sampled_from(
    ["<b>", "&amp;", "\x00", "\ud800", "\u202e西工", "甲" * 500, "😀" * 400]
)


@settings(max_examples=80)
@given(st.lists(st.tuples(texts, texts, st.integers(-400, 400), st.booleans()), min_size=1, max_size=30))
def test_any_titles_and_sentences_make_messages_that_telegram_takes(found: list[tuple[str, str, int, bool]]) -> None:
    items = [
        item(title, left, place=place, basis=("explicit", "frame")[frame], status="overdue" if left < 0 else "on_pace")
        for title, place, left, frame in found
    ]  # fmt: skip
    changed = [news(title, "new", None, quote, quote, n) for n, (title, quote, _, _) in enumerate(found)]
    remark = Remark(1, 1, None, 1, NOON, found[0][0], None, "written")
    message = Message(1, 1, None, "digest", "", (), TODAY, 1, False, "k", why=found[0][1], state="dead")
    cards = (
        digests.digest_card(items, TODAY), digests.update_card(SOURCE, changed, TODAY),
        digests.brief_card(items, TODAY), digests.remark_card(remark, items[0].matter, None),
        digests.notice_card([message]),
    )  # fmt: skip
    for card in cards:
        parsed(card.text)
        assert rows(card.text) <= SCREEN_ROWS
        assert units(card.text) <= MAX_UNITS
        assert all(len(b.data.encode()) <= MAX_DATA for row in card.buttons for b in row)
