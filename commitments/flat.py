"""A document without its whitespace: one character here for one in the file, so that offsets hold.

Scans break lines in mid-word (“改造提\\n\\n升项目”), so every reader works on the flat text and maps back.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from itertools import pairwise

# Half-width punctuation as scans print it, full-width letters and digits: one character for one, so that offsets hold.
_FOLD = {ord(half): full for half, full in zip(",;:?!()", "，；：？！（）", strict=True)}
_FOLD |= {0xFF10 + i: str(i) for i in range(10)}
_FOLD |= {0xFF21 + i: chr(65 + i) for i in range(26)} | {0xFF41 + i: chr(97 + i) for i in range(26)}
_FOLD |= {ord("％"): "%", ord("＋"): "+", ord("．"): ".", ord("－"): "—", ord("–"): "—", ord("～"): "—", ord("~"): "—"}
_FOLD |= {ord("｡"): "。", ord("﹒"): ".", ord("╱"): "/", ord("／"): "/", ord("　"): " "}
_THOUSANDS = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_SPELT_YEAR = re.compile("二[〇○零][〇○零一二三四五六七八九]{2}(?=年)")
_RUN = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Flat:
    """`text` without white space and with punctuation folded; `breaks` are the offsets that a new line begins at.

    `raw` is the same text unfolded (what a quote shows). `at(i)` is the file's offset of character i.
    """

    text: str
    raw: str
    breaks: tuple[int, ...]
    _starts: array[int]
    _shifts: array[int]

    def at(self, index: int) -> int:
        """Offset in the file of the flat text's character `index`."""
        low, high = 0, len(self._starts)
        while low < high:
            middle = (low + high) // 2
            if self._starts[middle] <= index:
                low = middle + 1
            else:
                high = middle
        return index + self._shifts[low - 1] if low else index

    def quote(self, start: int, end: int) -> str:
        """The words between two flat offsets as the file has them, without white space."""
        return self.raw[start:end]


def fold(text: str) -> str:
    """Text with half-width punctuation, full-width digits and 二〇二四年 made uniform, of the same length."""
    folded = _THOUSANDS.sub(",", text.translate(_FOLD))
    return _SPELT_YEAR.sub(lambda year: year.group().translate(_DIGITS), folded)


def flatten(text: str) -> Flat:
    """The flat view of a decoded file."""
    starts, shifts, pieces = array("l"), array("l"), []
    breaks: list[int] = []
    size = 0
    last = 0
    for run in _RUN.finditer(text):
        pieces.append(text[last : run.start()])
        size += run.start() - last
        last = run.end()
        starts.append(size)
        shifts.append(last - size)
        if "\n" in run.group() or "\r" in run.group():
            breaks.append(size)
    pieces.append(text[last:])
    raw = "".join(pieces)
    return Flat(fold(raw), raw, tuple(breaks), starts, shifts)


def lines_of(flat: Flat) -> list[tuple[int, int]]:
    """Spans of the flat text's lines, in order; empty lines are left out."""
    edges = [0, *flat.breaks, len(flat.text)]
    return [(a, b) for a, b in pairwise(edges) if b > a]


def is_open(text: str) -> bool:
    """Whether a quotation mark or bracket at the end of a text still waits for its other half."""
    return any(text.rfind(opening) > text.rfind(closing) for opening, closing in _PAIRS)


_PAIRS = tuple((pair[0], pair[1]) for pair in ("“”", "‘’", "（）", "《》", "〈〉", "【】", "「」", "『』"))
