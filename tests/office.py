"""An office: several people, each in a private chat with the bot, on a calendar that a test turns.

The whole application runs over the offline transport; reminders and the supervision cycle are written and delivered by
the product's own delivery, whose clock is the office's.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from telegram import Update

from bot.app import App, build_application, running
from bot.clerk import Clerk
from bot.delivery import Delivery
from bot.offline import BOT, TOKEN, OfflineRequest, Shown
from bot.sendlimit import SendLimit
from bot.settings import Settings
from handlers.card import choices, units
from handlers.desk import desk_of
from store.database import transaction
from store.ledger import Ledger
from store.members import Role
from store.moments import to_text

SHANGHAI = ZoneInfo("Asia/Shanghai")
T = TypeVar("T")


class _Post(OfflineRequest):
    """The transport, with a chat for each person."""

    def __init__(self, office: Office) -> None:
        super().__init__(self._arrived, lambda: office.now)
        self._office = office
        self.chat = 0

    async def do_request(self, url: str, method: str, request_data: Any = None, *rest: Any, **named: Any) -> Any:
        """Answers each method as Telegram would, in the chat that it names."""
        parameters = request_data.parameters if request_data else {}
        self.chat = int(parameters.get("chat_id", 0))
        return await super().do_request(url, method, request_data, *rest, **named)

    def keep(self, message_id: int, sender: Mapping[str, Any], **content: Any) -> dict[str, Any]:
        """Write a message down in the chat that is spoken of."""
        message = super().keep(message_id, sender, **content)
        message["chat"] = {"id": self.chat, "type": "private", "first_name": "某人"}
        return message

    def _arrived(self, shown: Shown) -> None:
        if shown.message_id:
            self._office.received[self.chat].append(shown)
        else:
            self._office.faded.append(shown.text)


@dataclass
class Office:
    """What the people of the office do and see. `now` is everybody's clock; `people` are names and Telegram ids."""

    path: Path
    now: datetime
    people: Mapping[str, int]
    received: dict[int, list[Shown]] = field(default_factory=lambda: defaultdict(list))
    faded: list[str] = field(default_factory=list)
    application: App = None  # type: ignore[assignment]
    delivery: Delivery = None  # type: ignore[assignment]
    post: _Post = None  # type: ignore[assignment]
    _updates: int = 0

    async def at(self, moment: str) -> None:
        """“2024-09-23 09:00” by the clock of Shanghai: time goes on, and the tick does what is due by then."""
        day, _, hour = moment.partition(" ")
        clock = time.fromisoformat(hour or "09:00")
        self.now = datetime.combine(date.fromisoformat(day), clock, SHANGHAI).astimezone(UTC)
        await self.delivery.tick()

    async def run(self, call: Callable[[Ledger], T]) -> T:
        """What `call` gives back of the ledger behind the bot."""
        return await desk_of(self.application.bot_data).run(call)

    async def join(self, name: str, role: Role) -> None:
        """Make a person a member."""

        def write(ledger: Ledger) -> None:
            with transaction(ledger.db):
                ledger.db.execute(
                    "INSERT INTO members (user, role, name, since, by) VALUES (?, ?, ?, ?, 1)",
                    (self.people[name], role, name, to_text(self.now)),
                )

        await self.run(write)

    async def say(self, name: str, text: str) -> str:
        """What the bot answers a person's text in their chat."""
        head = text.split()[0] if text.startswith("/") else ""
        entities = [{"type": "bot_command", "offset": 0, "length": units(head)}] if head else []
        return await self._heard(name, lambda person: {"message": self._kept(person, text=text, entities=entities)})

    async def send(self, name: str, file: str, content: bytes, caption: str = "", kind: str = "document") -> str:
        """What the bot answers to a file or a photo."""
        file_id = self.post.upload(content)
        about: dict[str, Any] = {"file_id": file_id, "file_unique_id": file_id, "file_size": len(content)}
        what = {kind: [about | {"width": 1, "height": 1}] if kind == "photo" else about | {"file_name": file}}
        if caption:
            what["caption"] = caption
        return await self._heard(name, lambda person: {"message": self._kept(person, **what)})

    async def press(self, name: str, label: str) -> str:
        """What comes of pressing the last button in a person's chat whose label begins so."""
        shown, button = next(
            (shown, button)
            for shown in reversed(self.chat(name))
            for button in choices(shown.buttons)
            if button.label.startswith(label)
        )

        def query(person: dict[str, Any]) -> dict[str, Any]:
            self._updates += 1
            message = self.post.message(shown.message_id)
            about = {"id": str(self._updates), "from": person, "chat_instance": "0"}
            return {"callback_query": about | {"message": message, "data": button.data}}

        return await self._heard(name, query)

    def chat(self, name: str) -> list[Shown]:
        """Every message that the bot wrote to a person, oldest first."""
        return self.received[self.people[name]]

    def last(self, name: str) -> str:
        """The last message in a person's chat."""
        return self.chat(name)[-1].text

    def labels(self, name: str) -> list[str]:
        """The labels of the buttons under the last message in a person's chat."""
        return [button.label for button in choices(self.chat(name)[-1].buttons)]

    def _kept(self, person: dict[str, Any], **content: Any) -> dict[str, Any]:
        self.post.chat = person["id"]
        return self.post.keep(self.post.new_id(), person, **content)

    async def _heard(self, name: str, update: Callable[[dict[str, Any]], dict[str, Any]]) -> str:
        person = {"id": self.people[name], "is_bot": False, "first_name": name}
        before, faded = len(self.chat(name)), len(self.faded)
        self._updates += 1
        made = Update.de_json({"update_id": self._updates, **update(person)}, self.application.bot)
        assert made is not None
        await self.application.process_update(made)
        return "\n".join([*(shown.text for shown in self.chat(name)[before:]), *self.faded[faded:]])


@asynccontextmanager
async def open_office(path: Path, moment: str, people: Mapping[str, int], admin: str) -> AsyncIterator[Office]:
    """An office over the ledger at `path`, where `admin` administers by the settings."""
    office = Office(path, datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI).astimezone(UTC), people)
    office.post = _Post(office)
    assert BOT["id"] not in people.values()
    office.application = build_application(
        Settings(telegram_token=SecretStr(TOKEN), admins=frozenset({people[admin]})),
        path,
        today=lambda: office.now.astimezone(SHANGHAI).date(),
        now=lambda: office.now,
        request=office.post,
    )
    clerk = Clerk(path)
    waited = [0.0]

    async def sleep(seconds: float) -> None:
        waited[0] += seconds
        await asyncio.sleep(0)

    limit = SendLimit(lambda: waited[0], sleep)
    try:
        async with running(office.application):
            office.delivery = Delivery(
                clerk, office.application.bot, limit, lambda: office.now, admins=(people[admin],)
            )
            yield office
    finally:
        await clerk.close()
