"""Lines of printed pages → paragraphs, by where on the paper a line begins and ends.

A line goes on with the one before it where that one had no room left for its first word, and where it does not begin
indented. Offsets on the paper are in any unit; where they are not known, the number of characters stands for them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"(?:[A-Za-z0-9.%+/-]{1,30}|.)[，。；：！？、”’）》】…]{0,3}")
_CLOSED = "。！？；：!?;:"
_STARTS = re.compile(
    r"[#●○■□◆◇▲△►▶★☆•①-⑳]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、](?!\d)"
    r"|本报|第[一二三四五六七八九十]{1,3}[章节]"
)
_FEW = 3  # lines; fewer that begin or end at one place are no margin
_SHARE = 0.03  # of all lines, likewise
# In widths of one character:
_SAME = 0.6  # two places that are one
_INDENTED = (1.2, 3.2)  # a paragraph's first line
_INDENT = 2.0  # where indents cannot be seen
_NARROWEST = 10  # a column of text; lines of a narrower one are cells
_LOOSE = 0.5  # a full line may be so much short of the margin
_LOOSER = 2.5  # likewise, where indents tell paragraphs


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print: its words, where it begins and ends, and the width of a character."""

    words: str
    left: float
    right: float
    size: float

    @classmethod
    def of(cls, words: str) -> Line:
        """A line of which only the words are known."""
        return cls(words, 0, width(words), 1)


def width(words: str) -> float:
    """The width of words in Chinese characters; Latin letters and digits are half of one."""
    return sum(0.5 if unicodedata.east_asian_width(character) in "NaH" else 1.0 for character in words)


def paragraphs(lines: Sequence[Line]) -> Iterator[str]:
    """The lines' words, those of a paragraph joined; headings, items and cells stay lines of their own."""
    layout = _Layout(lines)
    parts: list[str] = []
    for last, line in zip([None, *lines], lines, strict=False):
        if last is not None and not layout.goes_on(last, line, first=len(parts) == 1):
            yield "".join(parts)
            parts = []
        if parts and parts[-1][-1].isascii() and parts[-1][-1].isalpha() and line.words[0].isascii():
            parts[-1] += " "
        parts.append(line.words)
    if parts:
        yield "".join(parts)


class _Layout:
    """The margins of a document: where its columns of text begin and end."""

    def __init__(self, lines: Sequence[Line]) -> None:
        enough = max(_FEW, int(len(lines) * _SHARE))
        lefts = Counter(_rounded(line.left, line) for line in lines)
        self._margins = sorted(left for left, times in lefts.items() if times >= enough)
        self._rights: dict[float, float] = {}
        self.has_indents = sum(map(self._is_indented, lines)) >= _FEW
        columns: dict[float, list[Line]] = {}
        for line in lines:
            columns.setdefault(self._column(line), []).append(line)
        for column, own in columns.items():
            ends = sorted((line.right for line in own), reverse=True)
            least = max(_FEW, int(len(ends) * _SHARE)) - 1
            size = own[0].size
            astray = ends[: max(_FEW, len(ends) // 10)]  # lines that stick out are few
            self._rights[column] = next(
                (end for at, end in enumerate(astray) if ends[at + least :] and ends[at + least] >= end - 1.5 * size),
                float("inf"),
            )

    def goes_on(self, last: Line, line: Line, *, first: bool) -> bool:
        """Whether `line` belongs to the paragraph of `last`, which is its `first` line."""
        if _STARTS.match(line.words) or self._is_indented(line):
            return False
        if last.words[-1] in _CLOSED and not self.has_indents:
            return False
        column = self._column(last)
        right = self._rights[column]
        if right - column < _NARROWEST * last.size:
            return False
        if right == float("inf"):  # too few lines to know; under an indented line one begins further left
            outdent = (last.left - line.left) / (last.size or 1)
            return _INDENTED[0] < outdent < _INDENTED[1] and last.right > line.right - last.size
        found = _WORD.match(line.words)
        word = width(found.group()) if found else 0.0
        slack = _LOOSER if self.has_indents else _LOOSE + (_INDENT if first else 0)
        return last.right + (word + slack) * last.size > right

    def _is_indented(self, line: Line) -> bool:
        return any(_INDENTED[0] * line.size < line.left - margin < _INDENTED[1] * line.size for margin in self._margins)

    def _column(self, line: Line) -> float:
        """The margin that a line stands at, indented or not; its own beginning where it stands at none."""
        near = [
            margin for margin in self._margins if -_SAME * line.size < line.left - margin < _INDENTED[1] * line.size
        ]
        return near[0] if near else _rounded(line.left, line)


def _rounded(place: float, line: Line) -> float:
    return round(place / (line.size or 1) / _SAME) * _SAME * (line.size or 1)
