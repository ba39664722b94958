"""A table's rows → lines, one for a cell, as commitments/tables.py reads them: every row as long as the header."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

EMPTY = "/"  # as people fill an empty cell of a ledger
_LIKE_ABOVE = "同上"
_SHORT = 20  # characters; a longer cell that goes on below is not repeated
_LABEL = 10  # characters; a heading that was broken to fit its column
_CLOSED = "。！？；：…!?;:"
_SENTENCE = "，,"
_PAGE_CELL = 1500  # characters; a cell that holds more is no cell but a part of the page


@dataclass
class Cell:
    """What stands in a cell: lines, the columns that it spans, and whether it goes on from the row above."""

    lines: list[str] = field(default_factory=list)
    span: int = 1
    goes_on: bool = False


def grid_lines(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """The lines of a table in reading order.

    A cell is one line, “/” where it is empty; a cell that is merged downwards is repeated, or 同上. Tables of one
    column, and tables that only lay out a page, give their lines as they are.
    """
    filled = [row for row in rows if any(cell.lines or cell.goes_on for cell in row)]
    width = max((sum(cell.span for cell in row) for row in filled), default=0)
    if width < 2 or any(sum(map(len, cell.lines)) > _PAGE_CELL for row in filled for cell in row):
        return [line for row in filled for cell in row for line in cell.lines]
    found: list[str] = []
    above: dict[int, str] = {}  # column → what stands there
    for row in filled:
        if len(row) == 1:  # a heading over all columns
            found += row[0].lines
            continue
        column = 0
        for cell in row:
            words = _one_line(cell.lines)
            if cell.goes_on and not words:
                words = above.get(column, "")
                found.append(words if len(words) <= _SHORT else _LIKE_ABOVE)
            else:
                found.append(words)
            above[column] = words
            found += [EMPTY] * (cell.span - 1)
            column += cell.span
        found += [EMPTY] * (width - column)
    return [line or EMPTY for line in found]


def _one_line(lines: Sequence[str]) -> str:
    """A cell's paragraphs as one line; a sentence is closed, so that the next cell does not go on with it."""
    parts = [line.strip() for line in lines if line.strip()]
    whole = "".join(parts)
    if len(whole) <= _LABEL:
        return whole
    joined = "".join(part if part[-1] in _CLOSED + _SENTENCE else f"{part}；" for part in parts[:-1]) + parts[-1]
    is_sentence = len(joined) > _SHORT or any(mark in joined for mark in _SENTENCE)
    return f"{joined}。" if is_sentence and joined[-1] not in _CLOSED else joined
