"""How the store hands over what is to be put into words, and puts the result into the outbox.

The store knows no words of the chat: whoever asks for messages gives a `Render` (handlers.digests is one).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from commitments.model import Matter, Source
from store.agenda import Item
from store.news import News
from store.outbox import Buttons, Kind, Message, put
from store.remarks import Remark
from store.sqlite import Database


class Pressable(Protocol):
    """A button as a card has it."""

    @property
    def label(self) -> str:
        """What it says."""

    @property
    def data(self) -> str:
        """What comes back."""


class Card(Protocol):
    """A message as it is rendered: Telegram HTML and rows of buttons."""

    @property
    def text(self) -> str:
        """The HTML."""

    @property
    def buttons(self) -> Sequence[Sequence[Pressable]]:
        """Rows of buttons."""


class Render(Protocol):
    """How messages are put into words (handlers.digests is one)."""

    def digest_card(self, items: Sequence[Item], today: date, late: datetime | None, notes: Sequence[str]) -> Card:
        """What a chat is reminded of; `late` is the local moment at which it should have come."""

    def update_card(self, source: Source, news: Sequence[News], today: date) -> Card:
        """What a document changed."""

    def brief_card(self, items: Sequence[Item], today: date) -> Card:
        """How all that a chat follows stands, once a week."""

    def remark_card(self, remark: Remark, matter: Matter | None, late: datetime | None) -> Card:
        """A personal reminder."""

    def notice_card(self, messages: Sequence[Message], names: Mapping[int, str] | None = None) -> Card:
        """What could not be delivered, for an administrator; `names` are those of channels."""


def put_card(
    db: Database, to: tuple[int, int], kind: Kind, key: str, card: Card, day: date, at: datetime,
    matters: Sequence[str] = (),
) -> bool:  # fmt: skip
    """Add a rendered message for (chat, thread or 0) to the outbox; False where one of this key is there."""
    buttons: Buttons = tuple(tuple((one.label, one.data) for one in row) for row in card.buttons)
    return put(db, *to, kind, key, card.text, day=day, at=at, buttons=buttons, matters=matters)
