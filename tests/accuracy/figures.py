"""How well the product does on the gold, as the scorers count it; used by the report and by the tests that hold it.

Statements are scored in this process, what needs the command line in another one. Where a folder `shared/accuracy`
stands beside the checkout, its documents of other cities are scored as well.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from commitments.contract import statement_json
from commitments.reader import read
from tests.accuracy import score

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SEEDS = ROOT / "seeds"
ELSEWHERE = ROOT.parent / "shared" / "accuracy"
TODAY = "2024-09-25"
# Which parts of a document its gold covers, in characters without whitespace; all of it where nothing is said.
SCOPES = {"xuzhou_2024": ((900, 2900), (5120, 9500))}

Figures = dict[str, Any]


def documents() -> Iterator[tuple[str, Path, Path]]:
    """Name, gold and text of every document that has gold: the seeds, then other cities' where they are at hand."""
    for gold in sorted((HERE / "gold").glob("*.jsonl")):
        yield gold.stem, gold, next(SEEDS.glob(f"{gold.stem.removeprefix('seed_')}_*.txt"))
    for text in sorted((ELSEWHERE / "documents").glob("*.txt")):
        gold = ELSEWHERE / "gold" / f"{text.stem}.jsonl"
        if gold.is_file():
            yield text.stem, gold, text


def reading(name: str, gold: Path, document: Path) -> Figures:
    """What score.py says of the statements found in a document, read without being told its city or date."""
    text = document.read_bytes().decode()
    found = [statement_json(statement) for statement in read(text).statements]
    return score.score(score.load(gold), text, found, SCOPES.get(name, ()))[0]


def linking(database: Path, folder: Path) -> Figures:
    """What score_links.py says of the matters in a database that holds the seeds; `folder` takes its input file."""
    matters = folder / "matters.jsonl"
    matters.write_text(_jiannuo("matters", "--json", "--today", TODAY, "--db", str(database)), encoding="utf-8")
    return _score("score_links.py", str(HERE / "links_seeds.json"), str(SEEDS), str(matters))


def time_limits() -> Figures:
    """What score_deadlines.py says of the time limits found in sentences."""
    return _score("score_deadlines.py", str(HERE / "deadlines.jsonl"), "--command", f"{sys.executable} -m bot")


def answers(database: Path, questions: str) -> Figures:
    """What score_questions.py says of the answers to questions.jsonl or noisy.jsonl over a database of the seeds."""
    command = ("--command", f"{sys.executable} -m bot", "--db", str(database))
    return _score("score_questions.py", str(HERE / questions), *command)


def seeds_database(folder: Path) -> Path:
    """A database in `folder` that the seeds were read into."""
    database = folder / "seeds.db"
    _jiannuo("ingest", "--db", str(database), str(SEEDS))
    return database


def _jiannuo(*arguments: str) -> str:
    return _output([sys.executable, "-m", "bot", *arguments])


def _score(scorer: str, *arguments: str) -> Figures:
    figures: Figures = json.loads(_output([sys.executable, str(HERE / scorer), *arguments]))
    return figures


def _output(command: list[str]) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with status {done.returncode}: {done.stderr}")
    return done.stdout
