"""What a matter is called: a noun phrase as people write it in a ledger, made of the words of its statements."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from commitments import scope_words as known
from commitments.model import Sighting, Statement
from commitments.subjects import cleaned, name_said

_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF10, 0xFF1A)}
_TITLE = 20
_USUAL = 8  # characters that a name has most often; the nearest to it wins where the votes are even
_SHORT = 3  # a name of so few characters is looked at for words before it
_FURTHER = 18  # characters that a short name is extended by at most

_DOING_FIRST = re.compile(
    "^(?:新增|净增|新建|再新建|新改扩建|改扩建|改建|扩建|完成|实现|实施|推进|加快|启动|开展|累计|全面|全部|加快|积极|主动做好|不断)"
)
_RENEW_FIRST = re.compile("^(改造提升|提升改造|整治改造提升|改造|提升|整治|治理)(?=[\u4e00-\u9fff]{3})(.+)$")
_RENEWED = re.compile("^(?:改造|提升|整治|治理|修复|加装)+$")
# What is said of a thing before and behind it; a name is none of it.
_BEFORE = re.compile(
    '^(?:[的由拟已把是、，；：,.;:“”"（）()]|了(?!解)|及(?!时|格)|并(?!购|网|轨|联)|将(?!军)|好(?!房)|再(?!生|次|造|担)|对(?!外|口|接)|'
    "依托|在(?!建|线|册|校|库)|均(?!衡)|各(?!类|级|区|县|项)|共(?!享|同|有|青|建|治)|还(?!款|建|田)|又|也|要(?!素)|使(?!用)|"
    "其中|其他(?=.{4})|提出|决定|以(?=实现)|围绕|正在|通过|率先|比(?=前|上)|首批(?=.{4})|全年|年内|力争|确保|我们|"
    "(?:[市区县州盟旗]|各级)政府(?=[将要继])|继续|办好|获评|获得|荣获|获批|入选|成为|被命名为|被授予|被评为|被确定为|上榜|跻身|"
    "申建|争创|筹集|新?招引|培育|打造)"
)
_BEHIND = re.compile(
    "(?:实现|完成|达到了?|突破|超过|(?<!水土)保持|稳定|提升|提高|下降|减少|上升|增长|增加|增幅|新增|净增|惠及|覆盖到|较上年|较去年|"
    "同比|(?<!平)均|各|分别|累计|预计|超额|由整合|划分|初步|逆势|分别再|以上|不低于|不少于|近|超|占|(?<=额)过|至|到|等|的|了|将|已|也|"
    "(?<![签节公条预])约|(?<![雷发])达|(?<![行作])为|(?<!合)并|(?<![自理])由|(?<!存)在|(?<![总祥共])和|(?<!参)与|(?<!普)及|[、，；“”（）])$"
)
_KEPT = re.compile(
    "(?:改造|品质|质量|能力|水平|服务|整治|环境|设施|素质|功能|形象|治理|[提扩]质)提升$|占比$|达标$|覆盖$|(?:生态|植被|土壤)?修复$|[新二三]增$"
)
_SIZE = re.compile("[0-9][0-9.]{0,8}[万亿]{0,2}(?:美?元|吨|千瓦|平方米|人|亩)以上")
_CLAUSE = re.compile("[，。；：！？、,;:!?]")


def title_of(sightings: Sequence[Sighting]) -> str:
    """What people would call the matter: the wording that most of its statements use, about 20 characters at most.

    Where the votes are even, what was promised says better than a report what the matter is.
    """
    called = [(_called(sighting), sighting.statement.kind) for sighting in sightings]
    votes = Counter(name for name, _ in called)
    promised = {name for name, kind in called if kind == "commitment"}

    def rank(name: str) -> tuple[bool, int, bool, bool, int, str]:
        far = abs(len(name) - _USUAL)
        return len(name) <= 2, -votes[name], len(name) > _TITLE, name not in promised, far, name

    best = min(votes, key=rank)
    if len(best) <= _TITLE:
        return best
    listed = best[: _TITLE - 1].rpartition("、")[0]
    return f"{listed}等" if len(listed) >= 4 else best[: _TITLE - 1] + "…"


def _called(sighting: Sighting) -> str:
    """What one statement calls the matter: 改造老旧供水管网87公里 → 老旧供水管网改造."""
    statement, city = sighting.statement, sighting.source.city
    said = name_said(statement)
    name = _as_name(_with_size(cleaned(said, city, statement.places), said))
    if len(name) <= _SHORT or known.VAGUE.match(name):
        name = _extended(name, statement, city)
    shorter = _DOING_FIRST.sub("", name)
    name = shorter if len(shorter) >= 5 else name
    name = _RENEW_FIRST.sub(r"\2\1", name)
    renewed = _RENEWED.match(statement.action) and not known.DEEDS["renew"].search(name)
    return name + statement.action if renewed and statement.action not in name else name


def _with_size(name: str, said: str) -> str:
    """The size class given back to a name that lost its number: 以上项目 of 10亿元以上项目."""
    size = _SIZE.search(said)
    return name.replace("以上", size[0], 1) if size and size[0] not in name else name


def _as_name(words: str) -> str:
    """The words without what is said of the thing before and behind it, as long as something is left."""
    name = words.translate(_NARROW)
    for _ in range(8):
        shorter = _BEFORE.sub("", name, count=1)
        if not _KEPT.search(shorter):
            shorter = _BEHIND.sub("", shorter, count=1)
        if shorter == name or len(shorter) < 2:
            break
        name = shorter
    return name


def _extended(name: str, statement: Statement, city: str) -> str:
    """A bare name with the words before it in its clause: 项目 → 获得政策性银行专项借款的项目."""
    at = statement.quote.find(name)
    if at < 0:
        return name
    before = _CLAUSE.split(statement.quote[max(0, at - _FURTHER) : at])[-1]
    longer = _as_name(cleaned(before + name, city, statement.places))
    if len(longer) <= max(len(name), _SHORT):  # nothing before it: what follows up to the end of the clause
        behind = _CLAUSE.split(statement.quote[at : at + _FURTHER])[0]
        longer = _as_name(cleaned(behind, city, statement.places))
    return longer if len(name) < len(longer) <= _TITLE else name
