"""The board for the office screen: the ledger as one page that needs no network and no other file.

The page is board.html with board.css, board_charts.js and board.js in it; the ledger is JSON in a script of a type that
is not run. What comes from documents is put into the page as text only, and the page's policy runs nothing but its own
script.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from importlib.resources import files

from commitments.model import Light, Sighting, Source, Standing
from handlers import phrases
from handlers.card import clean, clip
from handlers.exports.said import said_of
from handlers.exports.sheet import FILLS
from store.cycle.entries import Entry, Listing

Json = dict[str, object]

LIGHTS: Mapping[Light, str] = {
    "green": "正常",
    "yellow": "落后10–30点",
    "red": "逾期或落后30点以上",
    "grey": "未见进展报道",
}
LONGEST = 400  # characters of a sentence


def board_html(listing: Listing) -> bytes:
    """The page in UTF-8: totals, charts and a table that filter, sort and open, with every sentence behind a figure."""
    html, css = _part("board.html"), _part("board.css")
    js = _part("board_charts.js") + _part("board.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(css)}'; script-src '{_digest(js)}'; base-uri 'none'; "
        "form-action 'none'"
    )
    page = html.replace("[[policy]]", policy).replace("[[css]]", css).replace("[[js]]", js)
    before, after = page.split("[[data]]")  # the last to come in: nothing is looked for in what documents say
    return (before + _data(listing) + after).encode()


PROMISED = "有承诺"  # a matter with a promise, beside what was only reported


def _part(name: str) -> str:
    return files("handlers.exports").joinpath(name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _data(listing: Listing) -> str:
    """The ledger as JSON that no HTML parser can take for a tag."""
    documents: dict[Source, int] = {}
    rows = [_row(entry, documents) for entry in listing.entries]
    value = {
        "today": listing.today.isoformat(),
        "said": said_of(listing),
        # The whole ledger opens on what is promised for the year, as notices count; what was asked for is shown whole.
        "start": {} if listing.question else {"year": str(listing.today.year), "scope": PROMISED},
        "statuses": {
            status: {"word": phrases.STATUSES[status], "short": fill.word, "color": fill.color}
            for status, fill in FILLS.items()
        },
        "lights": LIGHTS,
        "grades": {grade: word.strip("〔〕") for grade, word in phrases.GRADES.items()},
        "documents": [_document(source) for source in documents],
        "rows": rows,
    }
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _row(entry: Entry, documents: dict[Source, int]) -> Json:
    """A matter as the page shows it; what is empty is left out."""
    matter, how, duty = entry.matter, entry.standing, entry.duty
    end = how.deadline.end if how.deadline else None
    newest = matter.sightings[::-1]
    row: Json = {
        "id": matter.id,
        "title": clip(matter.title, 120),
        "places": [clip(place, 20) for place in matter.places] or [clip(matter.city or "全市", 20)],
        "year": matter.year,
        "topics": [clip(topic, 20) for topic in matter.topics],
        "groups": [clip(group, 30) for group in entry.groups],
        "target": phrases.target_text(how.target).removeprefix("目标") if how.target else "",
        "progress": _progress(how, newest),
        "figures": phrases.figures_text(how),
        "percent": None if how.percent is None else round(how.percent, 1),
        "due": end.isoformat() if end else "",
        "limit": phrases.deadline_text(how.deadline, how),
        "left": phrases.days_text(how),
        "scope": PROMISED if any(s.statement.kind == "commitment" for s in newest) else "只见进展",
        "status": how.status,
        "light": how.light,
        "unit": clip(duty.text("unit"), 60),
        "leader": clip(duty.text("leader"), 60),
        "contact": clip(duty.text("contact"), 60),
        "team": clip(duty.text("team"), 60),
        "plan": clip(duty.text("plan"), 120),
        "updated": max(s.source.published for s in newest).isoformat() if newest else "",
        "pace": phrases.pace_text(how.paces[0], how.percent) if how.paces and how.percent is not None else "",
        "notes": [clip(note, 120) for note in how.notes],
        "changes": [phrases.change_text(one, how.today, 40) for one in reversed(how.changes)],
        "sources": [_sentence(one, documents) for one in newest],
    }
    return {name: value for name, value in row.items() if value not in ("", None, [])}


def _progress(how: Standing, newest: tuple[Sighting, ...]) -> str:
    """The figure that was reported with its day, else the last report in its own words; "" for none."""
    if how.done is not None:
        when = f"（截至{how.done.as_of}）" if how.done.as_of else ""
        return phrases.done_text(how.done) + when
    reports = (one.statement.quote for one in newest if one.statement.kind == "progress")
    return clip(next(reports, ""), 60)


def _sentence(sighting: Sighting, documents: dict[Source, int]) -> list[object]:
    """A statement: the number of its document, what kind it is, its sentence, and what is doubtful."""
    source, said = sighting.source, sighting.statement
    number = documents.setdefault(source, len(documents))
    doubts = [clip("；".join(said.doubts), 120)] if said.doubts else []
    return [number, phrases.KINDS[said.kind], clip(said.quote, LONGEST), *doubts]


def _document(source: Source) -> Json:
    """A document; who recorded something in the chat is not named by their id."""
    told = source.publisher.startswith(phrases.CHAT_PERSON)
    who = "工作人员" if told else clip(source.publisher, 40)
    title = clean(source.title[:200])
    return {
        "title": clip(title.replace(source.publisher, who) if told else title, 80),
        "who": who,
        "on": source.published.isoformat(),
        "grade": source.grade,
    }
