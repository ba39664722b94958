"""A sheet to draw on in pixels, from the top left: text that is never cut by the edge, bars, dots and lines, as PNG.

matplotlib's Agg backend through its objects: no pyplot, no settings changed, nothing kept between two pictures.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Literal

from handlers.exports.fonts import Font, font

WIDTH = 1080  # pixels: a phone's screen
HIGHEST = 1440  # Telegram shrinks what is higher, and the type with it
MARGIN = 48
SMALL = 28  # pixels: the smallest type
BODY = 32
TITLE = 46
LINE = 1.45  # of the size of the type
DPI = 100

INK, SOFT, RULE, PAPER = "#1a1a1a", "#595959", "#c8c8c8", "#ffffff"

Align = Literal["left", "center", "right"]


class Canvas:
    """A white sheet, `WIDTH` × `height` pixels."""

    def __init__(self, height: int) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self.height = height
        self._figure = Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI, facecolor=PAPER)
        FigureCanvasAgg(self._figure)
        self._axes: Any = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(height, 0)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = SMALL,
        color: str = INK,
        align: Align = "left",
        bold: bool = False,
        room: float | None = None,
    ) -> float:
        """Write one line whose middle is at `y`, clipped to `room` pixels and moved in from the edges; its width."""
        face = font(bold=bold)
        shown = clipped(text, size, room if room is not None else WIDTH - 2 * 8, face)
        wide = face.width(shown, size)
        left = x - {"left": 0.0, "center": wide / 2, "right": wide}[align]
        left = max(8.0, min(left, WIDTH - 8 - wide))
        self._axes.text(
            left,
            y,
            shown,
            fontproperties=face.properties,
            fontsize=size * 72 / DPI,
            color=color,
            ha="left",
            va="center_baseline",
            parse_math=False,
        )
        return wide

    def bar(self, x: float, y: float, wide: float, high: float, color: str, *, hatch: bool = False) -> None:
        """A filled rectangle from its top left; with `hatch` as what is unknown is drawn."""
        from matplotlib.patches import Rectangle

        edge = "#9a9a9a" if hatch else color
        self._axes.add_patch(
            Rectangle(
                (x, y),
                wide,
                high,
                facecolor=color,
                edgecolor=edge,
                linewidth=0.8,
                hatch="//" if hatch else None,
                zorder=2.5,
            )
        )

    def frame(self, x: float, y: float, wide: float, high: float, color: str = RULE) -> None:
        """The outline of a rectangle."""
        from matplotlib.patches import Rectangle

        self._axes.add_patch(Rectangle((x, y), wide, high, fill=False, edgecolor=color, linewidth=1.2))

    def dot(self, x: float, y: float, radius: float, color: str, *, hollow: bool = False) -> None:
        """A disc, or with `hollow` a ring, around a point."""
        from matplotlib.patches import Circle

        face = PAPER if hollow else color
        self._axes.add_patch(Circle((x, y), radius, facecolor=face, edgecolor=color, linewidth=3, zorder=3))

    def line(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        color: str = RULE,
        *,
        thick: float = 1.5,
        dashed: bool = False,
        above: bool = False,
    ) -> None:
        """A line through points, under the bars unless it is to be `above` them."""
        style = (0, (5, 4)) if dashed else "solid"
        self._axes.plot(
            xs, ys, color=color, linewidth=thick, linestyle=style, solid_capstyle="butt", zorder=2.7 if above else 2
        )

    def png(self) -> bytes:
        """The sheet as PNG."""
        out = io.BytesIO()
        self._figure.savefig(out, format="png", dpi=DPI)
        return out.getvalue()


def clipped(text: str, size: float, room: float, face: Font) -> str:
    """`text` as far as `room` pixels hold it, with … where something was left out."""
    whole = face.drawable(text[:400])
    if face.width(whole, size) <= room:
        return whole
    kept = whole
    while kept and face.width(kept + "…", size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def wrapped(text: str, size: float, room: float, lines: int, *, bold: bool = False) -> list[str]:
    """`text` in at most so many lines of `room` pixels, the last one clipped."""
    face = font(bold=bold)
    rest = face.drawable(text[:400])
    found: list[str] = []
    while rest and len(found) < lines - 1:
        taken = len(rest)
        while taken > 1 and face.width(rest[:taken], size) > room:
            taken -= 1
        while 1 < taken < len(rest) and rest[taken] in "，。、；：）》”！？%）":
            taken -= 1
        found.append(rest[:taken].strip())
        rest = rest[taken:].strip()
    return [*found, clipped(rest, size, room, face)] if rest else found
