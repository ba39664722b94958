"""通报: what a month's notice counts, as known on its last day; every matter once, and every figure with its source."""

from __future__ import annotations

import io
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from commitments.bulletin import BulletinData
from handlers.cycle.notice import Notice, Table, notice
from handlers.cycle.notice_docx import notice_docx
from handlers.cycle.notice_text import notice_text
from store.corrections import extend, mark_done
from store.cycle.assignments import assign
from store.cycle.bulletin import bulletin
from store.cycle.ratings import lead_unit, ratings
from store.cycle.rounds import begin, check
from store.cycle.rules import Rules, change_rules
from store.cycle.special import put_on, take_off
from store.errors import LedgerError
from store.ingest import ingest
from store.ledger import Ledger
from store.standings import standings
from tests.store.promises import at, tell

SEEDS = Path(__file__).parent.parent.parent.parent / "seeds"
SEPTEMBER = date(2024, 9, 1)
OCTOBER_8 = date(2024, 10, 8)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bulletin") / "seeds.db"
    with Ledger.open(path) as ledger:
        for document in sorted(SEEDS.glob("*.txt")):
            ingest(ledger, document)
    return path


@pytest.fixture
def told(ledger: Ledger) -> Ledger:
    tell(
        ledger, "a.txt", "2024-02-20",
        "承诺 九洲池二期 2024-08-31 西工区：九洲池二期建成",
        "承诺 城市书房 推定2024-12-31 西工区：新建城市书房5个",
        "承诺 社区食堂 2024-06-30 西工区：社区食堂建成",
        "承诺 老旧小区改造 2024-12-31 -：改造老旧小区188个",
        "进展 旧账 - -：旧账完成3个",
    )  # fmt: skip
    tell(
        ledger,
        "b.txt",
        "2024-09-10",
        "进展 社区食堂 - 西工区：社区食堂建成",
        "进展 老旧小区改造 - -：完成改造老旧小区120个",
    )
    tell(ledger, "c.txt", "2024-10-02", "进展 九洲池二期 - 西工区：九洲池二期建成")
    return ledger


def id_of(ledger: Ledger, title: str) -> str:
    return next(matter.id for matter in ledger.matters() if matter.title == title)


def titles(lines: object) -> list[str]:
    return [line.matter.title for line in lines]  # type: ignore[attr-defined]


def drafted(ledger: Ledger, month: date = SEPTEMBER, today: date = OCTOBER_8) -> tuple[BulletinData, Notice]:
    data = bulletin(ledger, month, today)
    return data, notice(data, Rules(), today)


# --- what is counted ------------------------------------------------------------------------------------------------


def test_every_figure_over_the_seeds_is_what_the_ledger_says_on_that_day(seeds: Path) -> None:
    with Ledger.open(seeds) as ledger:
        data = bulletin(ledger, SEPTEMBER, OCTOBER_8)
        last = date(2024, 9, 30)
        matters = ledger.matters(last)
        promised = [
            (matter, how)
            for matter, how in zip(matters, standings(ledger, matters, last), strict=True)
            if any(s.statement.kind == "commitment" for s in matter.sightings)
            and (matter.year or matter.sightings[-1].source.published.year) == 2024
        ]
    assert data.last == last
    assert {line.matter.id for line in data.lines} == {matter.id for matter, _ in promised}
    assert data.counts == Counter(how.status for _, how in promised)
    assert data.stated == sum(how.deadline is not None and how.deadline.basis == "explicit" for _, how in promised)
    assert sum(len(row.lines) for row in data.districts) == len(promised)
    assert sorted(line.matter.id for row in data.districts for line in row.lines) == sorted(m.id for m, _ in promised)


def test_what_was_printed_later_is_not_yet_known(told: Ledger) -> None:
    september, _ = drafted(told)
    october, _ = drafted(told, date(2024, 10, 1))
    assert (september.counts["overdue"], september.counts["done"]) == (1, 1)
    assert (october.counts["overdue"], october.counts["done"]) == (0, 2)
    assert october.last == OCTOBER_8
    assert titles(september.slowest) == ["九洲池二期"]
    assert titles(september.best) == ["社区食堂"]


