"""Clauses → statements: which clauses are checkable, of which kind, by when, where, and about what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from commitments.clauses import Clause, split_clauses
from commitments.frames import Sentence
from commitments.kinds import is_guessed, is_promised, kind_of
from commitments.limits import Limits
from commitments.milestones import ANY_STEP, HARD_STEP, HELD_AGAINST, HONOUR, OFFICE, PROJECT, REALISED
from commitments.model import Deadline, Kind
from commitments.patterns import find, opens
from commitments.quantities import find_amounts
from commitments.timelimits import TimeLimit, find_time_limits

_MOST_AMOUNTS = 60  # a sentence with more is a table of figures without its header: nobody could check it
_QUOTED = re.compile("“[^”]{7,40}”")
_SKIPPED = ("guidance", "problems", "talk", "names")
_EARLY = find("早日 尽快 适时 及早 尽早 即将 择机")
# A clause that opens with one of these names a direction; it counts only with a hard step in it.
_VAGUE = opens("""
(?:持续|积极|大力|扎实|深入|加快|稳步|有序|统筹|协调|全力|不断|高质量|高标准|高水平|高效)*(?:推进|加快|加强|深化|完善|优化|提升|提高|打造|促进|强化)
(?:持续|积极|大力|扎实|深入|加快|稳步|有序|统筹|协调|全力|不断|高质量|高标准|高水平|高效)*(?:健全|探索|落实|构建|培育|鼓励|引导|巩固|拓展|扩大|营造)
(?:持续|积极|大力|扎实|深入|加快|稳步|有序|统筹|协调|全力|不断|高质量|高标准|高水平|高效)*(?:规范|发挥|开展|实施|建设|支持|推动|抓好|做好)
""")
_SECTION = opens("（[一二三四五六七八九十]{1,3}） [一二三四五六七八九十]{1,3}、")
# 纳入2024年改造计划的188个老旧小区 names a set; the next clause reports on it.
_NAMED_SET = re.compile(r"^[^，；]{0,16}(?:纳入|列入|确定|下达|承担|安排)[^，；]{0,24}的\d[^，；]*$")
# 18家茶宿项目，达到验收标准8家: so many there are, and how far they have come
_BARE_SET = re.compile(r"^(?:共|共有|合计)?\d+[家个件项所座处条户][\u4e00-\u9fff]{2,12}$")
_PART_REPORTS = re.compile("^(?:其中)?(?:已|达到|正在|完成|开工|未|尚未|全部)")
_REPORTS = re.compile(r"^(?:目前|现)?(?:已|共|累计|全部|完工|完成|开工)")
# What follows in the sentence tells how things stand: 截至8月底，平均施工进度为60%.
_MONTH_OF = re.compile(r"于(20\d\d)年(\d{1,2})月(?!底?前|起|至|到|[—-])")
_GOES_WITH = re.compile("其中|新增|增加|惠及|带动")  # is reported where the clause before it is
_STANDS = re.compile(
    "(?:^|，|：)(?:截[至止][^，。；]{1,16}|目前)，|完成[^，；。：]{0,10}已?有?[0-9]+[项件个][^，；。：]{0,4}："
)
# The subject is somebody above the city.
_NOT_OURS = opens("""
国家[^，。；]{0,10}(?:总局|部|委|局)(?!区域|级) 国务院 党中央 中央(?!预算|财政|生态|环保) 省委 省政府
全省[^，]{0,6}(?:要|将) 省[^，。；]{1,8}厅
""")
_DEFINES = re.compile(
    r"^(?:今年|20\d\d年|明年|这|那|它|也|就|都)?"
    r"(?:是|为了|为(?!\d|全|企|群众|老|市民|居民|学生|[^，。；]{0,10}(?:提供|配备|安装|加装|办理|接入|解决|建设|免费|发放)))"
)
_MEANS = find(r"""
^(?:通过|以|按照|采取|采用|依托|针对|对于|围绕|面对|随着|根据|在)[^，；]*(?:方式|形式|手段|方法|办法|里|时|后|上|中|下|基础上|方面|过程中)$
^(?:按照|根据)[^，；]*(?:部署|要求|意见|方案》[^，；]{0,12})$ ^总建筑面积 ^总占地 ^占地 ^总投资
^[^，]{0,20}[放摆挂贴写]着 ^[^，；]*以来$ ^[^，；]*建于(?:上世纪|20世纪|\d) ^(?:特别|尤其)是[^，；]*$
^[^，；\d]{0,24}(?:总占地|占地面积|占地|规划用地|总建筑面积|总投资|概算投资|计划总投资)(?:约|达|近|超)?\d[^，；]{0,10}$
""")
_WISHES = find(r"""
^另(?:外)?[一二三四五六七八九十两\d]+[个所处座条家项]\S{0,8}$ ^现?印发(?:给|至) 贯彻执行 等[各全]?环节 希望 如何
怎么 什么 吗$ 一批民生实事
以[^，。；]{0,30}为(?:载体|主线|抓手|重点|主题|目标|契机|牵引|统领|龙头|支撑|突破口|核心) 上下功夫 权威发布
""")
_ATTENDED_TO = re.compile(
    "^(?:聚焦|发挥|用好|用足|围绕|依托|对标|锚定|瞄准|坚持|针对|抢抓|抓住)"
    "(?![^，]*(?:组建|建成|新建|新增|打造|建设|完成|实现|成立|举办|创建|培育|开展|谋划|实施|推动))"
)
_MEETING = find("召开 举行 开幕 闭幕 揭幕")
_UNDER_WAY = re.compile("(?:加快|加紧|抓紧|即将|正在|有序|持续|稳步|扎实)(?:推进|建设|贯通|施工|实施|收尾)$")
_COMPLETED = find("""
已 完成 正式 全部 先后 相继 建成 成立 揭牌 落户 挂牌 封顶 竣工 完工 投用 投产 开工 通车 贯通 交付 启动 开业 开街 入选
获评 进入[^，]{1,8}阶段 试运[行营]
""")
_PERSONAL = find("一等奖 二等奖 三等奖 代表队 选手 参赛 记者 岁的? 女士 先生 老人说 报名 评选出")
_STORY = find("^他 ^她 ^我(?!们|市|县|区|省|盟|州|旗) ^走进 ^只见 ^在这里 ^在现场 随处可见 映入眼帘 其乐融融")
_WHOLE = find("全[市区县省盟州旗] 累计 今年")
_WORKS = re.compile("(?:项目|工程)[^，；]{0,3}(?:开工|竣工|完工|投产|投用|通车|开竣工)")
_SAID_DONE = re.compile("已经?(?!知)|完成了|建成了|达到了?\\d|目前")
_TO_DATE = re.compile("截[至止]")  # a visit's report that says how far the whole has come


@dataclass(frozen=True, slots=True)
class Found:
    """A checkable clause of a sentence: kind, deadline, the words that lead it, its limits' spans, topic and doubts."""

    clause: Clause
    kind: Kind
    deadline: Deadline | None
    lead: str
    cuts: tuple[tuple[int, int], ...]
    topic: str
    doubts: tuple[str, ...] = ()


