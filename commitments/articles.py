"""Blocks → articles: one newspaper page holds several, each with its own headline, frame and district."""

from __future__ import annotations

import re
from dataclasses import dataclass

from commitments.blocks import Block

_REPORTER_LEAD = re.compile(r"^(?:本报|[^，。]{2,6}讯|据)[^。]{0,4}（[^）]{0,60}(?:记者|通讯员)[^）]{0,60}）|^本报讯")
_AUTHOR_TAIL = re.compile(r"（[\u4e00-\u9fff]{2,4}(?:、[\u4e00-\u9fff]{2,4}){0,3}）$")
_REPRINT = re.compile(r"^（?(?:原载|原文|转自|来源|据《)")
_JUMP_IN = re.compile(r"^（?(?:上接|紧接)")
_PLACE_TITLE = re.compile(r"^[\u4e00-\u9fff]{2,12}(?:区|县|市|旗|盟|州|局|委|办)：$")
# 许昌日报 2024年9月10日 星期二 第3版: printed over the page, no part of any headline
_MASTHEAD = re.compile(
    r"^[\u4e00-\u9fff]{2,6}[日晚晨早时商]报$"
    r"|^(?:[\u4e00-\u9fff]{1,8}报)?[ |｜·]{0,3}20\d\d年\d{1,2}月\d{1,2}日(?:[ |｜·（(]|星期|$)[^，。：]{0,20}$"
)
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十\d]{1,3}）|第[一二三四五六七八九十]{1,3}[章节部]|\d{1,2}[.、])"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """The blocks of one article."""

    blocks: tuple[Block, ...]

    def title(self, text: str) -> str:
        """The headline: the article's first headings joined, or the head of its first sentence."""
        heads: list[str] = []
        blocks = self.blocks
        while len(blocks) > 1 and _MASTHEAD.match(text[blocks[0].start : blocks[0].end]):
            blocks = blocks[1:]
        for block in blocks:
            if block.kind == "body" or (heads and _NUMBERED.match(text[block.start : block.end])):
                break
            if block.kind == "heading":
                heads.append(text[block.start : block.end])
            if sum(map(len, heads)) > 24:
                break
        if heads:
            return " ".join(heads)[:80].rstrip("：")
        first = text[blocks[0].start : blocks[0].end]
        return re.split("[。，；！？]", first, maxsplit=1)[0][:40]


def split_articles(text: str, blocks: list[Block]) -> list[Piece]:
    """The page's articles in order; every block belongs to one."""
    pieces: list[Piece] = []
    current: list[Block] = []
    closed = False  # the current article has had its closing line
    short_news = False  # it began with 本报讯: such items have no sections
    has_body = False

    for index, block in enumerate(blocks):
        line = text[block.start : block.end]
        begins = closed and block.kind != "signature"
        if block.kind == "heading" and has_body and not begins:
            begins = bool(_PLACE_TITLE.match(line)) or _opens_news(text, blocks, index)
            begins = begins or (short_news and not block.marked and not _signs(blocks, index))
        elif block.kind == "byline" and _JUMP_IN.match(line) and has_body:
            begins = True
        if begins and current:
            pieces.append(Piece(tuple(current)))
            current, short_news, has_body = [], False, False
        closed = False
        current.append(block)
        if block.kind == "body":
            has_body = True
            short_news = short_news or bool(_REPORTER_LEAD.match(line))
            closed = bool(_AUTHOR_TAIL.search(line[-24:]))
        elif (
            (block.kind == "byline" and not _JUMP_IN.match(line) and has_body)
            or block.kind == "signature"
            or (_REPRINT.match(line) and has_body)
        ):
            closed = True
    if current:
        pieces.append(Piece(tuple(current)))
    return pieces


def _signs(blocks: list[Block], index: int) -> bool:
    """Whether a heading is the name of an office above the date it signs on."""
    return index + 1 < len(blocks) and blocks[index + 1].kind == "signature"


def _opens_news(text: str, blocks: list[Block], index: int) -> bool:
    """Whether a run of headings is followed at once by a byline or by 本报讯."""
    for at, block in enumerate(blocks[index : index + 4], index):
        if block.kind == "heading":
            if _NUMBERED.match(text[block.start : block.end]):
                return False
            continue
        line = text[block.start : block.end]
        return bool(_REPORTER_LEAD.match(line)) or (
            block.kind == "byline" and at + 1 < len(blocks) and blocks[at + 1].kind == "body"
        )
    return False
