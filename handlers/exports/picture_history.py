"""走势: one matter's way, its target with every move, what was reported against it, its time limit, and the pace."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from commitments.history import History, Move, Report, history
from commitments.model import Grade, Matter, Standing
from commitments.wording import say_number
from handlers import phrases
from handlers.exports.canvas import INK, MARGIN, PAPER, RULE, SMALL, SOFT, Canvas
from handlers.exports.fonts import font
from handlers.exports.sheet import FILLS, MOST_SAID, ROOM, Sheet, caption, foot_lines

TARGET, DONE, LIMIT = "#0072b2", "#00664d", "#d55e00"
_HIGH = 620  # pixels of the field
_LIST = 7  # lines below it
_MANY = 6  # reports that each have their words beside them
_GRADES: dict[Grade, str] = {"reported": "自报", "published": "公开", "verified": "核实"}


def history_caption(matter: Matter, standing: Standing) -> str:
    """What the picture shows in words; "" for a matter without enough figures."""
    found = history(matter, standing.today)
    if not found.tells:
        return ""
    figures = phrases.figures_text(standing)
    head = f"{phrases.name_text(matter)}：{figures} {phrases.status_text(standing)}"
    return caption(head, _listed(found, MOST_SAID), (matter,), standing.today)


def history_picture(matter: Matter, standing: Standing) -> bytes:
    """Days from left to right, amounts from 0 upwards: the target as steps, reports as dots, the limit as an upright.

    Self-reported figures are rings. Below, the same in words. PNG; raises LedgerError without a font, ValueError for
    a matter without enough figures (`history_caption` gives "" for it).
    """
    found = history(matter, standing.today)
    if not found.tells:
        raise ValueError(f"{matter.id} has no history to draw")
    ring = "空心点为自报" if any(one.grade == "reported" for one in found.reports) else ""
    said = (FILLS[standing.status].word, phrases.figures_text(standing), ring)
    below = (" · ".join(part for part in said if part),)
    lines = _listed(found, _LIST)
    foot = foot_lines((matter,), standing.today)
    sheet = Sheet(phrases.name_text(matter), below, _HIGH + 124 + 46 * len(lines), foot)
    _field(sheet.canvas, sheet.top, found, matter, standing)
    y = sheet.top + _HIGH + 124
    for line in lines:
        sheet.canvas.text(MARGIN, y, line, room=ROOM)
        y += 46
    return sheet.canvas.png()


def _listed(found: History, most: int) -> list[str]:
    """The moves and the reports in words, by day, in at most so many lines: “05-22 目标上调到188个”, “06-30 已报50个”.

    The last moves of target and limit are kept, and as many of the last reports as there is room for.
    """
    moves = sorted([*_moves(found), *_limits(found)])[-(most - 2) :]
    reports = [(one.day, 3, _report(one, found.unit)) for one in found.reports]
    room = most - len(moves)
    if len(reports) > room:
        left = len(reports) - room + 1
        reports = [(reports[left][0], 2, f"此前报过{left}次"), *reports[left:]]
    return [line for _, _, line in sorted([*moves, *reports])]


def _moves(found: History) -> Iterator[tuple[date, int, str]]:
    before: Move | None = None
    for move in found.targets:
        how = "目标" if before is None else "目标上调到" if move.value > before.value else "目标下调到"
        amount = "全部完成" if found.unit == "%" and move.value == 100 else say_number(move.value, found.unit)
        yield move.day, 0, f"{move.day} {how}{amount}{'（推算）' if move.derived else ''}"
        before = move


def _limits(found: History) -> Iterator[tuple[date, int, str]]:
    limit: date | None = None
    for day, end in found.deadlines:
        how = "时限" if limit is None else "时限推后到" if end > limit else "时限提前到"
        yield day, 1, f"{day} {how}{end}"
        limit = end


def _report(report: Report, unit: str) -> str:
    notes = [f"{report.printed}见报"] if report.printed != report.day else []
    notes += [_GRADES[report.grade]] if report.grade != "published" else []
    notes += ["推算"] if report.derived else []
    note = f"（{'，'.join(notes)}）" if notes else ""
    return f"{report.day} 已报{say_number(report.value, unit)}{note}"


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where days and amounts are in the field."""

    first: date
    last: date
    most: float
    left: float
    right: float
    top: float
    bottom: float

    def x(self, day: date) -> float:
        return self.left + (self.right - self.left) * (day - self.first).days / (self.last - self.first).days

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * value / self.most


