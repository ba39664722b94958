"""What somebody records by hand is told to those who follow: a confirmed completion and a moved deadline, once."""

from __future__ import annotations

from datetime import date

from handlers import digests
from handlers.card import words
from store import outbox
from store.corrections import extend, mark_done, undo
from store.fanout import tell_news
from store.follows import follow
from store.hand_news import keep_hand_news
from store.ledger import Ledger
from store.members import person
from tests.store.promises import at, tell

CHAT, KEEPER = 11, 77
NOW = at("2024-09-25 10:00")
TODAY = date(2024, 9, 25)


def heard(ledger: Ledger) -> list[str]:
    tell_news(ledger, NOW, render=digests)
    return [words(message.text) for message in outbox.messages(ledger, "waiting")]


def followed(ledger: Ledger) -> str:
    tell(ledger, "计划.txt", "2024-02-18", "承诺 九洲池二期 2024-09-30 西工区：九洲池二期建成")
    tell_news(ledger, NOW, render=digests)
    matter = ledger.matters()[0].id
    follow(ledger, CHAT, None, "matter", matter, "九洲池二期", 1, at("2024-09-01 09:00"))
    return matter


def test_a_completion_is_told_without_the_number_of_who_recorded_it(ledger: Ledger) -> None:
    matter = followed(ledger)
    number = mark_done(ledger, matter, TODAY, who=person(KEEPER), note="现场核实")
    assert keep_hand_news(ledger, number, matter, TODAY, NOW) == 1
    (text,) = heard(ledger)
    assert text.startswith("新变化 · 工作人员 2024-09-25《工作人员登记：现场核实》")
    assert "完成" in text
    assert str(KEEPER) not in text
    assert heard(ledger) == [text]


def test_a_moved_deadline_is_told(ledger: Ledger) -> None:
    matter = followed(ledger)
    number = extend(ledger, matter, date(2024, 12, 31), TODAY, who=person(KEEPER), reason="资金未到位")
    assert keep_hand_news(ledger, number, matter, TODAY, NOW) == 1
    (text,) = heard(ledger)
    assert "时限推后 2024-09-30→2024-12-31" in text


def test_what_was_undone_meanwhile_is_not_told(ledger: Ledger) -> None:
    matter = followed(ledger)
    number = mark_done(ledger, matter, TODAY, who=person(KEEPER))
    keep_hand_news(ledger, number, matter, TODAY, NOW)
    undo(ledger, number, who=person(KEEPER))
    assert heard(ledger) == []
    assert keep_hand_news(ledger, number, matter, TODAY, NOW) == 0
