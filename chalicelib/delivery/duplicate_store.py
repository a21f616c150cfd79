"""What recognises a repetition: looked up for many at once, and under a sender's own name for anything else."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.aws import tables
from chalicelib.aws.tables import Write
from chalicelib.delivery.model import DUPLICATE_DAYS, Accepted, KeyReused, State
from chalicelib.delivery.store import DuplicateRow, live_duplicate
from chalicelib.kernel.clock import epoch


def to_accepted(row: DuplicateRow) -> Accepted:
    """Read what a sender was promised the first time."""
    state = State.SCHEDULED if row.scheduled else State.RETAINED if row.retained else State.DELIVERED
    return Accepted(str(row.content_key), state)


def accepted_before(duplicates: list[str], now: datetime) -> dict[str, Accepted]:
    """What has become of sendings, by what recognises them; up to 100. Those that were not accepted are absent."""
    found = tables.batch_get({DuplicateRow: duplicates})[DuplicateRow]
    return {row.duplicate: to_accepted(row) for row in found if live_duplicate(row, now)}


def first_under(duplicate: str, payload: str, now: datetime) -> str | None:
    """The key of what was made before under a name of the sender's; raises KeyReused for another payload."""
    row = live_duplicate(tables.get(DuplicateRow, duplicate, consistent=True), now)
    if row is None:
        return None
    if row.payload != payload:
        raise KeyReused("This Idempotency-Key was used with another payload. Use a new key for another one.")
    return str(row.content_key)


def note_first(duplicate: str, payload: str, key: str, now: datetime) -> Write:
    """Note what is made under a name of the sender's, unless something stands there already."""
    row = DuplicateRow(
        duplicate, content_key=key, payload=payload, retained=False, ttl=epoch(now + timedelta(days=DUPLICATE_DAYS))
    )
    return tables.put(row, DuplicateRow.duplicate.does_not_exist() | (DuplicateRow.ttl <= epoch(now)))
