"""Links to a matter: they open its card for staff, show strangers nothing, and are never taken for an invitation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import asking, guard
from handlers.links import linked_matter, matter_link
from store.members import TOKEN_BYTES
from tests.handlers.conftest import Dialogue
from tests.handlers.test_guard import STRANGER, from_stranger, heard

IDS = st.text("abcxyz019-_", min_size=1, max_size=62)


@given(IDS)
def test_a_link_leads_back_to_its_matter(matter_id: str) -> None:
    link = matter_link("jiannuo_bot", matter_id)
    if len(matter_id) == guard.TOKEN_LENGTH - 2:
        assert link is None
    else:
        assert link is not None
        assert linked_matter(link.rpartition("start=")[2]) == matter_id


@pytest.mark.parametrize("matter_id", ["x" * 63, "事项", "a b", "a;b", "x" * 41])
def test_an_id_that_no_link_can_carry_has_none(matter_id: str) -> None:
    assert matter_link("jiannuo_bot", matter_id) is None


@pytest.mark.parametrize("parameter", ["m_" + "A" * 41, "A" * 43, "m_", "staff", "inline", "x_m1"])
def test_what_names_no_matter_is_none(parameter: str) -> None:
    assert linked_matter(parameter) is None


async def test_start_with_a_matter_opens_its_card(dialogue: Dialogue) -> None:
    assert (await dialogue.say("/start m_m1")).startswith("老旧小区改造 · 洛阳市 · 2024：50/188个小区")
    assert dialogue.labels == ["出处 3", "变化 3", "图", "订阅", "提醒我", "分工"]
    assert await dialogue.say("/start m_gone") == asking.GONE


async def test_a_stranger_with_a_link_sees_nothing(dialogue: Dialogue) -> None:
    assert await heard(dialogue, from_stranger(dialogue, "/start m_m1")) == guard.STRANGER.format(id=STRANGER)


async def test_an_invitation_that_begins_like_a_link_is_still_an_invitation(dialogue: Dialogue) -> None:
    assert guard.TOKEN_LENGTH == -(-TOKEN_BYTES * 4 // 3)
    token = "m_" + "A" * (guard.TOKEN_LENGTH - 2)
    assert "用过或过期" in await heard(dialogue, from_stranger(dialogue, f"/start {token}"))
