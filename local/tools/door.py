"""The WSGI door of `/_local/`: JSON for programs, forms for the page; nobody else's web page may knock."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

LOOPBACK_NAMES = {"localhost", "127.0.0.1", "::1"}


class NotFound(Exception):
    """There is no such thing."""


@dataclass(frozen=True)
class Call:
    """One call of a tool: what stood in the path, the query and the body."""

    path: tuple[str, ...]
    query: dict[str, str]
    wish: dict[str, Any]


@dataclass(frozen=True)
class Route:
    """A verb and a path, and what answers."""

    method: str
    path: re.Pattern[str]
    answer: Callable[[Call], Any]


def route(method: str, path: str, answer: Callable[[Call], Any]) -> Route:
    """`{}` in the path is one part of it, handed over in order."""
    return Route(method, re.compile(re.escape(path).replace(r"\{\}", "([^/]+)")), answer)


class Door:
    """Finds the tool that a call is for."""

    def __init__(self, routes: list[Route], page: Callable[[], bytes], page_headers: dict[str, str]) -> None:
        self._routes, self._page, self._page_headers = routes, page, page_headers

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        method = "GET" if environ["REQUEST_METHOD"] == "HEAD" else environ["REQUEST_METHOD"]
        path = environ["PATH_INFO"].removeprefix("/_local").rstrip("/") or "/"
        if not _from_here(environ):
            return _send(start_response, 403, {"error": "Only this laptop's own pages may call /_local/"})
        if path == "/" and method == "GET":
            return _send_page(start_response, self._page(), self._page_headers)
        try:
            answer = self._find(method, path, environ)
        except NotFound as missing:
            return _send(start_response, 404, {"error": str(missing)})
        except ValueError as error:
            return _send(start_response, 400, {"error": str(error)})
        if method == "POST" and "text/html" in environ.get("HTTP_ACCEPT", ""):
            start_response("303 See Other", [("Location", "/_local/"), ("Content-Length", "0")])
            return [b""]
        return _send(start_response, 200, answer)

    def _find(self, method: str, path: str, environ: dict[str, Any]) -> Any:
        for known in self._routes:
            match = known.path.fullmatch(path)
            if match and known.method == method:
                query = {name: values[-1] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
                return known.answer(Call(match.groups(), query, _wish(environ)))
        raise NotFound(f"{method} /_local{path} is nothing; docs/local.md lists what there is")


def _wish(environ: dict[str, Any]) -> dict[str, Any]:
    body: bytes = environ["wsgi.input"].read()
    if not body:
        return {}
    form = environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded")
    if form and not body.lstrip().startswith(b"{"):  # curl calls its JSON a form unless it is told otherwise
        return {name: values[-1] for name, values in parse_qs(body.decode()).items()}
    wish = json.loads(body)
    if not isinstance(wish, dict):
        raise ValueError("The body is a JSON object")  # noqa: TRY004 the caller's mistake, not ours
    return wish


def _from_here(environ: dict[str, Any]) -> bool:
    """A page of another site, open in the same browser, is not to move the clock or read the outbox."""
    if urlsplit(f"//{environ.get('HTTP_HOST', 'localhost')}").hostname not in LOOPBACK_NAMES:
        return False
    origin = environ.get("HTTP_ORIGIN", "")
    return not origin or (
        urlsplit(origin).hostname in LOOPBACK_NAMES and urlsplit(origin).port == int(environ["SERVER_PORT"])
    )


def _send(start_response: Any, status: int, answer: Any) -> Iterable[bytes]:
    body = json.dumps(answer, ensure_ascii=False, indent=2).encode() + b"\n"
    headers = [("Content-Type", "application/json"), ("Cache-Control", "no-store"), ("Content-Length", str(len(body)))]
    start_response(f"{status} {HTTPStatus(status).phrase}", headers)
    return [body]


def _send_page(start_response: Any, page: bytes, own: dict[str, str]) -> Iterable[bytes]:
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store"), *own.items()]
    start_response("200 OK", [*headers, ("Content-Length", str(len(page)))])
    return [page]
