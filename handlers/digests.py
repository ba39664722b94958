"""What the bot says unasked: digests of reminders, what a document changed, the weekly brief, personal reminders.

Pure: values in, a Card out, at most one screen each, the most urgent first. This module is the `Render` that the
store's schedule takes, for the chat and for `jiannuo replay` alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from commitments.following import telling_order
from commitments.model import Matter, Source, Standing
from commitments.wording import say_number
from handlers import phrases
from handlers.buttons import CARD, DONE, LATER, MUTE, REMINDED, SNOOZE, button
from handlers.card import ROW_CELLS, SCREEN_ROWS, Button, Card, bold, cells, clip, rows, safe
from store.agenda import Item
from store.news import News
from store.outbox import Message
from store.remarks import Remark

SHOWN = 10  # lines of a digest
FEW = 5  # deadlines of the planning year that are still listed one by one
OLD = 28  # days after a deadline from which a matter is only counted
FEW_OLD = 3  # unless so few are that old
SHOWN_NEWS = 6
QUOTE = 60
BUTTONS_A_ROW = 5
WEEKDAYS = "一二三四五六日"
_LINE_ROWS = 2
_SOON = timedelta(days=7)


def spoken_date(day: date) -> str:
    """A day as a digest is headed: 9月25日 周三."""
    return f"{phrases.spoken_day(day)} 周{WEEKDAYS[day.weekday()]}"


def _fitting(make: Callable[[int], Card], most: int) -> Card:
    """The card with as many items as one screen takes, at most `most`."""
    cards = (make(count) for count in range(most, 0, -1))
    return next((card for card in cards if rows(card.text) <= SCREEN_ROWS), make(1))


# --- reminders ------------------------------------------------------------------------------------------------------


def digest_card(items: Sequence[Item], today: date, late: datetime | None = None, notes: Sequence[str] = ()) -> Card:
    """What falls due and what is overdue, one line each: light, title, what is missing, deadline, days.

    `items` in the order of urgency; deadlines of the planning year are one line where there are many. `late` is the
    local moment at which the message should have come.
    """
    return _fitting(lambda most: _digest_card(items, today, late, notes, most), SHOWN)


def _digest_card(items: Sequence[Item], today: date, late: datetime | None, notes: Sequence[str], most: int) -> Card:
    stated = [item for item in items if _is_stated(item.standing)]
    implied = [item for item in items if not _is_stated(item.standing)]
    old = [item for item in stated if _days_left(item) < -OLD]
    old = old if len(old) > FEW_OLD else []
    recent = [item for item in stated if item not in old]
    room = min(FEW, most - len(recent[:most]))
    shown = implied[:room] if len(implied) <= room or not stated else []
    listed = recent[:most] + shown
    lines = [f"{bold('提醒')} · {spoken_date(today)}：{_counted(stated + shown if stated else implied)}"]
    lines += _late_line(late) + [safe(f"※ {note}", 62) for note in notes]
    lines += [reminder_line(number, item) for number, item in enumerate(listed, start=1)]
    lines += _rest_lines(recent[most:])
    if old:
        longest = max(-_days_left(item) for item in old)
        lines.append(f"🔴 另有{len(old)}项逾期超过{OLD}天（最久{longest}天），未见完成报道，发 /overdue 查看")
    if unlisted := implied[len(shown) :]:
        lines.append(_implied_line(unlisted, today))
    return Card("\n".join(lines), _reminder_buttons(listed))


def reminder_line(number: int, item: Item) -> str:
    """“1 🟡 老旧小区改造 还差138个（50/188个） · 12-31 还有97天”, escaped, at most two rows of a phone's screen."""
    matter, how = item.matter, item.standing
    end = how.deadline.end if how.deadline else None
    due = f"{phrases.day(end, how.today)} {phrases.days_text(how)}" if end else "未写明时限"
    due = due if end is None or _is_stated(how) else f"推定{due}"
    if item.occurrence and item.occurrence.last and _days_left(item) > 0:
        due += "，最后工作日"
    rest = f"{missing_text(how)} · {due}"
    head = f"{number} {phrases.LIGHTS[how.light]} "
    place = "、".join(name for name in matter.places if name not in matter.title)
    title = f"{clip(place, 8)} {matter.title}" if place else matter.title
    room = (_LINE_ROWS * ROW_CELLS - cells(f"{head} {rest}")) // 2
    return safe(f"{head}{clip(title, max(8, min(room, 24)))} {rest}")


