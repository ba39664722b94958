"""Which unit a person means by a name: official, short, former, misspelt, misread, or typed as pinyin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from commitments.gazetteer import (
    Division,
    children,
    divisions,
    full_names,
    is_common_word,
    names_by_start,
    short_names,
)
from commitments.misreadings import looks_or_sounds_like
from commitments.syllables import read_pinyin, syllables

_LETTERS = re.compile("[a-z]{2,40}")
_RANK = {"province": 1, "city": 0, "county": 2, "zone": 3}
_LONGEST = 20  # characters of a name with what it lies in: 新疆维吾尔自治区巴音郭楞蒙古自治州


def units_named(words: str, within: str = "") -> list[Division]:
    """Units that a name may mean, best first; with the code of a unit, only that one and its parts.

    西工 → 西工区; 洛阳市西工区 → 西工区; chanhe → 瀍河区; 漯河区 within 洛阳 → 瀍河区. Misspelt and misread names count
    only `within` a unit: all over China there would always be one.
    """
    words = "".join(words.split())
    if len(words) < 2:
        return []
    pool = [divisions()[within], *children(within)] if within in divisions() else None
    for read in (_by_name, _by_pinyin, _by_likeness):
        found = read(words, pool)
        if found:
            return sorted(found, key=lambda unit: (_RANK[unit.level], unit.code))
    return []


def _by_name(words: str, pool: list[Division] | None) -> list[Division]:
    units = list(_exactly(words, pool))
    if units or len(words) > 2 * _LONGEST:
        return units
    for cut in range(len(words) - 2, 1, -1):  # 河南洛阳西工区: the part, where the whole before it is right
        above = {unit.code for unit in _exactly(words[:cut], None)} | {u.code for u in _by_name_above(words[:cut])}
        units = [unit for unit in _exactly(words[cut:], pool) if _lies_in(unit, above)]
        if units:
            return units
    return []


def _by_name_above(words: str) -> Iterator[Division]:
    """Cities named after their province: 河南洛阳."""
    for cut in range(2, len(words) - 1):
        above = {unit.code for unit in _exactly(words[:cut], None)}
        if above:
            yield from (unit for unit in _exactly(words[cut:], None) if _lies_in(unit, above))


def _lies_in(unit: Division, above: set[str]) -> bool:
    return unit.parent in above or unit.code[:2] + "0000" in above - {unit.code}


def _exactly(words: str, pool: Iterable[Division] | None) -> Iterator[Division]:
    if pool is None:
        codes = next((codes for name, codes in names_by_start().get(words[:2], ()) if name == words), ())
        pool = [divisions()[code] for code in codes]
        if not pool and words.endswith("区"):
            pool = [unit for unit in divisions().values() if unit.level == "zone" and words in (unit.name, unit.full)]
        yield from pool
        return
    short = [unit for unit in pool if words in short_names(unit)]
    yield from [unit for unit in pool if words in full_names(unit)] or short


def _by_pinyin(words: str, pool: list[Division] | None) -> list[Division]:
    letters = words.lower()
    sounds = read_pinyin(letters) if _LETTERS.fullmatch(letters) else None
    if not sounds:
        return []
    units = [unit for unit in pool or divisions().values() if unit.level != "zone"]
    return [unit for unit in units if sounds in {syllables(name) for name in (*full_names(unit), *short_names(unit))}]


def _by_likeness(words: str, pool: list[Division] | None) -> list[Division]:
    parts = [unit for unit in pool or () if unit.level != "zone"]
    return [
        unit
        for unit in parts
        if looks_or_sounds_like(words, unit.name)
        or (len(unit.short) > 1 and not is_common_word(unit.short) and looks_or_sounds_like(words, unit.short))
    ]
