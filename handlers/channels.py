"""/channel: group robots and mail boxes that follow the ledger; for administrators, in private chats only.

An address holds a secret: the message with it is deleted, no answer repeats it, and no button carries it. What could
not be tested waits in memory, and is kept only on a second word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ContextTypes, filters

from handlers.buttons import (
    CHANNEL_DELETE,
    CHANNEL_FOLLOWS,
    CHANNEL_KEEP,
    CHANNEL_TEST,
    CHANNELS,
    NONE,
    Press,
    button,
    page_row,
)
from handlers.card import Card, bold, clip, safe
from handlers.channel_follows import PRIVATELY, follow_for, follows_card, known_channel, private_message
from handlers.desk import desk_of
from handlers.following import FORGOTTEN
from handlers.guard import doors_of
from handlers.sending import replace_card, send_card, send_line, toast
from handlers.where import Where, where
from store.addresses import Address, read_address
from store.channels import Channel, add_channel, channels, count_as_tested, named, remove_channel
from store.follows import Follow, follows
from store.ledger import Ledger
from store.members import role_of

A_PAGE = 5
KEPT = 5  # channels that wait in memory to be kept all the same

TEST = "测试：以后的到期提醒和变化通知会发到这里。"
USAGE = """添加　/channel add 督办群 Webhook地址（钉钉、飞书加签的，后面空一格写密钥）
邮箱　/channel add 李科长 mailtos://账号:授权码@qq.com?to=收件人
订阅　/channel follow 督办群 西工区"""
NONE_YET = f"还没有渠道。可以把提醒发到企业微信、钉钉、飞书群机器人或邮箱：\n{USAGE}"
SHOWN_IN_GROUP = "密钥已在群里露出，请在机器人的设置里重置，再到和我的私聊里发 /channel add"
NOT_DELETED = "含密钥的那条消息我删不掉，请您自己删除。"
ADDRESS_SAID = "这是一个渠道的地址，里面有密钥，已不保留。管理员添加渠道请发：/channel add 名称 地址。"
OFFLINE = "终端里不联网，没有测试"


# What begins as an address does that people copy: store/addresses.py.
ADDRESS = filters.Regex(
    r"^\s*(?:https://(?:qyapi\.weixin\.qq\.com/cgi-bin/webhook|oapi\.dingtalk\.com/robot|open\.feishu\.cn/open-apis/bot)"
    r"|(?:wecombot|dingtalk|feishu|mailtos?)://)"
)


class Tester(Protocol):
    """What sends a test."""

    async def try_out(self, address: Address, text: str) -> str:
        """Send a text; "" where it arrived, otherwise why not."""


@dataclass(frozen=True, slots=True)
class Line:
    """A channel as the list shows it."""

    channel: Channel
    follows: int
    is_heard: bool  # whether somebody still answers for it


async def channel_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/channel; /channel add 督办群 https://…; /channel follow 督办群 西工区"""
    message = update.message
    assert message is not None
    words = list(context.args or ())
    adds = bool(words) and words[0].lower() == "add"
    deleted = await _delete(message) if adds and len(words) > 2 else True
    if message.chat.type != ChatType.PRIVATE:
        await send_line(message, SHOWN_IN_GROUP if adds else PRIVATELY)
        return
    if not words:
        await send_card(message, await _list_card(context))
    elif adds and len(words) > 2:
        if not deleted:
            await send_line(message, NOT_DELETED)
        await _add(message, words[1], words[2:], context)
    elif words[0].lower() == "follow" and len(words) > 1:
        await follow_for(message, words[1], " ".join(words[2:]), context)
    else:
        await send_line(message, USAGE)


