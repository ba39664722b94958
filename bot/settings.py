"""Settings: environment variables JIANNUO_…, `.env` in the working directory, and files that JIANNUO_…_FILE names.

The environment wins over `.env`. An empty variable counts as not set; an unknown one is an error, so that no slip of
the pen passes for a default.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from dotenv import dotenv_values
from pydantic import PositiveInt, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.clock import today_in

PREFIX = "JIANNUO_"
ENV_FILE = ".env"


class SettingsError(Exception):
    """One line that says which setting is wrong and what to do; it never holds a secret."""


class Settings(BaseSettings):
    """Every setting of the process. Read it with `load_settings`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ENV_FILE, env_file_encoding="utf-8-sig", env_ignore_empty=True, extra="ignore"
    )

    db: Path = Path("jiannuo.db")
    telegram_token: SecretStr | None = None
    telegram_token_file: Path | None = None
    telegram_api: str = "https://api.telegram.org"
    time_zone: str = "Asia/Shanghai"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    index: Literal["sqlite", "tantivy"] = "sqlite"  # what questions are answered from; tantivy for large ledgers
    admins: Annotated[frozenset[int], NoDecode] = frozenset()
    public: bool = False
    invite_seconds: PositiveInt = 600
    mail_hosts: Annotated[frozenset[str], NoDecode] = frozenset()

    @field_validator("admins", mode="before")
    @classmethod
    def _are_ids(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        ids = value.replace(",", " ").split()
        if not all(one.isascii() and one.isdigit() for one in ids):
            raise ValueError("must be ids of Telegram users, such as 123456789,987654321")
        return frozenset(map(int, ids))

    @field_validator("mail_hosts", mode="before")
    @classmethod
    def _are_names(cls, value: object) -> object:
        return frozenset(value.replace(",", " ").lower().split()) if isinstance(value, str) else value

    @field_validator("telegram_api")
    @classmethod
    def _is_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")) or any(c.isspace() for c in value):
            raise ValueError("must be an address such as http://127.0.0.1:8081")
        return value.rstrip("/")

    @field_validator("time_zone")
    @classmethod
    def _is_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError("must be the name of a time zone such as Asia/Shanghai")
        return value

    def zone(self) -> ZoneInfo:
        """The configured time zone."""
        return ZoneInfo(self.time_zone)

    def today(self) -> date:
        """The date in the configured time zone."""
        return today_in(self.zone())

    def token(self) -> str:
        """The bot's token. Raises SettingsError where there is none, or where it cannot be one."""
        given = self.telegram_token.get_secret_value() if self.telegram_token else ""
        token = given.strip() or (_secret_in(self.telegram_token_file) if self.telegram_token_file else "")
        if not token:
            raise SettingsError(
                f"no Telegram token: set {PREFIX}TELEGRAM_TOKEN, or {PREFIX}TELEGRAM_TOKEN_FILE to a file that holds it"
            )
        if not token.isascii() or not token.isprintable() or set(token) & set(" /?#%"):
            raise SettingsError("the Telegram token is none: copy it from @BotFather as it is, like 123456:ABC…")
        return token


def _secret_in(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise SettingsError(f"{PREFIX}TELEGRAM_TOKEN_FILE: cannot read {path}: {why}") from None


def load_settings() -> Settings:
    """The settings of this process. Raises SettingsError with one line for a wrong, unknown or unreadable one."""
    try:
        in_file = dotenv_values(ENV_FILE, encoding="utf-8-sig") if Path(ENV_FILE).is_file() else {}
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8"
        raise SettingsError(f"cannot read {ENV_FILE}: {why}") from None
    _refuse_unknown([*os.environ, *in_file])
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = "".join(f"{PREFIX}{str(part).upper()}: " for part in first["loc"][:1])
        raise SettingsError(name + first["msg"].removeprefix("Value error, ")) from None
    if PREFIX + "INDEX" in in_file:  # the store reads it from the environment
        os.environ.setdefault(PREFIX + "INDEX", settings.index)
    return settings


def _refuse_unknown(names: Iterable[str]) -> None:
    known = [PREFIX + field.upper() for field in Settings.model_fields]
    for name in names:
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            near = get_close_matches(name.upper(), known, n=1, cutoff=0.5)
            raise SettingsError(f"unknown setting {name}" + (f"; did you mean {near[0]}?" if near else ""))
