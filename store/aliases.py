"""Words of the house: what an editor says a short word stands for, used in every question from then on."""

from __future__ import annotations

from datetime import date

from commitments.question import read_question
from commitments.tokens import normalise
from store.audit import record
from store.database import snapshot, transaction
from store.ledger import Ledger

LONGEST_WORD = 20  # characters
LONGEST_MEANING = 40
MOST = 300
_SHORTEST_WORD = 2  # a single character stands in too many other words


def aliases(ledger: Ledger) -> list[tuple[str, str]]:
    """All pairs (word, what it stands for), by word."""
    with snapshot(ledger.db):
        return list(ledger.db.execute("SELECT word, meaning FROM aliases ORDER BY word"))


def aliases_in(ledger: Ledger, subject: str) -> tuple[tuple[str, str], ...]:
    """The pairs whose word stands in the subject of a question."""
    query = "SELECT word, meaning FROM aliases WHERE instr(?, word) ORDER BY word"
    return tuple(ledger.db.execute(query, (subject,))) if subject else ()


def set_alias(ledger: Ledger, word: str, meaning: str, who: str, today: date) -> tuple[str, str]:
    """Let `word` stand for `meaning`, in place of what it stood for; the pair as it is kept (旧改, 老旧小区改造).

    Raises ValueError for a word that no question could be found by, because a part of it says when, where or how it
    stands (逾期办), for words that are too short or too long, and beyond MOST pairs.
    """
    word, meaning = _kept(word), _kept(meaning)
    if not _SHORTEST_WORD <= len(word) <= LONGEST_WORD:
        raise ValueError(f"简称要有{_SHORTEST_WORD}到{LONGEST_WORD}个字")
    if not 1 <= len(meaning) <= LONGEST_MEANING:
        raise ValueError(f"全称要有1到{LONGEST_MEANING}个字")
    if word == meaning:
        raise ValueError("简称和全称是同一个词")
    if read_question(word, today).subject != word:
        raise ValueError(f"“{word}”里有时间、地区、状态或语气词，提问时会另作理解，请换个说法")
    with transaction(ledger.db):
        before = _meaning(ledger, word)
        if before is None and ledger.db.execute("SELECT count(*) FROM aliases").fetchone()[0] >= MOST:
            raise ValueError(f"最多保留{MOST}个简称")
        if before != meaning:
            ledger.db.execute("INSERT OR REPLACE INTO aliases (word, meaning) VALUES (?, ?)", (word, meaning))
            record(ledger.db, who, "alias", word, before=before, after=meaning)
    return word, meaning


def remove_alias(ledger: Ledger, word: str, who: str) -> bool:
    """Let `word` stand for itself again; False where it stood for nothing else."""
    word = _kept(word)
    with transaction(ledger.db):
        before = _meaning(ledger, word)
        if before is None:
            return False
        ledger.db.execute("DELETE FROM aliases WHERE word = ?", (word,))
        record(ledger.db, who, "alias", word, before=before, after=None)
    return True


def _kept(text: str) -> str:
    """The text as the subject of a question is written."""
    return " ".join(normalise(text[: 4 * LONGEST_MEANING]).split())


def _meaning(ledger: Ledger, word: str) -> str | None:
    row = ledger.db.execute("SELECT meaning FROM aliases WHERE word = ?", (word,)).fetchone()
    return row[0] if row else None
