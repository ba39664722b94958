"""Files as text: which encoding a file is in, and which files there are to read.

No character is changed or left out (only a byte order mark is not part of the text), so that offsets hold.
"""

from __future__ import annotations

import codecs
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.errors import LedgerError
from store.intake.kinds import plain_kind
from store.intake.refusals import MOST_BYTES

if TYPE_CHECKING:
    from store.intake.extract import Extracted

SUFFIXES = (".txt", ".md", ".docx", ".pdf")
MOST_TEXT_BYTES = 20_000_000
METADATA = "seeds.toml"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before utf-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Of the characters beyond ASCII, the share that may be damaged before another encoding is tried.
_DAMAGE = 0.02
# Of the characters beyond ASCII, the share that GB 2312 must hold for the text to be simplified Chinese.
_SIMPLIFIED = 0.8
_CONTROLS = "".join(map(chr, (*range(9), 11, *range(14, 27), 28, 29, 30, 31, 127)))


def read_text(path: Path, *, limit: int = MOST_TEXT_BYTES) -> str:
    """The text of a file, as read_file reads it."""
    return read_file(path, limit=limit).text


def read_file(
    path: Path, *, limit: int = MOST_TEXT_BYTES, progress: Callable[[int, int], None] | None = None
) -> Extracted:
    """The text of a file: of Word and PDF files what a process apart reads in them, else the file decoded.

    `limit` is in bytes, for text. `progress` hears of pages read and pages. Raises LedgerError for a file that is
    missing, unreadable, empty, too large or no text.
    """
    from store.intake.extract import Extracted, extract_text

    data = _read_bytes(path, max(limit, MOST_BYTES))
    if plain_kind(data) != "text":
        return extract_text(data, path.name, progress)
    if len(data) > limit:
        raise _too_large(path, limit)
    return Extracted(text_of_bytes(data, str(path)), "text")


def text_of_bytes(data: bytes, name: str) -> str:
    """The text of a text file: utf-8, utf-16 or utf-32 with a mark, gb18030, else what charset-normalizer makes of it.

    Raises LedgerError, in which `name` stands for the file, where it is empty or no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data.removeprefix(mark).decode(encoding, "replace")
            break
    else:
        text = _decode(name, data)
    if not text.strip("\0 \t\r\n\u3000\ufeff"):
        raise LedgerError(f"{name} is empty; check the file", f"{Path(name).name} 是空文件，请检查。")
    return text


def _read_bytes(path: Path, limit: int) -> bytes:
    try:
        if path.is_dir():
            raise LedgerError(f"{path} is a folder; name a file", f"{path.name} 是文件夹，请指定文件。")
        if path.exists() and not path.is_file():
            raise LedgerError(f"{path} is no ordinary file; name a text file", f"{path.name} 不是普通文件。")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError:
        raise LedgerError(
            f"there is no file {path}; check the name", f"找不到文件 {path.name}，请检查文件名。"
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise LedgerError(f"{path} cannot be read ({reason}); check its rights", f"读不了文件 {path.name}。") from None
    if len(data) > limit:
        raise _too_large(path, limit)
    return data


def _too_large(path: Path, limit: int) -> LedgerError:
    return LedgerError(
        f"{path} is larger than {limit:,} bytes; split it into smaller files",
        f"{path.name} 太大（超过 {limit:,} 字节），请拆分。",
    )


def _decode(name: str, data: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        text = data.decode(encoding, "replace")
        if _is_whole(text) and (encoding == "utf-8" or _is_simplified(text)) and not _is_binary(text):
            return text
    from charset_normalizer import from_bytes  # 40 ms, for few files

    guess = from_bytes(data, cp_isolation=["gb18030", "big5", "big5hkscs", "utf_16", "utf_16_le", "utf_16_be"]).best()
    if guess is None or _is_binary(str(guess)):
        raise LedgerError(
            f"{name} is not a text file in a known encoding; save it as utf-8 text first",
            f"{Path(name).name} 不是文本文件，或编码无法识别，请另存为 UTF-8 文本。",
        )
    return str(guess)


def _is_whole(text: str) -> bool:
    """Whether hardly a character was lost: a page with one broken byte is still a page in that encoding."""
    lost = text.count("\ufffd")
    return not lost or lost <= _DAMAGE * sum(character > "\x7f" for character in text)


def _is_simplified(text: str) -> bool:
    """Whether GB 2312 holds nearly every character, as of any simplified text, and of no Big5 text read as gb18030."""
    beyond = [character for character in text[:20_000] if character > "\x7f"]
    return len("".join(beyond).encode("gb2312", "ignore")) >= 2 * _SIMPLIFIED * len(beyond)


def _is_binary(text: str) -> bool:
    """Whether more than one character in a hundred is a control character that no text has."""
    return sum(map(text.count, _CONTROLS)) * 100 > len(text)


def find_documents(paths: Sequence[Path]) -> list[Path]:
    """The files to read: each file that is named, and the documents of each folder and its folders, sorted.

    A document's name ends in .txt, .md, .docx or .pdf. A folder's README, hidden files and what Word leaves beside an
    open file (~$…) are left out. Raises LedgerError for a path that does not exist and a folder without a document.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            if not path.exists():
                raise LedgerError(f"there is no file {path}; check the name", f"找不到 {path.name}，请检查文件名。")
            found[path] = None
            continue
        inside = sorted(file for file in path.rglob("*") if _is_document(file.relative_to(path)) and file.is_file())
        if not inside:
            raise LedgerError(
                f"there is no .txt, .md, .docx or .pdf file in the folder {path}; name another one",
                f"文件夹 {path.name} 里没有 .txt、.md、.docx 或 .pdf 文件。",
            )
        found |= dict.fromkeys(inside)
    return list(found)


def _is_document(path: Path) -> bool:
    hidden = any(part.startswith((".", "~$")) for part in path.parts)
    return path.suffix.lower() in SUFFIXES and not hidden and not path.stem.lower().startswith("readme")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document besides its text; `source` says in words what the date rests on."""

    title: str = ""
    publisher: str = ""
    published: date | None = None
    city: str = ""
    source: str = ""

    def over(self, other: Metadata) -> Metadata:
        """What this says, and what `other` says where this says nothing."""
        return Metadata(
            **{field.name: getattr(self, field.name) or getattr(other, field.name) for field in fields(self)}
        )


def seed_metadata(folder: Path) -> dict[str, Metadata]:
    """File name → what the folder's seeds.toml says about it; {} without one. Raises LedgerError for a broken one."""
    path = folder / METADATA
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return {entry["file"]: _metadata(entry) for entry in table["documents"]}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise LedgerError(
            f"{path} cannot be used ({error!r}); write one [[documents]] a file with file, title, publisher, published,"
            " city, source",
            f"{path.name} 格式有误，请检查。",
        ) from error


def _metadata(entry: dict[str, Any]) -> Metadata:
    published = entry.get("published")
    if published is not None and type(published) is not date:
        raise ValueError(f"published = {published!r} is not a date")
    words = {name: entry[name] for name in ("title", "publisher", "city", "source") if name in entry}
    if not all(isinstance(word, str) for word in words.values()):
        raise ValueError("title, publisher, city and source are text")
    return Metadata(published=published, **words)
