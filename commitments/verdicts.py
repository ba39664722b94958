"""What people decide about the reader's doubts, and a reading with these decisions applied.

A doubt is decided as it was read (采纳), by the letter of the text (按原文), by a day that a person names, or by
leaving the statement out. Which of these make sense, and what they come to, stands in the table of doubts below.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from commitments.calendar import month_end
from commitments.kinds import firmness_of
from commitments.model import Reading, Statement

ACCEPTED, LITERAL, LEFT_OUT = "accepted", "literal", "left out"  # or an ISO day


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision: ACCEPTED, LITERAL, LEFT_OUT or an ISO day.

    `quote` and `item` name the statement; "" for the doubt wherever the document raises it, and for its own doubts.
    """

    doubt: str
    decision: str
    quote: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A doubt as it is put to a person: the statement that it was first raised at (None: the document as a whole) and
    how many share it; what accepting it and the letter of the text come to, "" where there is no such choice."""

    doubt: str
    statement: Statement | None
    count: int
    accepted: str
    literal: str
    takes_day: bool
    one_by_one: bool

    @property
    def may_leave_out(self) -> bool:
        """Whether leaving out concerns one statement only."""
        return self.statement is not None and self.count == 1

    def verdict(self, decision: str) -> Verdict:
        """This decision about the doubt: about the statement alone where it is left out or judged by itself."""
        alone = self.statement is not None and (self.one_by_one or decision == LEFT_OUT)
        quote, item = _words(self.statement) if self.statement and alone else ("", "")
        return Verdict(self.doubt, decision, quote, item)

    def is_meant(self, verdict: Verdict) -> bool:
        """Whether a decision is about this doubt."""
        words = ("", ""), _words(self.statement) if self.statement else ("", "")
        return verdict.doubt == self.doubt and (verdict.quote, verdict.item) in words


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of doubt: its words, what each choice is called, and the statement read by the letter.

    The statement of `one_by_one` is judged by itself; another kind's answer is the same for all that share the doubt.
    """

    pattern: re.Pattern[str]
    accepted: Callable[[re.Match[str]], str] = lambda found: ""
    literal: Callable[[re.Match[str]], str] = lambda found: ""
    by_letter: Callable[[Statement, re.Match[str]], Statement] = lambda statement, found: statement
    takes_day: bool = False
    one_by_one: bool = False


def _named_as_written(statement: Statement, found: re.Match[str]) -> Statement:
    garbled, right = found.groups()
    return replace(statement, places=tuple(garbled if place == right else place for place in statement.places))


def _promised(statement: Statement, found: re.Match[str]) -> Statement:
    firmness = firmness_of(statement.quote)
    return replace(statement, kind="commitment", as_of=None, as_of_text="", firmness=firmness)


def _without_day(statement: Statement, found: re.Match[str]) -> Statement:
    limit = statement.deadline
    return replace(statement, deadline=limit and replace(limit, end=None, start=None))


def _to_the_end(statement: Statement, found: re.Match[str]) -> Statement:
    """12月前 with December in it, 2030年前 with 2030."""
    end = _end_of_period(found)
    return replace(statement, deadline=statement.deadline and replace(statement.deadline, end=end))


def _end_of_period(found: re.Match[str]) -> date:
    first = date.fromisoformat(found[2]) + timedelta(days=1)
    return month_end(first.year, first.month) if "月" in found[1] else date(first.year, 12, 31)


def _a_year_earlier(statement: Statement, found: re.Match[str]) -> Statement:
    limit = statement.deadline
    if limit is None or limit.end is None:
        return statement
    start = limit.start and _year_before(limit.start)
    return replace(statement, deadline=replace(limit, end=_year_before(limit.end), start=start))


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


_NO_DAY = "不定日期"
_KINDS = (
    _Kind(re.compile(r"(.{1,12}) 疑为 (.{1,12})"), lambda m: m[2], lambda m: m[1], _named_as_written),
    _Kind(
        re.compile(r"原文未写明是计划还是已完成，按进展读取"),
        lambda m: "是进展", lambda m: "是承诺", _promised, one_by_one=True,
    ),
    _Kind(
        re.compile(r"(.{1,30})(?:按惯例|按一季度算，)取(\d{1,2}月\d{1,2}日)"),
        lambda m: m[2], lambda m: _NO_DAY, _without_day, takes_day=True,
    ),
    _Kind(
        re.compile(r"\d{1,2}月没有\d{1,2}日，按(\d{1,2})日算"),
        lambda m: f"{m[1]}日", lambda m: _NO_DAY, _without_day, takes_day=True,
    ),
    _Kind(
        re.compile(r"“(.{1,20})”按不含当期算，取(\d{4}-\d\d-\d\d)"),
        lambda m: m[2], lambda m: _end_of_period(m).isoformat(), _to_the_end, takes_day=True,
    ),
    _Kind(
        re.compile(r"没有写年份，按(\d{4})年算"),
        lambda m: f"{m[1]}年", lambda m: f"{int(m[1]) - 1}年", _a_year_earlier, takes_day=True,
    ),
    _Kind(
        re.compile(r"\d{4}年放假安排未公布，按周一至周五算工作日"),
        lambda m: "按周一至周五", lambda m: _NO_DAY, _without_day, takes_day=True,
    ),
)  # fmt: skip


