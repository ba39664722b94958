"""A document that is held changes nothing that anybody sees; publishing it is reading it; two who end it, one wins."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from commitments.model import Source
from commitments.verdicts import LEFT_OUT, Verdict
from store.answers import answer
from store.errors import LedgerError
from store.files import Metadata
from store.ingest import Tools, ingest_text
from store.intake.drafts import BY_HAND, Draft, amend, draft, drop, hold, publish, waiting
from store.intake.preview import Preview, preview
from store.intake.taking import take
from store.ledger import Ledger
from store.news import untold_documents

NOW = datetime(2024, 9, 25, 3, 0, tzinfo=UTC)
SEEDS = Path(__file__).parents[3] / "seeds"
PAGE = "题\n刊发 2024-05-22\n城市 洛阳市\n承诺 老旧小区：改造188个?\n承诺 加装电梯：加装10部\n"
LATER = "再题\n刊发 2024-09-20\n城市 洛阳市\n进展 老旧小区：完工50个\n"


def seed(number: str) -> tuple[str, str]:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return path.name, path.read_text(encoding="utf-8")


def everything(ledger: Ledger) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the drafts' own and the audit log."""
    names = [row[0] for row in ledger.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    kept = [name for name in names if name not in ("drafts", "audit", "sqlite_sequence")]
    return {name: ledger.db.execute(f'SELECT * FROM "{name}"').fetchall() for name in kept}


def taken(ledger: Ledger, text: str, name: str = "a.txt", tools: Tools | None = None, **given: object) -> Draft:
    said = Metadata(**given)  # type: ignore[arg-type]
    found = take(ledger, name, text, now=NOW, given=said, who="telegram:7", chat=7, tools=tools)
    assert isinstance(found, Draft)
    return found


def seen(ledger: Ledger, held: Draft, tools: Tools | None = None) -> Preview:
    found = preview(ledger, held.id, tools)
    assert found is not None
    return found


def test_what_is_held_and_looked_at_changes_nothing_that_anybody_sees(ledger: Ledger, tools: Tools) -> None:
    ingest_text(ledger, "old.txt", LATER, tools=tools)
    before = everything(ledger)
    shown = seen(ledger, taken(ledger, PAGE, tools=tools), tools)
    assert (shown.title, shown.published, shown.reading.city) == ("题", date(2024, 5, 22), "洛阳市")
    assert shown.found is not None
    assert (shown.found.commitments, [one.title for one in shown.new]) == (2, ["加装电梯"])
    assert shown.open_doubts == 1
    assert everything(ledger) == before


def test_a_preview_says_what_publishing_brings(ledger: Ledger, tools: Tools) -> None:
    ingest_text(ledger, "old.txt", PAGE, tools=tools)
    held = taken(ledger, LATER, tools=tools)
    shown = seen(ledger, held, tools)
    assert [(matter.title, change.kind, change.after) for matter, change in shown.changed] == [
        ("老旧小区", "progress", "完工50个")
    ]
    found = publish(ledger, held.id, who="telegram:8", now=NOW, tools=tools)
    assert found == shown.found
    assert [source.title for source in untold_documents(ledger.db)] == ["再题"]


def test_the_index_outside_the_file_hears_nothing_of_a_preview(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANNUO_INDEX", "tantivy")
    with Ledger.open(tmp_path / "t.db") as ledger:
        held = taken(ledger, seed("004")[1])
        log = ledger.db.execute("SELECT max(change) FROM search_log").fetchone()
        assert seen(ledger, held).new
        assert ledger.db.execute("SELECT max(change) FROM search_log").fetchone() == log
        assert answer(ledger, "老旧小区", date(2024, 9, 25), 5).answers == ()
        publish(ledger, held.id, who="", now=NOW)
        assert answer(ledger, "老旧小区", date(2024, 9, 25), 5).answers


def test_a_preview_of_a_seed_answers_no_question_and_publishing_it_does(ledger: Ledger) -> None:
    held = taken(ledger, seed("004")[1])
    before = everything(ledger)
    assert len(seen(ledger, held).new) > 10
    assert everything(ledger) == before
    assert answer(ledger, "老旧小区", date(2024, 9, 25), 5).answers == ()
    found = publish(ledger, held.id, who="", now=NOW)
    assert found is not None
    assert found.outcome == "new"
    assert answer(ledger, "老旧小区", date(2024, 9, 25), 5).answers


def test_a_draft_without_a_day_of_print_waits_for_one(ledger: Ledger) -> None:
    name, text = seed("000")
    held = taken(ledger, text, name)
    shown = seen(ledger, held)
    assert (shown.published, shown.found) == (None, None)
    assert len(shown.reading.statements) > 20
    with pytest.raises(LedgerError):
        publish(ledger, held.id, who="", now=NOW)
    assert [one.id for one in waiting(ledger)] == [held.id]
    amend(ledger, held.id, who="", given=Metadata(published=date(2024, 5, 22), source=BY_HAND))
    found = publish(ledger, held.id, who="", now=NOW)
    assert found is not None
    assert (found.source.published, found.published_why) == (date(2024, 5, 22), BY_HAND)


def test_the_same_text_waits_once_and_is_held_again_after_it_was_dropped(ledger: Ledger, tools: Tools) -> None:
    held = taken(ledger, PAGE, tools=tools)
    assert taken(ledger, PAGE, "other.txt", tools=tools) == held
    assert drop(ledger, held.id, who="telegram:8", now=NOW)
    assert not drop(ledger, held.id, who="telegram:7", now=NOW)
    ended = draft(ledger, held.id)
    assert ended is not None
    assert (ended.state, ended.ended_by, ended.text) == ("dropped", "telegram:8", "")
    assert taken(ledger, PAGE, tools=tools).id != held.id


def test_a_text_without_a_promise_or_report_is_not_kept(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="neither"):
        take(ledger, "a.txt", "今天天气很好。", now=NOW)
    assert waiting(ledger) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("我市年底前建成公园12个。\n" * 30_000, "characters"),
        ("".join(f"年底前建成第{n}社区公园{n}个，改造{n}号小区。\n" for n in range(1100)), "nearly the same"),
    ],
)
def test_what_would_keep_others_waiting_is_refused(ledger: Ledger, text: str, why: str) -> None:
    with pytest.raises(LedgerError, match=why):
        take(ledger, "a.txt", text, now=NOW, given=Metadata(published=date(2024, 5, 1), city="洛阳市"))


