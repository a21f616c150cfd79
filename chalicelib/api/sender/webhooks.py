"""Webhooks (ours): a client sets up where it is told what happens to its contents, and reads what was told."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from chalicelib.api.http import Answer, Call, InvalidQuery
from chalicelib.api.paging import page_size
from chalicelib.api.sender.routes import door
from chalicelib.api.sender.wire import OrAbsent, Wire
from chalicelib.callbacks.model import Definition, Delivery, Type, Webhook
from chalicelib.kernel.clock import iso
from chalicelib.wiring import operator

PATH = "/v2/webhooks/events"
SCOPE = "kivra.v2.webhooks.events"
TAG = "Webhooks (ours)"
PAGE = 50
LONGEST_PAGE = 500
_CURSOR = re.compile(r"^evt_[0-9a-f]{13,32}$")

Url = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Types = Annotated[list[Type], Field(min_length=1, max_length=50)]


class WebhookIn(Wire):
    """A webhook to make. Without `types` it is told of everything."""

    url: Url
    """Where you want to be told: https, port 443, a public name."""
    tkey_filter: Annotated[str, OrAbsent] = "*"
    """The key of one of your tenants, or `*` for all, also those that come later."""
    types: Annotated[Types, OrAbsent] = Field(default_factory=lambda: list(Type))
    """What you want to be told of; everything when left out."""


class WebhookChange(Wire):
    """What to change of a webhook; what is left out stays."""

    url: Url | None = None
    """Where you want to be told from now on."""
    tkey_filter: str | None = None
    """Of which tenant, or `*`, from now on."""
    types: Types | None = None
    """What you want to be told of from now on."""


class WebhookOut(Wire):
    """A webhook; its secret stands only in the answer that makes it."""

    id: str
    """The webhook's id."""
    url: str
    """Where it is told."""
    tkey_filter: str
    """Of which tenant; `*` is all."""
    types: list[Type]
    """What it is told of."""
    secret: str | None = Field(default=None, repr=False)
    """What messages are signed with: `whsec_` and base64. Shown once."""
    created_at: str
    """When it was made."""


class AttemptOut(Wire):
    """One try: when, and what the receiver answered, or why it did not."""

    at: str
    """When it was tried."""
    status: int | None = None
    """The status that the receiver answered."""
    error: str | None = None
    """Why there was no answer."""
    milliseconds: int
    """How long it took."""


class DeliveryOut(Wire):
    """One message to a webhook and how it has gone."""

    id: str
    """The message's id, the same as its `webhook-id`."""
    type: str
    """What it tells."""
    state: str
    """How it has gone: `pending`, `delivered` or `dropped`."""
    created_at: str
    """When it was to be told."""
    attempts: list[AttemptOut]
    """Every try."""
    next_attempt_at: str | None = None
    """When it is tried again."""
    reason: str | None = None
    """Why it was dropped."""


class DeliveriesOut(Wire):
    """A page of the log, newest first; `next` is the cursor of the following page."""

    deliveries: list[DeliveryOut]
    """Some of them, newest first."""
    next: str | None = None
    """The cursor of the following page; absent on the last one."""


class MessageOut(Wire):
    """A message as it is posted to a receiver."""

    id: str
    """The message's id, the same as its `webhook-id`."""
    timestamp: str
    """When it happened."""
    type: str
    """What happened."""
    data: dict[str, str]
    """What it happened to; which names stand in it depends on the type."""


class ReplayOut(Wire):
    """Messages after a cursor, oldest first; `cursor` is where to go on, `more` whether to do so at once."""

    events: list[MessageOut]
    """The messages, oldest first."""
    cursor: str
    """Where to go on; keep it."""
    more: bool
    """Whether to go on at once."""


def _shown(webhook: Webhook, secret: str | None = None) -> WebhookOut:
    chosen = webhook.definition
    return WebhookOut(
        id=webhook.id, url=chosen.url, tkey_filter=chosen.tkey_filter, types=list(chosen.types), secret=secret,
        created_at=iso(webhook.created_at),
    )


@door.route(
    "POST", PATH, guard=f"post:{SCOPE}", body=WebhookIn, answers={201: WebhookOut}, refuses=(40038, 40904), tag=TAG
)
def add(call: Call[WebhookIn]) -> Answer:
    """Make a webhook. The secret is shown this once.

    AWS calls: one query, one encryption, one put, and one update for each tenant that it is about.
    """
    wanted = call.body
    chosen = Definition(wanted.url, wanted.tkey_filter, tuple(dict.fromkeys(wanted.types)))
    webhook, secret = operator().webhooks.add(call.caller, chosen)
    call.facts["webhook"] = webhook.id
    location = f"{operator().config.sender_api_url}{PATH}/{webhook.id}"
    return Answer(201, _shown(webhook, secret), {"location": location, "Cache-Control": "no-store"})


@door.route("GET", PATH, guard=f"get:{SCOPE}", answers={200: list[WebhookOut]}, tag=TAG)
def listed(call: Call[Any]) -> Answer:
    """List the client's webhooks. AWS calls: one query."""
    return Answer(200, [_shown(webhook) for webhook in operator().webhooks.all(call.caller)])


@door.route("GET", f"{PATH}/{{id}}", guard=f"get:{SCOPE}.{{id}}", answers={200: WebhookOut}, tag=TAG)
def one(call: Call[Any]) -> Answer:
    """Read a webhook. AWS calls: one read."""
    return Answer(200, _shown(operator().webhooks.get(call.caller, call.path["id"])))


