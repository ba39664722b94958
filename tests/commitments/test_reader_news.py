"""Short news of other papers: what it reports against a plan, and what its sentences without a subject are about."""

from __future__ import annotations

from datetime import date

import pytest

from commitments.model import Statement
from commitments.reader import read

PRINTED = date(2020, 12, 13)


def told(text: str) -> list[Statement]:
    return list(read(f"重点项目建设加快推进\n\n本报讯 {text}\n", PRINTED, "某市").statements)


@pytest.mark.parametrize(
    "text",
    [
        "我区1—8月份完成固定资产投资23.68亿元，占年计划74%。",
        "前十个月完成固定资产投资23.68亿元。",
        "今年计划投资211.7亿元，1至6月累计完成投资133.37亿元。",
        "整体已完成形象进度的88%。",
        "新增公办养老床位7069张，为计划的101%。",
        "工业投资超序时进度7.33个百分点。",
    ],
)
def test_what_is_held_against_a_plan_is_reported(text: str) -> None:
    assert told(text)[-1].kind == "progress"


def test_a_part_of_what_was_reported_is_reported() -> None:
    kinds = [one.kind for one in told("1至6月累计完成投资133.37亿元，其中43个产业项目完成投资89.65亿元。")]
    assert kinds == ["progress", "progress"]
    kinds = [one.kind for one in told("1至6月累计完成投资133.37亿元，其中43个产业项目年底前将完成投资89.65亿元。")]
    assert kinds == ["progress", "commitment"]


@pytest.mark.parametrize("text", ["科技园项目总占地115亩。", "示范基地项目总投资4.9亿元。", "该项目自今年开工以来。"])
def test_the_size_of_a_project_and_the_time_since_are_no_results(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("积极推进老旧小区电梯加装工作，已完工16部。", "老旧小区电梯加装"),
        ("目前已完成外墙及屋面改造。", "外墙及屋面改造"),
        ("至机场的景观大道工程进场，预计2021年底建成并对外开放。", "至机场的景观大道工程"),
        ("另外3层的数据中心也已封顶。", "数据中心"),
        ("我区1—8月份完成固定资产投资23.68亿元。", "固定资产投资"),
    ],
)
def test_a_sentence_is_about_a_thing(text: str, item: str) -> None:
    assert told(text)[-1].item == item


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("全市283个省、市重点项目完成投资606.98亿元。", "省、市重点项目完成投资"),
        ("共完成31座二类及以下老旧公厕升级改造。", "二类及以下老旧公厕升级改造"),
    ],
)
def test_a_number_counts_the_whole_noun_behind_it(text: str, what: str) -> None:
    assert told(text)[0].quantities[0].what == what


def test_the_word_before_the_news_is_none_of_its_words() -> None:
    assert told("主体结构已基本完成。")[0].quote == "主体结构已基本完成"


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("前三季度民生实事加快推进", "9个事项超序时进度，11个事项按序时推进。", "progress"),
        ("《政府工作报告》重点目标任务落实情况", "地区生产总值：增长6.1%，低于目标0.9个百分点。", "progress"),
        ("十件民生实事1—9月进度公示", "已提前完成年度目标任务的有3项，占目标任务的30%。", "progress"),
        ("省住建厅来我市调研", "截至7月底，全市整治项目已开工290个，已竣工133个。", "progress"),
        ("今年全市将新建学校17所", "今年全市将新建学校17所，其中中小学14所。", "commitment"),
    ],
)
def test_a_report_on_a_plan_reports_and_is_read_whole(title: str, text: str, kind: str) -> None:
    found = read(f"{title}\n\n{text}\n", PRINTED, "某市").statements
    assert {one.kind for one in found} == {kind}
    assert sum(len(one.quantities) for one in found) == 2


def test_a_rate_is_named_in_full() -> None:
    assert [q.what for one in told("已开工290个，开工率99%。") for q in one.quantities][-1] == "开工率"


def test_a_figure_is_about_what_stands_before_its_colon() -> None:
    assert told("地区生产总值：增长6.1%，低于目标0.9个百分点。")[0].item == "地区生产总值"


