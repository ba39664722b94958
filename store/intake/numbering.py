"""The numbers that Word counts itself (一、 （二） 3.): they stand in no paragraph, and yet people read them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from xml.sax.handler import ContentHandler

from store.intake.parts import WORD, Parts, attribute, parse_part

_CHINESE = "零一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_PLACE = re.compile(r"%([1-9])")
_BULLET = "•"
_LONGEST = 40  # characters of a pattern
_MOST = 9999  # a number that is counted


@dataclass
class _Level:
    start: int = 1
    form: str = "decimal"
    pattern: str = ""


@dataclass
class _Style:
    list_id: str = ""
    level: str = ""
    based_on: str = ""


@dataclass
class Numbering:
    """The lists of a document and how far each has been counted."""

    lists: dict[str, str] = field(default_factory=dict)  # list → its definition
    restarts: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))  # list → levels it begins anew
    levels: dict[str, dict[int, _Level]] = field(default_factory=lambda: defaultdict(dict))  # definition → levels
    styles: dict[str, _Style] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def label(self, list_id: str, level: str, style: str) -> str:
        """What Word writes before the next paragraph of a list (given itself, or by its style); "" outside of lists."""
        if not list_id:
            list_id, level = self._of_style(style, level)
        definition = self.lists.get(list_id, "")
        at = int(level) if level in set("012345678") else 0
        here = self.levels.get(definition, {}).get(at)
        if here is None:
            return ""
        counts = self._counts[definition]
        if at in self.restarts[list_id]:
            self.restarts[list_id].discard(at)
            counts.pop(at, None)
        counts[at] = min(counts.get(at, here.start - 1) + 1, _MOST)
        for deeper in [other for other in counts if other > at]:
            del counts[deeper]
        if here.form == "bullet":
            return _BULLET
        return _PLACE.sub(lambda found: self._number(definition, int(found[1]) - 1), here.pattern[:_LONGEST])

    def _of_style(self, style: str, level: str) -> tuple[str, str]:
        for _ in range(10):  # styles may be based on each other in a ring
            known = self.styles.get(style)
            if known is None:
                break
            if known.list_id:
                return known.list_id, level or known.level
            style = known.based_on
        return "", ""

    def _number(self, definition: str, level: int) -> str:
        known = self.levels[definition].get(level, _Level())
        return _written(self._counts[definition].get(level, known.start), known.form)


def _written(number: int, form: str) -> str:
    """7 as 7, 七, ⑦, g or G, as its form says."""
    if form == "none":
        return ""
    if form.startswith("decimalEnclosedCircle"):
        return _CIRCLED[number - 1] if 1 <= number <= len(_CIRCLED) else str(number)
    if form.startswith(("chinese", "ideograph", "taiwanese", "japanese")):
        return _in_chinese(number)
    if form in ("upperLetter", "lowerLetter") and 1 <= number <= 26:
        return chr((65 if form == "upperLetter" else 97) + number - 1)
    return str(number)


def _in_chinese(number: int) -> str:
    """1–99 in Chinese; others in digits."""
    if not 0 <= number <= 99:
        return str(number)
    tens, ones = divmod(number, 10)
    if not tens:
        return _CHINESE[ones]
    return ("" if tens == 1 else _CHINESE[tens]) + "十" + (_CHINESE[ones] if ones else "")


def read_numbering(parts: Parts) -> Numbering:
    """The lists and styles of a document; without them, no labels. Raises what parse_part raises."""
    numbering = Numbering()
    for part, handler in (("word/numbering.xml", _Lists(numbering)), ("word/styles.xml", _Styles(numbering))):
        if parts.has(part):
            parse_part(parts, part, handler)
    return numbering


class _Lists(ContentHandler):
    """Reads word/numbering.xml."""

    def __init__(self, numbering: Numbering) -> None:
        super().__init__()
        self._numbering = numbering
        self._definition = self._list = ""
        self._level = _Level()

    def startElementNS(self, name: tuple[str | None, str], qname: Any, attrs: Any) -> None:  # noqa: N802
        """An element begins."""
        space, local = name
        if space not in WORD:
            return
        value = attribute(attrs, "val")
        match local:
            case "abstractNum":
                self._definition = attribute(attrs, "abstractNumId")
            case "lvl":
                self._level = _Level()
                if not self._list:
                    self._numbering.levels[self._definition][_small(attribute(attrs, "ilvl"))] = self._level
            case "start":
                self._level.start = _small(value)
            case "numFmt":
                self._level.form = value
            case "lvlText":
                self._level.pattern = value
            case "num":
                self._list = attribute(attrs, "numId")
            case "abstractNumId":
                self._numbering.lists[self._list] = value
            case "lvlOverride":
                self._numbering.restarts[self._list].add(_small(attribute(attrs, "ilvl")))


class _Styles(ContentHandler):
    """Reads word/styles.xml."""

    def __init__(self, numbering: Numbering) -> None:
        super().__init__()
        self._numbering = numbering
        self._style = _Style()

    def startElementNS(self, name: tuple[str | None, str], qname: Any, attrs: Any) -> None:  # noqa: N802
        """An element begins."""
        space, local = name
        if space not in WORD:
            return
        match local:
            case "style":
                self._style = self._numbering.styles[attribute(attrs, "styleId")] = _Style()
            case "basedOn":
                self._style.based_on = attribute(attrs, "val")
            case "numId":
                self._style.list_id = attribute(attrs, "val")
            case "ilvl":
                self._style.level = attribute(attrs, "val")


def _small(value: str) -> int:
    return min(int(value[:6]), _MOST) if value[:6].isdecimal() else 0
