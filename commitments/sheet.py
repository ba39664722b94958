"""The columns of a supervision ledger (督查台账): how their headings are written, and where a table's head is.

The first thirteen are those of the ledgers that counties and cities publish; the others are what 践诺 adds to them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# Column → its heading in what we write, then the headings that others give it.
_WRITTEN: Mapping[str, str] = {
    "number": "序号 编序 序 NO No. 项次",
    "title": """
        事项 工作事项 事项名称 任务 任务名称 工作任务 重点任务 目标任务 项目 项目名称 重点工作 工作名称
        督办事项 督查事项 承诺事项 实事名称 问题 问题名称 整改事项 主要任务 工作项目
    """,
    "content": """
        内容 工作内容 任务内容 具体内容 主要内容 建设内容 具体任务 任务分解 工作措施 整改措施 具体要求
        承诺内容 事项内容 具体事项 建设规模及内容 工作要求
    """,
    "target": "目标值 目标 年度目标 目标数 任务数 计划数 工作目标 量化目标 目标要求 预期目标 任务量 计划量",
    "due": """
        完成时限 时限 完成时间 办结时限 截止时间 截止日期 完成日期 整改时限 时间节点 时限要求 计划完成时间
        到期日 办理时限 要求完成时间 完成期限 期限
    """,
    "unit": """
        责任单位 责任部门 牵头单位 牵头部门 主办单位 承办单位 责任主体 落实单位 承办部门 主责单位 责任科室
        实施单位 牵头责任单位 单位 责任单位及责任人
    """,
    "leader": """
        牵头领导 分管领导 分包领导 包联领导 责任领导 市级领导 县级领导 区级领导 牵头市领导 分管市领导
        包保领导 领导 市领导 督办领导
    """,
    "progress": """
        进展 进展情况 工作进展 目前进展 最新进展 完成情况 落实情况 办理情况 推进情况 整改进展 整改情况
        进度情况 目前进展情况 工作进展情况 当前进展 截至目前进展
    """,
    "percent": "完成比例 完成率 进度 完成百分比 完成进度 进度比例 形象进度 完成度 任务完成率",
    "pace": "是否达序时 是否达到序时进度 序时进度 是否达序时进度 达序时情况",
    "problems": """
        存在问题 存在的问题 困难问题 存在困难 存在问题及原因 问题和困难 困难和问题 需协调问题
        需要协调解决的问题
    """,
    "next": """
        下一步 下一步工作 下步工作 下一步计划 下步打算 下一步措施 下步措施 下一步打算 下一步工作计划 下步计划
    """,
    "sources": "出处 来源 文件依据 依据 任务来源 事项来源 文件来源 文件出处",
    "place": "地区 县区 区县 属地 所属区域 所在地 辖区 县市区 市县区 责任地区 所在区县",
    "city": "城市 地市 市",
    "year": "年度 年份 年",
    "topics": "类别 分类 领域 类型 事项类别",
    "group": "组别 专项组 任务组 攻坚组 所属组 专班组别",
    "status": "状态 办理状态 完成状态 当前状态 办结状态 销号情况 是否完成 是否办结 是否销号",
    "reported": "已报数字 已完成 完成数 完成量 已完成数 累计完成 实际完成 完成值",
    "as_of": "截至 数据截至 截止 统计截至 填报时间 填报日期 数据日期",
    "basis": "时限依据",
    "team": "工作专班 专班 专班名称 专班组长",
    "plan": "工作方案 方案 实施方案 方案名称",
    "contact": "联系人 联络员 责任人 具体责任人 经办人 联系人及电话 填报人 直接责任人",
    "id": "编号 事项编号 台账编号",
}
HEADINGS: Mapping[str, tuple[str, ...]] = {key: tuple(words.split()) for key, words in _WRITTEN.items()}
ORDER = tuple(HEADINGS)  # of the columns in what we write
SUPERVISION = ORDER[:13]

HEAD_WITHIN = 10  # rows from the top that the head of a table may stand in
_FEWEST = 2  # headings that make a row a head
_ASIDE = re.compile(r"[（(\[【〔][^）)\]】〕]{0,40}[）)\]】〕]")
_MARKS = re.compile(r"[\s:：*＊、，,。./／\-—_]+")
# A heading of more words still is one of these where it holds the word; the first that fits.
_HOLDING = (
    ("下一步", "next"),
    ("下步", "next"),
    ("序时", "pace"),
    ("存在问题", "problems"),
    ("困难", "problems"),
    ("完成时限", "due"),
    ("完成时间", "due"),
    ("时限", "due"),
    ("责任单位", "unit"),
    ("责任部门", "unit"),
    ("牵头单位", "unit"),
    ("责任领导", "leader"),
    ("分管领导", "leader"),
    ("分包领导", "leader"),
    ("牵头领导", "leader"),
    ("市领导", "leader"),
    ("完成比例", "percent"),
    ("完成率", "percent"),
    ("进展", "progress"),
    ("落实情况", "progress"),
    ("完成情况", "progress"),
    ("目标值", "target"),
    ("年度目标", "target"),
    ("目标任务", "title"),
    ("任务名称", "title"),
    ("项目名称", "title"),
    ("事项名称", "title"),
    ("工作内容", "content"),
    ("建设内容", "content"),
    ("联系人", "contact"),
)


def _plain_heading(text: str) -> str:
    return _MARKS.sub("", _ASIDE.sub("", text[:80])).upper()


_BY_NAME = {_plain_heading(name): key for key, names in HEADINGS.items() for name in names}


def column_of(heading: str) -> str | None:
    """The column that a heading names: 责任部门 → unit, 完成时限（月底前） → due; None for one that we do not know."""
    words = _plain_heading(heading)
    if not words:
        return None
    return _BY_NAME.get(words) or next((key for word, key in _HOLDING if word in words and len(words) <= 16), None)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table: the row that it stands in (from 0), place of each column, and the headings not known."""

    row: int
    columns: Mapping[str, int]
    unknown: tuple[str, ...]


def find_head(rows: Sequence[Sequence[str]]) -> Head | None:
    """The head of a table: of its first ten rows the one with most headings known, a 事项 or 内容 among them; None
    where there is none. Of two columns with one meaning the first counts, the other is named among `unknown`."""
    best: Head | None = None
    for at, row in enumerate(rows[:HEAD_WITHIN]):
        columns: dict[str, int] = {}
        unknown: list[str] = []
        for place, heading in enumerate(row):
            key = column_of(heading)
            if key is not None and key not in columns:
                columns[key] = place
            elif heading.strip():
                unknown.append(" ".join(heading.split())[:40])
        if not ({"title", "content", "id"} & columns.keys()) or len(columns) < _FEWEST:
            continue
        if best is None or len(columns) > len(best.columns):
            best = Head(at, columns, tuple(unknown))
    return best
