"""周调度 as it is lived: asked on Monday, answered by words and buttons, asked again, summed up on Friday."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.card import SCREEN_ROWS, rows
from store.corrections import corrections
from store.cycle.assignments import assign
from store.cycle.sheets import open_sheet
from store.ledger import Ledger
from tests.handlers.cycle.conftest import LI, WANG, ZHAO
from tests.office import ADMIN, Office
from tests.store.promises import at, tell

RENEWAL, LIFTS = "老旧小区改造", "加装电梯"


async def monday(bureau: Office) -> None:
    bureau.now = at("2024-09-23 09:00")
    await bureau.tick()


def asked(bureau: Office, user: int) -> list[str]:
    """What the dispatch asked a person so far."""
    return [text for text in bureau.of(user) if text.startswith("周调度")]


async def recorded(bureau: Office, title: str) -> list[tuple[str, float | None]]:
    """Kind and figure of what was recorded about a matter and holds."""

    def read(ledger: Ledger) -> list[tuple[str, float | None]]:
        (id_,) = (matter.id for matter in ledger.matters() if matter.title == title)
        return [(one.kind, one.args.get("value")) for one in corrections(ledger, id_) if one.undone_at is None]

    return await bureau.run(read)


async def left(bureau: Office, user: int = LI) -> int:
    sheet = await bureau.run(lambda ledger: open_sheet(ledger, user, bureau.now.date()))
    return len(sheet.open) if sheet else -1


async def test_each_person_gets_one_message_with_the_last_known_figures(bureau: Office) -> None:
    await monday(bureau)
    assert asked(bureau, LI) == [
        "周调度 · 9月23日 周一：请报2项进展\n"
        "1 🔴 老旧小区改造：上次 50/188个（09-20公开） · 12-31还有99天\n"
        "2 ⚪ 西工区 加装电梯：目标40个，未见进展报道 · 10-31还有38天\n"
        "直接回复“序号 进展”，可写几行，例如：1 138/188"
    ]
    assert bureau.last(LI).labels == ["1", "2", "全部没有变化"]
    assert bureau.last(ZHAO).labels == ["没有变化", "已完成", "填报进度", "申请延期", "详情"]
    assert asked(bureau, WANG) == []
    await bureau.tick()
    assert len(asked(bureau, LI)) == 1


@pytest.mark.parametrize(
    ("text", "title", "made"),
    [
        ("1 138/188 已完工", RENEWAL, [("progress", 138)]),
        ("138/188", RENEWAL, [("progress", 138)]),
        ("1. 73%", RENEWAL, [("progress", 73)]),
        ("2 一十二个", LIFTS, [("progress", 12)]),
        ("2 没有进展", LIFTS, []),
        ("2 完成", LIFTS, [("done", None)]),
    ],
)
async def test_an_answer_in_words_is_recorded_and_said_with_undo(
    bureau: Office, text: str, title: str, made: list[tuple[str, float | None]]
) -> None:
    await monday(bureau)
    said = await bureau.say(LI, text)
    assert said.startswith(("已记下 ", "已记下 西工区 "))
    assert title in said
    assert "现在：" in said
    assert said.endswith("本周还有1项没报。")
    assert await recorded(bureau, title) == made
    assert await bureau.press(LI, "撤销") == f"{text.split(maxsplit=1)[-1]}：已撤销，这一项按未报处理。"
    assert await recorded(bureau, title) == []
    assert await left(bureau) == 2


async def test_several_lines_are_one_answer(bureau: Office) -> None:
    await monday(bureau)
    assert await bureau.say(LI, "1 138/188 已完工\n2 没有进展，等资金") == (
        "已记下2项：\n1 老旧小区改造：138/188个（自报）\n2 西工区 加装电梯：没有变化；等资金\n"
        "本周要报的都报完了，谢谢。"
    )
    assert await left(bureau) == 0


async def test_the_rest_without_change_can_be_said_in_the_last_line(bureau: Office) -> None:
    await monday(bureau)
    assert (await bureau.say(LI, "1 138\n其余没有变化")).startswith("已记下2项：")
    assert await left(bureau) == 0


@pytest.mark.parametrize("question", ["老旧小区 进度", "没有进展的", "完成情况", "188个小区", "西工区", "10月"])
async def test_a_question_is_answered_while_the_dispatch_is_open(bureau: Office, question: str) -> None:
    await monday(bureau)
    before = await left(bureau)
    said = await bureau.say(LI, question)
    assert not said.startswith("已记下")
    assert await left(bureau) == before
    assert await recorded(bureau, RENEWAL) == []


async def test_a_report_that_may_be_of_several_matters_is_asked_about(bureau: Office) -> None:
    await monday(bureau)
    assert await bureau.say(LI, "完成") == "“完成”是哪一项的进展？"
    assert bureau.last(LI).labels == ["1 老旧小区改造", "2 加装电梯 · 西工区", "不是填报，是提问"]
    said = await bureau.press(LI, "2 加装电梯 · 西工区")
    assert said.startswith("已记下 西工区 加装电梯：报完成（自报）")
    await bureau.say(LI, "38个")  # one matter is left: plain whose figure it is, and lower than the last one
    assert bureau.last(LI).text == "老旧小区改造：38/188个（自报）？比上次的50个少。确认这样记吗？"
    assert await bureau.press(LI, "确认") != ""
    assert await recorded(bureau, RENEWAL) == [("progress", 38)]


async def test_what_was_a_question_after_all_is_answered(bureau: Office) -> None:
    await monday(bureau)
    await bureau.say(LI, "完成")
    said = await bureau.press(LI, "不是填报，是提问")
    assert said
    assert not said.startswith("已记下")
    assert await left(bureau) == 2


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("1 30", "比上次的50个少"),
        ("1 200个", "比目标188个多"),
        ("1 3.7万户", "台账按“个”计，您报的是3.7万户"),
        ("1 138/200", "台账的目标是188个，您写的是200个"),
        ("1 还剩50个", "目标188个，还差50个，即已完成138个"),
    ],
)
async def test_an_unlikely_figure_is_asked_back_before_it_is_recorded(bureau: Office, text: str, asked: str) -> None:
    await monday(bureau)
    said = await bureau.say(LI, text)
    assert asked in said
    assert said.endswith("确认这样记吗？")
    assert await recorded(bureau, RENEWAL) == []
    assert bureau.last(LI).labels == ["确认", "改一下"]
    await bureau.press(LI, "改一下")
    assert (await bureau.say(LI, "138个")).startswith("已记下 老旧小区改造：138/188个（自报）")


async def test_the_buttons_of_a_matter(bureau: Office) -> None:
    await monday(bureau)
    sheet = bureau.last(LI)
    await bureau.press(LI, "2", sheet)
    assert (await bureau.press(LI, "没有变化")).startswith("已记下 西工区 加装电梯：没有变化")
    await bureau.press(LI, "1", sheet)
    one = bureau.last(LI)
    assert (await bureau.press(LI, "填报进度", one)).startswith("老旧小区改造：请写进展")
    assert (await bureau.say(LI, "主体都完了，正在做外墙")).startswith("已记下 老旧小区改造：主体都完了")
    assert await recorded(bureau, RENEWAL) == []
    assert await left(bureau) == 0


async def test_a_question_in_answer_to_the_figure_is_not_taken_for_one(bureau: Office) -> None:
    await monday(bureau)
    await bureau.press(LI, "1")
    await bureau.press(LI, "填报进度")
    assert (await bureau.say(LI, "老旧小区改造什么时候到期？")).startswith("没看懂")
    assert (await bureau.say(LI, "138")).startswith("已记下")


async def test_all_without_change_is_asked_once_more(bureau: Office) -> None:
    await monday(bureau)
    assert await bureau.press(LI, "全部没有变化") == "把余下2项都记为“没有变化”？"
    assert await bureau.press(LI, "确定") == "已把2项记为没有变化。"
    assert await left(bureau) == 0


@pytest.mark.parametrize("text", ["全部没有进展", "都没有变化。", "均无变化"])
async def test_all_without_change_can_be_said_in_words(bureau: Office, text: str) -> None:
    await monday(bureau)
    assert await bureau.say(LI, text) == "把余下2项都记为“没有变化”？"
    await bureau.press(LI, "确定")
    assert await left(bureau) == 0


async def test_a_reply_to_the_dispatch_is_an_answer_in_any_words(bureau: Office) -> None:
    await monday(bureau)
    said = await bureau.say(ZHAO, "正在绿化收尾", bureau.last(ZHAO))
    assert said.startswith("已记下 西工区 九洲池二期：正在绿化收尾（文字说明，台账的数不变）")
    assert (await bureau.say(LI, "2", bureau.last(LI))).startswith("加装电梯 · 西工区")


async def test_nobody_reports_on_what_is_not_theirs(bureau: Office) -> None:
    await monday(bureau)
    assert await bureau.say(ZHAO, "/report 老旧小区 138/188") == "这一项不是分配给您的，请由责任人或编辑填报。"
    await bureau.press(LI, "1")
    theirs = bureau.last(LI)
    theirs.chat = ZHAO  # a button that was forwarded
    assert "不是分配给您" in await bureau.press(ZHAO, "没有变化", theirs)
    assert await recorded(bureau, RENEWAL) == []


async def test_who_did_not_answer_is_asked_once_more_about_the_rest(bureau: Office) -> None:
    await monday(bureau)
    await bureau.say(LI, "1 138/188")
    await bureau.say(ZHAO, "没有进展")
    bureau.now = at("2024-09-25 09:00")
    assert await bureau.tick() == 1
    assert bureau.last(LI).text == (
        "周调度 · 9月25日 周三：还有1项没有报\n"
        "2 ⚪ 西工区 加装电梯：目标40个，未见进展报道 · 10-31还有36天\n"
        "直接回复“序号 进展”，可写几行，例如：1 138/188"
    )
    assert await bureau.tick() == 0
    assert (await bureau.say(LI, "2 12个", bureau.last(LI))).startswith("已记下 西工区 加装电梯：12/40个")


async def test_on_friday_the_editors_hear_how_it_went(bureau: Office) -> None:
    await monday(bureau)
    await bureau.say(LI, "1 138/188")
    await bureau.say(LI, "2 完成，全部通过验收")
    bureau.now = at("2024-09-27 09:00")
    await bureau.tick()
    expected = (
        "周调度小结 · 9月27日 周五：1/2人应答，2/3项已报\n"
        "未应答：赵科长（0/1）\n"
        "有进展1项：\n· 老旧小区改造 50→138/188个（73.4%）\n"
        "报完成待核实1项：\n· 西工区 加装电梯 完成，全部通过验收"
    )
    assert bureau.last(WANG).text == expected
    assert bureau.last(ADMIN).text == expected
    assert bureau.of(WANG).count(expected) == 1
    assert (await bureau.press(WANG, "待销号")).startswith("待销号：共1项")


async def test_a_dispatch_of_last_week_takes_no_answers(bureau: Office) -> None:
    await monday(bureau)
    old = bureau.last(LI)
    await bureau.say(LI, "1 138/188\n2 没有进展")
    bureau.now = at("2024-09-30 08:00")
    assert (await bureau.say(LI, "140/188", old)).startswith("这一周的调度已经结束")


async def test_a_long_sheet_has_pages_and_each_fits_a_screen(bureau: Office) -> None:
    lines = [f"承诺 某某街道第{n}批次背街小巷综合整治提升工程 2024-11-{n:02} 西工区：整治{n}0个" for n in range(1, 21)]

    def more(ledger: Ledger) -> None:
        tell(ledger, "三月.txt", "2024-03-18", *lines)
        assign(ledger, "place", "西工区", "leader", "李科长", who="台账员", now=at("2024-09-20 10:00"), user=LI)

    await bureau.run(more)
    await monday(bureau)
    assert "（第1/4页）" in bureau.last(LI).text
    seen = set()
    for page in range(4):
        shown = bureau.last(LI)
        assert rows(shown.text) <= SCREEN_ROWS
        seen |= {label for label in shown.labels if label.isdecimal()}
        if page < 3:
            await bureau.press(LI, "下一页", shown)
    assert len(seen) == 22
    assert (await bureau.say(LI, "17 没有进展")).startswith("已记下")


async def test_report_outside_the_dispatch(bureau: Office) -> None:
    said = await bureau.say(LI, "/report 老旧小区 138/188 已完工")
    assert said.startswith("已记下 老旧小区改造：138/188个（自报）")
    assert "本周" not in said
    assert (await bureau.say(LI, "/report 老旧小区 -5")).startswith("“-5”读不出数字。")
    await bureau.say(LI, "/report 老旧小区")
    assert bureau.last(LI).labels[:3] == ["没有变化", "已完成", "填报进度"]
    assert (await bureau.say(LI, "/report")).startswith("用法：/report")
    assert (await bureau.say(WANG, "/report 九洲池 没有进展")).startswith("已记下 西工区 九洲池二期")


async def test_the_card_says_that_the_figure_is_self_reported(bureau: Office) -> None:
    await bureau.say(LI, "/report 老旧小区 138/188")
    said = await bureau.say(WANG, "老旧小区改造 进度")
    assert said.splitlines()[0].startswith("老旧小区改造 · 洛阳市 · 2024：138/188个")
    assert "自报）" in said.splitlines()[0]
    assert "〔自报〕工作人员" in said
    assert str(LI) not in said


async def test_the_card_of_a_matter_that_somebody_answers_for_has_a_button_to_report(bureau: Office) -> None:
    await bureau.say(LI, "老旧小区改造")
    assert (await bureau.press(LI, "填报")).startswith("老旧小区改造 · 洛阳市 · 2024：上次 50/188个（09-20公开）")
    assert (await bureau.press(LI, "没有变化")).startswith("已记下")


async def test_the_same_text_twice_is_recorded_once(bureau: Office) -> None:
    await monday(bureau)
    await bureau.say(LI, "1 138/188")
    await bureau.say(LI, "1 138/188")
    assert await recorded(bureau, RENEWAL) == [("progress", 138)]


async def test_a_text_that_waited_too_long_is_asked_for_again(bureau: Office) -> None:
    await monday(bureau)
    await bureau.say(LI, "完成")
    shown = bureau.last(LI)
    bureau.application.chat_data[LI].clear()  # the bot was started anew
    assert (await bureau.press(LI, "1 老旧小区改造", shown)).startswith("这条填报放得太久了")


async def test_a_person_that_left_is_not_asked(bureau: Office) -> None:
    await bureau.say(ADMIN, f"/revoke {LI}")
    await monday(bureau)
    assert bureau.of(LI) == []
    bureau.now += timedelta(days=2)
    await bureau.tick()
    assert bureau.of(LI) == []
