"""What a person corrects holds, is told in the log, outlives further reading, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from commitments.in_force import deadline_of
from commitments.model import Matter
from commitments.standing import standing
from store.audit import entries
from store.corrections import add_progress, corrections, extend, mark_done, merge, rename, split, undo
from store.errors import LedgerError
from store.ingest import Tools, ingest_text, withdraw
from store.ledger import Ledger

JANUARY = "一月\n刊发 2024-01-30\n承诺 老旧小区：改造143个\n承诺 旧小区：改造涧西51个\n承诺 电梯：加装100部\n"
MAY = "五月\n刊发 2024-05-22\n承诺 老旧小区：年底前改造188个\n进展 电梯：已加装30部\n"


@pytest.fixture
def read(ledger: Ledger, tools: Tools) -> Ledger:
    ingest_text(ledger, "一月.txt", JANUARY, tools=tools)
    ingest_text(ledger, "五月.txt", MAY, tools=tools)
    return ledger


def contents(ledger: Ledger) -> dict[str, list[str]]:
    return {m.title: [seen.statement.quote for seen in m.sightings] for m in ledger.matters()}


def test_merged_matters_are_one_under_the_first_id_and_the_other_id_still_leads_there(
    read: Ledger, tools: Tools
) -> None:
    merge(read, "m-老旧小区", "m-旧小区", who="李", link=tools.link)
    expected = {"老旧小区": ["改造143个", "改造涧西51个", "年底前改造188个"], "电梯": ["加装100部", "已加装30部"]}
    assert contents(read) == expected
    old = read.matter("m-旧小区")
    assert old is not None
    assert old.id == "m-老旧小区"
    assert read.integrity_check() == []


def test_a_split_matter_is_two(read: Ledger, tools: Tools) -> None:
    lifts = read.matter("m-电梯")
    assert lifts is not None
    number = split(read, "m-电梯", lifts.sightings[1:], who="李", link=tools.link)
    assert [(m.id, len(m.sightings)) for m in read.matters() if m.title == "电梯"] == [
        ("m-电梯", 1),
        (f"m-电梯.{number}", 1),
    ]


def test_a_renamed_matter_keeps_its_id(read: Ledger, tools: Tools) -> None:
    rename(read, "m-电梯", "  既有住宅\n加装电梯 ", who="李", link=tools.link)
    found = read.matter("m-电梯")
    assert found is not None
    assert found.title == "既有住宅 加装电梯"


def test_records_by_hand_stand_among_the_sightings_from_their_day_on(read: Ledger) -> None:
    mark_done(read, "m-老旧小区", date(2024, 12, 20), who="王", note="区住建局来电")
    number = add_progress(read, "m-电梯", 60, "部", date(2024, 8, 1), who="王", what="电梯")
    extend(read, "m-电梯", date(2025, 3, 31), date(2024, 9, 1), who="王", reason="设备晚到")
    done = read.matter("m-老旧小区")
    assert done is not None
    last = done.sightings[-1]
    assert (last.statement.kind, last.statement.quote) == ("progress", "已全部完成")
    assert (last.source.title, last.source.publisher) == ("王登记：区住建局来电", "王")
    assert last.source.published == date(2024, 12, 20)
    lifts = read.matter("m-电梯", date(2024, 8, 31))
    assert lifts is not None
    assert [seen.source.file for seen in lifts.sightings] == ["一月.txt", "五月.txt", f"登记-{number}"]
    assert lifts.sightings[-1].statement.quantities[0].value == 60
    later = read.matter("m-电梯")
    assert later is not None
    limit = later.sightings[-1].statement.deadline
    assert limit is not None
    assert (limit.end, limit.text) == (date(2025, 3, 31), "2025年3月31日")


@pytest.mark.parametrize(
    "correct",
    [
        lambda ledger, link: merge(ledger, "m-老旧小区", "m-旧小区", who="李", link=link),
        lambda ledger, link: split(ledger, "m-电梯", ledger.matter("m-电梯").sightings[1:], who="李", link=link),
        lambda ledger, link: rename(ledger, "m-电梯", "加装电梯", who="李", link=link),
        lambda ledger, link: mark_done(ledger, "m-电梯", date(2024, 6, 1), who="李"),
        lambda ledger, link: add_progress(ledger, "m-电梯", 3, "部", date(2024, 6, 1), who="李"),
        lambda ledger, link: extend(ledger, "m-电梯", date(2025, 1, 1), date(2024, 6, 1), who="李", reason="雨"),
    ],
    ids=["merge", "split", "rename", "done", "progress", "extend"],
)
def test_a_correction_is_kept_by_reading_and_withdrawing_and_is_undone_without_a_trace(
    read: Ledger, tools: Tools, correct: Callable[..., int]
) -> None:
    before = read.matters()
    number = correct(read, tools.link)
    corrected = read.matters()
    assert corrected != before

    ingest_text(read, "九月.txt", "九月\n刊发 2024-09-20\n进展 电梯：已加装90部\n", tools=tools)
    ingest_text(read, "五月.txt", MAY.replace("五月\n", "五月，版面更正\n"), tools=tools)
    ingest_text(read, "五月.txt", MAY, tools=tools)
    withdraw(read, "九月.txt", tools=tools)
    withdraw(read, "五月.txt", tools=tools)
    ingest_text(read, "五月.txt", MAY, tools=tools)
    assert read.matters() == corrected

    undo(read, number, who="王", link=tools.link)
    assert read.matters() == before
    assert read.integrity_check() == []
    made = next(c for c in corrections(read, before[-1].id) + corrections(read, "m-老旧小区") if c.number == number)
    assert (made.who, made.undone_by) == ("李", "王")
    with pytest.raises(LedgerError, match="no correction"):
        undo(read, number, who="王", link=tools.link)


def test_corrections_follow_a_sentence_whose_misprint_is_corrected(read: Ledger, tools: Tools) -> None:
    rename(read, "m-旧小区", "涧西老旧小区", who="李", link=tools.link)
    ingest_text(read, "一月.txt", JANUARY.replace("改造涧西51个", "改造涧西区51个"), tools=tools)
    assert contents(read)["涧西老旧小区"] == ["改造涧西区51个"]


def test_corrections_hold_whatever_the_order_of_reading(tmp_path: Path, tools: Tools) -> None:
    later = "九月\n刊发 2024-09-20\n承诺 旧小区：涧西再改造9个\n进展 电梯：已加装90部\n"
    texts = {"一月.txt": JANUARY, "五月.txt": MAY, "九月.txt": later}
    results: list[list[Matter]] = []
    for order in permutations(texts):
        with Ledger.open(tmp_path / f"{'-'.join(order)}.db") as ledger:
            for name in ("一月.txt", "五月.txt"):
                ingest_text(ledger, name, texts[name], tools=tools)
            merge(ledger, "m-老旧小区", "m-旧小区", who="李", link=tools.link)
            rename(ledger, "m-电梯", "加装电梯", who="李", link=tools.link)
            for name in ("一月.txt", "五月.txt"):
                withdraw(ledger, name, tools=tools)
            for name in order:
                ingest_text(ledger, name, texts[name], tools=tools)
            results.append(ledger.matters())
    assert all(result == results[0] for result in results)
    assert [m.title for m in results[0]] == ["老旧小区", "加装电梯"]


@pytest.mark.parametrize("promise", ["改造188个", "10月通车", "年底前基本完成", "年底前投入使用，资料待归档"])
def test_what_is_recorded_as_done_stands_as_done(ledger: Ledger, tools: Tools, promise: str) -> None:
    ingest_text(ledger, "五月.txt", f"刊发 2024-05-22\n承诺 工程：{promise}\n", tools=tools)
    mark_done(ledger, "m-工程", date(2024, 8, 1), who="李", note="尚未移交，待验收")
    matter = ledger.matter("m-工程")
    assert matter is not None
    assert standing(matter, date(2025, 1, 1)).status == "done"


def test_a_recorded_share_is_a_share_and_no_amount(read: Ledger) -> None:
    add_progress(read, "m-电梯", 62.5, "%", date(2024, 8, 1), who="王")
    matter = read.matter("m-电梯")
    assert matter is not None
    [quantity] = matter.sightings[-1].statement.quantities
    assert (quantity.value, quantity.measure) == (62.5, "share")
    assert matter.sightings[-1].statement.quote == "已完成62.5%"


def test_a_recorded_deadline_is_the_one_in_force(read: Ledger) -> None:
    extend(read, "m-老旧小区", date(2025, 3, 31), date(2024, 9, 1), who="王", reason="设备晚到")
    matter = read.matter("m-老旧小区")
    assert matter is not None
    assert [c.kind for c in standing(matter, date(2024, 10, 1)).changes if c.kind.startswith("deadline")] == [
        "deadline_later"
    ]
    assert deadline_of(matter) == matter.sightings[-1].statement.deadline


def test_every_correction_is_in_the_log(read: Ledger, tools: Tools) -> None:
    number = rename(read, "m-电梯", "加装电梯", who="李", link=tools.link)
    undo(read, number, who="王", link=tools.link)
    told = [(entry.who, entry.action, entry.subject) for entry in entries(read.db, limit=2)]
    assert told == [("王", "undo", str(number)), ("李", "rename", "m-电梯")]
    assert [entry.action for entry in entries(read.db, "m-电梯")] == ["rename"]


@pytest.mark.parametrize(
    ("correct", "says"),
    [
        (lambda ledger: rename(ledger, "m-无", "新", who="李"), "no matter m-无"),
        (lambda ledger: rename(ledger, "m-电梯", " \n", who="李"), "a title"),
        (lambda ledger: merge(ledger, "m-电梯", "m-电梯", who="李"), "one matter already"),
        (lambda ledger: split(ledger, "m-电梯", [], who="李"), "some but not all of the 2"),
        (lambda ledger: split(ledger, "m-电梯", ledger.matter("m-电梯").sightings, who="李"), "some but not all"),
        (lambda ledger: extend(ledger, "m-电梯", date(2025, 1, 1), date(2024, 6, 1), who="李", reason=" "), "why"),
        (lambda ledger: undo(ledger, 7, who="李"), "no correction 7"),
    ],
)
def test_a_correction_that_makes_no_sense_is_refused_and_changes_nothing(
    read: Ledger, correct: Callable[[Ledger], object], says: str
) -> None:
    before = list(read.db.conn.iterdump())
    with pytest.raises(LedgerError, match=says):
        correct(read)
    assert list(read.db.conn.iterdump()) == before
