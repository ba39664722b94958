"""How far a statement says that a thing has come, or is to come: the stages in the life of a project.

1 prepared (立项 招标 拆迁) · 2 begun (开工 启动) · 3 being built (主体 桩基 收尾) · 4 closed in (封顶 贯通) ·
5 finished (竣工 建成 出台 全覆盖) · 6 in use (投用 投产 通车 开放). Who reports a stage reports all before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from commitments.figures import key_of, reported_in, reports, same_amount
from commitments.model import REOPENED, Figure, Matter, Sighting, Statement

FINISHED = 5


def _any(words: str) -> re.Pattern[str]:
    return re.compile("|".join(words.split()))


_STAGES: tuple[tuple[int, re.Pattern[str]], ...] = (
    (6, _any("""投用 投产 投运 投入使用 投入运营 投入生产 运营 运行 启用 开放 开园 开馆 开街 开业 开诊 开班 开学 通车
        通航 通水 通气 通电 开通 并网 达产 办学 交付 排产 上线""")),
    (5, _any("""竣工 完工 建成 落成 验收 建好 落地 出台 印发 发布 (?<!完)成立 组建 (?<!建)设立 揭牌 挂牌 全覆盖 清零
        销号 到位 见底 收官 办结 兑现 达标 摘帽 签约 举办 入选 获批 获评 创成""")),
    (4, _any("封顶 贯通 合龙 铺轨 洞通 轨通 下闸 蓄水")),
    (3, _any("""主体(?!责任|地位|作用|功能) 桩基 基坑 基础施工 施工(?:中|阶段) 正在施工 加快施工 加快建设 正在建设
        加紧建设 收尾 实物工作量""")),
    (2, _any("开工 动工 启动 奠基 破土 进场")),
    (1, _any("""立项 可研 初设 初步设计 环评 招标 招投标 征迁 拆迁 征收 腾退 选址 审批 用地预审 前期 规划编制 勘察 勘测
        工程检测""")),
)  # fmt: skip
_COMPLETED = re.compile("完成(?!率|度|投资|[^，。；]{0,8}[0-9])")
_UNREACHED = _any(
    """即将 将[要于在]?(?=[^，。]{0,6}[投开通建竣完启]) 有望 预计 力争 确保 拟 待 尚未 未能
    仍未 未(?:按期|如期|全部)?(?:完成|开工|动工|建成|竣工|完工|投用|通车|交付)
    没有 不具备 部分 陆续
    正在?(?:进行|推进|办理|申报|争取) 前期工作 加快推进 稳步推进 有序推进 扎实推进"""
)
_NEARLY = re.compile("基本(?:完成|建成|竣工|完工|消除|落地|形成)|大头落地")
_PART = re.compile("完成[^，。；%]{0,16}[0-9.]+%")
_ALL = re.compile(
    "(?:全部|全面|均已?|已全|如期|提前|圆满|超额|顺利)[^，。；]{0,6}"
    "(?:完成|完工|建成|竣工|交付|兑现|清零|销号|投用|办结|到位|达标|改造)|超额完成"
)


def stage_meant(statement: Statement) -> int | None:
    """The stage that the words name, None for 推进 and the like: 开工建设 → 2, 建成投用 → 6, 完成主体施工 → 3."""
    words = statement.quote if len(statement.quote) <= 60 else statement.action or statement.quote[:60]
    words += statement.action
    named = [stage for stage, pattern in _STAGES if pattern.search(words)]
    if _COMPLETED.search(words) and not (named and max(named) < FINISHED):
        named.append(FINISHED)
    return max(named, default=None)


def stage_reached(statement: Statement) -> int | None:
    """The stage that a progress statement reports as reached; 3 at most where it tells of a part or of the future."""
    if statement.kind != "progress":
        return None
    meant = stage_meant(statement)
    if meant is None or meant <= 3:
        return meant
    partly = _UNREACHED.search(statement.quote) or _NEARLY.search(statement.quote) or _tells_of_a_part(statement)
    return 3 if partly else meant


def _tells_of_a_part(statement: Statement) -> bool:
    """Whether a report puts the work done below the whole: 已完成总工程量的50%, 完成年度投资的30%."""
    return bool(_PART.search(statement.quote)) and any(
        quantity.measure in ("share", "ratio") and quantity.unit == "%" and quantity.value < 100
        for quantity in statement.quantities
    )


def other_stage(statement: Statement, other: Statement) -> bool:
    """Whether two statements name different stages, one of them before the end: 开工 and 竣工, not 竣工 and 投用."""
    stages = stage_meant(statement), stage_meant(other)
    named = [stage for stage in stages if stage is not None]
    return len(named) == 2 and stages[0] != stages[1] and min(named) < FINISHED


def reports_all(statement: Statement) -> bool:
    """Whether a progress statement says that the whole is done: 全部完工, 均已交付, 超额完成."""
    return (
        statement.kind == "progress" and bool(_ALL.search(statement.quote)) and not _UNREACHED.search(statement.quote)
    )


def fulfils(progress: Statement, commitment: Statement) -> bool:
    """Whether a progress statement reports the stage that a commitment promised (竣工 where that named none)."""
    promised = stage_meant(commitment)
    if _NEARLY.search(commitment.quote) and _NEARLY.search(progress.quote):
        return True
    reached = stage_reached(progress)
    return reached is not None and reached >= (FINISHED if promised is None else promised)


def proves(sighting: Sighting, reopened: date | None, *, claimed: bool = False) -> bool:
    """Whether a report counts for completion: none that is only 自报, unless `claimed`; none before it was reopened."""
    return (claimed or sighting.source.grade != "reported") and (
        reopened is None or sighting.source.published > reopened
    )


def reopened_on(matter: Matter) -> date | None:
    """The day on which somebody last reopened the matter, None where nobody did."""
    days = (sighting.source.published for sighting in matter.sightings if sighting.statement.action == REOPENED)
    return max(days, default=None)


def finisher(matter: Matter, targets: Sequence[Figure], *, claimed: bool = False) -> Sighting | None:
    """The first sighting that shows the matter done, None if none does; with `claimed`, 自报 counts as well.

    With a target, the figure has to reach it, or the words to say that all is done without a smaller figure.
    Without one, a report printed on or after the day of the last commitment has to name the promised stage.
    """
    reopened = reopened_on(matter)
    promises = [sighting for sighting in matter.sightings if sighting.statement.kind == "commitment"]
    progress = [
        sighting
        for sighting in matter.sightings
        if sighting.statement.kind == "progress" and proves(sighting, reopened, claimed=claimed)
    ]
    since = promises[-1].source.published if promises else None
    target = targets[0] if targets else None
    if target is not None:
        return _reached(matter, target, progress) or next(
            (
                s
                for s in progress
                if (since is None or s.source.published >= since) and _all_without_figure(s, matter, target)
            ),
            None,
        )
    if not promises:
        return next((s for s in progress if (stage_reached(s.statement) or 0) >= FINISHED), None)
    last = promises[-1].statement
    return next(
        (s for s in progress if since is not None and s.source.published >= since and fulfils(s.statement, last)), None
    )


def _reached(matter: Matter, target: Figure, progress: Sequence[Sighting]) -> Sighting | None:
    family = key_of(target, matter)[0]
    for report in reports(matter, target):
        if report.figure is None or report.figure.derived or report.sighting not in progress:
            continue
        value = report.figure.value
        if family in ("growth", "ceiling"):
            year_over = matter.year is not None and report.as_of >= date(matter.year, 12, 31)
            if year_over and (value >= target.value if family == "growth" else value <= target.value):
                return report.sighting
        elif report.percent is not None and (report.percent >= 100 or same_amount(report.figure, target)):
            return report.sighting
    return None


def _all_without_figure(sighting: Sighting, matter: Matter, target: Figure) -> bool:
    return (
        reports_all(sighting.statement) and reported_in(sighting.statement, key_of(target, matter), target.what) is None
    )
