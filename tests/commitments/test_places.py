"""Places: the document's own city, the districts it names, and names that a scan garbled."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.misreadings import looks_or_sounds_like
from commitments.places import Home, article_place, find_places, foreign_places, infer_home, resolve_place

LUOYANG = infer_home("", "洛阳市")[0]
XUZHOU = infer_home("", "徐州市")[0]
HEZHOU = infer_home("", "贺州市")[0]
XILIN = infer_home("", "锡林郭勒盟")[0]
JINCHENG = infer_home("", "晋城市")[0]
ZHENGZHOU = infer_home("", "郑州市")[0]
GUILIN = infer_home("", "桂林市")[0]
CHONGQING = infer_home("", "重庆市")[0]
HENAN = infer_home("", "河南省")[0]


def names(text: str, home: Home | None) -> list[str]:
    return [place.name for place in find_places(text, home)]


@pytest.mark.parametrize(
    ("text", "home", "found"),
    [
        ("涧西区、孟津区将通过引进专业物业实现全覆盖", LUOYANG, ["涧西区", "孟津区"]),
        ("嵩汝高速、G208孟津段改建工程已完成招标", LUOYANG, ["孟津区"]),
        ("力争嵩县至内乡、嵩县至汝阳、洛宁至嵩县等高速开工", LUOYANG, ["嵩县", "嵩县", "汝阳县", "洛宁县", "嵩县"]),
        ("开工建设汝阳等抽水蓄能电站", LUOYANG, ["汝阳县"]),
        ("栾川获评全国休闲农业重点县", LUOYANG, ["栾川县"]),
        ("偃师市更名前的项目", LUOYANG, ["偃师区"]),
        ("西工地文商旅步行街正式开街", LUOYANG, []),
        ("新安江治理、老城十字街、洛宁路、涧西小学", LUOYANG, []),
        ("郑州、新乡、许昌等地重点发展动力电池", LUOYANG, []),
        ("徐州经开区、徐州高新区分别增长13%和18%", XUZHOU, ["徐州经开区", "徐州高新区"]),
        ("港务区进出口额增长30%以上", XUZHOU, ["港务区"]),
        ("提升省级高新区实力，壮大国家级经开区", XUZHOU, []),
        ("支持富川建设国家创新型县，昭平打造旅游街区", HEZHOU, ["富川瑶族自治县", "昭平县"]),
        ("二连浩特市、东乌旗被命名为示范区，多伦县、乌拉盖管理区获评", XILIN,
         ["二连浩特市", "东乌珠穆沁旗", "多伦县", "乌拉盖管理区"]),
        ("全市统一部署", None, []),
        ("洛嵩、嵩内高速", LUOYANG, []),
        ("嵩县、汝阳抽水蓄能电站", LUOYANG, ["嵩县", "汝阳县"]),
        ("栾川县、新安、涧西区等地", LUOYANG, ["栾川县", "新安县", "涧西区"]),
        ("新安入选国家乡村振兴示范县", LUOYANG, ["新安县"]),
        ("涧东、涧西水厂提标，瀍东污水处理厂扩建", LUOYANG, []),
        ("孟津县、偃师市、吉利区和瀍河回族区", LUOYANG, ["孟津区", "偃师区", "孟津区", "瀍河区"]),
        ("栾川乡村振兴，洛宁人社局", LUOYANG, ["栾川县", "洛宁县"]),
        ("栾川乡、老城街道、新安镇", LUOYANG, []),
        ("中山路、华夏路、北京东直门医院洛阳医院、广州市妇女儿童医疗中心", LUOYANG, []),
        ("高新区、伊滨区、洛阳高新技术产业开发区", LUOYANG, ["高新区", "伊滨区", "洛阳高新区"]),
        ("各县区、开发区，建设国家级高新区，高新区域，培育经济技术开发区", LUOYANG, []),
        ("支持西工区和高新区建设，落户在高新区", LUOYANG, ["西工区", "高新区", "高新区"]),
        ("苏州高新区", XUZHOU, []),
        ("确保多伦、白音华经济开发区认定", XILIN, ["多伦县"]),
        ("创建旗县，推动旗舰店，多伦湖景区", XILIN, []),
        ("蓝旗至锡林浩特，西苏、太旗", XILIN, ["正蓝旗", "锡林浩特市", "苏尼特右旗", "太仆寺旗"]),
        ("加快推进城东新区建设", HEZHOU, []),
        ("八步区、城东新区老旧小区", HEZHOU, ["八步区", "城东新区"]),
        ("富川县和平桂、钟山等3个图书馆", HEZHOU, ["富川瑶族自治县", "平桂区", "钟山县"]),
        ("大钟山公园、昭平河东小学", HEZHOU, ["昭平县"]),
        ("建设城区道路，中心城区改造", JINCHENG, []),
        ("城区、泽州县、高平老旧小区", JINCHENG, ["城区", "泽州县", "高平市"]),
        ("城区区委召开会议", JINCHENG, ["城区"]),
        ("金水河治理、中原科技城、二七广场", ZHENGZHOU, []),
        ("金水、二七、中原等区", ZHENGZHOU, ["金水区", "二七区", "中原区"]),
        ("恭城、灌阳、资源县、龙胜各族自治县", GUILIN, ["恭城瑶族自治县", "灌阳县", "资源县", "龙胜各族自治县"]),
        ("水资源保护，生态资源丰富", GUILIN, []),
        ("两江新区、渝北区、酉阳土家族苗族自治县", CHONGQING, ["两江新区", "渝北区", "酉阳土家族苗族自治县"]),
        ("郑州、洛阳两市，济源", HENAN, ["郑州市", "洛阳市", "济源市"]),
    ],
)  # fmt: skip
def test_a_text_names_its_districts(text: str, home: Home | None, found: list[str]) -> None:
    assert names(text, home) == found


def test_a_garbled_district_is_repaired_with_a_doubt_that_a_person_can_check() -> None:
    page = "洛阳市漯河区召开大会。洛阳市、洛阳市区联动。" + "漯河区建成公园3个，洛阳提速。" * 4
    home, _ = infer_home(page)
    assert home is not None
    assert home.name == "洛阳市"
    places = find_places("漯河区建成公园3个", home)
    assert [(place.name, place.doubt) for place in places] == [("瀍河区", "漯河区 疑为 瀍河区")]
    (short,) = find_places("数字漯河一期", home)  # the short form of a misread name is misread too
    assert (short.name, short.doubt) == ("瀍河区", "漯河区 疑为 瀍河区")
    assert foreign_places("学习漯河经验", home) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("郑州、新乡、许昌等地重点发展动力电池", ["郑州市", "新乡市", "许昌市"]),
        ("全省统一部署，国家层面出台办法", ["国家"]),
        ("会议指出，全省要加快发展，国家将出台办法", ["河南省", "国家"]),
        ("对接上海、深圳，学习浙江经验", ["上海市", "深圳市", "浙江省"]),
        ("洛阳市西工区、嵩县，河南省", []),
        ("北京路、上海市场、宁德时代、广州市妇女儿童医疗中心、北京东直门医院", []),
        ("漯河市郾城区", ["漯河市"]),
    ],
)
def test_other_cities_and_those_above_are_told_from_the_home(text: str, named: list[str]) -> None:
    assert [place.name for place in foreign_places(text, LUOYANG)] == named


@pytest.mark.parametrize(
    ("word", "name", "alike"),
    [
        ("漯河区", "瀍河区", True),
        ("禅河区", "瀍河区", True),
        ("西工区", "涧西区", False),
        ("伊滨区", "伊川县", False),
        ("瀍河区", "瀍河区", False),
    ],
)
def test_a_misreading_is_one_character_off_to_the_eye_or_the_ear(word: str, name: str, alike: bool) -> None:
    assert looks_or_sounds_like(word, name) is alike


@pytest.mark.parametrize(
    ("title", "text", "place"),
    [
        ("西工区： 一体改造提质增效", "近年来，全区改造小区。", "西工区"),
        ("瀍河区十七届人大三次会议召开", "听取报告。", "瀍河区"),
        ("检查", "我县木植街乡境内发生火点。嵩县人民政府", "嵩县"),
        ("全市推进会召开", "涧西区、西工区、老城区分别介绍经验。", None),
        ("", "涧西区介绍了今年的做法。", "涧西区"),
        ("做法", "西工区改造。西工区加装。西工区新增。西工区完成。", "西工区"),
        ("做法", "全市西工区改造。全市西工区加装。全市西工区新增。西工区完成。", None),
        ("通告", "禁止焚烧秸秆。汝阳县人民政府2024年9月1日", "汝阳县"),
        ("瀍河区十七届人大三次会议召开", "", "瀍河区"),
        ("", "", None),
    ],
)
def test_an_article_about_one_district_says_so_in_its_headline_or_signature(
    title: str, text: str, place: str | None
) -> None:
    found = article_place(title, text, LUOYANG)
    assert (found.name if found else None) == place


@pytest.mark.parametrize(
    ("words", "home", "name"),
    [
        ("西工", LUOYANG, "西工区"),
        ("漯河区", LUOYANG, "瀍河区"),
        ("瀍河", LUOYANG, "瀍河区"),
        ("孟津县", LUOYANG, "孟津区"),
        ("洛阳", None, "洛阳市"),
        ("富川", HEZHOU, "富川瑶族自治县"),
        ("洛阳市西工区", LUOYANG, "西工区"),
        ("河南洛阳西工区", None, "西工区"),
        ("xigong", LUOYANG, "西工区"),
        ("chanhe", LUOYANG, "瀍河区"),
        ("luoyang", None, "洛阳市"),
        ("席工", LUOYANG, "西工区"),
        ("锡盟", None, "锡林郭勒盟"),
        ("甘孜州", None, "甘孜藏族自治州"),
        ("北京朝阳区", None, "朝阳区"),
        ("徐州经开区", None, "徐州经开区"),
        ("香港", None, "香港特别行政区"),
    ],
)
def test_a_person_s_short_or_garbled_name_resolves(words: str, home: Home | None, name: str) -> None:
    assert resolve_place(words, home)[0].name == name


@pytest.mark.parametrize("words", ["", "西", "a" * 100, "洛" * 5000, "\x00\ud800", "不是地名"])
def test_words_that_name_no_place_resolve_to_none(words: str) -> None:
    assert resolve_place(words) == []
    assert resolve_place(words, LUOYANG) == []


_CHARS = st.sampled_from(list("西工区嵩县孟津新安高经开城东管理、，和0a\x00\ud800"))


@given(st.text(max_size=200) | st.text(alphabet=_CHARS, max_size=200))
def test_any_text_gives_places_inside_it_in_order_without_overlaps(text: str) -> None:
    for places in (find_places(text, LUOYANG), foreign_places(text, LUOYANG)):
        assert all(0 <= place.at < place.to <= len(text) for place in places)
        assert [place.at for place in places] == sorted(place.at for place in places)
    named = find_places(text, LUOYANG)
    assert all(before.to <= after.at for before, after in pairwise(named))
    article_place(text, text, LUOYANG)
    resolve_place(text, LUOYANG)
