"""What programs read: statements, matters, answers and replies as JSON values with the names of DESIGN.md."""

from __future__ import annotations

from datetime import date
from typing import Any

from commitments.amounts import amount_of, plain
from commitments.model import (
    Answer,
    Change,
    Deadline,
    Figure,
    Filters,
    Matter,
    Pace,
    Reply,
    Sighting,
    Standing,
    Statement,
)

Json = dict[str, Any]
_AMOUNTS = ("target_raised", "target_cut")


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def statement_json(s: Statement) -> dict[str, object]:
    """One line of `jiannuo parse`: kind, item, action, quote, start, end, quantities, deadline, places, firmness …"""
    limit = s.deadline
    return {
        "kind": s.kind, "item": s.item, "action": s.action, "quote": s.quote, "start": s.start, "end": s.end,
        "quantities": [{"value": plain(q.value), "unit": q.unit, "what": q.what, "op": q.op} for q in s.quantities],
        "deadline": None if limit is None else {
            "text": limit.text, "start": _day(limit.start), "end": _day(limit.end),
            "precision": limit.precision, "basis": limit.basis,
        },
        "places": list(s.places), "firmness": s.firmness, "topics": list(s.topics), "doubts": list(s.doubts),
    }  # fmt: skip


def _figure(figure: Figure | None) -> Json | None:
    if figure is None:
        return None
    return {"value": plain(figure.value), "unit": figure.unit, "op": figure.op, "as_of": _day(figure.as_of)}


def _quantities(st: Standing) -> list[Json]:
    roles = [("target", figure) for figure in st.targets] + [("done", figure) for figure in st.dones]
    return [
        {"role": role, **(_figure(figure) or {}), "what": figure.what, "derived": figure.derived}
        for role, figure in roles
    ]


def _deadline(limit: Deadline | None) -> Json | None:
    return None if limit is None else {"end": _day(limit.end), "text": limit.text, "basis": limit.basis}


def _pace(pace: Pace) -> Json:
    return {"expected": plain(pace.expected), "verdict": pace.verdict, "as_of": pace.as_of.isoformat()}


def _change(change: Change) -> Json:
    """A change; targets as plain numbers with their unit, deadlines as ISO dates, other values as people write them."""
    line: Json = {"kind": change.kind, "from": change.before, "to": change.after, "on": change.on.isoformat()}
    before, after = (amount_of(text) if text else None for text in (change.before, change.after))
    if change.kind in _AMOUNTS and before and after:
        line |= {"from": plain(before[0]), "to": plain(after[0]), "unit": after[1]}
    return line | {"files": list(change.files)}


def _standing(st: Standing) -> Json:
    return {
        "status": st.status, "light": st.light, "target": _figure(st.target), "done": _figure(st.done),
        "percent": None if st.percent is None else plain(st.percent), "quantities": _quantities(st),
        "pace": _pace(st.paces[0]) if st.paces else None, "paces": [_pace(pace) for pace in st.paces],
        "deadline": _deadline(st.deadline), "days_left": st.days_left,
        "changes": [_change(change) for change in st.changes], "notes": list(st.notes),
    }  # fmt: skip


def matter_json(m: Matter, st: Standing) -> dict[str, object]:
    """One line of `jiannuo matters --json`: the matter, how it stands, and where its statements are."""
    statements = [
        {"file": s.source.file, "start": s.statement.start, "end": s.statement.end, "kind": s.statement.kind}
        for s in m.sightings
    ]
    head: Json = {"matter": m.id, "title": m.title, "city": m.city, "places": list(m.places), "year": m.year}
    return head | {"topics": list(m.topics), "whole": m.whole} | _standing(st) | {"statements": statements}


def _evidence(sighting: Sighting) -> Json:
    source, said = sighting.source, sighting.statement
    return {
        "file": source.file, "title": source.title, "published": source.published.isoformat(),
        "start": said.start, "end": said.end, "quote": said.quote, "kind": said.kind,
        "grade": source.grade,
    }  # fmt: skip


def answer_json(a: Answer) -> dict[str, Any]:
    """One answer of `jiannuo ask --json`: the matter, how it stands, its evidence and how well it fits."""
    head: Json = {
        "matter": a.matter.id,
        "title": a.matter.title,
        "places": list(a.matter.places),
        "year": a.matter.year,
    }
    return head | _standing(a.standing) | {"evidence": [_evidence(s) for s in a.evidence], "score": round(a.score, 4)}


def _filters(f: Filters) -> Json:
    """What the question was read as; `due` as its two days, each null where it is open."""
    due = None if f.due is None else {"start": _day(f.due[0]), "end": _day(f.due[1]), "text": f.due_text}
    return {
        "subject": f.subject, "intent": f.intent, "places": list(f.places), "topics": list(f.topics), "due": due,
        "statuses": list(f.statuses), "status_text": f.status_text, "year": f.year,
        "numbers": [plain(n) for n in f.numbers], "groups": list(f.groups),
    }  # fmt: skip


def reply_json(r: Reply) -> dict[str, Any]:
    """One question's line of `jiannuo ask --json`: question, today, filters, answers (best first), near misses."""
    return {
        "question": r.question, "today": r.today.isoformat(), "filters": _filters(r.filters),
        "answers": [answer_json(a) for a in r.answers], "near": [answer_json(a) for a in r.near],
        "certain": r.certain, "total": r.total, "notes": list(r.notes),
    }  # fmt: skip
