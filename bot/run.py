"""`jiannuo run`: the Telegram bot by long polling, until SIGTERM or Ctrl-C."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Callable
from datetime import date

from telegram.error import InvalidToken, TelegramError

from bot import logs
from bot.app import App, build_application, running
from bot.clerk import Clerk
from bot.delivery import Delivery
from bot.inbox import Inbox
from bot.limits import Patience
from bot.polling import explained, poll
from bot.settings import Settings, SettingsError
from bot.ticker import ticking
from bot.turns import Turns
from handlers import table
from handlers.desk import desk_of
from handlers.guard import Doors, doors_of
from store.errors import LedgerError
from store.members import members
from store.presence import at_work

log = logging.getLogger(__name__)


def run(settings: Settings, today: Callable[[], date] | None = None) -> int:
    """Run the bot until it is told to stop; the exit status: 0 after a stop, 2 where it cannot start or go on (one line
    on standard error says why)."""
    try:
        token = settings.token()
        logs.set_up(settings.log_level, [token])
        application = build_application(settings, settings.db, today=today or settings.today)
        with at_work(settings.db):
            asyncio.run(serve(application))
    except (SettingsError, LedgerError) as error:
        return _failed(str(error))
    except InvalidToken:
        return _failed(
            f"{settings.telegram_api} refuses the token: check JIANNUO_TELEGRAM_TOKEN (@BotFather shows it in /mybots)"
        )
    except TelegramError as error:
        redacted = logs.Redaction([token]).masked(explained(error))
        return _failed(f"{redacted}; check the network, or JIANNUO_TELEGRAM_API ({settings.telegram_api})")
    return 0


async def serve(application: App, stop: asyncio.Event | None = None) -> None:
    """Poll and answer until `stop` is set, SIGTERM or Ctrl-C; then finish what is in hand.

    Raises LedgerError where the ledger cannot be opened, TelegramError where the Bot API cannot be reached at first.
    """
    stop = stop or asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    desk, doors = desk_of(application.bot_data), doors_of(application.bot_data)
    clerk = Clerk(desk.path)
    inbox = Inbox(clerk, application.update_queue.put, desk.now)
    turns = application.update_processor
    assert isinstance(turns, Turns)
    turns.finished = inbox.finish
    try:
        async with running(application):
            await application.bot.delete_webhook(drop_pending_updates=False)
            await _offer_menu(application)
            await _say_who_may(doors, clerk)
            log.info("@%s is listening", application.bot.username)
            delivery = _delivery(application, clerk)

            def noticed(rivals: bool) -> None:
                if stop.is_set():
                    return  # a request that was broken off says nothing about anybody else
                delivery.pause(rivals)
                if not rivals:
                    inbox.resume(application.bot)

            async with ticking(application, delivery):
                await poll(application.bot, inbox.take, stop, rivals=noticed)
                log.info("stopping: finishing what is in hand")
        await inbox.flush()
    finally:
        await clerk.close()


def _delivery(application: App, clerk: Clerk) -> Delivery:
    """The delivery of this process, which begins once nobody else is seen to poll."""
    desk, limiter = desk_of(application.bot_data), application.bot.rate_limiter
    assert isinstance(limiter, Patience)
    assert limiter.limit is not None
    doors = doors_of(application.bot_data)
    admins = sorted(doors.admins)
    return Delivery(
        clerk,
        application.bot,
        limiter.limit,
        desk.now,
        desk.zone,
        admins,
        doors.public,
        application.bot_data.get("channels"),
        paused=True,
    )


async def _say_who_may(doors: Doors, clerk: Clerk) -> None:
    """Say what to set where nobody can use the bot yet."""
    if not doors.admins and not await clerk.run(members):
        log.warning(
            "nobody may %s yet: write to the bot, it answers with your id; set JIANNUO_ADMINS to it and start again",
            "change anything" if doors.public else "use the bot",
        )


async def _offer_menu(application: App) -> None:
    try:
        await application.bot.set_my_commands(table.menu())
    except TelegramError as error:
        log.warning("the menu of commands could not be set: %s", error)


def _failed(line: str) -> int:
    sys.stderr.write(f"jiannuo: {' '.join(line.split())}\n")
    return 2
