"""The board: one page without network that filters, sorts and opens, and in which no title is ever more than text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from commitments.model import Deadline, Figure, Matter, Source, Standing
from handlers.exports.board import board_html
from handlers.exports.formats import form_of
from store.cycle.duties import Assigned, Duty
from store.cycle.entries import Entry, Listing
from tests.handlers.exports.machine import CHROMIUM, needs_chromium
from tests.handlers.samples import RENEWAL, RENEWAL_STANDING, TODAY, lifts, sighting

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
DUTY = Duty(
    {"unit": Assigned("matter", "m1", "unit", "市住建局"), "contact": Assigned("matter", "m1", "contact", "李科长")}
)
ENTRIES = (
    Entry(RENEWAL, RENEWAL_STANDING, DUTY, ("城市提质",)),
    *(Entry(one.matter, one.standing, Duty()) for one in map(lifts, range(1, 21))),
)

PAYLOADS = (
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>", "\"><script>alert(1)</script>", "' onmouseover='alert(1)", "javascript:alert(1)",
    "<iframe src='https://example.com'></iframe>", "<!--<script>", "]]><script>alert(1)</script>",
    "<link rel=stylesheet href=//example.com/x.css>", "<base href=//example.com/>",
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)}", "<meta http-equiv=refresh content='0;url=https://example.com'>",
    "</style><style>*{background:url(//example.com/)}",
    "\u2028alert(1)", "[[data]]", "[[js]]", "&lt;script&gt;alert(1)&lt;/script&gt;",
)  # fmt: skip


def hostile(count: int) -> Listing:
    """Matters whose every text is an attack."""
    entries = []
    for number in range(count):
        words = f"{PAYLOADS[number % len(PAYLOADS)]} {number}"
        source = Source(f"{number}.txt", words, date(2024, 9, 1), words, words)
        matter = Matter(
            f"h{number}", words, words, (words,), 2024, (words,), (sighting(source, words, (10, words[:8])),)
        )
        how = Standing(
            TODAY, "behind", "red", Figure(10, words[:8], what=words), None, 10.0,
            deadline=Deadline(words, date(2024, 12, 1)), notes=(words,),
        )  # fmt: skip
        duty = Duty({"unit": Assigned("matter", "x", "unit", words), "plan": Assigned("matter", "x", "plan", words)})
        entries.append(Entry(matter, how, duty, (words,)))
    return Listing(TODAY, tuple(entries))


def data_of(page: bytes) -> Any:
    """What the page holds as JSON."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page.decode(), re.DOTALL)
    assert found
    return json.loads(found[1])


# --- the page as it is written --------------------------------------------------------------------------------------


def test_every_matter_is_in_the_page_with_its_sentences() -> None:
    data = data_of(board_html(Listing(TODAY, ENTRIES)))
    assert len(data["rows"]) == 21
    first = data["rows"][0]
    assert (first["title"], first["percent"], first["due"]) == ("老旧小区改造", 26.6, "2024-12-31")
    assert (first["unit"], first["contact"], first["updated"]) == ("市住建局", "李科长", "2024-09-20")
    number, kind, quote = first["sources"][0]
    assert (data["documents"][number]["title"], kind, quote) == ("旧小区换新颜", "进展", "已完工50个小区、1.02万户")
    assert first["changes"][1] == "目标上调 143→188个（+31%，05-22）"


def test_the_page_names_no_other_place_and_runs_nothing_but_its_script() -> None:
    page = board_html(Listing(TODAY, ENTRIES)).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy[1]
    markup = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert not re.search(r"<[^>]+\s(?:src|href|action|style|on\w+)\s*=", markup)
    assert set(re.findall(r"https?://[^\"'\s]+", page)) == {"http://www.w3.org/2000/svg"}  # a name, not an address


def test_nothing_in_a_title_ends_the_data_or_stands_in_for_a_part_of_the_page() -> None:
    page = board_html(hostile(200))
    data = data_of(page)
    assert [row["title"] for row in data["rows"][:3]] == [f"{PAYLOADS[n]} {n}" for n in range(3)]
    assert len(data["rows"]) == 200
    assert page.count(b"<script") == 2 + page.split(b'id="data">')[0].count(b"<script") - 1


