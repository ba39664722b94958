"""Whether one name can be a misreading of another: one character off, alike to the eye or the ear."""

from __future__ import annotations

from bisect import bisect_right

from commitments.syllables import syllables

# Radicals in Unicode's order: characters in one range share it on the left, the top or around, as scans confuse them.
_RADICALS = (
    (0x4EBA, 0x513F), (0x53E3, 0x56D6), (0x571F, 0x58EA), (0x5973, 0x5B4F), (0x5C71, 0x5DDA), (0x5FC3, 0x6207), (0x624B, 0x652E), (0x65E5, 0x66EF),
    (0x6728, 0x6B1F), (0x6C34, 0x706A), (0x706B, 0x7229), (0x72AC, 0x737E), (0x7389, 0x74DB), (0x76EE, 0x77DA), (0x77F3, 0x7939), (0x793A, 0x79B8),
    (0x79BE, 0x7A73), (0x7AF9, 0x7C72), (0x7CF8, 0x7F35), (0x8089, 0x81E2), (0x8278, 0x864B), (0x866B, 0x883F), (0x8863, 0x897E), (0x8A00, 0x8C36),
    (0x8C9D, 0x8D5B), (0x8DB3, 0x8EA9), (0x8ECA, 0x8F98), (0x8FB6, 0x9090), (0x9091, 0x9148), (0x9149, 0x91C5), (0x91D1, 0x9576), (0x9580, 0x961B),
    (0x961C, 0x96B5), (0x96E8, 0x9751), (0x9801, 0x98A7), (0x98DF, 0x9995), (0x99AC, 0x9AA7), (0x9B5A, 0x9CE4), (0x9CE5, 0x9E75),
)  # fmt: skip
_STARTS = [first for first, _ in _RADICALS]


def _radical(char: str) -> int:
    code = ord(char)
    at = bisect_right(_STARTS, code) - 1
    return at if at >= 0 and code <= _RADICALS[at][1] else -1


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
