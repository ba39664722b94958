"""The frame that a sentence is read in: does its section look back or ahead, at which year, in which article.

The same words are a plan in one section and a result in another (“启动10个城中村改造项目”); headings, lead sentences
and opening words move the frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from commitments.articles import Piece
from commitments.blocks import MARKS, Block
from commitments.patterns import find, opens
from commitments.tables import read_table

# review: looks back · plan: looks ahead · news: decided clause by clause
# guidance: 总体要求, 指导思想 · problems: 困难和不足 · talk: speeches, thanks · event: contests, visits · names: lists
Mode = Literal["review", "plan", "news", "guidance", "problems", "talk", "event", "names"]


@dataclass(frozen=True, slots=True)
class Frame:
    """How a sentence is to be read. `framed`: a plan without a limit of its own is due at the end of `year`.

    `due` is the limit that the row of a table gives the sentence, as it stands there.
    """

    mode: Mode
    year: int | None
    framed: bool
    due: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's span in the flat text, its frame, its article's number, and the heading that it stands under."""

    start: int
    end: int
    frame: Frame
    article: int
    heading: bool = False
    under: str = ""


_YEAR = r"(?:今年|20\d\d年?|本年度?|明年|全年)"
_AHEAD = find(r"""
展望 重点工作 重点任务 重点方向 目标任务 主要任务 工作安排 工作部署 工作打算 工作计划 下一?步 下一阶段 预期目标
奋斗目标 拼搏20\d\d
""")
_BACK = find("""
落实情况 推进情况 办理情况 整改情况 进度(?:公示|通报|情况) 回顾 工作总结 进展情况 工作进展 主要成效 (?<!见)成效$ 成绩$
完成情况 主要成就 精彩 回眸 盘点 成绩单 ^去年 数说 答卷 这一年
过去[一五]年
""")
_LISTS = find("""
名单$ 议程 (?<!进度)(?<!进展)(?<!情况)公示$ 任免 讣告 名词(?:解释|注释) 用语(?:解释|说明) ^(?:注释|附注|释义)
""")
# Words of a heading → the frame that follows; the first that matches wins.
_HEADINGS: tuple[tuple[re.Pattern[str], Mode], ...] = (
    (re.compile("(?:困难|问题|不足|短板|差距)(?:和|与|及)?(?:困难|问题|不足|挑战)?$"), "problems"),
    (_BACK, "review"),
    (find("(?:总体要求|指导思想|总体思路|基本原则)$"), "guidance"),
    (_AHEAD, "plan"),
    (_LISTS, "names"),
)
# Words that a sentence begins with → the frame that it opens.
_PLAN_LEAD = re.compile(
    rf"{_YEAR}[^。；]{{0,30}}(?:主要)?(?:预期)?(?:目标任务|目标|任务)(?:是|为|：)|主要(?:预期|奋斗)?目标(?:任务)?(?:是|为|：)"
    rf"|^(?:综合考虑|围绕|实现|做好|完成|为(?:实现|完成)|按照)(?:{_YEAR}|上述)"
    r"[^。]{0,40}(?:目标|工作|要求)[^。]{0,40}(?:要|重点|抓好|做好|着力)"
    rf"|^综合考虑[^。]{{0,30}}{_YEAR}|^{_YEAR}，?[^，。；]{{0,16}}(?:将|要|计划|拟(?:投资|办|实施)|继续)"
)
_PLAN_NEXT = opens("下一?步 下一阶段 接下来 今后 未来")
_LONG_TERM = re.compile(r"^(?:今后|未来)(?:五|几|三|一个时期|5|3)")
_GUIDANCE_LEAD = find(
    "(?:总体要求|总体思路|指导思想|工作主旨)(?:是|：) (?:要|必须|将)?坚持以习近平新时代中国特色社会主义思想为指导"
)
_PROBLEM_LEAD = find("""
(?:清醒|深刻)(?:地)?(?:看到|认识到|意识到) (?:也)?还(?:面临|存在)(?:着|不少|一些|许多|诸多)
存在[三几]方面的?(?:问题|不足)
存在(?:以下|一些|主要)(?:方面)?的?(?:问题|不足) 反思(?:问题)?(?:原因|，)
""")
_TALK = find("""
^各位(?:代表|委员|主任) 表示衷心 崇高的?敬意 衷心的?感谢 ^(?:这些|上述)?成绩的取得 根本在于 ^(?:请予审议|现在，我)
号召
""")
_SPEECH = find("""
^[^。]{2,40}(?:强调|指出|要求|表示|说|介绍说|说道)[，：](?:“|要|必须|各|今年全市各级) ^“[^”]{4,}[。！]”
""")
_GOES_ON = opens("要 必须 会议")
_QUOTED = re.compile(r"“[^”]{0,30}”")
# Whole articles by their title or first sentences.
_NAMES_TITLE = find("名单 议程 公示")
_PILLORY = find("^(?:检查|检讨)$ 情况通报 通报批评 处分决定 曝光")
_EVENT = find("举行 举办 开幕 闭幕 启动仪式 挑战赛 比赛 大赛 展演 演讲 调研 视察 督导 走访 慰问 考察 会见")
_EVENT_TITLE = find("举行 举办 开幕 闭幕 答题 比赛 大赛 联欢 出席 调研 慰问 会见 讣告 名单 公告 招聘")
_TITLE_PLANS = re.compile(
    rf"{_YEAR}[^。]{{0,24}}(?:将|重点|计划|力争|目标|任务|要|安排|排定)|力争|民生实事|工作(?:方案|要点|计划)|实施(?:方案|意见)"
    r"|行动(?:方案|计划)|任务(?:分工|清单|分解)|目标任务|重点(?:工作|项目)"
)
_TITLE_TELLS = find(r"""
完成情况 进展 进度 回顾 落实情况 推进情况 办理情况 整改情况 综述 成效 总结 答卷 成绩单 全部完成 圆满
前(?:[2-9]|1[01]|[一二两三四五六七八九十])个?[季月] [1-9](?:月|月份)?(?:至|到|—|-|－|~)\d{1,2}月
""")
_BODY_PLANS = re.compile(rf"{_YEAR}[^。；]{{0,20}}(?:将|计划|拟|力争|确保|明确|重点工作|共推进)|(?:提出|明确){_YEAR}")
# A page that tells of a plan as news: 确定了年度建设方案，将…; 计划投资7692.59万元，实施…
_LEAD_PLANS = re.compile(
    r"(?:确定|制定|出台|印发|公布|发布)了?[^。；]{0,30}(?:方案|计划|清单|目标任务)，?(?:将|要|计划)"
    r"|(?:今年|本年度?)[^。；]{0,80}，计划(?:总?投资|实施|建设|改造)"
)
_DUE_LINE = re.compile("(?:完成|办结|整改)?(?:时限|期限|时间)：([^。；，：]{2,24})")
_NUMBERED_LINE = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)")
_NUMBERING = re.compile(r"(?:\d{1,2}[.、](?!\d)|（\d{1,2}）|[①-⑳])")
_NUMBERED_PART = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章部])")
_DATED = re.compile(r"20\d\d年")
_NAMED_YEAR = re.compile(r"(20\d\d)年?")
# the counts of an item of a list: 建设口袋公园40个、绿道60公里 is about 口袋公园、绿道
_COUNTED = re.compile(r"\d[\d.]*[万亿]?[\u4e00-\u9fff]{0,2}(?=[、，]|$)")
_COUNTED_ITEM = re.compile(r"\d[\d.]*[万亿]?(?:余|多)?[个所项座处条家户台套亩元吨人件]{1,2}(?:，|；|$)")
_SHORT_HEADING = 14
_LONGEST_SENTENCE = 1000
_ENDS = re.compile(r"[。！？]+[”’）]*|……")


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the sentences between two offsets; one beyond all measure is cut, so that the cost stays linear."""
    last = start
    for stop in (*(found.end() for found in _ENDS.finditer(text, start, end)), end):
        while stop - last > _LONGEST_SENTENCE:
            cut = max(text.rfind(mark, last, last + _LONGEST_SENTENCE) for mark in "，；") + 1
            cut = cut if cut > last else last + _LONGEST_SENTENCE
            yield last, cut
            last = cut
        if stop > last:
            yield last, stop
            last = stop


def frame_sentences(text: str, pieces: list[Piece], year: int | None, report: bool) -> Iterator[Sentence]:
    """Every sentence of the page with its frame, in text order; `year` is the document's planning year."""
    for number, piece in enumerate(pieces):
        yield from _frame_article(text, piece, number, year, report)


