"""`/api/accesses`: who has looked into one's own mailbox (SEC-1)."""

from __future__ import annotations

import re
from typing import Any

from chalicelib.api.http import Answer, Call
from chalicelib.api.recipient.models import AccessesOut, AccessOut
from chalicelib.api.recipient.routes import door
from chalicelib.identity.model import Session
from chalicelib.kernel.clock import iso
from chalicelib.kernel.errors import Invalid
from chalicelib.mailbox.model import Access
from chalicelib.wiring import operator

_CURSOR = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{12}Z#[0-9a-f]{8}$")


@door.route(
    "GET", "/api/accesses", guard="session", answers={200: AccessesOut}, tag="Accesses",
    query={"cursor": "where the page before ended"},
)
def page(call: Call[Any]) -> Answer:
    """List every access to the mailbox, newest first."""
    session: Session = call.caller
    cursor = call.query.get("cursor") or None
    if cursor and not _CURSOR.match(cursor):
        raise Invalid("The cursor is the `next` of the page before.")
    found, following = operator().accesses.page(session.mailbox, cursor)
    return Answer(200, AccessesOut(accesses=[_told(each, session) for each in found], next=following))


def _told(access: Access, session: Session) -> AccessOut:
    """Tell of one access; the digest of whoever it was is nobody's business."""
    return AccessOut(
        at=iso(access.at), who=access.seen_by(session.person), act=access.act.value,
        letter=access.content_key, part=access.part, device=access.device,
    )
