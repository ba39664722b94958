"""Options that several commands share, and the settings and the database that they name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from bot.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A day given as 2024-08-20."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; a usage error for anything that is none."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date; write it like 2024-08-20", param, ctx)


DAY = Day()
FILE = click.Path(path_type=Path)
TODAY = click.option("--today", type=DAY, metavar="DATE", help="Answer as on this day (default: the real date).")
CITY = click.option("--city", default="", metavar="NAME", help="The city that the document speaks of.")


def with_database(command: Command) -> Command:
    """Give a command the option that names its database."""
    return click.option("--db", type=FILE, metavar="FILE", help="The database (default: JIANNUO_DB, else jiannuo.db).")(
        command
    )


def settings() -> Settings:
    """The settings; a wrong one ends the command."""
    from bot.settings import SettingsError, load_settings

    try:
        return load_settings()
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


def database(context: click.Context, given: Path | None, known: Settings | None = None) -> Path:
    """The database: named after the command, before it, or by the settings."""
    return given or context.find_root().obj or (known or settings()).db
