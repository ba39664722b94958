"""China's provinces, prefectures and counties: codes, official and short names, and who belongs to whom.

Data: data/divisions.tsv (see data/README.md). Streets, towns and villages are not in it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from commitments.patterns import any_of

Level = Literal["province", "city", "county", "zone"]

_PEOPLES = any_of("""
蒙古族 蒙古 回族 藏族 维吾尔 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 哈萨克 傣族
黎族 傈僳族 佤族 畲族
高山族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 柯尔克孜 土族 达斡尔族 达斡尔 仫佬族 羌族 布朗族 撒拉族 毛南族
仡佬族 锡伯族 锡伯
阿昌族 普米族 塔吉克 怒族 鄂温克族 德昂族 保安族 裕固族 独龙族 鄂伦春 各族
""")
_AUTONOMOUS = re.compile(f"(?:{_PEOPLES})*自治(?=[县旗州区])")
_PEOPLE_DISTRICT = re.compile(f"(?<=..){_PEOPLES}(?=区$)")
_SUFFIX = re.compile(r"(?:自治)?(?:特别行政区|地区|林区|特区|新区|省|市|盟|州|县|旗|区)$")
# Names that a county or city had in texts of the last years: former name → code of what it is now.
_FORMER_TABLE = """
孟津县=410308 偃师市=410307 开封县=410212 许昌县=411003 郾城县=411103 陕县=411203 铜山县=320312 胶南市=370211
即墨市=370215 章丘市=370114 济阳县=370115 富阳市=330111 临安市=330112
"""
_FORMER = dict(pair.split("=") for pair in _FORMER_TABLE.split())
# Short names that are common words: without their suffix they are no place.
_COMMON_TABLE = """
城区 郊区 矿区 市中 城中 城关 新城 老城 东城 西城 南城 北城 中原 新华 和平 鼓楼 桥东 桥西 河东 河西 河北 河南
江北 江南 江东 江西 路南 路北 东风 建设 解放 红旗 文峰 向阳 前进 友谊 南山 东山 西山 北山 龙山 宝山 青山 东湖
西湖 南湖 中心 高新 开发 长安 新兴 兴业 平安 永安 中山 广场 朝阳 光明 红星 工农 中站 华龙 山阳 新市 天山 东兴
南岸 海港 港口 港北 港南 长江 黄河 新民 胜利 繁荣 文昌 金山 大通 立山 海城 安宁 清河 清水 山海
水上 市南 市北 城东 城西 城北 龙门 凤凰 卫东 上街 二七 金水 北关
鹤山 山城 兴安 大安 新丰 新建 东乡
玉山
"""
_COMMON = frozenset(_COMMON_TABLE.split())


@dataclass(frozen=True, slots=True)
class Division:
    """A unit: its code, the name that people use (瀍河区), its level, its parent's code, and its full official name."""

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
    bare = _AUTONOMOUS.sub("", name)
    bare = _PEOPLE_DISTRICT.sub("", bare)
    cut = _SUFFIX.sub("", bare)
    return cut if len(cut) >= 2 else bare


def usual_name(full: str) -> str:
    """The name that people use for an official one: a people's name inside a district's drops (瀍河回族区 → 瀍河区)."""
    return _PEOPLE_DISTRICT.sub("", full)


def _level(code: str) -> Level:
    return "province" if len(code) == 2 else "city" if len(code) == 4 else "county"


@cache
def divisions() -> dict[str, Division]:
    """All units by code."""
    found: dict[str, Division] = {}
    for line in (files("commitments.data") / "divisions.tsv").read_text("utf-8").splitlines():
        code, full = line.split("\t")
        parent = code[:2] if len(code) == 4 else code[:4] if len(code) == 6 else ""
        if parent and parent not in found:
            parent = code[:2]  # counties right under a province: 济源市, 北京's districts
        found[code] = Division(code, usual_name(full), _level(code), parent, full)
    return found


@cache
def children(code: str) -> tuple[Division, ...]:
    """The units right under one; of a province also the counties that have no prefecture."""
    return _children().get(code, ())


@cache
def _children() -> dict[str, tuple[Division, ...]]:
    below: dict[str, list[Division]] = defaultdict(list)
    for division in divisions().values():
        below[division.parent].append(division)
    return {code: tuple(units) for code, units in below.items()}


def former_names(code: str) -> list[str]:
    """Names that a unit had."""
    return [name for name, now in _FORMER.items() if now == code]


def is_common_word(short: str) -> bool:
    """Whether a short name is a word of its own, so that only the full name means the place."""
    return short in _COMMON


@cache
def names_by_start() -> dict[str, tuple[tuple[str, str], ...]]:
    """(name, code) of every unit by the name's first two characters, longest name first; short and former ones too."""
    table: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for code, division in divisions().items():
        for name in {division.full, division.name, division.short, *former_names(code)}:
            if len(name) >= 2:
                table[name[:2]].add((name, code))
    return {start: tuple(sorted(names, key=lambda n: (-len(n[0]), n))) for start, names in table.items()}
