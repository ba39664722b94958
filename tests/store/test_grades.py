"""Three grades of evidence: 自报 is shown and finishes nothing, 公开 and 核实 do; a reopened matter is open again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from commitments.model import Standing
from commitments.standing import standing
from store.corrections import add_progress, mark_done, reopen, undo
from store.errors import LedgerError
from store.ledger import Ledger
from store.migrations import LEDGER
from store.sqlite import Database
from tests.store.promises import tell

SEPTEMBER = date(2024, 9, 20)


@pytest.fixture
def matter(ledger: Ledger) -> str:
    tell(ledger, "五月.txt", "2024-05-22", "承诺 老旧小区改造 2024-12-31 -：老旧小区改造188个年底前完成")
    return ledger.matters()[0].id


def on(ledger: Ledger, matter: str, day: date = SEPTEMBER) -> Standing:
    found = ledger.matter(matter, day)
    assert found is not None
    return standing(found, day)


def test_a_reported_figure_is_shown_and_paced(ledger: Ledger, matter: str) -> None:
    add_progress(ledger, matter, 50, "个", SEPTEMBER, who="李", what="小区", grade="reported")
    how = on(ledger, matter)
    assert how.done is not None
    assert (how.done.value, how.status) == (50, "behind")
    found = ledger.matter(matter)
    assert found is not None
    assert [seen.source.grade for seen in found.sightings] == ["published", "reported"]


@pytest.mark.parametrize("whole", [True, False], ids=["in words", "by the figure"])
def test_what_those_responsible_report_as_done_waits_for_somebody_else(
    ledger: Ledger, matter: str, whole: bool
) -> None:
    if whole:
        mark_done(ledger, matter, SEPTEMBER, who="李", grade="reported")
    else:
        add_progress(ledger, matter, 188, "个", SEPTEMBER, who="李", what="小区", grade="reported")
    how = on(ledger, matter)
    assert how.status != "done"
    assert "责任人自报已完成，尚待核实" in how.notes
    mark_done(ledger, matter, SEPTEMBER, who="王")
    how = on(ledger, matter)
    assert how.status == "done"
    assert not how.notes


def test_a_reopened_matter_is_open_until_a_later_report(ledger: Ledger, matter: str) -> None:
    mark_done(ledger, matter, SEPTEMBER, who="王")
    number = reopen(ledger, matter, date(2024, 9, 25), who="王", reason="现场未完工")
    assert on(ledger, matter, date(2024, 9, 24)).status == "done"
    assert on(ledger, matter, date(2024, 9, 25)).status != "done"
    mark_done(ledger, matter, date(2024, 10, 8), who="王")
    assert on(ledger, matter, date(2024, 10, 8)).status == "done"
    undo(ledger, number, who="王")
    assert on(ledger, matter, date(2024, 9, 25)).status == "done"


def test_reopening_takes_back_a_figure_that_reached_the_target(ledger: Ledger, matter: str) -> None:
    tell(ledger, "九月.txt", "2024-09-20", "进展 老旧小区改造 - -：老旧小区改造188个已全部完成")
    assert on(ledger, matter).status == "done"
    reopen(ledger, matter, date(2024, 9, 21), who="王", reason="抽查不实")
    assert on(ledger, matter, date(2024, 9, 21)).status != "done"


def test_reopening_needs_a_reason(ledger: Ledger, matter: str) -> None:
    with pytest.raises(LedgerError, match="say why"):
        reopen(ledger, matter, SEPTEMBER, who="王", reason=" ")


def test_a_ledger_of_the_version_before_keeps_its_messages_and_corrections(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with Database(path) as db:
        LEDGER.apply(db, stop_before="m008_kinds")
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("INSERT INTO corrections VALUES (7, 't', '李', 'done', '{}', NULL, NULL)")
        db.execute("INSERT INTO correction_anchors VALUES (7, 'matter', 'f', 'c', 'i', 'q', NULL)")
        db.execute(
            "INSERT INTO outbox (id, chat, thread, kind, key, text, buttons, matters, day, state, next_at)"
            " VALUES (5, 1, 0, 'digest', 'k', 't', '[]', '[]', '2024-01-01', 'waiting', 'n')"
        )
        db.conn.commit()
    with Ledger.open(path) as ledger:
        assert ledger.integrity_check() == []
        anchors = "SELECT correction_id, file FROM correction_anchors"
        assert ledger.db.execute(anchors).fetchall() == [(7, "f")]
        assert ledger.db.execute("SELECT id, kind, state FROM outbox").fetchall() == [(5, "digest", "waiting")]
        assert ledger.db.execute("SELECT id, kind FROM corrections").fetchall() == [(7, "done")]