def test_a_matter_counts_once_and_what_was_never_promised_does_not(told: Ledger) -> None:
    data, _ = drafted(told)
    assert sorted(titles(data.lines)) == ["九洲池二期", "城市书房", "社区食堂", "老旧小区改造"]
    assert [(row.place, len(row.lines)) for row in data.districts] == [("西工区", 3), ("洛阳市", 1)]
    assert data.stated == 3


def test_january_sums_up_the_year_before(told: Ledger) -> None:
    data, made = drafted(told, date(2025, 1, 1), date(2025, 1, 20))
    assert data.year == 2024
    assert "2024年承诺事项" in made.opening


@pytest.mark.parametrize("month", [date(2024, 11, 1), date(2020, 1, 1)])
def test_a_month_to_come_or_without_anything_known_is_refused(told: Ledger, month: date) -> None:
    with pytest.raises(LedgerError):
        bulletin(told, month, OCTOBER_8)


def test_lists_closings_extensions_and_rounds_of_the_month_are_told(told: Ledger) -> None:
    books, pool, day, now = (
        id_of(told, "城市书房"),
        id_of(told, "九洲池二期"),
        date(2024, 9, 12),
        at("2024-09-12 10:00"),
    )
    one = begin(told, "monthly", date(2024, 9, 2), at("2024-09-02 09:00"))
    assert one is not None
    check(told, one.id, pool, "untrue", date(2024, 9, 3), who="王")
    check(told, one.id, books, "true", date(2024, 10, 3), who="王")  # after the month
    assign(told, "matter", pool, "leader", "张三", who="王", now=now)
    put_on(told, pool, "多次催办", day, now, who="王")
    put_on(told, books, "慢", day, now, who="王")
    take_off(told, books, "约谈后已开工", date(2024, 9, 20), now, who="王")
    extend(told, id_of(told, "老旧小区改造"), date(2025, 3, 31), date(2024, 9, 15), who="王", reason="资金")
    mark_done(told, books, date(2024, 9, 25), who="王")
    data, made = drafted(told)
    (listed,) = data.listed
    assert (listed.line.matter.title, listed.since, listed.why, listed.responsible) == (
        "九洲池二期",
        day,
        "多次催办",
        "张三",
    )
    assert [(g.line.matter.title, g.why_off) for g in data.taken_off] == [("城市书房", "约谈后已开工")]
    assert titles(one.line for one in data.closings) == ["城市书房"]
    assert [(e.change.before, e.change.after) for e in data.extensions if e.change] == [("2024-12-31", "2025-03-31")]
    (round_,) = data.checked
    assert (round_.due, round_.looked_at, titles(round_.untrue)) == (4, 1, ["九洲池二期"])
    text = notice_text(made)
    assert "未查的3项没有核查，不等于没有问题" in text
    assert "核实完成（销号）1项：城市书房" in text
    assert "延期1项：老旧小区改造（洛阳市）（2024-12-31→2025-03-31）" in text


# --- the words ------------------------------------------------------------------------------------------------------


def test_every_number_of_a_source_has_its_note(seeds: Path) -> None:
    with Ledger.open(seeds) as ledger:
        _, made = drafted(ledger)
    said = notice_text(made).split("\n出处\n")[0]
    used = {int(n) for n in re.findall(r"\[(\d+)", said)} | {int(n) for n in re.findall(r"–(\d+)\]", said)}
    assert used == set(range(1, len(made.notes) + 1))
    assert all(re.search(r"\d{4}-\d\d-\d\d《", note) for note in made.notes)


def test_the_district_table_adds_up(seeds: Path) -> None:
    with Ledger.open(seeds) as ledger:
        _, made = drafted(ledger)
    (table,) = (part for part in made.sections[1].parts if isinstance(part, Table))
    *rows, total = table.rows
    for at_ in range(1, len(table.head) - 1):
        assert sum(int(row[at_]) for row in rows) == int(total[at_]), table.head[at_]
    for row in table.rows:
        assert sum(map(int, row[2:-2])) == int(row[1])


