"""What people corrected about matters (merged, split, renamed), applied to what linking made of the statements.

Corrections are applied in the order they were made, each to the result of those before it, and only as far as the
statements that they were said of are still in the ledger: so the same corrections on the same documents give the same
matters, in whatever order the documents were read.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from commitments.model import Matter, Sighting
from store.loading import print_order
from store.rows import id_list
from store.sqlite import Database

Link = Callable[[Sequence[Sighting]], list[Matter]]

_CORRECTIONS = """
    SELECT c.id, c.kind, c.args, a.side, a.statement_id
    FROM corrections c JOIN correction_anchors a ON a.correction_id = c.id
    WHERE c.undone_at IS NULL AND c.kind IN ('merge', 'split', 'rename') AND c.id IN (
        SELECT correction_id FROM correction_anchors WHERE statement_id IN (SELECT value FROM json_each(?)))
    ORDER BY c.id
"""


@dataclass(slots=True)
class _Correction:
    kind: str
    args: dict[str, Any]
    statements: dict[str, list[Sighting]] = field(default_factory=lambda: {"matter": [], "other": []})


_Apply = Callable[[list[Matter], Sequence[_Correction], Link], list[Matter]]


def amended(db: Database, matters: list[Matter], number: Mapping[Sighting, int], link: Link) -> list[Matter]:
    """The matters as people corrected them; `number` gives the statement id of each sighting."""
    sighting = {id_: seen for seen, id_ in number.items()}
    corrections: dict[int, _Correction] = {}
    for id_, kind, args, side, statement_id in db.execute(_CORRECTIONS, (id_list(sighting),)):
        correction = corrections.setdefault(id_, _Correction(kind, json.loads(args)))
        if statement_id in sighting:
            correction.statements[side].append(sighting[statement_id])
    for kind, run in groupby(corrections.values(), lambda correction: correction.kind):
        matters = _APPLY[kind](matters, list(run), link)
    return matters


def _one_by_one(apply: Callable[[list[Matter], _Correction, Link], list[Matter]]) -> _Apply:
    def each(matters: list[Matter], run: Sequence[_Correction], link: Link) -> list[Matter]:
        for correction in run:
            matters = apply(matters, correction, link)
        return matters

    return each


def _merge(matters: list[Matter], correction: _Correction, link: Link) -> list[Matter]:
    """The matters of both sides become one, under the id and title of the first."""
    sides = [_holding(matters, correction.statements[side]) for side in ("matter", "other")]
    if not all(sides):
        return matters
    head = sides[0][0]
    joined = {matter.id: matter for side in sides for matter in side}
    topics = dict.fromkeys(topic for matter in joined.values() for topic in matter.topics)
    sightings = sorted((seen for matter in joined.values() for seen in matter.sightings), key=print_order)
    whole = None if head.whole in joined else head.whole
    merged = replace(head, sightings=tuple(sightings), topics=tuple(topics), whole=whole)
    rest = [replace(m, whole=head.id) if m.whole in joined else m for m in matters if m.id not in joined]
    return [merged, *rest]


def _split(matters: list[Matter], correction: _Correction, link: Link) -> list[Matter]:
    """The statements that were named leave their matter and become one of their own."""
    away = set(correction.statements["other"])
    result: list[Matter] = []
    moved: list[Sighting] = []
    for matter in matters:
        going = [seen for seen in matter.sightings if seen in away]
        staying = [seen for seen in matter.sightings if seen not in away]
        if going and staying:
            moved += going
            result.append(_headed(staying, matter.id, matter.whole, link))
        else:
            result.append(matter)
    return [*result, _headed(moved, correction.args["id"], None, link)] if moved else result


def _headed(sightings: list[Sighting], matter_id: str, whole: str | None, link: Link) -> Matter:
    """A matter of these sightings, with the title that linking gives to the most of them."""
    head = max(link(sightings), key=lambda matter: len(matter.sightings))
    return replace(head, id=matter_id, whole=whole, sightings=tuple(sorted(sightings, key=print_order)))


def _rename(matters: list[Matter], run: Sequence[_Correction], link: Link) -> list[Matter]:
    """The matters that most of the statements are in now get the titles; all at once, since they change nothing else
    and a spreadsheet brings thousands."""
    matter_id = {seen: matter.id for matter in matters for seen in matter.sightings}
    titles: dict[str, str] = {}
    for correction in run:
        count = Counter(matter_id[seen] for seen in correction.statements["matter"])
        if count:
            titles[min(count, key=lambda id_: (-count[id_], id_))] = correction.args["title"]
    return [replace(matter, title=titles[matter.id]) if matter.id in titles else matter for matter in matters]


def _holding(matters: list[Matter], sightings: Sequence[Sighting]) -> list[Matter]:
    """The matters that these sightings are in, the one with most of them first."""
    matter_id = {seen: matter.id for matter in matters for seen in matter.sightings}
    count = Counter(matter_id[seen] for seen in sightings)
    return sorted((matter for matter in matters if matter.id in count), key=lambda m: (-count[m.id], m.id))


_APPLY: dict[str, _Apply] = {"merge": _one_by_one(_merge), "split": _one_by_one(_split), "rename": _rename}
