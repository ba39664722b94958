"""Linking: which statements of which documents are about one matter.

1. Every statement gets keys (`block_keys`); statements without a common key are never compared.
2. Within a block, subjects that are not `apart` and alike enough are an edge.
3. A moderate likeness is an edge only where no rival is as near to either.
4. A subject that leaves a phase, half or segment open where its neighbours name several belongs to none of them.
5. Edges are taken from the surest to the least sure; two groups are joined only if no member is apart from any
   member of the other. The order of everything follows from the words alone, so the order of reading cannot matter.
6. A district's share of a city's programme names the city's matter as its whole.
"""

from __future__ import annotations

from base64 import b32encode
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256
from operator import itemgetter
from typing import NamedTuple

from commitments.likeness import JOINED, MODERATE, apart, likeness, unsaid
from commitments.model import Matter, Sighting
from commitments.pairs import block_keys, pairs, tied
from commitments.subjects import Subject, subject
from commitments.titles import title_of

__all__ = ["block_keys", "link", "print_order", "tied", "title_of"]

_CLEARLY = 0.04  # by so much a moderate likeness must beat the next
_CHECKED = 40  # members of a group that a newcomer is held against


def print_order(sighting: Sighting) -> tuple[object, ...]:
    """Where a statement stands: by day of print, then document, then text."""
    source, said = sighting.source, sighting.statement
    return (source.published, source.file, said.start, said.end, said.kind, source.city, repr(sighting))


def link(sightings: Iterable[Sighting]) -> list[Matter]:
    """The matters of these statements, in the order of their first print; the same for every order of the input.

    Every statement is in exactly one matter. Connected blocks may be linked alone: the matters stay the same.
    """
    members: dict[Subject, list[Sighting]] = defaultdict(list)
    for sighting in set(sightings):
        members[subject(sighting)].append(sighting)
    nodes = sorted(members, key=_canonical)
    drafts = [
        _Draft([nodes[at] for at in group], *_in_print(members[nodes[at]] for at in group)) for group in _groups(nodes)
    ]
    drafts.sort(key=lambda draft: draft.order)
    ids = _ids(drafts)
    wholes = _wholes(drafts, ids)
    return [_matter(draft, matter_id, wholes.get(matter_id)) for draft, matter_id in zip(drafts, ids, strict=True)]


class _Draft(NamedTuple):
    """A matter in the making: its subjects, its sightings in the order of print, and the first one's place in it."""

    nodes: list[Subject]
    sightings: list[Sighting]
    order: tuple[object, ...]


def _in_print(members: Iterable[list[Sighting]]) -> tuple[list[Sighting], tuple[object, ...]]:
    ordered = sorted(((print_order(sighting), sighting) for found in members for sighting in found), key=itemgetter(0))
    return [sighting for _, sighting in ordered], ordered[0][0]


def _canonical(about: Subject) -> tuple[object, ...]:
    value = -1.0 if about.value is None else about.value
    order = (about.city, about.core, about.year, about.places, sorted(about.marks), sorted(about.deeds))
    return (*order, sorted(about.units), value, about.told, about.rated, about.projects, about.lasting)


def _edges(nodes: Sequence[Subject]) -> list[tuple[float, int, int]]:
    """(−likeness, node, node) of the pairs that could be one matter, without those that leave open which part."""
    edges: list[tuple[float, int, int]] = []
    rivals: dict[tuple[int, str], set[str]] = defaultdict(set)
    open_ends: list[tuple[int, str] | None] = []
    for i, j in pairs(nodes):
        a, b = nodes[i], nodes[j]
        if apart(a, b) or (score := likeness(a, b)) < MODERATE:
            continue
        dimension = unsaid(a, b)
        end = (i if b.mark(dimension) else j, dimension) if dimension else None
        if end is not None:
            rivals[end] |= a.mark(end[1]) | b.mark(end[1])
        edges.append((-score, i, j))
        open_ends.append(end)
    kept = [edge for edge, end in zip(edges, open_ends, strict=True) if end is None or len(rivals[end]) == 1]
    return _uncontested(kept, nodes)


