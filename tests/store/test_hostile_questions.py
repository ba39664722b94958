"""Any question has an ordinary answer: FTS5 syntax, NUL, surrogates, right to left, HTML, 5,000 characters."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from store.answers import answer
from store.files import Metadata
from store.ingest import ingest_text
from store.ledger import Ledger
from tests.bench.hostile_questions import PIECES, hostile_questions

REPORT = """
# 市政府工作报告

今年要办好以下实事。改造城镇老旧小区120个，6月底前开工，11月底前全部完工。新建公办幼儿园12所，8月底前全部投用。
"""
TODAY = date(2024, 9, 25)


def test_no_question_raises(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        ingest_text(ledger, "report.txt", REPORT, given=Metadata(published=date(2024, 2, 10), city="洛阳市"))
        previous = None
        for question in (*PIECES, *hostile_questions(seed=7, count=300)):
            reply = answer(ledger, question, TODAY, 5, previous)
            assert len(reply.answers) <= 5
            assert len(reply.near) <= 3
            assert not (reply.answers and reply.near)
            previous = reply.filters
        assert len(ledger.matters()) > 0
