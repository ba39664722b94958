"""An office: several people in private chats with one bot over one ledger, and the tick that sends what is due."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from pydantic import SecretStr
from telegram import Update

from bot.app import App, build_application, running
from bot.offline import BOT, TOKEN, UPLOADS, OfflineRequest
from bot.settings import Settings
from handlers import digests
from handlers.card import Button, units, words
from handlers.cycle import cards
from handlers.desk import desk_of
from handlers.reader import LedgerReader
from store import outbox
from store.chats import ChatSettings
from store.cycle.due import cycle_due
from store.cycle.keepers import Readers
from store.ledger import Ledger
from store.members import Role, claim_invitation, invite, role_of
from store.schedule import due_now
from tests.store.promises import at as moment_at

T = TypeVar("T")
ADMIN = 900  # by the settings, like who installs the bot


@dataclass
class Message:
    """A message in somebody's chat, as it reads now."""

    id: int
    chat: int
    text: str
    buttons: tuple[Button, ...] = ()
    photo: str = ""
    file: str = ""
    content: bytes = b""

    @property
    def labels(self) -> list[str]:
        """What the buttons say."""
        return [one.label for one in self.buttons]


class Transport(OfflineRequest):
    """Keeps what the bot sends to each chat, and the lines that fade."""

    def __init__(self) -> None:
        super().__init__(lambda _: None)
        self.sent: list[Message] = []
        self.files: dict[str, bytes] = {}
        self.faded: list[str] = []

    async def do_request(self, url: str, method: str, request_data: Any = None, **_: Any) -> tuple[int, bytes]:  # type: ignore[override]
        """Answer a call as Telegram would."""
        name, given = url.rpartition("/")[2], request_data.parameters if request_data else {}
        result: Any = True
        uploaded = (request_data.multipart_data or {}) if request_data else {}
        if method == "GET":
            return 200, self.files[name]
        if name == "getMe":
            result = self._get_me(given)
        elif name == "getFile":
            id_ = given["file_id"]
            result = {"file_id": id_, "file_unique_id": id_, "file_size": len(self.files[id_]), "file_path": id_}
        elif UPLOADS.get(name, "-") in uploaded:
            file, content, _type = uploaded[UPLOADS[name]]
            result = self._written(name, given)
            self.sent[-1].file, self.sent[-1].content = file, content
        elif name in ("sendMessage", "sendPhoto", "editMessageText"):
            result = self._written(name, given)
        elif name == "answerCallbackQuery" and given.get("text"):
            self.faded.append(given["text"])
        return 200, json.dumps({"ok": True, "result": result}).encode()

    def _written(self, name: str, given: dict[str, Any]) -> dict[str, Any]:
        chat, text = int(given["chat_id"]), words(given.get("text") or given.get("caption") or "")
        markup = given.get("reply_markup") or {"inline_keyboard": ()}
        pressable = tuple(Button(b["text"], b["callback_data"]) for row in markup["inline_keyboard"] for b in row)
        if name == "editMessageText":
            message = next(one for one in self.sent if one.id == int(given["message_id"]))
            message.text, message.buttons = text, pressable
        else:
            message = Message(1000 + len(self.sent), chat, text, pressable, str(given.get("photo", "")))
            self.sent.append(message)
        return described(message)


def described(message: Message) -> dict[str, Any]:
    """A message of the bot as Telegram describes it."""
    chat = {"id": message.chat, "type": "private"}
    return {"message_id": message.id, "date": 1, "chat": chat, "from": BOT, "text": message.text or "?"}