def missing_text(how: Standing) -> str:
    """What is still missing: “还差138个（50/188个）”, “目标188个，未见进展报道”."""
    pair = next(iter(phrases.pairs(how)), None)
    if pair and how.percent is not None and how.percent < 100 and pair[0].unit == pair[1].unit:
        done, target = pair
        if target.op != "<=" and target.value > done.value:
            gap = say_number(target.value - done.value, target.unit)
            return f"还差{gap}（{phrases.fraction_text(done, target)}）"
    said = clip(phrases.figures_text(how, brief=True), 18)
    unseen = {"overdue": "未见完成报道", "no_evidence": "未见进展报道"}.get(how.status, "")
    return "，".join(part for part in (said, unseen or ("" if said else phrases.STATUSES[how.status])) if part)


def _is_stated(how: Standing) -> bool:
    return how.deadline is not None and how.deadline.basis == "explicit"


def _days_left(item: Item) -> int:
    return item.standing.days_left or 0


def _counted(items: Sequence[Item]) -> str:
    left = [_days_left(item) for item in items]
    counts = (
        ("今天到期", sum(days == 0 for days in left)),
        ("将到期", sum(days > 0 for days in left)),
        ("已逾期", sum(days < 0 for days in left)),
    )
    return "，".join(f"{word}{count}项" for word, count in counts if count)


def _rest_lines(rest: Sequence[Item]) -> list[str]:
    """How many more there are, and where to see them."""
    due, overdue = [item for item in rest if _days_left(item) >= 0], [item for item in rest if _days_left(item) < 0]
    days = " 30" if any(_days_left(item) > _SOON.days for item in due) else ""
    lines = [f"另有{len(due)}项到期，发 /week{days} 查看"] if due else []
    return lines + ([f"另有{len(overdue)}项已逾期，发 /overdue 查看"] if overdue else [])


def _implied_line(implied: Sequence[Item], today: date) -> str:
    """The deadlines that only the planning year implies, in one line."""
    limits = (item.standing.deadline for item in implied)
    ends = sorted({limit.end for limit in limits if limit and limit.end})
    days = "、".join(phrases.day(end, today) for end in ends[:2]) + ("等" if len(ends) > 2 else "")
    passed = bool(ends) and ends[0] < today
    unseen = sum(item.standing.status in ("no_evidence", "overdue") for item in implied)
    what = f"{'均' if unseen == len(implied) else f'其中{unseen}项'}未见{'完成' if passed else '进展'}报道"
    where = "/overdue" if passed else "/week 30"
    return safe(f"⚪ 另有{len(implied)}项没写时限，按规划年度推定{days}，{what}，发 {where} 查看")


def _reminder_buttons(listed: Sequence[Item]) -> tuple[tuple[Button, ...], ...]:
    if len(listed) == 1:
        return (matter_buttons(listed[0].matter.id),)
    numbers = [button(str(number), REMINDED, item.matter.id) for number, item in enumerate(listed, start=1)]
    return tuple(tuple(numbers[at : at + BUTTONS_A_ROW]) for at in range(0, len(numbers), BUTTONS_A_ROW))


def matter_buttons(matter_id: str) -> tuple[Button, ...]:
    """The four buttons of a reminder of one matter."""
    labels = (("详情", CARD), ("完成", DONE), ("推迟", LATER), ("静音", MUTE))
    return tuple(button(label, action, matter_id) for label, action in labels)


def _late_line(late: datetime | None) -> list[str]:
    return [f"※ 迟发：原定{late:%m-%d %H:%M}发出，其间机器人没有运行"] if late else []


# --- updates --------------------------------------------------------------------------------------------------------


def update_card(source: Source, news: Sequence[News], today: date) -> Card:
    """What a document changed, the most telling first, each with its sentence; of the rest, how many of each kind."""
    return _fitting(lambda most: _update_card(source, news, today, most), SHOWN_NEWS)


def _update_card(source: Source, news: Sequence[News], today: date, most: int) -> Card:
    ordered = sorted(news, key=lambda one: telling_order(one.matter, one.change))
    listed = _one_a_matter(ordered)[:most]
    lines = [f"{bold('新变化')} · {safe(phrases.document_text(source))}"]
    above = ""
    for number, one in enumerate(listed, start=1):
        place = "、".join(name for name in one.matter.places if name not in one.matter.title)
        title = clip(f"{clip(place, 8)} {one.matter.title}" if place else one.matter.title, 20)
        lines.append(safe(f"{number} {title}：{phrases.change_text(one.change, today, 16)}"))
        quote = one.sighting.statement.quote if one.sighting else ""
        lines += [f"　“{safe(quote, QUOTE)}”"] if quote and quote != above else ["　（同上句）"] if quote else []
        above = quote
    rest = Counter(one.change.kind for one in ordered if one not in listed)
    if rest:
        kinds = [f"{phrases.CHANGES[kind]}{rest[kind]}" for kind in phrases.CHANGES if rest[kind]]
        lines.append(f"另有：{' · '.join(kinds)}（问“某地区或某事项 变化”可查）")
    numbers = [button(str(number), CARD, one.matter.id) for number, one in enumerate(listed, start=1)]
    return Card("\n".join(lines), (tuple(numbers),) if numbers else ())


