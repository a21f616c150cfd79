"""Calling a receiver: one POST to the vetted address, with a deadline over all of it, and no following on."""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cached_property
from typing import Any, cast

from chalicelib.outgoing.guard import ForbiddenAddress, Guard, Target
from chalicelib.outgoing.model import InvalidUrl, Outcome

CONNECT_SECONDS = 2.0
ANSWER_BYTES = 64 * 1024


class _TooSlow(Exception):
    """The receiver was connected to and has not answered in time."""


class _TooLong(Exception):
    """The receiver says more than anybody reads."""


class _Incoming(io.RawIOBase):
    """What a receiver says, until the deadline and up to the cap; one byte a second does not prolong it."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self._connection = connection
        self._deadline = deadline
        self._left = ANSWER_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise _TooSlow
        if self._left <= 0:
            raise _TooLong
        self._connection.settimeout(left)
        try:
            got = self._connection.recv_into(memoryview(buffer)[: self._left])
        except TimeoutError:
            raise _TooSlow from None
        self._left -= got
        return got


class _Answering:
    """As much of a socket as http.client wants for reading an answer."""

    def __init__(self, incoming: _Incoming) -> None:
        self._incoming = incoming

    def makefile(self, mode: str) -> io.BufferedReader:  # noqa: ARG002 (http.client says "rb")
        return io.BufferedReader(self._incoming)


class HttpReceiver:
    """Speaks HTTP/1.1 over TLS to whatever URL a sender has given, past the guard."""

    def __init__(self, *, guard: Guard, seconds: float, tls: ssl.SSLContext | None = None) -> None:
        self._guard = guard
        self._seconds = seconds
        self._given_tls = tls

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        context = self._given_tls or ssl.create_default_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Hand over one message; whatever goes wrong is an outcome, never an error."""
        began = time.monotonic()
        status, error = None, None
        try:
            target = self._guard.read(url)
            status = self._exchange(target, self._guard.vet(target), headers, body)
        except (InvalidUrl, ForbiddenAddress) as refused:
            error = f"not called: {refused}"
        except _TooSlow:
            error = f"no answer within {self._seconds:g} s"
        except _TooLong:
            error = f"answered more than {ANSWER_BYTES} bytes"
        except TimeoutError:
            error = "could not be connected to in time"
        except ssl.SSLError as failed:
            error = f"TLS: {failed.reason or 'failed'}"
        except (OSError, http.client.HTTPException) as failed:
            error = f"connection: {type(failed).__name__}"
        return Outcome(status, error, round((time.monotonic() - began) * 1000))

    def _exchange(self, target: Target, address: str, headers: Mapping[str, str], body: bytes) -> int:
        with self._connected(target, address) as connection:
            deadline = time.monotonic() + self._seconds
            connection.settimeout(self._seconds)
            try:
                connection.sendall(_request(target, headers, body))
            except TimeoutError:
                raise _TooSlow from None
            stream = cast("socket.socket", _Answering(_Incoming(connection, deadline)))
            answer = http.client.HTTPResponse(stream, method="POST")
            answer.begin()
            # Read to its end or the cap, so that no receiver is cut off while it answers; then forgotten.
            answer.read()
            return answer.status

    def _connected(self, target: Target, address: str) -> socket.socket:
        plain = socket.create_connection((address, target.port), timeout=CONNECT_SECONDS)
        if target.scheme == "http":
            return plain
        with ExitStack() as unless_connected:
            unless_connected.callback(plain.close)
            secured = self._tls.wrap_socket(plain, server_hostname=target.host)
            unless_connected.pop_all()
            return secured


def _request(target: Target, headers: Mapping[str, str], body: bytes) -> bytes:
    host = target.host if target.port in (80, 443) else f"{target.host}:{target.port}"
    told = {"host": host, **headers, "content-length": str(len(body)), "connection": "close"}
    lines = [f"POST {target.path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body
