"""Sending: one content to one recipient, and what has become of it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.api.http import Answer, Call
from chalicelib.api.sender.models import ContentEcho, ContentIn, EventOut, PreviewLink, RehearsalOut, StatusOut
from chalicelib.api.sender.parts import Files, standing
from chalicelib.api.sender.rehearsing import rehearsing
from chalicelib.api.sender.routes import door
from chalicelib.api.sender.uploads import OwnFiles
from chalicelib.content.checks import check_part
from chalicelib.content.model import Content
from chalicelib.content.types import demand_retainable, demand_schedulable, rule_of
from chalicelib.delivery.model import (
    SCHEDULE_AHEAD,
    Accepted,
    Addressee,
    MissingReceiver,
    NotReachable,
    Sending,
)
from chalicelib.kernel.clock import iso
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.identifiers import EmailAddress, OrganisationNumber, Personnummer
from chalicelib.wiring import operator

CONTENT_LIMIT = 1_000_000
OWN_NAME = {"Idempotency-Key": "Ours: your own name of this, 1 to 255 visible ASCII characters, yours for 30 days."}
# What a content can be refused with, besides what any body can be.
OF_SENDING = (40007, 40009, 40012, 40018, 40019, 40024, 40028, 40032, 40050, 40904, 42200, 42221)
_KEY = re.compile(r"^[\x21-\x7e]{1,255}$")


@door.route(
    "POST", "/v2/tenant/{tenantKey}/content", guard="post:kivra.v2.tenant.{tenantKey}.content", body=ContentIn,
    answers={201: ContentEcho, 200: RehearsalOut}, refuses=OF_SENDING, limit=CONTENT_LIMIT, tag="Content",
    query={"dry_run": "`true` checks everything and sends nothing."}, headers=OWN_NAME,
)
def send(call: Call[ContentIn]) -> Answer:
    """Send one content; 201 means that it is in the recipient's mailbox, or kept for them when so asked.

    With `?dry_run=true` nothing is sent: 200 says what would become of it, with a link to a preview.
    """
    sending = checked(received(call))
    if rehearsing(call):
        return _rehearsed(sending)
    return accepted(call, operator().accepting.accept(sending), 201)


@dataclass(frozen=True, slots=True)
class Received:
    """A content as it came in: posted by itself, or as a row of a batch, which has its own files and name."""

    tenant: str
    wanted: ContentIn
    raw: bytes
    correlation_id: str
    named: str | None = None
    row: str | None = None
    files: Files | None = None


def received(call: Call[ContentIn]) -> Received:
    """Read what was posted by itself."""
    return Received(call.path["tenantKey"], call.body, call.raw, call.correlation_id, named_by_sender(call))


def checked(given: Received) -> Sending:
    """Check a content as it is sent."""
    wanted, tenant = given.wanted, given.tenant
    deliver_at = datetime.fromisoformat(wanted.deliver_at) if wanted.deliver_at else None
    if wanted.retain:
        demand_retainable(wanted.type)
    if deliver_at:
        demand_schedulable(wanted.type)
    addressee = _addressee(wanted, by_email=rule_of(wanted.type).by_email)
    now = operator().clock.now()
    # What is counted in days is counted from its delivery.
    counted_from = min(deliver_at, now + SCHEDULE_AHEAD) if deliver_at else now
    content = wanted.to_content(tenant, counted_from, given.files or OwnFiles(tenant))
    _check(content)
    return _sending(given, addressee, content, deliver_at)


def accepted(call: Call[ContentIn], promised: Accepted, status: int) -> Answer:
    """Tell a sender what it is promised."""
    tenant = call.path["tenantKey"]
    call.facts.update(content=promised.key, state=str(promised.state), type=call.body.type)
    location = f"{operator().config.sender_api_url}/v2/tenant/{tenant}/content/{promised.key}"
    headers = {"kivra-objkey": promised.key, "location": location}
    if promised.retained:
        headers["kivra-retained"] = "true"
    if promised.scheduled:
        headers["kuvert-scheduled"] = "true"
    return Answer(status, _echo(call), headers)


def _rehearsed(sending: Sending) -> Answer:
    told: dict[str, Any] = {}
    try:
        would = operator().accepting.rehearse(sending)
    except NotReachable as refusal:
        told.update(would="refused", code=refusal.number, long_message=refusal.detail)
    else:
        told.update(would=str(would.would), content_key=would.key)
    made = operator().previews.make(sending.tenant, sending.content, sending.deliver_at)
    # The key stands where browsers keep it to themselves: no server is told what comes after the hash.
    url = f"{operator().config.web_url}/preview#{made.key}"
    preview = PreviewLink(url=url, expires_at=iso(made.expires_at))
    return Answer(200, RehearsalOut.model_validate({**told, "preview": preview}))


def _addressee(wanted: ContentIn, *, by_email: bool) -> Addressee:
    """Whom it is for. The first of vat_number, ssn and email counts; there is no falling through to the next."""
    pepper = operator().pepper
    if wanted.vat_number:
        # One that is none is told apart from one of nobody here: only the first is a mistake.
        OrganisationNumber.typed(wanted.vat_number)
        raise NotReachable("No company can be reached digitally here. Send it another way, for example on paper.")
    if wanted.ssn:
        number = Personnummer.typed(wanted.ssn).number
        return Addressee(person=pepper.person(number), born=number[:8])
    if wanted.email and by_email:
        return Addressee(address=pepper.of("email", EmailAddress.typed(wanted.email).folded))
    ways = "ssn (12 digits) or email" if by_email else "ssn (12 digits); this type is never sent to an email address"
    raise MissingReceiver(f"Say who it is for: {ways}.")


def _check(content: Content) -> None:
    for n, part in enumerate(content.parts):
        with standing(f"parts[{n}]"):
            check_part(part.file.data, part.file.content_type)
        if part.responsive:
            with standing(f"parts[{n}].responsive_part"):
                check_part(part.responsive.data, part.responsive.content_type)


def _sending(given: Received, addressee: Addressee, content: Content, deliver_at: datetime | None) -> Sending:
    pepper, wanted = operator().pepper, given.wanted
    payload = pepper.of_bytes(f"payload:{given.tenant}", _canonical(given.raw))
    named = pepper.of(f"idempotency:{given.tenant}", given.named) if given.named else None
    return Sending(
        tenant=given.tenant, addressee=addressee, content=content, payload=payload,
        duplicate=given.row or named or payload, row=given.row is not None,
        retain_days=int(wanted.retention_time) if wanted.retain else None, correlation_id=given.correlation_id,
        deliver_at=deliver_at,
    )


def named_by_sender(call: Call[Any]) -> str | None:
    """The Idempotency-Key of a call, if it has one."""
    key: str | None = call.headers.get("idempotency-key")
    if key is not None and not _KEY.match(key):
        raise Invalid("Idempotency-Key is 1 to 255 visible ASCII characters.")
    return key


def _canonical(raw: bytes) -> bytes:
    """The payload without generated_at and with its fields in one order: equal sendings are equal bytes."""
    payload = json.loads(raw)
    payload.pop("generated_at", None)
    return json.dumps(payload, sort_keys=True, separators=(",", ":")).encode()


def _echo(call: Call[ContentIn]) -> ContentEcho:
    return ContentEcho(subject=call.body.subject, generated_at=call.body.generated_at, type=call.body.type)


@door.route(
    "GET", "/v2/tenant/{tenantKey}/content/{contentKey}", guard="get|post:kivra.v2.tenant.{tenantKey}.content",
    answers={200: StatusOut}, tag="Delivery status (ours)",
)
def status(call: Call[Any]) -> Answer:
    """Tell what has become of a content: its state and its events, never whether it was read."""
    status = operator().changing.status(call.path["tenantKey"], call.path["contentKey"])
    events = [
        EventOut(
            event=h.event, at=iso(h.at), channel=h.channel, until=iso(h.until) if h.until else None, content_key=h.by
        )
        for h in status.events
    ]
    return Answer(200, StatusOut(key=status.key, state=status.state, events=events))
