"""`jiannuo replay`: what would have been sent, day by day, by the rules and in the words of the real schedule."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.options import DAY, database, settings, with_database

if TYPE_CHECKING:
    from store.follows import Subject
    from store.ledger import Ledger
    from store.rehearsal import Said

LONGEST = 3660  # days


@click.command()
@with_database
@click.option("--from", "first", type=DAY, required=True, metavar="DATE", help="The first day.")
@click.option("--to", "last", type=DAY, required=True, metavar="DATE", help="The last day.")
@click.option(
    "--follow", "words", multiple=True, required=True, metavar="PLACE_OR_TOPIC", help="What is followed; repeatable."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines for programs.")
@click.pass_context
def replay(
    context: click.Context, db: Path | None, first: date, last: date, words: tuple[str, ...], as_json: bool
) -> None:
    """Print every reminder and update that would be sent, documents being read on their day of print."""
    from handlers import digests
    from store.ledger import Ledger
    from store.rehearsal import rehearse
    from store.tools import default_tools

    if last < first:
        raise click.UsageError(f"--to {last} is before --from {first}.", context)
    if (last - first).days > LONGEST:
        raise click.UsageError(f"--from and --to are more than {LONGEST} days apart.", context)
    known = settings()
    with Ledger.open(database(context, db, known), create=False) as ledger:
        subjects = [_subject(ledger, one) for one in words]
        to = "、".join(subject.label for subject in subjects)
        count = 0
        for said in rehearse(
            ledger, first, last, subjects, render=digests, changes=default_tools().changes, zone=known.time_zone
        ):
            click.echo(json.dumps(as_object(said, to), ensure_ascii=False) if as_json else as_text(said, to))
            count += 1
    if not as_json:
        click.echo(f"{first}至{last}，关注{to}：共{count}条消息")


def _subject(ledger: Ledger, words: str) -> Subject:
    """The one subject that the words mean. Raises ClickException for none and for several."""
    from store.follows import meant

    found = meant(ledger, words)
    if not found:
        raise click.ClickException("--follow needs a place, a topic or the words of a question")
    if len({subject.kind for subject in found}) == 1 and len(found) > 1:
        choice = ", ".join(subject.label for subject in found)
        raise click.ClickException(f"--follow {words} can mean {choice}; write one of them")
    return found[0]


def as_object(said: Said, to: str) -> dict[str, Any]:
    """A message as the contract has it: date, time, to, kind, text, matters."""
    from handlers.card import words

    message = said.message
    return {
        "date": said.at.date().isoformat(),
        "time": f"{said.at:%H:%M}",
        "to": to,
        "kind": message.kind,
        "text": words(message.text),
        "matters": list(message.matters),
    }


def as_text(said: Said, to: str) -> str:
    """A message for people: when, to whom, and its text."""
    from handlers.card import words

    return f"—— {said.at:%Y-%m-%d %H:%M} → {to}\n{words(said.message.text)}\n"
