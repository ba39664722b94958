"""The reader of time limits: which words of a text say by when, and what day that is.

`find_time_limits` walks over every expression of time (`timelimits_words`), works out its days (`timelimits_dates`,
`timelimits_events`), and keeps those that bind (`timelimits_context`). What a sentence or a heading said before
(2025年重点工作：… 6月底前 …; 4月完成勘察，同月底前 …) is carried along in a `Frame`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from commitments import timelimits_context as context
from commitments.calendar import DAY, FIRST_YEAR, LAST_YEAR
from commitments.model import Precision
from commitments.timelimits_context import Tense
from commitments.timelimits_dates import moment_of
from commitments.timelimits_events import duration_moment, event_moment, plan_moment
from commitments.timelimits_moment import Frame, Moment
from commitments.timelimits_words import EXPRESSION, TAIL, TO, is_cut_out, plain_digits, without_gaps
from commitments.timelimits_years import range_of, settle, strictly_before

LOOK = 24  # characters before and after that a single decision needs
CROWD = 16  # more expressions than these in a row with hardly a character between are no sentence

_CONNECTED = re.compile(rf"(?:起|开始)?[，,]?(?:直|持续)?{TO}$")
_FROM_NOW = re.compile(r"(?:自|从)?(?:即日|现在|今日|今天|目前|本月|发布之日|印发之日)(?:起|开始)?(?:到|至|-|—)$")
_UNTIL = re.compile(r"(?:不[晚迟]于|(?<![达得收受做遇感看见听提升追截回])到|(?<![甚以乃截])至)$")


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """Words that say by when something must be done, and the days they mean.

    `at`/`to` are offsets into the text, end exclusive, with text[at:to] == `text`. `end` is the last day allowed.
    `whole_year`: a bare planning year (今年, 全年, 2024年), a frame rather than a limit of its own. `doubt` says in
    Chinese what rests on convention or guess (汛期前按惯例取5月14日).
    """

    text: str
    at: int
    to: int
    start: date | None
    end: date | None
    precision: Precision
    whole_year: bool
    doubt: str = ""


@dataclass(slots=True)
class _Last:
    """The expression before this one: what a range or a 9月1日开学前 builds on."""

    at: int
    to: int
    moment: Moment | None
    kept: bool


def find_time_limits(text: str, ref: date, year: int | None = None, past_ok: bool = False) -> list[TimeLimit]:
    """All time limits in a text, in order, none for what is no limit.

    `ref` is the day of print; `year` the planning year that 8月底前 or 年底前 belong to, inferred from `ref` with
    roll-over where it is not known (1月底前 in December is next January). `past_ok` keeps limits that were over on
    `ref`. Never raises.
    """
    if not FIRST_YEAR < ref.year < LAST_YEAR:
        return []
    reader = _Reader(text, ref, year, past_ok)
    for match in EXPRESSION.finditer(reader.text):
        reader.take(match)
    return reader.limits


def limits_as_json(text: str, ref: date) -> dict[str, list[dict[str, str | None]]]:
    """The limits of a text as `jiannuo deadline` prints them: {"deadlines": [{text, start, end, precision}]}.

    Days are ISO strings or None.
    """
    return {
        "deadlines": [
            {
                "text": limit.text,
                "start": limit.start.isoformat() if limit.start else None,
                "end": limit.end.isoformat() if limit.end else None,
                "precision": limit.precision,
            }
            for limit in find_time_limits(text, ref)
        ]
    }


class _Reader:
    """One pass over a text: the limits so far, and what was said that later words lean on."""

    def __init__(self, text: str, ref: date, year: int | None, past_ok: bool) -> None:
        self.given = text
        solid, self.places = without_gaps(text)
        self.text = plain_digits(solid)
        self.ref, self.past_ok = ref, past_ok
        self.year = year  # of the document, or of the last heading
        self.reviewed: int | None = None  # a past year that the text turned to: 2022年，全年…
        self.said: int | None = None  # by the sentence
        self.month: date | None = None
        self.last = _Last(0, 0, None, False)
        self.crowd = 0
        self.limits: list[TimeLimit] = []

    def take(self, match: re.Match[str]) -> None:
        """Read one expression; append it where it is a limit."""
        self.crowd = self.crowd + 1 if match.start() - self.last.to <= 2 else 0
        if self.crowd > CROWD:
            self.last = _Last(match.start(), match.end(), None, False)
            return
        if match.start() < self.last.to or is_cut_out(self.text, match):
            return
        if context.SENTENCE_BREAK.search(self.text, self.last.to, match.start()):
            self.said = self.month = None
        frame = Frame(self.ref, self.year, self.month, self.said)
        if match.lastgroup in ("event", "plan", "duration"):
            kept = self._take_occasion(match, frame)
            self.last = _Last(match.start(), match.end(), None, kept)
            return
        moment = moment_of(match, frame)
        if moment is None:
            self.last = _Last(match.start(), match.end(), None, False)
        else:
            self._take_date(match, moment)

    def _take_occasion(self, match: re.Match[str], frame: Frame) -> bool:
        """Keep a limit by occasion, plan or span of time, unless the words around report or name something."""
        kind, at, to = match.lastgroup, match.start(), match.end()
        before, after = self.text[max(0, at - LOOK) : at], self.text[to : to + LOOK]
        tense = context.tense_around(self.text, at, to)
        if kind == "event":
            moment = event_moment(match, frame, before, after, tense)
        elif kind == "plan":
            moment = plan_moment(match, after, tense)
        else:
            moment = duration_moment(match, frame, before, after)
        if moment is None:
            return False
        if kind == "event" and self.last.to == at and self.last.moment and moment.only_end:
            moment, at = self._dated(self.last.moment, moment), self.last.at
        if kind == "duration" and tense.reported:
            return False
        if "《" in before and context.in_a_name(self.text, at, to):
            return False
        if context.is_excluded(before, after, is_before=moment.only_end):
            return False
        if kind != "duration" and context.is_attribute(before, after):
            return False
        if moment.last < self.ref and not self.past_ok:
            return False
        if at == self.last.at and self.last.kept:
            self.limits.pop()
        self._keep(at - _until(before), to, moment, moment.doubt)
        return True

    def _dated(self, day: Moment, occasion: Moment) -> Moment:
        """An occasion whose day is said (9月1日开学前): the day before it."""
        if day.precision != "day":
            return occasion
        settled, _ = settle(day, Frame(self.ref, self.year, None, self.said), True, Tense("", ""))
        return replace(occasion, last=settled.last - DAY, doubt="")

    def _keep(self, at: int, to: int, moment: Moment, doubt: str, whole_year: bool = False) -> None:
        start = None if moment.only_end else moment.first
        if self.places:
            at, to = self.places[at], self.places[to - 1] + 1
        words = self.given[at:to]
        self.limits.append(TimeLimit(words, at, to, start, moment.last, moment.precision, whole_year, doubt))

    def _take_date(self, match: re.Match[str], moment: Moment) -> None:
        """Keep a date, week or part of a year that binds; a range replaces its beginning."""
        at, to = match.start(), match.end()
        if moment.precision in ("day", "recurring"):
            to = context.clock_end(self.text, to)
        tail = TAIL.match(self.text, to)
        to = tail.end() if tail else to
        is_before = bool(tail and tail["before"])
        ranged = self.last.moment is not None and bool(_CONNECTED.fullmatch(self.text, self.last.to, at))
        if ranged and self.last.moment:
            moment, at = range_of(self.last.moment, moment), self.last.at
            if self.last.kept:
                self.limits.pop()
        self.last = _Last(at, to, moment, False)
        before, after = self.text[max(0, at - LOOK) : at], self.text[to : to + LOOK]
        if moment.whole_year and not is_before:
            self._hear_year(match, moment, before, after)
        as_of = before.endswith(context.AS_OF)
        if not as_of and context.is_excluded(before, after, is_before, ranged):
            return
        tense = context.tense_around(self.text, at, to)
        frame = Frame(self.ref, self._year_of(match), self.month, self.said)
        lead = _from_now(before)
        settled, doubt = settle(moment, frame, is_before or lead > 0, tense)
        if context.is_attribute(before, after):
            return
        self._hear(match, settled, rolled=bool(doubt))
        if context.in_a_name(self.text, at, to):
            return
        if as_of and (settled.last <= self.ref or tense.reported):
            return
        bound = ranged or moment.final or tail is not None
        if self.text[to - 1] == "内" and tense.reported:  # 年内已开工12个
            return
        if match.lastgroup == "date" and not (match["dot_day"] or bound or context.is_labelled(before)):
            return
        if lead:
            settled, bound = replace(settled, first=self.ref, only_end=False, strict=False), True
        if not self._binds(settled, moment, bound, before, after, tense):
            return
        until = lead or _until(before)
        whole_year = moment.whole_year and not (until or tail) and self._is_frame_year(settled)
        if is_before:
            settled, strict = strictly_before(settled, self.ref, self.text[at:to])
            doubt = doubt or strict
        elif until and not (lead or ranged):
            settled = replace(settled, only_end=True)
        self._keep(at - until, to, settled, doubt or settled.doubt, whole_year)
        self.last.kept = True

    def _year_of(self, match: re.Match[str]) -> int | None:
        """The year of bare words; 全年 belongs to the year that the text is looking back on."""
        return self.reviewed or self.year if match["year"] == "全年" else self.year

    def _hear(self, match: re.Match[str], settled: Moment, rolled: bool) -> None:
        """Remember the year and the month of the sentence; 3月开工，10月完工 in December are both of next year."""
        if rolled or match["dot_year"] or (match["year"] or "全年") not in ("全年", "每年"):
            self.said = settled.last.year
        if settled.precision in ("month", "xun", "day"):
            self.month = settled.last.replace(day=1)

    def _hear_year(self, match: re.Match[str], moment: Moment, before: str, after: str) -> None:
        """Remember the year of a heading (2025年重点工作：…, 《2025年工作要点》), or one looked back on (2022年，…)."""
        if match["year"] == "全年":
            return
        year = moment.last.year
        heads = context.names_a_year(after) or context.heads_a_list(after)
        if heads and context.may_head(before):
            self.year = year
        if year >= self.ref.year:
            self.reviewed = None
        elif after.startswith(("，", ",")):
            self.reviewed = year

    def _is_frame_year(self, moment: Moment) -> bool:
        return moment.last.year == (self.year or self.ref.year)

    def _binds(self, settled: Moment, moment: Moment, bound: bool, before: str, after: str, tense: Tense) -> bool:
        """Whether a date that passed the neighbours' test is a limit: not over, not a report, not a mere frame.

        `bound`: it is a limit by form (前, 底, 内, a range).
        """
        if settled.last < self.ref:
            return self.past_ok and not tense.reported
        if moment.whole_year and not bound:
            if context.names_a_year(after):
                return False
            if not self._is_frame_year(settled) and not context.has_result(before, after):
                return False
        if bound:
            return True
        if settled.precision == "day" and settled.last == self.ref:
            return False
        if settled.monthly and not tense.planned:
            return False
        may_be_past = settled.first <= self.ref or moment.year is None
        return not (may_be_past and tense.reported)


def _until(before: str) -> int:
    """How many characters of the preceding text belong to the expression: 到 of 到2025年底, 不晚于."""
    if before[-1:] not in ("到", "至", "于"):
        return 0
    match = _UNTIL.search(before)
    return len(before) - match.start() if match else 0


def _from_now(before: str) -> int:
    """How many characters before an end name today as the beginning: 自即日起至."""
    if before[-1:] not in ("到", "至", "-", "—"):
        return 0
    match = _FROM_NOW.search(before)
    return len(before) - match.start() if match else 0
