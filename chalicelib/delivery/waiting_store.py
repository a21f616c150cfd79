"""What waits: what of it is due, and changing it: its delivery, its end, another version of it, another time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.aws import tables
from chalicelib.aws.tables import Write
from chalicelib.content.types import category_of
from chalicelib.delivery import store
from chalicelib.delivery.model import Event
from chalicelib.delivery.store import WHERE, DuplicateRow, WaitingRow, WhereRow, event_row, still_waits
from chalicelib.kernel.clock import epoch, from_epoch
from chalicelib.kernel.slots import due_slot
from chalicelib.mailbox import correspondent_store
from chalicelib.mailbox import store as mailbox_store
from chalicelib.mailbox.model import Letter
from chalicelib.recipients import standing_store


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits, as the index names it; a marker is nobody's."""

    person: str
    key: str
    tenant: str


def due(slots: Iterable[str], now: datetime) -> Iterator[tuple[datetime, Waiting]]:
    """Name what in some slots is due by now, and since when; the base row decides again."""
    for slot in slots:
        for row in WaitingRow.due_index.query(slot, WaitingRow.due_at <= epoch(now)):
            yield from_epoch(row.due_at), Waiting(str(row.person), str(row.content_key), str(row.tenant or ""))


def find(key: str) -> WaitingRow | None:
    """Find what waits by its key alone: two reads."""
    where = tables.get(WhereRow, key, WHERE, consistent=True)
    return store.find_waiting(str(where.waits_for), key) if where else None


def begin(row: WaitingRow, mailbox: str) -> bool:
    """Note to which mailbox a content's files are being copied: no other version is put in its place any more.

    It is never taken back: a copy that comes late must find the same files, and what is left of it is to be found.
    """
    if mailbox in (row.copied_to or ()):
        return True
    return tables.changed(row, [WaitingRow.copied_to.add({mailbox})], still_waits(row))


def _ended(
    row: WaitingRow, now: datetime, actions: Sequence[Action] = (), demand: Condition | None = None
) -> list[Write]:
    """It waits no more. Its row stays until its files are gone; the walk of today finds it."""
    ended = [WaitingRow.ended.set(True), *_due(row, now), WaitingRow.subject.remove(), *actions]
    waits = still_waits(row)
    return [
        tables.update(row, ended, waits if demand is None else waits & demand),
        tables.delete(WhereRow(row.content_key, WHERE)),
    ]


def _due(row: WaitingRow, moment: datetime) -> list[Action]:
    return [WaitingRow.due.set(due_slot(moment, row.content_key)), WaitingRow.due_at.set(epoch(moment))]


def release(row: WaitingRow, letter: Letter, person: str, now: datetime) -> list[Write]:
    """All writes that move a waiting content into the mailbox that its files have been copied to."""
    return [
        standing_store.accepts_check(person, letter.tenant, category_of(letter.type), now),
        *_ended(row, now, [WaitingRow.copied_to.delete({letter.mailbox})]),
        mailbox_store.new_item(letter, person),
        correspondent_store.wrote(letter.mailbox, letter.tenant, letter.sender_name, now, sent_before=True),
        tables.put(event_row(letter.key, letter.tenant, Event.DELIVERED, now, mailbox=letter.mailbox)),
    ]


def expiry(row: WaitingRow, now: datetime) -> list[Write]:
    """All writes that end a content whose time of waiting is over."""
    return [
        *_ended(row, now, demand=WaitingRow.expires_at <= epoch(now)),
        tables.put(event_row(row.content_key, row.tenant, Event.EXPIRED, now)),
    ]


def ending(row: WaitingRow, event: Event, now: datetime) -> list[Write]:
    """All writes that let a content wait no more. That it was sent is forgotten: sent again, it is a new content.

    A row of a batch stays known: who works on its batch may not have noted it yet, and must not send it anew.
    """
    return [
        *_ended(row, now),
        tables.put(event_row(row.content_key, row.tenant, event, now)),
        *_forgotten(row),
    ]


def _forgotten(row: WaitingRow) -> list[Write]:
    known = tables.get(DuplicateRow, row.duplicate, consistent=True) if row.duplicate else None
    if known is None or known.content_key != row.content_key:
        return []
    ours = DuplicateRow.duplicate.does_not_exist() | (DuplicateRow.content_key == row.content_key)
    return [tables.delete(known, ours)]


def remove(row: WaitingRow) -> None:
    """Remove the row of a content whose files are gone."""
    WaitingRow(row.person, row.content_key).delete()


def kept_on(row: WaitingRow, person: str | None, until: datetime, now: datetime) -> list[Write]:
    """All writes that make a scheduled content wait for its recipient, who is not there at its time."""
    actions = [
        WaitingRow.deliver_at.remove(), WaitingRow.expires_at.set(epoch(until)), *_due(row, until),
    ]
    return [
        tables.update(row, actions, still_waits(row)),
        tables.put(event_row(row.content_key, row.tenant, Event.RETAINED, now, until=epoch(until))),
        store.absent_check(row, person, now),
    ]


def replacement(row: WaitingRow, new: WaitingRow, now: datetime) -> list[Write]:
    """All writes that put another version of a content in its place, as long as its delivery has not begun."""
    until = new.deliver_at if new.deliver_at is not None else new.expires_at
    return [
        tables.put(new, still_waits(row) & WaitingRow.copied_to.does_not_exist()),
        tables.put(event_row(row.content_key, row.tenant, Event.REPLACED, now, until=int(until))),
    ]
