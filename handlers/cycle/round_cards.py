"""What the chat says of rounds of 督查 and 验收: by district, behind first, what was found, what nobody looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from commitments.bulletin import place_of
from handlers import phrases
from handlers.buttons import CARD, CHECK, RESULT, ROUND, button, page_row
from handlers.card import Block, Card, bold, clip, fitted, safe
from handlers.digests import reminder_line
from handlers.picking import behind
from store.agenda import Item
from store.cycle.checking import Looked
from store.cycle.rounds import RESULTS, Check, Result, Round

KINDS: Mapping[str, str] = {"monthly": "月督查", "full": "双月全覆盖验收"}
_SHORT: Mapping[str, str] = {"monthly": "督查", "full": "全覆盖验收"}
FOUND: Mapping[Result, str] = {"true": "属实", "untrue": "不属实", "incomplete": "补充"}
MARKS: Mapping[Result, str] = {"true": "✅", "untrue": "❌", "incomplete": "✏️"}
PAGE = 7
PLACES = 12  # districts of one screen
SUMMED = 8  # districts that a summary names
NAMED = 5  # matters that a summary names
UNSEEN = "没有核查，不等于没有问题"

NO_ROUND = "现在没有督查。/round 月 开始月督查，/round 双月 开始全覆盖验收（编辑）。"
NOTHING_DUE = "没有要核查的事项：当年承诺都已完成，或台账里还没有当年的承诺。"


def name_of(one: Round) -> str:
    """What a round is called: “2024年9月督查（9月2日–9月8日）”."""
    days = f"{phrases.spoken_day(one.first)}–{phrases.spoken_day(one.last)}"
    return f"{one.first.year}年{one.first.month}月{_SHORT[one.kind]}（{days}）"


def places_of(looked: Sequence[Looked]) -> list[str]:
    """The rows of a round's overview: places by their names, the whole city last."""
    cities = {item.matter.city for item in looked}
    return sorted({place_of(item.matter) for item in looked}, key=lambda place: (place in cities, place))


def round_card(one: Round, looked: Sequence[Looked], today: date) -> Card:
    """A round at a glance: how much is due and found, then each district with its lights; a number shows its list."""
    if not looked:
        return Card(f"{bold(name_of(one))}：{NOTHING_DUE}")
    places = places_of(looked)
    if len(places) == 1:
        return places_card(one, looked, 0, 0, today)
    left = (one.last - today).days
    when = "已结束" if one.ended_at else f"还有{left}天" if left > 0 else "今天结束" if left == 0 else "已到期"
    lines = [f"{bold(name_of(one))}：{counted(looked)}，{when}"]
    shown = places[:PLACES]
    lines += [safe(f"{n} {_place_line(place, looked)}") for n, place in enumerate(shown, start=1)]
    if len(places) > len(shown):
        rest = [item for item in looked if place_of(item.matter) not in shown]
        lines.append(f"另有{len(places) - len(shown)}个地区共{len(rest)}项，写上地区查看，例如：/round {places[-1]}")
    lines.append("点数字看该地区的清单，落后的在前。")
    numbers = [button(str(n), ROUND, str(one.id), key=str(n)) for n, _ in enumerate(shown, start=1)]
    return Card("\n".join(lines), tuple(tuple(numbers[at : at + 6]) for at in range(0, len(numbers), 6)))


def counted(looked: Sequence[Looked]) -> str:
    """How much a round is to look at and what was found: “应查165项，已查3项（属实1，不属实2）”."""
    found = Counter(item.check.result for item in looked if item.check.result)
    said = "，".join(f"{FOUND[result]}{found[result]}" for result in RESULTS if found[result])
    return f"应查{len(looked)}项，已查{found.total()}项" + (f"（{said}）" if said else "")


def _place_line(place: str, looked: Sequence[Looked]) -> str:
    mine = [item for item in looked if place_of(item.matter) == place]
    lights = Counter(item.standing.light for item in mine)
    signs = " ".join(f"{sign}{lights[light]}" for light, sign in phrases.LIGHTS.items() if lights[light])
    done = sum(bool(item.check.result) for item in mine)
    return f"{clip(place, 10)}：{len(mine)}项，已查{done} {signs}"


