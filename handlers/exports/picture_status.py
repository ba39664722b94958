"""状态: how many of the matters have each status, as shares of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers import phrases
from handlers.exports.canvas import BODY, MARGIN
from handlers.exports.sheet import FILLS, ROOM, Row, Sheet, caption, counted, foot_lines, segments

_ROW = 96


def status_caption(rows: Sequence[Row], title: str, today: date) -> str:
    """What the picture shows in words; "" for no matters."""
    if not rows:
        return ""
    said = [
        f"{phrases.STATUSES[status]}：{number}项，{phrases.percent_text(100 * number / len(rows))}"
        for status, number in counted(rows).items()
    ]
    return caption(f"{title} · 状态：共{len(rows)}项", said, (matter for matter, _ in rows), today)


def status_picture(rows: Sequence[Row], title: str, today: date) -> bytes:
    """A bar of all matters by status, and below it one bar for each status. PNG; raises LedgerError without a font."""
    counts = counted(rows)
    total = len(rows)
    foot = foot_lines((matter for matter, _ in rows), today)
    sheet = Sheet(title, (f"状态 · 共{total}项",), 110 + _ROW * len(counts), foot)
    canvas, y = sheet.canvas, sheet.top
    segments(canvas, MARGIN, y, ROOM, 72, counts, total)
    y += 110
    for status, number in counts.items():
        fill = FILLS[status]
        canvas.text(MARGIN, y + 20, phrases.STATUSES[status], size=BODY)
        share = f"{number}项 · {phrases.percent_text(100 * number / total)}"
        canvas.text(MARGIN + ROOM, y + 20, share, size=BODY, align="right", bold=True)
        canvas.bar(MARGIN, y + 46, ROOM, 26, "#fafafa")
        canvas.bar(MARGIN, y + 46, ROOM * number / total, 26, fill.color, hatch=fill.hatch)
        y += _ROW
    return canvas.png()