def _frame_article(text: str, piece: Piece, number: int, year: int | None, report: bool) -> Iterator[Sentence]:
    frame = _first_frame(text, piece, year, report)
    opening = frame
    has_plan_heading = any(
        b.kind == "heading" and _NUMBERED_PART.match(text[b.start : b.end]) and _AHEAD.search(text[b.start : b.end])
        for b in piece.blocks
    )
    if has_plan_heading and frame.mode in ("news", "plan"):
        frame = Frame("review", year - 1 if year else None, False)
    cells = read_table(text, piece.blocks)
    in_body, under = False, ""
    for block, after in zip(piece.blocks, [*piece.blocks[1:], None], strict=False):
        words = text[block.start : block.end]
        if block.start in cells:
            cell = cells[block.start]
            yield Sentence(block.start, block.end, Frame(cell.mode, year, cell.mode == "plan", cell.due), number)
            continue
        if block.kind == "heading":
            frame = _after_heading(words, frame, opening, year)
            under = _COUNTED.sub("", _NUMBERED_LINE.sub("", words))
            under = under if len(under) <= _SHORT_HEADING else ""
            # a line of a list without a full stop looks like a headline, but stands in the body
            heading = _is_headline(words, block) if in_body or block.marked or _NUMBERED_LINE.match(words) else True
            due = _due_below(text, after)
            numbering = _NUMBERED_LINE.match(words)
            yield Sentence(
                block.start + (numbering.end() if numbering else 0),
                block.end,
                replace(frame, due=due) if due else frame,
                number,
                heading=heading,
            )
            continue
        if block.kind != "body":
            continue
        in_body, spoken = True, False
        for a, b in _split(text, block.start, block.end):
            while a < b and text[a] in MARKS:
                a += 1
            if numbering := _NUMBERING.match(text, a, b):
                a = numbering.end()
            if a >= b:
                continue
            sentence = text[a:b]
            here, frame = _read_lead(sentence, frame, year)
            if spoken and _GOES_ON.match(sentence):
                here = Frame("talk", here.year, False)
            spoken = here.mode == "talk"
            yield Sentence(a, b, here, number, under=under)


