"""How an article is to be read as a whole, by its headline and its first sentences."""

from __future__ import annotations

import re
from typing import Literal

from commitments.patterns import find

# review: looks back · plan: looks ahead · news: decided clause by clause
# guidance: 总体要求, 指导思想 · problems: 困难和不足 · talk: speeches, thanks · event: contests, visits · names: lists
# quoted: what people at the site say
Mode = Literal["review", "plan", "news", "guidance", "problems", "talk", "event", "names", "quoted"]

YEAR = r"(?:今年|20\d\d年?|本年度?|明年|全年)"
# Whole articles by their title or first sentences.
_NAMES_TITLE = find("名单 议程 公示")
_PILLORY = find("^(?:检查|检讨)$ 情况通报 通报批评 处分决定 曝光")
_EVENT = find("举行 举办 开幕 闭幕 启动仪式 挑战赛 比赛 大赛 展演 演讲 调研 视察 督导 走访 慰问 考察 会见")
_EVENT_TITLE = find("举行 举办 开幕 闭幕 答题 比赛 大赛 联欢 出席 调研 慰问 会见 讣告 名单 公告 招聘")
_TITLE_PLANS = re.compile(
    rf"{YEAR}[^。]{{0,24}}(?:将|重点|计划|力争|目标|任务|要|安排|排定)|力争|民生[^。，]{{0,6}}实事|实事项目"
    r"|工作(?:方案|要点|计划)|实施(?:方案|意见)|行动(?:方案|计划)|任务(?:分工|清单|分解)|目标任务|重点(?:工作|项目)"
)
_TITLE_TELLS = find(r"""
完成情况 进展 进度 回顾 落实情况 推进情况 办理情况 整改情况 综述 成效 总结 答卷 成绩单 全部完成 圆满
前(?:[2-9]|1[01]|[一二两三四五六七八九十])个?[季月] [1-9](?:月|月份)?(?:至|到|—|-|－|~)\d{1,2}月
""")
_BODY_PLANS = re.compile(rf"{YEAR}[^。；]{{0,20}}(?:将|计划|拟|力争|确保|明确|重点工作|共推进)|(?:提出|明确){YEAR}")
# A page that tells of a plan as news: 确定了年度建设方案，将…; 计划投资7692.59万元，实施…
_LEAD_PLANS = re.compile(
    r"(?:确定|制定|出台|印发|公布|发布)了?[^。；]{0,30}(?:方案|计划|清单|目标任务)，?(?:将|要|计划)"
    r"|(?:今年|本年度?)[^。；]{0,80}，计划(?:总?投资|实施|建设|改造)"
)


_QUOTES = str.maketrans("", "", '“”‘’"')  # 民生“十心”实事 are 民生十心实事


def tells_results(title: str) -> bool:
    """Whether a headline says that the article tells what came of plans: 完成情况, 进展, 落实情况."""
    return bool(_TITLE_TELLS.search(title))


def opening_mode(title: str, body: str, report: bool) -> Mode:
    """The mode that an article opens in; `report` says that it is a work report."""
    lead = body[:600]
    title = title.translate(_QUOTES)
    if _NAMES_TITLE.search(title) and not _TITLE_TELLS.search(title):
        return "names"
    if _PILLORY.search(title):
        return "problems"
    if _TITLE_PLANS.search(title) and not _TITLE_TELLS.search(title):
        return "plan"
    if _EVENT_TITLE.search(title) or (not report and len(body) < 1200 and _EVENT.search(lead[:90])):
        return "event"
    if not report and (_BODY_PLANS.search(lead) or _LEAD_PLANS.search(lead[:240])):
        return "plan"
    return "news"
