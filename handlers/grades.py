"""What a card says of the grade of its evidence: a figure that is only 自报, a completion that waits or was found."""

from __future__ import annotations

from commitments.extending import extension_of
from commitments.model import Matter, Standing
from commitments.results import finisher
from handlers import phrases
from handlers.picking import holder

REPORTED = "自报"


def graded_figures(matter: Matter, standing: Standing) -> str:
    """The leading figures; “50/188个小区（26.6%，自报）” where they rest on the word of whom they concern."""
    said = phrases.figures_text(standing)
    source = holder(matter, standing.done) if standing.done else None
    if source is None or source.source.grade != "reported":
        return said
    return f"{said.removesuffix('）')}，{REPORTED}）" if said.endswith("）") else f"{said}（{REPORTED}）"


def limit_text(matter: Matter, standing: Standing) -> str:
    """The deadline of a card; an extended one with the day before it: “2024-12-31（原2024-08-31，09-02准予延期）”, one
    that was moved otherwise (earlier, or by a spreadsheet) “2024-10-31（原2024-12-31，09-25改期）”."""
    moved = extension_of(matter)
    if moved is None or standing.deadline is None or standing.deadline.end is None:
        return phrases.deadline_text(standing.deadline, standing)
    said = "准予延期" if moved.granted else "改期"
    granted = f"{phrases.day(moved.on, standing.today)}{said}"
    parts = (f"原{moved.before}", granted, phrases.days_text(standing))
    return f"{standing.deadline.end}（{'，'.join(part for part in parts if part)}）"


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
