"""Lines of a page → blocks: headings, bylines, signatures and paragraphs, with the scan's broken lines rejoined."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from commitments.flat import Flat, is_open, lines_of

BlockKind = Literal["heading", "byline", "signature", "body"]

MARKS = "#*●○■□◆◇▲△►▶★☆•·-—"
_LONGEST_HEADING = 44
_LOOK_BACK = 400  # characters of a paragraph in which a quotation mark may still be open
_CLOSED = "。！？；：”’）》…!?;:.*"
_BYLINE = re.compile(r"^(?:□|■|（)?.{0,14}(?:记者|通讯员|实习生|供稿|摄影|摄)[^。，；]{0,40}）?$")
_LEAD_BYLINE = re.compile(r"^本报.{0,4}讯?（[^）]{0,60}）")
_SIGNATURE = re.compile(
    r"^(?:二[○〇零O]?[一二三四五六七八九○〇零]{2,3}|20\d\d)年\d{0,2}[一二三四五六七八九十]{0,3}月\d{0,2}[一二三四五六七八九十]{0,3}日$"
)
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十\d]{1,3}）|第[一二三四五六七八九十]{1,3}[章节部]|\d{1,2}[.、．])"
)
# 1. 新建幼儿园12所: a numbered line that counts something or goes on behind a comma is an item of a list.
_LISTED = re.compile(r"^(?:\d{1,2}[.、]|[（(]\d{1,2}[)）]|[①-⑳])(?!\d)[^。]*(?:\d|，|；$)")
# A short line without a full stop that talks in sentences is a piece of a paragraph, not a headline.
_TALKS = re.compile(r"^(?:在(?!.{0,24}方面$)|随着|通过|由于|同时|其中|按照|据|截至)|[。；]|，(?:通过|已|将|并|其中)")
_STARTS_ITEM = re.compile(
    r"^(?:——|\d{1,2}[.、](?!\d)|（\d{1,2}）|[①-⑳]|[\u4e00-\u9fff]{2,8}：|[#●○■□◆◇▲△★☆•]|\*\*|-|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十\d]{1,3}）|本报|各位|第[一二三四五六七八九十]{1,3}[章节])"
)
_JUMP = re.compile(r"^（?(?:上接|下转|紧接|转)第?\d{0,2}[一二三四五六七八九十]{0,2}版?[^）]{0,6}）?$")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, byline, signature or paragraph: its span in the flat text, without leading and closing marks."""

    kind: BlockKind
    start: int
    end: int
    marked: bool = False


def strip_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the Markdown and list marks at its ends."""
    while start < end and text[start] in MARKS:
        start += 1
    while end > start and text[end - 1] in "*#":
        end -= 1
    return start, end


def _kind(line: str, marked: bool) -> BlockKind:
    if _LISTED.match(line):
        return "body"
    if _SIGNATURE.match(line):
        return "signature"
    if len(line) <= 60 and (_BYLINE.match(line) or _JUMP.match(line)):
        return "byline"
    if len(line) > _LONGEST_HEADING:
        return "body"
    if line[-1] in "。；！？…" and not (_NUMBERED.match(line) and "，" not in line):
        return "body"
    if _TALKS.search(line) and not marked and not _NUMBERED.match(line):
        return "body"
    return "heading"


def _continues(before: str, line: str, previous: BlockKind) -> bool:
    """Whether a line goes on where the scan broke the one before it."""
    if _STARTS_ITEM.match(line) or _LEAD_BYLINE.match(line):
        return False
    if len(before) > 12 and is_open(before):
        return True
    return previous == "body" and before[-1] not in _CLOSED


def read_blocks(flat: Flat) -> list[Block]:
    """The page's blocks in order; a paragraph that the scan broke into lines is one block."""
    text = flat.text
    found: list[Block] = []
    open_start, open_end = -1, -1  # the paragraph that may go on
    previous: BlockKind = "heading"
    for start, end in lines_of(flat):
        line = text[start:end]
        if open_start >= 0:
            if _continues(text[max(open_start, open_end - _LOOK_BACK) : open_end], line, previous):
                open_end = end
                previous = "body"
                continue
            _close(found, text, open_start, open_end, previous)
        marked = line[0] in "#●■◆▲*"
        first, last = strip_marks(text, start, end)
        if first >= last:
            open_start = -1
            continue
        previous = _kind(text[first:last], marked)
        open_start, open_end = start, end
    if open_start >= 0:
        _close(found, text, open_start, open_end, previous)
    return found


def _close(found: list[Block], text: str, start: int, end: int, kind: BlockKind) -> None:
    marked = text[start] in "#●■◆▲*"
    first, last = strip_marks(text, start, end)
    if first < last:
        found.append(Block(kind, first, last, marked))
