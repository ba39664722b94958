"""督查 as it is lived: a round begins, matters are checked with notes and photos, and the editors get the summary."""

from __future__ import annotations

import pytest

from handlers.card import SCREEN_ROWS, rows
from store.corrections import mark_done
from store.cycle.closures import propose
from store.cycle.rounds import checks, current, rounds
from store.ledger import Ledger
from tests.handlers.cycle.conftest import LI, SUN, WANG
from tests.office import ADMIN, Office
from tests.store.promises import at

POOL, LIFTS = "九洲池二期", "加装电梯"


async def id_of(bureau: Office, title: str) -> str:
    return await bureau.run(lambda ledger: next(m.id for m in ledger.matters() if m.title == title))


async def results(bureau: Office) -> list[tuple[str, str, str]]:
    def read(ledger: Ledger) -> list[tuple[str, str, str]]:
        return [(c.result or "", c.note, c.photo) for c in checks(ledger, rounds(ledger)[0].id) if c.result]

    return await bureau.run(read)


async def test_a_round_is_begun_by_an_editor_and_looked_through_by_district(bureau: Office) -> None:
    assert await bureau.say(LI, "/round 月") == "这一步要由编辑或管理员来做。"
    assert "现在没有督查" in await bureau.say(WANG, "/round")
    text = await bureau.say(WANG, "/round 月")
    assert text == (
        "2024年9月督查（9月23日–9月29日）：应查3项，已查0项，还有6天\n"
        "1 西工区：2项，已查0 ⚪2\n"
        "2 洛阳市：1项，已查0 🔴1\n"
        "点数字看该地区的清单，落后的在前。"
    )
    assert await bureau.say(WANG, "/round 月") == text
    text = await bureau.press(WANG, "1")
    assert "西工区：应查2项，已查0项" in text
    assert text.index(POOL) < text.index(LIFTS)
    assert bureau.last(WANG).labels == ["1", "2", "返回"]
    assert "1 西工区" in await bureau.press(WANG, "返回")
    assert "西工区：应查2项" in await bureau.say(LI, "/round 西工")


async def test_a_result_takes_the_next_message_for_its_note_and_a_photo(bureau: Office) -> None:
    await bureau.say(WANG, "/round 月")
    await bureau.press(WANG, "1")
    form = await bureau.press(WANG, "1")
    assert POOL in form
    assert "现场也没有进展，点“属实”" in form
    assert bureau.last(WANG).labels == ["✅属实", "❌不属实", "✏️补充", "详情", "返回清单"]
    noted = await bureau.press(WANG, "❌不属实")
    assert "督查：9月 不属实" in noted
    assert "请直接发一句话或一张照片" in noted
    assert await bureau.photo(WANG, "photo-1", "现场已完工") == "已记下。\n督查：9月 不属实（附照片）：现场已完工"
    assert await results(bureau) == [("untrue", "现场已完工", "photo-1")]
    assert "督查：9月 不属实（附照片）：现场已完工" in await bureau.say(LI, POOL)


async def test_pressing_twice_is_once_and_a_viewer_may_look_only(bureau: Office) -> None:
    await bureau.say(WANG, "/round 月")
    await bureau.press(WANG, "1")
    await bureau.press(WANG, "1")
    form = bureau.last(WANG)
    await bureau.press(WANG, "✅属实", form)
    await bureau.press(WANG, "✅属实", form)
    assert await results(bureau) == [("true", "", "")]
    await bureau.say(LI, "/round 西工区")
    await bureau.press(LI, "1")
    assert await bureau.press(LI, "✅属实") == "这一步要由编辑或管理员来做。"


async def test_untrue_about_a_completed_matter_offers_to_reopen_it(bureau: Office) -> None:
    await bureau.say(WANG, "/round 双月")
    pool = await id_of(bureau, POOL)
    await bureau.run(lambda ledger: mark_done(ledger, pool, bureau.now.date(), who="台账员"))
    await bureau.press(WANG, "1")
    await bureau.press(WANG, "2")  # what is done comes last
    await bureau.press(WANG, "❌不属实")
    assert "重新打开" in bureau.last(WANG).labels
    await bureau.press(WANG, "重新打开")
    assert "已重新打开" in await bureau.say(WANG, "现场没有完工")
    assert "已完成" not in (await bureau.say(LI, POOL)).split("\n")[0]


async def test_true_about_a_reported_completion_offers_to_close_it_by_somebody_else(bureau: Office) -> None:
    lifts = await id_of(bureau, LIFTS)

    def report(ledger: Ledger) -> None:
        day = bureau.now.date()
        propose(ledger, lifts, who=f"telegram:{WANG}", evidence="全部装完", today=day, now=bureau.now)

    await bureau.run(report)
    await bureau.say(WANG, "/round 双月")
    for user, said in ((WANG, "自己报的完成要由别人核实。"), (SUN, "已核实完成，销号。")):
        await bureau.say(user, "/round 西工区")
        await bureau.press(user, "2")
        await bureau.press(user, "✅属实")
        assert await bureau.press(user, "确认销号") == said
    assert "已完成" in (await bureau.say(LI, LIFTS)).split("\n")[0]


async def test_the_summary_says_what_nobody_looked_at(bureau: Office) -> None:
    await bureau.say(WANG, "/round 月")
    await bureau.press(WANG, "1")
    await bureau.press(WANG, "1")
    await bureau.press(WANG, "❌不属实")
    await bureau.say(WANG, "已经开园")
    text = await bureau.say(WANG, "/round 结束")
    assert text == (
        "督查结束 2024年9月督查（9月23日–9月29日）：应查3项，已查1项（不属实1）\n"
        "各地已查/应查：西工区1/2 · 洛阳市0/1\n"
        "不属实1项：\n"
        "1 九洲池二期 · 西工区 · 2024：已经开园\n"
        "未查2项：没有核查，不等于没有问题。"
    )
    assert await bureau.run(current) is None


async def test_the_tick_begins_the_round_and_each_editor_hears_of_it_once(bureau: Office) -> None:
    bureau.now = at("2024-11-01 09:00")
    await bureau.tick()
    await bureau.tick()
    for editor in (WANG, SUN):
        told = [text for text in bureau.of(editor) if "督查（" in text]
        assert len(told) == 1
        assert "应查3项，已查0项" in told[0]
        assert rows(told[0]) <= SCREEN_ROWS
    assert not any("督查（" in text for text in bureau.of(LI))


@pytest.mark.parametrize(
    "text",
    ["/round <b>", "/round " + "长" * 3000, "/round 结束 结束", "/special ：", "/special <b>：</b>", "/rules =",
     "/rules 挂牌轮次 = " + "9" * 4000, "/bulletin 99月", "/bulletin <b>\u202e"],
)  # fmt: skip
async def test_hostile_words_get_one_line(bureau: Office, text: str) -> None:
    await bureau.say(ADMIN, "/round 月")
    answer = await bureau.say(ADMIN, text)
    assert answer
    assert "\n" not in answer
