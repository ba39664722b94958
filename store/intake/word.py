"""Word documents → lines of text: paragraphs and tables in the document's order. Runs in the process that has limits.

The XML is read as a stream of events through defusedxml, so that a part of any size takes no memory of its own. What
was deleted under tracked changes, hidden text, and the second copy that Word keeps of a text box are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from store.intake.grids import Cell, grid_lines
from store.intake.numbering import Numbering, read_numbering
from store.intake.parts import WORD, Parts, attribute, parse_part
from store.intake.refusals import MOST_TEXT, refusal

DOCUMENT = "word/document.xml"
_SKIPPED = {"del", "moveFrom", "Fallback", "pPrChange", "rPrChange", "tblPrChange", "tcPrChange", "trPrChange"}
_DEEPEST = 20  # tables in tables; what stands deeper is read as lines
_WIDEST = 64  # columns that one cell may span
_OFF = {"0", "false", "off"}


def read_docx(content: bytes, name: str) -> str:
    """The text of a .docx file, a line for a paragraph or a table's cell. Raises LedgerError."""
    from defusedxml import DefusedXmlException

    parts = Parts(content, name)
    try:
        body = _Body(read_numbering(parts), name)
        parse_part(parts, DOCUMENT, body)
    except DefusedXmlException as error:
        raise refusal("entities", name) from error
    except SAXException as error:
        raise refusal("broken", name) from error
    return "\n".join(body.lines)


@dataclass
class _Paragraph:
    words: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)  # the lines of text boxes that hang on it
    style: str = ""
    list_id: str = ""
    level: str = ""


class _Body(ContentHandler):
    """Collects `lines`. Tables and text boxes nest, so what is open stands on stacks; XML closes all that it opens."""

    def __init__(self, numbering: Numbering, name: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._numbering = numbering
        self._name = name
        self._open: list[_Paragraph] = []
        self._tables: list[list[list[Cell]]] = []  # rows of cells
        self._sinks: list[list[str]] = [self.lines]  # where finished lines go: the page, or the cell or box in hand
        self._skipped = 0
        self._in_text = self._in_run = self._hidden = False
        self._room = MOST_TEXT

    def startElementNS(self, name: tuple[str | None, str], qname: Any, attrs: Any) -> None:  # noqa: N802
        """An element begins."""
        space, local = name
        if self._skipped or local in _SKIPPED:
            self._skipped += 1
        elif space in WORD and local in _BEGINS:
            _BEGINS[local](self, attrs)

    def endElementNS(self, name: tuple[str | None, str], qname: Any) -> None:  # noqa: N802
        """An element ends."""
        space, local = name
        if self._skipped:
            self._skipped -= 1
        elif space in WORD and local in _ENDS:
            _ENDS[local](self)

    def characters(self, content: str) -> None:
        """Characters; those of w:t are text."""
        if self._in_text and not self._skipped:
            self._write(content)

    def _write(self, words: str) -> None:
        if self._hidden or not self._open:
            return
        self._room -= len(words)
        if self._room < 0:
            raise refusal("too long", self._name)
        self._open[-1].words.append(words)

    def _begin_paragraph(self, _: Any) -> None:
        self._open.append(_Paragraph())

    def _end_paragraph(self) -> None:
        done = self._open.pop()
        text = "".join(done.words).strip()
        label = self._numbering.label(done.list_id, done.level, done.style) if text or self._tables else ""
        self._sinks[-1].extend(line for line in f"{label}{text}".split("\n") if line.strip())
        self._sinks[-1].extend(done.boxes)

    def _begin_box(self, _: Any) -> None:
        self._sinks.append(self._open[-1].boxes if self._open else self._sinks[-1])

    def _end_box(self) -> None:
        self._sinks.pop()

    def _begin_text(self, _: Any) -> None:
        self._in_text = True

    def _end_text(self) -> None:
        self._in_text = False

    def _begin_run(self, _: Any) -> None:
        self._in_run, self._hidden = True, False

    def _end_run(self) -> None:
        self._in_run = self._hidden = False

    def _hide(self, attributes: Any) -> None:
        self._hidden = self._in_run and attribute(attributes, "val") not in _OFF

    def _begin_table(self, _: Any) -> None:
        self._tables.append([])

    def _end_table(self) -> None:
        self._sinks[-1].extend(grid_lines(self._tables.pop()))

    def _begin_row(self, _: Any) -> None:
        if self._tables:
            self._tables[-1].append([])

    def _begin_cell(self, _: Any) -> None:
        cell = Cell()
        if self._tables and self._tables[-1] and len(self._tables) <= _DEEPEST:
            self._tables[-1][-1].append(cell)
            self._sinks.append(cell.lines)
        else:
            self._sinks.append(self._sinks[-1])

    def _end_cell(self) -> None:
        self._sinks.pop()

    def _set_span(self, attributes: Any) -> None:
        span = attribute(attributes, "val")
        if span.isdecimal() and (cell := self._cell()):
            cell.span = min(max(int(span[:4]), 1), _WIDEST)

    def _set_merge(self, attributes: Any) -> None:
        if cell := self._cell():
            cell.goes_on = attribute(attributes, "val") != "restart"

    def _cell(self) -> Cell | None:
        """The cell in hand."""
        return self._tables[-1][-1][-1] if self._tables and self._tables[-1] and self._tables[-1][-1] else None


def _keep(field_name: str) -> Callable[[_Body, Any], None]:
    """What keeps an element's value in a field of the paragraph in hand."""

    def keep(body: _Body, attributes: Any) -> None:
        if body._open:
            setattr(body._open[-1], field_name, attribute(attributes, "val"))

    return keep


def _writes(words: str) -> Callable[[_Body, Any], None]:
    return lambda body, _: body._write(words)


_BEGINS: Mapping[str, Callable[[_Body, Any], None]] = {
    "p": _Body._begin_paragraph,
    "pStyle": _keep("style"),
    "numId": _keep("list_id"),
    "ilvl": _keep("level"),
    "r": _Body._begin_run,
    "vanish": _Body._hide,
    "t": _Body._begin_text,
    "tab": _writes("\t"),
    "br": _writes("\n"),
    "cr": _writes("\n"),
    "noBreakHyphen": _writes("-"),
    "txbxContent": _Body._begin_box,
    "tbl": _Body._begin_table,
    "tr": _Body._begin_row,
    "tc": _Body._begin_cell,
    "gridSpan": _Body._set_span,
    "vMerge": _Body._set_merge,
}
_ENDS: Mapping[str, Callable[[_Body], None]] = {
    "p": _Body._end_paragraph,
    "r": _Body._end_run,
    "t": _Body._end_text,
    "txbxContent": _Body._end_box,
    "tbl": _Body._end_table,
    "tc": _Body._end_cell,
}
