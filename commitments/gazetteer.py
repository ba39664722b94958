"""China's provinces, prefectures and counties: codes, official and usual names, and who belongs to whom.

Data: data/divisions.tsv and data/names.tsv (see data/README.md). Streets, towns and villages are not in it.
Codes have six digits (410304). Cities right under the state (北京市) are provinces here, with districts below them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from commitments.common_names import COMMON_NAMES
from commitments.patterns import any_of

Level = Literal["province", "city", "county", "zone"]
MUNICIPALITIES = ("110000", "120000", "310000", "500000")

_PEOPLES = any_of("""
蒙古族 蒙古 回族 藏族 维吾尔 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 哈萨克 傣族
黎族 傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 柯尔克孜 土族 达斡尔族 达斡尔 仫佬族
羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 锡伯 阿昌族 普米族 塔吉克 怒族 鄂温克族 德昂族 保安族 裕固族 独龙族
鄂伦春 各族
""")
_AUTONOMOUS = re.compile(f"(?<=..)(?:{_PEOPLES}){{0,4}}自治(?=[县旗州区])")
_PEOPLE_DISTRICT = re.compile(f"(?<=..){_PEOPLES}(?=区$)")
_SUFFIX = re.compile("(?:特别行政区|地区|林区|特区|矿区|新区|省|市|盟|州|县|旗|区)$")
_ZONE_KINDS = (
    ("高新技术产业开发区", "高新区"), ("高新技术产业园区", "高新区"), ("高新技术开发区", "高新区"),
    ("高技术产业开发区", "高新区"), ("经济技术开发区", "经开区"), ("经济开发区", "经开区"),
    ("城乡一体化示范区", "示范区"), ("经济综合实验区", "区"), ("管理区管委会", "管理区"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Division:
    """A unit: its code, the name that people use (瀍河区), its level, its parent's code, its official name."""

    code: str
    name: str
    level: Level
    parent: str
    full: str = ""

    @property
    def short(self) -> str:
        """The name without suffix and peoples: 瀍河, 富川, 锡林郭勒; as it is where nothing would be left (嵩县)."""
        return short_name(self.full or self.name)


def short_name(name: str) -> str:
    """A unit's name without its suffix: 洛阳市 → 洛阳, 富川瑶族自治县 → 富川; 嵩县 stays."""
    bare = name
    if "族" in name or "自治" in name:
        bare = _PEOPLE_DISTRICT.sub("", _AUTONOMOUS.sub("", name))
    cut = _SUFFIX.sub("", bare)
    return cut if len(cut) >= 2 else bare


def usual_name(full: str) -> str:
    """The name that people use for an official one: 瀍河回族区 → 瀍河区, 徐州经济技术开发区 → 徐州经开区.

    Autonomous counties and prefectures keep the official one (富川瑶族自治县): the short one is no name of its own.
    """
    if full.endswith("区") and "族" in full:
        return _PEOPLE_DISTRICT.sub("", full)
    for long, brief in _ZONE_KINDS:
        if full.endswith(long):
            return full.removesuffix(long) + brief
    return full


def _level(code: str, full: str) -> Level:
    if code.endswith("0000"):
        return "province"
    if code.endswith("00"):
        return "city"
    # The statistics office numbers zones from 71 on; a few real cities share those numbers.
    return "zone" if code[4] == "7" and code[:2] != "65" and full.endswith(("区", "管委会", "新城")) else "county"


def _zone_name(full: str, above: tuple[str, ...]) -> str:
    """A zone's usual name without province and 市: 河南濮阳工业园区 → 濮阳工业园区, 蚌埠市经济开发区 → 蚌埠经开区."""
    province, city = (short_name(name) for name in above)
    name = full.removeprefix(province) if province != city else full
    return usual_name(name.replace(f"{city}市", city, 1) or full)


def _read(table: str) -> Iterator[list[str]]:
    text = (files("commitments.data") / table).read_text("utf-8")
    return (line.split("\t") for line in text.splitlines())


@cache
def divisions() -> dict[str, Division]:
    """All units by code, in the order of codes."""
    found: dict[str, Division] = {}
    for code, full in _read("divisions.tsv"):
        level = _level(code, full)
        parent = code[:4] + "00"
        if parent == code or parent not in found:
            parent = code[:2] + "0000"  # a prefecture; a county right under a province: 济源市, 北京's districts
        if level == "zone":
            name = _zone_name(full, (found[code[:2] + "0000"].full, found[parent].full))
        else:
            name = usual_name(full)
        found[code] = Division(code, name, level, "" if parent == code else parent, full)
    return found


def children(code: str) -> tuple[Division, ...]:
    """The units right under one; of a province also the counties that have no prefecture."""
    return _children().get(code, ())


@cache
def _children() -> dict[str, tuple[Division, ...]]:
    below: dict[str, list[Division]] = defaultdict(list)
    for division in divisions().values():
        below[division.parent].append(division)
    return {code: tuple(units) for code, units in below.items()}


@cache
def _other_names() -> dict[str, tuple[str, ...]]:
    named: dict[str, list[str]] = defaultdict(list)
    for name, code, _ in _read("names.tsv"):
        named[code].append(name)
    return {code: tuple(names) for code, names in named.items()}


def former_names(code: str) -> tuple[str, ...]:
    """Names that a unit had (孟津县 for 孟津区), and those it goes by (锡盟 for 锡林郭勒盟)."""
    return _other_names().get(code, ())


def full_names(unit: Division) -> tuple[str, ...]:
    """The names of a unit that say what it is: 富川瑶族自治县, 富川县; 甘孜藏族自治州, 甘孜州; 孟津区, 孟津县."""
    names = [unit.full, unit.name]
    if "自治" in unit.full and unit.level != "province" and len(unit.short) <= 3:
        names.append(unit.short + unit.full[-1])
    names += [name for name in former_names(unit.code) if name[-1] in "市县区旗盟州"]
    return tuple(dict.fromkeys(names))


def short_names(unit: Division) -> tuple[str, ...]:
    """The names of a unit without suffix: 富川, 西苏; none for a zone or where nothing would be left (嵩县)."""
    if unit.level == "zone":
        return ()
    names = [unit.short, *(name for name in former_names(unit.code) if name[-1] not in "市县区旗盟州")]
    return tuple(name for name in dict.fromkeys(names) if name not in (unit.full, unit.name))


def is_common_word(name: str) -> bool:
    """Whether a name is a word of its own as well (和平, 城区), so that only its surroundings show the place."""
    return name in COMMON_NAMES


@cache
def names_by_start() -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """(name, codes that it may mean) by the name's first two characters, longest name first; zones left out."""
    codes: dict[str, list[str]] = defaultdict(list)
    for code, unit in divisions().items():
        if unit.level != "zone":
            for name in (*full_names(unit), *short_names(unit)):
                codes[name].append(code)
    table: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for name, units in codes.items():
        table[name[:2]].append((name, tuple(units)))
    return {start: tuple(sorted(names, key=lambda n: (-len(n[0]), n))) for start, names in table.items()}


def mentions(text: str) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """(offset, name, codes) of every unit named in a text, the longest name at each place, in order."""
    table = names_by_start()
    at, end = 0, len(text) - 1
    while at < end:
        step = 1
        for name, codes in table.get(text[at : at + 2], ()):
            if text.startswith(name, at) and not (name[-1] == "市" and text.startswith("场", at + len(name))):
                yield at, name, codes
                step = len(name)
                break
        at += step
