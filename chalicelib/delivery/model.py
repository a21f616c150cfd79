"""What can become of a sending, and the promises made about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.content.model import Content
from chalicelib.content.types import Category, category_of
from chalicelib.kernel.errors import Conflict, Invalid, TooMany, Unavailable, Unprocessable

# The contract's limit: contents to the same recipient from the same tenant in one minute.
CONTENTS_PER_MINUTE = 50
# Orphans: a request takes at most half a minute, so a content that is not committed by now never will be.
ORPHAN_AFTER = timedelta(minutes=15)
# How far ahead a delivery may be scheduled.
SCHEDULE_AHEAD = timedelta(days=390)
# For how long an identical payload, or the same Idempotency-Key, is recognised.
DUPLICATE_DAYS = 30
# For how long it is known what has become of a content, from when it was sent, or from when its waiting was to end.
STORY_KEPT = timedelta(days=3 * 365)
# How long after it was sent a content may be delivered at the latest, however often it is put off: what waits, for its
# time and then for its recipient, has ended before its story has.
PUT_OFF_AT_MOST = timedelta(days=700)


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


class WrongMoment(Invalid):
    """A time of delivery that is over, or too far away."""

    slug = "wrong_moment"


class OtherRecipient(Invalid):
    """A replacement that is for somebody else."""

    slug = "other_recipient"


class TellsWhatIsHidden(Unprocessable):
    """A correction that would show what a registered letter hides until it is signed for."""

    slug = "tells_what_is_hidden"


class NoLongerWaits(Conflict):
    """What has been delivered is the recipient's; what has ended cannot be changed."""

    number = 40904
    slug = "no_longer_waits"


class State(StrEnum):
    """Where a content is now, as its sender may know it: never whether it was read."""

    DELIVERED = "delivered"
    RETAINED = "retained"
    SCHEDULED = "scheduled"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


ENDED = (State.EXPIRED, State.WITHDRAWN, State.REFUSED)


class Event(StrEnum):
    """What has happened to a content; events are appended, never changed."""

    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    RETAINED = "retained"
    SCHEDULED = "scheduled"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    CORRECTED = "corrected"
    EXPIRED = "expired"
    NOTIFIED = "notified"
    NOTICE_FAILED = "notice_failed"
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
    deliver_at: datetime | None = None
    row: bool = False  # a row of a batch: only the batch repeats it, and never as a new content

    @property
    def category(self) -> Category:
        """In which pile its content lies."""
        return category_of(self.content.type)


@dataclass(frozen=True, slots=True)
class Accepted:
    """What the sender is promised."""

    key: str
    state: State

    @property
    def retained(self) -> bool:
        """Whether it is kept until its recipient lets it in."""
        return self.state is State.RETAINED

    @property
    def scheduled(self) -> bool:
        """Whether it is kept until its time has come."""
        return self.state is State.SCHEDULED


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a content's life, as its sender sees it."""

    event: Event
    at: datetime
    channel: str | None = None
    until: datetime | None = None
    by: str | None = None  # the newer content that corrects this one


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What would become of a sending now; `key` where the same one has been sent already."""

    would: State
    key: str | None = None


def at_slot(slot: str) -> str:
    """The name under which a slot holds what is scheduled, apart from what ends."""
    return f"at#{slot}"


def demand_orphaned(arrived_at: datetime, now: datetime) -> None:
    """Raise Unavailable as long as files that nothing has committed may belong to a request under way."""
    wait = arrived_at + ORPHAN_AFTER - now
    if wait > timedelta():
        raise Unavailable("Not committed yet.", retry_after=int(wait.total_seconds()) + 1)


def demand_schedule(deliver_at: datetime | None, now: datetime) -> None:
    """Refuse a time of delivery that is over or too far away."""
    if deliver_at is None:
        return
    if deliver_at <= now:
        raise WrongMoment("deliver_at is over already. Leave it out to deliver now.")
    if deliver_at > now + SCHEDULE_AHEAD:
        raise WrongMoment(f"deliver_at lies too far ahead; at most {SCHEDULE_AHEAD.days} days.")


def demand_not_put_off(deliver_at: datetime | None, sent_at: datetime) -> None:
    """Refuse to put a content off again and again."""
    if deliver_at is not None and deliver_at > sent_at + PUT_OFF_AT_MOST:
        raise WrongMoment(
            f"deliver_at lies more than {PUT_OFF_AT_MOST.days} days after it was sent. Withdraw it and send a new one."
        )


@dataclass(frozen=True, slots=True)
class Status:
    """A content's state and its events, oldest first."""

    key: str
    tenant: str
    state: State
    events: tuple[Happening, ...] = field(default_factory=tuple)
    mailbox: str | None = None  # where it was delivered; never told
    hides: bool = False  # its sender or its subject was hidden from its recipient when it came
