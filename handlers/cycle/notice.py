"""The notice (通报) of a month in words: title, sections, district table, ratings, and the sources by number.

One `Notice` serves the Word file and the terminal. Every figure is followed by the numbers of its documents: [1][3].
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from commitments.bulletin import BulletinData, Checked, District, Line, Listed
from commitments.checking import points_behind
from commitments.model import Change, Sighting, Status
from commitments.ratings import Rating
from handlers import phrases
from handlers.card import clean, clip
from handlers.cycle.round_cards import KINDS, UNSEEN
from handlers.picking import behind
from store.cycle.rules import Rules

ADDRESSEE = "各县区人民政府，市直各有关单位："
SIGNED = "（落款单位）"
CHANGES_NAMED = 30  # the rest is counted
RATED = 60  # districts or units in the table of scores

# The columns of the district table after 地区 and 总数: heading, the statuses that are counted in it.
COLUMNS: tuple[tuple[str, tuple[Status, ...]], ...] = (
    ("已完成", ("done",)),
    ("超序时", ("ahead",)),
    ("达序时", ("on_pace",)),
    ("欠序时", ("behind",)),
    ("逾期未见完成", ("overdue",)),
    ("推进中", ("under_way",)),
    ("未见进展", ("no_evidence",)),
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its head and rows, all cells plain text."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section: paragraphs and tables in their order."""

    title: str
    parts: tuple[str | Table, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as it is laid out; `notes` are the sources, numbered from 1 in their order."""

    title: str
    addressee: str
    opening: str
    sections: tuple[Section, ...]
    signed: str
    day: str
    notes: tuple[str, ...]


class _Sources:
    """The documents and records behind the counted matters, numbered in the order of print."""

    def __init__(self, lines: Iterable[Line]) -> None:
        seen = {sighting.source: sighting for line in lines for sighting in line.matter.sightings}
        ordered = sorted(seen, key=lambda source: (source.published, source.file, source.city))
        self._numbers = {source: number for number, source in enumerate(ordered, start=1)}
        self.notes = tuple(clean(phrases.source_text(seen[source], 40)) for source in ordered)
        self.records = sum(source.grade != "published" for source in ordered)

    def of(self, sightings: Iterable[Sighting]) -> str:
        """The numbers of these statements' documents: [1][3–5]."""
        return _ranges({self._numbers[s.source] for s in sightings if s.source in self._numbers})

    def behind(self, line: Line) -> str:
        """The numbers of the documents that a matter's line rests on."""
        return self.of(behind(line.matter, line.standing, "any", ())[:3])

    def changed(self, line: Line, change: Change) -> str:
        """The numbers of the documents that a change lies between."""
        return self.of(s for s in line.matter.sightings if s.source.file in change.files)

    def rows(self, lines: Iterable[Line]) -> str:
        """The numbers of all documents behind these matters."""
        return self.of(sighting for line in lines for sighting in line.matter.sightings)


def _ranges(numbers: set[int]) -> str:
    """{1, 2, 3, 5} → [1–3][5]."""
    said, ordered = [], sorted(numbers)
    while ordered:
        first = last = ordered.pop(0)
        while ordered and ordered[0] == last + 1:
            last = ordered.pop(0)
        said.append(f"[{first}]" if first == last else f"[{first}–{last}]")
    return "".join(said)


def notice(data: BulletinData, rules: Rules, today: date) -> Notice:
    """The notice of a month, drafted today."""
    sources = _Sources([*data.lines, *(one.line for one in (*data.listed, *data.taken_off))])
    parts: list[tuple[str, list[str | Table]]] = [
        ("总体情况", _overall(data, sources)),
        ("分地区情况", [_districts(data, sources), "跨区县的事项单列一行，全市的事项列在市名下，每项只计一次。"]),
        ("进展较好的事项", [*_named(data.best, sources)]),
        ("进展较慢的事项", [*_named(data.slowest, sources)]),
        ("挂牌督办", _listed(data, sources)),
        ("本月变化", _changes(data, sources)),
        ("督查情况", [_checked(one, sources) for one in data.checked]),
        ("评定", _ratings(data, rules)),
    ]
    titled = [(title, paragraphs) for title, paragraphs in parts if paragraphs]
    return Notice(
        title=f"关于{data.first.year}年{data.first.month}月承诺事项推进情况的通报（代拟稿）",
        addressee=ADDRESSEE,
        opening=f"现将{clip('、'.join(data.cities), 40)}{data.year}年承诺事项截至{_day(data.last)}的推进情况通报如下。"
        f"数据取自{_from(sources)}，方括号内是文末出处的编号；{_day(data.last)}以后的没有计入。",
        sections=tuple(
            Section(f"{_chinese(number)}、{title}", tuple(paragraphs))
            for number, (title, paragraphs) in enumerate(titled, start=1)
        ),
        signed=SIGNED,
        day=_day(today),
        notes=sources.notes,
    )


def _from(sources: _Sources) -> str:
    records = f"和{sources.records}条登记" if sources.records else ""
    return f"{len(sources.notes) - sources.records}份文件{records}"


def _overall(data: BulletinData, sources: _Sources) -> list[str | Table]:
    counts, total = data.counts, len(data.lines)
    limited = sum(line.standing.deadline is not None for line in data.lines)
    said = "，".join(f"{head}{sum(counts.get(s, 0) for s in those)}项" for head, those in COLUMNS)
    return [
        f"{data.year}年承诺事项共{total}项（只有进展报道、没有承诺的不计；每项计一次），其中写明时限{data.stated}项，"
        f"按规划年度推定时限{limited - data.stated}项，没有时限{total - limited}项{sources.rows(data.lines)}。",
        f"截至{_day(data.last)}：{said}。“未见完成”“未见进展”指台账没有读到报道，不等于没有完成、没有进展。",
    ]


def _districts(data: BulletinData, sources: _Sources) -> Table:
    head = ("地区", "总数", *(head for head, _ in COLUMNS), "挂牌", "出处")
    total = District("合计", data.lines, len(data.listed))
    rows = [_row(one, sources.rows(one.lines)) for one in data.districts] + [_row(total, "")]
    return Table(head, tuple(rows))


def _row(one: District, where: str) -> tuple[str, ...]:
    counts = one.counts
    numbers = (sum(counts.get(status, 0) for status in those) for _, those in COLUMNS)
    return (clean(one.place), str(len(one.lines)), *map(str, numbers), str(one.listed), where)


def _named(lines: Sequence[Line], sources: _Sources) -> Iterable[str]:
    return (f"{_circle(n)}{line_text(line)}{sources.behind(line)}。" for n, line in enumerate(lines, start=1))


def line_text(line: Line) -> str:
    """A matter in one sentence: “老旧小区改造（洛阳市）：50/188个小区（26.6%），欠序时，…，时限2024-12-31”."""
    how = line.standing
    said = [phrases.figures_text(how), phrases.STATUSES[how.status]]
    if how.status == "overdue" and how.days_left is not None:
        said[1] = f"时限已过{-how.days_left}天，未见完成报道"
    gap = points_behind(how)
    if gap is not None and how.percent is not None and how.status != "done":
        said.append(phrases.pace_text(how.paces[0], how.percent))
    if how.deadline and how.deadline.end:
        implied = "推定" if how.deadline.basis == "frame" else ""
        said.append(f"{implied}时限{how.deadline.end}")
    return f"{_name(line)}：{'，'.join(part for part in said if part)}"


def _name(line: Line) -> str:
    return clean(f"{clip(line.matter.title, 40)}（{phrases.place_text(line.matter)}）")


def _listed(data: BulletinData, sources: _Sources) -> list[str | Table]:
    said: list[str | Table] = [f"{_day(data.last)}挂牌督办{len(data.listed)}项。"]
    said += [
        f"{_circle(n)}{_listed_text(one)}{sources.behind(one.line)}。" for n, one in enumerate(data.listed, start=1)
    ]
    if data.taken_off:
        gone = "；".join(f"{_name(one.line)}（{one.until}，{clean(one.why_off)}）" for one in data.taken_off)
        said.append(f"本月摘牌{len(data.taken_off)}项：{gone}。")
    return said


def _listed_text(one: Listed) -> str:
    who = f"，责任：{clean(one.responsible)}" if one.responsible else "，未指定责任人"
    return f"{_name(one.line)}：{one.since}挂牌，{clean(one.why)}{who}"


def _changes(data: BulletinData, sources: _Sources) -> list[str | Table]:
    said: list[str | Table] = []
    shown = data.changes[:CHANGES_NAMED]
    if shown:
        said.append(f"共{len(data.changes)}处（新增承诺和一般进展不计）。")
    said += [
        f"{_circle(n)}{_name(line)}：{clean(phrases.change_text(change, data.last))}{sources.changed(line, change)}。"
        for n, (line, change) in enumerate(shown, start=1)
    ]
    if len(data.changes) > len(shown):
        said.append(f"另有{len(data.changes) - len(shown)}处。")
    if data.closings:
        named = "；".join(f"{_name(one.line)}{sources.of([one.sighting])}" for one in data.closings)
        said.append(f"核实完成（销号）{len(data.closings)}项：{named}。")
    if data.extensions:
        named = "；".join(
            f"{_name(one.line)}{_moved(one.change)}{sources.of([one.sighting])}" for one in data.extensions
        )
        said.append(f"延期{len(data.extensions)}项：{named}。")
    return said


def _moved(change: Change | None) -> str:
    return f"（{change.before}→{change.after}）" if change else ""


def _checked(one: Checked, sources: _Sources) -> str:
    unseen = one.due - one.looked_at
    days = f"{phrases.spoken_day(one.first)}至{phrases.spoken_day(one.last)}"
    said = [
        f"{KINDS[one.kind]}（{days}）应查{one.due}项，已查{one.looked_at}项："
        f"属实{one.true}项，不属实{len(one.untrue)}项，补充{one.incomplete}项"
    ]
    if one.untrue:
        said.append("不属实的有" + "、".join(f"{_name(line)}{sources.behind(line)}" for line in one.untrue))
    if unseen:
        said.append(f"未查的{unseen}项{UNSEEN}")
    return "；".join(said) + "。"


def _ratings(data: BulletinData, rules: Rules) -> list[str | Table]:
    said: list[str | Table] = []
    for name, found in (("地区", data.ratings), ("责任单位", data.unit_ratings)):
        scored = [one for one in found if one.score is not None]
        rows = tuple(
            (str(n), clean(one.name), f"{one.score:g}", one.grade, clean(one.arithmetic()))
            for n, one in enumerate(scored[:RATED], start=1)
        )
        said += [Table(("序号", name, "得分", "等次", "算式"), rows)] if rows else []
        if left := [one for one in found if one.score is None]:
            said.append(f"{_together(left)}可比的事项不足{rules.rating_least}项，不评分。")
    return [formula_text(rules), *said] if said else []


def formula_text(rules: Rules) -> str:
    """The formula of the ratings in words."""
    return (
        f"评分＝完成×{rules.rating_done}＋进度×{rules.rating_pace}＋时限×{rules.rating_time}＋应答×{rules.rating_answers}。"
        "完成：已完成占已完成和已到期的；进度：达序时以上占可比的；时限：未逾期、未推后占写明时限且已完成、已到期或推后的；"
        "应答：当月周调度已答占所问。没有可比的一项不计，权重由其余按比例分担。"
        f"{rules.rating_excellent}分以上优秀，{rules.rating_good}分以上良好，{rules.rating_fair}分以上一般，其余较差；"
        f"可比事项不足{rules.rating_least}项的不评分。"
    )


def _together(left: Sequence[Rating]) -> str:
    names = "、".join(f"{clean(one.name)}（{one.counted}项）" for one in left[:12])
    return f"{names}等{len(left)}个" if len(left) > 12 else names


_NUMERALS = "一二三四五六七八九十"


def _chinese(number: int) -> str:
    return _NUMERALS[number - 1]


def _circle(number: int) -> str:
    return f"{number}．"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
