"""How a matter's standing is put into words: tables of statuses, lights and changes, and the lines of a card.

Every function gives plain text, cleaned but not escaped; cards.py escapes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from commitments.model import (
    Change,
    ChangeKind,
    Deadline,
    Figure,
    Filters,
    Light,
    Matter,
    Pace,
    Quantity,
    Sighting,
    Source,
    Standing,
    Status,
)
from commitments.wording import say_quantity, say_share
from handlers.card import bold, clip, safe

LIGHTS: Mapping[Light, str] = {"green": "🟢", "yellow": "🟡", "red": "🔴", "grey": "⚪"}

STATUSES: Mapping[Status, str] = {
    "done": "已完成",
    "overdue": "已逾期，未见完成报道",  # which is not 没有完成
    "ahead": "超序时",
    "on_pace": "达序时",
    "behind": "欠序时",
    "under_way": "推进中",
    "no_evidence": "未见进展报道",  # which is not 没有开工
}

CHANGES: Mapping[ChangeKind, str] = {
    "new": "新增",
    "progress": "进展",
    "completed": "完成",
    "target_raised": "目标上调",
    "target_cut": "目标下调",
    "deadline_later": "时限推后",
    "deadline_earlier": "时限提前",
    "softened": "力度减弱",
    "firmed": "力度加强",
    "scope_changed": "口径变化",
    "dropped": "不再提及",
    "conflict": "数字矛盾",
}

KINDS: Mapping[str, str] = {"commitment": "承诺", "progress": "进展"}

BAR_CELLS = 10
CHAT_PERSON = "telegram:"  # how a person of the chat stands in the ledger's records (store.members.person)


def day(value: date, today: date) -> str:
    """A date as people write it: 09-20 within the year of `today`, 2023-09-20 otherwise."""
    return f"{value:%m-%d}" if value.year == today.year else value.isoformat()


def spoken_day(value: date) -> str:
    """A date as people say it: 6月30日."""
    return f"{value.month}月{value.day}日"


def percent_text(value: float) -> str:
    """A share with at most one decimal: 26.6%, 100%."""
    return f"{value:.1f}".removesuffix(".0") + "%"


def points_text(value: float) -> str:
    """A distance of two shares: 23.1个百分点."""
    return f"{abs(value):.1f}".removesuffix(".0") + "个百分点"


def status_text(standing: Standing) -> str:
    """Light and status: “🔴 欠序时”; an overdue matter says for how many days."""
    word = STATUSES[standing.status]
    if standing.status == "overdue" and standing.days_left is not None:
        word = f"已逾期{-standing.days_left}天，未见完成报道"
    return f"{LIGHTS[standing.light]} {word}"


def place_text(matter: Matter) -> str:
    """The places of a matter, its city where it has none: “西工区、涧西区”, “洛阳市”."""
    return clip("、".join(matter.places) or matter.city or "全市", 20)


def name_text(matter: Matter) -> str:
    """What a matter is called: title · place · year."""
    year = () if matter.year is None else (str(matter.year),)
    return " · ".join((clip(matter.title, 36), place_text(matter), *year))


def bold_name(matter: Matter) -> str:
    """The name of a matter as the bold head of a message, in Telegram's HTML."""
    return bold(safe(clip(name_text(matter), 40)))


def target_text(figure: Figure, *, brief: bool = False) -> str:
    """A target with its bound: “目标188个小区”, “目标5万个以上”; `brief` leaves out what is counted."""
    return f"目标{_said(figure, brief)}"


def done_text(figure: Figure, *, brief: bool = False) -> str:
    """A reported figure that stands alone: “已报50个小区”."""
    return f"已报{_said(figure, brief)}"


def _said(figure: Figure, brief: bool) -> str:
    amount = say_quantity(Quantity(figure.value, clip(figure.unit, 8), op=figure.op))
    return amount if brief else amount + _counted(figure)


def _counted(figure: Figure) -> str:
    return "" if figure.what in ("", figure.unit) else clip(figure.what, 8)


def fraction_text(done: Figure, target: Figure) -> str:
    """Reported and targeted figure of the same unit: “50/188个”, “1.02万/3.73万户”."""
    return say_share(done.value, target.value, target.unit)


def pairs(standing: Standing) -> tuple[tuple[Figure, Figure], ...]:
    """The reported figures with the target that each one counts towards, the leading pair first."""
    dones = standing.dones or ((standing.done,) if standing.done else ())
    targets = list(standing.targets or ((standing.target,) if standing.target else ()))
    found = []
    for done in dones:
        fit = [target for target in targets if target.unit == done.unit]
        match = next((target for target in fit if target.what == done.what), fit[0] if fit else None)
        if match is not None:
            targets.remove(match)
            found.append((done, match))
    return tuple(found)


def figures_text(standing: Standing, *, brief: bool = False) -> str:
    """The leading figures: “50/188个小区（26.6%）”, “目标188个小区”, “已报50个小区”; "" where there are none.

    `brief` leaves out what is counted, for a line that begins with the matter's name.
    """
    done, target, percent = standing.done, standing.target, standing.percent
    share = "" if percent is None else f"（{percent_text(percent)}）"
    if done and target:
        if percent is not None and done.unit == target.unit:
            return fraction_text(done, target) + ("" if brief else _counted(target)) + share
        return f"{target_text(target, brief=brief)}，{done_text(done, brief=brief)}{share}"
    if target:
        return target_text(target, brief=brief) + share
    if done:
        return done_text(done, brief=brief) + share
    return "" if percent is None else f"完成{percent_text(percent)}"


