"""What a card says of the grade of its evidence: a figure that is only 自报, a completion that waits or was found."""

from __future__ import annotations

from commitments.model import Matter, Standing
from commitments.results import finisher
from handlers import phrases
from handlers.picking import holder

REPORTED = "（自报）"


def reported_mark(matter: Matter, standing: Standing) -> str:
    """“（自报）” where the leading figure rests on the word of whom it concerns, "" otherwise."""
    source = holder(matter, standing.done) if standing.done else None
    return REPORTED if source is not None and source.source.grade == "reported" else ""


def closing_text(matter: Matter, standing: Standing) -> str:
    """“已销号（09-30核实）”, “待销号（09-28自报）”; "" for a completion that documents report, and for none."""
    known = [seen for seen in matter.sightings if seen.source.published <= standing.today]
    if all(seen.source.grade == "published" for seen in known):
        return ""
    end = finisher(matter, standing.targets, claimed=standing.status != "done")
    if end is None:
        return ""
    day = phrases.day(end.source.published, standing.today)
    if standing.status == "done":
        return f"已销号（{day}核实）" if end.source.grade == "verified" else ""
    return f"待销号（{day}自报）" if end.source.grade == "reported" else ""
