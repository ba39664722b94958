"""What comes up: the matters that a chat is to be reminded of, those that fall due soon, and those overdue.

One agenda serves all chats of a run: matters are loaded once, and only those whose deadline can be meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from commitments.model import Matter, Standing
from commitments.reminding import Occurrence, Works, pressing, reminder_days, snooze_due
from store.database import snapshot
from store.follows import Follow, Selection, follows, is_muted, mutes
from store.ledger import Ledger
from store.rows import day as day_of
from store.standings import standings

# Every deadline that a matter's promises state, whichever of them is in force.
_DEADLINES = """
    SELECT m.matter_id, s.deadline_end, max(s.deadline_basis = 'explicit')
    FROM statements s JOIN documents d ON d.id = s.document_id JOIN matter_statements m ON m.statement_id = s.id
    WHERE s.kind = 'commitment' AND s.deadline_end IS NOT NULL AND d.published <= ?
    GROUP BY m.matter_id, s.deadline_end
"""
# Matters that somebody recorded something about: their deadline may have been moved by hand.
_BY_HAND = """
    SELECT DISTINCT m.matter_id FROM correction_anchors a JOIN matter_statements m ON m.statement_id = a.statement_id
"""


@dataclass(frozen=True, slots=True)
class Item:
    """A matter that is to be spoken of, how it stands, and the reminders that it is spoken of for, if any.

    After a downtime several of its reminders have come; the last one, `occurrence`, stands for them.
    """

    matter: Matter
    standing: Standing
    occurrences: tuple[Occurrence, ...] = ()

    @property
    def occurrence(self) -> Occurrence | None:
        """The last reminder."""
        return self.occurrences[-1] if self.occurrences else None


@dataclass(frozen=True, slots=True)
class Window:
    """The days later than `after` up to `last`, on the calendar and with the steps of a chat."""

    after: date
    last: date
    steps: tuple[int, ...]
    works: Works


class Agenda:
    """What is known on a day, for every chat that asks."""

    def __init__(self, ledger: Ledger, today: date) -> None:
        self.ledger = ledger
        self.today = today
        self._standings: dict[str, tuple[Matter, Standing] | None] = {}
        self._windows: dict[Window, tuple[dict[str, Item], Selection]] = {}
        self._everything: tuple[dict[str, Item], Selection] | None = None
        with snapshot(ledger.db):
            self._deadlines = ledger.db.execute(_DEADLINES, (today.isoformat(),)).fetchall()
            self._by_hand = [row[0] for row in ledger.db.execute(_BY_HAND)]

    def due(self, window: Window, followed: Sequence[Follow], muted: dict[str, date | None]) -> list[Item]:
        """What a chat is to be reminded of, the most urgent first."""
        items, selection = self._in_window(window)
        wanted = self._selected(items, selection, followed)
        found = {id_: items[id_] for id_ in wanted if not is_muted(muted, id_, self.today)}
        # What was put off is put off for the whole chat, but is followed in some of its topics only.
        again = self._put_off(window, muted)
        selection = Selection(self.ledger, (item.matter for item in again.values()), self.today)
        found |= {id_: again[id_] for id_ in self._selected(again, selection, followed)}
        return sorted(found.values(), key=lambda item: (*pressing(item.standing, item.occurrence), item.matter.id))

    def _put_off(self, window: Window, muted: dict[str, date | None]) -> dict[str, Item]:
        found = {}
        for id_, until in muted.items():
            occurrence = snooze_due(until, window.after, window.last, works=window.works)
            known = self._standing(id_) if occurrence else None
            if occurrence and known and known[1].status != "done":
                found[id_] = Item(*known, (occurrence,))
        return found

    def all(self, followed: Sequence[Follow], muted: dict[str, date | None] | None = None) -> list[Item]:
        """Every matter that is followed, done or not, muted ones left out."""
        if self._everything is None:
            ids = [matter.id for matter in self.ledger.matters(self.today)]
            self._load(ids)
            items = {id_: Item(*known) for id_ in ids if (known := self._standing(id_))}
            self._everything = items, Selection(self.ledger, (i.matter for i in items.values()), self.today)
        items, selection = self._everything
        wanted = self._selected(items, selection, followed)
        return [items[id_] for id_ in items if id_ in wanted and not is_muted(muted or {}, id_, self.today)]

    def _selected(self, items: dict[str, Item], selection: Selection, followed: Sequence[Follow]) -> set[str]:
        wanted: set[str] = set()
        if items:
            for one in followed:
                wanted |= selection.ids(one.kind, one.value)
        return wanted

    def _in_window(self, window: Window) -> tuple[dict[str, Item], Selection]:
        if window not in self._windows:
            maybe = {
                id_
                for id_, end, stated in self._deadlines
                if (due := day_of(end)) and self._reminders(window, due, frame=not stated)
            }
            self._load(sorted(maybe | set(self._by_hand)))
            items = {}
            for id_ in sorted(maybe | set(self._by_hand)):
                known = self._standing(id_)
                occurrences = self._occurrences(window, known[1]) if known else ()
                if known and occurrences:
                    items[id_] = Item(*known, occurrences)
            self._windows[window] = items, Selection(self.ledger, (i.matter for i in items.values()), self.today)
        return self._windows[window]

    def _occurrences(self, window: Window, how: Standing) -> tuple[Occurrence, ...]:
        deadline = how.deadline
        if how.status == "done" or deadline is None or deadline.end is None:
            return ()
        return self._reminders(window, deadline.end, frame=deadline.basis == "frame")

    @staticmethod
    def _reminders(window: Window, due: date, *, frame: bool) -> tuple[Occurrence, ...]:
        first = window.after + timedelta(days=1)
        return reminder_days(due, window.steps, first, window.last, frame=frame, works=window.works)

    def _standing(self, id_: str) -> tuple[Matter, Standing] | None:
        if id_ not in self._standings:
            self._load([id_])
        return self._standings[id_]

    def _load(self, ids: Iterable[str]) -> None:
        wanted = [id_ for id_ in ids if id_ not in self._standings]
        if not wanted:
            return
        self._standings.update(dict.fromkeys(wanted))
        matters = self.ledger.matters(self.today, wanted)
        for matter, how in zip(matters, standings(self.ledger, matters, self.today), strict=True):
            self._standings[matter.id] = matter, how


def week(ledger: Ledger, chat: int, today: date, days: int = 7) -> list[Item]:
    """The followed matters that fall due from today to `days` days ahead and are not done, the most urgent first."""
    last = today + timedelta(days=days)
    return _picked(ledger, chat, today, lambda how: how.status != "done" and _is_between(how, today, last))


def overdue(ledger: Ledger, chat: int, today: date) -> list[Item]:
    """The followed matters that are overdue, those whose deadline passed last first."""
    return _picked(ledger, chat, today, lambda how: how.status == "overdue")


def _picked(ledger: Ledger, chat: int, today: date, wanted: Callable[[Standing], bool]) -> list[Item]:
    found = Agenda(ledger, today).all(follows(ledger, chat), mutes(ledger, chat))
    return sorted(
        (item for item in found if wanted(item.standing)), key=lambda item: (*pressing(item.standing), item.matter.id)
    )


def _is_between(how: Standing, first: date, last: date) -> bool:
    end = how.deadline.end if how.deadline else None
    return end is not None and first <= end <= last
