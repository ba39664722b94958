"""Channels: group robots and mail boxes that follow the ledger as chats do, under a number of their own.

A channel may read as long as it is there and whoever answers for it (`by`) is a member: store/members.role_of.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from store.addresses import FIRST, Address
from store.audit import record
from store.database import snapshot, transaction
from store.ledger import Ledger
from store.members import forget_chat, person
from store.moments import from_text, to_text

MOST = 50
LONGEST = 20  # characters of a name
_COLUMNS = "chat, name, kind, address, by, since, tested_at"


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel under its number `chat`; `by` answers for it, `tested_at` is when a test last arrived."""

    chat: int
    name: str
    address: Address
    by: int
    since: datetime
    tested_at: datetime | None


def channels(ledger: Ledger) -> list[Channel]:
    """Every channel, the oldest first."""
    with snapshot(ledger.db):
        query = f"SELECT {_COLUMNS} FROM channels ORDER BY since, name"  # noqa: S608 - column names
        return [_channel(row) for row in ledger.db.execute(query)]


def channel(ledger: Ledger, chat: int) -> Channel | None:
    """The channel with this number."""
    return next((one for one in channels(ledger) if one.chat == chat), None)


def named(ledger: Ledger, name: str) -> Channel | None:
    """The channel that is called so."""
    return next((one for one in channels(ledger) if one.name == name), None)


def add_channel(ledger: Ledger, name: str, address: Address, by: int, now: datetime, *, tested: bool) -> Channel:
    """The channel, new or as it was where it is there with this very address.

    Raises ValueError with a Chinese line for a name or an address that is taken, no name, and where there are too many.
    """
    if not 0 < len(name) <= LONGEST or not name.isprintable() or any(char.isspace() for char in name):
        raise ValueError(f"名称要在{LONGEST}个字以内，不带空格")
    db = ledger.db
    with transaction(db):
        known = named(ledger, name)
        if known and known.address != address:
            raise ValueError(f"已有名为“{name}”的渠道，请换一个名称")
        if known is None:
            there = channels(ledger)
            if twin := next((one for one in there if one.address == address), None):
                raise ValueError(f"这个地址已经是渠道“{twin.name}”")
            if len(there) >= MOST:
                raise ValueError(f"渠道已满{MOST}个，请先删除不用的")
            # By chance, so that no number is ever used again for another channel.
            chat = FIRST - 1 - secrets.randbelow(10**15)
            db.execute(
                f"INSERT INTO channels ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - column names
                (chat, name, address.kind, address.url, by, to_text(now), to_text(now) if tested else None),
            )
            record(db, person(by), "add channel", name, kind=address.kind)
            known = channel(ledger, chat)
    assert known is not None
    return known


def remove_channel(ledger: Ledger, chat: int, by: int) -> bool:
    """Whether the channel was there; it is gone now with what it followed and what waited for it."""
    with transaction(ledger.db):
        gone = ledger.db.execute("DELETE FROM channels WHERE chat = ? RETURNING name", (chat,)).fetchone()
        if gone:
            forget_chat(ledger, chat)
            record(ledger.db, person(by), "remove channel", gone[0])
    return bool(gone)


def count_as_tested(ledger: Ledger, chat: int, now: datetime, *, by: int = 0) -> None:
    """Record that a test arrived; with `by`, that person answers for the channel from now on."""
    with transaction(ledger.db):
        ledger.db.execute(
            "UPDATE channels SET tested_at = ?1, by = iif(?2, ?2, by) WHERE chat = ?3", (to_text(now), by, chat)
        )


def _channel(row: Sequence[Any]) -> Channel:
    chat, name, kind, address, by, since, tested_at = row
    return Channel(
        chat, name, Address(kind, address), by, from_text(since), from_text(tested_at) if tested_at else None
    )
