"""Which numbers count something, and which are names, dates, ordinals, ratings or the mark of a kind.

“3亿元以上项目402个” counts 402; 3亿元以上 says which projects. “10万千瓦独立储能项目” is the name of a project.
"""

from __future__ import annotations

import re

from commitments.units import Unit

# what right before a number makes it a name, an ordinal, a share per head: G208, 第22, 前10, 每万人, 2×60万, 1+3
_NAME_BEFORE = re.compile(r"(?:[第每×＋+·〔/.\[]|(?<![A-Z]{2})[A-Za-z][-－—]?|党的|时速|半径|海拔|[0-9]:|[Nn]o\.?)$")
_RANKS = {
    unit: re.compile(f"(?:(?<![底日月年期之以目当此节季午天提面眼])前{'|[后列居]' if unit in '位名' else ''})$")
    for unit in ("位", "名", "家", "批", "个", "项")
}
_TIME_AFTER = re.compile("多?(?:月(?![台球饼嫂报刊])|星期|礼拜|小时|工作日)")
_NAME_AFTER = frozenset("+＋×·")
_QUOTES = {"“": "”", "「": "」", "『": "』", "‘": "’", "《": "》"}
_OPENING = re.compile("[“「『‘《]")
_SHORT_QUOTE = 16
_LONG_TITLE = 40

# a Chinese numeral up to ten counts only with these; 三项 五个 两种 are mostly ways of speaking
_CHINESE_UNITS = frozenset("家所座处户名辆台套栋幢场头只艘架亩类间支宗起部") | {"台套", "场次", "人次"}
_THINGS = re.compile(
    "[^，。；、：,;:”0-9]{0,8}?(?:小区|社区|项目|县|区|市|镇|乡|村|街道|中心|园|厂|站|校|院|馆|平台|基地|口岸|码头|机场|泊位|企业|集群"
    "|水库|车间|窗口|场|店|房|桥|楼|苏木|嘎查|旗|品牌|奖|车位|岗位|床位|组|班|机构|网点|实验室|景点|标段|港|湖|村民|试点)"
)
_ENDS = re.compile("[，。；、,;]|$")
_WAYS = re.compile("[^，。；、：,;:”0-9]{0,8}?(?:街|路|线|管网|河|巷|道|渠|链)")
_CLASSED = re.compile("[^，。；、：,;:”0-9]{0,6}?(?:单位|企业|人员|人群|场所|对象|群体|机构|项目|工程)")
_DEEDS = re.compile("民生|实事|提案|建议|案件|专利|作品|事项")
_ONE_MADE = re.compile(
    "(?:新建|建设|建成|新增|改造|创建|引进|培育|打造|改建|扩建|迁建|设立|认定|获批|增加|开设|新开)(?:了)?$"
)
_ONE_UNITS = frozenset("座所处条家栋幢")
_BARE_COUNTS = frozenset({"场", "场次", "家", "名", "人次"})

# amounts of these kinds can mark a kind of thing: 3亿元以上项目, 50亿度以上的企业
_MARKS = frozenset({"money", "power", "mass", "score", "volume", "time"})
_NOT_A_THING = re.compile(
    "[，。；、：！？,.;:!?）)”》…\\s0-9]|$|和|及|与|并|且|或|用于|支持|推动|实现|完成|带动|拉动|其中|确保|力争|以|均|已|为|的?(?:目标|水平|规模|增长|增速|资金|大关|台阶)"
)
_COUNTED_LATER = re.compile("[^，。；：,;:0-9]{1,18}[0-9]{1,9}(?:\\.[0-9]+)?[万余多]?(?:[个家户项所座处名条只亩]|%)")
_KINDS_OF_FIRMS = re.compile(
    "[^，。；、：,;:0-9]{0,8}(?:企业|项目|产业|集群|园区|村|社区|镇|乡|县|街区|商圈|平台|单品|品牌)[^，。；、：,;:0-9]{0,3}[0-9]"
)
_FIRMS = re.compile("(?:企业|项目|产业集群|村|楼宇|园区)[^，。；、：,;:0-9]{0,3}[0-9]")
_RATED = re.compile(
    "(?![，。；、以左及余])[^，。；、：,;:”0-9]{0,16}?(?:项目|机组|电站|基地|产线|生产线|工程|装置|煤矿|变电|电厂|水厂|处理厂|工厂|炉|矿井)"
)
_PER_YEAR_BEFORE = re.compile("(?:年产|日产|年处理|日处理|年加工|年屠宰|年出栏|装机容量|单机)$")
_RATED_KINDS = frozenset({"power", "mass", "volume"})
_HAN = re.compile("[一-鿿“]")
_REACHED = re.compile("(?:达|到|达到|能力|规模|为|至|完成|超|超过|约|近)$")


