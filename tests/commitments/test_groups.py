"""Groups of tasks by a document's own headings: which headings are groups, what they are called, where they end."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commitments.group_words import LONGEST, group_name
from commitments.groups import TaskGroup, group_at, task_groups

ROOT = Path(__file__).parents[2]
HELD_ASIDE = ROOT.parent / "shared" / "accuracy" / "documents"


def names(text: str) -> list[str]:
    return list(dict.fromkeys(group.name for group in task_groups(text)))


def under(text: str, words: str) -> str:
    """The group that the words stand in, "" for none."""
    found = group_at(task_groups(text), text.index(words))
    return found.name if found else ""


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("在民生保障方面", "民生保障"),
        ("在重要对接争取合作方面", "重要对接争取合作"),
        ("产业发展方面", "产业发展"),
        ("产业发展类（12项）", "产业发展"),
        ("坚定不移打好产业转型攻坚战，推动高质量发展态势更加稳健", "产业转型"),
        ("千方百计抓好实体经济，持续筑牢高质量发展的根基底线", "实体经济"),
        ("坚持稳中求进、以进促稳，全力推动乡村全面振兴", "乡村振兴"),
        ("系统性用好“千万工程”经验，有力有效推进乡村全面振兴", "乡村振兴"),
        ("突出能级提升，系统建设中心城市", "中心城市"),
        ("加快补齐基础设施短板，着力推进城乡融合", "基础设施"),
        ("突出加固底板，防范化解各类风险", "防范化解风险"),
        ("着力稳增长", "稳增长"),
        ("民生保障实现新提升", "民生保障"),
        ("项目建设加快推进", "项目建设"),
        ("精彩2022", ""),
        ("生动诠释新时代力量、时代担当", ""),
        ("聚力实施“四大专项行动”", ""),
        ("擘画蓝图，再启新程", ""),
        ("志愿者发放宣传单页", ""),
        ("", ""),
    ],
)
def test_a_heading_is_called_by_its_field_of_work(heading: str, name: str) -> None:
    assert group_name(heading) == name


REPORT = """政府工作报告
一、2023年工作回顾
（一）经济发展实现新突破。完成投资100亿元。
（二）城市建设迈上新台阶。改造小区30个。
二、2024年工作安排
今年主要预期目标是：地区生产总值增长6%。
（一）全力扩大有效投资。实施项目50个。
加快项目建设。开工项目30个。
（二）扎实推进乡村全面振兴
新建高标准农田5万亩。
（三）实施“十大行动”
新建学校3所。
三、保障措施
（一）加强组织领导。每月通报1次。
"""

NEWS = """全市推进3大类40项重点任务
本报讯 根据方案，今年共推进3大类40项任务。
● 在民生保障方面
改造老旧小区50个。
● 在产业发展方面
建成标准厂房10万平方米。
● 在风险防范方面
化解积案20件。
行动期间，成立督查组6个。
"""

PARAGRAPHS = """会议明确，今年抓好以下工作。
在产业发展方面，新建厂房10万平方米。
在城市更新方面，改造小区50个。
在民生保障方面，新增就业1万人。
会议要求，成立督查组10个。
"""

LIST = """今年，区政府拟投资8亿元，办好民生实事。（一）促进基础教育优质均衡发展（9项）。建成幼儿园4所。\
（二）加快基础设施建设（6项）。修路3条。（三）改善城乡人居环境（4项）。建公厕7座。
实现今年目标，要办好以下工作。成立专班5个。
"""


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (REPORT, "实施项目50个", "有效投资"),
        (REPORT, "开工项目30个", "有效投资"),
        (REPORT, "新建高标准农田", "乡村振兴"),
        (REPORT, "增长6%", ""),
        (REPORT, "新建学校3所", ""),
        (REPORT, "每月通报1次", ""),
        (NEWS, "改造老旧小区50个", "民生保障"),
        (NEWS, "化解积案20件", "风险防范"),
        (NEWS, "成立督查组6个", ""),
        (PARAGRAPHS, "新建厂房", "产业发展"),
        (PARAGRAPHS, "新增就业1万人", "民生保障"),
        (PARAGRAPHS, "成立督查组10个", ""),
        (LIST, "建成幼儿园4所", "基础教育优质均衡发展"),
        (LIST, "建公厕7座", "城乡人居环境"),
        (LIST, "成立专班5个", ""),
    ],
)
def test_a_statement_is_in_the_group_that_it_stands_under(text: str, words: str, name: str) -> None:
    assert under(text, words) == name


def test_outer_headings_are_the_groups_and_inner_ones_are_not() -> None:
    text = """一、着力稳增长
（一）扩大有效投资
完成投资9亿元。
（二）促进消费增长
办展会3场。
二、着力惠民生
新建学校5所。
"""
    assert names(text) == ["稳增长", "惠民生"]
    assert under(text, "办展会3场") == "稳增长"


def test_one_heading_alone_is_no_group() -> None:
    assert names("某市部署工作\n会议要求抓紧推进。\n在民生保障方面\n改造小区50个。\n") == []


def test_groups_are_announced_where_the_document_counts_them() -> None:
    assert [group.announced for group in task_groups(NEWS)] == [True] * 3
    assert not any(group.announced for group in task_groups(NEWS.replace("3大类", "5大类")))


def test_the_first_seed_has_exactly_its_six_groups() -> None:
    text = next((ROOT / "seeds").glob("000_*.txt")).read_text("utf-8")
    assert names(text) == ["民生保障", "产业发展", "城市提质", "乡村振兴", "风险防范", "重要对接争取合作"]
    assert all(group.announced for group in task_groups(text))
    assert under(text, "已列入本年度老旧小区改造计划的188个") == "民生保障"
    assert under(text, "工控集团组建") == "重要对接争取合作"
    assert under(text, "大攻坚行动期间") == ""


@pytest.mark.skipif(not HELD_ASIDE.exists(), reason="the held-aside documents are not beside this checkout")
@pytest.mark.parametrize(
    ("file", "some"),
    [
        ("hezhou_2024.txt", {"实体经济", "市场需求", "对内对外开放", "城乡发展", "生态环境", "民生福祉"}),
        ("jincheng_2024.txt", {"产业转型", "文旅康养", "项目建设", "城乡融合", "营商环境", "民生改善", "安全稳定"}),
        ("xilinguole_2024.txt", {"产业结构", "生态安全屏障", "改革创新开放", "基础设施", "平安锡盟建设"}),
        ("xuzhou_2024.txt", {"经济总量", "制造强市", "创新引领", "改革开放", "中心城市", "乡村振兴"}),
    ],
)
def test_work_reports_of_other_cities_have_the_groups_of_their_numbered_headings(file: str, some: set[str]) -> None:
    assert some <= set(names((HELD_ASIDE / file).read_text("utf-8")))


PIECES = ("（一）", "一、", "在产业方面", "，", "。", "推进", "民生", "\n", "●", "**", "6大类", "一是", "\ud800", "x")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_text_gives_groups_in_order_without_overlaps(pieces: list[str]) -> None:
    text = "".join(pieces)
    groups = task_groups(text)
    assert all(0 <= group.start < group.end <= len(text) and 0 < len(group.name) <= LONGEST for group in groups)
    assert all(before.end <= after.start for before, after in pairwise(groups))


def test_an_offset_outside_every_group_is_in_none() -> None:
    groups = (TaskGroup("甲", 5, 9), TaskGroup("乙", 12, 20))
    assert [group and group.name for group in (group_at(groups, at) for at in (0, 5, 8, 9, 12, 20))] == [
        None, "甲", "甲", None, "乙", None,
    ]  # fmt: skip
