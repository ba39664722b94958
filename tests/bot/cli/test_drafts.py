"""`jiannuo ingest --review` holds documents as the chat does; `jiannuo drafts` lists, publishes and drops them."""

from __future__ import annotations

from tests.bot.cli.conftest import Command

REVIEW = ("ingest", "page.txt", "--review", "--title", "老旧小区改造", "--publisher", "洛阳日报")
DATED = (*REVIEW, "--published", "2024-01-30")


def test_what_is_held_is_summed_up_and_answers_no_question(command: Command) -> None:
    ended = command(*DATED)
    assert ended.status == 0
    assert ended.out.startswith("草稿1：《老旧小区改造》：承诺1条、进展0条，待发布\n刊发：2024-01-30（")
    assert "新事项1个" in ended.out
    assert command("ask", "老旧小区", "--today", "2024-09-25").out.startswith("没有找到")
    assert command("drafts").out.splitlines()[-1] == "共1份待发布"


def test_publishing_is_reading(command: Command) -> None:
    command(*DATED)
    ended = command("drafts", "--publish", "1")
    assert "《老旧小区改造》洛阳日报 2024-01-30：已读入" in ended.out
    assert command("drafts").out == "共0份待发布\n"
    assert "老旧小区" in command("ask", "老旧小区", "--today", "2024-09-25").out
    assert "台账里已经有了" in command(*DATED).out


def test_dropping_leaves_nothing(command: Command) -> None:
    command(*DATED)
    assert command("drafts", "--drop", "1").out == "草稿1：已放弃，没有发布\n"
    assert command("matters", "--json").out == ""


def test_what_is_not_there_is_one_line(command: Command) -> None:
    command(*DATED)
    command("drafts", "--drop", "1")
    for arguments in (("--publish", "1"), ("--drop", "1"), ("--publish", "7")):
        ended = command("drafts", *arguments)
        assert (ended.status, ended.out) == (2, "")
        assert ended.err.startswith("jiannuo: no draft ")
        assert ended.err.count("\n") == 1
    assert command("drafts", "--publish", "1", "--drop", "1").status == 2


def test_without_a_day_of_print_a_draft_is_held_and_not_published(command: Command) -> None:
    assert "刊发：还不知道" in command(*REVIEW).out
    ended = command("drafts", "--publish", "1")
    assert ended.status == 2
    assert ended.err.count("\n") == 1
    assert "--published" in ended.err
    assert command("drafts").out.splitlines()[-1] == "共1份待发布"
    assert command("drafts", "--published", "2024-01-30").status == 2
    assert "2024-01-30：已读入" in command("drafts", "--publish", "1", "--published", "2024-01-30").out


def test_a_file_that_says_nothing_to_keep_is_one_line(command: Command, folder: object) -> None:
    assert command("ingest", "empty.txt", "--review").status == 2
