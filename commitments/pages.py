"""Printed pages → one text, without the page numbers and running heads that would stand in the middle of sentences."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

_DASHES = "-—–－−·.．"
# “— 12 —”, “第12页 共30页”, “12/30”, “Page 12 of 30”: nothing else is written like this.
_NUMBERED = re.compile(
    rf"^\s*(?:[{_DASHES}]{{1,3}}\s?\d{{1,4}}\s?[{_DASHES}]{{1,3}}|第?\s?\d{{1,4}}\s?页(?:\s?[,，/]?\s?共\s?\d{{1,4}}\s?页)?"
    rf"|\d{{1,4}}\s?/\s?\d{{1,4}}|[Pp]age\s\d{{1,4}}(?:\sof\s\d{{1,4}})?)\s*$"
)
_BARE = re.compile(r"^\s*(\d{1,4})\s*$")
_DIGITS = re.compile(r"\d+")
_OFTEN = 3  # pages on which a line stands at the same edge before it is a running head

# Radicals that fonts of PDF files give in place of a character: those that Unicode itself does not lead back to it.
_RADICALS = dict(
    zip(
        "⺁⺜⺝⺟⺠⺧⺩⺫⺬⺮⺶⺼⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
        "厂日月母民牛王目示竹羊肉虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)
_RADICALS |= {
    chr(code): unicodedata.normalize("NFKC", chr(code))
    for code in range(0x2F00, 0x2FD6)  # 康熙部首
}
_UNIFY = str.maketrans(_RADICALS)


def unify_radicals(text: str) -> str:
    """The text with the characters themselves for radicals that only look like them (⽼⻓ → 老长); length unchanged."""
    return text.translate(_UNIFY)


def join_pages(pages: Sequence[Sequence[str]]) -> str:
    """The lines of all pages as one text.

    Left out are page numbers at a page's edges, and lines that stand, but for their digits, at the same edge of most
    pages: of a running head the first one stays (it may hold the day of print), of a foot none.
    """
    kept = [[line for line in page if line.strip()] for page in pages]
    for edge in (0, -1):
        _drop_numbers(kept, edge)
        _drop_repeated(kept, edge)
        _drop_numbers(kept, edge)  # above or below the running head
    return "\n".join(line for page in kept for line in page)


def _drop_numbers(pages: list[list[str]], edge: int) -> None:
    bare = {at: int(found[1]) - at for at, page in enumerate(pages) if page and (found := _BARE.match(page[edge]))}
    steady = Counter(bare.values())  # a number that grows with the pages, from wherever it begins
    for at, page in enumerate(pages):
        if page and (_NUMBERED.match(page[edge]) or (at in bare and steady[bare[at]] > 1)):
            del page[edge]


def _drop_repeated(pages: list[list[str]], edge: int) -> None:
    heads = [_DIGITS.sub("0", "".join(page[edge].split())) if page else "" for page in pages]
    often = {head for head, times in Counter(heads).items() if head and times >= _OFTEN and times * 2 > len(pages)}
    for at, page in enumerate(pages):
        if heads[at] in often:
            if edge == 0 and heads.index(heads[at]) == at:
                continue
            del page[edge]
