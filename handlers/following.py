"""Following: /follow, the 订阅 button, /following with its 取消 buttons. In a group the group follows."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from commitments.model import Answer
from handlers import phrases
from handlers.buttons import NONE, PICK, UNFOLLOW, Press, button
from handlers.card import Button, Card, bold, clip, safe
from handlers.desk import desk_of
from handlers.memory import memory_of
from handlers.sending import replace_card, send_card, send_line, toast
from handlers.where import Where, where
from store.common import common_places, common_topics
from store.follows import Follow, Subject, follow, followed_matters, follows, matters_of, meant, unfollow
from store.ledger import Ledger

OFFERED = 9  # places, and topics, that /follow offers
CHOICES = 6
SHOWN = 12  # follows on one screen
MOST = 100  # follows of one chat
A_ROW = 3

OFFER = "要订阅什么？选一个，或写 /follow 加地区、类别、事项，例如：/follow 西工区 电梯"
NOTHING = "没有看懂要订阅什么。请写地区、类别或事项，例如：/follow 西工区"
FORGOTTEN = "这些选项放得太久了，请重新发送 /follow"
GONE = "这个事项已不在台账里，请重新提问。"
NONE_YET = "还没有订阅。发送 /follow 选地区或类别，或在事项下面按“订阅”。\n也可以直接问：逾期的，或 8月底前到期的"
NO_MATTER = "现在没有这样的事项，以后有了会提醒。"
FULL = f"订阅已满{MOST}项，请先在 /following 里取消一些。"
CANCELLED = "已取消。"
MORE = "/settings 改时间和方式，/following 看全部"
NOT_FOLLOWED = "这一项已经取消过了。"

KINDS = {"place": "地区", "topic": "类别", "matter": "事项", "question": "问题"}


async def follow_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/follow 西工区; /follow 老旧小区; /follow 西工区 电梯; /follow"""
    message = update.message
    assert message is not None
    words = " ".join(context.args or ())
    subjects = await desk_of(context.bot_data).run(lambda ledger: _subjects(ledger, words))
    if not subjects:
        await send_line(message, NOTHING)
    elif len(subjects) == 1:
        await _begin(message, subjects[0], where(message), context)
    else:
        memory_of(context.chat_data).offer(str(message.message_id), subjects)
        question = safe(f"“{clip(words, 20)}”是指：") if words else OFFER
        await send_card(message, Card(question, _choice_rows(subjects, str(message.message_id))))


def _subjects(ledger: Ledger, words: str) -> tuple[Subject, ...]:
    """What may be meant; without words, what is offered."""
    if words.strip():
        return tuple(meant(ledger, words))[:CHOICES]
    places = [Subject("place", name, name) for name in common_places(ledger, OFFERED)]
    return (*places, *(Subject("topic", name, name) for name in common_topics(ledger, OFFERED)))


def _choice_rows(subjects: Sequence[Subject], key: str) -> tuple[tuple[Button, ...], ...]:
    buttons = [button(_label(one, subjects), PICK, NONE, key, number) for number, one in enumerate(subjects)]
    return tuple(tuple(buttons[first : first + A_ROW]) for first in range(0, len(buttons), A_ROW))


def _label(subject: Subject, subjects: Sequence[Subject]) -> str:
    """What a choice is called; its kind as well where a place and a topic have one name."""
    is_twofold = sum(other.label == subject.label for other in subjects) > 1
    return f"{clip(subject.label, 14)}（{KINDS[subject.kind]}）" if is_twofold else clip(subject.label, 20)


async def pick(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """One of the choices that /follow offered."""
    subjects = memory_of(context.chat_data).offered(press.key)
    if press.page >= len(subjects):
        await toast(query, FORGOTTEN)
        return
    await toast(query)
    assert isinstance(query.message, Message)
    await _begin(query.message, subjects[press.page], where(query), context)


async def follow_matter(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """订阅 under a card."""
    desk = desk_of(context.bot_data)
    answer = await desk.matter(press.ref)
    if answer is None:
        await toast(query, GONE)
        return
    known = await keep_follow(_subject_of(answer), where(query), context)
    await toast(query, f"已订阅“{clip(known.label, 30)}”。/following 查看" if known else FULL)


def _subject_of(answer: Answer) -> Subject:
    return Subject("matter", answer.matter.id, phrases.name_text(answer.matter))


async def _begin(message: Message, subject: Subject, at: Where, context: ContextTypes.DEFAULT_TYPE) -> None:
    known = await keep_follow(subject, at, context)
    if known is None:
        await send_line(message, FULL)
        return
    desk = desk_of(context.bot_data)
    matters, fits = await desk.run(
        lambda ledger: (
            len(followed_matters(ledger, at.chat, desk.today())),
            bool(matters_of(ledger, subject, desk.today())),
        )
    )
    name = bold(safe(f"“{known.label}”", 60))
    text = f"已订阅{KINDS[known.kind]}{name}。本聊天共关注{matters}个事项：到期前提醒，有变化时通知。\n{MORE}"
    if not fits:
        text = f"已订阅{KINDS[known.kind]}{name}。{NO_MATTER}\n{MORE}"
    await send_card(message, Card(text, ((button("取消订阅", UNFOLLOW, str(known.id)),),)))


async def keep_follow(subject: Subject, at: Where, context: ContextTypes.DEFAULT_TYPE) -> Follow | None:
    """The follow of the chat `at`, new or as it was; None where the chat has as many as it may."""
    desk = desk_of(context.bot_data)

    def begin(ledger: Ledger) -> Follow | None:
        known = follows(ledger, at.chat)
        if len(known) >= MOST and not any((f.kind, f.value) == (subject.kind, subject.value) for f in known):
            return None
        return follow(
            ledger,
            at.chat,
            at.thread,
            subject.kind,
            subject.value,
            subject.label,
            at.user,
            desk.now(),
            zone=desk.zone,
        )

    return await desk.run(begin)


async def following_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/following"""
    assert update.message is not None
    chat = update.message.chat.id
    await send_card(update.message, following_card(await desk_of(context.bot_data).run(lambda db: follows(db, chat))))


def following_card(followed: Sequence[Follow]) -> Card:
    """What a chat follows, one line and one 取消 button each; the newest where they do not fit."""
    if not followed:
        return Card(NONE_YET)
    part = followed[-SHOWN:]
    head = f"{bold('订阅')}：共{len(followed)}项" + (f"，最近的{SHOWN}项：" if len(part) < len(followed) else "")
    lines = [safe(f"{n} {f.label}（{KINDS[f.kind]}）", 60) for n, f in enumerate(part, start=1)]
    buttons = [button(f"取消{n}", UNFOLLOW, str(f.id), page=1) for n, f in enumerate(part, start=1)]
    rows = tuple(tuple(buttons[first : first + 4]) for first in range(0, len(buttons), 4))
    return Card("\n".join((head, *lines)), rows)


async def stop_following(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """取消: under the list (page 1) the list is shown again without it."""
    at, number = where(query), int(press.ref) if press.ref.isdecimal() and len(press.ref) < 19 else 0

    def stop(ledger: Ledger) -> tuple[bool, list[Follow]]:
        return unfollow(ledger, at.chat, number, at.user), follows(ledger, at.chat)

    gone, left = await desk_of(context.bot_data).run(stop)
    await toast(query, CANCELLED if gone else NOT_FOLLOWED)
    if press.page:
        await replace_card(query, following_card(left))
