"""The process that reads one file: `python -m store.intake.extract_child text|rows`.

Standard input: a line with the file's name, then the file. Standard output: lines of JSON, each a list that begins with
what it is: page (read, of how many), text (text, kind, pages, notes), sheet (title), row (cells), refused (English,
Chinese), done. Store/intake/extract.py starts it and takes its answer.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from typing import Any

from store.errors import LedgerError
from store.files import text_of_bytes
from store.intake.kinds import kind_of
from store.intake.refusals import MEMORY, MOST_TEXT, SECONDS, refusal

_READ = ("text", "docx", "pdf", "xlsx")
_SUFFIXES = {"text": (".txt", ".md", ".csv"), "docx": (".docx",), "pdf": (".pdf",)}
_NAMES = {"text": "文本", "docx": "Word 文档", "pdf": "PDF"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.remove", "os.rename")


def main() -> None:
    """Read standard input, answer on standard output, status 0; a refusal is an answer."""
    notes = limit()
    name = sys.stdin.buffer.readline().decode(errors="replace").rstrip("\n")
    content = sys.stdin.buffer.read()
    sys.addaudithook(_only_reading)
    try:
        for line in answers(sys.argv[1], content, name, notes):
            say(line)
        say(["done"])
    except LedgerError as error:
        say(["refused", str(error), error.chat])
    except MemoryError:
        del content
        say(["refused", *_both("too big inside", name)])
    except Exception:  # whatever a library makes of a broken file
        say(["refused", *_both("broken", name)])


def limit() -> list[str]:
    """Take away memory, time, files and priority; what could not be limited, in Chinese."""
    try:
        import resource

        os.nice(10)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, AttributeError, OSError, ValueError):
        return ["本系统不能限制内存，读取时未加限制"]
    return []


def _only_reading(event: str, arguments: tuple[Any, ...]) -> None:
    """Let nothing write a file, reach a network or start a program."""
    if event.startswith(_FORBIDDEN) or (event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITES):
        raise PermissionError(event)


def answers(wanted: str, content: bytes, name: str, notes: list[str]) -> Iterator[list[Any]]:
    """The lines of the answer. Raises LedgerError for a file that is not read."""
    kind = kind_of(content)
    if kind not in _READ:
        raise refusal(kind, name)
    if wanted == "rows":
        yield from _rows(kind, content, name)
        return
    if kind == "xlsx":
        raise refusal("sheet", name)
    text, pages = "", None
    if kind == "pdf":
        from store.intake.pdf import read_pdf

        pdf = read_pdf(content, name)
        for done, of in pdf.progress():
            yield ["page", done, of]
        text, pages = pdf.text(), pdf.pages
        notes = [*notes, *pdf.notes()]
    elif kind == "docx":
        from store.intake.word import read_docx

        text = read_docx(content, name)
    else:
        text = text_of_bytes(content, name)
    if len(text) > MOST_TEXT:
        raise refusal("too long", name)
    if not text.strip():
        raise refusal("no text in it", name)
    yield ["text", text, kind, pages, [*notes, *_misnamed(kind, name)]]


def _rows(kind: str, content: bytes, name: str) -> Iterator[list[Any]]:
    from store.intake.sheets import csv_rows, xlsx_rows

    if kind == "xlsx":
        yield from xlsx_rows(content, name)
    elif kind == "text":
        yield from csv_rows(text_of_bytes(content, name), name)
    else:
        raise refusal("no sheet", name)


def _misnamed(kind: str, name: str) -> list[str]:
    """That the suffix says something else than the content."""
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    others = {other for known, suffixes in _SUFFIXES.items() if known != kind for other in suffixes}
    return [f"文件名以 {suffix} 结尾，内容是{_NAMES[kind]}，已按内容读取"] if suffix in others else []


def _both(reason: str, name: str) -> tuple[str, str]:
    error = refusal(reason, name)
    return str(error), error.chat


def say(line: list[Any]) -> None:
    """Write one line of the answer."""
    written = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
    sys.stdout.buffer.write(written.encode("utf-8", "replace") + b"\n")
    if line[0] == "page":  # somebody waits for it
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
