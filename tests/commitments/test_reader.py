"""A page → its statements: what is promised and reported, of which kind, by when, where."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.model import Reading, Statement
from commitments.reader import read

PRINTED = date(2024, 2, 20)
REPORT = """政府工作报告

各位代表：现在，我代表市人民政府向大会报告工作，请予审议。

一、2023年工作回顾

全市地区生产总值增长7.1%，启动10个城中村改造项目。方特乐园开业运营，彭城广场商圈获评全国示范智慧商圈。招大引强行动成效显著，创新动能愈发强劲。

同时，我们也清醒看到，发展还存在不少困难和不足，3个项目进展缓慢。

二、2024年重点工作

今年发展主要预期目标是：地区生产总值增长6%以上，城镇调查失业率控制在5.5%以内。

启动10个城中村改造项目，确保147个项目上半年全部开工、100个项目年内投产。年内净增规上企业600家、经营主体突破150万户。加快推进机场扩建，力争人民医院新院区早日开工。加强队伍建设，不断提升服务水平。徐州高新区、沛县工业产值分别增长13%和18%。
"""


def statements(text: str, **options: str) -> list[Statement]:
    return list(read(text, PRINTED, options.get("city", "徐州市")).statements)


def one(text: str, part: str) -> Statement:
    found = [statement for statement in statements(text) if part in statement.quote]
    assert len(found) == 1, [statement.quote for statement in found]
    return found[0]


def due(statement: Statement) -> date | None:
    return statement.deadline.end if statement.deadline else None


def test_the_same_words_are_a_result_in_the_review_and_a_promise_in_the_plan() -> None:
    kinds = [s.kind for s in statements(REPORT) if s.quote == "启动10个城中村改造项目"]
    assert kinds == ["progress", "commitment"]


@pytest.mark.parametrize(
    ("part", "kind", "end", "basis"),
    [
        ("方特乐园开业运营", "progress", None, None),
        ("获评全国示范智慧商圈", "progress", None, None),
        ("地区生产总值增长6%以上", "commitment", date(2024, 12, 31), "frame"),
        ("控制在5.5%以内", "commitment", date(2024, 12, 31), "frame"),
        ("147个项目上半年全部开工", "commitment", date(2024, 6, 30), "explicit"),
        ("100个项目年内投产", "commitment", date(2024, 12, 31), "explicit"),
        ("经营主体突破150万户", "commitment", date(2024, 12, 31), "explicit"),
        ("人民医院新院区早日开工", "commitment", None, "explicit"),
    ],
)
def test_a_statement_has_a_kind_and_a_deadline(part: str, kind: str, end: date | None, basis: str | None) -> None:
    statement = one(REPORT, part)
    assert statement.kind == kind
    assert due(statement) == end
    assert (statement.deadline.basis if statement.deadline else None) == basis


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("灌区工程被全国人大列为重点督办事项。", True),
        ("全省民营经济发展现场会在我市召开。", True),
        ("本地高中顺利通过复评。", True),
        ("编制《城市更新专项规划》。", True),
        ("以打造应急指挥中心全覆盖为抓手。", False),
        ("在加快新项目投产上下功夫。", False),
        ("推广“包装标准地、签约即开工”经验做法。", False),
        ("生态文明创建成果巩固扩大。", False),
        ("贯彻新修订的行政复议法。", False),
    ],
)
def test_a_step_counts_where_it_is_done_and_not_where_it_is_a_word(text: str, found: bool) -> None:
    assert bool(statements(f"一、2023年工作回顾\n\n{text}")) is found


@pytest.mark.parametrize("part", ["成效显著", "愈发强劲", "进展缓慢", "队伍建设", "请予审议", "服务水平"])
def test_directions_troubles_and_speeches_are_no_statements(part: str) -> None:
    assert not [s.quote for s in statements(REPORT) if part in s.quote]


def test_a_list_spread_by_fenbie_gives_each_place_its_own_number() -> None:
    found = [(s.places, s.quantities[0].value) for s in statements(REPORT) if s.quote.endswith(("13%", "18%"))]
    assert found == [(("徐州高新区",), 13.0), (("沛县",), 18.0)]


def test_a_sentence_goes_on_about_a_place_only_where_it_began_with_it() -> None:
    text = "一、2023年工作回顾\n\n沛县高标准农田运营方式推广，新建高标准农田14.8万亩。沛县获评百强县，新建粮仓3座。"
    assert one(text, "14.8万亩").places == ("沛县",)  # an official name says where the sentence is
    text = text.replace("沛县", "新沂")
    assert (one(text, "14.8万亩").places, one(text, "3座").places) == ((), ("新沂市",))


def test_firmness_is_kept_as_the_text_has_it() -> None:
    assert one(REPORT, "147个项目").firmness == "确保"
    assert one(REPORT, "新院区早日开工").firmness == "力争"
    assert one(REPORT, "净增规上企业600家").firmness == "plain"


@pytest.mark.parametrize(
    ("text", "item", "action"),
    [
        ("全年完成职业技能培训15万人次。", "职业技能培训", "完成"),
        ("科大附中等3所高中改造提升项目8月底前全部竣工。", "科大附中等高中改造提升项目", "竣工"),
        ("新增集中供热面积50万平方米。", "集中供热面积", "新增"),
        ("适时启动城市阳台二期。", "城市阳台二期", "启动"),
        ("丰县已完成579个老旧小区改造。", "老旧小区改造", "完成"),
    ],
)
def test_a_statement_says_what_it_is_about_and_what_is_done(text: str, item: str, action: str) -> None:
    found = statements(f"今年全市重点工作\n\n{text}")
    assert [(s.item, s.action) for s in found] == [(item, action)]


def test_a_set_named_first_lends_its_name_to_what_is_reported_of_it() -> None:
    page = "回顾 工作进展情况\n\n今年上半年，纳入2024年改造计划的188个老旧小区、3.7万户，已完工50个小区、1.02万户。"
    found = read(page, date(2024, 9, 20), "徐州市").statements
    assert [(s.item, [q.value for q in s.quantities], s.as_of) for s in found] == [
        ("纳入2024年改造计划的老旧小区", [50.0, 10200.0], date(2024, 6, 30))
    ]


def test_a_flattened_table_is_read_by_its_columns() -> None:
    table = """2024年重点民生实事进展情况表

