"""Sending a batch: one segment in one hand, each of its rows by the road of a content that is posted.

What a row is recognised by comes of the batch and the row, so that it is delivered once however often it is tried.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from chalicelib.aws.blobs import Blobs
from chalicelib.aws.queues import MAX_WAIT, Queue
from chalicelib.aws.secrets import Pepper
from chalicelib.batches import store
from chalicelib.batches.model import (
    FAULTS,
    MISNAMED,
    ROW_LIMIT,
    TRIED_FOR,
    WORKED_AT_ONCE,
    Batch,
    BatchEnded,
    Deliver,
    Fate,
    Outcome,
    Posted,
    Row,
    is_misnamed,
    tally_of,
    work_blob,
)
from chalicelib.batches.packed import unpack
from chalicelib.batches.reading import Reading
from chalicelib.batches.store import SegmentRow
from chalicelib.content.model import InvalidFiles
from chalicelib.delivery import duplicate_store
from chalicelib.delivery.model import State
from chalicelib.kernel.clock import Clock, epoch
from chalicelib.kernel.errors import Forbidden, Invalid, TooLarge, Unavailable
from chalicelib.kernel.ids import Ids
from chalicelib.senders import store as senders_store

Told = dict[int, dict[str, Any]]
SHORTEST_WAIT = 5


class Sender:
    """The worker of segments."""

    def __init__(
        self, *, clock: Clock, ids: Ids, blobs: Blobs, pepper: Pepper, reading: Reading,
        queue: Queue,
    ) -> None:
        self._clock = clock
        self._ids = ids
        self._blobs = blobs
        self._pepper = pepper
        self._reading = reading
        self._queue = queue

    def send(self, batch: Batch, name: str, deliver: Deliver) -> None:
        """Send the rows of a segment that have not met their fate, and note what became of them.

        Those that can only be sent later are left for a message that comes then. Beside the calls of its contents a
        segment costs an UpdateItem, GetItem (client), GetObject for each 8 MB, PutObject (results), a transaction and
        a GetItem; tried again, also a GetObject and a BatchGetItem. Raises Unavailable while another has it in hand.
        """
        row = store.claim(batch.key, name, self._clock.now())
        if row is None:
            self._wait_for(batch, name)
            return
        told = self._earlier(batch, row)
        wait = self._send_rows(batch, row, told, deliver)
        results = f"results/{name}.{self._ids.hex(16)}"
        self._blobs.put(work_blob(batch.tenant, batch.key, results), _lines(told), "application/x-ndjson")
        if store.settle(batch, row, results, tally_of(told), self._clock.now(), done=wait is None) and wait is not None:
            again = {"tenant": batch.tenant, "batch": batch.key, "segment": name}
            self._queue.send(again, delay=wait, group=batch.tenant)

    def _wait_for(self, batch: Batch, name: str) -> None:
        """Another hand has it, or has had it; what is done needs no more."""
        row = store.find_segment(batch.key, name)
        if row is not None and not row.done:
            left = int(row.lease) - epoch(self._clock.now())
            raise Unavailable("Another hand has this segment.", retry_after=max(left, SHORTEST_WAIT))

    def _earlier(self, batch: Batch, row: SegmentRow) -> Told:
        """What was noted of a segment before."""
        if not row.results:
            return {}
        kept = self._blobs.get(work_blob(batch.tenant, batch.key, row.results)) or b""
        lines = [json.loads(text) for text in kept.splitlines()]
        return {told["row"]: told for told in lines}

    def _send_rows(self, batch: Batch, segment: SegmentRow, told: Told, deliver: Deliver) -> int | None:
        """Send what has no fate yet; answer after how many seconds to go on, None when all is done."""
        rows = [row for row in self._reading.rows(batch, store.to_segment(segment)) if row.n not in told]
        before = self._sent_before(batch, segment, rows)
        stopped, began, wait = self._stopped(batch), self._clock.now(), None
        for row in rows:
            now = self._clock.now()
            if now - began > WORKED_AT_ONCE:
                return 0
            fate = before.get(row.n) or stopped or self._send(batch, row, deliver)
            if fate.outcome is Outcome.LATER and self._is_given_up(batch, segment, fate, now):
                fate = Fate(Outcome.REFUSED, code=fate.code, message=fate.message)
            if fate.outcome is Outcome.LATER:
                wait = max(wait or SHORTEST_WAIT, fate.wait)
            else:
                told[row.n] = fate.told(row)
        return min(wait, MAX_WAIT) if wait is not None else None

    def _sent_before(self, batch: Batch, segment: SegmentRow, rows: list[Row]) -> dict[int, Fate]:
        """What a hand that died has sent of a segment: by what recognises its rows."""
        if segment.tries == 1:
            return {}
        names = {self._duplicate(batch, row): row.n for row in rows}
        known = duplicate_store.accepted_before(list(names), self._clock.now())
        return {names[name]: fate_of(accepted.key, accepted.state) for name, accepted in known.items()}

    def _stopped(self, batch: Batch) -> Fate | None:
        """Why nothing more is sent: the batch was cancelled, or its client may not send for the tenant any more."""
        if batch.cancelled:
            return Fate(Outcome.REFUSED, code=BatchEnded.number, message="The batch was cancelled before this row.")
        client = senders_store.find_client(batch.client_id)
        if client is None or client.disabled or batch.tenant not in client.tenants:
            return Fate(Outcome.REFUSED, code=Forbidden.number, message="The client may not send for this tenant now.")
        return None

    def _send(self, batch: Batch, row: Row, deliver: Deliver) -> Fate:
        if row.raw is None:
            return Fate(Outcome.REFUSED, code=TooLarge.number, message=f"The row is more than {ROW_LIMIT} bytes.")
        if is_misnamed(row):
            return Fate(Outcome.REFUSED, code=Invalid.number, message=MISNAMED)

        def packed(path: str) -> bytes:
            where = row.files.get(path)
            if where is None:
                raise InvalidFiles("A part names a file that is not in the ZIP, or is locked there.")
            return unpack(where, self._reading.fetch(batch))

        name = f"{batch.key}-{row.n}"
        return deliver(Posted(batch.tenant, row.raw, self._duplicate(batch, row), name, packed))

    def _duplicate(self, batch: Batch, row: Row) -> str:
        return self._pepper.of(f"batch:{batch.tenant}", f"{batch.key}#{row.n}")

    @staticmethod
    def _is_given_up(batch: Batch, segment: SegmentRow, fate: Fate, now: datetime) -> bool:
        """Whether a row that is refused only for now has been tried long enough."""
        fault = fate.code == 50000 and segment.tries >= FAULTS
        return fault or (batch.sending_since is not None and now >= batch.sending_since + TRIED_FOR)


def fate_of(key: str, state: State) -> Fate:
    """The fate of a row that was accepted."""
    return Fate(Outcome.RETAINED if state is State.RETAINED else Outcome.ACCEPTED, content_key=key)


def _lines(told: Told) -> bytes:
    ordered = (json.dumps(told[n], ensure_ascii=False, separators=(",", ":")) for n in sorted(told))
    return "".join(f"{line}\n" for line in ordered).encode()
