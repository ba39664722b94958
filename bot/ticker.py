"""The one scheduled job of the process: a tick that asks what is due. The schedule itself is in the database."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram.ext import ContextTypes, JobQueue

from bot.app import App
from bot.delivery import Delivery
from store.errors import LedgerError

EVERY = 20.0  # seconds

# A tick that is late is never dropped, and of several that were missed one is enough. A second one may begin while the
# first still sends: it finds the first at work and ends at once.
JOB = {"misfire_grace_time": None, "coalesce": True, "max_instances": 2}

log = logging.getLogger(__name__)


@asynccontextmanager
async def ticking(application: App, delivery: Delivery) -> AsyncIterator[None]:
    """Ticks until the block ends; then the message in hand is finished."""

    async def tick(_: ContextTypes.DEFAULT_TYPE) -> None:
        try:
            await delivery.tick()
        except LedgerError as error:
            log.error("reminders cannot be sent: %s", error)

    queue: JobQueue[ContextTypes.DEFAULT_TYPE] = JobQueue()
    queue.set_application(application)
    queue.run_repeating(tick, EVERY, first=0, name="tick", job_kwargs=dict(JOB))
    await queue.start()
    try:
        yield
    finally:
        await delivery.finish()
        await queue.stop(wait=False)
