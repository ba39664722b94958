"""Which matter a person names on the command line: by its id, or by a title that only one matter has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from commitments.model import Matter
    from store.ledger import Ledger

MOST_NAMED = 5  # matters of one title that an error names
LONGEST = 60  # characters of a title that an error repeats


def meant(ledger: Ledger, words: str) -> str:
    """The id of the matter that `words` name. ClickException where no matter or several are called so."""
    if ledger.matter(words) is not None:
        return words
    called = [one for one in ledger.matters() if _plain(one.title) == _plain(words)]
    if len(called) == 1:
        return called[0].id
    if not called:
        raise _none(words)
    known = ", ".join(f"{one.id} ({'、'.join(one.places) or one.city})" for one in called[:MOST_NAMED])
    more = f" and {len(called) - MOST_NAMED} more" if len(called) > MOST_NAMED else ""
    raise click.ClickException(f"{len(called)} matters are called {words[:LONGEST]}; give the id: {known}{more}")


def present(ledger: Ledger, matter_id: str) -> Matter:
    """The matter with this id or former id. ClickException for none."""
    found = ledger.matter(matter_id)
    if found is None:
        raise _none(matter_id)
    return found


def _plain(title: str) -> str:
    return "".join(title.split())


def _none(words: str) -> click.ClickException:
    return click.ClickException(f"there is no matter {words[:LONGEST]}; 'jiannuo matters --json' lists ids and titles")
