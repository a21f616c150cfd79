"""What has become of a content, read from its events."""

from __future__ import annotations

from datetime import datetime

from chalicelib.delivery.model import Event, Happening, State, Status
from chalicelib.delivery.store import EventRow
from chalicelib.kernel.clock import epoch, from_epoch, maybe_moment


def status(key: str, now: datetime) -> Status | None:
    """Read what has become of a content: one query. Its acceptance says for how long that is known (I6)."""
    rows = list(EventRow.query(key, consistent_read=True))
    accepted = next((row for row in rows if row.name == Event.ACCEPTED), None)
    if accepted is None or accepted.ttl <= epoch(now):
        return None
    mailbox = next((str(row.mailbox) for row in rows if row.mailbox), None)
    happenings = [happening for row in rows for happening in _happenings(row)]
    hides = any(row.hides for row in rows)
    return Status(key, accepted.tenant, _state(happenings, now), tuple(happenings), mailbox, hides)


def _happenings(row: EventRow) -> list[Happening]:
    at = from_epoch(row.at)
    until = maybe_moment(row.until)
    happening = Happening(Event(row.name), at, row.channel, None if row.became else until, row.by)
    # Acceptance and what it led to were committed together and share a row.
    return [happening, Happening(Event(row.became), at, None, until)] if row.became else [happening]


# What ends a content's story says what it is; of two, the first here.
_LAST = (
    (Event.DELIVERED, State.DELIVERED), (Event.WITHDRAWN, State.WITHDRAWN), (Event.REFUSED, State.REFUSED),
)


def _state(happenings: list[Happening], now: datetime) -> State:
    names = {happening.event for happening in happenings}
    for event, state in _LAST:
        if event in names:
            return state
    if Event.SCHEDULED in names and Event.RETAINED not in names:
        return State.SCHEDULED
    waits = next((h.until for h in happenings if h.event is Event.RETAINED and h.until), None)
    return State.EXPIRED if Event.EXPIRED in names or waits is None or waits <= now else State.RETAINED
