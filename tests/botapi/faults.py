"""Failures that a test orders: which call they hit, and what happens in place of, or after, the right answer."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass
class Fault:
    """One failure. `accept` does what was asked first; then `drop` cuts the connection, else `status` is answered.

    `until` holds the answer back until the event is set (a delay without a clock); `body` replaces the JSON.
    """

    status: int = 500
    description: str = "Internal Server Error"
    parameters: dict[str, Any] = field(default_factory=dict)
    accept: bool = False
    drop: bool = False
    body: bytes | None = None
    until: threading.Event | None = None
    kind: Literal["fault", "delay"] = "fault"

    @classmethod
    def too_many(cls, retry_after: int) -> Fault:
        """429 with the seconds to wait."""
        return cls(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})

    @classmethod
    def blocked(cls) -> Fault:
        """403: the person has blocked the bot."""
        return cls(403, "Forbidden: bot was blocked by the user")

    @classmethod
    def bad_request(cls, description: str = "Bad Request: chat not found") -> Fault:
        """400."""
        return cls(400, description)

    @classmethod
    def unauthorized(cls) -> Fault:
        """401: the token is not valid (any more)."""
        return cls(401, "Unauthorized")

    @classmethod
    def conflict(cls) -> Fault:
        """409: another process polls."""
        return cls(
            409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
        )

    @classmethod
    def dropped_after_accepting(cls) -> Fault:
        """The call is carried out, its answer never arrives."""
        return cls(accept=True, drop=True)

    @classmethod
    def delayed(cls, until: threading.Event) -> Fault:
        """The right answer, once `until` is set."""
        return cls(until=until, kind="delay")


class Faults:
    """The failures still to come, by method, in order."""

    def __init__(self) -> None:
        self._queues: dict[str, deque[Fault]] = {}
        self._lock = threading.Lock()

    def add(self, method: str, *faults: Fault) -> None:
        """Let the next calls of `method` fail like this, one after another."""
        with self._lock:
            self._queues.setdefault(method, deque()).extend(faults)

    def next(self, method: str) -> Fault | None:
        """The failure of the call at hand, None for a right answer."""
        with self._lock:
            queue = self._queues.get(method)
            return queue.popleft() if queue else None
