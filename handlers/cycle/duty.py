"""Who is responsible for what a card is about, as the ledger has it now."""

from __future__ import annotations

from dataclasses import replace

from commitments.model import Matter, Reply
from handlers.cycle.duty_words import duty_text
from handlers.desk import Desk
from store.cycle.duties import Duty, Scope, assigned, duties
from store.ledger import Ledger


async def duty_of(desk: Desk, matter: Matter) -> Duty:
    """Who and what a matter is assigned to."""
    today = desk.today()
    return await desk.run(lambda ledger: duties(ledger, [matter], today)[matter.id])


async def say_who(desk: Desk, reply: Reply) -> Reply:
    """As `with_who`, in the ledger's thread."""
    return await desk.run(lambda ledger: with_who(ledger, reply)) if reply.filters.intent == "who" else reply


def with_who(ledger: Ledger, reply: Reply) -> Reply:
    """The reply to 谁负责 民生保障 or 谁负责 西工区 with a note that says it for the whole group or place."""
    filters = reply.filters
    if filters.intent != "who" or reply.certain:
        return reply
    wanted: list[tuple[Scope, str]] = [("group", name) for name in filters.groups]
    wanted += [("place", name) for name in filters.places]
    said = ((name, duty_text(assigned(ledger, scope, name))) for scope, name in wanted)
    return replace(reply, notes=(*(f"{name}：{text}" for name, text in said if text), *reply.notes))
