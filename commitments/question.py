"""A question in chat → what it is about and what it asks for (`model.Filters`).

What a table of words knows (when, which, how it stands, what is wanted, where) is taken out of the question step by
step; the words that remain are its subject. A question may consist of such words only (逾期的, 8月底前, 西工区).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from commitments.model import Filters, Order, Status
from commitments.numerals import NUMBER, number_value
from commitments.places import Home
from commitments.question_places import find_asked_places
from commitments.question_time import find_window, respell
from commitments.question_words import (
    ASKS_WHETHER,
    FILLER,
    INTENTS,
    LEANS,
    MEASURE,
    NO_SUBJECT,
    ORDERS,
    PARTICLES,
    STATUSES,
    Intent,
)
from commitments.tokens import HAN, normalise
from commitments.topics import all_topics

LONGEST = 120  # characters of a question that are read; a longer one is a pasted page

_NOT_WORDS = re.compile(f"[^{HAN}0-9a-z.,%]+")
_REPEATED = re.compile(r"([^0-9]{2,12}?)\1{2,}")  # said three times or more
_LETTER = re.compile("[a-z]")
_DIGIT_HAN = re.compile("[一二两三四五六七八九十]")
_TOPIC_TAIL = re.compile("^(?:类|方面|领域|系统|口)?的?$")
_GROUP_TAIL = re.compile("^(?:类|方面|领域)?的?(?:任务|工作|事项|项目)?$")


def is_cut(text: str) -> bool:
    """Whether a question is longer than what is read of it."""
    return len(text.strip()) > LONGEST


def read_question(text: str, today: date, home: Home | None = None) -> Filters:
    """What a question asks for. Never raises.

    “西工区 老旧小区 进度” → subject 老旧小区, places (西工区,), intent progress; “8月底前要完成哪些” → no subject,
    a window of deadlines from `today` to 08-31, intent list. Places are looked for around `home`.
    """
    rest = _REPEATED.sub(r"\1", _NOT_WORDS.sub(" ", normalise(text.strip()[:LONGEST])).strip())
    rest = respell(rest)
    rest, order, statuses, status_text = _take_order(rest)
    if not order:
        rest, statuses, status_text = _take_status(rest)
    window = find_window(rest, today)
    if window:
        rest = _blank(rest, window.at, window.to)
    intent: Intent = "any"
    rest, intent = _take_intent(rest)
    places, rest = find_asked_places(FILLER.sub(" ", rest), home)
    rest, numbers = _take_numbers(rest)
    subject = _subject(rest)
    topics, subject = _take_topic(subject, intent)
    year = window.year if window else None
    due = None
    if window and (year is None or not subject):
        due = (window.first, window.last)
    if (
        not subject
        and not numbers
        and intent in ("any", "target", "deadline")
        and (places or due or statuses or topics or year or order)
    ):
        intent = "list"
    return Filters(
        subject=subject,
        intent=intent,
        places=places,
        topics=topics,
        due=due,
        due_text=window.text if window and due else "",
        statuses=statuses,
        status_text=status_text,
        year=year,
        numbers=numbers,
        order=order,
    )


def in_group(filters: Filters, groups: Sequence[str]) -> Filters:
    """The filters with a subject that only names one of `groups` (民生保障, 民生保障类的任务) as a filter by it."""
    named = "".join(piece for piece in filters.subject.split() if not NO_SUBJECT.fullmatch(piece))
    for group in groups:
        if named.startswith(group) and _GROUP_TAIL.match(named[len(group) :]):
            intent: Intent = "list" if filters.intent in ("any", "target", "deadline") else filters.intent
            return replace(filters, subject="", groups=(group,), intent=intent)
    return filters


def leans(text: str) -> bool:
    """Whether a question's own words say that it follows up another one: 那涧西呢, 其中逾期的."""
    return bool(LEANS.search(normalise(text.strip()[:LONGEST]).rstrip("？?。!！~ ")))


def _blank(text: str, at: int, to: int) -> str:
    return f"{text[:at]} {text[to:]}"


def _take_status(text: str) -> tuple[str, tuple[Status, ...], str]:
    for pattern, statuses in STATUSES:
        if found := pattern.search(text):
            return _blank(text, *found.span()), statuses, found.group()
    return text, (), ""


def _take_order(text: str) -> tuple[str, Order, tuple[Status, ...], str]:
    for pattern, order, statuses in ORDERS:
        if found := pattern.search(text):
            return _blank(text, *found.span()), order, statuses, found.group()
    return text, "", (), ""


def _take_intent(text: str) -> tuple[str, Intent]:
    """The question without the words of asking, and what they ask for; the first kind of the table decides."""
    intent: Intent = "any"
    if found := ASKS_WHETHER.search(text):
        text, intent = _blank(text, *found.span()), "progress"
    for name, pattern in INTENTS:
        cut = pattern.sub(" ", text)
        if cut != text:
            text, intent = cut, (name if intent == "any" else intent)
    return text, intent


def _take_numbers(text: str) -> tuple[str, tuple[float, ...]]:
    """The question without the numbers that count something, and those numbers (188个, 五十个; not G208, 百万吨)."""
    values: list[float] = []
    out, at = "", 0
    for found in NUMBER.finditer(text):
        value = number_value(found)
        start, end = found.span()
        measured = MEASURE.match(text, end)
        if value is None or _LETTER.search(text[max(0, start - 1) : start] + text[end : end + 1]):
            continue
        if found["chinese"] and not (value >= 2 and measured and _DIGIT_HAN.search(found.group())):
            continue
        if found["arabic"] and not measured and value < 10:
            continue
        values.append(value)
        out += text[at:start] + " "
        at = measured.end() if measured else end
    return out + text[at:], tuple(dict.fromkeys(values))


def _subject(text: str) -> str:
    """The words that remain, "" where they name nothing that a statement could be found by."""
    pieces = (PARTICLES.sub("", piece) for piece in text.split())
    subject = " ".join(piece for piece in pieces if piece)
    return "" if NO_SUBJECT.fullmatch(subject.replace(" ", "")) or not _says_something(subject) else subject


def _says_something(subject: str) -> bool:
    return any(char.isalnum() for char in subject)


def _take_topic(subject: str, intent: Intent) -> tuple[tuple[str, ...], str]:
    """A subject that only names a topic (教育类, 教育有哪些) is a filter by it."""
    named = "".join(piece for piece in subject.split() if not NO_SUBJECT.fullmatch(piece))
    for topic in all_topics():
        if named.startswith(topic.name):
            tail = named[len(topic.name) :]
            if _TOPIC_TAIL.match(tail) and (tail or intent == "list"):
                return (topic.name,), ""
    return (), subject
