"""What stands around an expression of time, and whether it makes the expression a limit.

“8月底前” binds; “截至8月底”, “8月以来”, “2023年中央资金支持的小区” and “《…规划（2021—2035年）》” do not.
All windows are bounded, so a long line costs no more than a short one.
"""

from __future__ import annotations

import re

WINDOW = 48  # characters of the sentence that are looked at on each side

CLAUSE_BREAK = "，,。；;！!？?：:\n"
_CLAUSE = re.compile(f"[^{CLAUSE_BREAK}]*")
SENTENCE_BREAK = re.compile(r"[。！!？?\n]")

# Words of intention, and words of report. 要, 将 and 了 have look-alikes: 主要, 将军, 为了.
FUTURE = re.compile(
    r"(?=[将要拟须计力争确保务预有目必继限期时截努全完报最不抓])"
    r"(?:将|(?<![主重需必概摘提紧首纪])要(?![素求点闻道件塞])|拟|须(?!知)|计划|力争|争取|确保|保证|务必|预计|有望|目标"
    r"|必须|继续|限期|时限|期限|截止[时日]|努力|全力|完工时间|报送|最迟|不晚于|不迟于|抓紧)"
)
PAST = re.compile(
    r"(?=[已了累先曾同以共获记昨监出印荣圆成])"
    r"(?:已(?!知)|(?<![为除])了(?![解望])|累计|先后|曾|同比|以来|共(?:完成|检查|开展|投入|签约|接待)|获悉|记者|昨日"
    r"|监测到|出台了|印发了|荣获|获评|获批|圆满|成功)"
)
# What may not come right before: starts, baselines, as-of days, words of looking back.
_SINCE = ("自", "从")
_BEFORE_BAD = (
    *("早在", "始于", "建于", "成立于", "较", "比", "高于", "低于", "优于", "不同于", "贯穿", "常年", "追溯到"),
    *("回顾", "总结", "过去", "以往", "纳入", "属于"),
    *("有效期至", "有效期到", "有效期为", "有效期", "合同期至"),
)
# The day that figures stand at, unless it is yet to come.
AS_OF = ("截至", "截止", "截至到", "截止到", "截止至")
# What may not come right after: beginnings, and periods up to now (年底前起步 is none of these) …
_ONWARD = re.compile(
    r"以来|至今|起(?![至到—-])|开始(?!至)|以后|之后|后(?![年天])|来[，,]|同期|相比|为基[期准数]|[末底]?的?(?:水平|基数)"
)
# … and nouns that a date only names.
_NAMED = re.compile(
    r"(?:主题)?党日|学年|远景|愿景|[版期][）)]|讯|出生|前?(?:年满|参加工作|取得.{0,6}资格)|革命|事变|事件|惨案"
)
# A date that only describes a thing: 2000年年底前建成的老旧小区, 2024年改造计划的188个小区.
_ATTRIBUTE = re.compile(
    r"(?:之?前)?[^，,。；;、：:！？!?的]{0,12}?"
    r"(?:建成|竣工|完工|交付|开工|投产|投用|投运|使用|到期|支持|下达|列入|纳入|确定|批复|批准|签约|实施|新增|新建|改造|立项|形成|拖欠"
    r"|发生|认定|出台|印发|发布|安排|部署|谋划|计划|剩余|启动|完成|入库|备案|登记|产生|提出|签订|注册|毕业)"
    r"(?:投用|投产|投入使用|入库)?的(?![\d一二三四五六七八九十百]+(?:%|％|亿|万元|成))"
)
_WANTED = ("确保", "力争", "争取", "保证", "务必", "确保于", "确保在", "力争于", "力争在", "争取在", "务必于", "务必在")
# A bare year before one of these names a plan or a year's work, not a day: 2024年工作安排, 2025年是关键之年, 全年目标.
_YEAR_NOUN = re.compile(
    r"的(?!时间)|[是作]|工作(?!日)|重点|主要|政府|目标|任务|各项|民生|度|国民|经济社会发展|总体要求|计划[（(）)]"
    r"|发展目标|[“‘]|安全领域|禁牧|无休|不间断|粮食好收成|优良|形势|一?年(?!底)|.{0,12}(?:关键|开局|收官|开篇|深化|之)[之一]?年"
)
# 2024.6 is a month only after a label or as a part of a range: else it may be an amount.
_LABEL = re.compile(r"(?:时[限间]|期限|日期|工期|周期|节点|进度)(?:要求)?[为是:：(（]?$|[至到于]$")
_HEADING_START = "\n 　。；;《（(：:“*#"
_ITEM = re.compile(r"(?:[一二三四五六七八九十\d]、|[）)])$")
_COLON = re.compile(r"[^，,。；;\n]{0,12}[：:]")
# A bare year other than the planning year binds only where the sentence says what comes about in it.
_RESULT = re.compile(
    r"[^，,。；;]{0,14}?(?:建成|投产|投用|投运|实现|完成|达到|开工|竣工|完工|通车|运营|启用|启动|突破|超过|力争|全面|全部|基本"
    r"|新增|新建|改造|培育|[要拟可]|计划|争取|举办|增长|提高|下降|控制|实施|达|将|开放|交付|覆盖|贯通|开通|消除|形成|翻番|全覆盖|清零|封顶|并网|[，,])"
)
_UNTIL = re.compile(r"(?<![达得收受做遇感看见听提升追])到$|至$|于$|不[晚迟]于$|截[止至]$|[：:]$|在$")
_BEFORE_WORD = re.compile(r"[（(](?:星期|周|礼拜)[一二三四五六日天][)）]")
_CLOCK = re.compile(
    r"(?:上午|中午|下午|晚上?|凌晨)?(?:[0-2]?\d(?::[0-5]\d|[时点](?:[0-5]?\d分|整|半)?)|[一二三四五六七八九十]{1,2}[时点])|(?:[上下]午)?下班"
)


