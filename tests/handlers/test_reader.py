"""The ledger behind the desk, with one of the seeds read into it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from handlers.reader import LedgerReader
from store.ingest import ingest
from store.ledger import Ledger
from tests.handlers.samples import TODAY

SEED = Path(__file__).parents[2] / "seeds" / "001_07fbc007eb1dbc0e.txt"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LedgerReader]:
    path = tmp_path_factory.mktemp("ledger") / "ledger.db"
    with Ledger.open(path) as ledger:
        ingest(ledger, SEED)
    opened = LedgerReader(path)
    yield opened
    opened.close()


def test_a_matter_is_found_again_by_its_id_as_the_answer_showed_it(reader: LedgerReader) -> None:
    reply = reader.answer("老旧小区 进度", TODAY, 8, None)
    first = reply.answers[0]
    again = reader.matter(first.matter.id, TODAY)
    assert again is not None
    assert (again.matter, again.standing) == (first.matter, first.standing)


def test_a_matter_is_not_known_before_its_first_print_nor_under_another_id(reader: LedgerReader) -> None:
    first = reader.answer("老旧小区 进度", TODAY, 8, None).answers[0]
    assert reader.matter(first.matter.id, date(2024, 1, 1)) is None
    assert reader.matter("nothing", TODAY) is None


def test_a_follow_up_says_what_it_follows(reader: LedgerReader) -> None:
    before = reader.answer("老旧小区", TODAY, 8, None)
    assert before.notes == ()
    followed = reader.answer("什么时候完成", TODAY, 8, before.filters)
    assert followed.filters.subject == before.filters.subject
    assert followed.notes[0] == f"接着“{before.filters.subject}”查的，要查别的请写明事项。"


def test_a_question_of_its_own_is_no_follow_up(reader: LedgerReader) -> None:
    before = reader.answer("老旧小区", TODAY, 8, None)
    assert not any(note.startswith("接着") for note in reader.answer("电梯", TODAY, 8, before.filters).notes)


def test_a_new_ledger_is_empty_and_answers(tmp_path: Path) -> None:
    reader = LedgerReader(tmp_path / "new.db")
    reader.warm(TODAY)
    assert reader.answer("老旧小区", TODAY, 8, None).answers == ()
    reader.close()
