"""The parts of an Office file, which is a zip: sizes are looked at before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
from typing import IO, Any
from xml.sax.handler import ContentHandler, feature_namespaces

from store.intake.refusals import refusal

MOST_PART = 100_000_000  # bytes of one XML part; a ledger of 10,000 matters has 20 million
_MOST_ALL = 150_000_000  # bytes of all XML parts
_MOST_RATIO = 250  # of unpacked to packed; deflate can reach 1,032, real tables reach 60
_SMALL = 2_000_000  # bytes; a part below may have any ratio
WORD = (  # namespaces of WordprocessingML: as Word writes it, and in its strict form
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_XML = (".xml", ".rels", ".vml")


class Parts:
    """The XML parts of an Office file. A part never gives more bytes than its directory entry declares.

    Raises LedgerError for a broken, encrypted or suspicious archive.
    """

    def __init__(self, content: bytes, name: str) -> None:
        self._name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise refusal("broken", name) from error
        self._infos = {_plain(info.filename): info for info in self._zip.infolist()}
        xml = [info for part, info in self._infos.items() if part.endswith(_XML)]
        if any(info.flag_bits & 1 for info in xml):
            raise refusal("locked", name)
        if sum(info.file_size for info in xml) > _MOST_ALL or any(map(_is_suspicious, xml)):
            raise refusal("bomb", name)

    def has(self, part: str) -> bool:
        """Whether there is such a part; upper and lower case are one."""
        return _plain(part) in self._infos

    def open(self, part: str) -> IO[bytes]:
        """A part for reading. Raises LedgerError where it is missing or cannot be unpacked."""
        try:
            return self._zip.open(self._infos[_plain(part)])
        except (KeyError, zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
            raise refusal("broken", self._name) from error


def _plain(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()


def _is_suspicious(info: zipfile.ZipInfo) -> bool:
    unpacked = info.file_size
    return unpacked > MOST_PART or (unpacked > _SMALL and unpacked > _MOST_RATIO * max(info.compress_size, 1))


def parse_part(parts: Parts, part: str, handler: ContentHandler) -> None:
    """Send the XML events of a part to a handler. Raises DefusedXmlException for a DTD, SAXException for no XML."""
    from defusedxml.sax import make_parser

    parser = make_parser()
    parser.setFeature(feature_namespaces, True)
    parser.forbid_dtd = True
    parser.setContentHandler(handler)
    with parts.open(part) as file:
        parser.parse(file)


def attribute(attributes: Any, name: str) -> str:
    """An attribute of a SAX event by its name without namespace; "" where it is missing."""
    return next((str(value) for (_, local), value in attributes.items() if local == name), "")
