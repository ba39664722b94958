"""The city, prefecture or county that a document speaks for, by what it names and how it calls itself."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from commitments.gazetteer import (
    MUNICIPALITIES,
    Division,
    Level,
    children,
    divisions,
    is_common_word,
    mentions,
    short_name,
)
from commitments.misreadings import misread_parts
from commitments.patterns import any_of, find
from commitments.place_words import OTHER_NAME, OTHER_UNIT
from commitments.resolving import units_named

_READ = 100_000  # characters that decide
_ENOUGH = 1.6  # one full name, or two short ones
_CLEAR = 1.15  # how much better than the next
_ANOTHER = 2  # times that 漯河区 is named in a text without 漯河市, so that 漯河 is the district there


@dataclass(frozen=True, slots=True)
class Home:
    """The city or county that a document speaks for; `misread` maps names that its scan garbled to the right ones."""

    name: str
    code: str
    level: Level
    province: str
    misread: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Evidence:
    """What a text says about where it is from: points and times by code."""

    points: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    times: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)  # as the one that governs: 嵩县人民政府
    full: Counter[str] = field(default_factory=Counter)  # by full name
    other: Counter[str] = field(default_factory=Counter)  # its short name as another unit's: 漯河区


# Behind a full name: the unit speaks, or is spoken for.
_GOVERNS = re.compile(
    r"(?:第?[一二三四五六七八九十\d]{1,5}届)?(?:人民(?:政府|代表大会)|人大|政协|政府|行署|行政公署|党?代会|委员会|国民经济)"
)
_SLOGAN_BEFORE = re.compile(any_of("""
美丽 幸福 现代化 活力 魅力 平安 法治 数字 健康 文明 大美 智慧 绿色 书香 清廉 信用 诗画 奋进 和谐 诚信 富强 建设 来 在 爱
""") + "$")  # fmt: skip
_SLOGAN_AFTER = re.compile(any_of("""
新实践 新篇章 篇章 样板 力量 实践 高质量 元素 智造 制造 品牌 市民 人民 日报 晚报 新闻 故事
"""))  # fmt: skip
_LONGEST_SLOGAN = 3
# How a text calls the unit that it speaks for; 全区 of an autonomous region is the region.
_SELF = {
    "province": find("我省 全省 自治区党委 自治区政府"),
    "city": find("我市 全市 我盟 全盟 我州 市委 盟委 州委 市政府 盟行署 州政府"),
    "county": find("""
