"""The command line as people and programs use it: what it prints, and the status that it ends with."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import jiannuo
from tests.bot.cli.conftest import PAGE, Command

ROOT = Path(__file__).parent.parent.parent.parent


def test_without_a_command_it_shows_what_there_is(command: Command) -> None:
    ended = command()
    assert ended.status == 0
    assert all(name in ended.out for name in jiannuo.commands)


def test_it_says_its_version(command: Command) -> None:
    assert command("--version").out.startswith("jiannuo ")


def test_parse_prints_one_object_for_each_statement(command: Command) -> None:
    (said,) = command("parse", "page.txt", "--published", "2024-01-30", "--city", "洛阳市").objects()
    assert said["kind"] == "commitment"
    assert said["quantities"][0]["value"] == 143
    assert said["deadline"]["end"] == "2024-08-31"
    assert "".join(PAGE[said["start"] : said["end"]].split()) == said["quote"]


def test_parse_writes_nothing(command: Command, folder: Path) -> None:
    before = sorted(folder.iterdir())
    command("parse", "page.txt", "--published", "2024-01-30")
    assert sorted(folder.iterdir()) == before


def test_ingest_says_what_it_found_and_the_second_time_that_nothing_changed(command: Command) -> None:
    arguments = (
        "ingest",
        "page.txt",
        "--published",
        "2024-01-30",
        "--title",
        "老旧小区改造",
        "--publisher",
        "洛阳日报",
    )
    first, second = command(*arguments), command(*arguments)
    assert "《老旧小区改造》洛阳日报 2024-01-30：已读入" in first.out
    assert "承诺1" in first.out
    assert "写明时限1条" in first.out
    assert "《老旧小区改造》洛阳日报 2024-01-30：已读过，没有变化" in second.out
    assert first.out.splitlines()[-1] == second.out.splitlines()[-1]


def test_progress_is_shown_in_terminals_only(command: Command) -> None:
    assert command("ingest", "page.txt", "--published", "2024-01-30").err == ""


def test_ask_answers_with_the_figure_and_its_source(ledger: Command) -> None:
    ended = ledger("ask", "老旧小区", "进度", "--today", "2024-03-01")
    assert ended.status == 0
    assert "143" in ended.out.splitlines()[0]
    assert "实施老旧小区改造项目143个" in ended.out


def test_ask_for_programs_is_one_object_a_question(ledger: Command) -> None:
    (reply,) = ledger("ask", "老旧小区", "--json", "--today", "2024-03-01").objects()
    assert reply["today"] == "2024-03-01"
    assert reply["answers"][0]["target"]["value"] == 143
    assert reply["answers"][0]["evidence"][0]["file"] == "page.txt"


def test_each_line_of_standard_input_gets_one_reply(ledger: Command) -> None:
    asked = ["老旧小区", "", "  ", "asdfghjkl", "8月底前"]
    replies = ledger("ask", "-", "--json", "--today", "2024-03-01", given="\n".join(asked) + "\r\n").objects()
    assert [reply["question"] for reply in replies] == asked


def test_the_limit_bounds_the_answers(ledger: Command) -> None:
    ledger("ingest", "later.txt", "--published", "2024-09-20", "--city", "徐州市")
    (reply,) = ledger("ask", "老旧小区", "--json", "--limit", "1", "--today", "2024-09-25").objects()
    assert len(reply["answers"]) == 1


@pytest.mark.parametrize(
    "question",
    [
        "",
        "？",
        "进" * 5000,
        "😀" * 20,
        "\0老旧\0",
        '"老旧 OR (',
        "NEAR(a b, 2) AND c:*",
        "<b>&lt;script>",
        "\u202e区小旧老",
    ],
    ids=["empty", "mark", "long", "emoji", "nul", "quote", "syntax", "html", "direction"],
)
def test_any_question_gets_an_ordinary_answer(ledger: Command, question: str) -> None:
    ended = ledger("ask", "-", "--today", "2024-03-01", given=question + "\n")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.strip()


def test_bytes_that_are_no_text_get_an_ordinary_answer(ledger: Command) -> None:
    assert len(ledger("ask", "-", "--json", given=b"\xff\xfe\x80\n\n").objects()) == 2


def test_matters_are_a_table_for_people_and_objects_for_programs(ledger: Command) -> None:
    table = ledger("matters", "--today", "2024-03-01")
    (matter,) = ledger("matters", "--json", "--today", "2024-03-01").objects()
    assert matter["target"]["value"] == 143
    assert matter["deadline"]["end"] == "2024-08-31"
    assert [one["file"] for one in matter["statements"]] == ["page.txt"]
    assert matter["title"] in table.out
    assert "2024-08-31" in table.out
    assert "共1个事项" in table.out


def test_a_matter_is_not_known_before_its_document_is_printed(ledger: Command) -> None:
    assert ledger("matters", "--json", "--today", "2024-01-29").objects() == []


def test_the_database_can_be_named_before_and_after_the_command_and_by_the_environment(
    ledger: Command, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "jiannuo.db").rename(folder / "other.db")
    asked = ("ask", "老旧小区", "--json", "--today", "2024-03-01")
    after, before = ledger(*asked, "--db", "other.db"), ledger("--db", "other.db", *asked)
    monkeypatch.setenv("JIANNUO_DB", "other.db")
    named = ledger(*asked)
    assert after.out == before.out == named.out
    assert after.objects()[0]["answers"]


def test_deadline_finds_the_limits_of_each_line(command: Command) -> None:
    lines = [
        {"text": "8月底前全部竣工。", "ref_date": "2024-05-22"},
        {"text": "自2021年以来。", "ref_date": "2024-05-22"},
    ]
    given = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    limits, none = command("deadline", "-", given=given).objects()
    assert [limit["end"] for limit in limits["deadlines"]] == ["2024-08-31"]
    assert none == {"deadlines": []}


def test_chat_answers_the_lines_of_a_pipe(ledger: Command) -> None:
    ended = ledger("chat", "--today", "2024-03-01", given="老旧小区 进度\n")
    assert (ended.status, ended.err) == (0, "")
    assert "143" in ended.out


def process(*arguments: str, folder: Path, **environment: str) -> subprocess.Popen[bytes]:
    """The command in a process of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    command = [sys.executable, "-m", "bot", *arguments]
    environment = kept | {"PYTHONPATH": str(ROOT)} | environment
    return subprocess.Popen(command, cwd=folder, env=environment, **pipes)  # type: ignore[call-overload, no-any-return]


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1"])
def test_the_output_is_utf8_whatever_the_locale(folder: Path, locale: str) -> None:
    given = json.dumps({"text": "8月底前", "ref_date": "2024-05-22"}, ensure_ascii=False).encode() + b"\n"
    with process("deadline", "-", folder=folder, LC_ALL=locale, PYTHONUTF8="0") as running:
        out, err = running.communicate(given)
    assert err == b""
    assert json.loads(out.decode())["deadlines"][0]["text"] == "8月底前"


def test_ctrl_c_ends_it_quietly(folder: Path) -> None:
    with process("deadline", "-", folder=folder) as running:
        assert running.stdin
        assert running.stdout
        assert running.stderr
        running.stdin.write(b'{"text": "", "ref_date": "2024-05-22"}\n')
        running.stdin.flush()
        assert running.stdout.readline() == b'{"deadlines": []}\n'  # it is at work
        running.send_signal(signal.SIGINT)
        assert running.wait() == 130
        assert running.stderr.read() == b""


def test_a_reader_who_leaves_is_no_error(folder: Path) -> None:
    line = json.dumps({"text": "8月底前", "ref_date": "2024-05-22"}).encode() + b"\n"
    with process("deadline", "-", folder=folder) as running:
        assert running.stdin
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        running.stdin.write(line)
        running.stdin.close()
        assert running.wait() == 128 + signal.SIGPIPE
        assert running.stderr.read() == b""
