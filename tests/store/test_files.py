"""What a file says as text, whatever its encoding, and which files are documents."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from store.errors import LedgerError
from store.files import Metadata, find_documents, read_text, seed_metadata

PAGE = "年底前完成188个老旧小区改造。\r\n\r\n“两建设、三改造”,涉及3.7万户。\n" * 3
TRADITIONAL = "市政府將於年底前完成一百八十八個老舊小區改造，並設立法律顧問團，確保居民滿意。\n" * 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "utf-16", "utf-32"])
def test_a_page_reads_the_same_in_every_encoding_with_its_line_ends(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "页.txt"
    file.write_bytes(PAGE.encode(encoding))
    assert read_text(file) == PAGE


def test_traditional_text_in_big5_is_recognised(tmp_path: Path) -> None:
    file = tmp_path / "页.txt"
    file.write_bytes(TRADITIONAL.encode("big5"))
    assert read_text(file) == TRADITIONAL


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_one_broken_byte_does_not_turn_a_page_into_another_encoding(tmp_path: Path, encoding: str) -> None:
    data = bytearray((PAGE * 3).encode(encoding))
    data[40] = 0xFF
    file = tmp_path / "页.txt"
    file.write_bytes(data)
    assert read_text(file).endswith(PAGE)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \r\n\t\n", "is empty"),
        ("\ufeff\u3000\n".encode(), "is empty"),
        (b"\0" * 50, "not a text file"),
        (bytes(range(256)) * 20, "not a text file"),
        (b"%PDF-1.7\n%\xe2\xe3", "is a broken PDF"),
        (b"PK\x03\x04\x14\x00", "is broken"),
        (b"\x89PNG\r\n", "is a picture"),
        (b"SQLite format 3\0" + b"\0" * 80, "is a database"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(tmp_path: Path, data: bytes, says: str) -> None:
    file = tmp_path / "页.txt"
    file.write_bytes(data)
    with pytest.raises(LedgerError, match=says) as error:
        read_text(file)
    assert "\n" not in str(error.value)
    assert error.value.chat.endswith("。")


def test_a_missing_file_a_folder_and_a_device_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道")
    for path, says in [
        (tmp_path / "无", "there is no file"),
        (tmp_path, "is a folder"),
        (tmp_path / "管道", "no ordinary"),
    ]:
        with pytest.raises(LedgerError, match=says):
            read_text(path)


@pytest.mark.parametrize("name", ["a\0b.txt", "长" * 300 + ".txt"])
def test_an_impossible_file_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(LedgerError):
        read_text(tmp_path / name)


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "大.txt"
    file.write_bytes(b"a" * 101)
    with pytest.raises(LedgerError, match="larger than 100 bytes"):
        read_text(file, limit=100)
    assert read_text(file, limit=101) == "a" * 101


@given(st.binary(max_size=400))
@hypothesis_settings(max_examples=200, deadline=None)
def test_any_bytes_are_a_text_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file = tmp_path_factory.mktemp("any") / "x.txt"
    file.write_bytes(data)
    try:
        text = read_text(file)
    except LedgerError:
        return
    assert text.encode()  # no lone surrogates


def test_folders_give_their_documents_sorted_and_files_are_taken_as_named(tmp_path: Path) -> None:
    for name in [
        "b.txt",
        "a.md",
        "c.pdf",
        "e.docx",
        "~$e.docx",
        "README.md",
        ".hidden.txt",
        "sub/d.TXT",
        ".git/e.txt",
        "f.xls",
    ]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = find_documents([tmp_path / "c.pdf", tmp_path, tmp_path / "a.md"])
    assert [file.relative_to(tmp_path).as_posix() for file in found] == [
        "c.pdf",
        "a.md",
        "b.txt",
        "e.docx",
        "sub/d.TXT",
    ]


def test_a_folder_without_documents_and_a_missing_path_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"no \.txt, \.md, \.docx or \.pdf"):
        find_documents([tmp_path])
    with pytest.raises(LedgerError, match="there is no file"):
        find_documents([tmp_path / "无.txt"])


def test_metadata_stands_beside_the_files(tmp_path: Path) -> None:
    assert seed_metadata(tmp_path) == {}
    (tmp_path / "seeds.toml").write_text(
        '[[documents]]\nfile = "a.txt"\npublished = 2024-05-22\ncity = "洛阳市"\n[[documents]]\nfile = "b.txt"\n'
    )
    expected = {"a.txt": Metadata(published=date(2024, 5, 22), city="洛阳市"), "b.txt": Metadata()}
    assert seed_metadata(tmp_path) == expected


@pytest.mark.parametrize(
    "text",
    [
        "[[documents]]\ntitle = 'x'",
        "documents = 3",
        "x",
        "[[documents]]\nfile = 'a'\npublished = '2024'",
        "[[documents]]\nfile = 'a'\npublished = 2024-05-22T00:00:00",
        "[[documents]]\nfile = 'a'\ncity = 3",
    ],
)
def test_broken_metadata_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "seeds.toml").write_text(text)
    with pytest.raises(LedgerError, match="cannot be used"):
        seed_metadata(tmp_path)
