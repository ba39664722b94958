"""The units that documents count in: a table from a unit as written to its plain name and its kind.

万 and 亿 are no units: they belong to the number (3.7万户 is 37000 户).
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

UnitKind = Literal[
    "count", "event", "money", "area", "length", "mass", "volume", "power", "share", "points", "times", "time", "score",
    "index",
]  # fmt: skip


class Unit(NamedTuple):
    """A unit: its plain name (％ → %), and what kind of thing it measures."""

    name: str
    kind: UnitKind


# kind → units, as written; “a=b” writes a as b
_TABLE: dict[UnitKind, str] = {
    "count": """
        个 家 所 座 处 条 户 家庭=户 人 人口=人 名 位 项 件 件套 件（套）=件套 批 部 台 台套 台（套）=台套 套 辆
        列 支 起 宗 例 笔 单 票 份 人份 张 本 册 篇 首 幅 间 栋 幢 层 片 块 段 孔 眼 口 盏 面 根 对 组 团组 类
        大类=类 种 款 门 艘 架 枚 剂 粒 颗 头 只 头只 头（只）=头只 匹 峰 羽 尾 羊单位 株 棵 盆 标箱 标准箱=标箱
        TEU=标箱 箱 桶 瓶 盒 床 岗 股 桩 味 道 轮""",
    "event": """
        人次 人（次）=人次 人场 人天 场 场次 次 批次 班 班次 车次 趟 趟次 列次 航次 架次 户次 家次 件次 条次
        辆次 例次 台次 册次 标箱次 剂次 学时 课时 期 节 集""",
    "money": "元 人民币=元 美元 欧元 港元 港币=港元 日元 英镑 卢布",
    "area": "平方米 平方=平方米 平米=平方米 平 ㎡=平方米 m²=平方米 平方公里 平方千米 km²=平方公里 亩 公顷",
    "length": "公里 千米 km=公里 Km=公里 KM=公里 米 厘米 毫米 海里 英里 车道公里 皮长公里 芯公里",
    "mass": "吨 公斤 千克=公斤 斤 克 毫克 mg=毫克 微克 μg=微克 ug=微克 担",
    "volume": "立方米 立方 m³=立方米 方 标方 标准立方米=标方 升",
    "power": """
        千瓦 kW=千瓦 KW=千瓦 兆瓦 MW=兆瓦 吉瓦 GW=吉瓦 瓦 千瓦时 kWh=千瓦时 KWh=千瓦时 兆瓦时 MWh=兆瓦时 吉瓦时
        GWh=吉瓦时 度 千伏安 兆伏安 马力 蒸吨 P PFlops=P PFLOPS=P Eflops EFLOPS=Eflops""",
    "share": "% ‰",
    "points": "个百分点 百分点=个百分点 个基点 基点=个基点",
    "times": "倍",
    "time": "天 小时",
    "score": "分",
}
UNITS: dict[str, Unit] = {}
for _kind, _words in _TABLE.items():
    for _word in _words.split():
        _written, _, _name = _word.partition("=")
        UNITS[_written] = Unit(_name or _written, _kind)

_LENGTHS: dict[str, tuple[int, ...]] = {}  # first two characters → lengths of the units that start so, longest first
for _written in UNITS:
    if len(_written) > 1:
        _LENGTHS[_written[:2]] = tuple(sorted({len(_written), *_LENGTHS.get(_written[:2], (1,))}, reverse=True))

# 元/斤, 吨/万元, 微克/立方米: what stands under the stroke
_PER = re.compile("[/／](万元|万人|平方公里|平方米|立方米|千瓦时|公里|公斤|小时|m³|m3|[元年日天月亩人吨斤户台升度])")
_CUBIC = {"m³": "立方米", "m3": "立方米"}
# characters that make another word of a unit: 条件, 部门, 分钟, 个月
_OTHER_WORD = {
    "个": re.compile("(?:半?月|小时|工作日|自然日|交易日|季度|学期|星期|周|年头|方面|百分)"),
    "人": re.compile("制|均"),
    "位": re.compile("数|一体|于|列|居|置"),
    "条": re.compile("件|例|龙"),
    "件": re.compile("大?事(?!项|故)"),
    "项": re.compile("目(?!标)"),
    "家": re.compile("万户|争鸣|喻"),
    "层": re.compile("次|级"),
    "分": re.compile("钟|之|别|类|级|公里|工"),
    "对": re.compile("一|口|接"),
    "组": re.compile("织|建|成|团"),
    "部": re.compile("门|分|委|级|署|位"),
    "台": re.compile("阶"),
    "支": re.compile("部|持|付|撑"),
    "方": re.compile("面|案|位|便|式|向|阵|针|法"),
    "班": re.compile("列|子|车"),
    "场": re.compile("所|景|地|馆|次|站"),
    "次": re.compile("产业|高|日|年"),
    "度": re.compile("假|量|过"),
    "升": re.compile("级|学|规|至|到"),
    "单": re.compile("元|位"),
    "根": re.compile("本|据"),
    "本": re.compile("地|级|市|省|科|区|县|届|年"),
    "首": re.compile("批|个|次"),
    "面": re.compile("积|向|对"),
    "列": re.compile("入|为"),
    "份": re.compile("额"),
    "元": re.compile("旦|宵"),
    "米": re.compile("范围|以内范围|线"),
    "公里": re.compile("范围"),
    "所": re.compile("有|在|需|属"),
    "处": re.compile("理|置|罚|长|级"),
    "户": re.compile("籍|口|均|外活动"),
    "口": re.compile("岸|袋"),
    "段": re.compile("时"),
    "类": re.compile("似|别|型"),
    "平": re.compile("[^，。；、,;方]"),
    "道": re.compile("路"),
    "门": re.compile("诊|店"),
    "轮": re.compile("胎"),
    "股": re.compile("份|权"),
    "味": re.compile("道"),
    "岗": re.compile("位"),
    "只": re.compile("要|有|能"),
    "头": re.compile("部|顶"),
    "片": re.compile("区"),
    "张": re.compile("家"),
    "眼": re.compile("睛"),
    "块": re.compile("链"),
    "箱": re.compile("体"),
    "期": re.compile("工程|项目|建设|间|限|货|末|厂"),
    "节": re.compile("约|日|能|点|目|庆|气|假|水|省|车"),
    "集": re.compile("体|团|中|群|聚|约|成|镇|装|贸|市"),
}
# 5个（段）河湖: another unit in brackets belongs to the first
_BRACKETED = re.compile("[（(][段套户家个座片处场只名人间块项类件组栋所次批][）)]")
_BRACKETS = frozenset("（(")
_ONE = (1,)
_STROKES = frozenset("/／")
_P_OF_A_NAME = re.compile("[0-9A-Za-z]")


def read_unit(text: str, at: int) -> tuple[Unit, int] | None:
    """The unit that stands at an offset and the offset behind it, or None; the longest one wins (人次 before 人).

    A unit that is the start of another word is none: 部 of 部门, 分 of 分钟, 个 of 个月.
    """
    for length in _LENGTHS.get(text[at : at + 2], _ONE):
        written = text[at : at + length]
        unit = UNITS.get(written)
        if unit is None:
            continue
        to = at + len(written)
        if written[-1].isascii() and _P_OF_A_NAME.match(text, to):
            continue
        other = _OTHER_WORD.get(written)
        if other is not None and other.match(text, to):
            return None
        behind = text[to : to + 1]
        if behind in _BRACKETS:
            bracketed = _BRACKETED.match(text, to)
            return unit, bracketed.end() if bracketed else to
        per = _PER.match(text, to) if behind in _STROKES else None
        return (Unit(f"{unit.name}/{_CUBIC.get(per[1], per[1])}", unit.kind), per.end()) if per else (unit, to)
    return None


# unit → the unit it is compared in, and how many of those one is
_COMPARED = {
    "千米": ("公里", 1.0), "米": ("公里", 1e-3), "平方千米": ("平方公里", 1.0), "公顷": ("亩", 15.0),
    "平": ("平方米", 1.0), "立方": ("立方米", 1.0), "方": ("立方米", 1.0),
    "公斤": ("吨", 1e-3), "斤": ("吨", 5e-4), "克": ("吨", 1e-6), "兆瓦": ("千瓦", 1e3), "吉瓦": ("千瓦", 1e6),
    "度": ("千瓦时", 1.0), "兆瓦时": ("千瓦时", 1e3), "吉瓦时": ("千瓦时", 1e6),
}  # fmt: skip


def comparable(value: float, unit: str) -> tuple[float, str]:
    """A value in the unit that it is compared in: 986 米 → 0.986 公里, 2 兆瓦 → 2000 千瓦; others stay as they are."""
    name, factor = _COMPARED.get(unit, (unit, 1.0))
    return float(f"{value * factor:.12g}"), name
