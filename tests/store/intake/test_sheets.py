"""Spreadsheets give their rows as people see them; what is no spreadsheet is refused."""

from __future__ import annotations

import io
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from store.errors import LedgerError
from store.intake.extract import Sheet, extract_rows
from tests.store.intake import made

HEADER = ["序号", "事项", "完成时限", "完成比例"]


def rows_of(*rows: list[object], merged: tuple[str, ...] = ()) -> list[tuple[object, ...]]:
    (sheet,) = extract_rows(made.workbook({"台账": rows}, merged), "台账.xlsx")
    return list(sheet.rows)


def test_cells_are_texts_numbers_and_dates() -> None:
    moment = datetime.fromisoformat("2024-12-31T09:30:00")  # as Excel has it: without a zone
    assert rows_of(HEADER, [1, " 电梯\n加装 ", date(2024, 12, 31), 0.73], [2, True, moment, time(9, 30)]) == [
        tuple(HEADER),
        (1, "电梯\n加装", date(2024, 12, 31), 0.73),
        (2, "是", moment, "09:30:00"),
    ]


def test_a_share_is_what_people_see() -> None:
    book = Workbook()
    row = {"0%": 0.9, "0.0%": 0.266, '0.0"%"': 26.6, "0\\%": 5, "General": 0.5}
    for column, (shown, value) in enumerate(row.items(), start=1):
        book.active.cell(1, column, value).number_format = shown
    buffer = io.BytesIO()
    book.save(buffer)
    (sheet,) = extract_rows(buffer.getvalue(), "台账.xlsx")
    assert sheet.rows == (("90%", "26.6%", 26.6, 5, 0.5),)


def test_empty_rows_and_cells_count_between_others_and_not_at_the_end() -> None:
    assert rows_of(["a", None, "b", None], [], [None, "c"], [None, ""], []) == [("a", None, "b"), (), (None, "c")]


def test_formulas_without_a_value_and_errors_are_empty() -> None:
    assert rows_of(["x", "=1+1", "y", "#N/A", "z"]) == [("x", None, "y", None, "z")]


def test_a_cell_merged_over_rows_stands_in_each_of_them() -> None:
    rows = [["市住建局", "电梯"], [None, "公园"], [None, None, "x"], ["市教育局", "幼儿园"]]
    assert rows_of(*rows, merged=("A1:A3", "B4:D4")) == [
        ("市住建局", "电梯"), ("市住建局", "公园"), ("市住建局", None, "x"), ("市教育局", "幼儿园"),
    ]  # fmt: skip


def test_every_visible_sheet_with_a_cell_is_read_in_order() -> None:
    content = made.workbook({"西工区": [["a"]], "字典": [["b"]], "空": [], "涧西区": [["c"]]}, hidden="字典")
    assert extract_rows(content, "台账.xlsx") == [Sheet("西工区", (("a",),)), Sheet("涧西区", (("c",),))]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_is_read_in_any_encoding_and_with_any_delimiter(encoding: str, delimiter: str) -> None:
    text = f'序号{delimiter}事项\r\n1{delimiter}"加装电梯，{delimiter}两部"\r\n\r\n2{delimiter}\r\n'
    (sheet,) = extract_rows(text.encode(encoding), "台账.csv")
    assert sheet == Sheet("", (("序号", "事项"), ("1", f"加装电梯，{delimiter}两部"), (), ("2",)))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (made.word_file(["x"]), "不是电子表格"),
        (made.pdf([["报告"]]), "不是电子表格"),
        (made.workbook({"a": [["x"] * 300]}), "表格太大"),
        (b"x," * 300, "表格太大"),
        (made.workbook({"a": [["x"]]})[:-200], "已损坏"),
        (b"", "是空的"),
    ],
    ids=["Word", "PDF", "wide sheet", "wide csv", "cut off", "empty"],
)
def test_what_is_no_ledger_is_refused_in_one_line(content: bytes, says: str) -> None:
    with pytest.raises(LedgerError) as error:
        extract_rows(content, "台账.xlsx")
    assert says in error.value.chat
    assert "\n" not in str(error.value)
