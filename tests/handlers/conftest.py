"""A chat with the bot over the offline transport: say something, press something, read what came."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from pydantic import SecretStr

from bot.app import App, build_application, running
from bot.offline import PERSON, TOKEN, OfflineRequest, Person, Shown
from bot.settings import Settings
from handlers.card import choices
from handlers.desk import Reader, desk_of
from handlers.reader import LedgerReader
from store.ingest import find_documents, ingest
from store.ledger import Ledger
from store.members import allow_group
from tests.handlers.samples import TODAY, SampleReader

T = TypeVar("T")
AnyDialogue = TypeVar("AnyDialogue", bound="Dialogue")

SEEDS = Path(__file__).parents[2] / "seeds"


@dataclass
class Dialogue:
    """One private chat. `clock` is the time of the messages; `reader` the ledger behind the bot."""

    reader: SampleReader = field(default_factory=SampleReader)
    clock: datetime = datetime(2024, 9, 25, 3, 0, tzinfo=UTC)
    shown: list[Shown] = field(default_factory=list)
    application: App = None  # type: ignore[assignment]
    person: Person = None  # type: ignore[assignment]

    def wait(self, time: timedelta) -> None:
        """Let the clock of the messages go on."""
        self.clock += time

    async def run(self, call: Callable[[Ledger], T]) -> T:
        """What `call` gives back of the ledger behind the bot."""
        return await desk_of(self.application.bot_data).run(call)

    async def allow_group(self, chat: int) -> None:
        """Let everybody read in a group."""
        await self.run(lambda ledger: allow_group(ledger, chat, 1, self.clock))

    async def say(self, text: str) -> str:
        """What the bot answers to a text: the texts of its messages."""
        return await self._heard(lambda: self.person.says(text))

    async def send(self, name: str, content: bytes, caption: str = "", kind: str = "document", **extra: object) -> str:
        """What the bot answers to a file: a document, or with kind "photo" a picture."""
        return await self._heard(lambda: self.person.sends(name, content, caption, kind, **extra))

    async def press(self, label: str) -> str:
        """What comes after a press of the button with this label under the last message."""
        return await self.press_under(self.last, label)

    async def press_under(self, shown: Shown, label: str) -> str:
        """What comes after a press of the button with this label under an older message."""
        button = next(b for b in choices(shown.buttons) if b.label == label)
        return await self._heard(lambda: self.person.presses(shown, button))

    async def _heard(self, update: Callable[[], object]) -> str:
        before = len(self.shown)
        await self.application.process_update(update())
        return "\n".join(shown.text for shown in self.shown[before:])

    @property
    def last(self) -> Shown:
        """The last message that is no fading line."""
        return next(shown for shown in reversed(self.shown) if shown.message_id)

    @property
    def labels(self) -> list[str]:
        """The labels of the buttons under the last message."""
        return [b.label for b in choices(self.last.buttons)]


@asynccontextmanager
async def talking(
    talk: AnyDialogue,
    path: Path,
    *,
    admin: int = PERSON["id"],
    today: Callable[[], date] = lambda: TODAY,
    open_reader: Callable[[Path], Reader] = LedgerReader,
) -> AsyncIterator[AnyDialogue]:
    """A dialogue with a running bot over the ledger of `path`, whose administrator is `admin`."""
    transport = OfflineRequest(talk.shown.append, lambda: talk.clock)
    talk.application = build_application(
        Settings(telegram_token=SecretStr(TOKEN), admins=frozenset({admin})),
        path,
        today=today,
        now=lambda: talk.clock,
        request=transport,
        open_reader=open_reader,
    )
    async with running(talk.application):
        talk.person = Person(transport, talk.application.bot)
        yield talk


@pytest.fixture(scope="session")
def ledger_of_seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger that the seeds were read into: not to be changed, tests take a copy."""
    path = tmp_path_factory.mktemp("seeds") / "ledger.db"
    with Ledger.open(path) as ledger:
        for seed in find_documents([SEEDS]):
            ingest(ledger, seed)
    return path


@pytest.fixture
def seeds_copy(ledger_of_seeds: Path, tmp_path: Path) -> Path:
    """A ledger of the seeds that a test may change."""
    return Path(shutil.copy(ledger_of_seeds, tmp_path))


@pytest.fixture
async def dialogue() -> AsyncIterator[Dialogue]:
    """A fresh chat."""
    chat = Dialogue()
    async with talking(chat, Path(), open_reader=lambda _path: chat.reader):
        yield chat
    assert chat.reader.closed
