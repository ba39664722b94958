"""The command line. Every command imports what it needs and no more: `parse` no database, `ask` no chat.

The output for programs is described in commitments/contract.py; what people read is put together in bot/printing.py.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot import cycle_commands, ledger_commands
from bot.backup_commands import backup, restore
from bot.drafts_command import drafts, hold_files
from bot.matter_commands import COMMANDS
from bot.options import CITY, DAY, FILE, TODAY, database, with_database
from bot.options import settings as settings_of
from bot.reindex import reindex
from bot.replay_command import replay
from bot.streams import guarded, run_command

if TYPE_CHECKING:
    from store.intake.extract import Extracted

SEEDS = Path("seeds")
ANSWERS = 8  # as many as one page of a list in the chat


FOR_PROGRAMS = click.option("--json", "as_json", is_flag=True, help="Print JSON Lines for programs.")
PUBLISHED = click.option("--published", type=DAY, metavar="DATE", help="The day of print, where the text does not say.")


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="jiannuo", message="jiannuo %(version)s")
@with_database
@click.pass_context
def jiannuo(context: click.Context, db: Path | None) -> None:
    """践诺: keeps a city's promises in view."""
    context.obj = db
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@jiannuo.command()
@click.argument("file", type=FILE)
@PUBLISHED
@CITY
def parse(file: Path, published: date | None, city: str) -> None:
    """Print what FILE promises and reports, one JSON object a line."""
    from commitments.contract import statement_json
    from commitments.reader import read
    from store.files import read_file

    found = read_file(file)
    for note in found.notes:
        click.echo(f"jiannuo: {file.name}: {note}", err=True)
    _print_lines(statement_json(statement) for statement in read(found.text, published, city).statements)


@jiannuo.command()
@click.argument("paths", type=FILE, nargs=-1, metavar="[PATH]...")
@with_database
@PUBLISHED
@CITY
@click.option("--title", default="", help="The document's title, where the text does not say.")
@click.option("--publisher", default="", help="Who published it.")
@click.option("--review", is_flag=True, help="Hold the documents for review; 'jiannuo drafts' publishes them.")
@click.pass_context
def ingest(
    context: click.Context,
    paths: tuple[Path, ...],
    db: Path | None,
    published: date | None,
    city: str,
    title: str,
    publisher: str,
    review: bool,
) -> None:
    """Read files and folders (default: seeds) into the database and print what was found."""
    from bot.printing import counting, ingested_text, ledger_text, notes_text
    from store.files import Metadata, read_file
    from store.ingest import find_documents
    from store.ingest import ingest as ingest_file
    from store.ledger import Ledger

    documents = find_documents(paths or (SEEDS,))
    if title and len(documents) > 1:
        raise click.UsageError(f"--title is for one document, and there are {len(documents)}.", context)
    path = database(context, db)
    unpacked: dict[Path, Extracted] = {}  # what took a process apart to read, so that it is read once
    with counting(len(documents)) as progress:
        for document in documents:  # a file that cannot be read is found before anything is written
            progress.start(document.name)
            file = read_file(document, progress=progress.page)
            if file.kind != "text":
                unpacked[document] = file
    if review:
        hold_files(path, documents, Metadata(title=title, publisher=publisher, published=published, city=city))
        return
    with Ledger.open(path) as ledger, counting(len(documents)) as progress:
        for document in documents:
            progress.start(document.name)
            file = unpacked.get(document) or read_file(document)
            found = ingest_file(
                ledger, document, published=published, city=city, title=title, publisher=publisher, text=file.text
            )
            progress.finish()
            click.echo(ingested_text(found))
            if file.notes:
                click.echo(notes_text(file.notes))
        click.echo(ledger_text(path, ledger.counts()))