def _uncontested(edges: Sequence[tuple[float, int, int]], nodes: Sequence[Subject]) -> list[tuple[float, int, int]]:
    """The sure edges, and of the moderate ones those that clearly beat every other for both ends.

    Another candidate is only a rival if it cannot be in one matter with this one: 管网 / 供水管网, 排水管网.
    """
    beside: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for score, i, j in edges:
        beside[i].append((score, j))
        beside[j].append((score, i))

    def contested(score: float, end: int, other: int) -> bool:
        return any(
            rival != other and its < score + _CLEARLY and apart(nodes[other], nodes[rival])
            for its, rival in beside[end]
        )

    return [
        (score, i, j)
        for score, i, j in edges
        if -score >= JOINED or not (contested(score, i, j) or contested(score, j, i))
    ]


def _groups(nodes: Sequence[Subject]) -> list[list[int]]:
    """Subjects put together, surest pairs first, as long as nobody in a group is apart from anybody else."""
    home = [[at] for at in range(len(nodes))]
    for _, i, j in sorted(_edges(nodes)):
        mine, theirs = home[i], home[j]
        if mine is theirs or any(apart(nodes[x], nodes[y]) for x in mine[:_CHECKED] for y in theirs[:_CHECKED]):
            continue
        mine.extend(theirs)
        for at in theirs:
            home[at] = mine
    return list({id(group): group for group in home}.values())


def _hashed(*parts: object) -> str:
    return b32encode(sha256("\n".join(map(str, parts)).encode(errors="replace")).digest()).decode()[:10].lower()


def _ids(drafts: Sequence[_Draft]) -> list[str]:
    """Ids made of what the first statement is about, with the year of a yearly programme: “k3f9a2c1qz-2024”.

    Documents read earlier or later leave an id alone unless one printed before the first puts the thing in other
    words. Where two matters would share an id, the one printed later adds its sentence.
    """
    ids: list[str] = []
    taken: set[str] = set()
    for draft in drafts:
        first = draft.sightings[0]
        about = subject(first)
        places = () if about.lasting else about.places
        thing = (about.city, *places, about.core, *sorted(about.marks))
        year = "" if about.lasting else f"-{about.year}"
        matter_id = _hashed(*thing) + year
        for again in range(len(taken) + 1):
            if matter_id not in taken:
                break
            matter_id = _hashed(*thing, first.statement.quote, first.source.file, again) + year
        taken.add(matter_id)
        ids.append(matter_id)
    return ids


def _wholes(drafts: Sequence[_Draft], ids: Sequence[str]) -> dict[str, str]:
    """Id of a district's share → id of the city's programme of that year that it is a part of."""
    cities: dict[tuple[str, int, str], list[tuple[str, list[Subject]]]] = defaultdict(list)
    for draft, matter_id in zip(drafts, ids, strict=True):
        for key in {(node.city, node.year, node.core) for node in draft.nodes if not node.places and not node.lasting}:
            cities[key].append((matter_id, draft.nodes))
    wholes: dict[str, str] = {}
    for draft, matter_id in zip(drafts, ids, strict=True):
        for node in draft.nodes:
            if node.places and not node.lasting:
                found = [i for i, whole in cities[node.city, node.year, node.core] if _is_share(node, whole)]
                if found:
                    wholes.setdefault(matter_id, found[0])
    return wholes


def _is_share(part: Subject, whole: Iterable[Subject]) -> bool:
    """Whether a district counts what the city's matter counts, within the same scope."""
    return any(
        bool(part.units & node.units)
        and part.marks == node.marks
        and not (part.deeds and node.deeds and not part.deeds & node.deeds)
        for node in whole
        if not node.places
    )


def _matter(draft: _Draft, matter_id: str, whole: str | None) -> Matter:
    nodes, sightings, _ = draft
    years = {node.year for node in nodes}
    places = Counter(node.places for node in nodes if node.places)
    topics = Counter(topic for sighting in sightings for topic in sighting.statement.topics)
    return Matter(
        id=matter_id,
        title=title_of(sightings),
        city=sightings[0].source.city,
        places=min(places, key=lambda p: (-places[p], p)) if places else (),
        year=years.pop() if len(years) == 1 else None,
        topics=tuple(sorted(topics, key=lambda topic: (-topics[topic], topic))),
        sightings=tuple(sightings),
        whole=whole,
    )
