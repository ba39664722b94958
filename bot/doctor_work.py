"""What `jiannuo doctor` says of the bot at work: its last tick, messages, channels, documents under review, fonts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from bot.finding import Finding
from store.errors import LedgerError

HUNG = timedelta(minutes=5)  # without a tick, of which there is one every 20 seconds
STUCK = timedelta(hours=1)  # that a message is due and not sent, while the bot runs


def check_work(path: Path, now: datetime) -> Iterator[Finding]:
    """The checks of the database at `path`, none where it cannot be opened: that was said already."""
    from store.health import health
    from store.ledger import Ledger
    from store.presence import is_anybody_at_work

    try:
        with Ledger.open(path, create=False, wait=1, catch_up=False) as ledger:
            found = health(ledger)
    except LedgerError:
        return
    runs = is_anybody_at_work(path)
    yield _tick(found.tick, now, runs=runs)
    yield _messages(found.messages, found.oldest, now, runs=runs)
    last = f", the last test arrived on {found.tested:%Y-%m-%d}" if found.tested else ""
    never = f", {found.untested} never had a test arrive" if found.untested else ""
    yield Finding(
        "channels", f"{found.channels}{never}{last}" if found.channels else "none", asked=bool(found.channels)
    )
    held = f"{found.drafts} wait for review, the oldest since {found.held:%Y-%m-%d}" if found.held else "none wait"
    yield Finding("drafts", held, asked=bool(found.drafts))


def _tick(last: datetime | None, now: datetime, *, runs: bool) -> Finding:
    when = f"{_ago(now - last)} ago" if last else "never"
    if not runs:
        return Finding("last tick", f"{when}; the bot is not running here (`jiannuo run`)", asked=False)
    hung = last is None or now - last > HUNG
    return Finding("last tick", f"{when}, although the bot runs; see its log, start it again" if hung else when, hung)


def _messages(states: Mapping[str, int], oldest: datetime | None, now: datetime, *, runs: bool) -> Finding:
    said = ", ".join(f"{number} {state}" for state, number in states.items()) or "none"
    late = now - oldest if oldest else timedelta(0)
    stuck = runs and late > STUCK
    if late > HUNG:
        said += f"; the oldest is due since {_ago(late)}" + ("; see the log for why" if stuck else "")
    return Finding("messages", said, stuck)


def _ago(time: timedelta) -> str:
    """A length of time in its largest unit: 12 s, 5 min, 3 h, 2 days."""
    seconds = max(0, int(time.total_seconds()))
    for size, unit in ((86_400, "days"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def check_font() -> Finding:
    """A font with Chinese type, without which no picture can be drawn."""
    from handlers.exports.fonts import font

    try:
        return Finding("font", str(font().properties.get_name()))
    except LedgerError as error:
        return Finding("font", str(error), wrong=True)
