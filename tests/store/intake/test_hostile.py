"""Hostile files end in one line, quickly; `python -m tests.reliability files` measures all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import LedgerError
from store.intake.extract import extract_rows, extract_text
from tests.reliability import files
from tests.store.intake import hostile

TEXT = hostile.TEXT
# Name → what the person is told, or for a file that can be read (Read) how its text begins.
READ = {
    "20,000 nested tables.docx": TEXT,
    "20,000 nested text boxes.docx": TEXT,
    "links and paths out of the folder.docx": TEXT,
    "xref that points to itself.pdf": "报告",
    "../../../../etc/passwd\0\u202efdp.txt": TEXT,
}
REFUSED = {
    "external entity.docx": "外部引用",
    "external entity from the network.docx": "外部引用",
    "external DTD.docx": "外部引用",
    "billion laughs.docx": "外部引用",
    "billion laughs in the styles.docx": "外部引用",
    "200,000 nested elements.docx": "压缩方式",
    "bomb that lies about its size.docx": "已损坏",
    "encrypted parts.docx": "密码",
    "cut in the middle.docx": "已损坏",
    "not XML.docx": "已损坏",
    "content of run lengths.pdf": "太大",
    "pages that hold themselves.pdf": "已损坏",
    "a hundred thousand brackets.pdf": "已损坏",
    "references in a ring.pdf": "已损坏",
    "xref of a billion objects.pdf": "已损坏",
    "table of characters that never ends.pdf": "太大",
    "under a password.pdf": "密码",
    "more than 50 MB.txt": "50MB",
    "NULs.txt": "不是文本",
}
REFUSED_SHEETS = {
    "a million empty rows.xlsx": "压缩方式",
    "billion laughs.xlsx": "外部引用",
    "external entity.xlsx": "外部引用",
    "a workbook cut in the middle.xlsx": "已损坏",
    "a million columns.csv": "表格太大",
}


@pytest.mark.parametrize("name", READ, ids=ascii)
def test_what_can_be_read_in_a_hostile_file_is_read(name: str) -> None:
    assert extract_text(hostile.DOCUMENTS[name](), name).text.startswith(READ[name])


@pytest.mark.parametrize("name", [*REFUSED, *REFUSED_SHEETS])
def test_a_hostile_file_is_refused_in_one_line(name: str) -> None:
    read, make = (extract_text, hostile.DOCUMENTS) if name in REFUSED else (extract_rows, hostile.SHEETS)
    with pytest.raises(LedgerError) as error:
        read(make[name](), name)  # type: ignore[operator]
    assert (REFUSED | REFUSED_SHEETS)[name] in error.value.chat
    assert "\n" not in str(error.value) + error.value.chat


def test_there_are_fifty_of_them_and_more() -> None:
    assert len(hostile.DOCUMENTS) + len(hostile.SHEETS) >= 50


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_the_seeds_say_the_same_as_word_and_pdf_files(kind: str) -> None:
    again, total = files.seeds_again(kind, seeds=2)
    assert again == total > 100


def test_a_reading_process_and_the_bot_stay_small_and_answers_come_meanwhile(tmp_path: Path) -> None:
    heavy = tmp_path / "0"
    heavy.write_bytes(hostile.DOCUMENTS["content of run lengths.pdf"]())
    found = files.survey(tmp_path, [("content of run lengths.pdf", heavy, False)], seeds=1)
    assert (found.refused, found.astray) == (1, [])
    assert 0 < found.child <= files.MOST_MEMORY
    assert found.growth < files.MOST_GROWTH
    assert found.waits
