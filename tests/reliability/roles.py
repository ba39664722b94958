"""Every handler, button, inline query and upload × six kinds of people, 500 generated updates each."""

from __future__ import annotations

import asyncio
import logging

from tests.handlers.crowd import GROUP
from tests.handlers.test_guard import ADMIN, EDITOR, STRANGER, TABLES, VIEWER, leaks, told
from tests.reliability.result import Result

COUNT = 500


async def survey() -> Result:
    """What strangers saw and wrote, whether staff were answered, and what the same strangers saw without the guard."""
    stranger = await told(STRANGER, COUNT, groups=(GROUP,))
    in_open_group = await told(STRANGER, COUNT)
    public = await told(STRANGER, COUNT, public=True)
    staff = [await told(user, COUNT) for user in (VIEWER, EDITOR, ADMIN)]
    bare = await told(STRANGER, COUNT, groups=(GROUP,), guarded=False)
    seen, written = len(leaks(stranger)), sum(stranger.rows.values())
    admitted = sum(one.rows[name] for one in (in_open_group, public) for name in ("members", "invitations", "groups"))
    return Result(
        f"every handler × 6 roles, {COUNT} updates each",
        f"{seen} leaks, {written} writes by strangers in {len(TABLES)} tables; {admitted} admitted by the public",
        not seen and not written and not admitted and all(leaks(one) for one in staff),
        f"without the guard: {len(leaks(bare))} leaks",
        bool(leaks(bare)),
    )


def full() -> list[Result]:
    """The survey."""
    logging.disable()
    try:
        return [asyncio.run(survey())]
    finally:
        logging.disable(logging.NOTSET)
