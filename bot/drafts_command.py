"""The command `jiannuo drafts`, and how `jiannuo ingest --review` holds documents."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.options import CITY, DAY, database, settings, with_database

if TYPE_CHECKING:
    from store.files import Metadata
    from store.ledger import Ledger


@click.command()
@with_database
@click.option("--publish", type=click.IntRange(min=1), metavar="N", help="Publish draft N.")
@click.option("--drop", type=click.IntRange(min=1), metavar="N", help="Drop draft N.")
@click.option("--published", type=DAY, metavar="DATE", help="With --publish: its day of print.")
@CITY
@click.pass_context
def drafts(
    context: click.Context, db: Path | None, publish: int | None, drop: int | None, published: date | None, city: str
) -> None:
    """List the documents that are held for review; publish or drop one."""
    from store.ledger import Ledger

    if publish and drop:
        raise click.UsageError("publish or drop, not both.", context)
    if (published or city) and not publish:
        raise click.UsageError("--published and --city go with --publish.", context)
    with Ledger.open(database(context, db), create=False) as ledger:
        if publish:
            _amend(ledger, publish, published, city)
            _publish(ledger, publish)
        elif drop:
            _drop(ledger, drop)
        else:
            _list(ledger)


def _amend(ledger: Ledger, number: int, published: date | None, city: str) -> None:
    """Give a draft what is said of it."""
    from store.files import Metadata
    from store.intake.drafts import BY_HAND, amend, draft

    held = draft(ledger, number)
    if held is not None and (published or city):
        said = Metadata(published=published, city=city, source=BY_HAND if published else "")
        amend(ledger, number, who=_who(), given=said.over(held.given))


def _publish(ledger: Ledger, number: int) -> None:
    from bot.printing import ingested_text
    from store.intake.drafts import publish

    found = publish(ledger, number, who=_who(), now=datetime.now(UTC))
    if found is None:
        raise _not_waiting(number)
    click.echo(ingested_text(found))


def _drop(ledger: Ledger, number: int) -> None:
    from store.intake.drafts import drop

    if not drop(ledger, number, who=_who(), now=datetime.now(UTC)):
        raise _not_waiting(number)
    click.echo(f"草稿{number}：已放弃，没有发布")


def _list(ledger: Ledger) -> None:
    from store.intake.drafts import waiting

    held = waiting(ledger)
    for one in held:
        day = f" 刊发{one.given.published}" if one.given.published else ""
        click.echo(f"{one.id} 《{one.given.title or one.title}》{one.file}{day} {one.made_at[:10]}收到")
    click.echo(f"共{len(held)}份待发布")


def _not_waiting(number: int) -> click.ClickException:
    return click.ClickException(f"no draft {number} is waiting; 'jiannuo drafts' lists them")


def _who() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an id without a name
        return ""


def hold_files(path: Path, files: Iterable[Path], said: Metadata) -> None:
    """Hold files in the database at `path` for review, and print what each would bring.

    Raises LedgerError for a file that cannot be read, or that says nothing to keep.
    """
    from bot.printing import counting
    from commitments.print_days import day_in_name
    from handlers.card import plain
    from handlers.intake.cards import draft_card, known_text
    from store.files import Metadata, read_file, seed_metadata
    from store.intake.drafts import Draft
    from store.intake.preview import preview
    from store.intake.taking import take
    from store.ledger import Ledger

    today, named = settings().today(), list(files)
    with Ledger.open(path) as ledger, counting(len(named)) as progress:
        for file in named:
            progress.start(file.name)
            given = said.over(seed_metadata(file.parent).get(file.name, Metadata()))
            name = os.fsencode(file.name).decode("utf-8", "replace")
            found = read_file(file, progress=progress.page)
            held = take(
                ledger,
                name,
                found.text,
                now=datetime.now(UTC),
                given=given,
                named=day_in_name(name, today),
                notes=found.notes,
                who=_who(),
            )
            shown = preview(ledger, held.id) if isinstance(held, Draft) else None
            progress.finish()
            if shown is not None:
                click.echo(f"草稿{shown.draft.id}：{plain(draft_card(shown, today), numbered=False)}\n")
            elif not isinstance(held, Draft):
                click.echo(known_text(held))
    click.echo("jiannuo drafts 列出待发布的；--publish 编号 发布，--drop 编号 放弃")
