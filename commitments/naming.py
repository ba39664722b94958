"""What a clause is about and what is done to it: 新建5G基站2000个 → 5G基站, 新建."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from commitments.clauses import BYLINE, Clause
from commitments.milestones import OFFICE, PROJECT
from commitments.model import Quantity
from commitments.patterns import any_of, opens

# Verbs that lead a clause, with the adverbs that go with them: what follows is what the clause is about.
_VERB = opens("""
新建改造 新建成 新建改建 改造提升 提档升级 治理提升 新改扩建 改扩建 新改建 新建 改建 扩建 改造 建成 建设 完成 实施
新增 净增 减少 增加 培育 引进 招引
引育 创建 创成 争创 组建 成立 设立 开展 举办 启动 出台 推动 推进 加快 支持 实现 达到 突破 提供 配备 安装 加装 整治
治理 打通 化解 发放 争取
申请 谋划实施 谋划 抓好 突出抓好 做好 开工建设 开工 交付 新培育 新认定 认定 入库 落地 招聘 资助 改善 规范 调整 集聚
获得 拉动 带动 持续推进
加快推进 积极推进 稳步推进 全面启动 全面完成
""")
_LEAD = re.compile(
    "^"
    + any_of(r"""
[一二三四五六七八九十]是 其中 另外 此外 同时 并 且 还 全年 目前 截至目前 现 据了解 据悉
今年以来 去年以来 近年来 今年 本年 明年 年内 年底前? 上半年 下半年
到?20\d\d年度?
\d{1,2}月[底份]?前? \d{1,2}月?(?:至|到|—|-|－|~)\d{1,2}月份? 力争 确保 争取 计划
预计 拟 将于 将 要 已 已经 累计 共 共计 新(?=[培认引遴招备入]) 再(?=[增遴创]) 全市 全区 全县 全省 全盟 全州 我市 我区
该市 该区 该县 该省 该旗 该盟 该州
我县 我盟 我们 积极
成功 圆满 顺利 奋力 基本(?=完成|建成|实现|形成) 大力 持续 扎实 稳步 深入
加快 高标准 高质量 高水平 全面 全力 适时 择机 尽快 早日 加紧 抓紧 预计全年 进一步 ， 、 ：
""")
    + "+"
)
_TAIL = re.compile(
    r"(?:分别|全部|全面|超额|也|现|中|尚未|仍未|未|仅|滞后|缓慢|基本|均|已|已经|将|正式|成功|顺利|总数|数量|预计|可|力争|确保|等|完成|早日|尽快|及早|尽早|如期|按期|先后|相继|正在|实现|达到?|超过?|突破|控制在|稳定在|保持在|到|至|约|近|由|为)+$"
)
# 西工区已完成579个老旧小区改造: who did it is not what it is about
_ACTOR = re.compile(
    r"^(?:[\u4e00-\u9fff]{1,6}[区县市州盟旗局委办]|公司|集团|该[区县市]|[区县市]政府)"
    "(?:已经?|将|要|计划|拟|正式|率先|累计|新建)*$"
)
# 依托邻里中心组建“三自”组织: what it is done with is not what it is about
_BY_MEANS = re.compile("^(?:依托|借助)[^，；0-9]{2,16}?(?=组建|建立|成立|打造|建设|开展|创建)")
# 新建及改造雨污管网: both verbs lead the same thing
_AND_VERB = re.compile(
    "^(?:和|及|与|、)(?:改造提升|改造|改扩建|扩建|改建|续建|提升|修缮|维修|优化调整|优化|更新|完善)(?=[\u4e00-\u9fff“]{2})"
)
# 188个老旧小区已完工150个: how far they have come is not what is counted
_REACHED = re.compile(
    "(?:已|仅|只|共|全部|实际)*(?:建成投用|建成|完工|竣工|完成|开工|改造|交付|投用|整改|新建|加装)?(?:仅|了)?$|中$"
)
# 为老旧小区加装电梯: for whom it is done is not what is counted
_FOR_WHOM = re.compile("^为[^，；0-9]{2,16}?(?=加装|安装|提供|配备|发放|办理|解决|开展)")
_STATE = re.compile("(?:已经?|正在|现已)(?:进入|处于|转入|进行|开展)")
_REST = re.compile("^(?:剩余|其余|余下|尚余|还有|其他|另外)$")
# Words that only point at what was spoken of before: 该项目, 整体, 主体工程.
_POINTS_BACK = re.compile(
    "^(?:该|此|本|上述)[\u4e00-\u9fff]{2,4}$|^(?:项目|工程)?(?:整体|总体|全线|主体|主体工程|其)$|^(?:增长|下降|提高|降低)$|^(?:仅|只|未|尚未|仍未|未能)"
)
# 积极推进老旧小区电梯加装工作，已完工16部: the words before a report without a subject of its own
_BEFORE = re.compile(r"([^，；：。]{4,30})[，；：]$")
_AT_WORKS = re.compile("(?<=项目|工程)[^项工]{1,4}$")
_WORK = re.compile("(?:等?工作|任务|力度|进度|步伐)+$")
_SEGMENT_END = re.compile("[，；]")
_NOUN_BEHIND = re.compile(
    r"(?:[省市县区国]、(?=[省市县区])|[一二三四五六七八九十\d][类级等星]及以[上下])?[\u4e00-\u9fff“”（）]{1,20}?(?=全部|全面|均|已|将|正在|基本|相继|顺利|完工|竣工|开工|建成|投用|投产|落地|实现|和|及|与|以上|[，、；。：\d]|$)"
)
_FOOTNOTE = re.compile(r"[〔\[【]\d{1,3}[〕\]】]")
_LONGEST = 40
_GENERIC = 3  # characters of a noun that needs its heading to say which: 小区, 项目


def name_subject(
    text: str, clause: Clause, cuts: Sequence[tuple[int, int]], topic: str, heading: str, before: str
) -> tuple[str, str]:
    """(item, action) of a clause: the cleaned subject phrase and the verb or step; either may be empty.

    `text` is the sentence, `cuts` the spans of its time limits, `topic` the set that the clause before it named
    (纳入计划的老旧小区), `heading` the one above it: 188个小区 under 加快老旧小区改造 is about 老旧小区改造;
    `before` the item before it in the sentence, which a remainder (剩余1个) is about.
    """
    words = text[clause.start : clause.end]
    first = words[: _first_end(words)]
    shared = clause.shared(text)
    gone = [(a.at, a.to) for a in clause.amounts] + list(cuts)
    if means := _BY_MEANS.match(first):
        gone.append((clause.start, clause.start + means.end()))
    verb, body = _take_verb(_without(first, clause.start, gone))
    action = verb or _take_verb(shared)[0]
    step = PROJECT.search(body) or OFFICE.search(body)
    if step and body[step.end() :].startswith("率"):
        step = None  # 开工率, 竣工率
    if step and step.group() == body:
        action, body = body, ""  # 已开工120个、完工50个: the second step is taken on the same things
    elif step and step.start() > 1:
        action = action if action and clause.amounts else step.group()
        actor = _ACTOR.match(body[: step.start()])
        body = body[step.end() :] if actor and body[step.end() :] else body[: step.start()]
    elif not action and (step := step or PROJECT.search(words) or OFFICE.search(words)):
        action = step.group()
    if clause.spread:
        body = _member(text, clause) or body
    item = topic or _clean(body)
    if not item or item == action or item[0] in "并且" or _REST.match(item) or _POINTS_BACK.match(item):
        item = before or _said_before(text[: clause.lead]) or item
    if not item and heading:
        item = _clean(_take_verb(heading)[1])
    if len(item) <= _GENERIC and item in heading:
        item = _clean(_take_verb(heading)[1])
    return item[:_LONGEST], action


def _said_before(words: str) -> str:
    """What the segment before a clause is about: 积极推进老旧小区电梯加装工作， → 老旧小区电梯加装; "" for none."""
    found = _BEFORE.search(words)
    if not found:
        return ""
    verb, body = _take_verb(found.group(1).removeprefix(BYLINE))
    if verb or words.endswith("："):
        return _WORK.sub("", _clean(body))
    step = PROJECT.search(body) or _AT_WORKS.search(body)
    return _clean(body[: step.start()]) if step and step.start() >= _GENERIC else ""


def _first_end(words: str) -> int:
    """Where a clause's own first segment ends; what follows only tells more about it."""
    found = _SEGMENT_END.search(words)
    return found.start() if found and found.start() > 3 else len(words)