序号
项目名称
目标任务
完成时限
进展情况
1
老旧小区改造
改造老旧小区120个、3.2万户
2024年11月底
已开工118个
2
养老服务设施
建成养老服务中心15个
2024年12月底
已建成9个
"""
    assert [(s.kind, s.quote, due(s)) for s in statements(table)] == [
        ("commitment", "改造老旧小区120个、3.2万户", date(2024, 11, 30)),
        ("progress", "已开工118个", None),
        ("commitment", "建成养老服务中心15个", date(2024, 12, 31)),
        ("progress", "已建成9个", None),
    ]


def test_a_numbered_list_without_full_stops_is_read_line_by_line() -> None:
    page = """2024年十件民生实事公布

1. 新建幼儿园12所，新增学位3600个
2. 建设口袋公园30个，6月底前完成
责任单位：市教育局"""
    assert [(s.kind, s.quote, due(s)) for s in statements(page)] == [
        ("commitment", "新建幼儿园12所", date(2024, 12, 31)),
        ("commitment", "新增学位3600个", date(2024, 12, 31)),
        ("commitment", "建设口袋公园30个，6月底前完成", date(2024, 6, 30)),
    ]


def test_a_footnote_s_mark_and_its_glossary_are_no_statements() -> None:
    page = """二、2024年重点工作

新建“四好农村路”〔2〕650公里。

名词解释

