"""How long a picture takes and how long the bot stands still meanwhile; the board of 10,000 matters, written and used.

Run by `make bench`.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from commitments.bulletin import BulletinData, Line, best_of, by_district, slowest_of
from commitments.model import Deadline, Figure, Matter, Status
from commitments.parts import Part
from handlers.exports import pictures
from handlers.exports.board import board_html
from handlers.exports.sheet import FILLS, Row
from store.cycle.duties import Assigned, Duty
from store.cycle.entries import Entry, Listing
from tests.handlers.exports.machine import CHROMIUM
from tests.handlers.exports.test_board import ARGUMENTS
from tests.handlers.samples import NEWS, PLAN, RENEWAL, RENEWAL_STANDING, TODAY, sighting

MATTERS = 10_000
COLD = """
from tests.handlers.samples import *
from handlers.exports.pictures import status_picture
status_picture([(RENEWAL, RENEWAL_STANDING)], "一项", TODAY)
"""


def made_up(count: int) -> list[Row]:
    """So many matters in thirty districts, of every status."""
    statuses: list[Status] = list(FILLS)
    rows = []
    for number in range(count):
        place, status = f"{number % 30}号区", statuses[number % 7]
        end = date(2024, 1, 31) + timedelta(days=number % 700)
        said = (
            sighting(PLAN, f"{place}年底前完成第{number}项老旧小区改造188个", (188, "个")),
            sighting(NEWS, f"{place}第{number}项已完工{number % 188}个小区", (number % 188, "个"), kind="progress"),
        )
        matter = Matter(f"m{number}", f"第{number}项老旧小区改造", "洛阳市", (place,), 2024, ("住房",), said)
        how = replace(RENEWAL_STANDING, status=status, percent=float(number % 101), deadline=Deadline("年底", end))
        rows.append((matter, how))
    return rows


def seconds(call: Callable[[], object], times: int = 5) -> float:
    """Wall time of a call, the middle one of several."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


async def standstill(picture: Callable[[], bytes]) -> float:
    """The longest that the event loop could do nothing else while a picture was drawn, in seconds."""
    longest, running = 0.0, True

    async def beat() -> None:
        nonlocal longest
        while running:
            start = time.perf_counter()
            await asyncio.sleep(0.001)
            longest = max(longest, time.perf_counter() - start)

    beating = asyncio.create_task(beat())
    await pictures.draw(picture)
    running = False
    await beating
    return longest


def main() -> None:
    """Print the tables."""
    rows = made_up(MATTERS)
    parts = [
        Part(f"{n}号区", f"m{n}", Figure(27, "个"), Figure(n, "个"), n * 3.0, "behind", "yellow") for n in range(20)
    ]
    lines = tuple(Line(matter, how) for matter, how in rows)
    best, slowest = best_of(lines, TODAY), slowest_of(lines)
    bulletin = BulletinData(
        2024, date(2024, 9, 1), TODAY, ("洛阳市",), lines, by_district(lines), best, slowest, ()
    )  # fmt: skip
    drawn: dict[str, Callable[[], bytes]] = {
        "status": lambda: pictures.status_picture(rows, "全部", TODAY),
        "districts": lambda: pictures.districts_picture(rows, "全部", TODAY),
        "timeline": lambda: pictures.timeline_picture(rows, "全部", TODAY),
        "one programme by district": lambda: pictures.parts_picture(RENEWAL, RENEWAL_STANDING, parts),
        "one matter's history": lambda: pictures.history_picture(RENEWAL, RENEWAL_STANDING),
        "a month's notice": lambda: pictures.bulletin_picture(bulletin),
    }
    table = Table("picture", "seconds", "longest standstill, s", "KB", title=f"Pictures of {MATTERS:,} matters")
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", COLD], check=True, capture_output=True)
    table.add_row("the first one of a process, imports included", f"{time.perf_counter() - start:.2f}", "", "")
    for name, draw in drawn.items():
        size = len(draw()) / 1024
        table.add_row(name, f"{seconds(draw):.2f}", f"{asyncio.run(standstill(draw)):.3f}", f"{size:.0f}")
    Console().print(table)
    Console().print(board(rows))


def board(rows: list[Row]) -> Table:
    """The board: written, opened and used in Chromium."""
    duty = Duty({"unit": Assigned("matter", "m", "unit", "市住建局")})
    listing = Listing(TODAY, tuple(Entry(matter, how, duty) for matter, how in rows))
    table = Table("what", "seconds", title=f"The board of {len(rows):,} matters")
    table.add_row("written", f"{seconds(lambda: board_html(listing), 3):.2f}")
    page = board_html(listing)
    table.add_row("its size, MB", f"{len(page) / 1e6:.1f}")
    if CHROMIUM is None:
        return table
    from playwright.sync_api import sync_playwright

    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "board.html"
        path.write_bytes(page)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        tab = browser.new_page()
        tab.goto("about:blank")
        table.add_row("opened until the rows stand", f"{seconds(lambda: tab.goto(path.as_uri()), 3):.2f}")

        def filtered() -> None:
            tab.select_option("#place", "7号区")
            tab.select_option("#place", "")

        table.add_row("a filter set and taken away", f"{seconds(filtered, 3):.2f}")
        table.add_row("sorted by title", f"{seconds(lambda: tab.get_by_role('button', name='事项').click(), 3):.2f}")

        def searched() -> None:
            tab.fill("#q", "第9999项")
            tab.locator("#count", has_text="符合的有1项").wait_for()
            tab.fill("#q", "")
            tab.locator("#count", has_text="共10000项").wait_for()

        table.add_row("searched and back (of this 0.3 waiting for the typist)", f"{seconds(searched, 3):.2f}")
        browser.close()
    return table


if __name__ == "__main__":
    main()
