"""Places: the document's own city, the districts it names, and names that a scan garbled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.gazetteer import children, divisions, short_name, usual_name
from commitments.misreadings import looks_or_sounds_like
from commitments.places import Home, article_place, find_places, infer_home, resolve_place

LUOYANG = infer_home("", "洛阳市")[0]
XUZHOU = infer_home("", "徐州市")[0]
HEZHOU = infer_home("", "贺州市")[0]
XILIN = infer_home("", "锡林郭勒盟")[0]


def names(text: str, home: Home | None) -> list[str]:
    return [place.name for place in find_places(text, home)]


def test_the_gazetteer_knows_all_of_china() -> None:
    levels = [division.level for division in divisions().values()]
    assert levels.count("province") == 34
    assert levels.count("city") > 330
    assert levels.count("county") > 2900
    assert all(division.parent in divisions() for division in divisions().values() if division.parent)
    assert "西工区" in {unit.name for unit in children("4103")}


@pytest.mark.parametrize(
    ("full", "usual", "short"),
    [
        ("瀍河回族区", "瀍河区", "瀍河"),
        ("富川瑶族自治县", "富川瑶族自治县", "富川"),
        ("锡林郭勒盟", "锡林郭勒盟", "锡林郭勒"),
        ("延边朝鲜族自治州", "延边朝鲜族自治州", "延边"),
        ("嵩县", "嵩县", "嵩县"),
        ("洛阳市", "洛阳市", "洛阳"),
        ("东乡族自治县", "东乡族自治县", "东乡"),
    ],
)
def test_a_unit_has_an_official_a_usual_and_a_short_name(full: str, usual: str, short: str) -> None:
    assert usual_name(full) == usual
    if full != "东乡族自治县":  # whose own name is a people's: short forms of it are not relied on
        assert short_name(full) == short


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
    ],
)  # fmt: skip
def test_a_text_names_its_districts(text: str, home: Home | None, found: list[str]) -> None:
    assert names(text, home) == found


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("建设美丽徐州，推进中国式现代化徐州新实践。丰县、沛县、睢宁全面发展。", "徐州市"),
        ("我市泽州、高平、阳城、沁水4个县（市）进入全省10强，晋城机场获批。", "晋城市"),
        ("全盟接待游客1630万人次，锡林浩特机场改扩建，多伦县获评。深化平安锡林郭勒建设。", "锡林郭勒盟"),
        ("永平县第十七届人民代表大会第一次会议。全县新建高标准农田，我县核桃产业。永平县人民政府", "永平县"),
        ("我市主城区海曙、江北、鄞州、镇海、北仑协同发展，宁波舟山港吞吐量增长。", "宁波市"),
        ("甘孜州召开大会，康定、泸定、丹巴、九龙推进文旅。全州接待游客。", "甘孜藏族自治州"),
        ("恩施州利川、建始、巴东县共建，我州林业增长。恩施土家族苗族自治州人民政府", "恩施土家族苗族自治州"),
    ],
)
def test_the_document_s_own_city_is_inferred_with_a_reason(text: str, home: str) -> None:
    found, why = infer_home(text)
    assert found is not None
    assert found.name == home
    assert home in why


def test_a_given_city_wins_and_an_unknown_one_is_kept() -> None:
    assert infer_home("洛阳市洛阳市", "徐州市") == (XUZHOU, "已给定")
    unknown, why = infer_home("", "不存在市")
    assert unknown is not None
    assert unknown.name == "不存在市"
    assert "没有" in why


def test_a_text_without_places_has_no_home() -> None:
    home, why = infer_home("今天天气很好。")
    assert home is None
    assert "--city" in why


def test_a_garbled_district_is_repaired_with_a_doubt_that_a_person_can_check() -> None:
    page = "洛阳市漯河区召开大会。洛阳市、洛阳市区联动。" + "漯河区建成公园3个，洛阳提速。" * 4
    home, _ = infer_home(page)
    assert home is not None
    assert home.name == "洛阳市"
    places = find_places("漯河区建成公园3个", home)
    assert [(place.name, place.doubt) for place in places] == [("瀍河区", "漯河区 疑为 瀍河区")]


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
    ],
)
def test_a_person_s_short_or_garbled_name_resolves(words: str, home: Home | None, name: str) -> None:
    assert resolve_place(words, home)[0].name == name


@given(st.text(max_size=200))
def test_any_text_gives_places_inside_it_in_order(text: str) -> None:
    places = find_places(text, LUOYANG)
    assert all(0 <= place.at < place.to <= len(text) for place in places)
    assert [place.at for place in places] == sorted(place.at for place in places)
    infer_home(text)
    article_place(text, text, LUOYANG)
