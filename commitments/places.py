"""Places that a text speaks of: its own city, the districts and counties it names, misread names repaired."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from commitments.gazetteer import (
    Division,
    Level,
    children,
    divisions,
    former_names,
    is_common_word,
    names_by_start,
    short_name,
)
from commitments.misreadings import looks_or_sounds_like
from commitments.patterns import any_of, find, opens


@dataclass(frozen=True, slots=True)
class Place:
    """A place named in a text: `name` as the ledger keeps it, its span, its level, and what a person should check."""

    name: str
    at: int
    to: int
    level: str
    code: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """The city or county that a document speaks for; `misread` maps names that its scan garbled to the right ones."""

    name: str
    code: str
    level: Level
    province: str
    misread: tuple[tuple[str, str], ...] = ()


# What behind a short name makes it another name: a road, a river, a school …
_OTHER_NAME = any_of("""
路 街(?!道) 大道 大街 桥 江 河(?!区|流) 湖 山(?!区) 寺 庙 塔 广场 大学 学院 师范 小学 中学 一中 医院 银行 酒店 集团
公司 话 菜 人(?!民|社|大|才) 帮 商
籍 十字街 地文
""")
_ZONE = re.compile(
    r"(?<![级类各个大型式])(?:(?P<of>[\u4e00-\u9fff]{2,4}?))?"
    "(?P<kind>高新技术产业开发区|高新技术开发区|高新区|经济技术开发区|经济开发区|经开区|港务区|(?<![经行社市务综分统])管理区)(?!域)"
)
_MANAGED = re.compile(r"[\u4e00-\u9fff]{2,3}$")  # 乌拉盖管理区
_ZONE_KINDS = {
    "高新技术产业开发区": "高新区",
    "高新技术开发区": "高新区",
    "经济技术开发区": "经开区",
    "经济开发区": "经开区",
}
_DISTRICT_WORD = re.compile(r"[\u4e00-\u9fff]{2}[区县](?![域政])")
_NO_DISTRICT = find("""
小区 社区 园区 市区 城区 地区 片区 校区 街区 景区 县区 各区 新区 郊区 库区 灾区 山区 矿区 牧区 林区 农区 老区 辖区
战区 特区 厂区 港区 院区 湖区
全区 我区 本区 该区 分区 商区 站区 示范区 开发区 保税区 实验区 试验区 自治区 核心区 高新区 经开区 度假区 聚集区
集聚区 保护区 功能区 功区 发展区
全县 我县 本县 该县 各县 市县 贫困县 示范县 试点县 大县 强县 省县 个县 个区 县县 区县
""")
# How a text calls the city, and the county, that it speaks for.
_CITY_WORDS = ("我市", "全市", "我盟", "全盟", "我州", "全州")
_COUNTY_WORDS = ("我县", "全县", "我区", "全区", "我旗", "全旗")
_PROCLAIMED = re.compile(
    r"([\u4e00-\u9fff]{2,10}?[市盟州县区旗])(?:第?[\u4e00-\u9fff\d]{1,8}届)?"
    "(?:人民)?(?:政府工作报告|人民代表大会|人民政府|委员会|人大)"
)
_SITTING = opens(r"第?[\u4e00-\u9fff\d]{1,8}届 人大 政协 政府 区委 县委")
_DOMINANT = 0.8


def _mentions(text: str) -> Counter[str]:
    """How often each unit is named, by code; a name that several units share counts for all of them."""
    table = names_by_start()
    found: Counter[str] = Counter()
    at, end = 0, len(text)
    while at < end:
        names = table.get(text[at : at + 2])
        length = 0
        for name, code in names or ():
            if len(name) < length:
                break
            if text.startswith(name, at):
                length = len(name)
                # 漯河区 does not speak of 漯河市: it is some district's name, rightly or wrongly read
                if not (len(code) == 4 and len(name) == 2 and text[at + 2 : at + 3] in ("区", "县")):
                    found[code] += 1
        at += length or 1
    return found


def infer_home(text: str, city: str = "") -> tuple[Home | None, str]:
    """(home, why in Chinese): the city, prefecture or county that a document speaks for; `city` wins over the text."""
    if city:
        units = resolve_place(city)
        if units:
            return _home(units[0], text), "已给定"
        return Home(city, "", "city", ""), "已给定，行政区划表中没有这个名称"
    mentions = _mentions(text[:60_000])
    proclaimed = Counter(name for name in _PROCLAIMED.findall(text[:60_000]))
    scores: dict[str, float] = {}
    for code, times in mentions.items():
        unit = divisions()[code]
        if unit.level == "province":
            continue
        weight = times * (1.0 if unit.level == "city" else 0.4)
        scores[code] = scores.get(code, 0.0) + weight + 3 * proclaimed.get(unit.full, 0)
        if unit.level == "county":
            # a county's name speaks for its city; each county once, so that one common word does not decide
            scores[unit.parent] = scores.get(unit.parent, 0.0) + 1.5 + 0.1 * times
    scores = {code: score for code, score in scores.items() if len(code) > 2 or code in ("11", "12", "31", "50")}
    if not scores:
        return None, "文中没有认出城市，可用 --city 指定"
    best = max(scores, key=lambda code: (scores[code], code))
    unit = divisions()[best]
    county_words, city_words = _count(text, _COUNTY_WORDS), _count(text, _CITY_WORDS)
    if unit.level == "city" and county_words > 2 * city_words:
        inner = [d for d in children(best) if mentions[d.code]]
        if inner:
            top = max(inner, key=lambda d: mentions[d.code])
            if mentions[top.code] >= 0.5 * sum(mentions[d.code] for d in inner):
                unit = top
    elif unit.level == "county" and city_words > county_words:
        unit = divisions().get(unit.parent, unit)
    return _home(unit, text), f"文中多次提到{unit.name}"


def _count(text: str, words: tuple[str, ...]) -> int:
    return sum(text.count(word) for word in words)


def _home(unit: Division, text: str) -> Home:
    province = divisions()[unit.code[:2]].name
    return Home(unit.name, unit.code, unit.level, province, _misread_names(text, unit))


def _misread_names(text: str, home: Division) -> tuple[tuple[str, str], ...]:
    """(garbled, right) for names used as a district's that are none of the home's but look or sound like one."""
    units = {unit.name: unit for unit in children(home.code)}
    known = {name for unit in units.values() for name in (unit.name, unit.full, unit.short, *former_names(unit.code))}
    words = Counter(
        word for word in _DISTRICT_WORD.findall(text) if word not in known and not _NO_DISTRICT.search(word)
    )
    garbled = []
    for word, times in words.items():
        if times < 3 or any(other.full == word for other in divisions().values()):
            continue
        near = [name for name in units if looks_or_sounds_like(word, name)]
        if len(near) == 1:
            garbled.append((word, near[0]))
    return tuple(garbled)


@cache
def _pattern(home: Home) -> tuple[re.Pattern[str], dict[str, tuple[str, str, str]]]:
    """The names to look for around a home, and what each means: (name, code, doubt)."""
    means: dict[str, tuple[str, str, str]] = {}
    pieces: dict[str, str] = {}
    banners = Counter(unit.name[:2] for unit in children(home.code))
    for unit in children(home.code):
        names = [unit.full, unit.name, *former_names(unit.code)]
        if unit.name.endswith("旗") and len(unit.name) > 4 and banners[unit.name[:2]] == 1:
            names.append(unit.name[:2] + "旗")  # 东乌珠穆沁旗 is called 东乌旗
        for name in names:
            means[name] = (unit.name, unit.code, "")
            # 城区 is a district only in a list of districts
            pieces[name] = f"(?<=[、和]){name}(?=[、和等])" if is_common_word(name) else re.escape(name)
        short = unit.short
        if short not in means and not is_common_word(short) and short != short_name(home.name):
            means[short] = (unit.name, unit.code, "")
            pieces[short] = f"{re.escape(short)}(?!{_OTHER_NAME})"
    for garbled, right in home.misread:
        code = next(unit.code for unit in children(home.code) if unit.name == right)
        for name in (garbled, garbled[:-1]):
            means[name] = (right, code, f"{garbled} 疑为 {right}")
            pieces[name] = re.escape(name)
    longest_first = sorted(pieces, key=len, reverse=True)
    return re.compile("|".join(pieces[name] for name in longest_first) or r"(?!)"), means


def find_places(text: str, home: Home | None) -> list[Place]:
    """Districts, counties and development zones of `home` that a text names, in order.

    Short names count where they stand for the place (栾川获评…), not inside another name (西工地步行街, 新安江).
    """
    if home is None:
        return []
    pattern, means = _pattern(home)
    found = []
    for hit in pattern.finditer(text):
        name, code, doubt = means[hit.group()]
        found.append(Place(name, hit.start(), hit.end(), "county", code, doubt))
    if "区" in text:
        found.extend(_zones(text, home, found))
    return sorted(found, key=lambda place: place.at)


def _zones(text: str, home: Home, taken: list[Place]) -> Iterator[Place]:
    own = short_name(home.name)
    for hit in _ZONE.finditer(text):
        kind = _ZONE_KINDS.get(hit["kind"], hit["kind"])
        before = text[max(0, hit.start("kind") - len(own)) : hit.start("kind")]
        start = hit.start("kind")
        lead = own if before == own else ""
        if any(place.at <= start - 1 < place.to for place in taken):
            continue  # 新安经济技术开发区 is named by its county
        if not lead and start and text[start - 1] in "级类型各个大式省县市":
            continue  # 省级经开区 is a kind
        if not lead and hit["kind"].endswith("开发区"):
            continue
        if kind == "管理区":
            named = _MANAGED.search(text[max(0, start - 4) : start])
            if not named:
                continue
            lead = named.group()
        yield Place(lead + kind, start - len(lead), hit.end(), "zone")


def foreign_places(text: str, home: Home | None) -> list[Place]:
    """Cities that a text names which are not home nor above it: 郑州、新乡 in a page of 洛阳."""
    table = names_by_start()
    found = []
    own = home.code if home else ""
    for at in range(len(text) - 1):
        for name, code in table.get(text[at : at + 2], ()):
            if text.startswith(name, at) and len(code) == 4 and not own.startswith(code) and not is_common_word(name):
                found.append(Place(divisions()[code].name, at, at + len(name), "city", code))
                break
    return found


def article_place(title: str, text: str, home: Home | None) -> Place | None:
    """The district that an article is about, None where it is about the whole: by headline, signature or dominance."""
    if home is None or home.level == "county":
        return None
    head = find_places(title, home)
    for place in head:
        behind = title[place.to : place.to + 12]
        if (place.at <= 1 and behind[:1] == "：") or _SITTING.match(behind):
            return place
    signed = find_places(text[-40:], home)
    if signed and "人民政府" in text[-40:]:
        return signed[-1]
    return _dominant(text, home)


def _dominant(text: str, home: Home) -> Place | None:
    named = find_places(text, home)
    times = Counter(place.name for place in named)
    if not times:
        return None
    name, most = times.most_common(1)[0]
    if most >= 4 and most >= _DOMINANT * sum(times.values()) and most > 2 * _count(text, _CITY_WORDS):
        return next(place for place in named if place.name == name)
    return None


def resolve_place(words: str, home: Home | None = None) -> list[Division]:
    """Units that a person may mean by a name, best first: 西工 → 西工区; 漯河区 near 洛阳 → 瀍河区.

    With a home only its own units (and it itself); without one any of China's, cities before counties.
    """
    words = words.strip()
    if len(words) < 2:
        return []
    pool = [divisions()[home.code], *children(home.code)] if home and home.code else list(divisions().values())
    exact = [u for u in pool if words in (u.name, u.full, *former_names(u.code))]
    if not exact:
        exact = [u for u in pool if words == u.short]
    if exact or home is None:
        return sorted(exact, key=lambda u: (len(u.code), u.code))
    return [u for u in pool if looks_or_sounds_like(words, u.name) or looks_or_sounds_like(words, u.short)]
