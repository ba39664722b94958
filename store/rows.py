"""Statements and articles as rows, and back: what goes in comes out equal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from commitments.model import Article, Deadline, Quantity, Statement

STATEMENT_COLUMNS = (
    "kind", "item", "action", "quote", "start_at", "end_at", "quantities",
    "deadline_text", "deadline_end", "deadline_start", "deadline_precision", "deadline_basis",
    "places", "firmness", "topics", "doubts", "year", "as_of", "as_of_text",
)  # fmt: skip


def to_json(value: Any) -> str:
    """`value` as compact JSON with Chinese left readable."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@lru_cache(4096)
def names(text: str) -> tuple[str, ...]:
    """The strings of a JSON array column; few different ones come back again and again."""
    return tuple(json.loads(text))


@lru_cache(4096)
def day(text: str | None) -> date | None:
    """The date of an ISO text column, None for NULL."""
    return None if text is None else date.fromisoformat(text)


def _iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _quantities(text: str) -> tuple[Quantity, ...]:
    return () if text == "[]" else tuple(Quantity(*parts) for parts in json.loads(text))


def statement_row(statement: Statement) -> tuple[Any, ...]:
    """A statement as the values of STATEMENT_COLUMNS; a quantity is [value, unit, what, op, measure]."""
    limit = statement.deadline
    return (
        statement.kind,
        statement.item,
        statement.action,
        statement.quote,
        statement.start,
        statement.end,
        to_json([[q.value, q.unit, q.what, q.op, q.measure] for q in statement.quantities]),
        limit and limit.text,
        limit and _iso(limit.end),
        limit and _iso(limit.start),
        limit and limit.precision,
        limit and limit.basis,
        to_json(statement.places),
        statement.firmness,
        to_json(statement.topics),
        to_json(statement.doubts),
        statement.year,
        _iso(statement.as_of),
        statement.as_of_text,
    )


def statement_of(row: Sequence[Any]) -> Statement:
    """The statement whose STATEMENT_COLUMNS are `row`."""
    (
        kind, item, action, quote, start, end, quantities,
        limit_text, limit_end, limit_start, precision, basis,
        places, firmness, topics, doubts, year, as_of, as_of_text,
    ) = row  # fmt: skip
    return Statement(
        kind=kind,
        item=item,
        action=action,
        quote=quote,
        start=start,
        end=end,
        quantities=_quantities(quantities),
        deadline=None
        if limit_text is None
        else Deadline(text=limit_text, end=day(limit_end), start=day(limit_start), precision=precision, basis=basis),
        places=names(places),
        firmness=firmness,
        topics=names(topics),
        doubts=names(doubts),
        year=year,
        as_of=day(as_of),
        as_of_text=as_of_text,
    )


def article_row(article: Article) -> tuple[Any, ...]:
    """An article as the values of title, start_at, end_at, city, places, year."""
    return (article.title, article.start, article.end, article.city, to_json(article.places), article.year)


def id_list(ids: Iterable[int | str]) -> str:
    """Ids as one parameter for `IN (SELECT value FROM json_each(?))`, whatever their number."""
    return to_json(list(ids))
