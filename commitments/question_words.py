"""The words that questions are asked in: what each one asks for. Tables; the reader is in question.py."""

from __future__ import annotations

import re
from typing import Final, Literal

from commitments.model import Order, Status

Intent = Literal["progress", "target", "deadline", "list", "change", "who", "any"]

OPEN: Final[tuple[Status, ...]] = ("overdue", "behind", "under_way", "on_pace", "ahead", "no_evidence")
_DONE = "完成|完工|办结|干完|做完|建成|落实|销号"

# Words about how a matter stands → the statuses they mean. The first that matches decides.
STATUSES: Final[tuple[tuple[re.Pattern[str], tuple[Status, ...]], ...]] = tuple(
    (re.compile(words), statuses)
    for words, statuses in (
        ("到期[未没]完成|逾期[未没]完成|逾期|超期|过期|误期|[未没]按[期时]完成|拖期", ("overdue",)),
        ("没有?(?:任何)?(?:动静|进展|消息|报道)|未见(?:进展|报道)|无进展", ("no_evidence",)),
        (f"[还尚仍]?(?:(?<!有)没有?|未)(?:全部)?(?:{_DONE}|开工)(?:的|(?=有?哪些|任务|事项|项目)|$)", OPEN),
        (f"已经?(?:{_DONE})的|(?:{_DONE})了的|已经?(?:{_DONE})(?=$|了?哪些)|完成了(?=哪些)", ("done",)),
        ("滞后|欠序时|落后|进度慢|推进(?:缓慢|不力)|进展缓慢|挂牌督办|挂牌的|红灯|黄灯", ("behind", "overdue")),
        ("超序时|超前|提前完成的", ("ahead",)),
        ("达序时|按序时|正常推进", ("on_pace",)),
        ("正在推进的|推进中|正在建的|进行中", ("under_way", "on_pace", "ahead", "behind")),
    )
)  # fmt: skip

# Words for one end of a list → its order, and the statuses that they mean.
_SHARE = "(?:完成(?:率|比例|进度|情况)?|进度|进展|推进|速度)?得?"
_ENDS = "的?(?:(?:区县|县区|[区县]|事项|项目)(?=$| ))?"
_ORDERS: Final[tuple[tuple[str, Order, tuple[Status, ...]], ...]] = (
    ("(?:逾期|超期|过期|拖)(?:得|了)?的?(?:时间|天数)?最[久长多]", "longest", ("overdue",)),
    (f"{_SHARE}(?:最慢|最差|最低(?!生活|工资|标准|保障|温|气)|最落后|垫底|倒数)", "slowest", OPEN),
    (f"{_SHARE}(?:最快|最好|最高(?!法|人民|检)|领先)", "fastest", ()),
)
ORDERS: Final = tuple((re.compile(words + _ENDS), order, statuses) for words, order, statuses in _ORDERS)

# What the asker wants to know. All of these words are taken out of the question; the first kind found decides.
_MEASURED = "(?:[个户家所条座处套台](?=$| ))?"
_INTENTS: Final[tuple[tuple[Intent, str], ...]] = (
    ("change", "(?:有没有|有哪些|有什么|有啥|有无)?(?:变化|变动|调整|改动)[过了]?(?:没有?|吗)?"
               "|(?:目标|时限|时间)?(?:变没变|变了(?:吗|没有?)?)|改(?:没改|了没有?|过吗)"
               "|(?:推后|延后|推迟|延期|上调|下调|调高|调低|调减|调增)了?的?"),
    ("who", "谁来?(?:负责|牵头|管)|哪个(?:部门|单位|局|领导)(?:负责|牵头|管)?"
            "|责任(?:单位|部门|人)|牵头(?:单位|部门|领导)|是?谁[干办]的"),
    ("deadline", "(?:到底|预计|计划|[要将会])?(?:[什啥]么?(?:时候|时间)|何时|几时|几月份?|哪一?天|多久|多会儿?)"
                 "(?:能|才能|可以|会|要)?(?:全部|全面)?(?:完成(?=$| )|到期)?"
                 "|完成(?:时限|时间|期限)|(?<=[工成放用车园运动业])时间(?=$| )|时限|期限|截止(?:日期|时间)?"
                 "|到期(?:日期?|时间)|几号(?=$| )"),
    ("progress", f"(?:已经?)?(?:完成了?|(?<!新)(?<!改)(?<!扩)[装建改修换治增]了|了)多少{_MEASURED}"
                 "|(?:完成|进展|推进|落实|建设|实施|整改|办理)的?情况(?:如何|怎么?样)?"
                 "|的?(?:进度|进展)(?:如何|怎么?样|情况)?了?|(?:干|做|建|改|搞|推进|进行)得?到(?:哪|什么程度)(?:里|儿|一步|了)?了?"
                 "|(?:是?[什啥]么?)情况(?=$| )|现状|完成(?:率|比例)|百分之几|几成了?(?=$| )"
                 "|怎么样了?|咋样了?|情况如何|如何了|到哪一?步了?"),
    ("target", f"多少{_MEASURED}|(?<!第)几[个户家所条座处套台]"
               "|(?:总量|数量|总数|个数|数目)(?=$| )|目标(?:是(?:多少|什么)?)?|任务数?量"),
    ("list", "[都有是]{0,2}(?:哪些|哪几个|啥|什么)|清单|列表|名单|列出来?|所有的?"),
)  # fmt: skip
INTENTS: Final = tuple((intent, re.compile(words)) for intent, words in _INTENTS)
# 开工没, 建好了吗: the verb stays in the subject, what follows it asks for progress; 完成 names no subject.
ASKS_WHETHER: Final = re.compile(
    "(?:有没有|是否|是不是|能否)(?:已经?)?(?:全部|全面)?完成了?吗?|是否(?:已经?)?"
    "|(?:(?:全部|全面)?(?:完成|办完|做完|干完|弄完|搞定)"
    "|[改建修装换治拆清]完|(?<=[工成好放用通收项束动齐]))(?:了没有?|没有?|了吗|吗|了么)(?=$| )"
)

