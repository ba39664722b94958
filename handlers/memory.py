"""What a chat remembers, in memory only: what was asked last, for follow-ups, the questions behind its lists, and what
the bot asked a person to write next."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from commitments.model import Filters
from store.follows import Subject

FOLLOW_UP = timedelta(minutes=10)
KEPT_QUESTIONS = 20
KEPT_PEOPLE = 50  # of a group, from whom something is expected


@dataclass(frozen=True, slots=True)
class Expected:
    """What a person's next message is the answer to: a kind of handlers/expecting.py, with what it is said of."""

    kind: str
    ref: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was asked, with the filters of the question before it, those of its own that were `dropped`
    since, and whether its answer is `listed` even where one matter stands out."""

    question: str
    previous: Filters | None = None
    dropped: frozenset[str] = frozenset()
    listed: bool = False


@dataclass
class Memory:
    """One chat's memory. Times are those of the messages, so that no clock is needed.

    `numbered` are the ids of the matters that the last message numbered, in its order.
    """

    numbered: tuple[str, ...] = ()
    _last: Filters | None = None
    _last_at: datetime | None = None
    _asked: OrderedDict[str, Asked] = field(default_factory=OrderedDict)
    _offered: OrderedDict[str, tuple[Subject, ...]] = field(default_factory=OrderedDict)
    _expected: OrderedDict[int, tuple[Expected, datetime]] = field(default_factory=OrderedDict)

    def previous(self, now: datetime) -> Filters | None:
        """The filters of the last question, if it is less than ten minutes old at `now`."""
        if self._last_at is None or now - self._last_at >= FOLLOW_UP:
            return None
        return self._last

    def remember(self, key: str, asked: Asked, filters: Filters, now: datetime) -> None:
        """Keep a question and how it was read: for follow-ups, and for the buttons that carry `key`."""
        self._last, self._last_at = filters, now
        self._asked[key] = asked
        while len(self._asked) > KEPT_QUESTIONS:
            self._asked.popitem(last=False)

    def asked(self, key: str) -> Asked | None:
        """The question that `key` stands for, None once it is forgotten."""
        return self._asked.get(key)

    def offer(self, key: str, subjects: tuple[Subject, ...]) -> None:
        """Keep the choices of a /follow for the buttons that carry `key`."""
        self._offered[key] = subjects
        while len(self._offered) > KEPT_QUESTIONS:
            self._offered.popitem(last=False)

    def offered(self, key: str) -> tuple[Subject, ...]:
        """The choices that `key` stands for, none once they are forgotten."""
        return self._offered.get(key, ())

    def expect(self, kind: str, ref: str, now: datetime, *, user: int) -> None:
        """Take the next message of `user` in this chat, within ten minutes, for the answer to what was asked."""
        self._expected[user] = Expected(kind, ref), now
        self._expected.move_to_end(user)
        while len(self._expected) > KEPT_PEOPLE:
            self._expected.popitem(last=False)

    def expected(self, now: datetime, *, user: int) -> Expected | None:
        """What the message of `user` at `now` is the answer to, None for an ordinary message; asked once, it is
        forgotten."""
        what, since = self._expected.pop(user, (None, now))
        return what if now - since < FOLLOW_UP else None

    def picked(self, text: str, now: datetime) -> str | None:
        """The id of the matter that a bare number picks from the last message: “2”, “２”; None for other texts."""
        if len(text) > 2 or not text.isdecimal() or self.previous(now) is None:
            return None
        index = int(text) - 1
        return self.numbered[index] if 0 <= index < len(self.numbered) else None


def memory_of(chat_data: dict[Any, Any] | None) -> Memory:
    """The memory of the chat that `chat_data` belongs to; a fresh one for an update without a chat."""
    if chat_data is None:
        return Memory()
    memory = chat_data.setdefault("memory", Memory())
    assert isinstance(memory, Memory)
    return memory