def bar(percent: float) -> str:
    """A share of the target as ten cells: 26.6 → ▓▓▓░░░░░░░; full only where all is done, empty where nothing is."""
    most, least = BAR_CELLS - (percent < 100), int(percent > 0)
    filled = max(least, min(most, round(percent / 100 * BAR_CELLS)))
    return "▓" * filled + "░" * (BAR_CELLS - filled)


def as_of_text(figure: Figure | None, reported: date | None, today: date) -> str:
    """When a figure stood and when it was printed: “截至2024-06-30，报于09-20”."""
    stood = figure.as_of if figure else None
    if stood is None or stood == reported:
        return "" if reported is None else f"报于{reported}"
    return f"截至{stood}" + ("" if reported is None else f"，报于{day(reported, today)}")


def pace_text(pace: Pace, percent: float) -> str:
    """One reading of the pace with its arithmetic: “到6月30日应完成49.7%，实际26.6%，差23.1个百分点”."""
    gap = percent - pace.expected
    distance = "持平" if abs(gap) < 0.05 else ("超" if gap > 0 else "差") + points_text(gap)
    due = f"到{spoken_day(pace.as_of)}应完成{percent_text(pace.expected)}"
    return f"{due}，实际{percent_text(percent)}，{distance}"


def days_text(standing: Standing) -> str:
    """How far the deadline is: “还有97天”, “今天到期”, “已过3天”; "" for a matter that is done or without a day."""
    left = standing.days_left
    if left is None or standing.status == "done":
        return ""
    return "今天到期" if left == 0 else f"还有{left}天" if left > 0 else f"已过{-left}天"


def deadline_text(deadline: Deadline | None, standing: Standing) -> str:
    """The time limit, the words that it was read from and how far it is: “2024-12-31（“年底前”，还有97天）”."""
    if deadline is None:
        return "未写明"
    source = "按年度推定" if deadline.basis == "frame" else f"“{clip(deadline.text, 16)}”"
    if deadline.end is None:
        return f"{source}（没有具体日期）"
    return f"{deadline.end}（{'，'.join(part for part in (source, days_text(standing)) if part)}）"


def change_text(change: Change, today: date, length: int = 24) -> str:
    """A change with its day: “目标上调 143→188个（+31%，05-22）”; “数字矛盾” and the like may have one side only."""
    before, after = (clip(value, length) if value else "" for value in (change.before, change.after))
    (old, old_unit), (new, new_unit) = _leading_number(before), _leading_number(after)
    growth = ""
    if old is not None and new is not None and old_unit == new_unit:
        before = before.removesuffix(old_unit)
        growth = f"{(new - old) / old * 100:+.0f}%，" if old and change.kind in ("target_raised", "target_cut") else ""
    moved = f"{before}→{after}" if before and after else before or after
    return f"{CHANGES[change.kind]} {moved}".rstrip() + f"（{growth}{day(change.on, today)}）"


def _leading_number(text: str) -> tuple[float | None, str]:
    """“3.5万户” → 3.5 and “万户”; None where it does not begin with a number."""
    number = text[: len(text) - len(text.lstrip("0123456789."))]
    try:
        return float(number), text[len(number) :]
    except ValueError:
        return None, text


# The grades of evidence, as they stand before what rests on them.
GRADES: Mapping[str, str] = {"reported": "〔自报〕", "published": "〔公开〕", "verified": "〔核实〕"}


def source_text(sighting: Sighting, length: int = 24) -> str:
    """The document of a sighting: “洛阳日报 2024-09-20《…》”; what a person recorded with its grade: “〔自报〕…”.

    Who recorded it in the chat is not shown by their id.
    """
    source = sighting.source
    grade = GRADES[source.grade] if source.grade != "published" else ""
    return grade + document_text(source, length)


def document_text(source: Source, length: int = 24) -> str:
    """A document with its publisher and day: “洛阳日报 2024-09-20《…》”."""
    if source.publisher.startswith(CHAT_PERSON):
        return f"工作人员 {source.published}《{clip(title_text(source), length)}》"
    who = f"{clip(source.publisher, 12)} " if source.publisher else ""
    return f"{who}{source.published}《{clip(source.title, length)}》"


def title_text(source: Source) -> str:
    """The title of a document; that of a record without the id of who made it in the chat."""
    is_person = source.publisher.startswith(CHAT_PERSON)
    return source.title.replace(source.publisher, "工作人员") if is_person else source.title


def filters_text(filters: Filters) -> str:
    """What a question was taken to ask for: “老旧小区 · 西工区 · 8月底前”; "" where it asks for everything."""
    parts = (clip(filters.subject, 24), *narrowing(filters).values())
    return " · ".join(part for part in parts if part)


def narrowing(filters: Filters) -> dict[str, str]:
    """What narrows a question beside its subject, by the names of `commitments.followup.NARROWING` and in their order:
    {"places": "西工区", "due": "8月底前"}."""
    said = {
        "places": clip("、".join(filters.places), 16),
        "topics": clip("、".join(filters.topics), 16),
        "year": "" if filters.year is None else f"{filters.year}年",
        "due": "" if filters.due_text.removesuffix("年") == str(filters.year) else clip(filters.due_text, 12),
        "statuses": clip(filters.status_text, 12),
        "groups": clip("、".join(filters.groups), 16),
    }
    return {name: text for name, text in said.items() if text}
