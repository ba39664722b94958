"""Who keeps the ledger: the editors and administrators, who hear of what waits for them and get the summaries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from store.fanout import May
from store.ledger import Ledger
from store.members import members


@dataclass(frozen=True, slots=True)
class Readers:
    """A `May` that also knows who are administrators by the settings, which no table of the ledger says."""

    may: May
    admins: frozenset[int] = frozenset()

    def __call__(self, chat: int) -> bool:
        """Whether a chat may still read."""
        return self.may(chat)


def keepers(ledger: Ledger, admins: Iterable[int] = ()) -> list[int]:
    """The users who are editors or administrators, by membership or by the settings (`admins`)."""
    admitted = (member.user for member in members(ledger) if member.role in ("editor", "administrator"))
    return sorted({*admins, *admitted})


def keepers_by(ledger: Ledger, may: May) -> list[int]:
    """The editors and administrators who may still read."""
    admins = may.admins if isinstance(may, Readers) else frozenset[int]()
    return [user for user in keepers(ledger, admins) if may(user)]
