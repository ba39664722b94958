"""Tables of words as patterns: a block of text, one alternative a word, longest first."""

from __future__ import annotations

import re


def any_of(table: str) -> str:
    """A group that matches any of the alternatives in a table, which white space separates; longest first."""
    return "(?:" + "|".join(sorted(table.split(), key=len, reverse=True)) + ")"


def find(table: str) -> re.Pattern[str]:
    """The compiled group of `any_of`."""
    return re.compile(any_of(table))


def opens(table: str) -> re.Pattern[str]:
    """As `find`, at the beginning of a text."""
    return re.compile("^" + any_of(table))
