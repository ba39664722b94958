"""The schedule: everything that is due is written once, however long nobody asked, whatever the clock does."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from commitments.calendar import is_workday
from handlers import digests
from handlers.card import SCREEN_ROWS, rows, words
from store import chats, corrections, outbox, remarks
from store.errors import LedgerError
from store.follows import follow, mute, unfollow
from store.ledger import Ledger
from store.schedule import due_now, notices, overdue, week
from tests.store.promises import at, tell

CHAT, OTHER, ADMIN = 11, 12, 13
PROMISES = (
    "承诺 九洲池二期 2024-09-30 西工区：九洲池二期建成",
    "承诺 城市书房 2024-09-27 涧西区：新建城市书房5个",
    "承诺 老旧小区改造 推定2024-12-31 -：改造老旧小区188个",
)


@pytest.fixture
def told(ledger: Ledger) -> Ledger:
    """A ledger of three promises, followed by one chat since the Sunday before."""
    tell(ledger, "a.txt", "2024-09-20", *PROMISES)
    settle(ledger)
    follow(ledger, CHAT, None, "place", "洛阳市", "洛阳市", 7, at("2024-09-22 12:00"))
    return ledger


def run(ledger: Ledger, moment: str | datetime) -> list[str]:
    """The texts of the messages that are due by then, now taken as sent."""
    now = at(moment) if isinstance(moment, str) else moment
    due_now(ledger, now, render=digests)
    found = outbox.claim(ledger, now, 100, owner="test")
    for message in found:
        outbox.sent(ledger, message.id, 1, now)
    return [words(message.text) for message in found]


def settle(ledger: Ledger) -> None:
    """Let nobody be told of what was read so far."""
    ledger.db.execute("UPDATE news SET told_at = '' WHERE told_at IS NULL")


def occurrences(ledger: Ledger) -> list[tuple[str, str]]:
    """What was reminded of: matter and occurrence."""
    query = "SELECT m.title, r.occurrence FROM reminded r JOIN matters m ON m.id = r.matter_id ORDER BY 2, 1"
    return [(row[0], row[1]) for row in ledger.db.execute(query)]


def test_one_digest_a_day_with_all_items_the_most_urgent_first(told: Ledger) -> None:
    assert run(told, "2024-09-23 08:59") == []
    (monday,) = run(told, "2024-09-23 09:00")
    assert monday.splitlines() == [
        "提醒 · 9月23日 周一：将到期1项",
        "1 ⚪ 西工区 九洲池二期 未见进展报道 · 09-30 还有7天",
    ]
    assert run(told, "2024-09-23 09:01") == run(told, "2024-09-23 23:59") == []
    (tuesday,) = run(told, "2024-09-24 09:00")
    assert "城市书房 目标5个，未见进展报道 · 09-27 还有3天" in tuesday
    (friday,) = [text for day in ("25", "26", "27") for text in run(told, f"2024-09-{day} 09:00")][1:]
    assert [line[:8] for line in friday.splitlines()[1:]] == ["1 ⚪ 涧西区 ", "2 ⚪ 西工区 "]


def test_a_message_has_its_day_its_matters_and_buttons(told: Ledger) -> None:
    due_now(told, at("2024-09-23 09:00"), render=digests)
    (message,) = outbox.claim(told, at("2024-09-23 09:00"), 5, owner="test")
    assert (message.chat, message.thread, message.kind, message.day) == (CHAT, None, "digest", date(2024, 9, 23))
    (id_,) = message.matters
    assert [label for label, _ in message.buttons[0]] == ["详情", "完成", "推迟", "静音"]
    assert all(id_ in data for _, data in message.buttons[0])


def test_a_reported_completion_ends_reminding(told: Ledger) -> None:
    tell(told, "b.txt", "2024-09-24", "进展 九洲池二期 - 西工区：九洲池二期已建成")
    settle(told)
    run(told, "2024-09-24 09:00")
    assert not [text for day in range(25, 31) for text in run(told, f"2024-09-{day} 09:00") if "九洲池二期" in text]


def test_what_a_person_records_counts_done_ends_it_and_an_extension_moves_it(told: Ledger) -> None:
    pool, books = (next(m.id for m in told.matters() if name in m.title) for name in ("九洲池", "书房"))
    corrections.mark_done(told, pool, date(2024, 9, 22), who="甲")
    corrections.extend(told, books, date(2024, 10, 31), date(2024, 9, 22), who="甲", reason="汛期")
    said = [text for day in range(23, 31) for text in run(told, f"2024-09-{day} 09:00")]
    (only,) = said
    assert "城市书房" in only
    assert "10-31" in only


def test_overdue_is_said_the_next_workday_and_then_weekly_until_muted(told: Ledger) -> None:
    pool = next(m.id for m in told.matters() if "九洲池" in m.title)
    days = [date(2024, 10, 1) + timedelta(days=n) for n in range(31)]
    said = [day.isoformat() for day in days if any("九洲池" in t for t in run(told, f"{day} 09:00"))]
    assert said == ["2024-10-08", "2024-10-14", "2024-10-21", "2024-10-28"]
    mute(told, CHAT, pool, None, 7)
    assert not any("九洲池" in text for text in run(told, "2024-11-04 09:00"))


def test_what_is_put_off_comes_again_on_its_day_only(told: Ledger) -> None:
    pool = next(m.id for m in told.matters() if "九洲池" in m.title)
    mute(told, CHAT, pool, date(2024, 9, 26), 7)
    said = {day: "".join(run(told, f"2024-09-{day} 09:00")) for day in range(23, 27)}
    assert [day for day, text in said.items() if "九洲池" in text] == [26]


def test_many_deadlines_that_only_the_year_implies_are_counted(ledger: Ledger) -> None:
    names = ["城市书房", "邻里中心", "口袋公园", "养老院", "充电桩", "停车场", "幼儿园", "电梯", "污水处理厂", "快速路"]
    tell(
        ledger,
        "a.txt",
        "2024-02-18",
        *(f"承诺 {name} 推定2024-12-31 -：新建{name}{n + 2}个" for n, name in enumerate(names)),
    )
    settle(ledger)
    follow(ledger, CHAT, None, "place", "洛阳市", "洛阳市", 7, at("2024-12-20 12:00"))
    (text,) = run(ledger, "2024-12-24 09:00")
    said = text.splitlines()
    assert said[0] == "提醒 · 12月24日 周二：将到期10项"
    assert "推定12-31 还有7天" in said[1]
    assert said[1 + digests.FEW :] == ["⚪ 另有5项没写时限，按规划年度推定12-31，均未见进展报道，发 /week 30 查看"]


def test_a_digest_of_many_items_fits_a_screen_and_says_how_many_more(ledger: Ledger) -> None:
    lines = [f"承诺 第{n}小学新建工程 2024-09-30 -：第{n}小学新建工程建成" for n in range(1, 41)]
    tell(ledger, "a.txt", "2024-09-20", *lines)
    settle(ledger)
    follow(ledger, CHAT, None, "place", "洛阳市", "洛阳市", 7, at("2024-09-22 12:00"))
    (text,) = run(ledger, "2024-09-30 09:00")
    assert rows(text) <= SCREEN_ROWS
    count = len(ledger.matters())
    assert f"今天到期{count}项" in text
    assert f"另有{count - digests.SHOWN}项到期，发 /week 查看" in text


# --- downtime and clocks --------------------------------------------------------------------------------------------

START = at("2024-09-23 09:00")
DOWNTIMES = {"a minute": 1 / 1440, "11 minutes": 11 / 1440, "25 hours": 25 / 24, "30 days": 30.0}


@pytest.mark.parametrize("downtime", DOWNTIMES.values(), ids=DOWNTIMES)
def test_after_a_downtime_everything_comes_in_one_digest_that_says_how_late_it_is(
    told: Ledger, downtime: float
) -> None:
    back = START + timedelta(days=downtime)
    found = run(told, back)
    assert len(found) == 1
    late = "※ 迟发：原定09-23 09:00发出" in found[0] if downtime < 20 else "※ 迟发：原定" in found[0]
    assert late is (downtime > 5 / 1440)
    assert run(told, back) == run(told, back + timedelta(minutes=1)) == []
    assert "九洲池二期" in found[0]
    assert ("城市书房" in found[0]) is (downtime > 1)


def test_the_days_in_a_late_digest_are_those_of_today(told: Ledger) -> None:
    (text,) = run(told, "2024-10-09 09:30")
    assert "09-30 已过9天" in text


def steady(ledger: Ledger, first: date, last: date) -> list[tuple[str, str]]:
    for number in range((last - first).days + 1):
        run(ledger, f"{first + timedelta(days=number)} 09:00")
    return occurrences(ledger)


@pytest.mark.parametrize(
    "jump", [timedelta(hours=1), timedelta(hours=-1), timedelta(days=1), timedelta(days=-1)], ids=str
)
@pytest.mark.parametrize("times", [1, 3])
def test_a_clock_that_jumps_and_comes_back_changes_no_occurrence(
    told: Ledger, tmp_path: Path, jump: timedelta, times: int
) -> None:
    with Ledger.open(tmp_path / "steady.db") as other:
        tell(other, "a.txt", "2024-09-20", *PROMISES)
        settle(other)
        follow(other, CHAT, None, "place", "洛阳市", "洛阳市", 7, at("2024-09-22 12:00"))
        expected = steady(other, date(2024, 9, 23), date(2024, 10, 31))
    texts = []
    for number in range(39):
        day = START + timedelta(days=number)
        texts += run(told, day + jump) if number % (13 // times) == 3 else []
        texts += run(told, day) + run(told, day + timedelta(hours=2))
    assert occurrences(told) == expected
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/New_York"])
def test_the_hosts_time_zone_changes_nothing(told: Ledger, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert "九洲池二期" in run(told, "2024-09-23 09:00")[0]
        assert run(told, "2024-09-24 08:59") == []
    finally:
        os.environ.pop("TZ", None)
        time.tzset()


def test_nothing_is_sent_on_a_day_off_and_nothing_of_it_is_lost(told: Ledger) -> None:
    sent = {}
    for number in range(60):
        day = date(2024, 9, 23) + timedelta(days=number)
        sent[day] = [text for hour in (0, 9, 12, 23) for text in run(told, f"{day} {hour:02}:00")]
    assert all(is_workday(day) for day, texts in sent.items() if texts)
    assert len([text for texts in sent.values() for text in texts if "今天到期" in text]) == 2


def test_the_missing_official_calendar_is_said_once(ledger: Ledger) -> None:
    tell(ledger, "a.txt", "2029-12-20", "承诺 九洲池二期 2030-03-29 西工区：九洲池二期建成")
    settle(ledger)
    follow(ledger, CHAT, None, "place", "西工区", "西工区", 7, at("2030-03-01 12:00"))
    texts = [text for day in range(20, 30) for text in run(ledger, f"2030-03-{day} 09:00")]
    assert ["尚未收录" in text for text in texts] == [True, False, False, False]


# --- two processes --------------------------------------------------------------------------------------------------


def test_two_processes_write_one_digest(told: Ledger) -> None:
    class Meanwhile:
        """Renders while another process does the same work."""

        def __getattr__(self, name: str) -> object:
            def render(*arguments: object) -> object:
                if name == "digest_card" and not self.done:
                    self.done = True
                    with Ledger.open(told.path) as other:
                        assert due_now(other, START, render=digests) == 1
                return getattr(digests, name)(*arguments)

            return render

        done = False

    assert due_now(told, START, render=Meanwhile()) == 0  # type: ignore[arg-type]
    assert outbox.pending(told) == {"waiting": 1}


def test_without_moving_the_row_on_there_would_be_two(told: Ledger) -> None:
    """The control: what the conditional UPDATE and the keys prevent."""
    due_now(told, START, render=digests)
    for table in ("reminded", "outbox"):
        told.db.execute(f"DELETE FROM {table}")
    assert due_now(told, START, render=digests) == 0
    told.db.execute("UPDATE subscribers SET reminded_until = '2024-09-22', next_at = ''")
    assert due_now(told, START, render=digests) == 1


# --- settings -------------------------------------------------------------------------------------------------------


def test_a_chat_is_reminded_at_its_own_hour_in_its_own_zone(told: Ledger) -> None:
    chats.change(told, CHAT, hour=7, zone="Asia/Urumqi")
    assert run(told, "2024-09-23 08:59") == []
    assert len(run(told, "2024-09-23 09:00")) == 1


def test_what_quiet_hours_put_off_is_not_late(told: Ledger) -> None:
    chats.change(told, CHAT, hour=7, quiet=(20, 8))
    found = [text for time in ("07:00", "07:59", "08:00", "08:01") for text in run(told, f"2024-09-23 {time}")]
    assert len(found) == 1
    assert "迟发" not in found[0]


def test_quiet_hours_do_not_hide_that_the_bot_was_down(told: Ledger) -> None:
    chats.change(told, CHAT, hour=7, quiet=(20, 8))
    run(told, "2024-09-22 12:00")
    (text,) = run(told, "2024-09-23 10:00")
    assert "迟发：原定09-23 08:00发出" in text


def test_an_hour_moved_to_one_that_has_passed_is_not_late(told: Ledger) -> None:
    chats.change(told, CHAT, hour=17)
    assert run(told, "2024-09-23 10:00") == []
    chats.change(told, CHAT, hour=9)
    (text,) = run(told, "2024-09-23 10:01")
    assert "迟发" not in text


def test_other_steps_hold_from_the_next_day_on(told: Ledger) -> None:
    run(told, "2024-09-23 09:00")
    chats.change(told, CHAT, steps=(5,))
    days = [day for day in range(24, 31) if run(told, f"2024-09-{day} 09:00")]
    assert days == [25, 29]  # five days before 09-30; the workday after 09-27, and then not on Monday again


def test_a_chat_that_is_off_hears_nothing_and_no_backlog_when_it_is_on_again(told: Ledger) -> None:
    chats.change(told, CHAT, on=False)
    assert [text for day in range(23, 28) for text in run(told, f"2024-09-{day} 09:00")] == []
    chats.change(told, CHAT, on=True)
    assert len(run(told, "2024-09-29 09:00")) == 1


def test_single_form_is_a_message_for_each_item(told: Ledger) -> None:
    chats.change(told, CHAT, form="single")
    assert [len(run(told, f"2024-09-{day} 09:00")) for day in (23, 24, 25, 26, 27)] == [1, 1, 0, 1, 2]


def test_giving_up_weekends_does_not_lose_what_was_planned_for_one(told: Ledger) -> None:
    tell(told, "b.txt", "2024-10-08", "承诺 邻里中心 2024-10-20 -：邻里中心建成")
    settle(told)
    chats.change(told, CHAT, weekends=True, steps=(0,))
    run(told, "2024-10-18 09:00")
    chats.change(told, CHAT, weekends=False)
    assert any("邻里中心" in text for text in run(told, "2024-10-18 09:01"))


def test_a_topic_of_a_forum_has_its_own_digest(told: Ledger) -> None:
    follow(told, CHAT, 5, "place", "西工区", "西工区", 7, at("2024-09-22 12:00"))
    due_now(told, START, render=digests)
    found = outbox.claim(told, START, 10, owner="test")
    assert sorted((message.thread or 0, len(message.matters)) for message in found) == [(0, 1), (5, 1)]


def test_who_follows_nothing_any_more_hears_nothing(told: Ledger) -> None:
    one = follow(told, CHAT, None, "place", "洛阳市", "洛阳市", 7, START)
    assert unfollow(told, CHAT, one.id)
    assert run(told, "2024-09-23 09:00") == []


def test_the_weekly_brief_comes_on_the_first_workday_and_once(told: Ledger) -> None:
    chats.change(told, CHAT, brief="weekly")
    sent = {day: run(told, f"2024-10-{day:02} 09:00") for day in range(8, 20)}
    briefs = [(day, text) for day, texts in sent.items() for text in texts if "每周简报" in text]
    assert [day for day, _ in briefs] == [8, 14]
    assert "已逾期未见完成2" in briefs[0][1]


def test_a_chat_that_may_not_read_any_more_gets_no_digest_update_brief_or_reminder_and_no_backlog(told: Ledger) -> None:
    open_chats = {OTHER}
    follow(told, OTHER, None, "place", "洛阳市", "洛阳市", 7, at("2024-09-22 12:00"))
    for chat in (CHAT, OTHER):
        chats.change(told, chat, brief="weekly")
        remarks.add(told, chat, None, 7, at("2024-09-23 08:00"), "开会", None, at("2024-09-22 12:00"))
    tell(told, "b.txt", "2024-09-22", "承诺 邻里中心 2024-11-30 -：邻里中心建成")
    now = at("2024-09-23 09:00")
    due_now(told, now, render=digests, may=open_chats.__contains__)
    assert {row[0] for row in told.db.execute("SELECT kind FROM outbox WHERE chat = ?", (OTHER,))} >= {
        "digest", "brief", "personal",
    }  # fmt: skip
    assert told.db.execute("SELECT count(*) FROM outbox WHERE chat = ?", (CHAT,)).fetchone() == (0,)
    open_chats.add(CHAT)
    assert due_now(told, now, render=digests, may=open_chats.__contains__) == 0


def test_an_update_is_told_only_to_chats_that_may_read(told: Ledger) -> None:
    follow(told, OTHER, None, "place", "洛阳市", "洛阳市", 7, at("2024-09-22 12:00"))
    tell(told, "b.txt", "2024-09-24", "承诺 城市书房 2024-10-31 涧西区：新建城市书房8个")
    due_now(told, datetime.now(tz=START.tzinfo), render=digests, may={OTHER}.__contains__)
    assert [*told.db.execute("SELECT DISTINCT chat FROM outbox")] == [(OTHER,)]


# --- what documents changed -----------------------------------------------------------------------------------------


def test_each_subscriber_is_told_once_what_a_document_changed_with_the_sentence(told: Ledger) -> None:
    follow(told, OTHER, None, "place", "涧西区", "涧西区", 7, at("2024-09-22 12:00"))
    tell(
        told, "b.txt", "2024-09-24", "承诺 城市书房 2024-10-31 涧西区：新建城市书房8个",
        "进展 九洲池二期 - 西工区：九洲池二期已建成",
    )  # fmt: skip
    now = max(at("2024-09-24 10:00"), datetime.now(tz=START.tzinfo))
    due_now(told, now, render=digests)
    found = {
        m.chat: words(m.text) for m in outbox.claim(told, now + timedelta(days=10), 9, owner="x") if m.kind == "update"
    }
    assert set(found) == {CHAT, OTHER}
    assert "目标上调 5→8个" in found[OTHER]
    assert "“新建城市书房8个”" in found[OTHER]
    assert "九洲池" not in found[OTHER]
    assert "九洲池" in found[CHAT]
    assert due_now(told, now, render=digests) == 0


def updates(ledger: Ledger) -> list[str]:
    now = datetime.now(tz=START.tzinfo) + timedelta(minutes=1)
    due_now(ledger, now, render=digests)
    found = outbox.claim(ledger, now + timedelta(days=10), 100, owner="test")
    return [words(message.text) for message in found if message.kind == "update"]


def test_nothing_is_told_of_a_document_that_is_read_again(told: Ledger) -> None:
    updates(told)
    before = tell(told, "b.txt", "2024-09-24", "承诺 城市书房 2024-10-31 涧西区：新建城市书房8个")
    assert len(updates(told)) == 1
    assert tell(told, "b.txt", "2024-09-24", "承诺 城市书房 2024-10-31 涧西区：新建城市书房8个").outcome == "same"
    tell(told, "b.txt", "2024-09-24", "承诺 城市书房 2024-10-31 涧西区：新建城市书房8个", again=True)
    assert before.changes
    assert updates(told) == []


def test_of_a_corrected_document_only_what_is_new_is_told(told: Ledger) -> None:
    tell(told, "b.txt", "2024-09-24", "承诺 城市书房 2024-10-31 涧西区：新建城市书房8个")
    updates(told)
    more = "承诺 邻里中心 2024-11-30 -：邻里中心建成"
    tell(told, "b.txt", "2024-09-24", "承诺 城市书房 2024-10-31 涧西区：新建城市书房8个", more)
    (text,) = updates(told)
    assert "邻里中心" in text
    assert "城市书房" not in text


def test_a_telling_that_was_broken_off_goes_on_and_tells_nobody_twice(told: Ledger) -> None:
    class Broken:
        """Renders the first update and fails at the second, once."""

        def __init__(self) -> None:
            self.updates = 0

        def __getattr__(self, name: str) -> object:
            def render(*arguments: object) -> object:
                self.updates += name == "update_card"
                if self.updates == 2:
                    raise OSError
                return getattr(digests, name)(*arguments)

            return render

    follow(told, OTHER, None, "place", "涧西区", "涧西区", 7, at("2024-09-22 12:00"))
    tell(told, "b.txt", "2024-09-24", "承诺 城市书房 2024-10-31 涧西区：新建城市书房8个")
    now, render = datetime.now(tz=START.tzinfo), Broken()
    due_now(told, now - timedelta(hours=2), render=render)  # type: ignore[arg-type]
    assert [*told.db.execute("SELECT count(*) FROM outbox WHERE kind = 'update'")] == [(1,)]
    assert len(updates(told)) == 2
    assert updates(told) == []


BOOKS = "承诺 城市书房 2024-10-31 涧西区：新建城市书房8个"
CENTRE = "承诺 邻里中心 2024-11-30 -：邻里中心建成"


class During:
    """Renders while something else happens at the first update."""

    def __init__(self, action: Callable[[], object]) -> None:
        self.action: Callable[[], object] | None = action

    def __getattr__(self, name: str) -> object:
        def render(*arguments: object) -> object:
            if name == "update_card" and self.action:
                action, self.action = self.action, None
                action()
            return getattr(digests, name)(*arguments)

        return render


def test_a_document_corrected_while_it_is_told_is_not_told_twice(told: Ledger) -> None:
    def correct() -> None:
        with Ledger.open(told.path) as other:
            tell(other, "b.txt", "2024-09-24", BOOKS, CENTRE)

    tell(told, "b.txt", "2024-09-24", BOOKS)
    due_now(told, datetime.now(tz=START.tzinfo), render=During(correct))  # type: ignore[arg-type]
    found = updates(told)
    assert [("城市书房" in text, "邻里中心" in text) for text in found] == [(True, False), (False, True)]


def test_a_document_corrected_before_a_telling_goes_on_tells_nobody_again_what_they_know(told: Ledger) -> None:
    follow(told, OTHER, None, "place", "洛阳市", "洛阳市", 7, at("2024-09-22 12:00"))
    tell(told, "b.txt", "2024-09-24", BOOKS)
    now = datetime.now(tz=START.tzinfo)
    due_now(told, now, render=Failing("update_card"))  # type: ignore[arg-type]
    assert [*told.db.execute("SELECT count(*) FROM outbox WHERE kind = 'update'")] == [(1,)]
    tell(told, "b.txt", "2024-09-24", BOOKS, CENTRE)
    found = updates(told)
    assert sorted("城市书房" in text for text in found) == [False, True, True]
    assert sum("邻里中心" in text for text in found) == 2


def test_who_unfollows_while_a_document_is_told_is_told_nothing(told: Ledger) -> None:
    one = follow(told, CHAT, None, "place", "洛阳市", "洛阳市", 7, START)

    def leave() -> None:
        with Ledger.open(told.path) as other:
            unfollow(other, CHAT, one.id)

    tell(told, "b.txt", "2024-09-24", BOOKS)
    due_now(told, datetime.now(tz=START.tzinfo), render=During(leave))  # type: ignore[arg-type]
    assert updates(told) == []


def test_who_follows_later_is_not_told_of_what_was_read_before(told: Ledger) -> None:
    updates(told)
    tell(told, "b.txt", "2024-09-24", "承诺 城市书房 2024-10-31 涧西区：新建城市书房8个")
    follow(told, OTHER, None, "place", "涧西区", "涧西区", 7, datetime.now(tz=START.tzinfo) + timedelta(seconds=30))
    assert len(updates(told)) == 1


def test_an_update_on_a_day_off_or_at_night_waits_for_the_morning(told: Ledger) -> None:
    for number, (moment, waits_until) in enumerate(
        [("2024-09-24 23:30", "2024-09-25 07:00"), ("2024-10-01 10:00", "2024-10-08 09:00"),
         ("2024-09-25 10:00", "2024-09-25 10:00")],
    ):  # fmt: skip
        assert chats.settings(told, CHAT).open_from(at(moment)) == at(waits_until), number


# --- what cannot be put into words -----------------------------------------------------------------------------------


class Failing:
    """Renders everything but what one method is given on its first calls."""

    def __init__(self, method: str, times: int = 1) -> None:
        self.method, self.times, self.asked = method, times, 0

    def __getattr__(self, name: str) -> object:
        def render(*arguments: object) -> object:
            if name == self.method:
                self.asked += 1
                if self.asked <= self.times:
                    raise KeyError(name)
            return getattr(digests, name)(*arguments)

        return render


def kinds(ledger: Ledger) -> list[tuple[int, str]]:
    return [(row[0], row[1]) for row in ledger.db.execute("SELECT chat, kind FROM outbox ORDER BY id")]


@pytest.mark.parametrize(
    ("method", "without"),
    [("remark_card", (OTHER, "personal")), ("digest_card", (CHAT, "digest")), ("update_card", (CHAT, "update"))],
)
def test_what_cannot_be_rendered_holds_up_nothing_else_and_comes_an_hour_later(
    told: Ledger, caplog: pytest.LogCaptureFixture, method: str, without: tuple[int, str]
) -> None:
    for chat in (OTHER, ADMIN):
        follow(told, chat, None, "place", "洛阳市", "洛阳市", 7, at("2024-09-22 12:00"))
        remarks.add(told, chat, None, 7, at("2024-09-23 08:00"), "开会", None, at("2024-09-22 12:00"))
    tell(told, "b.txt", "2024-09-22", "承诺 邻里中心 2024-11-30 -：邻里中心建成")
    told.db.execute("UPDATE news SET at = ?", (START.isoformat(timespec="microseconds"),))
    render, now = Failing(method), at("2024-09-23 09:00")
    due_now(told, now, render=render)  # type: ignore[arg-type]
    everything = {(chat, kind) for chat in (CHAT, OTHER, ADMIN) for kind in ("digest", "update")}
    everything |= {(chat, "personal") for chat in (OTHER, ADMIN)}
    assert sorted(kinds(told)) == sorted(everything - {without})
    assert "cannot be" in caplog.text
    due_now(told, now + timedelta(minutes=59), render=render)  # type: ignore[arg-type]
    assert without not in kinds(told)
    due_now(told, now + timedelta(minutes=61), render=render)  # type: ignore[arg-type]
    assert sorted(kinds(told)) == sorted(everything)


def test_a_card_that_the_database_cannot_keep_holds_up_nothing_else(told: Ledger) -> None:
    class Odd:
        """Renders the first card of each kind as text that cannot be stored."""

        def __init__(self) -> None:
            self.asked: set[str] = set()

        def __getattr__(self, name: str) -> object:
            def render(*arguments: object) -> object:
                card = getattr(digests, name)(*arguments)
                if name in self.asked:
                    return card
                self.asked.add(name)
                return replace(card, text="\ud800")

            return render

    follow(told, OTHER, None, "place", "洛阳市", "洛阳市", 7, at("2024-09-22 12:00"))
    tell(told, "b.txt", "2024-09-22", CENTRE)
    told.db.execute("UPDATE news SET at = ?", (START.isoformat(timespec="microseconds"),))
    due_now(told, START, render=Odd())  # type: ignore[arg-type]
    assert kinds(told) == [(OTHER, "update"), (OTHER, "digest")]
    due_now(told, START + timedelta(hours=1), render=digests)
    assert kinds(told)[2:] == [(CHAT, "update"), (CHAT, "digest")]


def test_a_database_in_trouble_is_no_fault_of_one_chat(told: Ledger) -> None:
    class Full:
        """Meets a full disk."""

        def __getattr__(self, name: str) -> object:
            raise LedgerError("full", "满")

    with pytest.raises(LedgerError):
        due_now(told, START, render=Full())  # type: ignore[arg-type]
    assert len(run(told, START)) == 1


# --- personal reminders, what comes up, notices ----------------------------------------------------------------------


def test_a_personal_reminder_comes_at_its_moment_and_says_when_it_is_late(told: Ledger) -> None:
    remarks.add(told, OTHER, None, 7, at("2024-09-25 21:30"), "催报 老旧小区", None, START)
    remarks.add(told, OTHER, None, 7, at("2024-09-26 08:00"), "开会", None, START)
    chats.change(told, CHAT, on=False)
    assert run(told, "2024-09-25 21:29") == []
    assert run(told, "2024-09-25 21:30") == ["🔔 催报 老旧小区"]
    assert run(told, "2024-09-26 09:00") == ["🔔 开会\n※ 迟发：原定09-26 08:00发出，其间机器人没有运行"]
    assert run(told, "2024-09-26 09:00") == []


def test_a_snoozed_reminder_comes_again(told: Ledger) -> None:
    one = remarks.add(told, OTHER, None, 7, at("2024-09-22 21:30"), "催报", None, at("2024-09-22 12:00"))
    assert run(told, "2024-09-22 21:30") == ["🔔 催报"]
    assert remarks.snooze(told, OTHER, one.id, at("2024-09-22 22:30"))
    assert run(told, "2024-09-22 22:30") == ["🔔 催报"]


def test_week_and_overdue_list_what_is_followed(told: Ledger) -> None:
    def titles(items: list[digests.Item]) -> list[str]:
        return [item.matter.title for item in items]

    today = date(2024, 9, 29)
    assert titles(week(told, CHAT, today)) == ["九洲池二期"]
    assert titles(overdue(told, CHAT, today)) == ["城市书房"]
    assert len(week(told, CHAT, date(2024, 12, 5), 30)) == 1
    assert week(told, OTHER, today) == []


def test_an_administrator_is_told_once_of_what_cannot_be_delivered(told: Ledger) -> None:
    due_now(told, START, render=digests)
    (message,) = outbox.claim(told, START, 1, owner="test")
    outbox.dead(told, message.id, "chat not found")
    assert notices(told, [ADMIN], START, render=digests) == 1
    assert notices(told, [ADMIN], START, render=digests) == 0
    (notice,) = outbox.claim(told, START, 5, owner="test")
    assert "未能送达1条" in words(notice.text)
    outbox.dead(told, notice.id, "blocked")
    assert notices(told, [ADMIN], START, render=digests) == 0  # no notice about a notice


def test_messages_keep_to_the_contract_of_json(told: Ledger) -> None:
    due_now(told, START, render=digests)
    row = told.db.execute("SELECT buttons, matters FROM outbox").fetchone()
    assert all(isinstance(json.loads(text), list) for text in row)
