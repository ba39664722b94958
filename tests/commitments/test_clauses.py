"""A sentence's clauses: one for each result that can be checked alone."""

import pytest

from commitments.clauses import split_clauses
from commitments.quantities import find_amounts


def counted(sentence: str) -> list[str]:
    """The words of the clauses that count something."""
    clauses = split_clauses(sentence, find_amounts(sentence))
    return [sentence[clause.start : clause.end] for clause in clauses if clause.amounts]


@pytest.mark.parametrize(
    ("sentence", "clauses"),
    [
        # an enumeration with a number each
        ("建成邻里中心338个、社区体育公园271个", ["建成邻里中心338个", "社区体育公园271个"]),
        ("建设120个汽车充电桩、6个公共停车场", ["建设120个汽车充电桩", "6个公共停车场"]),
        ("建设5个社区养老服务中心和1个特困供养中心", ["建设5个社区养老服务中心", "1个特困供养中心"]),
        ("完成老旧小区改造140个，新增停车泊位6.6万个", ["完成老旧小区改造140个", "新增停车泊位6.6万个"]),
        ("其中10亿元以上项目106个、50亿元以上项目22个", ["其中10亿元以上项目106个", "50亿元以上项目22个"]),
        # one thing measured twice
        ("188个小区37297户全部完工", ["188个小区37297户全部完工"]),
        ("积极推进32个、3.2万户城中村改造项目", ["积极推进32个、3.2万户城中村改造项目"]),
        ("已完工50个小区、1.02万户", ["已完工50个小区、1.02万户"]),
        ("新增公共停车场5个、泊位829个", ["新增公共停车场5个、泊位829个"]),
        ("交付安置房项目5个、5058套", ["交付安置房项目5个、5058套"]),
        ("由63家整合为18家", ["由63家整合为18家"]),
        # what only tells more about the result before it
        ("实施重大项目107个，总投资216.7亿元", ["实施重大项目107个，总投资216.7亿元"]),
        ("生产总值完成160亿元，同比增长4.3%", ["生产总值完成160亿元，同比增长4.3%"]),
        ("实施177个重大项目，完成投资200亿元以上", ["实施177个重大项目，完成投资200亿元以上"]),
        ("老旧小区完工27个，惠及群众1708户", ["老旧小区完工27个，惠及群众1708户"]),
        # 分别 spreads a list over numbers
        ("牛、羊饲养量分别达到53万头、167.5万只", ["牛、羊饲养量分别达到53万头", "167.5万只"]),
        ("工业、服务业销售收入分别达到7832亿元和9772亿元", ["工业、服务业销售收入分别达到7832亿元", "9772亿元"]),
        # a list inside a bracket or a name is not split
        ("投资8.05亿元（政府投资2.64亿元、社会资本0.58亿元）", ["投资8.05亿元（政府投资2.64亿元、社会资本0.58亿元）"]),
        ("12个省、市重点项目完成投资51.1亿元", ["12个省、市重点项目完成投资51.1亿元"]),
    ],
)
def test_each_result_that_can_be_checked_alone_is_a_clause(sentence: str, clauses: list[str]) -> None:
    assert counted(sentence) == clauses


def test_a_clause_without_a_subject_goes_on_about_the_one_before() -> None:
    sentence = "某高速改建工程已完成招标，进入实质性开工阶段。"
    assert len(split_clauses(sentence, [])) == 1


def test_a_step_with_an_object_of_its_own_begins_a_clause() -> None:
    sentence = "做好水库引水工程前期工作，开工建设灌区工程。"
    assert len(split_clauses(sentence, [])) == 2


def test_two_named_things_with_a_step_each_are_two_clauses() -> None:
    sentence = "地铁3号线二期实现“轨通”、6号线一期工程实现“洞通”"
    words = [sentence[c.start : c.end] for c in split_clauses(sentence, [])]
    assert words == ["地铁3号线二期实现“轨通”", "6号线一期工程实现“洞通”"]


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("城镇和农村居民收入分别为39428元、17596元，分别增长3.6%、7%", [[39428.0, 3.6], [17596.0, 7.0]]),
        ("新增中小企业和技术中心各20家", [[20.0], [20.0]]),
        ("完成47个老旧小区改造和1866户通电工程", [[47.0], [1866.0]]),
        ("装机新增623万千瓦、达到1968万千瓦，占总装机的56%", [[6230000.0, 19680000.0, 56.0]]),
        ("集采签约项目12个，采购金额38亿元", [[12.0, 3.8e9]]),
    ],
)
def test_numbers_go_to_the_things_that_they_count(sentence: str, values: list[list[float]]) -> None:
    clauses = split_clauses(sentence, find_amounts(sentence))
    assert [[q.value for a in clause.amounts for q in a.quantities] for clause in clauses] == values
