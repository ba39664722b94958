"""The command `jiannuo reindex`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bot.options import database, with_database


@click.command()
@with_database
@click.pass_context
def reindex(context: click.Context, db: Path | None) -> None:
    """Build the index that questions are answered from anew."""
    from store.ledger import Ledger
    from store.search import indexed, rebuild

    with Ledger.open(database(context, db), create=False, catch_up=False) as ledger:
        total = indexed(ledger.db)
        with _bar(total) as show:
            for done in rebuild(ledger.db):
                show(done)
    click.echo(f"索引已重建：表述{total}条")


@contextmanager
def _bar(total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar where standard error is a terminal; call it with how many statements are done."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("重建索引"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda done: bar.update(task, completed=done)
