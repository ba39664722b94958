"""The topics (类别) that a text speaks of, by the words of data/topics.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Topic(NamedTuple):
    """A topic: its name, the words that show it, and longer words that contain one of them and mean another thing."""

    name: str
    words: tuple[str, ...]
    but_not: tuple[str, ...]


@cache
def all_topics() -> tuple[Topic, ...]:
    """Every topic, in the order of the table."""
    table = tomllib.loads((files("commitments.data") / "topics.toml").read_text("utf-8"))
    return tuple(
        Topic(name, tuple(entry["words"].split()), tuple(entry.get("not", "").split())) for name, entry in table.items()
    )


def find_topics(text: str) -> tuple[str, ...]:
    """Names of the topics that a text speaks of, in the order of the table; () for none.

    “城镇新增就业5000人,技能培训1.25万人次” → ("就业",); “主题教育” is not 教育.
    """
    index = _index()
    topics = all_topics()
    hinted: set[int] = set()
    for at in range(len(text) - 1):
        for word, number in index.get(text[at : at + 2], ()):
            if number not in hinted and text.startswith(word, at):
                hinted.add(number)
    return tuple(topics[number].name for number in sorted(hinted) if _speaks_of(text, topics[number]))


@cache
def _index() -> dict[str, list[tuple[str, int]]]:
    """(word, its topic's number) by the word's first two characters: one look-up a character of text."""
    index: dict[str, list[tuple[str, int]]] = {}
    for number, topic in enumerate(all_topics()):
        for word in topic.words:
            index.setdefault(word[:2], []).append((word, number))
    return index


def _speaks_of(text: str, topic: Topic) -> bool:
    if not topic.but_not:
        return True
    for other in topic.but_not:
        text = text.replace(other, "·")
    return any(word in text for word in topic.words)
