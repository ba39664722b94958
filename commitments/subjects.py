"""What a statement is about: the thing named, without numbers, dates and verbs, and the scope that it is promised for.

Two statements can only be one matter if their scopes agree, however alike their words are. All tables here hold
words of the trade (改造, 一期, 街道…), never names of places or projects.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from commitments import scope_words as known
from commitments.model import Quantity, Sighting, Statement

_MUTE = re.compile("^[一二三四五六七八九十]{1,3}、|工作回顾|[^\u4e00-\u9fffA-Za-z]|剩余|其余|其中|其他")
_WIDE = {ord(char): ord(char) + 0xFEE0 for char in "0123456789+"}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a statement is about, comparable with another's.

    `names` are the things named, in the order of the text; `deeds` says whether they are renewed or built, if the
    words say so; `marks` holds (dimension, value) of the scope: phase, ordinal, segment, direction, code, level,
    setting, step, not, built, size. `units` are the unit classes counted in, `value` the leading amount and `told`
    where it stands (two amounts of one document are two promises); `rated` means rates only, `projects` that projects
    are counted and not what they bring. `lasting` is true for one named thing with milestones, which is one matter
    over the years; what is counted is one matter a year.
    """

    city: str
    places: tuple[str, ...]
    year: int
    names: tuple[str, ...]
    marks: frozenset[tuple[str, str]]
    deeds: frozenset[str]
    units: frozenset[str]
    value: float | None
    told: str
    rated: bool
    projects: bool
    lasting: bool

    @property
    def core(self) -> str:
        """All names in one string: the identity of the wording."""
        return "、".join(self.names)

    def mark(self, dimension: str) -> frozenset[str]:
        """The values that this subject has in a dimension of scope, none if it does not say."""
        return by_dimension(self.marks).get(dimension, _UNSAID)


_UNSAID: frozenset[str] = frozenset()


