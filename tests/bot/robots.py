"""Group robots and a mail server on loopback, which answer as the real ones do, and fail as they do."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

SLOW = 30.0  # seconds, unless the test ends before
OK = {"errcode": 0, "errmsg": "ok", "code": 0, "msg": "success"}


@dataclass(frozen=True, slots=True)
class Got:
    """A request: path, parameters, JSON."""

    path: str
    given: dict[str, str]
    said: dict[str, Any]

    @property
    def text(self) -> str:
        """The text of the message."""
        content: dict[str, str] = self.said.get("text") or self.said.get("content") or {}
        return content.get("content") or content.get("text") or ""


class Quiet(ThreadingHTTPServer):
    """A server whose clients may be killed half way."""

    def handle_error(self, *_: object) -> None:
        """Nothing."""


@dataclass
class Robots:
    """The three services in one. `answers` are given one after another, then everything is fine: a status with a body,
    an object, "drop" for a connection that ends, "slow" for an answer that does not come."""

    answers: list[Any] = field(default_factory=list)
    got: list[Got] = field(default_factory=list)

    def __enter__(self) -> Robots:
        outer, self._ended = self, threading.Event()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                parts = urlsplit(self.path)
                said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.got.append(Got(parts.path, dict(parse_qsl(parts.query)), said))
                answer = outer.answers.pop(0) if outer.answers else OK
                if answer == "slow":
                    outer._ended.wait(SLOW)
                if answer in ("drop", "slow"):
                    self.close_connection = True
                    return
                status, body = answer if isinstance(answer, tuple) else (200, answer)
                data = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: Any) -> None:
                """Nothing."""

        self._server = Quiet(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def texts(self) -> list[str]:
        """The texts that came."""
        return [one.text for one in self.got]


@dataclass
class Mailbox:
    """A mail server that speaks as much SMTP as one message needs. `refuse` maps a command to another answer."""

    refuse: dict[str, str] = field(default_factory=dict)
    mails: list[bytes] = field(default_factory=list)

    def __enter__(self) -> Mailbox:
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                say: Callable[[str], Any] = lambda line: self.wfile.write(f"{line}\r\n".encode())  # noqa: E731
                say("220 ready")
                while line := self.rfile.readline().decode().strip():
                    word = line.split()[0].upper()
                    if word in outer.refuse:
                        if not outer.refuse[word]:
                            return
                        say(outer.refuse[word])
                    elif word == "EHLO":
                        say("250-here\r\n250 AUTH PLAIN LOGIN")
                    elif word == "DATA":
                        say("354 go on")
                        lines = []
                        while (one := self.rfile.readline()) != b".\r\n":
                            lines.append(one)
                        outer.mails.append(b"".join(lines))
                        say("250 taken")
                    else:
                        say({"AUTH": "235 welcome", "QUIT": "221 bye"}.get(word, "250 ok"))

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])
