"""Everything the bot reacts to, in one place. The order matters: the first handler that takes an update ends it.

Edited messages and channel posts are not asked for, and no handler takes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram import BotCommand, Message, Update
from telegram.constants import ChatType, UpdateType
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from handlers import (
    aliases,
    asking,
    channel_follows,
    channels,
    expecting,
    following,
    greeting,
    inline,
    members,
    notes,
    reminders,
    settings_chat,
    week,
)
from handlers.buttons import (
    BACK,
    CANCEL,
    CARD,
    CHANGES,
    CHANNEL_DELETE,
    CHANNEL_FOLLOWS,
    CHANNEL_KEEP,
    CHANNEL_PICK,
    CHANNEL_SETTING,
    CHANNEL_TEST,
    CHANNEL_UNFOLLOW,
    CHANNELS,
    DONE,
    DROP,
    EXPORT,
    FOLLOW,
    FORGET,
    IMPORT,
    LATER,
    LIST,
    MUTE,
    NOTE,
    PARTS,
    PICK,
    PICTURE,
    REMINDED,
    REVOKE,
    SETTING,
    SNOOZE,
    SOURCES,
    UNFOLLOW,
    read_press,
)
from handlers.cycle import assign_table as assigning
from handlers.cycle import checks_table as checks
from handlers.cycle import reports_table as reports
from handlers.entries import Command, Handler, Messages, Pressed
from handlers.errors import on_error
from handlers.exports import chart, export, importing
from handlers.guard import NOT_ALLOWED, guard, reaches, role_in, say
from handlers.intake import table as intake
from handlers.sending import toast

ALLOWED_UPDATES = (UpdateType.MESSAGE, UpdateType.CALLBACK_QUERY, UpdateType.INLINE_QUERY)

TOO_OLD = "这条消息太旧了，请重新提问。"
UNKNOWN_BUTTON = "这个按钮已经失效，请重新提问。"


COMMANDS = (
    Command("ask", "提问，例如 /ask 老旧小区 进度", asking.ask_command),
    Command("find", "按词列出事项，例如 /find 老旧小区", asking.find_command),
    Command("follow", "订阅地区、类别或事项，例如 /follow 西工区", following.follow_command, in_groups="editor"),
    Command("following", "看订阅了什么", following.following_command),
    Command("chart", "图：状态、各区、时限，例如 /chart 老旧小区", chart.chart_command),
    Command("export", "导出台账，例如 /export 西工区 未完成 csv", export.export_command, in_groups="editor"),
    Command("week", "7天内到期的；/week 30 看30天", week.week_command),
    Command("overdue", "已逾期、未见完成报道的", week.overdue_command),
    Command("brief", "简报；/brief weekly 每周发送", week.brief_command, in_groups="editor"),
    Command("remind", "个人提醒，例如 /remind 明天 上午9点 交周报", notes.remind_command),
    Command("alias", "简称，例如 /alias 旧改 = 老旧小区改造", aliases.alias_command, needs="editor"),
    *intake.COMMANDS,
    *assigning.COMMANDS,
    *checks.COMMANDS,
    *reports.COMMANDS,
    Command("settings", "提醒的时间和方式", settings_chat.settings_command),
    Command("help", "怎么问", greeting.help_command),
    Command("cancel", "不回答机器人刚才问的", expecting.cancel_command),
    Command("start", "开始", greeting.start, needs="stranger"),
    Command("forget_me", "删除我的数据", members.forget_command),
    Command("invite", "邀请，例如 /invite 编辑 李科长", members.invite_command, needs="administrator"),
    Command("members", "成员", members.members_command, needs="administrator"),
    Command("revoke", "取消权限", members.revoke_command, needs="administrator"),
    Command("channel", "其他渠道", channels.channel_command, needs="administrator"),
    Command("allow", "准许本群使用", members.allow_command, needs="administrator"),
    Command("deny", "收回本群的使用权", members.deny_command, needs="administrator"),
)


# The action that a button carries → what it does.
BUTTONS: Mapping[str, Pressed] = {
    CARD: Pressed(asking.show_matter),
    BACK: Pressed(asking.show_back),
    SOURCES: Pressed(asking.show_view),
    CHANGES: Pressed(asking.show_view),
    PARTS: Pressed(asking.show_view),
    PICTURE: Pressed(chart.show_picture),
    LIST: Pressed(asking.show_page),
    DROP: Pressed(asking.drop_filter),
    FOLLOW: Pressed(following.follow_matter, in_groups="editor"),
    PICK: Pressed(following.pick, in_groups="editor"),
    UNFOLLOW: Pressed(following.stop_following, in_groups="editor"),
    SETTING: Pressed(settings_chat.change_setting, in_groups="editor"),
    REMINDED: Pressed(reminders.show_reminded),
    DONE: Pressed(reminders.done),
    LATER: Pressed(reminders.later, in_groups="editor"),
    MUTE: Pressed(reminders.mute_matter, in_groups="editor"),
    NOTE: Pressed(notes.note),
    SNOOZE: Pressed(notes.snooze),
    CANCEL: Pressed(notes.cancel),
    REVOKE: Pressed(members.revoke_button, needs="administrator"),
    CHANNELS: Pressed(channels.show_list, needs="administrator"),
    CHANNEL_TEST: Pressed(channels.test, needs="administrator"),
    CHANNEL_DELETE: Pressed(channels.delete, needs="administrator"),
    CHANNEL_KEEP: Pressed(channels.keep_anyway, needs="administrator"),
    CHANNEL_FOLLOWS: Pressed(channel_follows.show_follows, needs="administrator"),
    CHANNEL_PICK: Pressed(channel_follows.pick, needs="administrator"),
    CHANNEL_SETTING: Pressed(channel_follows.settings_of, needs="administrator"),
    CHANNEL_UNFOLLOW: Pressed(channel_follows.stop_following, needs="administrator"),
    EXPORT: Pressed(export.export_button, in_groups="editor"),
    IMPORT: Pressed(importing.decide, needs="editor"),
    FORGET: Pressed(members.forget_button),
    **intake.BUTTONS,
    **assigning.BUTTONS,
    **checks.BUTTONS,
    **reports.BUTTONS,
}

_NEW = filters.UpdateType.MESSAGE
_TABLE = filters.Document.FileExtension("xlsx") | filters.Document.FileExtension("csv")

# After the commands, in this order.
MESSAGES: Messages = (
    (filters.COMMAND & filters.ChatType.PRIVATE, greeting.unknown_command),
    (channels.ADDRESS & filters.ChatType.PRIVATE, channels.address_said),
    (_TABLE & filters.ChatType.PRIVATE, importing.receive_table),
    *intake.MESSAGES,
    (~filters.TEXT & ~filters.StatusUpdate.ALL & filters.ChatType.PRIVATE, greeting.not_text),
)


def register(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Give the application every handler of this table, behind the guard that each update passes first."""
    application.bot_data["commands"] = frozenset(command.name for command in COMMANDS)
    expecting.TAKERS.update(intake.TAKERS)
    expecting.TAKERS.update(assigning.TAKERS)
    expecting.TAKERS.update(checks.TAKERS)
    expecting.TAKERS.update(reports.TAKERS)
    application.add_handler(TypeHandler(Update, guard), group=-2)
    application.add_handler(MessageHandler(_NEW & ~filters.StatusUpdate.ALL, expecting.take), group=-1)
    application.add_handlers([CommandHandler(c.name, _for_role(c), filters=_NEW) for c in COMMANDS])
    application.add_handler(CallbackQueryHandler(on_press))
    application.add_handler(InlineQueryHandler(inline.inline_query))
    application.add_handlers([MessageHandler(_NEW & wanted, handler) for wanted, handler in MESSAGES])
    application.add_error_handler(on_error)


