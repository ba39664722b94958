"""Other words for the same thing: a question's subject in all the ways that documents may say it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

MOST_WORDINGS = 5  # of one question, its own included
_MOST_REPLACED = 2  # times that a word is replaced; nobody asks with it more often, and another one may be longer


@cache
def synonym_groups() -> tuple[tuple[str, ...], ...]:
    """The groups of data/synonyms.toml; the first word of each is the one that documents mostly use."""
    table = tomllib.loads((files("commitments.data") / "synonyms.toml").read_text("utf-8"))
    return tuple(tuple(group.split()) for group in table["groups"])


def wordings(subject: str, aliases: Iterable[tuple[str, str]] = ()) -> tuple[str, ...]:
    """The subject as asked, then with a word replaced by what it stands for: 旧改 电梯 → 老旧小区改造 电梯.

    `aliases` are pairs (short word, what it stands for) that an editor added; they come before the table's groups.
    Only the longest known word at a place is replaced (老小区改造, not 老小区). At most MOST_WORDINGS are returned.
    """
    found: list[str] = [subject]
    for word, others in _known_words(subject, tuple(aliases)):
        # A longer form of the same word (高速公路 for 高速) may stand there already.
        found.extend(
            subject.replace(word, f" {other} ", _MOST_REPLACED).strip() for other in others if other not in subject
        )
    return tuple(dict.fromkeys(found))[:MOST_WORDINGS]


def _known_words(subject: str, aliases: tuple[tuple[str, str], ...]) -> list[tuple[str, list[str]]]:
    known: dict[str, list[str]] = {}
    for short, long in aliases:
        known.setdefault(short, []).append(long)
    for group in synonym_groups():
        for word in group:
            if word in subject:
                known.setdefault(word, []).extend(other for other in group if other != word)
    present = sorted((word for word in known if word in subject), key=len, reverse=True)
    kept: list[str] = []
    for word in present:
        if not any(word in longer for longer in kept):
            kept.append(word)
    return [(word, known[word]) for word in kept]
