"""Every message of the dispatch, of closing and of extending is one screen that Telegram takes, whatever it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commitments.model import Matter, Standing
from commitments.weekly import week_of
from handlers.card import MAX_UNITS, SCREEN_ROWS, Card, rows, units, words
from handlers.cycle import closing_cards, dispatch_cards, extending_cards
from store.cycle.closures import Closure
from store.cycle.extensions import Extension
from store.cycle.sheets import Line, Sheet
from store.cycle.summary import Asked, Person, Summary
from tests.handlers.samples import RENEWAL, RENEWAL_STANDING, TODAY

texts = st.text(max_size=300) | st.just("背街小巷综合整治提升工程" * 20) | st.just("<b>&😀" * 50)
WEEK = week_of(TODAY)
assert WEEK is not None


def matter(number: int, title: str) -> Matter:
    return replace(RENEWAL, id=f"m{number}", title=title, places=("西工区",))


def fits(card: Card) -> None:
    assert rows(card.text) <= SCREEN_ROWS, words(card.text)
    assert units(card.text) <= MAX_UNITS


def sheet(titles: list[str], answer: str, how: Standing = RENEWAL_STANDING) -> Sheet:
    lines = (
        Line(number, matter(number, title), how, "green", 30, answered=number % 3 == 0, answer=answer)
        for number, title in enumerate(titles, start=1)
    )
    return Sheet(date(2024, 9, 23), tuple(lines))


@settings(max_examples=30, deadline=None)
@given(st.lists(texts, min_size=1, max_size=40), texts)
def test_the_dispatch(titles: list[str], answer: str) -> None:
    asked = sheet(titles, answer)
    for page in range(6):
        fits(dispatch_cards.dispatch_card(asked, TODAY, page))
    fits(dispatch_cards.again_card(asked, TODAY))
    fits(dispatch_cards.several_card([(line.number, line.matter.title, answer) for line in asked.lines], 3))
    one = asked.lines[0]
    fits(dispatch_cards.ask_card(one.matter, one.standing, "-"))
    fits(dispatch_cards.kept_card(one.matter, one.standing, answer, 7, 3, proposed=True))
    fits(dispatch_cards.doubt_card(one.matter, answer, (answer, answer), ()))
    fits(
        dispatch_cards.which_card(
            answer, [(str(n), line.matter) for n, line in enumerate(asked.lines)], "9", question=True
        )
    )


@settings(max_examples=30, deadline=None)
@given(st.lists(texts, min_size=1, max_size=30), texts, st.sampled_from(["figure", "done", "none", "words", ""]))
def test_the_summary(titles: list[str], answer: str, kind: str) -> None:
    asked = tuple(
        Asked(matter(number, title), RENEWAL_STANDING, number, "green", 30, answer, kind)
        for number, title in enumerate(titles)
    )
    people = tuple(Person(number, title, 3, number % 3) for number, title in enumerate(titles))
    assert WEEK is not None
    fits(dispatch_cards.summary_card(Summary(WEEK, people, asked, asked), TODAY))


@settings(max_examples=30, deadline=None)
@given(st.lists(texts, min_size=1, max_size=30), texts)
def test_closing_and_extending(titles: list[str], words_: str) -> None:
    closures = [
        (Closure(n, f"m{n}", "proposed", "telegram:1", TODAY, words_, "photo", "", None, ""), matter(n, title), words_)
        for n, title in enumerate(titles)
    ]
    requests = [
        (Extension(n, f"m{n}", "asked", "telegram:1", TODAY, TODAY, TODAY, words_, "", ""), matter(n, title), words_)
        for n, title in enumerate(titles)
    ]
    for page in range(5):
        fits(closing_cards.closings_card(closures, TODAY, page))
        fits(extending_cards.requests_card(requests, TODAY, page))
    closure, about, name = closures[0]
    fits(closing_cards.proposal_card(closure, about, RENEWAL_STANDING, name, TODAY))
    refused = replace(closure, state="refused", why=words_, decided_on=TODAY)
    fits(closing_cards.proposal_card(refused, about, RENEWAL_STANDING, name, TODAY))
    fits(closing_cards.decided_card(refused, about, TODAY))
    asked, about, name = requests[0]
    fits(extending_cards.request_card(asked, about, RENEWAL_STANDING, name, TODAY))
    fits(extending_cards.answered_card(replace(asked, state="refused", why=words_), about))


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("proposed", "待销号（09-23自报）"),
        ("confirmed", "已销号（09-25核实）"),
        ("reopened", "已重新打开：抽查不实"),
        ("refused", ""),
        ("withdrawn", ""),
    ],
)
def test_the_short_line_of_a_closing(state: str, said: str) -> None:
    found = Closure(1, "m1", state, "telegram:1", date(2024, 9, 23), "", "", "telegram:2", TODAY, "抽查不实")  # type: ignore[arg-type]
    assert closing_cards.closure_text(found, TODAY) == said
    assert closing_cards.closure_text(None, TODAY) == ""
