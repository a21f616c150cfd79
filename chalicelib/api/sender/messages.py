"""What webhooks are told, one model for each type: for the document, and for tests that read what is sent."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model
from pydantic.json_schema import models_json_schema

from chalicelib.callbacks.model import TEST, Type


class Told(BaseModel):
    """The base of everything in a message; nothing stands there that is not said here."""

    model_config = ConfigDict(extra="forbid")


class ContentTold(Told):
    """A content of yours."""

    tenant_key: str
    """The tenant that sent it."""
    content_key: str
    """The content's key."""


class AcceptedTold(ContentTold):
    """A content of yours, and what it waits for, if it waits."""

    deliver_at: str | None = None
    """Of one that is scheduled: when it is delivered."""
    retained_until: str | None = None
    """Of one that waits for its recipient: until when."""


class RetainedTold(ContentTold):
    """A content of yours that waits."""

    retained_until: str
    """Until when it waits for its recipient."""


class BouncedTold(ContentTold):
    """A content of yours, and the way that its notice went."""

    channel: Literal["email"]
    """How the notice was sent; never to which address."""


class AnsweredTold(ContentTold):
    """A form of yours that was filled in."""

    form_template_key: str
    """The form's key."""
    form_response_key: str
    """The response's key, by which it is fetched."""


class RegisteredTold(ContentTold):
    """A registered letter of yours."""

    response_key: str
    """The response's key, by which it is fetched."""


class BatchTold(Told):
    """A batch of yours."""

    tenant_key: str
    """The tenant that sent it."""
    batch_key: str
    """The batch's key."""
    status: Literal["done", "failed"]
    """How it ended."""


class TrialTold(Told):
    """The webhook itself."""

    webhook_id: str
    """The webhook's id."""


class Message(Told):
    """What every message has; the types differ in what `data` holds."""

    id: str = Field(description="The message's id, the same as its `webhook-id`.")
    timestamp: str = Field(description="When it happened.")


# What is told, when, and with which data.
TOLD: dict[str, tuple[type[Told], str]] = {
    Type.ACCEPTED: (AcceptedTold, "A content was sent and accepted: 201."),
    Type.DELIVERED: (ContentTold, "A content lies in its recipient's mailbox."),
    Type.BOUNCED: (BouncedTold, "A notice of a content came back."),
    Type.RETAINED: (RetainedTold, "A content waits for its recipient."),
    Type.EXPIRED: (ContentTold, "Nobody came for a content in time."),
    Type.WITHDRAWN: (ContentTold, "You took a content back."),
    Type.REFUSED: (ContentTold, "A content's time came, and its recipient could not be reached."),
    Type.ANSWERED: (AnsweredTold, "A form was answered; the answers can be fetched."),
    Type.SIGNED: (RegisteredTold, "A registered letter was signed for; the response can be fetched."),
    Type.SIGNING_EXPIRED: (RegisteredTold, "A registered letter expired unsigned; the response can be fetched."),
    Type.BATCH_DONE: (BatchTold, "Every row of a batch has met its fate."),
    TEST: (TrialTold, "You asked for a message that means nothing; it is tried once."),
}


# The headers that each of them comes with, by Standard Webhooks.
HEADERS = {
    "webhook-id": "The message's id, the same at every try: remember those that you have dealt with.",
    "webhook-timestamp": "When this try was made, in Unix seconds; refuse one more than five minutes off.",
    "webhook-signature": "`v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several are parted by blanks.",
}


@cache
def model_of(kind: str) -> type[Message]:
    """The message of a type, as it is posted."""
    data, about = TOLD[kind]
    return create_model(
        kind.replace(".", "_").title().replace("_", ""), __base__=Message, __doc__=about,
        type=(Literal[kind], Field(description="What happened.")),
        data=(data, Field(description="What it happened to.")),
    )


def tell(document: dict[str, Any], ref: str) -> None:
    """Add every message to a document; the one that is read again by replay is any of them."""
    schemas = document["components"]["schemas"]
    models = {kind: model_of(kind) for kind in TOLD}
    _, made = models_json_schema([(model, "serialization") for model in models.values()], ref_template=ref)
    schemas.update(made["$defs"])
    mapping = {kind: ref.format(model=model.__name__) for kind, model in models.items() if kind != TEST}
    schemas["MessageOut"] = {
        "description": str(schemas["MessageOut"]["description"]),
        "oneOf": [{"$ref": each} for each in mapping.values()],
        "discriminator": {"propertyName": "type", "mapping": mapping},
    }
    document["webhooks"] = {kind: {"post": _posted(kind, ref.format(model=models[kind].__name__))} for kind in TOLD}


def _posted(kind: str, schema: str) -> dict[str, Any]:
    headers = [
        {"name": name, "in": "header", "required": True, "description": text, "schema": {"type": "string"}}
        for name, text in HEADERS.items()
    ]
    return {
        "operationId": f"told_{re.sub(r'[^a-z]', '_', kind)}", "summary": TOLD[kind][1], "tags": ["Webhooks (ours)"],
        "parameters": headers, "security": [],
        "requestBody": {"required": True, "content": {"application/json": {"schema": {"$ref": schema}}}},
        "responses": {
            "2XX": {"description": "Taken; answer within one second. Only the status counts."},
            "default": {"description": "Not taken: it is tried again, ten times in all over 75 hours."},
        },
    }
