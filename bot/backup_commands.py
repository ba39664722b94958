"""The commands `jiannuo backup` and `jiannuo restore`."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from bot.options import FILE, database, settings, with_database


@click.command()
@click.argument("target", type=FILE, metavar="FILE")
@with_database
@click.option("--force", is_flag=True, help="Replace FILE where it is there.")
@click.pass_context
def backup(context: click.Context, target: Path, db: Path | None, force: bool) -> None:
    """Write the ledger into FILE (in a folder: a file named by the date), also while the bot runs."""
    from store.backup import back_up

    known = settings()
    made = back_up(database(context, db, known), target, datetime.now(known.zone()), force=force)
    click.echo(f"已备份到 {made}（{made.stat().st_size / 1e6:.1f} MB）；里面有成员和渠道密钥，请妥善保管")


@click.command()
@click.argument("source", type=FILE, metavar="FILE")
@with_database
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def restore(context: click.Context, source: Path, db: Path | None, yes: bool) -> None:
    """Let the ledger be that of the backup FILE; the present one is kept beside it. Stop the bot first."""
    from store.backup import restore as restore_file

    known = settings()
    path = database(context, db, known)
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError("say --yes to replace the ledger", context)
        click.confirm(f"用 {source} 替换 {path}？", abort=True)
    kept, counts = restore_file(path, source, datetime.now(known.zone()))
    click.echo(f"已恢复：文档{counts['documents']}份，表述{counts['statements']}条，事项{counts['matters']}个")
    if kept:
        click.echo(f"原来的数据库留在 {kept}")
