"""The ledger into a file and out of one: `jiannuo export`, `jiannuo import`."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

import click

from bot.matter_commands import who_says
from bot.options import CITY, FILE, TODAY, database, with_database
from bot.options import settings as settings_of

LARGEST = 50_000_000  # bytes of a spreadsheet


@click.command()
@click.argument("file", type=FILE)
@click.argument("question", nargs=-1)
@with_database
@TODAY
@click.pass_context
def export(context: click.Context, file: Path, question: tuple[str, ...], db: Path | None, today: date | None) -> None:
    """Write the ledger, or what QUESTION asks for, into FILE: .xlsx, .csv, .ics, .json or .html."""
    from handlers.exports.formats import form_of
    from handlers.exports.said import said_of
    from store.cycle.entries import listing
    from store.ledger import Ledger

    form = form_of(file.name)
    settings = settings_of()
    with Ledger.open(database(context, db, settings), create=False) as ledger:
        found = listing(ledger, today or settings.today(), " ".join(question))
    if question and not found.entries:
        raise click.ClickException(f"nothing in the ledger answers {' '.join(question)!r}; {file} was not written")
    content = form.write(found)
    try:
        _write(file.resolve(), content)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written ({error.strerror}); name another file") from None
    click.echo(f"{file}：{said_of(found)}（{len(content):,}字节）")


def _write(file: Path, content: bytes) -> None:
    """Write all of it or nothing: a full disk must not cost the file that is there."""
    draft = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        draft.write_bytes(content)
        os.replace(draft, file)
    finally:
        draft.unlink(missing_ok=True)


@click.command("import")
@click.argument("file", type=FILE)
@with_database
@TODAY
@CITY
@click.option("--who", default="", metavar="NAME", help="Who imports (default: the name logged in with).")
@click.option("--yes", is_flag=True, help="Do it; without this, only say what would change.")
@click.pass_context
def import_(
    context: click.Context, file: Path, db: Path | None, today: date | None, city: str, who: str, yes: bool
) -> None:
    """Read a ledger that is kept as a spreadsheet, FILE.xlsx or FILE.csv, into the database."""
    from handlers.exports.import_cards import done_line, plan_lines
    from store.cycle.importing import apply_import, preview_import
    from store.cycle.sheet_rows import read_table
    from store.intake.extract import extract_rows
    from store.ledger import Ledger

    settings = settings_of()
    sheets = extract_rows(_bytes(file), file.name)
    rows, path = read_table(sheets).rows, database(context, db, settings)
    if not rows:
        raise click.ClickException(
            f"{file} holds no ledger: one of its first ten rows must be headings, 事项 among them"
        )
    homeless = click.UsageError("the city of the new matters is not known; give it with --city", context)
    if yes and not path.exists() and not (city or all(row.cell("city") for row in rows)):
        raise homeless  # before a database is made for nothing
    with Ledger.open(path, create=yes) as ledger:
        plan = preview_import(ledger, sheets, today or settings.today(), name=file.name, city=city)
        if plan.lacks_city:
            raise homeless
        for line in plan_lines(plan):
            click.echo(line)
        if yes:
            click.echo(done_line(plan, apply_import(ledger, plan, who_says(who), datetime.now(UTC))))
        elif not plan.is_empty:
            click.echo("以上还没有写入台账；加 --yes 导入。")


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read ({error.strerror}); check the name") from None


COMMANDS = (export, import_)
