"""An exported ledger that people have edited: some cells say something else, some of it unreadable."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date

from handlers.exports.columns import COLUMNS, row_of
from store.cycle.entries import Listing
from store.intake.extract import Cell, Sheet

# Column → what people write into it.
WRITTEN: Mapping[str, tuple[Cell, ...]] = {
    "due": (date(2025, 1, 31), "10月底前", "尽快", "2024年11月15日", "45657"),
    "target": ("300个", "5亿元以上", "增长9%", "尽力", "100%"),
    "progress": ("已完成120个", "正在推进", "已完工", "全部竣工", "完成投资3亿元", "已完成60%", "成效明显，新增12家"),
    "percent": (0.5, 1.0, 0.123, 1.2, "约60%", "已过半"),
    "reported": ("120个", "3.5亿元", "12家", "30%"),
    "status": ("已完成", "推进中", "已销号"),
    "unit": ("市住建局", "市城管局、市交通局"),
    "leader": ("张三",),
    "contact": ("李四 0379-12345678",),
    "content": ("改了的内容",),
}


def edited(listing: Listing, seed: int, rows: int = 25) -> list[Sheet]:
    """The sheet of a listing in which so many rows were edited, every third seed without its column 编号."""
    chance = random.Random(seed)
    keys = [column.key for column in COLUMNS]
    lines: list[list[Cell]] = [
        list(row_of(number, entry).values()) for number, entry in enumerate(listing.entries, start=1)
    ]
    for at in chance.sample(range(len(lines)), rows):
        for key in chance.choices(sorted(WRITTEN), k=chance.choice((1, 1, 2))):
            lines[at][keys.index(key)] = chance.choice(WRITTEN[key])
    if seed % 3 == 2:
        for line in lines:
            line[keys.index("id")] = None
    return [Sheet("全部", (tuple(column.heading for column in COLUMNS), *map(tuple, lines)))]
