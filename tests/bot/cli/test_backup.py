"""jiannuo backup and jiannuo restore, as a person types them."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.presence import at_work
from tests.bot.cli.conftest import Command


def test_a_ledger_comes_back_from_its_backup(ledger: Command, folder: Path) -> None:
    made = ledger("backup", "safe.db")
    assert (made.status, made.err) == (0, "")
    assert made.out.startswith("已备份到 safe.db（")
    before = ledger("matters", "--json").out
    assert ledger("ingest", "later.txt", "--published", "2024-09-20", "--city", "洛阳市").status == 0
    assert ledger("matters", "--json").out != before
    back = ledger("restore", "safe.db", "--yes")
    assert back.out.startswith("已恢复：文档1份，表述1条，事项1个\n原来的数据库留在 jiannuo.db.before-restore-")
    assert ledger("matters", "--json").out == before
    assert "143个" in ledger("ask", "老旧小区", "--today", "2024-02-01").out


def test_an_index_beside_the_ledger_is_built_anew(ledger: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("tantivy")
    monkeypatch.setenv("JIANNUO_INDEX", "tantivy")
    assert "143个" in ledger("ask", "老旧小区", "--today", "2024-02-01").out
    ledger("backup", "safe.db")
    ledger("withdraw", "page.txt", "--city", "洛阳市")
    assert "143个" not in ledger("ask", "老旧小区", "--today", "2024-02-01").out
    assert ledger("restore", "safe.db", "--yes").status == 0
    assert "143个" in ledger("ask", "老旧小区", "--today", "2024-02-01").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["backup", "none/safe.db"], "does not exist"),
        (["backup", "page.txt"], "--force"),
        (["backup", "jiannuo.db"], "itself"),
        (["restore", "page.txt", "--yes"], "page.txt"),
        (["restore", "none.db", "--yes"], "there is no backup"),
        (["restore", "jiannuo.db"], "say --yes"),
    ],
)
def test_what_cannot_be_done_is_one_line(ledger: Command, arguments: list[str], said: str) -> None:
    ended = ledger(*arguments)
    assert (ended.status, ended.out) == (2, "")
    assert said in ended.err
    assert ended.err.count("\n") == 1


def test_a_running_bot_is_not_pulled_the_ground_from_under(ledger: Command, folder: Path) -> None:
    ledger("backup", "safe.db")
    with at_work(folder / "jiannuo.db"):
        ended = ledger("restore", "safe.db", "--yes")
    assert ended.status == 2
    assert "stop it first" in ended.err
