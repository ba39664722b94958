"""Backups are whole or not there; restoring one keeps what was, and touches no ledger that is in use."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from store import outbox
from store.audit import record
from store.backup import back_up, restore
from store.database import transaction
from store.errors import LedgerError
from store.health import count_as_caught_up
from store.ledger import Ledger
from store.presence import alone, at_work, is_anybody_at_work

NOW = datetime(2024, 9, 25, 9, 30, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger with three lines in its log."""
    made = tmp_path / "jiannuo.db"
    with Ledger.open(made) as ledger:
        note(ledger, 3)
    return made


def note(ledger: Ledger, count: int) -> None:
    with transaction(ledger.db):
        for number in range(count):
            record(ledger.db, "test", "note", str(number))


def lines(path: Path) -> int:
    with Ledger.open(path, create=False) as ledger:
        assert ledger.integrity_check() == []
        return int(ledger.db.execute("SELECT count(*) FROM audit").fetchone()[0])


def files(folder: Path) -> set[str]:
    return {one.name for one in folder.iterdir() if not one.name.endswith((".lock", "-wal", "-shm"))}


def test_a_backup_is_one_file_that_stands_alone_and_that_only_its_owner_reads(path: Path, tmp_path: Path) -> None:
    with Ledger.open(path) as ledger:  # open, with what was written still in its log
        note(ledger, 2)
        made = back_up(path, tmp_path / "b.db", NOW)
        note(ledger, 4)
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    with closing(sqlite3.connect(f"file:{made}?mode=ro&immutable=1", uri=True)) as alone_:
        assert alone_.execute("SELECT count(*) FROM audit").fetchone()[0] == 5
        assert alone_.execute("PRAGMA journal_mode").fetchone()[0] != "wal"


