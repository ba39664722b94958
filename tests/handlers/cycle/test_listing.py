"""挂牌督办 in the chat: put on with a reason, shown with since, why and who, taken off, announced to who follows."""

from __future__ import annotations

from store.cycle.special import listings
from tests.handlers.cycle.conftest import LI, SUN, WANG
from tests.office import ADMIN, Office
from tests.store.promises import at


async def test_a_matter_is_put_on_with_its_reason_and_shown_with_who_is_responsible(bureau: Office) -> None:
    assert await bureau.say(LI, "/listed") == "没有挂牌督办的事项。编辑可以用 /special 事项：理由 挂牌。"
    assert await bureau.say(LI, "/special 电梯：慢") == "这一步要由编辑或管理员来做。"
    assert "已挂牌督办" in await bureau.say(WANG, "/special 加装电梯：多次催办没有进展")
    assert "早已挂牌督办" in await bureau.say(WANG, "/special 加装电梯: 又一次")
    assert await bureau.say(LI, "/listed") == (
        "挂牌督办：共1项\n1 ⚪ 西工区 加装电梯 09-23起\n　多次催办没有进展，李科长"
    )
    text = await bureau.press(LI, "1")
    assert "挂牌：2024-09-23（已0天，人工）" in text
    assert "“加装电梯40个”" in text
    assert "挂牌督办：09-23起，多次催办没有进展" in await bureau.say(LI, "加装电梯")


async def test_without_a_reason_it_is_asked_for_on_and_off(bureau: Office) -> None:
    assert "为什么挂牌督办" in await bureau.say(WANG, "/special 加装电梯")
    assert await bureau.photo(WANG, "p") == "请用文字写明理由。"
    assert "已挂牌督办" in await bureau.say(WANG, "三次调度没有变化")
    await bureau.say(LI, "/listed")
    await bureau.press(LI, "1")
    assert await bureau.press(LI, "摘牌") == "这一步要由编辑或管理员来做。"
    await bureau.say(WANG, "/listed")
    await bureau.press(WANG, "1")
    assert "为什么摘牌" in await bureau.press(WANG, "摘牌")
    assert "已摘牌" in await bureau.say(WANG, "已开工")
    assert await bureau.run(listings) == []


async def test_several_matters_are_a_choice(bureau: Office) -> None:
    text = await bureau.say(WANG, "/special 西工区：慢")
    assert text.startswith("有几个事项都像，请选一个：\n1 ")
    assert "为什么挂牌督办" in await bureau.press(WANG, "1")
    assert "没有找到“火星基地”" in await bureau.say(WANG, "/special 火星基地：慢")


async def test_who_follows_is_told_on_the_next_workday_and_once(bureau: Office) -> None:
    await bureau.say(SUN, "/follow 西工区")
    await bureau.say(WANG, "/special 加装电梯：多次催办没有进展")
    bureau.now = at("2024-09-24 09:00")
    await bureau.tick()
    await bureau.tick()
    told = [text for text in bureau.of(SUN) if text.startswith("挂牌督办")]
    assert told == ["挂牌督办 · 9月24日：挂牌1项\n1 ⚪ 西工区 加装电梯\n　多次催办没有进展，李科长"]


async def test_rules_are_shown_and_changed_by_an_administrator(bureau: Office) -> None:
    assert await bureau.say(WANG, "/rules") == "这一步要由管理员来做。"
    text = await bureau.say(ADMIN, "/rules")
    assert "挂牌轮次 2轮（连续红灯）" in text
    assert await bureau.say(ADMIN, "/rules 挂牌轮次 = 3轮") == "已改：挂牌轮次 3轮"
    assert "挂牌轮次 3轮" in await bureau.say(ADMIN, "/rules")
    assert await bureau.say(ADMIN, "/rules 调度日 = 周二") == "已改：调度日 周二"
    assert await bureau.say(ADMIN, "/rules 逾期挂牌＝否") == "已改：逾期挂牌 否"
    for wrong, said in (
        ("挂牌轮次 = 99", "挂牌轮次：这个数不能用：99"),
        ("优秀线 = 10", "优秀线：分数线要从优秀到一般依次降低。"),
        ("挂牌轮次 = 3.5", "没有看懂“挂牌轮次 = 3.5”"),
        ("没有这条 = 1", "没有看懂“没有这条 = 1”"),
    ):
        answer = await bureau.say(ADMIN, f"/rules {wrong}")
        assert answer.startswith(said)
        assert "\n" not in answer
