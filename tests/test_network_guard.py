"""The guard in conftest.py bites: a test that forgets its fake server fails, it does not wait for a timeout."""

from __future__ import annotations

import asyncio
import socket

import pytest

from tests.conftest import NetworkTouchedError


def test_a_connection_to_another_machine_fails() -> None:
    with socket.socket() as client, pytest.raises(NetworkTouchedError):
        client.connect(("192.0.2.1", 80))


async def test_an_asynchronous_connection_to_another_machine_fails() -> None:
    with pytest.raises(NetworkTouchedError):
        await asyncio.open_connection("192.0.2.1", 80)


def test_a_name_of_another_machine_is_not_looked_up() -> None:
    with pytest.raises(NetworkTouchedError):
        socket.create_connection(("api.telegram.org", 443))


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()
