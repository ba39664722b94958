"""A statement belongs to every topic that it speaks of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.topics import all_topics, find_topics


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("188个小区、3.7万户老旧小区改造全部完工", {"老旧小区"}),
        ("建成16个街道社区养老服务设施", {"养老"}),
        ("科大附中等3所高中改造提升项目8月底前全部竣工", {"教育"}),
        ("5个省级区域医疗中心相继落地", {"医疗"}),
        ("城镇新增就业5000人,技能培训1.25万人次", {"就业"}),
        ("新建筹集保障性租赁住房4800套", {"住房"}),
        ("力争呼南高铁开工建设", {"交通", "高铁"}),
        ("新建改造雨污管网220公里", {"供水排水"}),
        ("瓶装燃气经营企业由63家整合为18家", {"燃气"}),
        ("新增集中供热面积33万平方米", {"供热"}),
        ("完成造林7.25万亩", {"生态"}),
        ("规模以上工业企业突破2000家", {"产业"}),
        ("新增高新技术企业200家以上", {"科创"}),
        ("带动消费200亿元以上", {"消费"}),
        ("接待游客1.35亿人次、旅游总收入1041.7亿元", {"文旅"}),
        ("新建高标准农田14.8万亩", {"农业"}),
        ("2541个行政村完成给排水一体化", {"乡村", "供水排水"}),
        ("汛期前基本完成尾矿库治理任务", {"安全"}),
        ("金融机构全年新增贷款700亿元以上", {"财政金融"}),
        ("高频政务服务事项实现“一件事一次办”全覆盖", {"营商环境"}),
        ("新建5G基站2000个", {"数字经济"}),
        ("10大类42件民生实事全部完成", {"民生"}),
        ("地区生产总值增长6%以上", {"经济运行"}),
        ("为老旧小区加装电梯141部", {"老旧小区"}),
        ("建设120个汽车充电桩", {"停车充电"}),
    ],
)
def test_a_statement_has_the_topics_it_speaks_of(text: str, topics: set[str]) -> None:
    assert topics <= set(find_topics(text))


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("扎实开展主题教育", "教育"),
        ("上海交通大学附属医院揭牌", "交通"),
        ("优化营商环境", "生态"),
        ("建成社区体育公园50个", "生态"),
        ("居民消费价格涨幅3%左右", "消费"),
        ("全年原煤产量1.37亿吨", "农业"),
        ("城乡居民养老保险参保率97%", "养老"),
        ("全区统一战线工作会议召开", "产业"),
    ],
)
def test_a_longer_word_with_another_meaning_is_no_topic(text: str, topic: str) -> None:
    assert topic not in find_topics(text)


def test_the_table_has_no_empty_and_no_doubled_entries() -> None:
    topics = all_topics()
    assert len(topics) > 30
    for topic in topics:
        assert topic.words
        assert len(set(topic.words)) == len(topic.words), topic.name
        for other in topic.but_not:
            assert any(word in other for word in topic.words), f"{topic.name}: {other} hides no word"


@given(st.text(max_size=60))
def test_any_text_gives_names_of_the_table_in_its_order(text: str) -> None:
    names = [topic.name for topic in all_topics()]
    found = [names.index(name) for name in find_topics(text)]
    assert found == sorted(found)
