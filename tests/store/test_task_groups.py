"""Groups of tasks in the ledger: kept with each reading, filled for documents read before, one for each matter."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from commitments.model import Filters, Reply
from store.answers import answer
from store.files import Metadata
from store.follows import meant, question_matters
from store.ingest import ingest, ingest_text
from store.ledger import Ledger
from store.reread import read_again
from store.task_groups import all_groups, groups_of, matters_in

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("0*.txt"))
SIX = ["民生保障", "产业发展", "城市提质", "乡村振兴", "风险防范", "重要对接争取合作"]

PLAN = """全市推进2大类20项任务
本报讯 根据方案，今年共推进2大类20项攻坚任务。
● 在民生保障方面
年底前建成社区食堂50个。
● 在产业发展方面
年底前建成标准厂房30栋。
"""
REPORT = """政府工作报告
二、2024年工作安排
（一）扎实改善城乡人居环境。年底前建成社区食堂40个。
（二）加快补齐基础设施短板。新建公厕7座。
"""


def read(ledger: Ledger, file: str, text: str, day: str) -> None:
    given = Metadata(published=date.fromisoformat(day), city="洛阳市")
    ingest_text(ledger, file, text, given=given)


def by_title(ledger: Ledger, today: date | None = None) -> dict[str, tuple[str, ...]]:
    matters = ledger.matters(today)
    groups = groups_of(ledger.db, [matter.id for matter in matters], today)
    return {matter.title: groups.get(matter.id, ()) for matter in matters}


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    ledger = Ledger.open(tmp_path_factory.mktemp("groups") / "ledger.db")
    for path in SEEDS:
        ingest(ledger, path)
    return ledger


def test_the_campaign_of_the_first_seed_has_its_six_groups_with_their_matters(seeds: Ledger) -> None:
    assert [name for name, _ in all_groups(seeds, date(2024, 9, 25))][:6] == SIX
    mine = [m.id for m in seeds.matters() if any(s.source.file.startswith("000_") for s in m.sightings)]
    groups = groups_of(seeds.db, mine)
    assert (len(mine), len(groups)) == (32, 28)  # the others are about the campaign itself
    assert {name for names in groups.values() for name in names} == set(SIX)


def test_the_numbers_of_all_groups_are_those_of_their_matters(seeds: Ledger) -> None:
    for name, count in all_groups(seeds):
        assert len(matters_in(seeds.db, [name])) == count


def test_groups_that_a_document_announces_go_before_headings_of_a_report(ledger: Ledger) -> None:
    read(ledger, "报告.txt", REPORT, "2024-01-20")
    assert by_title(ledger)["社区食堂"] == ("城乡人居环境",)
    read(ledger, "方案.txt", PLAN, "2024-05-22")
    assert by_title(ledger)["社区食堂"] == ("民生保障",)
    assert by_title(ledger, date(2024, 2, 1))["社区食堂"] == ("城乡人居环境",)
    assert all_groups(ledger, date(2024, 2, 1)) == [("城乡人居环境", 1), ("基础设施", 1)]
    assert all_groups(ledger, date(2024, 6, 1)) == [("民生保障", 1), ("产业发展", 1), ("基础设施", 1)]


def test_a_corrected_document_corrects_its_groups_and_reading_again_keeps_them(ledger: Ledger) -> None:
    read(ledger, "方案.txt", PLAN, "2024-05-22")
    list(read_again(ledger))
    assert by_title(ledger)["标准厂房"] == ("产业发展",)
    read(ledger, "方案.txt", PLAN.replace("在产业发展方面", "在工业强市方面"), "2024-05-22")
    assert by_title(ledger)["标准厂房"] == ("工业强市",)


def test_documents_read_before_there_were_groups_get_theirs(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with Ledger.open(path) as ledger:
        read(ledger, "方案.txt", PLAN, "2024-05-22")
        before = by_title(ledger)
        ledger.db.execute("DROP TABLE statement_groups")
        ledger.db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm015_groups'")
    with Ledger.open(path) as ledger:
        assert by_title(ledger) == before


def test_a_ledger_without_groups_has_none(ledger: Ledger) -> None:
    assert all_groups(ledger) == []
    assert groups_of(ledger.db, ["m1"]) == {}
    assert matters_in(ledger.db, ["民生保障"]) == set()


# --- questions ------------------------------------------------------------------------------------------------------


def asked(ledger: Ledger, question: str, previous: Filters | None = None) -> Reply:
    return answer(ledger, question, date(2024, 9, 25), 50, previous)


@pytest.mark.parametrize(
    ("question", "group", "count", "rest"),
    [
        ("民生保障 逾期", "民生保障", 1, ("overdue",)),
        ("产业发展 进度", "产业发展", 6, ()),
        ("民生保障", "民生保障", 9, ()),
        ("民生保障类的任务有哪些", "民生保障", 9, ()),
        ("重要对接争取合作", "重要对接争取合作", 1, ()),
    ],
)
def test_the_name_of_a_group_lists_its_matters(
    seeds: Ledger, question: str, group: str, count: int, rest: tuple[str, ...]
) -> None:
    reply = asked(seeds, question)
    assert (reply.filters.groups, reply.filters.subject, reply.filters.statuses) == ((group,), "", rest)
    assert (len(reply.answers), reply.certain) == (count, False)
    assert {one.matter.id for one in reply.answers} <= matters_in(seeds.db, [group])


@pytest.mark.parametrize("question", ["老旧小区改造 进度", "邻里中心", "公共服务 设施", "保障民生"])
def test_the_name_of_a_matter_and_other_words_are_subjects_as_before(seeds: Ledger, question: str) -> None:
    filters = asked(seeds, question).filters
    assert filters.groups == ()
    assert filters.subject


def test_a_group_is_narrowed_by_what_follows_and_left_by_a_new_subject(seeds: Ledger) -> None:
    first = asked(seeds, "民生保障").filters
    narrowed = asked(seeds, "其中逾期的", first)
    assert (narrowed.filters.groups, len(narrowed.answers)) == (("民生保障",), 1)
    assert asked(seeds, "那产业发展呢", first).filters.groups == ("产业发展",)
    renewal = asked(seeds, "老旧小区 进度").filters
    assert asked(seeds, "产业发展 进度", renewal).filters.subject == ""


def test_a_group_can_be_followed_as_the_question_that_it_is(seeds: Ledger) -> None:
    (subject,) = meant(seeds, "民生保障")
    assert subject.kind == "question"
    assert question_matters(seeds, subject.value, date(2024, 9, 25)) == matters_in(seeds.db, ["民生保障"])
