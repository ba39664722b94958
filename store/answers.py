"""The answer to a question: the matters that fit it, how they stand, and whether one of them stands out.

1. The question is read into a subject and filters (commitments/question.py).
2. With a subject, the index gives statements, and these their matters; without one, the filters select matters
   (store/listing.py).
3. Matters that pass the filters are put in order: by fit and what is more likely meant, or by urgency for a list.

A filter that nothing passes is dropped with a note where a subject was found, because a date or a place may have been
misread; what was found by the subject is then a near miss.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from commitments.places import Home, infer_home
from rapidfuzz.fuzz import ratio

from commitments.asked import Term, terms
from commitments.model import Answer, Filters, Matter, Reply, Sighting, Standing
from commitments.question import LONGEST, is_cut, read_question
from commitments.standing import previous_id, standing
from commitments.synonyms import wordings
from commitments.tokens import written
from store.database import snapshot
from store.ledger import Ledger
from store.listing import about_place, listed, passes, urgency
from store.search import Hit, find, ranker

ACCEPTED = 0.63  # fit of an answer; below it, a statement shares words with the question and is about something else
NEAR = 0.35  # fit of a near miss
BEHIND_BEST = 0.3  # an answer is at most this much worse than the best one
NEAR_MISSES = 3
ASK_FOR_WORDS = "请输入要查的事项、地区或时限，例如：老旧小区 进度，8月底前到期的。"
STANDS_OUT = 0.75  # fit that an answer shown as certain has at least,
AHEAD = 0.06  # and how far the next one is behind

# What is more likely meant where the question does not say: added to the fit of a matter, or taken from it.
PAST_YEAR, OTHER_YEAR = -0.08, -0.03
WHOLE_CITY = 0.03  # where no place was asked for
BOTH_FIGURES, ASKED_FOR, SEVERAL_PAPERS = 0.05, 0.03, 0.03
NAMED = 0.05  # for a matter whose name is the subject itself


@dataclass(frozen=True, slots=True)
class _Found:
    """A matter on the way to an answer: how it stands, how well its best statement fits, and its place in the order."""

    matter: Matter
    standing: Standing
    fit: float
    score: float


def answer(ledger: Ledger, question: str, today: date, limit: int = 5, previous: Filters | None = None) -> Reply:
    """The reply to a question as of `today`: at most `limit` answers, best or most urgent first; any text goes.

    `previous` are the filters of the question before, where it was asked just now: “那涧西呢” keeps its subject.
    """
    with snapshot(ledger.db):
        filters = read_question(question, today, _home(ledger))
        if previous is not None:
            filters = _followed(filters, previous)
        reply = Reply(question, today, filters)
        if filters.subject or filters.numbers:
            reply = _by_subject(ledger, reply, limit)
        elif _has_filter(filters):
            reply = _by_filters(ledger, reply, limit)
        else:
            reply = replace(
                reply, notes=("请输入要查的事项、地区或时限，例如“老旧小区 进度”“西工区 电梯”“8月底前到期的”。",)
            )
    if is_cut(question):
        reply = replace(reply, notes=(f"问题较长，只按前{LONGEST}个字查找。", *reply.notes))
    return reply


def _home(ledger: Ledger) -> Home | None:
    """The city that most documents of the ledger are about, which short names of places are looked for around."""
    query = "SELECT city FROM documents WHERE city != '' GROUP BY city ORDER BY count(*) DESC, city LIMIT 1"
    row = ledger.db.execute(query).fetchone()
    return infer_home("", row[0])[0] if row else None


def _has_filter(filters: Filters) -> bool:
    asked = (filters.places, filters.topics, filters.due, filters.statuses, filters.year, filters.intent == "change")
    return any(asked)


def _followed(filters: Filters, previous: Filters) -> Filters:
    """The filters of a question that leans on the one before: its subject, and its place where none is named."""
    if filters.subject or filters.numbers or filters.topics or not (previous.subject or previous.numbers):
        return filters
    return replace(
        filters,
        subject=previous.subject,
        numbers=() if filters.places else previous.numbers,
        places=filters.places or previous.places,
        intent=previous.intent if filters.intent in ("any", "list") else filters.intent,
    )


def _by_filters(ledger: Ledger, reply: Reply, limit: int) -> Reply:
    filters = reply.filters
    found = [
        _Found(matter, how, 1.0, 1.0)
        for matter in ledger.matters(reply.today, listed(ledger.db, filters, reply.today))
        if passes(filters, matter, how := standing(matter, reply.today))
    ]
    found.sort(key=lambda one: urgency(one.standing))
    answers = tuple(_answer(ledger, one, one.matter.sightings[::-1], reply.today) for one in found[:limit])
    return replace(reply, answers=answers, total=len(found))


def _by_subject(ledger: Ledger, reply: Reply, limit: int) -> Reply:
    filters = reply.filters
    asked = [terms(words, filters.numbers) for words in wordings(filters.subject)]
    found = _ordered(ledger, find(ledger.db, asked), reply, limit)
    fitting = [one for one in found if one.fit >= ACCEPTED]
    kept = [one for one in fitting if passes(filters, one.matter, one.standing)]
    notes = reply.notes
    if not kept and fitting:
        narrowed = [one for one in fitting if not filters.places or about_place(filters, one.matter)]
        if narrowed:
            kept, notes = narrowed, (*notes, _dropped(filters))
    best = kept[0].score if kept else 0.0
    kept = [one for one in kept if one.score >= best - BEHIND_BEST]
    shown = [(one, _evidence(ledger, one.matter, asked)) for one in kept[:limit]]
    answers = tuple(_answer(ledger, one, evidence, reply.today) for one, evidence in shown)
    near = () if kept else tuple(_answer(ledger, o, o.matter.sightings, reply.today) for o in found[:NEAR_MISSES])
    return replace(reply, answers=answers, near=near, certain=_stands_out(kept), total=len(kept), notes=notes)


def _dropped(filters: Filters) -> str:
    words = "、".join(word for word in (filters.due_text, filters.status_text) if word)
    return f"没有符合“{words}”的，以下按其余条件查找。" if words else "以下未按时间筛选。"


def _stands_out(found: Sequence[_Found]) -> bool:
    """Whether the first answer may be shown as the one that was meant: a good fit, and no other as good."""
    if not found or found[0].fit < STANDS_OUT:
        return False
    return len(found) == 1 or found[0].score - found[1].score >= AHEAD


def _ordered(ledger: Ledger, hits: Sequence[Hit], reply: Reply, limit: int) -> list[_Found]:
    """The matters of the statements found, the most likely meant first; as many as `limit` and the filters may need."""
    near = [hit for hit in hits if hit.score >= NEAR]
    matter_of = ledger.statement_matters(hit.id for hit in near)
    fits: dict[str, float] = {}
    for hit in near:
        if hit.id in matter_of:
            fits.setdefault(matter_of[hit.id], hit.score)
    selective = bool(reply.filters.places or reply.filters.due or reply.filters.statuses or reply.filters.topics)
    most = max(3 * limit, 60) if selective else limit + 10
    matters = ledger.matters(reply.today, list(fits)[:most])
    found = []
    for matter in matters:
        how = standing(matter, reply.today)
        found.append(_Found(matter, how, fits[matter.id], fits[matter.id] + _likely(reply, matter, how)))
    return sorted(found, key=lambda one: (-one.score, one.matter.id))


def _likely(reply: Reply, matter: Matter, how: Standing) -> float:
    """What speaks for a matter beside its words: this year, the whole city, both figures, and what was asked for."""
    filters, year = reply.filters, reply.filters.year or reply.today.year
    likely = NAMED * ratio(filters.subject, matter.title) / 100
    if len({sighting.source.file for sighting in matter.sightings}) > 1:
        likely += SEVERAL_PAPERS
    if matter.year is not None and matter.year != year:
        likely += PAST_YEAR if matter.year < year else OTHER_YEAR
    if not filters.places and not matter.places:
        likely += WHOLE_CITY
    if how.target and how.done:
        likely += BOTH_FIGURES
    stated = how.deadline is not None and how.deadline.basis == "explicit"
    wanted = {"deadline": stated, "change": how.changes, "target": how.target, "progress": how.done}
    return likely + (ASKED_FOR if wanted.get(filters.intent) else 0.0)


def _evidence(ledger: Ledger, matter: Matter, asked: Sequence[Sequence[Term]]) -> tuple[Sighting, ...]:
    """The matter's sightings, those that match the question first, then the newest."""
    newest = matter.sightings[::-1]
    if len(newest) == 1:
        return newest
    rank = ranker(ledger.db, asked)
    return tuple(sorted(newest, key=lambda sighting: -round(rank(written(sighting.statement.quote)), 1)))


def _answer(ledger: Ledger, one: _Found, evidence: Iterable[Sighting], today: date) -> Answer:
    return Answer(one.matter, _with_parts(ledger, one, today), tuple(evidence), min(max(one.score, 0.0), 1.0))


def _with_parts(ledger: Ledger, one: _Found, today: date) -> Standing:
    """How a matter stands beside its districts' shares and last year's matter of the same thing."""
    others = ledger.parts(one.matter.id, today)
    if (before := previous_id(one.matter)) and (last := ledger.matter(before, today)):
        others = [*others, last]
    return standing(one.matter, today, others) if others else one.standing
