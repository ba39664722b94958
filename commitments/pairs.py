"""Which statements are compared at all, and which of them are tied: what linking one of them can mean for the others.

Statements are compared where they share a key (`block_keys`). Two are tied if they could be one matter, or if they have
the same name, so that the id or the whole of one depends on the other. Linking everything that is connected over
ties gives the same matters as linking the whole ledger; nothing here depends on how many statements there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from commitments.likeness import MODERATE, apart, likeness
from commitments.model import Sighting
from commitments.names import loosened, owned, whole
from commitments.subjects import Subject, subject

_ALL_PAIRS = 120  # subjects with one key that are compared each with each; of more, only those with names alike
_PART = "…"
_HEAD = "^"


def block_keys(sighting: Sighting) -> frozenset[str]:
    """Keys that two statements must share at least one of to be able to be one matter.

    Made of the city, the year (none for lasting things) and the last characters of each name: 老旧小区 → 小区.
    A statement about a numbered part of a project also has one of the project's first characters.
    """
    return _keys(subject(sighting))


def pairs(nodes: Sequence[Subject]) -> Iterator[tuple[int, int]]:
    """Positions of every two subjects that share a key and may be alike, each pair once, the smaller first."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for at, node in enumerate(nodes):
        for key in _keys(node):
            blocks[key].append(at)
    seen: set[tuple[int, int]] = set()
    for key, block in blocks.items():
        few = len(block) <= _ALL_PAIRS or key.endswith(_PART)
        seen.update(combinations(block, 2) if few else _with_names_alike(block, nodes))
    return iter(seen)


def tied(border: Iterable[Sighting], others: Iterable[Sighting]) -> set[Sighting]:
    """Those of `others` that are tied to a statement of the border."""
    blocks: dict[str, set[Subject]] = defaultdict(set)
    for sighting in border:
        about = subject(sighting)
        for key in _keys(about):
            blocks[key].add(about)
    groups: dict[Subject, list[Sighting]] = defaultdict(list)
    for sighting in others:
        groups[subject(sighting)].append(sighting)
    return {
        sighting
        for about, found in groups.items()
        if any(_ties(about, other) for key in _keys(about) for other in blocks.get(key, ()))
        for sighting in found
    }


def _ties(a: Subject, b: Subject) -> bool:
    if a.core == b.core and a.city == b.city and ((a.lasting and b.lasting) or a.year == b.year):
        return True
    return not apart(a, b) and likeness(a, b) >= MODERATE


def _keys(about: Subject) -> frozenset[str]:
    tails = {name[-2:] for name in about.names[:6]}
    keys = {f"{about.city}|{about.year}|{tail}" for tail in tails}
    if about.lasting:
        keys |= {f"{about.city}||{tail}" for tail in tails}
        keys.add(f"{about.city}||{about.names[0][:3]}{_HEAD}")
        for bare in (owned(about.names[0]), whole(about.names[0])):
            keys |= {f"{about.city}||{bare[:3]}{_HEAD}", f"{about.city}||{bare[-2:]}"}
    keys.add(f"{about.city}|{about.year}|{about.names[0][:2]}{_HEAD}")
    if about.mark("ordinal"):
        keys.add(f"{about.city}|{about.year}|{about.names[0][:4]}{_PART}")
    return frozenset(keys)


def _with_names_alike(block: Sequence[int], nodes: Sequence[Subject]) -> Iterator[tuple[int, int]]:
    """The pairs of a large block that `likeness` can find alike: one name ends with the other, or they are near."""
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import extract_iter

    called: dict[str, list[int]] = defaultdict(list)
    for at in block:
        for name in nodes[at].names:
            called[name].append(at)
    names = sorted(called)
    forms: dict[str, set[str]] = defaultdict(set)
    for name in names:
        for form in (loosened(name), owned(name), whole(name)):
            forms[form].add(name)
    for at, name in enumerate(names):
        near = extract_iter(name, names[at:], scorer=Indel.normalized_similarity, score_cutoff=MODERATE)
        alike = {other for other, _, _ in near} | {end for k in range(1, len(name) - 1) if (end := name[k:]) in called}
        alike |= {head for k in range(4, len(name)) if (head := name[:k]) in called}
        alike |= {other for form in (loosened(name), owned(name), whole(name)) if form for other in forms[form]}
        for other in alike:
            for i in called[name]:
                yield from ((min(i, j), max(i, j)) for j in called[other] if i != j)
