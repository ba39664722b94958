"""The gazetteer: all of China's units, the names they go by, and the names they had."""

import pytest

from commitments.gazetteer import (
    children,
    divisions,
    former_names,
    full_names,
    mentions,
    names_by_start,
    short_name,
    short_names,
    usual_name,
)


def test_it_knows_all_of_china() -> None:
    levels = [unit.level for unit in divisions().values()]
    assert levels.count("province") == 34
    assert levels.count("city") > 330
    assert levels.count("county") > 2840
    assert {unit.name for unit in children("410300")} >= {"西工区", "瀍河区", "孟津区", "嵩县"}


def test_codes_have_six_digits_and_every_unit_but_a_province_a_parent() -> None:
    for code, unit in divisions().items():
        assert len(code) == 6
        assert code.isdigit()
        assert (unit.parent in divisions()) is (unit.level != "province")


@pytest.mark.parametrize(
    ("code", "name", "level", "parent"),
    [
        ("410304", "瀍河区", "county", "410300"),
        ("410371", "洛阳高新区", "zone", "410300"),
        ("320371", "徐州经开区", "zone", "320300"),
        ("152571", "乌拉盖管理区", "zone", "152500"),
        ("110105", "朝阳区", "county", "110000"),
        ("419001", "济源市", "county", "410000"),
        ("659001", "石河子市", "county", "650000"),
        ("441900", "东莞市", "city", "440000"),
        ("460400", "儋州市", "city", "460000"),
        ("810000", "香港特别行政区", "province", ""),
    ],
)
def test_a_unit_has_its_usual_name_level_and_parent(code: str, name: str, level: str, parent: str) -> None:
    unit = divisions()[code]
    assert (unit.name, unit.level, unit.parent) == (name, level, parent)


@pytest.mark.parametrize(
    ("full", "usual", "short"),
    [
        ("瀍河回族区", "瀍河区", "瀍河"),
        ("梅里斯达斡尔族区", "梅里斯区", "梅里斯"),
        ("富川瑶族自治县", "富川瑶族自治县", "富川"),
        ("龙胜各族自治县", "龙胜各族自治县", "龙胜"),
        ("积石山保安族东乡族撒拉族自治县", "积石山保安族东乡族撒拉族自治县", "积石山"),
        ("锡林郭勒盟", "锡林郭勒盟", "锡林郭勒"),
        ("延边朝鲜族自治州", "延边朝鲜族自治州", "延边"),
        ("克孜勒苏柯尔克孜自治州", "克孜勒苏柯尔克孜自治州", "克孜勒苏"),
        ("新疆维吾尔自治区", "新疆维吾尔自治区", "新疆"),
        ("香港特别行政区", "香港特别行政区", "香港"),
        ("嵩县", "嵩县", "嵩县"),
        ("洛阳市", "洛阳市", "洛阳"),
        ("东乡族自治县", "东乡族自治县", "东乡"),
        ("漯河经济技术开发区", "漯河经开区", "漯河经济技术开发"),
    ],
)
def test_a_unit_has_an_official_a_usual_and_a_short_name(full: str, usual: str, short: str) -> None:
    assert usual_name(full) == usual
    if not full.endswith("开发区") and full != "东乡族自治县":  # whose own name is a people's
        assert short_name(full) == short


@pytest.mark.parametrize(
    ("code", "with_suffix", "without"),
    [
        ("450332", {"恭城瑶族自治县", "恭城县"}, {"恭城"}),
        ("513300", {"甘孜藏族自治州", "甘孜州"}, {"甘孜"}),
        ("652800", {"巴音郭楞蒙古自治州", "巴州"}, {"巴音郭楞"}),
        ("152500", {"锡林郭勒盟", "锡盟"}, {"锡林郭勒"}),
        ("152524", {"苏尼特右旗", "西苏旗", "苏右旗"}, {"苏尼特右", "西苏"}),
        ("410308", {"孟津区", "孟津县", "吉利区"}, {"孟津"}),
        ("410307", {"偃师区", "偃师市"}, {"偃师"}),
        ("410325", {"嵩县"}, set()),
        ("320371", {"徐州经济技术开发区", "徐州经开区"}, set()),
    ],
)
def test_a_unit_goes_by_several_names(code: str, with_suffix: set[str], without: set[str]) -> None:
    assert set(full_names(divisions()[code])) == with_suffix
    assert set(short_names(divisions()[code])) == without


def test_a_former_name_is_no_unit_s_present_name_around_there() -> None:
    for code, unit in divisions().items():
        around = {other.full for other in children(unit.parent)}
        assert not around & set(former_names(code)), unit


def test_every_former_name_belongs_to_a_unit_that_exists() -> None:
    known = set(divisions())
    listed = {code for names in names_by_start().values() for _, codes in names for code in codes}
    assert listed <= known
    assert sum(len(former_names(code)) for code in known) > 300


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("洛阳市西工区", [("洛阳市", "410300"), ("西工区", "410303")]),
        ("上海市场开业", [("上海", "310000")]),
        ("孟津县的项目", [("孟津县", "410308")]),
        ("没有地名", []),
        ("", []),
    ],
)
def test_a_text_mentions_units_by_their_longest_names(text: str, found: list[tuple[str, str]]) -> None:
    assert [(name, codes[0]) for _, name, codes in mentions(text)] == found


def test_a_name_that_several_units_have_gives_all_of_them() -> None:
    (_, name, codes), *_ = mentions("鼓楼区")
    assert name == "鼓楼区"
    assert {"320106", "320302", "350102", "410204"} <= set(codes)
