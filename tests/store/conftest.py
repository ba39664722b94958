"""A ledger on disk, and small stand-ins for the reader and for linking whose results can be told at a glance."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from commitments.model import Article, Change, Deadline, Matter, Reading, Sighting, Source, Statement
from store.ingest import Tools
from store.ledger import Ledger

LINE = re.compile(r"^(承诺|进展) (.+?)：(.*)$", re.MULTILINE)


def read_lines(text: str, published: date | None, city: str) -> Reading:
    """“承诺 老旧小区：改造188个” is a statement; “刊发 2024-05-22” and “城市 洛阳市” say what they say."""
    day = re.search(r"^刊发 (\S+)$", text, re.MULTILINE)
    home = re.search(r"^城市 (\S+)$", text, re.MULTILINE)
    statements = tuple(
        Statement(
            kind="commitment" if found[1] == "承诺" else "progress",
            item=found[2],
            action="完成",
            quote=found[3],
            start=found.start(3),
            end=found.end(3),
            deadline=Deadline(text="年底前", end=date(2024, 12, 31)) if "年底前" in found[3] else None,
            year=2024,
            doubts=("数字存疑",) if "?" in found[3] else (),
        )
        for found in LINE.finditer(text)
    )
    return Reading(
        title=text.split("\n", 1)[0],
        city=city or (home[1] if home else ""),
        published=published or (date.fromisoformat(day[1]) if day else None),
        published_why="正文注明",
        year=2024,
        year_why="正文",
        articles=(Article("全文", 0, len(text)),),
        statements=statements,
    )


def link_by_item(sightings: Iterable[Sighting]) -> list[Matter]:
    """One matter an item; “西工区·老旧小区” is a part of “老旧小区”."""
    groups: dict[str, list[Sighting]] = defaultdict(list)
    for sighting in sorted(sightings, key=lambda s: (s.source.published, s.source.file, s.statement.start)):
        groups[sighting.statement.item].append(sighting)
    return [
        Matter(
            id="m-" + "".join(filter(str.isprintable, item)),
            title=item,
            city=seen[0].source.city,
            places=(),
            year=2024,
            topics=(),
            sightings=tuple(seen),
            whole=f"m-{whole}" if (whole := item.rpartition("·")[2]) != item and whole in groups else None,
        )
        for item, seen in groups.items()
    ]


def item_keys(sighting: Sighting) -> frozenset[str]:
    return frozenset({sighting.statement.item.rpartition("·")[2]})


def new_figures(ledger: Ledger, source: Source, matters: Sequence[Matter]) -> list[tuple[str, Change]]:
    return [
        (matter.id, Change("progress", before.statement.quote, after.statement.quote, source.published, (source.file,)))
        for matter in matters
        for before, after in pairwise(matter.sightings)
        if after.source == source
    ]


def stand_ins() -> Tools:
    return Tools(
        read=read_lines,
        block_keys=item_keys,
        link=link_by_item,
        changes=new_figures,
        index=lambda db, rows: None,
        unindex=lambda db, ids: None,
    )


@pytest.fixture
def tools() -> Tools:
    return stand_ins()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.db") as opened:
        yield opened
