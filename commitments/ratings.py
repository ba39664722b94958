"""评定: what a district or a unit scores by the written formula, with every number that the score is made of.

Four parts, each the share of what was met among what can be compared, times its weight:

- 完成: done, among what is done or has fallen due. What is not due yet is left out, reported on or not; what fell due
  without a report counts as not met, and the arithmetic says so (未见完成报道 is not 没有完成).
- 进度: on pace or ahead, or done, among what has a figure that can be compared with the share of the period gone.
- 时限: neither overdue nor put off, among stated deadlines that have passed, were met, or were put off; an extension
  that was recorded counts as kept.
- 应答: answered, among the questions of 周调度 in the period.

A part without anything to compare is left out, and its weight is shared among the rest in proportion. Who has too few
matters that can be compared is not scored at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commitments.model import Matter, Standing

DONE, PACE, TIME, ANSWERS = "完成", "进度", "时限", "应答"


@dataclass(frozen=True, slots=True)
class Formula:
    """The weights of the parts, the least scores of 优秀, 良好 and 一般, and the matters that a score needs."""

    done: int = 40
    pace: int = 30
    time: int = 20
    answers: int = 10
    excellent: int = 90
    good: int = 75
    fair: int = 60
    least: int = 3


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score: `met` of `out_of` matters or questions, its weight, and what has to be said about it."""

    name: str
    met: int
    out_of: int
    weight: int
    note: str = ""

    @property
    def counts(self) -> bool:
        """Whether there is anything to compare, and the formula asks for it."""
        return self.out_of > 0 and self.weight > 0


@dataclass(frozen=True, slots=True)
class Rating:
    """What a district or unit scores (0–100, one decimal) and its grade; None and "" where too few of its matters can
    be compared.

    Of its `matters`, `counted` bear on a part of the score (at `least` so many are needed), `not_due` are neither done
    nor due yet, and of these `unreported` were not reported on.
    """

    name: str
    matters: int
    counted: int
    least: int
    not_due: int
    unreported: int
    parts: tuple[Part, ...]
    score: float | None
    grade: str

    def arithmetic(self) -> str:
        """The score and all that it is made of.

        “西工区 86.5 = 完成12/15×40 + 进度4/5×30 + 时限3/3×20 + 应答9/10×10”; where a part is left out, the sum is
        divided by the weights that are left: “… = （完成1/2×40 + 时限1/1×20）÷60×100，进度、应答没有可比的，…”.
        """
        if self.score is None:
            return f"{self.name}：{self.matters}项中可比的{self.counted}项，不足{self.least}项，不评分"
        used = [part for part in self.parts if part.counts]
        total = sum(part.weight for part in used)
        terms = " + ".join(f"{part.name}{part.met}/{part.out_of}×{part.weight}" for part in used)
        shared = terms if total == 100 else f"（{terms}）÷{total}×100"
        said = [f"{self.name} {_plain(self.score)} = {shared}"]
        if left := [part.name for part in self.parts if part.weight and not part.counts]:
            said.append(f"{'、'.join(left)}没有可比的，权重由其余分担")
        said += [part.note for part in used if part.note]
        if self.not_due:
            unseen = f"（其中{self.unreported}项未见报道）" if self.unreported else ""
            said.append(f"未到期的{self.not_due}项{unseen}不计入完成")
        return "，".join(said)


def rating(
    name: str, known: Sequence[tuple[Matter, Standing]], formula: Formula, answered: int = 0, asked: int = 0
) -> Rating:
    """How a district or unit scores by its matters; `asked` questions were put to it, `answered` of them answered."""
    parts = (_done(known, formula.done), _pace(known, formula.pace), _time(known, formula.time),
             Part(ANSWERS, answered, asked, formula.answers))  # fmt: skip
    not_due = [how for _, how in known if how.status not in ("done", "overdue")]
    unreported = sum(how.status == "no_evidence" for how in not_due)
    counted = sum(how.status in ("done", "overdue") or _is_compared(how) for _, how in known)
    score = _score(parts) if counted >= formula.least else None
    grade = _grade(score, formula)
    return Rating(name, len(known), counted, formula.least, len(not_due), unreported, parts, score, grade)


def _score(parts: Sequence[Part]) -> float | None:
    used = [part for part in parts if part.counts]
    weight = sum(part.weight for part in used)
    return round(sum(part.met / part.out_of * part.weight for part in used) / weight * 100, 1) if weight else None


def _done(known: Sequence[tuple[Matter, Standing]], weight: int) -> Part:
    done = sum(how.status == "done" for _, how in known)
    late = sum(how.status == "overdue" for _, how in known)
    note = f"完成一项中{late}项到期未见完成报道，按未完成计，不等于没有完成" if late else ""
    return Part(DONE, done, done + late, weight, note)


def _is_compared(how: Standing) -> bool:
    return bool(how.paces) or how.status in ("ahead", "on_pace", "behind")


def _pace(known: Sequence[tuple[Matter, Standing]], weight: int) -> Part:
    compared = [how for _, how in known if _is_compared(how)]
    return Part(PACE, sum(_keeps_pace(how) for how in compared), len(compared), weight)


def _keeps_pace(how: Standing) -> bool:
    if how.status in ("done", "ahead", "on_pace"):
        return True
    return how.status == "overdue" and bool(how.paces) and how.paces[0].verdict != "behind"


def _time(known: Sequence[tuple[Matter, Standing]], weight: int) -> Part:
    met = counted = moved = 0
    for matter, how in known:
        if how.deadline is None or how.deadline.basis != "explicit":
            continue
        put_off = _put_off(matter, how)
        if put_off or how.status in ("done", "overdue") or (how.deadline.end or date.max) < how.today:
            counted += 1
            moved += put_off
            met += how.status != "overdue" and not put_off
    return Part(TIME, met, counted, weight, f"时限一项中{moved}项时限推后" if moved else "")


def _put_off(matter: Matter, how: Standing) -> bool:
    """Whether a later document moved the deadline back; an extension that somebody recorded is none."""
    printed = {sighting.source.file for sighting in matter.sightings if sighting.source.grade == "published"}
    return any(change.kind == "deadline_later" and change.files[-1] in printed for change in how.changes)


def _grade(score: float | None, formula: Formula) -> str:
    if score is None:
        return ""
    steps = ((formula.excellent, "优秀"), (formula.good, "良好"), (formula.fair, "一般"))
    return next((word for least, word in steps if score >= least), "较差")


def _plain(score: float) -> str:
    return f"{score:.1f}".removesuffix(".0")
