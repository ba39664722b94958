"""逐条核对: a doubt at a time, one tap each; before publishing and after; what was decided holds."""

from __future__ import annotations

from datetime import date

from store.ingest import Ingested
from store.intake.drafts import waiting
from store.ledger import Ledger
from store.reread import read_again
from tests.handlers.intake.conftest import Office, seed


def limits(ledger: Ledger) -> set[str]:
    """The days by which the tailings pond is to be done with."""
    found = (s.statement for matter in ledger.matters() for s in matter.sightings if "尾矿库" in s.statement.quote)
    return {str(one.deadline.end) for one in found if one.deadline}


async def test_doubt_by_doubt_with_one_tap_each_and_back_to_the_summary(office: Office) -> None:
    await office.send(*seed("001"))
    await office.press("逐条核对 2")
    assert office.last.text.startswith("核对 1/2 ·")
    assert "“谋划项目17个”\n存疑：原文未写明是计划还是已完成，按进展读取" in office.last.text
    assert office.labels == ["采纳：是进展", "按原文：是承诺", "不收这条", "跳过", "返回"]
    await office.press("按原文：是承诺")
    assert office.last.text.startswith("核对 2/2 ·")
    await office.press("不收这条")
    assert "：承诺15条、进展74条，待发布" in office.last.text
    assert "存疑2处，已核对2处" in office.last.text
    await office.press("看核对结果")
    assert "已定：按原文（是承诺）（可以改）" in office.last.text
    await office.press("采纳：是进展")
    await office.press("返回") if "返回" in office.labels else None
    assert "：承诺14条、进展75条，待发布" in office.last.text


async def test_what_is_skipped_stays_open(office: Office) -> None:
    await office.send(*seed("001"))
    await office.press("逐条核对 2")
    await office.press("跳过")
    await office.press("采纳：是进展")
    assert "存疑2处，已核对1处" in office.last.text
    await office.press("逐条核对 1")
    assert office.last.text.startswith("核对 1/2 ·")


async def test_a_limit_of_its_own_can_be_typed(office: Office) -> None:
    await office.send(*seed("004"))
    await office.press("逐条核对 1")
    assert office.labels == ["采纳：5月14日", "按原文：不定日期", "另定日期", "不收这条", "跳过", "返回"]
    await office.press("另定日期")
    assert "没有看懂日期" in await office.say("不知道")
    assert "存疑1处，已核对1处" in await office.say("6月1日")
    await office.press("发布")
    assert await office.run(limits) == {"2024-06-01"}
    again: list[Ingested] = await office.run(lambda ledger: list(read_again(ledger)))
    assert [one.outcome for one in again] == ["same"]
    assert await office.run(limits) == {"2024-06-01"}


async def test_a_district_that_a_scan_garbled_is_decided_once_for_all(office: Office) -> None:
    office.on(date(2023, 4, 11))
    said = await office.send(*seed("002"))
    assert "漯河区 疑为 瀍河区（" in said
    await office.press(next(label for label in office.labels if label.startswith("逐条核对")))
    assert "一次定下" in office.last.text
    assert office.labels[:2] == ["采纳：瀍河区", "按原文：漯河区"]
    await office.press("采纳：瀍河区")
    await office.press("返回")
    assert "疑为" not in office.last.text


async def test_doubts_of_a_published_document_are_decided_after(office: Office) -> None:
    assert "没有待核对的存疑" in await office.say("/review")
    await office.send(*seed("004"))
    await office.press("发布")
    assert office.labels == ["核对存疑 1"]
    assert await office.run(limits) == {"2024-05-14"}
    await office.say("/review")
    assert "1 2024-01-30《加强老旧小区改造" in office.last.text
    await office.press("1")
    await office.press("按原文：不定日期")
    assert "存疑1处，已核对1处" in office.last.text
    assert await office.run(limits) == {"None"}
    assert "没有待核对的存疑" in await office.say("/review")


async def test_an_old_keyboard_of_the_review_decides_nothing_else(office: Office) -> None:
    office.on(date(2024, 2, 18))
    await office.send(*seed("003"))
    await office.press("逐条核对 1")
    card = office.last
    assert "采纳：2024-02-01" in office.labels
    await office.press("改日期")
    await office.say("2024-02-18")
    assert "没有存疑" in office.last.text
    assert "这一处已经没有了" in await office.press_under(card, "采纳：2024-02-01")
    (held,) = await office.run(waiting)
    assert held.verdicts == ()
