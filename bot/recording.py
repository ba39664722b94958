"""Claiming a message that may be sent, and writing down what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.outcomes import Outcome
from store import outbox
from store.fanout import May
from store.ledger import Ledger
from store.outbox import Message

MAYBE_TWICE = "（可能重复）"
SOON = timedelta(seconds=5)  # until a message is tried again that surely was not sent
AGAIN = timedelta(seconds=20)  # and one that may have arrived; doubled with each try
LONGEST = timedelta(hours=1)  # between two tries of a channel that cannot be reached
UNREACHED_TRIES = 30  # about a day of them
SHUT_OUT = "这个聊天已无权使用"


def claim_one(
    ledger: Ledger, now: datetime, *, owner: str, resting: Sequence[int], may: May, channels: bool = False
) -> Message | None:
    """The next message that is due, now claimed; those of chats that `may` not read any more are given up."""
    while rows := outbox.claim(ledger, now, 1, owner=owner, resting=resting, channels=channels):
        if may(rows[0].chat):
            return rows[0]
        outbox.shut_out(ledger, rows[0].id, SHUT_OUT)
    return None


def text_of(message: Message) -> str:
    """What a message says; a repeated one that may have arrived says so."""
    return f"{MAYBE_TWICE}{message.text}" if message.possibly_sent else message.text


def record(ledger: Ledger, row: Message, outcome: Outcome, now: datetime) -> None:
    """Write down what came of a message."""
    RECORDS[outcome.kind](ledger, row, outcome, now)


def _sent(ledger: Ledger, row: Message, outcome: Outcome, now: datetime) -> None:
    outbox.sent(ledger, row.id, outcome.message, now)


def _not_sent(ledger: Ledger, row: Message, outcome: Outcome, now: datetime) -> None:
    outbox.retry(ledger, row.id, now + SOON, outcome.why, ambiguous=False)


def _unreached(ledger: Ledger, row: Message, outcome: Outcome, now: datetime) -> None:
    if row.attempts >= UNREACHED_TRIES:
        outbox.dead(ledger, row.id, outcome.why)
    else:
        outbox.retry(ledger, row.id, now + min(AGAIN * 2**row.attempts, LONGEST), outcome.why, ambiguous=False)


def _ambiguous(ledger: Ledger, row: Message, outcome: Outcome, now: datetime) -> None:
    outbox.retry(ledger, row.id, now + AGAIN * 2 ** min(row.attempts, 6), outcome.why, ambiguous=True)


def _wait(ledger: Ledger, row: Message, outcome: Outcome, now: datetime) -> None:
    outbox.retry(ledger, row.id, now + timedelta(seconds=outcome.wait), outcome.why, ambiguous=False)


def _off(ledger: Ledger, row: Message, outcome: Outcome, now: datetime) -> None:
    outbox.chat_off(ledger, row.chat, outcome.why, now)


def _moved(ledger: Ledger, row: Message, outcome: Outcome, now: datetime) -> None:
    outbox.retry(ledger, row.id, now, outcome.why, ambiguous=False)
    outbox.moved(ledger, row.chat, outcome.chat)


def _failed(ledger: Ledger, row: Message, outcome: Outcome, now: datetime) -> None:
    outbox.failed(ledger, row.id, outcome.why, now)


def _dead(ledger: Ledger, row: Message, outcome: Outcome, now: datetime) -> None:
    outbox.dead(ledger, row.id, outcome.why)


# What came of a message → how it is recorded.
RECORDS: dict[str, Callable[[Ledger, Message, Outcome, datetime], None]] = {
    "sent": _sent,
    "not_sent": _not_sent,
    "unreached": _unreached,
    "stop": _not_sent,
    "ambiguous": _ambiguous,
    "wait": _wait,
    "off": _off,
    "moved": _moved,
    "failed": _failed,
    "dead": _dead,
}
