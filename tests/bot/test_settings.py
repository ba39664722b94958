"""Settings: where they come from, and the one line for each that is wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine

from bot.settings import SettingsError, load_settings


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_without_any_setting_everything_has_a_default() -> None:
    settings = load_settings()
    assert (settings.db, settings.telegram_api) == (Path("jiannuo.db"), "https://api.telegram.org")
    assert (settings.time_zone, settings.log_level) == ("Asia/Shanghai", "INFO")


def test_the_environment_wins_over_the_env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("\ufeffJIANNUO_DB=file.db\nJIANNUO_LOG_LEVEL=DEBUG\nOTHER=1\n", encoding="utf-8")
    monkeypatch.setenv("JIANNUO_DB", "environment.db")
    settings = load_settings()
    assert (settings.db, settings.log_level) == (Path("environment.db"), "DEBUG")


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANNUO_DB", "")
    assert load_settings().db == Path("jiannuo.db")


def test_the_token_comes_from_a_variable_or_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret"
    secret.write_text("\ufeff123:from-file\r\n", encoding="utf-8")
    monkeypatch.setenv("JIANNUO_TELEGRAM_TOKEN_FILE", str(secret))
    assert load_settings().token() == "123:from-file"
    monkeypatch.setenv("JIANNUO_TELEGRAM_TOKEN", " 123:from-variable\n")
    assert load_settings().token() == "123:from-variable"


def test_the_token_is_not_shown_by_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANNUO_TELEGRAM_TOKEN", "123:very-secret")
    settings = load_settings()
    assert "very-secret" not in f"{settings!r} {settings} {settings.model_dump()}"


def test_only_who_needs_the_token_misses_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANNUO_TELEGRAM_TOKEN_FILE", "/no/such/file")
    settings = load_settings()
    with pytest.raises(SettingsError, match="JIANNUO_TELEGRAM_TOKEN_FILE: cannot read /no/such/file: No such file"):
        settings.token()


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("JIANNUO_LOG_LEVEL", "loud", "JIANNUO_LOG_LEVEL: Input should be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
        ("JIANNUO_TELEGRAM_API", "api.telegram.org", "JIANNUO_TELEGRAM_API: must be an address such as"),
        ("JIANNUO_TIME_ZONE", "Luoyang", "JIANNUO_TIME_ZONE: must be the name of a time zone"),
        ("JIANNUO_TELEGRAM_TOKN", "1", "unknown setting JIANNUO_TELEGRAM_TOKN; did you mean JIANNUO_TELEGRAM_TOKEN?"),
        ("JIANNUO_XYZZY", "1", "unknown setting JIANNUO_XYZZY"),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_it(
    name: str, value: str, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as error:
        load_settings()
    assert str(error.value).startswith(line)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("token", ["", "  ", "123:with blank", "123/abc", "１２３:abc", "123:a\x00b"])
def test_what_cannot_be_a_token_is_refused_without_showing_it(token: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(token, encoding="utf-8")
    (tmp_path / ".env").write_text("JIANNUO_TELEGRAM_TOKEN_FILE=secret\n", encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        load_settings().token()
    assert not token.strip() or token not in str(error.value)


def test_an_unknown_setting_in_the_env_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("JIANNUO_DATABASE=x.db\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="unknown setting JIANNUO_DATABASE"):
        load_settings()


def test_an_env_file_that_is_not_utf8_is_one_line(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("JIANNUO_DB=台账.db\n".encode("gb18030"))
    with pytest.raises(SettingsError, match=r"cannot read \.env: it is not UTF-8"):
        load_settings()


def test_today_is_the_day_in_the_configured_zone_whatever_the_host_thinks(monkeypatch: pytest.MonkeyPatch) -> None:
    with time_machine.travel(datetime(2024, 12, 31, 16, 30, tzinfo=UTC), tick=False):
        assert load_settings().today() == date(2025, 1, 1)
        monkeypatch.setenv("JIANNUO_TIME_ZONE", "America/New_York")
        assert load_settings().today() == date(2024, 12, 31)


@pytest.mark.parametrize(("written", "ids"), [("7", {7}), ("7,8", {7, 8}), (" 7, 8 9 ", {7, 8, 9}), ("", set())])
def test_administrators_are_ids_with_commas_between_them(
    monkeypatch: pytest.MonkeyPatch, written: str, ids: set[int]
) -> None:
    monkeypatch.setenv("JIANNUO_ADMINS", written)
    assert load_settings().admins == ids


@pytest.mark.parametrize("written", ["@me", "7;8", "-7", "七"])
def test_an_administrator_who_is_no_id_is_refused(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("JIANNUO_ADMINS", written)
    with pytest.raises(SettingsError, match="JIANNUO_ADMINS: must be ids"):
        load_settings()
