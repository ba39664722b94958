"""Every number that counts something is found with unit, bound and measure; names, dates and ordinals are not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commitments.model import Quantity
from commitments.quantities import find_amounts


def said(text: str) -> list[str]:
    """The amounts of a text as “value unit op”."""
    return [f"{q.value:.15g} {q.unit} {q.op}" for amount in find_amounts(text) for q in amount.quantities]


COUNTED = {
    "188个小区37297户全部完工": ["188 个 =", "37297 户 ="],
    "32个、3.2万户城中村改造项目": ["32 个 =", "32000 户 ="],
    "143个、2.68万户": ["143 个 =", "26800 户 ="],
    "5个片区62条道路75公里雨污管网": ["5 个 =", "62 条 =", "75 公里 ="],
    "民宿等项目6批64个": ["6 批 =", "64 个 ="],
    "全年完成职业技能培训15万人次": ["150000 人次 ="],
    "新增贷款700亿元以上": ["70000000000 元 >="],
    "新增集中供热面积33万平方米": ["330000 平方米 ="],
    "两家智慧岛": ["2 家 ="],
    "等五类重点单位": ["5 类 ="],
    "实施五大类100项城建重点工程": ["5 类 =", "100 项 ="],
    "6大类135项攻坚任务": ["6 类 =", "135 项 ="],
    "7大民宿集群": ["7 个 ="],
    "开展百场文化惠民活动": ["100 场 ="],
    "改造农贸市场十五个": ["15 个 ="],
    "美丽村庄两个、示范镇一个": ["2 个 ="],
    "新建一座水厂": ["1 座 ="],
    "发布“英才计划20条”": ["20 条 ="],
    "建设5个（段）幸福河湖": ["5 个 ="],
    "由63家整合为18家": ["63 家 =", "18 家 ="],
    "从最初的18家发展为900余家": ["18 家 =", "900 家 >="],
    "算力达到100P以上": ["100 P >="],
    "下降至2.1吨/万元": ["2.1 吨/万元 ="],
    "浓度降至34.7微克/立方米": ["34.7 微克/立方米 ="],
    "空气质量综合指数4.74,排名第三": ["4.74  ="],
    "优良天数达到246天": ["246 天 ="],
    "连续三年进入全省前列": ["3 年 ="],
    "实现“二十连丰”": ["20 年 ="],
    "就业１万人以上": ["10000 人 >="],
    "羊存栏稳定在1030万只": ["10300000 只 ="],
    "加工量450万羊单位": ["4500000 羊单位 ="],
    "新能源装机2000万千瓦以上": ["20000000 千瓦 >="],
    "发电量1007亿度": ["100700000000 度 ="],
    "实现GDP160亿元": ["16000000000 元 ="],
    "重点项目110个、1.2亿立方米": ["110 个 =", "120000000 立方米 ="],
    "人均产业规模1千亿元": ["100000000000 元 ="],
}

BOUNDED = {
    "汉服体验馆1200余家": ["1200 家 >="],
    "问题3400多个": ["3400 个 >="],
    "销售额6200多万元": ["62000000 元 >="],
    "全市3万多家": ["30000 家 >="],
    "服务职工10万余人次": ["100000 人次 >="],
    "惠及群众近32万人": ["320000 人 ~"],
    "总投资近600亿元": ["60000000000 元 ~"],
    "近万场次": ["10000 场次 ~"],
    "累计上万人次": ["10000 人次 >="],
    "约40亿元": ["4000000000 元 ~"],
    "现场签约102亿元": ["10200000000 元 ="],
    "附近3个小区": ["3 个 ="],
    "超90亿元": ["9000000000 元 >="],
    "突破500亿元": ["50000000000 元 >="],
    "不低于75%": ["75 % >="],
    "不少于20个": ["20 个 >="],
    "不超过30个": ["30 个 <="],
    "收入不足50亿元": ["5000000000 元 <="],
    "失业率控制在5.5%以内": ["5.5 % <="],
    "涨幅3%左右": ["3 % ~"],
    "贷款余额过万亿，其中": ["1000000000000 元 >="],
    "总产量超百亿斤": ["10000000000 斤 >="],
    "旅游收入跃上千亿元台阶": ["100000000000 元 >="],
    "迈入万亿级城市": ["1000000000000 元 >="],
    "GDP突破5000亿大关": ["500000000000 元 >="],
    "压缩一半以上": ["50 % >="],
    "下降超过三成": ["30 % >="],
    "八成用于民生": ["80 % ="],
    "三分之二以上": ["66.7 % >="],
    "百分之九十五": ["95 % ="],
    "全市2/3的村": ["66.7 % ="],
    "两年翻两番": ["4 倍 ="],
    "产值翻一番": ["2 倍 ="],
    "3—5家": ["3 家 >=", "5 家 <="],
    "3至4家": ["3 家 >=", "4 家 <="],
    "5-8个": ["5 个 >=", "8 个 <="],
    "3—5万户": ["30000 户 >=", "50000 户 <="],
    "30万—50万元": ["300000 元 >=", "500000 元 <="],
    "由10%至20%": ["10 % =", "20 % ="],
    "分别提升0.4、0.5个百分点": ["0.4 个百分点 =", "0.5 个百分点 ="],
}

KINDS = {
    "新招引3亿元以上项目402个": ["402 个 ="],
    "10亿元以上项目106个、50亿元以上项目22个": ["106 个 =", "22 个 ="],
    "招引亿元以上项目600个": ["600 个 ="],
    "340个亿元以上工业项目": ["340 个 ="],
    "3个百亿级项目签约": ["3 个 ="],
    "新增产值超50亿元企业4家": ["4 家 ="],
    "集体经济收入10万元以上社区达到100%": ["100 % ="],
    "引进2个50亿元以上、5个10亿元以上优质项目": ["2 个 =", "5 个 ="],
    "年收入30万元、50万元、100万元以上的村达到75%": ["75 % ="],
    "落地3000万美元以上项目15个": ["15 个 ="],
    "建设5000吨级泊位2个": ["2 个 ="],
    "每万人发明专利拥有量达到32.7件": ["32.7 件 ="],
    "投资1100亿元的221个重大产业项目": ["110000000000 元 =", "221 个 ="],
    "80%以上行政村建有物流点": ["80 % >="],
    "完成350个以上老旧小区": ["350 个 >="],
    "为1600户以上边远牧户供电": ["1600 户 >="],
}

NAMES = [
    "2024年8月底前", "10月1日起", "一季度", "上半年", "三年行动", "五年规划", "81天封顶", "10个月竣工",
    "12个工作日内", "居全省第22位", "排名前三", "前20名", "第三批", "首批", "第二栋厂房", "全国百强县",
    "“两癌”筛查", "“五个一”", "“1+3”体验区", "“151”工作举措", "“4+2”工作要求", "三个“一批”",
    "“夜八点”", "“三项重点工作”", "“1号工程”", "“15分钟服务圈”", "10分钟健身圈", "12345热线", "24小时值班",
    "7×24小时", "一网通办", "一件事一次办", "P3实验室", "PM2.5", "30GWh产线", "G208改建", "S242改扩建", "5G网络",
    "10kV线路", "T1航站楼", "3号线二期", "5A级景区", "500千伏变电站", "2×60万千瓦机组", "10万千瓦独立储能项目",
    "年产90万吨煤矿", "百万吨乙烯项目", "30万吨/年甲醇项目", "市区20公里范围内", "时速300公里", "65岁以上",
    "成立75周年", "十七届人大三次会议", "党的二十大", "中央八项规定", "〔2024〕5号", "一体化", "一站式", "一对一",
    "一批", "一系列", "一流", "双一流", "两岸", "四好农村路", "一带一路", "万人助万企", "一老一小", "三大工程",
    "六大行动", "两种模式", "三位一体", "四级管理体系", "第一产业", "一二三产业", "关键零部件", "两个确立",
    "千家万户", "几十个项目", "数百家企业", "两三个小区", "位数增幅两位数", "《三年行动方案5条》", "旅游度假区",
    "百村示范",
]  # fmt: skip


@pytest.mark.parametrize(("text", "amounts"), [*COUNTED.items()])
def test_what_counts_is_found_in_plain_units(text: str, amounts: list[str]) -> None:
    assert said(text) == amounts


@pytest.mark.parametrize(("text", "amounts"), [*BOUNDED.items()])
def test_words_around_a_number_bound_it(text: str, amounts: list[str]) -> None:
    assert said(text) == amounts


@pytest.mark.parametrize(("text", "amounts"), [*KINDS.items()])
def test_an_amount_that_marks_a_kind_of_thing_is_not_counted(text: str, amounts: list[str]) -> None:
    assert said(text) == amounts


@pytest.mark.parametrize("text", NAMES)
def test_names_dates_and_ordinals_count_nothing(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("地区生产总值增长7%", ["growth"]),
        ("居民消费价格涨幅3%左右", ["growth"]),
        ("三产增加值分别增长5.1%、3.1%和2.4%", ["growth", "growth", "growth"]),
        ("集中供热普及率超过97%", ["share"]),
        ("增加值占比达到70.4%", ["share"]),
        ("完成工程量的90%", ["share"]),
        ("占全市城市区民宿的64.6%", ["share"]),
        ("失业率控制在5.5%以内", ["ceiling"]),
        ("总量控制在20个以内", ["ceiling"]),
        ("全市累计建成邻里中心338个", ["cumulative"]),
        ("总数达到3650个", ["cumulative"]),
        ("贷款余额1278亿元", ["cumulative"]),
        ("新增贷款余额700亿元", ["amount"]),
        ("剩余91项工程", ["remaining"]),
        ("完成投资51.1亿元,占目标的145.2%", ["amount", "ratio"]),
        ("完成目标的1.5倍", ["ratio"]),
        ("城镇化率提高0.6个百分点", ["change"]),
        ("经费支出下降2.8%", ["change"]),
        ("综合指数4.74,改善2.7%", ["index", "change"]),
        ("覆盖面不低于75%", ["share"]),
        ("建成50个社区体育公园", ["amount"]),
    ],
)
def test_the_words_around_say_what_a_number_measures(text: str, measures: list[str]) -> None:
    assert [q.measure for amount in find_amounts(text) for q in amount.quantities] == measures


@pytest.mark.parametrize(
    ("text", "number", "noun", "before"),
    [
        ("完成188个小区改造", "188个", "小区改造", False),
        ("建成社区体育公园271个", "271个", None, True),
        ("完成投资51.1亿元，", "51.1亿元", None, True),
        ("120.7公里的老旧燃气管道", "120.7公里", "老旧燃气管道", False),
        ("剩余1个正在收尾", "1个", None, True),
        ("新增营收200亿元以上。", "200亿元以上", None, True),
        ("1200余家体验馆", "1200余家", "体验馆", False),
    ],
)
def test_the_counted_noun_stands_behind_or_before(text: str, number: str, noun: str | None, *, before: bool) -> None:
    (amount,) = find_amounts(text)
    assert text[amount.at : amount.to] == number
    assert (text[amount.what_at :] if amount.what_at >= 0 else None) == noun
    assert amount.before is before


def test_an_amount_is_a_plain_value() -> None:
    (amount,) = find_amounts("新增贷款700亿元以上")
    assert amount.quantities == (Quantity(70_000_000_000, "元", op=">="),)


SIGNS = "0123456789.,，、一二两三十百千万亿个家户人元%年月第前每“”《》（）超近约至—-/×+翻番半成分之连丰的级"
WORDS = ["以上", "左右", "亿元", "项目", "个百分点", "累计", "增长", "\x00", "\ud800", "\u202e", "<b>", "NEAR("]
PIECES = st.sampled_from([*SIGNS, *WORDS])


@settings(max_examples=200)
@given(st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=80)))
def test_any_text_gives_amounts_in_order_inside_it(text: str) -> None:
    end = 0
    for amount in find_amounts(text):
        assert end <= amount.at < amount.to <= len(text)
        assert amount.what_at == -1 or amount.to <= amount.what_at < len(text)
        assert 1 <= len(amount.quantities) <= 2
        end = amount.to


@pytest.mark.parametrize(
    "unit", ["9", "1-", "1、", "“", "一", "亿", "1个", "3亿元以上", "3家至", "1/2", "连续3年", "翻"]
)
def test_hostile_text_is_read_to_its_end(unit: str) -> None:
    text = unit * 5000 + "。建成50个公园"
    assert find_amounts(text)[-1].quantities[0] == Quantity(50, "个")
