"""The document's own city or county: what is counted, what decides, and what is too little."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.homes import infer_home
from commitments.places import find_places


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("建设美丽徐州，推进中国式现代化徐州新实践。丰县、沛县、睢宁全面发展。", "徐州市"),
        ("我市泽州、高平、阳城、沁水4个县（市）进入全省10强，晋城机场获批。", "晋城市"),
        ("全盟接待游客1630万人次，锡林浩特机场改扩建，多伦县获评。深化平安锡林郭勒建设。", "锡林郭勒盟"),
        ("锡盟行署工作：全盟牧草。东乌旗、西乌旗、太旗、二连浩特。北京对口帮扶。", "锡林郭勒盟"),
        ("永平县第十七届人民代表大会第一次会议。全县新建高标准农田，我县核桃产业。永平县人民政府", "永平县"),
        ("我市主城区海曙、江北、鄞州、镇海、北仑协同发展，宁波舟山港吞吐量增长。", "宁波市"),
        ("甘孜州召开大会，康定、泸定、丹巴、九龙推进文旅。全州接待游客。", "甘孜藏族自治州"),
        ("恩施州利川、建始、巴东县共建，我州林业增长。恩施土家族苗族自治州人民政府", "恩施土家族苗族自治州"),
        ("我市浏阳花炮、宁乡家电加快发展，开福区、雨花区改造小区，学习杭州、成都。", "长沙市"),
        ("寿光蔬菜、青州花卉、诸城畜牧、高密家纺，奎文区、潍城区城市更新，潍坊港扩建。", "潍坊市"),
        ("章贡区、南康区一体化。于都县、瑞金市、信丰县。赣州国际陆港。与深圳、东莞、广州共建。", "赣州市"),
        ("全市林草。海拉尔区、满洲里市、牙克石市、鄂温克旗、莫旗、陈旗。", "呼伦贝尔市"),
        ("北京市政府工作报告。朝阳区、海淀区、通州区副中心建设。河北雄安新区。", "北京市"),
        ("重庆市人民政府工作报告。两江新区、渝北区、九龙坡区。成渝双城经济圈，与四川成都共建。", "重庆市"),
        ("嵩县人民政府工作报告。我县车村镇。全县生产总值。县委县政府坚强领导。对接洛阳市都市圈。", "嵩县"),
        ("西工区第十七届人民代表大会。全区改造小区。我区夜经济。洛阳市副中心。西工区新增企业。", "西工区"),
        ("义乌市第十五届人民代表大会。全市主体百万。义乌港。义乌小商品城。金华市都市区。", "义乌市"),
        (
            "毕节市七星关区第二届人民代表大会。我代表区人民政府报告，市委、市政府和区委领导下，全市各县区第一。",
            "七星关区",
        ),
        (
            "上海市虹口区第十六届人民代表大会。全区围绕上海五个中心建设，上海国际海员中心成功落户，区委坚强领导。",
            "虹口区",
        ),
        ("在县十八届人大会议上，桦川振兴发展不平凡，新桦川建设取得进展，全县粮食、我县水稻。", "桦川县"),
        ("健康咸丰行动推进，平安咸丰建设深入，高考质量全州第一方阵，湖北省优质职校。", "咸丰县"),
        ("2020年1月江干区第十五届人民代表大会。江干区人民政府区长。全区企业，全市率先试点。", "上城区"),
        ("大理白族自治州人民代表大会在大理市开幕。大理州委、大理州长，全州产业，平安大理。", "大理白族自治州"),
        ("玉屏侗族自治县人民政府县长：县委坚强领导，全县疫情，支援上海、贵阳、遵义。", "玉屏侗族自治县"),
        ("东莞市政府工作报告。松山湖科学城、虎门镇、长安镇。广深港。我市制造业。", "东莞市"),
        ("海棠区、吉阳区、天涯区、崖州区。海南自由贸易港。三亚凤凰机场。三亚市人民政府。", "三亚市"),
        ("汉江流域中心城市襄阳高质量发展。枣阳、宜城、老河口。樊城区、襄城区改造。武汉都市圈。", "襄阳市"),
        ("吉林市粮食。舒兰、磐石、桦甸、永吉县。昌邑区、船营区。吉林省重点项目。长春都市圈。", "吉林市"),
        ("喀什地区行署。疏附县、疏勒县、莎车县、叶城县。援疆省市上海、广东、深圳。", "喀什地区"),
        ("济源市人民政府。全市钢产业。王屋山。洛阳都市圈。济源高新区。我市。", "济源市"),
        ("昌吉州：阜康市、奇台县、玛纳斯县。全州。乌昌一体化，乌鲁木齐都市圈。", "昌吉回族自治州"),
        ("巴州区、恩阳区、平昌县、南江县、通江县。巴中市。全市。", "巴中市"),
        ("我省全省生产总值。省委省政府。郑州、洛阳、新乡、许昌、南阳、信阳。全省高速。我省粮食。", "河南省"),
        ("全区生产总值。南宁、柳州、桂林、北海、钦州、贺州。自治区党委。我区。", "广西壮族自治区"),
    ],
)
def test_the_document_s_own_place_is_inferred_with_a_reason(text: str, home: str) -> None:
    found, why = infer_home(text)
    assert found is not None
    assert found.name == home
    assert home in why


@pytest.mark.parametrize(
    ("city", "home"),
    [
        ("洛阳市", ("洛阳市", "410300", "city", "河南省")),
        ("洛阳", ("洛阳市", "410300", "city", "河南省")),
        ("甘孜州", ("甘孜藏族自治州", "513300", "city", "四川省")),
        ("嵩县", ("嵩县", "410325", "county", "河南省")),
        ("重庆", ("重庆市", "500000", "city", "重庆市")),
        ("河南省洛阳市西工区", ("西工区", "410303", "county", "河南省")),
    ],
)
def test_a_given_city_wins_over_the_text(city: str, home: tuple[str, str, str, str]) -> None:
    found, why = infer_home("徐州市徐州市徐州市政府工作报告", city)
    assert found is not None
    assert (found.name, found.code, found.level, found.province) == home
    assert why == "已给定"


def test_an_unknown_city_is_kept_as_it_is_given() -> None:
    found, why = infer_home("", "不存在市")
    assert found is not None
    assert (found.name, found.code) == ("不存在市", "")
    assert "没有" in why
    assert [place.name for place in find_places("西工区和高新区", found)] == ["高新区"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "今天天气很好。",
        "学习郑州、西安、成都经验。",
        "和平建设新华东风。",
        "漯河区建成公园。",
        "与连云港共建，江苏江苏。",
    ],
)
def test_too_little_names_no_home_and_the_reason_says_what_to_do(text: str) -> None:
    home, why = infer_home(text)
    assert home is None
    assert "--city" in why


def test_a_district_s_name_does_not_speak_for_a_city_of_the_same_sound() -> None:
    page = "洛阳市漯河区召开大会。洛阳市、洛阳市区联动。" + "漯河区建成公园3个，洛阳提速。" * 4
    home, _ = infer_home(page)
    assert home is not None
    assert home.name == "洛阳市"
    assert home.misread == (("漯河区", "瀍河区"),)


@pytest.mark.parametrize(
    "text",
    [
        "洛阳市学习郑州市金水区。" * 4,  # exists in the province
        "洛阳市西工区召开大会。洛阳市老旧小区、市区、县区改造。" * 4,
        "洛阳市漯河区召开大会。",  # once
    ],
)
def test_a_name_is_not_misread_where_it_exists_or_is_hardly_used(text: str) -> None:
    home, _ = infer_home(text)
    assert home is not None
    assert home.misread == ()


@given(st.text(alphabet=st.sampled_from(list("洛阳市漯瀍河西工区县，。、全我\x00\ud800 a")), max_size=300))
def test_any_text_gives_a_home_or_a_reason(text: str) -> None:
    home, why = infer_home(text)
    assert why
    assert home is None or home.name
