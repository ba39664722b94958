"""A statement comes out of its row as it went in."""

from __future__ import annotations

import sqlite3
from dataclasses import fields
from datetime import date
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from commitments.model import Basis, Deadline, Firmness, Kind, Measure, Op, Precision, Quantity, Statement
from store.rows import STATEMENT_COLUMNS, statement_of, statement_row

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
some_words = st.lists(words, max_size=3).map(tuple)
days = st.dates(date(1, 1, 1), date(9999, 12, 31))
values = st.floats(allow_nan=False) | st.integers(-(10**15), 10**15).map(float)
quantities = st.builds(
    Quantity, values, words, words, st.sampled_from(get_args(Op)), st.sampled_from(get_args(Measure))
)
deadlines = st.builds(
    Deadline,
    text=words,
    end=st.none() | days,
    start=st.none() | days,
    precision=st.sampled_from(get_args(Precision)),
    basis=st.sampled_from(get_args(Basis)),
)
statements = st.builds(
    Statement,
    kind=st.sampled_from(get_args(Kind)),
    item=words,
    action=words,
    quote=words,
    start=st.integers(0, 10**9),
    end=st.integers(0, 10**9),
    quantities=st.lists(quantities, max_size=3).map(tuple),
    deadline=st.none() | deadlines,
    places=some_words,
    firmness=st.sampled_from(get_args(Firmness)),
    topics=some_words,
    doubts=some_words,
    year=st.none() | st.integers(0, 9999),
    as_of=st.none() | days,
    as_of_text=words,
)


@given(statements)
def test_any_statement_comes_back_equal_through_the_database(statement: Statement) -> None:
    row = statement_row(statement)
    db = sqlite3.connect(":memory:")
    try:
        stored = db.execute(f"SELECT {', '.join('?' * len(row))}", row).fetchone()
    finally:
        db.close()
    assert statement_of(stored) == statement


def test_every_field_of_a_statement_has_its_column() -> None:
    in_columns = {name.removesuffix("_at") for name in STATEMENT_COLUMNS if not name.startswith("deadline_")}
    assert in_columns | {"deadline", "as_of"} == {field.name for field in fields(Statement)} | {"as_of"}
