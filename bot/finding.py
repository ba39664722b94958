"""One line of `jiannuo doctor`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was looked at, what was found, and whether a person must mend it."""

    what: str
    found: str
    wrong: bool = False
    asked: bool = True

    def line(self) -> str:
        """The finding as one line: ✓ sound, ✗ to be mended, – not needed for what was asked."""
        return f"{'✗' if self.wrong else '✓' if self.asked else '–'} {self.what}: {' '.join(self.found.split())}"
