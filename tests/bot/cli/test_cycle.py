"""The notice of a month and the rules of the cycle on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from tests.bot.cli.conftest import Command


@pytest.fixture
def filled(command: Command, folder: Path) -> Command:
    assert command("ingest", "page.txt", "--published", "2024-05-22", "--city", "洛阳市").status == 0
    return command


def test_the_notice_is_printed_as_known_on_the_last_day_of_the_month(filled: Command) -> None:
    ended = filled("bulletin", "2024-08", "--today", "2024-10-08")
    assert ended.status == 0
    title, *rest = ended.out.splitlines()
    assert title == "关于2024年8月承诺事项推进情况的通报（代拟稿）"
    assert "2024年承诺事项共1项" in ended.out
    assert "截至2024年8月31日" in ended.out
    assert rest[-1].startswith("[1] ")
    assert filled("bulletin", "--today", "2024-09-08").out == ended.out.replace("2024年10月8日", "2024年9月8日")


def test_the_notice_is_written_as_a_word_file(filled: Command, folder: Path) -> None:
    ended = filled("bulletin", "9月", "notice.docx", "--today", "2024-10-08")
    assert (ended.status, ended.out) == (0, "已写入 notice.docx：共1项，出处1条；请核对并填写主送和落款\n")
    assert Document(str(folder / "notice.docx")).paragraphs[0].text.startswith("关于2024年9月")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("bulletin", "yesterday"), "'yesterday' is no month; write it like 2024-09"),
        (("bulletin", "2099-01"), "2099-01 is still to come"),
        (("bulletin", "2001-01"), "nothing was promised for 2000"),
        (("bulletin", "2024-08", "notice.pdf"), "notice.pdf is no Word file"),
        (("bulletin", "2024-08", "no/such/notice.docx"), "cannot be written"),
        (("rules", "挂牌轮次"), "is no rule; write it like 挂牌轮次=3"),
        (("rules", "挂牌轮次=99"), "listing_rounds cannot be 99"),
    ],
)
def test_what_cannot_be_done_is_one_line_that_says_what_to_do(
    filled: Command, arguments: tuple[str, ...], said: str
) -> None:
    ended = filled(*arguments)
    assert (ended.status, ended.out) == (2, "")
    assert said in ended.err
    assert ended.err.count("\n") == 1


def test_rules_are_listed_and_changed_one_at_a_time(filled: Command) -> None:
    assert "挂牌轮次 2轮（连续红灯）" in filled("rules").out
    assert filled("rules", "挂牌轮次=3").out == "已改：挂牌轮次 3轮\n"
    assert filled("rules", "listing_rounds = 4").out == "已改：挂牌轮次 4轮\n"
    assert "挂牌轮次 4轮" in filled("rules").out
