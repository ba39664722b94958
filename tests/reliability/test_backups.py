"""Backups under writes in short; the control shows that the measure can fail."""

from __future__ import annotations

from pathlib import Path

from tests.reliability.backups import by_copy, taken


def test_every_backup_under_writes_restores_whole(tmp_path: Path) -> None:
    found = taken(tmp_path, 6)
    assert (found["whole"], found["broken"], found["stale"]) == (6, 0, 0)
    assert found["grown"] > 0


def test_copying_the_file_would_lose_what_was_committed(tmp_path: Path) -> None:
    assert taken(tmp_path, 6, by_copy)["whole"] < 6
