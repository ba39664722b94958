"""What the chat says of 挂牌督办: the list, one matter on it, and what came on or went off it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers import phrases
from handlers.buttons import CARD, LISTED, LISTING, UNLIST, button, page_row
from handlers.card import SCREEN_ROWS, Block, Card, bold, clip, fitted, rows, safe
from handlers.picking import behind
from store.cycle.bulletin import responsible_text
from store.cycle.checking import Told

PAGE = 6
SHOWN = 8  # matters of a message that tells what came on or went off
NOTHING = "没有挂牌督办的事项。编辑可以用 /special 事项：理由 挂牌。"
NOBODY = "未指定责任人"


def listed_card(told: Sequence[Told], page: int, today: date) -> Card:
    """Page `page` (from 0) of the list: since when, why, who is responsible; a number brings one of them."""
    if not told:
        return Card(NOTHING)
    pages = max(1, -(-len(told) // PAGE))
    page = min(page, pages - 1)
    part = told[page * PAGE : (page + 1) * PAGE]
    where = f"（第{page + 1}/{pages}页）" if pages > 1 else ""
    lines = [f"{bold('挂牌督办')}：共{len(told)}项{where}"]
    for number, one in enumerate(part, start=1):
        light, name = phrases.LIGHTS[one.standing.light], _name(one, 14)
        lines.append(safe(f"{number} {light} {name} {phrases.day(one.listing.since, today)}起", 60))
        lines.append("　" + safe(f"{clip(one.listing.why, 28)}，{clip(_who(one), 10)}", 60))
    numbers = tuple(button(str(n), LISTING, one.matter.id) for n, one in enumerate(part, start=1))
    return Card("\n".join(lines), (numbers, *page_row(LISTED, "-", "-", page, pages)))


def listing_card(told: Told, today: date) -> Card:
    """One matter on the list: how it stands, since when, why, who put it on, who is responsible, its source."""
    one, matter, how = told.listing, told.matter, told.standing
    shown = behind(matter, how, "any", ())[:1]
    source = (
        ("出处：" + safe(phrases.source_text(shown[0])), f"“{safe(shown[0].statement.quote, 66)}”") if shown else ()
    )
    days = (today - one.since).days
    text = fitted(
        (
            Block(0, (f"{bold('挂牌督办')} · {safe(phrases.name_text(matter))}",)),
            Block(0, (safe(f"{phrases.figures_text(how)} {phrases.status_text(how)}".strip()),)),
            Block(0, (safe(f"挂牌：{one.since}（已{days}天，{'人工' if one.by else '按规则'}）"),)),
            Block(0, (safe(f"原因：{one.why}", 160),)),
            Block(1, (safe(f"责任：{_who(told)}", 120),)),
            Block(1, (safe(f"时限：{phrases.deadline_text(how.deadline, how)}"),)),
            Block(2, source),
        )
    )
    return Card(text, ((button("详情", CARD, matter.id), button("摘牌", UNLIST, matter.id), button("返回", LISTED)),))


def listing_news_card(on: Sequence[Told], off: Sequence[Told], today: date) -> Card:
    """What came on the list and what went off it, for who follows these matters; as many as a screen takes."""
    cards = (_news_card(on, off, today, most) for most in range(SHOWN, 0, -1))
    return next((card for card in cards if rows(card.text) <= SCREEN_ROWS), _news_card(on, off, today, 1))


def _news_card(on: Sequence[Told], off: Sequence[Told], today: date, most: int) -> Card:
    counts = [f"挂牌{len(on)}项"] * bool(on) + [f"摘牌{len(off)}项"] * bool(off)
    lines = [f"{bold('挂牌督办')} · {phrases.spoken_day(today)}：{'，'.join(counts)}"]
    shown = [*on, *off][:most]
    for number, one in enumerate(shown, start=1):
        if one in on:
            lines.append(safe(f"{number} {phrases.LIGHTS[one.standing.light]} {_name(one, 22)}", 60))
            lines.append("　" + safe(f"{clip(one.listing.why, 40)}，{clip(_who(one), 16)}", 70))
        else:
            lines.append(safe(f"{number} 摘牌 {_name(one, 22)}", 60))
            lines.append("　" + safe(one.listing.why_off, 60))
    if rest := len(on) + len(off) - len(shown):
        lines.append(f"另有{rest}项，发 /listed 查看")
    numbers = tuple(button(str(n), CARD, one.matter.id) for n, one in enumerate(shown, start=1))
    return Card("\n".join(lines), (numbers,))


def _name(one: Told, length: int) -> str:
    place = "、".join(name for name in one.matter.places if name not in one.matter.title)
    return clip(f"{clip(place, 8)} {one.matter.title}" if place else one.matter.title, length)


def _who(one: Told) -> str:
    return responsible_text(one.duty) or NOBODY
