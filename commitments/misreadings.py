"""Whether one name can be a misreading of another: one character off, alike to the eye or the ear."""

from __future__ import annotations

from bisect import bisect_right

from commitments.syllables import syllables

# Radicals in Unicode's order: characters in one range share it on the left, the top or around, as scans confuse them.
_TABLE = """
4EBA-513F 53E3-56D6 571F-58EA 5973-5B4F 5C71-5DDA 5FC3-6207 624B-652E 65E5-66EF 6728-6B1F 6C34-706A
706B-7229 72AC-737E 7389-74DB 76EE-77DA 77F3-7939 793A-79B8 79BE-7A73 7AF9-7C72 7CF8-7F35 8089-81E2
8278-864B 866B-883F 8863-897E 8A00-8C36 8C9D-8D5B 8DB3-8EA9 8ECA-8F98 8FB6-9090 9091-9148 9149-91C5
91D1-9576 9580-961B 961C-96B5 96E8-9751 9801-98A7 98DF-9995 99AC-9AA7 9B5A-9CE4 9CE5-9E75
"""
_SPANS = [(int(first, 16), int(last, 16)) for first, last in (span.split("-") for span in _TABLE.split())]
_STARTS = [first for first, _ in _SPANS]


def _radical(char: str) -> int:
    code = ord(char)
    at = bisect_right(_STARTS, code) - 1
    return at if at >= 0 and code <= _SPANS[at][1] else -1


def looks_or_sounds_like(word: str, name: str) -> bool:
    """Whether two names of one length differ in one character that shares a radical or a sound, or only in sound."""
    if word == name or len(word) != len(name):
        return False
    if syllables(word) == syllables(name):
        return True
    off = [(a, b) for a, b in zip(word, name, strict=True) if a != b]
    if len(off) != 1:
        return False
    a, b = off[0]
    return (_radical(a) == _radical(b) >= 0) or syllables(a) == syllables(b)
