"""What a row of the handler table is (handlers/table.py); a package with many features has a table of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from telegram import CallbackQuery, Update
from telegram.ext import ContextTypes, filters

from handlers.buttons import Press
from store.members import Role

Handler = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]
ButtonHandler = Callable[[CallbackQuery, Press, ContextTypes.DEFAULT_TYPE], Awaitable[None]]
Messages = tuple[tuple[filters.BaseFilter, Handler], ...]


@dataclass(frozen=True, slots=True)
class Command:
    """A command, what the menu says of it, its handler, and the role that it needs, in a group a role of its own.

    A command of administrators is not in the menu, which everybody sees.
    """

    name: str
    menu: str
    handler: Handler
    needs: Role = "viewer"
    in_groups: Role | None = None


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a button does, and the role that it needs, in a group a role of its own."""

    handler: ButtonHandler
    needs: Role = "viewer"
    in_groups: Role | None = None
