"""The file: opening it, writing it from many processes at once, and what is left when a process dies."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from store.audit import entries, record
from store.database import connect, snapshot, transaction
from store.errors import LedgerError
from store.ingest import ingest_text
from store.ledger import Ledger
from store.migrations import steps
from store.sqlite import Database
from tests.store.conftest import stand_ins

WRITER = """
import sys
from pathlib import Path
from store.audit import entries, record
from store.database import transaction
from store.ledger import Ledger

print("ready", flush=True)
sys.stdin.readline()
with Ledger.open(Path(sys.argv[1]), wait=60) as ledger:
    for number in range(int(sys.argv[2])):
        with transaction(ledger.db):
            seen = ledger.db.execute("SELECT count(*) FROM audit").fetchone()[0]
            ledger.db.execute("INSERT INTO audit (at, who, action, subject, details) VALUES ('', '', '', ?, '')",
                              [seen])
"""
HALF_WAY = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
from store.ingest import ingest_text
from store.ledger import Ledger
from tests.store.conftest import stand_ins

def die(db, rows):
    os.kill(os.getpid(), signal.SIGKILL)

page = "刊发 2024-05-22\\n" + "".join(f"承诺 事项{n}：" + "很长" * 500 + "\\n" for n in range(1500))
ingest_text(Ledger.open(Path(sys.argv[1])), "五月.txt", page, tools=replace(stand_ins(), index=die))
"""


def run(code: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, cwd=Path(__file__).parents[2])


def test_eight_processes_that_open_and_write_at_once_lose_nothing_and_are_never_locked_out(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    writers = [run(WRITER, path, 50) for _ in range(8)]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("\n")
        writer.stdin.flush()
    assert [writer.communicate()[1] for writer in writers] == [""] * 8
    with Ledger.open(path) as ledger:
        subjects = [int(row[0]) for row in ledger.db.execute("SELECT subject FROM audit ORDER BY id")]
    assert subjects == list(range(400)), "each write saw all those before it"


def test_a_process_killed_in_the_middle_of_reading_a_document_leaves_nothing_of_it(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    killed = run(HALF_WAY, path)
    assert killed.communicate() == ("", "")
    assert killed.returncode == -signal.SIGKILL
    assert (tmp_path / "ledger.db-wal").stat().st_size > 1_000_000, "much of it had reached the disk"
    with Ledger.open(path) as ledger:
        assert set(ledger.counts().values()) == {0}
        assert ledger.integrity_check() == []


def test_the_file_is_opened_with_the_settings_that_keep_it_whole(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.db", wait=3.0) as ledger:
        pragmas = {name: ledger.db.execute(f"PRAGMA {name}").fetchone()[0] for name in
                   ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")}  # fmt: skip
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 3000}


def test_only_its_owner_may_read_a_new_ledger_and_one_that_is_there_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger.open(path):
        modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in tmp_path.glob("ledger.db*")}
    assert set(modes.values()) == {0o600}
    path.chmod(0o640)
    with Ledger.open(path):
        assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_second_opening_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger.open(path) as ledger:
        before = list(ledger.db.conn.iterdump())
        assert ledger.version == len(steps())
    with Ledger.open(path, create=False) as ledger:
        assert list(ledger.db.conn.iterdump()) == before
        assert ledger.path == path


def test_every_table_is_strict_and_every_reference_is_indexed(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        own = [t for t in ledger.db.table_names() if not t.startswith(("search", "sqlite_", "_sqlite"))]
        loose = [table for table in own if not ledger.db[table].strict]
        assert loose == []
        for table in own:
            indexed = {row.columns[0] for row in ledger.db[table].indexes} | set(ledger.db[table].pks[:1])
            assert {key.column for key in ledger.db[table].foreign_keys} <= indexed, table


def add_and_fail(db: Database, number: int) -> None:
    with transaction(db):
        db.execute("INSERT INTO t VALUES (?)", [number])
        raise ZeroDivisionError


def test_a_raised_error_takes_back_the_whole_write_and_only_the_inner_one_where_it_is_caught(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "x.db")) as db:
        db.execute("CREATE TABLE t (n INTEGER)")
        with transaction(db):
            db.execute("INSERT INTO t VALUES (1)")
            with pytest.raises(ZeroDivisionError):
                add_and_fail(db, 2)
        with pytest.raises(ZeroDivisionError):
            add_and_fail(db, 3)
        assert db.execute("SELECT n FROM t").fetchall() == [(1,)]


def test_reads_in_a_snapshot_see_one_moment_and_are_not_held_up_by_a_writer(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger.open(path) as ledger, Ledger.open(path) as writer:
        with snapshot(ledger.db):
            assert entries(ledger.db) == []
            with transaction(writer.db):
                record(writer.db, "李", "read", "五月.txt")
                assert entries(ledger.db) == []
            assert entries(ledger.db) == []
        assert [entry.who for entry in entries(ledger.db)] == ["李"]


def test_a_lock_that_lasts_is_said_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger.open(path) as ledger, Ledger.open(path, wait=0.01) as other, transaction(ledger.db):
        with pytest.raises(LedgerError, match="in use by another program") as error, transaction(other.db):
            pass
        assert "稍后再试" in error.value.chat


def test_a_new_ledger_while_another_process_holds_the_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LedgerError, match="in use by another program"):
            Ledger.open(path, wait=0.01)


def make_newer(path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.db.execute("INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('jiannuo', 'm999_future')")


def make_other(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE photos (id INTEGER)")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: path.write_text("这不是数据库" * 500), "is not a database"),
        (make_newer, "newer version"),
        (make_other, "another program"),
        (Path.mkdir, "is a folder"),
        (lambda path: path.symlink_to(path.parent / "nowhere" / "x.db"), "cannot be opened"),
    ],
    ids=["text", "newer", "other", "folder", "dangling"],
)
def test_a_file_that_is_no_ledger_of_ours_is_refused_and_left_as_it_was(tmp_path: Path, make, says: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "ledger.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(LedgerError, match=says) as error:
        Ledger.open(path)
    assert "\n" not in str(error.value)
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_damaged_file_is_said_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger.open(path) as ledger:
        ingest_text(ledger, "五月.txt", "刊发 2024-05-22\n" + "承诺 电梯：加装\n" * 2000, tools=stand_ins())
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(LedgerError, match="is damaged"), Ledger.open(path) as ledger:
        ledger.matters()


def test_a_missing_folder_and_a_missing_file_are_refused_without_making_one(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"folder .* does not exist"):
        Ledger.open(tmp_path / "no" / "ledger.db")
    with pytest.raises(LedgerError, match="no database at"):
        Ledger.open(tmp_path / "ledger.db", create=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")
def test_a_file_without_rights_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    Ledger.open(path).close()
    path.chmod(0)
    with pytest.raises(LedgerError, match="cannot be opened"):
        Ledger.open(path)


def test_a_failed_step_leaves_no_half_made_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ledger.db"

    def fail(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("store.search.create_index", fail)
    with pytest.raises(ZeroDivisionError):
        Ledger.open(path)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


def test_opening_a_ledger_loads_no_heavy_library(tmp_path: Path) -> None:
    Ledger.open(tmp_path / "ledger.db").close()
    code = (
        "import sys; from pathlib import Path; from store.ledger import Ledger\n"
        "Ledger.open(Path(sys.argv[1])).matters()\n"
        "print([name for name in ('jieba', 'telegram', 'numpy', 'rapidfuzz', 'pypinyin') if name in sys.modules])"
    )
    out, err = run(code, tmp_path / "ledger.db").communicate()
    assert (out, err) == ("[]\n", "")
