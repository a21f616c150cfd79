"""Tables of deliveries: events, duplicate control, what waits; and the one transaction that commits a letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.exceptions import DeleteError
from pynamodb.expressions.condition import Condition
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection

from chalicelib.aws import counters, tables
from chalicelib.aws.tables import Table, Write
from chalicelib.content.types import category_of, demand_retainable, demand_schedulable
from chalicelib.delivery.model import CONTENTS_PER_MINUTE, DUPLICATE_DAYS, STORY_KEPT, Event, Sending, State, at_slot
from chalicelib.forms.model import invited_until
from chalicelib.kernel.clock import epoch, from_epoch, iso, maybe_epoch
from chalicelib.kernel.slots import due_slot
from chalicelib.mailbox import correspondent_store
from chalicelib.mailbox import store as mailbox_store
from chalicelib.mailbox.model import Letter
from chalicelib.recipients import standing_store
from chalicelib.recipients.store import AddressRow, RecipientRow
from chalicelib.registered import store as registered_store
from chalicelib.senders.store import TenantRow


class DuplicateRow(Table):
    """A payload that has been accepted; it stores which content it became, and nothing of the answer."""

    Meta = tables.named("duplicates")
    duplicate = UnicodeAttribute(hash_key=True)
    content_key = UnicodeAttribute()
    payload = UnicodeAttribute()
    retained = BooleanAttribute()
    scheduled = BooleanAttribute(null=True)
    ttl = NumberAttribute()


class EventRow(Table):
    """One event of a content. The first, `accepted`, also says whose it is and where it went."""

    Meta = tables.named("deliveries")
    content_key = UnicodeAttribute(hash_key=True)
    event = UnicodeAttribute(range_key=True)  # moment#name#channel, so that they sort by time
    tenant = UnicodeAttribute()
    name = UnicodeAttribute()
    at = NumberAttribute()
    channel = UnicodeAttribute(null=True)
    until = NumberAttribute(null=True)
    became = UnicodeAttribute(null=True)
    mailbox = UnicodeAttribute(null=True)  # where it was delivered
    by = UnicodeAttribute(null=True)  # the newer content that corrects this one
    hides = BooleanAttribute(null=True)  # its sender or subject is told only to who signs for it
    ttl = NumberAttribute()


class DueIndex(GlobalSecondaryIndex["WaitingRow"]):
    """What waits, by the sharded day and the moment at which something falls due; sparse."""

    class Meta:
        """Keys, and whose it is: the base row decides."""

        index_name = "due-index"
        projection = IncludeProjection(["tenant"])

    due = UnicodeAttribute(hash_key=True)
    due_at = NumberAttribute(range_key=True)


class WaitingRow(Table):
    """A content that waits for its recipient, below the digest of a personal number or an e-mail address.

    The row whose content key is `RELEASE` is a marker: somebody has joined or switched a sender on, and what waits
    must be looked through.
    """

    Meta = tables.named("waiting")
    person = UnicodeAttribute(hash_key=True)
    content_key = UnicodeAttribute(range_key=True)
    due = UnicodeAttribute()
    due_at = NumberAttribute()  # when its next thing is done: it is delivered, ends, or its leftovers are removed
    tenant = UnicodeAttribute(null=True)
    sender_name = UnicodeAttribute(null=True)
    subject = UnicodeAttribute(null=True)
    type = UnicodeAttribute(null=True)
    generated_at = UnicodeAttribute(null=True)
    parts = NumberAttribute(default=0)
    correlation_id = UnicodeAttribute(default="")
    expires_at = NumberAttribute(null=True)
    starts_at = NumberAttribute(null=True)
    sender_icon = BooleanAttribute(null=True)
    ends_at = NumberAttribute(null=True)
    answer_days = NumberAttribute(null=True)  # how long its form can be answered, from when it is delivered
    answer_by = NumberAttribute(null=True)  # until when its invitation can be taken up, whenever it is delivered
    # What waits for its time: until when, and for how long it is kept should nobody be there then.
    deliver_at = NumberAttribute(null=True)
    by_address = BooleanAttribute(null=True)
    retain_days = NumberAttribute(null=True)
    # What recognises its repetition, to be forgotten with it. A row of a batch has none: its batch may still ask.
    duplicate = UnicodeAttribute(null=True)
    revision = UnicodeAttribute(null=True)  # which of its versions counts, after it has been replaced
    former = UnicodeAttribute(null=True)  # where the one before it lies, until it is removed
    copied_to = UnicodeSetAttribute(null=True)  # mailboxes that its files are being copied to: it is replaced no more
    ended = BooleanAttribute(null=True)  # it waits no more; what is left is only to be removed
    due_index = DueIndex()


class WhereRow(Table):
    """Where a content waits: found by its key, below the digest of whom it is for."""

    Meta = tables.named("waiting")
    content = UnicodeAttribute(hash_key=True, attr_name="person")
    where = UnicodeAttribute(range_key=True, attr_name="content_key", default="where")
    waits_for = UnicodeAttribute()


RELEASE, WHERE = "release", "where"


@dataclass(frozen=True, slots=True)
class Known:
    """What one batch read tells about a sending before it is decided."""

    recipient: RecipientRow | None
    duplicate: DuplicateRow | None
    tenant: TenantRow | None


def look(sending: Sending, person: str | None) -> Known:
    """Read all that decides a sending, in one call."""
    wanted: dict[type[Table], list[tables.Key]] = {DuplicateRow: [sending.duplicate], TenantRow: [sending.tenant]}
    if person:
        wanted[RecipientRow] = [person]
    found = tables.batch_get(wanted)
    first = {model: rows[0] if rows else None for model, rows in found.items()}
    return Known(first.get(RecipientRow), first[DuplicateRow], first[TenantRow])


def live_duplicate(row: DuplicateRow | None, now: datetime) -> DuplicateRow | None:
    """A duplicate-control row that still counts: an expired one does not, removed or not (I6)."""
    return row if row is not None and row.ttl > epoch(now) else None


def remember(sending: Sending, key: str, now: datetime, state: State) -> Write:
    """Recognise this payload for thirty days; its condition is true again when the row has expired."""
    row = DuplicateRow(
        sending.duplicate, content_key=key, payload=sending.payload,
        retained=state is State.RETAINED, scheduled=(state is State.SCHEDULED) or None,
        ttl=epoch(now + timedelta(days=DUPLICATE_DAYS)),
    )
    return tables.put(row, DuplicateRow.duplicate.does_not_exist() | (DuplicateRow.ttl <= epoch(now)))


def event_row(
    key: str, tenant: str, event: Event, at: datetime, *,
    channel: str | None = None, became: State | None = None, until: int | None = None, mailbox: str | None = None,
    by: str | None = None, hides: bool = False,
) -> EventRow:
    """Make the row of an event."""
    name = f"{iso(at)}#{event}{f'#{channel}' if channel else ''}"
    return EventRow(
        key, name, tenant=tenant, name=event, at=at.timestamp(), channel=channel, became=became, until=until,
        mailbox=mailbox, by=by, hides=hides or None, ttl=epoch(max(at, from_epoch(until or 0)) + STORY_KEPT),
    )


def delivery(sending: Sending, letter: Letter, person: str, now: datetime) -> list[Write]:
    """All writes that make a letter delivered; `Accepting` tells by their order which one was refused."""
    accepted = event_row(
        letter.key, sending.tenant, Event.ACCEPTED, now, became=State.DELIVERED, mailbox=letter.mailbox,
        hides=letter.sender_hidden or letter.subject_hidden,
    )
    return [
        standing_store.accepts_check(person, sending.tenant, category_of(letter.type), now),
        remember(sending, letter.key, now, State.DELIVERED),
        _minute(sending, now),
        mailbox_store.new_item(letter, person),
        tables.put(accepted),
        *([] if letter.sender_hidden else [
            correspondent_store.wrote(letter.mailbox, letter.tenant, letter.sender_name, now)
        ]),
        *registered_store.opening(letter, sending.content.kept.get("sender_reference")),
    ]


def waiting_row(sending: Sending, key: str, waits_for: str, tenant: TenantRow, now: datetime) -> WaitingRow:
    """Make the row of a content that waits: for its recipient, or for its time; refuse a type that may not.

    It is asked here, where every such row is made: another content that is put in its place must be one that waits.
    """
    content, deliver_at = sending.content, sending.deliver_at
    demand = demand_schedulable if deliver_at else demand_retainable
    demand(content.type)
    expires_at = None if deliver_at else now + timedelta(days=sending.retain_days or 0)
    until = deliver_at or expires_at or now
    slot = due_slot(until, key)
    return WaitingRow(
        waits_for, key, due=at_slot(slot) if deliver_at else slot, due_at=epoch(until),
        tenant=sending.tenant, sender_name=str(tenant.name), subject=content.subject, type=content.type,
        generated_at=content.generated_at, parts=len(content.parts), correlation_id=sending.correlation_id,
        expires_at=maybe_epoch(expires_at), sender_icon=(tenant.icon is not None) or None,
        starts_at=maybe_epoch(content.starts_at), ends_at=maybe_epoch(content.ends_at),
        answer_by=maybe_epoch(invited_until(content.context)),
        deliver_at=maybe_epoch(deliver_at), retain_days=sending.retain_days,
        answer_days=content.context.get("form", {}).get("days_to_expiry"),
        by_address=(sending.addressee.person is None) or None, duplicate=None if sending.row else sending.duplicate,
    )


def waiting(sending: Sending, row: WaitingRow, person: str | None, now: datetime, *, accepts: bool) -> list[Write]:
    """All writes that make a content wait; `Accepting` tells by their order which one was refused.

    `accepts` is whether the person, if there is one, would let it in now; the commit demands that this still holds.
    """
    state, until = (State.RETAINED, row.expires_at) if row.deliver_at is None else (State.SCHEDULED, row.deliver_at)
    accepted = event_row(row.content_key, sending.tenant, Event.ACCEPTED, now, became=state, until=int(until))
    if accepts:
        standing = standing_store.accepts_check(str(person), sending.tenant, category_of(row.type), now)
    else:
        standing = absent_check(row, person, now)
    return [
        standing,
        remember(sending, row.content_key, now, state),
        _minute(sending, now),
        tables.put(row),
        tables.put(WhereRow(row.content_key, WHERE, waits_for=row.person)),
        tables.put(accepted),
    ]


def _minute(sending: Sending, now: datetime) -> Write:
    who = sending.addressee.person or sending.addressee.address
    return counters.once_more(f"send#{sending.tenant}#{who}", CONTENTS_PER_MINUTE, 60, now)


def absent_check(row: WaitingRow, person: str | None, now: datetime) -> Write:
    """Demand in a transaction that whom a content waits for does not accept it now, or is still not here."""
    if person is None and row.by_address:
        return tables.check(AddressRow, row.person, AddressRow.address.does_not_exist())
    return standing_store.refuses_check(person or row.person, row.tenant, category_of(row.type), now)


def still_waits(row: WaitingRow) -> Condition:
    """The condition that a content waits as it was read: not ended, not replaced, for the same moment or person."""
    when, at = WaitingRow.deliver_at, row.deliver_at
    there = WaitingRow.content_key.exists() & WaitingRow.ended.does_not_exist()
    condition: Condition = there & _unchanged(row) & (when.does_not_exist() if at is None else when == at)
    return condition


def _unchanged(row: WaitingRow) -> Condition:
    return WaitingRow.revision == row.revision if row.revision else WaitingRow.revision.does_not_exist()


def release_marker(person: str, now: datetime) -> Write:
    """Note, in the transaction that lets somebody in, that what waits for them must be looked through.

    Each is told from the one before it, so that nobody removes it who has looked before it was left.
    """
    return tables.put(WaitingRow(person, RELEASE, due=due_slot(now, "0"), due_at=epoch(now), revision=now.isoformat()))


def find_waiting(person: str, key: str) -> WaitingRow | None:
    """Find one row of what waits."""
    return tables.get(WaitingRow, person, key, consistent=True)


def drop_marker(marker: WaitingRow) -> None:
    """Remove a marker, unless another has been left in its place: what waited when it was left is looked through."""
    try:
        marker.delete(_unchanged(marker))
    except DeleteError as error:
        if not tables.was_refused(error):
            raise


def waiting_for(person: str) -> Iterator[WaitingRow]:
    """Everything that waits for a digest, the marker included."""
    yield from WaitingRow.query(person, consistent_read=True)


def append(
    key: str, tenant: str, event: Event, at: datetime, channel: str | None = None, told: Sequence[Write] = (),
    by: str | None = None,
) -> bool:
    """Append an event once, with what is told of it; answer False when it stands there already."""
    row = event_row(key, tenant, event, at, channel=channel, by=by)
    return tables.committed([tables.put(row, EventRow.event.does_not_exist()), *told])
