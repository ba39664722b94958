"""The notice of a month on one screen of the chat: totals, districts, best and slowest, what is listed and changed."""

from __future__ import annotations

from collections.abc import Sequence

from commitments.bulletin import BulletinData, Line
from handlers import phrases
from handlers.buttons import BULLETIN, button
from handlers.card import Block, Card, bold, clip, fitted, safe
from handlers.cycle.notice import COLUMNS
from handlers.cycle.round_cards import KINDS

PLACES = 5
NAMES = 3
NOT_THE_SAME = "“未见”只是台账没有读到报道，不等于没有完成、没有进展。"


def bulletin_card(data: BulletinData) -> Card:
    """The notice at a glance, with the buttons for the Word file and the picture."""
    counts, total = data.counts, len(data.lines)
    limited = sum(line.standing.deadline is not None for line in data.lines)
    said = " · ".join(f"{head}{number}" for head, those in COLUMNS if (number := sum(counts.get(s, 0) for s in those)))
    month = f"{data.first.year}年{data.first.month}月通报"
    text = fitted(
        (
            Block(
                0,
                (
                    f"{bold(month)}（截至{phrases.spoken_day(data.last)}）：共{total}项，"
                    f"已完成{counts.get('done', 0)}项，逾期未见完成{counts.get('overdue', 0)}项",
                ),
            ),
            Block(0, (safe(f"只计{data.year}年承诺，每项计一次；写明时限{data.stated}，推定{limited - data.stated}，"
                           f"没有{total - limited}"),)),
            Block(0, (said,)),
            Block(1, (NOT_THE_SAME,)),
            Block(2, _districts(data)),
            Block(1, _named("较好", data.best)),
            Block(1, _named("较慢", data.slowest)),
            Block(1, (_listed(data),)),
            Block(2, (_changes(data),)),
            Block(3, tuple(_checked(data))),
            Block(3, _ratings(data)),
            Block(0, (_sources(data),)),
        )
    )  # fmt: skip
    month_id = f"{data.first:%Y-%m}"
    return Card(text, ((button("Word", BULLETIN, month_id, page=1), button("图片", BULLETIN, month_id, page=2)),))


def _districts(data: BulletinData) -> tuple[str, ...]:
    rows = [row for row in data.districts if row.counts.get("overdue", 0) + row.counts.get("behind", 0) + row.listed]
    rows.sort(key=lambda row: (-row.counts.get("overdue", 0), -row.counts.get("behind", 0), row.place))
    said = []
    for row in rows[:PLACES]:
        parts = (("逾期", row.counts.get("overdue", 0)), ("欠序时", row.counts.get("behind", 0)), ("挂牌", row.listed))
        said.append(f"{clip(row.place, 8)}{'、'.join(f'{word}{n}' for word, n in parts if n)}")
    return (safe(f"有逾期、欠序时的：{'；'.join(said)}", 120),) if said else ()


def _named(word: str, lines: Sequence[Line]) -> tuple[str, ...]:
    named = "；".join(_short(line) for line in lines[:NAMES])
    return (safe(f"{word}：{named}", 120),) if named else ()


def _short(line: Line) -> str:
    how = line.standing
    title = clip(line.matter.title, 14)
    if how.status == "overdue" and how.days_left is not None:
        return f"{title}已过{-how.days_left}天"
    share = "" if how.percent is None else phrases.percent_text(how.percent)
    return f"{title}{share}{phrases.STATUSES[how.status]}"


def _listed(data: BulletinData) -> str:
    gone = f"，本月摘牌{len(data.taken_off)}项" if data.taken_off else ""
    return f"挂牌督办{len(data.listed)}项{gone}"


def _changes(data: BulletinData) -> str:
    kinds = [change.kind for _, change in data.changes]
    said = [f"{phrases.CHANGES[kind]}{kinds.count(kind)}" for kind in phrases.CHANGES if kind in kinds]
    said += [f"销号{len(data.closings)}"] * bool(data.closings) + [f"延期{len(data.extensions)}"] * bool(
        data.extensions
    )
    return f"本月变化：{'，'.join(said) or '没有'}"


def _checked(data: BulletinData) -> list[str]:
    return [
        f"{KINDS[one.kind]}：应查{one.due}，已查{one.looked_at}，不属实{len(one.untrue)}" for one in data.checked[-1:]
    ]


def _ratings(data: BulletinData) -> tuple[str, ...]:
    graded = [one for one in data.ratings if one.grade]
    if not graded:
        return ()
    named = "，".join(f"{clip(one.name, 8)}{one.score:g}{one.grade}" for one in graded[:PLACES])
    return (safe(f"评定：{named}（算式见 Word）", 120),)


def _sources(data: BulletinData) -> str:
    sources = {sighting.source for line in data.lines for sighting in line.matter.sightings}
    printed = [source for source in sources if source.grade == "published"]
    records = len(sources) - len(printed)
    last = max(printed, key=lambda source: (source.published, source.file), default=None)
    newest = f"，最近一份{last.published}《{clip(last.title, 16)}》" if last else ""
    by_hand = f"和{records}条登记" if records else ""
    return safe(f"出处：{len(printed)}份文件{by_hand}{newest}；逐项出处见 Word。", 120)
