"""Whatever the ledger holds, a card of rounds, lists and notices is one that Telegram takes and a phone shows whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from commitments.bulletin import BulletinData, Checked, Line, Listed, best_of, by_district, changes_of, slowest_of
from commitments.model import Matter, Standing
from commitments.ratings import Formula, rating
from handlers.card import Card
from handlers.cycle.bulletin_cards import bulletin_card
from handlers.cycle.listing_cards import listed_card, listing_card, listing_news_card
from handlers.cycle.notice import notice
from handlers.cycle.notice_text import notice_text
from handlers.cycle.round_cards import check_card, places_card, round_card, round_summary_card
from handlers.cycle.rule_words import read_rule, rules_text
from store.cycle.checking import Looked, Told
from store.cycle.duties import Assigned, Duty
from store.cycle.rounds import RESULTS, Check, Round
from store.cycle.rules import Rules
from store.cycle.special import Listing
from tests.handlers.samples import RENEWAL, RENEWAL_STANDING, TODAY
from tests.handlers.test_card_limits import HOSTILE, assert_fits

ROUND = Round(12345, "full", date(2024, 9, 2), date(2024, 9, 8), datetime(2024, 9, 2, tzinfo=UTC))
LONG = "区" * 5000
HOW: tuple[Standing, ...] = (
    RENEWAL_STANDING,
    replace(RENEWAL_STANDING, status="overdue", light="red", days_left=-40000),
    replace(RENEWAL_STANDING, status="done", light="green"),
    Standing(TODAY, "no_evidence", "grey"),
)
some = pytest.mark.parametrize("count", [1, 7, 13, 40])
words = pytest.mark.parametrize("text", ["短", HOSTILE, LONG], ids=["short", "hostile", "long"])


def matter(number: int, text: str) -> Matter:
    places = ((), (f"{number}{text}",), (text, f"{number}"))[number % 3]
    title = f"{text}{number}"
    seen = tuple(replace(s, source=replace(s.source, title=text, publisher=text)) for s in RENEWAL.sightings)
    return replace(RENEWAL, id=f"m{number:09}-2024", title=title, places=places, sightings=seen)


def lines(count: int, text: str) -> list[Line]:
    return [Line(matter(number, text), HOW[number % len(HOW)]) for number in range(count)]


def told(count: int, text: str) -> list[Told]:
    duty = Duty({"leader": Assigned("matter", "m", "leader", text)})
    return [
        Told(Listing(n, line.matter.id, date(2024, 1, 1), text, "", TODAY, text), line.matter, line.standing, duty)
        for n, line in enumerate(lines(count, text))
    ]


@some
@words
def test_every_card_of_a_round_is_one_screen(count: int, text: str) -> None:
    results = (None, *RESULTS)
    looked = [
        Looked(
            Check(12345, one.matter.id, "behind", "red", results[n % 4], text if n % 4 else "", "photo" * (n % 2)),
            one.matter,
            one.standing,
        )
        for n, one in enumerate(lines(count, text))
    ]
    cards = [round_card(ROUND, looked, TODAY), round_summary_card(ROUND, looked, TODAY)]
    cards += [places_card(ROUND, looked, place, page, TODAY) for place in (0, 1, 2, 99) for page in (0, 1, 99)]
    for card in [*cards, *(check_card(ROUND, one) for one in looked[:8])]:
        assert_fits(card)


@some
@words
def test_every_card_of_the_list_is_one_screen(count: int, text: str) -> None:
    listed = told(count, text)
    for card in (listed_card(listed, 0, TODAY), listed_card(listed, 99, TODAY), listing_card(listed[0], TODAY)):
        assert_fits(card)
    half = count // 2
    assert_fits(listing_news_card(listed[:half], listed[half:], TODAY))
    assert_fits(listing_news_card(listed, (), TODAY))


@some
@words
def test_a_notice_is_one_screen_and_its_text_can_be_kept(count: int, text: str) -> None:
    counted = lines(count, text)
    districts = by_district(counted)
    data = BulletinData(
        year=2024,
        first=TODAY.replace(day=1),
        last=TODAY,
        cities=(text,),
        lines=tuple(counted),
        districts=districts,
        best=best_of(counted, TODAY.replace(day=1)),
        slowest=slowest_of(counted),
        changes=changes_of(counted, date.min, date.max),
        listed=tuple(Listed(one, TODAY, text, text) for one in counted[:9]),
        taken_off=tuple(Listed(one, TODAY, text, text, TODAY, text) for one in counted[:3]),
        checked=(Checked("monthly", TODAY, TODAY, 9, 1, tuple(counted[:2]), 3),),
        ratings=tuple(
            rating(row.place, [(one.matter, one.standing) for one in row.lines], Formula(least=1)) for row in districts
        ),
    )
    assert_fits(bulletin_card(data))
    made = notice_text(notice(data, Rules(), TODAY))
    assert made.startswith("关于2024年9月")
    assert not set(made) & {"\x00", "\ud800", "\u202e"}


@pytest.mark.parametrize(
    "text", ["", "=", "挂牌轮次 = ", HOSTILE, LONG, "挂牌轮次=" + "9" * 5000, "逾期挂牌=也许", "调度日=周八"]
)
def test_what_is_no_rule_is_none(text: str) -> None:
    assert read_rule(text) is None


def test_the_rules_are_one_screen() -> None:
    assert_fits(Card(rules_text(Rules())))
