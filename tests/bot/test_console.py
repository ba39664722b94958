"""The terminal chat: lines in, what the bot says out; numbers press buttons."""

from __future__ import annotations

import io
import sys
from datetime import date
from pathlib import Path

import pytest

from bot import console
from bot.console import chat
from store.ledger import Ledger
from tests.handlers.samples import TODAY, SampleReader


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def said(capsys: pytest.CaptureFixture[str], *lines: str, today: date | None = TODAY) -> list[str]:
    assert chat(Path("x.db"), today, lines, SampleReader) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out.split("\n")


def test_a_question_in_the_answer_out(capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "老旧小区 进度\n")
    assert out[0] == "老旧小区改造 · 洛阳市 · 2024：50/188个小区（26.6%） 🟡 欠序时"
    assert "[1] 出处 3  [2] 变化 3  [3] 图" in out


def test_a_number_presses_the_button_shown_under_it(capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "老旧小区", "1", "1", "2")
    assert [line[:4] for line in out if line.startswith(("老旧", "出处 ·", "变化 ·"))] == [
        "老旧小区",
        "出处 ·",
        "老旧小区",
        "变化 ·",
    ]


def test_pages_and_matters_of_a_list_are_numbered_through(capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "电梯", "9", "2")
    assert "[1]  [2]  [3]  [4]  [5]  [6]  [7]  [8]" in out
    assert "[9] 下一页" in out
    assert "[9] 上一页  [10] 下一页" in out
    assert any(line.startswith("加装电梯 · 10号区") for line in out)


def test_a_number_without_a_button_is_a_question(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "1")[0] == "没有找到“1”的承诺或进展。"
    assert "没有找到“77”的承诺或进展。" in said(capsys, "老旧小区", "77")


def test_commands_and_empty_lines_are_answered(capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "/start", "/nothing", "")
    assert out[0].startswith("践诺")
    assert any(line.startswith("没有这个命令") for line in out)
    assert any(line.startswith("我只读得懂文字") for line in out)


def test_no_line_at_all_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys) == [""]


def test_standard_input_is_read_when_it_is_no_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = "老旧小区\r\n".encode() + "老旧小区\n".encode("gb18030") + b"\xff\xfe\xff\n" + "老旧小区".encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="ascii"))
    assert chat(Path("x.db"), TODAY, None, SampleReader) == 0
    out = capsys.readouterr().out
    assert out.count("老旧小区改造 · 洛阳市 · 2024：") == 3
    assert out.count("没有找到") == 1


def test_the_day_is_a_parameter(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    readers: list[SampleReader] = []

    def open_reader(path: Path) -> SampleReader:
        readers.append(SampleReader(path))
        return readers[-1]

    chat(Path("x.db"), date(2024, 8, 20), ["老旧小区"], open_reader)
    monkeypatch.setattr("bot.settings.today_in", lambda zone: date(2031, 1, 1))
    chat(Path("x.db"), None, ["老旧小区"], open_reader)
    assert [reader.asked[0][1] for reader in readers] == [date(2024, 8, 20), date(2031, 1, 1)]


def test_a_failing_handler_is_told_and_the_chat_goes_on(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    out = said(capsys, "坏", "老旧小区")
    assert out[0].startswith("出错了")
    assert any(line.startswith("老旧小区改造") for line in out)


def test_a_reader_who_leaves_ends_nothing_badly(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stdout", Closed())
    assert chat(Path("x.db"), TODAY, ["老旧小区"], SampleReader) == 0


async def test_a_typed_line_is_taken_without_blank_ones_until_the_end_of_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from prompt_toolkit import PromptSession

    typed: list[str | type[BaseException]] = ["老旧小区", "  ", KeyboardInterrupt, "1", EOFError]

    async def prompt(self: object) -> str:
        line = typed.pop(0)
        if isinstance(line, str):
            return line
        raise line

    monkeypatch.setattr(PromptSession, "__init__", lambda self, message: None)
    monkeypatch.setattr(PromptSession, "prompt_async", prompt)
    assert [line async for line in console._typed_lines(TODAY)] == ["老旧小区", "1"]
    assert "今天是 2024-09-25" in capsys.readouterr().out


def test_what_is_due_on_the_day_is_shown_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert chat(Path("x.db"), date(2024, 9, 25), ["/remind 10月8日 上午9点 催报"], OnDisk) == 0
    assert console.TODAYS not in capsys.readouterr().out
    assert chat(Path("x.db"), date(2024, 10, 8), ["/help"], OnDisk) == 0
    out = capsys.readouterr().out.split("\n")
    assert out[0] == console.TODAYS
    assert any("催报" in line for line in out[:4])


class OnDisk(SampleReader):
    """The samples over a ledger in a file."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._ledger = Ledger.open(path)


def test_a_file_that_comes_is_kept_beside_what_is_there(tmp_path: Path) -> None:
    said = [console.kept_file("台账.csv", content) for content in (b"1", b"2")]
    assert said == ["（文件已存为 台账.csv）", "（文件已存为 台账-2.csv）"]
    assert (tmp_path / "台账.csv").read_bytes() == b"1"
    assert (tmp_path / "台账-2.csv").read_bytes() == b"2"
    console.kept_file("../../etc/x", b"3")
    assert not any((folder / "x").exists() for folder in (tmp_path.parent, tmp_path.parent.parent, Path("/etc")))
    assert (tmp_path / "x").read_bytes() == b"3"


def test_a_file_that_cannot_be_read_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "/send nowhere.txt")[0].startswith("读不到“nowhere.txt”：")
