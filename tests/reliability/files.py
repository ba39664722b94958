"""Files that want to take memory and time: what reading them takes, and how long the bot's answers take meanwhile."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import resource
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import SecretStr

from bot.app import build_application, running
from bot.offline import PERSON, TOKEN, OfflineRequest, Person, Shown
from bot.settings import Settings
from store.errors import LedgerError
from store.ingest import find_documents, ingest
from store.intake import refusals
from store.intake.extract import extract_rows, extract_text
from store.ledger import Ledger
from tests.reliability.result import Result
from tests.store.intake import hostile, made

SEEDS = Path(__file__).parents[2] / "seeds"
MEGABYTE = 1024 * 1024
MOST_MEMORY = 512  # MB of a reading process
MOST_GROWTH = 50  # MB of the bot, besides the file that it was sent
PAUSE = 0.1  # seconds between two questions


@dataclass
class Found:
    """What reading some files took: seconds of each, how many were refused, MB of the largest child and of growth."""

    seconds: dict[str, float] = field(default_factory=dict)
    refused: int = 0
    astray: list[str] = field(default_factory=list)  # names of files that raised what is no refusal
    child: float = 0.0
    growth: float = 0.0
    waits: list[float] = field(default_factory=list)  # seconds of the answers meanwhile

    @property
    def slowest(self) -> tuple[str, float]:
        """The file that took longest."""
        return max(self.seconds.items(), key=lambda pair: pair[1])


def memory() -> float:
    """MB that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE


class Watch:
    """The most memory that this process held while the block ran."""

    def __enter__(self) -> Watch:
        self.most = self.before = memory()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._end.wait(0.02):
            self.most = max(self.most, memory())


def make(folder: Path) -> list[tuple[str, Path, bool]]:
    """Write the hostile files under numbers; name, path, whether rows are wanted."""
    for number, (_, content, _) in enumerate(hostile.files()):
        (folder / str(number)).write_bytes(content)
    tables = ((hostile.DOCUMENTS, False), (hostile.SHEETS, True))
    names = [(name, rows) for table, rows in tables for name in table]
    return [(name, folder / str(number), rows) for number, (name, rows) in enumerate(names)]


async def read_all(files: list[tuple[str, Path, bool]], ask: Callable[[], Any]) -> Found:
    """Read the files one after the other in a thread, as the bot does, and ask all the while."""
    found = Found()
    await ask()
    for name, path, rows in files:
        content = path.read_bytes()
        with Watch() as watch:
            begun = time.monotonic()
            reading = asyncio.ensure_future(asyncio.to_thread(_read, content, name, rows))
            while not reading.done():
                asked = time.monotonic()
                await ask()
                found.waits.append(time.monotonic() - asked)
                await asyncio.wait([reading], timeout=PAUSE)
            outcome = reading.result()
            found.seconds[name] = time.monotonic() - begun
        found.growth = max(found.growth, watch.most - watch.before)
        found.refused += outcome == "refused"
        found.astray += [name] if outcome == "astray" else []
    found.child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return found


def _read(content: bytes, name: str, rows: bool) -> str:
    try:
        (extract_rows if rows else extract_text)(content, name)
    except LedgerError as error:
        return "refused" if "\n" not in f"{error}{error.chat}" else "astray"
    except Exception:
        return "astray"
    return "read"


def survey(folder: Path, files: list[tuple[str, Path, bool]], seeds: int = 5) -> Found:
    """The files, read while a chat goes on with the bot over so many of the seeds.

    All in a process of its own, whose children are the readers.
    """
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_survey, (folder, files, seeds))


def _survey(folder: Path, files: list[tuple[str, Path, bool]], seeds: int) -> Found:
    return asyncio.run(_chat(folder, files, seeds))


async def _chat(folder: Path, files: list[tuple[str, Path, bool]], seeds: int) -> Found:
    path = folder / "ledger.db"
    with Ledger.open(path) as ledger:
        for seed in find_documents([SEEDS])[:seeds]:
            ingest(ledger, seed)
    shown: list[Shown] = []
    transport = OfflineRequest(shown.append)
    settings = Settings(telegram_token=SecretStr(TOKEN), admins=frozenset({PERSON["id"]}))
    application = build_application(settings, path, today=lambda: date(2024, 9, 25), request=transport)
    async with running(application):
        person = Person(transport, application.bot)
        found = await read_all(files, lambda: application.process_update(person.says("老旧小区 进度")))
    assert shown
    assert all("188" in message.text for message in shown)
    return found


def unpacked(folder: Path) -> float:
    """MB that a process needs for a bomb of paragraphs when nothing looks at sizes and nothing limits it."""
    path = folder / "bomb.docx"
    path.write_bytes(made.docx(made.paragraph("") * 700_000))
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_unpacked, (path,))


def _unpacked(path: Path) -> float:
    from lxml import etree  # what python-docx reads with

    with zipfile.ZipFile(path) as archive:
        tree = etree.fromstring(archive.read("word/document.xml"))
    kept = list(tree.iter())
    assert kept
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def seeds_again(kind: str, seeds: int = 5) -> tuple[int, int]:
    """How many statements of so many seeds are found again when the pages come as docx or pdf, of how many."""
    from commitments.reader import read
    from store.files import read_text, seed_metadata

    again = total = 0
    known = seed_metadata(SEEDS)
    for path in find_documents([SEEDS])[:seeds]:
        text, given = read_text(path), known[path.name]
        content = made.word_file(text.splitlines()) if kind == "docx" else made.pdf(made.wrapped(text, 28, 22))
        came = extract_text(content, f"{path.stem}.{kind}").text
        wanted = [(one.kind, one.quote) for one in read(text, given.published, given.city).statements]
        found = [(one.kind, one.quote) for one in read(came, given.published, given.city).statements]
        total += len(wanted)
        again += sum(min(wanted.count(one), found.count(one)) for one in set(wanted))
    return again, total


def full() -> Iterator[Result]:
    """All files under questions; the control unpacks one bomb without limits."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        found = survey(folder, make(folder))
        unlimited = unpacked(folder)
    name, seconds = found.slowest
    number = len(found.seconds)
    yield Result(
        f"{number} hostile files, each in a process of its own",
        f"{found.refused} refused in one line, {number - found.refused - len(found.astray)} read; "
        f"slowest {seconds:.1f} s ({name}); largest process {found.child:.0f} MB",
        not found.astray and seconds <= refusals.SECONDS and found.child <= MOST_MEMORY,
        f"a bomb unpacked without limits: {unlimited:.0f} MB",
        unlimited > MOST_MEMORY,
    )
    yield Result(
        "the bot meanwhile",
        f"grew by {found.growth:.0f} MB at most; {len(found.waits):,} questions, slowest {max(found.waits):.2f} s",
        found.growth < MOST_GROWTH and max(found.waits) < 1,
    )
    for kind in ("docx", "pdf"):
        again, total = seeds_again(kind)
        yield Result(f"the seeds as {kind}", f"{again} of {total} statements found again", again >= 0.98 * total)
