"""Tables of deliveries: events, duplicate control, what waits; and the one transaction that commits a letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.aws import counters, tables
from chalicelib.aws.tables import Table, Write
from chalicelib.delivery.model import CONTENTS_PER_MINUTE, DUPLICATE_DAYS, Event, Happening, Sending, State, Status
from chalicelib.kernel.clock import epoch, from_epoch, iso
from chalicelib.mailbox import store as mailbox_store
from chalicelib.mailbox.model import Letter, due_slot
from chalicelib.recipients import store as recipients_store
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


class DueIndex(GlobalSecondaryIndex["WaitingRow"]):
    """What waits, by the sharded hour in which something falls due; sparse."""

    class Meta:
        """Only keys: the base row decides."""

        index_name = "due-index"
        projection = KeysOnlyProjection()

    due = UnicodeAttribute(hash_key=True)
    content_key = UnicodeAttribute(range_key=True)


class WaitingRow(Table):
    """A content that waits for its recipient, below the digest of a personal number or an e-mail address.

    The row whose content key is `RELEASE` is a marker: somebody has joined or switched a sender on, and what waits
    must be looked through.
    """

    Meta = tables.named("waiting")
    person = UnicodeAttribute(hash_key=True)
    content_key = UnicodeAttribute(range_key=True)
    due = UnicodeAttribute()
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
    due_index = DueIndex()


RELEASE = "release"


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


def remember(sending: Sending, key: str, now: datetime, *, retained: bool) -> Write:
    """Recognise this payload for thirty days; its condition is true again when the row has expired."""
    row = DuplicateRow(
        sending.duplicate, content_key=key, payload=sending.payload, retained=retained,
        ttl=epoch(now + timedelta(days=DUPLICATE_DAYS)),
    )
    return tables.put(row, DuplicateRow.duplicate.does_not_exist() | (DuplicateRow.ttl <= epoch(now)))


def event_row(
    key: str, tenant: str, event: Event, at: datetime, *,
    channel: str | None = None, became: State | None = None, until: int | None = None,
) -> EventRow:
    """Make the row of an event."""
    name = f"{iso(at)}#{event}{f'#{channel}' if channel else ''}"
    return EventRow(
        key, name, tenant=tenant, name=event, at=at.timestamp(), channel=channel, became=became, until=until
    )


def delivery(sending: Sending, letter: Letter, person: str, now: datetime) -> list[Write]:
    """All writes that make a letter delivered; the order is that of `Refusal`."""
    accepted = event_row(letter.key, sending.tenant, Event.ACCEPTED, now, became=State.DELIVERED)
    return [
        recipients_store.accepts_check(person, sending.tenant, now),
        remember(sending, letter.key, now, retained=False),
        _minute(sending, now),
        mailbox_store.new_item(letter, person),
        tables.put(accepted),
        *registered_store.opening(letter, sending.content.kept.get("sender_reference")),
    ]


def retention(sending: Sending, row: WaitingRow, now: datetime) -> list[Write]:
    """All writes that make a content wait; the order is that of `Refusal`."""
    until = int(row.expires_at)
    accepted = event_row(row.content_key, sending.tenant, Event.ACCEPTED, now, became=State.RETAINED, until=until)
    if sending.addressee.person:
        absent = recipients_store.refuses_check(sending.addressee.person, sending.tenant, now)
    else:
        absent = tables.check(AddressRow, str(sending.addressee.address), AddressRow.address.does_not_exist())
    return [
        absent,
        remember(sending, row.content_key, now, retained=True),
        _minute(sending, now),
        tables.put(row),
        tables.put(accepted),
    ]


def _minute(sending: Sending, now: datetime) -> Write:
    who = sending.addressee.person or sending.addressee.address
    return counters.once_more(f"send#{sending.tenant}#{who}", CONTENTS_PER_MINUTE, 60, now)


def release(row: WaitingRow, letter: Letter, person: str, now: datetime) -> list[Write]:
    """All writes that move a waiting content into a mailbox."""
    return [
        recipients_store.accepts_check(person, letter.tenant, now),
        tables.delete(row, WaitingRow.content_key.exists()),
        mailbox_store.new_item(letter, person),
        tables.put(event_row(letter.key, letter.tenant, Event.DELIVERED, now)),
    ]


def expiry(row: WaitingRow, now: datetime) -> list[Write]:
    """All writes that end a content whose time of waiting is over."""
    return [
        tables.delete(row, WaitingRow.content_key.exists() & (WaitingRow.expires_at <= epoch(now))),
        tables.put(event_row(row.content_key, row.tenant, Event.EXPIRED, now)),
    ]


def release_marker(person: str, now: datetime) -> Write:
    """Note, in the transaction that lets somebody in, that what waits for them must be looked through."""
    return tables.put(WaitingRow(person, RELEASE, due=due_slot(now, "0")))


def find_waiting(person: str, key: str) -> WaitingRow | None:
    """Find one row of what waits."""
    return tables.get(WaitingRow, person, key, consistent=True)


def drop_marker(person: str) -> None:
    """Remove the marker: everything that waited has been looked through."""
    WaitingRow(person, RELEASE).delete()


def erase_waiting(person: str) -> None:
    """Remove all that waits for somebody."""
    with WaitingRow.batch_write() as batch:
        for row in waiting_for(person):
            batch.delete(row)


def waiting_for(person: str) -> Iterator[WaitingRow]:
    """Everything that waits for a digest, the marker included."""
    yield from WaitingRow.query(person, consistent_read=True)


def waiting_due(slot: str) -> Iterator[tuple[str, str]]:
    """Name (person, content key) of what falls due in a sharded hour; the base row decides again."""
    for row in WaitingRow.due_index.query(slot):
        yield str(row.person), str(row.content_key)


def append(
    key: str, tenant: str, event: Event, at: datetime, channel: str | None = None, told: Sequence[Write] = ()
) -> bool:
    """Append an event once, with what is told of it; answer False when it stands there already."""
    row = event_row(key, tenant, event, at, channel=channel)
    try:
        tables.commit([tables.put(row, EventRow.event.does_not_exist()), *told])
    except tables.Cancelled:
        return False
    return True


def status(key: str, now: datetime) -> Status | None:
    """Read what has become of a content: one query."""
    rows = list(EventRow.query(key, consistent_read=True))
    if not rows:
        return None
    happenings = [happening for row in rows for happening in _happenings(row)]
    return Status(key, rows[0].tenant, _state(happenings, now), tuple(happenings))


def _happenings(row: EventRow) -> list[Happening]:
    at = from_epoch(row.at)
    until = from_epoch(row.until) if row.until is not None else None
    happening = Happening(Event(row.name), at, row.channel, None if row.became else until)
    # Acceptance and what it led to were committed together and share a row.
    return [happening, Happening(Event(row.became), at, None, until)] if row.became else [happening]


def _state(happenings: list[Happening], now: datetime) -> State:
    names = {happening.event for happening in happenings}
    if Event.DELIVERED in names:
        return State.DELIVERED
    waits = next((h.until for h in happenings if h.event is Event.RETAINED and h.until), None)
    return State.EXPIRED if Event.EXPIRED in names or waits is None or waits <= now else State.RETAINED
