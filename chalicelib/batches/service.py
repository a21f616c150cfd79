"""Batches: made, looked at and cancelled by senders; read, sent and finished by workers that may die at any point."""

from __future__ import annotations

import tempfile
from datetime import datetime
from itertools import chain

from chalicelib.aws import checkpoints, tables
from chalicelib.aws.blobs import Blobs
from chalicelib.aws.observability import count
from chalicelib.aws.queues import Queue
from chalicelib.aws.secrets import Pepper
from chalicelib.batches import store
from chalicelib.batches.model import (
    CANCELLED,
    LINK_LIFE,
    STUCK_AFTER,
    UPLOADED_WITHIN,
    Batch,
    BatchEnded,
    Deliver,
    Format,
    Status,
    Unreadable,
    file_blob,
    results_blob,
    work_blob,
)
from chalicelib.batches.reading import Reading
from chalicelib.batches.sending import Sender
from chalicelib.callbacks.model import News, Type
from chalicelib.callbacks.outbox import Outbox
from chalicelib.delivery import duplicate_store
from chalicelib.kernel.clock import Clock, day_of, epoch
from chalicelib.kernel.errors import NotFound, Unavailable
from chalicelib.kernel.ids import Ids, is_object_key
from chalicelib.kernel.slots import slots_of

NDJSON = "application/x-ndjson"
_FILE_TYPES = {Format.NDJSON: NDJSON, Format.ZIP: "application/zip"}


