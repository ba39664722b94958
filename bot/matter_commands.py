"""Correcting the ledger from the command line: matters, withdrawing a document, reading everything again.

Each command prints one line that says what changed, with the number that `undo` takes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from unicodedata import normalize

import click

from bot.naming_matters import meant, present
from bot.options import CITY, DAY, database, settings, with_database

if TYPE_CHECKING:
    from store.ledger import Ledger

_Command = TypeVar("_Command", bound=Callable[..., Any])
LONGEST = 200  # characters of what a person says: a line, not a page
LARGEST = 1e16  # no plan counts as much, in whatever unit


def _by_whom(command: _Command) -> _Command:
    """Give a command the options that say who makes a correction and why."""
    who = click.option("--who", default="", metavar="NAME", help="Who says so (default: the name logged in with).")
    why = click.option("--reason", default="", metavar="TEXT", help="Why; kept in the log.")
    return with_database(who(why(command)))


def _on_day(command: _Command) -> _Command:
    """Give a command the option that dates what is recorded."""
    return click.option("--on", type=DAY, metavar="DATE", help="The day it holds from (default: today).")(command)


@click.group()
def matter() -> None:
    """Correct matters: what belongs together, what they are called, how they stand."""


@matter.command()
@click.argument("matter_id", metavar="MATTER")
@with_database
@click.pass_context
def show(context: click.Context, matter_id: str, db: Path | None) -> None:
    """Print a matter's statements, numbered as `split` takes them, and its corrections."""
    from store.corrections import corrections

    with _opened(context, db) as ledger:
        matter_id = meant(ledger, matter_id)
        found = present(ledger, matter_id)
        click.echo(f"{found.id} {found.title}")
        for number, seen in enumerate(found.sightings, start=1):
            click.echo(f"{number:3} {seen.source.published} {seen.source.file} {seen.statement.quote}")
        for made in corrections(ledger, found.id):
            undone = "，已撤销" if made.undone_at else ""
            click.echo(f"更正{made.number} {made.at[:10]} {made.who} {made.kind}{undone}")


@matter.command()
@click.argument("matter_id", metavar="MATTER")
@click.argument("other_id", metavar="OTHER")
@_by_whom
@click.pass_context
def merge(context: click.Context, matter_id: str, other_id: str, db: Path | None, who: str, reason: str) -> None:
    """Make MATTER and OTHER one, under the id and title of MATTER."""
    from store import corrections

    with _opened(context, db) as ledger:
        matter_id, other_id = meant(ledger, matter_id), meant(ledger, other_id)
        taken = present(ledger, other_id).title
        number = corrections.merge(ledger, matter_id, other_id, who=who_says(who), reason=_short(reason))
        _say(number, f"“{taken}”已并入“{present(ledger, matter_id).title}”")


@matter.command()
@click.argument("matter_id", metavar="MATTER")
@click.argument("numbers", metavar="NUMBER...", nargs=-1, required=True, type=click.IntRange(min=1))
@_by_whom
@click.pass_context
def split(
    context: click.Context, matter_id: str, numbers: tuple[int, ...], db: Path | None, who: str, reason: str
) -> None:
    """Take the statements with these NUMBERs (see `matter show`) out of MATTER into one of their own."""
    from store import corrections

    with _opened(context, db) as ledger:
        matter_id = meant(ledger, matter_id)
        found = present(ledger, matter_id)
        seen = found.sightings
        if max(numbers) > len(seen):
            raise click.ClickException(
                f"{matter_id} has {len(seen)} statements and no number {max(numbers)}; see jiannuo matter show"
            )
        away = [seen[number - 1] for number in sorted(set(numbers))]
        number = corrections.split(ledger, matter_id, away, who=who_says(who), reason=_short(reason))
        new = present(ledger, f"{found.id}.{number}")
        _say(number, f"{len(away)}条表述已从 {found.id} 分出，另立为 {new.id}“{new.title}”")


@matter.command()
@click.argument("matter_id", metavar="MATTER")
@click.argument("title", nargs=-1, required=True)
@_by_whom
@click.pass_context
def rename(
    context: click.Context, matter_id: str, title: tuple[str, ...], db: Path | None, who: str, reason: str
) -> None:
    """Call MATTER by another TITLE."""
    from store import corrections

    with _opened(context, db) as ledger:
        matter_id = meant(ledger, matter_id)
        before = present(ledger, matter_id).title
        number = corrections.rename(
            ledger, matter_id, _short(" ".join(title)), who=who_says(who), reason=_short(reason)
        )
        _say(number, f"“{before}”已改名为“{present(ledger, matter_id).title}”")


@matter.command()
@click.argument("matter_id", metavar="MATTER")
@_on_day
@_by_whom
@click.pass_context
def done(context: click.Context, matter_id: str, db: Path | None, on: date | None, who: str, reason: str) -> None:
    """Record that MATTER is completed."""
    from store import corrections

    with _opened(context, db) as ledger:
        matter_id = meant(ledger, matter_id)
        day = _day(on)
        number = corrections.mark_done(ledger, matter_id, day, who=who_says(who), note=_short(reason))
        _say(number, f"“{present(ledger, matter_id).title}”已登记为{day}完成")


