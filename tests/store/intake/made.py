"""Files as people and attackers make them: Word documents, PDFs written by hand, zips with parts of any size."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


# --- Word ---------------------------------------------------------------------------------------------------------


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip with these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A .docx with this XML between <w:body> and </w:body>; `parts` are others in word/, by name without .xml."""
    document = f'<w:document xmlns:w="{WORD}" xmlns:mc="urn:mc"><w:body>{body}</w:body></w:document>'
    others = {f"word/{name}.xml": content for name, content in parts.items()}
    return zipped({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": document, **others})


def paragraph(words: str, properties: str = "") -> str:
    """A paragraph's XML; `properties` stand in its w:pPr."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def table(rows: Iterable[Iterable[str]]) -> str:
    """A table's XML, a paragraph a cell."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def word_file(lines: Iterable[str], rows: Sequence[Sequence[str]] = ()) -> bytes:
    """What python-docx writes: a paragraph for a line, then a table."""
    import docx as python_docx

    document = python_docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if rows:
        made = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, words in zip(made.add_row().cells, row, strict=True):
                cell.text = words
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


# --- PDF ----------------------------------------------------------------------------------------------------------


def pdf_of(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF with these objects, numbered from 1; the first is its catalog."""
    made = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(made)


def stream(content: bytes, extra: bytes = b"", *, packed: bool = False) -> bytes:
    """A stream object, deflated if wanted."""
    if packed:
        content, extra = zlib.compress(content, 9), extra + b"/Filter/FlateDecode"
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), extra, content)


def pdf(pages: Sequence[Sequence[str]], *, encoding: str = "tounicode", size: int = 16, indent: bool = True) -> bytes:
    """A PDF with these lines on its pages, a line that begins with \\u3000\\u3000 indented as printers do.

    `encoding`: the font's characters are told by a table in the file (tounicode), by a code that readers know
    (UniGB-UCS2-H, GBK-EUC-H), or by nothing (none).
    """
    characters = sorted({character for page in pages for line in page for character in line.strip("\u3000")})
    codes = {character: 16 * number + 35 for number, character in enumerate(characters)}

    def coded(words: str) -> bytes:
        if encoding in ("tounicode", "none"):
            return b"".join(b"%04x" % codes[character] for character in words)
        name = {"UniGB-UCS2-H": "utf-16-be", "GBK-EUC-H": "gbk"}[encoding]
        return words.encode(name).hex().encode()

    known = encoding if encoding.endswith("-H") else "Identity-H"
    maps = "".join(f"<{code:04x}> <{ord(character):04x}>\n" for character, code in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(codes)} beginbfchar\n{maps}endbfchar\n"
        "endcmap end end"
    )
    told = b"/ToUnicode 5 0 R" if encoding == "tounicode" else b""
    first = 6
    kids = b" ".join(b"%d 0 R" % (first + 2 * number) for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)),
        b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/%s/DescendantFonts[4 0 R]%s>>" % (known.encode(), told),
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/Song/DW 1000/CIDSystemInfo<</Registry(Adobe)/Ordering(%s)"
        b"/Supplement 0>>>>" % (b"GB1" if encoding.endswith("-H") else b"Identity"),
        stream(cmap.encode()),
    ]
    for number, page in enumerate(pages):
        shown = []
        for at, line in enumerate(page):
            left = 80 + (2 * size if indent and line.startswith("\u3000\u3000") else 0)
            shown.append(b"1 0 0 1 %d %d Tm <%s> Tj" % (left, 780 - at * size * 1.6, coded(line.strip("\u3000"))))
        content = b"BT /F1 %d Tf\n%s\nET" % (size, b"\n".join(shown))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % (first + 2 * number + 1)
        )
        objects.append(stream(content, packed=True))
    return pdf_of(objects)


def scanned(pages: int) -> bytes:
    """A PDF whose pages are pictures."""
    kids = b" ".join(b"%d 0 R" % (3 + 3 * number) for number in range(pages))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages)]
    for number in range(pages):
        at = 3 + 3 * number
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I %d 0 R>>>>/Contents %d 0 R>>"
            % (at + 1, at + 2),
            stream(bytes(64), b"/Type/XObject/Subtype/Image/Width 8/Height 8/ColorSpace/DeviceGray/BitsPerComponent 8"),
            stream(b"q 595 0 0 842 0 0 cm /I Do Q"),
        ]
    return pdf_of(objects)


def locked(content: bytes, password: str) -> bytes:
    """The PDF under a password for opening; with an empty one, under a password for changes only."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


_PIECES = re.compile(r"(?:[A-Za-z0-9.%+]{1,20}|.)[，。；：！？、”’）》】]*", re.ASCII)


def wrapped(text: str, width: int, page: int) -> list[list[str]]:
    """A text as printers set it: lines of so many characters (digits are half of one) that begin with no comma, first
    lines of paragraphs indented by two; `page` lines a page."""
    lines: list[str] = []
    for words in text.splitlines():
        line, room = "\u3000\u3000", 2 * width - 4
        for piece in _PIECES.findall(words):
            cells = sum(1 if character.isascii() else 2 for character in piece)
            if cells > room:
                lines.append(line)
                line, room = "", 2 * width
            line += piece
            room -= cells
        lines.append(line)
    return [lines[at : at + page] for at in range(0, len(lines), page)]


# --- spreadsheets -------------------------------------------------------------------------------------------------


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]], merged: Iterable[str] = (), hidden: str = "") -> bytes:
    """An .xlsx with these sheets; ranges of the first one merged, one sheet hidden."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        if title == hidden:
            sheet.sheet_state = "hidden"
    for area in merged:
        book.worksheets[0].merge_cells(area)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
