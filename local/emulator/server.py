"""moto's server on one loopback port: fast on kept-alive connections, and durable before it answers."""

import threading
from collections.abc import Iterable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

from moto.moto_server import werkzeug_app
from werkzeug.serving import BaseWSGIServer, make_server

from local.emulator import patches
from local.emulator.changes import change
from local.emulator.store import Store
from local.settings import LOOPBACK
from local.simulators.faults import Down, Faults, Wrong
from local.simulators.server import NONSENSE

READS = ("Get", "List", "Describe", "Encrypt", "Decrypt", "GenerateDataKey", "Query", "Scan", "BatchGet")
FAULT = b'{"__type": "InternalFailure", "message": "A fault asked for at /_local/faults"}'
EXPIRED = b'<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>'


class Handler(werkzeug_app.MotoRequestHandler):
    """Keeps connections open, and sends small answers at once."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def connection_dropped(self, *_: Any) -> None:
        """Somebody hung up, or was told to."""
        self.close_connection = True

    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        """Nothing: a person wants to see what goes wrong, not each call."""


class Durable:
    """moto as one WSGI application, one call at a time, each written down before it is answered."""

    def __init__(self, store: Store, faults: Faults) -> None:
        change(werkzeug_app, DISABLE_GLOBAL_CORS=True)  # a bucket's own rules decide
        self._moto = werkzeug_app.DomainDispatcherApplication(werkzeug_app.create_backend_app)
        self._store = store
        self._faults = faults
        self._one_at_a_time = threading.RLock()  # moto itself has no locks
        self._tables_changed = threading.Event()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        service, operation = called(environ)
        if _expired(environ):
            start_response("403 Forbidden", [("Content-Type", "application/xml")])
            return [EXPIRED]
        if refusal := self._struck(service):
            start_response(refusal[0], [("Content-Type", "application/json")])
            return [refusal[1]]
        # A queue has locks of its own, and its receivers wait long.
        with nullcontext() if service == "sqs" else self._one_at_a_time:
            answer: Iterable[bytes] = self._moto(environ, start_response)
            self._note(service, operation)
            self._store.flush()
        return answer

    def _struck(self, service: str) -> tuple[str, bytes] | None:
        try:
            status = self._faults.strike(service)
        except Down:
            raise ConnectionResetError(service) from None  # the server hangs up
        except Wrong:
            return "200 OK", NONSENSE
        return (f"{status} Fault", FAULT) if status else None

    def _note(self, service: str, operation: str) -> None:
        if operation.startswith(READS):
            return
        if service in patches.KEPT_SERVICES:
            patches.note_service(self._store, service)
        elif service == "dynamodb":
            self._tables_changed.set()

    def keep_tables(self) -> None:
        """moto as DynamoDB is too slow to keep at every change: it is kept when this is called, once a second."""
        if self._tables_changed.is_set():
            self._tables_changed.clear()
            with self._one_at_a_time:
                patches.note_service(self._store, "dynamodb")
                self._store.flush()


def called(environ: dict[str, Any]) -> tuple[str, str]:
    """The service and operation of an AWS call; what is not signed is a browser reading from S3."""
    signature: str = environ.get("HTTP_AUTHORIZATION", "")
    scope = signature.partition("Credential=")[2].partition(",")[0].split("/")
    operation: str = environ.get("HTTP_X_AMZ_TARGET", "").rpartition(".")[2]
    return (scope[3] if len(scope) == 5 else "s3"), operation or str(environ["REQUEST_METHOD"])


def _expired(environ: dict[str, Any]) -> bool:
    """A presigned URL past its time; moto would still honour it."""
    query = parse_qs(environ.get("QUERY_STRING", ""))
    if "X-Amz-Expires" not in query or "X-Amz-Date" not in query:
        return False
    signed = datetime.strptime(query["X-Amz-Date"][0], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return datetime.now(UTC) > signed + timedelta(seconds=int(query["X-Amz-Expires"][0]))


def serve(application: Durable, port: int) -> BaseWSGIServer:
    server = make_server(LOOPBACK, port, application, threaded=True, request_handler=Handler)
    server.daemon_threads = True  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.05,), name="aws", daemon=True).start()
    return server
