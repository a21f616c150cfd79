"""Sending in the first version's words, which some software still speaks: `files` and `context`."""

from __future__ import annotations

from typing import Any

from pydantic import Field, model_validator

from chalicelib.api.http import Answer, Call
from chalicelib.api.sender.content import CONTENT_LIMIT, OF_SENDING, OWN_NAME, accepted, checked, received
from chalicelib.api.sender.models import ContentEcho, ContentIn
from chalicelib.api.sender.routes import door
from chalicelib.wiring import operator


class FirstContentIn(ContentIn):
    """One content as the first version wrote it; a field of today's in it counts as it does today."""

    files: list[Any] | None = Field(default=None, repr=False, description="What is called `parts` today.")
    context: dict[str, Any] | None = Field(
        default=None, repr=False, description="Holds `booking`, which stands beside the others today, or `invoice`."
    )

    @model_validator(mode="before")
    @classmethod
    def _in_todays_words(cls, told: Any) -> Any:
        if not isinstance(told, dict):
            return told
        context = _object(told.get("context"))
        invoice = _object(context.get("invoice"))
        today = {
            "parts": told.get("files"), "booking": context.get("booking"),
            "payment_multiple_options": invoice.get("payment_multiple_options") or invoice.get("payment"),
        }
        return {**today, **{name: value for name, value in told.items() if value is not None}}


def _object(told: Any) -> dict[str, Any]:
    return told if isinstance(told, dict) else {}


@door.route(
    "POST", "/v1/tenant/{tenantKey}/content", guard="post:kivra.v1.tenant.{tenantKey}.content", body=FirstContentIn,
    answers={201: ContentEcho}, refuses=OF_SENDING, limit=CONTENT_LIMIT, headers=OWN_NAME,
    tag="Content (first version)",
)
def send_v1(call: Call[ContentIn]) -> Answer:
    """Send one content in the first version's words; it is the same content, and answered the same."""
    return accepted(call, operator().accepting.accept(checked(received(call))), 201)
