"""What a person can mend is one line on standard error that says what to do; status 2, nothing written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store.ledger import Ledger
from tests.bot.cli.conftest import Command

WRONG_USE = [
    (["nonsense"], "No such command 'nonsense'"),
    (["parse"], "Missing argument 'FILE'"),
    (["parse", "page.txt", "--colour"], "No such option '--colour'"),
    (["parse", "page.txt", "more.txt"], "unexpected extra argument"),
    (["parse", "page.txt", "--published", "22.5.2024"], "write it like 2024-08-20"),
    (["ask"], "Missing argument"),
    (["ask", "x", "--limit", "0"], "0 is not in the range"),
    (["ask", "x", "--today", "2024-02-30"], "no date"),
    (["deadline"], "on standard input"),
    (["ingest", "page.txt", "later.txt", "--title", "x"], "--title is for one document"),
]
BAD_FILES = [
    ("missing.txt", None, "check the name"),
    ("empty.txt", b"", "is empty"),
    ("blank.txt", b" \n\t\n", "is empty"),
    ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "is a picture"),
    ("noise.bin", bytes(range(256)) * 8, "not a text file"),
]


def has_one_line(err: str, hint: str) -> bool:
    return err.startswith("jiannuo: ") and err.count("\n") == 1 and err.endswith("\n") and hint in err


def state_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.fixture
def unchanged(folder: Path) -> Iterator[None]:
    """Nothing in the folder is written."""
    before = set(state_of(folder))
    yield
    assert set(state_of(folder)) == before


@pytest.mark.parametrize(("arguments", "hint"), WRONG_USE, ids=[" ".join(words) for words, _ in WRONG_USE])
@pytest.mark.usefixtures("unchanged")
def test_wrong_use_is_one_line(command: Command, arguments: list[str], hint: str) -> None:
    ended = command(*arguments)
    assert (ended.status, ended.out) == (2, "")
    assert has_one_line(ended.err, hint), ended.err


@pytest.mark.parametrize("verb", ["parse", "ingest"])
@pytest.mark.parametrize(("name", "data", "hint"), BAD_FILES, ids=[name for name, *_ in BAD_FILES])
def test_a_file_that_cannot_be_read_is_one_line(
    command: Command,
    folder: Path,
    verb: str,
    name: str,
    data: bytes | None,
    hint: str,
) -> None:
    if data is not None:
        (folder / name).write_bytes(data)
    before = state_of(folder)
    ended = command(verb, name)
    assert (ended.status, ended.out) == (2, "")
    assert has_one_line(ended.err, hint), ended.err
    assert state_of(folder) == before


def test_one_bad_file_among_many_leaves_the_others_unread(command: Command, folder: Path) -> None:
    (folder / "zero.txt").write_bytes(b"")
    ended = command("ingest", "page.txt", "zero.txt", "--published", "2024-01-30")
    assert (ended.status, ended.out) == (2, "")
    assert not (folder / "jiannuo.db").exists()


def test_a_folder_without_documents_is_one_line(command: Command, folder: Path) -> None:
    (folder / "empty").mkdir()
    ended = command("ingest", "empty")
    assert ended.status == 2
    assert has_one_line(ended.err, "name another one")


def test_a_gb18030_file_is_read(command: Command, folder: Path) -> None:
    text = (folder / "page.txt").read_text(encoding="utf-8")
    (folder / "gb.txt").write_bytes(text.encode("gb18030"))
    arguments = ("--published", "2024-01-30", "--city", "洛阳市")
    assert command("parse", "gb.txt", *arguments).out == command("parse", "page.txt", *arguments).out != ""


@pytest.mark.parametrize("arguments", [["ask", "x"], ["matters"], ["chat"]], ids=lambda words: words[0])
@pytest.mark.usefixtures("unchanged")
def test_without_a_database_it_says_how_to_get_one(command: Command, arguments: list[str]) -> None:
    ended = command(*arguments)
    assert (ended.status, ended.out) == (2, "")
    assert has_one_line(ended.err, "run 'jiannuo ingest' first")


@pytest.mark.parametrize("arguments", [["ask", "x"], ["matters"], ["ingest", "page.txt"]], ids=lambda words: words[0])
@pytest.mark.parametrize("kind", ["newer", "foreign", "text"])
def test_a_database_that_is_not_ours_is_left_alone(
    ledger: Command,
    folder: Path,
    arguments: list[str],
    kind: str,
) -> None:
    path = folder / f"{kind}.db"
    if kind == "text":
        path.write_text("这不是数据库，是一段文字。" * 50, encoding="utf-8")
    elif kind == "foreign":
        with closing(sqlite3.connect(path)) as db:
            db.execute("CREATE TABLE things (name TEXT)")
    else:
        Ledger.open(path).close()
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            (table,) = db.execute("SELECT name FROM sqlite_master WHERE name LIKE '%migrations%'").fetchone()
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
            kept = ", ".join(
                "'9999_of_a_later_version'" if name == "name" else name for name in columns if name != "id"
            )
            names = ", ".join(name for name in columns if name != "id")
            db.execute(f"INSERT INTO {table} ({names}) SELECT {kept} FROM {table} LIMIT 1")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = path.read_bytes()
    ended = ledger(*arguments, "--db", str(path))
    assert (ended.status, ended.out) == (2, "")
    assert has_one_line(
        ended.err, {"newer": "newer version", "foreign": "another program", "text": "not a database"}[kind]
    )
    assert path.read_bytes() == before


def test_a_locked_database_is_one_line(
    ledger: Command,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    defaults = Ledger.open.__func__.__kwdefaults__  # type: ignore[attr-defined]
    monkeypatch.setitem(defaults, "wait", 0.0)
    with closing(sqlite3.connect(folder / "jiannuo.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        ended = ledger("ingest", "later.txt", "--published", "2024-09-20")
        other.execute("ROLLBACK")
    assert (ended.status, ended.out) == (2, "")
    assert has_one_line(ended.err, "in use by another program")


@pytest.mark.parametrize(
    "arguments", [["ask", "x"], ["matters"], ["ingest", "page.txt"], ["run"]], ids=lambda words: words[0]
)
@pytest.mark.parametrize(
    ("setting", "value", "hint"),
    [
        ("JIANNUO_DBB", "x.db", "did you mean JIANNUO_DB?"),
        ("JIANNUO_TIME_ZONE", "Mars", "must be the name of a time zone"),
    ],
)
@pytest.mark.usefixtures("unchanged")
def test_a_wrong_setting_is_one_line(
    command: Command,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    setting: str,
    value: str,
    hint: str,
) -> None:
    monkeypatch.setenv(setting, value)
    ended = command(*arguments)
    assert (ended.status, ended.out) == (2, "")
    assert has_one_line(ended.err, hint)


@pytest.mark.usefixtures("unchanged")
def test_without_a_token_the_bot_does_not_start(command: Command) -> None:
    ended = command("run")
    assert (ended.status, ended.out) == (2, "")
    assert has_one_line(ended.err, "JIANNUO_TELEGRAM_TOKEN")


def test_an_api_out_of_reach_is_one_line_without_the_token(
    command: Command,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    token = "123456:" + "A" * 35
    monkeypatch.setenv("JIANNUO_TELEGRAM_TOKEN", token)
    monkeypatch.setenv("JIANNUO_TELEGRAM_API", "http://127.0.0.1:9")  # nothing listens there
    ended = command("run")
    assert ended.status == 2
    assert has_one_line(ended.err, "http://127.0.0.1:9")
    assert "A" * 35 not in ended.err + ended.out


@pytest.mark.parametrize(
    "line",
    ["{", "[]", '{"text": "x"}', '{"text": "x", "ref_date": "soon"}', '{"text": "x", "ref_date": 1}', "[" * 100_000],
    ids=["broken", "list", "no date", "no day", "number", "deep"],
)
def test_a_line_that_is_no_sentence_is_named(command: Command, line: str) -> None:
    good = '{"text": "", "ref_date": "2024-05-22"}\n'
    ended = command("deadline", "-", given=good + line + "\n")
    assert ended.status == 2
    assert has_one_line(ended.err, "line 2 of standard input")
