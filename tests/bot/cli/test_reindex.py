"""`jiannuo reindex`, and what the command says of an index that it cannot have."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Command


@pytest.mark.parametrize("kind", ["sqlite", "tantivy"])
def test_reindex_says_how_much_it_built(command: Command, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    if kind == "tantivy":
        pytest.importorskip("tantivy")
    monkeypatch.setenv("JIANNUO_INDEX", kind)
    assert command("ingest", "page.txt", "--published", "2024-05-22").status == 0
    ended = command("reindex")
    assert (ended.status, ended.out, ended.err) == (0, "索引已重建：表述1条\n", "")
    assert "老旧小区" in command("ask", "老旧小区", "--today", "2024-06-01").out


def test_reindex_makes_no_ledger(command: Command) -> None:
    ended = command("reindex")
    assert ended.status == 2
    assert "run 'jiannuo ingest' first" in ended.err


def test_a_missing_package_is_one_line(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANNUO_INDEX", "tantivy")
    monkeypatch.setitem(sys.modules, "store.index_tantivy", None)
    ended = command("ingest", "page.txt", "--published", "2024-05-22", "--db", "new.db")
    assert ended.status == 2
    assert ended.err.count("\n") == 1
    assert not Path("new.db").exists()
    assert "pip install 'jiannuo[large]'" in ended.err
