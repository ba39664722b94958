"""/export and spreadsheets in the chat, over a ledger that the seeds were read into."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import Workbook, load_workbook

from bot.offline import PERSON
from handlers.card import choices, rows
from handlers.exports.formats import FORMATS
from handlers.exports.import_cards import plan_card
from handlers.exports.importing import NO_CITY
from handlers.guard import NOT_ALLOWED
from store.cycle.importing import preview_import
from store.database import transaction
from store.intake.extract import Sheet
from store.ledger import Ledger
from store.members import claim_invitation, invite
from tests.handlers.conftest import Dialogue, talking
from tests.handlers.samples import TODAY

CHAT = PERSON["id"]
HEAD = ("序号", "重点任务", "责任部门", "分管领导", "完成时间", "目前进展", "备注")


@pytest.fixture
async def chat(seeds_copy: Path, request: pytest.FixtureRequest) -> AsyncIterator[Dialogue]:
    """A chat over a copy of the ledger, with an administrator or with the role that a test asks for."""
    role = getattr(request, "param", "administrator")
    talk = Dialogue()
    if role != "administrator":
        with Ledger.open(seeds_copy) as ledger:
            claim_invitation(ledger, invite(ledger, role, 1, "李科长", talk.clock), CHAT, "", talk.clock)
    async with talking(talk, seeds_copy, admin=CHAT if role == "administrator" else 1):
        yield talk


def table(*lines: tuple[object, ...]) -> bytes:
    """A workbook with a title above its head."""
    book = Workbook()
    page = book.active
    for line in (("重点工作台账",), HEAD, *lines):
        page.append(line)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


LINES = (
    (1, "老旧小区改造", "市住建局", "王副市长", "2024-12-31", "已完工120个", "x"),
    (2, "智慧停车平台", "市大数据局", None, "11月底", "正在招标", None),
)


# --- /export ----------------------------------------------------------------------------------------------------------


async def test_export_alone_offers_the_forms(chat: Dialogue) -> None:
    assert (await chat.say("/export")).startswith("导出台账：要哪种格式？")
    assert chat.labels == [form.label for form in FORMATS.values()]
    await chat.press("日历 ics")
    sent = chat.last
    assert sent.file == "台账 2024-09-25.ics"
    assert Calendar.from_ical(sent.content).events


async def test_a_question_is_exported_as_a_spreadsheet(chat: Dialogue) -> None:
    said = await chat.say("/export 西工区 老旧小区")
    assert "条件：老旧小区 · 西工区" in said
    assert chat.last.file == "台账 2024-09-25 西工区 老旧小区.xlsx"
    sheet = load_workbook(io.BytesIO(chat.last.content))["全部"]
    assert "条件：老旧小区 · 西工区" in sheet["A1"].value


async def test_a_form_may_be_named_behind_the_question(chat: Dialogue) -> None:
    await chat.say("/export 逾期 csv")
    lines = list(csv.reader(io.StringIO(chat.last.content.decode("utf-8-sig"), newline="")))
    assert len(lines) > 1
    assert {line[lines[0].index("是否达序时")] for line in lines[1:]} == {"已逾期"}


async def test_what_nothing_answers_is_not_exported(chat: Dialogue) -> None:
    assert await chat.say("/export 没有这回事 csv") == "没有符合“没有这回事”的事项，没有导出。"
    assert chat.last.file == ""


@pytest.mark.parametrize("words", ["../../etc/passwd", "=cmd|x", "a/b\\c", "\u202excod", "字" * 200])
async def test_the_name_of_a_file_never_holds_a_path(chat: Dialogue, words: str) -> None:
    await chat.say(f"/export 老旧小区 {words}")
    assert not set(chat.last.file) & set('/\\:*?"<>|\u202e')


# --- a spreadsheet in the chat ----------------------------------------------------------------------------------------


async def test_a_spreadsheet_is_shown_first_and_imported_by_a_press(chat: Dialogue) -> None:
    said = await chat.send("台账.xlsx", table(*LINES))
    assert said.splitlines()[0] == "《台账.xlsx》2个事项：新事项1个，改动3处。"
    assert "老旧小区改造：责任单位 市住建局" in said
    assert "不认识的列：备注" in said
    assert chat.labels == ["导入", "放弃"]
    before = await chat.run(lambda ledger: ledger.counts())
    shown = chat.last
    done = await chat.press("导入")
    assert done.endswith("已导入《台账.xlsx》：新事项1个，改动3处。行里的原文存为《台账.xlsx》。")
    after = await chat.run(lambda ledger: ledger.counts())
    assert after["matters"] == before["matters"] + 1
    assert "放得太久" in await chat.press_under(shown, "导入")
    assert await chat.run(lambda ledger: ledger.counts()) == after
    assert "2个事项与台账相同，没有要改的" in await chat.send("台账.xlsx", table(*LINES))
    assert "120/188个" in await chat.say("老旧小区 进度")


async def test_a_spreadsheet_can_be_dropped(chat: Dialogue) -> None:
    await chat.send("台账.xlsx", table(*LINES))
    assert "已放弃《台账.xlsx》，台账没有变化。" in await chat.press("放弃")
    assert await chat.run(lambda ledger: ledger.matters(TODAY, ["智慧停车平台"])) == []


async def test_the_exported_ledger_sent_back_changes_nothing(chat: Dialogue) -> None:
    await chat.say("/export xlsx")
    said = await chat.send(chat.last.file, chat.last.content)
    assert said.endswith("个事项与台账相同，没有要改的。")


@pytest.mark.parametrize("chat", ["viewer"], indirect=True)
async def test_only_editors_import(chat: Dialogue) -> None:
    assert await chat.send("台账.xlsx", table(*LINES)) == NOT_ALLOWED["editor"]
    await chat.say("/export csv")
    assert chat.last.file.endswith(".csv")


async def test_new_matters_of_a_city_that_nobody_knows_are_not_taken(chat: Dialogue, tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.db") as ledger, transaction(ledger.db):
        ledger.db.execute("UPDATE documents SET city = ''")
    said = await chat.send("台账.xlsx", table((1, "新建社区食堂", "民政局", "", "2024年11月底前")))
    assert said == NO_CITY
    assert chat.labels == []


async def test_a_broken_spreadsheet_gets_one_line(chat: Dialogue) -> None:
    said = await chat.send("台账.xlsx", b"PK\x03\x04 nothing")
    assert said.startswith("《台账.xlsx》")
    assert "\n" not in said


async def test_a_table_that_is_no_ledger_says_what_is_missing(chat: Dialogue) -> None:
    said = await chat.send("通讯录.csv", "姓名,电话\n张三,123\n".encode())
    assert said.startswith("《通讯录.csv》里没有读到台账：表头里要有“事项”")
    assert "“”里没有找到表头" not in said


# --- the card ---------------------------------------------------------------------------------------------------------


def test_the_preview_of_a_long_file_fits_one_screen(tmp_path: Path) -> None:
    long = "很长的事项名称" * 8
    lines = [(f"{number}{long}", f"列{number}", "尽快", "x") for number in range(300)]
    sheet = Sheet("表" * 30, (("事项", "责任单位", "完成时限", *(f"未知{n}" for n in range(30))), *lines))
    with Ledger.open(tmp_path / "x.db") as ledger:
        card = plan_card(preview_import(ledger, [sheet], TODAY, name="长" * 70 + ".xlsx", city="洛阳市"), "1")
    assert rows(card.text) <= 24
    assert len(card.text) <= 4096
    assert [one.label for one in choices(card.buttons)] == ["导入", "放弃"]