def test_who_recorded_something_in_the_chat_is_not_named_by_an_id() -> None:
    source = Source("r.txt", "telegram:77 2024-09-01", date(2024, 9, 1), "洛阳市", "telegram:77", "reported")
    matter = replace(RENEWAL, sightings=(sighting(source, "已完工50个"),))
    page = board_html(Listing(TODAY, (Entry(matter, RENEWAL_STANDING, Duty()),)))
    assert b"telegram:77" not in page
    assert data_of(page)["documents"][0]["grade"] == "reported"


def test_a_file_that_ends_with_html_is_the_board() -> None:
    assert form_of("board.html").write is board_html


def test_an_empty_ledger_is_a_page_too() -> None:
    assert data_of(board_html(Listing(TODAY, ())))["rows"] == []


# --- the page in a browser ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


class Watched:
    """A page, with all that it asked for, said, or went wrong with."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page = page
        self.path = path
        self.asked: list[str] = []
        self.wrong: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda message: self.wrong.append(message.text))
        page.on("dialog", self._dialog)

    def _dialog(self, dialog: Any) -> None:
        self.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def open(self, listing: Listing, at: str = "") -> Page:
        """Write the board and look at it."""
        self.path.write_bytes(board_html(listing))
        self.page.goto(self.path.as_uri() + at)
        return self.page

    def titles(self) -> list[str]:
        """The titles in the table, from the top."""
        return self.page.locator("tr.matter .open").all_inner_texts()


@pytest.fixture
def watched(browser: Browser, tmp_path: Path) -> Iterator[Watched]:
    """A fresh page; afterwards nothing went wrong, and nothing but the file was asked for."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    looked = Watched(context.new_page(), tmp_path / "board.html")
    yield looked
    assert looked.wrong == []
    assert {url.partition("#")[0].partition("?")[0] for url in looked.asked} <= {looked.path.as_uri()}
    context.close()


@needs_chromium
def test_totals_and_rows_follow_the_filters(watched: Watched) -> None:
    page = watched.open(Listing(TODAY, ENTRIES))
    assert page.locator("#count").inner_text() == "共21项"
    page.fill("#q", "电梯 3号")
    page.get_by_text("符合的有2项").wait_for()  # 3号区 and 13号区
    assert watched.titles() == ["加装电梯", "加装电梯"]
    page.click("#reset")
    assert len(watched.titles()) == 21
    page.select_option("#who", "李科长")
    assert watched.titles() == ["老旧小区改造"]
    page.click("#reset")
    page.select_option("#topic", "城市提质")
    assert watched.titles() == ["老旧小区改造"]
    page.click("#reset")
    page.select_option("#place", "7号区")
    assert watched.titles() == ["加装电梯"]
    page.click("#reset")
    page.get_by_role("button", name="落后10–30点").click()
    assert watched.titles() == ["老旧小区改造"]
    assert page.locator("#shares svg text").first.text_content() == "欠序时"


@needs_chromium
def test_the_table_sorts_by_the_keyboard_and_what_is_unknown_stands_last(watched: Watched) -> None:
    page = watched.open(Listing(TODAY, ENTRIES[::-1]))
    heading = page.get_by_role("button", name="完成比例")
    heading.focus()
    page.keyboard.press("Enter")
    assert watched.titles()[0] == "老旧小区改造"
    assert page.get_by_role("columnheader", name="完成比例").get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Enter")
    assert watched.titles()[0] == "老旧小区改造"
    assert page.get_by_role("columnheader", name="完成比例").get_attribute("aria-sort") == "descending"
    page.get_by_role("button", name="地区").click()
    assert page.locator("tr.matter td:nth-child(2)").all_inner_texts()[:3] == ["1号区", "2号区", "3号区"]


