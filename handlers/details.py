"""The other sides of a matter's card: its sources and its changes, page by page."""

from __future__ import annotations

from commitments.model import Answer, Sighting
from handlers import phrases
from handlers.buttons import CHANGES, NONE, SOURCES, back_row, page_row
from handlers.card import Card, bold, clip, safe
from handlers.picking import newest_first

SOURCES_PAGE = 3
CHANGES_PAGE = 6

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def sources_card(answer: Answer, page: int = 0, key: str = NONE) -> Card:
    """Page `page` (from 0) of a matter's sources, newest first: document, date, the sentence, and what is doubtful."""
    matter = answer.matter
    sightings = newest_first(matter.sightings)
    pages = pages_of(len(sightings), SOURCES_PAGE)
    page = min(page, pages - 1)
    first = page * SOURCES_PAGE
    lines = [f"{bold('出处')} · {safe(phrases.name_text(matter))}（共{len(sightings)}条）"]
    above: Sighting | None = None
    for number, sighting in enumerate(sightings[first : first + SOURCES_PAGE], start=first + 1):
        statement = sighting.statement
        head, quote = source_lines(number, sighting, 80, above, grades=True)
        above = sighting
        lines += [f"{head} {phrases.KINDS[statement.kind]}", quote]
        lines += doubt_lines(sighting)
    return Card("\n".join(lines), page_row(SOURCES, matter.id, key, page, pages) + back_row(matter.id, key))


def doubt_lines(sighting: Sighting) -> tuple[str, ...]:
    """What a person should check in a reading, in one line; () where nothing is doubtful."""
    doubts = sighting.statement.doubts
    return ("　" + safe(f"存疑：{'；'.join(doubts)}", 34),) if doubts else ()


def changes_card(answer: Answer, page: int = 0, key: str = NONE) -> Card:
    """Page `page` (from 0) of what changed in a matter, newest first, each with the documents that it rests on."""
    matter, standing = answer.matter, answer.standing
    changes = sorted(standing.changes, key=lambda change: change.on, reverse=True)
    pages = pages_of(len(changes), CHANGES_PAGE)
    page = min(page, pages - 1)
    first = page * CHANGES_PAGE
    titles = {sighting.source.file: phrases.title_text(sighting.source) for sighting in matter.sightings}
    lines = [f"{bold('变化')} · {safe(phrases.name_text(matter))}（共{len(changes)}条）"]
    for number, change in enumerate(changes[first : first + CHANGES_PAGE], start=first + 1):
        lines.append(safe(f"{circled(number)} {phrases.change_text(change, standing.today, 18)}"))
        named = "".join(f"《{clip(titles.get(file, file), 14)}》" for file in change.files[:2])
        if named:
            lines.append("　" + safe(f"据{named}"))
    return Card("\n".join(lines), page_row(CHANGES, matter.id, key, page, pages) + back_row(matter.id, key))


def source_lines(
    number: int, sighting: Sighting, length: int, above: Sighting | None = None, *, grades: bool = False
) -> tuple[str, str]:
    """Document and sentence of a source; the document is not named again where `above` stands in the same one. With
    `grades`, 公开 is said of a document as 自报 and 核实 are of records."""
    same = above is not None and above.source == sighting.source
    document = "同上" if same else phrases.source_text(sighting)
    if grades and not same and sighting.source.grade == "published":
        document = phrases.GRADES["published"] + document
    said = safe(sighting.statement.quote, length)
    # What a person recorded is told in the bot's words: nobody wrote it so.
    quoted = f"“{said}”" if sighting.source.grade == "published" else f"记录：{said}"
    return safe(f"{circled(number)} {document}"), quoted


def pages_of(count: int, size: int) -> int:
    """How many pages of a size so many lines take, 1 for none."""
    return max(1, -(-count // size))


def circled(number: int) -> str:
    """A number as it stands before a source: ①."""
    return CIRCLED[number - 1] if number <= len(CIRCLED) else f"({number})"
