"""Which matter of the ledger a row of a spreadsheet is about: by its 编号, else by its 事项 and 地区."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commitments.likeness import JOINED, apart, likeness
from commitments.model import Matter, Sighting
from commitments.pairs import block_keys
from commitments.subjects import subject
from store.cycle.sheet_rows import Row
from store.loading import load_sightings
from store.rows import id_list, to_json
from store.sqlite import Database

_CLEARLY = 0.04  # by so much the best matter must be more alike than the next
_PRESENT = """
    SELECT alias, matter_id FROM matter_aliases WHERE alias IN (SELECT value FROM json_each(:ids))
    UNION SELECT id, id FROM matters WHERE id IN (SELECT value FROM json_each(:ids))
"""
_NEAR = """
    SELECT DISTINCT b.statement_id, m.matter_id FROM json_each(?) j CROSS JOIN block_keys b ON b.key = j.value
    JOIN matter_statements m ON m.statement_id = b.statement_id
"""
_MOST_NEAR = 3_000  # statements that a row is held against


@dataclass(frozen=True, slots=True)
class Fit:
    """The matter that a row is about, or those that it may be about; neither for a row of something new."""

    matter: Matter | None = None
    maybe: tuple[Matter, ...] = ()


def fits(db: Database, rows: Sequence[Row], said: Sequence[Sighting | None], matters: Sequence[Matter]) -> list[Fit]:
    """The fit of each row; `said` is what each row would state, `matters` are those known today."""
    by_id = {matter.id: matter for matter in matters}
    known = dict(db.execute(_PRESENT, {"ids": id_list(row.cell("id") for row in rows if row.cell("id"))}).fetchall())
    by_title: dict[str, list[Matter]] = defaultdict(list)
    for matter in matters:
        by_title[_plain(matter.title)].append(matter)
    found = []
    for row, sighting in zip(rows, said, strict=True):
        numbered = by_id.get(known.get(row.cell("id"), ""))
        same = [one for one in by_title.get(_plain(row.name), ()) if sighting and _may_be(one, sighting)]
        if sighting and not sighting.statement.places:  # a row that names no district means the whole city's matter
            same = [one for one in same if not one.places] or same
        if numbered is not None and (numbered in same or len(same) != 1):
            found.append(Fit(numbered))
        elif same or sighting is None:  # a 编号 of another ledger may be that of another matter here
            found.append(_one_of(same))
        else:
            found.append(_alike(db, sighting, by_id))
    return found


def _plain(title: str) -> str:
    return "".join(title.split())


def _may_be(matter: Matter, sighting: Sighting) -> bool:
    """Whether a matter of the same name can be the row's: city, place and year agree as far as both say them."""
    said = sighting.statement
    return (
        matter.city == sighting.source.city
        and (not said.places or set(said.places) == set(matter.places))
        and (said.year is None or matter.year in (None, said.year))
    )


def _one_of(matters: Iterable[Matter]) -> Fit:
    found = tuple(matters)
    if len(found) == 1:
        return Fit(found[0])
    return Fit(maybe=found)


def _alike(db: Database, sighting: Sighting, by_id: dict[str, Matter]) -> Fit:
    """The matter whose statements are most alike, as linking sees it; several where none is clearly the most."""
    near = db.execute(_NEAR, (to_json(sorted(block_keys(sighting))),)).fetchall()[:_MOST_NEAR]
    matter_of = dict(near)
    about = subject(sighting)
    best: dict[str, float] = {}
    for number, other in load_sightings(db, matter_of).items():
        candidate = subject(other)
        if matter_of[number] in by_id and not apart(about, candidate):
            score = likeness(about, candidate)
            best[matter_of[number]] = max(score, best.get(matter_of[number], 0.0))
    alike = sorted(((score, id_) for id_, score in best.items() if score >= JOINED), reverse=True)
    return _one_of(by_id[id_] for score, id_ in alike if score >= alike[0][0] - _CLEARLY)
