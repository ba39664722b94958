"""The rules of the supervision cycle in the words of people: a name, what it means, and how its value is said.

One table serves the chat (/rules) and the command line (`jiannuo rules`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from store.cycle.rules import Rules

DAYS = "一二三四五六日"
YES, NO = ("是", "对", "开", "on", "yes", "true", "1"), ("否", "不", "关", "off", "no", "false", "0")


def _say_number(unit: str) -> Callable[[Any], str]:
    return lambda value: f"{value}{unit}"


def _say_day(value: int) -> str:
    return f"周{DAYS[value]}"


def _say_yes(value: bool) -> str:
    return "是" if value else "否"


def _read_number(unit: str) -> Callable[[str], int | None]:
    def read(text: str) -> int | None:
        digits = text.removesuffix(unit)
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 4 else None

    return read


def _read_day(text: str) -> int | None:
    name = text.removeprefix("星期").removeprefix("周").replace("天", "日")
    if len(name) == 1 and name in DAYS:
        return DAYS.index(name)
    return int(name) - 1 if name in tuple("1234567") else None


def _read_yes(text: str) -> bool | None:
    low = text.lower()
    return True if low in YES else False if low in NO else None


@dataclass(frozen=True, slots=True)
class Word:
    """A rule in words: `name` as people type it, what its `value` is read and said as."""

    name: str
    field: str
    say: Callable[[Any], str]
    read: Callable[[str], Any]
    about: str = ""


def _number(name: str, field: str, unit: str, about: str = "") -> Word:
    return Word(name, field, _say_number(unit), _read_number(unit), about)


GROUPS: Mapping[str, tuple[Word, ...]] = {
    "周调度": (
        Word("调度日", "dispatch_day", _say_day, _read_day),
        _number("调度时间", "dispatch_hour", "点", "督查和挂牌的通知也在这个钟点"),
        Word("催报日", "again_day", _say_day, _read_day),
        Word("汇总日", "summary_day", _say_day, _read_day),
    ),
    "督查": (
        _number("督查间隔", "check_months", "个月"),
        _number("验收间隔", "full_months", "个月", "当月不再另做月督查"),
        _number("督查天数", "round_days", "天"),
    ),
    "挂牌督办": (
        _number("挂牌轮次", "listing_rounds", "轮", "连续红灯"),
        Word("逾期挂牌", "listing_overdue", _say_yes, _read_yes, "只看写明的时限"),
        _number("逾期天数", "listing_days", "天", "逾期更久的不自动挂牌"),
    ),
    "评定": (
        _number("完成权重", "rating_done", ""),
        _number("进度权重", "rating_pace", ""),
        _number("时限权重", "rating_time", ""),
        _number("应答权重", "rating_answers", ""),
        _number("优秀线", "rating_excellent", "分"),
        _number("良好线", "rating_good", "分"),
        _number("一般线", "rating_fair", "分"),
        _number("最少事项", "rating_least", "项", "可比的少于此数不评分"),
    ),
}
WORDS: Mapping[str, Word] = {word.name: word for group in GROUPS.values() for word in group} | {
    word.field: word for group in GROUPS.values() for word in group
}


def rules_text(chosen: Rules) -> str:
    """Every rule with its value, a line for each group: “挂牌督办：挂牌轮次 2轮（连续红灯） · …”."""
    lines = []
    for head, group in GROUPS.items():
        said = (_said(word, chosen) for word in group)
        lines.append(f"{head}：" + " · ".join(said))
    return "\n".join(lines)


def _said(word: Word, chosen: Rules) -> str:
    value = word.say(getattr(chosen, word.field))
    return f"{word.name} {value}" + (f"（{word.about}）" if word.about else "")


def read_rule(text: str) -> tuple[Word, Any] | None:
    """The rule and value that “挂牌轮次 = 3” names, None where it names none or no value that can be read.

    Whether the value can be is for store.cycle.rules.change_rules to say.
    """
    name, equals, value = normalize("NFKC", text).partition("=")
    word = WORDS.get("".join(name.split()))
    if not equals or word is None:
        return None
    read = word.read("".join(value.split()))
    return None if read is None else (word, read)
