"""延期 between people: asked for before the deadline, granted or refused by another, both days on the card."""

from __future__ import annotations

import pytest

from tests.handlers.cycle.conftest import LI, SUN, WANG, ZHAO
from tests.office import Office
from tests.store.promises import at


async def ask(bureau: Office) -> str:
    said = await bureau.say(ZHAO, "/extend 九洲池二期 2024-12-31 雨季影响施工")
    await bureau.tick()
    return said


async def test_a_request_is_granted_by_an_editor_and_both_days_stay_visible(bureau: Office) -> None:
    assert "2024-09-30 → 2024-12-31，等编辑或管理员批复" in await ask(bureau)
    notice = bureau.last(WANG)
    assert notice.text.splitlines()[:3] == [
        "延期申请 · 九洲池二期 · 西工区 · 2024",
        "2024-09-30 → 2024-12-31（推后92天）",
        "赵科长 09-23申请，理由：雨季影响施工",
    ]
    await bureau.press(WANG, "准予", notice)
    assert bureau.transport.faded[-1] == "已准予延期。"
    await bureau.tick()
    assert any(text == "西工区 九洲池二期：已准予延到2024-12-31" for text in bureau.of(ZHAO))
    said = await bureau.say(SUN, "九洲池二期 进度")
    assert "时限：2024-12-31（原2024-09-30，09-23准予延期，还有99天）" in said
    assert any("时限推后 2024-09-30→2024-12-31" in text for text in bureau.of(ZHAO))


async def test_by_the_button_of_the_dispatch(bureau: Office) -> None:
    bureau.now = at("2024-09-23 09:00")
    await bureau.tick()
    dispatch = next(one for one in bureau.transport.sent if one.chat == ZHAO and one.text.startswith("周调度"))
    assert (await bureau.press(ZHAO, "申请延期", dispatch)).startswith("九洲池二期 · 西工区 · 2024：时限2024-09-30")
    assert (await bureau.say(ZHAO, "晚一点")).startswith("没看懂延到哪一天")
    assert "→ 2024-12-31" in await bureau.say(ZHAO, "延到12月底，雨季影响施工")
    assert "延期申请：共1项" in await bureau.say(WANG, "/extensions")
    await bureau.press(WANG, "1")
    assert "理由：雨季影响施工" in bureau.last(WANG).text


async def test_refused_with_a_reason_that_the_asker_hears(bureau: Office) -> None:
    await ask(bureau)
    await bureau.press(WANG, "不同意", bureau.last(WANG))
    assert await bureau.say(WANG, "年内必须完成") == "已告诉申请人：不同意延期。"
    await bureau.tick()
    assert bureau.last(ZHAO).text == "西工区 九洲池二期：不同意延期：年内必须完成"
    assert await bureau.say(WANG, "/extensions") == "没有等批的延期申请。"


async def test_nobody_grants_their_own(bureau: Office) -> None:
    await bureau.say(WANG, "/extend 九洲池二期 2024-12-31 雨季")
    await bureau.say(WANG, "/extensions")
    await bureau.press(WANG, "1")
    assert await bureau.press(WANG, "准予") == "自己申请的延期要由别人批准。"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/extend", "用法：/extend"),
        ("/extend 九洲池二期", "用法：/extend"),
        ("/extend 九洲池二期 2024-02-31 雨季", "日历上没有这一天"),
        ("/extend 九洲池二期 2024-12-31", "请写明延期的理由。"),
        ("/extend 九洲池二期 2024-09-25 雨季", "新的时限要晚于现在的2024-09-30。"),
        ("/extend 加装电梯 2024-12-31 雨季", "这一项不是分配给您的"),
    ],
)
async def test_what_is_missing_is_said(bureau: Office, text: str, said: str) -> None:
    assert (await bureau.say(ZHAO, text)).startswith(said)


async def test_after_the_deadline_the_line_says_whom_to_ask(bureau: Office) -> None:
    bureau.now = at("2024-10-08 10:00")
    said = await bureau.say(ZHAO, "/extend 九洲池二期 2024-12-31 雨季影响施工")
    assert said == "时限2024-09-30已过，延期要在到期前申请；请向编辑或管理员说明情况。"
    assert (await bureau.say(LI, "/extensions")) == "这一步要由编辑或管理员来做。"