def test_two_milestones_with_limits_of_their_own_are_two_promises() -> None:
    found = told("预计2021年6月底可以实现主体工程的基本完工，明年年内全面完成。")
    assert [str(one.deadline and one.deadline.end) for one in found] == ["2021-06-30", "2021-12-31"]


@pytest.mark.parametrize("text", ["截至8月底，平均施工进度为60%。", "目前，公司已完成对8个小区的现场踏勘工作。"])
def test_what_stands_on_a_day_is_reported_even_in_a_plan(text: str) -> None:
    found = read(f"今年重点工作安排\n\n今年计划改造老旧小区130个。{text}\n", PRINTED, "某市").statements
    assert [one.kind for one in found] == ["commitment", "progress"]


@pytest.mark.parametrize(
    ("text", "item", "action"),
    [
        ("为200万中小学生开展心理健康测评。", "为中小学生开展心理健康测评", ""),
        ("自然村通水泥路1.5万公里。", "自然村通水泥路", ""),
        ("减少义务教育大班额1.4万个以上。", "义务教育大班额", "减少"),
    ],
)
def test_items_of_a_list_of_good_deeds(text: str, item: str, action: str) -> None:
    (found,) = read(f"2021年十件民生实事\n\n{text}\n", PRINTED, "某市").statements
    assert (found.kind, found.item, found.action) == ("commitment", item, action)


def test_a_visit_s_page_keeps_the_promises_that_name_a_day() -> None:
    text = "代表们走进施工现场。景观大道项目春节前将完成3处路口施工恢复。"
    found = read(f"地下管网改造项目开放日举行\n\n{text}\n", PRINTED, "某市").statements
    assert [(one.kind, len(one.quantities)) for one in found] == [("commitment", 1)]


def test_marked_lines_with_counts_are_items() -> None:
    text = "■ 全年完成投资2510.1亿元\n■ 新开工30项，超计划16项\n■ 基本建成30项\n"
    found = read(f"去年重大工程建设成绩单\n\n{text}", PRINTED, "某市").statements
    assert [(one.kind, len(one.quantities)) for one in found] == [("progress", 1), ("progress", 2), ("progress", 1)]


def test_a_ceremony_s_page_keeps_the_works_that_began_and_ended() -> None:
    text = "仪式上，中大沟整治等7个项目竣工，吾悦广场等28个城建项目开工。300名代表参加仪式。"
    found = read(f"城建工程举行开竣工仪式\n\n{text}\n", PRINTED, "某市").statements
    assert [one.action for one in found] == ["竣工", "开工"]


@pytest.mark.parametrize(
    ("text", "item", "action"),
    [
        ("成功举办第四届石材展览会。", "第四届石材展览会", "举办"),
        ("基本建成棚户区改造住房4022套。", "棚户区改造住房", "建成"),
        ("新建及改造雨污管网31.5公里。", "雨污管网", "新建"),
        ("新建和改造提升高标准农田23.4万亩。", "高标准农田", "新建"),
    ],
)
def test_adverbs_and_second_verbs_are_no_part_of_the_thing(text: str, item: str, action: str) -> None:
    (found,) = read(f"一、2020年工作回顾\n\n{text}\n", PRINTED, "某市").statements
    assert (found.item, found.action) == (item, action)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("1.引进亿元以上项目不少于100个。上半年，引进亿元以上项目107个。", ["commitment", "progress"]),
        ("其中超额完成任务的已有2项：驿站建设完成2个，完成率200%；新增托位540个。", ["progress"] * 3),
        ("农村供水保障提升工程正在施工中（75%）。", ["progress"]),
        ("其余27项中，截至9月底已完成19项。", ["progress"]),
        ("今年投资进度98.8%，全市170个小区大多建于上世纪，改造已经过去10个多月。", ["progress"]),
    ],
)
def test_notices_of_progress(text: str, kinds: list[str]) -> None:
    found = read(f"民生工程进展情况通报\n\n{text}\n", PRINTED, "某市").statements
    assert [one.kind for one in found] == kinds


