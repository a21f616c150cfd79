"""The recipients' door: who is let in by which cookie, and how errors are told to the web app."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict

from chalicelib.api.http import Answer, Call, Door, Operation
from chalicelib.api.recipient import cookies
from chalicelib.aws import faults
from chalicelib.aws.observability import note_fault
from chalicelib.identity.model import Device, Session
from chalicelib.kernel.errors import Forbidden, OperatorError, TooMany, Unavailable
from chalicelib.recipients.model import Language
from chalicelib.wiring import operator

SAFE = ("GET", "*")
UNATTENDED = "unattended"  # what a page says that now and then asks by itself
# Answers are JSON for a script of ours and nothing else: never framed, sniffed, kept or read by another site.
HEADERS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=63072000; includeSubDomains",
}


class Problem(BaseModel):
    """A refusal as RFC 9457 writes it; `code` is what the web app goes by, `tries_left` and others stand beside it."""

    model_config = ConfigDict(extra="allow", defer_build=True)

    type: str
    title: str
    status: int
    code: str
    detail: str
    number: int
    correlation_id: str
    errors: list[dict[str, str]] | None = None
    retry_after: int | None = None


class RecipientDoor(Door):
    """Lets people in by cookie. `guard` is `public`, `enrolment`, `session` or `step_up`."""

    def admit(self, operation: Operation, call: Call[Any]) -> Any:
        """Refuse what another site may have sent, then find whose cookie it is."""
        if operation.method not in SAFE:
            _demand_own_page(call)
        if operation.guard == "enrolment":
            return operator().enrolments.find(cookies.read(call.headers, cookies.ENROLMENT))
        if operation.guard in ("session", "step_up"):
            return _session(call, operation)
        return None

    def refuse(self, error: OperatorError, call: Call[Any]) -> Answer:
        """Answer problem+json; the status is the first three digits of the number."""
        facts = {name: value for name, value in error.facts.items() if name != "allow"}
        headers = {"content-type": "application/problem+json"}
        if isinstance(error, TooMany | Unavailable):
            headers["retry-after"] = str(error.retry_after)
            facts["retry_after"] = error.retry_after
        if "allow" in error.facts:
            headers["allow"] = str(error.facts["allow"])
        body = Problem.model_validate({
            **facts, "type": f"urn:kuvert:problem:{error.slug}", "title": error.slug.replace("_", " ").capitalize(),
            "status": error.number // 100, "code": error.slug, "detail": error.detail, "number": error.number,
            "correlation_id": call.correlation_id,
        })
        return Answer(body.status, body, headers)

    def dress(self, answer: Answer, call: Call[Any]) -> None:
        """Add the headers that every answer carries."""
        super().dress(answer, call)
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)


def _demand_own_page(call: Call[Any]) -> None:
    """Acts come from pages of ours only: browsers say so themselves, in headers that no script can set."""
    site, origin = call.headers.get("sec-fetch-site"), call.headers.get("origin")
    own = origin is not None and origin == _origin_of(operator().config.web_url)
    if site == "same-origin" or (own and site is None):
        return
    raise Forbidden("This can be done from the web app only.")


def _origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _session(call: Call[Any], operation: Operation) -> Session:
    kept = cookies.read(call.headers, cookies.SESSION)
    by_itself = operation.unattended or (UNATTENDED in operation.query and call.query.get(UNATTENDED) == "1")
    session = operator().sessions.find(kept, attended=not by_itself)
    if operation.guard == "step_up":
        operator().sessions.demand_step_up(session)
    return session


def device_of(call: Call[Any]) -> Device:
    """From where the browser calls; the distribution in front of us names the address that it was called from."""
    seen = str(call.headers.get("x-kuvert-viewer") or "")
    ip = seen if _is_address(seen) else call.source_ip
    return Device(ip=ip, user_agent=str(call.headers.get("user-agent") or ""))


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def language_of(call: Call[Any]) -> Language:
    """The language asked for: the first of ours in Accept-Language, and Swedish otherwise."""
    wanted = str(call.headers.get("accept-language") or "").lower().split(",")
    codes = [entry.strip()[:2] for entry in wanted]
    return next((Language(code) for code in codes if code in ("sv", "en")), Language.SV)


def have_waiting_post_delivered(person: str) -> None:
    """Ask the worker to deliver what waits; when it cannot be asked, the marker in the table makes up for it."""
    soon(lambda: operator().waiting.release_soon(person))


def soon(ask: Callable[[], None]) -> None:
    """Ask a worker for something that the answer does not hang on."""
    try:
        ask()
    except faults.AWS_ERRORS as error:
        note_fault(error)


door = RecipientDoor()
