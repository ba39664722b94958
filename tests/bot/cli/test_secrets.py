"""The secret of a channel is in the database and its backups, and in nothing that a command prints or writes."""

from __future__ import annotations

import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from commitments.model import Change
from handlers import digests
from store.addresses import read_address
from store.channels import add_channel, channels
from store.follows import follow
from store.ledger import Ledger
from store.rehearsal import rehearse
from tests.bot.cli.conftest import Command

KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifaab12"
NOW = datetime(2024, 9, 25, 1, tzinfo=UTC)


@pytest.fixture
def folder_with_channel(ledger: Command, folder: Path) -> Path:
    with Ledger.open(folder / "jiannuo.db") as opened:
        made = add_channel(opened, "督办群", read_address([f"wecombot://{KEY}"]), 1, NOW, tested=True)
        follow(opened, made.chat, None, "topic", "老旧小区", "老旧小区", 1, NOW)
    return folder


@pytest.mark.parametrize("name", ["all.json", "all.csv", "all.ics", "all.xlsx", "board.html"])
def test_no_export_holds_it(ledger: Command, folder_with_channel: Path, name: str) -> None:
    assert ledger("export", name).status == 0
    written = folder_with_channel / name
    parts = [written.read_bytes()]
    if zipfile.is_zipfile(written):
        with zipfile.ZipFile(written) as packed:
            parts = [packed.read(one) for one in packed.namelist()]
    assert not any(KEY.encode() in part or b"0ec2sifaab" in part for part in parts)


@pytest.mark.parametrize("arguments", [["doctor"], ["matters", "--json"], ["matters"], ["ask", "督办群"]])
def test_no_command_prints_it(ledger: Command, folder_with_channel: Path, arguments: list[str]) -> None:
    ended = ledger(*arguments)
    assert KEY not in ended.out + ended.err
    assert "0ec2sifaab" not in ended.out


def test_the_copy_of_a_rehearsal_does_not_hold_it(folder_with_channel: Path) -> None:
    seen = []

    def look(copy: Ledger, *_: object) -> list[tuple[str, Change]]:
        seen.append(channels(copy))
        return []

    day = date(2024, 1, 30)
    with Ledger.open(folder_with_channel / "jiannuo.db") as opened:
        list(rehearse(opened, day, day, [], render=digests, changes=look))
        assert len(channels(opened)) == 1
    assert seen == [[]]
