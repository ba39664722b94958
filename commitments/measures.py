"""What a number measures, from the words around it: a growth rate, a share, a ceiling, a stock, what is left."""

from __future__ import annotations

import re

from commitments.model import Measure, Op

_CEILING = re.compile("(?:控制|压减|压缩|限制)在$|不超过$|不高于$|不突破$|上限为?$")
_TARGET = re.compile("(?:目标|任务|计划)(?:任务|目标|数|值|总量)?的?$")
_GROWTH = re.compile("增长|增速|涨幅|增幅|同比增|年均增|递增|环比|正增长|跑赢|增收|翻")
_CHANGE = re.compile(
    "提高|提升|下降|降低|降幅|减少|压减|压缩|改善|缩短|缩小|回落|上升|上涨|下跌|增加(?!值)|扩大|提速|精简|净增|(?<!不)(?:高于|低于)|收窄|优于|进位|前移|压降"
)
# 完成总工程量的50%: how much of it, whatever verb names the thing (提升改造)
_LEVEL = re.compile("(?:至|到|为|达|在)(?:了|约|近|超过|超)?$|达到|突破|完成[^，。；]{0,12}的?(?:近|约|超过|超)?$")
_CUMULATIVE = re.compile("累计|总数|总计|共计")
_KEPT = re.compile("总量|存量|余额|保有量|拥有量|存栏")
_ADDED = re.compile("新增|净增|增加(?!值)")
_STOCK = re.compile("(?:达到?|增至|增加至|增加到|扩大到|发展到|发展为|扩展到|扩展至|拓展到|总规模)(?:了|近|约|超过?)?$")
_FLOW = re.compile("吞吐量|接待|产量|出栏|培训|发放|新增|开行|输送|发送")
_REMAINING = re.compile(
    "(?:剩余|剩下|还剩|尚有|还有|仍有|其余|余下|(?:尚|仍)?未(?:完成|完工|建成|开工|改造|整改|交付))[^0-9，。；、,;]{0,6}$"
)
_INDEX = re.compile("(?:指数|系数|恩格尔系数|容积率|密度)(?:为|达到?|控制在|降至|下降到|升至)?$")
_CLAUSE_END = re.compile("[，。；！？：,;!?:（(“”]")

_OP_BEFORE: tuple[tuple[re.Pattern[str], Op], ...] = (
    (re.compile("(?:不少于|不低于|不小于|不得少于|不得低于|至少|最少|最低)(?:达到?|有|为)?$"), ">="),
    (re.compile("(?:不超过|不高于|不大于|不多于|不突破|未超过|低于|不足|不到|少于|小于|至多|最多|最高)$"), "<="),
    (
        re.compile(
            "(?:超过|超出|超|高于|突破|破|逾|大于|多于|跃上|跃升|跨越|跨上|迈入|迈上|迈过|跨入|站上|跻身|冲刺|跨过)了?$"
        ),
        ">=",
    ),
    (re.compile("(?:将近|接近|(?<![签合条节集制履租特])约)$|(?<![附最邻靠临亲新])近$"), "~"),
)
_BOUND_ENDS = frozenset("到有为少低过高大于多破足小出超逾上升越入身刺了近约")  # the last character of all of these
_OP_BEFORE_BARE = re.compile("(?<![通经超不])过$|(?<![以之])上$")
_AFTER_STARTS = frozenset("及以之开左上")
_OP_AFTER = re.compile("(?P<more>及?以上|之上|开外)|(?P<less>及?以内|及?以下|之内)|(?P<about>左右|上下)")


def op_before(text: str, at: int, *, bare: bool) -> Op | None:
    """How the words right before a number bound it: 超过 突破 → >=, 不超过 低于 → <=, 近 约 → ~.

    `bare`: the number has no digit (万, 千亿); then 上 and 过 bound it too (上万, 过万亿).
    """
    if at == 0 or text[at - 1] not in _BOUND_ENDS:
        return None
    words = text[at - 6 if at > 6 else 0 : at]
    if bare and _OP_BEFORE_BARE.search(words):
        return ">="
    return next((op for pattern, op in _OP_BEFORE if pattern.search(words)), None)


def op_after(text: str, at: int) -> tuple[Op, int] | None:
    """How the words right behind a number bound it, and where they end: 以上 → >=, 以内 → <=, 左右 → ~."""
    found = _OP_AFTER.match(text, at) if text[at : at + 1] in _AFTER_STARTS else None
    if not found:
        return None
    return (">=" if found["more"] else "<=" if found["less"] else "~"), found.end()


def measure_of(text: str, at: int, unit: str, kind: str, op: Op) -> Measure:
    """What the number at an offset measures, read from its clause; `unit` and `kind` as in commitments.units."""
    window = text[max(0, at - 30) : at]
    clause = _CLAUSE_END.split(window)[-1]
    near = clause[-10:]
    if kind == "index" or (kind not in ("share", "points", "times") and _INDEX.search(near)):
        return "index"
    if _REMAINING.search(near):
        return "remaining"
    if kind in ("share", "points", "times"):
        return _measure_of_share(clause, near, unit, kind, op)
    if (op == "<=" and "控制" in near) or _CEILING.search(near):
        return "ceiling"
    if _CUMULATIVE.search(clause) or (_KEPT.search(clause) and not _ADDED.search(clause)):
        return "cumulative"
    stock = kind == "count" and _STOCK.search(near) and not _FLOW.search(clause)
    return "cumulative" if stock else "amount"


def _last(pattern: re.Pattern[str], text: str) -> int:
    """The offset behind the last match, 0 without one."""
    return max((m.end() for m in pattern.finditer(text)), default=0)


def _measure_of_share(clause: str, near: str, unit: str, kind: str, op: Op) -> Measure:
    """For %, 个百分点 and 倍."""
    if _TARGET.search(near.removesuffix("约").removesuffix("近")):
        return "ratio"
    if kind == "points":
        return "change"
    if (op == "<=" and "控制" in near) or ("控制在" in near):
        return "ceiling"
    growth, change = _last(_GROWTH, clause), _last(_CHANGE, clause)
    if growth and growth >= change:
        return "growth"
    if change and not _LEVEL.search(clause[change:]):
        return "change"
    return "ratio" if kind == "times" else "share"
