"""Which group of tasks (任务类别) each part of a text is about, by the document's own headings.

“●在民生保障方面”, “一、着力稳增长”, “（二）产业发展”, “**深化城市建设提质。**”: headings that stand beside others
of the same kind. The outermost that names a field of work is the group; 回顾, 总体要求, 重点工作 name none, but what is
under them may.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from commitments.articles import Piece, split_articles
from commitments.blocks import MARKS, Block, read_blocks
from commitments.flat import flatten
from commitments.frames import turns_frame
from commitments.group_words import group_name, is_aspect
from commitments.numerals import NUMBER, number_value
from commitments.patterns import find


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """A group of tasks and its span in the decoded file; `announced` where the document says how many it has, as in
    6大类135项任务."""

    name: str
    start: int
    end: int
    announced: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    """A heading: where it begins, how deep it is, what it names; `opens` is false for one that only ends others."""

    at: int
    level: int
    name: str
    block: int
    aspect: bool = False
    opens: bool = True
    run_in: bool = False  # in 民生保障方面，… the section begins in the same paragraph


# How a heading is numbered, the outermost first; then lines of their own, 一是, and first sentences of paragraphs.
_NUMBERS = (
    re.compile("第[一二三四五六七八九十]{1,3}(?:章|节|编|篇|部分)"),
    re.compile("[一二三四五六七八九十]{1,3}、"),
    re.compile("（[一二三四五六七八九十]{1,3}）"),
    re.compile(r"\d{1,2}[.、](?!\d)|（\d{1,2}）"),
)
_LINE, _FIRSTLY, _RUN_IN = 4, 5, 6
_TRANSPARENT = (0, 1, _LINE)  # without a name they only hold what is under them; (三) without a name is a group
_NUMBERED_INSIDE = re.compile(r"[。！？：；]\**(?=（[一二三四五六七八九十]{1,3}）)")
_FIRST = re.compile("[一二三四五六七八九十]{1,2}是")
_ASPECT_LEAD = re.compile("在[^，。；：]{2,16}方面(?=[，：])")
_HEAD = re.compile("[^。！？；]{2,60}[。！？；]")
_LONGEST_RUN_IN = 20
_HOLDS = find("工作重点 主要目标 主要措施 工作措施 具体任务 任务分工 工作内容 重点方向 实事项目 以下.{0,6}工作")
_LEAST = {_LINE: 3, _FIRSTLY: 3, _RUN_IN: 3}  # siblings that name a group; 2 elsewhere and for 在…方面
_ANNOUNCED = re.compile(
    r"(\d{1,2}|[一二三四五六七八九十]{1,3})(?:大类|类|大方面|个方面|大板块|大领域)[^，。；]{0,8}?\d{1,4}(?:项|件|条|个)"
)


def task_groups(text: str) -> tuple[TaskGroup, ...]:
    """The groups of tasks of a decoded file in text order, without overlaps; () where its headings are none.

    Never raises for any text.
    """
    flat = flatten(text)
    found = []
    for piece in split_articles(flat.text, read_blocks(flat)):
        found += _of_article(flat.text, piece)
    return tuple(replace(one, start=flat.at(one.start), end=flat.at(one.end - 1) + 1) for one in found)


def group_at(groups: Sequence[TaskGroup], start: int) -> TaskGroup | None:
    """The group that an offset of the file stands in, None for none."""
    at = bisect_right(groups, start, key=lambda group: group.start) - 1
    return groups[at] if at >= 0 and start < groups[at].end else None


def _of_article(text: str, piece: Piece) -> list[TaskGroup]:
    """The groups of one article, in offsets of the flat text."""
    marks = _with_siblings(list(_marks(text, piece)))
    if not marks:
        return []
    found: list[TaskGroup] = []
    stack: list[_Mark] = []
    nexts = [*(mark.at for mark in marks[1:]), piece.blocks[-1].end]
    for mark, after, own_end in zip(marks, nexts, _own_ends(piece, marks), strict=True):
        stack = [*(one for one in stack if one.level < mark.level), mark]
        outer = next((one for one in stack if one.name or (one.opens and one.level not in _TRANSPARENT)), None)
        if outer is None or not outer.name:
            continue
        end = min(after, own_end) if outer is mark else after
        if found and found[-1].name == outer.name and found[-1].end == mark.at:
            found[-1] = replace(found[-1], end=end)
        else:
            found.append(TaskGroup(outer.name, mark.at, end))
    names = {one.name for one in found}
    says = (number_value(number) for one in _ANNOUNCED.finditer(text, piece.blocks[0].start, piece.blocks[-1].end)
            if (number := NUMBER.match(one.group(1))))  # fmt: skip
    announced = len(names) > 1 and len(names) in set(says)
    return [replace(one, announced=announced) for one in found]


def _marks(text: str, piece: Piece) -> Iterator[_Mark]:
    in_body = False
    for number, block in enumerate(piece.blocks):
        words = text[block.start : block.end]
        if block.kind == "heading":
            level, rest = _numbered(words)
            if level == _LINE and not in_body and not is_aspect(words):
                continue  # the headline
            yield _mark(block.start, level, rest, number)
        elif block.kind == "body":
            in_body = True
            yield from _marks_of_paragraph(text, block, number)


def _marks_of_paragraph(text: str, block: Block, number: int) -> Iterator[_Mark]:
    """The headings that a paragraph begins with or, where the scan lost its line breaks, holds."""
    aspect = _ASPECT_LEAD.match(text, block.start, block.end)
    if aspect:
        yield replace(_mark(block.start, _LINE, aspect.group(), number), run_in=True)
        return
    inside = [found.end() for found in _NUMBERED_INSIDE.finditer(text, block.start, block.end)]
    starts = [block.start, *inside]
    for start in starts:
        head = _HEAD.match(text, start, block.end)
        words = (head.group()[:-1] if head else text[start : min(block.end, start + 60)]).strip(MARKS)
        level, rest = _numbered(words)
        if level < _LINE:
            yield _mark(start, level, rest, number)
        elif start == block.start and head and len(rest) <= _LONGEST_RUN_IN:
            firstly = _FIRST.match(rest)
            rest = rest[firstly.end() :] if firstly else rest
            name = group_name(rest)
            if name:
                yield _Mark(start, _FIRSTLY if firstly else _RUN_IN, name, number)
    if len(inside) > 1:  # the whole list stands in this paragraph
        yield _Mark(block.end, _numbered(text[inside[0] : inside[0] + 8])[0], "", number + 1, opens=False)


def _numbered(words: str) -> tuple[int, str]:
    """The level of a heading by its number, and its words without it."""
    for level, pattern in enumerate(_NUMBERS):
        if found := pattern.match(words):
            return level, words[found.end() :]
    return _LINE, words


def _mark(at: int, level: int, words: str, block: int) -> _Mark:
    aspect = is_aspect(words)
    opens = not (turns_frame(words) or _HOLDS.search(words) or words.endswith("："))
    return _Mark(at, level, group_name(words) if opens else "", block, aspect, opens)


def _with_siblings(marks: list[_Mark]) -> list[_Mark]:
    """The headings, those without names where too few others of their kind have one; a first sentence alone is none."""
    named = Counter(mark.level for mark in marks if mark.name)
    aspects = sum(mark.aspect for mark in marks)
    found = []
    for mark in marks:
        if named[mark.level] >= _LEAST.get(mark.level, 2) or (mark.aspect and aspects > 1):
            found.append(mark)
        elif mark.level <= _LINE:
            found.append(replace(mark, name="", opens=mark.opens and mark.level < _LINE))
    return found


def _own_ends(piece: Piece, marks: Sequence[_Mark]) -> list[int]:
    """The end of what each heading can be over at most.

    Where each section of a series is one paragraph, so is its last one: what follows closes the series.
    """
    ends = [piece.blocks[-1].end] * len(marks)
    size, in_row = 0, 0  # paragraphs of the sections before in the same series, and how many those are
    for at, mark in enumerate(marks):
        after = marks[at + 1] if at + 1 < len(marks) else None
        if mark.level < _LINE or not mark.name:
            size, in_row = 0, 0
        elif after and after.level == mark.level and after.name:
            size, in_row = max(size, after.block - mark.block), in_row + 1
        else:
            own = 1 if mark.level > _LINE or mark.run_in else 2  # a heading on a line of its own and one paragraph
            if in_row and size == own and mark.block + own <= len(piece.blocks):
                ends[at] = piece.blocks[mark.block + own - 1].end
            size, in_row = 0, 0
    return ends
