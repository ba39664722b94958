"""The answer to a question: the matters that fit it, how they stand, and whether one of them stands out.

1. The question is read into a subject and filters (commitments/question.py), which a follow-up takes over from the
   question before (commitments/followup.py). Words that an editor taught (store/aliases.py) are spelled out.
2. With a subject, the index gives statements, and these their matters; without one, the filters select matters
   (store/listing.py).
3. Matters that pass the filters are put in order: by fit and what is more likely meant (store/likely.py, with the rule
   for the one that is shown as a card), or by urgency for a list.
4. Where nothing fits, near misses are given apart, and the words that the ledger does not know (store/missing.py).

A filter that nothing passes is dropped with a note where a subject was found, because a date or a place may have been
misread; what was found by the subject is then a near miss.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from commitments.asked import Term, terms
from commitments.followup import followed, without
from commitments.model import Answer, Filters, Matter, Order, Reply, Sighting
from commitments.places import infer_home
from commitments.question import LONGEST, in_group, is_cut, leans, read_question
from commitments.question_places import take_city
from commitments.standing import standing
from commitments.synonyms import spelled_out, wordings
from commitments.tokens import written
from store.aliases import aliases_in
from store.database import snapshot
from store.documents import cities_of
from store.ledger import Ledger
from store.likely import Found, likely, stands_out
from store.listing import about_place, listed, moved_away, passes, urgency
from store.missing import said_of, unknown_words
from store.search import Hit, find, ranker
from store.standings import standings
from store.task_groups import groups_named

ACCEPTED = 0.63  # fit of an answer; below it, a statement shares words with the question and is about something else
NEAR = 0.35  # fit of a near miss
LONGEST_NAME = 24  # characters of a subject that may be the name of a matter
BEHIND_BEST = 0.3  # an answer is at most this much worse than the best one
NEAR_MISSES = 3
ASK_FOR_WORDS = "请输入要查的事项、地区或时限，例如：老旧小区 进度，8月底前到期的。"

NO_CHANGE = "没有看到目标、时限或力度的变化，列出全部事项。"


def answer(
    ledger: Ledger,
    question: str,
    today: date,
    limit: int = 5,
    previous: Filters | None = None,
    dropped: Collection[str] = (),
) -> Reply:
    """The reply to a question as of `today`: at most `limit` answers, best or most urgent first; any text goes.

    `previous` are the filters of the question before, where it was asked just now: “那涧西呢” keeps its subject.
    `dropped` names filters of the question that count no more (commitments/followup.py, NARROWING).
    """
    with snapshot(ledger.db):
        cities = cities_of(ledger.db)
        home = infer_home("", cities[0])[0] if cities else None  # short names of places are looked for around it
        filters = _in_city(read_question(question, today, home), cities)
        filters = in_group(filters, groups_named(ledger.db, filters.subject, today))
        if previous is not None:
            filters = followed(filters, previous, leans(question))
        filters = without(filters, dropped)
        reply = Reply(question, today, filters)
        if filters.subject or filters.numbers:
            taught = aliases_in(ledger, filters.subject)
            said = wordings(filters.subject, taught)
            meant = replace(filters, subject=spelled_out(filters.subject, taught))
            reply = replace(_by_subject(ledger, replace(reply, filters=meant), said, limit), filters=filters)
        elif _has_filter(filters):
            reply = _by_filters(ledger, reply, limit)
        else:
            reply = replace(reply, notes=(ASK_FOR_WORDS,))
    if is_cut(question):
        reply = replace(reply, notes=(f"问题较长，只按前{LONGEST}个字查找。", *reply.notes))
    return reply


def _in_city(filters: Filters, cities: Sequence[str]) -> Filters:
    """The filters with a city of the ledger taken out of the subject.

    It narrows the answer where there are several cities, or nothing else was asked for; a district says more.
    """
    city, subject = take_city(filters.subject, cities)
    if not city:
        return filters
    filters = replace(filters, subject=subject)
    narrows = len(cities) > 1 or not (subject or filters.numbers or _has_filter(filters))
    return replace(filters, places=(city,)) if narrows and not filters.places else filters


def _has_filter(filters: Filters) -> bool:
    narrowed = (filters.places, filters.topics, filters.groups, filters.due, filters.statuses, filters.year)
    return any(narrowed) or filters.order != "" or filters.intent == "change"


def _by_filters(ledger: Ledger, reply: Reply, limit: int) -> Reply:
    filters = reply.filters
    found = _listed(ledger, filters, reply.today)
    if not found and filters.intent == "change" and (filters.places or filters.topics or filters.groups):
        filters = replace(filters, intent="any")
        found = _listed(ledger, filters, reply.today)
        reply = replace(reply, notes=(*reply.notes, NO_CHANGE)) if found else reply
    found.sort(key=lambda one: urgency(one.standing, filters.due))
    found = _in_order(found, filters.order)
    shown = found[:limit]
    answers = _answers(ledger, [(one, one.matter.sightings[::-1]) for one in shown], reply.today)
    notes = (*reply.notes, *(note for one in shown if (note := moved_away(filters, one.matter, one.standing))))
    return replace(reply, answers=answers, total=len(found), notes=notes)


def _in_order(found: list[Found], order: Order) -> list[Found]:
    """The matters by what the asker wants to see first, without those that cannot be compared in it."""
    if order == "":
        return found
    if order == "longest":
        late = [one for one in found if one.standing.days_left is not None]
        return sorted(late, key=lambda one: one.standing.days_left or 0)
    shares = [one for one in found if one.standing.percent is not None]
    return sorted(shares, key=lambda one: one.standing.percent or 0, reverse=order == "fastest")


def _listed(ledger: Ledger, filters: Filters, today: date) -> list[Found]:
    return [
        Found(matter, how, 1.0, 1.0)
        for matter in ledger.matters(today, listed(ledger.db, filters, today))
        if passes(filters, matter, how := standing(matter, today))
    ]


def _by_subject(ledger: Ledger, reply: Reply, said: Sequence[str], limit: int) -> Reply:
    """The reply to a question whose subject may be `said` in these ways."""
    filters = reply.filters
    asked = [terms(words, filters.numbers) for words in said]
    found = _ordered(ledger, find(ledger.db, asked), asked, reply, limit)
    fitting = [one for one in found if one.fit >= ACCEPTED]
    kept = [one for one in fitting if passes(filters, one.matter, one.standing)]
    notes = reply.notes
    if not kept and fitting:
        narrowed = [one for one in fitting if not filters.places or about_place(filters, one.matter)]
        if narrowed:
            kept, notes = narrowed, (*notes, _dropped(filters))
    if not kept:
        return _no_answer(ledger, reply, found, is_known=bool(fitting))
    kept = [one for one in kept if one.score >= kept[0].score - BEHIND_BEST]
    kept = _in_order(kept, filters.order)
    shown = [(one, _evidence(ledger, one.matter, asked)) for one in kept[:limit]]
    answers = _answers(ledger, shown, reply.today)
    certain = stands_out(filters, kept) if kept and not filters.order else False
    return replace(reply, answers=answers, certain=certain, total=len(kept), notes=notes)


def _no_answer(ledger: Ledger, reply: Reply, found: Sequence[Found], *, is_known: bool) -> Reply:
    """The reply with near misses: what the subject finds elsewhere, or what the words that the ledger knows find."""
    unknown, known = ((), ()) if is_known else unknown_words(ledger.db, reply.filters.subject)
    if unknown and known:
        asked = [terms(" ".join(known))]
        hits = [hit for hit in find(ledger.db, asked) if hit.score >= ACCEPTED]
        found = [*_ordered(ledger, hits, asked, reply, NEAR_MISSES), *found]
    near = list({one.matter.id: one for one in found}.values())[:NEAR_MISSES]
    answers = _answers(ledger, [(one, one.matter.sightings) for one in near], reply.today)
    return replace(reply, near=answers, notes=(*reply.notes, *said_of(unknown)))


def _dropped(filters: Filters) -> str:
    words = "、".join(word for word in (filters.due_text, filters.status_text) if word)
    return f"没有符合“{words}”的，以下按其余条件查找。" if words else "以下未按时间筛选。"


def _ordered(
    ledger: Ledger, hits: Sequence[Hit], asked: Sequence[Sequence[Term]], reply: Reply, limit: int
) -> list[Found]:
    """The matters of the statements found, the most likely meant first; as many as `limit` and the filters may need.

    A matter fits by its best statement, or by its name (改造老旧小区 is called 老旧小区改造).
    """
    filters = reply.filters
    near = [hit for hit in hits if hit.score >= NEAR]
    matter_of = ledger.statement_matters(hit.id for hit in near)
    fits: dict[str, float] = {}
    for hit in near:
        if hit.id in matter_of:
            fits.setdefault(matter_of[hit.id], hit.score)
    selective = bool(filters.places or filters.due or filters.statuses or filters.topics or filters.year)
    most = max(3 * limit, 60) if selective else limit + 10
    found = []
    rank = ranker(ledger.db, asked)
    for matter in ledger.matters(reply.today, list(fits)[:most]):
        how = standing(matter, reply.today)
        fit = fits[matter.id]
        if ACCEPTED <= fit < 1 and len(filters.subject) <= LONGEST_NAME:
            fit = max(fit, rank(written(matter.title)))
        found.append(Found(matter, how, fit, fit + likely(filters, reply.today, matter, how)))
    return sorted(found, key=lambda one: (-one.score, one.matter.id))


def _evidence(ledger: Ledger, matter: Matter, asked: Sequence[Sequence[Term]]) -> tuple[Sighting, ...]:
    """The matter's sightings, those that match the question first, then the newest."""
    newest = matter.sightings[::-1]
    if len(newest) == 1:
        return newest
    rank = ranker(ledger.db, asked)
    return tuple(sorted(newest, key=lambda sighting: -round(rank(written(sighting.statement.quote)), 1)))


def _answers(ledger: Ledger, shown: Sequence[tuple[Found, Sequence[Sighting]]], today: date) -> tuple[Answer, ...]:
    """The answers, each beside what its own statements do not say (store/standings.py)."""
    known = standings(ledger, [one.matter for one, _ in shown], today)
    return tuple(
        Answer(one.matter, how, tuple(evidence), min(max(one.score, 0.0), 1.0))
        for (one, evidence), how in zip(shown, known, strict=True)
    )
