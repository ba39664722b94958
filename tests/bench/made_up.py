"""Statements and mistyped questions that are made up from the seeds, as many as a benchmark wants."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from pathlib import Path

from pypinyin import lazy_pinyin

SEEDS = Path(__file__).parent.parent.parent / "seeds"
KINDS = ("exact", "typo", "homophone", "missing", "swapped", "abbreviation")
PLACES = [a + b for a in "东西南北中新安宁和平兴永清长" for b in "城关山河湖桥岗源坊"]
OBJECTS = [
    a + b
    for a in (
        "滨江",
        "向阳",
        "青年",
        "云台",
        "凤凰",
        "银杏",
        "龙泉",
        "白鹭",
        "金谷",
        "望岳",
        "杏林",
        "翠屏",
        "石桥",
        "临港",
    )
    for b in (
        "文化馆",
        "污水处理厂",
        "产业园",
        "湿地公园",
        "高级中学",
        "立交桥",
        "养老中心",
        "农贸市场",
        "水库",
        "体育场",
    )
]


def statements(size: int, rng: random.Random) -> list[str]:
    """Clauses of the seeds, each with another place, another object and other numbers."""
    text = "。".join(path.read_bytes().decode() for path in sorted(SEEDS.glob("*.txt")))
    clauses = [c for c in re.split(r"[，,。；;、：:\n#●]", re.sub(r"[ \t]", "", text)) if 8 <= len(c) <= 40]
    found = []
    for _ in range(size):
        clause = re.sub(r"\d+", lambda _: str(rng.randrange(2, 9000)), rng.choice(clauses))
        found.append(f"{rng.choice(PLACES)}区{rng.choice(OBJECTS)}{clause}")
    return found


def subject(statement: str) -> str:
    """What a statement is about: its place and object. Statements of the same subject answer the same question."""
    return statement[:9]


def questions(texts: Sequence[str], count: int, rng: random.Random) -> list[tuple[str, str]]:
    """(question, subject of the statement that it was made from), the kinds taking turns."""
    sounds: dict[str, list[str]] = {}
    for char in sorted({char for text in texts[:3000] for char in text if "\u4e00" <= char <= "\u9fff"}):
        sounds.setdefault(lazy_pinyin(char)[0], []).append(char)
    found = []
    for i in range(count):
        text = rng.choice(texts)
        place, name = text[:2], text[3:9]
        clause = re.sub(r"[^\u4e00-\u9fff]", "", text[9:])[:6]
        at = rng.randrange(1, len(name) - 1)
        alike = sounds.get(lazy_pinyin(name[at])[0], [name[at]])
        typed = {
            "exact": name,
            "typo": name[:at] + rng.choice(clause or name) + name[at + 1 :],
            "homophone": name[:at] + rng.choice(alike) + name[at + 1 :],
            "missing": name[:at] + name[at + 1 :],
            "swapped": name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            "abbreviation": name[:2] + name[-2:],
        }[KINDS[i % len(KINDS)]]
        found.append((f"{place} {typed} {clause[:3] if i % 2 else ''}".strip(), subject(text)))
    return found