def menu() -> list[BotCommand]:
    """The commands as Telegram's menu shows them: those that need no administrator."""
    return [BotCommand(command.name, command.menu) for command in COMMANDS if command.needs != "administrator"]


def _for_role(command: Command) -> Handler:
    """The handler of a command, which runs for those who may."""

    async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if await _may(update, context, command):
            await command.handler(update, context)

    return handle


async def _may(update: Update, context: ContextTypes.DEFAULT_TYPE, wanted: Command | Pressed) -> bool:
    """Whether the person of an update may do what is wanted; otherwise they are told who may."""
    chat = update.effective_chat
    is_group = chat is not None and chat.type != ChatType.PRIVATE
    needed = (wanted.in_groups or wanted.needs) if is_group else wanted.needs
    if reaches(await role_in(update, context), needed):
        return True
    await say(update, NOT_ALLOWED[needed])
    return False


async def on_press(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Hand a pressed button to its handler; a button that is unknown or too old is answered politely."""
    query = update.callback_query
    assert query is not None
    press = read_press(query.data or "")
    wanted = BUTTONS.get(press.action) if press else None
    if press is None or wanted is None:
        await toast(query, UNKNOWN_BUTTON)
    elif not isinstance(query.message, Message):
        await toast(query, TOO_OLD)
    elif await _may(update, context, wanted):
        await wanted.handler(query, press, context)
