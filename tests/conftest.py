"""What holds for every test: nothing leaves this machine, and no setting of the developer's shell leaks in."""

from __future__ import annotations

import ipaddress
import logging
import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest


class NetworkTouchedError(AssertionError):
    """A test tried to reach something that is not this machine."""


def _is_local(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        return isinstance(name, str) and ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def nothing_but_loopback() -> Iterator[None]:
    """Fail the moment anything connects to, or looks up, another machine."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        original = getattr(socket.socket, name)

        def guarded(self: socket.socket, address: Any, original: Any = original) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_local(address[0]):
                raise NetworkTouchedError(f"a test connected to {address!r}")
            return original(self, address)

        patch.setattr(socket.socket, name, guarded)
    look_up = socket.getaddrinfo

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not _is_local(host):
            raise NetworkTouchedError(f"a test looked up {host!r}")
        return look_up(host, *args, **kwargs)

    patch.setattr(socket, "getaddrinfo", guarded_look_up)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def clean_environment() -> Iterator[None]:
    """Start without JIANNUO_… variables and without a proxy."""
    patch = pytest.MonkeyPatch()
    for name in list(os.environ):
        if name.upper().startswith("JIANNUO_") or name.lower().endswith("_proxy"):
            patch.delenv(name)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def logging_put_back() -> Iterator[None]:
    """Let no test leave a handler behind that writes into the next one's output."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)