def test_a_numbered_target_and_the_line_that_reports_on_it() -> None:
    text = "一、居家养老服务2万人\n已服务老人19772人。\n二、新建助餐点2个\n其中1个助餐点完成改造。\n"
    found = read(f"实事项目完成情况进度表（五月份）\n\n{text}", date(2012, 5, 31), "某市").statements
    assert [one.kind for one in found] == ["commitment", "progress", "commitment", "progress"]


def test_a_plan_told_as_news_is_one() -> None:
    text = "14日，某市确定了十项重点工程年度建设方案，将实施城市建设改造工程。新建改造城市道路130条，桥涵24座。"
    found = read(f"实施十项重点工程\n\n{text}\n", PRINTED, "某市").statements
    assert {one.kind for one in found} == {"commitment"}


def test_a_headline_with_city_and_district_gives_the_place() -> None:
    found = read("西宁市城中区投资7692万元做好小城建\n\n计划5月中旬改造管网2.2万米。\n", PRINTED, "西宁市").statements
    assert [one.places for one in found] == [("城中区",)]


def test_an_area_is_a_second_measure_of_what_is_done() -> None:
    (found,) = read(
        "老旧小区改造完成情况\n\n全市完成改造57个小区，改造面积622.53万平方米。\n", PRINTED, "某市"
    ).statements
    assert [quantity.unit for quantity in found.quantities] == ["个", "平方米"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“二期工程已经进场施工，预计2021年底全部竣工。”公司总经理张某说。", "commitment"),
        ("“我们有信心把项目服务好，让企业把根扎在这里。”联络员说。", None),
        ("市长强调：“要在2021年底前全部竣工。”", None),
    ],
)
def test_what_people_at_the_site_say_counts_where_it_can_be_checked(text: str, kind: str | None) -> None:
    assert [one.kind for one in told(text)][-1:] == ([kind] if kind else [])


def test_a_month_that_was_over_on_the_day_of_print_is_reported_even_in_a_plan() -> None:
    text = "今年计划新建学校3所。实验小学项目于2019年11月开工。"
    found = read(f"今年重点项目安排\n\n{text}\n", PRINTED, "某市").statements
    assert [one.kind for one in found] == ["commitment", "progress"]


def test_a_year_named_in_passing_is_not_the_year_of_the_page() -> None:
    text = "这个项目于2019年8月开工建设，预计年底全部建成投用。"
    found = read(f"园区项目建设见闻\n\n{text}\n", PRINTED, "某市")
    assert found.year == 2020
    assert str(found.statements[-1].deadline and found.statements[-1].deadline.end) == "2020-12-31"


def test_a_name_in_quotation_marks_hides_no_plan() -> None:
    text = "新建公厕7座。\n改造路口3处。\n"
    found = read(f"金凤区发布2021年民生“十心”实事\n\n{text}", PRINTED, "银川市").statements
    assert {one.kind for one in found} == {"commitment"}


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("今年全市计划改造老旧小区188个，已完工50个，年底前全部完成。", {"完工": 50}),
        ("今年全市计划改造老旧小区188个，截至目前已完工50个，预计12月底前全部完工。", {"完工": 50}),
        ("今年全市计划改造老旧小区188个，已开工120个、完工50个，年内全部完成。", {"开工": 120, "完工": 50}),
    ],
)
def test_a_report_stays_one_before_the_limit_of_the_rest(text: str, reported: dict[str, float]) -> None:
    statements = told(text)
    progress = [one for one in statements if one.kind == "progress"]
    assert {one.action: one.quantities[0].value for one in progress} == reported
    assert {one.item for one in statements} == {"老旧小区"}
    assert [one.kind for one in statements][-1] == "commitment"
    assert statements[-1].deadline is not None
    assert (statements[-1].deadline.end, statements[-1].quantities) == (date(2020, 12, 31), ())


@pytest.mark.parametrize(
    "over", ["许昌日报 2024年9月10日 星期二 第3版", "许昌日报2024年9月10日", "许昌日报\n2024年9月10日 星期二"]
)
def test_what_is_printed_over_a_page_is_no_part_of_its_headline(over: str) -> None:
    found = read(f"{over}\n\n老旧小区改造加快推进\n\n本报讯 截至9月5日，全市已完工20个小区。\n")
    assert (found.title, found.published) == ("老旧小区改造加快推进", date(2024, 9, 10))
