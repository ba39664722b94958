"""Cells that mean harm, made from a seed: formulas in every disguise, control characters, endless ones."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

from commitments.model import Deadline, Matter, Sighting, Source, Standing, Statement
from store.cycle.duties import ROLES, Assigned, Duty
from store.cycle.entries import Entry

TODAY = date(2024, 9, 25)
PAYLOADS = (
    "=cmd|' /C calc'!A0", '=HYPERLINK("http://example.com","x")', "+1+1", "-1+1", "@SUM(1+9)*cmd|' /C calc'!A0",
    '=IMPORTXML("http://example.com","//a")', "=1+1", '+cmd|"/C calc"!A1', "%0A=1", "=DDE(1;2;3)", "=A1:A9",
    "http://example.com", "mailto:a@example.com", "internal:'全部'!A1", "{=1+1}", "'=1", '"=1"', ";=1", ",=1",
)  # fmt: skip
BEFORE = ("", "\t", "\r", "\n", " ", "\u3000", "\u200b", "\ufeff", "\u202e", "\x00", "\x1b", "“", "\u00a0", "'")
AFTER = (
    "",
    "\n=2",
    "\r\n+2",
    "😀" * 9,
    "\u202eabc\u202c",
    "\x00",
    "\ud800",
    "_x003D_1",
    "字" * 40_000,
    '"\r\n=3',
    "\u2028=4",
)
WIDE = str.maketrans("=+-@", "＝＋－＠")


def cells(count: int, seed: int = 7) -> Iterator[str]:
    """So many cells."""
    chance = random.Random(seed)
    for number in range(count):
        after = AFTER[number % len(AFTER)] if number < 200 else chance.choice(AFTER[:8] + AFTER[9:])
        payload = chance.choice(PAYLOADS)
        payload = payload.translate(WIDE) if chance.random() < 0.2 else payload
        yield f"{chance.choice(BEFORE)}{payload}{after}{number}"


def entries(count: int) -> tuple[Entry, ...]:
    """Entries with so many hostile cells in all columns that words reach, ten a row."""
    words = cells(count)
    found = []
    for number in range(count // 10):
        title, quote, report, doubt, place, source, *duties = (next(words) for _ in range(10))
        said = Statement("commitment", title, "", quote, 0, 1, deadline=Deadline("x", TODAY), doubts=(doubt,))
        done = Statement("progress", title, "", report, 0, 1)
        seen = tuple(Sighting(Source("x.txt", source, TODAY, "洛阳市"), one) for one in (said, done))
        matter = Matter(f"m{number}", title, "洛阳市", (place,), 2024, (), seen)
        standing = Standing(TODAY, "behind", "red", deadline=said.deadline)
        roles = {role: Assigned("matter", matter.id, role, text) for role, text in zip(ROLES, duties, strict=False)}
        found.append(Entry(matter, standing, Duty(roles), ("组",)))
    return tuple(found)
