"""What an /assign is about: a matter, a group of tasks or a place, found by words or by a button's id."""

from __future__ import annotations

import hashlib

from commitments.model import Answer, Matter
from handlers import phrases
from handlers.cycle.assign_words import Target
from handlers.desk import Desk
from store.cycle.assignments import scopes
from store.cycle.duties import Scope
from store.follows import meant
from store.ledger import Ledger

PREFIXES = {"group": "g:", "place": "p:"}
CHOICES = 6
_DIGITS = 10


def matter_target(matter: Matter) -> Target:
    """A matter as something that can be assigned."""
    return Target("matter", matter.id, phrases.name_text(matter), matter.id)


def scope_target(scope: Scope, value: str) -> Target:
    """A group or a place as something that can be assigned."""
    digest = hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()[:_DIGITS]
    return Target(scope, value, value, PREFIXES[scope] + digest)


async def find_targets(words: str, desk: Desk) -> list[Target]:
    """What the words may mean: a group of tasks, a place, the matter that answers them, or several to choose from."""
    named = await desk.run(lambda ledger: _named(ledger, words, desk))
    if named:
        return named
    reply = await desk.ask(words, None, CHOICES)
    found: tuple[Answer, ...] = reply.answers[:1] if reply.certain else reply.answers[:CHOICES]
    return [matter_target(answer.matter) for answer in found]


def _named(ledger: Ledger, words: str, desk: Desk) -> list[Target]:
    matter = ledger.matter(words, desk.today())
    if matter is not None:
        return [matter_target(matter)]
    groups = [scope_target(scope, name) for scope, name, _ in scopes(ledger, desk.today()) if scope == "group"]
    group = [target for target in groups if target.value == words.removesuffix("类")]
    places = [scope_target("place", one.value) for one in meant(ledger, words) if one.kind == "place"]
    return group or places


def read_target(ledger: Ledger, ref: str, desk: Desk) -> Target | None:
    """The target that a button's id stands for, None where the ledger has it no more."""
    if ref.startswith(tuple(PREFIXES.values())):
        known = (scope_target(scope, name) for scope, name, _ in scopes(ledger, desk.today()))
        return next((target for target in known if target.ref == ref), None)
    matter = ledger.matter(ref, desk.today())
    return None if matter is None else matter_target(matter)


def count_of(ledger: Ledger, target: Target, desk: Desk) -> int:
    """How many matters are in a group or place."""
    known = scopes(ledger, desk.today())
    return next((count for scope, name, count in known if (scope, name) == (target.scope, target.value)), 0)
