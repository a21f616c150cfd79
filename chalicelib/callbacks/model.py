"""Webhooks: what senders may be told, when it is tried again, and how a message is signed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.kernel.clock import iso
from chalicelib.kernel.errors import Conflict
from chalicelib.outgoing.model import Outcome

# Each try comes this long after the one before; after the last the message is dropped, three days from the first.
TIMETABLE = (
    timedelta(), timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2),
    timedelta(hours=5), timedelta(hours=10), timedelta(hours=14), timedelta(hours=20), timedelta(hours=24),
)
# A secret that another has followed goes on signing for so long, however many come after it.
OVERLAP = timedelta(hours=72)
SECRETS_AT_ONCE = 10
# What was told, and what came of it, can be read and sent again for so long.
KEPT = timedelta(days=30)
# One try ends within seconds; whoever holds a message longer has died.
LEASE = timedelta(seconds=30)
WEBHOOKS_PER_CLIENT = 5
# All that listen to one tenant are told in one transaction: 9 · 5 webhooks · 2 types fit in its hundred writes.
CLIENTS_PER_TENANT = 9

ANY_TENANT = "*"
TEST = "webhook.test"


class TooManyWebhooks(Conflict):
    """No room for another webhook."""

    number = 40904
    slug = "too_many_webhooks"


class Type(StrEnum):
    """What a sender may be told; never whether something was read."""

    ACCEPTED = "content.accepted"
    DELIVERED = "content.delivered"
    BOUNCED = "content.notice_bounced"
    RETAINED = "content.retained"
    EXPIRED = "content.retention_expired"
    WITHDRAWN = "content.withdrawn"
    REFUSED = "content.refused"
    ANSWERED = "form.answered"
    SIGNED = "registered.signed"
    SIGNING_EXPIRED = "registered.expired"
    BATCH_DONE = "batch.done"


@dataclass(frozen=True, slots=True)
class News:
    """Something that has happened to one subject: a content, or a batch.

    Several types that were committed together are one piece of news, told in their order. News of the same subject
    are told in the order of `at`.
    """

    tenant: str
    subject: str
    types: tuple[Type, ...]
    at: datetime
    facts: Mapping[str, str] = field(default_factory=dict)
    correlation_id: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """What a client has chosen: where it is called, about which of its tenants and what."""

    url: str
    tkey_filter: str
    types: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class Circuit:
    """How an endpoint has done lately; after some failures in a row it is left alone for a while.

    Then one message is let through to see how it goes.
    """

    failures: int = 0
    open_until: datetime | None = None

    FAILURES = 5
    SHORTEST = timedelta(seconds=30)
    LONGEST = timedelta(minutes=5)

    def is_open(self, now: datetime) -> bool:
        """Whether the endpoint is left alone now."""
        return self.open_until is not None and now < self.open_until

    @property
    def is_probing(self) -> bool:
        """Whether the next message is one that is let through to see how it goes."""
        return self.failures >= self.FAILURES

    def pause(self) -> timedelta | None:
        """How long the endpoint is left alone after one more failure, if at all."""
        over = self.failures + 1 - self.FAILURES
        return min(self.LONGEST, self.SHORTEST * 2 ** min(over, 8)) if over >= 0 else None


@dataclass(frozen=True, slots=True)
class Former:
    """A sealed secret that a newer one has followed, and until when it goes on signing."""

    sealed: str = field(repr=False)
    until: datetime


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook as it stands; its secrets are sealed."""

    client_id: str
    id: str
    definition: Definition
    created_at: datetime
    sealed: str = field(repr=False)
    former: tuple[Former, ...] = ()  # the newest first
    circuit: Circuit = field(default_factory=Circuit)

    @property
    def endpoint(self) -> str:
        """The name of the webhook in every table."""
        return endpoint_of(self.client_id, self.id)

    def covers(self, tenant: str) -> bool:
        """Whether it is about a tenant, given that the client speaks for it."""
        return self.definition.tkey_filter in (ANY_TENANT, tenant)

    def live_secrets(self, now: datetime) -> list[str]:
        """The sealed secrets that sign now, the newest first."""
        return [self.sealed, *(each.sealed for each in self.former if now < each.until)]

    def followed(self, now: datetime) -> tuple[Former, ...]:
        """Which secrets go on signing when a new one is made: the one until now, and those whose time is not over.

        Whoever rotates again because the answer was lost may have a receiver that knows any one of them, and no other.
        """
        return (Former(self.sealed, now + OVERLAP), *(each for each in self.former if now < each.until))


def endpoint_of(client_id: str, webhook: str) -> str:
    """The name of a webhook in every table."""
    return f"{client_id}#{webhook}"


class State(StrEnum):
    """How far a delivery has come."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try, as the log tells it."""

    at: datetime
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one webhook, with every try."""

    id: str
    subject: str
    type: str
    state: State
    created_at: datetime
    body: str = field(repr=False)
    attempts: tuple[Attempt, ...] = ()
    next_attempt_at: datetime | None = None
    reason: str | None = None


def next_attempt(tries: int, now: datetime) -> datetime | None:
    """When to try again after so many tries; None when it is over."""
    return now + TIMETABLE[tries] if tries < len(TIMETABLE) else None


def event_id(subject: str, event: str, n: int, told_ms: int) -> str:
    """The id of a message, the same for every receiver and every try; ids sort in the order of telling."""
    digest = hashlib.sha256(f"{subject}#{event}#{n}".encode()).hexdigest()
    return f"evt_{told_ms:013d}{n}{digest[:18]}"


def message(key: str, kind: str, at: datetime, data: Mapping[str, str]) -> str:
    """The body of a message, the same bytes at every try."""
    body = {"id": key, "timestamp": iso(at), "type": kind, "data": dict(data)}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def new_secret(material: bytes) -> str:
    """Write 32 random bytes as Standard Webhooks does."""
    return "whsec_" + base64.b64encode(material).decode()


def sign(secret: str, key: str, timestamp: int, body: str) -> str:
    """Sign `id.timestamp.body` with one secret."""
    material = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.digest(material, f"{key}.{timestamp}.{body}".encode(), "sha256")
    return "v1," + base64.b64encode(digest).decode()


def headers(secrets: list[str], key: str, at: datetime, body: str, correlation_id: str = "") -> dict[str, str]:
    """The headers of a message; while a secret is rotated there is a signature by each."""
    timestamp = int(at.timestamp())
    signed = {
        "webhook-id": key, "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(sign(secret, key, timestamp, body) for secret in secrets),
        "content-type": "application/json", "user-agent": "Kuvert-Webhooks/1",
    }
    return {**signed, "x-correlation-id": correlation_id} if correlation_id else signed
