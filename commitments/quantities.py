"""Every number that counts something in a text, with its unit, its bound and what it measures.

Three questions are asked of each number, each in its own module: which unit stands behind it (units), whether it
counts at all or belongs to a name (counting), and what it measures (measures).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from commitments import counting, measures
from commitments.model import Measure, Op, Quantity
from commitments.numerals import ARABIC, CHINESE, MULTIPLIERS, NUMBER, half_width, number_value, parse_number
from commitments.units import Unit, read_unit

_START = re.compile("[0-9零〇○一二两三四五六七八九十百千万亿半翻]")
_RANGE = re.compile("(?:[—–－-]{1,2}|[~～至到])(?=[0-9一二两三四五六七八九十百])")
_RANGE_SIGNS = frozenset("—–－-~～至到")
_FROM = re.compile("[由从][^，。；、,;]{0,8}$")
_LISTED = re.compile(f"(?:[、和及与]{ARABIC}){{1,4}}")
_MONEY_UNSAID = re.compile("(?:元|大关|台阶|级|以上|左右|规模)|[^\u4e00-\u9fff]|$")
_MONEY_BEFORE = re.compile("(?:达到?|至|到|规模|完成|总量)(?:了|近|约|超过?|突破)?$")
_MONEY_NAMED = re.compile(
    "(?:额|值|收入|投资|资金|贷款|资产|税收|营收|利润|支出|消费|融资|补贴|补助|奖励|债券)(?:近|约|超过?|突破|达到?|完成)?$"
)
_INDEX_BEFORE = re.compile("(?:指数|系数|收入比|容积率)(?:为|达到?|控制在|[降升]至|[下缩][降小][到至]|扩大[到至])?$")
_END = re.compile("[，。；、,;：:）)”(（]|$|以[上下内]|左右")
_IN_A_ROW = re.compile("连续$")
# units that count only where one of these words stands before them: 优良天数246天, but 81天封顶 is a duration
_NEEDED_WORDS = {
    "天": re.compile("天数|日数"),
    "分": re.compile("得分|评分|均分|满意度|成绩|测评|考核"),
    "期": re.compile("班|培训|讲堂|讲座|举办|沙龙|课堂"),
}
_HOURS_COUNTED = 1000  # 志愿服务1.2万小时 counts, 24小时值班 does not
_SPECIAL = re.compile(
    f"(?P<per>[百千])分之(?P<share>{ARABIC}|{CHINESE})"
    "|(?P<below>[二三四五六七八九十])分之(?P<above>[一二两三四五六七八九])"
    "|(?P<top>[1-9])/(?P<bottom>[2-9]|10)(?=[的以])"
    "|(?P<half>一半|半数)"
    "|(?P<tenths>[一二两三四五六七八九])成(?![立为员果功长就都熟本效品交人份套型年绩分倍]|[一二两三四五六七八九])"
    "|翻(?:了?(?P<doubled>[一二两三四五0-9])?番|倍)"
    "|(?P<row>[0-9]{1,2}|[一二三四五六七八九十]{1,3})连[丰增升]"
)
_SPECIAL_SIGNS = frozenset("分/半成翻连")  # one of these stands among the first four characters of a special form
# what no counted noun starts with
_NO_NOUN = re.compile(
    "[^\u4e00-\u9fff“]|以[上下内]|全部|全面|均|已|将|正在|基本|陆续|相继|顺利|成功|如期|完工|竣工|开工|建成|投用|投产|落地|达成|实现|和|及|与|并|且"
    "|或|用于|左右|投入|其中|同比|较|为|占|是|等|的|在|按|由|被|到|至|获|因|完成"
)
_WITHOUT_NOUN_BEHIND = frozenset({"share", "points", "times", "money"})
_BEFORE = re.compile("[\u4e00-\u9fff”）)》’]")
_JOINED = frozenset("、和及与")
_YUAN = Unit("元", "money")
_PER_CENT = Unit("%", "share")
_YEARS = Unit("年", "count")
_PEOPLE = Unit("人", "count")
_PEOPLE_BEHIND = re.compile(
    "(?:中小|大|小)?(?:学生|师生)|考生|群众|居民|市民|农民|村民|农?牧民|老年?人|职工|妇女|儿童|青少年|残疾人|劳动者|常住人口"
)
_PEOPLE_BEFORE = re.compile("(?:人口|人数)(?:达到?|超过?|突破|约|近)?$")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that counts, where it stands, and on which side its noun stands.

    `at`/`to`: offsets of number, unit and 以上/左右 in the text. `quantities`: two for a range (3—5家 → >=3, <=5), else
    one. `what_at`: offset of the counted noun right behind (188个小区 → of 小区), else -1. `before`: the noun stands
    before the number (社区体育公园271个).
    """

    at: int
    to: int
    quantities: tuple[Quantity, ...]
    what_at: int
    before: bool


