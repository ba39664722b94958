"""Processes that are killed: a child of a fork server runs the delivery or the whole bot, the parent sends SIGKILL."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import SecretStr
from telegram.ext import ExtBot

from bot.app import build_application
from bot.clerk import Clerk
from bot.delivery import Delivery
from bot.inbox import Inbox
from bot.limits import Patience
from bot.outcomes import Outcome
from bot.recording import MAYBE_TWICE
from bot.run import serve
from bot.sendlimit import SendLimit
from bot.settings import Settings
from store import outbox
from store.database import transaction
from store.ledger import Ledger
from tests.botapi import BotApi
from tests.handlers.samples import SampleReader
from tests.reliability.result import Result

START = datetime(2024, 9, 25, 1, 0, tzinfo=UTC)
LIFE = timedelta(minutes=3)  # between two lives: longer than a claim's lease
IDLE = 3.0  # seconds without a call after which a child has nothing more to do
FASTER = 50  # the limits' clock runs so much faster than ours

FORK = multiprocessing.get_context("forkserver")
FORK.set_forkserver_preload(["tests.reliability.killed"])


# --- the children ---------------------------------------------------------------------------------------------------


class Hasty(Delivery):
    """A control: writes a message down as sent before it is."""

    async def send(self, row: outbox.Message) -> Outcome:
        """Record first, send then."""
        await self.record(row, Outcome("sent"))
        return await super().send(row)


class Forgetful(Inbox):
    """A control: hands updates on without writing them down."""

    async def take(self, updates: Any) -> None:
        """Hand on."""
        for update in updates:
            await self._hand_on(update)

    def finish(self, update_id: int) -> None:
        """Nothing is kept."""


def deliver(url: str, token: str, path: Path, life: int, kind: type[Delivery]) -> None:
    """Send what the outbox holds until nothing waits; the wall clock of each life is later than that of the last."""
    logging.disable()

    async def work() -> None:
        async def nap(seconds: float) -> None:
            await asyncio.sleep(seconds / FASTER)

        limit = SendLimit(lambda: time.monotonic() * FASTER, nap)
        clerk = Clerk(path)
        async with ExtBot(token, base_url=f"{url}/bot", rate_limiter=Patience(limit)) as bot:
            await kind(clerk, bot, limit, lambda: START + life * LIFE, public=True).tick()
        await clerk.close()

    asyncio.run(work())


def run_bot(url: str, token: str, path: Path, life: int, kind: type[Inbox]) -> None:
    """The whole bot, over a ledger without documents."""
    logging.disable()
    import bot.run

    bot.run.Inbox = kind  # type: ignore[misc]
    settings = Settings(telegram_token=SecretStr(token), telegram_api=url, public=True)
    application = build_application(
        settings, path, today=lambda: date(2024, 9, 25), now=lambda: START, open_reader=lambda p: OnDisk(p)
    )
    limiter = application.bot.rate_limiter
    assert isinstance(limiter, Patience)
    limiter.limit = SendLimit(lambda: time.monotonic() * FASTER * 20)
    asyncio.run(serve(application))


class OnDisk(SampleReader):
    """The samples over a ledger in a file."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._ledger = Ledger.open(path)


# --- the parent -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lives:
    """A child that is killed `kills` times, each time at a random moment after so many more calls of a method."""

    api: BotApi
    method: str
    chance: random.Random

    def live(self, target: Callable[..., None], *args: Any) -> Any:
        """Begin a life."""
        child = FORK.Process(target=target, args=args, daemon=True)
        child.start()
        return child

    def kill_after(self, child: Any, calls: int) -> None:
        """Kill the child once the method was called so often in all, a random moment later, or when nothing happens."""
        known, since = -1, time.monotonic()
        while child.is_alive() and known < calls and time.monotonic() - since < IDLE:
            if (count := len(self.api.calls(self.method))) != known:
                known, since = count, time.monotonic()
            time.sleep(0.001)
        time.sleep(self.chance.random() * 0.03)
        if child.is_alive():
            os.kill(child.pid, signal.SIGKILL)
        child.join()


