"""Whatever the documents hold, a card is one that Telegram takes and a phone shows whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.model import Answer, Change, Deadline, Figure, Filters, Matter, Pace, Reply, Standing
from handlers.buttons import SOURCES, Press, button, read_press
from handlers.card import MAX_UNITS, SCREEN_ROWS, Button, Card, clip, rows, safe, units, words
from handlers.cards import changes_card, list_card, matter_card, reply_card, sources_card
from tests.botapi.entities import checked_text
from tests.handlers.samples import NEWS, PLAN, TODAY, sighting
from tests.handlers.samples import answer as sample

HOSTILE = "<b>&amp;</i>\x00\ud800\u202e]]> “'\n\r\n🏗️" + "漢" * 300

texts = st.one_of(
    st.text(max_size=200), st.text("<>&;/ab\"'", max_size=30), st.sampled_from(["", HOSTILE, "区" * 5000])
)
amounts = st.floats(0, 1e13).map(lambda value: round(value, 2))
days = st.dates(date(1990, 1, 1), date(2100, 1, 1))
figures = st.builds(Figure, amounts, texts, st.sampled_from(["=", ">=", "<=", "~"]), texts, st.none() | days, texts)
changes = st.builds(
    Change,
    st.sampled_from(["new", "target_raised", "deadline_later", "softened", "conflict", "dropped"]),
    st.none() | texts,
    st.none() | texts,
    days,
    st.tuples(texts, texts),
)
standings = st.builds(
    Standing,
    st.just(TODAY),
    st.sampled_from(["done", "overdue", "behind", "under_way", "no_evidence"]),
    st.sampled_from(["green", "yellow", "red", "grey"]),
    target=st.none() | figures,
    done=st.none() | figures,
    percent=st.none() | st.floats(0, 1e6),
    paces=st.lists(st.builds(Pace, st.floats(0, 100), st.just("behind"), days), max_size=2).map(tuple),
    deadline=st.none() | st.builds(Deadline, texts, st.none() | days),
    days_left=st.none() | st.integers(-40000, 40000),
    targets=st.lists(figures, max_size=4).map(tuple),
    dones=st.lists(figures, max_size=4).map(tuple),
    changes=st.lists(changes, max_size=8).map(tuple),
    notes=st.lists(texts, max_size=3).map(tuple),
)
matters = st.builds(
    lambda title, city, places, year, quotes, sources: Matter(
        "m123456789",
        title,
        city,
        tuple(places),
        year,
        (),
        tuple(sighting(replace(PLAN, title=s, publisher=s), q) for q, s in zip(quotes, sources, strict=False)),
    ),
    texts,
    texts,
    st.lists(texts, max_size=3),
    st.none() | st.integers(1900, 2200),
    st.lists(texts, max_size=7),
    st.lists(texts, min_size=7, max_size=7),
)
answers = st.builds(lambda matter, standing: Answer(matter, standing, matter.sightings, 0.5), matters, standings)
replies = st.builds(
    lambda question, found, near, certain, subject, notes: Reply(
        question, TODAY, Filters(subject=subject), tuple(found), tuple(near), certain, len(found), tuple(notes)
    ),
    texts,
    st.lists(answers, max_size=10),
    st.lists(answers, max_size=3),
    st.booleans(),
    texts,
    st.lists(texts, max_size=3),
)


def assert_fits(card: Card) -> None:
    assert units(card.text) <= MAX_UNITS
    assert rows(card.text) <= SCREEN_ROWS, card.text
    assert checked_text(card.text).strip()
    assert all(len(row) <= 8 for row in card.buttons)


@given(replies, st.integers(0, 3))
def test_every_reply_is_one_screen_that_telegram_takes(reply: Reply, page: int) -> None:
    assert_fits(reply_card(reply, page, "12345678"))
    if reply.answers:
        assert_fits(list_card(reply, page, "12345678"))


@given(answers, st.integers(0, 3), st.sampled_from(["any", "target", "deadline", "change"]))
def test_every_side_of_a_matter_is_one_screen_that_telegram_takes(answer: Answer, page: int, intent: str) -> None:
    assert_fits(matter_card(answer.matter, answer.standing, intent=intent, notes=("注" * 200,)))
    assert_fits(sources_card(answer, page))
    assert_fits(changes_card(answer, page))


def test_text_of_a_document_comes_back_as_it_went_in() -> None:
    quote = "投资<100亿元> & “1+1>2”"
    card = sources_card(sample(Matter("m", "甲<乙>&丙", "市", (), 2024, (), (sighting(NEWS, quote),))))
    assert "甲<乙>&丙" in words(card.text)
    assert quote in checked_text(card.text)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("老旧\n  小区", "老旧 小区"),
        ("a\x00b\x1bc", "abc"),
        ("半个\ud83d字", "半个字"),
        ("\u202e倒着读\u2066", "倒着读"),
        ("👨‍👩‍👧 一家", "👨‍👩‍👧 一家"),
        ("<b>", "&lt;b&gt;"),
    ],
)
def test_what_could_break_a_message_is_left_out(raw: str, shown: str) -> None:
    assert safe(raw) == shown


def test_a_text_that_is_cut_says_so() -> None:
    assert clip("一二三四五", 5) == "一二三四五"
    assert clip("一二三四五六", 5) == "一二三四…"


@pytest.mark.parametrize(("label", "data"), [("", "x"), ("好", ""), ("好", "x" * 65), ("好", "区" * 22)])
def test_a_button_that_telegram_refuses_cannot_be_made(label: str, data: str) -> None:
    with pytest.raises(ValueError):
        Button(label, data)


def test_quantities_of_any_size_are_said() -> None:
    huge = sighting(PLAN, "大", (1e300, "个"))
    standing = Standing(TODAY, "under_way", "grey", target=Figure(1e300, "个"), done=Figure(0.0, "个"), percent=0.0)
    assert_fits(matter_card(Matter("m", "甲", "市", (), None, (), (huge,)), standing))


@pytest.mark.parametrize(("ref", "key"), [("a;b", "1"), ("a", "1;2"), ("m" * 50, "123456789")])
def test_an_id_that_a_button_cannot_carry_is_refused_when_the_card_is_made(ref: str, key: str) -> None:
    with pytest.raises(ValueError):
        button("出处", SOURCES, ref, key)


@given(st.text(max_size=70))
def test_any_callback_data_is_read_or_refused(data: str) -> None:
    press = read_press(data)
    assert press is None or data.startswith(f"{press.action};")


def test_what_a_button_carries_comes_back() -> None:
    assert read_press(button("下一页", SOURCES, "k3f9a2c1qz-2024", "87", 2).data) == Press(
        SOURCES, 2, "k3f9a2c1qz-2024", "87"
    )
