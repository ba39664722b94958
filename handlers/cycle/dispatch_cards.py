"""What the weekly dispatch says: the questions with the last known figures, what was answered, the editors' summary.

Pure: values in, a Card out, one screen each. handlers/cycle/cards.py hands these to store/cycle/due.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from commitments.model import Matter, Standing
from commitments.wording import say_number
from handlers import phrases
from handlers.buttons import (
    CARD,
    CLOSINGS,
    EXTEND,
    NONE,
    REPORT_DONE,
    REPORT_FIGURE,
    REPORT_LINE,
    REPORT_SAME,
    REPORT_UNDO,
    REPORT_WHICH,
    SHEET,
    button,
    page_row,
)
from handlers.card import ROW_CELLS, Block, Button, Card, bold, cells, clip, fitted, safe
from handlers.digests import spoken_date
from handlers.picking import holder
from store.cycle.sheets import Line, Sheet
from store.cycle.summary import Asked, Person, Summary

PAGE = 7
BUTTONS_A_ROW = 4
LISTED = 9  # lines of an answer that are repeated
NAMED = 5  # matters that a summary names of each kind
_LINE_ROWS = 2

HOW_TO = "直接回复“序号 进展”，可写几行，例如：1 138/188"
HOW_TO_ONE = "直接回复即可，例如：138/188、完成、没有进展，或按："
WORDS_KEPT = "没有数字，台账的数不变"
NOTHING_LEFT = "本周要报的都报完了，谢谢。"


def dispatch_card(sheet: Sheet, today: date, page: int = 0, late: datetime | None = None) -> Card:
    """Page `page` (from 0) of a person's sheet, one line a matter with its last known figure; a number brings its
    buttons. `late` is the local moment at which the questions should have come."""
    waiting = len(sheet.open)
    asked = f"请报{waiting}项进展" if waiting else NOTHING_LEFT
    head = f"{bold('周调度')} · {spoken_date(today)}：{asked}"
    return _sheet_card(sheet, sheet.lines, head, today, page, late)


def again_card(sheet: Sheet, today: date) -> Card:
    """The second asking, about what was not answered alone."""
    head = f"{bold('周调度')} · {spoken_date(today)}：还有{len(sheet.open)}项没有报"
    return _sheet_card(sheet, sheet.open, head, today, 0, None)


def _sheet_card(
    sheet: Sheet, lines: Sequence[Line], head: str, today: date, page: int, late: datetime | None
) -> Card:  # fmt: skip
    pages = max(1, -(-len(lines) // PAGE))
    page = min(page, pages - 1)
    shown = lines[page * PAGE : (page + 1) * PAGE]
    if pages > 1:
        head += f"（第{page + 1}/{pages}页）"
    said = [f"※ 迟发：原定{late:%m-%d %H:%M}发出"] if late else []
    rows = [head, *said, *(sheet_line(line, today) for line in shown)]
    week = f"{sheet.monday:%Y%m%d}"
    if len(sheet.lines) == 1:
        one = sheet.lines[0]
        return Card("\n".join([*rows, HOW_TO_ONE]), line_buttons(one.matter.id, week) if one.is_open else ())
    numbers = [button(str(one.number), REPORT_LINE, one.matter.id, week) for one in shown if one.is_open]
    buttons = [tuple(numbers[at : at + BUTTONS_A_ROW]) for at in range(0, len(numbers), BUTTONS_A_ROW)]
    if sheet.open:
        rows.append(HOW_TO)
        whole = len(sheet.open) == len(sheet.lines)
        label = f"{'全部' if whole else f'余下{len(sheet.open)}项'}没有变化"
        buttons.append((button(label, REPORT_SAME, NONE, week),))
    # The second asking shows its first page; the pages are those of the whole sheet.
    return Card("\n".join(rows), (*buttons, *page_row(SHEET, NONE, week, page, pages)))


def sheet_line(line: Line, today: date) -> str:
    """“2 🔴 老旧小区改造：上次 50/188个（09-20公开） · 12-31还有97天”, escaped; “✅ …：138/188个” once answered."""
    how = line.standing
    if line.answered:
        return _fitted(f"{line.number} ✅ ", line.matter, clip(line.answer, 24))
    if how.status == "done":
        return _fitted(f"{line.number} ✅ ", line.matter, "已完成，不用再报")
    end = how.deadline.end if how.deadline else None
    days = phrases.days_text(how)
    implied = "推定" if how.deadline and how.deadline.basis == "frame" else ""
    due = f" · {implied}{phrases.day(end, today)}{days}" if end else ""
    return _fitted(f"{line.number} {phrases.LIGHTS[how.light]} ", line.matter, f"{last_text(line.matter, how)}{due}")


def _fitted(head: str, matter: Matter, rest: str) -> str:
    room = (_LINE_ROWS * ROW_CELLS - cells(f"{head}：{rest}")) // 2
    return safe(f"{head}{called(matter, max(8, min(room, 20)))}：{rest}")


def called(matter: Matter, length: int) -> str:
    """A matter's title with its place, which tells it from others of the same title: 西工区 老旧小区改造."""
    place = "、".join(name for name in matter.places if name not in matter.title)
    return clip(f"{clip(place, 8)} {matter.title}" if place else matter.title, length)


