"""Word and PDF files are documents like text files: parsed, read into the ledger, refused in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Command
from tests.store.intake import made

GIVEN = ("--published", "2024-01-30", "--city", "洛阳市")


@pytest.fixture
def files(folder: Path) -> Path:
    """The page of the folder as Word and PDF files."""
    lines = (folder / "page.txt").read_text(encoding="utf-8").splitlines()
    (folder / "page.docx").write_bytes(made.word_file(lines))
    (folder / "page.pdf").write_bytes(made.pdf(made.wrapped("\n".join(lines), 28, 22)))
    return folder


@pytest.mark.parametrize("name", ["page.docx", "page.pdf"])
def test_a_word_or_pdf_file_says_what_the_text_says(command: Command, files: Path, name: str) -> None:
    def said(file: str) -> list[tuple[str, str]]:
        ended = command("parse", file, *GIVEN)
        assert (ended.status, ended.err) == (0, "")
        return [(one["kind"], one["quote"]) for one in map(json.loads, ended.out.splitlines())]

    assert said(name) == said("page.txt") != []


def test_a_folder_of_word_and_pdf_files_is_read_in(command: Command, files: Path) -> None:
    (files / "in").mkdir()
    (files / "in" / "甲.docx").write_bytes(made.word_file(["2024年底前完成188个老旧小区改造。"]))
    (files / "in" / "乙.pdf").write_bytes(made.pdf([["\u3000\u3000西工区2024年底前建成12个口袋公园。"], ["\u3000"]]))
    ended = command("ingest", "in", *GIVEN)
    assert ended.status == 0
    assert "文档2份" in ended.out
    assert "注意：第2页没有文字" in ended.out
    assert "老旧小区" in command("ask", "老旧小区", "--today", "2024-02-01").out


def test_a_file_that_cannot_be_read_leaves_nothing_behind(command: Command, files: Path) -> None:
    (files / "scan.pdf").write_bytes(made.scanned(2))
    ended = command("ingest", "page.docx", "scan.pdf", *GIVEN)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == "jiannuo: scan.pdf is a scanned PDF without text; have its text recognised (OCR) first\n"
    assert not (files / "jiannuo.db").exists()