def _without(words: str, start: int, spans: Sequence[tuple[int, int]]) -> str:
    """A clause's words without its numbers and limits."""
    for a, b in sorted(spans, reverse=True):
        a, b = a - start, b - start
        if 0 <= a < b <= len(words):
            words = words[:a] + words[b:]
    return words


def _clean(body: str) -> str:
    body = _FOOTNOTE.sub("", body).strip("，、：；。（的")
    if (state := _STATE.search(body)) and state.start() >= _GENERIC:
        body = body[: state.start()]
    body = _TAIL.sub("", body).strip("，、：；。（的")
    if body.count("“") != body.count("”"):
        body = body.strip("“”")
    return body if body.count("（") == body.count("）") else body.replace("（", "").replace("）", "")


def name_quantities(text: str, clause: Clause, item: str) -> tuple[Quantity, ...]:
    """The clause's quantities, each with what it counts: the noun behind the number, else before it, else the item."""
    named: list[Quantity] = []
    last = clause.start
    for amount in clause.amounts:
        behind = _NOUN_BEHIND.match(text, amount.what_at) if 0 <= amount.what_at < clause.end else None
        what = behind.group() if behind else _noun_before(text[last : amount.at]) if amount.before else ""
        named.extend(replace(quantity, what=(what or item)[:_LONGEST]) for quantity in amount.quantities)
        last = amount.to
    return tuple(named)


