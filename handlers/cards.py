"""The cards of the chat: one matter, a list, sources, changes. The first line is the answer, every figure has a source.

Pure: values of `commitments.model` in, a Card out. A list's buttons carry the `key` that its question is kept by.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from commitments.history import history
from commitments.model import Answer, Matter, Reply, Sighting, Standing
from commitments.standing import FRAME_NOTE
from handlers import phrases
from handlers.buttons import (
    ASSIGN,
    CARD,
    CHANGES,
    FOLLOW,
    LIST,
    NONE,
    NOTE,
    PARTS,
    PICTURE,
    REPORT_LINE,
    SOURCES,
    button,
    drop_row,
    page_row,
)
from handlers.card import ROW_CELLS, Block, Button, Card, bold, cells, clip, fitted, plain, safe
from handlers.cycle.duty_words import NOBODY, duty_text
from handlers.details import changes_card, doubt_lines, pages_of, source_lines, sources_card
from handlers.grades import closing_text, graded_figures, limit_text
from handlers.picking import behind, holder, latest_change
from store.cycle.duties import Duty

__all__ = ["Button", "Card", "changes_card", "list_card", "matter_card", "plain", "reply_card", "sources_card"]

LIST_PAGE = 8
LINE_ROWS = 2  # rows of the screen that a line of a list may take
SHOWN_SOURCES = 2


def reply_card(
    reply: Reply, page: int = 0, key: str = NONE, duty: Duty | None = None, said: Sequence[str] = ()
) -> Card:
    """The card for a question: the matter where one answer stands out, else page `page` (from 0) of a list of one line
    each; a question without an answer says so and offers near misses."""
    if not reply.answers:
        return _nothing_card(reply, key)
    if not reply.certain or page:
        return list_card(reply, page, key)
    first = reply.answers[0]
    others = max(reply.total, len(reply.answers)) - 1
    more = ((button(f"其他{others}条", LIST, key=key),),) if others else ()
    card = matter_card(
        first.matter,
        first.standing,
        intent=reply.filters.intent,
        evidence=first.evidence,
        notes=reply.notes,
        parts=first.parts,
        key=key,
        duty=duty,
        said=said,
    )
    return Card(card.text, card.buttons + more)


def matter_card(
    matter: Matter,
    standing: Standing,
    *,
    intent: str = "any",
    evidence: Sequence[Sighting] = (),
    notes: Sequence[str] = (),
    parts: Sequence[Matter] = (),
    key: str = NONE,
    duty: Duty | None = None,
    said: Sequence[str] = (),
) -> Card:
    """One matter on one screen: the answer to what is asked (`intent`, as in Filters), the bar, pace, deadline, latest
    change and sources: of what the first line says, then the best `evidence` (without it, the newest). `notes` are said
    of the question; `duty` says who is responsible, `said` what supervision says of it."""
    shown = behind(matter, standing, intent, evidence)[:SHOWN_SOURCES]
    changed = latest_change(standing)
    progress, closing = _progress_line(matter, standing), closing_text(matter, standing)
    text = fitted(
        (
            Block(0, (_headline(matter, standing, intent, duty),)),
            Block(1, tuple(safe(f"※ {note}", 62) for note in notes[:2])),
            Block(1, (safe(progress),) if progress else ()),
            Block(2, _pace_lines(standing)),
            Block(
                1,
                (safe(f"时限：{limit_text(matter, standing)}"),) if intent != "deadline" else (),
            ),
            Block(1, (safe(f"销号：{closing}"),) if closing else ()),
            Block(
                3,
                (safe(f"变化：{phrases.change_text(changed, standing.today)}"),)
                if changed and intent != "change"
                else (),
            ),
            Block(2, (safe(f"责任：{duty_text(duty)}", 60),) if duty and duty_text(duty) and intent != "who" else ()),
            Block(2, tuple(safe(clip(line, 60)) for line in said[:2])),
            Block(4, tuple(safe(clip(note, 60)) for note in _notes(standing)[:2])),
            Block(0, ("出处：", *source_lines(1, shown[0], 66)) if shown else ("出处：没有",)),
            Block(4, doubt_lines(shown[0]) if shown else ()),
            *(Block(5, source_lines(n, s, 66, above)) for n, (above, s) in enumerate(pairwise(shown), start=2)),
        )
    )
    row = [button(f"出处 {len(matter.sightings)}", SOURCES, matter.id, key)] if matter.sightings else []
    if standing.changes:
        row.append(button(f"变化 {len(standing.changes)}", CHANGES, matter.id, key))
    if history(matter, standing.today).tells:
        row.append(button("图", PICTURE, matter.id, key))
    if parts:
        row.append(button(f"各区 {len(parts)}", PARTS, matter.id, key))
    watch = (
        button("订阅", FOLLOW, matter.id),
        button("提醒我", NOTE, matter.id),
        button("分工", ASSIGN, matter.id, key),
        *((button("填报", REPORT_LINE, matter.id),) if duty and duty.users and standing.status != "done" else ()),
    )
    return Card(text, (tuple(row), watch) if row else (watch,))


def list_card(reply: Reply, page: int = 0, key: str = NONE) -> Card:
    """Page `page` (from 0) of the answers, one line each: light, title, figure, deadline; a button for each
    number, and one for each filter that can be dropped.

    `reply` holds the answers up to that page at least, and says in `total` how many there are.
    """
    pages = pages_of(max(reply.total, len(reply.answers)), LIST_PAGE)
    page = min(page, pages_of(len(reply.answers), LIST_PAGE) - 1)
    part = reply.answers[page * LIST_PAGE : (page + 1) * LIST_PAGE]
    text = fitted(
        (
            Block(0, (_list_headline(reply, page, pages),)),
            Block(1, tuple(safe(f"※ {note}", 62) for note in reply.notes[:2])),
            Block(0, tuple(_list_line(number, answer) for number, answer in enumerate(part, start=1))),
        )
    )
    return Card(text, _number_rows(part) + page_row(LIST, NONE, key, page, pages) + _drop_row(reply, key))


def _headline(matter: Matter, standing: Standing, intent: str, duty: Duty | None) -> str:
    if intent == "who":
        said = (duty_text(duty) if duty else "") or NOBODY
    else:
        said = HEADLINES.get(intent, _said_figures)(matter, standing)
    status = safe(phrases.status_text(standing))
    name = bold(safe(phrases.name_text(matter)))
    return f"{name}：{safe(said, 120)} {status}" if said else f"{name}：{status}"


def _said_figures(matter: Matter, standing: Standing) -> str:
    return graded_figures(matter, standing)


def _said_target(matter: Matter, standing: Standing) -> str:
    return phrases.target_text(standing.target) if standing.target else graded_figures(matter, standing)


def _said_deadline(matter: Matter, standing: Standing) -> str:
    return f"时限 {limit_text(matter, standing)}"


def _said_change(matter: Matter, standing: Standing) -> str:
    change = latest_change(standing)
    return phrases.change_text(change, standing.today) if change else graded_figures(matter, standing)


# What is asked (Filters.intent) → what the first line says.
HEADLINES: Mapping[str, Callable[[Matter, Standing], str]] = {
    "target": _said_target,
    "deadline": _said_deadline,
    "change": _said_change,
}


def _progress_line(matter: Matter, standing: Standing) -> str:
    day = standing.done.as_of if standing.done else None  # a figure of another day is not dated like this one
    found = [pair for pair in phrases.pairs(standing) if pair[0].as_of in (None, day)]
    said = " · ".join(phrases.fraction_text(done, target) for done, target in found[:3])
    done = standing.done
    said_by = holder(matter, done) if done else None
    when = phrases.as_of_text(done, said_by.source.published if said_by else None, standing.today) if done else ""
    if standing.percent is not None:
        said = f"{phrases.bar(standing.percent)} {said or phrases.percent_text(standing.percent)}"
    elif done and not said:
        said = phrases.done_text(done)
    return f"{said}（{when}）" if said and when else said


def _pace_lines(standing: Standing) -> tuple[str, ...]:
    percent = standing.percent
    if percent is None:
        return ()
    heads = ("序时：", "另一种读法：")
    readings = zip(heads, standing.paces[:2], strict=False)
    return tuple(safe(f"{head}{phrases.pace_text(pace, percent)}") for head, pace in readings)


def _notes(standing: Standing) -> tuple[str, ...]:
    figures = (figure for figure in (standing.target, standing.done) if figure and figure.derived)
    said = (note for note in standing.notes if note != FRAME_NOTE)  # the line of the deadline says it already
    return (*(f"推算：{figure.derived}" for figure in figures), *said)


def _nothing_card(reply: Reply, key: str) -> Card:
    asked = phrases.filters_text(reply.filters) or clip(reply.question, 40)
    near = reply.near[:LIST_PAGE]
    lines = [f"没有找到“{safe(asked)}”的承诺或进展。" if asked else "请写下要问的事项，例如：老旧小区 进度"]
    lines += [safe(f"※ {note}", 62) for note in reply.notes[:2]]
    if near:
        lines += ["相近的有：", *(_list_line(number, answer) for number, answer in enumerate(near, start=1))]
    elif asked and not reply.notes:
        lines.append("可以换个说法，或只写事项、地区、时限中的一项，例如：老旧小区、8月底前、逾期的")
    return Card("\n".join(lines), _number_rows(near) + _drop_row(reply, key))


def _list_headline(reply: Reply, page: int, pages: int) -> str:
    total = max(reply.total, len(reply.answers))
    asked = phrases.filters_text(reply.filters)
    lights = Counter(answer.standing.light for answer in reply.answers)
    counted = [f"{sign}{lights[light]}" for light, sign in phrases.LIGHTS.items() if lights[light]]
    if total > len(reply.answers):
        counted = []
    where = [f"第{page + 1}/{pages}页"] if pages > 1 else []
    details = "，".join([" ".join(counted)] * bool(counted) + where)
    head = bold(safe(asked)) + "：" if asked else ""
    return f"{head}共{total}项" + (f"（{details}）" if details else "")


def _list_line(number: int, answer: Answer) -> str:
    matter, standing = answer.matter, answer.standing
    place = "、".join(name for name in matter.places if name not in matter.title)
    rest = clip(phrases.figures_text(standing, brief=True), 16)
    if standing.deadline and standing.deadline.end:
        due = f"{phrases.day(standing.deadline.end, standing.today)} {phrases.days_text(standing)}".rstrip()
        rest = f"{rest} · {due}" if rest else due
    head = f"{number} {phrases.LIGHTS[standing.light]} "
    room = (LINE_ROWS * ROW_CELLS - cells(f"{head} · {rest}")) // 2
    title = clip(f"{clip(place, 8)} {matter.title}" if place else matter.title, min(room, 20))
    return safe(f"{head}{title} · {rest}" if rest else head + title)


def _number_rows(answers: Sequence[Answer]) -> tuple[tuple[Button, ...], ...]:
    row = tuple(button(str(number), CARD, answer.matter.id) for number, answer in enumerate(answers, start=1))
    return (row,) if row else ()


def _drop_row(reply: Reply, key: str) -> tuple[tuple[Button, ...], ...]:
    """Nothing is dropped that the question would be empty without."""
    filters, said = reply.filters, phrases.narrowing(reply.filters)
    keeps = len(said) + bool(filters.subject or filters.numbers) > 1
    return drop_row(said, key) if keeps and key != NONE else ()
