"""/chart and 图: the picture that says most of what was asked, its words under it, and the others one press away."""

from __future__ import annotations

import pytest

from handlers.exports import chart
from tests.handlers.conftest import Dialogue
from tests.handlers.exports.machine import needs_a_font

pytestmark = needs_a_font

PNG = b"\x89PNG"


def first_line(text: str) -> str:
    return text.split("\n")[0]


async def test_one_matter_is_shown_on_its_way(dialogue: Dialogue) -> None:
    said = await dialogue.say("/chart 老旧小区")
    assert first_line(said) == "老旧小区改造 · 洛阳市 · 2024：50/188个小区（26.6%） 🟡 欠序时"
    assert dialogue.last.content.startswith(PNG)
    assert dialogue.labels == ["时限", "状态"]


async def test_several_matters_are_shown_by_district_and_turned_to_their_days(dialogue: Dialogue) -> None:
    assert first_line(await dialogue.say("/chart 电梯")) == "电梯 · 各区进度：共20项"
    assert dialogue.labels == ["时限", "状态"]
    assert first_line(await dialogue.press("时限")) == "电梯 · 时限：共20项，先到的12项"
    assert first_line(await dialogue.press("状态")) == "电梯 · 状态：共20项"
    assert dialogue.labels == ["各区进度", "时限"]


async def test_the_card_of_a_matter_leads_to_its_picture_and_back(dialogue: Dialogue) -> None:
    await dialogue.say("老旧小区")
    assert first_line(await dialogue.press("图")).startswith("老旧小区改造 · 洛阳市 · 2024：50/188个")
    assert dialogue.last.file.endswith(".png")
    assert first_line(await dialogue.press("详情")).startswith("老旧小区改造 · 洛阳市 · 2024：50/188个")


async def test_a_matter_without_figures_has_no_button_for_a_picture(dialogue: Dialogue) -> None:
    await dialogue.say("电梯")
    await dialogue.press("1")
    assert "图" not in dialogue.labels


async def test_a_question_without_an_answer_is_answered_as_ever(dialogue: Dialogue) -> None:
    assert (await dialogue.say("/chart 没有的事")).startswith("没有找到“没有的事”的承诺或进展。")


async def test_a_picture_of_a_part_of_the_answers_says_so(dialogue: Dialogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chart, "MOST", 7)
    assert first_line(await dialogue.say("/chart 电梯")) == "电梯（20项中的前7项） · 各区进度：共7项"


async def test_an_empty_ledger_says_so(dialogue: Dialogue) -> None:
    assert await dialogue.say("/chart") == "今年还没有读到承诺，画不出图。"


async def test_a_question_that_is_forgotten_is_asked_for_again(dialogue: Dialogue) -> None:
    await dialogue.say("/chart 电梯")
    shown = dialogue.last
    for number in range(25):
        await dialogue.say(f"老旧小区 {number}")
    assert await dialogue.press_under(shown, "时限") == "这个列表放得太久了，请重新提问。"
