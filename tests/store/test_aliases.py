"""Words of the house: kept as questions are read, found in every question, written into the audit log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from store import aliases as module
from store.aliases import aliases, aliases_in, remove_alias, set_alias
from store.answers import answer
from store.audit import entries
from store.files import Metadata
from store.ingest import ingest_text
from store.ledger import Ledger

TODAY = date(2025, 3, 1)
REPORT = """
# 市政府工作报告

今年要办好以下实事。改造城镇老旧小区120个，11月底前全部完工。新建公办幼儿园12所，8月底前全部投用。新增停车泊位5000个。
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.db") as opened:
        ingest_text(opened, "report.txt", REPORT, given=Metadata(published=date(2025, 2, 10), city="徐州市"))
        yield opened


def teach(ledger: Ledger, word: str, meaning: str) -> tuple[str, str]:
    return set_alias(ledger, word, meaning, "telegram:7", TODAY)


def titles(ledger: Ledger, question: str) -> list[str]:
    return [found.matter.title for found in answer(ledger, question, TODAY).answers]


@pytest.mark.parametrize(
    "question", ["暖巢工程", "暖巢工程 进度", "暖巢工程什么时候完成", "暖巢工程 120个", "暖巢工程 11月底前"]
)
def test_a_made_up_word_finds_the_matter_that_it_stands_for(ledger: Ledger, question: str) -> None:
    assert titles(ledger, question) == []
    teach(ledger, "暖巢工程", "老旧小区改造")
    assert "老旧小区" in titles(ledger, question)[0]
    assert remove_alias(ledger, "暖巢工程", "telegram:7")
    assert titles(ledger, question) == []


def test_a_word_answers_as_certainly_as_what_it_stands_for(ledger: Ledger) -> None:
    teach(ledger, "暖巢工程", "老旧小区改造")
    plain, taught = (answer(ledger, f"{words} 进度", TODAY) for words in ("老旧小区改造", "暖巢工程"))
    assert (plain.certain, taught.certain) == (True, True)
    assert taught.filters.subject == "暖巢工程"


def test_a_word_stands_for_one_thing_the_last_that_was_said(ledger: Ledger) -> None:
    teach(ledger, "暖巢工程", "老旧小区改造")
    teach(ledger, "暖巢工程", "新建幼儿园")
    assert aliases(ledger) == [("暖巢工程", "新建幼儿园")]
    assert "幼儿园" in titles(ledger, "暖巢工程")[0]


def test_words_are_kept_as_questions_are_read(ledger: Ledger) -> None:
    assert teach(ledger, " ＡＢＣ工程 ", "　老旧小區　改造 ") == ("abc工程", "老旧小区 改造")
    assert aliases_in(ledger, "abc工程 电梯") == (("abc工程", "老旧小区 改造"),)
    assert aliases_in(ledger, "") == ()


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("改", "老旧小区改造"),
        ("字" * 21, "老旧小区改造"),
        ("暖巢工程", ""),
        ("暖巢工程", "字" * 41),
        ("暖巢工程", "暖巢工程"),
        ("逾期的", "老旧小区改造"),
        ("8月底前", "老旧小区改造"),
        ("\x00\ud800", "老旧小区改造"),
        ("！！！", "老旧小区改造"),
    ],
)
def test_what_no_question_could_be_found_by_is_refused(ledger: Ledger, word: str, meaning: str) -> None:
    with pytest.raises(ValueError):
        teach(ledger, word, meaning)
    assert aliases(ledger) == []


def test_there_is_an_end_to_the_words(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 1)
    teach(ledger, "暖巢工程", "老旧小区改造")
    with pytest.raises(ValueError, match="最多"):
        teach(ledger, "萌芽计划", "幼儿园")
    teach(ledger, "暖巢工程", "旧房改造")


def test_who_taught_and_removed_a_word_is_written_down(ledger: Ledger) -> None:
    teach(ledger, "暖巢工程", "老旧小区改造")
    teach(ledger, "暖巢工程", "老旧小区改造")
    remove_alias(ledger, "暖巢工程", "telegram:8")
    assert remove_alias(ledger, "暖巢工程", "telegram:8") is False
    said = [(entry.who, entry.details) for entry in entries(ledger.db, "暖巢工程")]
    assert said == [
        ("telegram:8", '{"before":"老旧小区改造","after":null}'),
        ("telegram:7", '{"before":null,"after":"老旧小区改造"}'),
    ]
