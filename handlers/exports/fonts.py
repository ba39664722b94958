"""A font with Chinese type for the pictures: which of the known families this machine has, and what it can draw."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from handlers.card import clean
from store.errors import LedgerError

if TYPE_CHECKING:
    from matplotlib.font_manager import FontEntry, FontProperties

# In the order of preference: what Linux distributions, Windows and macOS bring, sans serif and simplified first.
FAMILIES = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei", "Microsoft YaHei", "PingFang SC", "Hiragino Sans GB", "Heiti SC", "STHeiti", "SimHei",
    "DengXian", "HarmonyOS Sans SC", "MiSans", "Droid Sans Fallback", "Noto Sans CJK JP", "Noto Sans CJK TC",
    "Source Han Sans", "Noto Serif CJK SC", "Source Han Serif SC", "AR PL UMing CN", "SimSun", "Songti SC",
    "Arial Unicode MS",
)  # fmt: skip
NO_FONT = (
    "no font with Chinese type was found for pictures; install one (Debian: apt install fonts-noto-cjk) and try again",
    "服务器上没有中文字体，画不了图。请管理员安装一个（Debian：apt install fonts-noto-cjk）后再试。",
)
MISSING = "〓"  # what printers set for a character that they do not have
_EM = 100  # points; widths are worked out at this size


@dataclass(frozen=True)
class Font:
    """One face: how matplotlib names it, and the characters and widths that it has."""

    properties: FontProperties
    _face: Any
    _widths: dict[str, float] = field(default_factory=dict)

    def has(self, char: str) -> bool:
        """Whether the face can draw a character."""
        return bool(self._face.get_char_index(ord(char)))

    def width(self, text: str, size: float) -> float:
        """How wide `text` is, in the unit of `size`."""
        return sum(self._width(char) for char in text) * size

    def _width(self, char: str) -> float:
        if char not in self._widths:
            self._widths[char] = self._face.load_char(ord(char), flags=_unhinted()).linearHoriAdvance / 65536 / _EM
        return self._widths[char]

    def drawable(self, text: str) -> str:
        """`text` on one line with what the face cannot draw left out (emoji) or marked with 〓 (letters)."""
        shown = "".join(self._shown(char) for char in clean(text))
        while MISSING * 2 in shown:
            shown = shown.replace(MISSING * 2, MISSING)
        return " ".join(shown.split())

    def _shown(self, char: str) -> str:
        if self.has(char):
            return char
        return MISSING if char.isalnum() else ""


def font(*, bold: bool = False) -> Font:
    """The first of the known families that is installed. Raises LedgerError, which says what to install, for none."""
    from threading import get_ident

    return _font(bold, get_ident())


@cache
def _font(bold: bool, thread: int) -> Font:
    """A face belongs to the thread that loaded it, as FreeType wants it."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.ft2font import FT2Font

    entry = _best(bold)
    face = FT2Font(entry.fname, face_index=getattr(entry, "index", 0))
    face.set_size(_EM, 72)
    return Font(FontProperties(family=[entry.name], weight=entry.weight), face)


def _best(bold: bool) -> FontEntry:
    found = {name: entries for name in FAMILIES if (entries := [e for e in _installed() if e.name == name])}
    if not found:
        _look_again()
        found = {name: entries for name in FAMILIES if (entries := [e for e in _installed() if e.name == name])}
    for entries in found.values():
        upright = [entry for entry in entries if entry.style == "normal"] or entries
        return min(upright, key=lambda entry: abs(_weight(entry) - (700 if bold else 400)))
    raise LedgerError(*NO_FONT)


def _weight(entry: FontEntry) -> int:
    return entry.weight if isinstance(entry.weight, int) else (700 if "bold" in str(entry.weight) else 400)


def _installed() -> Iterator[FontEntry]:
    from matplotlib.font_manager import fontManager

    yield from fontManager.ttflist


def _look_again() -> None:
    """Read the fonts that were installed since matplotlib wrote its list of them."""
    from matplotlib.font_manager import findSystemFonts, fontManager

    known = {entry.fname for entry in fontManager.ttflist}
    for path in findSystemFonts():
        if path not in known:
            with suppress(Exception):  # a broken font is no reason to draw nothing
                fontManager.addfont(path)


@cache
def _unhinted() -> Any:
    from matplotlib.ft2font import LoadFlags

    return LoadFlags.NO_HINTING
