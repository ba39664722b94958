"""How Chinese sounds: characters as toneless syllables in which near-homophones are the same, and typed pinyin.

A syllable is written as one character of Unicode's private use area, so that a text and its sounds have the same
length and everything that compares characters (bigrams, rapidfuzz) compares sounds as well.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

# What people hear as one sound, or type as one: z/zh, c/ch, s/sh, n/l at the front; n/ng at the end; ü typed as v or u.
_FRONT = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
FIRST_SOUND = "\ue000"
_LETTERS = re.compile("[a-z]+")
_LONGEST_SYLLABLE = 6


def fold(syllable: str) -> str:
    """A written syllable as it is heard: zhong → zon, ning → lin, lv → lu."""
    for written, heard in _FRONT:
        if syllable.startswith(written):
            syllable = heard + syllable[len(written) :]
            break
    return syllable.replace("v", "u").removesuffix("g") if syllable.endswith("ng") else syllable.replace("v", "u")


class _Table:
    """The table of data/syllables.txt: character → code, second readings, and the code of every written syllable."""

    def __init__(self) -> None:
        text = files("commitments.data").joinpath("syllables.txt").read_text(encoding="utf-8")
        lines = [line.split(" ") for line in text.splitlines() if not line.startswith("#")]
        folded = sorted({fold(written.lstrip("+")) for written, _ in lines})
        code_of = {heard: chr(ord(FIRST_SOUND) + i) for i, heard in enumerate(folded)}
        self.written = {written: code_of[fold(written)] for written, _ in lines if not written.startswith("+")}
        self.codes: dict[int, str] = {}
        self.second: dict[str, str] = {}
        self.initials: dict[int, str] = {}
        for written, chars in lines:
            if written.startswith("+"):
                self.second.update(dict.fromkeys(chars, code_of[fold(written[1:])]))
                continue
            self.codes.update(dict.fromkeys(map(ord, chars), code_of[fold(written)]))
            self.initials.update(dict.fromkeys(map(ord, chars), written[0]))


@cache
def _table() -> _Table:
    return _Table()


def syllables(text: str) -> str:
    """The text with every Chinese character turned into its sound; the length and everything else stay.

    九州迟 and 九洲池 give the same. A character read in two ways gets the more common one.
    """
    return text.translate(_table().codes)


def second_reading(char: str) -> str | None:
    """The other sound of a character that is read in two ways (行: hang beside xing), else None."""
    return _table().second.get(char)


def initials(text: str) -> str:
    """The first letters of the pinyin of a run of Chinese characters: 老旧小区 → ljxq; other characters stay."""
    return text.translate(_table().initials)


def read_pinyin(letters: str) -> str | None:
    """Typed pinyin without tones as sounds: hanweibowuguan → six of them; None where the letters are no pinyin.

    Where two readings are possible, the one of fewer syllables is taken (xian: 先, not 西安).
    """
    if not _LETTERS.fullmatch(letters):
        return None
    written = _table().written
    best: list[str | None] = [""] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            before, code = best[start], written.get(letters[start:end])
            if before is None or code is None:
                continue
            now = best[end]
            if now is None or len(before) + 1 < len(now):
                best[end] = before + code
    return best[-1]
