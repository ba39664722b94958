"""The doctor says of each part whether it is sound, and what to do where it is not; it shows no token."""

from __future__ import annotations

import shutil
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot import doctor
from bot.doctor import check_all
from bot.doctor_work import check_work
from bot.finding import Finding
from store import outbox
from store.addresses import read_address
from store.channels import add_channel
from store.database import transaction
from store.health import beat
from store.ledger import Ledger
from store.presence import at_work
from tests.botapi import BotApi

TOKEN = "123456:" + "A" * 35


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty ledger in the working directory."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "jiannuo.db"
    Ledger.open(path).close()
    return path


def findings(db: Path | None = None, *, quick: bool = False, online: bool = False) -> dict[str, Finding]:
    return {finding.what.split()[0]: finding for finding in check_all(db, quick=quick, online=online)}


@pytest.mark.parametrize("quick", [True, False])
def test_a_sound_house_has_nothing_to_mend(database: Path, quick: bool) -> None:
    found = findings(quick=quick)
    font = [] if quick else ["font"]
    assert list(found) == [
        "settings", "database", "disk", "last", "messages", "channels", "drafts", *font, "token", "administrators",
    ]  # fmt: skip
    assert not any(finding.wrong for name, finding in found.items() if name != "font")
    assert found["token"].line().startswith("– token: none; only `jiannuo run` needs one")
    assert "0 documents" in found["database"].line()


def test_a_missing_database_is_not_made(tmp_path: Path) -> None:
    missing = tmp_path / "none.db"
    assert findings(missing)["database"].line().startswith("✗ database")
    assert not missing.exists()


def test_a_damaged_database_is_found(database: Path) -> None:
    data = bytearray(database.read_bytes())
    data[4096 : 4096 * 3] = b"\x7f" * (4096 * 2)
    database.write_bytes(bytes(data))
    assert findings()["database"].wrong


def test_a_wrong_setting_is_said_and_ends_the_checks(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANNUO_LOG_LEVEL", "LOUD")
    (line,) = [finding.line() for finding in check_all(None)]
    assert line.startswith("✗ settings: JIANNUO_LOG_LEVEL")


@pytest.mark.parametrize(("free", "wrong"), [(doctor.ROOM - 1, True), (doctor.ROOM, False)])
def test_a_full_disk_is_found(database: Path, monkeypatch: pytest.MonkeyPatch, free: int, wrong: bool) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    assert findings()["disk"].wrong is wrong


@pytest.mark.parametrize(
    ("token", "mark"), [(TOKEN, "✓"), ("123456:short", "✗"), ("no token", "✗"), (f"{TOKEN}中", "✗")]
)
def test_the_token_is_judged_by_its_shape_and_never_shown(
    database: Path, monkeypatch: pytest.MonkeyPatch, token: str, mark: str
) -> None:
    monkeypatch.setenv("JIANNUO_TELEGRAM_TOKEN", token)
    line = findings()["token"].line()
    assert line.startswith(mark)
    assert token not in line


def test_an_api_out_of_reach_is_said_without_the_token(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANNUO_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("JIANNUO_TELEGRAM_API", "http://127.0.0.1:9")  # nothing listens there
    line = findings(online=True)["token"].line()
    assert line.startswith("✗ token: http://127.0.0.1:9 cannot be asked")
    assert TOKEN not in line


@pytest.mark.parametrize(("known", "start"), [(True, "✓ token: belongs to @"), (False, "✗ token: {url} refuses it")])
def test_the_api_is_asked_for_the_bot(database: Path, monkeypatch: pytest.MonkeyPatch, known: bool, start: str) -> None:
    with BotApi() as api:
        monkeypatch.setenv("JIANNUO_TELEGRAM_TOKEN", api.token if known else TOKEN)
        monkeypatch.setenv("JIANNUO_TELEGRAM_API", api.url)
        line = findings(online=True)["token"].line()
        assert line.startswith(start.format(url=api.url))
        assert api.token not in line
        assert TOKEN not in line


def test_to_ask_for_a_token_that_is_not_there_is_an_error(database: Path) -> None:
    assert findings(online=True)["token"].wrong


@pytest.mark.parametrize(
    ("admins", "token", "begins"),
    [
        ("", "", "– administrators: none; only `jiannuo run` needs one"),
        ("", TOKEN, "✗ administrators: none"),
        ("7,8", TOKEN, "✓ administrators: 2 by JIANNUO_ADMINS"),
    ],
)
def test_a_bot_that_nobody_could_use_is_to_be_mended(
    database: Path, monkeypatch: pytest.MonkeyPatch, admins: str, token: str, begins: str
) -> None:
    monkeypatch.setenv("JIANNUO_ADMINS", admins)
    monkeypatch.setenv("JIANNUO_TELEGRAM_TOKEN", token)
    assert findings()["administrators"].line().startswith(begins)


# --- the bot at work ------------------------------------------------------------------------------------------------

NOW = datetime(2024, 9, 25, 1, tzinfo=UTC)


def work(path: Path, later: timedelta = timedelta(0)) -> dict[str, str]:
    return {finding.what: finding.line() for finding in check_work(path, NOW + later)}


@pytest.mark.parametrize(
    ("runs", "beats", "later", "line"),
    [
        (False, False, 0, "– last tick: never; the bot is not running here (`jiannuo run`)"),
        (False, True, 7200, "– last tick: 2 h ago; the bot is not running here (`jiannuo run`)"),
        (True, True, 12, "✓ last tick: 12 s ago"),
        (True, True, 300, "✓ last tick: 5 min ago"),
        (True, True, 301, "✗ last tick: 5 min ago, although the bot runs; see its log, start it again"),
        (True, False, 0, "✗ last tick: never, although the bot runs; see its log, start it again"),
    ],
)
def test_a_bot_that_hangs_is_found_and_one_that_is_off_is_no_fault(
    database: Path, runs: bool, beats: bool, later: int, line: str
) -> None:
    if beats:
        with Ledger.open(database) as ledger:
            beat(ledger, NOW)
    with at_work(database) if runs else nullcontext():
        assert work(database, timedelta(seconds=later))["last tick"] == line


def test_messages_that_are_not_sent_while_the_bot_runs_are_found(database: Path) -> None:
    with Ledger.open(database) as ledger, transaction(ledger.db):
        beat(ledger, NOW)
        for number in range(3):
            outbox.put(ledger.db, number, None, "digest", "k", "text", day=NOW.date(), at=NOW)
    assert work(database)["messages"] == "✓ messages: 3 waiting"
    later = timedelta(hours=3)
    assert work(database, later)["messages"] == "✓ messages: 3 waiting; the oldest is due since 3 h"
    with at_work(database):
        assert work(database, later)["messages"].startswith("✗ messages: 3 waiting; the oldest is due since 3 h; see")


def test_channels_and_documents_that_wait_are_counted_and_no_secret_is_shown(database: Path) -> None:
    address = read_address(["wecombot://693a91f6-7xxx-4bc4-97a0-0ec2sifaab12"])
    other = read_address(["wecombot://693a91f6-7xxx-4bc4-97a0-0ec2sifaab13"])
    with Ledger.open(database) as ledger:
        add_channel(ledger, "督办群", address, 1, NOW, tested=True)
        add_channel(ledger, "值班群", other, 1, NOW, tested=False)
    lines = work(database)
    assert lines["channels"] == "✓ channels: 2, 1 never had a test arrive, the last test arrived on 2024-09-25"
    assert lines["drafts"] == "– drafts: none wait"
    assert address.key not in str(lines)