@needs_chromium
def test_a_matter_opens_its_sources_and_changes(watched: Watched) -> None:
    page = watched.open(Listing(TODAY, ENTRIES))
    page.get_by_role("button", name="老旧小区改造").click()
    said = page.locator("tr.details").inner_text()
    assert "洛阳日报 2024-09-20《旧小区换新颜》" in said
    assert "“已完工50个小区、1.02万户”" in said
    assert "目标上调 143→188个" in said
    assert "市住建局" in said
    page.get_by_role("button", name="老旧小区改造").click()
    assert page.locator("tr.details").count() == 0


@needs_chromium
def test_a_view_is_kept_in_the_address(watched: Watched) -> None:
    page = watched.open(Listing(TODAY, ENTRIES), "#place=5号区&sort=due")
    assert watched.titles() == ["加装电梯"]
    page.select_option("#place", "6号区")
    page.reload()
    assert page.locator("#place").input_value() == "6号区"
    assert watched.titles() == ["加装电梯"]
    page.goto(watched.path.as_uri() + "#place=没有这个区")
    assert len(watched.titles()) == 21


@needs_chromium
def test_a_bar_of_a_chart_filters(watched: Watched) -> None:
    page = watched.open(Listing(TODAY, ENTRIES))
    page.locator("#districts svg text[role=button]").first.focus()
    page.keyboard.press("Enter")
    assert len(watched.titles()) == 1
    page.keyboard.press("Enter")  # the same button again takes the filter away
    assert len(watched.titles()) == 21


@needs_chromium
def test_two_hundred_hostile_matters_run_nothing_and_ask_for_nothing(watched: Watched) -> None:
    page = watched.open(hostile(200))
    assert page.locator("#count").inner_text() == "共200项"
    while page.locator("tr.matter").count() < 200:
        page.locator("#more").scroll_into_view_if_needed()
        page.mouse.wheel(0, 5000)
        page.wait_for_timeout(20)
    assert watched.titles()[2] == "<img src=x onerror=alert(1)> 2"
    for number in range(len(PAYLOADS)):
        page.locator("tr.matter .open").nth(number).click()
    page.select_option("#place", index=1)
    assert page.evaluate("document.querySelectorAll('main img, main iframe, main script, main link').length") == 0


@needs_chromium
def test_many_rows_are_made_as_they_are_scrolled_to(watched: Watched) -> None:
    many = tuple(
        replace(ENTRIES[1], matter=replace(ENTRIES[1].matter, id=f"m{n}", title=f"事项{n}")) for n in range(3000)
    )
    page = watched.open(Listing(TODAY, many))
    made = page.locator("tr.matter").count()
    assert 0 < made <= 300
    page.locator("#more").scroll_into_view_if_needed()
    page.locator("tr.matter").nth(made).wait_for()


@needs_chromium
@pytest.mark.parametrize("width", [360, 768, 1440, 3840])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_every_screen(browser: Browser, tmp_path: Path, width: int, scheme: str) -> None:
    path = tmp_path / "board.html"
    path.write_bytes(board_html(Listing(TODAY, ENTRIES)))
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(20, 23, 26)")
    assert page.screenshot().startswith(b"\x89PNG")
    page.close()


@needs_chromium
def test_the_wall_shows_no_controls(watched: Watched) -> None:
    page = watched.open(Listing(TODAY, ENTRIES), "?wall")
    assert not page.locator("#filters").is_visible()
    assert page.locator("#charts").is_visible()


@needs_chromium
def test_all_that_is_filtered_is_printed(watched: Watched) -> None:
    many = tuple(
        replace(ENTRIES[1], matter=replace(ENTRIES[1].matter, id=f"m{n}", title=f"事项{n}")) for n in range(450)
    )
    page = watched.open(Listing(TODAY, many))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("tr.matter").count() == 450


def test_the_whole_ledger_opens_on_the_promises_of_the_year() -> None:
    def start(question: str) -> object:
        page = board_html(Listing(date(2024, 9, 25), (), question)).decode()
        data = page.split('type="application/json"', 1)[1].split(">", 1)[1].split("</script>", 1)[0]
        return json.loads(data)["start"]

    assert start("") == {"year": "2024", "scope": "有承诺"}
    assert start("西工区 逾期") == {}
