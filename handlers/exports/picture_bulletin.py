"""通报 as a picture: totals by status, the district table, what went best and slowest, and what is under 挂牌督办."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from commitments.bulletin import BulletinData, Line
from commitments.model import Status
from handlers import phrases
from handlers.exports.canvas import BODY, HIGHEST, MARGIN, SMALL, SOFT, Canvas
from handlers.exports.fonts import font
from handlers.exports.sheet import (
    FILLS,
    LIGHT_COLORS,
    ROOM,
    Sheet,
    caption,
    foot_lines,
    legend,
    segments,
    status_parts,
)

_ROW = 50
_DISTRICTS = 9
_NAMED = 3


@dataclass(frozen=True, slots=True)
class _Section:
    """Matters under a heading, each with what is said of it at the right; `more` of them are left out."""

    heading: str
    lines: Sequence[Line]
    said: Callable[[Line], str]
    more: int = 0


def bulletin_caption(data: BulletinData) -> str:
    """What the picture shows in words."""
    said = [f"{line.place}{len(line.lines)}项：{status_parts(_counts(line.counts))}" for line in data.districts]
    head = f"{_title(data)}：共{len(data.lines)}项，{status_parts(_counts(data.counts))}"
    return caption(head, said, (line.matter for line in data.lines), data.last)


def bulletin_picture(data: BulletinData) -> bytes:
    """A month's notice on one sheet: one bar of all matters, one for each district, then the matters that are named.

    As many districts and matters as a phone shows; how many are left out is said. PNG; raises LedgerError without a
    font.
    """
    foot = foot_lines((line.matter for line in data.lines), data.last)
    city = "、".join(data.cities)
    below = (f"{city + ' · ' if city else ''}{data.year}年承诺{len(data.lines)}项，写明时限{data.stated}项",)
    sections = _sections(data)
    districts = sorted(data.districts, key=lambda one: (-len(one.lines), one.place))
    shown = districts if len(districts) <= _DISTRICTS else districts[: _DISTRICTS - 1]
    left = len(districts) - len(shown)
    high = 84 + 100 + 20 + _ROW * (len(shown) + (left > 0))
    body = high + sum(64 + 46 * (len(one.lines) + (one.more > 0)) for one in sections)
    while body + 300 > HIGHEST and sections:  # what is named last goes first
        body -= 64 + 46 * (len(sections[-1].lines) + (sections[-1].more > 0))
        sections = sections[:-1]
    sheet = Sheet(_title(data), below, body, foot)
    canvas, y = sheet.canvas, sheet.top
    counts = _counts(data.counts)
    segments(canvas, MARGIN, y, ROOM, 64, counts, max(len(data.lines), 1))
    legend(canvas, y + 84, counts)
    y += 84 + 100
    for line in shown:
        canvas.text(MARGIN, y + 22, line.place, room=210)
        said = f"{len(line.lines)}项" + (f" 挂牌{line.listed}" if line.listed else "")
        segments(canvas, MARGIN + 220, y, ROOM - 220 - 190, 40, _counts(line.counts), max(len(line.lines), 1))
        canvas.text(MARGIN + ROOM, y + 22, said, align="right", bold=True)
        y += _ROW
    if left:
        canvas.text(MARGIN, y + 22, f"另有{left}个地区没有画出", color=SOFT)
        y += _ROW
    y += 20.0
    for section in sections:
        y = _named(canvas, y, section)
    return canvas.png()


def _title(data: BulletinData) -> str:
    return f"{data.first.year}年{data.first.month}月督查通报"


def _counts(counts: Mapping[Status, int]) -> dict[Status, int]:
    """The counts in the order of the fills."""
    return {status: counts[status] for status in FILLS if counts.get(status)}


def _sections(data: BulletinData) -> list[_Section]:
    listed = tuple(one.line for one in data.listed)
    since = {one.line.matter.id: one.since for one in data.listed}
    found = (
        _Section("进展最好", data.best[:_NAMED], _how),
        _Section("最慢的", data.slowest[:_NAMED], _how),
        _Section(
            f"挂牌督办{len(listed)}项",
            listed[:_NAMED],
            lambda line: f"{phrases.day(since[line.matter.id], data.last)}起",
            max(len(listed) - _NAMED, 0),
        ),
    )
    return [section for section in found if section.lines]


def _how(line: Line) -> str:
    """“已逾期87天”, “26.6% 欠序时”, “已完成”."""
    how = line.standing
    if how.status == "overdue" and how.days_left is not None:
        return f"已逾期{-how.days_left}天，未见完成报道"
    share = "" if how.percent is None else f"{phrases.percent_text(how.percent)} "
    return f"{share}{FILLS[how.status].word}"


def _named(canvas: Canvas, y: float, section: _Section) -> float:
    canvas.text(MARGIN, y + 30, section.heading, size=BODY, bold=True)
    y += 64
    for line in section.lines:
        said = section.said(line)
        wide = font(bold=True).width(said, SMALL)
        canvas.dot(MARGIN + 12, y + 12, 11, LIGHT_COLORS[line.standing.light])
        place = "、".join(name for name in line.matter.places if name not in line.matter.title)
        canvas.text(MARGIN + 34, y + 12, f"{place} {line.matter.title}", room=ROOM - wide - 58)
        canvas.text(MARGIN + ROOM, y + 12, said, align="right", bold=True)
        y += 46
    if section.more:
        canvas.text(MARGIN + 34, y + 12, f"另有{section.more}项", color=SOFT)
        y += 46
    return y
