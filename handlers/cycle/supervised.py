"""What supervision says of a matter, for its card: under 挂牌督办 since when and why, and what the last round found."""

from __future__ import annotations

from commitments.model import Matter
from handlers import phrases
from handlers.cycle.round_cards import result_text
from handlers.desk import Desk
from store.cycle.rounds import found
from store.cycle.special import listings
from store.ledger import Ledger


async def supervised(desk: Desk, matter: Matter) -> tuple[str, ...]:
    """“挂牌督办：09-02起，时限2024-08-31已过2天…”, “督查：9月 不属实（附照片）：…”; () for a matter without either."""
    return await desk.run(lambda ledger: _said(ledger, matter, desk))


def _said(ledger: Ledger, matter: Matter, desk: Desk) -> tuple[str, ...]:
    today = desk.today()
    on = [one for one in listings(ledger, today) if one.matter_id == matter.id]
    lines = [f"挂牌督办：{phrases.day(one.since, today)}起，{one.why}" for one in on]
    checked = ((one, check) for one, check in found(ledger, matter.id) if check.day and check.day <= today)
    return (*lines, *(result_text(one, check) for one, check in [*checked][:1]))
