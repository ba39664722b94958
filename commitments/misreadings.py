"""Names that a scan misread: one character off, alike to the eye or the ear."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter

from commitments.gazetteer import Division, children, divisions, full_names, short_names
from commitments.patterns import find
from commitments.syllables import syllables

# Radicals in Unicode's order: characters in one range share it on the left, the top or around, as scans confuse them.
_TABLE = """
4EBA-513F 53E3-56D6 571F-58EA 5973-5B4F 5C71-5DDA 5FC3-6207 624B-652E 65E5-66EF 6728-6B1F 6C34-706A
706B-7229 72AC-737E 7389-74DB 76EE-77DA 77F3-7939 793A-79B8 79BE-7A73 7AF9-7C72 7CF8-7F35 8089-81E2
8278-864B 866B-883F 8863-897E 8A00-8C36 8C9D-8D5B 8DB3-8EA9 8ECA-8F98 8FB6-9090 9091-9148 9149-91C5
91D1-9576 9580-961B 961C-96B5 96E8-9751 9801-98A7 98DF-9995 99AC-9AA7 9B5A-9CE4 9CE5-9E75
"""
_SPANS = [(int(first, 16), int(last, 16)) for first, last in (span.split("-") for span in _TABLE.split())]
_STARTS = [first for first, _ in _SPANS]


def _radical(char: str) -> int:
    code = ord(char)
    at = bisect_right(_STARTS, code) - 1
    return at if at >= 0 and code <= _SPANS[at][1] else -1


def looks_or_sounds_like(word: str, name: str) -> bool:
    """Whether two names of one length differ in one character that shares a radical or a sound, or only in sound."""
    if word == name or len(word) != len(name):
        return False
    if syllables(word) == syllables(name):
        return True
    off = [(a, b) for a, b in zip(word, name, strict=True) if a != b]
    if len(off) != 1:
        return False
    a, b = off[0]
    return (_radical(a) == _radical(b) >= 0) or syllables(a) == syllables(b)


_UNIT_WORD = re.compile(r"(?=([\u4e00-\u9fff]{2}[区县市旗])(?![域政级民场容]))")
# Words that end like a unit and are none.
_NO_UNIT = find("""
小区 社区 园区 市区 城区 地区 片区 校区 街区 景区 县区 各区 新区 郊区 库区 灾区 山区 矿区 牧区 林区 农区 老区 辖区
战区 特区 厂区 港区 院区 湖区 全区 我区 本区 该区 分区 商区 站区 示范区 开发区 保税区 实验区 试验区 自治区 核心区
高新区 经开区 度假区 聚集区 集聚区 保护区 功能区 管理区 合作区 先行区 发展区 引领区 活动区
全县 我县 本县 该县 各县 市县 贫困县 示范县 试点县 大县 强县 省县 个县 个区 县县 区县 旗县
全市 我市 本市 该市 各市 城市 都市 超市 上市 门市 夜市 早市 集市 股市 楼市 县市 省市 旗市 个市
锦旗 红旗 国旗 党旗 全旗 我旗 各旗
""")
_AS_UNIT = re.compile(
    r"第?[一二三四五六七八九十\d]{1,5}届|人大|政协|政府|人民|区委|县委|市委|召开|[、，：。将的在提要副]|$"
)
# How often a text must use the name (as who acts or governs: double); twice as often if it has a namesake elsewhere.
_TIMES = 3


def misread_parts(text: str, home: Division) -> tuple[tuple[str, str], ...]:
    """(garbled, right) for names that a text uses as a district's and that only look or sound like one of the home's.

    漯河区 in a page of 洛阳 → 瀍河区. Never a name that a unit of the same province has.
    """
    parts = [unit for unit in children(home.code) if unit.level == "county"]
    known = {name for unit in parts for name in (*full_names(unit), *short_names(unit))}
    words: Counter[str] = Counter()
    for hit in _UNIT_WORD.finditer(text):
        if hit[1] not in known:
            words[hit[1]] += 2 if _AS_UNIT.match(text, hit.end(1)) else 1
    garbled = []
    for word, times in words.items():
        if times < _TIMES or _NO_UNIT.search(word):
            continue
        near = [unit.name for unit in parts if looks_or_sounds_like(word, unit.name)]
        if len(near) != 1:
            continue
        namesakes = [unit for unit in divisions().values() if word in (unit.name, unit.full)]
        if any(unit.code[:2] == home.code[:2] for unit in namesakes) or (namesakes and times < 2 * _TIMES):
            continue
        garbled.append((word, near[0]))
    return tuple(garbled)
