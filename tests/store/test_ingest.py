"""What reading a document does to the ledger: once, again, corrected, withdrawn, interrupted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from commitments.model import Matter
from store.audit import entries
from store.documents import versions
from store.errors import LedgerError
from store.files import Metadata
from store.ingest import Tools, ingest, ingest_text, withdraw
from store.ledger import Ledger
from store.reread import read_again

MAY = "五月\n刊发 2024-05-22\n城市 洛阳市\n承诺 老旧小区：年底前改造188个\n承诺 电梯：加装100部\n进展 供热：完成一半?\n"
SEPTEMBER = "九月\n刊发 2024-09-20\n城市 洛阳市\n进展 老旧小区：已完工50个\n承诺 西工区·老旧小区：9月底前清零\n"


def contents(ledger: Ledger) -> list[Matter]:
    return sorted(ledger.matters(), key=lambda matter: matter.id)


def dump(ledger: Ledger) -> list[str]:
    return list(ledger.db.conn.iterdump())


def test_a_new_document_is_counted_and_linked(ledger: Ledger, tools: Tools) -> None:
    told = ingest_text(ledger, "五月.txt", MAY, tools=tools)
    assert (told.outcome, told.statements, told.commitments, told.progress) == ("new", 3, 2, 1)
    assert (told.deadlines, told.doubts, told.matters_new, told.changes) == (1, ("数字存疑",), 3, ())
    assert told.source.published == date(2024, 5, 22)
    assert [matter.title for matter in ledger.matters()] == ["老旧小区", "电梯", "供热"]
    assert ledger.integrity_check() == []


def test_a_second_document_adds_to_known_matters_and_tells_the_changes(ledger: Ledger, tools: Tools) -> None:
    ingest_text(ledger, "五月.txt", MAY, tools=tools)
    told = ingest_text(ledger, "九月.txt", SEPTEMBER, tools=tools)
    assert told.matters_new == 1
    assert [(id_, change.after) for id_, change in told.changes] == [("m-老旧小区", "已完工50个")]
    whole = ledger.matter("m-老旧小区")
    assert whole is not None
    assert [seen.source.file for seen in whole.sightings] == ["五月.txt", "九月.txt"]
    assert [part.title for part in ledger.parts("m-老旧小区")] == ["西工区·老旧小区"]


@pytest.mark.parametrize("name", ["五月.txt", "另一个名字.txt"])
def test_the_same_text_again_changes_nothing_under_any_name(ledger: Ledger, tools: Tools, name: str) -> None:
    ingest_text(ledger, "五月.txt", MAY, tools=tools)
    before = dump(ledger)
    told = ingest_text(ledger, name, MAY, tools=tools)
    assert (told.outcome, told.statements, told.matters_new, told.changes) == ("same", 3, 0, ())
    assert told.source.file == "五月.txt"
    assert dump(ledger) == before


def test_the_same_text_in_another_encoding_is_the_same_document(ledger: Ledger, tools: Tools, tmp_path: Path) -> None:
    for folder, encoding in (("a", "utf-8"), ("b", "gb18030")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "五月.txt").write_bytes(MAY.encode(encoding))
    assert ingest(ledger, tmp_path / "a/五月.txt", tools=tools).outcome == "new"
    assert ingest(ledger, tmp_path / "b/五月.txt", tools=tools).outcome == "same"


def test_a_corrected_document_replaces_its_statements_and_keeps_its_history(ledger: Ledger, tools: Tools) -> None:
    ingest_text(ledger, "五月.txt", MAY, tools=tools)
    corrected = MAY.replace("188个", "189个").replace("承诺 电梯：加装100部\n", "")
    told = ingest_text(ledger, "五月.txt", corrected, tools=tools)
    assert (told.outcome, told.statements) == ("corrected", 2)
    quotes = [seen.statement.quote for matter in ledger.matters() for seen in matter.sightings]
    assert quotes == ["年底前改造189个", "完成一半?"]
    [version] = versions(ledger.db, "五月.txt")
    assert (version.why, version.published, version.text) == ("corrected", date(2024, 5, 22), MAY)
    assert ledger.text(told.source) == corrected
    assert ledger.integrity_check() == []


def test_a_statement_that_stays_or_hardly_changes_keeps_its_number(ledger: Ledger, tools: Tools) -> None:
    ingest_text(ledger, "五月.txt", MAY, tools=tools)
    query = "SELECT quote, id FROM statements"
    before = dict(ledger.db.execute(query))
    ingest_text(ledger, "五月.txt", "头条\n" + MAY.replace("改造188个", "改造189个"), tools=tools)
    after = dict(ledger.db.execute(query))
    assert after == {
        "年底前改造189个": before["年底前改造188个"],
        "加装100部": before["加装100部"],
        "完成一半?": before["完成一半?"],
    }


def test_a_correction_taken_back_restores_the_ledger(ledger: Ledger, tools: Tools) -> None:
    ingest_text(ledger, "五月.txt", MAY, tools=tools)
    ingest_text(ledger, "九月.txt", SEPTEMBER, tools=tools)
    before = contents(ledger)
    ingest_text(ledger, "五月.txt", MAY.replace("188", "200"), tools=tools)
    assert contents(ledger) != before
    ingest_text(ledger, "五月.txt", MAY, tools=tools)
    assert contents(ledger) == before


def test_documents_of_one_name_from_two_cities_stand_side_by_side(ledger: Ledger, tools: Tools) -> None:
    other = "徐州的报告\n刊发 2024-01-20\n城市 徐州市\n承诺 地铁：开通6号线，建成车站16座\n"
    ingest_text(ledger, "报告.txt", MAY, tools=tools)
    assert ingest_text(ledger, "报告.txt", other, tools=tools).outcome == "new"
    assert [(d.file, d.city) for d in ledger.documents()] == [("报告.txt", "徐州市"), ("报告.txt", "洛阳市")]
    with pytest.raises(LedgerError, match="say which with --city"):
        withdraw(ledger, "报告.txt", tools=tools)
    withdraw(ledger, "报告.txt", city="徐州市", tools=tools)
    assert [d.city for d in ledger.documents()] == ["洛阳市"]


def test_of_two_documents_of_one_name_the_one_of_the_same_city_is_corrected(ledger: Ledger, tools: Tools) -> None:
    homeless = MAY.replace("城市 洛阳市\n", "").replace("188", "187")
    ingest_text(ledger, "报告.txt", MAY, tools=tools)
    ingest_text(ledger, "报告.txt", homeless, given=Metadata(city="徐州市"), tools=tools)
    told = ingest_text(ledger, "报告.txt", MAY.replace("188", "189"), given=Metadata(city="洛阳市"), tools=tools)
    assert (told.outcome, told.source.city) == ("corrected", "洛阳市")
    assert {(d.city, "189" in ledger.text(d)) for d in ledger.documents()} == {("徐州市", False), ("洛阳市", True)}


def test_a_city_that_is_given_later_does_not_make_a_second_document(ledger: Ledger, tools: Tools) -> None:
    ingest_text(ledger, "报告.txt", MAY.replace("城市 洛阳市\n", ""), tools=tools)
    assert ingest_text(ledger, "报告.txt", MAY, tools=tools).outcome == "corrected"
    assert [d.city for d in ledger.documents()] == ["洛阳市"]


def test_a_document_cannot_take_the_name_and_city_of_another(ledger: Ledger, tools: Tools) -> None:
    ingest_text(ledger, "报告.txt", MAY, tools=tools)
    other = SEPTEMBER.replace("洛阳市", "徐州市")
    ingest_text(ledger, "报告.txt", other, tools=tools)
    with pytest.raises(LedgerError, match="another document 报告"):
        ingest_text(ledger, "报告.txt", other, given=Metadata(city="洛阳市"), tools=tools)
    assert [d.city for d in ledger.documents()] == ["洛阳市", "徐州市"]


def test_quite_another_text_under_a_known_name_is_taken_with_a_doubt(ledger: Ledger, tools: Tools) -> None:
    ingest_text(ledger, "通报.txt", MAY, given=Metadata(published=date(2024, 5, 23)), tools=tools)
    told = ingest_text(ledger, "通报.txt", SEPTEMBER, tools=tools)
    assert told.outcome == "corrected"
    assert told.source.published == date(2024, 9, 20), "the day that was given belongs to the former text"
    assert "同名文档" in told.doubts[0]


def test_a_text_without_a_day_of_print_is_refused_and_nothing_is_written(ledger: Ledger, tools: Tools) -> None:
    before = dump(ledger)
    with pytest.raises(LedgerError, match="--published"):
        ingest_text(ledger, "无日期.txt", "承诺 电梯：加装100部\n", tools=tools)
    assert dump(ledger) == before


def test_what_is_given_wins_over_the_text_and_is_kept_for_the_next_reading(ledger: Ledger, tools: Tools) -> None:
    given = Metadata(published=date(2024, 5, 30), city="洛阳市", title="方案", publisher="洛阳日报")
    told = ingest_text(ledger, "五月.txt", MAY, given=given, tools=tools)
    assert (told.source.title, told.source.publisher, told.source.published) == ("方案", "洛阳日报", given.published)
    corrected = ingest_text(ledger, "五月.txt", MAY.replace("188", "189"), tools=tools)
    assert corrected.source == told.source


def test_another_day_of_print_for_the_same_text_corrects_it(ledger: Ledger, tools: Tools) -> None:
    ingest_text(ledger, "五月.txt", MAY, tools=tools)
    told = ingest_text(ledger, "五月.txt", MAY, given=Metadata(published=date(2024, 5, 23)), tools=tools)
    assert told.outcome == "corrected"
    assert {seen.source.published for m in ledger.matters() for seen in m.sightings} == {date(2024, 5, 23)}


def test_metadata_beside_the_file_is_used(ledger: Ledger, tools: Tools, tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text("承诺 电梯：加装100部\n")
    (tmp_path / "seeds.toml").write_text(
        '[[documents]]\nfile = "甲.txt"\ntitle = "电梯"\npublished = 2024-03-01\nsource = "版面日期"\n'
    )
    told = ingest(ledger, tmp_path / "甲.txt", tools=tools)
    assert (told.source.title, told.source.published) == ("电梯", date(2024, 3, 1))
    assert ledger.db.execute("SELECT published_why FROM documents").fetchone() == ("版面日期",)
    assert ingest(ledger, tmp_path / "甲.txt", tools=tools).outcome == "same"
    assert ingest(ledger, tmp_path / "甲.txt", published=date(2024, 3, 2), tools=tools).outcome == "corrected"


def test_a_withdrawn_document_leaves_no_trace_in_the_matters_and_can_come_back(ledger: Ledger, tools: Tools) -> None:
    ingest_text(ledger, "五月.txt", MAY, tools=tools)
    alone = contents(ledger)
    ingest_text(ledger, "九月.txt", SEPTEMBER, tools=tools)
    both = contents(ledger)
    withdraw(ledger, "九月.txt", who="李", tools=tools)
    assert contents(ledger) == alone
    assert ledger.integrity_check() == []
    assert [(version.why, version.text) for version in versions(ledger.db, "九月.txt")] == [("withdrawn", SEPTEMBER)]
    assert ingest_text(ledger, "九月.txt", SEPTEMBER, tools=tools).outcome == "new"
    assert contents(ledger) == both


def test_withdrawing_an_unknown_document_says_so(ledger: Ledger, tools: Tools) -> None:
    with pytest.raises(LedgerError, match="there is no document"):
        withdraw(ledger, "无.txt", tools=tools)


def test_reading_everything_again_with_a_better_reader_brings_what_it_finds(ledger: Ledger, tools: Tools) -> None:
    blind = replace(tools, read=lambda text, day, city: replace(tools.read(text, day, city), statements=()))
    for name, text in (("九月.txt", SEPTEMBER), ("五月.txt", MAY)):
        ingest_text(ledger, name, text, tools=blind)
    assert ledger.matters() == []
    assert [told.outcome for told in read_again(ledger, tools=tools)] == ["corrected", "corrected"]
    assert len(ledger.matters()) == 4
    assert [told.outcome for told in read_again(ledger, tools=tools)] == ["same", "same"]


def test_who_read_and_withdrew_what_is_in_the_log(ledger: Ledger, tools: Tools) -> None:
    ingest_text(ledger, "五月.txt", MAY, who="李", tools=tools)
    ingest_text(ledger, "五月.txt", MAY, who="王", tools=tools)
    ingest_text(ledger, "五月.txt", MAY + "\n", who="王", tools=tools)
    withdraw(ledger, "五月.txt", who="赵", tools=tools)
    told = [(entry.who, entry.action) for entry in entries(ledger.db, "五月.txt")]
    assert told == [("赵", "withdraw"), ("王", "read again"), ("李", "read")]


def test_the_order_of_reading_does_not_change_the_ledger(tmp_path: Path, tools: Tools) -> None:
    texts = {
        "五月.txt": MAY,
        "九月.txt": SEPTEMBER,
        "一月.txt": "刊发 2024-01-30\n承诺 老旧小区：改造143个\n承诺 供热：扩网\n",
    }
    results = []
    for order in permutations(texts):
        with Ledger.open(tmp_path / f"{'-'.join(order)}.db") as ledger:
            for name in order:
                ingest_text(ledger, name, texts[name], tools=tools)
            results.append(contents(ledger))
    assert all(result == results[0] for result in results)
    everything = [seen for matter in results[0] for seen in matter.sightings]
    assert results[0] == sorted(tools.link(everything), key=lambda matter: matter.id)


@pytest.mark.parametrize("step", ["link", "index", "block_keys"])
def test_an_error_half_way_leaves_nothing(ledger: Ledger, tools: Tools, step: str) -> None:
    ingest_text(ledger, "五月.txt", MAY, tools=tools)
    before = dump(ledger)

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest_text(ledger, "九月.txt", SEPTEMBER, tools=replace(tools, **{step: fail}))
    with pytest.raises(KeyboardInterrupt):
        ingest_text(ledger, "五月.txt", MAY.replace("188", "189"), tools=replace(tools, **{step: fail}))
    assert dump(ledger) == before


def test_a_full_disk_is_said_in_one_line_and_leaves_nothing(ledger: Ledger, tools: Tools) -> None:
    ingest_text(ledger, "五月.txt", MAY, tools=tools)
    before = dump(ledger)
    pages = ledger.db.execute("PRAGMA page_count").fetchone()[0]
    ledger.db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(LedgerError, match="disk is full"):
        ingest_text(ledger, "九月.txt", SEPTEMBER + "承诺 长：" + "很长" * 20_000, tools=tools)
    assert dump(ledger) == before


def test_hostile_text_is_kept_as_it_is(ledger: Ledger, tools: Tools) -> None:
    text = "刊发 2024-05-22\n承诺 <b>&\0\u202e\"'：NEAR(\x00* OR - \U0001f600 年底前\ud800\n"
    told = ingest_text(ledger, "'; DROP TABLE matters; --.txt", text, tools=tools)
    assert told.statements == 1
    assert ledger.text(told.source) == text.replace("\ud800", "?")
    [matter] = ledger.matters()
    assert matter.title == "<b>&\0\u202e\"'"


def test_another_process_that_read_the_same_file_first_is_noticed(ledger: Ledger, tools: Tools, tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.db") as other:

        def read_meanwhile(text: str, day: date | None, city: str):  # type: ignore[no-untyped-def]
            if not other.documents():
                ingest_text(other, "五月.txt", MAY, tools=tools)
            return tools.read(text, day, city)

        told = ingest_text(ledger, "五月.txt", MAY, tools=replace(tools, read=read_meanwhile))
    assert told.outcome == "same"
    assert len(ledger.documents()) == 1
