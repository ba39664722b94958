"""Channels at work: a text becomes plain and goes to a group robot or a mail box, and what came of it is data."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.mail import SENDER, Server, send_mail
from bot.outcomes import Outcome
from bot.robots import ROBOTS, send_robot
from bot.sendlimit import Window
from handlers.card import words
from store.addresses import Address, Kind

# Messages and seconds, each kind as documented; 钉钉 shuts a robot up for ten minutes that is faster.
RATES: Mapping[Kind, tuple[tuple[int, float], ...]] = {
    "wecom": ((20, 60.0),),
    "dingtalk": ((20, 60.0),),
    "feishu": ((5, 1.0), (100, 60.0)),
    "mail": ((10, 60.0),),
}
LONGEST_MAIL = 60.0  # seconds
REST = "……（余下的请在机器人里看）"


@dataclass(frozen=True)
class Channels:
    """Sends to channels. `inside` are mail servers without a public address that may be used.

    `bases` and `server` replace the services' own for a test.
    """

    inside: frozenset[str] = frozenset()
    bases: Mapping[Kind, str] = field(default_factory=dict)
    server: Server | None = None

    async def send(self, address: Address, text: str) -> Outcome:
        """What came of sending a text in Telegram's HTML; it raises nothing."""
        plain = words(text)
        if address.kind != "mail":
            named = f"【{SENDER}】{plain}"  # robots can be set to let only messages with a certain word pass
            return await send_robot(
                address, fitted(named, ROBOTS[address.kind].longest), self.bases.get(address.kind, "")
            )
        task = asyncio.to_thread(send_mail, address, plain, self.inside, self.server)
        try:
            return await asyncio.wait_for(task, LONGEST_MAIL)
        except TimeoutError:
            return Outcome("ambiguous", "邮件服务器太慢，是否送达不明")

    async def try_out(self, address: Address, text: str) -> str:
        """Send a text; "" where it arrived, otherwise why not."""
        outcome = await self.send(address, text)
        return "" if outcome.kind == "sent" else outcome.why


def windows(kind: Kind) -> tuple[Window, ...]:
    """The limits of one channel of a kind."""
    return tuple(Window(size, seconds) for size, seconds in RATES[kind])


def fitted(text: str, longest: int) -> str:
    """`text` in at most so many bytes of UTF-8; one that is cut says so."""
    data = text.encode("utf-8", "replace")
    if len(data) <= longest:
        return text
    return data[: longest - len(REST.encode())].decode("utf-8", "ignore") + REST