def _field(canvas: Canvas, top: float, found: History, matter: Matter, standing: Standing) -> None:
    scale = _scale(top, found, standing)
    _grid(canvas, scale, found.unit)
    limit = found.deadlines[-1][1] if found.deadlines else None
    for _, end in found.deadlines[:-1]:
        if scale.first <= end <= scale.last and end != limit:
            _upright(canvas, scale, end, SOFT, "原时限", 1)
    if limit is not None and scale.first <= limit <= scale.last:
        _upright(canvas, scale, limit, LIMIT, "时限", 0)
    _upright(canvas, scale, standing.today, INK, "今天", 2 if limit is not None else 0)
    if standing.paces and limit is not None:
        _pace(canvas, scale, found, date(min(matter.year or limit.year, limit.year), 1, 1), limit)
    _target(canvas, scale, found, limit)
    _reported(canvas, scale, found)


def _scale(top: float, found: History, standing: Standing) -> _Scale:
    days = [standing.today, *(move.day for move in found.targets), *(report.day for report in found.reports)]
    first = min(days)
    limits = [end for _, end in found.deadlines if (end - standing.today).days <= 730]
    last = max([*days, *limits])
    pad = timedelta(days=max(10, (last - first).days // 12))
    values = [*(move.value for move in found.targets), *(report.value for report in found.reports)]
    most = _round_up(max(values) * 1.12)
    widest = max(font().width(say_number(most * part / 4, found.unit), SMALL) for part in range(5))
    left = MARGIN + min(widest, 260) + 20
    return _Scale(first - pad, last + pad, most, left, MARGIN + ROOM, top + 130, top + _HIGH)


def _round_up(value: float) -> float:
    """The next amount whose quarter is easy to read."""
    if value <= 0:
        return 1.0
    size = 10.0 ** (len(f"{value:.0f}") - 1) if value >= 1 else 1.0
    steps = (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 5, 6, 8, 10)
    return next(size * step for step in steps if size * step >= value)


def _grid(canvas: Canvas, scale: _Scale, unit: str) -> None:
    for part in range(5):
        y = scale.y(scale.most * part / 4)
        canvas.line((scale.left, scale.right), (y, y), RULE, thick=2 if part == 0 else 1)
        said = say_number(scale.most * part / 4, unit) if part else "0"
        canvas.text(scale.left - 16, y, said, color=SOFT, align="right", room=260)
    months = _months(scale.first, scale.last)
    for day in months:
        x = scale.x(day)
        canvas.line((x, x), (scale.bottom, scale.bottom + 10), SOFT, thick=2)
        year = f"{day.year}年" if day.month == 1 or day == months[0] else ""
        canvas.text(x, scale.bottom + 34, f"{day.month}月", color=SOFT, align="center")
        if year:
            canvas.text(x, scale.bottom + 68, year, color=SOFT, align="center")


def _months(first: date, last: date) -> list[date]:
    """The first days of months between two days, at most seven of them."""
    start = first.year * 12 + first.month
    found = [n for n in range(start, last.year * 12 + last.month) if first <= date(n // 12, n % 12 + 1, 1) <= last]
    step = next((s for s in (1, 2, 3, 6, 12, 24, 60, 120) if len(found) <= 7 * s), 240)
    return [date(n // 12, n % 12 + 1, 1) for n in found if n % step == 0]


def _upright(canvas: Canvas, scale: _Scale, day: date, color: str, word: str, row: int) -> None:
    """A line from top to bottom with its word in one of three rows above the field."""
    x, y = scale.x(day), scale.top - 110 + 38 * row
    canvas.line((x, x), (y + 20, scale.bottom), color, thick=2.5, dashed=True)
    said = f"{word} {day:%m-%d}"
    wide = font(bold=True).width(said, SMALL)
    left = min(x - wide / 2, MARGIN + ROOM - wide)
    canvas.bar(left, y - 18, wide, 36, PAPER)
    canvas.text(left, y, said, color=color, bold=True)


def _pace(canvas: Canvas, scale: _Scale, found: History, start: date, limit: date) -> None:
    """What is expected on each day of the plan: a straight line from 0 at its start to the target at its limit."""
    goal = found.targets[-1].value

    def expected(day: date) -> float:
        return scale.y(goal * (day - start).days / max((limit - start).days, 1))

    begin, end = max(start, scale.first), min(limit, scale.last)
    if begin >= end:
        return
    canvas.line((scale.x(begin), scale.x(end)), (expected(begin), expected(end)), "#9a9a9a", thick=3, dashed=True)
    at = begin + (end - begin) / 3
    canvas.text(scale.x(at) - 12, expected(at) - 26, "序时", color=SOFT, align="right")


def _target(canvas: Canvas, scale: _Scale, found: History, limit: date | None) -> None:
    xs: list[float] = []
    ys: list[float] = []
    for move in found.targets:
        xs += [scale.x(move.day)] * (2 if ys else 1)
        ys += [ys[-1], scale.y(move.value)] if ys else [scale.y(move.value)]
    end = max(found.targets[-1].day, min(limit or scale.last, scale.last))
    canvas.line((*xs, scale.x(end)), (*ys, ys[-1]), TARGET, thick=5)
    _labels(
        canvas,
        scale,
        [
            (scale.x(move.day), scale.y(move.value), f"目标{say_number(move.value, found.unit)}")
            for move in found.targets
        ],
        TARGET,
        lambda y: y - 26,
    )


def _reported(canvas: Canvas, scale: _Scale, found: History) -> None:
    points = [(scale.x(one.day), scale.y(one.value), one) for one in found.reports]
    canvas.line([x for x, _, _ in points], [y for _, y, _ in points], DONE, thick=3)
    for x, y, one in points:
        canvas.dot(x, y, 14 if len(points) <= _MANY else 8, DONE, hollow=one.grade == "reported")
    named = points if len(points) <= _MANY else points[-1:]  # words among many dots would lie on them
    labels = [(x, y, _dot_label(one, found.unit)) for x, y, one in named]
    below = len(points) <= _MANY
    _labels(canvas, scale, labels, DONE, lambda y: y + 34 if below and y + 60 < scale.bottom else y - 34)


def _dot_label(one: Report, unit: str) -> str:
    grade = _GRADES[one.grade] if one.grade != "published" else "已报"
    return f"{grade}{say_number(one.value, unit)}"


def _labels(
    canvas: Canvas,
    scale: _Scale,
    labels: Sequence[tuple[float, float, str]],
    color: str,
    place: Callable[[float], float],
) -> None:
    """Words beside points, the last one first; one that would lie on another is left to the list below."""
    taken: list[tuple[float, float, float]] = []
    for x, y, word in reversed(labels):
        wide = font(bold=True).width(word, SMALL)
        left = max(scale.left + 6, min(x - wide / 2, scale.right - wide))
        at = place(y)
        if any(
            abs(at - other) < 34 and left < right + 12 and begin < left + wide + 12 for other, begin, right in taken
        ):
            continue
        taken.append((at, left, left + wide))
        canvas.bar(left - 4, at - 17, wide + 8, 34, PAPER)
        canvas.text(left, at, word, color=color, bold=True)
