"""Questions and answers: given these documents and this day, what comes first, what is listed, what is left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from commitments.model import Reply
from commitments.question import LONGEST
from store.answers import answer
from store.files import Metadata
from store.ingest import ingest, ingest_text
from store.ledger import Ledger

TODAY = date(2024, 9, 25)
SEEDS = Path(__file__).parents[2] / "seeds"

OTHER_CITY = """
# 市政府工作报告

今年要办好以下实事。改造城镇老旧小区120个，6月底前开工，11月底前全部完工。新建公办幼儿园12所，8月底前全部投用。
云龙湖隧道9月底前建成通车。鼓楼区改造老旧小区30个。新增停车泊位5000个。
"""


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger.open(tmp_path_factory.mktemp("answers") / "ledger.db") as ledger:
        for path in sorted(SEEDS.glob("*.txt")):
            ingest(ledger, path)
        yield ledger


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger.open(tmp_path_factory.mktemp("answers") / "ledger.db") as ledger:
        given = Metadata(published=date(2025, 2, 10), city="徐州市")
        ingest_text(ledger, "report.txt", OTHER_CITY, given=given)
        yield ledger


def quotes(reply: Reply) -> list[str]:
    return ["".join(sighting.statement.quote for sighting in found.evidence) for found in reply.answers]


@pytest.mark.parametrize(
    ("question", "evidence"),
    [
        ("汉魏博物馆什么时候开放", "汉魏故城遗址博物馆10月全面建成开放"),
        ("hanwei bowuguan", "汉魏故城遗址博物馆"),
        ("九州迟", "九洲池"),
        ("断头道", "断头路"),
        ("五十个社区体育公园", "50个社区体育公园"),
        ("燃气企业整合什么时候完成", "2025年6月底前整合到位"),
        ("課大附中", "科大附中"),
        ("小浪底港行", "小浪底库区港航"),  # 行 read as 航
    ],
)
def test_the_matter_meant_comes_first(seeds: Ledger, question: str, evidence: str) -> None:
    assert evidence in quotes(answer(seeds, question, TODAY))[0]


@pytest.mark.parametrize(
    ("question", "title", "places"),
    [
        ("老旧小区 进度", "老旧小区改造", ()),  # its districts and last year's are no rivals
        ("老旧小区", "老旧小区改造", ()),
        ("西工区 老旧小区", "老旧小区改造", ("西工区",)),
        ("汉魏博物馆什么时候开放", "汉魏故城遗址博物馆", ()),
        ("集中供热面积 完成情况", "集中供热面积", ()),
        ("燃气企业整合什么时候完成", "燃气企业整合", ()),
        ("老旧小区改造目标有没有变化", "老旧小区改造", ()),
        ("西工区 邻里中心", "邻里中心", ("西工区",)),  # 依托邻里中心 is named otherwise
    ],
)
def test_the_one_matter_meant_is_a_card(seeds: Ledger, question: str, title: str, places: tuple[str, ...]) -> None:
    reply = answer(seeds, question, TODAY)
    assert reply.certain
    assert (reply.answers[0].matter.title, reply.answers[0].matter.places) == (title, places)
    assert reply.answers[0].matter.year == 2024


@pytest.mark.parametrize("question", ["呼南高铁", "科大附中", "邻里中心", "hanwei bowuguan", "九州迟"])
def test_a_name_is_a_card(seeds: Ledger, question: str) -> None:
    assert answer(seeds, question, TODAY).certain


@pytest.mark.parametrize("question", ["充电桩", "城市阳台", "养老服务设施", "抽蓄"])
def test_several_matters_as_likely_are_a_list(seeds: Ledger, question: str) -> None:
    reply = answer(seeds, question, TODAY)
    assert len(reply.answers) > 1
    assert not reply.certain


ABSENT = (
    "asdfghjkl", "海水淡化", "太空电梯井", "跨海大桥", "马拉松", "火星基地", "核电站", "海绵机场", "粮食银行",
    "远洋渔业", "冰雪大世界", "自贸港", "地铁4号线", "磁悬浮", "动物园搬迁", "天文馆", "科技馆", "奥体中心",
    "殡仪馆", "邮轮母港", "跨境电商", "中欧班列", "货运机场", "低空经济", "量子计算", "大数据中心", "页岩气",
    "垃圾焚烧厂", "海上风电", "氢能公交", "换电站", "共享单车", "立交桥", "地下通道", "综合管廊", "海绵城市",
    "黑臭水体", "餐厨垃圾", "湿地公园", "植物园", "水稻育秧", "冷链物流", "生猪养殖", "疫苗接种", "传染病医院",
    "养老金", "低保", "退役军人", "应急避难所", "信访", "大学城", "校车", "影视城", "电视台", "社区食堂",
    "温泉小镇", "水泥厂", "城际铁路", "房产税", "杂技团",
    "中药材市场", "服务区",
)  # fmt: skip


@pytest.mark.parametrize("question", ABSENT)
def test_what_the_ledger_does_not_have_has_no_answer_but_near_misses(seeds: Ledger, question: str) -> None:
    reply = answer(seeds, question, TODAY)
    assert reply.answers == ()
    assert not reply.certain
    assert len(reply.near) <= 3


@pytest.mark.parametrize(
    ("question", "unknown", "near"),
    [
        ("火星基地", "台账里没有“火星”。", "基地"),
        ("社区食堂 进度", "台账里没有“食堂”。", "社区"),
        ("核电站", "台账里没有“核电站”。", "电站"),
    ],
)
def test_no_answer_says_which_word_is_unknown_and_keeps_to_the_others(
    seeds: Ledger, question: str, unknown: str, near: str
) -> None:
    reply = answer(seeds, question, TODAY)
    assert reply.notes == (unknown,)
    assert all(near in found.evidence[0].statement.quote for found in reply.near)
    assert reply.near


def test_a_place_keeps_to_the_place(seeds: Ledger) -> None:
    reply = answer(seeds, "西工区 老旧小区", TODAY)
    assert reply.filters.places == ("西工区",)
    assert all(
        "西工" in "".join((*found.matter.places, text))
        for found, text in zip(reply.answers, quotes(reply), strict=True)
    )


def test_an_answer_without_a_place_is_about_the_whole_city_and_this_year(seeds: Ledger) -> None:
    first = answer(seeds, "老旧小区 进度", TODAY).answers[0].matter
    assert (first.places, first.year) == ((), 2024)


def test_a_window_lists_what_is_due_in_it_and_nothing_else(seeds: Ledger) -> None:
    reply = answer(seeds, "8月底前要完成哪些", date(2024, 7, 20), limit=50)
    ends = [found.standing.deadline.end for found in reply.answers if found.standing.deadline]
    assert len(ends) == len(reply.answers) > 0
    assert all(date(2024, 7, 20) <= end <= date(2024, 8, 31) for end in ends if end)
    assert ends == sorted(ends)
    assert any("科大附中" in text for text in quotes(reply))


def test_a_window_without_a_year_is_this_years(seeds: Ledger) -> None:
    reply = answer(seeds, "8月底前要完成哪些", TODAY, limit=50)
    ends = [found.standing.deadline.end for found in reply.answers if found.standing.deadline]
    assert "科大附中" in quotes(reply)[0]  # August first
    assert all(end and end.year == 2024 for end in ends)


def test_a_window_lists_what_was_put_off_and_says_so(seeds: Ledger) -> None:
    reply = answer(seeds, "6月底前到期的项目", date(2024, 6, 1), limit=50)
    assert any("第一30GWh产线6月底前投产运营" in text for text in quotes(reply))
    assert any("原定2024-06-30，已推后至2024-12-31" in note for note in reply.notes)


def test_only_what_was_promised_is_unfinished(seeds: Ledger) -> None:
    reply = answer(seeds, "没完成的", TODAY, limit=500)
    assert len(reply.answers) == reply.total > 50
    for found in reply.answers:
        assert found.standing.status != "done"
        assert any(sighting.statement.kind == "commitment" for sighting in found.matter.sightings)


def test_a_topic_alone_lists_its_matters(seeds: Ledger) -> None:
    reply = answer(seeds, "教育方面有哪些", TODAY, limit=50)
    assert reply.answers
    assert all("教育" in found.matter.topics for found in reply.answers)


def test_this_years_matter_comes_before_last_years_however_it_is_worded(seeds: Ledger) -> None:
    reply = answer(seeds, "漯河区 老旧小区改造", date(2023, 5, 1))
    assert "改造老旧小区39个" in quotes(reply)[0]
    assert reply.certain


@pytest.mark.parametrize("question", ["哪些目标变了", "时限推后的有哪些", "有哪些变化"])
def test_changes_are_those_of_what_was_promised(seeds: Ledger, question: str) -> None:
    reply = answer(seeds, question, TODAY, limit=50)
    assert reply.answers
    for found in reply.answers:
        assert {change.kind for change in found.standing.changes} - {"new", "progress", "completed"}


def test_progress_asked_for_before_any_report_shows_what_was_promised(seeds: Ledger) -> None:
    reply = answer(seeds, "老旧小区 进度", date(2024, 8, 20))
    assert reply.certain
    assert reply.answers[0].standing.status == "no_evidence"
    assert reply.answers[0].standing.target is not None
    assert reply.answers[0].standing.target.value == 188


def test_a_place_without_changes_is_listed_with_a_note(seeds: Ledger) -> None:
    reply = answer(seeds, "西工区 变化", date(2024, 8, 20))
    assert reply.answers
    assert any("没有看到" in note for note in reply.notes)


def test_recent_changes_need_no_subject(seeds: Ledger) -> None:
    titles = [found.matter.title for found in answer(seeds, "最近有什么变化", date(2024, 8, 20)).answers]
    assert "老旧小区改造" in titles


def test_a_year_asked_for_comes_first(seeds: Ledger) -> None:
    assert answer(seeds, "老旧小区改造2023年", TODAY).answers[0].matter.year == 2023


def test_overdue_means_that_no_completion_was_reported(seeds: Ledger) -> None:
    reply = answer(seeds, "逾期的有哪些", date(2024, 8, 15), limit=50)
    assert {found.standing.status for found in reply.answers} == {"overdue"}
    assert any("城市文化客厅" in text for text in quotes(reply))


def test_what_was_printed_later_is_not_known(seeds: Ledger) -> None:
    reply = answer(seeds, "汉魏故城遗址博物馆", date(2024, 5, 30))
    assert reply.answers
    assert all(s.source.published <= date(2024, 5, 30) for found in reply.answers for s in found.evidence)


def test_a_question_that_leans_on_the_one_before_keeps_its_subject(seeds: Ledger) -> None:
    before = answer(seeds, "西工区 老旧小区", TODAY).filters
    there = answer(seeds, "那涧西呢", TODAY, previous=before).filters
    assert (there.subject, there.places) == ("老旧小区", ("涧西区",))
    when = answer(seeds, "什么时候到期", TODAY, previous=before).filters
    assert (when.subject, when.places, when.intent) == ("老旧小区", ("西工区",), "deadline")
    new = answer(seeds, "汉魏博物馆", TODAY, previous=before).filters
    assert (new.subject, new.places) == ("汉魏博物馆", ())


def test_a_window_that_no_matter_of_the_subject_is_in_is_dropped_with_a_note(seeds: Ledger) -> None:
    reply = answer(seeds, "汉魏博物馆 6月底前", TODAY)
    assert "汉魏" in quotes(reply)[0]
    assert any("6月底前" in note for note in reply.notes)


def test_the_evidence_that_matches_comes_first(seeds: Ledger) -> None:
    reply = answer(seeds, "汉魏故城遗址博物馆 工程量", TODAY)
    assert "工程量" in reply.answers[0].evidence[0].statement.quote


def test_limit_bounds_the_answers_and_total_counts_all(seeds: Ledger) -> None:
    reply = answer(seeds, "年底前要完成哪些", TODAY, limit=3)
    assert len(reply.answers) == 3
    assert reply.total > 3


@pytest.mark.parametrize("question", ["", "   ", "\0", "😀", "你好", "请问", "???", "<>", '"'])
def test_a_question_without_words_is_told_what_to_type(seeds: Ledger, question: str) -> None:
    reply = answer(seeds, question, TODAY)
    assert reply.answers == ()
    assert any("请输入" in note for note in reply.notes)


def test_a_pasted_page_is_cut_and_says_so(seeds: Ledger) -> None:
    reply = answer(seeds, "老旧小区改造" * 900, TODAY)
    assert any(str(LONGEST) in note for note in reply.notes)
    assert reply.answers


@pytest.mark.parametrize(
    ("question", "evidence"),
    [
        ("老旧小去", "老旧小区120个"),
        ("鼓楼 老旧小区", "鼓楼区改造老旧小区30个"),
        ("公办幼儿元", "幼儿园12所"),
        ("云龙胡隧道", "云龙湖隧道"),
        ("五千个停车位", "停车泊位5000个"),
    ],
)
def test_another_city_is_answered_the_same_way(other: Ledger, question: str, evidence: str) -> None:
    assert evidence in quotes(answer(other, question, date(2025, 5, 1)))[0]


def test_an_empty_ledger_answers_nothing(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        for question in ("老旧小区", "西工区", "逾期的", "8月底前"):
            assert answer(ledger, question, TODAY).answers == ()


def test_a_city_narrows_the_answer_only_where_the_ledger_has_several(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        ingest_text(ledger, "report.txt", OTHER_CITY, given=Metadata(published=date(2024, 2, 10), city="徐州市"))
        for question in ("徐州市 老旧小区", "徐州 老旧小区"):
            assert answer(ledger, question, TODAY).filters.places == ()
            assert "120个" in "".join(quotes(answer(ledger, question, TODAY)))
        assert answer(ledger, "徐州市", TODAY).total > 1
        text = OTHER_CITY.replace("120个", "77个").replace("鼓楼区", "魏都区")
        ingest_text(ledger, "other.txt", text, given=Metadata(published=date(2024, 2, 12), city="许昌市"))
        for question in ("许昌市 老旧小区", "许昌老旧小区进度"):
            found = answer(ledger, question, TODAY)
            assert {one.matter.city for one in found.answers} == {"许昌市"}
            assert "77个" in "".join(quotes(found))


def test_what_is_overdue_stays_so_after_its_year_is_over(seeds: Ledger) -> None:
    then, later = (answer(seeds, "逾期的", day, 500).total for day in (date(2024, 12, 31), date(2025, 6, 1)))
    assert 0 < then < later  # with the new year, what was due by the end of the old one is overdue as well
    assert answer(seeds, "2023年 逾期的", date(2025, 6, 1), 500).total < later