@jiannuo.command()
@click.argument("question", nargs=-1, required=True)
@with_database
@TODAY
@FOR_PROGRAMS
@click.option(
    "--limit", type=click.IntRange(min=1), default=ANSWERS, show_default=True, help="At most so many answers."
)
@click.pass_context
def ask(
    context: click.Context, question: tuple[str, ...], db: Path | None, today: date | None, as_json: bool, limit: int
) -> None:
    """Answer QUESTION; “-” answers every line of standard input."""
    from bot.printing import reply_text
    from commitments.contract import reply_json
    from store.answers import answer
    from store.ledger import Ledger

    settings = settings_of()
    day = today or settings.today()
    asked = _lines() if question == ("-",) else iter((" ".join(question),))
    with Ledger.open(database(context, db, settings), create=False) as ledger:
        for one in asked:
            reply = answer(ledger, one, day, limit)
            _print_lines([reply_json(reply)]) if as_json else click.echo(reply_text(ledger, reply))


@jiannuo.command()
@with_database
@TODAY
@FOR_PROGRAMS
@click.pass_context
def matters(context: click.Context, db: Path | None, today: date | None, as_json: bool) -> None:
    """Print the ledger: one matter a line, with how it stands."""
    from commitments.contract import matter_json
    from store.ledger import Ledger
    from store.standings import standings

    settings = settings_of()
    day = today or settings.today()
    with Ledger.open(database(context, db, settings), create=False) as ledger:
        found = ledger.matters(day)
        known = list(zip(found, standings(ledger, found, day), strict=True))
    if as_json:
        _print_lines(matter_json(matter, how) for matter, how in known)
    else:
        from bot.printing import print_matters

        print_matters(known)


@jiannuo.command()
@click.argument("source", default="", metavar="-")
@click.pass_context
def deadline(context: click.Context, source: str) -> None:
    """Find time limits: JSON Lines {"text", "ref_date"} on standard input; an object with "deadlines" for each."""
    from commitments.timelimits import limits_as_json

    if source != "-":
        raise click.UsageError("give the sentences on standard input: jiannuo deadline - < FILE", context)

    for number, line in enumerate(_lines(), start=1):
        try:
            asked = json.loads(line)
            text, day = str(asked["text"]), date.fromisoformat(asked["ref_date"])
        except (ValueError, KeyError, TypeError, RecursionError):
            raise click.ClickException(
                f'line {number} of standard input is not {{"text": "…", "ref_date": "2024-05-22"}}; mend it'
            ) from None
        _print_lines([limits_as_json(text, day)])


@jiannuo.command()
@with_database
@TODAY
@click.pass_context
def chat(context: click.Context, db: Path | None, today: date | None) -> int:
    """Chat with the bot in the terminal, without network or token; reads lines where standard input is no terminal."""
    from bot.console import chat as chat_in_terminal
    from bot.settings import SettingsError
    from store.ledger import Ledger

    path = database(context, db)
    Ledger.open(path, create=False).close()  # the chat would make an empty ledger and find nothing in it
    return guarded(lambda: chat_in_terminal(path, today), SettingsError)


@jiannuo.command()
@with_database
@click.pass_context
def run(context: click.Context, db: Path | None) -> int:
    """Run the Telegram bot until it is stopped."""
    settings = settings_of()
    from bot.run import run as run_bot

    return run_bot(settings.model_copy(update={"db": database(context, db, settings)}))


@jiannuo.command()
@with_database
@click.option("--quick", is_flag=True, help="Leave out the check of every page of the database.")
@click.option("--online", is_flag=True, help="Also ask the Bot API whether it knows the token.")
@click.pass_context
def doctor(context: click.Context, db: Path | None, quick: bool, online: bool) -> int:
    """Check settings, database, disk and token; say what to mend (status 1 if something is to be mended)."""
    from bot.doctor import check_all

    findings = list(check_all(db or context.obj, quick=quick, online=online))
    for finding in findings:
        click.echo(finding.line())
    return int(any(finding.wrong for finding in findings))


def _lines() -> Iterator[str]:
    """The lines of standard input as they come."""
    for line in sys.stdin:
        yield line.rstrip("\r\n")


def _print_lines(values: Iterable[dict[str, Any]]) -> None:
    for value in values:
        click.echo(json.dumps(value, ensure_ascii=False))


for _command in (
    *COMMANDS,
    *ledger_commands.COMMANDS,
    *cycle_commands.COMMANDS,
    drafts,
    backup,
    restore,
    reindex,
    replay,
):
    jiannuo.add_command(_command)


def main() -> None:
    """The command `jiannuo`."""
    sys.exit(run_command(jiannuo, sys.argv[1:]))
