"""A file of unknown origin → its text or rows, read by a process apart that has limits and no network.

The process (store/intake/extract_child.py) gets the file on its standard input and answers in lines of JSON. It may
take 512 MB and 10 seconds, writes no file and is killed with all that it started. At most two run at a time. Both
functions block: call them through a thread.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, Literal

from store.errors import LedgerError
from store.intake.names import safe_name
from store.intake.refusals import MOST_BYTES, SECONDS, refusal

Cell = str | int | float | date | None
Progress = Callable[[int, int], None]

_MOST_OUTPUT = 40_000_000  # bytes of the answer; the child refuses to write more than a quarter of it as text
_TO_END = 0.5  # seconds of the ten that killing may take on a busy machine
_AT_A_TIME = threading.BoundedSemaphore(2)
_ROOT = Path(__file__).parent.parent.parent
# What an interpreter may need to start; proxies, tokens and settings are not among it.
_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME", "SYSTEMROOT")


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file, what the file is, its pages where it has any, and in Chinese what a person should know."""

    text: str
    kind: Literal["text", "docx", "pdf"]
    pages: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a spreadsheet: rows of cells, without empty rows and cells at its end.

    A merged cell's value stands in each of its rows. Percentages are text (15%), times are left out of dates
    at midnight, errors are empty.
    """

    title: str
    rows: tuple[tuple[Cell, ...], ...]


def extract_text(content: bytes, name: str, progress: Progress | None = None) -> Extracted:
    """The text of a .txt, .md, .docx or .pdf file; its content says which, its name is no path and only shown.

    `progress` hears of pages read and pages, in the calling thread. Raises LedgerError, in one English and one Chinese
    sentence, for everything else: other kinds of files, scans, passwords, broken and hostile files.
    """
    with closing(_answers("text", content, safe_name(name))) as answers:
        for tag, *values in answers:
            if tag == "page" and progress is not None:
                progress(*values)
            elif tag == "text":
                text, kind, pages, notes = values
                return Extracted(text, kind, pages, tuple(notes))
    raise refusal("broken", safe_name(name))


def extract_rows(content: bytes, name: str) -> list[Sheet]:
    """The visible sheets of an .xlsx or .csv file, in order; those without a cell are left out.

    Raises LedgerError as extract_text does, also for what is no spreadsheet.
    """
    sheets: list[tuple[str, list[tuple[Cell, ...]]]] = []
    with closing(_answers("rows", content, safe_name(name))) as answers:
        for tag, *values in answers:
            if tag == "sheet":
                sheets.append((values[0], []))
            elif tag == "row":
                sheets[-1][1].append(tuple(map(_cell, values[0])))
    return [Sheet(title, tuple(rows)) for title, rows in sheets if rows]


def _cell(value: Any) -> Cell:
    """A cell as JSON has it: {"day": …} and {"moment": …} are dates."""
    if not isinstance(value, dict):
        return value  # type: ignore[no-any-return]
    if "day" in value:
        return date.fromisoformat(value["day"])
    return datetime.fromisoformat(value["moment"])


def _answers(wanted: str, content: bytes, name: str) -> Generator[list[Any], None, None]:
    """What the child says, line by line, until it is done. Raises LedgerError where it refuses or does not end well."""
    if len(content) > MOST_BYTES:
        raise refusal("too large", name)
    if not content:
        raise refusal("empty", name)
    with _AT_A_TIME, _Child(wanted) as child:
        child.give(name.encode() + b"\n", content)
        room = _MOST_OUTPUT
        while line := child.out.readline(room + 1):
            room -= len(line)
            if room < 0:
                raise refusal("too long", name)
            if not line.endswith(b"\n"):
                break
            tag, *values = json.loads(line)
            if tag == "refused":
                raise LedgerError(*values)
            if tag == "done":
                return
            yield [tag, *values]
        raise refusal(child.end(), name)


class _Child:
    """The process that reads, and the clock that kills it."""

    def __init__(self, wanted: str) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own module, nothing of the file in the arguments
            [sys.executable, "-P", "-s", "-B", "-X", "utf8", "-m", "store.intake.extract_child", wanted],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": str(_ROOT)} | {key: os.environ[key] for key in _KEPT if key in os.environ},
            start_new_session=True,
        )
        self._late = False
        self._clock = threading.Timer(SECONDS - _TO_END, self._time_is_up)
        self._clock.daemon = True

    def __enter__(self) -> _Child:
        self._clock.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._clock.cancel()
        self._kill()
        self._process.wait()
        for pipe in (self._process.stdin, self.out):
            with suppress(OSError):  # what was not taken is lost, as it should be
                pipe.close()  # type: ignore[union-attr]

    @property
    def out(self) -> IO[bytes]:
        """What the child writes."""
        assert self._process.stdout is not None
        return self._process.stdout

    def give(self, *parts: bytes) -> None:
        """Write the child's standard input and close it; a child that is gone says so by its end."""
        assert self._process.stdin is not None
        with suppress(OSError):
            for part in parts:
                self._process.stdin.write(part)
            self._process.stdin.close()

    def end(self) -> str:
        """The reason why a child stopped in the middle."""
        self._process.wait()
        if self._late or -self._process.returncode == getattr(signal, "SIGXCPU", 0):
            return "too slow"
        return "too big inside" if self._process.returncode < 0 else "broken"

    def _time_is_up(self) -> None:
        self._late = True
        self._kill()

    def _kill(self) -> None:
        """Kill the child and all that it started; it stands under its id until it is waited for."""
        if self._process.returncode is not None:
            return
        with suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