def sends_survive(messages: int, kills: int, kind: type[Delivery] = Delivery, seed: int = 1) -> Counter[str]:
    """How many messages were lost, came twice, came more often, and came again without a mark."""
    with TemporaryDirectory() as folder, BotApi() as api:
        path = Path(folder) / "ledger.db"
        with Ledger.open(path) as ledger, transaction(ledger.db):
            for chat in range(1000, 1000 + messages):
                outbox.put(ledger.db, chat, None, "digest", str(chat), f"提醒{chat}", day=START.date(), at=START)
        lives = Lives(api, "sendMessage", random.Random(seed))
        points = sorted(lives.chance.sample(range(messages * 9 // 10), kills))
        for life, point in enumerate(points):
            lives.kill_after(lives.live(deliver, api.url, api.token, path, life, kind), point)
        for life in range(kills, kills + 5):
            child = lives.live(deliver, api.url, api.token, path, life, kind)
            child.join()
        found: Counter[str] = Counter(lost=0, twice=0, more=0, unmarked=0, kills=kills)
        for chat in range(1000, 1000 + messages):
            texts = [message["text"] for message in api.sent(chat)]
            found["lost"] += not texts
            found["twice"] += len(texts) == 2
            found["more"] += len(texts) > 2
            found["unmarked"] += sum(not text.startswith(MAYBE_TWICE) for text in texts[1:])
        return found


def commands_survive(commands: int, kills: int, kind: type[Inbox] = Inbox, seed: int = 1) -> Counter[str]:
    """How many confirmed commands were never done, and how many were done twice."""
    with TemporaryDirectory() as folder, BotApi() as api:
        path = Path(folder) / "ledger.db"
        Ledger.open(path).close()
        lives = Lives(api, "sendMessage", random.Random(seed))
        chats = range(1000, 1000 + commands)
        for chat in chats:
            api.says(f"/remind 2030年1月1日 上午9点 第{chat}号", chat_id=chat)
        points = sorted(lives.chance.sample(range(commands * 9 // 10), kills))
        for life, point in enumerate(points):
            lives.kill_after(lives.live(run_bot, api.url, api.token, path, life, kind), point)
        child = lives.live(run_bot, api.url, api.token, path, kills, kind)
        before = -1
        while api.state.updates or len(api.calls("sendMessage")) != before:
            before = len(api.calls("sendMessage"))
            time.sleep(1.0)
        os.kill(child.pid, signal.SIGTERM)
        child.join()
        with Ledger.open(path) as ledger:
            rows = ledger.db.execute("SELECT chat, count(*) FROM remarks GROUP BY chat").fetchall()
        done = dict(rows)
        answered = {chat for chat in chats if api.sent(chat)}
        return Counter(
            lost=sum(chat not in done for chat in chats), twice=sum(number > 1 for number in done.values()),
            unanswered=len(set(chats) - answered), kills=kills,
        )  # fmt: skip


def is_kept(found: Counter[str]) -> bool:
    """Whether nothing was lost, at most one message a kill came twice, and that marked."""
    return not (found["lost"] or found["more"] or found["unmarked"]) and found["twice"] <= found["kills"]


def full() -> list[Result]:
    """200 kills in 1,000 sends, 100 kills in 2,000 commands."""
    sends, hasty = sends_survive(1000, 200), sends_survive(300, 60, Hasty)
    commands, forgetful = commands_survive(2000, 100), commands_survive(300, 15, Forgetful)
    return [
        Result(
            "kill -9 ×200 in 1,000 sends",
            f"{sends['lost']} lost, {sends['twice']} twice, {sends['more']} more often, {sends['unmarked']} unmarked",
            is_kept(sends),
            f"recorded before it is sent: {hasty['lost']} of 300 lost",
            not is_kept(hasty),
        ),
        Result(
            "kill -9 ×100 in 2,000 commands",
            f"{commands['lost']} lost, {commands['twice']} applied twice, {commands['unanswered']} unanswered",
            not (commands["lost"] or commands["twice"]),
            f"without the inbox: {forgetful['lost']} of 300 lost",
            bool(forgetful["lost"]),
        ),
    ]