@lru_cache(maxsize=4096)
def by_dimension(marks: frozenset[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Dimension of scope → the values that these marks have in it; few different ones come back again and again."""
    return {name: frozenset(value for other, value in marks if other == name) for name, _ in marks}


# Counters that name the same counting: 65个邻里中心, 65家邻里中心.
_SAME_COUNTER = dict.fromkeys("个家所座处项块片栋幢间件批类种组", "个") | {
    "名": "人", "位": "人", "千米": "公里", "米": "公里", "平方公里": "平方米", "个百分点": "%", "百分点": "%",
}  # fmt: skip


def unit_class(unit: str) -> str:
    """The unit that counts the same kind of thing: 家 and 座 → 个, 名 → 人; others stay as they are."""
    return _SAME_COUNTER.get(unit, unit)


def cleaned(item: str, city: str = "", places: tuple[str, ...] = ()) -> str:
    """The item as a title, without numbers, dates, places and leading verbs: 全市188个老旧小区改造 → 老旧小区改造."""
    # “136”工作举措, 3号线: numbers that are names.
    text = known.METRO.sub("地铁", known.ROAD.sub(_road, item))
    text = known.QUOTED_NUMBER.sub(lambda m: m[1].translate(_WIDE), text)
    text = known.NUMBERED.sub(lambda m: _plain(m["n"]).translate(_WIDE), text)
    text = known.QUOTES.sub("", text)
    text = known.COURSE.sub("", text)
    planned = known.OF_PLAN.search(text)
    if planned and len(text) - len(planned[0]) <= 2:  # 列入老旧小区改造计划的小区: the plan names the thing
        text = planned["plan"]
    text = known.OF_PLAN.sub("", text)
    text = known.ASIDE.sub("", known.OF_MONEY.sub("", text))
    text = known.BUILT.sub("", known.DATE.sub("", known.PLAN_YEAR.sub("", text)))
    for place in (*places, city, *([city.rstrip("市")] if len(city) > 2 else [])):
        if place and not text.startswith((place + "至", place + "—")):
            text = text.removeprefix(place)
    text = known.NUMBER.sub("", text)
    return _trim(text, known.HEADS, None) or item[:120]


def _road(found: re.Match[str]) -> str:
    """One spelling of a road's number: 343国道 → G343."""
    kind = found["kind"] or {"国道": "G", "省道": "S"}[found["name"] or found["before"]]
    return kind + (found["code"] or found["number"] or found["digits"])


def _trim(text: str, heads: re.Pattern[str] | None, tails: re.Pattern[str] | None) -> str:
    """The text without the words that may be taken off its ends, as long as two characters remain."""
    for _ in range(8):
        shorter = heads.sub("", text, count=1) if heads else text
        shorter = tails.sub("", shorter, count=1) if tails else shorter
        if shorter == text or len(shorter) < 2:
            return text
        text = shorter
    return text


def _core(name: str) -> str:
    """One name without the words of doing, its scope words taken out: 城市阳台一期工程建设 → 城市阳台."""
    bare = known.SEGMENT.sub("", known.ORDINAL.sub("", known.PHASE.sub("", name)))
    bare = bare if len(bare) >= 2 else name
    thing = known.FILLERS.sub("", bare)
    thing = thing if len(thing) >= 2 else bare
    thing = _trim(thing, known.HEADS, known.TAILS)
    whole = known.PART.sub("", known.PART.sub("", thing))
    one = known.SINGLE.search(whole) or not known.PLAIN.match(whole)
    of_one = whole != thing and (known.FACILITY.search(whole) or known.PHASE.search(name) or "项目" in name)
    return _trim(whole, None, known.TAILS) if one and of_one and len(whole) >= 2 else thing


def _names(text: str) -> tuple[str, ...]:
    """The things that a cleaned item names: 郑洛、济新高速 → (郑洛高速, 济新高速)."""
    text = known.ROUTE.sub(lambda m: m["a"][0] + m["b"][0], text)
    listed, _, kind = text.partition("等")
    if len(listed) >= 2 and "、" not in listed and listed[-1] not in _RANKS and _is_kind(kind):
        return (_core(kind),)  # 博士等高层次人才, 华夏路等断头路: the kind is what is counted
    if len(listed) < 3:
        listed, kind = text, ""
    parts = [part for part in re.split("[、，,]", listed) if part]
    if not parts or any(len(part) < 2 for part in parts):
        return (_core(text),)
    split: list[str] = []
    for part in parts:
        halves = re.split("以及|[和及与]", part)
        split.extend(
            halves if all(len(half) >= (3 if known.CARRIER.search(half) else 4) for half in halves) else [part]
        )
    cores = [_core(part) for part in split]
    carrier = known.CARRIER.search(_core(kind) if len(kind) > 1 else cores[-1])
    if carrier:
        cores = [core + carrier[0] if len(core) <= 3 and not known.CARRIER.search(core) else core for core in cores]
    return tuple(dict.fromkeys(core for core in cores if _says_what(core))) or (cores[0],)


_RANKS = "高中初一二三四同平优特均相"  # 高等教育, 一等奖: 等 is no “and so on”


def _is_kind(words: str) -> bool:
    """Whether the words behind 等 name what is counted by themselves: 高层次人才, not 项目 and not 高速公路."""
    core = _core(words) if words else ""
    return len(core) >= 3 and not known.VAGUE.match(core) and not known.FACILITY.search(core)


def _marks(item: str, quote: str, names: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    """The scope words of an item; a phase right behind the name in the sentence counts too."""
    found: set[tuple[str, str]] = {("phase", _plain(m["n"])) for m in known.PHASE.finditer(item)}
    found |= {("ordinal", _plain(m["n"])) for m in known.ORDINAL.finditer(item)}
    found |= {("number", _plain(m["n"])) for m in known.NUMBERED.finditer(item)}
    if names and not found and (at := quote.find(names[0])) >= 0:
        behind = quote[at + len(names[0]) : at + len(names[0]) + 4]
        found |= {("phase", _plain(m["n"])) for m in [known.PHASE.match(behind)] if m}
    found |= {("segment", m["n"]) for m in known.SEGMENT.finditer(item)}
    found |= {("direction", m["n"]) for m in known.DIRECTION.finditer(item)}
    found |= {("code", m[0].upper()) for m in known.CODE.finditer(item)}
    found |= {("level", m[0].removesuffix("级")) for m in known.LEVEL.finditer(item)}
    found |= {("setting", m[0]) for m in known.SETTING.finditer(item)}
    found |= {("not", item[m.end() : m.end() + 2]) for m in known.NEGATED.finditer(item)}
    found |= {("built", m[1]) for m in known.BUILT.finditer(quote)}
    found |= {("size", m["n"]) for m in known.SIZE.finditer(item)}
    return frozenset(found)


def _steps(item: str, doing: str) -> frozenset[tuple[str, str]]:
    """Whether the projects counted are begun or finished ones: 147个项目开工, 100个项目投产."""
    counts = "项目" in item[-6:]
    return frozenset(("step", step) for step, words in known.STEPS.items() if counts and words.search(doing))


_DIGITS = {c: str(i) for i, c in enumerate("一二三四五六七八九十", 1)}


def _plain(numeral: str) -> str:
    """一 → 1, 十二 → 12; other numerals as they stand."""
    if len(numeral) == 2 and numeral[0] == "十":
        return "1" + _DIGITS.get(numeral[1], numeral[1])
    return _DIGITS.get(numeral, numeral)


def scope_year(statement: Statement, printed: int) -> int:
    """The year whose programme is meant: the one named (纳入2023年计划的), else the text's own, else that of print."""
    named = known.PLAN_YEAR.findall(known.QUOTES.sub("", statement.item)) or known.PLAN_YEAR.findall(statement.quote)
    if len(set(named)) == 1:
        return int(named[0])
    if statement.year is not None:
        return statement.year
    if statement.kind == "commitment" and statement.deadline is not None and statement.deadline.end is not None:
        return statement.deadline.end.year
    return printed


def counted(statement: Statement) -> tuple[Quantity, ...]:
    """The quantities that count the thing itself: amounts, totals and what remains; no rates, no completed shares."""
    return tuple(
        q for q in statement.quantities if q.measure in ("amount", "cumulative", "remaining") and q.unit != "%"
    )


def _without(name: str, city: str) -> str:
    """A name without the city's own in its middle: 大唐岚江煤电 → 大唐煤电."""
    rest = name.replace(city, "") if len(city) >= 2 and city in name[1:-1] else name
    return rest if len(rest) >= 4 else name


def _is_lasting(names: tuple[str, ...], statement: Statement, item: str) -> bool:
    """Whether one named thing is meant, which stays one matter until it stands: a railway, a museum, a project."""
    plural = {unit_class(q.unit) for q in counted(statement)} - {"元", "公里", "平方米", "亩", "千瓦", "吨"}
    parts = all(_of_facility(name) for name in names)  # 地铁1号线18座车站 are parts of one thing
    if plural and "等" not in item and not parts:
        return False
    if any(q.measure in ("growth", "ceiling", "change", "index") for q in statement.quantities):
        return False
    project = bool(known.PROJECT.search(item))
    return all(
        known.SINGLE.search(name)
        or parts
        or _of_new(name)
        or (not known.PLAIN.match(name) and (known.FACILITY.search(name) or (project and len(name) >= 3)))
        for name in names
    )


def _of_new(name: str) -> bool:
    """Whether a name is that of one facility which moves or is built anew: 市中医院迁建, 新图书馆."""
    bare = known.RENEWED.sub("", name)
    return bare != name and len(bare) >= 3 and bool(known.FACILITY.search(bare))


def _of_facility(name: str) -> bool:
    """Whether a name is that of a part or stage of one named thing: 地铁3号线车站, X大桥主跨."""
    whole = known.STAGE_TAIL.sub("", name)
    return whole != name and bool(known.FACILITY.search(whole)) and not known.PLAIN.match(whole) and len(whole) >= 2


def _says_what(name: str) -> bool:
    """Whether anything is left of a name without the words of doing (改造, 推进工程 name nothing)."""
    return len(known.FILLERS.sub("", name)) >= 2 and not known.USE.fullmatch(name)


def name_said(statement: Statement) -> str:
    """The words that name the thing: the item, or what is counted where the item names nothing."""
    named = (statement.item, *(quantity.what for quantity in statement.quantities), statement.quote)
    return next((words for words in named if _says_what(_MUTE.sub("", words))), statement.quote)[:120]


def _told(sighting: Sighting, names: tuple[str, ...], amounts: tuple[Quantity, ...]) -> str:
    """Where a figure is told: document, kind and day it stands at; "" where none is, or a total or a rest."""
    statement = sighting.statement
    if known.VAGUE.match(names[0]) and not amounts:
        return statement.quote  # words that name nothing are about what their own sentence is about
    first = next(iter(amounts or statement.quantities), None)
    if first is None or first.measure in ("cumulative", "remaining"):
        return ""
    return f"{sighting.source.file}|{statement.kind}|{statement.as_of}|{first.measure}"


@lru_cache(maxsize=65_536)
def subject(sighting: Sighting) -> Subject:
    """What a statement is about: “力争呼南高铁焦洛平段开工建设” → names (呼南高铁焦洛平段,), lasting."""
    statement, city = sighting.statement, sighting.source.city
    said = name_said(statement)
    for written, one in known.ALIASES.items():
        said = said.replace(written, one)
    said = known.SCHOOL.sub(r"第\g<n>中学", said)
    item = known.QUOTES.sub("", said)
    text = cleaned(said, city, statement.places)
    names = tuple(_without(name, city.rstrip("市盟州县区")) for name in _names(text))
    amounts = counted(statement)
    doing = item + statement.action
    return Subject(
        city=city,
        places=tuple(sorted(statement.places)),
        year=scope_year(statement, sighting.source.published.year),
        names=names,
        marks=_marks(item, statement.quote, names) | _steps(item, doing),
        deeds=frozenset(deed for deed, words in known.DEEDS.items() if words.search(doing)),
        units=frozenset(unit_class(q.unit) for q in amounts),
        value=next((quantity.value for quantity in amounts or statement.quantities), None),
        told=_told(sighting, names, amounts),
        rated=not amounts and bool(statement.quantities),
        projects=item.endswith("项目"),
        lasting=_is_lasting(names, statement, item),
    )