class _Number(NamedTuple):
    """A number as read; `end` is the offset behind it, `times` the factor that its 万 or 亿 stands for."""

    at: int
    end: int
    value: float
    arabic: bool
    bare: bool  # 百, 千亿: no digit
    loose: bool  # 余, 多
    times: float


def find_amounts(text: str) -> list[Amount]:
    """Every number that counts something in a text, in order; numbers of names, dates and ordinals are left out.

    The text has no whitespace. Offsets are into it; amounts do not overlap. Never raises; linear in the text.
    """
    plain = half_width(text)
    found: list[Amount] = []
    at = 0
    while start := _START.search(plain, at):
        at = start.start()
        special = _SPECIAL.match(plain, at) if not _SPECIAL_SIGNS.isdisjoint(plain[at : at + 4]) else None
        if special:
            amount, at = _special_amount(plain, special), special.end()
        else:
            number = _read_number(plain, at)
            if isinstance(number, int):
                at = number
                continue
            amount, at = _amount_of(plain, number, found)
        if amount:
            found.append(amount)
            at = max(at, amount.to)
    return found


def _read_number(text: str, at: int) -> _Number | int:
    """The number at an offset, or the offset to go on from."""
    match = NUMBER.match(text, at)
    if not match:
        return at + 1
    value = number_value(match)
    if value is None:
        return match.end()
    digits, times, early, late, vague = match.group("chinese", "times", "early", "loose", "vague")
    bare = digits is not None and digits[0] in "百千万亿" and not digits.strip("十百千万亿")
    factor = MULTIPLIERS[times] if times else 1.0
    return _Number(at, match.end(), value, digits is None, bare, bool(early or late or vague), factor)


def _amount_of(text: str, number: _Number, found: list[Amount]) -> tuple[Amount | None, int]:
    """The amount that a number starts, None where it does not count; and the offset to go on from."""
    at, end = number.at, number.end
    unit, to = _unit_behind(text, number)
    upper: float | None = None
    separator = _RANGE.match(text, to) if text[to : to + 1] in _RANGE_SIGNS else None
    if separator and not _FROM.search(text[max(0, at - 10) : at]):
        second = _read_number(text, separator.end())
        if not isinstance(second, int):
            other, other_to = _unit_behind(text, second)
            lower = number.value * (second.times if unit is None and number.times == 1 else 1)
            if other and (unit is None or unit == other) and lower < second.value:
                number = _Number(at, second.end, lower, number.arabic, False, second.loose, second.times)
                unit, to, end, upper = other, other_to, second.end, second.value
    if unit is None:
        return None, end
    bound = measures.op_after(text, to)
    before = measures.op_before(text, at, bare=number.bare)
    op: Op = bound[0] if bound else ">=" if number.loose else before or "="
    whole_to = bound[1] if bound else to
    if not _counts(text, number, unit, to, before):
        return None, max(end, to)
    last = found[-1] if found else None
    after_count = last is not None and last.to == at and last.quantities[0].unit != unit.name
    if counting.marks_a_kind(
        text, unit, at, whole_to, bounded_after=bound is not None, over=before == ">=", after_count=after_count
    ):
        _drop_marks_before(text, at, unit, found)
        return None, whole_to
    measure = _inherited(text, at, unit, found) or measures.measure_of(text, at, unit.name, unit.kind, op)
    quantities: tuple[Quantity, ...] = (Quantity(number.value, unit.name, "", op if upper is None else ">=", measure),)
    if upper is not None:
        quantities += (Quantity(upper, unit.name, "", "<=", measure),)
    return _placed(text, at, whole_to, unit, quantities), whole_to


def _unit_behind(text: str, number: _Number) -> tuple[Unit | None, int]:
    """The unit of a number and where it ends; 7大集群 counts 个, 连续三年 counts 年, 指数4.74 has the unit “”."""
    end = number.end
    direct = read_unit(text, end)
    if direct:
        return direct
    if number.arabic and text[end : end + 1] == "大" and text[end + 1 : end + 2] != "关":
        return Unit("个", "count"), end + 1
    before = text[max(0, number.at - 10) : number.at]
    if text[end : end + 1] == "年" and _IN_A_ROW.search(before):
        return _YEARS, end + 1
    if (number.bare or number.times >= 1e4) and _is_money_unsaid(text, number, before):
        return _YUAN, end + 1 if text[end : end + 1] == "级" else end
    if number.arabic and number.times >= 1e4 and _are_people(text, end, before):
        return _PEOPLE, end
    if number.arabic and _INDEX_BEFORE.search(before) and _END.match(text, end):
        return Unit("", "index"), end
    if number.arabic:
        listed = _LISTED.match(text, end)
        shared = read_unit(text, listed.end()) if listed else None
        if shared and shared[0].kind in ("share", "points"):
            return shared[0], end
    return None, end


