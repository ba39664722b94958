"""How two names differ as words: what a name is without its part, its owner or its loose words; contrasting words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import Indel

from commitments import scope_words as known

# A word made of these alone makes another thing of what it is put before: 技能人才 / 高技能人才, 南广场 / 东广场.
_CONTRAST = frozenset(
    "高低上下内外东西南北中前后左右新老旧男女城乡大小初一二三四五六七八九十两双单国省市县区镇村非公私民总分副主次长短轻重冷热水陆进出"
)
# A word before these is a proper name: 嵩县污水处理厂 / 新县污水处理厂.
_NAME_ENDS = frozenset("县市区镇乡村路街河湖桥山岛港州江")


def whole(name: str) -> str:
    """The name without the part or stage that it ends with: 地铁3号线车站 → 地铁3号线."""
    return known.STAGE_TAIL.sub("", name) or name


def owned(name: str) -> str:
    """The name without the words that tell of a new building: 新区人民医院, 市人民医院新院区 → 人民医院."""
    return known.RENEWED.sub("", name.removeprefix("市"))


def _is_owner(word: str) -> bool:
    """Whether a word more tells of another place or of other people: 江北区农村公路, 农村公共厕所."""
    return bool(known.OWNED.search(word) or known.OF_OTHERS.search(word))


@lru_cache(maxsize=65_536)
def loosened(name: str) -> str:
    """A counted thing without the words that say little, "" where nothing is left that names it."""
    bare = known.LOOSE.sub("", name)
    return "" if len(bare) < 2 or known.VAGUE.match(bare) or known.INDICATOR.search(bare) else bare


def only_more(short: str, long: str) -> bool:
    """Whether the longer name has words more and none in another's place, and these tell of no other owner."""
    return not any(mine or _is_owner(theirs) for mine, theirs, _ in hunks(short, long))


def of_the_city(a: str, b: str) -> bool:
    """Whether one name is the other with a word that says nothing new in a city's plan: 排水管网 / 城市排水管网."""
    short, long = sorted((a, b), key=len)
    return len(short) >= 3 and long in (f"城市{short}", f"城区{short}")


def ends_alike(name: str, others: Iterable[str]) -> bool:
    """Whether a name of three characters or more ends with one of the others, or one of them with it."""
    return any(min(len(name), len(other)) >= 3 and (name.endswith(other) or other.endswith(name)) for other in others)


@lru_cache(maxsize=65_536)
def hunks(a: str, b: str) -> tuple[tuple[str, str, str], ...]:
    """The differing stretches of two names: (only in a, only in b, the character that follows)."""
    out: list[tuple[str, str, str]] = []
    for op in Indel.opcodes(a, b):
        if op.tag == "equal":
            continue
        mine, theirs = a[op.src_start : op.src_end], b[op.dest_start : op.dest_end]
        after = a[op.src_end : op.src_end + 1]
        if out and not out[-1][2]:
            mine, theirs = out[-1][0] + mine, out[-1][1] + theirs
            out.pop()
        out.append((mine, theirs, after))
        if op.src_end < len(a) and op.dest_end < len(b) and a[op.src_end] != b[op.dest_end]:
            out[-1] = (mine, theirs, "")  # an insertion right beside a deletion: one word in place of another
    return tuple(out)


def contrast(a: str, b: str) -> bool:
    """Whether the difference of two names makes two things of them: a contrasting, numbering or proper word."""
    for mine, theirs, after in hunks(a, b):
        if any(word and set(word) <= _CONTRAST for word in (mine, theirs)):
            return True
        if any((c.isascii() and c.isalnum()) or c.isdigit() for c in mine + theirs):
            return True
        if mine and theirs and (len(mine) > 1 or len(theirs) > 1 or after in _NAME_ENDS or min(len(a), len(b)) < 6):
            return True
    return False
