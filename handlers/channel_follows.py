"""What a channel follows, by /channel follow and its buttons; and what the presses on channels share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from telegram import CallbackQuery, Message
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from handlers.buttons import CHANNEL_PICK, CHANNEL_SETTING, CHANNEL_UNFOLLOW, CHANNELS, NONE, Press, button, number_of
from handlers.card import Card, bold, clip, safe
from handlers.desk import desk_of
from handlers.following import CHOICES, FORGOTTEN, FULL, KINDS, NOTHING, SHOWN, keep_follow
from handlers.memory import memory_of
from handlers.sending import replace_card, send_card, send_line, toast
from handlers.settings_chat import Whose, change_of, settings_card
from handlers.where import Where, where
from store.channels import Channel, channel, named
from store.chats import settings
from store.follows import Follow, Subject, follows, meant, unfollow
from store.ledger import Ledger

PRIVATELY = "地址里有密钥，请在和我的私聊里发 /channel"
GONE = "这个渠道已经删除。"
NO_NAME = "没有叫“{name}”的渠道，/channel 看全部"


async def follow_for(message: Message, name: str, words: str, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/channel follow NAME WORDS: the channel follows what is meant; without words, what it follows."""
    desk = desk_of(context.bot_data)

    def look(ledger: Ledger) -> tuple[Channel | None, list[Subject], list[Follow]]:
        known = named(ledger, name)
        return known, meant(ledger, words)[:CHOICES], follows(ledger, known.chat) if known else []

    known, subjects, followed = await desk.run(look)
    if known is None:
        await send_line(message, NO_NAME.format(name=clip(name, 20)))
    elif not words:
        await send_card(message, follows_card(known, followed))
    elif not subjects:
        await send_line(message, NOTHING)
    elif len(subjects) == 1:
        await _begin(message, known, subjects[0], where(message), context)
    else:
        key = str(message.message_id)
        memory_of(context.chat_data).offer(key, tuple(subjects))
        rows = tuple(
            (button(clip(f"{one.label}（{KINDS[one.kind]}）", 24), CHANNEL_PICK, str(known.chat), key, number),)
            for number, one in enumerate(subjects)
        )
        await send_card(message, Card(safe(f"“{clip(words, 20)}”是指："), rows))


async def pick(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """One of the choices of /channel follow."""
    message, known = await private_message(query), await known_channel(query, press, context)
    subjects = memory_of(context.chat_data).offered(press.key)
    if message is None or known is None:
        return
    if press.page >= len(subjects):
        await toast(query, FORGOTTEN.replace("/follow", "/channel follow"))
        return
    await toast(query)
    await _begin(message, known, subjects[press.page], where(query), context)


async def _begin(
    message: Message, known: Channel, subject: Subject, at: Where, context: ContextTypes.DEFAULT_TYPE
) -> None:
    begun = await keep_follow(subject, Where(known.chat, None, at.user, at.name), context)
    if begun is None:
        await send_line(message, FULL.replace("/following", "/channel"))
        return
    followed = await desk_of(context.bot_data).run(lambda ledger: follows(ledger, known.chat))
    done = f"{bold(safe(known.name))}已订阅{KINDS[begun.kind]}{bold(safe(f'“{begun.label}”', 60))}"
    await send_card(message, follows_card(known, followed, done))


async def show_follows(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """订阅: what a channel follows."""
    known = await known_channel(query, press, context) if await private_message(query) else None
    if known is not None:
        await toast(query)
        followed = await desk_of(context.bot_data).run(lambda ledger: follows(ledger, known.chat))
        await replace_card(query, follows_card(known, followed))


async def stop_following(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """取消: the channel follows one thing less; the key of the button is the follow."""
    known = await known_channel(query, press, context) if await private_message(query) else None
    if known is None:
        return
    number = number_of(press.key)
    user = where(query).user

    def stop(ledger: Ledger) -> list[Follow]:
        unfollow(ledger, known.chat, number, user)
        return follows(ledger, known.chat)

    left = await desk_of(context.bot_data).run(stop)
    await toast(query)
    await replace_card(query, follows_card(known, left))


def follows_card(known: Channel, followed: Sequence[Follow], done: str = "") -> Card:
    """What a channel follows, one line and one 取消 button each, the newest where they do not fit."""
    part = followed[-SHOWN:]
    head = f"{bold(safe(known.name))}（{safe(known.address.masked, 60)}）订阅{len(followed)}项"
    lines = [*([f"{done}。"] if done else []), head + ("：" if part else "，还收不到任何提醒。")]
    lines += [safe(f"{n} {clip(one.label, 14)}（{KINDS[one.kind]}）") for n, one in enumerate(part, start=1)]
    lines.append(safe(f"再订阅：/channel follow {known.name} 西工区"))
    stops = [button(f"取消{n}", CHANNEL_UNFOLLOW, str(known.chat), str(one.id)) for n, one in enumerate(part, start=1)]
    rows = [tuple(stops[first : first + 4]) for first in range(0, len(stops), 4)]
    more = (button("提醒设置", CHANNEL_SETTING, NONE, str(known.chat)), button("返回", CHANNELS))
    return Card("\n".join(lines), (*rows, more))


async def settings_of(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """提醒设置: when and how a channel is reminded, as /settings for a chat."""
    known = await known_channel(query, replace(press, ref=press.key), context) if await private_message(query) else None
    if known is None:
        return
    whose = Whose(known.name, CHANNEL_SETTING, str(known.chat))
    if press.ref != NONE:
        await change_of(query, press, context, known.chat, whose)
        return
    desk = desk_of(context.bot_data)
    chosen = await desk.run(lambda ledger: settings(ledger, known.chat, desk.zone))
    await toast(query)
    await replace_card(query, settings_card(chosen, whose))


# --- presses --------------------------------------------------------------------------------------------------------


async def private_message(query: CallbackQuery) -> Message | None:
    """The message of a press in a private chat; elsewhere the person is told."""
    assert isinstance(query.message, Message)
    if query.message.chat.type == ChatType.PRIVATE:
        return query.message
    await toast(query, PRIVATELY)
    return None


async def known_channel(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> Channel | None:
    """The channel that a button is about; the person is told where it is gone."""
    desk = desk_of(context.bot_data)
    number = -number_of(press.ref[1:]) if press.ref.startswith("-") else number_of(press.ref)
    found = await desk.run(lambda ledger: channel(ledger, number))
    if found is None:
        await toast(query, GONE)
    return found
