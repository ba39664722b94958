"""What the Bot API knows: pending updates, chats, messages, files. Every method is a function of parameters."""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.botapi.entities import MAX_CAPTION, RefusedError, check_inline, check_keyboard, checked_text

ME = {
    "id": 123456,
    "is_bot": True,
    "first_name": "践诺",
    "username": "jiannuo_test_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": True,
}
MAX_DOWNLOAD = 20_000_000  # bytes of a file that a bot may fetch
NOW = 1727233200  # 2024-09-25 11:00 in Luoyang


@dataclass
class Upload:
    """A file that came with a call."""

    name: str
    content: bytes


@dataclass
class State:
    """One bot's world. `calls` is every call in order, `messages` what stands in the chats now."""

    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    messages: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    updates: list[dict[str, Any]] = field(default_factory=list)
    confirmed: list[int] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    toasts: dict[str, str] = field(default_factory=dict)
    offers: dict[str, dict[str, Any]] = field(default_factory=dict)
    commands: list[dict[str, str]] = field(default_factory=list)
    webhook: str = ""
    changed: threading.Condition = field(default_factory=threading.Condition)
    closed: bool = False
    _update_ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1000))
    _message_ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    _poller: int = 0

    def call(self, method: str, parameters: Mapping[str, Any], files: Mapping[str, Upload]) -> Any:
        """The result of a call. Raises RefusedError (400) or LookupError (404: no such method)."""
        return METHODS[method](self, {**parameters, **files})

    def add_update(self, kind: str, content: dict[str, Any]) -> int:
        """Queue an update for the bot; its id."""
        with self.changed:
            update_id = next(self._update_ids)
            self.updates.append({"update_id": update_id, kind: content})
            self.changed.notify_all()
            return update_id

    def new_message(self, chat: Mapping[str, Any], sender: Mapping[str, Any], **content: Any) -> dict[str, Any]:
        """A message written into a chat, as Telegram describes it."""
        message = {
            "message_id": next(self._message_ids),
            "date": NOW,
            "chat": dict(chat),
            "from": dict(sender),
            **content,
        }
        self.messages[chat["id"], message["message_id"]] = message
        return message

    def get_updates(self, p: dict[str, Any]) -> list[dict[str, Any]]:
        """Long polling: `offset` confirms everything below it; a second poller ends the first with a Conflict."""
        offset, timeout, limit = int(p.get("offset", 0)), float(p.get("timeout", 0)), int(p.get("limit", 100))
        if self.webhook:
            raise ConflictError("Conflict: can't use getUpdates method while webhook is active")
        with self.changed:
            self._poller += 1
            mine = self._poller
            self.changed.notify_all()
            if offset < 0:
                offset = self.updates[offset:][0]["update_id"] if self.updates else 0
            self.confirmed += [u["update_id"] for u in self.updates if u["update_id"] < offset]
            self.updates = [u for u in self.updates if u["update_id"] >= offset]
            self.changed.notify_all()
            self.changed.wait_for(lambda: self.updates or self.closed or self._poller != mine, timeout)
            if self._poller != mine and not self.closed:
                raise ConflictError("Conflict: terminated by other getUpdates request")
            return self.updates[:limit]

    def send_message(self, p: dict[str, Any]) -> dict[str, Any]:
        """A text message, its HTML checked; `shown` is what a person reads."""
        shown = checked_text(str(p.get("text", "")), p.get("parse_mode"))
        return self._sent(p, text=shown)

    def send_file(self, kind: str, p: dict[str, Any]) -> dict[str, Any]:
        """A document or a photo with a caption."""
        upload = p.get(kind)
        if not isinstance(upload, Upload) or not upload.content:
            raise RefusedError(f"Bad Request: there is no {kind} in the request")
        caption = checked_text(p["caption"], p.get("parse_mode"), MAX_CAPTION) if p.get("caption") else ""
        file_id = f"file{len(self.files)}"
        self.files[file_id] = upload.content
        described = {"file_id": file_id, "file_unique_id": file_id, "file_size": len(upload.content)}
        body: Any = {**described, "file_name": upload.name}
        if kind == "photo":
            body = [{**described, "width": 1, "height": 1}]
        return self._sent(p, caption=caption, **{kind: body})

    def _sent(self, p: dict[str, Any], **content: Any) -> dict[str, Any]:
        if p.get("reply_markup"):
            check_keyboard(p["reply_markup"])
            content["reply_markup"] = p["reply_markup"]
        if p.get("message_thread_id"):
            content["message_thread_id"] = int(p["message_thread_id"])
        chat_id = int(p["chat_id"])
        chat = {"id": chat_id, "type": "private" if chat_id > 0 else "supergroup"}
        with self.changed:
            message = self.new_message(chat, ME, **content)
            self.changed.notify_all()
            return message

    def edit_text(self, p: dict[str, Any]) -> dict[str, Any]:
        """Another text and keyboard under the same id; refuses what changes nothing, as Telegram does."""
        return self._edited(p, text=checked_text(str(p.get("text", "")), p.get("parse_mode")))

    def edit_markup(self, p: dict[str, Any]) -> dict[str, Any]:
        """Another keyboard under the same text."""
        return self._edited(p)

    def _edited(self, p: dict[str, Any], **content: Any) -> dict[str, Any]:
        with self.changed:
            old = self.messages.get((int(p["chat_id"]), int(p["message_id"])))
            if old is None or old["from"]["id"] != ME["id"]:
                raise RefusedError("Bad Request: message to edit not found")
            new = {key: value for key, value in old.items() if key not in ("reply_markup", "edit_date")} | content
            if p.get("reply_markup"):
                check_keyboard(p["reply_markup"])
                new["reply_markup"] = p["reply_markup"]
            if new == {key: value for key, value in old.items() if key != "edit_date"}:
                raise RefusedError(
                    "Bad Request: message is not modified: specified new message content is exactly the same"
                )
            old.clear()
            old.update(new, edit_date=NOW)
            self.changed.notify_all()
            return old

    def answer_press(self, p: dict[str, Any]) -> bool:
        """The fading line under a press; each press is answered once."""
        if p["callback_query_id"] in self.toasts or str(p["callback_query_id"]).startswith("old"):
            raise RefusedError("Bad Request: query is too old and response timeout expired or query ID is invalid")
        if len(str(p.get("text", ""))) > 200:
            raise RefusedError("Bad Request: MESSAGE_TOO_LONG")
        with self.changed:
            self.toasts[p["callback_query_id"]] = str(p.get("text", ""))
            self.changed.notify_all()
        return True

    def answer_inline(self, p: dict[str, Any]) -> bool:
        """What is offered under an inline query; each query is answered once."""
        query_id = str(p["inline_query_id"])
        if query_id in self.offers or query_id.startswith("old"):
            raise RefusedError("Bad Request: query is too old and response timeout expired or query ID is invalid")
        check_inline(p.get("results"), p.get("button"))
        with self.changed:
            self.offers[query_id] = p
            self.changed.notify_all()
        return True

    def set_commands(self, p: dict[str, Any]) -> bool:
        """The menu."""
        self.commands = p["commands"]
        return True

    def set_webhook(self, p: dict[str, Any]) -> bool:
        """Push in place of polling."""
        self.webhook = str(p.get("url", ""))
        return True

    def delete_webhook(self, p: dict[str, Any]) -> bool:
        """Polling again; whoever drops pending updates loses them."""
        self.webhook = ""
        if p.get("drop_pending_updates"):
            self.updates.clear()
        return True

    def get_file(self, p: dict[str, Any]) -> dict[str, Any]:
        """Where a file can be fetched."""
        file_id = p["file_id"]
        if file_id not in self.files:
            raise RefusedError("Bad Request: invalid file_id")
        if len(self.files[file_id]) > MAX_DOWNLOAD:
            raise RefusedError("Bad Request: file is too big")
        return {"file_id": file_id, "file_unique_id": file_id, "file_path": f"documents/{file_id}"}


