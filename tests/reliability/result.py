"""What a reliability test found, and the table that `make reliability` prints."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """A line of the table: the test, what was found, whether it passed, what its control (which must fail) found."""

    test: str
    found: str
    passed: bool
    control: str = "–"
    control_failed: bool = True

    @property
    def sound(self) -> bool:
        """Whether the test passed and its control did not."""
        return self.passed and self.control_failed

    def line(self) -> str:
        """The result as a row of a table."""
        verdict = "pass" if self.passed else "FAIL"
        return (
            f"| {self.test} | {self.found} | {verdict} | {self.control}{'' if self.control_failed else ' (PASSED)'} |"
        )
