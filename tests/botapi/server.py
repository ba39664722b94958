"""The HTTP side: /bot<token>/<method> and /file/bot<token>/<path> on a port of its own, a thread a connection."""

from __future__ import annotations

import json
import sys
import threading
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, unquote

from tests.botapi.entities import RefusedError
from tests.botapi.faults import Fault, Faults
from tests.botapi.state import ConflictError, State, Upload, decoded

TOKEN = "123456:AAfakeTokenForTheLoopbackBotApi-0123456"
WAIT = 20.0  # seconds after which a test that waits for the bot fails


class BotApi:
    """The server, and what a test does in the name of people: write, press, look at what the bot sent."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.state = State()
        self.faults = Faults()
        self._server = _Server(("127.0.0.1", 0), _Connection)
        self._server.api = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        """Where it listens: http://127.0.0.1:PORT."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> BotApi:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self.state.changed:
            self.state.closed = True
            self.state.changed.notify_all()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def says(self, text: str, chat_id: int = 7, **extra: Any) -> int:
        """A person writes in a private chat (negative id: a group); the update's id."""
        entities = []
        if text.startswith("/"):
            entities.append({"type": "bot_command", "offset": 0, "length": len(text.split()[0])})
        return self.sends({"text": text, "entities": entities, **extra}, chat_id)

    def sends(self, content: dict[str, Any], chat_id: int = 7, kind: str = "message") -> int:
        """A person sends a message of any kind; the update's id."""
        chat = {"id": chat_id, "type": "private" if chat_id > 0 else "supergroup"}
        with self.state.changed:
            message = self.state.new_message(chat, person(abs(chat_id)), **content)
            return self.state.add_update(kind, message)

    def sends_file(self, name: str, content: bytes, chat_id: int = 7, **extra: Any) -> int:
        """A person sends a file as a document; the update's id."""
        file_id = f"sent{len(self.state.files)}"
        self.state.files[file_id] = content
        about = {"file_id": file_id, "file_unique_id": file_id, "file_name": name}
        return self.sends({"document": about, **extra}, chat_id)

    def presses(self, message: dict[str, Any], label: str, query_id: str | None = None) -> str:
        """A person presses the button with this label; the press's id."""
        buttons = [b for row in message["reply_markup"]["inline_keyboard"] for b in row]
        data = next(b["callback_data"] for b in buttons if b["text"] == label)
        return self.presses_data(message, data, query_id)

    def presses_data(self, message: dict[str, Any], data: str, query_id: str | None = None) -> str:
        """A press that carries `data`, whatever buttons the message has."""
        with self.state.changed:
            query_id = query_id or f"press{len(self.state.calls)}"
            query = {"id": query_id, "from": person(7), "chat_instance": "1", "data": data, "message": dict(message)}
            self.state.add_update("callback_query", query)
        return query_id

    def asks_inline(self, text: str, user_id: int = 7, query_id: str | None = None) -> str:
        """A person writes “@bot text” in some chat; the query's id."""
        with self.state.changed:
            query_id = query_id or f"inline{len(self.state.updates)}.{len(self.state.calls)}"
            self.state.add_update(
                "inline_query", {"id": query_id, "from": person(user_id), "query": text, "offset": ""}
            )
        return query_id

    def sent(self, chat_id: int = 7) -> list[dict[str, Any]]:
        """What the bot wrote into a chat, oldest first, as it stands now."""
        return [m for (chat, _), m in sorted(self.state.messages.items()) if chat == chat_id and m["from"]["is_bot"]]

    def calls(self, method: str) -> list[dict[str, Any]]:
        """The parameters of every call of `method`."""
        return [parameters for name, parameters in self.state.calls if name == method]

    def wait_for(self, condition: Any) -> None:
        """Wait until `condition()` holds, looking whenever something happens; AssertionError after WAIT seconds."""
        with self.state.changed:
            assert self.state.changed.wait_for(condition, WAIT), "the bot did not do it"

    def wait_for_sent(self, count: int, chat_id: int = 7) -> list[dict[str, Any]]:
        """The bot's messages in a chat once there are `count` of them."""
        self.wait_for(lambda: len(self.sent(chat_id)) >= count)
        return self.sent(chat_id)


