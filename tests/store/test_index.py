"""What both indexes rest on: the texts and their log, what is done after a commit, and tables of an earlier version."""

from __future__ import annotations

from pathlib import Path

import pytest

from commitments.asked import terms
from store import index_texts
from store.database import after_commit, connect, transaction
from store.index import KINDS, SETTING, catch_up
from store.index_texts import changed_since, head
from store.search import create_index, find, index_statements, rebuild, renew_index, unindex_statements
from store.sqlite import Database


@pytest.fixture
def db(tmp_path: Path) -> Database:
    opened = connect(tmp_path / "index.db")
    with transaction(opened):
        create_index(opened)
    return opened


def test_the_log_says_what_was_added_and_taken_out_since(db: Database) -> None:
    start = head(db)
    with transaction(db):
        index_statements(db, [(1, "邻里中心"), (2, "博物馆")])
    between = head(db)
    with transaction(db):
        unindex_statements(db, [1])
        index_statements(db, [(1, "邻里中心开工"), (3, "电梯")])
    assert changed_since(db, start) == {1: True, 2: False, 3: False}
    assert changed_since(db, between) == {1: True, 3: False}
    assert changed_since(db, head(db)) == {}


def test_the_log_keeps_the_latest_changes_only(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_texts, "KEPT", 3)
    with transaction(db):
        index_statements(db, [(number, "邻里中心") for number in range(1, 9)])
    assert changed_since(db, 0) == {6: False, 7: False, 8: False}


def test_what_waits_for_the_commit_is_done_once_and_only_if_it_comes(db: Database) -> None:
    done: list[str] = []

    def action(db: Database) -> None:
        done.append("done")

    def fail() -> None:
        with transaction(db):
            after_commit(db, action)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with transaction(db):
        pass
    assert done == []
    with transaction(db):
        with transaction(db):
            after_commit(db, action)
        after_commit(db, action)
        assert done == []
    with transaction(db):
        pass
    assert done == ["done"]


BEFORE = """
    CREATE VIRTUAL TABLE search USING fts5(tokens, tokenize = 'ascii');
    CREATE TABLE search_texts (id INTEGER PRIMARY KEY, text TEXT NOT NULL, chars TEXT NOT NULL, sounds TEXT NOT NULL);
    CREATE TABLE search_counts (token TEXT PRIMARY KEY, statements INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE search_state (tokens_version INTEGER NOT NULL, statements INTEGER NOT NULL);
    INSERT INTO search_state VALUES (1, 1);
    INSERT INTO search_texts VALUES (7, '汉魏博物馆建成开放', '', '');
    INSERT INTO search (rowid, tokens) VALUES (7, '汉魏');
    INSERT INTO search_counts VALUES ('汉魏', 1);
"""


@pytest.mark.parametrize("kind", KINDS)
def test_the_tables_of_the_first_version_become_an_index(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind == "tantivy":
        pytest.importorskip("tantivy")
    monkeypatch.setenv(SETTING, kind)
    db = connect(tmp_path / "old.db")
    db.executescript(BEFORE)
    with transaction(db):
        renew_index(db)
    catch_up(db)
    with transaction(db):
        index_statements(db, [(8, "邻里中心")])
    assert [hit.id for hit in find(db, [terms("汉魏博物馆")])] == [7]
    assert [hit.id for hit in find(db, [terms("邻里中心")])] == [8]


@pytest.mark.parametrize("kind", KINDS)
def test_an_index_is_built_in_steps_that_can_be_shown(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind == "tantivy":
        pytest.importorskip("tantivy")
    monkeypatch.setenv(SETTING, kind)
    monkeypatch.setattr(index_texts, "_BATCH", 2)
    db = connect(tmp_path / "index.db")
    with transaction(db):
        create_index(db)
        index_statements(db, [(number, f"第{number}个邻里中心") for number in range(1, 6)])
    assert list(rebuild(db)) == [2, 4, 5]


def test_a_building_that_is_broken_off_leaves_the_index_as_it_was(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_texts, "_BATCH", 2)
    with transaction(db):
        index_statements(db, [(number, f"第{number}个邻里中心") for number in range(1, 6)])
    building = rebuild(db)
    next(building)
    building.close()
    assert len(find(db, [terms("邻里中心")])) == 5
