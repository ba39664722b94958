"""How the supervision cycle runs: days, hours, thresholds and weights, each with a default and each changeable.

The defaults are those of 洛阳's plan of 2024 (周调度 · 月督查 · 双月全覆盖督查验收) and of the published rules behind
DESIGN.md; what an administrator chose otherwise is in the table `rules`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from store.audit import record
from store.database import snapshot, transaction
from store.errors import LedgerError
from store.ledger import Ledger
from store.rows import to_json


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules in force. Weekdays count from Monday (0), hours are local, shares are percent.

    dispatch_*: the day that the week's questions go out, the day that who did not answer is asked once more, the day
    of the editors' summary, and their hour. check_months: months between two rounds of 督查; full_months: between two
    of 全覆盖督查验收; round_days: how long a round lasts. listing_rounds: for how many rounds a matter has to be red to
    be put under 挂牌督办; listing_overdue: whether overdue alone is enough; listing_days: if so, how many days ago the
    deadline passed at most, so that an old ledger lists nothing of its own accord.
    rating_*: the weights of 完成, 进度, 时限 and 应答 in a rating, the least scores of 优秀, 良好, 一般, and the
    matters that a grade needs.
    """

    dispatch_day: int = 0
    dispatch_hour: int = 9
    again_day: int = 2
    summary_day: int = 4
    check_months: int = 1
    full_months: int = 2
    round_days: int = 7
    listing_rounds: int = 2
    listing_overdue: bool = True
    listing_days: int = 90
    rating_done: int = 40
    rating_pace: int = 30
    rating_time: int = 20
    rating_answers: int = 10
    rating_excellent: int = 90
    rating_good: int = 75
    rating_fair: int = 60
    rating_least: int = 3


def _between(first: int, last: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and first <= value <= last


_VALID: Mapping[str, Callable[[Any], bool]] = {
    **dict.fromkeys(("dispatch_day", "again_day", "summary_day"), _between(0, 6)),
    "dispatch_hour": _between(0, 23),
    **dict.fromkeys(("check_months", "full_months"), _between(1, 12)),
    "round_days": _between(1, 31),
    "listing_rounds": _between(1, 12),
    "listing_overdue": lambda value: type(value) is bool,
    "listing_days": _between(1, 366),
    **dict.fromkeys(
        (field.name for field in fields(Rules) if field.name.startswith("rating_")), _between(0, 100)
    ),
}  # fmt: skip


def rules(ledger: Ledger) -> Rules:
    """The rules in force; a stored value that is no longer valid counts as not chosen."""
    with snapshot(ledger.db):
        rows = ledger.db.execute("SELECT name, value FROM rules").fetchall()
    chosen = {name: json.loads(value) for name, value in rows if name in _VALID}
    return replace(Rules(), **{name: value for name, value in chosen.items() if _VALID[name](value)})


def _check_together(all_: Rules) -> None:
    """Raise LedgerError for rules that cannot hold at the same time."""
    if not all_.rating_fair <= all_.rating_good <= all_.rating_excellent:
        raise LedgerError("the least scores must not rise from 优秀 to 一般", "分数线要从优秀到一般依次降低。")
    if not all_.rating_done + all_.rating_pace + all_.rating_time + all_.rating_answers:
        raise LedgerError("one of the weights must be more than 0", "四项权重不能都是0。")


def change_rules(ledger: Ledger, who: str, **chosen: Any) -> Rules:
    """Change some of the rules and give back all of them. LedgerError for a value that cannot be, TypeError for a name
    that is none."""
    unknown = chosen.keys() - _VALID.keys()
    if unknown:
        raise TypeError(f"no such rules: {sorted(unknown)}")
    wrong = [name for name, value in chosen.items() if not _VALID[name](value)]
    if wrong:
        raise LedgerError(f"{wrong[0]} cannot be {chosen[wrong[0]]!r}", f"这个数不能用：{chosen[wrong[0]]}")
    with transaction(ledger.db):
        _check_together(replace(rules(ledger), **chosen))
        for name, value in chosen.items():
            ledger.db.execute(
                "INSERT INTO rules (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                (name, to_json(value)),
            )
            record(ledger.db, who, "rule", name, value=value)
    return rules(ledger)
