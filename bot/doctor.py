"""`jiannuo doctor`: checks settings, database, disk, the bot at work, and the token, and says what to mend."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bot.doctor_work import check_font, check_work
from bot.finding import Finding
from bot.settings import Settings, SettingsError, load_settings
from store.errors import LedgerError

ROOM = 200_000_000  # bytes: many documents, the write-ahead log and a backup beside the database
_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{30,100}")


def check_all(db: Path | None, *, quick: bool = False, online: bool = False) -> Iterator[Finding]:
    """Every check in turn; a wrong setting ends them. Nothing is written and no token is shown.

    `db` replaces the database of the settings, `quick` leaves out its integrity and the font, `online` asks the Bot API
    for the bot.
    """
    try:
        settings = load_settings()
    except SettingsError as error:
        yield Finding("settings", str(error), wrong=True)
        return
    yield Finding("settings", f"time zone {settings.time_zone}, log level {settings.log_level}")
    path = db or settings.db
    yield check_database(path, quick=quick)
    yield check_room(path)
    yield from check_work(path, datetime.now(UTC))
    if not quick:
        yield check_font()
    yield check_token(settings, online=online)
    yield check_people(settings)


def check_database(path: Path, *, quick: bool = False) -> Finding:
    """The database: can it be opened, is it of this version, is it sound, what does it hold."""
    from store.ledger import Ledger

    what = f"database {path}"
    try:
        with Ledger.open(path, create=False, wait=1) as ledger:
            broken = [] if quick else ledger.integrity_check()
            if broken:
                return Finding(what, f"{broken[0]} ({len(broken)} in all); restore it from a backup", wrong=True)
            held = ", ".join(f"{number} {name}" for name, number in ledger.counts().items())
            return Finding(what, f"version {ledger.version}, {held}")
    except LedgerError as error:
        return Finding(what, str(error), wrong=True)


def check_room(path: Path) -> Finding:
    """The disk that the database is on: enough room to go on writing."""
    folder = path.absolute().parent
    if not folder.is_dir():
        return Finding("disk", f"the folder {folder} does not exist; create it", wrong=True)
    free = shutil.disk_usage(folder).free
    room = f"{free / 1e9:.1f} GB free"
    return Finding("disk", f"{room}; make room" if free < ROOM else room, wrong=free < ROOM)


def check_token(settings: Settings, *, online: bool = False) -> Finding:
    """The token: is there one, does it look like one, and, where asked, does the Bot API know it."""
    if settings.telegram_token is None:
        why = "none; only `jiannuo run` needs one: JIANNUO_TELEGRAM_TOKEN or JIANNUO_TELEGRAM_TOKEN_FILE"
        return Finding("token", why, wrong=online, asked=False)
    try:
        token = settings.token()
    except SettingsError as error:
        return Finding("token", str(error), wrong=True)
    if not _TOKEN.fullmatch(token):
        return Finding("token", "does not look like one; copy it from @BotFather as it is, 123456:ABC…", wrong=True)
    if not online:
        return Finding("token", "looks like one (--online asks the Bot API)")
    return _known_bot(settings, token)


def check_people(settings: Settings) -> Finding:
    """Who may use the Telegram bot by the settings: without an administrator nobody can be invited."""
    if settings.admins:
        who = f"{len(settings.admins)} by JIANNUO_ADMINS"
    else:
        who = "none; only `jiannuo run` needs one: write to the bot, it answers with your id, set JIANNUO_ADMINS to it"
    asked = bool(settings.admins) or settings.telegram_token is not None
    return Finding("administrators", who, wrong=asked and not settings.admins and not settings.public, asked=asked)


def _known_bot(settings: Settings, token: str) -> Finding:
    """Whether the Bot API knows the token; its own words are not shown, since they may hold the token."""
    from telegram import Bot
    from telegram.error import InvalidToken, TelegramError

    async def name() -> str:
        async with Bot(token, base_url=f"{settings.telegram_api}/bot") as bot:
            return bot.username

    try:
        return Finding("token", f"belongs to @{asyncio.run(name())}")
    except InvalidToken:
        return Finding("token", f"{settings.telegram_api} refuses it; @BotFather shows the right one", wrong=True)
    except TelegramError as error:
        why = f"{settings.telegram_api} cannot be asked ({type(error).__name__}); check the network and the address"
        return Finding("token", why, wrong=True)
