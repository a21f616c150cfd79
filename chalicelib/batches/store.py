"""Tables of batches and their segments; every step forward is one conditional write, so that it is taken once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.aws import tables
from chalicelib.aws.tables import Table, Write
from chalicelib.batches.model import KEPT, LEASE, Batch, Format, Segment, Status, Tally
from chalicelib.kernel.clock import epoch, from_epoch, maybe_moment
from chalicelib.kernel.slots import due_slot

# How long the rows of something unfinished are kept at most.
UNFINISHED_KEPT = timedelta(days=60)


class DueIndex(GlobalSecondaryIndex["BatchRow"]):
    """Batches that have not ended, by the sharded day on which they were made; sparse."""

    class Meta:
        """Only keys: the base row decides."""

        index_name = "due-index"
        projection = KeysOnlyProjection()

    due = UnicodeAttribute(hash_key=True)
    batch_key = UnicodeAttribute(range_key=True)


class BatchRow(Table):
    """One batch, with the counts that its sender is told."""

    Meta = tables.named("batches")
    tenant = UnicodeAttribute(hash_key=True)
    batch_key = UnicodeAttribute(range_key=True)
    client_id = UnicodeAttribute()
    format = UnicodeAttribute()
    name = UnicodeAttribute(null=True)
    status = UnicodeAttribute()
    reason = UnicodeAttribute(null=True)
    created_at = NumberAttribute()
    touched_at = NumberAttribute()
    version = UnicodeAttribute(default="")
    size = NumberAttribute(default=0)
    rows = NumberAttribute(default=0)
    segments = NumberAttribute(default=0)
    left = NumberAttribute(default=0)
    read_to = NumberAttribute(default=0)
    next_line = NumberAttribute(default=1)
    accepted = NumberAttribute(default=0)
    retained = NumberAttribute(default=0)
    refused = NumberAttribute(default=0)
    sending_since = NumberAttribute(null=True)
    finished_at = NumberAttribute(null=True)
    cancelled = BooleanAttribute(default=False)
    due = UnicodeAttribute(null=True)
    ttl = NumberAttribute()
    due_index = DueIndex()


class SegmentRow(Table):
    """Some rows of a batch: where they lie, who has them in hand, and where it stands what became of them."""

    Meta = tables.named("batch_segments")
    batch_key = UnicodeAttribute(hash_key=True)
    segment = UnicodeAttribute(range_key=True)
    line = NumberAttribute()
    rows = NumberAttribute()
    start = NumberAttribute()
    end = NumberAttribute()
    next_line = NumberAttribute()
    lease = NumberAttribute(default=0)
    tries = NumberAttribute(default=0)
    results = UnicodeAttribute(null=True)  # the name of the object that counts
    accepted = NumberAttribute(default=0)
    retained = NumberAttribute(default=0)
    refused = NumberAttribute(default=0)
    done = BooleanAttribute(default=False)
    ttl = NumberAttribute()


def to_batch(row: BatchRow) -> Batch:
    """Read a row."""
    return Batch(
        tenant=row.tenant, key=row.batch_key, client_id=row.client_id, format=Format(row.format),
        status=Status(row.status), created_at=from_epoch(row.created_at), touched_at=from_epoch(row.touched_at),
        name=row.name, reason=row.reason, version=row.version, size=int(row.size), rows=int(row.rows),
        segments=int(row.segments), left=int(row.left), read_to=int(row.read_to), next_line=int(row.next_line),
        tally=Tally(int(row.accepted), int(row.retained), int(row.refused)),
        sending_since=maybe_moment(row.sending_since), finished_at=maybe_moment(row.finished_at),
        cancelled=bool(row.cancelled),
    )


def to_segment(row: SegmentRow) -> Segment:
    """Read a row."""
    return Segment(
        int(row.segment), int(row.line), int(row.rows), int(row.start), int(row.end), int(row.next_line)
    )


# --- Making and finding ---


def new(batch: Batch) -> Write:
    """Make a batch, as part of a transaction."""
    made = epoch(batch.created_at)
    row = BatchRow(
        batch.tenant, batch.key, client_id=batch.client_id, format=batch.format, name=batch.name, status=batch.status,
        created_at=batch.created_at.timestamp(), touched_at=batch.created_at.timestamp(),
        due=due_slot(batch.created_at, batch.key), ttl=made + int(UNFINISHED_KEPT.total_seconds()),
    )
    return tables.put(row, BatchRow.batch_key.does_not_exist())


def find(tenant: str, key: str, now: datetime) -> Batch | None:
    """Find a batch of a tenant; one whose time is over is not there, removed or not (I6)."""
    row = tables.get(BatchRow, tenant, key, consistent=True)
    return to_batch(row) if row is not None and row.ttl > epoch(now) else None


def page(tenant: str, now: datetime, before: str | None, limit: int) -> list[Batch]:
    """The batches of a tenant, newest first, made before the one with a key: one query."""
    found = BatchRow.query(
        tenant, range_key_condition=BatchRow.batch_key < before if before else None,
        filter_condition=BatchRow.ttl > epoch(now), scan_index_forward=False, limit=limit, page_size=limit + 1,
        consistent_read=True,
    )
    return [to_batch(row) for row in found]


def unfinished(slot: str) -> Iterator[tuple[str, str]]:
    """Name (tenant, batch) of what has not ended, by slot; the base row decides again."""
    for row in BatchRow.due_index.query(slot):
        yield str(row.tenant), str(row.batch_key)


# --- The batch's steps ---


def _step(batch: Batch, now: datetime, actions: Sequence[Action]) -> Write:
    """Change a batch that is still at the step at which it was read."""
    still = (BatchRow.status == batch.status) & (BatchRow.segments == batch.segments)
    return tables.update(
        BatchRow(batch.tenant, batch.key), [*actions, BatchRow.touched_at.set(now.timestamp())], still
    )


def start(batch: Batch, version: str, size: int, now: datetime) -> bool:
    """Begin to read a file that has arrived; False when one has been begun with."""
    step = [BatchRow.status.set(Status.READING), BatchRow.version.set(version), BatchRow.size.set(size)]
    return tables.committed([_step(batch, now, step)])


def add_segments(batch: Batch, segments: Sequence[Segment], now: datetime) -> Batch | None:
    """Note what has been read, and how far it reaches; answer the batch as it is then, None when overtaken."""
    last = segments[-1]
    after = replace(
        batch, segments=last.n, rows=batch.rows + sum(segment.rows for segment in segments), read_to=last.end,
        next_line=last.next_line,
    )
    ttl = epoch(now + UNFINISHED_KEPT)
    rows = [
        SegmentRow(
            batch.key, segment.name, line=segment.line, rows=segment.rows, start=segment.start, end=segment.end,
            next_line=segment.next_line, ttl=ttl,
        )
        for segment in segments
    ]
    place = [
        BatchRow.segments.set(after.segments), BatchRow.rows.set(after.rows), BatchRow.read_to.set(after.read_to),
        BatchRow.next_line.set(after.next_line),
    ]
    return after if tables.committed([_step(batch, now, place), *map(tables.put, rows)]) else None


def start_sending(batch: Batch, now: datetime) -> bool:
    """All is read: from now on rows are sent."""
    step = [
        BatchRow.status.set(Status.SENDING), BatchRow.left.set(batch.segments),
        BatchRow.sending_since.set(now.timestamp()),
    ]
    return tables.committed([_step(batch, now, step)])


def end(batch: Batch, status: Status, now: datetime, told: Sequence[Write], reason: str | None = None) -> bool:
    """End a batch, with what is told of it in the same transaction; False when it has moved on."""
    step = [
        BatchRow.status.set(status), BatchRow.finished_at.set(now.timestamp()), BatchRow.due.remove(),
        BatchRow.ttl.set(epoch(now + KEPT)), *([BatchRow.reason.set(reason)] if reason else []),
    ]
    return tables.committed([_step(batch, now, step), *told])


def cancel(batch: Batch, now: datetime) -> bool:
    """Send nothing more of a batch that is being sent."""
    return tables.committed([_step(batch, now, [BatchRow.cancelled.set(True)])])


# --- Segments ---


def segments(key: str) -> Iterator[SegmentRow]:
    """All segments of a batch, in order."""
    yield from SegmentRow.query(key, consistent_read=True)


def find_segment(key: str, name: str) -> SegmentRow | None:
    """Find one segment."""
    return tables.get(SegmentRow, key, name, consistent=True)


def claim(key: str, name: str, now: datetime) -> SegmentRow | None:
    """Take a segment in hand, alone, until the lease is over; None when another has it, or it is done."""
    row = SegmentRow(key, name)
    lease = epoch(now + LEASE)
    free = SegmentRow.segment.exists() & (SegmentRow.done == False) & (SegmentRow.lease <= epoch(now))  # noqa: E712
    return row if tables.changed(row, [SegmentRow.lease.set(lease), SegmentRow.tries.add(1)], free) else None


def settle(
    batch: Batch, row: SegmentRow, results: str, tally: Tally, now: datetime, *, done: bool
) -> bool:
    """Note what became of the rows of a segment in hand, and count it; False when it is not in this hand any more.

    The counts of the batch change by what is new, in the transaction in which the segment's own change.
    """
    kept = [
        SegmentRow.results.set(results), SegmentRow.accepted.set(tally.accepted), SegmentRow.lease.set(0),
        SegmentRow.retained.set(tally.retained), SegmentRow.refused.set(tally.refused), SegmentRow.done.set(done),
    ]
    mine = (SegmentRow.lease == row.lease) & (SegmentRow.tries == row.tries) & (SegmentRow.done == False)  # noqa: E712
    counts = [
        BatchRow.accepted.add(tally.accepted - int(row.accepted)), BatchRow.touched_at.set(now.timestamp()),
        BatchRow.retained.add(tally.retained - int(row.retained)),
        BatchRow.refused.add(tally.refused - int(row.refused)), BatchRow.left.add(-1 if done else 0),
    ]
    taken = tables.committed([
        tables.update(SegmentRow(row.batch_key, row.segment), kept, mine),
        tables.update(BatchRow(batch.tenant, batch.key), counts, BatchRow.status == Status.SENDING),
    ])
    if taken:
        return True
    # Our own name of the results means that the reply of our first try was lost.
    now_there = find_segment(row.batch_key, row.segment)
    return now_there is not None and now_there.results == results
