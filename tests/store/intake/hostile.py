"""Fifty files that want to take the memory, the time, the files or the secrets of whoever opens them."""

from __future__ import annotations

import io
import random
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping

from tests.store.intake import made
from tests.store.intake.made import WORD, docx, paragraph, pdf, pdf_of, stream, zipped

MB = 1_000_000
TEXT = "年底前完成188个老旧小区改造，涉及3.7万户。"
PAGE = [["报告", f"\u3000\u3000{TEXT}"]]
TYPES = {"[Content_Types].xml": made.CONTENT_TYPES}
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zeros(size: int, of: bytes = b"\0") -> bytes:
    """So many bytes of one kind as a zlib stream, made without holding them."""
    packer = zlib.compressobj(9)
    chunk = of * (MB // len(of))
    return b"".join([*(packer.compress(chunk) for _ in range(size // MB)), packer.flush()])


def part_of(size: int, name: str = "word/document.xml", chunk: bytes = b" " * MB, head: bytes = b"") -> bytes:
    """A zip with one part of so many bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(name, "w", force_zip64=True) as part:
            part.write(head)
            for _ in range(size // len(chunk)):
                part.write(chunk)
        archive.writestr("[Content_Types].xml", made.CONTENT_TYPES)
    return written.getvalue()


def document(prologue: str, body: str) -> bytes:
    """A .docx whose XML begins with a prologue."""
    words = f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>{body}</w:t></w:r></w:p></w:body></w:document>'
    return zipped({**TYPES, "word/document.xml": prologue + words})


def laughs(levels: int = 9) -> str:
    """Entities that say ten times what the one before says."""
    lines = ['<!ENTITY a0 "哈哈哈哈哈哈哈哈哈哈">']
    lines += [f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, levels)]
    return f"<!DOCTYPE x [{''.join(lines)}]>"


def lying_sizes() -> bytes:
    """A part whose directory entry says 20 bytes and that unpacks to 300 MB."""
    packed = zeros(300 * MB, b" ")[2:-4]
    name = b"word/document.xml"
    entry = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, 0, len(packed), 20, len(name), 0)
    local = b"PK\3\4" + entry + name + packed
    central = b"PK\1\2" + struct.pack("<H", 20) + entry + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    return local + central + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)


def flagged(flag: int) -> bytes:
    """A .docx whose directory entries have a flag set: 1 encrypted, 32 patched."""
    content = bytearray(docx(paragraph(TEXT)))
    at = 0
    while (at := content.find(b"PK\1\2", at)) >= 0:
        content[at + 8] |= flag
        at += 4
    return bytes(content)


def links() -> bytes:
    """A .docx with parts that are links, absolute paths and paths out of the folder."""
    written = io.BytesIO(docx(paragraph(TEXT)))
    with zipfile.ZipFile(written, "a") as archive:
        for name in ("../../../../tmp/evil.txt", "/etc/passwd", "..\\..\\evil.txt", "word/../../x"):
            archive.writestr(name, "x")
        link = zipfile.ZipInfo("word/link.xml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return written.getvalue()


def many_parts(count: int = 60_000) -> bytes:
    """A .docx with so many parts."""
    written = io.BytesIO(docx(paragraph(TEXT)))
    with zipfile.ZipFile(written, "a", zipfile.ZIP_STORED) as archive:
        for number in range(count):
            archive.writestr(f"{number}.xml", "")
    return written.getvalue()


def workbook(sheet: str, strings: str = "", prologue: str = "", sheets: int = 1) -> bytes:
    """An .xlsx with this XML in its sheets."""
    named = "".join(f'<sheet name="表{number}" sheetId="{number}" r:id="r1"/>' for number in range(1, sheets + 1))
    relation = f'<Relationship Id="r{{}}" Type="{RELATIONS}/{{}}" Target="{{}}"/>'
    package = "http://schemas.openxmlformats.org/package/2006"
    own = f'<Relationships xmlns="{package}/relationships">{{}}</Relationships>'
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    overrides = {"workbook": "sheet.main", "worksheets/sheet1": "worksheet", "sharedStrings": "sharedStrings"}
    types = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{kinds}{kind}+xml"/>' for part, kind in overrides.items()
    )
    return zipped({
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">{types}</Types>',
        "_rels/.rels": own.format(relation.format(1, "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{RELATIONS}"><sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": own.format(
            relation.format(1, "worksheet", "worksheets/sheet1.xml")
            + relation.format(2, "sharedStrings", "sharedStrings.xml")
        ),
        "xl/sharedStrings.xml": f'{prologue}<sst xmlns="{SHEET}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": f'{prologue}<worksheet xmlns="{SHEET}">{sheet}</worksheet>',
    })  # fmt: skip


def cell(place: str, words: str) -> str:
    """A cell's XML."""
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


def one_page(content: bytes, resources: bytes = b"", *others: bytes) -> bytes:
    """A PDF of one page with this content stream as object 4, then other objects."""
    return pdf_of([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<%s>>/Contents 4 0 R>>" % resources,
        content, *others,
    ])  # fmt: skip


FONT = b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"


def packed(content: bytes, filters: str) -> bytes:
    """A stream object whose filters are named."""
    names = "".join(f"/{name}" for name in filters.split())
    return b"<</Length %d/Filter[%s]>>stream\n%s\nendstream" % (len(content), names.encode(), content)


def nested(levels: int, size: int) -> bytes:
    """Zeros that were deflated several times."""
    content = zeros(size)
    for _ in range(levels - 1):
        content = zlib.compress(content, 9)
    return content


def noise(size: int, seed: int = 1) -> bytes:
    """Random bytes."""
    return random.Random(seed).randbytes(size)


DOCUMENTS: Mapping[str, Callable[[], bytes]] = {
    # zips and XML
    "bomb of 1 GB.docx": lambda: part_of(1000 * MB),
    "bomb of paragraphs.docx": lambda: part_of(
        90 * MB, chunk=paragraph("").encode() * 20_000, head=f'<w:document xmlns:w="{WORD}"><w:body>'.encode()
    ),
    "bomb that lies about its size.docx": lying_sizes,
    "60,000 parts.docx": many_parts,
    "external entity.docx": lambda: document('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;"),
    "external entity from the network.docx": lambda: document(
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>', "x"
    ),
    "external DTD.docx": lambda: document('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">', TEXT),
    "billion laughs.docx": lambda: document(laughs(), "&a8;"),
    "quadratic entity.docx": lambda: document(f'<!DOCTYPE x [<!ENTITY a "{"x" * 100_000}">]>', "&a;" * 20_000),
    "billion laughs in the styles.docx": lambda: docx(paragraph(TEXT), styles=f"{laughs()}<x>&a8;</x>"),
    "200,000 nested elements.docx": lambda: docx("<w:sdt>" * 200_000 + "</w:sdt>" * 200_000),
    "20,000 nested tables.docx": lambda: docx(
        "<w:tbl><w:tr><w:tc>" * 20_000 + paragraph(TEXT) + "</w:tc></w:tr></w:tbl>" * 20_000
    ),
    "20,000 nested text boxes.docx": lambda: docx(
        "<w:p><w:r><w:txbxContent>" * 20_000 + paragraph(TEXT) + "</w:txbxContent></w:r></w:p>" * 20_000
    ),
    "cells that span a million columns.docx": lambda: docx(
        "<w:tbl>"
        + f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000"/></w:tcPr>{paragraph("x")}</w:tc><w:tc/></w:tr>' * 5000
        + "</w:tbl>"
    ),
    "one attribute of 30 MB.docx": lambda: docx(f'<w:p w:x="{"x" * 30 * MB}"/>'),
    "one word of 20 MB.docx": lambda: docx(paragraph("".join(f"{number:07}" for number in range(3 * MB)))),
    "encrypted parts.docx": lambda: flagged(1),
    "patched parts.docx": lambda: flagged(32),
    "links and paths out of the folder.docx": links,
    "cut in the middle.docx": lambda: made.word_file([TEXT] * 100)[:9000],
    "directory only.docx": lambda: made.word_file([TEXT] * 100)[9000:],
    "not XML.docx": lambda: zipped({**TYPES, "word/document.xml": noise(MB)}),
    "zip in a zip.docx": lambda: zipped({"word/document.xml": docx(paragraph(TEXT))}),
    "50 MB of zeros in a zip.docx": lambda: b"PK\3\4" + bytes(50 * MB - 4),
    # PDF
    "content of 1 GB.pdf": lambda: one_page(packed(zeros(1000 * MB), "FlateDecode"), FONT),
    "content deflated five times.pdf": lambda: one_page(packed(nested(5, 1000 * MB), "FlateDecode " * 5), FONT),
    "content of run lengths.pdf": lambda: one_page(
        packed(zlib.compress(b"\x81 " * 20 * MB), "FlateDecode RunLengthDecode"), FONT
    ),
    "50 million operators.pdf": lambda: one_page(packed(zeros(70 * MB, b"BT ET "), "FlateDecode"), FONT),
    "a million words.pdf": lambda: one_page(stream(b"BT /F1 9 Tf " + b"(x) Tj T* " * MB + b"ET", packed=True), FONT),
    "pages that hold themselves.pdf": lambda: pdf_of([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R 2 0 R]/Count 99999999>>",
    ]),
    "one page a million times.pdf": lambda: pdf_of([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1000000/Kids[" + b"3 0 R " * MB + b"]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    ]),
    "forms that draw each other.pdf": lambda: one_page(
        stream(b"/A Do /A Do"), b"/XObject<</A 5 0 R/B 6 0 R>>",
        *(stream(b"/A Do /B Do " * 50, b"/Type/XObject/Subtype/Form/Resources<</XObject<</A 6 0 R/B 5 0 R>>>>")
          for _ in "AB"),
    ),
    "a hundred thousand brackets.pdf": lambda: pdf_of([b"[" * 100_000 + b"]" * 100_000]),
    "references in a ring.pdf": lambda: pdf_of([b"2 0 R", b"3 0 R", b"1 0 R"]),
    "xref that points to itself.pdf": lambda: pdf(PAGE).replace(b"trailer\n<<", b"trailer\n<</Prev 15 "),
    "xref of a billion objects.pdf": lambda: pdf(PAGE).replace(b"xref\n0 8", b"xref\n0 999999999"),
    "lengths below zero.pdf": lambda: pdf(PAGE).replace(b"/Length ", b"/Length -"),
    "table of characters that never ends.pdf": lambda: pdf(PAGE).replace(
        b"beginbfchar", b"beginbfrange <0000> <ffffffff> <0000> endbfrange beginbfchar"
    ),
    "under a password.pdf": lambda: made.locked(pdf(PAGE), "x"),
    "cut in the middle.pdf": lambda: pdf(PAGE * 40)[:20_000],
    "noise.pdf": lambda: b"%PDF-1.7\n" + noise(5 * MB),
    "a scan of 400 pages.pdf": lambda: made.scanned(400),
    # texts
    "50 MB.txt": lambda: TEXT.encode() * (50 * MB // len(TEXT.encode())),
    "more than 50 MB.txt": lambda: bytes(50 * MB + 1),
    "nothing.txt": lambda: b"",
    "NULs.txt": lambda: bytes(10 * MB),
    "noise.txt": lambda: noise(10 * MB),
    "half an encoding.txt": lambda: (TEXT * 200_000).encode("gb18030")[1::2],
    "one line of brackets.txt": lambda: "（".encode() * 900_000,
    "../../../../etc/passwd\0\u202efdp.txt": lambda: TEXT.encode("gb18030"),
}  # fmt: skip

SHEETS: Mapping[str, Callable[[], bytes]] = {
    "as large as Excel goes.xlsx": lambda: workbook(
        f'<dimension ref="A1:XFD1048576"/><sheetData><row r="1">{cell("A1", "序号")}</row></sheetData>'
    ),
    "one cell in the last corner.xlsx": lambda: workbook(
        f'<sheetData><row r="1048576">{cell("XFD1048576", "x")}</row></sheetData>'
    ),
    "a million empty rows.xlsx": lambda: workbook("<sheetData>" + "<row><c/></row>" * MB + "</sheetData>"),
    "a million cells.xlsx": lambda: workbook(
        "<sheetData>" + "".join(f"<row>{'<c><v>7</v></c>' * 100}</row>" for _ in range(12_000)) + "</sheetData>"
    ),
    "everything merged.xlsx": lambda: workbook(
        f'<sheetData><row r="1">{cell("A1", "x")}</row>' + "<row><c/></row>" * 40_000 + "</sheetData><mergeCells>"
        + '<mergeCell ref="A1:XFD1048576"/>' * 30_000 + "</mergeCells>"
    ),
    "3,000 sheets.xlsx": lambda: workbook(
        "<sheetData>" + f"<row>{cell('A1', 'x')}</row>" * 2000 + "</sheetData>", sheets=3000
    ),
    "billion laughs.xlsx": lambda: workbook("<sheetData/>", "<si><t>&a8;</t></si>", laughs()),
    "external entity.xlsx": lambda: workbook(
        f"<sheetData><row>{cell('A1', '&e;')}</row></sheetData>", "", '<!DOCTYPE x [<!ENTITY e SYSTEM "/etc/passwd">]>'
    ),
    "strings of 90 MB.xlsx": lambda: workbook(
        "<sheetData/>", "".join(f"<si><t>{number}</t></si>" for number in range(4 * MB))
    ),
    "a workbook cut in the middle.xlsx": lambda: made.workbook({"表": [[TEXT] * 9] * 900})[:4000],
    "a million columns.csv": lambda: b"x," * MB,
    "one cell of 20 MB.csv": lambda: b'"' + b"x" * 20 * MB,
}  # fmt: skip


def files() -> Iterator[tuple[str, bytes, bool]]:
    """Name, content, and whether its rows are wanted, of each; made when its turn comes."""
    for name, make in DOCUMENTS.items():
        yield name, make(), False
    for name, make in SHEETS.items():
        yield name, make(), True
