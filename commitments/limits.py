"""Which time limit governs which clause of a sentence.

A limit that opens a sentence or a clause carries over what follows it (年内净增企业1500家、经营主体突破150万户);
one behind its subject holds for its own clause only (科大附中等3所高中改造提升项目8月底前全部竣工，…).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from commitments.clauses import Clause
from commitments.timelimits import TimeLimit

_OPENS = re.compile(r"^(?:其中|同时|并|且|力争|确保|争取|计划|预计|将|到|至|在|于|今年|明年|[，：])*$")
_STOPS = re.compile(r"[；。！？]")


class Limits:
    """The time limits of one sentence, asked for clause by clause."""

    def __init__(self, text: str, found: Sequence[TimeLimit]) -> None:
        self._text = text
        self._found = found

    def own(self, clause: Clause) -> TimeLimit | None:
        """The limit that stands in a clause itself: the last one that says more than the year."""
        inside = [limit for limit in self._found if clause.start <= limit.at < clause.end]
        dated = [limit for limit in inside if not limit.whole_year]
        found = dated or inside
        return found[-1] if found else None

    def of(self, clause: Clause) -> TimeLimit | None:
        """The limit that governs a clause, None where there is none."""
        if own := self.own(clause):
            return own
        if clause.part:
            shared = [limit for limit in self._found if clause.lead <= limit.at < clause.start]
            shared = [limit for limit in shared if self._carries(limit)]
            if shared:
                return shared[-1]
        for limit in reversed(self._found):
            if limit.to <= clause.start and self._carries(limit) and self._reaches(limit, clause):
                return limit
        return None

    def _carries(self, limit: TimeLimit) -> bool:
        """Whether a limit opens its clause."""
        begin = max(self._text.rfind(mark, 0, limit.at) for mark in "，；。：、") + 1
        return bool(_OPENS.match(self._text[begin : limit.at]))

    def _reaches(self, limit: TimeLimit, clause: Clause) -> bool:
        """How far a limit reaches that opens its clause.

        Set off by a comma (年底前，…) to the end of the sentence; 年内 and 年底前 to the next semicolon; a month
        (6月底前完成主体工程，建成…) no further than its own clause.
        """
        if self._text[limit.to : limit.to + 1] == "，":
            return True
        return limit.precision == "year" and not _STOPS.search(self._text, limit.to, clause.start)
