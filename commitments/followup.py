"""What a question keeps of the one before (那涧西呢, 什么时候到期, 进度呢), and what is dropped of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from commitments.model import Filters

# What narrows a question beside its subject → the fields of Filters that go when it is dropped. The order is that in
# which an answer names them; buttons in old chats carry the place in it, so add at the end.
NARROWING: Mapping[str, Mapping[str, Any]] = {
    "places": {"places": ()},
    "topics": {"topics": ()},
    "year": {"year": None},
    "due": {"due": None, "due_text": ""},
    "statuses": {"statuses": (), "status_text": "", "order": ""},
    "groups": {"groups": ()},
}


def without(filters: Filters, dropped: Collection[str]) -> Filters:
    """The filters without those of NARROWING that `dropped` names; 2023年 is one filter, its year and its window."""
    gone = set(dropped)
    if "year" in gone and filters.due_text.removesuffix("年") == str(filters.year):
        gone.add("due")
    fields = {field: empty for name in NARROWING if name in gone for field, empty in NARROWING[name].items()}
    return replace(filters, **fields)


def followed(filters: Filters, previous: Filters, leaning: bool) -> Filters:
    """The filters of a question asked after one with the filters `previous`.

    `leaning` says that its own words lean on it (`question.leans`). After 西工区 老旧小区: 那涧西呢 changes the place,
    什么时候到期 what is asked, 那去年呢 the year, and 没完成的 is a list of its own, unlike 其中没完成的. After
    8月底前到期的, 其中西工区的 narrows the list. A question with a subject of its own stands alone.
    """
    if _stands_alone(filters, previous, leaning):
        return filters
    elsewhere = bool(filters.places or filters.year)
    timed = filters if filters.due else previous
    names_year = bool(filters.year and previous.subject)  # no window of deadlines, but the year that is spoken of
    return replace(
        filters,
        subject=previous.subject,
        numbers=() if elsewhere else previous.numbers,
        places=filters.places or previous.places,
        topics=filters.topics or previous.topics,
        groups=filters.groups or previous.groups,
        due=None if names_year else timed.due,
        due_text="" if names_year else timed.due_text,
        statuses=filters.statuses or previous.statuses,
        status_text=filters.status_text or previous.status_text,
        order=filters.order or previous.order,
        year=filters.year or previous.year,
        intent=previous.intent if filters.intent in ("any", "list") else filters.intent,
    )


def _stands_alone(filters: Filters, previous: Filters, leaning: bool) -> bool:
    if filters.subject or filters.numbers or (filters.groups and previous.subject):
        return True
    if not (previous.subject or previous.numbers):
        return not leaning
    lists = bool(filters.due or filters.statuses or filters.topics or filters.groups) and filters.intent in (
        "any",
        "list",
    )
    if lists and not leaning:
        return True
    return not (leaning or lists or filters.places or filters.intent not in ("any", "list"))
