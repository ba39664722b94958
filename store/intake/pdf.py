"""PDF files → lines of text, page by page. Runs in the process that has limits."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from commitments.pages import join_pages, unify_radicals
from store.errors import LedgerError
from store.intake.refusals import MOST_TEXT, refusal

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_MOST_PAGES = 3000
_FEW = 8  # characters; a page with fewer shows nothing but its number
_GARBLED = 0.2  # share of characters that stand for nothing
_NAMED = 6  # pages without text that a note names


class Pdf:
    """A PDF whose pages are read one by one."""

    def __init__(self, reader: PdfReader, name: str) -> None:
        self._reader = reader
        self._name = name
        self.pages = len(reader.pages)
        self._texts: list[str] = []

    def progress(self) -> Iterator[tuple[int, int]]:
        """Read a page; how many are read, of how many. Raises LedgerError for a text that is too long."""
        room = MOST_TEXT
        for number, page in enumerate(self._reader.pages, start=1):
            text = _text_of(page)
            room -= len(text)
            if room < 0:
                raise refusal("too long", self._name)
            self._texts.append(text)
            yield number, self.pages

    def text(self) -> str:
        """The text of all pages that were read. Raises LedgerError for a scan and for fonts without characters."""
        words = "".join("".join(self._texts).split())
        if len(words) <= _FEW * len(self._texts) and len(self._without_text()) == len(self._texts):
            raise refusal("scan" if self._texts else "broken pdf", self._name)
        if sum(map(_stands_for_nothing, words)) > _GARBLED * len(words):
            raise refusal("garbled pdf", self._name)
        return join_pages([text.splitlines() for text in self._texts])

    def notes(self) -> list[str]:
        """Which pages have no text, in Chinese."""
        empty = self._without_text()
        if not empty:
            return []
        shown = "、".join(map(str, empty[:_NAMED])) + ("等" if len(empty) > _NAMED else "")
        return [f"第{shown}页没有文字（共{len(empty)}页），可能是扫描图片，没有读到"]

    def _without_text(self) -> list[int]:
        return [number for number, text in enumerate(self._texts, 1) if len("".join(text.split())) <= _FEW]


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


def _text_of(page: PageObject) -> str:
    """The text of a page, empty where the page is broken."""
    try:
        return unify_radicals(page.extract_text())
    except MemoryError:
        raise
    except Exception:  # one broken page does not spoil the others
        return ""


def _stands_for_nothing(character: str) -> bool:
    return character == "\ufffd" or unicodedata.category(character) in ("Cc", "Co", "Cn", "Cs")
