"""销号 and 延期: one proposes, another decides; what is decided is said once, and history is kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from commitments.model import Standing
from commitments.settling import Settled
from store.corrections import corrections, extend, undo
from store.cycle.closures import closures, confirm, propose, refuse, reopen_matter, waiting, withdraw
from store.cycle.extensions import ask_extension, grant, refuse_extension, waiting_extensions
from store.cycle.selfreport import keep_report, take_back
from store.errors import LedgerError
from store.ledger import Ledger
from store.members import forget_me, person
from store.news import untold_documents
from store.standings import standings
from tests.store.promises import at, tell

LI, WANG, ZHAO = (person(user) for user in (101, 102, 103))
TODAY = date(2024, 9, 25)
NOW = at("2024-09-25 10:00")
ON = {"today": TODAY, "now": NOW}


@pytest.fixture
def matter(ledger: Ledger) -> str:
    tell(ledger, "五月.txt", "2024-05-22", "承诺 老旧小区改造 2024-12-31 -：老旧小区改造188个年底前完成")
    return ledger.matters()[0].id


def how(ledger: Ledger, matter: str, day: date = TODAY) -> Standing:
    return standings(ledger, ledger.matters(day, [matter]), day)[0]


def test_done_is_proposed_by_one_and_confirmed_by_another(ledger: Ledger, matter: str) -> None:
    proposed = propose(ledger, matter, who=LI, evidence="188个全部完工", **ON)
    assert how(ledger, matter).status != "done"
    assert [one.number for one in waiting(ledger)] == [proposed.number]
    with pytest.raises(LedgerError, match="somebody else"):
        confirm(ledger, proposed.number, who=LI, **ON)
    closed = confirm(ledger, proposed.number, who=WANG, **ON)
    assert (closed.state, closed.decided_by, closed.decided_on) == ("confirmed", WANG, TODAY)
    assert how(ledger, matter).status == "done"
    assert closures(ledger, [matter])[matter] == closed
    assert waiting(ledger) == []


def test_confirming_twice_is_once_and_news_once(ledger: Ledger, matter: str) -> None:
    number = propose(ledger, matter, who=LI, evidence="", **ON).number
    assert confirm(ledger, number, who=WANG, **ON) == confirm(ledger, number, who=ZHAO, **ON)
    assert [one.kind for one in corrections(ledger, matter)] == ["done", "done"]
    assert [source.grade for source in untold_documents(ledger.db) if source.file.startswith("登记")] == ["verified"]


def test_proposing_twice_adds_to_the_evidence(ledger: Ledger, matter: str) -> None:
    first = propose(ledger, matter, who=LI, evidence="已完工", **ON)
    second = propose(ledger, matter, who=LI, evidence="", photo="file1", **ON)
    assert (second.number, second.evidence, second.photo) == (first.number, "已完工", "file1")
    with pytest.raises(LedgerError, match="already"):
        propose(ledger, matter, who=ZHAO, evidence="我也报", **ON)


def test_what_is_refused_with_a_reason_is_no_longer_said_to_be_done(ledger: Ledger, matter: str) -> None:
    number = propose(ledger, matter, who=LI, evidence="已完工", **ON).number
    with pytest.raises(LedgerError, match="why"):
        refuse(ledger, number, who=WANG, why=" ", **ON)
    refused = refuse(ledger, number, who=WANG, why="现场有3个未完工", **ON)
    assert (refused.state, refused.why) == ("refused", "现场有3个未完工")
    assert "责任人自报已完成，尚待核实" not in how(ledger, matter).notes
    assert confirm(ledger, number, who=WANG, **ON).state == "refused"
    assert propose(ledger, matter, who=LI, evidence="补齐了", **ON).number != number


def test_the_proposer_takes_back_what_still_waits(ledger: Ledger, matter: str) -> None:
    number = propose(ledger, matter, who=LI, evidence="已完工", **ON).number
    assert not withdraw(ledger, number, who=WANG, **ON)
    assert withdraw(ledger, number, who=LI, **ON)
    assert closures(ledger, [matter]) == {}
    assert confirm(ledger, number, who=WANG, **ON).state == "withdrawn"


def test_a_closed_matter_is_reopened_with_a_reason_and_closed_again_on_the_same_day(
    ledger: Ledger, matter: str
) -> None:
    confirm(ledger, propose(ledger, matter, who=LI, evidence="", **ON).number, who=WANG, **ON)
    reopen_matter(ledger, matter, who=WANG, reason="抽查不实", **ON)
    assert how(ledger, matter).status != "done"
    assert closures(ledger, [matter])[matter].state == "reopened"
    again = propose(ledger, matter, who=LI, evidence="已补齐", **ON)
    confirm(ledger, again.number, who=WANG, **ON)
    assert how(ledger, matter).status == "done"
    kinds = [(one.kind, one.undone_at is None) for one in reversed(corrections(ledger, matter))]
    assert kinds == [
        ("done", True), ("done", True), ("reopen", False), ("done", True), ("done", True),
    ]  # fmt: skip


def test_a_record_undone_elsewhere_takes_its_closure_back(ledger: Ledger, matter: str) -> None:
    number = propose(ledger, matter, who=LI, evidence="", **ON).number
    undo(ledger, corrections(ledger, matter)[0].number, who="台账员")
    assert waiting(ledger) == []
    assert closures(ledger, [matter]) == {}
    again = propose(ledger, matter, who=ZHAO, evidence="", **ON)
    assert again.number != number


def test_a_reported_figure_that_reaches_the_target_proposes_and_can_be_taken_back(ledger: Ledger, matter: str) -> None:
    settled = Settled("figure", 188, "个", "小区", reached=True)
    kept = keep_report(ledger, matter, settled, user=101, text="188/188", **ON)
    assert keep_report(ledger, matter, settled, user=101, text="188/188", **ON) == kept
    assert kept.closure == waiting(ledger)[0].number
    assert take_back(ledger, kept.number, user=102, **ON) is None
    assert take_back(ledger, kept.number, user=101, **ON) == kept
    assert waiting(ledger) == []
    assert how(ledger, matter).done is None
    assert take_back(ledger, kept.number, user=101, **ON) is None


def test_what_was_confirmed_is_not_taken_back_by_who_reported_it(ledger: Ledger, matter: str) -> None:
    kept = keep_report(ledger, matter, Settled("done"), user=101, text="完成", **ON)
    confirm(ledger, kept.closure, who=WANG, **ON)
    assert take_back(ledger, kept.number, user=101, **ON) is None
    assert how(ledger, matter).status == "done"


def test_more_time_is_asked_for_before_the_deadline_and_granted_by_another(ledger: Ledger, matter: str) -> None:
    later = date(2025, 3, 31)
    asked = ask_extension(ledger, matter, later, who=LI, reason="资金未到位", **ON)
    assert ask_extension(ledger, matter, later, who=LI, reason="资金未到位", **ON) == asked
    with pytest.raises(LedgerError, match="waits"):
        ask_extension(ledger, matter, date(2025, 6, 30), who=LI, reason="再晚些", **ON)
    with pytest.raises(LedgerError, match="somebody else"):
        grant(ledger, asked.number, who=LI, **ON)
    assert grant(ledger, asked.number, who=WANG, **ON) == grant(ledger, asked.number, who=ZHAO, **ON)
    limit = how(ledger, matter).deadline
    assert limit is not None
    assert limit.end == later
    assert [one.kind for one in corrections(ledger, matter)] == ["extend"]
    assert waiting_extensions(ledger) == []


@pytest.mark.parametrize(
    ("until", "reason", "today", "why"),
    [
        (date(2024, 12, 31), "资金", TODAY, "not later"),
        (date(2025, 3, 31), " ", TODAY, "say why"),
        (date(2025, 3, 31), "资金", date(2025, 1, 2), "has passed"),
    ],
)
def test_a_request_that_cannot_be(ledger: Ledger, matter: str, until: date, reason: str, today: date, why: str) -> None:
    with pytest.raises(LedgerError, match=why):
        ask_extension(ledger, matter, until, who=LI, reason=reason, today=today, now=NOW)


def test_a_request_made_in_time_can_be_granted_later(ledger: Ledger, matter: str) -> None:
    asked = ask_extension(ledger, matter, date(2025, 3, 31), who=LI, reason="资金", today=date(2024, 12, 31), now=NOW)
    grant(ledger, asked.number, who=WANG, today=date(2025, 1, 3), now=NOW + timedelta(days=100))
    assert how(ledger, matter, date(2025, 1, 3)).status != "overdue"


def test_a_refused_request_moves_nothing(ledger: Ledger, matter: str) -> None:
    asked = ask_extension(ledger, matter, date(2025, 3, 31), who=LI, reason="资金", **ON)
    with pytest.raises(LedgerError, match="say why"):
        refuse_extension(ledger, asked.number, who=WANG, why="", now=NOW)
    refused = refuse_extension(ledger, asked.number, who=WANG, why="年内必须完成", now=NOW)
    assert (refused.state, refused.why) == ("refused", "年内必须完成")
    assert corrections(ledger, matter) == []
    extend(ledger, matter, date(2025, 1, 31), TODAY, who="台账员", reason="市里同意")


def test_who_is_forgotten_stands_in_no_closing_and_no_request(ledger: Ledger, matter: str) -> None:
    propose(ledger, matter, who=LI, evidence="", **ON)
    ask_extension(ledger, matter, date(2025, 3, 31), who=LI, reason="资金", **ON)
    keep_report(ledger, matter, Settled("none"), user=101, text="没有进展", **ON)
    forget_me(ledger, 101, NOW)
    dump = "\n".join(ledger.db.conn.iterdump())
    assert "telegram:101" not in dump
    assert ledger.db.execute("SELECT user FROM reports").fetchall() == [(0,)]
