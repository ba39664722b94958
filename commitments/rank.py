"""How well a statement fits a question: 0.4 × likeness + 0.6 × coverage, both from 0 to 1.

Coverage is the share of the question's characters that the statement holds beside the same neighbours, rare characters
counting more. Likeness is rapidfuzz's `partial_ratio`, the better of characters and sounds; an abbreviation whose
characters stand in the statement in their order (汉魏博物馆 in 汉魏故城遗址博物馆) is as good as the name.

A statement that says too little of the question is about something else, however rare the rest (核电站, 变电站): of up
to three characters none may be left out, of up to five one, of longer questions two in five. A typo that sounds right
leaves nothing out; a number that is there makes up for a character that is not. The fit of such a statement is cut, so
that it can be a near miss only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import fsum, log
from operator import mul

from rapidfuzz.fuzz import partial_ratio

from commitments.asked import Term
from commitments.syllables import FIRST_SOUND, initials
from commitments.tokens import Written

LIKENESS, COVERAGE = 0.4, 0.6
_NUMBER_WEIGHT = 2.0  # a number counts as two characters
_ALONE_WEIGHT = 0.3  # a character without a neighbour says little
_ABBREVIATION = 0.95  # what an abbreviation is worth beside the name itself
# What neighbours are worth that stand with another character between them; two alone are another word (天气, 天然气).
_PULLED_APART, _TWO_PULLED_APART = 0.85, 0.6
_SOUND = 0.95  # likeness of sounds beside that of characters
# Homophones come from typing by sound, where the rest of the term sounds right as well; elsewhere it is chance
# (火[星基]地, 创[新基]地).
_SOUNDS_ALIKE, _SOUND_BY_CHANCE = 0.82, 0.6
_STRETCH = 3  # an abbreviation's characters stand within three times its length
_SHORTEST_ABBREVIATION = 3
_TWO = 2
_SWAPPED = 0.8  # a term of two characters that stands the other way round (航港, 港航)

_SAID = 0.55  # what a character must be worth beside its neighbour to count as said: more than a sound by chance
# Characters of a question, and how many of them a statement may leave out; beyond that, a share.
_LEFT_OUT_OF = ((3, 0), (5, 1))
_LEFT_OUT_OF_MORE = 0.4
_LEAVES_OUT_TOO_MUCH = 0.6  # what is left of the fit of a statement that says too little

# Two places in a term, the token that finds them, and what it is worth where it stands together and pulled apart.
_Test = tuple[int, int, str, float, float]


class Ranker:
    """The fit of statements to one question's terms. `counts`: how many of `total` statements hold a token."""

    def __init__(self, terms: Sequence[Term], counts: Mapping[str, int], total: int) -> None:
        asked = sum(term.length for term in terms if term.number is None and term.pairs)
        self._terms = [_Weighed(term, counts, max(total, 1), asked) for term in terms]
        self._weight = sum(term.weight for term in self._terms) or 1.0
        self._may_be_left_out = _may_be_left_out(asked)

    def score(self, statement: Written) -> float:
        """How well the statement fits, 0 to 1."""
        haystack = _Haystack(statement)
        fit, left_out = 0.0, 0
        for term in self._terms:
            covered, alike, unsaid = term.fit(haystack)
            fit += LIKENESS * alike * term.weight + COVERAGE * covered
            left_out += unsaid
        return fit / self._weight * (1.0 if left_out <= self._may_be_left_out else _LEAVES_OUT_TOO_MUCH)


def _may_be_left_out(asked: int) -> int:
    return next((few for length, few in _LEFT_OUT_OF if asked <= length), int(asked * _LEFT_OUT_OF_MORE))


class _Haystack:
    """A statement prepared so that a pair of characters with one between them is a plain substring, too."""

    __slots__ = ("apart", "chars", "near", "sounds")

    def __init__(self, statement: Written) -> None:
        chars, sounds = statement.chars, statement.sounds
        self.chars, self.sounds = chars, sounds
        self.near = chars + "\n" + sounds
        self.apart = "\n".join((chars[::2], chars[1::2], sounds[::2], sounds[1::2]))