async def address_said(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """An address without a command: no question, and not to be repeated by an answer to one."""
    assert update.message is not None
    deleted = await _delete(update.message)
    await send_line(update.message, ADDRESS_SAID if deleted else f"{ADDRESS_SAID}{NOT_DELETED}")


async def _delete(message: Message) -> bool:
    try:
        return await message.delete()
    except TelegramError:
        return False


# --- adding and testing ---------------------------------------------------------------------------------------------


async def _add(message: Message, name: str, given: Sequence[str], context: ContextTypes.DEFAULT_TYPE) -> None:
    try:
        address = read_address(given)
        known = await desk_of(context.bot_data).run(lambda ledger: named(ledger, name))
        if known is None or known.address != address:
            why = await _try_out(address, context)
            if why:
                await _ask_to_keep(message, name, address, why, context)
                return
        await _keep(message, name, address, where(message), context, tested=True)
    except ValueError as error:
        await send_line(message, f"{error}。")


async def _try_out(address: Address, context: ContextTypes.DEFAULT_TYPE) -> str:
    """Send a test; "" where it arrived, otherwise why not."""
    tester: Tester | None = context.bot_data.get("channels")
    return await tester.try_out(address, TEST) if tester else OFFLINE


async def _ask_to_keep(
    message: Message, name: str, address: Address, why: str, context: ContextTypes.DEFAULT_TYPE
) -> None:
    waiting = _waiting(context)
    waiting[str(message.message_id)] = (name, address)
    while len(waiting) > KEPT:
        del waiting[next(iter(waiting))]
    text = f"{bold('没有测通')}：{safe(why, 120)}\n{safe(name, 20)}（{safe(address.masked, 60)}）还没有保存。"
    await send_card(message, Card(text, ((button("仍然保存", CHANNEL_KEEP, NONE, str(message.message_id)),),)))


def _waiting(context: ContextTypes.DEFAULT_TYPE) -> dict[str, tuple[str, Address]]:
    data: dict[Any, Any] = context.chat_data if context.chat_data is not None else {}
    found: dict[str, tuple[str, Address]] = data.setdefault("channels", {})
    return found


async def _keep(
    message: Message, name: str, address: Address, at: Where, context: ContextTypes.DEFAULT_TYPE, *, tested: bool
) -> None:
    desk = desk_of(context.bot_data)

    def keep(ledger: Ledger) -> tuple[Channel, list[Follow]]:
        made = add_channel(ledger, name, address, at.user, desk.now(), tested=tested)
        return made, follows(ledger, made.chat)

    try:
        made, followed = await desk.run(keep)
    except ValueError as error:
        await send_line(message, f"{error}。")
        return
    await send_card(message, follows_card(made, followed, f"已保存{bold(safe(made.name))}"))


async def keep_anyway(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """仍然保存: keep a channel whose test did not arrive."""
    message = await private_message(query)
    if message is None:
        return
    waiting = _waiting(context).pop(press.key, None)
    await toast(query, None if waiting else FORGOTTEN.replace("/follow", "/channel add"))
    if waiting:
        await _keep(message, *waiting, where(query), context, tested=False)


async def test(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """测试: where it arrives and nobody answers for the channel any more, whoever pressed does."""
    message, known = await private_message(query), await known_channel(query, press, context)
    if message is None or known is None:
        return
    await toast(query)
    why = await _try_out(known.address, context)
    if not why:
        desk, admins, user = desk_of(context.bot_data), doors_of(context.bot_data).admins, where(query).user

        def count(ledger: Ledger) -> None:
            by = 0 if _is_heard(ledger, known, admins) else user
            count_as_tested(ledger, known.chat, desk.now(), by=by)

        await desk.run(count)
    said = f"没有测通：{why}" if why else "已测通，请到那边看一眼。"
    await send_line(message, f"{known.name}：{said}")


# --- the list -------------------------------------------------------------------------------------------------------


async def show_list(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A page of the list."""
    if await private_message(query):
        await toast(query)
        await replace_card(query, await _list_card(context, press.page))


async def _list_card(context: ContextTypes.DEFAULT_TYPE, page: int = 0) -> Card:
    admins = doors_of(context.bot_data).admins

    def lines(ledger: Ledger) -> list[Line]:
        return [Line(one, len(follows(ledger, one.chat)), _is_heard(ledger, one, admins)) for one in channels(ledger)]

    return list_card(await desk_of(context.bot_data).run(lines), page)


def list_card(lines: Sequence[Line], page: int = 0) -> Card:
    """A page of the channels with their buttons."""
    if not lines:
        return Card(NONE_YET)
    pages = -(-len(lines) // A_PAGE)
    page = min(page, pages - 1)
    part = list(enumerate(lines, start=1))[page * A_PAGE : (page + 1) * A_PAGE]
    said = [f"{bold('渠道')}：共{len(lines)}个", *(_said(number, line) for number, line in part), USAGE]
    buttons = [
        (
            button(f"测试{number}", CHANNEL_TEST, str(line.channel.chat)),
            button(f"订阅{number}", CHANNEL_FOLLOWS, str(line.channel.chat)),
            button(f"删除{number}", CHANNEL_DELETE, str(line.channel.chat)),
        )
        for number, line in part
    ]
    return Card("\n".join(said), (*buttons, *page_row(CHANNELS, NONE, NONE, page, pages)))


def _said(number: int, line: Line) -> str:
    one = line.channel
    tested = f"{one.tested_at:%m-%d}测通" if one.tested_at else "⚠ 还没有测通过"
    state = tested if line.is_heard else "⚠ 添加的人已离开，已停发，按“测试”接管"
    return safe(f"{number} {one.name}（{clip(one.address.masked, 24)}）订阅{line.follows}项，{state}", 120)


def _is_heard(ledger: Ledger, one: Channel, admins: frozenset[int]) -> bool:
    """Whether the channel may read: somebody answers for it."""
    return role_of(ledger, one.chat, one.chat, admins=admins, public=False) != "stranger"


async def delete(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """删除: asks once more, then removes the channel with its follows."""
    known = await known_channel(query, press, context) if await private_message(query) else None
    if known is None:
        return
    if not press.page:
        await toast(query)
        sure = (button("确定删除", CHANNEL_DELETE, press.ref, page=1), button("返回", CHANNELS))
        await replace_card(query, Card(safe(f"删除渠道“{known.name}”？它的订阅也会删除。"), (sure,)))
        return
    user = where(query).user
    await desk_of(context.bot_data).run(lambda ledger: remove_channel(ledger, known.chat, user))
    await toast(query, f"已删除{known.name}")
    await replace_card(query, await _list_card(context))
