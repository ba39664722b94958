"""The words that dates are written in: one pattern that finds every expression of time, and its numerals.

The pattern runs over text whose full-width digits were made plain one for one (`plain_digits`), so offsets hold.
Whether an expression is a limit is decided elsewhere; here 截至9月20日 and 9月20日前 look alike.
"""

from __future__ import annotations

import re

from commitments.calendar import EVENT_BY_NAME

_WIDE = re.compile("[０-９○ＯO零．／：]")
_PLAIN = str.maketrans("０１２３４５６７８９○ＯO零．／：", "0123456789〇〇〇〇./:")
_GAPS = re.compile("[ \t\u00a0\u3000]")

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"两": 2}

# A connector of ranges: 3—5月, 22日至28日, 2024-2026年.
TO = r"(?:至|到|[-—–－~～]{1,2})"
# A number of a month or a day; not three digits, no decimals (the neighbours are looked at by `find`).
NUMBER = r"(?:[0-3]?\d|[一二三四五六七八九十]{1,3})"
COUNT = r"(?:\d{1,4}|[一二两三四五六七八九十百]{1,5})"
YEAR = (
    r"(?:(?:19|20|21)\d\d年度?|[今明去]年度?|[后前当次翌来同上全每]年|本年度?|大后年|上一年|上年度"
    r"|[一二][〇一二三四五六七八九]{3}年度?|2\d年(?=[底末]|1?\d月))"
)
# 中 is the middle of a period only where the sentence goes on with a comma or a verb: not 2023年中央, 9月中考.
_MIDDLE = r"中(?=前|之前|[，,。]|完成|建成|开工|投|竣工|实现|启动|全面|全部)"
# 内 and 终 are not 内蒙古, 终于.
_WITHIN = r"内(?![蒙部容外需河涝控设江乡地陆在科黄卷])"
_FINAL = r"终(?=前|之前|[，,])"

# 前 is a limit, but not in 前后, 前往, 前期, 前三季度, 前8个月.
BEFORE = rf"(?:之前|以前|前夕|前(?![后往期]|[两三23]个?季度|{NUMBER}个月))"
# What follows a date and makes it a limit: 8月底前, 6月30日以内, 至12月31日止.
TAIL = re.compile(rf"(?P<before>{BEFORE})|之内|以内|内(?![蒙部容外需河涝控设])|止")
_EVENT_NAMES = "|".join(sorted(map(re.escape, EVENT_BY_NAME), key=len, reverse=True))

_DIGIT = "0-9〇一二三四五六七八九十"
# The characters that an expression can begin with: all others are passed over at once.
_FIRST = '0-9〇一二两三四五六七八九十百半今明后去前当次翌来同上全每本大这第首下年月岁周星礼即节“‘"' + "".join(
    sorted({name[0] for name in EVENT_BY_NAME})
)

# Every group name says what it holds; at most one of the outer groups matches.
# What an occasion without 前 is the day of: 秋季开学投入使用, 国庆节开园.
OPENING = (
    "(?:全部|正式|同步|如期|即可|即|就|可|能|对外){0,2}"
    "(?:投用|投入使用|投入运营|启用|交付使用|开园|开馆|开放|开业|开街|招生|迎客|通车|试运营)(?!的|[人时规接工活])"
)

