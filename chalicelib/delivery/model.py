"""What can become of a sending, and the promises made about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from chalicelib.content.model import Content
from chalicelib.kernel.errors import Conflict, Invalid, TooMany

# The contract's limit: contents to the same recipient from the same tenant in one minute.
CONTENTS_PER_MINUTE = 50
# For how long an identical payload, or the same Idempotency-Key, is recognised.
DUPLICATE_DAYS = 30


class NotReachable(Invalid):
    """Nobody here to deliver to; the sender prints. Not a user, opted out and closed look the same."""

    number = 40032
    slug = "not_reachable"


class MissingReceiver(Invalid):
    """No recipient is named."""

    number = 40024
    slug = "missing_receiver"


class TooManyContents(TooMany):
    """More than fifty contents to one recipient in a minute."""


class KeyReused(Conflict):
    """The same Idempotency-Key with another payload."""

    number = 40904
    slug = "idempotency_key_reused"


class State(StrEnum):
    """Where a content is now, as its sender may know it: never whether it was read."""

    DELIVERED = "delivered"
    RETAINED = "retained"
    EXPIRED = "expired"


class Event(StrEnum):
    """What has happened to a content; events are appended, never changed."""

    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    RETAINED = "retained"
    EXPIRED = "expired"
    NOTIFIED = "notified"
    NOTICE_FAILED = "notice_failed"
    NOTICE_OFF = "notice_off"
    BOUNCED = "notice_bounced"


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a sending is for: the keyed digest of a personal number or of an e-mail address.

    `born` is the birth date of a personal number, for the watch over those who walk through numbers.
    """

    person: str | None = None
    address: str | None = None
    born: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Sending:
    """One request to deliver, checked, with what recognises its repetition."""

    tenant: str
    addressee: Addressee
    content: Content
    duplicate: str  # keyed digest of the tenant and the payload, or of the tenant and its Idempotency-Key
    payload: str    # keyed digest of the payload without generated_at
    retain_days: int | None = None
    correlation_id: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What the sender is promised."""

    key: str
    retained: bool


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a content's life, as its sender sees it."""

    event: Event
    at: datetime
    channel: str | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """A content's state and its events, oldest first."""

    key: str
    tenant: str
    state: State
    events: tuple[Happening, ...] = field(default_factory=tuple)
