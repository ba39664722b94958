"""Development zones that a text names: 高新区, 徐州经开区, 伊滨区. Kinds of zones (省级经开区) are no places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from commitments.gazetteer import children, divisions, mentions, short_name, usual_name
from commitments.patterns import any_of, find

# Zones that people treat as districts and the statistics office does not list: code of the city, names.
_MORE_TABLE = """
130600 雄安新区
140100 综改示范区
210100 沈抚新区
210200 金普新区
220100 长春新区
230100 哈尔滨新区
320100 江北新区
330200 前湾新区
330900 舟山群岛新区
350100 福州新区
360100 赣江新区
370100 济南新旧动能转换起步区
410100 航空港区 郑东新区
410200 开封新区
410300 伊滨区
420100 东湖高新区 武汉经开区 长江新区
430100 湘江新区
440100 南沙新区
440300 前海合作区 深汕特别合作区
500000 两江新区
510100 天府新区 成都东部新区
520100 贵安新区
530100 滇中新区
610100 西咸新区 曲江新区
620100 兰州新区
650100 甘泉堡经开区
"""
_MORE = {line.split()[0]: line.split()[1:] for line in _MORE_TABLE.strip().splitlines()}

_KIND = re.compile(
    "高新技术产业开发区|高新技术开发区|高新区|经济技术开发区|经济开发区|经开区|港务区|航空港区|城乡一体化示范区"
    "|(?<![经行社市务综分统城自])管理区|(?<=[\u4e00-\u9fff]{2})新区"
)
_ABBREVIATED = ("开发区", "示范区")  # long forms, which texts use for the kind as well: 培育经济技术开发区
# Behind the name of a zone's kind the word goes on: 高新区域, 管理区间.
_GOES_ON = re.compile("[域间划位]")
# Before the name of a kind: no zone is named (国家级经开区, 各高新区, 5个经开区, 省经开区).
_KIND_BEFORE = re.compile(
    any_of("""
级 类 型 各 个 大 式 省 县 家 批 座 的 新 老 等 国 所有 其他 相关 有关 多个 这些 一流 特色 区域 工业 产业 现代化
""")
    + "$"
)
_NAMED = re.compile(
    any_of("， 。 ； ： 、 “ ” （ ） 和 与 及 在 对 向 由 支持 推动 推进 加快 建设 确保")
    + "(?P<of>[\u4e00-\u9fff]{2,3})$"
)
_NO_NAME = find("""
级 各 个 和 与 及 在 对 向 由 区 省 市 县 国 家 新 的 为 是 等 类 型 式 高新 经开 产业 工业 经济 城市 功能 开发 示范
现代 一流 重点 打造 创建 申报 升级
""")
_ACTS = re.compile("党工委|管委会|[将要已被]|获|入选|成功|实施|启动")


@cache
def listed_zones(code: str) -> dict[str, str]:
    """Names of a city's zones that its kind alone does not tell (伊滨区, 汉沽管理区) → the name to keep."""
    city = short_name(divisions()[code].full) if code in divisions() else ""
    found = {name: name for name in _MORE.get(code, ())}
    for unit in children(code):
        own = unit.name.removeprefix(city)
        if unit.level == "zone" and own not in ("高新区", "经开区", "示范区"):
            found.update({unit.full: unit.name, unit.name: unit.name})
            if own.endswith(("新区", "管理区", "示范区")) and len(own) > 3:
                found[own] = own
    return found


def kinds_named(text: str, city: str) -> Iterator[tuple[int, int, str, bool]]:
    """(start, end, name, whether beyond doubt) of zones named by kind; `city` is the home's short name.

    徐州经济技术开发区 → 徐州经开区; 高新区 alone is the home's own. 城东新区 is in doubt unless it acts.
    """
    for hit in _KIND.finditer(text):
        start, end = hit.span()
        before = text[max(0, start - 8) : start]
        if _GOES_ON.match(text, end):
            continue
        if city and before.endswith((city, city + "市")):
            lead = len(city) + before.endswith("市")
            yield start - lead, end, city + usual_name(hit.group()), True
            continue
        if _KIND_BEFORE.search(before):
            continue
        named = _NAMED.search(before) or re.fullmatch("(?P<of>[\u4e00-\u9fff]{2,4})", before[-4:] if start <= 4 else "")
        of = named["of"] if named and not _NO_NAME.search(named["of"]) else ""
        if hit.group() in ("管理区", "新区"):
            if of:
                yield start - len(of), end, of + hit.group(), hit.group() == "管理区" or bool(_ACTS.match(text, end))
            continue
        if hit.group().endswith(_ABBREVIATED) and not _ACTS.match(text, end):
            continue
        if of and any(True for _ in mentions(of)):
            continue  # another city's, or a county's own
        yield start, end, usual_name(hit.group()), True
