"""A small HTTP server for one simulated party, on its own loopback port."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from local.settings import LOOPBACK
from local.simulators.faults import Down, Faults, Wrong

CONTROL = "/_control/"  # for /_local/, never part of a party's protocol
NONSENSE = b"<html><body>Something went wrong"


@dataclass(frozen=True)
class Request:
    """What was asked."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body or b"{}")


@dataclass(frozen=True)
class Answer:
    """What is answered: JSON, unless it is bytes."""

    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def encoded(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body, ensure_ascii=False).encode()


Door = Callable[[Request], Answer]


class Server(ThreadingHTTPServer):
    """One party: its own door, and one for `/_local/` that no fault touches."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, party: str, port: int, door: Door, control: Door, faults: Faults) -> None:
        super().__init__((LOOPBACK, port), _Handler)
        self.party, self.door, self.control, self.faults = party, door, control, faults

    def start(self) -> "Server":
        threading.Thread(target=self.serve_forever, args=(0.05,), name=self.party, daemon=True).start()
        return self

    def answer(self, request: Request) -> Answer:
        if request.path.startswith(CONTROL):
            return self._controlled(request)
        if status := self.faults.strike(self.party):
            return Answer({"message": "A fault asked for at /_local/faults"}, status)
        return self.door(request)

    def _controlled(self, request: Request) -> Answer:
        try:
            return self.control(request)
        except (ValueError, KeyError) as error:
            return Answer({"error": str(error).strip("'")}, 404 if isinstance(error, KeyError) else 400)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Server

    def _handle(self) -> None:
        parts = urlsplit(self.path)
        request = Request(
            method=self.command,
            path=parts.path,
            query={name: values[-1] for name, values in parse_qs(parts.query).items()},
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(int(self.headers.get("content-length") or 0)),
        )
        try:
            self._send(self.server.answer(request))
        except Down:
            self.close_connection = True
        except Wrong:
            self._send(Answer(NONSENSE, headers={"content-type": "text/html"}))

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = _handle  # noqa: N815 http.server's names

    def _send(self, answer: Answer) -> None:
        body = answer.encoded()
        self.send_response(answer.status)
        for name, value in {"content-type": "application/json", **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 http.server's name
        """Nothing: each party's calls are seen in what it holds."""
