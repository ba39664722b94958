"""Text → the tokens that a statement is found by, whatever a hurried person types.

Tokens are pairs of neighbouring characters and pairs with one character between them (老旧小区 → 老旧 老小 旧小 旧区
小区), the same pairs of sounds, three initials in a row (ljx), numbers by their value, and words of letters. A typo, a
homophone, a missing or an added character leaves most of them in place. Words are not used: a typo destroys them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from commitments.numerals import NUMBER, number_value
from commitments.syllables import initials, second_reading, syllables

# Raised whenever the same text gives other tokens than before: an index made by another version is built anew.
VERSION = 1

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_HAN_RUN = re.compile(f"[{HAN}]+")
_CODE_RUN = re.compile("[\ue000-\uefff]+")
_WORD_RUN = re.compile("[a-z][a-z0-9]*|[0-9]+[a-z][a-z0-9]*")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ue000-\uf8ff]")
_PLAIN = re.compile("[\x00-\x7f，。、；：！？（）“”‘’《》·—…]+")


def clean(text: str) -> str:
    """The text without what nobody types: control and direction characters, NUL, lone surrogates, private use."""
    return _UNSEEN.sub(" ", text)


def normalise(text: str) -> str:
    """The text as it is compared: half-width, lower case, simplified characters (鄰里中心 → 邻里中心)."""
    text = unicodedata.normalize("NFKC", clean(text)).lower()
    if not _is_simplified(text):
        text = _to_simplified(text)
    return text


def _is_simplified(text: str) -> bool:
    """Whether all characters are of GB2312, which has no traditional ones: most texts need no conversion."""
    try:
        _PLAIN.sub("", text).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


_CONVERTERS: list[object] = []


def _to_simplified(text: str) -> str:
    """The text in simplified characters. OpenCC is loaded when the first character asks for it."""
    if not _CONVERTERS:
        from opencc import OpenCC

        _CONVERTERS.append(OpenCC("t2s"))
    return str(_CONVERTERS[0].convert(text))  # type: ignore[attr-defined]


def numbers(text: str) -> Iterator[tuple[float, int, int]]:
    """The numbers of a normalised text, with their spans: 3.7万 → 37000, 五十个 → 50, １,200 → 1200.

    A Chinese numeral below ten is left to its characters: it mostly belongs to a name (三门峡, 一件事一次办).
    """
    for found in NUMBER.finditer(text):
        value = number_value(found)
        if value is not None and (found["arabic"] or value >= 10):
            yield value, found.start(), found.end()


def number_token(value: float) -> str:
    """A number as a token: 37000 → n37000, 1.5 → n1p5."""
    return "n" + f"{value:.4f}".rstrip("0").rstrip(".").replace(".", "p")


@dataclass(frozen=True, slots=True)
class Written:
    """A statement as it is compared: normalised characters, and the sounds of the same length."""

    chars: str
    sounds: str


def written(text: str) -> Written:
    """A statement's text in the two forms that are compared."""
    chars = normalise(text)
    return Written(chars, syllables(chars))


def index_tokens(text: Written) -> list[str]:
    """All tokens of a statement, each once, in no order that matters."""
    found: dict[str, None] = {}
    for run in _HAN_RUN.findall(text.chars):
        found.update(dict.fromkeys(_pairs(run)))
        found.update(dict.fromkeys(_sound_pairs(run)))
        letters = initials(run)
        found.update((letters[i : i + 3], None) for i in range(len(letters) - 2) if letters[i : i + 3].isascii())
    found.update((number_token(value), None) for value, _, _ in numbers(text.chars))
    found.update((word, None) for word in _WORD_RUN.findall(text.chars))
    return list(found)


def _pairs(run: str) -> Iterator[str]:
    """Neighbours, and characters with one between them."""
    for i in range(len(run) - 1):
        yield run[i : i + 2]
        if i + 2 < len(run):
            yield run[i] + run[i + 2]


def _sound_pairs(run: str) -> Iterator[str]:
    """The same pairs as sounds, in both readings where a character has two."""
    sounds = syllables(run)
    yield from (pair for pair in _pairs(sounds) if _CODE_RUN.fullmatch(pair))
    for i, char in enumerate(run):
        other = second_reading(char)
        if other is None:
            continue
        for step in (1, 2):
            if i >= step and _CODE_RUN.match(sounds[i - step]):
                yield sounds[i - step] + other
            if i + step < len(run) and _CODE_RUN.match(sounds[i + step]):
                yield other + sounds[i + step]