def read_sentence(text: str, sentence: Sentence, ref: date, year: int | None) -> Iterator[Found]:
    """The checkable clauses of a sentence in order.

    `text` is the sentence; offsets are its own. `ref` is the day of print, `year` the planning year.
    """
    frame = sentence.frame
    if frame.mode in _SKIPPED or sentence.heading:
        return
    amounts = find_amounts(text)
    if (_SECTION.match(text) and not amounts) or len(amounts) > _MOST_AMOUNTS:
        return
    found = find_time_limits(text, ref, frame.year or year)
    if not amounts and not found and not ANY_STEP.search(text):
        return
    limits = Limits(text, found)
    cuts = tuple((limit.at, limit.to) for limit in found)
    row_limit = next(iter(find_time_limits(frame.due, ref, frame.year or year)), None) if frame.due else None
    topic = ""
    reported = False
    clauses = split_clauses(text, amounts)
    for clause, after in zip(clauses, [*clauses[1:], None], strict=False):
        words = text[clause.start : clause.end]
        if _is_topic(text, clause, after):
            topic = _set_name(words, clause)
            continue
        own = limits.own(clause)
        if not clause.amounts and own is None and not ANY_STEP.search(words):
            continue
        limit = limits.of(clause) or row_limit
        if own is not None and not clause.amounts and len(words) <= own.to - own.at + 1:
            continue  # nothing but the limit: 到2026年，…
        lead = clause.shared(text)
        ahead = limit is not None and limit.end is not None and limit.end > ref and not limit.whole_year
        over = frame.year is not None and frame.year < ref.year
        kind = kind_of(lead + words, frame, ahead, over, gone=_is_gone(words, ref))
        if kind == "commitment" and not ahead and not is_promised(words):
            counted = _STANDS.search(text, 0, clause.start) is not None
            kind = "progress" if counted or (reported and _GOES_WITH.match(words)) else kind
        reported = kind == "progress"
        if _is_checkable(words, clause, frame.mode, kind, own, text):
            deadline = _deadline(words, limit, kind, sentence)
            doubts = [limit.doubt] if limit is not None and limit.doubt and deadline else []
            if is_guessed(lead + words, frame, ahead):
                doubts.append("原文未写明是计划还是已完成，按进展读取")
            yield Found(clause, kind, deadline, lead, cuts, topic, tuple(doubts))
            topic = ""