def last_text(matter: Matter, how: Standing) -> str:
    """The last known figure with its day and grade: “上次 50/188个（09-20公开）”; without one, the target."""
    done, target = how.done, how.target
    if done is None and how.percent is None:
        said = phrases.target_text(target, brief=True) if target else "没有数字目标"
        seen = "未见进展报道" if how.status == "no_evidence" else phrases.STATUSES[how.status]
        return f"{said}，{seen}"
    source = holder(matter, done) if done else None
    if done and target and done.unit == target.unit:
        said = phrases.fraction_text(done, target)
    else:
        said = say_number(done.value, done.unit) if done else phrases.percent_text(how.percent or 0)
    if source is None:
        return f"上次 {said}（推算）" if done and done.derived else f"上次 {said}"
    grade = phrases.GRADES[source.source.grade].strip("〔〕")
    return f"上次 {said}（{phrases.day(source.source.published, how.today)}{grade}）"


def line_buttons(matter_id: str, week: str) -> tuple[tuple[Button, ...], ...]:
    """What can be answered about one matter; `week` is that of the dispatch or “-”."""
    return (
        (
            button("没有变化", REPORT_SAME, matter_id, week),
            button("已完成", REPORT_DONE, matter_id, week),
            button("填报进度", REPORT_FIGURE, matter_id, week),
        ),
        (button("申请延期", EXTEND, matter_id), button("详情", CARD, matter_id)),
    )


def ask_card(matter: Matter, how: Standing, week: str) -> Card:
    """One matter to be reported on: its last known figure and deadline, and the buttons."""
    lines = [
        f"{bold(safe(phrases.name_text(matter)))}：{safe(last_text(matter, how))}",
        safe(f"时限：{phrases.deadline_text(how.deadline, how)}"),
        HOW_TO_ONE,
    ]
    return Card("\n".join(lines), line_buttons(matter.id, week))


def kept_card(matter: Matter, how: Standing, said: str, report: int, left: int | None, *, proposed: bool) -> Card:
    """What was recorded and how the matter now stands, with 撤销; `left` is how many of the sheet are still open."""
    lines = [f"已记下 {bold(safe(called(matter, 24)))}：{safe(said, 80)}"]
    figures = phrases.figures_text(how, brief=True)
    lines.append(safe(f"现在：{figures + '，' if figures else ''}{phrases.status_text(how)}"))
    if proposed:
        lines.append("已提请核实销号，核实前按“自报”显示。")
    lines += _left_lines(left)
    row = [button("撤销", REPORT_UNDO, str(report))] if report else []
    if left:
        row.append(button("看余下的", SHEET))
    return Card("\n".join(lines), (tuple(row),) if row else ())


def all_same_card(sheet: Sheet) -> Card:
    """Whether nothing moved in all that is still open."""
    sure = button("确定", REPORT_SAME, NONE, f"{sheet.monday:%Y%m%d}", page=1)
    return Card(f"把余下{len(sheet.open)}项都记为“没有变化”？", ((sure,),))


def several_card(said: Sequence[tuple[int, str, str]], left: int | None) -> Card:
    """What was recorded of an answer of several lines: (number, title, what was said)."""
    lines = [f"已记下{len(said)}项："]
    shown = said[:LISTED]
    lines += [safe(f"{number} {clip(title, 14)}：{clip(words, 24)}") for number, title, words in shown]
    lines += [f"另有{len(said) - LISTED}项"] if len(said) > LISTED else []
    lines += _left_lines(left)
    return Card("\n".join(lines), ((button("看本周各项", SHEET),),))


