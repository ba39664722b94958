"""Correcting the ledger from the command line: one line says what changed, and a number takes it back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.cli.conftest import Command, Ended, command, folder, ledger

__all__ = ["command", "folder", "ledger"]  # fixtures

OLD_QUARTERS = "老旧小区"


@pytest.fixture
def corrected(ledger: Command) -> Command:
    """The command, in a folder whose ledger holds the page and the later one."""
    assert ledger("ingest", "later.txt", "--published", "2024-08-20", "--city", "洛阳市").status == 0
    return ledger


def rows(run: Command, today: str = "2024-09-25") -> list[dict[str, Any]]:
    return run("matters", "--json", "--today", today).objects()


def only(run: Command) -> dict[str, Any]:
    (row,) = rows(run)
    return row


def one_line(ended: Ended) -> str:
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.count("\n") == 1
    return ended.out.rstrip("\n")


def test_a_matter_is_shown_with_numbered_statements(corrected: Command) -> None:
    row = only(corrected)
    ended = corrected("matter", "show", row["matter"])
    head, *lines = ended.out.splitlines()
    assert head == f"{row['matter']} {row['title']}"
    assert [line.split()[:3] for line in lines] == [
        ["1", "2024-01-30", "page.txt"],
        ["2", "2024-08-20", "later.txt"],
    ]


def test_a_title_stands_for_the_one_matter_that_has_it(corrected: Command) -> None:
    row = only(corrected)
    assert corrected("matter", "show", row["title"]).out.startswith(f"{row['matter']} {row['title']}\n")
    assert f"“{row['title']}”已登记" in one_line(corrected("matter", "done", row["title"], "--on", "2024-09-20"))


def test_a_title_of_several_matters_is_answered_with_their_ids(corrected: Command) -> None:
    first = only(corrected)["matter"]
    corrected("matter", "split", first, "2")
    corrected("matter", "rename", first, "同名")
    corrected("matter", "rename", f"{first}.1", "同名")
    ended = corrected("matter", "done", "同名")
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert ended.err.startswith("jiannuo: 2 matters are called 同名; give the id: ")
    assert f"{first} (" in ended.err
    assert f"{first}.1 (" in ended.err


def test_statements_are_split_off_merged_again_and_both_undone(corrected: Command) -> None:
    first = only(corrected)["matter"]
    line = one_line(corrected("matter", "split", first, "2", "--who", "李", "--reason", "两回事"))
    assert line.startswith(f"更正1：1条表述已从 {first} 分出，另立为 {first}.1“")
    assert {row["matter"] for row in rows(corrected)} == {first, f"{first}.1"}

    assert "已并入" in one_line(corrected("matter", "merge", first, f"{first}.1", "--who", "李"))
    assert only(corrected)["matter"] == first
    assert one_line(corrected("matter", "undo", "2", "--who", "王")) == "更正2已撤销"
    assert len(rows(corrected)) == 2
    assert one_line(corrected("matter", "undo", "1", "--who", "王")) == "更正1已撤销"
    assert only(corrected)["matter"] == first
    assert [line.split() for line in corrected("matter", "show", first).out.splitlines()[3:]]


def test_a_matter_is_renamed_and_the_name_outlives_reading_again(corrected: Command) -> None:
    row = only(corrected)
    line = one_line(corrected("matter", "rename", row["matter"], "老旧小区", "三年改造", "--who", "李"))
    assert f"“{row['title']}”已改名为“老旧小区 三年改造”" in line
    assert one_line(corrected("reread")) == "重读文档2份，0份有变化；表述2→2条，事项1→1个"
    assert only(corrected)["title"] == "老旧小区 三年改造"
    corrected("matter", "undo", "1")
    assert only(corrected)["title"] == row["title"]


def test_progress_and_completion_are_recorded_by_hand(corrected: Command) -> None:
    first = only(corrected)["matter"]
    line = one_line(corrected("matter", "progress", first, "１２０个", "--on", "2024-09-01", "--who", "李"))
    assert "截至2024-09-01完成120个" in line
    assert only(corrected)["done"]["value"] == 120
    assert "已登记为2024-09-20完成" in one_line(corrected("matter", "done", first, "--on", "2024-09-20"))
    assert only(corrected)["status"] == "done"


def test_a_deadline_is_moved_with_a_reason(corrected: Command) -> None:
    first = only(corrected)["matter"]
    line = one_line(
        corrected("matter", "extend", first, "2024-12-31", "--on", "2024-09-02", "--reason", "雨季", "--who", "李")
    )
    assert line.endswith("时限改为2024-12-31（撤销：jiannuo matter undo 1）")
    assert only(corrected)["deadline"]["end"] == "2024-12-31"


def test_a_document_is_withdrawn(corrected: Command) -> None:
    assert one_line(corrected("withdraw", "later.txt", "--who", "李")) == (
        "已撤回 later.txt；台账余文档1份，表述1条，事项1个"
    )
    assert only(corrected)["done"] is None


def test_the_log_names_who_is_logged_in_where_nobody_else_is(
    corrected: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "ledger-keeper")
    first = only(corrected)["matter"]
    corrected("matter", "done", first, "--on", "2024-09-20")
    assert "ledger-keeper done" in corrected("matter", "show", first).out


WRONG = [
    (["matter", "merge", "MATTER", "MATTER"], "are one matter already"),
    (["matter", "merge", "MATTER", "nothing"], "'jiannuo matters --json' lists ids and titles"),
    (["matter", "split", "MATTER", "3"], "has 2 statements and no number 3"),
    (["matter", "split", "MATTER", "1", "2"], "name some but not all"),
    (["matter", "split", "MATTER", "0"], "0 is not in the range"),
    (["matter", "rename", "MATTER", " "], "give the matter a title"),
    (["matter", "rename", "MATTER", "长" * 201], "longer than 200 characters"),
    (["matter", "done", "nothing"], "there is no matter nothing"),
    (["matter", "done", "MATTER", "--on", "2999-01-01"], "still to come"),
    (["matter", "progress", "MATTER", "120"], "no amount with its unit"),
    (["matter", "progress", "MATTER", "9" * 400 + "个"], "no amount with its unit"),
    (["matter", "extend", "MATTER", "2024-12-31"], "say with --reason"),
    (["matter", "extend", "MATTER", "soon", "--reason", "x"], "write it like 2024-08-20"),
    (["matter", "undo", "7"], "there is no correction 7 to undo"),
    (["withdraw", "nothing.txt"], "there is no document nothing.txt"),
]


@pytest.mark.parametrize(("arguments", "hint"), WRONG, ids=[f"{w[1]} {hint[:24]}" for w, hint in WRONG])
def test_what_cannot_be_done_is_one_line_and_changes_nothing(
    corrected: Command, arguments: list[str], hint: str
) -> None:
    before = rows(corrected)
    first = before[0]["matter"]
    ended = corrected(*(first if word == "MATTER" else word for word in arguments))
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith("jiannuo: ")
    assert ended.err.count("\n") == 1
    assert hint in ended.err
    assert rows(corrected) == before


@pytest.mark.parametrize("arguments", [["matter", "undo", "1"], ["withdraw", "x.txt"], ["reread"]], ids=" ".join)
def test_without_a_ledger_nothing_is_made(command: Command, arguments: list[str]) -> None:
    assert command(*arguments).status == 2
    assert command("matters").status == 2
