"""Following: idempotent, fuzzy, and true to what is meant."""

from __future__ import annotations

from datetime import date

import pytest

from store import audit
from store.follows import Subject, follow, followed_matters, follows, is_muted, meant, mute, mutes, unfollow, unmute
from store.ledger import Ledger
from tests.store.promises import at, tell

NOW = at("2024-09-25 09:00")
TODAY = date(2024, 9, 25)


@pytest.fixture
def told(ledger: Ledger) -> Ledger:
    tell(
        ledger, "a.txt", "2024-09-20",
        "承诺 九洲池二期 2024-09-30 西工区：九洲池二期建成",
        "承诺 城市书房 2024-09-27 涧西区：新建城市书房5个",
        "承诺 老旧小区改造 2024-12-31 -：改造老旧小区188个，其中西工区27个",
    )  # fmt: skip
    return ledger


def titles(ledger: Ledger, kind: str, value: str) -> set[str]:
    follow(ledger, 1, None, kind, value, value, 7, NOW)  # type: ignore[arg-type]
    return {matter.title for matter in followed_matters(ledger, 1, TODAY)}


def test_following_twice_is_following_once(told: Ledger) -> None:
    one = follow(told, 1, None, "place", "西工区", "西工区", 7, NOW)
    assert follow(told, 1, None, "place", "西工区", "西工区", 8, NOW) == one
    assert follow(told, 1, 5, "place", "西工区", "西工区", 7, NOW) != one
    assert [(f.thread, f.value, f.by) for f in follows(told, 1)] == [(None, "西工区", 7), (5, "西工区", 7)]
    assert [entry.action for entry in audit.entries(told.db)][:2] == ["follow", "follow"]


def test_only_the_chats_own_follow_is_taken_away(told: Ledger) -> None:
    one = follow(told, 1, None, "place", "西工区", "西工区", 7, NOW)
    assert not unfollow(told, 2, one.id)
    assert unfollow(told, 1, one.id)
    assert not unfollow(told, 1, one.id)
    assert follows(told, 1) == []


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("place", "西工区", {"九洲池二期", "老旧小区改造"}),
        ("place", "洛阳市", {"九洲池二期", "城市书房", "老旧小区改造"}),
        ("topic", "住房", {"老旧小区改造"}),
        ("question", "城市书房", {"城市书房"}),
        ("matter", "nothing", set()),
        ("place", "郑州市", set()),
    ],
)
def test_what_is_followed(told: Ledger, kind: str, value: str, expected: set[str]) -> None:
    assert titles(told, kind, value) == expected


def test_a_matter_is_followed_by_its_id(told: Ledger) -> None:
    matter = told.matters()[0]
    assert titles(told, "matter", matter.id) == {matter.title}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("西工", [Subject("place", "西工区", "西工区")]),
        (" 西工区 ", [Subject("place", "西工区", "西工区")]),
        ("瀍河", [Subject("place", "瀍河区", "瀍河区")]),
        ("漯河区", [Subject("place", "瀍河区", "瀍河区")]),
        ("洛阳", [Subject("place", "洛阳市", "洛阳市")]),
        ("养老", [Subject("topic", "养老", "养老")]),
        ("西工区  电梯", [Subject("question", "西工区 电梯", "西工区 电梯")]),
        ("", []),
        ("  ", []),
    ],
)
def test_what_a_person_means_to_follow(told: Ledger, words: str, expected: list[Subject]) -> None:
    assert meant(told, words) == expected


@pytest.mark.parametrize("words", ["甲" * 5000, "' OR 1=1 --", "\x00", "<b>", "\u202e西工"])
def test_hostile_words_are_a_question_or_nothing(told: Ledger, words: str) -> None:
    assert all(subject.kind == "question" and len(subject.value) <= 100 for subject in meant(told, words))


def test_a_matter_is_muted_put_off_and_heard_of_again(told: Ledger) -> None:
    one = told.matters()[0].id
    mute(told, 1, one, None, 7)
    assert mutes(told, 1) == {one: None}
    mute(told, 1, one, date(2024, 9, 30), 7)
    assert mutes(told, 1) == {one: date(2024, 9, 30)}
    assert is_muted(mutes(told, 1), one, date(2024, 9, 29))
    assert not is_muted(mutes(told, 1), one, date(2024, 9, 30))
    assert mutes(told, 2) == {}
    assert unmute(told, 1, one)
    assert not unmute(told, 1, one)
    assert not is_muted(mutes(told, 1), one, TODAY)
