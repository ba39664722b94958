"""各区: how a city's programme is shared out among its districts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from handlers.card import plain
from handlers.districts import parts_card
from handlers.reader import LedgerReader
from store.files import Metadata
from store.ingest import ingest_text

TODAY = date(2025, 7, 1)
REPORT = """今年全市重点工作

今年我市将改造老旧小区120个。鼓楼区今年将改造老旧小区50个。泉山区今年将改造老旧小区30个，6月底前完成。"""


def test_the_card_lists_the_districts_and_what_is_in_none(tmp_path: Path) -> None:
    reader = LedgerReader(tmp_path / "ledger.db")
    ingest_text(reader.ledger, "report.txt", REPORT, given=Metadata(published=date(2025, 1, 10), city="徐州市"))
    reply = reader.answer("老旧小区改造", TODAY, 5, None)
    assert reply.certain
    first = reply.answers[0]
    assert sorted(part.places for part in first.parts) == [("泉山区",), ("鼓楼区",)]
    lines = plain(parts_card(first)).splitlines()
    assert "老旧小区" in lines[0]
    assert [line.split()[1:3] for line in lines[1:3]] == [["鼓楼区", "目标50个"], ["泉山区", "目标30个"]]
    assert "未分解到区" in lines[3]
    assert "40个" in lines[3]
    reader.close()
