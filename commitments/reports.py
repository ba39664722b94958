"""What a person answers when asked how a matter stands: “138/188 已完工”, “2 138”, “73%”, “完成了”, “没有进展”.

A question is no answer, so that none is ever taken for one. What a report comes to is worked out in settling.py.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, replace
from typing import Literal

from commitments.numerals import NUMBER, half_width, number_value
from commitments.units import read_unit

LONGEST = 300  # characters of an answer
LONGEST_NOTE = 200

How = Literal["total", "added", "left"]

_LINE = re.compile(r"(?:第\s?)?(?P<n>[0-9]{1,3})\s?(?:[.、:)）项条](?![0-9])|\s)[\s.、:)）]{0,3}(?=\S)")
_QUESTION = re.compile("[?？吗呢]|多少|哪[些个里]|怎么|什么|为何|有没有|是否|如何|几[个项户]|情况$|进度$|的$")
_LEAD = re.compile("(?:截[至止]?目前|到目前|目前|现在|至今|本月底?|进[展度]|我们|该项|本项|[是为:，,\\s]){1,6}")
_ADDED = re.compile(
    "(?:(?:本周|这周|上周|今天|近日)(?:又|再|新)?|又|再|新|另)(?:增加?|完成|改造|建成|开工|完工|竣工)?了?"
)
_LEFT = re.compile("(?:还|尚|仍)?(?:剩余?下?|差|有(?=[^，。]{1,12}(?:没|未)))")
_BEFORE = re.compile(
    "(?:已经?|累计|共计?|总共|一共|合计|全部|达到?|到|完成|完工|竣工|改造|建成|开工|投用|交付|实施|了|约|近|[是为:]){1,6}"
)
_PER_CENT = re.compile("百分之")
_STROKE = re.compile(r"\s?[/／]\s?")
_VAGUE = re.compile("左右|以上|多")
# What may stand behind a figure: 138/188 已完工, 50个未完成.
_BEHIND = re.compile(
    "\\s?(?:已经?|均已?|都已?|全部|正在|主体|基本)?(?:完成|完工|竣工|改造完成?|改造|建成|建好|投用|交付|开工|动工|施工中?|销号|办结)了?"
)
_UNDONE = re.compile("\\s?(?:还|尚|仍)?(?:没有?|未)(?:完成|完工|竣工|改造|建成|办结|开工)")
_NO_AMOUNT = re.compile("[-−][0-9][0-9.,]{0,20}%?[\u4e00-\u9fff]{0,2}|[0-9.]{1,20}/[0-9./-]{0,20}")
_OF_A_DATE = re.compile("个?月|[年日号点时周]")
_YEARS = range(1990, 2100)
_END = re.compile(r"\s*(?:[。.!！~]\s*)?$")
_NOTE = re.compile(r"\s*[，,;；。!！(（\n]\s*")
_DONE = re.compile(
    "(?:(?:我们|该项|本项|项目|目前|现在|工作|任务|都|均|已经?|全部|全面|如期|提前|顺利|圆满)\\s?){0,4}"
    "(?:完成|完工|竣工|建成|办结|办好|办完|投用|交付|销号|落实|到位|做完|改完|改造完成|验收)"
    "(?:投用|验收|使用|任务|改造|建设|施工|竣工|通过|交付){0,2}了?"
)
_NONE = re.compile(
    "(?:(?:本周|这周|暂时?|目前|现在|还|尚|仍|都|也)\\s?){0,3}"
    "(?:(?:没有?|无|未见?)(?:什么|新的?|任何|明显|太大){0,2}(?:进展|变化|变动|更新|动静|情况|进度)"
    "|(?:维持|保持)?不变|照旧|同上周?|[同跟和]上[周次](?:一样|相同)?)了?"
)
_NOTHING = re.compile("没有|没|无")
_NOT_BEGUN = re.compile(
    "(?:目前|现在)?(?:还|尚|仍)?(?:没有?|未)(?:正式)?(?:开工|动工|启动|开始|实施|完成|完工|竣工|进场)"
)
# What makes words behind the number of a line a report: 5 主体封顶, but not 5 老旧小区.
_PROGRESS = re.compile(
    "已|正在|正[推办做]|完[工成]|竣工|封顶|开工|动工|施工|收尾|进场|招标|审批|推进|验收|尚未|还[没未]|暂[时停]"
)
_NOUN = re.compile("[\u4e00-\u9fff]{1,10}")
_NOUN_END = re.compile("已|均|都|正|还|尚|未|没|完|竣|建|改|投|交|开|动|左右|以上")


@dataclass(frozen=True, slots=True)
class Report:
    """An answer as it was read. `line` is the number in front, None without one; `value` in plain units with `unit` and
    `what` ("" where unsaid); `of` is the whole behind a stroke (138/188); `how` says whether the value is the sum so
    far, what came on top of it, or what is left. `done` and `none` are said of the whole; a report of neither kind and
    without a value is its `note` alone.
    """

    line: int | None = None
    value: float | None = None
    unit: str = ""
    what: str = ""
    of: float | None = None
    how: How = "total"
    done: bool = False
    none: bool = False
    note: str = ""


def read_report(text: str, *, lines: Container[int] = (), asked: bool = False) -> Report | None:
    """The report that a text is, None for any other text; linear, never raises.

    `lines` are the numbers that may stand in front: “2 138” is 138 for line 2, “2 主体封顶” words for it. With
    `asked` the text is known to be an answer (it replies to the question): words that name no figure are then a report
    in words; a question is none still.
    “138/188 已完工”, “3.7万户”, “一百三十八个，其余年底前”, “还剩50个”, “本周新增5个”, “全部完成”, “还没开工”.
    """
    line = half_width(text).strip()
    if not line or len(line) > LONGEST:
        return None
    numbered = _LINE.match(line)
    if numbered and int(numbered["n"]) in lines:
        rest = line[numbered.end() :]
        found = _read(rest, asked)
        if found is None and _PROGRESS.search(rest) and not _QUESTION.search(rest):
            found = Report(note=rest[:LONGEST_NOTE])
        if found is not None:
            return replace(found, line=int(numbered["n"]))
    return _read(line, asked)


def is_unreadable_figure(words: str) -> bool:
    """Whether words are a number that no report can be (-5, 138/); read_report reads none of them."""
    return bool(_NO_AMOUNT.fullmatch(half_width(words[:LONGEST]).strip())) and read_report(words) is None


def without_line(text: str, report: Report) -> str:
    """The text of a report without the number in front: “2 138个” → 138个."""
    line = half_width(text).strip()
    numbered = _LINE.match(line) if report.line is not None else None
    return line[numbered.end() :] if numbered else " ".join(text.split())


def _read(line: str, asked: bool) -> Report | None:
    if _QUESTION.search(line):
        return None
    for reader in (_read_none, _read_done, _read_figure):
        found = reader(line, asked)
        if found is not None:
            return found
    return Report(note=line[:LONGEST_NOTE]) if asked else None


def _read_none(line: str, asked: bool) -> Report | None:
    if asked and _END.match(line, _past(_NOTHING, line, 0)):
        return Report(none=True)
    found = _NONE.match(line)
    if found and (note := _note_from(line, found.end(), asked)) is not None:
        return Report(none=True, note=note)
    begun = _NOT_BEGUN.match(line)
    if begun and _note_from(line, begun.end(), asked) is not None:
        return Report(none=True, note=line[:LONGEST_NOTE])
    return None


def _read_done(line: str, asked: bool) -> Report | None:
    found = _DONE.match(line)
    note = _note_from(line, found.end(), asked) if found else None
    return None if note is None else Report(done=True, note=note)


def _read_figure(line: str, asked: bool) -> Report | None:
    at = _past(_LEAD, line, 0)
    how: How = "total"
    for sign, pattern in (("added", _ADDED), ("left", _LEFT)):
        if (end := _past(pattern, line, at)) > at:
            how, at = sign, end  # type: ignore[assignment]
            break
    at = _past(_BEFORE, line, at)
    percent = _PER_CENT.match(line, at)
    first = _number(line, percent.end() if percent else at)
    if first is None:
        return None
    value, unit, at = first
    unit = "%" if percent else unit
    of: float | None = None
    stroke = _STROKE.match(line, at)
    if stroke:
        second = _number(line, stroke.end())
        if second is None:
            return None
        of, other, at = second
        unit = other or unit
    at = _past(_VAGUE, line, at)
    what, at = _noun(line, at)
    if how == "total" and (undone := _UNDONE.match(line, at)):
        how, at = "left", undone.end()
    elif how == "left":
        at = _past(_UNDONE, line, at)
    behind = _BEHIND.match(line, at)
    at = behind.end() if behind else at
    note = _note_from(line, at, asked)
    if note is None or (line.isdecimal() and value in _YEARS and not asked):
        return None
    return Report(None, value, unit, what, of, how, done=bool(behind) and of == value, note=note)


def _past(pattern: re.Pattern[str], line: str, at: int) -> int:
    found = pattern.match(line, at)
    return found.end() if found else at


def _number(line: str, at: int) -> tuple[float, str, int] | None:
    """The number at an offset with its unit ("" for none), and the offset behind them."""
    found = NUMBER.match(line, at)
    value = number_value(found) if found else None
    if found is None or value is None or _OF_A_DATE.match(line, found.end()):
        return None
    end = found.end()
    gap = end + (line[end : end + 1] == " ")
    unit = read_unit(line, gap)
    return (value, unit[0].name, unit[1]) if unit else (value, "", end)


def _noun(line: str, at: int) -> tuple[str, int]:
    """What is counted, right behind the unit: 138个小区已完工 → 小区."""
    found = _NOUN.match(line, at)
    if not found:
        return "", at
    end = _NOUN_END.search(found[0])
    noun = found[0][: end.start()] if end else found[0]
    return noun, at + len(noun)


def _note_from(line: str, at: int, asked: bool) -> str | None:
    """The note from an offset on, "" at the end, None where the text goes on as no report does."""
    if _END.match(line, at):
        return ""
    sign = _NOTE.match(line, at)
    if sign:
        return line[sign.end() :].strip(" )）。")[:LONGEST_NOTE]
    return line[at:].strip()[:LONGEST_NOTE] if asked else None
