"""What is wanted of one of the five: “领导=张三”, “联系人=@李科长”, a file, and whom a name means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from telegram import Message, MessageEntity

from handlers.card import clip
from handlers.cycle.assign_words import PERSONS
from store.cycle.assignments import LONGEST
from store.cycle.duties import ROLES, Role
from store.members import Member

WORDS: Mapping[str, Role] = {
    "责任单位": "unit", "牵头单位": "unit", "单位": "unit",
    "领导": "leader", "牵头领导": "leader", "分包领导": "leader", "责任领导": "leader",
    "专班": "team", "工作专班": "team",
    "方案": "plan", "工作方案": "plan",
    "联系人": "contact", "联络人": "contact", "联络员": "contact",
}  # fmt: skip
NOTHING_WORDS = frozenset({"无", "没有", "清空", "-", "—"})
MYSELF = frozenset({"我", "本人", "自己"})


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants under a role: a text, for a plan perhaps a file, and the person it names where that is sure.

    `user` is None where the name is yet to be looked up among the members; an empty text takes the role away.
    """

    role: Role
    text: str
    user: int | None = None
    file_id: str = ""


def read_wishes(text: str) -> tuple[str, list[Wish], str]:
    """“老旧小区改造 领导=张三 专班 = 住建 专班” → the words before the roles, the wishes, a word that is no role."""
    pieces = " ".join(text.replace("＝", "=").split()).replace(" =", "=").replace("= ", "=").split(" ")
    head: list[str] = []
    found: list[list[str]] = []
    for piece in pieces:
        name, equals, value = piece.partition("=")
        if equals and name in WORDS:
            found.append([name, value])
        elif equals and not found:
            return "", [], name
        elif found:
            found[-1][1] = f"{found[-1][1]} {piece}"
        else:
            head.append(piece)
    wishes = [Wish(WORDS[name], meant_text(value)) for name, value in found]
    return " ".join(head), wishes, ""


def meant_text(value: str) -> str:
    """What stands behind the sign of equality, "" for 无."""
    value = value.strip()[:LONGEST]
    return "" if value in NOTHING_WORDS else value


def named_in(message: Message, wish: Wish) -> Wish:
    """The wish with the person that the message itself names: its writer, a mention, who wrote what it answers."""
    if wish.role not in PERSONS:
        return wish
    writer = message.from_user
    if wish.text in MYSELF and writer is not None:
        return Wish(wish.role, clip(writer.full_name, 40), writer.id)
    name = wish.text.removeprefix("@")
    for entity, said in message.parse_entities([MessageEntity.TEXT_MENTION]).items():
        if entity.user is not None and said.removeprefix("@") == name:
            return Wish(wish.role, clip(entity.user.full_name, 40), entity.user.id)
    answered = message.reply_to_message.from_user if message.reply_to_message else None
    if not wish.text and answered is not None and not answered.is_bot:
        return Wish(wish.role, clip(answered.full_name, 40), answered.id)
    return Wish(wish.role, name)


def likely_members(name: str, admitted: Sequence[Member]) -> list[Member]:
    """The members that a name means: those who are called so, else those whose name holds it or is held by it."""
    same = [one for one in admitted if one.name == name]
    if same:
        return same
    near = [one for one in admitted if len(one.name) > 1 and (name in one.name or one.name in name)]
    return near if len(name) > 1 else []


def role_number(role: Role) -> int:
    """The number of a role in the data of buttons, from 1."""
    return ROLES.index(role) + 1


def numbered_role(number: int) -> Role | None:
    """The role of a number, None for none."""
    return ROLES[number - 1] if 1 <= number <= len(ROLES) else None