def _noun_before(words: str) -> str:
    """The counted noun at the end of the words before a number: 建成邻里中心 → 邻里中心."""
    noun = _take_verb(_FOR_WHOM.sub("", words.strip("，、和及与的")))[1]
    return _clean(_REACHED.sub("", noun))


# Two things that one word names: 牛羊饲养量分别…, 城乡居民收入分别…
_FUSED = {"牛羊": ("牛", "羊"), "猪羊": ("猪", "羊"), "城乡": ("城镇", "农村"), "水电": ("水", "电")}


def _member(text: str, clause: Clause) -> str:
    """What a number counts that 分别 spreads a list over: 牛、羊饲养量分别… → 牛饲养量, 羊饲养量."""
    at = text.find("分别", clause.lead)
    lead = _LEAD.match(text[clause.lead : at])
    subject = text[clause.lead + (lead.end() if lead else 0) : at]
    if fused := _FUSED.get(subject[:2]):
        return fused[min(clause.part, 1)] + subject[2:]
    names = subject.split("、")
    if not len(names) > 1 or clause.part >= len(names):
        return names[-1] if at > 0 else ""
    name, last = names[clause.part], names[-1]
    if clause.part == len(names) - 1:
        return last
    # what the members share stands behind the last one's own name, which ends as the others do
    same = last.find(name[-1]) if len(name) > 1 else 0
    return name + (last[same + 1 :] if same >= 0 else "")


def _take_verb(words: str) -> tuple[str, str]:
    lead = _LEAD.match(words)
    rest = words[lead.end() :] if lead else words
    verb = _VERB.match(rest)
    if verb and len(rest) > verb.end() and rest[verb.end()] != "率":
        return verb.group(), _AND_VERB.sub("", rest[verb.end() :])
    return "", rest
