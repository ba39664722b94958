"""The index beside the database: right after a kill at any moment, whatever became of its folder, whoever writes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from store.sqlite import Database

pytest.importorskip("tantivy")

from commitments.asked import terms
from store import index_tantivy, index_texts
from store.database import connect, transaction, use_wal
from store.errors import LedgerError
from store.index import SETTING, catch_up, index_of
from store.ledger import Ledger
from store.search import create_index, find, index_statements, rebuild, unindex_statements

NAMES = ("博物馆", "老旧小区", "邻里中心", "抽水蓄能", "污水处理厂", "体育公园")


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(SETTING, "tantivy")
    db = opened(tmp_path / "ledger.db")
    with transaction(db):
        create_index(db)
    add(db, 1, 2, 3)
    return tmp_path / "ledger.db"


def opened(path: Path) -> Database:
    db = connect(path)
    use_wal(db, 1)
    return db


def add(db: Database, *numbers: int) -> None:
    with transaction(db):
        index_statements(db, [(number, f"第{number}项 {NAMES[number % len(NAMES)]}开工") for number in numbers])


def remove(db: Database, *numbers: int) -> None:
    with transaction(db):
        unindex_statements(db, numbers)


def found(db: Database) -> set[int]:
    """All statements that questions find."""
    return {hit.id for name in NAMES for hit in find(db, [terms(name)]) if hit.score > 0.9}


def known_to_the_index(db: Database) -> set[int]:
    """What the index itself gives, without the texts that it has not read."""
    index = index_of(db)
    counts = index.counts(db, [name[:2] for name in NAMES])
    return {id_ for id_, _ in index.holding(db, list(counts), counts, [], 1000)}


def test_it_stands_beside_the_database_and_follows_every_commit(path: Path) -> None:
    db = opened(path)
    assert (path.parent / "ledger.db.tantivy").is_dir()
    add(db, 4, 5)
    remove(db, 1)
    assert found(db) == known_to_the_index(db) == {2, 3, 4, 5}


def test_a_change_that_is_not_read_yet_is_found_all_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = opened(path)
    monkeypatch.setattr(index_tantivy.TantivyIndex, "catch_up", lambda self, db: None)
    add(db, 4)
    remove(db, 1)
    assert known_to_the_index(db) == {1, 2, 3}
    assert found(db) == {2, 3, 4}
    assert {hit.id for hit in find(db, [terms("开工")], ["第4项", "第9项"])} == {4}


def test_another_connection_sees_what_was_committed(path: Path) -> None:
    reader, writer = opened(path), opened(path)
    assert found(reader) == {1, 2, 3}
    add(writer, 4)
    assert found(reader) == known_to_the_index(reader) == {1, 2, 3, 4}


def test_a_writer_that_finds_another_at_work_leaves_the_change_to_it(path: Path) -> None:
    db = opened(path)
    at_work = index_of(db)._index.writer(15_000_000, 1)  # type: ignore[attr-defined]
    add(db, 4)
    assert found(db) == {1, 2, 3, 4}
    with pytest.raises(LedgerError, match="is being built by another program; try again"):
        list(rebuild(db))
    at_work.wait_merging_threads()
    catch_up(db)
    assert known_to_the_index(db) == {1, 2, 3, 4}


def delete(folder: Path) -> None:
    shutil.rmtree(folder)


def damage(folder: Path) -> None:
    (folder / "meta.json").write_text("{")


def empty(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()


@pytest.mark.parametrize("harm", [delete, damage, empty])
def test_a_folder_that_is_lost_or_damaged_is_built_anew(path: Path, harm: object) -> None:
    harm(path.parent / "ledger.db.tantivy")  # type: ignore[operator]
    db = opened(path)
    catch_up(db)
    assert known_to_the_index(db) == {1, 2, 3}


def test_a_folder_of_another_database_is_built_anew(path: Path, tmp_path: Path) -> None:
    other = opened(tmp_path / "other.db")
    with transaction(other):
        create_index(other)
    add(other, 4, 5, 6)
    shutil.rmtree(path.parent / "ledger.db.tantivy")
    shutil.copytree(tmp_path / "other.db.tantivy", path.parent / "ledger.db.tantivy")
    db = opened(path)
    catch_up(db)
    assert known_to_the_index(db) == {1, 2, 3}


def test_a_database_that_was_put_back_from_a_backup_is_read_anew(path: Path, tmp_path: Path) -> None:
    backup = sqlite_backup(path, tmp_path / "backup.db")
    add(opened(path), 4, 5)
    for name in ("ledger.db", "ledger.db-wal", "ledger.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    backup.rename(path)
    db = opened(path)
    add(db, 6, 7)
    assert known_to_the_index(db) == {1, 2, 3, 6, 7}


def sqlite_backup(path: Path, to: Path) -> Path:
    with opened(path).conn as source, connect(to).conn as target:
        source.backup(target)
    return to


def test_an_index_too_far_behind_for_the_log_is_built_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = opened(path)
    with monkeypatch.context() as patch:
        patch.setattr(index_tantivy.TantivyIndex, "catch_up", lambda self, db: None)
        patch.setattr(index_texts, "KEPT", 2)
        add(db, 4, 5, 6)
        remove(db, 1, 2)
    catch_up(db)
    assert known_to_the_index(db) == {3, 4, 5, 6}


def test_either_index_takes_over_from_the_other(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind, number in (("sqlite", 4), ("tantivy", 5), ("sqlite", 6)):
        monkeypatch.setenv(SETTING, kind)
        db = opened(path)
        catch_up(db)
        remove(db, number - 3)
        add(db, number)
        assert found(db) == known_to_the_index(db) == {number - 2, number - 1, number}


def test_a_missing_package_is_one_line_that_says_what_to_do(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "store.index_tantivy", None)
    with pytest.raises(LedgerError, match=r"run: pip install 'jiannuo\[large\]'"):
        Ledger.open(path.parent / "new.db")


def test_an_index_of_no_kind_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "lucene")
    with pytest.raises(LedgerError, match="JIANNUO_INDEX must be one of sqlite, tantivy, not 'lucene'"):
        Ledger.open(path.parent / "new.db")


# Writes without end and says what is committed; dies by itself at the step that it is told, as if by kill -9.
WRITER = """
import os, signal, sys
from pathlib import Path
from store import index_texts, index_tantivy, search
from store.database import connect, transaction

