"""Tables that a scan or a paste flattened to one cell a line: which column a cell stood in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from commitments.blocks import Block
from commitments.patterns import find

Column = Literal["number", "subject", "plan", "due", "review", "other"]

# What a header cell says → what its column holds. First match wins.
_HEADERS: tuple[tuple[re.Pattern[str], Column], ...] = (
    (find(r"^序号$ ^编号$ ^No\.?$"), "number"),
    (find("^(?:完成|办结|整改|计划|节点)?(?:时限|期限|时间|日期)$ 时间节点 ^时限要求$"), "due"),
    (find("^(?:工作|目前|当前|整改|落实|推进)?(?:进展|完成)(?:情况)?$ ^形象进度$ ^进度$ ^落实情况$"), "review"),
    (find("^(?:年度|工作|主要|重点|建设|实施)?(?:目标|任务|内容|举措|措施)(?:任务|值|内容)?$"), "plan"),
    (find("^(?:项目|事项|任务|工作|指标)(?:名称)?$ ^类别$"), "subject"),
    (
        find("^(?:牵头|责任|配合|实施|建设)(?:单位|部门|领导|主体|人)$ ^备注$ ^单位$ ^负责人$ ^领导$ ^区县$ ^县区$"),
        "other",
    ),
)
_NUMBER = re.compile(r"^\d{1,3}[.、]?$")
_LONGEST_HEADER = 10
_WIDEST = 16


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds statements: how to read it, and the limit of its row as it stands there."""

    mode: Literal["plan", "review"]
    due: str = ""


def _column(words: str) -> Column | None:
    if len(words) > _LONGEST_HEADER:
        return None
    return next((column for pattern, column in _HEADERS if pattern.search(words)), None)


def read_table(text: str, blocks: Sequence[Block]) -> dict[int, Cell]:
    """Cells by the offset that they start at; empty where the blocks hold no flattened table.

    A table is known by a run of at least three header cells with one for targets or progress among them; its rows are
    as long as the header. Cells of other columns (numbers, limits, offices) are not in the result.
    """
    words = [text[block.start : block.end] for block in blocks]
    for first in range(len(words)):
        header: list[Column] = []
        while (
            len(header) < _WIDEST
            and first + len(header) < len(words)
            and (column := _column(words[first + len(header)]))
        ):
            header.append(column)
        if len(header) >= 3 and ("plan" in header or "review" in header):
            return _cells(words, blocks, first + len(header), header)
    return {}


def _cells(words: list[str], blocks: Sequence[Block], at: int, header: list[Column]) -> dict[int, Cell]:
    found: dict[int, Cell] = {}
    width = len(header)
    while at + width <= len(words):
        if header[0] == "number" and not _NUMBER.match(words[at]):
            at += 1  # a line that the table does not account for
            continue
        row = words[at : at + width]
        due = next((cell for cell, column in zip(row, header, strict=True) if column == "due"), "")
        for offset, column in enumerate(header):
            if column == "plan" or column == "review":
                found[blocks[at + offset].start] = Cell(column, due if column == "plan" else "")
        at += width
    return found