def _kind_of(doubt: str) -> tuple[_Kind, re.Match[str]] | None:
    """What kind of doubt it is; None for one that can only be accepted."""
    tried = ((kind, kind.pattern.fullmatch(doubt)) for kind in _KINDS)
    return next(((kind, found) for kind, found in tried if found), None)


def questions(reading: Reading) -> tuple[Question, ...]:
    """The doubts of a reading as they are put to a person: the document's own, then in the order of the text.

    A doubt whose answer is the same wherever it is raised comes once. That no day of print was found is none: somebody
    has to give one.
    """
    found = [
        Question(doubt, None, 1, _accepted_day(reading, doubt), "", False, False)
        for doubt in dict.fromkeys(reading.doubts)
        if reading.published is not None or doubt != reading.published_why
    ]
    asked: dict[tuple[str, str, str], int] = {}
    for statement in reading.statements:
        for doubt in statement.doubts:
            kind = _kind_of(doubt)
            one_by_one = kind is None or kind[0].one_by_one
            key = (doubt, *(_words(statement) if one_by_one else ("", "")))
            if key in asked:
                found[asked[key]] = replace(found[asked[key]], count=found[asked[key]].count + 1)
                continue
            asked[key] = len(found)
            accepted, literal = (kind[0].accepted(kind[1]), kind[0].literal(kind[1])) if kind else ("", "")
            takes_day = kind is not None and kind[0].takes_day and statement.deadline is not None
            found.append(Question(doubt, statement, 1, accepted, literal, takes_day, one_by_one))
    return tuple(found)


def _accepted_day(reading: Reading, doubt: str) -> str:
    return reading.published.isoformat() if reading.published and doubt == reading.published_why else ""


def decided(question: Question, verdicts: Iterable[Verdict]) -> Verdict | None:
    """What was decided about a doubt, None for nothing yet; of several decisions the last one."""
    meant = [verdict for verdict in verdicts if question.is_meant(verdict)]
    return meant[-1] if meant else None


def with_decision(verdicts: Iterable[Verdict], question: Question, decision: str) -> tuple[Verdict, ...]:
    """The verdicts with this decision in place of what was decided about the doubt before."""
    return (*(one for one in verdicts if not question.is_meant(one)), question.verdict(decision))


def apply(reading: Reading, verdicts: Iterable[Verdict]) -> Reading:
    """A reading as people decided: what was decided is no doubt any more, and what was left out is gone."""
    known = _decisions(settled(reading, verdicts))
    if not known:
        return reading
    statements = (_decided(statement, known) for statement in reading.statements)
    return replace(
        reading,
        statements=tuple(statement for statement in statements if statement is not None),
        doubts=tuple(doubt for doubt in reading.doubts if (doubt, "", "") not in known),
    )


def settled(reading: Reading, verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """The verdicts as they are about this reading: a statement that is called otherwise by now keeps its verdict where
    its sentence has but one with that doubt."""
    items: dict[tuple[str, str], list[str]] = {}
    for statement in reading.statements:
        for doubt in statement.doubts:
            items.setdefault((doubt, statement.quote), []).append(statement.item)
    found = []
    for verdict in verdicts:
        bearing = items.get((verdict.doubt, verdict.quote), [])
        is_lost = bool(verdict.quote) and verdict.item not in bearing and len(bearing) == 1
        found.append(replace(verdict, item=bearing[0]) if is_lost else verdict)
    return tuple(found)


def _decisions(verdicts: Iterable[Verdict]) -> Mapping[tuple[str, str, str], Verdict]:
    return {(verdict.doubt, verdict.quote, verdict.item): verdict for verdict in verdicts}


def _words(statement: Statement) -> tuple[str, str]:
    return (statement.quote, statement.item)


def _decided(statement: Statement, known: Mapping[tuple[str, str, str], Verdict]) -> Statement | None:
    """A statement as it was decided, None for one that was left out."""
    for doubt in statement.doubts:
        verdict = known.get((doubt, *_words(statement))) or known.get((doubt, "", ""))
        if verdict is None:
            continue
        if verdict.decision == LEFT_OUT:
            return None
        statement = _as_decided(statement, verdict)
        statement = replace(statement, doubts=tuple(other for other in statement.doubts if other != doubt))
    return statement


def _as_decided(statement: Statement, verdict: Verdict) -> Statement:
    if verdict.decision == ACCEPTED:
        return statement
    kind = _kind_of(verdict.doubt)
    if verdict.decision == LITERAL:
        return kind[0].by_letter(statement, kind[1]) if kind else statement
    limit = statement.deadline
    return replace(statement, deadline=limit and replace(limit, end=date.fromisoformat(verdict.decision), start=None))
