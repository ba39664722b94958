"""An office: a ledger on disk behind the bot, an administrator in a private chat, and colleagues who press as well."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from telegram import Update

from handlers.card import choices
from handlers.intake import receiving
from store.ledger import Ledger
from store.members import claim_invitation, invite
from tests.handlers.conftest import Dialogue, talking

SEEDS = Path(__file__).parents[3] / "seeds"
COLLEAGUE, VIEWER = 203, 202


def seed(number: str) -> tuple[str, bytes]:
    """Name and content of a seed."""
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return path.name, path.read_bytes()


@dataclass
class Office(Dialogue):
    """A dialogue over a ledger on disk; `today` is the day of the bot."""

    path: Path = field(default_factory=Path)
    today: date = date(2024, 9, 25)

    def on(self, day: date) -> None:
        """Let it be another day."""
        self.today = day
        self.clock = datetime(day.year, day.month, day.day, 3, 0, tzinfo=UTC)

    async def by(self, user: int, update: Update) -> str:
        """What comes when another person sends what `update` holds, in their own chat."""
        content = update.to_dict()
        sender = {"id": user, "is_bot": False, "first_name": "同事"}
        inner: dict[str, Any] = content.get("callback_query") or content["message"]
        inner["from"] = sender
        if "message" in content:
            inner["chat"] = {"id": user, "type": "private", "first_name": "同事"}
        changed = Update.de_json(content, self.application.bot)
        assert changed is not None
        return await self._heard(lambda: changed)

    async def colleague_presses(self, label: str, user: int = COLLEAGUE) -> str:
        """What another person reads who presses a button under the last message."""
        shown = self.last
        wanted = next(b for b in choices(shown.buttons) if b.label == label)
        return await self.by(user, self.person.presses(shown, wanted))


@pytest.fixture
async def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    """An empty ledger on 25 September 2024, an editor and a viewer beside the administrator who writes.

    No document is announced, however slow the machine is.
    """
    monkeypatch.setattr(receiving, "PATIENCE", 600.0)
    path = tmp_path / "ledger.db"
    chat = Office(path=path)
    with Ledger.open(path) as ledger:
        for user, role in ((COLLEAGUE, "editor"), (VIEWER, "viewer")):
            token = invite(ledger, role, 2, "", chat.clock)  # type: ignore[arg-type]
            claim_invitation(ledger, token, user, "", chat.clock)
    async with talking(chat, path, today=lambda: chat.today):
        yield chat
