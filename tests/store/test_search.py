"""Either index: what is written is found at once, what is taken out is gone, whatever is asked."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commitments import tokens
from commitments.asked import terms
from commitments.tokens import index_tokens, written
from store import index, index_texts
from store.database import connect, transaction, use_wal
from store.index import KINDS, SETTING, index_of
from store.index_fts5 import Fts5Index
from store.search import (
    candidates,
    create_index,
    find,
    index_statements,
    indexed,
    rebuild,
    token_counts,
    unindex_statements,
)
from store.sqlite import Database

ROWS = [
    (1, "汉魏故城遗址博物馆10月全面建成开放"),
    (2, "西工区已完成579个老旧小区改造"),
    (3, "涧西区提出今年将改造51个老旧小区"),
    (4, "新建65个邻里中心 全市"),
]


@pytest.fixture(params=KINDS)
def db(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The same statements in either index: SQLite's, and tantivy's in a folder."""
    if request.param == "tantivy":
        pytest.importorskip("tantivy")
    monkeypatch.setenv(SETTING, request.param)
    return filled(tmp_path)


def filled(folder: Path) -> Database:
    opened = connect(folder / "index.db")
    use_wal(opened, 1)
    with transaction(opened):
        create_index(opened)
    with transaction(opened):
        index_statements(opened, ROWS)
    return opened


def ids(db: Database, question: str, *places: str) -> list[int]:
    return [hit.id for hit in find(db, [terms(question)], places)]


@pytest.mark.parametrize(
    ("question", "first"),
    [("汉魏博物馆", 1), ("hanwei bowuguan", 1), ("舊小區 西工", 2), ("里中新", 4), ("51个老旧小区", 3), ("llzx", 4)],
)
def test_the_statement_meant_comes_first(db: Database, question: str, first: int) -> None:
    assert ids(db, question)[0] == first


def test_a_place_narrows_what_is_found(db: Database) -> None:
    assert ids(db, "老旧小区", "涧西区") == [3]
    assert set(ids(db, "老旧小区", "涧西区", "西工区")) == {2, 3}
    assert ids(db, "老旧小区", "洛龙区") == []


def test_candidates_are_ids_with_scores_best_first(db: Database) -> None:
    found = candidates(db, "西工区老旧小区", limit=2)
    assert [id_ for id_, _ in found] == [2, 3]
    assert found[0][1] > found[1][1]


def test_what_is_taken_out_is_gone_and_counts_follow(db: Database) -> None:
    with transaction(db):
        unindex_statements(db, [2, 99])
    assert ids(db, "老旧小区") == [3]
    assert indexed(db) == 3
    with transaction(db):
        unindex_statements(db, [1, 3, 4])
    assert ids(db, "汉魏博物馆") == ids(db, "里中新") == []
    assert indexed(db) == 0


def test_nothing_is_kept_of_a_transaction_that_fails(db: Database) -> None:
    def fail() -> None:
        with transaction(db):
            index_statements(db, [(9, "抽水蓄能电站通过蓄水验收")])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert ids(db, "抽水蓄能") == []
    assert indexed(db) == 4


def test_a_statement_is_indexed_once(db: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError), transaction(db):
        index_statements(db, [(1, "又一次")])


def test_rebuilding_gives_the_same_index(db: Database) -> None:
    before = token_counts(db, ["老旧", "邻里", "n51", "没有"]), candidates(db, "老旧小区")
    assert list(rebuild(db)) == [4]
    assert (token_counts(db, ["老旧", "邻里", "n51", "没有"]), candidates(db, "老旧小区")) == before
    assert before[0] == {"老旧": 2, "邻里": 1, "n51": 1}


def test_an_index_of_other_tokens_is_built_anew_before_it_is_written(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (index, index_texts, *filter(None, map(sys.modules.get, ("store.index_tantivy",)))):
        monkeypatch.setattr(module, "VERSION", tokens.VERSION + 1)
    for name in ("store.index_fts5", "store.index_tantivy"):
        if name in sys.modules:
            monkeypatch.setattr(sys.modules[name], "index_tokens", lambda form: ["新"])
    with transaction(db):
        index_statements(db, [(5, "再一条")])
    assert token_counts(db, ["新", "老旧"]) == {"新": 5}
    with transaction(db):
        unindex_statements(db, [5])
    assert [id_ for id_, _ in candidates(db, "老旧小区")] == []
    assert indexed(db) == 4


SYNTAX = st.sampled_from(
    ['"', "*", "NEAR(", " AND ", " OR ", " NOT ", "tokens:", "^", "\0", "\ud800", "\u202e", "{", "老旧", "--"]
)


@pytest.fixture(scope="module", params=KINDS)
def shared(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Database]:
    if request.param == "tantivy":
        pytest.importorskip("tantivy")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SETTING, request.param)
        yield filled(tmp_path_factory.mktemp("search"))


@settings(max_examples=80, deadline=None)
@given(st.lists(SYNTAX | st.text(max_size=8), max_size=12).map("".join))
def test_no_question_is_read_as_syntax(shared: Database, question: str) -> None:
    candidates(shared, question)
    assert all(0.0 < hit.score <= 1.0 for hit in find(shared, [terms(question)], [question[:6] or "区"]))


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_indexed_and_taken_out_again(shared: Database, text: str) -> None:
    before = token_counts(shared, index_tokens(written(text)))
    with transaction(shared):
        index_statements(shared, [(1000, text)])
    assert indexed(shared) == len(ROWS) + 1
    with transaction(shared):
        unindex_statements(shared, [1000])
    assert indexed(shared) == len(ROWS)
    assert 1000 not in ids(shared, text)
    if isinstance(index_of(shared), Fts5Index):  # tantivy forgets what was taken out when it merges
        assert token_counts(shared, index_tokens(written(text))) == before