〔2〕四好农村路：指建好、管好农村公路，共完成500公里。"""
    assert [s.quote for s in statements(page)] == ["新建“四好农村路”〔2〕650公里"]


def test_an_item_of_a_notice_takes_the_limit_of_the_line_below_it() -> None:
    page = """2024年为民办实事工作方案

一、新增义务教育学位1.5万个
牵头单位：市教育局。完成时限：2024年9月底。
二、新建充电桩2000个
其中公共充电桩1200个。完成时限：2024年12月底。
"""
    assert [(s.quote, due(s)) for s in statements(page)] == [
        ("新增义务教育学位1.5万个", date(2024, 9, 30)),
        ("新建充电桩2000个", date(2024, 12, 31)),
        ("其中公共充电桩1200个", date(2024, 12, 31)),
    ]


def test_news_that_reports_one_step_and_promises_the_next_gives_both() -> None:
    page = """重点项目建设综述

记者从市发改委获悉，2号线一期工程车站主体全部封顶，预计2025年6月试运营。人民医院新院区已进入装修阶段，力争今年10月底前投入使用。
"""
    assert [(s.kind, s.item, due(s)) for s in statements(page)] == [
        ("progress", "2号线一期工程车站主体", None),
        ("commitment", "2号线一期工程车站主体", date(2025, 6, 30)),
        ("commitment", "人民医院新院区", date(2024, 10, 31)),
    ]


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("今年全市重点工作\n\n汛期前完成尾矿库治理12座。", "按惯例"),
        ("某局工作侧记\n\n近日，设置“爱心驿站”384家。", "原文未写明是计划还是已完成"),
    ],
)
def test_what_the_reader_is_unsure_of_it_says_in_words(text: str, doubt: str) -> None:
    (statement,) = statements(text)
    assert any(doubt in said for said in statement.doubts)


def test_a_plain_statement_raises_no_doubt() -> None:
    assert one(REPORT, "净增规上企业600家").doubts == ()


def test_events_named_lists_and_speeches_are_passed_over() -> None:
    page = """我市举行答题挑战赛

本报讯(记者 王小明)昨日，答题挑战赛举行。18支代表队参加，评选出一等奖5名，共有97187人参加。

王某某强调，要完成全年目标任务，建成3个平台。
"""
    assert statements(page) == []


def test_the_province_s_business_in_a_city_s_page_is_left_out() -> None:
    page = """关于2024年重点工作，省政府工作报告作出安排。省政府工作报告多处点名徐州。

开工建设集济洛平高铁，新建水库3座，徐州承担的2个实验室建成投用。"""
    assert [s.quote for s in statements(page)] == ["徐州承担的2个实验室建成投用"]


def test_a_printed_day_and_a_city_that_are_given_win() -> None:
    reading = read("二、2024年重点工作\n\n年底前建成水厂3座。", date(2023, 12, 28), "晋城市")
    assert (reading.city, reading.published, reading.year) == ("晋城市", date(2023, 12, 28), 2024)
    assert due(reading.statements[0]) == date(2024, 12, 31)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    check(text, read(text))


PIECES = """
年底前 完成 3个 、 ， 。 ； “ ” （ ） 《 》 1 ２ % 万 亿 老旧小区 力争 已 分别达到 西工区 上半年 # 一、 序号 目标任务
"""


@given(st.lists(st.sampled_from([*PIECES.split(), "\n"]), max_size=60))
def test_any_mix_of_the_reader_s_own_words_is_read(pieces: list[str]) -> None:
    text = "".join(pieces)
    check(text, read(text, PRINTED, "洛阳市"))


def check(text: str, reading: Reading) -> None:
    """Offsets inside the text, quotes equal to it without white space, statements in order."""
    last = 0
    for statement in reading.statements:
        assert 0 <= statement.start < statement.end <= len(text)
        assert statement.quote == "".join(text[statement.start : statement.end].split())
        assert statement.start >= last
        last = statement.start
