"""The web app's files at `/`, as CloudFront serves them: the same headers, every page index.html."""

import gzip
import json
import mimetypes
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from infra.site import FILLED, fill
from local.settings import ROOT

DIST = ROOT / "web" / "dist"
HEADERS = ROOT / "infra" / "headers.json"
DEVELOPERS = ("/developers", "/developers/")
NAMED_BY_CONTENT = ("/assets/", "/pdf/")  # or by version
PACKED = {"application/manifest+json", "application/json", "image/svg+xml"}
Headers = tuple[tuple[str, str], ...]
FOREVER = "public,max-age=31536000,immutable"
NOT_BUILT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Kuvert</title>
<h1>The web app is not built yet</h1><p>Build it with <code>make web</code>, and load this page again.</p>
<p>The API answers already, and so do the <a href="/_local/">laptop's tools</a>.</p></html>"""
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("application/manifest+json", ".webmanifest")
mimetypes.add_type("font/woff2", ".woff2")


class Site:
    """A WSGI application over the built web app."""

    def __init__(self, content_origin: str, operator: Mapping[str, str], folder: Path = DIST) -> None:
        """`operator`: who runs it, as the parameters of infra/app.yaml say."""
        self._folder, self._operator = folder, operator
        self.headers = production_headers(content_origin)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._send(start_response, "405 Method Not Allowed", "text/plain", b"", "no-store")
        path = environ["PATH_INFO"]
        file = self._file(path)
        if file is None:
            return self._missing(path, start_response)
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        charset = "; charset=utf-8" if kind.startswith("text/") else ""
        keep = FOREVER if path.startswith(NAMED_BY_CONTENT) else "no-cache"
        body, packed = _packed(self._read(file), kind, environ.get("HTTP_ACCEPT_ENCODING", ""))
        return self._send(start_response, "200 OK", kind + charset, body, keep, packed)

    def _read(self, file: Path) -> bytes:
        """What lies there; the files that say who runs it say so."""
        content = file.read_bytes()
        if file.parent != self._folder.resolve() or file.name not in FILLED:
            return content
        return fill(file.name, content.decode(), self._operator).encode()

    def _file(self, path: str) -> Path | None:
        """A path without a dot in its last part is a page of the app, or the first of the senders' pages."""
        page = "developers/index.html" if path in DEVELOPERS else "index.html"
        name = path.lstrip("/") if "." in path.rpartition("/")[2] else page
        file = (self._folder / name).resolve()
        return file if file.is_relative_to(self._folder.resolve()) and file.is_file() else None

    def _missing(self, path: str, start_response: Any) -> Iterable[bytes]:
        if not (self._folder / "index.html").exists() and "." not in path.rpartition("/")[2]:
            page = NOT_BUILT.encode()
            return self._send(start_response, "503 Service Unavailable", "text/html; charset=utf-8", page, "no-store")
        return self._send(start_response, "404 Not Found", "text/plain", b"Not found", "no-store")

    def _send(
        self, start_response: Any, status: str, kind: str, body: bytes, keep: str, more: Headers = ()
    ) -> Iterable[bytes]:
        own = [("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", keep), *more]
        start_response(status, [*self.headers.items(), *own])
        return [body]


def _packed(body: bytes, kind: str, takes: str) -> tuple[bytes, Headers]:
    """Compressed for browsers that take it, as the distribution does; pictures and fonts are already."""
    if "gzip" not in takes or not (kind.startswith("text/") or kind in PACKED):
        return body, ()
    return gzip.compress(body, mtime=0), (("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding"))


def production_headers(content_origin: str) -> dict[str, str]:
    """infra/headers.json, with the origin that documents are read from."""
    if not HEADERS.exists():
        return {}
    described: dict[str, str] = json.loads(HEADERS.read_text(encoding="utf-8"))
    return {name: value.replace("{content_origin}", content_origin) for name, value in described.items()}
