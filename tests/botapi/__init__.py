"""A small Bot API on loopback: real HTTP, Telegram's strictness, and failures to order. Standard library only."""

from tests.botapi.faults import Fault
from tests.botapi.server import BotApi

__all__ = ["BotApi", "Fault"]
