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
from bot.polling import explained, poll
from bot.settings import Settings, SettingsError
from handlers import table
from store.errors import LedgerError

log = logging.getLogger(__name__)


def run(settings: Settings, today: Callable[[], date] | None = None) -> int:
    """Run the bot until it is told to stop; the exit status: 0 after a stop, 2 where it cannot start or go on (one line
    on standard error says why)."""
    try:
        token = settings.token()
        logs.set_up(settings.log_level, [token])
        application = build_application(settings, settings.db, today=today or settings.today)
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
    async with running(application):
        await application.bot.delete_webhook(drop_pending_updates=False)
        await _offer_menu(application)
        log.info("@%s is listening", application.bot.username)
        await poll(application.bot, application.update_queue.put, stop)
        log.info("stopping: finishing what is in hand")


async def _offer_menu(application: App) -> None:
    try:
        await application.bot.set_my_commands(table.menu())
    except TelegramError as error:
        log.warning("the menu of commands could not be set: %s", error)


def _failed(line: str) -> int:
    sys.stderr.write(f"jiannuo: {' '.join(line.split())}\n")
    return 2