class _Weighed:
    """A term with the weight of each of its characters, from how rare the tokens are that hold them."""

    def __init__(self, term: Term, counts: Mapping[str, int], total: int, asked: int) -> None:
        self.term = term
        self.number = None if term.number is None else number_pattern(term.number)
        unseen = log(1 + total)
        if term.number is not None:
            count = counts.get(term.pairs[0].token, 0)
            self.weights = [_NUMBER_WEIGHT * (log(1 + total / (count + 1)) if count else unseen / 2)]
        elif not term.pairs:
            self.weights = [_ALONE_WEIGHT] * term.length
        else:
            self.weights = [unseen] * term.length
            for i in range(term.length):
                near = [p for p in term.pairs if i in (p.first, p.second) and counts.get(p.token)]
                if near:
                    best = max(pair.worth for pair in near)
                    common = max(counts[pair.token] for pair in near if pair.worth == best)
                    self.weights[i] = log(1 + total / (common + 1))
        self.weight = sum(self.weights)
        self._tests, self._by_chance = _tests(term, 1.0), _tests(term, _SOUND_BY_CHANCE)
        # Two characters that are all of a question sound like something in any ledger (低保, 地保).
        self._only_two = bool(term.chars) and asked <= _TWO

    def fit(self, haystack: _Haystack) -> tuple[float, float, int]:
        """(weight of the characters that the statement holds, how alike term and statement are from 0 to 1, how many
        characters it leaves out)."""
        term = self.term
        if self.number is not None or term.initials or not term.pairs or (term.chars and term.chars in haystack.chars):
            holds = self._holds(haystack)
            if self.number is not None:
                return (self.weight, 1.0, -1) if holds else (0.0, 0.0, 0)
            return (self.weight, 1.0, 0) if holds else (0.0, 0.0, term.length if term.pairs else 0)
        sounds = partial_ratio(term.sounds, haystack.sounds) / 100
        by_chance = self._only_two or sounds < _SOUNDS_ALIKE
        covered, left_out = self._covered(haystack, self._by_chance if by_chance else self._tests)
        if left_out and by_chance and not self._only_two:
            left_out = self._unsaid(haystack)
        if not term.chars:
            return covered, sounds, left_out
        alike = max(sounds * _SOUND, partial_ratio(term.chars, haystack.chars) / 100)
        if left_out and term.length == _TWO and not self._only_two and term.chars[::-1] in haystack.chars:
            return self.weight * _SWAPPED, _SWAPPED, 0
        if (left_out or alike < _ABBREVIATION) and abbreviates(term.chars, haystack.chars):
            return covered, max(alike, _ABBREVIATION), 0
        return covered, alike, left_out

    def _unsaid(self, haystack: _Haystack) -> int:
        """How many characters are left out, if two neighbours that only sound right together count as said.

        Beside the same characters a sound alone is chance (火[星基]地, 创[新基]地); two in a row are a typo
        (积水点[改早]).
        """
        said = [False] * len(self.weights)
        sounded = []
        for first, second, token, if_near, if_apart in self._tests:
            if token[0] >= FIRST_SOUND:
                if token in haystack.near and second == first + 1:
                    sounded.append((first, second))
            elif (if_near if token in haystack.near else if_apart if token in haystack.apart else 0.0) >= _SAID:
                said[first] = said[second] = True
        heard = {place for pair in sounded if not (said[pair[0]] or said[pair[1]]) for place in pair}
        return sum(not was and place not in heard for place, was in enumerate(said))

    def _holds(self, haystack: _Haystack) -> bool:
        """Whether the statement holds the term as it is."""
        if self.number is not None:
            return bool(self.number.search(haystack.chars))
        if self.term.initials:
            return self.term.initials in initials(haystack.chars)
        return self.term.chars in haystack.chars

    def _covered(self, haystack: _Haystack, tests: Sequence[_Test]) -> tuple[float, int]:
        near, apart = haystack.near, haystack.apart
        credit = [0.0] * len(self.weights)
        for first, second, token, if_near, if_apart in tests:
            if if_near <= credit[first] and if_near <= credit[second]:
                continue
            worth = if_near if token in near else if_apart if token in apart else 0.0
            if worth > credit[first]:
                credit[first] = worth
            if worth > credit[second]:
                credit[second] = worth
        return fsum(map(mul, credit, self.weights)), sum(worth < _SAID for worth in credit)


def _tests(term: Term, sound: float) -> list[_Test]:
    """What to look for, the most telling first; `sound` is what pairs of sounds are worth beside characters."""
    apart = _PULLED_APART if term.length > 2 else _TWO_PULLED_APART
    found = []
    for pair in term.pairs:
        worth = pair.worth * sound if pair.token[0] >= FIRST_SOUND else pair.worth
        found.append((pair.first, pair.second, pair.token, worth, worth * apart))
    return sorted(found, key=lambda test: -test[3])


def abbreviates(short: str, text: str) -> bool:
    """Whether the characters of `short` stand in the text in their order and close together (一附院肿瘤楼).

    A space parts a statement from the words beside it that it may be found by, too.
    """
    if len(short) < _SHORTEST_ABBREVIATION:
        return False
    reach = _STRETCH * len(short)
    start = text.find(short[0])
    while start >= 0:
        at = start
        for char in short[1:]:
            at = text.find(char, at + 1, start + reach)
            if at < 0:
                break
        else:
            if " " not in text[start:at]:
                return True
        start = text.find(short[0], start + 1)
    return False


_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")


def number_pattern(value: float) -> re.Pattern[str]:
    """What finds a number however it is written: 37000 as 37000, 37,000, 3.7万, 三万七千."""
    forms = {_plain(value), f"{value:,.0f}" if value == int(value) else _plain(value)}
    for times, name in ((10**4, "万"), (10**8, "亿"), (10**12, "万亿")):
        if value >= times / 100:
            forms.add(_plain(value / times) + name)
    written = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    pattern = rf"(?<![0-9.])(?:{written})(?![0-9]|\.[0-9]|[万亿])"
    spelled = chinese_number(int(value)) if value == int(value) and 10 <= value < 10**4 else ""
    if spelled:
        pattern += rf"|(?<![{_DIGITS}十百千]){spelled}(?![{_DIGITS}十百千万])"
    return re.compile(pattern)


def _plain(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def chinese_number(value: int) -> str:
    """A number from 1 to 9999 in Chinese numerals: 16 → 十六, 205 → 二百零五."""
    digits = [int(digit) for digit in str(value)]
    out = ""
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit:
            out += _DIGITS[digit] + _PLACES[place]
        elif out and not out.endswith("零"):
            out += "零"
    return out.rstrip("零").removeprefix("一") if 10 <= value < 20 else out.rstrip("零")
