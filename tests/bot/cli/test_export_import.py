"""`jiannuo export` and `jiannuo import`: files written, files read, one line where something is to be mended."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from tests.bot.cli.conftest import Command

ON = ("--today", "2024-09-25")
TABLE = """事项,责任单位,完成时限,进展,备注
老旧小区改造项目,市住建局,2024-12-31,已完工90个,x
智慧停车平台,市大数据局,11月底,,
"""


@pytest.fixture
def read(ledger: Command) -> Command:
    """The command over both pages."""
    assert ledger("ingest", "later.txt", "--published", "2024-09-20", "--city", "洛阳市").status == 0
    return ledger


def test_the_ledger_is_written_in_every_form(read: Command, folder: Path) -> None:
    for form in ("xlsx", "csv", "ics", "json", "html"):
        ended = read("export", f"out.{form}", *ON)
        assert (ended.status, ended.err) == (0, "")
        assert ended.out.startswith(f"out.{form}：践诺督查台账 截至2024-09-25，共1项")
    assert load_workbook(folder / "out.xlsx")["全部"]["B3"].value == "老旧小区改造项目"
    assert len(list(csv.reader(io.StringIO((folder / "out.csv").read_text("utf-8-sig"))))) == 2
    assert len(Calendar.from_ical((folder / "out.ics").read_bytes()).events) == 1
    (found,) = json.loads((folder / "out.json").read_text())
    (known,) = read("matters", "--json", *ON).objects()
    assert {**found} == {**known, "duties": {}, "groups": []}


def test_a_question_chooses_what_is_written(read: Command, folder: Path) -> None:
    ended = read("export", "late.csv", "老旧小区", "进度", *ON)
    assert "条件：老旧小区，共1项" in ended.out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("out.doc",), "out.doc ends with none of .xlsx, .csv, .ics, .json"),
        (("out",), "ends with none of"),
        (("nowhere/out.csv",), "nowhere/out.csv cannot be written"),
        (("out.csv", "没有这回事"), "nothing in the ledger answers"),
        (("out.csv", "--today", "x"), "is no date"),
    ],
)
def test_what_cannot_be_written_is_one_line_and_no_file(
    read: Command, folder: Path, arguments: tuple[str, ...], complaint: str
) -> None:
    ended = read("export", *arguments)
    assert ended.status == 2
    assert complaint in ended.err
    assert ended.err.count("\n") == 1
    assert list(folder.glob("out*")) == []


def test_a_full_disk_costs_no_file_that_is_there(read: Command, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "out.csv").write_text("last week")

    def full(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    ended = read("export", "out.csv")
    assert (ended.status, "No space left" in ended.err) == (2, True)
    assert [(one.name, one.read_text()) for one in folder.glob("*out*")] == [("out.csv", "last week")]


def test_an_import_is_shown_first_and_done_with_yes(read: Command, folder: Path) -> None:
    (folder / "台账.csv").write_text(TABLE, encoding="gb18030")  # as spreadsheets here save it
    shown = read("import", "台账.csv", *ON)
    assert shown.status == 0
    lines = shown.out.splitlines()
    assert lines[0] == "《台账.csv》2行，2个事项：新1个，相同0个，改动3处"
    assert "改 老旧小区改造项目：责任单位 市住建局" in lines
    assert "新 智慧停车平台" in lines
    assert "不认识的列：备注" in lines
    assert lines[-1] == "以上还没有写入台账；加 --yes 导入。"
    assert len(read("matters", "--json", *ON).objects()) == 1
    done = read("import", "台账.csv", "--yes", "--who", "督查室", *ON)
    assert done.out.splitlines()[-1] == "已导入《台账.csv》：新事项1个，改动3处。行里的原文存为《台账.csv》。"
    assert len(read("matters", "--json", *ON).objects()) == 2
    again = read("import", "台账.csv", "--yes", *ON)
    assert again.out.splitlines()[-1] == "《台账.csv》没有新内容，台账没有变化。"


def test_an_exported_ledger_makes_the_same_ledger_elsewhere(read: Command, folder: Path) -> None:
    read("export", "a.xlsx", *ON)
    assert read("import", "a.xlsx", "--yes", "--db", "other.db", *ON).status == 0
    read("export", "b.xlsx", "--db", "other.db", *ON)
    first, second = (load_workbook(folder / name)["全部"] for name in ("a.xlsx", "b.xlsx"))
    said = [[cell.value for cell in sheet[3]][:12] for sheet in (first, second)]
    assert said[0] == said[1]


@pytest.mark.parametrize(
    ("content", "arguments", "complaint"),
    [
        (None, (), "cannot be read"),
        ("姓名,电话\n张三,1\n", (), "holds no ledger"),
        ("姓名,电话\n张三,1\n", ("--db", "new.db", "--yes"), "holds no ledger"),
        ("事项,责任单位\n智慧停车平台,甲\n", ("--db", "new.db", "--yes"), "give it with --city"),
        ("事项,责任单位\n智慧停车平台,甲\n", ("--db", "none.db"), "none.db"),
    ],
)
def test_what_cannot_be_imported_is_one_line(
    read: Command, folder: Path, content: str | None, arguments: tuple[str, ...], complaint: str
) -> None:
    if content is not None:
        (folder / "x.csv").write_text(content, encoding="utf-8")
    ended = read("import", "x.csv", *arguments, *ON)
    assert ended.status == 2
    assert complaint in ended.err
    assert ended.err.count("\n") == 1
    assert not (folder / "new.db").exists()