class ConflictError(Exception):
    """A 409 with this description."""


METHODS: Mapping[str, Callable[[State, dict[str, Any]], Any]] = {
    "getMe": lambda state, p: ME,
    "getUpdates": State.get_updates,
    "sendMessage": State.send_message,
    "editMessageText": State.edit_text,
    "editMessageReplyMarkup": State.edit_markup,
    "answerCallbackQuery": State.answer_press,
    "answerInlineQuery": State.answer_inline,
    "sendDocument": lambda state, p: state.send_file("document", p),
    "sendPhoto": lambda state, p: state.send_file("photo", p),
    "sendChatAction": lambda state, p: True,
    "getFile": State.get_file,
    "setMyCommands": State.set_commands,
    "deleteWebhook": State.delete_webhook,
    "setWebhook": State.set_webhook,
    "getChat": lambda state, p: {
        "id": int(p["chat_id"]), "type": "private", "accent_color_id": 0, "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
        ),
    },
}  # fmt: skip


def decoded(name: str, value: str) -> Any:
    """A form field as the value it stands for: Telegram takes lists and objects as JSON."""
    if value[:1] in "[{" or value in ("true", "false"):
        try:
            return json.loads(value)
        except ValueError:
            if name in ("reply_markup", "commands", "allowed_updates"):
                raise RefusedError(f"Bad Request: can't parse {name}") from None
    return value