def person(user_id: int) -> dict[str, Any]:
    """A person as Telegram describes them."""
    return {"id": user_id, "is_bot": False, "first_name": "督查员"}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    api: BotApi

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is no error of the server's; others are printed."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, *args: object) -> None:
        """Nothing is printed."""

    def do_GET(self) -> None:
        """A file, or a method without parameters."""
        _, _, path = unquote(self.path).partition(f"/file/bot{self.server.api.token}/")
        content = self.server.api.state.files.get(path.rpartition("/")[2])
        if path and content is not None:
            self._reply(200, content, "application/octet-stream")
        else:
            self._answer()

    def do_POST(self) -> None:
        """A method."""
        self._answer()

    def _answer(self) -> None:
        api = self.server.api
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        token, _, method = self.path.removeprefix("/bot").partition("/")
        if not self.path.startswith("/bot") or token != api.token:
            self._reply_json(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
            return
        fault = api.faults.next(method)
        if fault and fault.until:
            fault.until.wait(WAIT)
        if fault and fault.kind == "fault" and not fault.accept:
            self._note(method, raw)
            self._fail(fault)
            return
        status, body = self._result(method, raw)
        if fault and fault.kind == "fault":
            self._fail(fault)
        else:
            self._reply_json(status, body)

    def _result(self, method: str, raw: bytes) -> tuple[int, dict[str, Any]]:
        state = self.server.api.state
        try:
            parameters, files = self._note(method, raw)
            return 200, {"ok": True, "result": state.call(method, parameters, files)}
        except RefusedError as error:
            return 400, {"ok": False, "error_code": 400, "description": str(error)}
        except ConflictError as error:
            return 409, {"ok": False, "error_code": 409, "description": str(error)}
        except KeyError as error:
            return 404, {"ok": False, "error_code": 404, "description": f"Not Found: {error}"}

    def _note(self, method: str, raw: bytes) -> tuple[dict[str, Any], dict[str, Upload]]:
        parameters, files = _form(self.headers.get("Content-Type", ""), raw)
        with self.server.api.state.changed:
            self.server.api.state.calls.append((method, {**parameters, **files}))
            self.server.api.state.changed.notify_all()
        return parameters, files

    def _fail(self, fault: Fault) -> None:
        if fault.drop:
            self.close_connection = True
            return
        body = {"ok": False, "error_code": fault.status, "description": fault.description}
        if fault.parameters:
            body["parameters"] = fault.parameters
        self._reply(fault.status, json.dumps(body).encode() if fault.body is None else fault.body, "application/json")

    def _reply_json(self, status: int, body: dict[str, Any]) -> None:
        self._reply(status, json.dumps(body).encode(), "application/json")

    def _reply(self, status: int, body: bytes, kind: str) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:  # the bot has hung up, which a stopping bot does
            self.close_connection = True


def _form(kind: str, raw: bytes) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Parameters and files of a request body: JSON, a form, or multipart."""
    if kind.startswith("application/json"):
        return dict(json.loads(raw or b"{}")), {}
    if not kind.startswith("multipart/form-data"):
        return {name: decoded(name, value) for name, value in parse_qsl(raw.decode(), keep_blank_values=True)}, {}
    parameters: dict[str, Any] = {}
    files: dict[str, Upload] = {}
    message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + raw)
    for part in message.iter_parts():
        name = str(part.get_param("name", header="content-disposition"))
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        if part.get_filename() is None:
            parameters[name] = decoded(name, content.decode())
        else:
            files[name] = Upload(str(part.get_filename()), content)
    # A file field may name its part: document=attach://name.
    for name, value in list(parameters.items()):
        if isinstance(value, str) and value.startswith("attach://"):
            files[name] = files.pop(value.removeprefix("attach://"))
            del parameters[name]
    return parameters, files
