"""The operator on the other side: tokens, calls, and what its refusals mean."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import urllib3

from kuvert.credentials import Credentials
from kuvert.failing import Exit, Failed

ABSENT = 40400  # the operator's word for what is not there
CONNECT_SECONDS, ANSWER_SECONDS = 10, 60
# What may succeed shortly. Not 429: it can be long until then, which is said instead of waited for.
AGAIN = urllib3.Retry(total=3, status_forcelist=(502, 503, 504), allowed_methods=None, backoff_factor=0.5,
                      respect_retry_after_header=False, raise_on_status=False, redirect=0)


@dataclass
class Operator:
    """One operator, called as one client. Every call here can be repeated: contents are recognised when sent twice."""

    credentials: Credentials
    _http: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(
        retries=AGAIN, timeout=urllib3.Timeout(CONNECT_SECONDS, ANSWER_SECONDS)
    ))
    _token: str = ""

    def get(self, path: str) -> Any:
        """Read."""
        return _read(self._call("GET", path))

    def find(self, path: str) -> Any:
        """Read what may be something else; None when there is nothing of the kind."""
        try:
            return self.get(path)
        except Failed as refused:
            if refused.facts.get("code") == ABSENT:
                return None
            raise

    def post(self, path: str, body: dict[str, Any], **headers: str) -> tuple[Any, Any]:
        """Do; answers the body and the headers."""
        answer = self._call("POST", path, body, headers)
        return _read(answer), answer.headers

    def put_file(self, place: dict[str, Any], file: Path) -> None:
        """Put a file where the operator has said, with the headers it has said."""
        headers = {name: value for name, value in place.get("headers", {}).items() if name.lower() != "content-length"}
        headers["content-length"] = str(file.stat().st_size)
        try:
            with file.open("rb") as body:
                answer = self._send(place.get("method", "PUT"), place["url"], headers, body)
        except KeyboardInterrupt:
            raise Failed("Stopped before all of the file was there. Nothing has been sent.", "Run the command again.",
                         Exit.STOPPED) from None
        if answer.status >= 300:
            raise Failed(f"The file could not be put in its place (HTTP {answer.status}).", "Run the command again.",
                         Exit.UNAVAILABLE)

    def fetch(self, url: str, into: Path) -> None:
        """Fetch a file by the link that the operator has given, without holding it in memory."""
        try:
            answer = self._http.request("GET", url, preload_content=False)
            if answer.status >= 300:
                raise Failed(f"The results could not be fetched (HTTP {answer.status}).", exit=Exit.UNAVAILABLE)
            with into.open("wb") as out:
                for piece in answer.stream(1 << 16):
                    out.write(piece)
        except urllib3.exceptions.HTTPError as error:
            raise Failed(f"The results could not be fetched ({type(error).__name__}).", exit=Exit.UNAVAILABLE) from None

    def tenant(self, wanted: str) -> str:
        """Whom to send for: what is wanted, what was chosen when logging in, or the only one there is."""
        if wanted or self.credentials.tenant:
            return as_key(wanted or self.credentials.tenant)
        known: list[dict[str, str]] | list[str] = self.get("/v2/tenant")
        keys = [each if isinstance(each, str) else each["key"] for each in known]
        if len(keys) != 1:
            raise Failed(f"Your client sends for {len(keys)} tenants.", "Say which with --tenant or KUVERT_TENANT: " +
                         ", ".join(keys[:10]))
        return keys[0]

    def log_in(self) -> None:
        """Get a token."""
        client = urllib3.make_headers(basic_auth=f"{self.credentials.client_id}:{self.credentials.client_secret}")
        form = {"content-type": "application/x-www-form-urlencoded"}
        answer = self._send("POST", f"{self.credentials.url}/v2/auth", client | form, b"grant_type=client_credentials")
        if answer.status in (400, 401, 403):
            raise Failed("The operator does not know this client id and secret.",
                         "Check them, and that the address is the operator's. Then run `kuvert login`.",
                         Exit.NO_CREDENTIALS)
        self._token = str(_read(_accepted(answer)).get("access_token", ""))

    def _call(
        self, method: str, path: str, body: dict[str, Any] | None = None, headers: dict[str, str] | None = None
    ) -> urllib3.BaseHTTPResponse:
        if not self._token:
            self.log_in()
        raw = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        named = {name.replace("_", "-"): value for name, value in (headers or {}).items() if value}
        sent = {"content-type": "application/json", **named}
        answer = self._send(method, self.credentials.url + path, sent | self._bearer(), raw)
        if answer.status == 401:
            # Tokens last for eight hours, and a batch may be followed for longer.
            self.log_in()
            answer = self._send(method, self.credentials.url + path, sent | self._bearer(), raw)
        return _accepted(answer)

    def _bearer(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self._token}"}

    def _send(self, method: str, url: str, headers: dict[str, str], body: Any) -> urllib3.BaseHTTPResponse:
        try:
            return self._http.request(method, url, headers=headers, body=body)
        except urllib3.exceptions.HTTPError as error:
            where = self.credentials.url
            raise Failed(f"{where} does not answer ({type(error).__name__}).",
                         "Is the address right, and the network there? The same command can be repeated.",
                         Exit.UNAVAILABLE) from None


def as_key(text: str) -> str:
    """A key on its way into a path, where anything else would lead to something else."""
    if not re.fullmatch(r"[0-9A-Za-z]+", text):
        raise Failed("That is no key: keys are of digits and letters.", "Take it as `kuvert` or the operator said it.")
    return text


def _read(answer: urllib3.BaseHTTPResponse) -> Any:
    """What an answer says; whatever stands between, such as a page that wants one to log in, says something else."""
    try:
        return answer.json()
    except ValueError:
        raise Failed("What answers is not an operator: it says no JSON.",
                     "Is the address right, and does nothing stand between?", Exit.UNAVAILABLE) from None


def _accepted(answer: urllib3.BaseHTTPResponse) -> urllib3.BaseHTTPResponse:
    """Raise what the operator has refused, in its own words: they say what to do."""
    if answer.status < 300:
        return answer
    try:
        told = dict(json.loads(answer.data))
    except (ValueError, TypeError):
        told = {}
    reference = answer.headers.get("x-correlation-id", "")
    facts = {name: told[name] for name in ("code", "errors") if name in told} | {"correlation_id": reference}
    what = f"{told.get('short_message') or 'Refused'} ({told.get('code') or f'HTTP {answer.status}'})"
    do = told.get("long_message", "")
    if answer.status == 429:
        seconds = answer.headers.get("retry-after", "some")
        raise Failed(what, f"{do} Run it again in {seconds} seconds.".strip(), Exit.UNAVAILABLE, facts)
    if answer.status >= 500:
        raise Failed(what, f"Run it again. If it goes on, ask the operator about {reference}.", Exit.UNAVAILABLE, facts)
    raise Failed(what, do, Exit.REFUSED, facts)
