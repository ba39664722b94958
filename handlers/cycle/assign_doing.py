"""Carrying out what is wanted of the five: assign, say who hears of it, and tell those whom it concerns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from handlers.buttons import NONE
from handlers.card import Card, clip
from handlers.cycle.assign_words import LEFT, NOT_MEMBER, PERSONS, TOLD, YOURSELF, Target, assign_card, told_card
from handlers.cycle.targets import count_of
from handlers.cycle.wishes import Wish, likely_members
from handlers.desk import Desk
from handlers.guard import Doors
from handlers.where import Where
from store.cycle.assignments import assign
from store.cycle.duties import Assigned, Role, assigned, duties
from store.cycle.notices import notify
from store.ledger import Ledger
from store.members import Member, members, person, role_of
from store.task_groups import groups_of


@dataclass
class Done:
    """What came of some wishes: whether anything changed, what to say beside it, and the names that several members
    may be meant by."""

    changed: bool = False
    notes: list[str] = field(default_factory=list)
    open: list[tuple[Wish, list[Member]]] = field(default_factory=list)
    told: dict[int, list[Role]] = field(default_factory=dict)
    gone: dict[int, list[Role]] = field(default_factory=dict)


def carry_out(
    ledger: Ledger,
    at: Where,
    target: Target,
    wishes: Sequence[Wish],
    now: datetime,
    desk: Desk,
    doors: Doors,
) -> Done:
    """Assign what is wanted, inside the caller's transaction, and tell those whom it concerns."""
    done, admitted = Done(), members(ledger)
    before = assigned(ledger, target.scope, target.value).roles
    for wish in wishes:
        user, text = wish.user or 0, wish.text
        if wish.role in PERSONS and text and wish.user is None:
            meant = likely_members(text, admitted)
            if len(meant) > 1 or (meant and meant[0].name != text):
                done.open.append((wish, meant))
                continue
            user = meant[0].user if meant else 0
        if user and role_of(ledger, user, user, admins=doors.admins, public=doors.public) == "stranger":
            user = 0
        changed = assign(
            ledger, target.scope, target.value, wish.role, text, who=person(at.user), now=now, user=user,
            file_id=wish.file_id, label=target.label, zone=desk.zone,
        )  # fmt: skip
        if not changed:
            continue
        done.changed = True
        _note(done, wish, text, user, before.get(wish.role), at)
    _tell(ledger, done, at, target, now, desk)
    return done


def _note(done: Done, wish: Wish, text: str, user: int, before: Assigned | None, at: Where) -> None:
    """What is to be said of a change: who hears of it, who does not, and who is out."""
    if wish.role not in PERSONS:
        return
    if user:
        done.told.setdefault(user, []).append(wish.role)
        done.notes.append(YOURSELF if user == at.user else TOLD.format(name=clip(text, 20)))
    elif text:
        done.notes.append(NOT_MEMBER.format(name=clip(text, 20)))
    if before and before.user and before.user != user:
        done.gone.setdefault(before.user, []).append(wish.role)
        done.notes.append(LEFT.format(name=clip(before.text, 20)))


def _tell(ledger: Ledger, done: Done, at: Where, target: Target, now: datetime, desk: Desk) -> None:
    """Write to those who were assigned and to those who no longer are, but not to who did it; each once."""
    done.notes[:] = dict.fromkeys(done.notes)
    matters = [target.value] if target.scope == "matter" else []
    for gone, users in ((False, done.told), (True, done.gone)):
        for user, roles in users.items():
            if user == at.user:
                continue
            key = f"assign:{target.ref}:{','.join(roles)}:{int(gone)}:{now:%Y%m%d%H%M%S}"
            notify(ledger.db, [user], key, told_card(target, roles, gone), desk.now(), matters=matters, zone=desk.zone)


def card_of(
    ledger: Ledger,
    target: Target,
    desk: Desk,
    head: str,
    notes: Sequence[str],
    *,
    may_change: bool,
    key: str = NONE,
) -> Card:
    """How a target's roles stand: a matter's with those of its group and district."""
    today = desk.today()
    matter = ledger.matter(target.value, today) if target.scope == "matter" else None
    if matter is not None:
        duty = duties(ledger, [matter], today)[matter.id]
        group = "".join(groups_of(ledger.db, [matter.id], today).get(matter.id, ()))
        return assign_card(target, duty, group=group, notes=notes, head=head, may_change=may_change, key=key)
    duty = assigned(ledger, target.scope, target.value)
    count = count_of(ledger, target, desk)
    return assign_card(target, duty, count=count, notes=notes, head=head, may_change=may_change, key=key)
