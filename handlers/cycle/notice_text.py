"""The notice (通报) as plain text, for the terminal."""

from __future__ import annotations

from handlers.card import cells
from handlers.cycle.notice import Notice, Table


def notice_text(one: Notice) -> str:
    """The notice for the terminal: the same words, tables with aligned columns, sources at the end."""
    lines = [one.title, "", one.addressee, one.opening]
    for section in one.sections:
        lines += ["", section.title]
        for part in section.parts:
            lines += [part] if isinstance(part, str) else _aligned(part)
    lines += ["", f"{one.signed}　{one.day}", "", "出处"]
    return "\n".join([*lines, *(f"[{number}] {note}" for number, note in enumerate(one.notes, start=1))])


def _aligned(table: Table) -> list[str]:
    rows = (table.head, *table.rows)
    widths = [max(cells(row[at]) for row in rows) for at in range(len(table.head))]
    padded = ((cell + " " * (width - cells(cell)) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return ["  ".join(row).rstrip() for row in padded]
