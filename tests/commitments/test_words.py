"""Words of a question, and what loading the segmenter leaves alone."""

from __future__ import annotations

import subprocess
import sys

import pytest

from commitments.words import split_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("火星基地", ("火星", "基地")),
        ("社区食堂 建设", ("社区", "食堂", "建设")),
        ("老旧小区", ("老旧小区",)),  # a word of our topics
        ("???", ()),
        ("", ()),
    ],
)
def test_a_text_is_split_into_words(text: str, words: tuple[str, ...]) -> None:
    assert split_words(text) == words


def test_the_segmenter_is_loaded_when_it_is_needed_and_says_nothing() -> None:
    code = (
        "import sys, commitments.words as words\n"
        "assert 'jieba' not in sys.modules\n"
        "words.split_words('火星基地')\n"
        "assert 'jieba' in sys.modules"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
