"""Printed pages → one text, without the page numbers and running heads that would stand in the middle of sentences."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import repeat

from commitments.layout import Line, paragraphs

_DASHES = "-—–－−·.．"
# “— 12 —”, “第12页 共30页”, “12/30”, “Page 12 of 30”: nothing else is written like this.
_NUMBERED = re.compile(
    rf"^\s*(?:[{_DASHES}]{{1,3}}\s?\d{{1,4}}\s?[{_DASHES}]{{1,3}}|第?\s?\d{{1,4}}\s?页(?:\s?[,，/]?\s?共\s?\d{{1,4}}\s?页)?"
    r"|\d{1,4}\s?/\s?\d{1,4}|[Pp]age\s\d{1,4}(?:\sof\s\d{1,4})?)\s*$"
)
_BARE = re.compile(r"^\s*(\d{1,4})\s*$")
_DIGITS = re.compile(r"\d{1,9}")
_HEADS = 6  # lines at an edge that may be running heads
_SHORTEST_HEAD = 4  # characters
_SENTENCE = "。；，、：！？"  # no running head ends with one
_DATE = re.compile(r"20\d\d年\d{1,2}月")

# Characters that fonts of PDF files give in place of the one that is meant, and that look like it.
_LOOKALIKES = dict(
    zip(
        "⺁⺜⺝⺟⺠⺧⺩⺫⺬⺮⺶⺼⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
        "厂日月母民牛王目示竹羊肉虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)
_LOOKALIKES |= {
    chr(code): unicodedata.normalize("NFKC", chr(code))
    for code in (*range(0x2F00, 0x2FD6), *range(0xFB00, 0xFB07))  # 康熙部首, ligatures
}
_LOOKALIKES |= {"⼾": "户", "⾭": "青"}  # Unicode leads to 戶 and 靑
_UNIFY = str.maketrans(_LOOKALIKES)


def unify(text: str) -> str:
    """The text with the characters that are meant for those that only look like them: ⽼⻓ → 老长, ﬁ → fi."""
    return text.translate(_UNIFY)


def join_pages(pages: Sequence[Sequence[Line]]) -> str:
    """The lines of all pages as one text, a paragraph a line as far as the paper shows it.

    Left out are page numbers at a page's edges, and lines that stand, but for the page's number, at the same edge of
    most pages. Of a running head the first one stays, as does one with a date at the foot: it may be the day of print.
    """
    kept = [[replace(line, words=line.words.strip()) for line in page if line.words.strip()] for page in pages]
    dated: list[Line] = []
    for edge in (0, -1):
        for _ in range(_HEADS):
            before = sum(map(len, kept))
            _drop_numbers(kept, edge)
            dated += _drop_repeated(kept, edge)
            if sum(map(len, kept)) == before:
                break
    return "\n".join(paragraphs([*dated, *(line for page in kept for line in page)]))


def _drop_numbers(pages: list[list[Line]], edge: int) -> None:
    found = {at: _BARE.match(page[edge].words) for at, page in enumerate(pages) if page}
    bare = {at: int(number[1]) - at for at, number in found.items() if number}
    steady = Counter(bare.values())  # a number that grows with the pages, from wherever it begins
    for at, page in enumerate(pages):
        if page and (_NUMBERED.match(page[edge].words) or (at in bare and steady[bare[at]] > 1)):
            del page[edge]


def _drop_repeated(pages: list[list[Line]], edge: int) -> list[Line]:
    """Take running heads away; the first of each that is to stay."""
    like: dict[str, dict[int, list[int]]] = {}  # a line but for its digits → page → its numbers
    for at, page in enumerate(pages):
        if page and page[edge].words[-1] not in _SENTENCE:
            words = "".join(page[edge].words.split())
            like.setdefault(_DIGITS.sub("0", words), {})[at] = [int(number) for number in _DIGITS.findall(words)]
    stay: list[Line] = []
    for skeleton, numbers in like.items():
        first = next(iter(numbers))
        same = [at for at, own in numbers.items() if all(map(_is_counted, own, numbers[first], repeat(at - first)))]
        if len(skeleton) >= _SHORTEST_HEAD and len(same) > 1 and len(same) * 2 > len(pages):
            lines = [pages[at].pop(edge) for at in same]
            stay += lines[:1] if edge == 0 or _DATE.search(lines[0].words) else []
    return stay


def _is_counted(number: int, first: int, pages: int) -> bool:
    """Whether a number in a running head is the same on every page, or grows with the pages."""
    return number - first in (0, pages)
