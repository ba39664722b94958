"""What every picture has: a headline, what it stands on at the foot, and one fill for each status.

The colours are told apart by the colour-blind (Okabe and Ito) and in grey; no colour stands without its word, and what
nobody reported is hatched, never drawn as zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from commitments.model import Light, Matter, Sighting, Standing, Status
from handlers import phrases
from handlers.card import clip
from handlers.exports.canvas import BODY, HIGHEST, INK, MARGIN, RULE, SMALL, SOFT, TITLE, WIDTH, Canvas, wrapped

Row = tuple[Matter, Standing]

ROOM = WIDTH - 2 * MARGIN
UNKNOWN = "未见报道"
MOST_SAID = 12  # lines of a caption


@dataclass(frozen=True, slots=True)
class Fill:
    """How a status is drawn: its short word, its colour, the colour of type on it, and whether it is hatched."""

    word: str
    color: str
    ink: str = INK
    hatch: bool = False


FILLS: Mapping[Status, Fill] = {
    "done": Fill("已完成", "#00664d", "#ffffff"),
    "ahead": Fill("超序时", "#009e73"),
    "on_pace": Fill("达序时", "#56b4e9"),
    "under_way": Fill("推进中", "#bfe0f5"),
    "behind": Fill("欠序时", "#f0b400"),
    "overdue": Fill("已逾期", "#d55e00", "#ffffff"),
    "no_evidence": Fill(UNKNOWN, "#f2f2f2", INK, hatch=True),
}
LIGHT_COLORS: Mapping[Light, str] = {"green": "#009e73", "yellow": "#f0b400", "red": "#d55e00", "grey": "#9a9a9a"}


class Sheet:
    """A canvas with its headline and foot drawn, and `body` pixels from `top` on for the picture itself."""

    def __init__(self, title: str, below: Sequence[str], body: float, foot: Sequence[str]) -> None:
        lines = wrapped(title, TITLE, ROOM, 2, bold=True)
        head = MARGIN + 64 * len(lines) + 46 * len(below) + 20
        tail = 24 + 42 * len(foot) + 24
        self.top = float(head)
        self.canvas = Canvas(min(HIGHEST, round(head + body + tail)))
        y = MARGIN + 22.0
        for line in lines:
            self.canvas.text(MARGIN, y, line, size=TITLE, bold=True)
            y += 64
        for line in below:
            self.canvas.text(MARGIN, y, line, size=BODY, color=SOFT, room=ROOM)
            y += 46
        y = self.canvas.height - tail + 24
        self.canvas.line((MARGIN, WIDTH - MARGIN), (y - 16, y - 16))
        for line in foot:
            self.canvas.text(MARGIN, y + 18, line, size=SMALL, color=SOFT, room=ROOM)
            y += 42


def room_for(title: str, below: int, foot: int) -> float:
    """How high a body may be under this headline with so many lines below it and at the foot."""
    return HIGHEST - (MARGIN + 64 * len(wrapped(title, TITLE, ROOM, 2, bold=True)) + 46 * below + 20 + 48 + 42 * foot)


def foot_lines(matters: Iterable[Matter], today: date) -> tuple[str, ...]:
    """The day that a picture stands at and the documents that it rests on, the newest first."""
    newest: dict[tuple[str, str], Sighting] = {}
    for matter in matters:
        for sighting in matter.sightings:
            newest.setdefault((sighting.source.file, sighting.source.city), sighting)
    found = sorted(newest.values(), key=lambda sighting: sighting.source.published, reverse=True)
    if not found:
        return (f"截至{today}",)
    documents = [one for one in found if one.source.grade == "published"] or found
    more = f"等{len(documents)}份" if len(documents) > 1 else ""
    records = len(found) - len(documents)
    also = f"，另有登记{records}次" if records else ""
    return f"截至{today} · {UNKNOWN}不等于没有进展", f"据{phrases.source_text(documents[0], 14)}{more}{also}"


def caption(head: str, lines: Sequence[str], matters: Iterable[Matter], today: date) -> str:
    """What a picture says in words: the headline first, then a line for each thing, then what it stands on."""
    more = (f"另有{len(lines) - MOST_SAID}项见图",) if len(lines) > MOST_SAID else ()
    return "\n".join((head, *(clip(line, 60) for line in lines[:MOST_SAID]), *more, *foot_lines(matters, today)))


def counted(rows: Sequence[Row]) -> dict[Status, int]:
    """How many matters have each status, in the order of the fills; those that none has are left out."""
    counts = Counter(standing.status for _, standing in rows)
    return {status: counts[status] for status in FILLS if counts[status]}


def status_parts(counts: Mapping[Status, int]) -> str:
    """The counts in words: “已完成2、推进中7、未见报道156”."""
    return "、".join(f"{FILLS[status].word}{number}" for status, number in counts.items())


def segments(
    canvas: Canvas, x: float, y: float, wide: float, high: float, counts: Mapping[Status, int], whole: float
) -> None:
    """A bar of `whole` matters over `wide` pixels, one segment for each status, with its number where there is room."""
    at = x
    for status, number in counts.items():
        fill = FILLS[status]
        part = wide * number / whole
        canvas.bar(at, y, part, high, fill.color, hatch=fill.hatch)
        if part >= 24 * len(str(number)):
            if fill.hatch:
                half = 11.0 * len(str(number))
                canvas.bar(at + part / 2 - half, y + high / 2 - 16, 2 * half, 32, fill.color)
            canvas.text(at + part / 2, y + high / 2, str(number), color=fill.ink, align="center", bold=True)
        at += part


def legend(canvas: Canvas, y: float, statuses: Iterable[Status]) -> None:
    """What the fills mean, in rows of four from `y` on, 44 pixels each."""
    for index, status in enumerate(statuses):
        x = MARGIN + (index % 4) * (ROOM / 4)
        middle = y + 44 * (index // 4) + 20
        canvas.bar(x, middle - 13, 34, 26, FILLS[status].color, hatch=FILLS[status].hatch)
        canvas.text(x + 46, middle, FILLS[status].word)


def axis(canvas: Canvas, x: float, wide: float, top: float, bottom: float, most: float, unit: str = "%") -> None:
    """Upright lines at 0, a quarter, … of `most` from `top` to `bottom`, with their numbers below."""
    for part in range(5):
        at = x + wide * part / 4
        canvas.line((at, at), (top, bottom), RULE, thick=2 if part == 0 else 1)
        canvas.text(at, bottom + 24, f"{most * part / 4:.0f}{unit}", color=SOFT, align="center")
