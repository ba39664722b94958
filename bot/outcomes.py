"""What came of sending a message, as data: every error of the Bot API stands in one of these tables.

Nobody may be silenced, and nothing sent twice, because of a guess: a description that is not in a table is no reason to
switch a chat off, and only a connection that was never made means that surely nothing was sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import httpx
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.limits import seconds

Kind = Literal["sent", "not_sent", "unreached", "ambiguous", "wait", "off", "moved", "failed", "dead", "stop"]

# Telegram's descriptions of a chat that takes no more messages → what its people and the administrator read.
UNREACHABLE: dict[str, str] = {
    "bot was blocked by the user": "用户屏蔽了机器人",
    "user is deactivated": "用户已注销",
    "bot was kicked from the group chat": "机器人被移出群",
    "bot was kicked from the supergroup chat": "机器人被移出群",
    "bot was kicked from the channel chat": "机器人被移出频道",
    "bot is not a member of the supergroup chat": "机器人不在群里",
    "bot is not a member of the channel chat": "机器人不在频道里",
    "the group chat was deleted": "群已解散",
    "bot can't initiate conversation with a user": "用户没有和机器人开始过对话",
    "bot can't send messages to bots": "对方是机器人",
    "chat not found": "找不到这个聊天",
    "peer_id_invalid": "找不到这个聊天",
    "have no rights to send a message": "机器人在群里没有发言权",
    "not enough rights to send text messages to the chat": "机器人在群里没有发言权",
    "chat_write_forbidden": "机器人在群里没有发言权",
    "group chat was upgraded to a supergroup chat": "群已升级",
}

# The connection was never made, so no byte of the message left this machine.
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)

PREFIXES = ("forbidden: ", "bad request: ")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: seconds to `wait` for a 429, the `chat` that it became, the `message` that arrived, `why`."""

    kind: Kind
    why: str = ""
    wait: float = 0.0
    chat: int = 0
    message: int = 0


def outcome_of(error: TelegramError) -> Outcome:
    """What an error of sendMessage means.

    RetryAfter: wait exactly. A moved chat: its new id. A named permanent error: the chat is off. Another 400 or 403:
    the message failed by itself. No connection: not sent. A timeout, a 5xx, a broken or missing answer: ambiguous.
    """
    if isinstance(error, RetryAfter):
        return Outcome("wait", "发送太快，Telegram要求等待", wait=seconds(error))
    if isinstance(error, ChatMigrated):
        return Outcome("moved", "群已升级", chat=error.new_chat_id)
    if isinstance(error, InvalidToken):
        return Outcome("stop", "令牌失效")
    if isinstance(error, (Forbidden, BadRequest)):
        why = UNREACHABLE.get(description_of(error))
        return Outcome("off", why) if why else Outcome("failed", f"Telegram拒收：{error.message}")
    if isinstance(error.__cause__, NEVER_SENT):
        return Outcome("not_sent", "连不上Telegram")
    if isinstance(error, NetworkError):
        return Outcome("ambiguous", "网络中断，是否送达不明")
    return Outcome("ambiguous", f"Telegram的答复看不懂：{error.message}")


def description_of(error: TelegramError) -> str:
    """Telegram's own words in lower case without the kind of error before them."""
    said = error.message.lower()
    for prefix in PREFIXES:
        said = said.removeprefix(prefix)
    return said
