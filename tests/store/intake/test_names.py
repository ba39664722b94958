"""Whatever name a file came under, the name it is shown and written under is harmless."""

from __future__ import annotations

import random
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from store.intake.names import LONGEST, safe_name

PIECES = (
    "..", "/", "\\", "../", "..\\", "C:", "~", "\0", "\n", "\r", "\t", "\u202e", "\u200f", "\ufeff", "\ud800", " ", ".",
    "-", "CON", "nul", "aux.", "COM1", "lpt9.", "$(rm -rf x)", "`x`", "%2e%2e%2f", "'", '"', "|", ">", "<", "*", "?",
    "etc/passwd", "工作报告", "２０２４", "👷‍♀️", "e\u0301", "\u3000", "长" * 90, "x" * 300, "🏗" * 70, ".docx",
    ".pdf", ".exe",
)  # fmt: skip


def hostile_names(count: int, seed: int = 1) -> list[str]:
    """Names of everything that climbs out of folders, hides, or trips file systems."""
    chance = random.Random(seed)
    return ["".join(chance.choices(PIECES, k=chance.choice((0, 1, 2, 3, 6, 20)))) for _ in range(count)]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("工作报告.docx", "工作报告.docx"),
        ("附件1：重点项目（第二批）.pdf", "附件1：重点项目（第二批）.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\台账\\九月.xlsx", "九月.xlsx"),
        ("报告\u202etxt.exe", "报告txt.exe"),
        ("a\0b\n\nc.txt", "ab c.txt"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        (".bashrc", "bashrc"),
        ("-rf", "rf"),
        ("e\u0301.txt", "é.txt"),
        ("", "未命名"),
        ("...", "未命名"),
        ("长" * 300 + ".docx", "长" * (LONGEST - 6) + ".docx"),
    ],
)
def test_a_name_keeps_what_is_harmless_in_it(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_500_hostile_names_write_nothing_outside_the_folder(tmp_path: Path) -> None:
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    names = {safe_name(name) for name in hostile_names(500)}
    for name in names:
        (inside / name).write_bytes(b"x")
    assert {path.name for path in inside.iterdir()} == names
    assert [path for path in tmp_path.rglob("*") if path.is_file() and path.parent != inside] == []


@given(st.text(max_size=400) | st.lists(st.sampled_from(PIECES)).map("".join))
@hypothesis_settings(max_examples=300, deadline=None)
def test_any_name_becomes_one_that_every_system_takes(name: str) -> None:
    safe = safe_name(name)
    assert 1 <= len(safe) <= LONGEST
    assert len(safe.encode()) <= 255
    assert safe == unicodedata.normalize("NFC", safe) == safe_name(safe)
    assert not any(unicodedata.category(character)[0] == "C" or character in '/\\:*?"<>|' for character in safe)
    assert safe[0] not in ".-~ "
    assert safe[-1] not in ". "