# What makes a question lean on the one before it, whatever it names itself: 那涧西呢, 其中西工区的.
LEANS: Final = re.compile("^(?:那么?(?!里)|其中|只看|再看|换成|还有|它|这个(?![月季星周礼])|该)|呢$")

# Words of courtesy and of asking that no statement is found by.
FILLER: Final = re.compile(
    "请问|麻烦|劳驾|[你您]好|帮[我忙]?(?:查|找|看)?(?:一下|下)?|给我|我[想要](?:知道|了解|查|看|问)(?:一下)?|告诉我|说说|讲讲"
    "|查(?:一下|查|询)|看(?:一下|看)|了解一下|搜(?:一下|索)?|关于|有关|目前|现在|最新|最近|近期|近来|到底|究竟|一共|总共|怎么|如何|是不是"
    "|有没有|能不能|一下|[全我本][市县](?=.)|(?:需?要|应该?)完成的?"
    "|(?:^|(?<= ))(?:那么?|还有|其中|只看|再看|换成)|(?:^|(?<= ))要(?![素点求闻塞客])|(?:^|(?<= ))[市县区]里的?(?=.)"
)
PARTICLES: Final = re.compile("^[的了呢吧啊呀嘛么和与及]{1,4}|[的了吗呢吧啊呀嘛么和与及是]{1,4}$")

# What is left of a question that asks by filters alone: these words name no subject.
NO_SUBJECT: Final = re.compile(
    "(?:完成|完工|到期|到点|截止|办结|办完|交账|兑现|临近|项目|事项|任务|工作|工程|承诺|目标|计划|台账|内容|方面|领域|类别?|部分|要求"
    "|应该?|必须|需要?|要|还|都|全部?|所有|[我咱]们?|变化?|调整|本?[市县区]里?|以?内|之?前|以前|之?后|的|了|吗|呢|吧|啊|有|是|在|会|能"
    "|里|啥|事|请|列|查|看|个|第|[年月日]|数据?|情况|进度|提醒|清单|重点){1,20}"
)

# Spans of days that only questions use → days from today, both ends included.
SPANS: Final = (
    (re.compile("今[天日]"), (0, 0)),
    (re.compile("明[天日]"), (1, 1)),
    (re.compile("后天"), (2, 2)),
    (re.compile("(?:快要?|即将|马上|就要|将要?|近期|最近|眼看)要?到期|临期|临近到期"), (0, 30)),
    (re.compile("近期|最近(?=要|该|$)"), (0, 30)),
)
# Ways of naming a period that the reader of time limits knows under another name.
RESPELLED: Final = tuple(
    (re.compile(words), plain)
    for words, plain in (
        ("下个(?=月|季|星|礼|周)", "下"), ("上个(?=月|季|星|礼|周)", "上"), ("这个(?=月|季度)|当(?=月)", "本"),
        ("这一?周|[这本]个?(?:星期|礼拜)", "本周"), ("下(?:星期|礼拜)", "下周"), ("第([一二三四])季度", r"\1季度"),
        ("(?<=[月年季度])份", ""),
    )
)  # fmt: skip
MEASURE: Final = re.compile("[个户所家条项座处套件支台辆名人次位栋只头亩吨部间张场]")
