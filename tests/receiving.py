"""A sender's receiver of webhooks: a real HTTP server on this machine that answers as a test says."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from pydantic import ValidationError

from chalicelib.api.sender.messages import HEADERS, model_of

Behaviour = Callable[[BaseHTTPRequestHandler, "Receiving"], None]


@dataclass
class Receiving:
    """What a receiver has been told, and how it answers."""

    url: str = ""
    behaviour: Behaviour = lambda handler, _: answer(handler, 204)
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    wrong: list[str] = field(default_factory=list)

    @property
    def messages(self) -> list[dict[str, Any]]:
        """Every message received, in order."""
        return [json.loads(body) for _, body in self.requests]

    @property
    def types(self) -> list[str]:
        """The types of every message received, in order."""
        return [message["type"] for message in self.messages]

    def says(self, *statuses: int) -> None:
        """Answer with these in turn, and with the last from then on."""
        rest = list(statuses)
        self.behaviour = lambda handler, _: answer(handler, rest.pop(0) if len(rest) > 1 else rest[0])


def answer(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    """Answer a request."""
    handler.send_response(status)
    for name, value in {**headers, "content-length": str(len(body))}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def wrong(headers: Any, body: bytes) -> list[str]:
    """What of a message is not as OpenAPI tells senders that it will be."""
    missing = [name for name in HEADERS if name not in headers]
    try:
        model_of(json.loads(body)["type"]).model_validate_json(body)
    except ValidationError as error:
        return [*missing, *(f"{each['loc']}: {each['msg']}" for each in error.errors(include_input=False))]
    return missing


def silent(_: BaseHTTPRequestHandler, receiving: Receiving) -> None:
    """Take the request and never answer, for as long as the test lasts."""
    receiving.over.wait(20)


@contextmanager
def receiving() -> Iterator[Receiving]:
    """Run a receiver."""
    told = Receiving()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            if "webhook-id" in self.headers:
                told.wrong += wrong(self.headers, body)
            told.requests.append(({name.lower(): value for name, value in self.headers.items()}, body))
            try:
                told.behaviour(self, told)
            except OSError:
                return

        do_GET = do_PUT = do_POST  # noqa: N815 (so http.server names them)

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    told.url = f"http://localhost:{server.server_address[1]}/kuvert"
    try:
        yield told
    finally:
        told.over.set()
        server.shutdown()
        server.server_close()
    assert told.wrong == [], "a message is not as the document says"