def is_name_before(text: str, at: int, unit: str) -> bool:
    """Whether the words before a number make it a name, an ordinal or a share per head (G208, 第22位, 每万人)."""
    words = text[max(0, at - 3) : at]
    if _NAME_BEFORE.search(words):
        return True
    rank = _RANKS.get(unit)
    return rank is not None and bool(rank.search(words))


def is_name_in_quotes(text: str, at: int, to: int, *, arabic: bool) -> bool:
    """Whether a number belongs to a name in quotes or to a title: “三项重点工作”, “1号工程”, 《…三年…》.

    “彭城英才计划20条” counts its articles: an Arabic number at the end of a name does.
    """
    openings = [m.start() for m in _OPENING.finditer(text, max(0, at - _LONG_TITLE), at)]
    if not openings:
        return False
    opened = openings[-1]
    mark = text[opened]
    closing = text.find(_QUOTES[mark], opened + 1, opened + _LONG_TITLE)
    if closing < 0 or closing < at:
        return False
    if mark == "《":
        return True
    if closing - opened > _SHORT_QUOTE or re.search("[，。；]", text[opened:closing]):
        return False
    return not (arabic and to == closing and at > opened + 3)


def counts_in_chinese(text: str, value: float, unit: Unit, at: int, to: int) -> bool:
    """Whether a number in Chinese numerals counts: 两家智慧岛 and 五类重点单位 do, 三大工程 and 六个必须 do not."""
    if unit.kind not in ("count", "event"):
        return True
    if value > 10:
        return True
    name = unit.name
    if value == 1:
        return name in _ONE_UNITS and bool(_ONE_MADE.search(text[max(0, at - 4) : at]))
    if name == "个":
        return bool(_THINGS.match(text, to) or _ENDS.match(text, to))
    if name == "条":
        return bool(_WAYS.match(text, to))
    if name == "类":
        return text[to - 2] == "大" or bool(_CLASSED.match(text, to))
    if name == "件":
        return bool(_DEEDS.match(text, to))
    return name in _CHINESE_UNITS


def counts_as_bare(value: float, unit: Unit) -> bool:
    """Whether 百 or 千 without a digit counts with this unit where no 超, 近 or 余 stands by it: 百场 yes, 万家 no."""
    return value < 10_000 and unit.name in _BARE_COUNTS


def marks_a_kind(
    text: str, unit: Unit, at: int, to: int, *, bounded_after: bool, over: bool, after_count: bool
) -> bool:
    """Whether an amount says which things are meant, instead of counting: 3亿元以上项目402个, 产值超50亿元企业4家.

    `bounded_after`: the amount ends in 以上/以下; `over`: 超 or 过 stands before it; `after_count`: a count stands
    right before it (2个50亿元以上项目).
    """
    if unit.name.endswith("/年") and _HAN.match(text, to) and not _REACHED.search(text[max(0, at - 3) : at]):
        return True
    if bounded_after:
        if unit.kind in _MARKS and after_count:
            return True
        start = to + 1 if text[to : to + 1] == "的" else to
        if _NOT_A_THING.match(text, to) or _NOT_A_THING.match(text, start):
            return False
        if unit.kind in _MARKS:
            return True
        return unit.kind in ("area", "length") and bool(_COUNTED_LATER.match(text, to))
    if unit.kind not in _MARKS:
        return False
    if text[to : to + 1] == "级":
        return not over
    if after_count and _HAN.match(text, to) and text[to] != "的":
        return True
    return bool((_KINDS_OF_FIRMS if over else _FIRMS).match(text, to))


def is_rating(text: str, unit: Unit, at: int, to: int) -> bool:
    """Whether an amount is the size in a plant's name: 10万千瓦独立储能项目, 年产90万吨煤矿, 百万吨乙烯项目."""
    if unit.kind not in _RATED_KINDS or not _HAN.match(text, to) or text[to] == "的":
        return False
    return bool(_PER_YEAR_BEFORE.search(text[max(0, at - 5) : at]) or _RATED.match(text, to))


def is_name_after(text: str, to: int) -> bool:
    """Whether what stands right behind a number makes it part of a scheme's name or of a time: 4+2, 2×60, 10个多月."""
    return text[to : to + 1] in _NAME_AFTER or bool(_TIME_AFTER.match(text, to))
