"""Running the command in a folder of its own."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli import jiannuo
from bot.streams import run_command

PAGE = "今年洛阳市将实施老旧小区改造项目143个，8月底前全部完工。\n"
LATER = "记者从洛阳市获悉，今年188个老旧小区改造项目已完工50个。\n"


@dataclass(frozen=True)
class Ended:
    """How a command ended: status, standard output, standard error."""

    status: int
    out: str
    err: str

    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Command = Callable[..., Ended]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, in which a page and a later one stand."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "later.txt").write_text(LATER, encoding="utf-8")
    return tmp_path


@pytest.fixture
def command(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs the command in `folder`: command("ask", "-", given="…")."""

    def run(*arguments: str, given: bytes | str = "") -> Ended:
        data = given.encode() if isinstance(given, str) else given
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="ascii"))
        status = run_command(jiannuo, arguments)
        return Ended(status, *capsys.readouterr())

    return run


@pytest.fixture
def ledger(command: Command) -> Command:
    """The command, in a folder whose database holds the page."""
    assert command("ingest", "page.txt", "--published", "2024-01-30", "--city", "洛阳市").status == 0
    return command
