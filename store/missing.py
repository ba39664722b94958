"""A question without an answer: which of its words the ledger does not have."""

from __future__ import annotations

import re

from commitments.tokens import HAN
from commitments.words import split_words
from store.search import token_counts
from store.sqlite import Database

_NAMED = 2  # words that a note names at most
_IS_WORD = re.compile(f"[{HAN}]{{2,}}")


def unknown_words(db: Database, subject: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of a question's subject that no statement holds, and those that one does: (火星,) and (基地,).

    Words of one character say nothing by themselves and are left out. Loads the segmenter (commitments/words.py).
    """
    if not _IS_WORD.search(subject):
        return (), ()
    words = tuple(dict.fromkeys(word for word in split_words(subject) if _IS_WORD.fullmatch(word)))
    known = token_counts(db, {pair for word in words for pair in _neighbours(word)}).keys()
    unknown = tuple(word for word in words if not set(_neighbours(word)) <= known)
    return unknown, tuple(word for word in words if word not in unknown)


def said_of(unknown: tuple[str, ...]) -> tuple[str, ...]:
    """The note that names the unknown words; () where there are none."""
    return (f"台账里没有{'、'.join(f'“{word}”' for word in unknown[:_NAMED])}。",) if unknown else ()


def _neighbours(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1)]
