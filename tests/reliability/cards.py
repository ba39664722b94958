"""Generated titles and names through every card, past a parser as strict as Telegram's."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from commitments.model import Deadline, Figure, Matter, Standing
from handlers import digests
from handlers.card import MAX_UNITS, Card, clip, units
from handlers.cards import matter_card
from handlers.following import following_card
from handlers.members import members_card
from handlers.notes import list_card
from handlers.sending import keyboard
from handlers.week import listed_card
from store.agenda import Item
from store.follows import Follow
from store.members import Member
from store.remarks import Remark
from tests.botapi.entities import RefusedError, check_keyboard, checked_text
from tests.reliability.result import Result

TODAY = date(2024, 9, 25)
NOW = datetime(2024, 9, 25, 1, tzinfo=UTC)
PIECES = (
    "老旧小区", "西工区", "<b>", "</b>", "<", ">", "&", "&lt;", "&amp;#60;", '"', "'", "\u202e", "\u200f", "\0",
    "\ud800", "👷‍♀️", "🏗", "𠮷", "\n", "\t", " ",
    "%s", "{id}", "_*[]()~`", "<a href='x'>", "e\u0301", "１８８个", "/follow", "@bot", ";",
)  # fmt: skip


def titles(count: int, seed: int = 1) -> Iterator[str]:
    """Titles of everything that markup, encodings and terminals stumble over."""
    chance = random.Random(seed)
    for _ in range(count):
        yield "".join(chance.choice(PIECES) for _ in range(chance.choice((1, 3, 8, 40)))) + "尾"


def cards(title: str) -> Iterator[Card]:
    """Every kind of card about a matter, a follow, a reminder and a person of this name."""
    matter = Matter("m12", title, title, (title,), 2024, (), ())
    how = Standing(
        TODAY, "behind", "yellow", target=Figure(188, "个"), done=Figure(50, "个"), percent=26.6,
        deadline=Deadline("年底前", date(2024, 12, 31)), days_left=97,
    )  # fmt: skip
    items = [Item(matter, how)] * 12
    remark = Remark(1, 7, None, 7, NOW, title, "m12", "waiting")
    follow = Follow(1, 7, None, "question", title, title, NOW, 7)
    yield matter_card(matter, how)
    yield digests.digest_card(items, TODAY, None, (title,))
    other = replace(items[0], matter=replace(matter, places=("西工区",)))
    yield digests.brief_card([*items, other], TODAY)
    yield digests.remark_card(remark, matter)
    yield listed_card("30天内到期", items)
    yield following_card([follow] * 30)
    yield list_card([("明天", remark)] * 30)
    yield members_card([Member(7, "editor", title, NOW, 7)] * 30, frozenset())


def rejected(count: int) -> tuple[int, int, int]:
    """How many cards there were, how many were refused, and in how many the title did not come back as it went in."""
    number = refused = changed = 0
    for title in titles(count):
        for card in cards(title):
            number += 1
            try:
                shown = checked_text(card.text)
                if markup := keyboard(card):
                    check_keyboard(markup.to_dict())
            except RefusedError:
                refused += 1
                continue
            changed += clip(title, 8).rstrip("…") not in shown or units(shown) > MAX_UNITS
    return number, refused, changed


def full() -> list[Result]:
    """10,000 titles through all cards; the control is a title that nobody escaped."""
    number, refused, changed = rejected(10_000)
    bare = sum(_is_refused(f"<b>{title}</b>") for title in titles(200))
    return [
        Result(
            "10,000 generated titles and names through the cards",
            f"{refused} of {number:,} refused, {changed} changed",
            not refused and not changed,
            f"not escaped: {bare} of 200 refused",
            bare > 0,
        )
    ]


def _is_refused(text: Any) -> bool:
    try:
        checked_text(text)
    except RefusedError:
        return True
    return False