我县 全县 县委 县政府 县人民政府 县人大 县政协 我旗 全旗 旗委 旗政府 旗人民政府 旗人大 旗政协
我区 全区 区委 区政府 区人民政府 区人大 区政协
"""),
}
# A county is led by its city as well, and says so.
_LED = re.compile("(?:[市州盟]委、?[市州]政府|盟委、?盟?行署)(?:和|及|以及)?(?=[区县旗市]委)")
_REGION_SELF = re.compile("[我全]区")
_KIND_WORDS = {"盟": find("我盟 全盟 盟委 盟行署 旗县"), "州": find("我州 全州 州委 州政府 各县市")}


def infer_home(text: str, city: str = "") -> tuple[Home | None, str]:
    """(home, why in Chinese): the city, prefecture or county that a document speaks for; `city` wins over the text.

    None where too little is named, or two places alike. A text about a whole province has the province as home.
    """
    if city.strip():
        units = units_named(city)
        if units:
            return _home(units[0], text), "已给定"
        return Home(city.strip(), "", "city", ""), "已给定，行政区划表中没有这个名称"
    text = text[:_READ]
    found = _weigh(text)
    ranked = _cities(found, text)
    unclear = "文中没有认出城市，可用 --city 指定"
    if not ranked:
        return None, unclear
    best, code = ranked[0]
    unit = divisions()[code]
    province = _whole_province(found, unit, text)
    if province:
        return _home(province, text), f"文中以{province.name}的口吻说话"
    if best < _ENOUGH:
        return None, unclear
    if len(ranked) > 1 and best < _CLEAR * ranked[1][0]:
        return None, f"文中{unit.name}和{divisions()[ranked[1][1]].name}难以取舍，可用 --city 指定"
    county = _one_county(found, unit, text)
    home = county or unit
    return _home(home, text), _why(found, home)


def _weigh(text: str) -> _Evidence:
    found = _Evidence()
    for at, name, codes in mentions(text):
        end = at + len(name)
        full = (name[-1] in "省市县区旗盟州" and len(name) > 2) or name.endswith("县")
        if not full and OTHER_UNIT.match(text, end):
            found.other.update(codes)
            continue
        if not full and (is_common_word(name) or OTHER_NAME.match(text, end)):
            continue
        worth = 2.0 if full else 1.0
        if _SLOGAN_AFTER.match(text, end) or _SLOGAN_BEFORE.search(text[max(0, at - _LONGEST_SLOGAN) : at]):
            worth += 1.0
        governs = full and _GOVERNS.match(text, end)
        if governs:
            worth += 6.0 if at < 120 or end > len(text) - 60 else 3.0
        for code in codes:
            found.points[code] += worth / len(codes)
            found.times[code] += 1
            if full:
                found.full[code] += 1
            if governs:
                found.said[code] += 1
    return found


def _cities(found: _Evidence, text: str) -> list[tuple[float, str]]:
    """(points, code) of the cities and municipalities that are named or whose counties are, best first."""
    totals: defaultdict[str, float] = defaultdict(float)
    for code, points in found.points.items():
        unit = divisions()[code]
        if unit.level == "city" or code in MUNICIPALITIES:
            if found.other[code] < _ANOTHER or found.other[code] <= found.full[code]:
                totals[code] += points
        elif unit.level == "county":
            # A county speaks for its city; each county once more, so that one name in a list does not decide.
            share = points / found.times[code]  # below 1 for a name that several cities have: 朝阳区
            place = unit.parent if unit.parent[2:] != "0000" or unit.parent in MUNICIPALITIES else code
            totals[place] += min(share, 1.0) + 0.3 * min(points, 8.0)
    for code in totals:
        totals[code] *= 1 + 0.1 * min(found.times[code[:2] + "0000"], 3)  # its province is named too
        totals[code] += min(2, text.count(short_name(divisions()[code].full)[0] + "报"))  # 洛报
        for kind, words in _KIND_WORDS.items():
            if divisions()[code].full.endswith(kind):
                totals[code] += min(6, len(words.findall(text)))
    return sorted(((points, code) for code, points in totals.items()), reverse=True)


def _selves(text: str, home: Division) -> dict[str, int]:
    """How often the text calls itself a province, a city or a county."""
    text = _LED.sub("", text)
    times = {level: len(words.findall(text)) for level, words in _SELF.items()}
    if "自治区" in divisions()[home.code[:2] + "0000"].full:
        region = len(_REGION_SELF.findall(text))
        times["county"] -= region
        times["province"] += region
    return times


def _whole_province(found: _Evidence, city: Division, text: str) -> Division | None:
    """The province, where a text speaks for all of it: many of its cities, none above the others."""
    province = divisions()[city.code[:2] + "0000"]
    if province.code == city.code:
        return None
    times = [found.times[unit.code] for unit in children(province.code) if found.times[unit.code]]
    selves = _selves(text, city)
    spread = len(times) >= 4 and max(times) <= 0.4 * sum(times)
    governs = found.said[province.code] > found.said[city.code]
    return province if (spread or governs) and selves["province"] > 2 * selves["city"] + selves["county"] else None


def _one_county(found: _Evidence, city: Division, text: str) -> Division | None:
    """The county of a city that a text speaks for, None where it speaks for the city."""
    named = [unit for unit in children(city.code) if found.times[unit.code] and unit.level == "county"]
    if not named:
        return None
    top = max(named, key=lambda unit: (found.points[unit.code], unit.code))
    times, others = found.times[top.code], sum(found.times[u.code] for u in named) - found.times[top.code]
    if times <= 2 * others or (times < 2 and not found.said[top.code]):
        return None
    selves = _selves(text, city)
    if found.said[top.code] > found.said[city.code]:
        governs = not others and selves["county"] >= selves["city"]
        return top if governs or times > found.times[city.code] else None
    if not found.times[city.code] and not others:
        return top if selves["county"] >= selves["city"] else None
    if top.full.endswith("市"):  # a county-level city says 全市 as well, so that only what it governs tells
        return None
    return top if selves["county"] > 2 * selves["city"] and times >= found.times[city.code] else None


def _why(found: _Evidence, home: Division) -> str:
    parts = sum(1 for unit in children(home.code) if found.times[unit.code])
    said = [f"文中提到{found.times[home.code]}次"] if found.times[home.code] else []
    said += [f"提到其下辖区县{parts}个"] if parts else []
    return f"{home.name}：" + "、".join(said)


def _home(unit: Division, text: str) -> Home:
    level: Level = "city" if unit.code in MUNICIPALITIES else unit.level
    return Home(unit.name, unit.code, level, divisions()[unit.code[:2] + "0000"].name, misread_parts(text, unit))
