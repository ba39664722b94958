"""The application: python-telegram-bot put together with our handlers and a desk at the ledger."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from telegram import LinkPreviewOptions
from telegram.ext import Application, Defaults
from telegram.request import BaseRequest

from bot.channels import Channels
from bot.limits import Patience
from bot.sendlimit import SendLimit
from bot.settings import Settings
from bot.turns import Turns
from handlers import table
from handlers.desk import Desk, Reader, desk_of
from handlers.guard import Doors
from handlers.reader import LedgerReader

App = Application[Any, Any, Any, Any, Any, Any]


def build_application(
    settings: Settings,
    ledger_path: Path,
    *,
    today: Callable[[], date],
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    request: BaseRequest | None = None,
    open_reader: Callable[[Path], Reader] = LedgerReader,
) -> App:
    """The bot, ready to be run by `running`; updates come in by its `update_queue` or `process_update`.

    `request` replaces HTTP by another transport (offline.py), where nobody is limited. Raises SettingsError without a
    token.
    """
    builder = (
        Application.builder()
        .token(settings.token())
        .base_url(f"{settings.telegram_api}/bot")
        .base_file_url(f"{settings.telegram_api}/file/bot")
        .defaults(Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .rate_limiter(Patience(SendLimit() if request is None else None))
        .concurrent_updates(Turns())
        .updater(None)
        .job_queue(None)
    )
    if request is not None:
        builder = builder.request(request).get_updates_request(request)
    application = builder.build()
    application.bot_data["desk"] = Desk(ledger_path, today, open_reader, now=now, zone=settings.time_zone)
    application.bot_data["doors"] = Doors(
        settings.admins, settings.public, settings.invite_seconds, limited=request is None
    )
    if request is None:  # the chat in the terminal reaches nobody
        application.bot_data["channels"] = Channels(settings.mail_hosts)
    table.register(application)
    return application


@asynccontextmanager
async def running(application: App) -> AsyncIterator[App]:
    """The application with its ledger open and its bot known to the Bot API (getMe), until the block ends; then what is
    in hand is finished, and nothing waits where Telegram asks to wait.

    Raises LedgerError or TelegramError where either cannot be reached.
    """
    desk = desk_of(application.bot_data)
    limiter = application.bot.rate_limiter
    assert isinstance(limiter, Patience)
    try:
        await desk.open()
        async with application:
            await application.start()
            try:
                yield application
            finally:
                limiter.hurry()
                await application.stop()
    finally:
        # An application whose getMe fails leaves its connections open: bot.shutdown closes them in any case.
        await application.bot.shutdown()
        await desk.close()
