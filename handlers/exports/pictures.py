"""The pictures of the ledger, each with a caption that says the same: pure values in, PNG out.

A picture without enough to draw has the caption "" and is not drawn. `draw` runs a drawing beside the event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from handlers.exports.picture_bulletin import bulletin_caption, bulletin_picture
from handlers.exports.picture_districts import (
    by_district,
    districts_caption,
    districts_picture,
    parts_caption,
    parts_picture,
)
from handlers.exports.picture_history import history_caption, history_picture
from handlers.exports.picture_status import status_caption, status_picture
from handlers.exports.picture_timeline import dated, timeline_caption, timeline_picture

__all__ = [
    "bulletin_caption",
    "bulletin_picture",
    "by_district",
    "dated",
    "districts_caption",
    "districts_picture",
    "draw",
    "history_caption",
    "history_picture",
    "parts_caption",
    "parts_picture",
    "status_caption",
    "status_picture",
    "timeline_caption",
    "timeline_picture",
]


async def draw(picture: Callable[[], bytes]) -> bytes:
    """The PNG that `picture` gives, drawn beside the event loop. Raises LedgerError where there is no font."""
    return await asyncio.get_running_loop().run_in_executor(_drawer(), picture)


@cache
def _drawer() -> ThreadPoolExecutor:
    """The one thread that draws: matplotlib promises nothing to two at once, and each would load the fonts anew."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="pictures")
