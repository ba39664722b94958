"""What the commands print for people: documents that were read, replies, the ledger as a table."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from commitments.model import Matter, Reply, Standing
from handlers import phrases
from handlers.card import clip, plain
from handlers.cards import LIST_PAGE, reply_card
from handlers.cycle.duty import with_who
from store.cycle.duties import duties
from store.ledger import Ledger

if TYPE_CHECKING:
    from store.ingest import Ingested

OUTCOMES = {"new": "已读入", "corrected": "已更正", "same": "已读过，没有变化"}
DOUBTS = 5  # of a document's doubts; the rest is counted
WIDTH = 150  # half-width cells of the table where the output is no terminal


def ingested_text(found: Ingested) -> str:
    """What one document brought: title, date, counts, what changed in the ledger, what a person should check."""
    source = found.source
    head = f"《{source.title}》{source.publisher or source.city} {source.published}：{OUTCOMES[found.outcome]}"
    if found.outcome == "same":
        return head
    lines = [
        head,
        *([f"  日期依据：{found.published_why}"] if found.published_why else []),
        f"  表述{found.statements}条：承诺{found.commitments}，进展{found.progress}；写明时限{found.deadlines}条；"
        f"新事项{found.matters_new}个",
    ]
    kinds = Counter(phrases.CHANGES[change.kind] for _, change in found.changes if change.kind != "new")
    if kinds:
        lines.append(f"  变化：{'，'.join(f'{kind}{number}处' for kind, number in kinds.most_common())}")
    if found.doubts:
        shown = [f"    - {clip(doubt, 70)}" for doubt in found.doubts[:DOUBTS]]
        more = len(found.doubts) - len(shown)
        lines += [f"  存疑{len(found.doubts)}处：", *shown, *([f"    - 另有{more}处"] if more else [])]
    return "\n".join(lines)


def notes_text(notes: Sequence[str]) -> str:
    """What a person should know of how a file was read, a line each."""
    return "\n".join(f"  注意：{note}" for note in notes)


def ledger_text(path: Path, counts: Mapping[str, int]) -> str:
    """What the ledger holds by now, in one line."""
    return (
        f"台账 {path}：文档{counts['documents']}份，表述{counts['statements']}条"
        f"（承诺{counts['commitments']}，进展{counts['progress']}），写明时限{counts['deadlines']}条，"
        f"事项{counts['matters']}个"
    )


def reply_text(ledger: Ledger, reply: Reply) -> str:
    """The chat's card for a reply, without its buttons; a list goes on to its last page."""
    duty = None
    if reply.certain:
        matter = reply.answers[0].matter
        duty = duties(ledger, [matter], reply.today)[matter.id]
    reply = with_who(ledger, reply)
    pages = 1 if reply.certain else max(1, -(-len(reply.answers) // LIST_PAGE))
    return "\n".join(plain(reply_card(reply, page, duty=duty), numbered=False) for page in range(pages)) + "\n"


def print_matters(known: Sequence[tuple[Matter, Standing]]) -> None:
    """Print the ledger as a table, in the order of the chat's lists: what is due next first."""
    from rich.console import Console
    from rich.table import Table

    from store.listing import urgency

    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else WIDTH)
    table = Table("", "事项", "地区", "年度", "目标与进展", "时限", "状态", box=None, pad_edge=False, highlight=False)
    for matter, standing in sorted(known, key=lambda pair: (*urgency(pair[1]), pair[0].id)):
        end = standing.deadline.end if standing.deadline else None
        table.add_row(
            phrases.LIGHTS[standing.light],
            clip(matter.title, 24),
            phrases.place_text(matter),
            "" if matter.year is None else str(matter.year),
            phrases.figures_text(standing),
            "" if end is None else f"{end} {phrases.days_text(standing)}".rstrip(),
            phrases.STATUSES[standing.status],
        )
    console.print(table, markup=False)
    console.print(f"共{len(known)}个事项", markup=False, highlight=False)


class Counting:
    """A line on standard error, `读取 2/5 name 3/40页`, that is gone when the document is read."""

    def __init__(self, total: int, shown: bool) -> None:
        self._total = total
        self._shown = shown
        self._number = 0
        self._line = ""

    def start(self, name: str) -> None:
        """The next document's turn."""
        self._number += 1
        self._line = f"读取 {self._number}/{self._total} {clip(name, 40)}"
        self._write(self._line)

    def page(self, done: int, of: int) -> None:
        """So many of its pages are read."""
        self._write(f"{self._line} {done}/{of}页")

    def finish(self) -> None:
        """Clear the line, so that what was found can be printed."""
        self._write("")

    def _write(self, line: str) -> None:
        if self._shown:
            sys.stderr.write(f"\r\x1b[K{line}")
            sys.stderr.flush()


@contextmanager
def counting(total: int) -> Iterator[Counting]:
    """A count of documents in hand, shown where standard error is a terminal; its line is cleared at the end."""
    count = Counting(total, sys.stderr.isatty())
    try:
        yield count
    finally:
        count.finish()