def test_what_was_decided_about_a_draft_is_published_and_kept(ledger: Ledger, tools: Tools) -> None:
    held = taken(ledger, PAGE, tools=tools)
    amend(ledger, held.id, who="", verdicts=(Verdict("数字存疑", LEFT_OUT, "改造188个?", "老旧小区"),))
    assert seen(ledger, held, tools).open_doubts == 0
    publish(ledger, held.id, who="", now=NOW, tools=tools)
    assert [matter.title for matter in ledger.matters()] == ["加装电梯"]
    assert ledger.db.execute("SELECT count(*) FROM verdicts").fetchone() == (1,)


@pytest.fixture
def with_seeds(ledger: Ledger) -> Ledger:
    for number, day in (("004", date(2024, 1, 30)), ("001", date(2024, 9, 20))):
        name, text = seed(number)
        ingest_text(ledger, name, text, given=Metadata(published=day))
    return ledger


def test_the_same_text_under_another_name_is_known(with_seeds: Ledger) -> None:
    found = take(with_seeds, "另一个名字.docx", seed("001")[1], now=NOW)
    assert isinstance(found, Source)
    assert found.file == seed("001")[0]
    assert waiting(with_seeds) == []


def wrapped(text: str, width: int) -> str:
    """The same words with other line breaks, as another scan has them."""
    paragraphs = text.replace("\r", "").split("\n\n")
    lines = ("".join(one.split("\n")) for one in paragraphs)
    return "\n\n".join("\n".join(one[at : at + width] for at in range(0, len(one), width)) for one in lines)


