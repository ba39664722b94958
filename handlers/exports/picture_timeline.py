"""时限: the matters on a line of days, the nearest first; of many, also how many are due in each month."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from commitments.model import Matter, Standing, Status
from handlers import phrases
from handlers.exports.canvas import BODY, INK, MARGIN, RULE, SMALL
from handlers.exports.fonts import font
from handlers.exports.sheet import FILLS, ROOM, Row, Sheet, caption, counted, foot_lines, legend, room_for, segments

_ROW = 92
_MONTH = 58
_MOST_MONTHS = 12
_SAID = 12  # matters that the caption names


def dated(rows: Sequence[Row]) -> list[tuple[date, Row]]:
    """The matters that have a day, by it; of one day those that are late or behind first."""
    found = [(s.deadline.end, (m, s)) for m, s in rows if s.deadline is not None and s.deadline.end is not None]
    order = {status: index for index, status in enumerate(("overdue", "behind"))}
    return sorted(found, key=lambda one: (one[0], order.get(one[1][1].status, 9), one[1][0].title, one[1][0].id))


def nearest(rows: Sequence[Row], today: date, most: int) -> list[tuple[date, Row]]:
    """At most so many of the matters with a day that are not done: some that are just late, then what comes."""
    waiting = [one for one in dated(rows) if one[1][1].status != "done"]
    late = sum(end < today for end, _ in waiting)
    first = max(late - max(1, most // 4, most - (len(waiting) - late)), 0)
    return waiting[first : first + most]


def timeline_caption(rows: Sequence[Row], title: str, today: date) -> str:
    """What the picture shows in words; "" where no matter has a day."""
    found = dated(rows)
    if not found:
        return ""
    coming = found if len(found) <= _SAID else nearest(rows, today, _SAID) or found
    said = [f"{' '.join((phrases.day(end, today), *_state(how)))} {_name(matter)}" for end, (matter, how) in coming]
    head = f"{title} · 时限：共{len(found)}项" + (f"，先到的{len(said)}项" if len(said) < len(found) else "")
    return caption(head, said, (matter for matter, _ in rows), today)


def timeline_picture(rows: Sequence[Row], title: str, today: date) -> bytes:
    """The matters one below the other, each with its dot on a line of days that begins before today.

    Of more than a screen, the months with their matters by status stand above the nearest ones. PNG; raises
    LedgerError without a font.
    """
    foot = foot_lines((matter for matter, _ in rows), today)
    found = dated(rows)
    undated = len(rows) - len(found)
    below = (f"时限 · 共{len(found)}项" + (f"，另有{undated}项没有写明日期" if undated else "") + _ring(found),)
    room = room_for(title, 1, len(foot))
    if len(found) * _ROW + 70 <= room:
        sheet = Sheet(title, below, len(found) * _ROW + 70, foot)
        _lines(sheet, sheet.top, found, today)
    else:
        months = _months(found, today)
        high = 100 + _MONTH * len(months) + 20
        near = nearest(rows, today, max(0, int((room - high - 70) // _ROW)))
        sheet = Sheet(title, below, high + (len(near) * _ROW + 70 if near else 0), foot)
        _bars(sheet, months)
        if near:
            _lines(sheet, sheet.top + high, near, today)
    return sheet.canvas.png()


def _name(matter: Matter) -> str:
    place = "、".join(name for name in matter.places if name not in matter.title)
    return f"{place} {matter.title}".strip()


def _state(standing: Standing) -> tuple[str, ...]:
    """“已逾期87天”, “达序时 还有5天”, “还有97天” where nothing was reported."""
    if standing.status == "overdue" and standing.days_left is not None:
        return (f"已逾期{-standing.days_left}天",)
    word = "" if standing.status == "no_evidence" else FILLS[standing.status].word
    return tuple(said for said in (word, phrases.days_text(standing)) if said)


def _ring(found: Sequence[tuple[date, Row]]) -> str:
    return "，空心圈为未见报道" if any(row[1].status == "no_evidence" for _, row in found) else ""


def _lines(sheet: Sheet, top: float, found: Sequence[tuple[date, Row]], today: date) -> None:
    """One line of days for each matter, its name above, its day at the dot."""
    canvas = sheet.canvas
    first = min(today, found[0][0])
    last = max(today, max(end for end, _ in found))
    span = max((last - first).days, 30)
    first -= timedelta(days=max(1, span // 12))
    span = max((last - first).days, 30)

    def place(day: date) -> float:
        return MARGIN + 20 + (ROOM - 40) * (day - first).days / span

    now = place(today)
    canvas.line((now, now), (top + 36, top + 40 + _ROW * len(found)), INK, thick=2, dashed=True)
    canvas.text(now, top + 16, f"今天 {phrases.spoken_day(today)}", align="center", bold=True)
    y = top + 44
    for end, (matter, standing) in found:
        fill = FILLS[standing.status]
        words = (phrases.day(end, today), *_state(standing))
        said = " ".join(words)
        wide = font(bold=True).width(said, SMALL)
        canvas.bar(MARGIN, y - 2, ROOM, 42, "#ffffff")
        canvas.text(MARGIN, y + 20, _name(matter), size=BODY, room=ROOM - wide - 24)
        canvas.text(MARGIN + ROOM, y + 20, said, align="right", bold=True)
        at = place(end)
        canvas.line((MARGIN, MARGIN + ROOM), (y + 62, y + 62), RULE, thick=1.5)
        canvas.line(
            (min(now, at), max(now, at)), (y + 62, y + 62), fill.color if not fill.hatch else "#9a9a9a", thick=5
        )
        canvas.dot(at, y + 62, 13, fill.color if not fill.hatch else "#9a9a9a", hollow=fill.hatch)
        y += _ROW


def _months(found: Sequence[tuple[date, Row]], today: date) -> list[tuple[str, dict[Status, int]]]:
    """The months with what is due in them; where there are too many, the earlier and the later ones as one each."""
    months: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for end, row in found:
        months[end.year, end.month].append(row)
    keys = sorted(months)
    if len(keys) > _MOST_MONTHS:
        near = sorted(keys, key=lambda key: abs((key[0] - today.year) * 12 + key[1] - today.month))[: _MOST_MONTHS - 2]
        low, high = min(near), max(near)
        groups = [
            (f"{low[0]}-{low[1]:02} 之前", [row for key in keys if key < low for row in months[key]]),
            *((f"{key[0]}-{key[1]:02}", months[key]) for key in keys if low <= key <= high),
            (f"{high[0]}-{high[1]:02} 之后", [row for key in keys if key > high for row in months[key]]),
        ]
    else:
        groups = [(f"{key[0]}-{key[1]:02}", months[key]) for key in keys]
    return [(name, counted(rows)) for name, rows in groups if rows]


def _bars(sheet: Sheet, months: Sequence[tuple[str, dict[Status, int]]]) -> None:
    canvas, y = sheet.canvas, sheet.top
    statuses: Counter[Status] = Counter()
    for _, counts in months:
        statuses.update(counts)
    legend(canvas, y, [status for status in FILLS if statuses[status]])
    y += 100
    most = max(sum(counts.values()) for _, counts in months)
    for name, counts in months:
        number = sum(counts.values())
        canvas.text(MARGIN, y + 22, name, room=190)
        wide = (ROOM - 200 - 110) * number / most
        segments(canvas, MARGIN + 200, y, wide, 44, counts, number)
        canvas.text(MARGIN + 210 + wide, y + 22, f"{number}项", bold=True)
        y += _MONTH
