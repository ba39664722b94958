"""The weekly dispatch over a year: once a week to each, on days of work only, however late or often it is asked."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from commitments.calendar import is_workday
from commitments.settling import Settled
from commitments.weekly import week_of
from handlers.card import words
from handlers.cycle import cards
from store import outbox
from store.chats import change
from store.cycle.assignments import assign
from store.cycle.dispatch import ask_again, ask_week
from store.cycle.keepers import Readers
from store.cycle.rules import change_rules
from store.cycle.selfreport import keep_report
from store.cycle.sheets import asked_in, open_sheet
from store.cycle.summary import sum_up
from store.fanout import everybody
from store.ledger import Ledger
from tests.store.promises import SHANGHAI, at, tell

LI, ZHAO, EDITOR = 101, 102, 900
STEPS = (sum_up, ask_week, ask_again)
MAY = Readers(everybody, frozenset({EDITOR}))


@pytest.fixture
def ledger(ledger: Ledger) -> Ledger:
    tell(
        ledger,
        "计划.txt",
        "2024-01-05",
        "承诺 老旧小区改造 2024-12-31 -：老旧小区改造188个年底前完成",
        "承诺 加装电梯 2024-12-20 西工区：加装电梯40个",
        "承诺 九洲池二期 2024-12-25 西工区：九洲池二期建成",
    )
    for number, matter in enumerate(ledger.matters()):
        user, name = ((LI, "李科长"), (LI, "李科长"), (ZHAO, "赵科长"))[number]
        assign(ledger, "matter", matter.id, "contact", name, who="台账员", now=at("2024-01-06 10:00"), user=user)
    return ledger


def tick(ledger: Ledger, now: datetime, may: Readers = MAY) -> list[tuple[str, int]]:
    """What the steps write at a moment: (what, to whom), where what is dispatch, again or summary."""
    last = ledger.db.execute("SELECT coalesce(max(id), 0) FROM outbox").fetchone()[0]
    for step in STEPS:
        step(ledger, now, cards, "Asia/Shanghai", may)
    new = ledger.db.execute("SELECT key, chat FROM outbox WHERE id > ?", (last,)).fetchall()
    return sorted((key.partition(" ")[0], chat) for key, chat in new)


ALL = [("dispatch", LI), ("dispatch", ZHAO)]


def test_a_year_asks_each_person_once_a_week_on_its_first_day_of_work(ledger: Ledger) -> None:
    written: Counter[tuple[str, int]] = Counter()
    asked_on: list[date] = []
    now = at("2024-01-08 09:00")
    while now < at("2024-12-16 00:00"):
        for what, user in tick(ledger, now):
            day = now.astimezone(SHANGHAI).date()
            assert is_workday(day)
            written[what, user] += 1
            if (what, user) == ("dispatch", LI):
                asked_on.append(day)
        now += timedelta(hours=8)
    weeks = [week_of(date(2024, 1, 8) + timedelta(weeks=n)) for n in range(49)]
    assert asked_on == [week.ask for week in weeks if week]
    seconds = sum(week.again is not None for week in weeks if week)
    assert written == {
        ("dispatch", LI): 49, ("dispatch", ZHAO): 49, ("again", LI): seconds, ("again", ZHAO): seconds,
        ("summary", EDITOR): 49,
    }  # fmt: skip
    assert seconds == 46


def test_the_week_of_the_national_day(ledger: Ledger) -> None:
    assert tick(ledger, at("2024-09-30 08:59")) == []
    assert tick(ledger, at("2024-09-30 09:00")) == ALL
    for day in range(1, 8):
        assert tick(ledger, at(f"2024-10-0{day} 10:00")) == []
    assert tick(ledger, at("2024-10-08 09:00")) == [*ALL, ("summary", EDITOR)]


def test_twice_is_once_and_so_are_two_processes(ledger: Ledger) -> None:
    now = at("2024-09-23 09:00")
    with Ledger.open(ledger.path) as other:
        assert tick(ledger, now) == ALL
        assert tick(ledger, now) == []
        assert tick(other, now) == []
        assert tick(other, now + timedelta(hours=1)) == []


def test_a_clock_that_jumps_back_asks_nothing_again(ledger: Ledger) -> None:
    assert tick(ledger, at("2024-09-23 09:00")) == ALL
    assert tick(ledger, at("2024-09-22 09:00")) == []
    assert tick(ledger, at("2024-09-23 08:00")) == []
    assert tick(ledger, at("2024-09-23 09:30")) == []


def test_a_clock_that_was_years_ahead_leaves_this_weeks_sheet_open(ledger: Ledger) -> None:
    assert tick(ledger, at("2024-09-23 09:00")) == ALL
    tick(ledger, at("2026-09-21 09:00"))
    sheet = open_sheet(ledger, LI, date(2024, 9, 24))
    assert sheet is not None
    assert sheet.monday == date(2024, 9, 23)


def test_a_bot_that_was_down_asks_late_in_the_same_week_and_says_so(ledger: Ledger) -> None:
    assert tick(ledger, at("2024-09-26 15:00")) == ALL
    message = outbox.messages(ledger, "waiting")[0]
    assert "※ 迟发：原定09-23 09:00发出" in words(message.text)
    assert tick(ledger, at("2024-09-27 09:00")) == [("summary", EDITOR)]


def test_what_was_missed_is_not_asked_in_the_next_week(ledger: Ledger) -> None:
    tick(ledger, at("2024-09-16 09:00"))
    assert tick(ledger, at("2024-09-28 10:00")) == []  # Saturday
    assert tick(ledger, at("2024-09-30 09:00")) == ALL  # for its own week
    assert ledger.db.execute("SELECT DISTINCT week FROM dispatches").fetchall() == [("2024-09-30",)]


def test_who_answered_all_is_not_asked_again(ledger: Ledger) -> None:
    tick(ledger, at("2024-09-23 09:00"))
    now = at("2024-09-24 10:00")
    sheet = open_sheet(ledger, LI, date(2024, 9, 24))
    assert sheet is not None
    for line in sheet.lines:
        keep_report(ledger, line.matter.id, Settled("none"), user=LI, text="没有变化", today=date(2024, 9, 24), now=now,
                    week=sheet.monday)  # fmt: skip
    assert tick(ledger, at("2024-09-25 09:00")) == [("again", ZHAO)]
    assert tick(ledger, at("2024-09-25 09:05")) == []


def test_what_a_document_reported_as_done_meanwhile_is_not_asked_again(ledger: Ledger) -> None:
    tick(ledger, at("2024-09-23 09:00"))
    tell(ledger, "新闻.txt", "2024-09-24", "进展 九洲池二期 - 西工区：九洲池二期已建成")
    assert tick(ledger, at("2024-09-25 09:00")) == [("again", LI)]


def test_quiet_hours_put_it_off_and_a_chat_that_is_off_hears_nothing(ledger: Ledger) -> None:
    change(ledger, LI, quiet=(22, 10))
    change(ledger, ZHAO, on=False)
    assert tick(ledger, at("2024-09-23 09:00")) == []
    assert tick(ledger, at("2024-09-23 10:00")) == [("dispatch", LI)]
    message = outbox.messages(ledger, "waiting")[0]
    assert "迟发" not in message.text
    change(ledger, ZHAO, on=True)
    assert tick(ledger, at("2024-09-24 10:00")) == [("dispatch", ZHAO)]


def test_who_may_not_read_is_not_asked(ledger: Ledger) -> None:
    may = Readers(lambda chat: chat != LI, frozenset({EDITOR}))
    assert tick(ledger, at("2024-09-23 09:00"), may) == [("dispatch", ZHAO)]


def test_who_is_assigned_in_the_middle_of_a_week_is_asked_from_the_next_on(ledger: Ledger) -> None:
    tick(ledger, at("2024-09-23 09:00"))
    lifts = next(matter.id for matter in ledger.matters() if matter.title == "加装电梯")
    assign(ledger, "matter", lifts, "contact", "孙科长", who="台账员", now=at("2024-09-24 10:00"), user=103)
    assert tick(ledger, at("2024-09-24 11:00")) == []
    assert ("dispatch", 103) in tick(ledger, at("2024-09-30 09:00"))


def test_the_rules_say_when(ledger: Ledger) -> None:
    change_rules(ledger, "管理员", dispatch_day=1, dispatch_hour=14, again_day=3)
    assert tick(ledger, at("2024-09-23 14:00")) == []
    assert tick(ledger, at("2024-09-24 13:59")) == []
    assert tick(ledger, at("2024-09-24 14:00")) == ALL
    assert tick(ledger, at("2024-09-25 14:00")) == []
    assert tick(ledger, at("2024-09-26 14:00")) == [("again", LI), ("again", ZHAO)]


def test_nobody_with_nothing_open_is_asked(ledger: Ledger) -> None:
    tell(ledger, "新闻.txt", "2024-09-20", "进展 九洲池二期 - 西工区：九洲池二期已建成")
    assert tick(ledger, at("2024-09-23 09:00")) == [("dispatch", LI)]
    assert open_sheet(ledger, ZHAO, date(2024, 9, 23)) is None


def test_a_sheet_that_cannot_be_put_into_words_holds_up_no_other(ledger: Ledger) -> None:
    class Broken:
        summary_card = staticmethod(cards.summary_card)
        again_card = staticmethod(cards.again_card)

        @staticmethod
        def dispatch_card(sheet: object, today: date, late: datetime | None = None) -> object:
            if len(sheet.lines) == 1:  # type: ignore[attr-defined]
                raise RuntimeError("no words")
            return cards.dispatch_card(sheet, today, late=late)  # type: ignore[arg-type]

    assert ask_week(ledger, at("2024-09-23 09:00"), Broken, "Asia/Shanghai", MAY) == 1
    assert tick(ledger, at("2024-09-25 09:00")) == [("again", LI), ("again", ZHAO)]


def test_the_sheet_closes_when_the_next_questions_go_out(ledger: Ledger) -> None:
    tick(ledger, at("2024-09-30 09:00"))
    assert open_sheet(ledger, LI, date(2024, 10, 7)) is not None  # the holidays do not close it
    assert open_sheet(ledger, LI, date(2024, 10, 8)) is None


def test_a_reply_is_known_by_the_message_that_it_answers(ledger: Ledger, tmp_path: Path) -> None:
    now = at("2024-09-23 09:00")
    tick(ledger, now)
    for message in outbox.claim(ledger, now, 10, owner="test"):
        outbox.sent(ledger, message.id, 7000 + message.chat, now)
    assert asked_in(ledger, LI, 7000 + LI) == date(2024, 9, 23)
    assert asked_in(ledger, LI, 7000 + ZHAO) is None
    assert asked_in(ledger, ZHAO, 1) is None