def test_unseen_is_never_said_to_be_undone(told: Ledger) -> None:
    _, made = drafted(told)
    text = notice_text(made)
    assert "不等于没有完成、没有进展" in text
    assert set(re.findall("(.{3})没有完成", text)) == {"不等于"}


def test_the_ratings_arithmetic_is_in_the_notice(told: Ledger) -> None:
    change_rules(told, "王", rating_least=1)
    text = notice_text(notice(bulletin(told, SEPTEMBER, OCTOBER_8), Rules(rating_least=1), OCTOBER_8))
    assert "西工区 50 = （完成1/2×40 + 时限1/2×20）÷60×100" in text
    assert "评分＝完成×40＋进度×30＋时限×20＋应答×10" in text


def test_units_are_rated_by_the_unit_that_leads(told: Ledger) -> None:
    change_rules(told, "王", rating_least=1)
    assign(told, "place", "西工区", "unit", "市住建局、西工区政府", who="王", now=at("2024-09-01 09:00"))
    (made,) = ratings(told, SEPTEMBER, date(2024, 9, 30), "Asia/Shanghai", "unit")
    assert (made.name, made.matters) == ("市住建局", 3)
    assert lead_unit(" 市教育局；市财政局") == "市教育局"


def test_questions_of_the_dispatch_count_in_the_month_they_were_asked(told: Ledger) -> None:
    change_rules(told, "王", rating_least=1)
    rows = [
        ("2024-09-02", id_of(told, "九洲池二期"), "2024-09-02T01:00:00+00:00", "2024-09-03T01:00:00+00:00"),
        ("2024-09-09", id_of(told, "九洲池二期"), "2024-09-09T01:00:00+00:00", None),
        ("2024-08-26", id_of(told, "九洲池二期"), "2024-08-26T01:00:00+00:00", None),
    ]
    for number, row in enumerate(rows):
        told.db.execute(
            "INSERT INTO dispatches (week, matter_id, asked_at, answered_at, user, number) VALUES (?, ?, ?, ?, 9, ?)",
            (*row, number),
        )
    (made,) = (one for one in ratings(told, SEPTEMBER, date(2024, 9, 30), "Asia/Shanghai") if one.name == "西工区")
    assert [(part.met, part.out_of) for part in made.parts if part.name == "应答"] == [(1, 2)]


# --- the Word file --------------------------------------------------------------------------------------------------


def test_the_word_file_reads_back_as_the_notice_with_its_fonts(told: Ledger) -> None:
    _, made = drafted(told)
    document = Document(io.BytesIO(notice_docx(made)))
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    assert paragraphs[0] == made.title
    assert paragraphs[1] == made.addressee
    assert [p for p in paragraphs if re.match("[一二三四五六七八九十]、", p)] == [s.title for s in made.sections]
    tables = [part for section in made.sections for part in section.parts if isinstance(part, Table)]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        list(tables[0].head), *map(list, tables[0].rows),
    ]  # fmt: skip
    assert paragraphs[-len(made.notes) :] == [f"[{n}] {note}" for n, note in enumerate(made.notes, start=1)]
    fonts = {run._element.rPr.rFonts.get(qn("w:eastAsia")) for p in document.paragraphs for run in p.runs}
    assert fonts == {"仿宋", "黑体"}
    assert made.signed in paragraphs
    assert document.sections[0].page_width.mm == pytest.approx(210, abs=0.1)  # type: ignore[union-attr]


def test_hostile_words_make_a_word_file_all_the_same(ledger: Ledger) -> None:
    bad = "甲<b>\x00\x0b\ufffe\u202e&" + "长" * 3000
    tell(ledger, "a.txt", "2024-02-20", "承诺 九洲池二期 2024-08-31 西工区：九洲池二期建成")
    put_on(ledger, id_of(ledger, "九洲池二期"), bad, date(2024, 9, 2), at("2024-09-02 10:00"), who="王")
    _, made = drafted(ledger)
    text = "\n".join(p.text for p in Document(io.BytesIO(notice_docx(made))).paragraphs)
    assert "甲<b> &长" in text
    assert not re.search("[\x00\x0b\ufffe\u202e]", text)
