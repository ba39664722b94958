"""五个一 in the chat: /assign, 分工 under a card, and what is written, sent or pressed for one of the five."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from handlers.addressed import without_mention
from handlers.buttons import ASSIGN_OF, Press, button
from handlers.card import Card, clip, safe
from handlers.cycle.assign_doing import Done, card_of, carry_out
from handlers.cycle.assign_words import Target, ask_card, which_card
from handlers.cycle.targets import find_targets, read_target
from handlers.cycle.wishes import Wish, meant_text, named_in, numbered_role, read_wishes
from handlers.desk import desk_of
from handlers.guard import doors_of, reaches
from handlers.memory import Expected, memory_of
from handlers.sending import replace_card, send_below, send_card, send_known_file, send_line, toast
from handlers.where import Where, where
from store.cycle.duties import Assigned, assigned, duties
from store.database import transaction
from store.ledger import Ledger
from store.members import Member, members, role_of

EXPECTS = "assign"  # what the next message is the answer to; the ref is “number of the role|target”
KEPT = 20  # names and wishes that wait for a choice, of one chat

USAGE = """用法：/assign 事项、类别或地区，后面写角色，例如：
/assign 老旧小区改造 领导=张三 专班=住建专班 联系人=李科长 单位=市住建局 方案=https://…
/assign 民生保障 领导=张三
/assign 西工区 联系人=我
只写事项，就显示已有的分工和按钮。"""
UNKNOWN_ROLE = "没有“{word}”这一项，可以写：单位、领导、专班、方案、联系人。"
NOT_FOUND = "没有找到“{words}”。请写事项、类别或地区，例如：/assign 民生保障 领导=张三"
GONE = "这一项已不在台账里，请重新发送 /assign"
FORGOTTEN = "这条放得太久了，请重新发送 /assign"
WHICH = "“{words}”是指哪一项？"
CHANGED = "已更新"
UNCHANGED = "没有变化"
ONLY_TEXT = "请发文字；方案可以作为文件发来。"
NO_FILE = "没有方案文件。"
STALE = "这个选项已经失效。"


async def assign_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/assign 老旧小区改造 领导=张三 联系人=@李科长; /assign 民生保障"""
    message = update.message
    assert message is not None
    target_words, said, unknown = read_wishes(" ".join(context.args or ()))
    if unknown:
        await send_line(message, UNKNOWN_ROLE.format(word=clip(unknown, 20)))
        return
    if not target_words:
        await send_line(message, USAGE)
        return
    wishes = [named_in(message, wish) for wish in said]
    targets = await find_targets(target_words, desk_of(context.bot_data))
    if not targets:
        await send_line(message, NOT_FOUND.format(words=clip(target_words, 30)))
    elif len(targets) == 1:
        await _act(message, where(message), targets[0], wishes, message.date, context)
    else:
        key = str(message.message_id)
        _keep(context, key, wishes)
        lines = [safe(f"{n} {target.label}", 60) for n, target in enumerate(targets, start=1)]
        row = tuple(button(str(n), ASSIGN_OF, target.ref, key) for n, target in enumerate(targets, start=1))
        await send_card(message, Card("\n".join((safe(WHICH.format(words=clip(target_words, 30))), *lines)), (row,)))


async def _act(
    message: Message,
    at: Where,
    target: Target,
    wishes: Sequence[Wish],
    now: datetime,
    context: ContextTypes.DEFAULT_TYPE,
) -> None:
    """Do what is wanted and answer with how it stands now; without wishes only that. Open names are asked for."""
    desk, doors = desk_of(context.bot_data), doors_of(context.bot_data)

    def act(ledger: Ledger) -> tuple[Done, Card]:
        with transaction(ledger.db):
            done = carry_out(ledger, at, target, wishes, now, desk, doors)
        head = (CHANGED if done.changed else UNCHANGED) if wishes and not (done.open and not done.changed) else ""
        return done, card_of(ledger, target, desk, head, done.notes, may_change=True)

    done, card = await desk.run(act)
    if done.changed or not done.open:
        await send_card(message, card)
    for wish, known in done.open:
        key = f"{message.message_id}.{wish.role}"
        _keep(context, key, wish)
        await send_card(message, which_card(target, wish.role, wish.text, known, key))


