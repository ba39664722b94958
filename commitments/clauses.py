"""Sentence → clauses: one for each result that can be checked alone.

“新建5G基站2000个，培育服务商10家” are two, “建成邻里中心338个、社区体育公园271个” are two, “188个小区37297户” is one;
“同比增长4.3%”, “总投资115亿元”, “惠及群众1708户” belong to the result before them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from commitments.milestones import PROJECT
from commitments.patterns import any_of, find, opens
from commitments.quantities import Amount

Spans = Sequence[tuple[int, int]]

BYLINE = "本报讯"
_CLOSED_SPAN = re.compile(r"“[^”。]{0,60}”|（[^）]{0,120}）|《[^》]{0,80}》|‘[^’]{0,40}’")
_COMMA = re.compile(r"[，；。！？…]|：(?!“)|——")
_LISTING = re.compile(r"、|和|及|以及|与|并|，|；")
# What only tells more about the result before it: it opens a clause and makes none of its own.
_DEPENDENT = opens(r"""
(?:其中)?(?:项目)?(?:总投资|计划投资|计划总投资|概算投资|总建筑面积|涉及|惠及|受益|带动就业|服务(?:职工|群众|居民))
按可比价格?计算 按不变价格?计算 高出(?:全[市区县省国]|上年|目标) 同比 环比 较上年 比上年 较去年 比去年 年均 达到?\d
[两三四五]年(?:增长|翻) 占
为(?:年度?|全年)?(?:计划|目标)的 超计划 完成(?:年度?|全年|计划|目标|总|全[市区县省国盟州]) 已有\d
增速 增幅 增长\d 下降\d 提高\d 提升\d 高于 低于 快于 排名 排全 位[居列] 居全 居第 居首 列全 稳居 继续位居 城市区排
均居 均[位列为] 增速均
[^，]{0,4}综合排名 (?:开工|竣工|完工|投产|投资完成|超额完成|整改|办结|落实)率(?:为|均?达到?)?\d 投资进度(?:为|达到?)?\d
[超欠]序时进度?\d (?:改造|整治|建设|占地|种植|覆盖|供热|建筑)面积(?:为|达到?|约|共)?\d 完成率 交付率 化解率 建成率
采购金额 合同投资 合同金额 签约金额 成交金额 协议投资 总规模 总面积
总量(?:达|保持|稳居) 合计
""")
_LIMIT = re.compile(r"(?:今年|明年|预计|力争|确保|计划)*(?:\d{1,2}月|年内|年底|[上下]半年|[一二三四]季度|20\d\d年)")
# 完成投资57亿元以上 says how far the projects named just before it go.
_INVESTMENT = re.compile(r"^(?:年度)?(?:累计)?完成(?:年度|固定资产)?投资")
_PROJECTS = find("项目 工程 工地 企业 园区 行动 建设")
# Two counts of the same thing: a place and what it holds.
_HOLDS = re.compile(
    "^(?:新增|增加|提供|共)?(?:停车)?(?:泊位|车位|摊位|床位|学位|席位|座位|工位|户数|人数|(?:改造|建筑|整治|建设)?面积|投资|总投资)"
)
_BARE_GROWTH = opens(r"""
(?:总数|总量)?达到?\d (?:同比)?净?增(?:长|加|至|速) 净增 下降 提高 提升 降低 分别增长 总量 总数 占比 占 惠及 涉及
带动就业 受益
[^、，]{1,4}(?:增长|下降)
""")
# 其余27项中，已完成19项: the whole stands before its part, in one result
_PARTITIVE = re.compile(r"^(?:其余|剩余|这)?的?\d+[项件个家所处座条户][\u4e00-\u9fff]{0,12}中$")
# A clause that goes on about the subject before it: a limit or an adverb, then a step without an object of its own.
_ADVERBS = any_of(r"""
并于 于 并 并且 且 力争 确保 争取 尽快 早日 及早 适时 尽早 即将 正式 全面 全部 全线 全段 主体 基本 实质性 年底前?
年内 上半年
下半年 [一二三四]季度 20\d\d年 今年 明年 全年
\d{1,2}月[底份]?前? 预计 进入 见底 目前 已 已经 现已 将 正在 成功 顺利 如期 按期
""")
_STEPS_ON = any_of("""
整合到位 开工(?!建设.) 竣工 完工 投用 投产 开放 封顶 贯通 通车 进入 清零 见底清零 完成(?:整改|全部|改造){1,2}任务
完成$ 全部完成 任务全面完成
对外开放 早日开工 投入使用 投入运营 建成投用 开园 全部清零 销号 形成实物 实现[^，；]{0,12}(?:收官|清零)
实现(?:城市|物业|全程|互联)
正式运行 试运行 通过验收 验收 达产 达效
""")
# A rank without a subject is that of the clause before it, whether or not that one counts.
_RANK = opens(
    "(?:分别|均|连续|继续)?(?:排|居|列|位居|位列|稳居)(?:全[市区县省国盟州]|第|首) 创历史新高 (?:总量|增速)(?:居|排|位)"
)
_PROMISES = opens("预计 计划 力争 确保 争取")
# 已完工50个，年底前全部完成: how far it has come, and by when the rest is promised
_REPORTED = re.compile(r"已经?(?![有知])|截[至止]|累计|目前")
_DUE = re.compile(
    r"^(?:预计|计划|力争|确保|争取|将|可|可望|有望)*(?:在|于|到)?"
    r"(?:(?:今年|明年|20\d\d年|年)?(?:\d{1,2}月\d{0,2}日?|年|[一二三四]季度)?[底末份]?(?:以?前|之前|内)|年内|[今明]?年底)"
)
_NEEDS_SUBJECT = re.compile(f"^{_ADVERBS}*{_STEPS_ON}")
# 自即日起至12月31日为集中攻坚期，将…: the name of a span of time, and what is done in it
_PERIOD = re.compile(r"\d[^，]{0,12}为[^，；]{2,10}(?:期|阶段|月|周)$")
_GOES_ON = re.compile(r"^(?:将|要|对|由|开展|进行|完成)")
_LONGEST_LEAD = 60
_SPREAD_AGAIN = re.compile("^(?:同比|比上年|较上年)?分别(?:增长|下降|提高|提升)")
_AND = re.compile("[、和与及]")
_NO_MARK = ("惠及", "涉及", "普及", "参与", "给予", "合并", "共和")
_ENDS_IN_STEP = re.compile(PROJECT.pattern.join(("(?:", r")(?:建设|建成|投用|运营|使用)?[”]?$")))


@dataclass(frozen=True, slots=True)
class Clause:
    """One result's words: span in the sentence, the amounts it counts, and the clause that lends it verb and limit.

    `lead` is the offset at which the words begin that this clause shares with its neighbours (the verb of an
    enumeration, the subject of a run of clauses); `lead == start` where there are none. `part` is the clause's place
    in an enumeration, 0 for the first or only one; `spread` marks 分别.
    """

    start: int
    end: int
    lead: int
    amounts: tuple[Amount, ...] = ()
    part: int = 0
    spread: bool = False

    def shared(self, text: str) -> str:
        """The words that a later member of an enumeration shares with the first (its verb, its firmness), else none."""
        return text[self.lead : min(self.start, self.lead + _LONGEST_LEAD)] if self.part else ""


def _cuts(text: str, closed: Spans) -> list[int]:
    """Offsets of the separators that stand outside quotation marks and brackets."""
    found, at = [], 0
    for comma in _COMMA.finditer(text):
        here = comma.start()
        while at < len(closed) and closed[at][1] <= here:
            at += 1
        if at < len(closed) and closed[at][0] <= here:
            continue
        found.append(here)
    return found


def _segments(text: str, closed: Spans) -> list[tuple[int, int]]:
    edges = [-1, *_cuts(text, closed), len(text)]
    spans = []
    for before, after in itertools.pairwise(edges):
        start = before + 1
        while start < after and text[start] in "，；：。！？…—、*#● ":
            start += 1
        if text.startswith(BYLINE, start, after):
            start += len(BYLINE)
        end = after
        while end > start and text[end - 1] in "*#":
            end -= 1
        if end > start:
            spans.append((start, end))
    return spans


def split_clauses(text: str, amounts: Sequence[Amount]) -> list[Clause]:
    """The clauses of a sentence in order; those without a result of their own are among them."""
    clauses: list[Clause] = []
    closed = [span.span() for span in _CLOSED_SPAN.finditer(text)]
    for start, end in _segments(text, closed):
        inside = [a for a in amounts if start <= a.at < end]
        pieces = _split_listing(text, start, end, inside, closed) if inside else _split_steps(text, start, end)
        words = text[start:end]
        if members := _spread_before(clauses, pieces, words):
            clauses[-members:] = [
                replace(clause, amounts=clause.amounts + piece.amounts)
                for clause, piece in zip(clauses[-members:], pieces, strict=True)
            ]
            continue
        if clauses and _PARTITIVE.match(text[clauses[-1].start : clauses[-1].end]) and pieces[0].amounts:
            whole = clauses.pop()
            pieces[0] = replace(pieces[0], start=whole.start, amounts=whole.amounts + pieces[0].amounts)
        if clauses and _belongs(text, clauses[-1], pieces[0], words):
            merged = replace(clauses[-1], end=pieces[0].end, amounts=clauses[-1].amounts + pieces[0].amounts)
            clauses[-1] = merged
            pieces = pieces[1:]
        clauses.extend(pieces)
    return clauses


def _spread_before(clauses: Sequence[Clause], pieces: Sequence[Clause], words: str) -> int:
    """How many members of the list before a segment it spreads another number over, 0 for none.

    城镇和农村居民收入分别为39428元、17596元，分别增长3.6%、7%: each member has two numbers.
    """
    count = len(pieces)
    members = clauses[-count:]
    again = _SPREAD_AGAIN.match(words) and 1 < count == len(members) and all(clause.spread for clause in members)
    return count if again and [clause.part for clause in members] == list(range(count)) else 0


def _belongs(text: str, before: Clause, piece: Clause, words: str) -> bool:
    """Whether a segment only continues the result before it."""
    previous = text[before.start : before.end]
    if (_PERIOD.search(words) and before.amounts) or (_PERIOD.search(previous) and _GOES_ON.match(words)):
        return True
    if piece.amounts:
        if not before.amounts:
            return (
                bool(_NEEDS_SUBJECT.match(words)) and len(piece.amounts) == 1 and piece.amounts[0].at - piece.start > 3
            )
        if _DEPENDENT.match(words):
            return True
        return bool(_INVESTMENT.match(words) and _PROJECTS.search(previous))
    if _LIMIT.search(previous) and _LIMIT.match(words):
        return False  # 10月底主体完工，年内全面完成: two milestones
    if before.amounts and _DUE.match(words) and _REPORTED.search(before.shared(text) + previous):
        return False
    if before.amounts or len(previous) > 4:
        if (_DEPENDENT.match(words) and before.amounts) or _RANK.match(words):
            return True
        # 车站主体全部封顶，预计明年6月试运营: a result is reported, another is promised
        return bool(_NEEDS_SUBJECT.match(words)) and not (_PROMISES.match(words) and PROJECT.search(previous))
    return False


def _split_steps(text: str, start: int, end: int) -> list[Clause]:
    """A segment without numbers split where both sides have a subject and a step: 3号线实现“轨通”、6号线实现“洞通”."""
    edges = [start]
    for mark in re.finditer("、", text[start:end]):
        at = start + mark.start()
        rest = text.find("、", at + 1, end)
        right = text[at + 1 : rest if rest >= 0 else end]
        step = PROJECT.search(right)
        if step and step.start() >= 4 and _ENDS_IN_STEP.search(text[max(start, at - 12) : at]):
            edges.append(at)
    edges.append(end)
    return [Clause(a + bool(number), b, start, (), number) for number, (a, b) in enumerate(itertools.pairwise(edges))]


def _split_listing(text: str, start: int, end: int, amounts: list[Amount], closed: Spans) -> list[Clause]:
    """A segment split where each member of an enumeration has a number of its own."""
    if len(amounts) < 2:
        return _split_each(text, Clause(start, end, start, tuple(amounts)))
    spread = _spread_at(text, start, amounts)
    groups: list[list[Amount]] = [[amounts[0]]]
    cuts: list[int] = []
    for before, after in itertools.pairwise(amounts):
        cut = _cut_between(text, before, after, closed)
        distributed = spread >= 0 and before.at > spread
        if cut < 0 or (not distributed and _together(text, before, after, cut, end)):
            groups[-1].append(after)
            continue
        cuts.append(cut)
        groups.append([after])
    edges = [start, *cuts, end]
    clauses: list[Clause] = []
    for number, (group, a, b) in enumerate(zip(groups, edges, edges[1:], strict=False)):
        first = a + (len(_LISTING.match(text, a).group()) if number and _LISTING.match(text, a) else 0)  # type: ignore[union-attr]
        clauses.append(Clause(first, b, start, tuple(group), number, spread >= 0))
    return [part for clause in clauses for part in _split_each(text, clause)]


def _split_each(text: str, clause: Clause) -> list[Clause]:
    """Two clauses where one number holds for each of two things: 中小企业和技术中心各1户."""
    if len(clause.amounts) != 1 or text[clause.amounts[0].at - 1 : clause.amounts[0].at] != "各":
        return [clause]
    listed = [mark.start() for mark in _AND.finditer(text, clause.start, clause.amounts[0].at)]
    if len(listed) != 1:
        return [clause]
    second = replace(clause, start=listed[0] + 1, part=clause.part + 1)
    return [replace(clause, end=listed[0]), second]


def _spread_at(text: str, start: int, amounts: list[Amount]) -> int:
    """Where 分别 stands before at least two amounts of one list, -1 where it does not."""
    at = text.find("分别", start, amounts[-1].at)
    return at if at >= 0 and sum(a.at > at for a in amounts) >= 2 else -1


def _cut_between(text: str, before: Amount, after: Amount, closed: Spans) -> int:
    """Offset of the mark that separates two counted things, -1 where nothing does."""
    between = text[before.to : after.at]
    if not between or between.startswith("的"):
        return -1
    cut = -1
    for mark in ("、", "和", "以及", "及", "与", "并"):
        if between.endswith(mark) and not between.endswith(_NO_MARK):
            cut = after.at - len(mark)
            break
    else:
        at = between.find("、")
        while at == 1 and not before.before:  # 12个省、市重点项目: the noun is not over yet
            at = between.find("、", at + 1)
        if at >= 0:
            cut = before.to + at
        elif between.startswith(("以及", "和", "及", "与")):
            cut = before.to
    return -1 if any(a < cut < b for a, b in closed) else cut


def _together(text: str, before: Amount, after: Amount, cut: int, end: int) -> bool:
    """Whether two numbers count one and the same thing: 143个、2.68万户老旧小区; 停车场5个、泊位829个."""
    mark = 2 if text.startswith("以及", cut) else 1
    own = text[cut + mark : after.at]  # words between the mark and the second number
    if own:
        return bool(_HOLDS.match(own) or _BARE_GROWTH.match(text[cut + mark : end]))
    if _HOLDS.match(text[after.to : end]):
        return True
    first, second = before.quantities[0].unit, after.quantities[0].unit
    if first == second:
        return False
    if text[cut] in "和及与" and text[before.to : cut] and after.what_at >= 0:
        return False  # 47个小区改造和1866户通电工程: a thing on each side
    if cut == before.to and (second in _SCALES or after.what_at < 0 or not before.before):
        return True  # the first number has no noun of its own: 143个、2.68万户老旧小区; 安置房项目5个、5058套
    return second in _SCALES and first not in _SCALES


# what a second number may measure of the thing that the first one counts
_SCALES = frozenset(("户", "人", "人次", "平方米", "元"))
