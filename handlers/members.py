"""Who may use the bot: /invite, /members, /revoke, /allow and /deny for groups, /forget_me, and /start with a token."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes
from telegram.helpers import create_deep_linked_url

from handlers.buttons import FORGET, NONE, REVOKE, Press, button
from handlers.card import Button, Card, bold, clip, safe
from handlers.desk import desk_of
from handlers.guard import doors_of
from handlers.sending import replace_card, send_card, send_line, toast
from handlers.where import where
from store.channels import channels
from store.ledger import Ledger
from store.members import Member, Role, allow_group, claim_invitation, forget_me, invite, members, refuse_group, revoke

ROLES: Mapping[str, Role] = {"查看": "viewer", "编辑": "editor", "管理": "administrator", "管理员": "administrator"}
ROLE_NAMES: Mapping[Role, str] = {"viewer": "查看", "editor": "编辑", "administrator": "管理"}
SHOWN = 20

USAGE = "用法：/invite 编辑 或 /invite 查看，后面可写名字，例如：/invite 查看 李科长"
PRIVATELY = "邀请链接谁都能点，请在和我的私聊里发 /invite"
INVITED = "请把下面的链接发给{name}，{minutes}分钟内有效，只能用一次，权限：{role}\n{link}"
WELCOME = "{name}，您好！您已获准使用践诺，权限：{role}。直接发问即可，例如：老旧小区 进度。用法见 /help"
BAD_TOKEN = "这个邀请已经用过或过期了，请向管理员再要一个。您的编号：{id}"  # noqa: S105 - a sentence
NOBODY = "还没有邀请过别人。用 /invite 编辑 或 /invite 查看 发出邀请。"
REVOKE_USAGE = "用法：/revoke 编号；编号见 /members"
REVOKED = "已取消{id}的权限。"
SILENCED = "本人添加的渠道已停发：{names}。请到 /channel 按“测试”接管。"
NOT_MEMBER = "没有这个人。编号见 /members"
IN_GROUP_ONLY = "请在要开通的群里发送这个命令。"
ALLOWED = "本群已获准使用践诺：群里每个人都能查询。/deny 可以收回。"
ALLOWED_BEFORE = "本群早已获准使用。"
DENIED = "已收回本群的使用权，本群的订阅也已删除。"
DENIED_BEFORE = "本群没有获准使用，不用收回。"
FORGET_ASK = "将删除您的权限、订阅、提醒和设置；操作记录改用化名保存。此操作不能撤销。确定吗？"
FORGET_PRIVATELY = "删除的是按按钮的人的数据，请在和我的私聊里发 /forget_me"
FORGOTTEN = "已经删除。"


async def invite_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/invite 编辑|查看|管理 [名字]"""
    message = update.message
    assert message is not None
    words = context.args or ()
    role = words[0] if words else ""
    if role not in ROLES:
        await send_line(message, USAGE)
        return
    if message.chat.type != ChatType.PRIVATE:
        await send_line(message, PRIVATELY)
        return
    desk, doors, by = desk_of(context.bot_data), doors_of(context.bot_data), where(message).user
    name = clip(" ".join(words[1:]), 40)
    token = await desk.run(
        lambda ledger: invite(ledger, ROLES[role], by, name, desk.now(), seconds=doors.invite_seconds)
    )
    link = create_deep_linked_url(context.bot.username, token)
    minutes = max(1, round(doors.invite_seconds / 60))
    said = INVITED.format(name=name or "对方", minutes=minutes, role=ROLE_NAMES[ROLES[role]], link=link)
    await send_line(message, said)


