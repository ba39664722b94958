"""The cards of a document that is held: what was read, what publishing brought, which ones wait.

Pure: what `store.intake` worked out in, a Card out, at most one screen; the first line says what it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from commitments.model import Change, Matter, Source
from commitments.print_days import likely_print_days
from commitments.wording import say_quantity
from handlers import phrases
from handlers.buttons import (
    DISCARD,
    DOUBT,
    DRAFT,
    GIVE_CITY,
    GIVE_DAY,
    GIVE_TITLE,
    PUBLISH,
    VERSION,
    button,
)
from handlers.card import Block, Button, Card, bold, clip, fitted, safe
from handlers.intake.doubt_cards import document_name, doubt_words, indented
from store.ingest import Ingested
from store.intake.alike import Alike
from store.intake.drafts import Draft
from store.intake.preview import Preview
from store.intake.review import OF_DOCUMENT, OF_DRAFT

NEW_SHOWN, CHANGES_SHOWN, DOUBTS_SHOWN, ALTERED_SHOWN = 6, 4, 2, 2
KINDS_SHOWN = 5
LISTED = 8
DAYS_OFFERED = 4

# What a figure of this kind is said with.
MEASURES = {"growth": "增长", "cumulative": "累计", "remaining": "剩余", "ceiling": "控制在"}

HIDDEN = "发布前只有编辑能看到。"
TOLD = "关注这些地区、类别或事项的人会收到通知。"
NO_REPEAT = "转载不是新的证据。"
KNOWN = "这份文档台账里已经有了，与 {name}相同，没有变化，不用再发布。"


def draft_card(preview: Preview, today: date) -> Card:
    """What was read of a draft, and what can be done with it."""
    counts = _counts(preview)
    known = _repeats(preview)
    text = fitted(
        (
            Block(0, (f"{bold(safe(f'《{clip(preview.title, 40)}》'))}：{counts}，待发布",)),
            *(Block(3 * n, (safe(line),)) for n, line in enumerate(_alike_lines(preview))),
            Block(0, (safe(_day_line(preview)), safe(_place_line(preview)))),
            Block(1, _altered_lines(preview) if not known else ()),
            Block(2, tuple(safe(f"※ {note}", 80) for note in preview.draft.notes[:2])),
            *(() if known else (*_new_blocks(preview.new), *_change_blocks(preview.changed, today))),
            *_doubt_blocks(preview),
            Block(0, (safe(HIDDEN),)),
        )
    )
    return Card(text, _draft_buttons(preview, today))


def known_text(source: Source) -> str:
    """What is said of a text that the ledger has to the letter."""
    return KNOWN.format(name=document_name(source))


def _counts(preview: Preview) -> str:
    kinds = Counter(one.kind for one in preview.reading.statements)
    return f"承诺{kinds['commitment']}条、进展{kinds['progress']}条"


def _day_line(preview: Preview) -> str:
    if preview.published is None:
        return f"刊发：还不知道（{clip(preview.why, 24)}）。定下日期才能发布：点一个，或直接写，例如5月22日"
    return f"刊发：{preview.published}（{clip(preview.why, 48)}）"


def _place_line(preview: Preview) -> str:
    source = preview.found.source if preview.found else None
    publisher = source.publisher if source else preview.draft.given.publisher
    city = (source.city if source else preview.reading.city) or "没有认出"
    limits = sum(one.deadline is not None and one.deadline.basis == "explicit" for one in preview.reading.statements)
    said = [f"城市：{clip(city, 12)}", *([f"来源：{clip(publisher, 16)}"] if publisher else []), f"写明时限{limits}条"]
    return " · ".join(said)


def _repeats(preview: Preview) -> bool:
    """Whether a draft says nothing new: the words of the document that it corrects, with other line breaks."""
    return any(one.how == "layout" and one.source == preview.corrects for one in preview.alike)


def _alike_lines(preview: Preview) -> list[str]:
    """What the text repeats, and what becomes of it."""
    if preview.corrects is not None:
        how = {one.source: one for one in preview.alike}.get(preview.corrects)
        named = document_name(preview.corrects)
        if _repeats(preview):
            again = f"照新的断行会读成{len(preview.altered)}句不同。" if preview.altered else ""
            return [f"⚠ 与 {named}相同，只是排版不同，不必再发布。{again}"]
        said = "大部分相同" if how is not None and how.share >= 0.5 else "内容差别很大，请核对"
        return [f"⚠ 与 {named}{said}，将作为它的更正；原来的文本留在历史里。"]
    return [_reprint_line(one) for one in preview.alike[:2]]


def _reprint_line(alike: Alike) -> str:
    named = document_name(alike.source)
    if alike.articles:
        first = clip(alike.articles[0], 20)
        more = f"等{len(alike.articles)}篇" if len(alike.articles) > 1 else ""
        return f"⚠ 其中《{first}》{more}与 {named}相同。{NO_REPEAT}"
    much = {"same": "相同", "layout": "相同，只是排版不同", "version": "大部分相同"}.get(
        alike.how, "大部分相同" if alike.share >= 0.5 else "有一部分相同"
    )
    return f"⚠ 与 {named}{much}，作为另一份。{NO_REPEAT}"


def _altered_lines(preview: Preview) -> tuple[str, ...]:
    """The sentences that a correction changes."""
    altered = preview.altered
    if preview.corrects is None:
        return ()
    if not altered:
        return ("句子没有改动。",)
    return (f"改动{len(altered)}句：", *(indented(_alteration(*pair), 90) for pair in altered[:ALTERED_SHOWN]))


def _alteration(before: str, after: str) -> str:
    if before and after:
        return f"“{_around(before, after)}”→“{_around(after, before)}”"
    return f"{'加上' if after else '去掉'}“{clip(after or before, 34)}”"


def _around(text: str, other: str, length: int = 18) -> str:
    """The part of a sentence in which it differs from the other one."""
    at = next((n for n, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), 0)
    start = max(0, at - 6)
    part = text[start : start + length]
    return f"{'…' if start else ''}{part}{'…' if start + length < len(text) else ''}"


def _new_blocks(new: Sequence[Matter]) -> list[Block]:
    if not new:
        return []
    shown = [Block(4 + n, (indented(f"{_told(matter)}", 60),)) for n, matter in enumerate(new[:NEW_SHOWN])]
    more = f"，先列{NEW_SHOWN}个" if len(new) > NEW_SHOWN else ""
    return [Block(0, (f"新事项{len(new)}个{more}：",)), *shown]


def _told(matter: Matter) -> str:
    """A new matter in a line: where, what, how much, until when."""
    statement = matter.sightings[-1].statement
    amount = "、".join(MEASURES.get(one.measure, "") + say_quantity(one) for one in statement.quantities[:2])
    limit = statement.deadline
    due = f"，{clip(limit.text, 10)}" if limit and limit.basis == "explicit" else ""
    return f"{_named(matter, 18)} {amount}".rstrip() + due


def _named(matter: Matter, length: int) -> str:
    """A matter with its place, where its title does not say it."""
    place = "、".join(name for name in matter.places if name not in matter.title)
    return f"{clip(place, 8)} {clip(matter.title, length)}".strip()


def _change_blocks(changed: Sequence[tuple[Matter, Change]], today: date) -> list[Block]:
    """What becomes different in matters that the ledger has: the changes that matter most first, the rest counted."""
    if not changed:
        return []
    telling = [pair for pair in changed if pair[1].kind != "progress"] or list(changed)
    shown = [
        Block(3 + n, (indented(f"{_named(matter, 14)}：{phrases.change_text(change, today, 14)}", 60),))
        for n, (matter, change) in enumerate(telling[:CHANGES_SHOWN])
    ]
    return [Block(0, (f"已有事项的变化：{_counted(changed)}",)), *shown]


def _counted(changed: Sequence[tuple[Matter, Change]]) -> str:
    """目标上调1处，进展11处: what moves a target or a limit first."""
    kinds = Counter(change.kind for _, change in changed)
    ordered = sorted(kinds, key=lambda kind: (kind in ("progress", "completed"), -kinds[kind]))
    more = "等" if len(ordered) > KINDS_SHOWN else ""
    return "，".join(f"{phrases.CHANGES[kind]}{kinds[kind]}处" for kind in ordered[:KINDS_SHOWN]) + more


def _doubt_blocks(preview: Preview) -> list[Block]:
    asked = preview.asked
    if not asked:
        return [Block(1, ("没有存疑。",))]
    waiting = [question for question, verdict in asked if verdict is None]
    done = f"，已核对{len(asked) - len(waiting)}处" if len(waiting) < len(asked) else ""
    words = Counter[str]()
    for question in waiting:
        words[doubt_words(question)] += question.count
    shown = [
        Block(3 + n, (indented(f"{doubt}（{count}条）" if count > 1 else doubt),))
        for n, (doubt, count) in enumerate(words.most_common(DOUBTS_SHOWN))
    ]
    return [Block(0, (f"存疑{len(asked)}处{done}{'：' if shown else ''}",)), *shown]


def _draft_buttons(preview: Preview, today: date) -> tuple[tuple[Button, ...], ...]:
    ref = str(preview.draft.id)
    rows: list[tuple[Button, ...]] = []
    discard = button("放弃", DISCARD, ref)
    first = [button("发布", PUBLISH, ref)] if preview.published else []
    if _repeats(preview):
        first = [discard, button("仍作为更正发布", PUBLISH, ref)]
    if preview.asked:
        label = f"逐条核对 {preview.open_doubts}" if preview.open_doubts else "看核对结果"
        first.append(button(label, DOUBT, f"{OF_DRAFT}{ref}"))
    first.append(button("改日期", GIVE_DAY, ref))
    rows.append(tuple(first) if discard in first else (*first, discard))
    if preview.published is None:
        rows.insert(0, day_buttons(preview, today))
    second = [button("改标题", GIVE_TITLE, ref), button("改城市", GIVE_CITY, ref)]
    if preview.corrects is not None:
        second.append(button("作为另一份", VERSION, ref, page=0))
    elif preview.alike:
        second.append(button("作为更正", VERSION, ref, str(preview.alike[0].document), page=1))
    return (*rows, tuple(second))


def day_buttons(preview: Preview, today: date) -> tuple[Button, ...]:
    """Likely days of print, to be chosen by one tap."""
    days = likely_print_days(preview.draft.file, today, preview.published)[:DAYS_OFFERED]
    ref = str(preview.draft.id)
    return tuple(button(_day_label(day, today), GIVE_DAY, ref, day.strftime("%Y%m%d"), page=1) for day in days)


def _day_label(day: date, today: date) -> str:
    near = {0: "今天 ", 1: "昨天 "}.get((today - day).days, "")
    return f"{near}{phrases.day(day, today)}"


def ask_day_card(preview: Preview, today: date) -> Card:
    """Asks for the day of print."""
    text = f"{bold(safe(f'《{clip(preview.title, 30)}》'))}哪天刊发？点一个，或直接写日期，例如：2024-05-22、5月22日"
    return Card(text, (day_buttons(preview, today), (button("返回", DRAFT, str(preview.draft.id), page=1),)))


# --- the ends ---------------------------------------------------------------------------------------------------------


def published_card(found: Ingested, preview: Preview, number: int | None, open_doubts: int) -> Card:
    """What publishing brought, as it was shown before."""
    source = found.source
    outcome = {"new": "已发布", "corrected": "已作为更正发布", "same": "已发布，与台账里的相同，没有变化"}[
        found.outcome
    ]
    lines = [f"{bold(safe(f'《{clip(source.title, 40)}》'))}：{outcome}"]
    if found.outcome != "same":
        lines.append(f"承诺{found.commitments}条、进展{found.progress}条，新事项{found.matters_new}个")
        if preview.changed:
            lines.append(f"已有事项的变化：{_counted(preview.changed)}")
        lines.append(safe(f"刊发：{source.published} · 城市：{clip(source.city, 12) or '没有认出'}"))
        lines.append(TOLD)
    rows = ((button(f"核对存疑 {open_doubts}", DOUBT, f"{OF_DOCUMENT}{number}"),),) if number and open_doubts else ()
    return Card("\n".join(lines), rows)


def drafts_card(held: Sequence[Draft], today: date) -> Card:
    """The drafts that wait, a button each."""
    if not held:
        return Card("没有待发布的文档。把文件或长文字发给我，就会读出来等您发布。")
    part = held[-LISTED:]
    lines = [f"{bold('待发布')}：共{len(held)}份" + (f"，最近的{LISTED}份：" if len(part) < len(held) else "")]
    for n, one in enumerate(part, start=1):
        day = one.given.published
        printed = f"，刊发{day}" if day else ""
        lines.append(safe(f"{n} 《{clip(one.given.title or one.title, 24)}》{one.made_at[5:10]}收到{printed}", 80))
    return Card("\n".join(lines), (tuple(button(str(n), DRAFT, str(one.id)) for n, one in enumerate(part, start=1)),))