def _left_lines(left: int | None) -> list[str]:
    return [] if left is None else [f"本周还有{left}项没报。" if left else NOTHING_LEFT]


def doubt_card(matter: Matter, said: str, doubts: Sequence[str], buttons: Sequence[Button]) -> Card:
    """What is asked back before an unlikely figure is recorded."""
    text = f"{bold(safe(called(matter, 24)))}：{safe(said, 60)}？{safe('；'.join(doubts), 120)}。确认这样记吗？"
    return Card(text, (tuple(buttons),))


def which_card(text: str, matters: Sequence[tuple[str, Matter]], key: str, *, question: bool) -> Card:
    """Which matter a report is meant of: (label, matter) each with a button; with `question`, that it is none."""
    rows = [(button(safe_label(label, matter), REPORT_WHICH, matter.id, key),) for label, matter in matters[:PAGE]]
    if question:
        rows.append((button("不是填报，是提问", REPORT_WHICH, NONE, key),))
    more = "（只列出前几项；也可以写上序号再发，例如：2 138）" if len(matters) > PAGE else ""
    return Card(f"“{safe(text, 40)}”是哪一项的进展？{more}", tuple(rows))


def safe_label(label: str, matter: Matter) -> str:
    """A button's words for a matter: “2 老旧小区改造 · 西工区”."""
    place = "、".join(matter.places)
    return clip(f"{label} {clip(matter.title, 16)}{f' · {place}' if place else ''}".strip(), 28)


# --- the editors' summary -------------------------------------------------------------------------------------------


def summary_card(summary: Summary, today: date) -> Card:
    """How the week's dispatch went: who answered, what moved, what was reported as done, what got worse."""
    people, asked = summary.people, summary.asked
    replied = len(people) - len(summary.silent)
    head = (
        f"{bold('周调度小结')} · {spoken_date(today)}：{replied}/{len(people)}人应答，"
        f"{summary.answered}/{sum(person.asked for person in people)}项已报"
    )
    partly = [person for person in people if 0 < person.answered < person.asked]
    moved = [one for one in summary.of_kind("figure") if one.standing.done and one.standing.done.value != one.known]
    worse = [one for one in asked if one.got_worse]
    same = summary.of_kind("none")
    text = fitted(
        (
            Block(0, (head,)),
            Block(1, (safe(f"未应答：{_names(summary.silent)}", 80),) if summary.silent else ()),
            Block(2, (safe(f"没有报全：{_names(partly)}", 80),) if partly else ()),
            *_kind_blocks("有进展", moved, _moved_text),
            *_kind_blocks("报完成待核实", summary.waiting, lambda one: clip(one.answer, 20)),
            *_kind_blocks("变差", worse, lambda one: f"{phrases.LIGHTS[one.light or 'grey']}→{_light(one)}"),
            *_kind_blocks("文字说明", summary.of_kind("words"), lambda one: clip(one.answer, 20)),
            Block(1, (f"没有变化{len(same)}项",) if same else ()),
        )
    )
    return Card(text, ((button("待销号", CLOSINGS),),) if summary.waiting else ())


def _names(people: Sequence[Person]) -> str:
    said = "、".join(f"{clip(person.name, 8)}（{person.answered}/{person.asked}）" for person in people[:NAMED])
    return said + (f"等{len(people)}人" if len(people) > NAMED else "")


def _moved_text(one: Asked) -> str:
    figures = phrases.figures_text(one.standing, brief=True)
    return figures if one.known is None else f"{one.known:g}→{figures}"


def _light(one: Asked) -> str:
    return phrases.LIGHTS[one.standing.light]


def _kind_blocks(word: str, found: Sequence[Asked], say: Callable[[Asked], str]) -> Iterator[Block]:
    """How many there are, and the first of them, which give way where the screen is too small."""
    if found:
        yield Block(1, (f"{word}{len(found)}项：",))
        for rank, one in enumerate(found[:NAMED], start=3):
            yield Block(rank, (safe(f"· {called(one.matter, 16)} {say(one)}", 40),))
