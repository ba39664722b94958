"""What a question asks for, piece by piece: its terms, the tokens that find them, and how rare each one is.

A term is a run of Chinese characters, a number, a word of letters, typed pinyin or initials. Every character of a term
is looked for together with a neighbour, by the same characters or by the same sounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from commitments.syllables import read_pinyin, second_reading, syllables
from commitments.tokens import HAN, normalise, number_token, numbers

# What a match says: the same two neighbours, the same two sounds, and both with one character between them.
SAME, SOUND, SAME_APART, SOUND_APART = 1.0, 0.9, 0.8, 0.7
SEARCHED = 12  # tokens that the index is asked for: the rarest ones; more only find more of the common
_SHORTEST_INITIALS = 4
_PIECE = re.compile(f"[{HAN}]+|[a-z]+[0-9]*[a-z]*|[0-9]+[a-z]+|[0-9]+")
_ROUND = re.compile("[百千万亿]+")  # 百万吨乙烯, 千亿产业: part of a name
_MEASURE = "个户所家条项座处部套件支亩台辆名人次位栋只头"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two characters of a term, by place, and the token that finds them with what it is worth."""

    first: int
    second: int
    token: str
    worth: float


@dataclass(frozen=True, slots=True)
class Term:
    """One piece of a question. `chars` is "" for typed pinyin; `number` and `initials` are set for those kinds only."""

    chars: str
    sounds: str
    pairs: tuple[Pair, ...] = ()
    number: float | None = None
    initials: str = ""

    @property
    def length(self) -> int:
        """How many characters are asked for."""
        return len(self.sounds)


def terms(text: str, values: tuple[float, ...] = ()) -> tuple[Term, ...]:
    """The terms of a question's subject words, and one for each of the numbers that it asks for."""
    text = normalise(text)
    found = list(_terms(text))
    found += [number_term(value) for value in values]
    return tuple(dict.fromkeys(found))


def _terms(text: str) -> Iterator[Term]:
    at = 0
    for value, start, end in numbers(text):
        if start < at or _inside_word(text, start, end) or _ROUND.fullmatch(text, start, end):
            continue
        yield from _words(text[at:start])
        yield number_term(value)
        at = end + (text[end : end + 1] in _MEASURE and end < len(text))
    yield from _words(text[at:])


def _inside_word(text: str, start: int, end: int) -> bool:
    """Whether a number is part of a word of letters: G208, 5G."""
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    return any("a" <= char <= "z" for char in around)


def _words(text: str) -> Iterator[Term]:
    for piece in _PIECE.findall(text):
        if not piece[0].isascii():
            yield _han_term(piece)
        elif not piece.isalpha():
            yield Term(piece, piece, (Pair(0, len(piece) - 1, piece, SAME),))
        else:
            yield from _letters_term(piece)


def _han_term(chars: str) -> Term:
    sounds = syllables(chars)
    pairs = (*_pairs(chars, SAME, SAME_APART), *_pairs(sounds, SOUND, SOUND_APART), *_other_readings(chars, sounds))
    return Term(chars, sounds, pairs)


def _other_readings(chars: str, sounds: str) -> Iterator[Pair]:
    """The neighbours of a character that is read in two ways, with its other sound (港行 for 港航)."""
    for i, char in enumerate(chars):
        other = second_reading(char)
        if other is None:
            continue
        if i:
            yield Pair(i - 1, i, sounds[i - 1] + other, SOUND)
        if i + 1 < len(chars):
            yield Pair(i, i + 1, other + sounds[i + 1], SOUND)


def _pairs(text: str, worth: float, apart: float) -> Iterator[Pair]:
    for i in range(len(text) - 1):
        yield Pair(i, i + 1, text[i : i + 2], worth)
        if i + 2 < len(text):
            yield Pair(i, i + 2, text[i] + text[i + 2], apart)


def _letters_term(piece: str) -> Iterator[Term]:
    sounds = read_pinyin(piece)
    if sounds is not None and len(sounds) > 1:
        yield Term("", sounds, tuple(_pairs(sounds, SOUND, SOUND_APART)))
    elif len(piece) >= _SHORTEST_INITIALS:
        pairs = tuple(Pair(i, i + 2, piece[i : i + 3], SAME) for i in range(len(piece) - 2))
        yield Term("", piece, pairs, initials=piece)
    else:
        yield Term(piece, piece, (Pair(0, len(piece) - 1, piece, SAME),))


def number_term(value: float) -> Term:
    """A number that the statement should hold, however it is written."""
    token = number_token(value)
    return Term("", token, (Pair(0, 0, token, SAME),), number=value)