async def show_assigned(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """分工 under a matter's card, in its place; with a page, the question for one role."""
    if press.page:
        await _ask(query, press, context)
        return
    desk, doors, at = desk_of(context.bot_data), doors_of(context.bot_data), where(query)

    def show(ledger: Ledger) -> Card | None:
        target = read_target(ledger, press.ref, desk)
        if target is None:
            return None
        may = reaches(role_of(ledger, at.user, at.chat, admins=doors.admins, public=doors.public), "editor")
        return card_of(ledger, target, desk, "", (), may_change=may, key=press.key)

    card = await desk.run(show)
    await toast(query, GONE if card is None else None)
    if card is not None:
        await replace_card(query, card)


async def _ask(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """责任单位, 领导, 专班, 方案, 联系人: the person's next message in this chat is the answer."""
    desk, doors, at = desk_of(context.bot_data), doors_of(context.bot_data), where(query)
    role = numbered_role(press.page)

    def look(ledger: Ledger) -> tuple[Target | None, list[Member], bool]:
        may = reaches(role_of(ledger, at.user, at.chat, admins=doors.admins, public=doors.public), "editor")
        return read_target(ledger, press.ref, desk), members(ledger), may

    target, known, may = await desk.run(look)
    if target is None or role is None or not may:
        await toast(query, GONE if target is None else STALE)
        return
    await toast(query)
    memory_of(context.chat_data).expect(EXPECTS, f"{press.page}|{target.ref}", desk.now(), user=at.user)
    await send_below(query, ask_card(target, role, known[::-1]))


async def take_answer(message: Message, expected: Expected, context: ContextTypes.DEFAULT_TYPE) -> None:
    """What was written or sent for one role."""
    number, _, ref = expected.ref.partition("|")
    role = numbered_role(int(number))
    desk, at = desk_of(context.bot_data), where(message)
    target = await desk.run(lambda ledger: read_target(ledger, ref, desk))
    if target is None or role is None:
        await send_line(message, GONE)
        return
    if role == "plan" and message.document:
        wish = Wish(role, clip(message.document.file_name or "工作方案", 60), 0, message.document.file_id)
    elif message.text:
        wish = named_in(message, Wish(role, meant_text(without_mention(message.text, context.bot.username))))
    else:
        memory_of(context.chat_data).expect(EXPECTS, expected.ref, message.date, user=at.user)
        await send_line(message, ONLY_TEXT)
        return
    await _act(message, at, target, [wish], message.date, context)


async def assign_to(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A member's name under the question for a role, or 都不是，只记名字."""
    desk, at, role = desk_of(context.bot_data), where(query), numbered_role(press.page)
    kept = _waiting(context).get(press.key)

    def look(ledger: Ledger) -> tuple[Target | None, Member | None]:
        known = next((one for one in members(ledger) if str(one.user) == press.key), None)
        return read_target(ledger, press.ref, desk), known

    target, member = await desk.run(look)
    if target is None or role is None:
        await toast(query, GONE)
        return
    if member is not None:
        wish = Wish(role, member.name or str(member.user), member.user)
    elif isinstance(kept, Wish):
        wish = Wish(role, kept.text, 0)
    else:
        await toast(query, FORGOTTEN)
        return
    await toast(query)
    assert isinstance(query.message, Message)
    memory_of(context.chat_data).expected(desk.now(), user=at.user)  # it is answered
    await _act(query.message, at, target, [wish], desk.now(), context)


async def assign_of(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A number under “是指哪一项”: what was wanted is done with that matter."""
    desk, kept = desk_of(context.bot_data), _waiting(context).get(press.key)
    target = await desk.run(lambda ledger: read_target(ledger, press.ref, desk))
    if target is None or not isinstance(kept, list):
        await toast(query, GONE if target is None else FORGOTTEN)
        return
    await toast(query)
    assert isinstance(query.message, Message)
    await _act(query.message, where(query), target, kept, desk.now(), context)


async def send_plan(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """看方案文件: the file as it was sent."""
    desk = desk_of(context.bot_data)

    def look(ledger: Ledger) -> tuple[Target, Assigned] | None:
        target = read_target(ledger, press.ref, desk)
        if target is None:
            return None
        matter = ledger.matter(target.value, desk.today()) if target.scope == "matter" else None
        if matter is not None:
            plan = duties(ledger, [matter], desk.today())[matter.id].roles.get("plan")
        else:
            plan = assigned(ledger, target.scope, target.value).roles.get("plan")
        return (target, plan) if plan and plan.file_id else None

    found = await desk.run(look)
    await toast(query, None if found else NO_FILE)
    if found:
        target, plan = found
        assert isinstance(query.message, Message)
        await send_known_file(query.message, plan.file_id, f"{target.label}的工作方案：{plan.text}")


def _waiting(context: ContextTypes.DEFAULT_TYPE) -> OrderedDict[str, Wish | list[Wish]]:
    """What waits for a choice in this chat, by the key that its buttons carry."""
    data = context.chat_data if context.chat_data is not None else {}
    waiting = data.setdefault("assigning", OrderedDict())
    assert isinstance(waiting, OrderedDict)
    return waiting


def _keep(context: ContextTypes.DEFAULT_TYPE, key: str, what: Wish | list[Wish]) -> None:
    waiting = _waiting(context)
    waiting[key] = what
    while len(waiting) > KEPT:
        waiting.popitem(last=False)
