"""Changing what waits: its delivery begun, its end, another version of it, another time for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from chalicelib.aws import tables
from chalicelib.aws.tables import Write
from chalicelib.delivery import store
from chalicelib.delivery.model import MOVED, Event, at_slot
from chalicelib.delivery.store import WHERE, DuplicateRow, WaitingRow, WhereRow, event_row, still_waits
from chalicelib.kernel.clock import epoch
from chalicelib.mailbox.model import due_slot, slots_of


def find(key: str) -> WaitingRow | None:
    """Find what waits by its key alone: two reads."""
    where = tables.get(WhereRow, key, WHERE, consistent=True)
    return store.find_waiting(str(where.waits_for), key) if where else None


def begin(row: WaitingRow) -> bool:
    """Note that a content's files are being copied, so that no other version of it is put in its place meanwhile.

    It is never taken back: a copy that comes late must find the same files.
    """
    return bool(row.begun) or tables.changed(row, [WaitingRow.begun.set(True)], still_waits(row))


def ending(row: WaitingRow, event: Event, now: datetime) -> list[Write]:
    """All writes that let a content wait no more; its row stays until its files are gone, found by the walk of today.

    That it was sent is forgotten: sent again, it is a new content.
    """
    due = due_slot(now, row.content_key)
    actions = [WaitingRow.ended.set(True), WaitingRow.due.set(due), WaitingRow.subject.remove()]
    return [
        tables.update(row, actions, still_waits(row)),
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
    """Remove the rows of a content whose files are gone."""
    WhereRow(row.content_key, WHERE).delete()
    WaitingRow(row.person, row.content_key).delete()


def kept_on(row: WaitingRow, person: str | None, until: datetime, now: datetime) -> list[Write]:
    """All writes that make a scheduled content wait for its recipient, who is not there at its time."""
    actions = [
        WaitingRow.deliver_at.remove(), WaitingRow.expires_at.set(epoch(until)),
        WaitingRow.due.set(due_slot(until, row.content_key)),
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
        tables.put(new, still_waits(row) & WaitingRow.begun.does_not_exist()),
        tables.put(event_row(row.content_key, row.tenant, Event.REPLACED, now, until=int(until))),
    ]


def scheduled(day: str, now: datetime) -> Iterator[tuple[str, str]]:
    """Name (person, content key) of what is to be delivered by now; the base row decides again.

    The keys tell the time that was asked for first, so that nothing is read before it; what was moved is read.
    """
    due = WaitingRow.content_key < f"{epoch(now) + 1:010d}"
    for slot in slots_of(day):
        for row in WaitingRow.due_index.query(at_slot(slot), due):
            yield str(row.person), str(row.content_key)
    yield from store.waiting_due(at_slot(f"{day}#{MOVED}"))