def _are_people(text: str, end: int, before: str) -> bool:
    """Whether a number in 万 counts people though no 人 stands behind it: 200万中小学生, 人口120万."""
    return bool(_PEOPLE_BEHIND.match(text, end) or (_PEOPLE_BEFORE.search(before) and _END.match(text, end)))


def _is_money_unsaid(text: str, number: _Number, before: str) -> bool:
    """Whether a number in 万 or 亿 is money though no 元 stands behind it: 贷款余额过万亿, 产值突破500亿."""
    if not _MONEY_UNSAID.match(text, number.end):
        return False
    if number.arabic and _MONEY_NAMED.search(before):
        return True
    if "亿" not in text[number.at : number.end]:
        return False
    bounded = measures.op_before(text, number.at, bare=number.bare) is not None
    return bounded or (number.arabic and bool(_MONEY_BEFORE.search(before)))


def _counts(text: str, number: _Number, unit: Unit, to: int, before: Op | None) -> bool:
    """Whether a number with a unit counts something, and is not part of a name."""
    at = number.at
    if counting.is_name_before(text, at, unit.name) or counting.is_name_after(text, to):
        return False
    if counting.is_name_in_quotes(text, at, to, arabic=number.arabic):
        return False
    needed = _NEEDED_WORDS.get(unit.name)
    if needed and not (number.arabic and needed.search(text, max(0, at - 12), at)):
        return False
    if unit.name == "小时" and number.value < _HOURS_COUNTED:
        return False
    if number.bare and text[at - 1 : at] not in ("几", "数"):
        return bool(before or number.loose) or counting.counts_as_bare(number.value, unit)
    if not number.arabic:
        if number.value == 0:
            return False
        if text[at - 1 : at] in ("几", "数"):  # 几十个, 数百家: no number
            return False
        if unit is not _YEARS and not number.loose and not counting.counts_in_chinese(text, number.value, unit, at, to):
            return False
    return not counting.is_rating(text, unit, at, to)


def _inherited(text: str, at: int, unit: Unit, found: list[Amount]) -> Measure | None:
    """The measure of the amount before where both stand in one list: 增长5.1%、3.1%和2.4%."""
    if not found:
        return None
    last = found[-1]
    if last.quantities[0].unit == unit.name and at - last.to == 1 and text[last.to] in _JOINED:
        return last.quantities[0].measure
    return None


def _drop_marks_before(text: str, at: int, unit: Unit, found: list[Amount]) -> None:
    """Take back the amounts that share a mark: 收入30万元、50万元、100万元以上的村."""
    while found and found[-1].quantities[0].unit == unit.name and text[found[-1].to : at] in _JOINED:
        at = found.pop().at


def _special_amount(text: str, match: re.Match[str]) -> Amount | None:
    """百分之五, 三分之二, 2/3的村, 一半以上, 三成, 翻两番, 二十连丰."""
    at, to = match.span()
    unit, value = _PER_CENT, 0.0
    if match["per"]:
        unit = _PER_CENT if match["per"] == "百" else Unit("‰", "share")
        value = parse_number(match["share"]) or 0.0
    elif match["below"]:
        value = round(100 * (parse_number(match["above"]) or 0) / (parse_number(match["below"]) or 1), 1)
    elif match["top"]:
        value = round(100 * int(match["top"]) / int(match["bottom"]), 1)
    elif match["half"]:
        value = 50.0
    elif match["tenths"]:
        value = 10 * (parse_number(match["tenths"]) or 0)
    elif match["row"]:
        unit, value = _YEARS, parse_number(match["row"]) or 0.0
    else:
        unit, value = Unit("倍", "times"), 2 ** (parse_number(match["doubled"] or "一") or 1)
    bound = measures.op_after(text, to)
    before = measures.op_before(text, at, bare=bool(match["half"]))
    op: Op = bound[0] if bound else before or "="
    to = bound[1] if bound else to
    if not value or counting.is_name_before(text, at, unit.name):
        return None
    if not match["row"] and counting.is_name_in_quotes(text, at, to, arabic=False):
        return None
    read_to = at + 1 if match[0][0] == "翻" else at  # 翻番 itself says that something grew
    measure = measures.measure_of(text, read_to, unit.name, unit.kind, op)
    return _placed(text, at, to, unit, (Quantity(value, unit.name, "", op, measure),))


def _placed(text: str, at: int, to: int, unit: Unit, quantities: tuple[Quantity, ...]) -> Amount:
    """The amount with the side that its noun stands on."""
    noun = to
    if text[to : to + 1] == "的" and unit.kind not in _WITHOUT_NOUN_BEHIND:
        noun = to + 1
    what_at = -1 if noun >= len(text) or _NO_NOUN.match(text, noun) else noun
    return Amount(at, to, quantities, what_at, what_at < 0 and at > 0 and bool(_BEFORE.match(text, at - 1)))