@dataclass
class Office:
    """The bot with its people. `now` is the clock of everything."""

    application: App
    transport: Transport
    now: datetime
    updates: int = 0
    known: dict[int, str] = field(default_factory=dict)

    async def run(self, call: Callable[[Ledger], T]) -> T:
        """What `call` gives back of the ledger behind the bot."""
        return await desk_of(self.application.bot_data).run(call)

    async def admit(self, user: int, role: Role, name: str) -> None:
        """Let a person in."""

        def write(ledger: Ledger) -> None:
            claim_invitation(ledger, invite(ledger, role, ADMIN, name, self.now), user, name, self.now)

        await self.run(write)
        self.known[user] = name

    async def say(self, user: int, text: str, reply_to: Message | None = None) -> str:
        """What the bot answers to a text."""
        command = text.split()[0] if text.startswith("/") else ""
        entities = [{"type": "bot_command", "offset": 0, "length": units(command)}] if command else []
        content: dict[str, Any] = {"text": text, "entities": entities}
        if reply_to:
            content["reply_to_message"] = described(reply_to)
        return await self._heard(user, "message", self._message(user, **content))

    async def photo(self, user: int, file_id: str, caption: str = "") -> str:
        """What the bot answers to a photo."""
        photo = [{"file_id": file_id, "file_unique_id": file_id, "width": 1, "height": 1}]
        return await self._heard(user, "message", self._message(user, photo=photo, caption=caption))

    async def send(self, user: int, file: str, content: bytes) -> str:
        """What the bot answers to a document."""
        id_ = f"file{len(self.transport.files)}"
        self.transport.files[id_] = content
        about = {"file_id": id_, "file_unique_id": id_, "file_name": file, "file_size": len(content)}
        return await self._heard(user, "message", self._message(user, document=about))

    async def at(self, moment: str) -> int:
        """“2024-09-23 09:00” by the clock of Shanghai, and the tick of then; how many messages were sent."""
        self.now = moment_at(moment)
        return await self.tick()

    async def press(self, user: int, label: str, under: Message | None = None) -> str:
        """What comes after a press of a button under this message or the last one: messages, or the line that fades."""
        shown = under or self.last(user)
        pressed = next(one for one in shown.buttons if one.label == label)
        query = {
            "id": str(self.updates),
            "from": self._sender(user),
            "chat_instance": "0",
            "message": described(shown),
            "data": pressed.data,
        }
        return await self._heard(user, "callback_query", query)

    def last(self, user: int) -> Message:
        """The last message in a person's chat."""
        return next(one for one in reversed(self.transport.sent) if one.chat == user)

    def of(self, user: int) -> list[str]:
        """The texts of all messages in a person's chat."""
        return [one.text for one in self.transport.sent if one.chat == user]

    async def tick(self) -> int:
        """Write what is due by now and send what waits; how many messages were sent."""

        def may(ledger: Ledger) -> Readers:
            admins = frozenset({ADMIN})
            return Readers(lambda chat: role_of(ledger, chat, chat, admins=admins, public=False) != "stranger", admins)

        def write(ledger: Ledger) -> list[outbox.Message]:
            due_now(ledger, self.now, render=digests, may=may(ledger))
            cycle_due(ledger, self.now, render=cards, may=may(ledger))
            return outbox.claim(ledger, self.now, 100, owner="office")

        rows = await self.run(write)
        for row in rows:
            message = Message(1000 + len(self.transport.sent), row.chat, words(row.text),
                              tuple(Button(*one) for line in row.buttons for one in line))  # fmt: skip
            self.transport.sent.append(message)
            await self.run(lambda ledger, row=row, at=message.id: outbox.sent(ledger, row.id, at, self.now))  # type: ignore[misc]
        return len(rows)

    def _sender(self, user: int) -> dict[str, Any]:
        return {"id": user, "is_bot": False, "first_name": self.known.get(user, "某人")}

    def _message(self, user: int, **content: Any) -> dict[str, Any]:
        chat = {"id": user, "type": "private"}
        date = int(self.now.timestamp())
        return {"message_id": 1 + self.updates, "date": date, "chat": chat, "from": self._sender(user), **content}

    async def _heard(self, user: int, kind: str, content: dict[str, Any]) -> str:
        self.updates += 1
        self.now += timedelta(seconds=20)
        before = [(one.id, one.text) for one in self.transport.sent]
        faded = len(self.transport.faded)
        update = Update.de_json({"update_id": self.updates, kind: content}, self.application.bot)
        await self.application.process_update(update)
        changed = [one.text for one in self.transport.sent if (one.id, one.text) not in before and one.chat == user]
        return "\n".join(changed or self.transport.faded[faded:])


@asynccontextmanager
async def office(path: Path, now: datetime) -> AsyncIterator[Office]:
    """An office that opens at this moment, over the ledger at `path`."""
    transport = Transport()
    here: list[Office] = []
    application = build_application(
        Settings(telegram_token=SecretStr(TOKEN), admins=frozenset({ADMIN})),
        path,
        today=lambda: ChatSettings().local(here[0].now).date(),
        now=lambda: here[0].now,
        request=transport,
        open_reader=LedgerReader,
    )
    here.append(Office(application, transport, now))
    async with running(application):
        yield here[0]
