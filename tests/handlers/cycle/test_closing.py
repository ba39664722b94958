"""销号 between people: one reports done with a photo, another confirms or refuses, the first hears of it."""

from __future__ import annotations

from store.corrections import corrections
from store.cycle.closures import closures
from store.follows import follow
from store.ledger import Ledger
from tests.handlers.cycle.conftest import LI, SUN, WANG, ZHAO
from tests.office import ADMIN, Office
from tests.store.promises import at

POND = "九洲池二期"


async def pond(bureau: Office) -> str:
    return await bureau.run(lambda ledger: next(m.id for m in ledger.matters() if m.title == POND))


async def propose(bureau: Office) -> None:
    """赵科长 answers the dispatch with 已完成 and a photo."""
    bureau.now = at("2024-09-23 09:00")
    await bureau.tick()
    await bureau.press(ZHAO, "已完成")
    said = await bureau.photo(ZHAO, "photo-1", "主体和绿化都已完工")
    assert said.startswith("已记下 西工区 九洲池二期：报完成（自报）；主体和绿化都已完工")
    assert "已提请核实销号" in said
    await bureau.tick()


async def test_done_with_a_photo_is_confirmed_by_an_editor_and_the_proposer_hears_it(bureau: Office) -> None:
    await propose(bureau)
    for user in (WANG, SUN, ADMIN):
        assert bureau.last(user).text.startswith("待销号 · 九洲池二期")
    assert "赵科长 09-23报完成〔自报〕：主体和绿化都已完工（有照片）" in bureau.last(WANG).text
    notice = bureau.last(WANG)
    await bureau.press(WANG, "看照片", notice)
    assert bureau.last(WANG).photo == "photo-1"
    await bureau.press(WANG, "核实销号", notice)
    assert bureau.transport.faded[-1] == "已核实销号。"
    assert "已销号（09-23核实）" in notice.text
    await bureau.tick()
    assert "西工区 九洲池二期：已销号（09-23核实）" in bureau.of(ZHAO)
    said = await bureau.say(WANG, "九洲池二期 进度")
    assert "已完成" in said.splitlines()[0]
    assert "销号：已销号（09-23核实）" in said


async def test_before_it_is_confirmed_the_card_says_that_it_waits(bureau: Office) -> None:
    await propose(bureau)
    said = await bureau.say(WANG, "九洲池二期 进度")
    assert "已完成" not in said.splitlines()[0]
    assert "销号：待销号（09-23自报）" in said


async def test_who_follows_the_matter_hears_of_it_as_a_change(bureau: Office) -> None:
    id_ = await pond(bureau)
    await bureau.run(lambda ledger: follow(ledger, SUN, None, "matter", id_, POND, SUN, bureau.now))
    await propose(bureau)
    await bureau.press(WANG, "核实销号", bureau.last(WANG))
    await bureau.tick()
    news = [text for text in bureau.of(SUN) if text.startswith("新变化")]
    assert len(news) == 1
    assert "九洲池二期：完成" in news[0]
    assert str(WANG) not in news[0]


async def test_the_second_editor_finds_it_decided(bureau: Office) -> None:
    await propose(bureau)
    theirs = bureau.last(SUN)
    await bureau.press(WANG, "核实销号", bureau.last(WANG))
    await bureau.press(SUN, "核实销号", theirs)
    assert bureau.transport.faded[-1] == "已经处理过了。"


async def test_refused_with_a_reason_that_the_proposer_hears(bureau: Office) -> None:
    await propose(bureau)
    assert (await bureau.press(WANG, "退回", bureau.last(WANG))).startswith("退回九洲池二期")
    assert await bureau.say(WANG, "现场绿化没有完") == "已退回，理由会告诉报的人。"
    await bureau.tick()
    assert bureau.last(ZHAO).text == "西工区 九洲池二期：已退回（09-23）：现场绿化没有完"
    assert "待销号" not in await bureau.say(SUN, "九洲池二期 进度")
    assert await bureau.say(SUN, "/closing") == "没有等核实的销号申请。"


async def test_nobody_confirms_what_they_proposed(bureau: Office) -> None:
    id_ = await pond(bureau)
    await bureau.say(WANG, "/report 九洲池二期 完成")
    await bureau.say(WANG, "/closing")
    await bureau.press(WANG, "1")
    assert await bureau.press(WANG, "核实销号") == "自己报的完成要由别人核实。"
    assert (await bureau.run(lambda ledger: closures(ledger, [id_])))[id_].state == "proposed"


async def test_the_button_of_a_reminder_proposes_for_who_is_responsible_and_completes_for_another(
    bureau: Office,
) -> None:
    def states(ledger: Ledger) -> list[tuple[str, str]]:
        (id_,) = (matter.id for matter in ledger.matters() if matter.title == POND)
        return [(one.kind, one.args["grade"]) for one in corrections(ledger, id_) if one.undone_at is None]

    id_ = await pond(bureau)
    await bureau.run(lambda ledger: follow(ledger, WANG, None, "matter", id_, POND, WANG, at("2024-09-20 09:00")))
    bureau.now = at("2024-09-23 09:00")
    await bureau.tick()
    reminder = next(one for one in bureau.transport.sent if one.chat == ZHAO and one.text.startswith("提醒"))
    await bureau.press(ZHAO, "完成", reminder)
    assert (await bureau.press(ZHAO, "确定完成")).startswith("已记下 西工区 九洲池二期：报完成（自报）")
    assert await bureau.run(states) == [("done", "reported")]
    reminder = next(one for one in bureau.transport.sent if one.chat == WANG and one.text.startswith("提醒"))
    await bureau.press(WANG, "完成", reminder)
    assert "已核实销号" in await bureau.press(WANG, "确定完成")
    assert await bureau.run(states) == [("done", "verified"), ("done", "reported")]


async def test_a_viewer_who_is_not_responsible_records_nothing_by_a_reminder(bureau: Office) -> None:
    id_ = await pond(bureau)
    await bureau.run(lambda ledger: follow(ledger, LI, None, "matter", id_, POND, LI, at("2024-09-20 09:00")))
    bureau.now = at("2024-09-23 09:00")
    await bureau.tick()
    reminder = next(one for one in bureau.transport.sent if one.chat == LI and "九洲池二期" in one.text
                    and one.text.startswith("提醒"))  # fmt: skip
    if "完成" not in reminder.labels:
        await bureau.press(LI, next(label for label in reminder.labels if label.isdecimal()), reminder)
        reminder = bureau.last(LI)
    assert await bureau.press(LI, "完成", reminder) == "这一步要由编辑或管理员来做。"


async def test_a_closed_matter_is_reopened_with_a_reason(bureau: Office) -> None:
    await propose(bureau)
    await bureau.press(WANG, "核实销号", bureau.last(WANG))
    assert (await bureau.say(WANG, "/reopen 九洲池")).startswith("用法：/reopen")
    assert (await bureau.say(WANG, "/reopen 九洲池二期 抽查绿化不合格")).startswith("重新打开哪一项？")
    assert (await bureau.press(WANG, bureau.last(WANG).labels[0])).startswith("九洲池二期")
    assert "已完成" not in (await bureau.say(SUN, "九洲池二期 进度")).splitlines()[0]
    assert (await bureau.say(LI, "/reopen 九洲池二期 抽查")) == "这一步要由编辑或管理员来做。"


async def test_what_is_done_is_not_reported_again(bureau: Office) -> None:
    await propose(bureau)
    await bureau.press(WANG, "核实销号", bureau.last(WANG))
    assert (await bureau.say(ZHAO, "/report 九洲池二期 完成")).startswith("台账里已经是完成")
