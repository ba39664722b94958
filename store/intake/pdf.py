"""PDF files → lines of text, page by page. Runs in the process that has limits."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from commitments.layout import Line, width
from commitments.pages import join_pages, unify
from store.errors import LedgerError
from store.intake.refusals import MOST_TEXT, refusal

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_MOST_PAGES = 3000
_FEW = 8  # characters; a page with fewer shows nothing but its number
_KNOWN = 0.8  # share of the characters beyond ASCII that GB 2312 or Big5 holds in any text, and not in random codes
_ENOUGH = 10  # characters beyond ASCII that tell
_NAMED = 6  # pages without text that a note names


class Pdf:
    """A PDF whose pages are read one by one."""

    def __init__(self, reader: PdfReader, name: str) -> None:
        self._reader = reader
        self._name = name
        self.pages = len(reader.pages)
        self._read: list[list[Line]] = []
        self._broken: list[int] = []  # numbers of pages

    def progress(self) -> Iterator[tuple[int, int]]:
        """Read a page; how many are read, of how many. Raises LedgerError for a text that is too long or large."""
        from pypdf.errors import LimitReachedError

        room = MOST_TEXT
        for number, page in enumerate(self._reader.pages, start=1):
            try:
                lines = _lines_of(page)
            except (LimitReachedError, MemoryError):
                raise refusal("too big inside", self._name) from None
            except Exception:  # one broken page does not spoil the others
                lines = []
                self._broken.append(number)
            room -= sum(len(line.words) for line in lines)
            if room < 0:
                raise refusal("too long", self._name)
            self._read.append(lines)
            yield number, self.pages

    def text(self) -> str:
        """The text of all pages that were read. Raises LedgerError for a scan and for fonts without characters."""
        words = "".join(map(_words, self._read))
        if len(self._without_text()) == len(self._read):
            raise refusal("broken pdf" if self._broken or not self._read else "scan", self._name)
        if _is_garbled(words):
            raise refusal("garbled pdf", self._name)
        return join_pages(self._read)

    def notes(self) -> list[str]:
        """Which pages have no text or could not be read, in Chinese."""
        empty = [number for number in self._without_text() if number not in self._broken]
        return [
            f"第{_named(pages)}页{what}（共{len(pages)}页），没有读到"
            for pages, what in ((empty, "没有文字，可能是扫描图片"), (self._broken, "已损坏"))
            if pages
        ]

    def _without_text(self) -> list[int]:
        return [number for number, page in enumerate(self._read, 1) if len(_words(page)) <= _FEW]


def _named(pages: list[int]) -> str:
    return "、".join(map(str, pages[:_NAMED])) + ("等" if len(pages) > _NAMED else "")


def read_pdf(content: bytes, name: str) -> Pdf:
    """The PDF, opened. Raises LedgerError for a password and for a broken file."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise refusal("locked pdf", name)
        if len(reader.pages) > _MOST_PAGES:
            raise refusal("too long", name)
        return Pdf(reader, name)
    except (LedgerError, MemoryError):
        raise
    except DependencyError as error:  # encrypted by a method that takes one more library
        raise refusal("locked pdf", name) from error
    except Exception as error:  # whatever a broken file makes of the parser
        raise refusal("broken pdf", name) from error


def _words(page: list[Line]) -> str:
    return "".join("".join(line.words.split()) for line in page)


def _lines_of(page: PageObject) -> list[Line]:
    """The lines of a page and where they stand. Raises what the parser raises."""
    pieces: list[tuple[str, float, float, float]] = []  # words, left and right end, width of a character

    def visit(words: str, cm: list[float], tm: list[float], _: Any, size: float) -> None:
        scale = abs(cm[0] * tm[0]) * size
        left = cm[0] * tm[4] + cm[2] * tm[5] + cm[4]
        pieces.append((words, left, left + width(words) * scale, scale))

    text = page.extract_text(visitor_text=visit)
    lines = _placed(pieces)
    if [line.words for line in lines] != text.split("\n") or any(not line.size for line in lines if line.words):
        lines = [Line.of(words) for words in text.split("\n")]
    return [replace(line, words=unify(line.words)) for line in lines]


def _placed(pieces: list[tuple[str, float, float, float]]) -> list[Line]:
    lines = [Line("", 0, 0, 0)]
    for words, left, right, size in pieces:
        for number, part in enumerate(words.split("\n")):
            if number:
                lines.append(Line("", 0, 0, 0))
            last = lines[-1]
            if part.strip():
                begins = last.left if last.words.strip() else left
                lines[-1] = Line(last.words + part, begins, right, last.size or size)
            elif part:
                lines[-1] = replace(last, words=last.words + part)
    return lines


def _is_garbled(words: str) -> bool:
    """Whether the characters are the fonts' own numbers: neither simplified nor traditional Chinese."""
    beyond = "".join(character for character in words if character > "\x7f")
    known = max(len(beyond.encode(name, "ignore")) / 2 for name in ("gb2312", "big5"))
    return len(beyond) >= _ENOUGH and known < _KNOWN * len(beyond)