def _one_a_matter(news: Sequence[News]) -> list[News]:
    """The first of each matter, then, where there is room, the others."""
    first: dict[str, News] = {}
    for one in news:
        first.setdefault(one.matter.id, one)
    return [*first.values()] + ([one for one in news if one not in first.values()] if len(news) <= SHOWN_NEWS else [])


# --- the weekly brief -----------------------------------------------------------------------------------------------

_BRIEF: Mapping[str, str] = {
    "done": "已完成",
    "soon": "7天内到期",
    "overdue": "已逾期未见完成",
    "behind": "欠序时",
    "open": "其余推进中或未见进展",
}


def brief_card(items: Sequence[Item], today: date) -> Card:
    """How everything that a chat follows stands: done, due, overdue, behind; then by district."""
    total = Counter(_group(item.standing) for item in items)
    lines = [f"{bold('每周简报')} · {spoken_date(today)}：共{len(items)}项"]
    lines.append("，".join(f"{word}{total[key]}" for key, word in _BRIEF.items() if total[key]))
    places: dict[str, Counter[str]] = {}
    for item in items:
        for place in item.matter.places or ("全市",):
            places.setdefault(place, Counter())[_group(item.standing)] += 1
    by_trouble = sorted(places, key=lambda place: (-places[place]["overdue"], -places[place]["behind"], place))
    for place in by_trouble[:SHOWN] if len(places) > 1 else ():
        count = places[place]
        said = [f"{word}{count[key]}" for key, word in _BRIEF.items() if count[key] and key != "open"]
        lines.append(safe(f"{clip(place, 8)}{sum(count.values())}项：{'，'.join(said) or '没有到期和逾期的'}"))
    if len(places) > SHOWN:
        lines.append(f"另有{len(places) - SHOWN}个地区")
    return Card("\n".join(lines))


def _group(how: Standing) -> str:
    if how.status in ("done", "overdue", "behind"):
        return how.status
    soon = how.days_left is not None and 0 <= how.days_left <= _SOON.days and _is_stated(how)
    return "soon" if soon else "open"


# --- personal reminders and notices ---------------------------------------------------------------------------------


def remark_card(remark: Remark, matter: Matter | None, late: datetime | None = None) -> Card:
    """A personal reminder, with its matter, and with buttons to be reminded again."""
    lines = [f"🔔 {bold(safe(remark.text))}", *_late_line(late)]
    lines += [safe(phrases.name_text(matter))] if matter else []
    again = [
        button(label, SNOOZE, str(remark.id), page=days) for label, days in (("1天后", 1), ("3天后", 3), ("下周一", 0))
    ]
    return Card("\n".join(lines), (*(((button("详情", CARD, matter.id),),) if matter else ()), tuple(again)))


_TROUBLE: Mapping[str, str] = {"uncertain": "是否送达不明", "dead": "未能送达"}
_NAMES: Mapping[str, str] = {
    "digest": "提醒", "update": "变化", "personal": "个人提醒", "brief": "每周简报", "notice": "通知",
    "dispatch": "周调度", "round": "督查", "listing": "挂牌督办",
}  # fmt: skip


def notice_card(messages: Sequence[Message], names: Mapping[int, str] | None = None) -> Card:
    """What could not be delivered, for an administrator: how many, to which chat, of which day, why.

    `names` are those of channels.
    """
    count = Counter(message.state for message in messages)
    said = "，".join(f"{word}{count[state]}条" for state, word in _TROUBLE.items() if count[state])  # type: ignore[index]
    lines, known = [f"{bold('发送异常')}：{said}"], names or {}
    for message in messages[:SHOWN]:
        kind, state = _NAMES[message.kind], _TROUBLE.get(message.state, "")
        to = known.get(message.chat, message.chat)
        lines.append(safe(f"{kind} {message.day:%m-%d} → {to}：{state}，{clip(message.why, 40)}"))
    if len(messages) > SHOWN:
        lines.append(f"另有{len(messages) - SHOWN}条")
    return Card("\n".join(lines))