def test_a_folder_gets_a_file_that_is_named_by_the_time(path: Path, tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    assert back_up(path, tmp_path / "backups", NOW).name == "jiannuo-20240925-093000.db"


def test_nothing_is_replaced_without_force(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "b.db"
    target.write_text("precious")
    with pytest.raises(LedgerError, match="--force"):
        back_up(path, target, NOW)
    assert target.read_text() == "precious"
    back_up(path, target, NOW, force=True)
    assert lines(target) == 3


@pytest.mark.parametrize("force", [True, False])
def test_a_ledger_is_not_backed_up_onto_itself_or_another_in_use(path: Path, tmp_path: Path, force: bool) -> None:
    with pytest.raises(LedgerError, match="itself"):
        back_up(path, path, NOW, force=force)
    other = tmp_path / "other.db"
    with Ledger.open(other) as ledger:
        note(ledger, 1)
        with pytest.raises(LedgerError):
            back_up(path, other, NOW, force=force)
    assert (lines(path), lines(other)) == (3, 1)


def test_a_folder_that_is_missing_or_not_writable_is_one_line_and_nothing_is_left(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(LedgerError, match="does not exist"):
        back_up(path, tmp_path / "none" / "b.db", NOW)

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(LedgerError, match="cannot be written: Permission denied"):
        back_up(path, tmp_path / "b.db", NOW)
    monkeypatch.undo()
    assert files(tmp_path) == {"jiannuo.db"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a small disk")
def test_a_full_disk_leaves_no_half_backup(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = sqlite3.connect

    def tiny(*given: object, **named: object) -> sqlite3.Connection:
        made = opened(*given, **named)  # type: ignore[call-overload]
        if str(given[0]).endswith(".part"):
            made.execute("PRAGMA max_page_count = 5")  # SQLite then says that the disk is full
        return made  # type: ignore[no-any-return]

    monkeypatch.setattr(sqlite3, "connect", tiny)
    with pytest.raises(LedgerError, match="full"):
        back_up(path, tmp_path / "b.db", NOW)
    assert files(tmp_path) == {"jiannuo.db"}


def test_a_restored_ledger_is_that_of_the_backup_and_the_former_one_is_kept(path: Path, tmp_path: Path) -> None:
    backup = back_up(path, tmp_path / "b.db", NOW)
    path.chmod(0o640)
    with Ledger.open(path) as ledger:
        note(ledger, 7)
    kept, counts = restore(path, backup, NOW)
    assert kept == tmp_path / "jiannuo.db.before-restore-20240925-093000"
    assert (lines(path), lines(kept), counts["documents"]) == (3, 10, 0)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert lines(backup) == 3


def test_what_waited_to_be_sent_says_after_a_restore_that_it_may_come_twice(path: Path, tmp_path: Path) -> None:
    now = datetime(2024, 9, 25, 1, tzinfo=UTC)
    with Ledger.open(path) as ledger:
        with transaction(ledger.db):
            for chat in (7, 8):
                outbox.put(ledger.db, chat, None, "digest", "k", "text", day=now.date(), at=now)
        outbox.claim(ledger, now, 1, owner="one")
        backup = back_up(path, tmp_path / "b.db", NOW)
    restore(path, backup, NOW)
    with Ledger.open(path) as ledger:
        found = outbox.claim(ledger, now, 9, owner="other")
    assert [message.possibly_sent for message in found] == [True, True]


def test_what_was_sent_since_the_backup_and_is_due_again_says_that_it_may_come_twice(
    path: Path, tmp_path: Path
) -> None:
    now = datetime(2024, 9, 25, 1, tzinfo=UTC)
    backup = back_up(path, tmp_path / "b.db", NOW)
    restore(path, backup, NOW)
    with Ledger.open(path) as ledger:
        for key in ("due before", "due since"):
            with transaction(ledger.db):
                outbox.put(ledger.db, 7, None, "digest", key, "text", day=now.date(), at=now)
            count_as_caught_up(ledger)
        found = outbox.claim(ledger, now, 9, owner="one")
    assert [(message.key, message.possibly_sent) for message in found] == [("due before", True), ("due since", False)]


def test_a_ledger_that_is_damaged_or_gone_can_be_restored(path: Path, tmp_path: Path) -> None:
    backup = back_up(path, tmp_path / "b.db", NOW)
    path.write_bytes(b"x" * 5000)
    kept, _ = restore(path, backup, NOW)
    assert kept is not None
    assert kept.read_bytes() == b"x" * 5000
    assert lines(path) == 3
    path.unlink()
    path.with_name("jiannuo.db-wal").write_bytes(b"orphan")
    assert restore(path, backup, NOW)[0] is None
    assert lines(path) == 3


def damaged(backup: Path) -> None:
    data = bytearray(backup.read_bytes())
    data[8192 : 8192 + 20_000] = b"\x55" * 20_000
    backup.write_bytes(data)


def newer(backup: Path) -> None:
    with closing(sqlite3.connect(backup)) as db:
        db.execute("UPDATE _sqlite_migrations SET name = 'm999_future' WHERE name = 'm014_channels'")
        db.commit()


def foreign(backup: Path) -> None:
    backup.unlink()
    with closing(sqlite3.connect(backup)) as db:
        db.execute("CREATE TABLE t (a)")


def inconsistent(backup: Path) -> None:
    with closing(sqlite3.connect(backup)) as db:
        db.execute("INSERT INTO matters VALUES ('m1', 't', 'c', '[]', 2024, '[]', NULL)")
        db.commit()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (damaged, "no sound backup|damaged"),
        (newer, "newer version"),
        (foreign, "no ledger"),
        (inconsistent, "no sound backup: 1 matters have no statement"),
        (lambda backup: backup.write_text("text"), "b.db is no sound backup: file is not a database"),
        (lambda backup: backup.write_text(""), "no ledger"),
        (lambda backup: backup.unlink(), "there is no backup"),
    ],
)
def test_what_is_no_sound_backup_changes_nothing(path: Path, tmp_path: Path, spoil: object, said: str) -> None:
    backup = back_up(path, tmp_path / "b.db", NOW)
    spoil(backup)  # type: ignore[operator]
    before = files(tmp_path)
    with pytest.raises(LedgerError, match=said):
        restore(path, backup, NOW)
    assert files(tmp_path) == before
    assert lines(path) == 3


def test_a_ledger_that_is_in_use_is_not_replaced(path: Path, tmp_path: Path) -> None:
    backup = back_up(path, tmp_path / "b.db", NOW)
    with at_work(path), at_work(path), pytest.raises(LedgerError, match="stop it first"):
        restore(path, backup, NOW)
    with Ledger.open(path) as ledger:
        ledger.counts()
        with pytest.raises(LedgerError, match="in use"):
            restore(path, backup, NOW)
    assert files(tmp_path) == {"jiannuo.db", "b.db"}


def test_nobody_begins_to_work_on_a_ledger_that_is_being_replaced(path: Path) -> None:
    assert not is_anybody_at_work(path)
    with alone(path), pytest.raises(LedgerError, match="being restored"), at_work(path):
        pass
    with at_work(path):
        assert is_anybody_at_work(path)
    assert not is_anybody_at_work(path)


def test_to_ask_whether_the_bot_runs_keeps_no_bot_from_starting(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with contextlib.ExitStack() as asking:
        asking.enter_context(alone(path))  # as doctor does for a moment
        monkeypatch.setattr("time.sleep", lambda seconds: asking.close())
        with at_work(path):
            assert is_anybody_at_work(path)
