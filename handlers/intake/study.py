"""Work on the ledger that takes long, beside the chat: on a connection and in a thread of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from handlers.desk import Desk
from store.ledger import Ledger

_T = TypeVar("_T")


async def studied(desk: Desk, call: Callable[[Ledger], _T]) -> _T:
    """What `call` gives back of the ledger, while the desk goes on answering.

    A ledger in memory has one connection only: there the desk does it.
    """
    if not desk.path.is_file():
        return await desk.run(call)

    def study() -> _T:
        with Ledger.open(desk.path, create=False, catch_up=False) as ledger:
            return call(ledger)

    return await asyncio.to_thread(study)
