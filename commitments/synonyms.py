"""Other words for the same thing: a question's subject in all the ways that documents may say it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

MOST_WORDINGS = 5  # of one question, its own included
_MOST_REPLACED = 2  # times that a word is replaced; nobody asks with it more often, and another one may be longer


@cache
def synonym_groups() -> tuple[tuple[str, ...], ...]:
    """The groups of data/synonyms.toml; the first word of each is the one that documents mostly use."""
    table = tomllib.loads((files("commitments.data") / "synonyms.toml").read_text("utf-8"))
    return tuple(tuple(group.split()) for group in table["groups"])


def spelled_out(subject: str, aliases: Iterable[tuple[str, str]]) -> str:
    """The subject with each word that an editor taught replaced by what it stands for: 三改 电梯 → 老旧小区改造 电梯.

    `aliases` are pairs (word, what it stands for). A word inside a longer known one stays (小区 in 老旧小区).
    """
    pairs = [(word, meaning) for word, meaning in aliases if word in subject and meaning not in subject]
    known = [*(word for word, _ in pairs), *_group_words(subject)]
    for word, meaning in pairs:
        if not any(word in longer and word != longer for longer in known):
            subject = subject.replace(word, f" {meaning} ", _MOST_REPLACED)
    return " ".join(subject.split())


def wordings(subject: str, aliases: Iterable[tuple[str, str]] = ()) -> tuple[str, ...]:
    """The subject as asked, spelled out by `aliases`, then with a word replaced by another of its group of the table:
    旧改 电梯 → 老旧小区改造 电梯.

    Only the longest known word at a place is replaced (老小区改造, not 老小区). At most MOST_WORDINGS are returned.
    """
    spelled = spelled_out(subject, aliases)
    others = (other for words in dict.fromkeys((spelled, subject)) for other in _others(words))
    return tuple(dict.fromkeys((subject, spelled, *others)))[:MOST_WORDINGS]


def _others(subject: str) -> Iterator[str]:
    known = sorted(_group_words(subject), key=len, reverse=True)
    for at, word in enumerate(known):
        if any(word in longer for longer in known[:at]):
            continue
        # A longer form of the same word (高速公路 for 高速) may stand there already.
        for group in synonym_groups():
            if word in group:
                others = (other for other in group if other != word and other not in subject)
                yield from (subject.replace(word, f" {other} ", _MOST_REPLACED).strip() for other in others)


def _group_words(subject: str) -> list[str]:
    return list(dict.fromkeys(word for group in synonym_groups() for word in group if word in subject))
