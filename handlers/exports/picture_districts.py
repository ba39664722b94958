"""各区进度: the matters of each district by status, or each district's share of one programme with its figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from commitments.model import Matter, Standing
from commitments.parts import REST, Part
from handlers import phrases
from handlers.exports.canvas import BODY, INK, MARGIN, SMALL, SOFT, clipped
from handlers.exports.fonts import font
from handlers.exports.sheet import (
    FILLS,
    LIGHT_COLORS,
    ROOM,
    UNKNOWN,
    Row,
    Sheet,
    axis,
    caption,
    counted,
    foot_lines,
    legend,
    room_for,
    segments,
    status_parts,
)

CITY = "全市（不分区）"
_ROW = (52.0, 82.0)  # pixels for a district: the least and the most
_PART = (88.0, 118.0)
_REST = 50  # for the line that says how many are left out
_NAME = 236  # pixels for the name of a district
_LEGEND = 100


def by_district(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """The matters of each district, most first, then those of the whole city; one of several districts is in each."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for place in row[0].places or (CITY,):
            found[place].append(row)
    return sorted(found.items(), key=lambda one: (one[0] == CITY, -len(one[1]), one[0]))


def districts_caption(rows: Sequence[Row], title: str, today: date) -> str:
    """What the picture shows in words; "" where no matter has a district."""
    districts = by_district(rows)
    if not any(place != CITY for place, _ in districts):
        return ""
    said = [f"{place}{len(some)}项：{status_parts(counted(some))}" for place, some in districts]
    return caption(f"{title} · 各区进度：共{len(rows)}项", said, (matter for matter, _ in rows), today)


def districts_picture(rows: Sequence[Row], title: str, today: date) -> bytes:
    """One bar for each district: its matters by status, as shares of its own number, which stands beside it.

    As many districts as a phone shows; how many are left out is said. PNG; raises LedgerError without a font.
    """
    districts = by_district(rows)
    foot = foot_lines((matter for matter, _ in rows), today)
    room = room_for(title, 1, len(foot)) - _LEGEND - _REST
    row, shown = _fitted(len(districts), room, _ROW)
    left = len(districts) - shown
    high = _LEGEND + row * shown + (_REST if left else 0)
    sheet = Sheet(title, (f"各区进度 · 共{len(rows)}项",), high, foot)
    canvas, y = sheet.canvas, sheet.top
    legend(canvas, y, counted(rows))
    y += _LEGEND
    for place, some in districts[:shown]:
        middle = y + row / 2 - 8
        canvas.text(MARGIN, middle, place, size=BODY, room=_NAME - 12)
        segments(canvas, MARGIN + _NAME, y, ROOM - _NAME - 110, row - 16, counted(some), len(some))
        canvas.text(MARGIN + ROOM, middle, f"{len(some)}项", size=BODY, align="right", bold=True)
        y += row
    if left:
        canvas.text(MARGIN, y + 20, _left(left), color=SOFT)
    return canvas.png()


def parts_caption(matter: Matter, standing: Standing, parts: Sequence[Part], others: Sequence[Matter] = ()) -> str:
    """The districts' shares of a programme in words; "" for fewer than two lines that have a target."""
    lines = _lines(standing, parts)
    if len(lines) < 2:
        return ""
    said = [f"{phrases.LIGHTS[line.light]} {line.place} {_said(line)}" for line in lines]
    return caption(f"{phrases.name_text(matter)} · 各区进度", said, (matter, *others), standing.today)


def parts_picture(matter: Matter, standing: Standing, parts: Sequence[Part], others: Sequence[Matter] = ()) -> bytes:
    """One bar for the programme and each district: the share of its own target that was reported, from 0.

    What nobody reported is hatched; a mark shows where the pace would be. `others` are the districts' matters, for
    the sources. PNG; raises LedgerError without a font.
    """
    title = phrases.name_text(matter)
    foot = foot_lines((matter, *others), standing.today)
    lines = _lines(standing, parts)
    below = ("各区进度 · 已报占目标的比例", *_pace_line(standing))
    row, shown = _fitted(len(lines), room_for(title, len(below), len(foot)) - 70 - _REST, _PART)
    left, lines = len(lines) - shown, lines[:shown]
    sheet = Sheet(title, below, row * shown + 70 + (_REST if left else 0), foot)
    canvas, top, wide = sheet.canvas, sheet.top, ROOM
    most = max(100.0, *(line.percent for line in lines if line.percent is not None), 0.0)
    most = 100.0 if most <= 100 else -(-most // 40) * 40
    bottom = top + row * shown
    axis(canvas, MARGIN, wide, top + 44, bottom, most)
    y = top
    for line in lines:
        said = _said(line)
        taken = font(bold=True).width(clipped(said, SMALL, ROOM, font(bold=True)), SMALL)
        canvas.bar(MARGIN - 4, y, ROOM + 8, 44, "#ffffff")
        canvas.dot(MARGIN + 14, y + 22, 12, LIGHT_COLORS[line.light])
        canvas.text(MARGIN + 36, y + 22, line.place, size=BODY, room=ROOM - taken - 60)
        canvas.text(MARGIN + ROOM, y + 22, said, align="right", bold=True)
        if line.percent is None:
            canvas.bar(MARGIN, y + 50, wide, row - 72, FILLS["no_evidence"].color, hatch=True)
        else:
            canvas.bar(MARGIN, y + 50, wide * min(line.percent, most) / most, row - 72, LIGHT_COLORS[line.light])
        y += row
    if standing.paces:
        at = MARGIN + wide * standing.paces[0].expected / most
        canvas.line((at, at), (top + 46, top + row - 18), INK, thick=4, above=True)
    if left:
        canvas.text(MARGIN, bottom + 92, _left(left), color=SOFT)
    return canvas.png()


def _fitted(count: int, room: float, least_and_most: tuple[float, float]) -> tuple[float, int]:
    """How high a row is where so many have to share `room` pixels, and how many of them fit."""
    least, most = least_and_most
    row = max(least, min(most, room // max(count, 1)))
    return row, min(count, int(room // row))


def _left(count: int) -> str:
    return f"另有{count}个地区没有画出"


def _pace_line(standing: Standing) -> tuple[str, ...]:
    if not standing.paces:
        return ()
    pace = standing.paces[0]
    day = phrases.spoken_day(pace.as_of)
    return (f"竖线：全市到{day}序时应达{phrases.percent_text(pace.expected)}",)


def _lines(standing: Standing, parts: Sequence[Part]) -> list[Part]:
    """The programme itself, then its districts; what is in none of them has no report of its own."""
    whole = Part(
        "全市", "", standing.target, standing.done, standing.percent, standing.status, standing.light, standing.deadline
    )
    return [line for line in (whole, *parts) if line.target is not None and line.place != REST]


def _said(line: Part) -> str:
    target, done = line.target, line.done
    assert target is not None
    if line.percent is not None and done is not None and done.unit == target.unit:
        return f"{phrases.fraction_text(done, target)} · {phrases.percent_text(line.percent)}"
    reported = UNKNOWN if line.status == "no_evidence" else "未见数字"
    share = reported if line.percent is None else phrases.percent_text(line.percent)
    return f"{phrases.target_text(target, brief=True)} · {share}"
