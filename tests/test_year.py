"""A year of a 督查室 on the seeds: documents by chat on their days, dispatch, reports, listing, 销号, the notice."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from store.chats import ChatSettings
from tests.office import Message, Office, office
from tests.store.promises import at

SEEDS = Path(__file__).parent.parent / "seeds"
LI, ZHAO, WANG, SUN = 101, 102, 201, 202
SCHOOLS, QUARTERS = "科大附中等高中改造提升项目", "老旧小区改造"


async def publish(here: Office, seed: str, day: str, *choices: str) -> str:
    """What the editor reads of a seed that they send in the morning of its day and publish, after these choices."""
    await here.at(f"{day} 08:30")
    (file,) = SEEDS.glob(f"{seed}*.txt")
    held = await here.send(WANG, file.name, file.read_bytes())
    for choice in (*choices, "发布"):
        await here.press(WANG, choice)
    await here.at(f"{day} 09:00")
    return held


def received(here: Office, user: int, since: int = 0) -> list[Message]:
    return [one for one in here.transport.sent[since:] if one.chat == user]


def has_picture_font() -> bool:
    from handlers.exports.fonts import font
    from store.errors import LedgerError

    try:
        return bool(font())
    except LedgerError:
        return False


@pytest.mark.timeout(240)
async def test_a_year_of_the_office(tmp_path: Path) -> None:
    async with office(tmp_path / "ledger.db", at("2024-01-29 10:00")) as here:
        await here.admit(LI, "viewer", "李科长")
        await here.admit(ZHAO, "viewer", "赵区长")
        await here.admit(WANG, "editor", "王主任")
        await here.admit(SUN, "editor", "孙主任")
        await reading(here)
        await assigning(here)
        await dispatching(here)
        await autumn(here)
        await closing(here)
        await winter(here)
        # Nobody was disturbed on a day off or at night, and what was sent was sent once.
        rows = await here.run(
            lambda ledger: ledger.db.execute(
                "SELECT kind, day FROM outbox WHERE kind IN ('digest', 'dispatch', 'round', 'listing')"
            ).fetchall()
        )
        chosen = ChatSettings()
        assert rows
        assert all(chosen.works(at(f"{day} 09:00").date()) for _, day in rows)
        states = await here.run(lambda ledger: dict(ledger.db.execute("SELECT state, count(*) FROM outbox GROUP BY 1")))
        assert states.keys() == {"sent"}
        assert await here.run(lambda ledger: ledger.integrity_check()) == []


async def reading(here: Office) -> None:
    """January to May: three documents, each held until it is published; 赵区长 hears of their district."""
    held = await publish(here, "004", "2024-01-30")
    assert held.startswith("《加强老旧小区改造“改”到百姓心坎上》：承诺18条、进展4条，待发布")
    assert "刊发：2024-01-30" in held
    assert "已订阅地区“西工区”" in await here.say(ZHAO, "/follow 西工区")
    await publish(here, "003", "2024-02-18")
    assert here.last(ZHAO).text.startswith("新变化 · 2024-02-01《政府工作报告》")
    held = await publish(here, "000", "2024-05-22", "今天 05-22")
    assert "刊发：还不知道" in held
    assert "目标上调1处" in here.last(WANG).text


async def assigning(here: Office) -> None:
    """May: two matters get somebody who answers for them."""
    await here.at("2024-05-22 10:00")
    for matter in (f"{QUARTERS}项目", SCHOOLS):
        assert "联系人：李科长" in await here.say(WANG, f"/assign {matter} 联系人=李科长 单位=市住建局")
    await here.at("2024-05-22 10:05")
    told = [one.text for one in received(here, LI)]
    assert [SCHOOLS in text for text in told] == [False, True]
    assert "责任：市住建局 · 联系人 李科长" in await here.say(ZHAO, f"{SCHOOLS} 时限")


async def dispatching(here: Office) -> None:
    """A week in May: asked on Monday, answered in two ways, summed up on Friday."""
    await here.at("2024-05-27 09:00")
    asked = here.last(LI).text
    assert asked.startswith("周调度 · 5月27日 周一：请报2项进展")
    assert "已记下 老旧小区改造项目：60/188个（自报）" in await here.say(LI, "2 60/188 已完工")
    before = len(here.transport.sent)
    await here.at("2024-05-29 09:00")
    assert "还有1项没有报" in here.last(LI).text
    assert len(here.transport.sent) == before + 1
    assert "文字说明" in await here.say(LI, "1 主体施工")
    await here.at("2024-05-31 16:00")
    summary = next(one.text for one in received(here, SUN, before) if one.text.startswith("周调度小结"))
    assert summary.split("\n")[0] == "周调度小结 · 5月31日 周五：1/1人应答，2/2项已报"
    assert "〔自报〕" in await here.say(ZHAO, "老旧小区改造项目 进度")


async def autumn(here: Office) -> None:
    """September: what passed its day in silence is under 挂牌督办, and those who follow it hear so."""
    await publish(here, "001", "2024-09-20")
    listed = [one.text for one in received(here, LI) if one.text.startswith("挂牌督办")]
    assert len(listed) == 1
    assert SCHOOLS in listed[0]
    assert "时限2024-08-31已过" in listed[0]
    assert SCHOOLS in await here.say(ZHAO, "/listed")


async def closing(here: Office) -> None:
    """A self-report finishes nothing; another person confirms it, the followers hear, and the list is shorter."""
    await here.at("2024-09-23 09:00")
    assert "已提请核实销号" in await here.say(LI, "/report 科大附中 完成")
    assert "🔴 已逾期23天" in (await here.say(ZHAO, "科大附中 进度")).split("\n")[0]
    await here.say(SUN, "/closing")
    await here.press(SUN, "1")
    assert "已销号（09-23核实）" in await here.press(SUN, "核实销号")
    await here.at("2024-09-23 10:00")
    assert any(one.text.startswith(f"{SCHOOLS}：已销号") for one in received(here, LI))
    said = await here.say(ZHAO, "科大附中 进度")
    assert "🟢 已完成" in said.split("\n")[0]
    assert "〔核实〕" in said
    await here.at("2024-10-08 09:00")
    assert f"摘牌 {SCHOOLS}" in "\n".join(one.text for one in received(here, LI))
    assert SCHOOLS not in await here.say(ZHAO, "/listed")


async def winter(here: Office) -> None:
    """To the end of the campaign, and the notice of December with its sources."""
    for day in ("2024-11-04", "2024-12-02", "2024-12-31"):
        await here.at(f"{day} 09:00")
    await here.at("2025-01-02 10:00")
    await here.say(WANG, "/bulletin 12月")
    notice = here.last(WANG)
    assert notice.text.startswith("2024年12月通报（截至12月31日）：共176项，已完成3项，逾期未见完成12项")
    await here.press(WANG, "Word", notice)
    word = here.last(WANG)
    assert word.file == "通报-2024-12.docx"
    body = "\n".join(paragraph.text for paragraph in Document(BytesIO(word.content)).paragraphs)
    assert "洛阳日报" in body or "2024-09-20" in body
    assert "[1]" in body
    if has_picture_font():
        await here.press(WANG, "图片", notice)
        assert here.last(WANG).content.startswith(b"\x89PNG")
