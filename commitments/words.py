"""Words (jieba), for what is said about a question that has no answer: 火星基地 → 火星, 基地.

Answers are found by pairs of characters, which typos leave in place, so that no ordinary question loads the segmenter:
its dictionary takes half a second.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import cache
from typing import Any

from commitments.topics import all_topics

_OWN_WORD = 10_000  # how common a word is taken to be that the dictionary does not have: commoner than its parts


def split_words(text: str) -> tuple[str, ...]:
    """The words of a normalised text in its order, without spaces and punctuation. The first call takes half a second.

    跨海大桥建设 → 跨海大桥, 建设.
    """
    words = (word for piece in text.split() for word in _cutter().cut(piece))
    return tuple(word for word in words if any(char.isalnum() for char in word))


@cache
def _cutter() -> Any:
    """The segmenter with the names of our topics. Its cache, a file in the common temporary folder, is not used."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    cutter = jieba.Tokenizer()
    with jieba.get_module_res("dict.txt") as words:
        cutter.FREQ, cutter.total = cutter.gen_pfdict(words)
    cutter.initialized = True
    for word in _own_words():
        if word not in cutter.FREQ:
            cutter.add_word(word, _OWN_WORD)
    return cutter


def _own_words() -> Iterator[str]:
    for topic in all_topics():
        yield topic.name
        yield from topic.words
