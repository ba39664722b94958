"""Whether two subjects can be one matter: what keeps them apart whatever the words, and how alike the words are.

Scope decides first (`apart`): another city, year, place, phase, half, unit or thing. Only then the wording
(`likeness`), by longest common subsequence; an unknown word in place of another is a difference, one more is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import Indel

from commitments import scope_words as known
from commitments.amounts import agrees
from commitments.names import contrast, ends_alike, hunks, loosened, of_the_city, only_more, owned, whole
from commitments.subjects import Subject, by_dimension

JOINED = 0.75  # from here on two statements are one matter
MODERATE = 0.55  # from here on they are, if nothing else competes for either
_ONE_WORD_MORE = 4  # characters
_FAR = 0.5  # below it, two names in one matter would be an error of chaining
_SOFT = ("phase", "ordinal", "number", "direction", "code")  # not said is compatible with any one value
_ALWAYS = ("not", "built", "size")  # not said is a value of its own


def apart(a: Subject, b: Subject) -> bool:
    """Whether two subjects differ in scope, or in the thing itself so far that they can never be one matter."""
    lasting = a.lasting and b.lasting
    if a.city != b.city or (a.year != b.year and not lasting) or _places_differ(a, b):
        return True
    if a.marks != b.marks and _marks_differ(a.marks, b.marks, lasting):
        return True
    if a.year != b.year and a.units & b.units and not agrees(a.value or 0, b.value or 0):
        return True  # so many kilometres of country roads each year
    if not lasting:
        if a.units and b.units and not a.units & b.units:
            return True
        if a.told and a.told == b.told and a.value and b.value and not agrees(a.value, b.value):
            return True
        if known.VAGUE.match(a.core) and known.VAGUE.match(b.core) and not _same_value(a, b):
            return True
        if a.deeds and b.deeds and not a.deeds & b.deeds:
            return True
        if a.rated != b.rated and a.projects != b.projects:
            return True
    if a.names == b.names or same_part(a, b) or max(_ratios(a.names, b.names)) >= _FAR:
        return False
    return loosened(a.names[0]) != loosened(b.names[0]) or not loosened(a.names[0])


@lru_cache(maxsize=65_536)
def _marks_differ(a: frozenset[tuple[str, str]], b: frozenset[tuple[str, str]], lasting: bool) -> bool:
    """Whether both name another phase, half, segment, level or setting, or one is what the other is not."""
    mine, theirs = by_dimension(a), by_dimension(b)
    clashing = (*_SOFT, "level", "setting") if lasting else (*_SOFT, "level", "setting", "step")
    if any(mine.get(d) and theirs.get(d) and not mine[d] & theirs[d] for d in clashing):
        return True
    if any(mine.get(d) != theirs.get(d) for d in _ALWAYS):
        return True
    ranks = (mine.get("level", frozenset()), theirs.get("level", frozenset()))
    if not lasting and not all(ranks) and any("国家" in rank for rank in ranks):
        return True  # who counts national ones says so each time; 省级 is often left out
    return _segments_differ(mine.get("segment", ()), theirs.get("segment", ()))


def unsaid(a: Subject, b: Subject) -> str | None:
    """The dimension of scope that one of two subjects names and the other leaves open, None if there is none."""
    if a.marks == b.marks:
        return None
    return next((d for d in (*_SOFT, "segment", "level") if bool(a.mark(d)) != bool(b.mark(d))), None)


def likeness(a: Subject, b: Subject) -> float:
    """How alike two subjects are that are not apart, 0–1; from JOINED on they are one matter, from MODERATE on
    they are if no other statement competes for either.

    呼南高铁洛平段 / 呼南高铁焦洛平段 → 1.0; 贷款 / 金融机构贷款, both 700亿元 → 0.9; 停车位 / 公共停车位 → 0.7;
    智能中心 / 科创中心 → 0.
    """
    if a.names == b.names:
        return 1.0
    sure = _surely(a, b)
    return sure if sure >= JOINED else max(sure, _moderately(a, b))


def _moderately(a: Subject, b: Subject) -> float:
    """Likeness of two subjects that may only be joined if nothing competes, 0 or MODERATE to 0.74."""
    mine, theirs = a.names[0], b.names[0]
    lists = len(a.names) + len(b.names)
    if lists == 2 and (a.lasting or b.lasting):
        score = _part_of(mine, theirs)
        short, long = sorted((mine, theirs), key=len)
        if not score and len(short) >= 4 and long.startswith(short) and a.mark("phase") & b.mark("phase"):
            return 0.6  # X半导体一期 / X半导体封测一期
        return 0.0 if a.lasting != b.lasting and (a.units or b.units) and score < 0.7 else score
    if lists > 3 or a.rated or b.rated or a.lasting or b.lasting:
        return 0.0
    if lists == 3:  # 口袋公园 / 口袋公园、小微绿地
        return 0.6 if mine == theirs and a.units & b.units else 0.0
    return _loosely(mine, theirs) if a.units & b.units or not (a.units and b.units) else 0.0


def _part_of(a: str, b: str) -> float:
    """Likeness of two named things, one of which is told of by a part or stage: 地铁3号线 / 地铁3号线车站."""
    mine, theirs = a.removeprefix("市"), b.removeprefix("市")
    both_new = known.RENEWED.search(mine) and known.RENEWED.search(theirs)
    if mine == theirs or (both_new and owned(a) == owned(b) != ""):
        return 0.7
    bare_a, bare_b = whole(mine), whole(theirs)
    if bare_a == bare_b and not known.PLAIN.match(bare_a):
        return 0.7
    short, long = sorted((bare_a, bare_b), key=len)
    if len(short) >= 4 and long.endswith(short) and not known.RANKED.match(short):
        return 0.65
    if len(short) < 5 or short[-1] != long[-1] or contrast(short, long):
        return 0.0
    return 0.6 if only_more(short, long) else 0.0


def _loosely(a: str, b: str) -> float:
    """Likeness of two counted things but for words that say little, or with words more in one of them."""
    if loosened(a) == loosened(b) != "":
        return 0.7
    short, long = sorted((a, b), key=len)
    if (
        not loosened(short)
        or len(short) < 4
        or short[-1] != long[-1]
        or known.GENERIC.match(short)
        or contrast(short, long)
    ):
        return 0.0
    return 0.6 if only_more(short, long) else 0.0


def _surely(a: Subject, b: Subject) -> float:
    """Likeness by rules that need no look at other statements."""
    if same_part(a, b):
        return JOINED
    alike = _named if a.lasting or b.lasting else _same_amount if _same_value(a, b) else _counted
    if alike is _counted and (a.rated or b.rated):
        alike = _rated
    if len(a.names) == len(b.names) == 1 and of_the_city(a.names[0], b.names[0]):
        return 0.8
    if alike in (_counted, _rated) and a.mark("setting") != b.mark("setting"):
        return 0.0
    if len(a.names) == len(b.names) == 1:
        return alike(a.names[0], b.names[0])
    best = [max(alike(mine, theirs) for theirs in b.names) for mine in a.names]
    if 1.0 in best:  # beside a name that both lists have, a shorter form of the next one is the same thing
        best = [
            max(score, 0.9 if ends_alike(mine, b.names) else 0.0) for mine, score in zip(a.names, best, strict=True)
        ]
    shared = [score for score in best if score >= JOINED]
    # More than half of the longer list: a single road is not the matter of the list that it stands in.
    return sum(shared) / len(shared) if shared and len(shared) * 2 > max(len(a.names), len(b.names)) else 0.0


def same_part(a: Subject, b: Subject) -> bool:
    """Whether both are the same numbered part of one long-named project: X项目第一栋厂房 / X一期第一产线."""
    ordinals = a.mark("ordinal") & b.mark("ordinal")
    return bool(ordinals) and a.year == b.year and a.names[0][:4] == b.names[0][:4] and len(a.names[0]) > 4


def _same_value(a: Subject, b: Subject) -> bool:
    """Whether both have the same amount in the same unit, one that is not met by chance."""
    return a.value is not None and a.value == b.value and a.value >= 10 and bool(a.units & b.units)


def _places_differ(a: Subject, b: Subject) -> bool:
    if a.places == b.places:
        return False
    if not (a.lasting or b.lasting):
        return True
    return bool(a.places and b.places and not set(a.places) & set(b.places))


def _segments_differ(a: Iterable[str], b: Iterable[str]) -> bool:
    """洛平 is in 焦洛平; 孟津 and 伊川 are two segments."""
    mine, theirs = list(a), list(b)
    if not mine or not theirs:
        return False
    return not any(set(x) <= set(y) or set(y) <= set(x) for x in mine for y in theirs)


def _ratios(a: Iterable[str], b: tuple[str, ...]) -> Iterable[float]:
    return (1.0 if x in y or y in x else Indel.normalized_similarity(x, y) for x in a for y in b)


def _named(a: str, b: str) -> float:
    """Likeness of two names of lasting things; what stands before a long name may be left out."""
    if a == b:
        return 1.0
    short, long = sorted((a, b), key=len)
    if len(short) >= 5 and long.endswith(short) and not known.RANKED.match(short):
        return 0.9
    ratio = Indel.normalized_similarity(a, b)
    return ratio if ratio >= 0.8 and a[-1] == b[-1] and not contrast(a, b) else 0.0


def _same_amount(a: str, b: str) -> float:
    """Likeness of two counted things with the same amount in the same unit: the number vouches for them."""
    if a == b:
        return 1.0
    short, long = sorted((a, b), key=len)
    if len(short) >= 2 and long.endswith(short):
        return 0.9
    ratio = Indel.normalized_similarity(a, b)
    return ratio if ratio >= JOINED and a[-1] == b[-1] and not contrast(a, b) else 0.0


def _counted(a: str, b: str) -> float:
    """Likeness of two counted things with other amounts or none: a long name may have one character more or other,
    or a word more in its middle (既有住宅加装电梯 / 既有多层住宅加装电梯)."""
    if a == b:
        return 1.0
    shorter = min(len(a), len(b))
    if shorter < 4 or contrast(a, b):
        return 0.0
    parts = hunks(a, b)
    if a[:2] == b[:2] and a[-2:] == b[-2:] and all(not mine or not theirs for mine, theirs, _ in parts):
        return 0.8 if abs(len(a) - len(b)) <= _ONE_WORD_MORE else 0.0
    changed = sum(max(len(mine), len(theirs)) for mine, theirs, _ in parts)
    return 0.8 if shorter >= 5 and changed == 1 and a[-1] == b[-1] else 0.0


def _rated(a: str, b: str) -> float:
    """Likeness of two indicators: one character may differ, a word more is another one (工业 / 装备工业增加值)."""
    if a == b:
        return 1.0
    if min(len(a), len(b)) < 5 or contrast(a, b):
        return 0.0
    changed = sum(max(len(mine), len(theirs)) for mine, theirs, _ in hunks(a, b))
    return 0.8 if changed == 1 and a[-1] == b[-1] else 0.0
