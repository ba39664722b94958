"""A document's text → all that it promises and reports."""

from __future__ import annotations

from datetime import date

from commitments.articles import Piece, split_articles
from commitments.asof import as_of_day
from commitments.blocks import read_blocks
from commitments.dating import date_document
from commitments.flat import Flat, flatten
from commitments.frames import Sentence, frame_sentences
from commitments.kinds import firmness_of
from commitments.model import Article, Reading, Statement
from commitments.naming import name_quantities, name_subject
from commitments.places import find_places, infer_home
from commitments.scope import Scope
from commitments.sheet_text import is_sheet, read_sheet
from commitments.statements import read_sentence
from commitments.topics import find_topics


def read(text: str, published: date | None = None, city: str = "") -> Reading:
    """Everything that a decoded file says: its articles and statements in text order, its dates and why.

    `published` and `city` win over what the text says. Offsets count characters of `text`. Never raises for any text.
    """
    if is_sheet(text):
        return read_sheet(text, published, city)
    flat = flatten(text)
    dating = date_document(flat.text, published)
    home, home_why = infer_home(flat.text, city)
    pieces = split_articles(flat.text, read_blocks(flat))
    ref = dating.published or date(dating.year or 2000, 1, 1)
    scopes = [Scope.of_article(flat.text, piece, home) for piece in pieces]
    statements: list[Statement] = []
    for sentence in frame_sentences(flat.text, pieces, dating.year, dating.report):
        statements.extend(_read_one(flat, sentence, ref, dating.year, scopes[sentence.article]))
    articles = tuple(
        Article(piece.title(flat.text), flat.at(piece.blocks[0].start), flat.at(piece.blocks[-1].end - 1) + 1,
                home.name if home else "", scope.places, dating.year)
        for piece, scope in zip(pieces, scopes, strict=True)
    )  # fmt: skip
    doubts = [home_why] if home is None else []
    if dating.published is None or "推定" in dating.published_why:
        doubts.append(dating.published_why)
    return Reading(
        title=_title(pieces, flat, dating.report),
        city=home.name if home else "",
        published=dating.published,
        published_why=dating.published_why,
        year=dating.year,
        year_why=dating.year_why,
        articles=articles,
        statements=tuple(statements),
        doubts=tuple(doubts),
    )


def _title(pieces: list[Piece], flat: Flat, report: bool) -> str:
    if report and "政府工作报告" not in flat.text[:80]:
        return "政府工作报告"
    return pieces[0].title(flat.text) if pieces else ""


def _read_one(flat: Flat, sentence: Sentence, ref: date, year: int | None, scope: Scope) -> list[Statement]:
    words = flat.text[sentence.start : sentence.end]
    found = list(read_sentence(words, sentence, ref, year))
    if not found:
        return []
    named = find_places(words, scope.home)
    statements = []
    item = ""
    for one in found:
        clause, kind, lead = one.clause, one.kind, one.lead
        if scope.foreign and not scope.names_home(words, clause):
            continue
        item, action = name_subject(words, clause, one.cuts, one.topic, sentence.under, item)
        places, doubts = scope.places_of(words, clause, named)
        said = words[clause.start : clause.end]
        firm = firmness_of(lead + said)
        as_of, as_of_text = as_of_day(words, ref, sentence.frame.year) if kind == "progress" else (None, "")
        start, end = sentence.start + clause.start, sentence.start + clause.end
        statements.append(
            Statement(
                kind=kind,
                item=item,
                action=action,
                quote=flat.quote(start, end),
                start=flat.at(start),
                end=flat.at(end - 1) + 1,
                quantities=name_quantities(words, clause, item),
                deadline=one.deadline,
                places=places,
                firmness=firm if kind == "commitment" else "plain",
                topics=find_topics(lead + said),
                doubts=one.doubts + doubts,
                year=sentence.frame.year,
                as_of=as_of,
                as_of_text=as_of_text,
            )
        )
    return statements
