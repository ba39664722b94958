"""The frame that a sentence is read in: does its section look back or ahead, at which year, in which article.

The same words are a plan in one section and a result in another (“启动10个城中村改造项目”); headings, lead sentences
and opening words move the frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from commitments.articles import Piece
from commitments.blocks import MARKS, Block
from commitments.opening import YEAR, Mode, opening_mode, tells_results
from commitments.patterns import find, opens
from commitments.tables import read_table


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
    rf"{YEAR}[^。；]{{0,30}}(?:主要)?(?:预期)?(?:目标任务|目标|任务)(?:是|为|：)|主要(?:预期|奋斗)?目标(?:任务)?(?:是|为|：)"
    rf"|^(?:综合考虑|围绕|实现|做好|完成|为(?:实现|完成)|按照)(?:{YEAR}|上述)"
    r"[^。]{0,40}(?:目标|工作|要求)[^。]{0,40}(?:要|重点|抓好|做好|着力)"
    rf"|^综合考虑[^。]{{0,30}}{YEAR}|^{YEAR}，?[^，。；]{{0,16}}(?:将|要|计划|拟(?:投资|办|实施)|继续)"
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
^[^。]{2,40}(?:强调|指出|要求)[，：](?:“|要|必须|各|今年全市各级)
^[^。]{2,40}(?:表示|说|介绍说|说道)[，：](?:要|必须|各)
""")
# What people at the site say: “二期工程已经进场施工，预计年底竣工。”
_QUOTED_SPEECH = find("^“[^”]{4,}[。！]” ^[^。]{2,40}(?:表示|说|介绍说|说道)[，：]“")
_GOES_ON = opens("要 必须 会议")
_QUOTED = re.compile(r"“[^”]{0,30}”")
_DUE_LINE = re.compile("(?:完成|办结|整改)?(?:时限|期限|时间)：([^。；，：]{2,24})")
_NUMBERED_LINE = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)")
_NUMBERING = re.compile(r"(?:\d{1,2}[.、](?!\d)|（\d{1,2}）|[①-⑳])")
_NUMBERED_PART = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章部])")
_DATED = re.compile(r"20\d\d年")
_NAMED_YEAR = re.compile(r"(20\d\d)年?")
# the counts of an item of a list: 建设口袋公园40个、绿道60公里 is about 口袋公园、绿道
_COUNTED = re.compile(r"\d[\d.]*[万亿]?[\u4e00-\u9fff]{0,2}(?=[、，]|$)")
_COUNTED_ITEM = re.compile(r"\d[\d.]*[万亿]?(?:余|多)?[个所项座处条家户台套亩元吨人件]{1,2}(?:，|；|$)")
_COUNTED_TARGET = re.compile(r"\d[\d.]*[万亿]?[\u4e00-\u9fff]|投入使用|建成|完成|开工")
# 1.引进投资项目不少于3个。上半年，引进…: the target, and what came of it
_RESULT_FOLLOWS = re.compile(
    r"(?:上半年|前[三3]季度|一季度|截[至止]|目前|今年以来|\d{1,2}月底?，|[1-9一][—-]\d{1,2}月|全年(?:共|累计|已)|已)"
)
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


def _is_target(text: str, block: Block, after: Block | None) -> bool:
    """Whether a numbered line sets a target that the lines below it report on: 三、居家养老2万人, then 19772人…."""
    words = text[block.start : block.end]
    if after is None or after.kind != "body" or not _NUMBERED_LINE.match(words):
        return False
    return bool(_COUNTED_TARGET.search(words)) and not _NUMBERED_LINE.match(text[after.start : after.start + 8])


def _frame_article(text: str, piece: Piece, number: int, year: int | None, report: bool) -> Iterator[Sentence]:
    frame = _first_frame(text, piece, year, report)
    opening = frame
    has_plan_heading = any(
        b.kind == "heading" and _NUMBERED_PART.match(text[b.start : b.end]) and _AHEAD.search(text[b.start : b.end])
        for b in piece.blocks
    )
    if has_plan_heading and frame.mode in ("news", "plan"):
        frame = Frame("review", year - 1 if year else None, False)
    tells = tells_results(piece.title(text))
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
            if tells and frame.mode in ("news", "review") and _is_target(text, block, after):
                target = Frame("plan", year, True, due)
                numbered = _NUMBERED_LINE.match(words)
                yield Sentence(block.start + (numbered.end() if numbered else 0), block.end, target, number)
                continue
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
        spans = list(_split(text, block.start, block.end))
        for place, (a, b) in enumerate(spans):
            while a < b and text[a] in MARKS:
                a += 1
            if numbering := _NUMBERING.match(text, a, b):
                a = numbering.end()
            if a >= b:
                continue
            sentence = text[a:b]
            here, frame = _read_lead(sentence, frame, year)
            set_first = place == 0 and numbering and len(spans) > 1 and here.mode in ("news", "review")
            if set_first and _RESULT_FOLLOWS.match(text, spans[1][0]) and not _RESULT_FOLLOWS.search(sentence):
                here = Frame("plan", here.year or year, True)
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
    body = "".join(text[b.start : b.end] for b in piece.blocks if b.kind == "body")
    mode = opening_mode(piece.title(text), body, report)
    return Frame(mode, year, mode == "plan")


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
    if _QUOTED_SPEECH.match(sentence[:200]):
        return Frame("quoted", frame.year, False), frame
    return frame, frame