def turns_frame(heading: str) -> bool:
    """Whether a heading says how its section is to be read (回顾, 总体要求, 重点工作), and not what it is about."""
    words = _QUOTED.sub("", heading)
    return any(pattern.search(words) for pattern, _ in _HEADINGS)


def _is_headline(words: str, block: Block) -> bool:
    """Whether a heading only names what follows; 一、新增学位1.5万个 is an item of a list."""
    if block.marked:  # ■ 新开工30项，超计划16项 is an item as well
        return not _COUNTED_ITEM.search(words)
    return not any(char.isdigit() for char in _DATED.sub("", words))


def _due_below(text: str, after: Block | None) -> str:
    """The limit that the line under an item gives it: 牵头单位：市教育局。完成时限：2025年9月底。"""
    if after is None or after.kind != "body":
        return ""
    found = _DUE_LINE.search(text, after.start, min(after.end, after.start + 120))
    return found.group(1) if found else ""


def _first_frame(text: str, piece: Piece, year: int | None, report: bool) -> Frame:
    title = piece.title(text)
    body = "".join(text[b.start : b.end] for b in piece.blocks if b.kind == "body")
    lead = body[:600]
    if _NAMES_TITLE.search(title) and not _TITLE_TELLS.search(title):
        return Frame("names", year, False)
    if _PILLORY.search(title):
        return Frame("problems", year, False)
    if _TITLE_PLANS.search(title) and not _TITLE_TELLS.search(title):
        return Frame("plan", year, True)
    if _EVENT_TITLE.search(title) or (not report and len(body) < 1200 and _EVENT.search(lead[:90])):
        return Frame("event", year, False)
    if not report and (_BODY_PLANS.search(lead) or _LEAD_PLANS.search(lead[:240])):
        return Frame("plan", year, True)
    return Frame("news", year, False)


def _after_heading(words: str, frame: Frame, opening: Frame, year: int | None) -> Frame:
    words = _QUOTED.sub("", words)
    named = [int(y) for y in _NAMED_YEAR.findall(words)]
    for pattern, mode in _HEADINGS:
        if not pattern.search(words):
            continue
        if mode == "review":
            past = min(named) if named else (frame.year if frame.mode == "review" else year)
            return Frame("review", past, False)
        if mode == "guidance":
            return Frame("guidance", max(named, default=year), True)
        if mode == "plan":
            dated = bool(named) or "今年" in words or frame.framed
            return Frame("plan", max(named, default=year or 0) or None, dated)
        return Frame(mode, year, False)
    if frame.mode in ("problems", "talk") and opening.mode != "problems":
        # a new heading ends the section on problems: what comes is the plan, unless nothing was planned yet
        return Frame("plan", year, True) if opening.mode != "event" else opening
    return frame


def _read_lead(sentence: str, frame: Frame, year: int | None) -> tuple[Frame, Frame]:
    """The frame of this sentence, and the one that goes on after it."""
    if frame.mode == "names":
        return frame, frame
    head = sentence[:90]
    if _TALK.search(head):
        return Frame("talk", frame.year, False), frame
    if _PROBLEM_LEAD.search(head):
        problems = Frame("problems", frame.year, False)
        return problems, problems
    if _GUIDANCE_LEAD.search(head):
        guided = Frame("guidance", frame.year, frame.framed)
        return guided, Frame("plan", year, True) if frame.mode == "guidance" else frame
    if _PLAN_LEAD.search(sentence[:120]) and frame.mode != "event":
        plan = Frame("plan", year, True)
        return plan, plan
    if _PLAN_NEXT.match(head):
        plan = Frame("plan", frame.year, frame.framed and not _LONG_TERM.match(head))
        return plan, plan
    if _SPEECH.match(head):
        return Frame("talk", frame.year, False), frame
    return frame, frame
