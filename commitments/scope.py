"""Where a clause is about: the places it names, those of its sentence's subject, those of its article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from commitments.articles import Piece
from commitments.clauses import Clause
from commitments.patterns import find, opens
from commitments.places import Home, Place, article_place

# A clause that begins so has no subject of its own: it goes on about the place that the sentence began with.
_NO_SUBJECT = opens(r"""
其中 其他 其余 并 且 还 也 将 已 力争 确保 争取 预计 年底 年内 全年 今年 上半年 下半年 \d{1,2}月 惠及 涉及 累计 剩余
实现 完成 建成 新增 新建 改造
培育 引进 打造 推动 通过 成立 依托 有 占 试点 探索 创新 开展 实施 组建 设立 启动 申请 谋划 抢抓 形成 培养 创建 争创
申报 建设 提升 全国排名
全省排名
""")
# What may stand before a place that a segment has as its subject.
_OPENING = re.compile("^(?:其中|同时|近年来|目前|支持|推动|指导|鼓励|加快|在|，)?$")
_SUFFIXES = frozenset("区县市旗盟州")
# What follows a place that does something itself.
_DOES = find("""
[、，：和与及的将要已有在做抓] 获 入[选围] 完成 实现 建[成设] 打造 创[建成新] 推[进动出] 新[建增] 成[立功为] 争 开 率先
力争 确保 聚焦 启动 实施 引进 加快 重点
""")
_WHOLE = opens("全市 我市 全盟 我盟 全州 我州 市本级 每个 各旗县 各县区 各县（市 各区县")


@dataclass(frozen=True, slots=True)
class Scope:
    """The default places of an article, and the home they are read against."""

    home: Home | None
    places: tuple[str, ...]
    doubt: str = ""
    foreign: bool = False

    @classmethod
    def of_article(cls, text: str, piece: Piece, home: Home | None) -> Scope:
        """The scope of an article: one district's own where it is about one, else the home's whole."""
        body = "".join(text[b.start : b.end] for b in piece.blocks)
        own = article_place(piece.title(text), body, home)
        foreign = home is not None and home.level != "province" and body.count("省政府工作报告") >= 2
        return cls(home, (own.name,) if own else (), own.doubt if own else "", foreign)

    def places_of(
        self, sentence: str, clause: Clause, named: Sequence[Place]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """(places, doubts) of a clause; `named` are the places of its sentence."""
        doubts = {p.doubt for p in named if p.doubt and clause.lead <= p.at < clause.end}
        own = [p for p in named if clause.start <= p.at < clause.end]
        if not own and clause.part and not clause.spread:
            own = [p for p in named if clause.lead <= p.at < clause.start]
        words = sentence[clause.start : clause.end]
        if clause.spread:
            listed = [p for p in named if p.to <= sentence.find("分别", clause.lead)]
            own = listed[clause.part : clause.part + 1] if len(listed) > 1 else own
        if not own and not _WHOLE.match(words):
            reached = sentence.rfind("；", 0, clause.start)
            before = [p for p in named if reached < p.at and p.to <= clause.start]
            if before and (_NO_SUBJECT.match(words) or clause.part) and not _WHOLE.match(sentence):
                own = _subject_places(sentence, before)
        names = tuple(dict.fromkeys(p.name for p in own))
        if not names:
            names = self.places if not (_WHOLE.match(words) and self.home and self.home.level != "county") else ()
            if self.doubt and names:
                doubts.add(self.doubt)
        return names, tuple(sorted(doubts))

    def names_home(self, sentence: str, clause: Clause) -> bool:
        """Whether a clause of a page about the province's business speaks of this city."""
        if self.home is None:
            return True
        short = self.home.name.rstrip("市盟州县区")
        return short in sentence[clause.lead : clause.end]


def _subject_places(sentence: str, before: Sequence[Place]) -> list[Place]:
    """The places that a segment of the sentence has as its subject, as the last one has them; [] for none.

    涧西区、孟津区将…，实现…; 支持钟山打造…，创建…. A list of projects in several places (八步风电场、平桂光伏) has
    none.
    """
    run: list[Place] = []
    for place in before:
        begin = max(sentence.rfind(mark, 0, place.at) for mark in "，；：。") + 1
        if _OPENING.match(sentence[begin : place.at]):
            run = [] if _names_a_thing(sentence, place) else [place]
        elif run and place.at - run[-1].to <= 1:
            run.append(place)
        elif run and begin <= run[0].at:
            run = []
    return run


def _names_a_thing(sentence: str, place: Place) -> bool:
    """Whether a short name only says whose something is: 伊川高标准农田建设…; not 栾川获评…, 伊川县…, 西工、涧西…."""
    return sentence[place.to - 1] not in _SUFFIXES and not _DOES.match(sentence, place.to)
