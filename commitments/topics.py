"""The topics (类别) that a text speaks of, by the words of data/topics.toml."""

from __future__ import annotations

import re
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
    pattern, shown = _index()
    hinted = {number for hit in pattern.finditer(text) for number in shown[hit[1]]}
    topics = all_topics()
    return tuple(topics[number].name for number in sorted(hinted) if _speaks_of(text, topics[number]))


@cache
def _index() -> tuple[re.Pattern[str], dict[str, tuple[int, ...]]]:
    """One pattern for the words of all topics, and the topics that each word or a beginning of it shows."""
    topics = all_topics()
    words = sorted({word for topic in topics for word in topic.words}, key=len, reverse=True)
    shown = {
        word: tuple(n for n, topic in enumerate(topics) if any(word.startswith(other) for other in topic.words))
        for word in words
    }
    # a look-ahead, so that words which overlap are all seen
    return re.compile("(?=(" + "|".join(map(re.escape, words)) + "))"), shown


def _speaks_of(text: str, topic: Topic) -> bool:
    if not topic.but_not:
        return True
    for other in topic.but_not:
        text = text.replace(other, "·")
    return any(word in text for word in topic.words)
