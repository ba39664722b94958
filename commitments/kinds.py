"""Commitment or progress: the frame that a clause stands in, and the tense words that overrule it."""

from __future__ import annotations

from commitments.frames import Frame
from commitments.model import Firmness, Kind
from commitments.patterns import find

_FUTURE = find(r"""
将(?!原|其|全[市区县省国]3|军|小区|[^，。；]{0,12}(?:纳入|列入|划分|作为|与)) 力争 (?<![有切])确保 预计 即将 有望
年度(?:投资)?计划(?:投资)?\d 可望 适时 早日 尽早 及早 前(?:可|能)
(?<!占年)(?<!年度)(?<!占)(?<!超)计划(?:于|年底|今年|投资|建设|开工|新?改建|新建|改造|实施|完成(?!率|情况)|新增|\d)
拟(?:投资|建|于|新建|办|实施)
""")
# What is told in a page that looks back or around as still to come.
_FORECAST = find(
    "预计 即将 有望 将(?:于|在|继续|启动|全部|实施|建成|改造) 前(?:可|能|将)"
    " ^(?:今年|全年|本?年度)?计划(?:新改建|新建|改建|改造|实施|建设|整治)"
)
# What is held against a plan, or counted over months that are named, is reported: 占年度计划的64.1%, 1—8月完成.
_MEASURED = r"""
占(?:年度?|全年)?(?:总)?(?:计划|目标|任务)(?:投资|总数|数|任务)?的?\d 为(?:年度?|全年)?(?:计划|目标)的\d
[超欠达按]到?序时 超过时间进度 超额完成(?:年度|全年)?(?:目标|计划|任务)?的?\d
[1-9一](?:月|月份)?(?:至|到|—|-|－|~)\d{1,2}月份?(?!底|末|前|期间|实施|开展)
前(?:[2-9]|1[01]|[二两三四五六七八九十]|十一)个月 \d[^，；。]{0,16}，(?:任务)?完成率(?:为|达到?)?\d
"""
# 已列入…的 is an attribute of what is planned, no result.
_PAST = find(
    r"""
(?<!业)已(?![^，。；]{0,16}的(?!\d+(?:\.\d+)?%)) 已经 累计 截[至止] 目前 现有 现进入 去年 上年 过去 先后 相继 近年来
以来 共计
(?:完成|实现|建成|启动|新增|达到|成立|获得|取得|解决|惠及|形成)了
"""
    + _MEASURED
)
# In a plan only these report: 累计 there counts up to the end of the year that is planned.
_PLAN_PAST = find(
    r"""
(?<!对)(?<![^，]年)已(?![^，。；]{0,16}的(?!\d+(?:\.\d+)?%)|[^，。；]{0,6}问题) 截[至止] 目前
现有 现进入 得到了 共落实 正式印发 去年 先后
相继 了\d
也在[^，]{0,16}(?:揭牌|挂牌|落户)
"""
    + _MEASURED
)
# In news a verb of completion reports without a tense word.
_RESULT = find("""
完成 建成 竣工 完工 投用 投产 通车 封顶 新增 成立 获 入选 达 开业 开通 发放 实现 增长 解决 改造 惠及 集聚 累计 共 了
为 划分 组建 争取 申请
开展 签约 征收 创 被 启动 接待 服务 化解 办理 查处 清理 整治 救助 培训
""")
_FIRM: dict[str, Firmness] = {"确保": "确保", "务必": "确保", "力争": "力争", "争取": "力争"}
_FIRM_AT = find("""
(?<![有切])确保 务必 力争 争取(?=[^，。；]{0,16}(?:开工|竣工|完成|建成|通车|落地|投|早日|年内|年底|达|获批|入选))
""")


def kind_of(words: str, frame: Frame, ahead: bool, over: bool, *, gone: bool = False) -> Kind:
    """The kind of a clause; `ahead`: its limit lies after the day of print; `over`: its section's year was past then;
    `gone`: it names a day or month that was past then.

    预计全年实现… is a promise in September, and a result in the next year's report.
    """
    if words.startswith(("截至", "截止")):
        return "progress"
    future, past = bool(_FUTURE.search(words)), bool(_PAST.search(words))
    if frame.mode in ("plan", "guidance"):
        done = not future and not ahead and (gone or bool(_PLAN_PAST.search(words)))
        return "progress" if done else "commitment"
    if frame.mode == "review":
        forecast = bool(_FORECAST.search(words)) and not over
        return "commitment" if (ahead and (future or not past)) or forecast else "progress"
    if ahead:
        return "commitment"
    return "commitment" if future and not (past and not _FORECAST.search(words)) else "progress"


def is_promised(words: str) -> bool:
    """Whether a tense word says that a clause is still to come: 将, 力争, 预计."""
    return bool(_FUTURE.search(words))


def is_guessed(words: str, frame: Frame, ahead: bool) -> bool:
    """Whether neither the section nor a tense word says if a clause promises or reports: news without either."""
    if frame.mode not in ("news", "event") or ahead:
        return False
    return not (_FUTURE.search(words) or _PAST.search(words) or _RESULT.search(words))


def firmness_of(words: str) -> Firmness:
    """确保 (also 务必), 力争 (also 争取 before a result) or plain."""
    found = _FIRM_AT.search(words)
    return _FIRM[found.group()] if found else "plain"