async def claim(message: Message, token: str, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/start TOKEN: the invitation's role is the person's from now on."""
    desk, at = desk_of(context.bot_data), where(message)
    name = clip(at.name, 40)
    role = await desk.run(lambda ledger: claim_invitation(ledger, token, at.user, name, desk.now()))
    if role is None:
        await send_line(message, BAD_TOKEN.format(id=at.user))
    else:
        await send_line(message, WELCOME.format(name=name or "您", role=ROLE_NAMES[role]))


async def members_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/members"""
    assert update.message is not None
    await send_card(update.message, await _members_card(context))


async def _members_card(context: ContextTypes.DEFAULT_TYPE) -> Card:
    known = await desk_of(context.bot_data).run(members)
    return members_card(known, doors_of(context.bot_data).admins)


def members_card(known: list[Member], admins: frozenset[int]) -> Card:
    """Who was admitted, with a button each to take it back; the administrators of the settings are counted only."""
    if not known:
        return Card(NOBODY)
    lines = [f"{bold('成员')}：共{len(known)}人（另有设置里的管理员{len(admins)}人）"]
    part = known[-SHOWN:]
    lines += [safe(f"{n} {ROLE_NAMES[m.role]} {m.name} {m.user}", 60) for n, m in enumerate(part, start=1)]
    buttons = [button(f"取消{n}", REVOKE, str(m.user)) for n, m in enumerate(part, start=1)]
    return Card("\n".join(lines), tuple(tuple(buttons[first : first + 4]) for first in range(0, len(buttons), 4)))


async def revoke_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/revoke 123456789"""
    message = update.message
    assert message is not None
    words = context.args or ()
    if len(words) != 1 or not _is_id(words[0]):
        await send_line(message, REVOKE_USAGE)
        return
    gone = await _revoke(int(words[0]), where(message).user, context)
    await send_line(message, gone or NOT_MEMBER)


async def revoke_button(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """取消 under /members: asks once more, then takes the role back."""
    if not _is_id(press.ref):
        await toast(query, NOT_MEMBER)
    elif not press.page:
        await toast(query)
        sure: tuple[Button, ...] = (button("确定取消", REVOKE, press.ref, page=1),)
        await replace_card(query, Card(safe(f"取消{press.ref}的权限？本人的订阅和提醒也会删除。"), (sure,)))
    else:
        gone = await _revoke(int(press.ref), where(query).user, context)
        await toast(query, gone or NOT_MEMBER)
        await replace_card(query, await _members_card(context))


async def _revoke(user: int, by: int, context: ContextTypes.DEFAULT_TYPE) -> str:
    """What is said of a person who was a member and is none now; "" where they were none."""
    desk, admins = desk_of(context.bot_data), doors_of(context.bot_data).admins

    def take_back(ledger: Ledger) -> str:
        if not revoke(ledger, user, by, desk.now()):
            return ""
        silenced = [one.name for one in channels(ledger) if one.by == user and user not in admins]
        said = REVOKED.format(id=user)
        return said + SILENCED.format(names=clip("、".join(silenced), 60)) if silenced else said

    return await desk.run(take_back)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


async def allow_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/allow in a group"""
    await _change_group(update, context, allow_group, ALLOWED, ALLOWED_BEFORE)


async def deny_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/deny in a group"""
    await _change_group(update, context, refuse_group, DENIED, DENIED_BEFORE)


async def _change_group(
    update: Update,
    context: ContextTypes.DEFAULT_TYPE,
    change: Callable[[Ledger, int, int, datetime], bool],
    changed: str,
    as_before: str,
) -> None:
    message = update.message
    assert message is not None
    if message.chat.type == ChatType.PRIVATE:
        await send_line(message, IN_GROUP_ONLY)
        return
    desk, at = desk_of(context.bot_data), where(message)
    is_new = await desk.run(lambda ledger: change(ledger, at.chat, at.user, desk.now()))
    await send_line(message, changed if is_new else as_before)


async def forget_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/forget_me in a private chat"""
    message = update.message
    assert message is not None
    if message.chat.type != ChatType.PRIVATE:
        # The button would stand before everybody in the group, and whoever presses it is forgotten.
        await send_line(message, FORGET_PRIVATELY)
        return
    await send_card(message, Card(FORGET_ASK, ((button("确定删除", FORGET, NONE, page=1),),)))


async def forget_button(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """确定删除: whoever presses is forgotten, nobody else, and never under a message in a group."""
    assert isinstance(query.message, Message)
    if query.message.chat.type != ChatType.PRIVATE:
        await toast(query, FORGET_PRIVATELY)
        return
    desk, user = desk_of(context.bot_data), where(query).user

    def forget(ledger: Ledger) -> None:
        forget_me(ledger, user, desk.now())

    await desk.run(forget)
    if context.chat_data is not None:
        context.chat_data.clear()
    await toast(query, FORGOTTEN)
    await replace_card(query, Card(FORGOTTEN))
