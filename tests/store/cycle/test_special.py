"""挂牌督办: who comes on the list by the rule and by hand, who goes off, and who is told of it, once."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.cycle import cards
from store.chats import change
from store.corrections import add_progress, extend, mark_done
from store.cycle.assignments import assign
from store.cycle.checking import listing_due
from store.cycle.rounds import begin, check, end
from store.cycle.rules import change_rules
from store.cycle.special import Listing, apply_rule, every_listing, listings, put_on, take_off
from store.errors import LedgerError
from store.fanout import everybody
from store.follows import follow, mute
from store.ledger import Ledger
from store.outbox import messages
from tests.store.promises import at, tell

ZONE = "Asia/Shanghai"
CHAT = 5


@pytest.fixture
def told(ledger: Ledger) -> Ledger:
    tell(
        ledger, "a.txt", "2024-02-20",
        "承诺 九洲池二期 2024-08-31 西工区：九洲池二期建成",
        "承诺 尾矿库治理 2024-05-14 -：尾矿库治理完成",
        "承诺 城市书房 推定2024-12-31 涧西区：新建城市书房5个",
        "承诺 老旧小区改造 2024-12-31 -：改造老旧小区188个",
    )  # fmt: skip
    tell(ledger, "b.txt", "2024-07-01", "进展 老旧小区改造 - -：完成改造老旧小区20个")
    return ledger


def id_of(ledger: Ledger, title: str) -> str:
    return next(matter.id for matter in ledger.matters() if matter.title == title)


def apply(ledger: Ledger, day: str) -> list[str]:
    """The titles on the list after the rule was applied on a day."""
    apply_rule(ledger, date.fromisoformat(day), at(f"{day} 09:00"))
    return on_list(ledger)


def on_list(ledger: Ledger) -> list[str]:
    return [found.title for one in listings(ledger) if (found := ledger.matter(one.matter_id))]


def a_round(ledger: Ledger, day: str) -> int:
    one = begin(ledger, "full", date.fromisoformat(day), at(f"{day} 09:00"))
    assert one is not None
    end(ledger, one.id, at(f"{day} 18:00"))
    return one.id


def last(ledger: Ledger) -> Listing:
    return every_listing(ledger)[-1]


# --- on the list ----------------------------------------------------------------------------------------------------


def test_overdue_by_a_stated_deadline_comes_on_the_list_with_since_and_why(told: Ledger) -> None:
    assert apply(told, "2024-08-31") == []
    assert apply(told, "2024-09-02") == ["九洲池二期"]
    one = last(told)
    assert (one.since, one.why, one.by) == (date(2024, 9, 2), "时限2024-08-31已过2天，未见完成报道", "")
    assert apply(told, "2024-09-03") == ["九洲池二期"]
    assert len(every_listing(told)) == 1


def test_a_deadline_that_only_the_year_implies_lists_nothing(told: Ledger) -> None:
    assert "城市书房" not in apply(told, "2025-01-02")


def test_what_is_overdue_for_long_is_listed_only_where_a_round_confirmed_it(told: Ledger) -> None:
    assert "尾矿库治理" not in apply(told, "2024-09-02")
    number = a_round(told, "2024-09-02")
    check(told, number, id_of(told, "尾矿库治理"), "true", date(2024, 9, 3), who="王")
    assert "尾矿库治理" in apply(told, "2024-09-03")


def test_a_ledger_that_is_opened_years_later_lists_nothing(told: Ledger) -> None:
    assert apply(told, "2026-09-02") == []


def test_red_in_two_rounds_one_after_the_other_comes_on_the_list_with_the_arithmetic(told: Ledger) -> None:
    change_rules(told, "王", listing_overdue=False)
    a_round(told, "2024-08-01")
    assert apply(told, "2024-08-02") == []
    a_round(told, "2024-09-02")
    assert sorted(apply(told, "2024-09-03")) == ["尾矿库治理", "老旧小区改造"]
    whys = {told.matter(one.matter_id).title: one.why for one in listings(told)}  # type: ignore[union-attr]
    assert whys["老旧小区改造"] == "连续2轮督查红灯（8月、9月）：到7月1日应完成50%，实际10.6%，差39.4个百分点"


def test_the_rule_says_how_many_rounds(told: Ledger) -> None:
    change_rules(told, "王", listing_overdue=False, listing_rounds=3)
    a_round(told, "2024-08-01")
    a_round(told, "2024-09-02")
    assert apply(told, "2024-09-03") == []
    a_round(told, "2024-10-08")
    assert "老旧小区改造" in apply(told, "2024-10-09")


def test_a_person_lists_with_a_reason_and_once(told: Ledger) -> None:
    books, day, now = id_of(told, "城市书房"), date(2024, 9, 2), at("2024-09-02 10:00")
    with pytest.raises(LedgerError):
        put_on(told, books, " ", day, now, who="王")
    with pytest.raises(LedgerError):
        put_on(told, "no-such", "慢", day, now, who="王")
    assert put_on(told, books, "多次催办", day, now, who="王")
    assert not put_on(told, books, "多次催办", day, now, who="王")
    assert [one.why for one in listings(told)] == ["多次催办"]


# --- off the list ---------------------------------------------------------------------------------------------------


def test_done_takes_off_the_list_at_once_and_the_history_stays(told: Ledger) -> None:
    apply(told, "2024-09-02")
    mark_done(told, id_of(told, "九洲池二期"), date(2024, 9, 5), who="王")
    assert apply(told, "2024-09-06") == []
    one = last(told)
    assert (one.until, one.why_off, one.off_by) == (date(2024, 9, 6), "已完成", "")
    assert [o.matter_id for o in listings(told, date(2024, 9, 5))] == [one.matter_id]
    assert listings(told, date(2024, 9, 6)) == []


def test_an_extension_takes_off_with_the_next_round_only(told: Ledger) -> None:
    apply(told, "2024-09-02")
    extend(told, id_of(told, "九洲池二期"), date(2024, 12, 20), date(2024, 9, 5), who="王", reason="雨季")
    assert apply(told, "2024-09-06") == ["九洲池二期"]
    a_round(told, "2024-10-08")
    assert apply(told, "2024-10-09") == []
    assert "2024-12-20" in last(told).why_off


def test_who_caught_up_goes_off_with_the_next_round_and_its_arithmetic(told: Ledger) -> None:
    change_rules(told, "王", listing_overdue=False)
    a_round(told, "2024-08-01")
    a_round(told, "2024-09-02")
    apply(told, "2024-09-03")
    add_progress(told, id_of(told, "老旧小区改造"), 180, "个", date(2024, 10, 1), who="王", what="老旧小区改造")
    assert "老旧小区改造" in apply(told, "2024-10-02")
    a_round(told, "2024-10-08")
    assert "老旧小区改造" not in apply(told, "2024-10-09")
    (one,) = (o for o in every_listing(told) if o.matter_id == id_of(told, "老旧小区改造"))
    assert one.why_off.startswith("新一轮督查已达序时：到10月1日应完成75.1%，实际95.7%，超20.6个百分点")


def test_what_an_editor_took_off_the_rule_does_not_put_back(told: Ledger) -> None:
    apply(told, "2024-09-02")
    pool, day = id_of(told, "九洲池二期"), date(2024, 9, 3)
    with pytest.raises(LedgerError):
        take_off(told, pool, "", day, at("2024-09-03 10:00"), who="王")
    assert take_off(told, pool, "已约谈", day, at("2024-09-03 10:00"), who="王")
    assert not take_off(told, pool, "已约谈", day, at("2024-09-03 10:00"), who="王")
    assert apply(told, "2024-09-04") == []
    a_round(told, "2024-09-05")
    assert apply(told, "2024-09-06") == []
    a_round(told, "2024-10-08")
    assert "九洲池二期" in apply(told, "2024-10-09")


def test_what_an_editor_put_on_stays_until_it_is_done(told: Ledger) -> None:
    books = id_of(told, "城市书房")
    put_on(told, books, "慢", date(2024, 9, 2), at("2024-09-02 10:00"), who="王")
    a_round(told, "2024-10-08")
    assert "城市书房" in apply(told, "2024-10-09")
    mark_done(told, books, date(2024, 10, 10), who="王")
    assert "城市书房" not in apply(told, "2024-10-11")


# --- telling --------------------------------------------------------------------------------------------------------


def tick(ledger: Ledger, moment: str) -> list[str]:
    before = {message.id for message in messages(ledger, "waiting")}
    listing_due(ledger, at(moment), cards, ZONE, everybody)
    return [message.text for message in reversed(messages(ledger, "waiting")) if message.id not in before]


def test_who_follows_a_matter_is_told_once_in_one_message_a_day(told: Ledger) -> None:
    follow(told, CHAT, None, "place", "西工区", "西工区", 1, at("2024-08-01 09:00"))
    follow(told, CHAT, None, "place", "涧西区", "涧西区", 1, at("2024-08-01 09:00"))
    put_on(told, id_of(told, "城市书房"), "多次催办", date(2024, 9, 1), at("2024-09-01 10:00"), who="王")
    assign(told, "place", "西工区", "leader", "张三", who="王", now=at("2024-08-01 09:00"))
    assert tick(told, "2024-09-02 08:00") == []
    (text,) = tick(told, "2024-09-02 09:00")
    assert "挂牌2项" in text
    assert "时限2024-08-31已过2天，未见完成报道，张三" in text
    assert "多次催办" in text
    assert tick(told, "2024-09-02 09:01") == []
    mark_done(told, id_of(told, "九洲池二期"), date(2024, 9, 2), who="王")
    assert tick(told, "2024-09-02 15:00") == []
    (gone,) = tick(told, "2024-09-03 09:00")
    assert "摘牌1项" in gone
    assert "已完成" in gone


def test_nobody_else_is_told_nor_who_is_off_or_muted_it(told: Ledger) -> None:
    for chat in (CHAT, 6, 7):
        follow(told, chat, None, "place", "西工区", "西工区", 1, at("2024-08-01 09:00"))
    follow(told, 8, None, "place", "涧西区", "涧西区", 1, at("2024-08-01 09:00"))
    change(told, 6, on=False)
    mute(told, 7, id_of(told, "九洲池二期"), None, 1)
    tick(told, "2024-09-02 09:00")
    assert [message.chat for message in messages(told, "waiting")] == [CHAT]


def test_nothing_is_told_on_a_day_off_and_quiet_hours_are_kept(told: Ledger) -> None:
    follow(told, CHAT, None, "place", "西工区", "西工区", 1, at("2024-08-01 09:00"))
    change(told, CHAT, quiet=(8, 12))
    assert tick(told, "2024-09-01 10:00") == []  # a Sunday
    assert len(tick(told, "2024-09-02 09:00")) == 1
    row = told.db.execute("SELECT next_at FROM outbox").fetchone()
    assert row[0] == "2024-09-02T04:00:00+00:00"


def test_what_came_and_went_before_anybody_was_told_is_told_of_never(told: Ledger) -> None:
    follow(told, CHAT, None, "place", "涧西区", "涧西区", 1, at("2024-08-01 09:00"))
    books, day = id_of(told, "城市书房"), date(2024, 8, 20)
    put_on(told, books, "慢", day, at("2024-08-20 10:00"), who="王")
    take_off(told, books, "弄错了", day, at("2024-08-20 10:05"), who="王")
    assert tick(told, "2024-08-21 09:00") == []


def test_a_tick_that_broke_off_tells_the_rest_and_nobody_twice(told: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    for chat in (5, 6):
        follow(told, chat, None, "place", "西工区", "西工区", 1, at("2024-08-01 09:00"))
    monkeypatch.setattr("store.cycle.checking.count_as_told", lambda *_: (_ for _ in ()).throw(OSError))
    with pytest.raises(OSError):
        tick(told, "2024-09-02 09:00")
    monkeypatch.undo()
    tick(told, "2024-09-02 09:01")
    assert sorted(message.chat for message in messages(told, "waiting")) == [5, 6]
