"""Second thoughts: withdrawing and replacing what waits, and calling what is delivered corrected."""

from __future__ import annotations

from typing import Any

from chalicelib.api.http import Answer, Call
from chalicelib.api.sender.content import CONTENT_LIMIT, OF_SENDING, accepted, checked, received
from chalicelib.api.sender.models import ContentEcho, ContentIn, CorrectedBy
from chalicelib.api.sender.routes import door
from chalicelib.wiring import operator

TAG = "Changes (ours)"


@door.route(
    "DELETE", "/v2/tenant/{tenantKey}/content/{contentKey}",
    guard="delete|post:kivra.v2.tenant.{tenantKey}.content", answers={204: None}, refuses=(40904,), tag=TAG,
)
def withdraw(call: Call[Any]) -> Answer:
    """Take back what waits, for its time or for its recipient; what is delivered is the recipient's: 409."""
    operator().changing.withdraw(call.path["tenantKey"], call.path["contentKey"])
    return Answer(204)


@door.route(
    "PUT", "/v2/tenant/{tenantKey}/content/{contentKey}", guard="put|post:kivra.v2.tenant.{tenantKey}.content",
    body=ContentIn, answers={200: ContentEcho}, refuses=OF_SENDING, limit=CONTENT_LIMIT, tag=TAG,
)
def replace(call: Call[ContentIn]) -> Answer:
    """Put another content in the place of one that waits, checked as when it is sent; its key stays."""
    return accepted(call, operator().changing.replace(call.path["contentKey"], checked(received(call))), 200)


@door.route(
    "POST", "/v2/tenant/{tenantKey}/content/{contentKey}/corrected_by",
    guard="post:kivra.v2.tenant.{tenantKey}.content", body=CorrectedBy, answers={204: None}, refuses=(40904, 42200),
    tag=TAG,
)
def correct(call: Call[CorrectedBy]) -> Answer:
    """Mark a delivered content as corrected by a newer one; the answer is the same whether it was read or not."""
    operator().changing.correct(call.path["tenantKey"], call.path["contentKey"], call.body.content_key)
    return Answer(204)
