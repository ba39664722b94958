"""The supervision cycle from the command line: the notice of a month, and the rules of the cycle."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from bot.matter_commands import who_says
from bot.options import FILE, TODAY, database, settings, with_database


@click.command()
@click.argument("month", default="", metavar="[MONTH]")
@click.argument("file", type=FILE, required=False)
@with_database
@TODAY
@click.pass_context
def bulletin(context: click.Context, month: str, file: Path | None, db: Path | None, today: date | None) -> None:
    """Draft the notice (通报) of MONTH (2024-09; default: last month), as text or as a Word FILE.docx."""
    from commitments.months import read_month
    from store.cycle.bulletin import bulletin as work_out
    from store.cycle.rules import rules
    from store.ledger import Ledger

    known = settings()
    day = today or known.today()
    if file is None and month.lower().endswith(".docx"):
        month, file = "", Path(month)
    first = read_month(month, day)
    if first is None:
        raise click.UsageError(f"{month!r} is no month; write it like 2024-09", context)
    if file is not None and file.suffix.lower() != ".docx":
        raise click.UsageError(f"{file} is no Word file; give it a name like notice.docx", context)
    with Ledger.open(database(context, db, known), create=False) as ledger:
        data, chosen = work_out(ledger, first, day, zone=known.time_zone), rules(ledger)

    from handlers.cycle.notice import notice

    drafted = notice(data, chosen, day)
    if file is None:
        from handlers.cycle.notice_text import notice_text

        click.echo(notice_text(drafted))
        return
    from handlers.cycle.notice_docx import notice_docx

    try:
        file.write_bytes(notice_docx(drafted))
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror or error}") from error
    click.echo(f"已写入 {file}：共{len(data.lines)}项，出处{len(drafted.notes)}条；请核对并填写主送和落款")


@click.command()
@click.argument("rule", nargs=-1, metavar="[NAME=VALUE]")
@with_database
@click.pass_context
def rules(context: click.Context, rule: tuple[str, ...], db: Path | None) -> None:
    """Print the rules of the supervision cycle, or change one: rules 挂牌轮次=3"""
    from handlers.cycle.rule_words import read_rule, rules_text
    from store.cycle.rules import change_rules
    from store.cycle.rules import rules as rules_of
    from store.ledger import Ledger

    text = " ".join(rule)
    found = read_rule(text) if text else None
    if text and found is None:
        raise click.UsageError(
            f"{text!r} is no rule; write it like 挂牌轮次=3, names as 'jiannuo rules' lists", context
        )
    with Ledger.open(database(context, db), create=False) as ledger:
        if found is None:
            click.echo(rules_text(rules_of(ledger)))
            return
        word, value = found
        chosen = change_rules(ledger, who_says(""), **{word.field: value})
        click.echo(f"已改：{word.name} {word.say(getattr(chosen, word.field))}")


COMMANDS = (bulletin, rules)