die = lambda *args, **kwargs: os.kill(os.getpid(), signal.SIGKILL)
step = sys.argv[2]
if step == "in the transaction":
    index_texts._log = die
elif step == "after the commit":
    index_tantivy.TantivyIndex.catch_up = die
elif step == "while the index is written":
    index_tantivy.TantivyIndex._commit = die
elif step == "after the index":
    index_tantivy.TantivyIndex._look, look = (lambda self: (look(self), self._read_to >= 5 and die())), \
        index_tantivy.TantivyIndex._look
db = connect(Path(sys.argv[1]))
with transaction(db):
    search.unindex_statements(db, [1])
    search.index_statements(db, [(4, "第4项 污水处理厂开工")])
"""
STEPS = {
    "in the transaction": {1, 2, 3},
    "after the commit": {2, 3, 4},
    "while the index is written": {2, 3, 4},
    "after the index": {2, 3, 4},
}


@pytest.mark.parametrize("step", STEPS)
def test_both_are_right_after_a_kill(path: Path, step: str) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    killed = subprocess.run([sys.executable, "-c", WRITER, path, step], env=environment, check=False, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    db = opened(path)
    assert found(db) == STEPS[step]
    catch_up(db)
    assert found(db) == known_to_the_index(db) == STEPS[step]
    add(db, 5)
    assert known_to_the_index(db) == STEPS[step] | {5}
