"""Following, being reminded and settings, as dialogues over a ledger that the seeds were read into."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from telegram import Update

from bot.offline import PERSON
from handlers import following, notes, settings_chat, week
from handlers.card import Button
from store import remarks
from store.chats import settings
from store.follows import Follow, follows, mutes
from store.moments import to_text
from tests.handlers.conftest import Dialogue, talking

CHAT = PERSON["id"]


@pytest.fixture
async def chat(seeds_copy: Path) -> AsyncIterator[Dialogue]:
    """A chat over a copy of the ledger."""
    talk = Dialogue()
    async with talking(talk, seeds_copy):
        yield talk


async def followed(chat: Dialogue) -> list[tuple[str, str]]:
    found: list[Follow] = await chat.run(lambda ledger: follows(ledger, CHAT))
    return [(one.kind, one.value) for one in found]


@pytest.mark.parametrize(
    ("said", "kind", "value"),
    [
        ("/follow 西工区", "place", "西工区"),
        ("/follow 西工", "place", "西工区"),
        ("/follow 漯河区", "place", "瀍河区"),
        ("/follow 养老", "topic", "养老"),
        ("/follow 老旧小区", "topic", "老旧小区"),
        ("/follow 西工区 电梯", "question", "西工区 电梯"),
        ("/follow@jiannuo_bot 西工区", "place", "西工区"),
    ],
)
async def test_what_is_meant_is_followed(chat: Dialogue, said: str, kind: str, value: str) -> None:
    assert (await chat.say(said)).startswith(f"已订阅{following.KINDS[kind]}“{value}”")
    assert await followed(chat) == [(kind, value)]


async def test_a_chat_without_a_zone_of_its_own_is_on_the_clock_of_the_settings(chat: Dialogue) -> None:
    chat.application.bot_data["desk"].zone = "Asia/Urumqi"
    await chat.say("/follow 西工区")  # at 09:00 in Urumqi
    planned = await chat.run(lambda ledger: ledger.db.execute("SELECT next_at FROM subscribers").fetchone()[0])
    assert planned == to_text(datetime(2024, 9, 26, 3, tzinfo=UTC))
    await chat.say("/settings")
    await chat.press("方式")
    await chat.press("每项一条")
    assert "时区：乌鲁木齐时间" in chat.last.text


async def test_following_the_same_twice_is_following_it_once(chat: Dialogue) -> None:
    await chat.say("/follow 西工区")
    await chat.say("/follow 西工")
    assert await followed(chat) == [("place", "西工区")]


async def test_without_words_districts_and_topics_are_offered(chat: Dialogue) -> None:
    assert await chat.say("/follow") == following.OFFER
    assert len(chat.labels) > 4
    label = chat.labels[0]
    assert f"“{label}”" in await chat.press(label)


async def test_a_choice_that_was_forgotten_says_so(chat: Dialogue) -> None:
    await chat.say("/follow")
    chat.application.chat_data[CHAT].clear()
    assert await chat.press(chat.labels[0]) == following.FORGOTTEN


async def test_a_card_is_followed_listed_and_cancelled(chat: Dialogue) -> None:
    await chat.say("老旧小区 进度")
    assert "已订阅" in await chat.press("订阅")
    assert [kind for kind, _ in await followed(chat)] == ["matter"]
    assert (await chat.say("/following")).startswith("订阅：共1项\n1 老旧小区")
    assert following.NONE_YET in await chat.press("取消1")
    assert await followed(chat) == []


async def test_a_follow_that_nothing_fits_yet_says_so(chat: Dialogue) -> None:
    assert following.NO_MATTER in await chat.say("/follow 火星基地")
    assert following.NO_MATTER not in await chat.say("/follow 西工区")


async def test_a_chat_that_follows_nothing_hears_what_it_can_ask(chat: Dialogue) -> None:
    for command in ("/week", "/overdue", "/brief"):
        assert "也可以直接问：逾期的" in await chat.say(command)


async def test_a_year_is_named_once_above_a_list(chat: Dialogue) -> None:
    said = await chat.say("2024年 逾期")
    assert said.startswith("2024年 · 逾期：")
    assert [label for label in chat.labels if "2024" in label] == ["✕ 2024年"]
    assert (await chat.press("✕ 2024年")).startswith("逾期：")


async def test_a_full_chat_follows_no_more(chat: Dialogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "MOST", 1)
    await chat.say("/follow 西工区")
    assert await chat.say("/follow 涧西区") == following.FULL
    assert (await chat.say("/follow 西工区")).startswith("已订阅")


async def test_what_is_due_is_listed_with_its_buttons(chat: Dialogue) -> None:
    assert await chat.say("/week") == following.NONE_YET
    await chat.say("/follow 老旧小区")
    assert (await chat.say("/week 365")) == week.WEEK_USAGE
    chat.application.bot_data["desk"].today = lambda: date(2024, 12, 20)
    assert (await chat.say("/week 30")).startswith("关注的事项 · 30天内到期：共")
    assert "老旧小区" in await chat.press("1")
    assert chat.labels == ["详情", "完成", "推迟", "静音"]
    assert "推迟到什么时候" in await chat.press("推迟")
    assert "已推迟，12月21日再提醒。" in await chat.press("1天后")
    assert list((await chat.run(lambda ledger: mutes(ledger, CHAT))).values()) == [date(2024, 12, 21)]


async def test_a_matter_is_muted_and_reminded_of_again(chat: Dialogue) -> None:
    await chat.say("/follow 老旧小区")
    await chat.say("/week 30")
    chat.application.bot_data["desk"].today = lambda: date(2024, 12, 20)
    await chat.say("/week 30")
    await chat.press("1")
    await chat.press("静音")
    assert list((await chat.run(lambda ledger: mutes(ledger, CHAT))).values()) == [None]
    await chat.press("恢复提醒")
    assert await chat.run(lambda ledger: mutes(ledger, CHAT)) == {}


async def test_done_asks_once_more_and_is_recorded_under_the_persons_name(chat: Dialogue) -> None:
    await chat.say("/follow 老旧小区")
    chat.application.bot_data["desk"].today = lambda: date(2024, 12, 20)
    await chat.say("/week 30")
    await chat.press("1")
    card = chat.last
    assert "登记为已完成？" in await chat.press("完成")
    assert "已登记完成。" in await chat.press("确定完成")
    assert "已经是完成" in await chat.press_under(card, "完成")
    await chat.press_under(card, "详情")
    await chat.press(next(label for label in chat.labels if label.startswith("出处")))
    assert "工作人员登记" in chat.last.text
    assert "telegram" not in chat.last.text


async def test_settings_are_set_by_buttons_that_name_their_value(chat: Dialogue) -> None:
    assert "时间：9:00" in await chat.say("/settings")
    old = chat.last
    await chat.press("时间")
    await chat.press("8:00")
    await chat.press_under(chat.last, "提前")
    await chat.press("3天和当天")
    after = await chat.run(lambda ledger: settings(ledger, CHAT))
    assert (after.hour, after.steps) == (8, (3, 0))
    await chat.press_under(old, "提醒")
    await chat.press("关")
    assert not (await chat.run(lambda ledger: settings(ledger, CHAT))).on


@pytest.mark.parametrize("field", settings_chat.CHOICES)
async def test_every_value_of_every_setting_can_be_set(chat: Dialogue, field: str) -> None:
    for value, label in settings_chat.CHOICES[field].values:
        await chat.say("/settings")
        await chat.press(settings_chat.CHOICES[field].name)
        await chat.press(label)
        assert getattr(await chat.run(lambda ledger: settings(ledger, CHAT)), field) == value


async def test_a_personal_reminder_is_kept_listed_and_cancelled(chat: Dialogue) -> None:
    assert (await chat.say("/remind 下周三 上午9点 催报 老旧小区")).startswith(
        "🔔 10月2日周三 09:00提醒：催报 老旧小区"
    )
    waiting = await chat.run(lambda ledger: remarks.waiting(ledger, CHAT))
    assert [(one.at.isoformat(), one.text) for one in waiting] == [("2024-10-02T01:00:00+00:00", "催报 老旧小区")]
    assert "共1条" in await chat.say("/remind")
    assert "还没有个人提醒" in await chat.press("取消1")


async def test_the_same_reminder_asked_for_twice_is_one(chat: Dialogue) -> None:
    for _ in range(2):
        await chat.say("/remind 明天 交周报")
    assert len(await chat.run(lambda ledger: remarks.waiting(ledger, CHAT))) == 1


@pytest.mark.parametrize(
    ("said", "answer"),
    [("/remind 老旧小区", notes.NO_TIME), ("/remind 明天", notes.NO_TEXT), ("/remind 9月1日 查", notes.NO_TIME)],
)
async def test_a_reminder_without_time_or_words_says_how(chat: Dialogue, said: str, answer: str) -> None:
    assert await chat.say(said) == answer


async def test_a_card_gives_a_reminder_for_a_day(chat: Dialogue) -> None:
    await chat.say("老旧小区 进度")
    await chat.press("提醒我")
    assert (await chat.press("3天后")).startswith("🔔 9月28日周六 09:00提醒：跟进：老旧小区")


async def test_a_reminder_that_was_given_comes_again_at_the_same_hour(chat: Dialogue) -> None:
    await chat.say("/remind 下午3点 开会")
    kept = (await chat.run(lambda ledger: remarks.waiting(ledger, CHAT)))[0]
    chat.clock += timedelta(hours=5)
    assert await chat.run(lambda ledger: remarks.snooze(ledger, CHAT, kept.id, chat.clock))
    await chat.say("/remind")
    press = chat.person.presses(chat.last, Button("下周一", f"snz;0;{kept.id};-"))
    await chat.application.process_update(press)
    again = (await chat.run(lambda ledger: remarks.waiting(ledger, CHAT)))[0]
    assert again.at.weekday() == 0


async def test_the_brief_is_sent_weekly_on_request(chat: Dialogue) -> None:
    await chat.say("/follow 老旧小区")
    assert (await chat.say("/brief")).startswith("每周简报")
    assert await chat.say("/brief weekly") == week.BRIEF_ON
    assert (await chat.run(lambda ledger: settings(ledger, CHAT))).brief == "weekly"
    assert await chat.say("/brief off") == week.BRIEF_OFF
    assert await chat.say("/brief never") == week.BRIEF_USAGE


async def test_in_a_forum_topic_the_topic_follows(chat: Dialogue) -> None:
    group = {"id": -5, "type": "supergroup", "title": "调度群", "is_forum": True}
    await chat.allow_group(-5)
    message = chat.person.says("/follow 西工区").to_dict()["message"]
    message |= {"chat": group, "message_thread_id": 42, "is_topic_message": True}
    update = Update.de_json({"update_id": 9, "message": message}, chat.application.bot)
    await chat.application.process_update(update)
    (one,) = await chat.run(lambda ledger: follows(ledger, -5))
    assert (one.chat, one.thread, one.value) == (-5, 42, "西工区")