def places_card(one: Round, looked: Sequence[Looked], place_number: int, page: int, today: date) -> Card:
    """Page `page` (from 0) of a district's list, behind first; `place_number` counts `places_of` from 1, 0 is the only
    one. A number brings the form of its matter."""
    places = places_of(looked)
    place = places[max(0, min(place_number - 1, len(places) - 1))]
    mine = [item for item in looked if place_of(item.matter) == place]
    pages = max(1, -(-len(mine) // PAGE))
    page = min(page, pages - 1)
    part = mine[page * PAGE : (page + 1) * PAGE]
    where = f"，第{page + 1}/{pages}页" if pages > 1 else ""
    lines = [f"{bold(safe(name_of(one)))} · {safe(place)}：{counted(mine)}{where}"]
    lines += [_line(n, item) for n, item in enumerate(part, start=1)]
    key = str(place_number)
    numbers = tuple(button(str(n), CHECK, item.matter.id, key=str(one.id)) for n, item in enumerate(part, start=1))
    back = ((button("返回", ROUND, str(one.id)),),) if len(places) > 1 else ()
    return Card("\n".join(lines), (numbers, *page_row(ROUND, str(one.id), key, page, pages), *back))


def _line(number: int, item: Looked) -> str:
    mark = f" {MARKS[item.check.result]}" if item.check.result else ""
    return reminder_line(number, Item(item.matter, item.standing)) + mark


def check_card(one: Round, item: Looked) -> Card:
    """The form of one matter: what the ledger says and by which source, what was found, and 属实 · 不属实 · 补充."""
    matter, how = item.matter, item.standing
    shown = behind(matter, how, "any", ())[:1]
    source = (
        ("出处：" + safe(phrases.source_text(shown[0])), f"“{safe(shown[0].statement.quote, 66)}”") if shown else ()
    )
    text = fitted(
        (
            Block(0, (f"{bold(safe(phrases.name_text(matter)))}",)),
            Block(0, (safe(f"台账：{' '.join((phrases.figures_text(how), phrases.status_text(how))).strip()}"),)),
            Block(1, (safe(f"时限：{phrases.deadline_text(how.deadline, how)}"),)),
            Block(1, source),
            Block(0, tuple(result_lines(one, item.check))),
            Block(0, () if item.check.result else (_question(item),)),
        )
    )
    key = str(one.id)
    results = tuple(
        button(f"{MARKS[result]}{FOUND[result]}", RESULT, matter.id, key=key, page=n)
        for n, result in enumerate(RESULTS, start=1)
    )
    back = (button("详情", CARD, matter.id), button("返回清单", ROUND, key, key=matter.id))
    return Card(text, (results, back))


def _question(item: Looked) -> str:
    if item.standing.status == "no_evidence":
        return "台账没有读到进展。现场也没有进展，点“属实”；有进展，点“补充”并写明。"
    if item.standing.status == "overdue":
        return "台账没有读到完成。现场确未完成，点“属实”；已完成，点“不属实”并写明。"
    if item.standing.status == "done":
        return "台账记为已完成。现场确已完成，点“属实”；没有完成，点“不属实”，可以重新打开。"
    return "现场与台账一致，点“属实”；不一致，点“不属实”；要加情况，点“补充”。"


def result_lines(one: Round, check: Check) -> list[str]:
    """What was found about a matter in a round, escaped; [] where nobody looked."""
    return [safe(result_text(one, check), 80)] if check.result else []


def result_text(one: Round, check: Check) -> str:
    """What was found about a matter in a round: “督查：9月 不属实（附照片）：现场未开工”; "" where nobody looked."""
    if check.result is None:
        return ""
    photo = "（附照片）" if check.photo else ""
    note = f"：{check.note}" if check.note else ""
    return f"督查：{one.first.month}月 {FOUND[check.result]}{photo}{note}"


def round_summary_card(one: Round, looked: Sequence[Looked], today: date) -> Card:
    """The end of a round: what was found, by district, what was untrue, and what nobody looked at."""
    places = places_of(looked)
    untrue = [item for item in looked if item.check.result == "untrue"]
    unseen = [item for item in looked if not item.check.result]
    by_place = " · ".join(f"{clip(place, 6)}{_done(place, looked)}" for place in places[:SUMMED])
    lines = [
        f"{bold('督查结束')} {safe(name_of(one))}：{counted(looked)}",
        safe(f"各地已查/应查：{by_place}" + (f" 等{len(places)}个" if len(places) > SUMMED else ""), 300),
    ]
    if untrue:
        lines.append(f"不属实{len(untrue)}项：")
        lines += [_untrue_line(n, item) for n, item in enumerate(untrue[:NAMED], start=1)]
    if unseen:
        lines.append(f"未查{len(unseen)}项：{UNSEEN}。")
    numbers = tuple(button(str(n), CARD, item.matter.id) for n, item in enumerate(untrue[:NAMED], start=1))
    return Card("\n".join(lines), ((numbers,) if numbers else ()) + ((button("看清单", ROUND, str(one.id)),),))


def _done(place: str, looked: Sequence[Looked]) -> str:
    mine = [item for item in looked if place_of(item.matter) == place]
    return f"{sum(bool(item.check.result) for item in mine)}/{len(mine)}"


def _untrue_line(number: int, item: Looked) -> str:
    note = f"：{item.check.note}" if item.check.note else ""
    photo = "（附照片）" if item.check.photo else ""
    return safe(f"{number} {clip(phrases.name_text(item.matter), 24)}{photo}{note}", 40)
