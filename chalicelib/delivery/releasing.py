"""What waits: delivered when the recipient lets it in, expired when its time is over."""

from __future__ import annotations

from datetime import datetime

from chalicelib.aws import tables
from chalicelib.aws.blobs import Blobs
from chalicelib.aws.observability import count
from chalicelib.aws.secrets import Pepper
from chalicelib.callbacks.model import News, Type
from chalicelib.callbacks.outbox import Outbox
from chalicelib.delivery import store
from chalicelib.delivery.accepting import waiting_prefix
from chalicelib.delivery.store import RELEASE, WaitingRow
from chalicelib.kernel.clock import Clock, epoch, from_epoch
from chalicelib.mailbox.model import Letter, blob_prefix, content_blob
from chalicelib.recipients import store as recipients_store
from chalicelib.recipients.model import Person


class Releasing:
    """Moving what waits into the mailbox, or out of the world."""

    def __init__(self, *, clock: Clock, blobs: Blobs, pepper: Pepper, outbox: Outbox) -> None:
        self._clock = clock
        self._blobs = blobs
        self._pepper = pepper
        self._outbox = outbox

    def release(self, person_key: str) -> int:
        """Deliver all that waits for a person, by number or by e-mail address, and that is accepted now.

        Answers how many were delivered. Every step can be repeated. The marker goes last, so that a run that dies
        is found and done again.
        """
        person = recipients_store.find(person_key)
        delivered = 0
        if person is not None:
            for digest in (person_key, self._pepper.of("email", person.email.lower())):
                waiting = [row for row in store.waiting_for(digest) if row.content_key != RELEASE]
                delivered += sum(self._one(row, person) for row in waiting)
        store.drop_marker(person_key)
        return delivered

    def _one(self, row: WaitingRow, person: Person) -> bool:
        now = self._clock.now()
        if row.expires_at <= epoch(now):
            self._expire(row, now)
            return False
        if not person.standing(str(row.tenant), now).accepts:
            return False
        key, source = str(row.content_key), waiting_prefix(str(row.person), str(row.content_key))
        target = blob_prefix(person.mailbox, key)
        self._copy(source, target)
        letter = Letter(
            mailbox=person.mailbox, key=key, tenant=str(row.tenant), sender_name=str(row.sender_name),
            subject=str(row.subject), type=str(row.type), received_at=self._clock.now(), generated_at=row.generated_at,
            parts=int(row.parts), correlation_id=str(row.correlation_id),
            starts_at=from_epoch(row.starts_at) if row.starts_at is not None else None,
            sender_icon=bool(row.sender_icon),
        )
        told = self._outbox.find_writes(_news(row, Type.DELIVERED, letter.received_at))
        try:
            tables.commit([*store.release(row, letter, person.person, letter.received_at), *told])
        except tables.Cancelled:
            # Delivered by another run, expired, or switched off again meanwhile: the row says which, if it is there.
            return False
        self._outbox.soon(told, key)
        self._blobs.erase(source)
        count("delivered")
        return True

    def _copy(self, source: str, target: str) -> None:
        """Copy content.json first, which is the event that starts the notice, then everything else."""
        names = self._blobs.names(source)
        first = content_blob("")
        for name in sorted(names, key=lambda name: name != first):
            self._blobs.copy(source + name, target + name)

    def expire(self, digest: str, key: str) -> bool:
        """End one waiting content whose time is over; answer whether it was ended now."""
        row = store.find_waiting(digest, key)
        now = self._clock.now()
        if row is None or row.expires_at is None or from_epoch(row.expires_at) > now:
            return False
        return self._expire(row, now)

    def _expire(self, row: WaitingRow, now: datetime) -> bool:
        told = self._outbox.find_writes(_news(row, Type.EXPIRED, now))
        try:
            tables.commit([*store.expiry(row, now), *told])
        except tables.Cancelled:
            return False
        self._outbox.soon(told, str(row.content_key))
        self._blobs.erase(waiting_prefix(str(row.person), str(row.content_key)))
        person = recipients_store.find(str(row.person))
        if person:
            # A release that died half-way has left a copy that nobody else removes.
            self._blobs.erase(blob_prefix(person.mailbox, str(row.content_key)))
        count("expired")
        return True


def _news(row: WaitingRow, what: Type, at: datetime) -> News:
    key = str(row.content_key)
    return News(str(row.tenant), key, (what,), at, {"content_key": key}, str(row.correlation_id))
