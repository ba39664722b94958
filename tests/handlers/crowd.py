"""Updates of every kind from people of every role, and what of the ledger may not reach a stranger."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from handlers.table import BUTTONS, COMMANDS

NOW = 1727233200
SECRET_WORDS = ("老旧小区改造", "加装电梯", "188个", "洛阳日报", "50/188", "号区")
GROUP, OPEN_GROUP = -5, -6
TEXTS = (
    "老旧小区 进度", "电梯", "2", "逾期的", "@jiannuo_bot 老旧小区", "<b>老旧</b>", "你好", " ", "🏗️", "老" * 300,
    "西工区 电梯", "下周三 上午9点 催报", "编辑 李科长", "7", "weekly", "30", "AAAA" * 10 + "AAA", "m_m1",
    "改造 = 老旧小区", "暖巢工程 =",
)  # fmt: skip
MEDIA: tuple[dict[str, Any], ...] = (
    {"photo": [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}], "caption": "老旧小区"},
    {"document": {"file_id": "1", "file_unique_id": "1", "file_name": "报告.docx"}},
    {"location": {"latitude": 34.6, "longitude": 112.4}},
    {"voice": {"file_id": "1", "file_unique_id": "1", "duration": 1}},
)


def updates(
    count: int, user: int, bot_id: int, seed: int = 0, groups: tuple[int, ...] = (GROUP, OPEN_GROUP)
) -> Iterator[dict[str, Any]]:
    """Updates of one person as Telegram would bring them: commands, texts, files, presses, inline queries, edits."""
    chance = random.Random(seed)
    sender = {"id": user, "is_bot": False, "first_name": "某人", "language_code": "zh-hans"}
    for number in range(count):
        chat_id = chance.choice((user, user, user, *groups))
        chat = {"id": chat_id, "type": "private" if chat_id > 0 else "supergroup"}
        # Far enough apart for the limit on one person's speed.
        message = {"message_id": number + 1, "date": NOW + number * 60, "chat": chat, "from": sender}
        kind = chance.choice(("command", "command", "text", "media", "press", "press", "inline", "edited", "reply"))
        update_id = number + 1
        if kind == "command":
            yield {"update_id": update_id, "message": {**message, **_command(chance)}}
        elif kind == "text":
            yield {"update_id": update_id, "message": {**message, "text": chance.choice(TEXTS)}}
        elif kind == "media":
            yield {"update_id": update_id, "message": {**message, **chance.choice(MEDIA)}}
        elif kind == "reply":
            answered = {**message, "from": {"id": bot_id, "is_bot": True, "first_name": "践诺"}, "text": "?"}
            text = chance.choice(TEXTS)
            yield {"update_id": update_id, "message": {**message, "text": text, "reply_to_message": answered}}
        elif kind == "press":
            ours = {**message, "from": {"id": bot_id, "is_bot": True, "first_name": "践诺"}, "text": "?"}
            query = {"id": str(number), "from": sender, "chat_instance": "1", "message": ours, "data": _data(chance)}
            yield {"update_id": update_id, "callback_query": query}
        elif kind == "inline":
            query = {"id": str(number), "from": sender, "query": chance.choice(TEXTS), "offset": ""}
            yield {"update_id": update_id, "inline_query": query}
        else:
            edited = {**message, "edit_date": NOW, "text": chance.choice(TEXTS)}
            yield {"update_id": update_id, "edited_message": edited}


def _command(chance: random.Random) -> dict[str, Any]:
    name = chance.choice([*(command.name for command in COMMANDS), "no_such_thing"])
    text = f"/{name} {chance.choice((*TEXTS, ''))}".rstrip()
    return {"text": text, "entities": [{"type": "bot_command", "offset": 0, "length": len(name) + 1}]}


def _data(chance: random.Random) -> str:
    action = chance.choice([*BUTTONS, "future"])
    ref = chance.choice(("m1", "lift3", "1", "7", "on", "hour", "steps", "-", "gone"))
    return f"{action};{chance.choice((0, 1, 2, 9))};{ref};{chance.choice(('-', '1', '2'))}"
