"""Registered letters (registered.letter): what they are sent with, and the responses to them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from chalicelib.api.http import Answer, Call
from chalicelib.api.sender.routes import door
from chalicelib.api.sender.wire import Reference, Structured, Wire, read_day, read_moment
from chalicelib.content.receipt import LONGEST_DAYS
from chalicelib.kernel.clock import business_date, iso, start_of_day
from chalicelib.kernel.errors import Invalid, NotFound
from chalicelib.registered.model import Status
from chalicelib.wiring import operator

# A sender's clock may be ahead of ours.
_SKEW = timedelta(minutes=5)


def _day_or_moment(text: str) -> str:
    """Read a date, or a moment, which means the Swedish day that it lies in."""
    day = read_day(text)
    return day.isoformat() if day else read_moment(text)


def _end_of(day: date) -> datetime:
    return start_of_day(day + timedelta(days=1))


class Hidden(Wire):
    """What the recipient learns only by signing."""

    sender: bool
    """Whether who sends it is hidden until then."""
    subject: bool
    """Whether the subject is hidden until then."""


class Registered(Structured):
    """Until when a letter can be signed for, what is hidden until then, and what the sender knows it by."""

    expires_at: Annotated[str, AfterValidator(_day_or_moment), Field(json_schema_extra={"format": "ISO8601"})]
    """The last day to sign for it; a moment means the Swedish day that it lies in."""
    hidden: Hidden
    """What the recipient learns only by signing."""
    sender_reference: Reference = Field(default=None, repr=False)
    """What you know it by; it comes back with the response, untouched."""

    def _day(self) -> date:
        return business_date(self._moment()) if "T" in self.expires_at else date.fromisoformat(self.expires_at)

    def _moment(self) -> datetime:
        return datetime.fromisoformat(self.expires_at)

    def context(self, tenant: str, now: datetime) -> dict[str, Any]:  # noqa: ARG002 (others look at the tenant)
        """The end of the last day, and what is hidden."""
        longest = timedelta(days=LONGEST_DAYS)
        day, last = self._day(), business_date(now) + longest
        # Thirty times 24 hours can end after midnight, when the clocks change or the sender's is ahead.
        within = "T" in self.expires_at and self._moment() <= now + longest + _SKEW
        if day > last and not within:
            raise Invalid(f"registered.expires_at is more than {LONGEST_DAYS} days ahead.")
        return {"registered": {"expires_at": iso(_end_of(min(day, last))), "hidden": self.hidden.model_dump()}}

    def kept(self, tenant: str, matched_by: tuple[str, str]) -> dict[str, Any]:  # noqa: ARG002 (forms need them)
        """What comes back to the sender, untouched."""
        return {"sender_reference": self.sender_reference}

    def good_before(self, context: dict[str, Any]) -> tuple[datetime, str] | None:  # noqa: ARG002 (tickets need it)
        """Nobody can sign for what has expired."""
        return _end_of(self._day()), "registered.expires_at has passed."


class ResponseListed(Wire):
    """A response, as listed."""

    key: str
    """The response's key, which is the content's."""
    status: Literal[Status.SIGNED, Status.EXPIRED]
    """What became of it."""


class RegisteredResponseOut(Wire):
    """What became of a registered letter; `bank_id_order` is BankID's own answer to the signature."""

    status: Literal[Status.SIGNED, Status.EXPIRED]
    """What became of it."""
    signed_at: str | None
    """When it was signed for; null when it expired."""
    sender_reference: dict[str, Any] | None
    """What you sent along, untouched."""
    content_key: str
    """The content's key."""
    bank_id_order: dict[str, Any] | None
    """BankID's own answer to the signature; null when it expired."""


@door.route(
    "GET", "/v2/tenant/{tenantKey}/registered", guard="get:kivra.v2.tenant.{tenantKey}.registered",
    answers={200: list[ResponseListed]}, tag="Registered letters",
)
def responses(call: Call[Any]) -> Answer:
    """List what has been signed or has expired, what became so first, at most 10,000; 404 when there is nothing.

    AWS calls: one query.
    """
    found = operator().registered.responses(call.path["tenantKey"])
    if not found:
        raise NotFound("There are no responses to registered letters.")
    return Answer(200, [ResponseListed.model_validate({"key": each.key, "status": each.status}) for each in found])


@door.route(
    "GET", "/v2/tenant/{tenantKey}/registered/{responseKey}", guard="get:kivra.v2.tenant.{tenantKey}.registered",
    answers={200: RegisteredResponseOut}, tag="Registered letters",
)
def response(call: Call[Any]) -> Answer:
    """Tell of one response; null is said, not left out.

    AWS calls: one batch read, and the key service for the signature.
    """
    found = operator().registered.response(call.path["tenantKey"], call.path["responseKey"])
    told = RegisteredResponseOut.model_validate({
        "status": found.status, "signed_at": iso(found.signed_at) if found.signed_at else None,
        "sender_reference": found.sender_reference, "content_key": found.key,
        # BankID says "complete"; the published interface answers "completed".
        "bank_id_order": {**found.order, "status": "completed"} if found.order else None,
    })
    return Answer(200, told.model_dump(mode="json"))


@door.route(
    "DELETE", "/v2/tenant/{tenantKey}/registered/{responseKey}",
    guard="delete:kivra.v2.tenant.{tenantKey}.registered", answers={204: None}, tag="Registered letters",
)
def delete(call: Call[Any]) -> Answer:
    """Remove a response that has been taken care of. AWS calls: one read, one transaction."""
    operator().registered.delete(call.path["tenantKey"], call.path["responseKey"])
    return Answer(204)