class Batches:
    """The way of a file of contents through the operator."""

    def __init__(
        self, *, clock: Clock, ids: Ids, blobs: Blobs, pepper: Pepper, outbox: Outbox,
        queue: Queue, segments: Queue,
    ) -> None:
        self._clock = clock
        self._ids = ids
        self._blobs = blobs
        self._pepper = pepper
        self._outbox = outbox
        self._queue = queue
        self._segments = segments
        self._reading = Reading(clock=clock, blobs=blobs)
        self._sender = Sender(
            clock=clock, ids=ids, blobs=blobs, pepper=pepper, reading=self._reading,
            queue=segments,
        )

    # --- What senders ask ---

    def make(self, tenant: str, client_id: str, wanted: Format, name: str | None, named: str | None) -> Batch:
        """Make a batch that waits for its file; the same `named` (Idempotency-Key) answers the same one.

        One transaction; one read more where it was made before. Raises KeyReused.
        """
        now = self._clock.now()
        batch = Batch(
            tenant, self._ids.key(now), client_id, wanted, Status.WAITING, now, now, name=name or None
        )
        writes = [store.new(batch)]
        if named:
            payload = self._pepper.of(f"batch-payload:{tenant}", f"{wanted}:{name or ''}")
            duplicate = self._pepper.of(f"batch-idempotency:{tenant}", named)
            first = duplicate_store.first_under(duplicate, payload, now)
            if first:
                return self.find(tenant, first)
            writes.append(duplicate_store.note_first(duplicate, payload, batch.key, now))
        try:
            tables.commit(writes)
        except tables.Cancelled:
            raise Unavailable("The same batch is being made by another call. Send it again.", retry_after=1) from None
        return batch

    def place(self, batch: Batch) -> tuple[str, dict[str, str], datetime]:
        """Sign a link that takes the batch's file, for an hour; with the headers that it demands."""
        kind = _FILE_TYPES[batch.format]
        url = self._blobs.link_to_put(
            file_blob(batch.tenant, batch.key), content_type=kind, seconds=int(LINK_LIFE.total_seconds())
        )
        return url, {"content-type": kind}, self._clock.now() + LINK_LIFE

    def find(self, tenant: str, key: str) -> Batch:
        """Find a batch of a tenant; another's looks absent. One read."""
        batch = store.find(tenant, key, self._clock.now()) if is_object_key(key) else None
        if batch is None:
            raise NotFound("There is no such batch.")
        return batch

    def page(self, tenant: str, before: str | None, limit: int) -> list[Batch]:
        """The batches of a tenant, newest first: one query."""
        return store.page(tenant, self._clock.now(), before, limit)

    def results(self, batch: Batch) -> str | None:
        """Sign a link to what became of each row, good for a minute; None before it is known."""
        if batch.status is not Status.DONE:
            return None
        blob = results_blob(batch.tenant, batch.key)
        return self._blobs.link(blob, content_type=NDJSON, file_name=f"{batch.key}.ndjson", download=True)

    def cancel(self, tenant: str, key: str) -> None:
        """Send nothing more of a batch, once; what has been sent is its recipients'. Raises BatchEnded."""
        batch, now = self.find(tenant, key), self._clock.now()
        if batch.cancelled or batch.reason == CANCELLED:
            return
        if batch.status in (Status.DONE, Status.FAILED):
            raise BatchEnded("The batch has ended. Withdraw what still waits content by content.")
        if batch.status is Status.SENDING:
            taken = store.cancel(batch, now)
        else:
            taken = self._end(batch, Status.FAILED, now, CANCELLED)
        if not taken:
            raise Unavailable("The batch is just moving on. Send the same again.", retry_after=1)

    # --- What workers do ---

    def go_on(self, tenant: str, key: str) -> None:
        """Take a batch as far as it can be taken now, from wherever it has been left."""
        batch = store.find(tenant, key, self._clock.now())
        if batch is None:
            return
        if batch.status is Status.WAITING:
            self._look_for_file(batch)
        elif batch.status is Status.READING:
            self._read(batch)
        elif batch.status is Status.SENDING and batch.left == 0:
            self._finish(batch)
        elif batch.status is Status.SENDING:
            self._hand_out(batch)

    def send(self, tenant: str, key: str, segment: str, deliver: Deliver) -> None:
        """Send a segment; whoever sends the last one sees to it that the batch is finished."""
        batch = store.find(tenant, key, self._clock.now())
        if batch is None or batch.status is not Status.SENDING:
            return
        self._sender.send(batch, segment, deliver)
        after = store.find(tenant, key, self._clock.now())
        if after is not None and after.status is Status.SENDING and after.left == 0:
            self._queue.send({"tenant": tenant, "batch": key})

    def _look_for_file(self, batch: Batch) -> None:
        """Begin with the file that lies there now; one that is put later changes nothing."""
        found = self._blobs.find(file_blob(batch.tenant, batch.key))
        if found is not None:
            store.start(batch, *found, self._clock.now())
            self.go_on(batch.tenant, batch.key)
        elif self._clock.now() >= batch.created_at + UPLOADED_WITHIN:
            self._fail(batch, "No file was uploaded in time.")

    def _read(self, batch: Batch) -> None:
        try:
            read = self._reading.read(batch)
        except Unreadable as error:
            self._fail(batch, error.detail)
            return
        if store.start_sending(read, self._clock.now()):
            self._hand_out(read)

    def _fail(self, batch: Batch, reason: str) -> None:
        """End a batch of which nothing was sent."""
        now = self._clock.now()
        current = store.find(batch.tenant, batch.key, now)
        if current is not None and current.status in (Status.WAITING, Status.READING):
            self._end(current, Status.FAILED, now, reason)

    def _hand_out(self, batch: Batch) -> None:
        """Ask for every segment that is neither done nor in somebody's hand; tenants take turns at the workers."""
        now = epoch(self._clock.now())
        waiting = (row.segment for row in store.segments(batch.key) if not row.done and row.lease <= now)
        asked = ({"tenant": batch.tenant, "batch": batch.key, "segment": name} for name in waiting)
        self._segments.send_all(asked, group=batch.tenant)

    def _finish(self, batch: Batch) -> None:
        """Join what became of each row into one file, in constant memory, and tell."""
        with tempfile.TemporaryFile() as file:
            for row in store.segments(batch.key):
                file.write(self._blobs.get(work_blob(batch.tenant, batch.key, str(row.results))) or b"")
            file.seek(0)
            self._blobs.put_file(results_blob(batch.tenant, batch.key), file, NDJSON)
        self._end(batch, Status.DONE, self._clock.now())

    def _end(self, batch: Batch, status: Status, now: datetime, reason: str | None = None) -> bool:
        """End a batch and tell of it; False when it has moved on."""
        facts = {"batch_key": batch.key, "status": str(status)}
        told = self._outbox.find_writes(News(batch.tenant, batch.key, (Type.BATCH_DONE,), now, facts))
        ended = store.end(batch, status, now, told, reason)
        if ended:
            count(f"batches_{status}")
            self._outbox.soon(told, batch.key)
        return ended

    # --- The clock ---

    def reconcile(self) -> int:
        """Find batches that nothing has happened to for a while; answer how many a worker was asked to look at."""
        now, asked = self._clock.now(), 0
        unfinished = day_of(now)
        for day in checkpoints.days_to_walk("batches", now):
            for tenant, key in chain.from_iterable(store.unfinished(slot) for slot in slots_of(day)):
                batch = store.find(tenant, key, now)
                if batch is None or batch.status in (Status.DONE, Status.FAILED):
                    continue
                unfinished = min(unfinished, day)
                if now >= batch.touched_at + STUCK_AFTER:
                    self._queue.send({"tenant": tenant, "batch": key})
                    asked += 1
        checkpoints.finish("batches", unfinished, now)
        return asked
