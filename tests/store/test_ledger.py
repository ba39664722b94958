"""What the ledger gives back, on any day, by present and former ids."""

from __future__ import annotations

from datetime import date

import pytest

from store.ingest import Tools, ingest_text, withdraw
from store.ledger import Ledger

JANUARY = "一月\n刊发 2024-01-30\n城市 洛阳市\n承诺 西工区·老旧小区：改造27个\n承诺 电梯：加装100部\n"
MAY = "五月\n刊发 2024-05-22\n城市 洛阳市\n承诺 老旧小区：年底前改造188个\n进展 电梯：已加装30部\n"


@pytest.fixture
def read(ledger: Ledger, tools: Tools) -> Ledger:
    ingest_text(ledger, "五月.txt", MAY, tools=tools)
    ingest_text(ledger, "一月.txt", JANUARY, tools=tools)
    return ledger


def test_documents_come_in_the_order_of_print_and_only_those_printed_by_the_day(read: Ledger) -> None:
    assert [(d.file, d.title, d.city) for d in read.documents()] == [
        ("一月.txt", "一月", "洛阳市"),
        ("五月.txt", "五月", "洛阳市"),
    ]
    assert [d.file for d in read.documents(date(2024, 5, 21))] == ["一月.txt"]


def test_matters_come_in_the_order_of_their_first_print(read: Ledger) -> None:
    assert [m.title for m in read.matters()] == ["西工区·老旧小区", "电梯", "老旧小区"]


def test_on_a_day_what_was_printed_later_is_not_known(read: Ledger) -> None:
    known = read.matters(date(2024, 5, 21))
    assert [(m.title, [s.statement.quote for s in m.sightings], m.whole) for m in known] == [
        ("西工区·老旧小区", ["改造27个"], None),
        ("电梯", ["加装100部"], None),
    ]
    assert read.matter("m-老旧小区", date(2024, 5, 21)) is None
    part = read.matter("m-西工区·老旧小区", date(2024, 5, 22))
    assert part is not None
    assert part.whole == "m-老旧小区"
    assert read.matters(date(2024, 1, 1)) == []


def test_matters_come_in_the_order_of_the_ids_that_were_asked_for(read: Ledger) -> None:
    ids = ["m-老旧小区", "m-无", "m-电梯", "m-老旧小区"]
    assert [m.id for m in read.matters(ids=ids)] == ["m-老旧小区", "m-电梯"]
    assert read.matters(ids=[]) == []


def test_one_matter_is_the_same_as_in_the_whole_list(read: Ledger) -> None:
    for day in (None, date(2024, 3, 1)):
        assert [read.matter(m.id, day) for m in read.matters(day)] == read.matters(day)


def test_parts_are_found_from_the_whole(read: Ledger) -> None:
    assert [m.id for m in read.parts("m-老旧小区")] == ["m-西工区·老旧小区"]
    assert read.parts("m-电梯") == read.parts("m-无") == []


def test_statements_lead_to_their_sightings_and_matters(read: Ledger) -> None:
    numbers = [row[0] for row in read.db.execute("SELECT id FROM statements ORDER BY id")]
    seen = read.sightings([*numbers, 999])
    assert [s.source.file for s in seen.values()] == ["一月.txt", "一月.txt", "五月.txt", "五月.txt"]
    where = read.statement_matters([*numbers, 999])
    assert {seen[number].statement.item: where[number] for number in numbers} == {
        "西工区·老旧小区": "m-西工区·老旧小区",
        "电梯": "m-电梯",
        "老旧小区": "m-老旧小区",
    }
    assert len(where) == 4


def test_offsets_point_into_the_kept_text(read: Ledger) -> None:
    for matter in read.matters():
        for seen in matter.sightings:
            text = read.text(seen.source)
            assert text[seen.statement.start : seen.statement.end] == seen.statement.quote


def test_the_text_of_a_withdrawn_document_is_gone(read: Ledger, tools: Tools) -> None:
    source = read.documents()[0]
    withdraw(read, source.file, tools=tools)
    with pytest.raises(LookupError):
        read.text(source)


def test_the_counts_add_up(read: Ledger) -> None:
    counts = read.counts()
    assert counts == {
        "documents": 2, "statements": 4, "commitments": 3, "progress": 1, "deadlines": 1, "matters": 3,
    }  # fmt: skip


def test_damage_is_found(read: Ledger) -> None:
    read.db.execute("PRAGMA foreign_keys = OFF")
    read.db.execute("DELETE FROM documents WHERE file = '一月.txt'")
    read.db.execute("DELETE FROM matter_statements WHERE matter_id = 'm-老旧小区'")
    assert sorted(read.integrity_check()) == [
        "1 matters have no statement",
        "1 statements belong to no matter",
        "articles: row 2 refers to nothing in documents",
        "statements: row 3 refers to nothing in documents",
        "statements: row 4 refers to nothing in documents",
    ]
