"""A Bot API in memory: the whole application runs over it without network or token; terminal chat and tests share it.

One private chat between one person and the bot. `OfflineRequest` is the transport that python-telegram-bot sends
through; `Person` makes the updates that Telegram would bring.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from telegram import Bot, Update
from telegram._utils.defaultvalue import DEFAULT_NONE
from telegram._utils.types import ODVInput
from telegram.request import BaseRequest, RequestData

from handlers.card import Button, units, words

TOKEN = "0:offline"  # noqa: S105 - a name that no server ever sees
BOT = {"id": 1, "is_bot": True, "first_name": "践诺", "username": "jiannuo_bot"}
PERSON: dict[str, Any] = {"id": 2, "is_bot": False, "first_name": "用户", "language_code": "zh-hans"}
CHAT: dict[str, Any] = {"id": 2, "type": "private", "first_name": "用户"}

_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}(?:@\w{1,32})?(?=\s|$)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the person sees: a message with its buttons, or (`message_id` 0) a line that fades after a press.

    A document or picture that came has its `file` name and `content`; `text` is its caption.
    """

    message_id: int
    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    file: str = ""
    content: bytes = b""


class OfflineRequest(BaseRequest):
    """The transport: answers each method as Telegram would and gives every message to `show`."""

    def __init__(self, show: Callable[[Shown], None], now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._show = show
        self._now = now
        self._messages: dict[int, dict[str, Any]] = {}
        self._files: dict[str, bytes] = {}

    @property
    def read_timeout(self) -> float | None:
        """Nothing is waited for."""
        return None

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to give back."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = DEFAULT_NONE,
        write_timeout: ODVInput[float] = DEFAULT_NONE,
        connect_timeout: ODVInput[float] = DEFAULT_NONE,
        pool_timeout: ODVInput[float] = DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """HTTP status and body of a Bot API call; 404 for a method that this chat has no use for."""
        name = url.rpartition("/")[2]
        if method == "GET" and name in self._files:
            return 200, self._files[name]
        if name in UPLOADS and request_data is not None:
            sent = self._send_file(request_data.parameters, request_data.multipart_data or {}, UPLOADS[name])
            return 200, json.dumps({"ok": True, "result": sent}).encode()
        answer = METHODS.get(name)
        if answer is None:
            return 404, json.dumps({"ok": False, "error_code": 404, "description": f"Not Found: {name}"}).encode()
        result = answer(self, request_data.parameters if request_data else {})
        return 200, json.dumps({"ok": True, "result": result}).encode()

    def new_id(self) -> int:
        """The id of the next message in the chat, from 1."""
        number = len(self._messages) + 1
        self._messages[number] = {}
        return number

    def message(self, message_id: int) -> dict[str, Any]:
        """A message as Telegram describes it."""
        return self._messages[message_id]

    def keep(self, message_id: int, sender: Mapping[str, Any], **content: Any) -> dict[str, Any]:
        """Write a message of the chat down, in place of what stood under its id."""
        date = int(self._now().timestamp())
        message = {"message_id": message_id, "date": date, "chat": CHAT, "from": dict(sender), **content}
        self._messages[message_id] = message
        return message

    def _get_me(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        return {**BOT, "can_join_groups": False, "can_read_all_group_messages": False, "supports_inline_queries": False}

    def _send_message(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        return self._put(self.new_id(), parameters)

    def upload(self, content: bytes) -> str:
        """Keep a file of the chat; its id, under which it can be downloaded."""
        file_id = f"file{len(self._files) + 1}"
        self._files[file_id] = content
        return file_id

    def _get_file(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        file_id = str(parameters["file_id"])
        size = len(self._files[file_id])
        return {"file_id": file_id, "file_unique_id": file_id, "file_size": size, "file_path": file_id}

    def _send_file(self, parameters: Mapping[str, Any], files: Mapping[str, Any], kind: str) -> dict[str, Any]:
        """A document or photo that the bot uploads under the field `kind`, or sends again by its id."""
        known = str(parameters.get(kind))
        name, content, _ = files[kind] if kind in files else (known, self._files[known], "")
        if isinstance(content, str):
            content = content.encode()
        described = _described(kind, self.upload(content), str(name), len(content))
        caption = str(parameters.get("caption") or "")
        if parameters.get("parse_mode") == "HTML":
            caption = words(caption)
        markup = parameters.get("reply_markup")
        number = self.new_id()
        extra = {"reply_markup": markup} if markup else {}
        message = self.keep(number, BOT, caption=caption, **described, **extra)
        self._show(Shown(number, caption, _buttons(markup), str(name), content))
        return message

    def _edit_message(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        return self._put(int(parameters["message_id"]), parameters)

    def _put(self, message_id: int, parameters: Mapping[str, Any]) -> dict[str, Any]:
        text = str(parameters["text"])
        if parameters.get("parse_mode") == "HTML":
            text = words(text)
        markup = parameters.get("reply_markup")
        message = self.keep(message_id, BOT, text=text, **({"reply_markup": markup} if markup else {}))
        self._show(Shown(message_id, text, _buttons(markup)))
        return message

    def _answer_press(self, parameters: Mapping[str, Any]) -> bool:
        if parameters.get("text"):
            self._show(Shown(0, str(parameters["text"])))
        return True


def _buttons(markup: Any) -> tuple[tuple[Button, ...], ...]:
    rows = markup["inline_keyboard"] if markup else ()
    return tuple(tuple(Button(b["text"], b["callback_data"]) for b in row) for row in rows)


def _described(kind: str, file_id: str, name: str, size: int) -> dict[str, Any]:
    """A file as a message describes it: a document, or a photo in its one size."""
    about: dict[str, Any] = {"file_id": file_id, "file_unique_id": file_id, "file_size": size}
    return {kind: [about | {"width": 1, "height": 1}] if kind == "photo" else about | {"file_name": name}}


# Methods that upload a file → the field that it comes in.
UPLOADS: Mapping[str, str] = {"sendDocument": "document", "sendPhoto": "photo"}

METHODS: Mapping[str, Callable[[OfflineRequest, Mapping[str, Any]], Any]] = {
    "getMe": OfflineRequest._get_me,
    "sendMessage": OfflineRequest._send_message,
    "editMessageText": OfflineRequest._edit_message,
    "answerCallbackQuery": OfflineRequest._answer_press,
    "getFile": OfflineRequest._get_file,
    "deleteMessage": lambda *_: True,  # what was typed stays where it was typed
}


class Person:
    """The person in the chat: what they write and press, as updates for `bot`."""

    def __init__(self, transport: OfflineRequest, bot: Bot) -> None:
        self._transport = transport
        self._bot = bot
        self._updates = 0

    def says(self, text: str) -> Update:
        """The update for a text message; /command is marked as one."""
        command = _COMMAND.match(text)
        entities = [{"type": "bot_command", "offset": 0, "length": units(command.group())}] if command else []
        return self._update(
            "message", self._transport.keep(self._transport.new_id(), PERSON, text=text, entities=entities)
        )

    def sends(self, name: str, content: bytes, caption: str = "", kind: str = "document", **extra: Any) -> Update:
        """The update for a file that the person sends, as a document or a photo; `extra` as a forward would have."""
        described = _described(kind, self._transport.upload(content), name, len(content))
        if caption:
            extra["caption"] = caption
        return self._update("message", self._transport.keep(self._transport.new_id(), PERSON, **described, **extra))

    def presses(self, shown: Shown, button: Button) -> Update:
        """The update for a press of a button under a message."""
        message = self._transport.message(shown.message_id)
        query = {
            "id": str(self._updates),
            "from": PERSON,
            "chat_instance": "0",
            "message": message,
            "data": button.data,
        }
        return self._update("callback_query", query)

    def _update(self, kind: str, content: Mapping[str, Any]) -> Update:
        self._updates += 1
        update = Update.de_json({"update_id": self._updates, kind: dict(content)}, self._bot)
        assert update is not None
        return update
