"""Rounds of 督查 and 验收: what they look at, once however often they are begun, and what is told at their end."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from handlers.cycle import cards
from store.chats import change
from store.corrections import mark_done, merge
from store.cycle.checking import rounds_due
from store.cycle.keepers import Readers
from store.cycle.rounds import Round, begin, check, checks, current, end, found, planned, rounds
from store.cycle.rules import Rules, change_rules
from store.errors import LedgerError
from store.fanout import everybody
from store.ledger import Ledger
from store.members import claim_invitation, forget_me, invite
from store.outbox import messages
from tests.store.promises import at, tell

EDITOR = 7
NOW = at("2024-09-02 09:00")
DAY = date(2024, 9, 2)
ZONE = "Asia/Shanghai"


@pytest.fixture
def told(ledger: Ledger) -> Ledger:
    tell(
        ledger, "a.txt", "2024-02-20",
        "承诺 九洲池二期 2024-06-30 西工区：九洲池二期建成",
        "承诺 城市书房 推定2024-12-31 涧西区：新建城市书房5个",
        "承诺 老旧小区改造 2024-12-31 -：改造老旧小区188个",
        "承诺 口袋公园 2024-10-31 -：新建口袋公园20个",
        "承诺 城市展馆 2024-05-31 -：城市展馆建成",
    )  # fmt: skip
    tell(
        ledger, "b.txt", "2024-08-20",
        "进展 老旧小区改造 - -：完成改造老旧小区50个",
        "进展 口袋公园 - -：完成口袋公园18个",
        "进展 城市展馆 - -：城市展馆建成",
    )  # fmt: skip
    return ledger


def titles(ledger: Ledger, one: Round | None) -> set[str]:
    assert one is not None
    return {matter.title for matter in ledger.matters(ids=[c.matter_id for c in checks(ledger, one.id)])}


def id_of(ledger: Ledger, title: str) -> str:
    return next(matter.id for matter in ledger.matters() if matter.title == title)


def test_a_round_looks_at_what_is_open_and_each_check_keeps_how_it_stood(told: Ledger) -> None:
    one = begin(told, "monthly", DAY, NOW)
    assert titles(told, one) == {"九洲池二期", "城市书房", "老旧小区改造", "口袋公园"}
    assert one is not None
    lights = {c.matter_id: (c.status, c.light) for c in checks(told, one.id)}
    assert lights[id_of(told, "九洲池二期")] == ("overdue", "red")
    assert lights[id_of(told, "老旧小区改造")] == ("behind", "red")
    mark_done(told, id_of(told, "九洲池二期"), DAY, who="王")
    assert {c.matter_id: c.light for c in checks(told, one.id)}[id_of(told, "九洲池二期")] == "red"


def test_a_round_is_begun_once(told: Ledger) -> None:
    one = begin(told, "monthly", DAY, NOW)
    assert begin(told, "monthly", DAY + timedelta(days=2), NOW + timedelta(days=2)) == one
    assert len(rounds(told)) == 1
    with pytest.raises(LedgerError, match="another round"):
        begin(told, "full", DAY, NOW)


def test_a_full_round_accepts_what_is_done_by_reports_once(told: Ledger) -> None:
    one = begin(told, "full", DAY, NOW)
    assert one is not None
    assert "城市展馆" in titles(told, one)
    check(told, one.id, id_of(told, "城市展馆"), "true", DAY, who="王")
    mark_done(told, id_of(told, "口袋公园"), DAY, who="王")  # 核实 by hand
    end(told, one.id, NOW)
    assert titles(told, begin(told, "full", date(2024, 10, 8), at("2024-10-08 09:00"))) == {
        "九洲池二期", "城市书房", "老旧小区改造",
    }  # fmt: skip


def test_without_anything_due_no_round_begins(ledger: Ledger) -> None:
    assert begin(ledger, "full", DAY, NOW) is None
    assert rounds(ledger) == []


def test_a_result_is_written_once_kept_with_its_note_and_replaced_by_another(told: Ledger) -> None:
    one = begin(told, "monthly", DAY, NOW)
    assert one is not None
    pool = id_of(told, "九洲池二期")
    check(told, one.id, pool, "untrue", DAY, who="王", note="已经\n开园", photo="p1")
    again = check(told, one.id, pool, "untrue", DAY, who="王")
    assert again is not None
    assert (again.note, again.photo) == ("已经 开园", "p1")
    other = check(told, one.id, pool, "true", DAY, who="李")
    assert other is not None
    assert (other.result, other.note, other.photo, other.by) == ("true", "", "", "李")
    assert check(told, one.id, "no-such-matter", "true", DAY, who="王") is None
    assert [(r.id, c.result) for r, c in found(told, pool)] == [(one.id, "true")]


def test_a_result_stays_with_matters_that_become_one_and_with_documents_read_again(told: Ledger) -> None:
    one = begin(told, "monthly", DAY, NOW)
    assert one is not None
    park, books = id_of(told, "口袋公园"), id_of(told, "城市书房")
    check(told, one.id, books, "untrue", DAY, who="王")
    merge(told, park, books, who="王")
    assert sum(c.matter_id == park for c in checks(told, one.id)) == 1
    assert [c.result for _, c in found(told, books)] == ["untrue"]
    check(told, one.id, park, "true", DAY, who="王")
    assert [c.result for _, c in found(told, park)] == ["true"]


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2024-09-01", None),  # a Sunday
        ("2024-09-02", "monthly"),
        ("2024-09-08", "monthly"),  # late, but it would still last
        ("2024-09-09", None),
        ("2024-10-07", None),
        ("2024-10-08", "full"),  # the first workday after the holidays of an even month
    ],
)
def test_a_round_is_planned_for_the_first_workday_of_its_month(day: str, kind: str | None) -> None:
    assert planned(Rules(), date.fromisoformat(day)) == kind


def test_the_rules_say_how_often() -> None:
    rare = Rules(check_months=3, full_months=12)
    kinds = [planned(rare, date(2024, month, 15)) or "" for month in range(1, 13)]
    assert not any(kinds)
    assert [planned(Rules(check_months=3, full_months=12, round_days=31), date(2024, m, 15)) for m in range(1, 13)] == [
        None, None, "monthly", None, None, "monthly", None, None, "monthly", None, None, "full",
    ]  # fmt: skip


# --- the tick -------------------------------------------------------------------------------------------------------


def run(ledger: Ledger, moment: str) -> list[str]:
    may = Readers(everybody, frozenset({EDITOR}))
    before = {message.id for message in messages(ledger, "waiting")}
    rounds_due(ledger, at(moment), cards, ZONE, may)
    return [message.text for message in messages(ledger, "waiting") if message.id not in before]


def test_the_tick_begins_a_round_tells_the_editors_once_and_ends_it(told: Ledger) -> None:
    assert run(told, "2024-09-02 08:59") == []
    (begun,) = run(told, "2024-09-02 09:00")
    assert "2024年9月督查（9月2日–9月8日）" in begun
    assert "应查4项，已查0项" in begun
    assert run(told, "2024-09-02 09:01") == []
    assert run(told, "2024-09-06 12:00") == []
    one = current(told)
    assert one is not None
    check(told, one.id, id_of(told, "九洲池二期"), "untrue", DAY, who="王", note="已开园")
    (ended,) = run(told, "2024-09-09 09:00")
    assert "应查4项，已查1项（不属实1）" in ended
    assert "已开园" in ended
    assert "未查3项：没有核查，不等于没有问题。" in ended
    assert current(told) is None
    assert run(told, "2024-09-10 09:00") == []


def test_a_bot_that_was_down_begins_late_while_the_round_would_still_last(told: Ledger) -> None:
    assert run(told, "2024-08-20 09:00") == []  # long after the first workday of August
    (begun,) = run(told, "2024-09-05 14:00")
    assert "9月5日–9月11日" in begun


def test_a_round_begun_by_hand_is_the_months(told: Ledger) -> None:
    one = begin(told, "monthly", DAY, NOW)
    assert one is not None
    end(told, one.id, NOW)
    assert run(told, "2024-09-03 09:00") == []


def test_a_ledger_of_an_old_year_begins_nothing(told: Ledger) -> None:
    assert run(told, "2026-09-01 09:00") == []
    assert rounds(told) == []


def test_a_ledger_without_anything_due_is_looked_through_once_a_day(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    monkeypatch.setattr("store.cycle.rounds.due_for", lambda *_: looked.append("") or [])
    for moment in ("2024-09-02 09:00", "2024-09-02 09:01", "2024-09-03 09:00"):
        assert run(ledger, moment) == []
    assert len(looked) == 2


def test_two_processes_begin_one_round(told: Ledger) -> None:
    with Ledger.open(told.path) as other:
        run(told, "2024-09-02 09:00")
        assert run(other, "2024-09-02 09:00") == []
    assert len(rounds(told)) == 1


def test_who_switched_the_chat_off_is_not_told(told: Ledger) -> None:
    token = invite(told, "editor", 1, "李", NOW)
    claim_invitation(told, token, 9, "李", NOW)
    change(told, EDITOR, on=False)
    run(told, "2024-09-02 09:00")
    assert [message.chat for message in messages(told, "waiting")] == [9]


def test_a_changed_rule_holds_for_the_next_round(told: Ledger) -> None:
    change_rules(told, "王", round_days=3)
    one = begin(told, "monthly", DAY, NOW)
    assert one is not None
    assert (one.last - one.first).days == 2


def test_who_is_forgotten_leaves_no_trace_in_the_checks(told: Ledger) -> None:
    one = begin(told, "monthly", DAY, NOW)
    assert one is not None
    check(told, one.id, id_of(told, "九洲池二期"), "true", DAY, who="telegram:9")
    alias = forget_me(told, 9, datetime.now(tz=NOW.tzinfo))
    assert {c.by for c in checks(told, one.id)} == {"", alias}