@door.route(
    "PATCH", f"{PATH}/{{id}}", guard=f"patch:{SCOPE}.{{id}}", body=WebhookChange, answers={200: WebhookOut},
    refuses=(40038, 40904), tag=TAG,
)
def change(call: Call[WebhookChange]) -> Answer:
    """Change a webhook; also what is still to be delivered goes to the new URL.

    AWS calls: one read and one update. Where `tkey_filter` changes, two queries, and one update for each tenant that it
    is about or was about.
    """
    wanted = call.body.model_dump(exclude_none=True)
    if "types" in wanted:
        wanted["types"] = tuple(dict.fromkeys(wanted["types"]))
    return Answer(200, _shown(operator().webhooks.change(call.caller, call.path["id"], wanted)))


@door.route("DELETE", f"{PATH}/{{id}}", guard=f"delete:{SCOPE}.{{id}}", answers={204: None}, tag=TAG)
def remove(call: Call[Any]) -> Answer:
    """Remove a webhook; what it has not been told yet is dropped.

    AWS calls: one read, one delete, two queries, and at most one update for each tenant that it was about.
    """
    operator().webhooks.remove(call.caller, call.path["id"])
    return Answer(204)


@door.route("POST", f"{PATH}/{{id}}/test", guard=f"post:{SCOPE}.{{id}}.test", answers={204: None}, tag=TAG)
def test(call: Call[Any]) -> Answer:
    """Send a `webhook.test` message, tried once; `kivra-objkey` is its id in the log of deliveries.

    AWS calls: one read, one transaction, one message.
    """
    return Answer(204, headers={"kivra-objkey": operator().webhooks.test(call.caller, call.path["id"])})


@door.route(
    "POST", f"{PATH}/{{id}}/rotate-secret", guard=f"post:{SCOPE}.{{id}}.rotate-secret", answers={200: WebhookOut},
    refuses=(40904,), tag=TAG,
)
def rotate(call: Call[Any]) -> Answer:
    """Give a webhook a new secret, shown this once; for 72 hours messages carry signatures by those before it too.

    AWS calls: one read, one encryption, one update.
    """
    webhook, secret = operator().webhooks.rotate(call.caller, call.path["id"])
    return Answer(200, _shown(webhook, secret), {"Cache-Control": "no-store"})


@door.route(
    "GET", f"{PATH}/{{id}}/deliveries", guard=f"get:{SCOPE}.{{id}}.deliveries", answers={200: DeliveriesOut}, tag=TAG,
    query={"cursor": "`next` of the page before.", "limit": f"1 to {LONGEST_PAGE}; {PAGE} when left out."},
)
def deliveries(call: Call[Any]) -> Answer:
    """Read what was sent to a webhook during the last 30 days and how it went, newest first.

    AWS calls: one read, one query.
    """
    limit = page_size(call, PAGE, LONGEST_PAGE)
    page = operator().webhooks.log(call.caller, call.path["id"], _cursor(call), limit)
    following = page[-1].id if len(page) == limit else None
    return Answer(200, DeliveriesOut(deliveries=[_delivery(one) for one in page], next=following))


@door.route(
    "POST", f"{PATH}/{{id}}/deliveries/{{delivery}}/resend",
    guard=f"post:{SCOPE}.{{id}}.deliveries.{{delivery}}.resend", answers={204: None}, refuses=(40904,), tag=TAG,
)
def resend(call: Call[Any]) -> Answer:
    """Send a message again, by the whole timetable, with the same id.

    AWS calls: two reads, one update, one message.
    """
    operator().webhooks.resend(call.caller, call.path["id"], call.path["delivery"])
    return Answer(204)


@door.route(
    "GET", f"{PATH}/{{id}}/events", guard=f"get:{SCOPE}.{{id}}.events", answers={200: ReplayOut}, tag=TAG,
    query={"cursor": "`cursor` of the answer before; the last 30 days when left out.",
           "limit": f"1 to {LONGEST_PAGE}; {PAGE} when left out."},
)
def events(call: Call[Any]) -> Answer:
    """Read again everything that a webhook was to be told, in order; what is younger than a minute comes later.

    AWS calls: one read, one query.
    """
    cursor = _cursor(call) or "evt_0000000000000"
    limit = page_size(call, PAGE, LONGEST_PAGE)
    bodies, after, more = operator().webhooks.replay(call.caller, call.path["id"], cursor, limit)
    return Answer(200, ReplayOut(events=[MessageOut(**body) for body in bodies], cursor=after, more=more))  # type: ignore[arg-type]


def _cursor(call: Call[Any]) -> str | None:
    text = call.query.get("cursor")
    if text and not _CURSOR.match(text):
        raise InvalidQuery("cursor is what an earlier answer gave.")
    return text or None


def _delivery(delivery: Delivery) -> DeliveryOut:
    attempts = [
        AttemptOut(at=iso(a.at), status=a.outcome.status, error=a.outcome.error, milliseconds=a.outcome.milliseconds)
        for a in delivery.attempts
    ]
    waits = delivery.next_attempt_at
    return DeliveryOut(
        id=delivery.id, type=delivery.type, state=delivery.state, created_at=iso(delivery.created_at),
        attempts=attempts, next_attempt_at=iso(waits) if waits else None, reason=delivery.reason,
    )