EXPRESSION = re.compile(
    rf"""
    (?=[{_FIRST}])(?:(?![{_DIGIT}])|(?<![{_DIGIT}百千万第.]))   # never from the middle of a number
    (?:
    (?P<date>                                            # 2024.11.30, 2024/10/31, 2024-06
        (?P<dot_year>20\d\d)(?P<sep>[./-])(?P<dot_month>[01]?\d)(?:[./-](?P<dot_day>[0-3]?\d)|(?P<dot_end>[底末]))?(?![\d.%])
      | (?P<compact>20\d\d[01]\d[0-3]\d)(?![\d.%])
      | (?P<short_month>[01]?\d)[./](?P<short_day>[0-3]?\d)(?={BEFORE})
    )
  | (?P<event>                                           # 2024年汛期前, “五一”前, 今冬供暖前, 暑假期间
        (?P<event_year>{YEAR}|20\d\d[-—]20\d\d年)?(?:今[春夏秋冬]|明[春夏秋冬])?[“‘"]?
        (?P<event_name>{_EVENT_NAMES}|[节年](?={BEFORE}))[”’"]?
        (?:国际)?(?:节日?|佳节|假期|假日|黄金周|小长假|长假|大忙|大会)?
        (?P<event_over>结束|过后)?(?:正式)?(?:来临|到来|开始|开启|启动|召开|到)?(?:之际)?
        (?P<event_tail>{BEFORE}|期间|{_WITHIN}|(?<=[暑寒][假期])(?=完成|实施|开展|集中|改造)
          |(?:时|前后)?(?={OPENING}))
    )
  | (?P<plan>
        [“‘"]?十(?P<plan_number>[一二三四五六七八九])五[”’"]?(?:规划|时期|计划)?
        (?P<plan_tail>期?末|末期|期间|时期|期?内|结束之?前|收官之?前)?
    )
  | (?P<calendar>
        (?P<year>(?:(?P<year_from>(?:19|20)\d\d)年?{TO})?{YEAR})?(?(year)(?:全年)?)
        (?:
            (?P<half>[上下]半年)(?P<half_end>[底末]|内)?
          | (?:第?(?P<quarter_from>[一二三四1-4])(?:季度?)?(?:{TO}|、)第?)?第?(?P<quarter>[一二三四1-4首])季度
            (?P<quarter_end>[底末内])?
          | (?P<that_quarter>[本下上每这当]个?季度)(?P<that_quarter_end>[底末内])?
          | 前(?P<quarters>[二两三23])个?季度
          | 前(?P<months>{NUMBER})个月(?![内])
          | (?:(?:(?P<month_from>{NUMBER})月?份?{TO})?(?P<month>{NUMBER})月份?
               |(?P<that_month>(?:[本当次同上每这]|下下?)个?月份?)
               |(?P<just_month>月(?=[底末中初内上下])))
            (?:(?P<xun>[上中下][上中下]?)旬
               |(?P<month_part>[底末初]|{_WITHIN}|{_MIDDLE})
               |(?:(?P<md_from>{NUMBER})[日号]?{TO})?(?P<month_day>{NUMBER})(?:[日号]|(?={BEFORE})))?
          | (?:(?P<day_from>{NUMBER})[日号]?{TO})?(?P<day>{NUMBER})[日号](?![之以]?内)
          | (?(year)年?|年度?)(?P<year_part>[底末初]|{_FINAL}|{_WITHIN}|{_MIDDLE})
          | (?P<year_end>岁末|年关|岁尾)
          | (?(year)|(?!))
        )
    )
  | (?P<week>
        (?P<which_week>每周|(?:[本这上]|下下?)个?(?:周|星期|礼拜)|周|星期|礼拜)(?P<weekday>[一二三四五六日天末])?(?!年)
    )
  | (?P<near>[今明后][天日](?:[上下]午|晚上?)?(?:[0-2]?\d(?:[时点]|:\d\d))?(?:下班)?(?={BEFORE}|内))
  | (?P<duration>
        (?:(?P<count_from>{COUNT}){TO})?(?P<count>{COUNT}|半)(?P<and_half>个半)?
        (?P<unit>年半?|个月|个?季度|周|个?星期|天|日|个?工作日|个自然日|小时)
        (?P<span_tail>(?:左右)?(?:的?时间(?:之内|以内|内)?|之内|以内|{_WITHIN}))?
    )
    )
    """,
    re.VERBOSE,
)


# The characters before which a match is a piece of something else.
_CHINESE = "〇一二三四五六七八九十"
_NUMERALS = "0123456789." + _CHINESE + "百千万第"
_WORD_ENDS = {"后年": "今此以之往前最", "全年": "安完齐健", "明年": "文光发证表说声", "前年": "目以之当", "本年": "日"}
_PART_ENDS = "几数多两些半今去明前后当往历每全上同来近学个岁蜜百千万成青少末中"


def plain_digits(text: str) -> str:
    """The text with full-width digits and signs made plain, every character in its place: ２０２４年 → 2024年."""
    return text.translate(_PLAIN) if _WIDE.search(text) else text


def without_gaps(text: str) -> tuple[str, list[int] | None]:
    """The text without blanks (2024 年 6 月 → 2024年6月), and each character's old place (None: no blanks)."""
    if not _GAPS.search(text):
        return text, None
    places = [place for place, char in enumerate(text) if char not in " \t\u00a0\u3000"]
    return "".join(text[place] for place in places), places


def number(words: str) -> int:
    """The number that digits or Chinese numerals write: 12, 十二, 二十一, 两, 一百, 二〇二五 (digit by digit)."""
    if words.isdigit():
        return int(words)
    if "十" not in words and "百" not in words:
        return int("".join(str(_DIGITS[char]) for char in words))
    total, last = 0, 0
    for char in words:
        if char in _DIGITS:
            last = _DIGITS[char]
        else:
            total += (last or 1) * (10 if char == "十" else 100)
            last = 0
    return total + last


def is_cut_out(text: str, match: re.Match[str]) -> bool:
    """Whether the match is a piece of a number or of another word: 12345年, 安全年, 几年内, 个月内, 三月三."""
    previous, following = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    words = match.group()
    if words[0] in _CHINESE and match["month"] and words[-1] == "月" and following and following in _CHINESE:
        return True
    if words[0] in _CHINESE and match["day"] and len(words) == 2 and not TAIL.match(text, match.end()):
        return True
    if not previous:
        return False
    if words[0] == "前" and previous in "提之以此先":  # 提前3个月
        return True
    if previous in _WORD_ENDS.get(words[:2], ""):
        return True
    return words[0] in "年月" and match.lastgroup == "calendar" and previous in _PART_ENDS + _NUMERALS
