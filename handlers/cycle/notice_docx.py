"""The notice (通报) as a Word file, laid out as official documents are (GB/T 9704: margins, 仿宋 16 pt, 28 pt a line).

The titles are set in 黑体; fonts that a computer lacks are replaced by Word.
"""

from __future__ import annotations

import io
from typing import Any

from handlers.card import cells
from handlers.cycle.notice import Notice, Section, Table

BODY, HEADING = "仿宋", "黑体"
TITLE_SIZE, BODY_SIZE, SMALL_SIZE = 22, 16, 10.5  # points: 二号, 三号, 五号
LINE = 28  # points
WIDEST, PADDING = 40, 7  # half-width cells: the most that a column asks for, and what its edges take
MARGINS = {"top": 37, "bottom": 35, "left": 28, "right": 26}  # millimetres


def notice_docx(notice: Notice) -> bytes:
    """The .docx of a notice: title, addressee, numbered sections with tables, signature, sources by number."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

    document = Document()
    _set_page(document)
    _paragraph(document, notice.title, HEADING, TITLE_SIZE, align=ALIGN.CENTER, after=LINE)
    _paragraph(document, notice.addressee, BODY, BODY_SIZE)
    _paragraph(document, notice.opening, BODY, BODY_SIZE, indent=True)
    for section in notice.sections:
        _add_section(document, section)
    _paragraph(document, notice.signed, BODY, BODY_SIZE, align=ALIGN.RIGHT, before=LINE)
    _paragraph(document, notice.day, BODY, BODY_SIZE, align=ALIGN.RIGHT)
    _paragraph(document, "出处", HEADING, SMALL_SIZE, line=None, before=LINE)
    for number, note in enumerate(notice.notes, start=1):
        _paragraph(document, f"[{number}] {note}", BODY, SMALL_SIZE, line=None)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _set_page(document: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.shared import Mm

    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    for side, width in MARGINS.items():
        setattr(page, f"{side}_margin", Mm(width))
    _set_font(document.styles["Normal"].font, document.styles["Normal"].element, BODY, BODY_SIZE)
    document.core_properties.language = "zh-CN"
    footer = page.footer.paragraphs[0]
    footer.alignment = ALIGN.CENTER
    for part in ("— ", "PAGE", " —"):
        run = footer.add_run("" if part == "PAGE" else part)
        _set_font(run.font, run._element, BODY, 14)
        if part == "PAGE":
            _field(run, part)


def _field(run: Any, name: str) -> None:
    """Put a field into a run, such as the number of the page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind, text in (("begin", ""), ("", name), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._element.append(element)


def _add_section(document: Any, section: Section) -> None:
    heading = _paragraph(document, section.title, HEADING, BODY_SIZE, indent=True)
    heading.paragraph_format.keep_with_next = True
    for part in section.parts:
        if isinstance(part, Table):
            _add_table(document, part)
        else:
            _paragraph(document, part, BODY, BODY_SIZE, indent=True)


def _add_table(document: Any, table: Table) -> None:
    """A table with lines whose head is repeated on every page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.oxml import OxmlElement

    made = document.add_table(rows=0, cols=len(table.head), style="Table Grid")
    made.autofit = False
    widths = _widths(table)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width  # LibreOffice goes by the columns, Word by the cells
    for number, row in enumerate((table.head, *table.rows)):
        for cell, text, width in zip(made.add_row().cells, row, widths, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(text)
            _set_font(run.font, run._element, HEADING if number == 0 else BODY, SMALL_SIZE)
            paragraph.alignment = ALIGN.CENTER if number == 0 or len(text) <= 4 else ALIGN.LEFT
    for row in made.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # no name is torn over two pages
    head = made.rows[0]._tr.get_or_add_trPr()
    head.append(OxmlElement("w:tblHeader"))


def _widths(table: Table) -> list[Any]:
    """The width of each column, by the longest of its texts up to a limit, that together fill the page."""
    from docx.shared import Mm

    longest = [
        min(max(cells(text) for text in column), WIDEST) + PADDING
        for column in zip(table.head, *table.rows, strict=True)
    ]
    room = 210 - MARGINS["left"] - MARGINS["right"]
    return [Mm(room * one / sum(longest)) for one in longest]


def _paragraph(
    document: Any,
    text: str,
    font: str,
    size: float,
    *,
    align: Any = None,
    indent: bool = False,
    line: float | None = LINE,
    before: float = 0,
    after: float = 0,
) -> Any:
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    _set_font(run.font, run._element, font, size)
    how = paragraph.paragraph_format
    how.space_before, how.space_after = Pt(before), Pt(after)
    if line is not None:
        how.line_spacing = Pt(line)
    if indent:
        how.first_line_indent = Pt(2 * size)
    if align is not None:
        paragraph.alignment = align
    return paragraph


def _set_font(font: Any, element: Any, name: str, size: float) -> None:
    """The font of a run or style, for Chinese characters too, which Word looks up apart from the Latin ones."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    font.name, font.size = name, Pt(size)
    element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)
