"""Updates handled a second by the whole bot, inbox and roles included, beside a bare echo handler, in the same run."""

from __future__ import annotations

import asyncio
import logging
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bot.app import build_application
from bot.limits import Patience
from bot.run import serve
from bot.settings import Settings
from tests.botapi import BotApi
from tests.handlers.samples import SampleReader
from tests.reliability.result import Result

FIRST = 1000


async def ours(messages: int) -> float:
    """Answers a second of `jiannuo run`, without Telegram's limits, over a ledger of samples."""
    with TemporaryDirectory() as folder, BotApi() as api:
        settings = Settings(telegram_token=SecretStr(api.token), telegram_api=api.url, public=True)
        path = Path(folder) / "ledger.db"
        application = build_application(
            settings, path, today=lambda: date(2024, 9, 25), open_reader=lambda _: SampleReader()
        )
        limiter = application.bot.rate_limiter
        assert isinstance(limiter, Patience)
        limiter.limit.wait = lambda chat=None: 0.0  # type: ignore[union-attr,method-assign,misc]
        _ask(api, messages)
        stop, begun = asyncio.Event(), time.monotonic()
        task = asyncio.create_task(serve(application, stop))
        await asyncio.to_thread(api.wait_for, lambda: len(api.calls("sendMessage")) >= messages)
        took = time.monotonic() - begun
        stop.set()
        await task
    return messages / took


async def echo(messages: int) -> float:
    """Answers a second of python-telegram-bot with one handler that repeats what was said."""

    async def repeat(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        await update.message.reply_text(update.message.text or "")

    with BotApi() as api:
        _ask(api, messages)
        application = Application.builder().token(api.token).base_url(f"{api.url}/bot").build()
        application.add_handler(MessageHandler(filters.TEXT, repeat))
        begun = time.monotonic()
        async with application:
            await application.start()
            assert application.updater is not None
            await application.updater.start_polling(timeout=1)
            await asyncio.to_thread(api.wait_for, lambda: len(api.calls("sendMessage")) >= messages)
            took = time.monotonic() - begun
            await application.updater.stop()
            await application.stop()
    return messages / took


def _ask(api: BotApi, messages: int) -> None:
    for number in range(messages):
        api.says("老旧小区 进度", chat_id=FIRST + number)


def full() -> list[Result]:
    """500 questions each."""
    logging.disable()
    try:
        own, bare = asyncio.run(ours(500)), asyncio.run(echo(500))
    finally:
        logging.disable(logging.NOTSET)
    return [Result("updates handled a second", f"{own:.0f}; a bare echo handler {bare:.0f}", own > 30)]