def test_the_same_words_in_another_layout_are_known(with_seeds: Ledger) -> None:
    shown = seen(with_seeds, taken(with_seeds, wrapped(seed("001")[1], 23), "b.txt"))
    assert [one.how for one in shown.alike[:1]] == ["layout"]
    assert shown.corrects is not None
    assert shown.corrects.file == seed("001")[0]


def test_a_version_with_one_other_number_corrects_the_document_and_says_which_sentence(with_seeds: Ledger) -> None:
    name, text = seed("001")
    held = taken(with_seeds, text.replace("确保年底前188个小区", "确保年底前190个小区"), "新版.txt")
    shown = seen(with_seeds, held)
    assert shown.altered == (("确保年底前188个小区、3.7万户全部完成改造", "确保年底前190个小区、3.7万户全部完成改造"),)
    assert [(change.kind, change.before, change.after) for _, change in shown.changed] == [
        ("target_raised", "143个", "190个")
    ]
    found = publish(with_seeds, held.id, who="", now=NOW)
    assert found is not None
    assert (found.outcome, found.source.file, found.source.published) == ("corrected", name, date(2024, 9, 20))
    assert with_seeds.counts()["documents"] == 2


def test_both_can_be_kept_under_names_of_their_own(with_seeds: Ledger) -> None:
    name, text = seed("001")
    held = taken(with_seeds, text.replace("188", "190"), name)
    amend(with_seeds, held.id, who="", corrects=None)
    found = publish(with_seeds, held.id, who="", now=NOW)
    assert found is not None
    assert (found.outcome, found.source.file) == ("new", name.replace(".txt", "-2.txt"))
    assert with_seeds.counts()["documents"] == 3


def test_an_article_inside_another_page_is_known_as_a_reprint(with_seeds: Ledger) -> None:
    _, text = seed("001")
    district = text[text.index("西工区:") : text.index("老城区:")]
    own = "我县新建农村公路30公里，改造卫生院12所。" * 3
    page = f"□记者 李四\n\n本报讯 昨日，我县召开会议。{own}\n\n（王五）\n\n{district}"
    shown = seen(with_seeds, taken(with_seeds, page, "c.txt", published=date(2024, 9, 28), city="洛阳市"))
    assert [(one.how, one.source.file) for one in shown.alike] == [("reprint", seed("001")[0])]
    assert shown.corrects is None


def test_the_same_words_of_another_day_are_a_reprint_and_no_correction(with_seeds: Ledger) -> None:
    text = wrapped(seed("001")[1], 23)
    assert taken(with_seeds, text, published=date(2024, 10, 8)).corrects is None
    assert taken(with_seeds, text + "\n", published=date(2024, 9, 20)).corrects is not None


def test_a_draft_survives_the_process(tmp_path: Path, tools: Tools) -> None:
    with Ledger.open(tmp_path / "a.db") as ledger:
        held = taken(ledger, PAGE, tools=tools)
    with Ledger.open(tmp_path / "a.db") as ledger:
        assert waiting(ledger) == [held]


def test_of_two_who_publish_at_once_one_wins(tmp_path: Path, tools: Tools) -> None:
    path = tmp_path / "a.db"
    with Ledger.open(path) as ledger:
        held = [taken(ledger, PAGE.replace("题", f"题{n}", 1), f"{n}.txt", tools=tools) for n in range(8)]
    won: list[str] = []
    start = threading.Barrier(2)

    def publish_all(who: str) -> None:
        with Ledger.open(path) as mine:
            start.wait()
            won.extend(who for one in held if publish(mine, one.id, who=who, now=NOW, tools=tools))

    threads = [threading.Thread(target=publish_all, args=(who,)) for who in ("甲", "乙")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == len(held)
    with Ledger.open(path) as ledger:
        assert ledger.counts()["documents"] == len(held)
        assert waiting(ledger) == []


def test_a_correction_of_a_document_that_was_taken_out_meanwhile_stands_for_itself(
    ledger: Ledger, tools: Tools
) -> None:
    held = hold(ledger, "a.txt", PAGE, now=NOW, corrects=99)
    found = publish(ledger, held.id, who="", now=NOW, tools=tools)
    assert found is not None
    assert found.outcome == "new"