def _is_gone(words: str, ref: date) -> bool:
    """Whether a clause names a month that was over on the day of print: 于2014年11月开工."""
    found = _MONTH_OF.search(words)
    return found is not None and (int(found[1]), int(found[2])) < (ref.year, ref.month)


def _set_name(words: str, clause: Clause) -> str:
    """The name of a set without its count: 纳入计划的188个老旧小区、3.7万户 → 纳入计划的老旧小区."""
    first = clause.amounts[0]
    tail = re.match(r"[\u4e00-\u9fff“”]*", words[first.to - clause.start :])
    return words[: first.at - clause.start] + (tail.group() if tail else "")


def _is_topic(text: str, clause: Clause, after: Clause | None) -> bool:
    """Whether a counted noun phrase only names what the next clause reports on: 纳入计划的188个小区，已完工50个."""
    if after is None or not clause.amounts or not after.amounts or after.part:
        return False
    words, report = text[clause.start : clause.end], text[after.start : after.end]
    return bool(_NAMED_SET.match(words) and _REPORTS.match(report)) or bool(
        _BARE_SET.match(words) and _PART_REPORTS.match(report)
    )


def _is_checkable(words: str, clause: Clause, mode: str, kind: Kind, limit: TimeLimit | None, sentence: str) -> bool:
    """Whether a clause of a sentence can be checked; `limit` is one that stands in the clause itself."""
    if _NOT_OURS.match(words) or _DEFINES.match(words) or _MEANS.match(words) or _WISHES.search(words):
        return False
    if _PERSONAL.search(words) or (mode in ("event", "news") and _MEETING.search(words)):
        return False
    if mode == "quoted" and not _is_news(words, limit):
        return False
    if clause.amounts:
        due = kind == "commitment" and limit is not None and not limit.whole_year
        return due or _counts_a_result(words, mode, clause, sentence)
    if len(words) < 5:
        return False
    unquoted = _QUOTED.sub("", words)  # 推广“签约即开工”经验 is no start of works
    hard = bool(PROJECT.search(unquoted) or REALISED.search(words))
    office = bool(OFFICE.search(unquoted))
    if kind == "progress":
        if _UNDER_WAY.search(words) or (mode in ("event", "news") and not _COMPLETED.search(words)):
            return False
        return mode != "event" and (hard or office or (mode == "review" and bool(HONOUR.search(words))))
    if limit is not None and not limit.whole_year and (hard or office or mode != "event"):
        return True
    if mode == "plan" and HELD_AGAINST.search(words):
        return True
    if not (hard or office):
        return False
    return not (_VAGUE.match(words) and not HARD_STEP.search(words))


def _is_news(words: str, limit: TimeLimit | None) -> bool:
    """Whether somebody who is quoted says something that can be checked: by when a step is taken, or what is done."""
    step = PROJECT.search(words)
    if limit is not None and not limit.whole_year and limit.end is not None:
        return step is not None
    return bool(_SAID_DONE.search(words)) and (step is not None or any(char.isdigit() for char in words))


def _counts_a_result(words: str, mode: str, clause: Clause, sentence: str) -> bool:
    if all(words[: a.at - clause.start].endswith("（") and a.quantities[0].unit != "%" for a in clause.amounts):
        return False  # （9项）: how many there are of what the heading names; but 正在施工（93%）
    if mode == "event" and not (_WHOLE.search(words) or _TO_DATE.search(sentence) or _WORKS.search(words)):
        return False
    return not (_STORY.match(words) or _ATTENDED_TO.match(words))


def _deadline(words: str, limit: TimeLimit | None, kind: Kind, sentence: Sentence) -> Deadline | None:
    if kind == "progress":
        return None
    if limit is not None and not limit.whole_year:
        return Deadline(limit.text, limit.end, limit.start, limit.precision, "explicit")
    if _EARLY.search(words):
        found = _EARLY.search(words)
        return Deadline(found.group(), None, None, "year", "explicit") if found else None
    if limit is not None:
        return Deadline(limit.text, limit.end, limit.start, limit.precision, "frame")
    if sentence.frame.framed and sentence.frame.year:
        due = date(sentence.frame.year, 12, 31)
        return Deadline(f"{sentence.frame.year}年", due, None, "year", "frame")
    return None
