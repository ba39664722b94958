"""Promises and reports with deadlines and places chosen by a test, read by a reader that reads just these."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from commitments.model import Article, Deadline, Quantity, Reading, Statement
from store.files import Metadata
from store.ingest import Ingested, ingest_text
from store.ledger import Ledger
from store.tools import Tools, default_tools

SHANGHAI = ZoneInfo("Asia/Shanghai")
# “承诺 九洲池二期 2024-06-30 西工区：九洲池二期建成”; “推定” before the date: only the year implies it; “-” for none.
_LINE = re.compile(r"^(承诺|进展) (\S+) (推定)?(\S+) (\S+)：(.*)$", re.MULTILINE)
_AMOUNT = re.compile(r"(\d+)(个|户)")


def at(text: str) -> datetime:
    """“2024-09-25 09:00” by the clock of Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def _deadline(implied: str | None, day: str) -> Deadline | None:
    if day == "-":
        return None
    return Deadline(day, date.fromisoformat(day), precision="day", basis="frame" if implied else "explicit")


def _read(text: str, published: date | None, city: str) -> Reading:
    statements = tuple(
        Statement(
            kind="commitment" if found[1] == "承诺" else "progress",
            item=found[2],
            action="完成" if "完成" in found[6] else "建成" if "建成" in found[6] else "新建",
            quote=found[6],
            start=found.start(6),
            end=found.end(6),
            quantities=tuple(Quantity(float(n), unit, found[2]) for n, unit in _AMOUNT.findall(found[6])),
            deadline=_deadline(found[3], found[4]),
            places=() if found[5] == "-" else (found[5],),
            firmness="确保" if "确保" in found[6] else "力争" if "力争" in found[6] else "plain",
            topics=("住房",) if "小区" in found[2] else (),
            year=published.year if published else None,
        )
        for found in _LINE.finditer(text)
    )  # fmt: skip
    whole = (Article("", 0, len(text), city),)
    return Reading("汇报", city, published, "", published.year if published else None, "", whole, statements)


def tools() -> Tools:
    """The product's own linking, standing and index behind a reader of lines."""
    return replace(default_tools(), read=_read)


def tell(ledger: Ledger, file: str, published: str, *lines: str, again: bool = False) -> Ingested:
    """Read a document of these lines that was printed on that day in 洛阳市."""
    given = Metadata(published=date.fromisoformat(published), city="洛阳市", publisher="洛阳日报")
    return ingest_text(ledger, file, "\n".join(lines), given=given, tools=tools(), again=again)
