"""What was decided about doubts stays so: when a document is read again, corrected, or filed under another city."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from commitments.verdicts import ACCEPTED, LEFT_OUT, Verdict
from store.audit import entries
from store.files import Metadata
from store.ingest import Tools, ingest_text, withdraw
from store.intake.verdicts import kept
from store.ledger import Ledger
from store.reread import read_again

DOUBT = "数字存疑"
PAGE = "题\n刊发 2024-05-22\n城市 洛阳市\n承诺 老旧小区：改造188个?\n承诺 加装电梯：加装10部?\n"
OUT = Verdict(DOUBT, LEFT_OUT, "加装10部?", "加装电梯")
SURE = Verdict(DOUBT, ACCEPTED, "改造188个?", "老旧小区")


def quotes(ledger: Ledger) -> list[tuple[str, tuple[str, ...]]]:
    return [(s.statement.quote, s.statement.doubts) for m in ledger.matters() for s in m.sightings]


def test_decisions_hold_when_the_document_is_read_again(ledger: Ledger, tools: Tools) -> None:
    found = ingest_text(ledger, "a.txt", PAGE, verdicts=[OUT, SURE], who="编辑", tools=tools)
    assert found.doubts == ()
    assert quotes(ledger) == [("改造188个?", ())]
    assert [one.outcome for one in read_again(ledger, tools=tools)] == ["same"]
    assert quotes(ledger) == [("改造188个?", ())]
    assert [entry.action for entry in entries(ledger.db, "a.txt")].count("decide") == 2


def test_a_corrected_text_keeps_what_was_decided_about_words_that_it_still_has(ledger: Ledger, tools: Tools) -> None:
    ingest_text(ledger, "a.txt", PAGE, verdicts=[OUT, SURE], tools=tools)
    ingest_text(ledger, "a.txt", PAGE.replace("188", "189"), tools=tools)
    assert quotes(ledger) == [("改造189个?", (DOUBT,))]


def test_a_document_that_is_taken_out_and_read_again_is_decided_still(ledger: Ledger, tools: Tools) -> None:
    ingest_text(ledger, "a.txt", PAGE, verdicts=[OUT], tools=tools)
    withdraw(ledger, "a.txt", tools=tools)
    ingest_text(ledger, "a.txt", PAGE, tools=tools)
    assert quotes(ledger) == [("改造188个?", (DOUBT,))]


def test_decisions_go_along_when_the_city_of_a_document_is_corrected(ledger: Ledger, tools: Tools) -> None:
    ingest_text(ledger, "a.txt", PAGE, verdicts=[OUT], tools=tools)
    ingest_text(ledger, "a.txt", PAGE, given=Metadata(city="开封市"), tools=tools)
    assert kept(ledger.db, "a.txt", "开封市") == (OUT,)
    assert quotes(ledger) == [("改造188个?", (DOUBT,))]


def test_a_decision_that_is_taken_back_brings_the_statement_back(ledger: Ledger, tools: Tools) -> None:
    ingest_text(ledger, "a.txt", PAGE, verdicts=[OUT], tools=tools)
    ingest_text(ledger, "a.txt", PAGE, verdicts=[replace(OUT, decision=ACCEPTED)], again=True, tools=tools)
    assert quotes(ledger) == [("改造188个?", (DOUBT,)), ("加装10部?", ())]


def test_the_real_reader_keeps_what_was_decided_about_a_seed(ledger: Ledger) -> None:
    seed = Path(__file__).parents[3] / "seeds" / "004_5c5b8542f0a6334b.txt"
    doubt = "2024年汛期前按惯例取5月14日"
    text = seed.read_text(encoding="utf-8")
    assert ingest_text(ledger, seed.name, text).doubts == (doubt,)
    assert ingest_text(ledger, seed.name, text, verdicts=[Verdict(doubt, "2024-06-01")]).doubts == ()
    list(read_again(ledger))
    limits = [s.statement.deadline for m in ledger.matters() for s in m.sightings if "尾矿库" in s.statement.quote]
    assert "2024-06-01" in {str(limit.end) for limit in limits if limit}
