"""`make accuracy`: every figure on the gold as a table."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from tests.accuracy import figures

READING = ("f1", "precision", "recall", "kind", "deadline", "deadline_explicit", "quantity_f1", "places")


def reading_table() -> Table:
    """One row a document: what is found, and how right it is."""
    table = Table("document", "gold", "found", *READING, title="Reading (statements of tier A)")
    for name, gold, document in figures.documents():
        found = figures.reading(name, gold, document)
        cells = ("–" if found[key] is None else f"{found[key]:.3f}" for key in READING)
        table.add_row(name, str(found["gold"]), str(found["found"]), *cells)
    return table


def other_table() -> Table:
    """Time limits, linking and questions: one row a scorer."""
    table = Table("what", "figures", title="Time limits, linking, questions")
    table.add_row("time limits", _listed(figures.time_limits()))
    with TemporaryDirectory() as folder:
        database = figures.seeds_database(Path(folder))
        table.add_row("linking", _listed(figures.linking(database, Path(folder))))
        table.add_row("questions", _listed(figures.answers(database, "questions.jsonl")))
        table.add_row("mistyped questions", _listed(figures.answers(database, "noisy.jsonl")))
    return table


def _listed(found: figures.Figures) -> str:
    plain = {key: value for key, value in found.items() if not isinstance(value, dict)}
    kinds = [f"{kind} {share}" for value in found.values() if isinstance(value, dict) for kind, share in value.items()]
    return ", ".join(f"{key} {value}" for key, value in plain.items()) + "".join(f"\n  {kind}" for kind in kinds)


def main() -> None:
    """Print the tables."""
    console = Console(width=None if Console().is_terminal else 130)
    console.print(reading_table())
    console.print(other_table())


if __name__ == "__main__":
    main()
