"""A ledger that was exported and edited by hand: every edit is either taken or told, none is lost in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from handlers.exports.columns import COLUMNS, row_of
from store.corrections import extend
from store.cycle.entries import Entry, Listing, listing
from store.cycle.importing import Plan, preview_import
from store.files import Metadata
from store.ingest import ingest_text
from store.intake.extract import Cell, Sheet
from store.ledger import Ledger

TODAY = date(2024, 9, 25)
PAGE = """市政府工作报告
2024年重点工作：改造老旧小区188个，年底前全部完成。确保10月底前建成口袋公园20个。涧西区加装电梯300部。
目前，口袋公园已全部建成。
"""
KEYS = [column.key for column in COLUMNS]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.db") as opened:
        given = Metadata(title="政府工作报告", published=date(2024, 2, 1), city="洛阳市")
        ingest_text(opened, "report.txt", PAGE, given=given)
        yield opened


def entry_of(found: Listing, title: str) -> Entry:
    (one,) = [entry for entry in found.entries if title in entry.matter.title]
    return one


def sheet(found: Listing, title: str, cells: Mapping[str, Cell], *, name: str = "全部") -> Sheet:
    """A sheet as it is exported, with other cells in one row."""
    edited = entry_of(found, title)
    rows: list[tuple[Cell, ...]] = []
    for number, entry in enumerate(found.entries, start=1):
        row = row_of(number, entry) | (dict(cells) if entry is edited else {})
        rows.append(tuple(row[key] for key in KEYS))
    return Sheet(name, (tuple(column.heading for column in COLUMNS), *rows))


def doubts(plan: Plan) -> list[str]:
    return [one.rpartition("”：")[2] for one in plan.doubtful]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"title": "旧小区换新颜"}, "事项"),
        ({"content": "改了的内容"}, "内容"),
        ({"place": "老城区"}, "地区"),
        ({"topics": "教育", "group": "民生组"}, "类别、组别"),
        ({"problems": "资金没有到位"}, "存在问题"),
        ({"next": "2024-12-31到期，还有97天；10月完成招标"}, "下一步"),
    ],
)
def test_what_is_edited_in_a_column_that_is_not_taken_is_told(
    ledger: Ledger, cells: Mapping[str, Cell], said: str
) -> None:
    plan = preview_import(ledger, [sheet(listing(ledger, TODAY), "老旧小区", cells)], TODAY)
    assert (plan.changes, plan.new) == ((), ())
    assert doubts(plan) == [f"{said}与台账不同，这里不导入"]


def test_a_matter_is_not_reopened_in_silence(ledger: Ledger) -> None:
    plan = preview_import(ledger, [sheet(listing(ledger, TODAY), "口袋公园", {"status": "推进中"})], TODAY)
    assert (plan.is_empty, doubts(plan)) == (True, ["状态与台账不同，这里不导入"])


@pytest.mark.parametrize("today", [TODAY, date(2025, 2, 1)])
def test_an_export_that_nobody_edited_is_told_nothing_of(ledger: Ledger, today: date) -> None:
    plan = preview_import(ledger, [sheet(listing(ledger, today), "口袋公园", {})], today)
    assert (plan.is_empty, plan.doubtful) == (True, ())


def test_a_matter_marked_as_done_in_one_of_its_sheets_is_done(ledger: Ledger) -> None:
    found = listing(ledger, TODAY)
    sheets = [sheet(found, "老旧小区", {"status": "已完成"}), sheet(found, "老旧小区", {}, name="洛阳市")]
    plan = preview_import(ledger, sheets, TODAY)
    assert ([change.kind for change in plan.changes], plan.doubtful) == (["done"], ())


def test_an_older_export_does_not_take_back_a_deadline_that_was_moved_since(ledger: Ledger) -> None:
    old = sheet(listing(ledger, TODAY), "电梯", {"contact": "李四"})
    matter = entry_of(listing(ledger, TODAY), "老旧小区").matter
    extend(ledger, matter.id, date(2025, 3, 31), TODAY, who="督查室", reason="等图纸")
    plan = preview_import(ledger, [old], TODAY)
    assert [change.kind for change in plan.changes] == ["assign"]
    assert doubts(plan) == ["完成时限2024-12-31是台账改动以前的，时限不变"]
