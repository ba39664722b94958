"""The files that the ledger is exported in, read back by other programs."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from commitments.contract import matter_json
from commitments.model import Deadline
from commitments.sheet import HEADINGS, SUPERVISION
from commitments.sheet_values import inert
from handlers.exports.columns import COLUMNS, cell_text, row_of
from handlers.exports.csv_file import csv_bytes
from handlers.exports.formats import FORMATS, asked_form, form_of
from handlers.exports.ics import STEPS, ics
from handlers.exports.json_file import json_bytes
from handlers.exports.xlsx import sheet_names, xlsx
from store.cycle.assignments import assign
from store.cycle.duties import Assigned, Duty
from store.cycle.entries import Entry, Listing, listing
from store.cycle.importing import apply_import, preview_import
from store.errors import LedgerError
from store.ledger import Ledger
from tests.handlers.exports.edits import edited
from tests.handlers.exports.hostile import entries as hostile
from tests.handlers.exports.round_trip import round_trip
from tests.handlers.samples import RENEWAL, RENEWAL_STANDING, TODAY

NOW = datetime(2024, 9, 25, tzinfo=UTC)
PLACE = {column.key: at for at, column in enumerate(COLUMNS)}
RED, YELLOW = "FFFFC7CE", "FFFFEB9C"


@pytest.fixture(scope="module")
def ledger(ledger_of_seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """The seeds as a ledger, with people assigned."""
    with Ledger.open(Path(shutil.copy(ledger_of_seeds, tmp_path_factory.mktemp("ledger")))) as opened:
        assign(opened, "place", "西工区", "unit", "西工区政府", who="x", now=NOW)
        assign(opened, "place", "洛阳市", "leader", "王副市长", who="x", now=NOW)
        for matter in opened.matters(TODAY)[:60]:
            assign(opened, "matter", matter.id, "contact", f"{matter.title[:6]} 联系人", who="x", now=NOW)
            assign(opened, "matter", matter.id, "plan", "https://example.com/方案", who="x", now=NOW)
        yield opened


@pytest.fixture(scope="module")
def whole(ledger: Ledger) -> Listing:
    return listing(ledger, TODAY)


ONE = Listing(
    TODAY,
    (Entry(RENEWAL, RENEWAL_STANDING, Duty({"unit": Assigned("matter", "m1", "unit", "市住建局")}), ("城市提质",)),),
)


# --- the spreadsheet --------------------------------------------------------------------------------------------------


def test_a_row_says_what_a_supervision_ledger_says() -> None:
    row = row_of(1, ONE.entries[0])
    assert {key: row[key] for key in SUPERVISION if row[key]} == {
        "number": 1,
        "title": "老旧小区改造",
        "content": "纳入2024年改造计划的188个老旧小区、3.73万户",
        "target": "188个；3.73万户",
        "due": date(2024, 12, 31),
        "unit": "市住建局",
        "progress": "已完工50个小区、1.02万户",
        "percent": pytest.approx(0.266, abs=1e-3),
        "pace": "欠序时",
        "problems": "序时：到6月30日应完成49.7%，实际26.6%，差23.1个百分点",
        "next": "2024-12-31到期，还有97天",
        "sources": "洛阳日报 2024-05-22《老旧小区改造加快推进》；洛阳日报 2024-09-20《旧小区换新颜》",
    }


def test_the_first_sheet_holds_everything_and_each_district_has_its_own(whole: Listing) -> None:
    book = load_workbook(io.BytesIO(xlsx(whole)))
    assert book.sheetnames[:2] == ["全部", "洛阳市"]
    assert book["全部"].max_row == len(whole.entries) + 2
    for name in ("西工区", "涧西区"):
        places = [row[PLACE["place"]].value for row in book[name].iter_rows(min_row=3)]
        assert places
        assert all(name in place.split("、") for place in places)


def test_days_are_days_and_shares_are_numbers_and_lights_are_colours() -> None:
    sheet = load_workbook(io.BytesIO(xlsx(ONE))).active
    row = next(sheet.iter_rows(min_row=3))
    assert [cell.value for cell in sheet[2]] == [column.heading for column in COLUMNS]
    assert row[PLACE["due"]].is_date
    assert row[PLACE["percent"]].value == pytest.approx(0.266, abs=1e-3)
    assert row[PLACE["percent"]].number_format == "0.0%"
    assert row[PLACE["status"]].fill.start_color.rgb == YELLOW
    assert row[PLACE["title"]].fill.fill_type is None
    assert "“已完工50个小区、1.02万户”" in row[PLACE["sources"]].comment.text


def test_the_sheet_can_be_filtered_and_printed() -> None:
    sheet = load_workbook(io.BytesIO(xlsx(ONE))).active
    assert sheet.auto_filter.ref.startswith("A2:")
    assert sheet.freeze_panes == "C3"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$2:$2"
    assert f"$A$1:${chr(ord('A') + len(SUPERVISION) - 1)}$" in sheet.print_area


def test_the_head_says_which_condition_was_applied(ledger: Ledger) -> None:
    found = listing(ledger, TODAY, "西工区 老旧小区")
    assert found.entries
    sheet = load_workbook(io.BytesIO(xlsx(found)))["全部"]
    said = f"践诺督查台账 截至2024-09-25，条件：老旧小区 · 西工区，共{len(found.entries)}项"
    assert sheet["A1"].value == said
    assert said in sheet.oddFooter.left.text


def test_a_condition_is_any_question(ledger: Ledger) -> None:
    late = listing(ledger, TODAY, "逾期的")
    assert late.entries
    assert all(one.standing.status == "overdue" for one in late.entries)
    assert listing(ledger, TODAY, "没有这回事").entries == ()


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (["全部", "全部"], ["全部", "全部(2)"]),
        (["a[]:*?/\\b", "", "'x'"], ["a b", "未注明", "x"]),
        (["字" * 40, "字" * 40], ["字" * 31, "字" * 28 + "(2)"]),
        (["History", "A", "a"], ["History(2)", "A", "a(2)"]),
    ],
)
def test_sheet_names_are_ones_that_a_spreadsheet_takes(wanted: list[str], names: list[str]) -> None:
    assert sheet_names(wanted) == names


# --- hostile cells ----------------------------------------------------------------------------------------------------


def test_of_two_thousand_hostile_cells_none_is_a_formula_or_a_link() -> None:
    found = Listing(TODAY, hostile(2_000))
    content = xlsx(found)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = parts.namelist()
        sheets = [parts.read(name) for name in names if re.match(r"xl/worksheets/sheet\d+\.xml", name)]
    assert not any(re.search(rb"<f[ >]|<hyperlink", sheet) for sheet in sheets)
    assert not any("externalLink" in name for name in names)
    sheet = load_workbook(io.BytesIO(content))["全部"]
    for number, (cells, entry) in enumerate(zip(sheet.iter_rows(min_row=3), found.entries, strict=True), start=1):
        row = row_of(number, entry)
        for column, cell in zip(COLUMNS, cells, strict=True):
            assert cell.data_type != "f"
            assert cell.hyperlink is None
            said = inert(cell_text(column, row[column.key]))
            if column.kind == "text":
                assert _line_breaks(str(cell.value or "")) == _line_breaks(said)


def _line_breaks(text: str) -> str:
    # XML makes one of every line break.
    return text.replace("\r\n", "\n")


def test_hostile_cells_come_back_from_the_csv_as_they_were_written() -> None:
    found = Listing(TODAY, hostile(2_000))
    content = csv_bytes(found)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[0] == [HEADINGS[column.key][0] for column in COLUMNS]
    assert len(rows) == len(found.entries) + 1
    for number, (cells, entry) in enumerate(zip(rows[1:], found.entries, strict=True), start=1):
        row = row_of(number, entry)
        assert cells == [inert(cell_text(column, row[column.key])) for column in COLUMNS]
        assert not any(cell[:1] in tuple("=+-@\t\r＝＋－＠") for cell in cells if cell)


@pytest.mark.parametrize("form", ["ics", "json", "html"])
def test_hostile_cells_break_no_other_form(form: str) -> None:
    content = FORMATS[form].write(Listing(TODAY, hostile(500)))
    if form == "ics":
        assert len(Calendar.from_ical(content).events) == 50
    if form == "json":
        assert len(json.loads(content)) == 50


# --- the calendar -----------------------------------------------------------------------------------------------------


def event_of(found: Listing) -> tuple[Calendar, object]:
    calendar = Calendar.from_ical(ics(found))
    return calendar, calendar.events[0]


def changed(**more: object) -> Listing:
    entry = ONE.entries[0]
    return replace(ONE, entries=(replace(entry, standing=replace(entry.standing, **more)),))  # type: ignore[arg-type]


def test_a_deadline_is_a_day_in_the_calendar_with_alarms_before_it() -> None:
    calendar, event = event_of(changed(deadline=Deadline("年底前", date(2024, 12, 31))))
    assert calendar.errors == []
    assert event["UID"] == "m1@jiannuo"
    assert (event.start, event.end) == (date(2024, 12, 31), date(2025, 1, 1))
    assert "“已完工50个小区、1.02万户”" in event["DESCRIPTION"]
    assert "洛阳日报" in event["DESCRIPTION"]
    before = [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]
    assert before == [timedelta(days=-days, hours=9) for days in STEPS]


def test_a_deadline_of_the_planning_year_alone_rings_no_alarm() -> None:
    _, event = event_of(changed(deadline=Deadline("2024年", date(2024, 12, 31), basis="frame")))
    assert event.walk("VALARM") == []


@pytest.mark.parametrize("status", ["done", "overdue"])
def test_what_is_done_or_over_rings_no_alarm(status: str) -> None:
    _, event = event_of(changed(status=status, deadline=Deadline("8月底前", date(2024, 8, 31))))
    assert event.walk("VALARM") == []


def test_a_matter_without_a_day_is_not_in_the_calendar() -> None:
    assert Calendar.from_ical(ics(changed(deadline=Deadline("早日", None)))).events == []


def test_an_event_keeps_its_uid_and_counts_up_as_the_matter_goes_on(ledger: Ledger, whole: Listing) -> None:
    first = {event["UID"]: event for event in Calendar.from_ical(ics(listing(ledger, date(2024, 5, 1)))).events}
    last = {event["UID"]: event for event in Calendar.from_ical(ics(whole)).events}
    assert len(last) == len(Calendar.from_ical(ics(whole)).events)
    both = first.keys() & last.keys()
    assert len(both) > 20
    moved = [uid for uid in both if first[uid].start != last[uid].start]
    assert moved
    assert all(first[uid]["SEQUENCE"] < last[uid]["SEQUENCE"] for uid in moved)
    assert all(first[uid]["SEQUENCE"] <= last[uid]["SEQUENCE"] for uid in both)


# --- JSON, names ------------------------------------------------------------------------------------------------------


def test_the_json_is_the_contract_with_duties() -> None:
    (found,) = json.loads(json_bytes(ONE))
    duties = {"duties": {"unit": "市住建局"}, "groups": ["城市提质"]}
    assert found == json.loads(json.dumps(matter_json(RENEWAL, RENEWAL_STANDING))) | duties


@pytest.mark.parametrize(
    ("words", "form", "question"),
    [
        ("西工 逾期 csv", "csv", "西工 逾期"), ("日历", "ics", ""), ("Excel 西工", "xlsx", "西工"), ("西", "", "西"),
        ("", "", ""), (".xlsx", "xlsx", ""),
    ],
)  # fmt: skip
def test_a_request_may_name_its_form_first_or_last(words: str, form: str, question: str) -> None:
    assert asked_form(words) == (form, question)


@pytest.mark.parametrize("name", ["台账", "台账.doc", "xlsx", "a.xlsx.exe"])
def test_a_file_of_another_form_is_refused(name: str) -> None:
    with pytest.raises(LedgerError, match="ends with none of"):
        form_of(name)


# --- there and back ---------------------------------------------------------------------------------------------------


def test_a_ledger_comes_back_from_its_spreadsheet(ledger: Ledger, tmp_path: Path) -> None:
    trip = round_trip(ledger, TODAY, tmp_path)
    print(trip)
    assert trip.share >= 0.995, trip.differing
    for key in ("title", "content", "target", "due", "percent", "pace", "unit", "leader", "team", "plan", "contact"):
        assert trip.equal[key] == trip.rows, [one for one in trip.differing if one[0] == key]


@pytest.mark.parametrize("seed", range(3))
def test_an_edited_ledger_is_brought_in_once(ledger: Ledger, whole: Listing, tmp_path: Path, seed: int) -> None:
    path = tmp_path / "copy.db"
    ledger.db.execute("VACUUM INTO ?", (str(path),))
    with Ledger.open(path) as copy:
        sheets = edited(whole, seed)
        plan = preview_import(copy, sheets, TODAY)
        assert len(plan.changes) >= 10
        assert not plan.new
        apply_import(copy, plan, "x", NOW)
        again = preview_import(copy, sheets, TODAY)
        assert [(one.kind, one.matter.title, one.after) for one in again.changes] == []
        assert not again.new
        assert copy.integrity_check() == []
