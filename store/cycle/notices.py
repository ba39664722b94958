"""Telling single people what waits for them or was decided: one message each through the outbox, once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from store.chats import ZONE, all_settings
from store.render import Card, put_card
from store.sqlite import Database


def notify(
    db: Database,
    users: Iterable[int],
    key: str,
    card: Card,
    now: datetime,
    *,
    matters: Sequence[str] = (),
    zone: str = ZONE,
) -> int:
    """Put a message for each of `users` into the outbox under this key, in the caller's transaction; how many are new.

    Chats that are switched off get none; others wait for the end of their quiet hours and days off.
    """
    wanted = list(users)
    chosen = all_settings(db, wanted, zone)
    return sum(
        put_card(db, (user, 0), "dispatch", key, card, how.local(now).date(), how.open_from(now), matters)
        for user in wanted
        if (how := chosen[user]).on
    )