class Tense:
    """What the words around an expression say about its time; looked at only when somebody asks."""

    __slots__ = ("_planned", "_reported", "after", "before")

    def __init__(self, before: str, after: str) -> None:
        self.before, self.after = before, after
        self._planned: bool | None = None
        self._reported: bool | None = None

    @property
    def planned(self) -> bool:
        """Whether the clause speaks of what is to come: 将, 力争, 确保, 计划 …"""
        if self._planned is None:
            self._planned = bool(FUTURE.search(self.before) or FUTURE.search(self.after))
        return self._planned

    @property
    def reported(self) -> bool:
        """Whether the clause speaks of what was, without a word of intention: 已, 了, 累计, 同比 …"""
        if self._reported is None:
            self._reported = not self.planned and bool(PAST.search(self.before) or PAST.search(self.after))
        return self._reported


def tense_around(text: str, at: int, to: int) -> Tense:
    """The tense of the clause that an expression stands in; of the next clause too where it ends its own."""
    before = text[max(0, at - WINDOW) : at]
    cut = max(map(before.rfind, CLAUSE_BREAK))
    end = _CLAUSE.match(text, to, to + WINDOW)
    stop = end.end() if end else to
    if stop - to <= 1:
        end = _CLAUSE.match(text, stop + 1, stop + 1 + WINDOW)
        stop = end.end() if end else stop
    return Tense(before[cut + 1 :], text[to:stop])


def in_a_name(text: str, at: int, to: int) -> bool:
    """Whether the place is inside a title 《…》, a quoted name “…”, or brackets that end a name （2021—2035年）."""
    left = text[max(0, at - 2 * WINDOW) : at]
    right = text[to : to + WINDOW]
    if left.rfind("《") > left.rfind("》"):
        return True
    if left[-1:] in ("（", "(") and right[:1] in ("）", ")"):
        return True
    opened = left.rfind("“")
    if opened > left.rfind("”"):
        closed = right.find("”")
        inside = left[opened + 1 :] + right[: max(closed, 0)]
        return closed > 0 and not any(mark in inside for mark in CLAUSE_BREAK)
    return False


def is_excluded(before: str, after: str, is_before: bool = False, ranged: bool = False) -> bool:
    """Whether a neighbour makes the expression a start, a baseline or part of another word: 自…, 比…, …以来, …起.

    A range may follow 自 (`ranged`); 前 may be followed by 起步 (`is_before`).
    """
    if not ranged and before.endswith(_SINCE):
        return True
    if not is_before and _ONWARD.match(after):
        return True
    if before.endswith("超过") and not before.endswith("不超过"):
        return True
    return before.endswith(_BEFORE_BAD) or bool(_NAMED.match(after))


def is_attribute(before: str, after: str) -> bool:
    """Whether the date only describes a thing: 2023年中央资金支持的587个小区."""
    return bool(_ATTRIBUTE.match(after)) and not before.endswith(_WANTED)


def names_a_year(after: str) -> bool:
    """Whether a bare year heads a noun: 2024年工作安排, 2025年是…之年."""
    return bool(_YEAR_NOUN.match(after))


def has_result(before: str, after: str) -> bool:
    """Whether a bare year that is not the planning year binds: 到2035年, 2026年建成投用."""
    return bool(_UNTIL.search(before) or _RESULT.match(after))


def is_labelled(before: str) -> bool:
    """Whether a label such as 完成时限： stands before."""
    return bool(_LABEL.search(before))


def may_head(before: str) -> bool:
    """Whether a heading may begin here: at the start of a line, sentence, title or list item."""
    return not before or before[-1] in _HEADING_START or bool(_ITEM.search(before))


def heads_a_list(after: str) -> bool:
    """Whether a colon closes the heading: 2025年民生实事：…"""
    return bool(_COLON.match(after))


def clock_end(text: str, to: int) -> int:
    """Where the hour after a day ends: 10月18日（星期五）18时 → after 18时."""
    for pattern in (_BEFORE_WORD, _CLOCK):
        match = pattern.match(text, to)
        if match:
            to = match.end()
    return to
