"""What a file is, by its content: names of files say what people hope."""

from __future__ import annotations

import io

# First bytes → kind. Kinds that are not read are reasons of store/intake/refusals.py.
_BEGINNINGS = (
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old office"),
    (b"{\\rtf", "rich text"),
    (b"SQLite format 3\0", "database"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"RIFF", "picture"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
)
# A part that only files of this kind have → kind.
_PARTS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "old excel"),
    ("ppt/presentation.xml", "slides"),
    ("OFD.xml", "ofd"),
    ("content.xml", "open document"),
)
# Names of streams in an old Office file, as it writes them → kind.
_STREAMS = (
    ("EncryptedPackage", "locked"),
    ("WordDocument", "old word"),
    ("Workbook", "old excel"),
    ("PowerPoint Document", "slides"),
)
_LOOK = 1024  # bytes at the beginning in which the mark of a PDF or web page may stand
_TAGS = ("!doctype html", "html", "head", "meta", "title", "body", "div", "style", "script")
_WEB_PAGES = (*(f"<{tag}".encode() for tag in _TAGS), b"mime-version:")
_MOST_PARTS = 5000


def kind_of(content: bytes) -> str:
    """text, pdf, docx or xlsx, else a reason of store/intake/refusals.py. Looks at names of parts, unpacks nothing."""
    kind = plain_kind(content)
    if kind == "zip":
        return _zip_kind(content)
    if kind == "old office":
        return next((kind for name, kind in _STREAMS if name.encode("utf-16-le") in content), kind)
    return kind


def plain_kind(content: bytes) -> str:
    """The kind by the first bytes alone; text for what begins like nothing else."""
    kind = next((kind for start, kind in _BEGINNINGS if content.startswith(start)), "")
    if kind:
        return kind
    head = content[:_LOOK]
    if b"%PDF-1." in head and b" obj" in content[: 64 * _LOOK]:
        return "pdf"
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"avif"):
        return "picture"
    words = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if words.startswith(b"<?xml"):
        words = words.partition(b"?>")[2].lstrip()
    if words.startswith(b"<?mso-application"):
        return "old word"
    return "web page" if words.startswith(_WEB_PAGES) else "text"


def _zip_kind(content: bytes) -> str:
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError):
        return "broken"
    if len(names) > _MOST_PARTS:
        return "bomb"
    known = {name.replace("\\", "/").lower() for name in names}
    return next((kind for part, kind in _PARTS if part.lower() in known), "archive")
