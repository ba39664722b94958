"""A ledger that was read from a spreadsheet, as the text of a document: one line a row, and the statements it makes.

The sheet that people keep is a source like a newspaper page: its rows stand in a document of their own, and every
statement quotes its row. A row promises what stands under 内容, 目标值 and 完成时限, and reports what stands under
进展; what it says of the share that is done counts where its figures do not say it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from commitments.homes import Home, infer_home
from commitments.kinds import firmness_of
from commitments.model import (
    Article,
    Deadline,
    Kind,
    Matter,
    Quantity,
    Reading,
    Sighting,
    Source,
    Standing,
    Statement,
)
from commitments.places import resolve_place
from commitments.sheet import HEADINGS, column_of
from commitments.sheet_cells import PLAN_YEAR
from commitments.sheet_values import WORKED_OUT, read_day, read_figures, read_shares, says_done
from commitments.standing import standing
from commitments.timelimits import find_time_limits
from commitments.topics import all_topics, find_topics

MARK = "督查台账（由表格读入）"
LISTED = "台账所列问题："  # before a doubt that a person wrote under 存在问题
_DERIVED = ("逾期：", "序时：", "矛盾：", "说明：")  # parts of that cell which an export works out anew
# Parts of that cell and of 下一步 that a person did not write.
_WORKED_OUT = re.compile(r"(?:逾期|序时|矛盾|说明|存疑|最近答复)：|[0-9]{4}-[0-9]{2}-[0-9]{2}到期，")
BAR = "｜"
# The columns as they stand in a line: what is promised first, what is reported last.
COLUMNS = (
    "title", "target", "due", "content", "basis", "place", "year", "topics", "problems", "next", "sources", "status",
    "percent", "as_of", "reported", "progress",
)  # fmt: skip
_SIGN = {"percent": "%"}
_PLACES = ("区", "县", "市", "旗", "镇", "乡", "街道", "州", "盟", "村", "社区")
_WHOLE = ("全", "本", "各", "市区", "城区", "城市区")
LONGEST = 2_000  # characters of a cell
_NEAR = 0.11  # points by which a share may differ from the one that the figures give


def text_of(name: str, rows: Iterable[Mapping[str, str]]) -> str:
    """The text of the document: what it is, the headings, and a line for each row: column → cell, shares as percents
    without their sign."""
    head = BAR.join(HEADINGS[key][0] for key in COLUMNS)
    lines = [
        BAR.join(_cell(row.get(key, "")) + _SIGN.get(key, "") * bool(row.get(key)) for key in COLUMNS) for row in rows
    ]
    return "\n".join((f"{MARK}：{_cell(name)}", head, *lines)) + "\n"


def _cell(text: str) -> str:
    whole = text[: 2 * LONGEST].replace(BAR, "|").replace("\0", "").encode("utf-8", "replace").decode()
    return " ".join(whole.split())[:LONGEST]


def is_sheet(text: str) -> bool:
    """Whether a text is that of a ledger that was read from a spreadsheet."""
    return text.startswith(MARK)


def read_sheet(text: str, published: date | None, city: str) -> Reading:
    """What the rows of a ledger promise and report. Offsets count characters of `text`. Never raises for any text."""
    home = infer_home("", city)[0] if city else None
    day = published or date(2000, 1, 1)
    statements: list[Statement] = []
    at = 0
    columns: Sequence[str | None] = ()
    for number, line in enumerate(text.split("\n")):
        if number == 1:
            columns = [column_of(heading) for heading in line.split(BAR)]
        elif number > 1 and line.strip():
            statements += _Line(line, at, columns, day, home, city).statements()
        at += len(line) + 1
    title = text.split("\n", 1)[0].partition("：")[2][:200] or MARK
    return Reading(
        title=title,
        city=home.name if home else city,
        published=published,
        published_why="由导入表格的人注明",
        year=published.year if published else None,
        year_why="导入的日子所在的年度",
        articles=(Article(title, 0, len(text), city, (), day.year),),
        statements=tuple(statements),
    )


def own_words(cell: str) -> tuple[str, ...]:
    """The parts of a cell under 存在问题 or 下一步 that a person wrote, and no export worked out."""
    parts = (part.strip() for part in cell.split("；"))
    return tuple(part for part in parts if part and not _WORKED_OUT.match(part))


def _says(words: str, figures: Sequence[Quantity]) -> bool:
    """Whether words state the first of these figures, so that they can stand as its source."""
    return not figures or any(
        (one.value, one.unit) == (figures[0].value, figures[0].unit) for one in read_figures(words)
    )


@cache
def _topic_names() -> frozenset[str]:
    return frozenset(topic.name for topic in all_topics())


class _Line:
    """One row: its cells with where they stand, and what they say."""

    def __init__(
        self, line: str, at: int, columns: Sequence[str | None], day: date, home: Home | None, city: str
    ) -> None:
        self.line, self.at, self.day, self.home = line, at, day, home
        self.city = home.name if home else city
        self.span: dict[str, tuple[int, int]] = {}
        place = 0
        for key, cell in zip(columns, line.split(BAR), strict=False):
            if key is not None and cell:
                self.span.setdefault(key, (place, place + len(cell)))
            place += len(cell) + 1
        year = self.cell("year")[:4]
        self.year = int(year) if year.isascii() and year.isdigit() else None
        self.item = self.cell("title") or self.cell("content")[:40]

    def cell(self, key: str) -> str:
        """What stands in a column, "" for nothing."""
        start, end = self.span.get(key, (0, 0))
        return self.line[start:end]

    def statements(self) -> list[Statement]:
        """What the row promises and what it reports, with the share and the completion that its figures do not say."""
        if not self.item:
            return []
        promise, report = self._promise(), self._report()
        said = [one for one in (promise, report) if one is not None]
        if said:
            said[0] = replace(said[0], doubts=self._problems())
        return self._finished(self._shared(said)) if report else said

    def _shared(self, said: list[Statement]) -> list[Statement]:
        """The statements with the share that the row says is done: in its report, or where other figures stand in its
        way in a statement of its own."""
        share = read_shares([self.cell("percent")])[0] if self.cell("percent") else None
        if share is None or self._says(said, share):
            return said
        ratio = Quantity(share, "%", self.item, measure="ratio")
        with_it = [*said[:-1], replace(said[-1], quantities=(*said[-1].quantities, ratio))]
        if self._says(with_it, share):
            return with_it
        alone = replace(self._statement("progress", "完成", self._quoted("percent")), quantities=(ratio,))
        apart = [*said, replace(alone, as_of=said[-1].as_of, as_of_text=said[-1].as_of_text)]
        return apart if self._says(apart, share) else said

    def _says(self, said: Sequence[Statement], share: float) -> bool:
        percent = self._standing(said).percent
        return percent is not None and abs(percent - share) <= _NEAR

    def _finished(self, said: list[Statement]) -> list[Statement]:
        """The statements of a row whose 状态 says done, so that they say it as well."""
        if not self._is_done() or self._standing(said).status == "done":
            return said
        done = [replace(one, action="完成投用") if one.kind == "progress" else one for one in said]
        if self._standing(done).status == "done":
            return done
        return [*said[:-1], self._statement("progress", "完成投用", self._quoted("status")), said[-1]]

    def _standing(self, said: Sequence[Statement]) -> Standing:
        source = Source("row", "row", self.day, self.city)
        seen = tuple(Sighting(source, one) for one in said)
        return standing(Matter("row", self.item, self.city, (), self.year, (), seen), self.day)

    def _promise(self) -> Statement | None:
        """What is promised; a row that only reports promises nothing."""
        content, target, due = self.cell("content"), self.cell("target"), self.cell("due")
        figures = read_figures(target, self.item) or (() if "target" in self.span else read_figures(content, self.item))
        target = target if figures or WORKED_OUT not in target else ""
        if not (content or target or due) and (self.cell("progress") or self.cell("reported")):
            return None
        if not content:
            quote = self._quoted("title", "target", "due")
        else:
            quote = self._quoted("content") if _says(content, figures) else self._quoted("title", "target", "content")
        found = self._statement("commitment", "", quote)
        return replace(
            found,
            quantities=figures,
            deadline=self._deadline(content, due),
            firmness=firmness_of(content + target),
        )

    def _deadline(self, content: str, due: str) -> Deadline | None:
        is_frame = self.cell("basis") == PLAN_YEAR
        end = read_day(due, self.day, self.year) if due else None
        if end is not None:
            text = f"{end.year}年" if is_frame else f"{end.year}年{end.month}月{end.day}日"
            return Deadline(text, end, None, "year" if is_frame else "day", "frame" if is_frame else "explicit")
        if due:
            return Deadline(due[:40], None)
        limits = find_time_limits(content[:500], self.day, self.year, past_ok=True)
        limit = next((one for one in limits if one.end is not None and not one.whole_year), None)
        if limit is None:
            return None
        return Deadline(limit.text, limit.end, limit.start, limit.precision)

    def _problems(self) -> tuple[str, ...]:
        parts = [part for part in self.cell("problems")[:400].split("；") if part and not part.startswith(_DERIVED)]
        doubts = [part.removeprefix("存疑：") for part in parts if part.startswith("存疑：")]
        listed = "；".join(part for part in parts if not part.startswith("存疑："))
        return (*doubts, *([LISTED + listed] if listed else []))

    def _report(self) -> Statement | None:
        """What is reported, in the words under 进展; where there are none, in the figures themselves."""
        progress, reported, percent = (self.cell(key) for key in ("progress", "reported", "percent"))
        if not (progress or reported or percent):
            return self._statement("progress", "完成投用", self._quoted("status")) if self._is_done() else None
        figures = read_figures(reported, self.item)
        if not progress:
            quote = self._quoted("percent", "as_of", "reported")
        else:
            quote = self._quoted("progress") if _says(progress, figures) else self._quoted("reported", "progress")
        if "reported" not in self.span and progress:
            figures = read_figures(progress, self.item)
        day = read_day(self.cell("as_of"), self.day) if "as_of" in self.span else None
        found = self._statement("progress", "完成" if not progress else "", quote)
        return replace(found, quantities=figures, as_of=day, as_of_text=f"截至{day}" if day else "")

    def _is_done(self) -> bool:
        return says_done(self.cell("status"))

    def _place(self, name: str) -> str:
        """The official name of a place; one that we do not know as it stands where it is called as places are, "" for
        市本级, 全市 and the like."""
        found = resolve_place(name[:20], self.home)
        if len(found) == 1:
            return found[0].name
        return name[:20] if name.endswith(_PLACES) and not name.startswith(_WHOLE) else ""

    def _quoted(self, *keys: str) -> tuple[int, int]:
        spans = [self.span[key] for key in keys if key in self.span]
        return min(start for start, _ in spans), max(end for _, end in spans)

    def _statement(self, kind: Kind, action: str, span: tuple[int, int]) -> Statement:
        start, end = span
        places = tuple(self._place(part) for part in self.cell("place").replace(",", "、").split("、") if part)
        topics = tuple(part for part in self.cell("topics").split("、") if part in _topic_names())
        return Statement(
            kind=kind,
            item=self.item,
            action=action,
            quote="".join(self.line[start:end].split()),
            start=self.at + start,
            end=self.at + end,
            places=tuple(one for one in places if one not in ("", self.city)),
            topics=topics or find_topics(f"{self.item}，{self.cell('content')[:200]}，{self.cell('topics')[:40]}"),
            year=self.year,
        )
