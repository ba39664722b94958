"""Delivery of the outbox: claim, send, record, one message at a time.

1. Wait until the limits allow a message at all.
2. Claim one message for a chat that is not resting (a conditional UPDATE: of two processes one gets it).
3. Send it.
4. Record what came of it (bot/outcomes.py).

Only one message to Telegram is under way at any moment. So a process that is killed leaves at most one of which nobody
knows whether it arrived, and that one is sent again after its lease, marked （可能重复）. An ambiguous try is repeated
twice, then the message is uncertain; one that fails by itself is pushed away for an hour and given up after five tries.
The administrators are told of both once. While another process polls with the same token nothing is sent here.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.clerk import Clerk
from bot.couriers import Couriers, Sender
from bot.limits import ONCE
from bot.offline import PERSON
from bot.outcomes import Outcome, outcome_of
from bot.recording import claim_one, record, text_of
from bot.sendlimit import SendLimit
from handlers import digests
from handlers.cycle import cards as cycle_cards
from store import inbox, outbox
from store.chats import forget_reminders
from store.cycle.due import cycle_due
from store.cycle.keepers import Readers
from store.errors import LedgerError
from store.health import beat, count_as_caught_up
from store.ledger import Ledger
from store.members import members, role_of
from store.outbox import Message as Row
from store.schedule import due_now, notices

ROUND = 20.0  # seconds of sending after which it is asked again what is due: a busy group must not hold up the others
LONGEST_NAP = 1.0  # seconds until a stop is noticed
TERMINAL = int(PERSON["id"])  # the chat in the terminal is no chat of Telegram's: it shows its reminders by itself

log = logging.getLogger(__name__)


@dataclass
class Delivery:
    """Sends what the outbox holds. `now` is the wall clock, `limit` keeps Telegram's limits by a clock of its own;
    what channels are sent goes by `sender` (bot/couriers.py).

    `paused` while another process polls with the same token; `stopping` once the process is to end.
    """

    clerk: Clerk
    bot: ExtBot[int]
    limit: SendLimit
    now: Callable[[], datetime]
    zone: str = "Asia/Shanghai"
    admins: Sequence[int] = ()
    public: bool = False
    sender: Sender | None = None
    owner: str = field(default_factory=lambda: f"{os.getpid()}-{secrets.token_hex(4)}")
    paused: bool = False
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _pruned: date | None = None
    _sending: asyncio.Lock = field(default_factory=asyncio.Lock)
    _couriers: Couriers | None = None

    def __post_init__(self) -> None:
        if self.sender is not None:
            limit = SendLimit(self.limit.clock)
            self._couriers = Couriers(self.clerk, self.sender, limit, self.now, self.owner, self._may)

    async def tick(self) -> None:
        """Write down what is due by now, then send what waits; a tick that finds another at work leaves it to it."""
        if self.stopping.is_set() or self._sending.locked():
            return
        if self.paused:
            await self._beat()
            return
        async with self._sending:
            more = True
            while more:
                await self._beat()
                await self._write_due()
                if self._couriers:
                    self._couriers.begin()
                more = await self._drain()
                more = bool(await self.clerk.run(self._report)) or more
            if self._pruned != (today := self.now().date()):
                await self.clerk.run(self._prune)
                self._pruned = today

    async def _beat(self) -> None:
        """Write down that the bot is alive. Where that fails, messages are sent all the same."""
        try:
            await self.clerk.run(lambda ledger: beat(ledger, self.now()))
        except LedgerError as error:
            log.error("the tick could not be written down: %s", error)

    def _prune(self, ledger: Ledger) -> None:
        """Forget what nobody needs any more; once a day, so that a process that runs for years does not fill a disk."""
        outbox.prune(ledger, self.now())
        inbox.prune(ledger, self.now())
        forget_reminders(ledger, self.now())

    async def _write_due(self) -> None:
        """Write down what is due by now. What cannot be must not hold up what is written already."""
        try:
            await self.clerk.run(self._due)
        except Exception:
            log.exception("what is due could not be written down")

    def _due(self, ledger: Ledger) -> int:
        """Write what is due for the chats that may read."""

        def may(chat: int) -> bool:
            return self._may(ledger, chat)

        now = self.now()
        made = due_now(ledger, now, render=digests, zone=self.zone, may=may, apart=(TERMINAL,))
        made += cycle_due(ledger, now, render=cycle_cards, zone=self.zone, may=Readers(may, frozenset(self.admins)))
        count_as_caught_up(ledger)
        return made

    def _may(self, ledger: Ledger, chat: int) -> bool:
        """Whether a chat may read; nobody but its owner has the chat in the terminal."""
        admins = frozenset(self.admins)
        return chat == TERMINAL or role_of(ledger, chat, chat, admins=admins, public=self.public) != "stranger"

    def _report(self, ledger: Ledger) -> int:
        """Write to every administrator what could not be delivered since the last time; how many messages that is."""
        known = {*self.admins, *(member.user for member in members(ledger) if member.role == "administrator")}
        return notices(ledger, sorted(known - {TERMINAL}), self.now(), render=digests, zone=self.zone)

    async def _drain(self) -> bool:
        """Send until nothing more is due, the network is down, the process is to stop, or a round is over; whether it
        was the last of these."""
        end = self.limit.clock() + ROUND
        while not self.stopping.is_set() and not self.paused:
            if self.limit.clock() >= end:
                return True
            wait = self.limit.wait()
            if wait > 0:
                await self.limit.pause(min(wait, LONGEST_NAP))
                continue
            resting = self.limit.resting()
            row = await self.clerk.run(lambda ledger: self._claim(ledger, resting))  # noqa: B023 - run at once
            if row is not None:
                outcome = await self.send(row)
                await self.record(row, outcome)
                if outcome.kind == "not_sent":
                    return False  # the others would not get through either; the next tick tries again
                continue
            more = await self.clerk.run(lambda ledger: outbox.due(ledger, self.now()))
            if not (more and resting):
                return False
            await self.limit.pause(min(LONGEST_NAP, *map(self.limit.wait, resting)))
        return False

    def _claim(self, ledger: Ledger, resting: Sequence[int]) -> Row | None:
        return claim_one(
            ledger, self.now(), owner=self.owner, resting=resting, may=lambda chat: self._may(ledger, chat)
        )

    async def send(self, row: Row) -> Outcome:
        """Send a message and say what came of it; a repeated one that may have arrived says so."""
        if row.chat == TERMINAL:
            return Outcome("sent")
        keyboard = [[InlineKeyboardButton(label, callback_data=data) for label, data in line] for line in row.buttons]
        try:
            message = await self.bot.send_message(
                row.chat,
                text_of(row),
                parse_mode=ParseMode.HTML,
                message_thread_id=row.thread,
                reply_markup=InlineKeyboardMarkup(keyboard) if keyboard else None,
                rate_limit_args=ONCE,
            )
        except TelegramError as error:
            return outcome_of(error)
        except Exception as error:  # a message that python-telegram-bot cannot even build must not end the delivery
            log.exception("a message could not be made")
            return Outcome("failed", f"消息有误：{type(error).__name__}")
        return Outcome("sent", message=message.message_id)

    async def record(self, row: Row, outcome: Outcome) -> None:
        """Write down what came of a message."""
        if outcome.kind != "sent":
            log.warning("message %d to chat %d: %s (%s)", row.id, row.chat, outcome.kind, outcome.why)
        if outcome.kind == "stop":
            self.stopping.set()
        await self.clerk.run(lambda ledger: record(ledger, row, outcome, self.now()))

    def pause(self, rivals: bool) -> None:
        """Whether another process polls with the same token: then it sends the reminders, or nobody does."""
        self.paused = rivals
        if self._couriers:
            self._couriers.paused = rivals

    async def finish(self) -> None:
        """Finish the message in hand, and begin no other; one that still waits for its turn goes out next time."""
        self.stopping.set()
        self.limit.hurry()
        async with self._sending:
            pass
        if self._couriers:
            await self._couriers.finish()
