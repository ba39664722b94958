"""Measures of time: downtimes, clocks that jump, hosts in other time zones; always the same occurrences."""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from handlers import digests
from store import outbox
from store.follows import follow
from store.ledger import Ledger
from store.schedule import due_now
from tests.reliability.result import Result
from tests.store.promises import at, tell

NAMES = ("九洲池二期", "城市书房", "邻里中心", "口袋公园", "污水处理厂", "充电桩", "快速路", "幼儿园")
ZONES = ("UTC", "Asia/Shanghai", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Australia/Lord_Howe")
DOWNTIMES = (timedelta(minutes=1), timedelta(minutes=11), timedelta(hours=25), timedelta(days=30))
JUMPS = tuple(timedelta(hours=hours) for hours in (1, -1, 24, -24))
Occurrences = Counter[tuple[str, str]]


def ledger_of(path: Path, seed: int, year: int = 2024) -> Ledger:
    """A new ledger whose promises fall due on random days of a year, followed by one chat."""
    rng = random.Random(seed)
    lines = [
        f"承诺 {name} {date(year, 1, 10) + timedelta(days=rng.randrange(340))} 西工区：新建{name}{number}个"
        for number, name in enumerate(NAMES, start=2)
    ]
    ledger = Ledger.open(path)
    tell(ledger, "a.txt", f"{year - 1}-12-20", *lines)
    ledger.db.execute("UPDATE news SET told_at = ''")
    follow(ledger, 1, None, "place", "洛阳市", "洛阳市", 7, at(f"{year - 1}-12-31 12:00"))
    return ledger


def tick(ledger: Ledger, now: datetime, *, careful: bool = True) -> int:
    """Write what is due and take it as sent; how many messages that were. Not `careful`: ask for today only."""
    if not careful:
        yesterday = (now - timedelta(days=1)).date()
        ledger.db.execute("UPDATE subscribers SET reminded_until = max(reminded_until, ?)", (yesterday.isoformat(),))
    due_now(ledger, now, render=digests)
    found = outbox.claim(ledger, now, 1000, owner="clock")
    for message in found:
        outbox.sent(ledger, message.id, 1, now)
    return len(found)


def occurrences(ledger: Ledger) -> Occurrences:
    """What was reminded of, over all messages that were sent."""
    rows = ledger.db.execute("SELECT matter_id, occurrence FROM reminded WHERE matter_id <> ''")
    return Counter((row[0], row[1]) for row in rows)


def shown(ledger: Ledger) -> Counter[tuple[str, str]]:
    """(day, matter) of every message that was sent; more than one of a pair is a double."""
    rows = ledger.db.execute("SELECT o.day, m.value FROM outbox o, json_each(o.matters) m WHERE o.state = 'sent'")
    return Counter((row[0], row[1]) for row in rows)


def year_of(path: Path, seed: int, zone: str | None = None, days: int = 366) -> tuple[Occurrences, int]:
    """The occurrences of a year with a tick in every hour from 08:00 to 10:00, on a host in `zone`, and the doubles."""
    before = os.environ.get("TZ")
    if zone is not None:
        os.environ["TZ"] = zone
        time.tzset()
    try:
        with ledger_of(path, seed) as ledger:
            for number in range(days):
                for hour in (8, 9, 10):
                    tick(ledger, at(f"{date(2024, 1, 1) + timedelta(days=number)} {hour:02}:00"))
            return occurrences(ledger), sum(count - 1 for count in shown(ledger).values())
    finally:
        if zone is not None:
            os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
            time.tzset()


def disturbed(
    path: Path, seed: int, kind: timedelta, *, jump: bool, days: int = 366, careful: bool = True
) -> tuple[Occurrences, int]:
    """The occurrences of a year in which the process sleeps for `kind` now and then, or its clock jumps and returns."""
    rng = random.Random(seed)
    with ledger_of(path, seed) as ledger:
        asleep_until = at("2023-12-31 00:00")
        for number in range(days):
            nine = at(f"{date(2024, 1, 1) + timedelta(days=number)} 09:00")
            hit = rng.random() < 0.05
            if hit and jump:
                tick(ledger, nine + kind, careful=careful)
            elif hit and number < days - 40:
                asleep_until = max(asleep_until, nine + kind)
            for now in (nine, nine + timedelta(minutes=12)):
                if now >= asleep_until:
                    tick(ledger, now, careful=careful)
        tick(ledger, at("2025-01-03 09:00"), careful=careful)
        return occurrences(ledger), sum(count - 1 for count in shown(ledger).values())


def _compare(found: Occurrences, doubles: int, steady: Occurrences) -> tuple[int, int]:
    return sum((steady - found).values()), sum((found - steady).values()) + doubles


def full(times: int = 50) -> Iterator[Result]:
    """Every downtime and jump in `times` years of different deadlines, and every time zone of a host."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        steady = {seed: year_of(folder / f"{seed}.db", seed)[0] for seed in range(times)}
        for kind, jump in [*((kind, False) for kind in DOWNTIMES), *((kind, True) for kind in JUMPS)]:
            missed = doubled = lost = 0
            for seed in range(times):
                path = folder / f"{seed} {kind} {jump}.db"
                one, two = _compare(*disturbed(path, seed, kind, jump=jump), steady[seed])
                missed, doubled = missed + one, doubled + two
            control = "–"
            if not jump and kind > timedelta(days=1):
                found = disturbed(folder / f"control {kind}.db", 0, kind, jump=False, careful=False)
                lost = _compare(*found, steady[0])[0]
                control = f"{lost} missed in one year"
            what = f"the clock jumps by {kind}" if jump else f"down for {kind}"
            total = sum(sum(found.values()) for found in steady.values())
            said = f"{missed} missed, {doubled} double of {total}"
            yield Result(f"{what} ×{times}", said, missed == doubled == 0, control, control == "–" or lost > 0)
        for zone in ZONES:
            found, doubles = year_of(folder / f"{zone.replace('/', ' ')}.db", 0, zone)
            one, two = _compare(found, doubles, steady[0])
            yield Result(f"host in {zone} × 366 days", f"{one} missed, {two} double", one == two == 0)
