"""One ledger row from many sentences: the wording may vary, the scope may not."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commitments.linking import block_keys, link, title_of
from commitments.model import Matter, Sighting
from tests.commitments.sayings import EVERYTHING, OLD_QUARTERS, OTHERS, XIGONG, promised, q, reported


def rows(*sightings: Sighting) -> int:
    return len(link(sightings))


def home(matters: list[Matter], sighting: Sighting) -> Matter:
    return next(matter for matter in matters if sighting in matter.sightings)


SAME = [
    ("呼南高铁洛平段", "呼南高铁焦洛平段"),
    ("嵩县至内乡高速公路", "嵩内高速"),
    ("嵩县至内乡、嵩县至汝阳、洛宁至嵩县等多条高速公路", "嵩内、洛嵩高速"),
    ("郑洛、济新、沁伊高速", "郑洛、沁伊、济新高速"),
    ("智能中心、科创中心", "龙门实验室二期智能中心、科创中心"),
    ("行政村供排水一体化设施", "行政村给排水一体化建设"),
    ("洛阳农副产品冷链物流中心", "农副产品冷链物流中心项目"),
    ("城市阳台一期主体施工", "城市阳台一期"),
    ("规模以上工业增加值", "规上工业增加值"),
    ("城镇新增就业", "新增城镇就业"),
    ("地铁三号线", "地铁3号线工程"),
    ("地铁6号线", "地铁6号线一期"),
    ("汝阳抽水蓄能电站", "汝阳抽水蓄能项目"),
    ("343国道改建", "G343改建工程"),
    ("市妇幼保健院新院区", "妇幼保健院新院区项目"),
    ("胜利至张北特高压通道", "胜利至张北特高压电力外送通道"),
    ("新改建农村公路", "农村公路建设"),
    ("城镇老旧小区改造", "老旧小区改造"),
    ("国家高新技术企业", "高新技术企业"),
    ("全社会固定资产投资", "固定资产投资"),
    ("总投资1162亿元的城市建设三年行动", "城建三年行动"),
    ("粮食总产量", "粮食产量"),
    ("新增规模以上工业企业", "规上工业企业净增"),
    ("新建高标准农田", "高标准农田建设"),
    ("中州时代一期第一30GWh产线", "中州时代动力电池项目第一栋厂房"),
]
APART = [
    ("城市阳台一期", "城市阳台二期"),
    ("动力电池项目第一栋厂房", "动力电池项目第二栋厂房"),
    ("百万吨乙烯项目强夯区", "百万吨乙烯项目非强夯区"),
    ("玄武门复建工程南广场", "玄武门复建工程东广场"),
    ("G208孟津段改建工程", "G208伊川段改建工程"),
    ("嵩汝高速", "嵩内高速"),
    ("嵩县污水处理厂", "新县污水处理厂"),
    ("国家级区域医疗中心", "省级区域医疗中心"),
    ("汽车充电桩", "非机动车充电桩"),
    ("技能人才", "高技能人才"),
    ("农村养老服务设施", "街道社区养老服务设施"),
    ("新建幼儿园", "改造幼儿园"),
    ("老旧小区改造", "2000年年底前建成的老旧小区改造"),
    ("汉魏故城遗址博物馆", "隋唐大运河文化博物馆"),
    ("“136”工作举措", "“351”工作举措"),
    ("龙门实验室总部大楼", "龙门实验室专家服务中心"),
    ("燃气管网改造", "供水管网改造"),
    ("10亿元以上项目", "50亿元以上项目"),
    ("地铁3号线", "地铁6号线"),
    ("343国道改建", "344国道改建"),
    ("市第一人民医院新院区", "市第二人民医院新院区"),
    ("民间固定资产投资", "固定资产投资"),
    ("城东水厂", "城西水厂"),
    ("县城污水处理厂", "乡镇污水处理厂"),
    ("小学学位", "中学学位"),
    ("中心城区停车泊位", "新能源汽车充电桩"),
    ("重点产业项目开工", "重点产业项目竣工"),
    ("一般公共预算收入", "税收收入"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_other_words_for_one_thing_are_one_row(one: str, other: str) -> None:
    assert rows(promised(one, "2024-02-18"), promised(other, "2024-05-22")) == 1


@pytest.mark.parametrize(("one", "other"), APART)
def test_another_phase_half_place_or_thing_is_another_row(one: str, other: str) -> None:
    assert rows(promised(one, "2024-02-18"), promised(other, "2024-05-22")) == 2


def test_a_programme_stated_restated_changed_and_reported_is_one_row() -> None:
    matters = link(EVERYTHING)
    assert set(home(matters, OLD_QUARTERS[0]).sightings) == set(OLD_QUARTERS)
    assert home(matters, OLD_QUARTERS[0]).title == "老旧小区改造"


@pytest.mark.parametrize("other", OTHERS)
def test_another_plan_year_thing_or_place_stays_out_of_the_programme(other: Sighting) -> None:
    assert other not in home(link(EVERYTHING), OLD_QUARTERS[0]).sightings


def test_a_district_has_its_own_row_tied_to_the_citys_of_that_year() -> None:
    matters = link(EVERYTHING)
    whole = home(matters, OLD_QUARTERS[0])
    assert home(matters, XIGONG[0]).whole == whole.id
    assert set(home(matters, XIGONG[0]).sightings) == set(XIGONG)
    assert home(matters, OTHERS[2]).whole is None
    assert whole.whole is None


def test_the_same_amount_vouches_for_a_shorter_name() -> None:
    short = promised("新增贷款余额", "2024-02-18", q(7e10, "元"))
    assert rows(short, promised("金融机构新增贷款", "2024-05-22", q(7e10, "元"))) == 1
    assert rows(short, promised("政策性新增贷款", "2024-05-22", q(1e10, "元"))) == 2


def test_what_is_counted_is_a_row_a_year_and_a_lasting_thing_one_row() -> None:
    counted = [promised("城镇新增就业", f"{year}-02-01", q(90000, "人")) for year in (2022, 2023, 2024)]
    railway = [promised("呼南高铁焦洛平段", f"{year}-02-01") for year in (2022, 2023, 2024)]
    assert rows(*counted) == 3
    assert rows(*railway) == 1
    assert link(railway)[0].year is None


def test_last_years_target_meets_its_result_in_the_next_report() -> None:
    target = promised("城镇新增就业", "2023-02-01", q(90000, "人"))
    result = reported("新增城镇就业", "2024-02-01", q(98000, "人"), year=2023)
    following = promised("城镇新增就业", "2024-02-01", q(90000, "人"), start=500)
    assert [len(matter.sightings) for matter in link([target, result, following])] == [2, 1]


def test_a_thing_named_without_its_phase_joins_neither_of_two_phases() -> None:
    phases = [promised("滨江公园一期", "2024-02-18"), promised("滨江公园二期", "2024-02-18", start=50)]
    assert rows(*phases, reported("滨江公园", "2024-05-22")) == 3
    assert rows(phases[0], reported("滨江公园", "2024-05-22")) == 1


def test_another_unit_is_another_row_unless_a_rate_of_the_same_thing() -> None:
    heads = promised("牛饲养量", "2024-05-22", q(530_000, "头"))
    assert rows(heads, promised("牛饲养量", "2024-02-18", q(7, "%", "", "growth"))) == 1
    assert (
        rows(promised("科技产业社区", "2024-05-22", q(23, "家")), promised("科技产业社区", "2024-05-22", q(4e9, "元")))
        == 2
    )


def test_two_amounts_in_one_document_are_two_rows_and_one_told_twice_is_one() -> None:
    one = promised("工业技改项目", "2024-02-18", q(147, "个"), file="a.txt")
    assert rows(one, promised("工业技改项目", "2024-02-18", q(100, "个"), file="a.txt", start=90)) == 2
    assert rows(one, promised("工业技改项目", "2024-02-18", q(147, "个"), file="a.txt", start=90)) == 1
    assert rows(one, promised("工业技改项目", "2024-05-22", q(160, "个"), file="b.txt")) == 1


def test_another_city_is_another_row() -> None:
    assert rows(promised("老旧小区改造", "2024-02-18"), promised("老旧小区改造", "2024-02-18", city="徐州市")) == 2


def described(matters: list[Matter]) -> list[Matter]:
    return sorted(matters, key=lambda matter: matter.id)


@settings(max_examples=40, deadline=None)
@given(st.permutations(EVERYTHING))
def test_the_order_of_reading_does_not_change_the_ledger(order: list[Sighting]) -> None:
    assert link(order) == link(EVERYTHING)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.sampled_from(EVERYTHING + tuple(promised(name, "2024-03-01") for pair in SAME + APART for name in pair))
    )
)
def test_every_statement_is_in_exactly_one_matter_and_no_id_is_given_twice(sightings: list[Sighting]) -> None:
    matters = link(sightings)
    assert sorted(map(hash, (s for m in matters for s in m.sightings))) == sorted(map(hash, set(sightings)))
    assert len({matter.id for matter in matters}) == len(matters)


def connected(sightings: list[Sighting]) -> list[list[Sighting]]:
    """The sightings in groups that are connected over block keys."""
    groups: list[tuple[set[str], list[Sighting]]] = []
    for sighting in sightings:
        keys, together = set(block_keys(sighting)), [sighting]
        apart = []
        for theirs, members in groups:
            if theirs & keys:
                keys |= theirs
                together += members
            else:
                apart.append((theirs, members))
        groups = [*apart, (keys, together)]
    return [members for _, members in groups]


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False))
def test_linking_connected_blocks_alone_gives_the_same_matters(rng: random.Random) -> None:
    names = [promised(name, f"2024-03-{at % 28 + 1:02}") for pair in SAME + APART for at, name in enumerate(pair)]
    some = rng.sample([*EVERYTHING, *names], 25)
    alone = [matter for group in connected(some) for matter in link(group)]
    assert described(alone) == described(link(some))


def test_an_id_stays_when_other_documents_are_read() -> None:
    before = home(link(OLD_QUARTERS[:2]), OLD_QUARTERS[0]).id
    assert home(link(EVERYTHING), OLD_QUARTERS[0]).id == before
    assert home(link(OLD_QUARTERS[1:]), OLD_QUARTERS[1]).id == before


def test_a_matter_holds_its_statements_in_the_order_of_print() -> None:
    for matter in link(EVERYTHING):
        days = [sighting.source.published for sighting in matter.sightings]
        assert all(a <= b for a, b in pairwise(days))


def test_a_title_is_what_most_statements_call_it_and_short() -> None:
    assert title_of([promised("新增集中供热面积", "2024-02-18")]) == "集中供热面积"
    assert title_of([promised("改造老旧供水管网87公里", "2024-02-18")]) == "老旧供水管网改造"
    long = "、".join(["嵩县至内乡", "嵩县至汝阳", "洛宁至嵩县", "洛阳至宜阳"]) + "高速公路"
    assert len(title_of([promised(long, "2024-02-18")])) <= 21


@pytest.mark.parametrize(
    "words", ["", "、、、", "\x00", "\ud800项目", "等等等", "第一第一一期一期", "段" * 5000, "<b>项目</b>" * 800]
)
def test_hostile_words_are_linked_like_others(words: str) -> None:
    assert len(link([promised(words, "2024-02-18", quote=words), promised("公园", "2024-02-18")])) >= 1
