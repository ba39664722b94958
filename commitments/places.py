"""Places that a text speaks of: districts, counties and zones of its home, other cities, an article's own district."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from commitments.gazetteer import (
    MUNICIPALITIES,
    Division,
    children,
    divisions,
    full_names,
    is_common_word,
    mentions,
    short_name,
    short_names,
)
from commitments.homes import Home, infer_home
from commitments.place_words import (
    ACTS,
    HEADLINE,
    NAMED_AFTER,
    NOT_ALONE,
    ORGAN,
    OTHER_NAME,
    OTHER_UNIT,
    ROAD,
    SIGNED,
    WHOLE,
)
from commitments.resolving import units_named
from commitments.zones import kinds_named, listed_zones

__all__ = ["Home", "Place", "article_place", "find_places", "foreign_places", "infer_home", "resolve_place"]

_OFTEN = 4  # times that an article names the district it is about
_DOMINANT = 0.8  # and the share of all districts named that this is
PlaceLevel = Literal["province", "city", "county", "zone", "town"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place named in a text: `name` as the ledger keeps it, its span, its level, and what a person should check."""

    name: str
    at: int
    to: int
    level: PlaceLevel
    code: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a written name stands for; `bare` without suffix, `word` where it is an ordinary word as well."""

    name: str
    level: PlaceLevel
    code: str
    bare: bool = False
    word: bool = False
    doubt: str = ""


@cache
def _names(home: Home) -> tuple[re.Pattern[str], dict[str, _Meaning]]:
    """A pattern of the names around a home, and what each stands for."""
    means: dict[str, _Meaning] = {}
    own = short_name(home.name)
    for unit in children(home.code):
        if unit.level == "zone":
            continue
        for name in full_names(unit):
            means.setdefault(name, _Meaning(unit.name, unit.level, unit.code, word=is_common_word(name)))
        for name in short_names(unit):
            if name != own:
                means.setdefault(name, _Meaning(unit.name, unit.level, unit.code, True, is_common_word(name)))
    for name, kept in listed_zones(home.code).items():
        means.setdefault(name, _Meaning(kept, "zone", ""))
    codes = {unit.name: unit.code for unit in children(home.code)}
    for garbled, right in home.misread:
        for name in (garbled, garbled[:-1]):
            doubt = f"{garbled} 疑为 {right}"
            means.setdefault(name, _Meaning(right, "county", codes[right], name != garbled, doubt=doubt))
    longest_first = sorted(means, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)) or "(?!)"), means


def find_places(text: str, home: Home | None) -> list[Place]:
    """Districts, counties and development zones of `home` that a text names, in order, without overlaps.

    Short names count where they stand for the place (栾川获评…), not inside another name (西工地步行街, 新安江); those
    that are words as well (和平, 城区) only in a list of places or as who acts (和平入选…). Of a province, its cities.
    """
    if home is None:
        return []
    pattern, means = _names(home)
    sure: list[tuple[Place, bool]] = []
    for hit in pattern.finditer(text):
        meaning = means[hit.group()]
        at, to = hit.span()
        if meaning.bare:
            if OTHER_NAME.match(text, to):
                continue
        elif ROAD.match(text, to):
            continue
        place = Place(meaning.name, at, to, meaning.level, meaning.code, meaning.doubt)
        sure.append((place, not meaning.word or _stands_alone(text, at, to)))
    if "区" in text:
        taken = {at for place, _ in sure for at in range(place.at, place.to + 1)}  # 新安经济开发区: its county's
        for at, to, name, certain in kinds_named(text, short_name(home.name)):
            if at not in taken and to - 1 not in taken:
                sure.append((Place(name, at, to, "zone"), certain))
    sure.sort(key=lambda one: (one[0].at, one[0].to))
    return list(_kept(text, sure))


def _stands_alone(text: str, at: int, to: int) -> bool:
    """Whether a word that may be a place acts as one: at the head of its clause, with what only a place does."""
    heads = at == 0 or not "\u4e00" <= text[at - 1] <= "\u9fff" or text[at - 1] in "市和与"
    return heads and bool(ACTS.match(text, to) or ORGAN.match(text, to))


def _kept(text: str, found: list[tuple[Place, bool]]) -> Iterator[Place]:
    """The places beyond doubt, and those in doubt that stand in a list with one of them (孟津、新安、嵩县)."""
    run: list[tuple[Place, bool]] = []
    for place, certain in found:
        if run and (place.at - run[-1][0].to != 1 or text[run[-1][0].to] not in "、和与及至到—-"):
            yield from _run(text, run)
            run = []
        run.append((place, certain))
    yield from _run(text, run)


def _run(text: str, run: list[tuple[Place, bool]]) -> Iterator[Place]:
    listed = any(certain for _, certain in run) or (len(run) > 1 and NOT_ALONE.match(text, run[-1][0].to))
    for place, certain in run:
        if certain or listed:
            yield place


# Words with which a text of a city speaks of those above it.
_ABOVE = re.compile(
    "(?:^|(?<=[，。；：、“]))(?P<who>全省|我省|省委|省政府|全国|我国|国家|中央)(?=[将要已在、，把就对提]|层面|出台|部署|支持)"
)
_TOWARDS = ("学习", "对标", "对接", "借鉴", "来自", "承接", "融入", "赶超", "前往", "连接", "通往")
_HEADS = "，。；：、“”（）《》·和与及对向在赴到从由比至—"


def foreign_places(text: str, home: Home | None) -> list[Place]:
    """Other cities and provinces that a text names as such, and those above (全省, 国家), in order.

    郑州、新乡 in a page of 洛阳. Never home, its parts or its province by name, nor names in other names (北京路,
    广州市妇女儿童医疗中心, 宁德时代).
    """
    own = home.code if home else ""
    found = []
    for hit in _ABOVE.finditer(text):
        country = hit["who"] in ("全国", "我国", "国家", "中央")
        code = "" if country or not own else own[:2] + "0000"
        name = "国家" if country else divisions()[code].name if code in divisions() else "全省"
        found.append(Place(name, *hit.span(), "province", code))
    garbled = {name for pair in (home.misread if home else ()) for name in (pair[0], pair[0][:-1])}
    for at, name, codes in mentions(text):
        unit = divisions()[codes[0]]
        if unit.level not in ("city", "province") or name in garbled or _belongs(unit, own):
            continue
        if len(codes) > 1 and any(_belongs(divisions()[code], own) for code in codes):
            continue
        if _names_actor(text, at, at + len(name), name):
            level: PlaceLevel = "city" if unit.code in MUNICIPALITIES else unit.level
            found.append(Place(unit.name, at, at + len(name), level, unit.code))
    return sorted(found, key=lambda place: place.at)


def _belongs(unit: Division, own: str) -> bool:
    """Whether a unit is the home, its part, or above it."""
    return own in (unit.code, unit.parent) or unit.code in (own[:4] + "00", own[:2] + "0000")


def _names_actor(text: str, at: int, to: int, name: str) -> bool:
    if OTHER_NAME.match(text, to) or OTHER_UNIT.match(text, to) or NAMED_AFTER.match(text, to):
        return False
    if name[-1] in "省市州盟" and len(name) > 2:
        return True
    listed = text[to : to + 1] in ("、", "和", "与", "等") or text[max(0, at - 1) : at] in ("、", "和", "与")
    if is_common_word(name):
        return listed and bool(list(mentions(text[to + 1 : to + 4]) if listed else ()))
    return at == 0 or text[at - 1] in _HEADS or text.endswith(_TOWARDS, 0, at) or listed


_AND_OTHERS = frozenset(("", "、", "和", "与", "及", "等"))


def article_place(title: str, text: str, home: Home | None) -> Place | None:
    """The district that an article is about, None where it is about the whole: by headline, signature or dominance.

    “西工区：…”, “涧西区介绍了…”, “瀍河区十七届人大…”, a signature 汝阳县人民政府, or a text that names one district
    four times and hardly another. Offsets are those of the title, or of the text.
    """
    if home is None or home.level == "county":
        return None
    for words in (title, text[:40]):
        for place in find_places(words, home)[:2]:
            heads = place.at <= 1 or words[: place.at].endswith(("在", "市", "”", "。", "日，", "昨日，"))
            if heads and HEADLINE.match(words, place.to):
                return place
            in_full = words is title and place.at == len(home.name) and words.startswith(home.name)
            if in_full and words[place.to : place.to + 1] not in _AND_OTHERS:  # 西宁市城中区投资7692万元…
                return place
    tail = max(0, len(text) - 40)
    for place in reversed(find_places(text[tail:], home)):
        if SIGNED.match(text, tail + place.to) and len(text) - tail - place.to <= 24:
            return Place(place.name, tail + place.at, tail + place.to, place.level, place.code, place.doubt)
    return _dominant(text, home)


def _dominant(text: str, home: Home) -> Place | None:
    named = find_places(text, home)
    times = Counter(place.name for place in named)
    if not times:
        return None
    name, most = times.most_common(1)[0]
    if most >= _OFTEN and most >= _DOMINANT * sum(times.values()) and most > 2 * len(WHOLE.findall(text)):
        return next(place for place in named if place.name == name)
    return None


def resolve_place(words: str, home: Home | None = None) -> list[Division]:
    """Units that a person may mean by a name, best first: 西工 → 西工区; 漯河区 near 洛阳 → 瀍河区; chanhe → 瀍河区.

    With a home only its own units (and it itself); without one any of China's, cities before counties.
    """
    return units_named(words, home.code if home else "")
