"""How fast one person may go: so many updates at once, then one every so many seconds."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

BURST = 20.0  # updates at once
EVERY = 1.0  # seconds until another one is allowed
REMEMBERED = 10_000  # people

Verdict = Literal["ok", "too_fast", "silent"]


@dataclass
class _Purse:
    """What a person has left, as of a moment, and whether they were told that they go too fast."""

    left: float
    at: datetime
    told: bool = False


@dataclass
class Pace:
    """Every person's speed, by the times of their messages: what waited for the bot is not held against them."""

    _purses: OrderedDict[int, _Purse] = field(default_factory=OrderedDict)

    def verdict(self, user: int, at: datetime) -> Verdict:
        """Whether an update of `at` may pass; too_fast once, then silent until they slow down."""
        purse = self._purses.setdefault(user, _Purse(BURST, at))
        self._purses.move_to_end(user)
        while len(self._purses) > REMEMBERED:
            self._purses.popitem(last=False)
        purse.left = min(BURST, purse.left + max((at - purse.at).total_seconds(), 0.0) / EVERY)
        purse.at = max(at, purse.at)
        if purse.left >= 1:
            purse.left -= 1
            purse.told = False
            return "ok"
        told, purse.told = purse.told, True
        return "silent" if told else "too_fast"
