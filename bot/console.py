"""The chat in the terminal: the very handlers of the Telegram bot, over the offline transport.

Reads a line at a time: typed (with history) in a terminal, else from a pipe or file. A number presses the button that
is shown under that number; “/send FILE” sends a file, and one that the bot sends is kept in the working directory.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from telegram import Update

from bot.app import build_application, running
from bot.offline import CHAT, PERSON, TOKEN, OfflineRequest, Person, Shown
from bot.settings import Settings, load_settings
from handlers.card import Button, choices, choices_text, plain
from handlers.desk import Reader, desk_of
from handlers.reader import LedgerReader
from handlers.week import todays_reminders
from store.intake.names import safe_name

PROMPT = "践诺> "
TODAYS = "今天的提醒"
SEND = "/send"
PHOTOS = (".png", ".jpg", ".jpeg")
WELCOME = "践诺：直接发问，例如“老旧小区 进度”；数字选按钮，/help 看用法，Ctrl-D 结束。"


def chat(
    ledger_path: Path,
    today: date | None,
    lines: Iterable[str] | None = None,
    open_reader: Callable[[Path], Reader] = LedgerReader,
) -> int:
    """Chat until the input ends; the exit status. `lines` replaces standard input, `today` the clock.

    Raises LedgerError where the ledger cannot be opened, SettingsError for a wrong setting.
    """
    settings = load_settings().model_copy(
        update={"telegram_token": SecretStr(TOKEN), "admins": frozenset({PERSON["id"]})}
    )
    typed = lines is None and sys.stdin.isatty()
    source = (
        _typed_lines(today or settings.today()) if typed else _given_lines(stdin_lines() if lines is None else lines)
    )
    asyncio.run(_talk(settings, ledger_path, today, source, open_reader))
    return 0


async def _talk(
    settings: Settings,
    ledger_path: Path,
    today: date | None,
    lines: AsyncIterator[str],
    open_reader: Callable[[Path], Reader],
) -> None:
    screen = Screen()
    now = moment_on(today, settings.zone())
    transport = OfflineRequest(screen.show, now)
    application = build_application(
        settings,
        ledger_path,
        today=(lambda: today) if today else settings.today,
        now=now,
        request=transport,
        open_reader=open_reader,
    )
    async with running(application):
        desk = desk_of(application.bot_data)
        if card := await desk.run(lambda ledger: todays_reminders(ledger, CHAT["id"], desk)):
            _print(f"{TODAYS}\n{plain(card, numbered=False)}\n")
        person = Person(transport, application.bot)
        async for line in lines:
            update = _update(person, screen, line)
            if update is not None:
                await application.process_update(update)


def _update(person: Person, screen: Screen, line: str) -> Update | None:
    """What a line means: a press, a file to send, or a text; None for a file that cannot be read."""
    if pressed := screen.choice(line):
        return person.presses(*pressed)
    command, _, name = line.strip().partition(" ")
    if command != SEND:
        return person.says(line)
    path = Path(name.strip()).expanduser()
    try:
        return person.sends(path.name, path.read_bytes(), kind="photo" if path.suffix.lower() in PHOTOS else "document")
    except OSError as error:
        _print(f"读不到“{name.strip()}”：{error.strerror}。用法：/send 文件名\n")
        return None


def moment_on(day: date | None, zone: ZoneInfo) -> Callable[[], datetime]:
    """The clock: the present moment, its day replaced by `day` where one is given."""
    if day is None:
        return lambda: datetime.now(UTC)
    return lambda: datetime.combine(day, datetime.now(zone).time(), zone).astimezone(UTC)


class Screen:
    """Prints what the bot shows and knows which buttons the last message has."""

    def __init__(self) -> None:
        self._last = Shown(0, "")

    def show(self, shown: Shown) -> None:
        """Print a message and its buttons as numbered choices."""
        kept = kept_file(shown.file, shown.content) if shown.file else ""
        parts = (shown.text, kept, choices_text(shown.buttons))
        _print("\n".join(part for part in parts if part) + "\n")
        if shown.message_id:
            self._last = shown

    def choice(self, line: str) -> tuple[Shown, Button] | None:
        """The message and the button that a line of a bare number presses, None for any other line."""
        number = line.strip()
        buttons = choices(self._last.buttons)
        if len(number) > 3 or not number.isdecimal() or not 1 <= int(number) <= len(buttons):
            return None
        return self._last, buttons[int(number) - 1]


def kept_file(name: str, content: bytes) -> str:
    """Keep a file that came in the working directory, beside what is there; says under which name."""
    wanted = Path(safe_name(name))
    for number in range(1, 1000):
        path = wanted if number == 1 else wanted.with_stem(f"{wanted.stem}-{number}")
        try:
            with path.open("xb") as file:
                file.write(content)
        except FileExistsError:
            continue
        except OSError as error:
            return f"（文件 {path} 没有存下：{error.strerror}）"
        return f"（文件已存为 {path}）"
    return f"（文件 {wanted} 没有存下：同名文件太多）"


def stdin_lines() -> Iterator[str]:
    """The lines of standard input: UTF-8, else GB 18030; bytes that are neither become �."""
    for raw in sys.stdin.buffer:
        try:
            yield raw.decode("utf-8")
        except UnicodeDecodeError:
            yield raw.decode("gb18030", errors="replace")


async def _given_lines(lines: Iterable[str]) -> AsyncIterator[str]:
    for line in lines:
        yield line.rstrip("\r\n")


async def _typed_lines(today: date) -> AsyncIterator[str]:
    from prompt_toolkit import PromptSession  # takes a third of a second, and only a terminal needs it

    session: PromptSession[str] = PromptSession(PROMPT)
    _print(f"{WELCOME}\n今天是 {today}。\n")
    while True:
        try:
            line = await session.prompt_async()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        if line.strip():
            yield line


def _print(text: str) -> None:
    """Write a line to standard output; a reader who left is no error of the bot's."""
    with suppress(BrokenPipeError):
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