@matter.command()
@click.argument("matter_id", metavar="MATTER")
@click.argument("amount")
@click.option("--what", default="", metavar="WORDS", help="What the amount counts, where a matter counts several.")
@_on_day
@_by_whom
@click.pass_context
def progress(
    context: click.Context,
    matter_id: str,
    amount: str,
    what: str,
    db: Path | None,
    on: date | None,
    who: str,
    reason: str,
) -> None:
    """Record the AMOUNT that MATTER has reached: 120个, 3.7万户, 65%."""
    from commitments.amounts import amount_of, amount_text
    from store import corrections

    reached = amount_of(normalize("NFKC", amount))
    if reached is None or not reached[1] or not 0 <= reached[0] < LARGEST:
        raise click.UsageError(f"{amount!r} is no amount with its unit; write it like 120个, 3.7万户 or 65%", context)
    with _opened(context, db) as ledger:
        matter_id = meant(ledger, matter_id)
        day = _day(on)
        number = corrections.add_progress(
            ledger, matter_id, *reached, day, who=who_says(who), what=_short(what), note=_short(reason)
        )
        title = present(ledger, matter_id).title
        _say(number, f"“{title}”已登记：截至{day}完成{amount_text(*reached)}")


@matter.command()
@click.argument("matter_id", metavar="MATTER")
@click.argument("until", type=DAY)
@_on_day
@_by_whom
@click.pass_context
def extend(
    context: click.Context, matter_id: str, until: date, db: Path | None, on: date | None, who: str, reason: str
) -> None:
    """Record that MATTER now has UNTIL that day; needs --reason."""
    from store import corrections

    if not reason.strip():
        raise click.UsageError("say with --reason why the deadline is moved", context)
    with _opened(context, db) as ledger:
        matter_id = meant(ledger, matter_id)
        number = corrections.extend(ledger, matter_id, until, _day(on), who=who_says(who), reason=_short(reason))
        _say(number, f"“{present(ledger, matter_id).title}”时限改为{until}")


@matter.command()
@click.argument("number", type=click.IntRange(min=1))
@_by_whom
@click.pass_context
def undo(context: click.Context, number: int, db: Path | None, who: str, reason: str) -> None:
    """Take the correction with this NUMBER back."""
    from store import corrections

    with _opened(context, db) as ledger:
        corrections.undo(ledger, number, who=who_says(who), reason=_short(reason))
        click.echo(f"更正{number}已撤销")


@click.command()
@click.argument("file")
@CITY
@click.option("--who", default="", metavar="NAME", help="Who says so (default: the name logged in with).")
@with_database
@click.pass_context
def withdraw(context: click.Context, file: str, city: str, who: str, db: Path | None) -> None:
    """Take the document FILE out of the ledger; its text stays in the history."""
    from store import ingest

    with _opened(context, db) as ledger:
        ingest.withdraw(ledger, Path(file).name, city=city, who=who_says(who))
        counts = ledger.counts()
        left = f"台账余文档{counts['documents']}份，表述{counts['statements']}条，事项{counts['matters']}个"
        click.echo(f"已撤回 {Path(file).name}；{left}")


@click.command()
@click.option("--who", default="", metavar="NAME", help="Who says so (default: the name logged in with).")
@with_database
@click.pass_context
def reread(context: click.Context, who: str, db: Path | None) -> None:
    """Read every document of the ledger again from its kept text: after an update of jiannuo."""
    from bot.printing import counting
    from store.reread import read_again

    with _opened(context, db) as ledger:
        before = ledger.counts()
        outcomes = []
        with counting(before["documents"]) as count:
            for found in read_again(ledger, who=who_says(who)):
                outcomes.append(found.outcome)
                count.start(found.source.file)
        after = ledger.counts()
        changed = outcomes.count("corrected")
        click.echo(
            f"重读文档{len(outcomes)}份，{changed}份有变化；表述{before['statements']}→{after['statements']}条，"
            f"事项{before['matters']}→{after['matters']}个"
        )


COMMANDS = (matter, withdraw, reread)


def _opened(context: click.Context, db: Path | None) -> Ledger:
    from store.ledger import Ledger

    return Ledger.open(database(context, db), create=False)


def _say(number: int, changed: str) -> None:
    click.echo(f"更正{number}：{changed}（撤销：jiannuo matter undo {number}）")


def who_says(given: str) -> str:
    """Who makes a correction; whoever is logged in, where nobody is named."""
    from getpass import getuser

    try:
        return _short(given) or getuser()
    except (OSError, KeyError, ImportError):
        raise click.UsageError("say with --who who makes this correction") from None


def _short(words: str) -> str:
    """Words as one line that a log can keep."""
    line = " ".join("".join(char if char.isprintable() else " " for char in words).split())
    if len(line) > LONGEST:
        raise click.UsageError(f"{line[:12]}… is longer than {LONGEST} characters; shorten it")
    return line


def _day(given: date | None) -> date:
    """The day that a record stands at: not one that is still to come."""
    today = settings().today()
    if given is not None and given > today:
        raise click.UsageError(f"--on {given} is still to come; give the day it happened")
    return given or today
