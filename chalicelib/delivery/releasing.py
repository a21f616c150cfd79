"""What waits: delivered when the recipient lets it in, expired when its time is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.aws import tables
from chalicelib.aws.blobs import Blobs
from chalicelib.aws.observability import about, count
from chalicelib.aws.secrets import Pepper
from chalicelib.callbacks.model import News, Type
from chalicelib.callbacks.outbox import Outbox
from chalicelib.content.types import category_of
from chalicelib.delivery import store, waiting_store
from chalicelib.delivery.filing import below, copy_content, key_of, waiting_files, waiting_prefix
from chalicelib.delivery.model import ORPHAN_AFTER, Event, demand_orphaned
from chalicelib.delivery.store import RELEASE, WaitingRow
from chalicelib.forms.model import expires_at
from chalicelib.kernel.clock import Clock, epoch, from_epoch, iso, maybe_moment
from chalicelib.kernel.ids import seconds_of
from chalicelib.mailbox.model import Letter, blob_prefix
from chalicelib.recipients import store as recipients_store
from chalicelib.recipients.model import Person

_TOLD = {Event.WITHDRAWN: Type.WITHDRAWN, Event.REFUSED: Type.REFUSED, Event.EXPIRED: Type.EXPIRED}


class Releasing:
    """Moving what waits into the mailbox, or out of the world."""

    def __init__(self, *, clock: Clock, blobs: Blobs, pepper: Pepper, outbox: Outbox) -> None:
        self._clock = clock
        self._blobs = blobs
        self._pepper = pepper
        self._outbox = outbox

    def release(self, person_key: str) -> int:
        """Deliver all that waits for a person, by number or by e-mail address, and that is accepted now.

        Answers how many were delivered. Every step can be repeated. The marker is read first and goes last, so that a
        run that dies is found and done again, and what is let in meanwhile has a run of its own.
        """
        marker = store.find_waiting(person_key, RELEASE)
        person = recipients_store.find(person_key)
        delivered = 0
        if person is not None:
            for digest in (person_key, self._pepper.of("email", person.email.lower())):
                waiting = [row for row in store.waiting_for(digest) if row.content_key != RELEASE]
                delivered += sum(self._one(row, person) for row in waiting)
        if marker is not None:
            store.drop_marker(marker)
        return delivered

    def _one(self, row: WaitingRow, person: Person) -> bool:
        now = self._clock.now()
        if row.ended:
            self._clear(row)
            return False
        if row.deliver_at is not None and from_epoch(row.deliver_at) > now:
            return False
        if row.expires_at is not None and row.expires_at <= epoch(now):
            self._expire(row, now)
            return False
        if not person.standing(str(row.tenant), now, category_of(row.type)).accepts:
            return False
        about(str(row.correlation_id), content=str(row.content_key))
        return self._deliver(row, person) if waiting_store.begin(row, person.mailbox) else self._overtaken(row, person)

    def _overtaken(self, row: WaitingRow, person: Person) -> bool:
        """What has been replaced at this moment is delivered as it is now; what has ended is not."""
        newer = store.find_waiting(str(row.person), str(row.content_key))
        return newer is not None and not newer.ended and self._one(newer, person)

    def _deliver(self, row: WaitingRow, person: Person) -> bool:
        key = str(row.content_key)
        copy_content(self._blobs, waiting_prefix(str(row.person), key, row.revision), blob_prefix(person.mailbox, key))
        letter = Letter(
            mailbox=person.mailbox, key=key, tenant=str(row.tenant), sender_name=str(row.sender_name),
            subject=str(row.subject), type=str(row.type), received_at=self._clock.now(), generated_at=row.generated_at,
            parts=int(row.parts), correlation_id=str(row.correlation_id),
            starts_at=maybe_moment(row.starts_at), ends_at=maybe_moment(row.ends_at), sender_icon=bool(row.sender_icon),
            answer_by=_answer_by(row, self._clock.now()),
        )
        told = self._outbox.find_writes(_news(row, Type.DELIVERED, letter.received_at))
        if not tables.committed([*waiting_store.release(row, letter, person.person, letter.received_at), *told]):
            # Delivered by another run, expired, or switched off again meanwhile: the row says which, if it is there.
            return False
        self._outbox.soon(told, key)
        self._clear_ended(row)
        count("delivered")
        return True

    def see_to(self, digest: str, key: str) -> bool:
        """Do what is due with one content: deliver it at its time, end it, or remove what is left of it.

        Answers whether it was delivered or ended now; what is not due yet is left alone.
        """
        row, now = store.find_waiting(digest, key), self._clock.now()
        if row is None or from_epoch(row.due_at) > now:
            return False
        if row.ended:
            self._clear(row)
            return False
        return self._expire(row, now) if row.deliver_at is None else self._come_due(row, now)

    def _come_due(self, row: WaitingRow, now: datetime) -> bool:
        """Deliver a scheduled content.

        What its recipient has chosen is asked now: somebody who has left gets nothing; it is kept for them when its
        sender has asked for that, and refused otherwise.
        """
        digest = str(row.person)
        person = recipients_store.find(digest) or recipients_store.find_by_address(digest)
        if person and person.standing(str(row.tenant), now, category_of(row.type)).accepts:
            return self._one(row, person)
        self._not_there(row, person, now)
        return False

    def _not_there(self, row: WaitingRow, person: Person | None, now: datetime) -> None:
        if row.retain_days is None:
            self.end(row, Event.REFUSED, now)
            return
        until = now + timedelta(days=int(row.retain_days))
        told = self._outbox.find_writes(_news(row, Type.RETAINED, now, {"retained_until": iso(until)}))
        if not tables.committed([*waiting_store.kept_on(row, person.person if person else None, until, now), *told]):
            # Here again, or withdrawn, at this very moment: the next walk sees which.
            return
        self._outbox.soon(told, str(row.content_key))
        count("retained")

    def end(self, row: WaitingRow, event: Event, now: datetime) -> bool:
        """Let a content wait no more, and forget that it was sent; answer whether it still waited."""
        if row.ended:
            self._clear(row)
            return False
        told = self._outbox.find_writes(_news(row, _TOLD[event], now))
        if not tables.committed([*waiting_store.ending(row, event, now), *told]):
            return False
        self._outbox.soon(told, str(row.content_key))
        count(str(event))
        self._clear_ended(row)
        return True

    def _clear_ended(self, row: WaitingRow) -> None:
        """Remove what is left of a content that has just ended, as its row is now: copying may have begun meanwhile."""
        there = store.find_waiting(str(row.person), str(row.content_key))
        if there is not None:
            self._clear(there)

    def _clear(self, row: WaitingRow) -> None:
        """Remove what is left of a content that waits no more; its row goes last, so that it is found again.

        Its own files go before the copy of a delivery that was begun and has not been made: without them nothing more
        is copied.
        """
        key = str(row.content_key)
        self._blobs.erase(waiting_files(str(row.person), key))
        for mailbox in row.copied_to or ():
            self._blobs.erase(blob_prefix(mailbox, key))
        waiting_store.remove(row)

    def forget(self, digest: str) -> None:
        """Remove the files below a digest that no row knows.

        Young ones may belong to a request under way; their own event has them looked at when they are older.
        """
        self._blobs.erase(below(digest), spare=lambda name: self._counts(digest, key_of(name)))

    def _counts(self, digest: str, key: str) -> bool:
        young = from_epoch(seconds_of(key)) > self._clock.now() - ORPHAN_AFTER
        return young or store.find_waiting(digest, key) is not None

    def settle(self, digest: str, key: str, revision: str | None, arrived_at: datetime) -> None:
        """Remove the files of one version of a content that does not wait, once nobody can be committing it."""
        row = store.find_waiting(digest, key)
        if row is not None and row.revision == revision and not row.ended:
            if row.former:
                self._blobs.erase(str(row.former))
            return
        demand_orphaned(arrived_at, self._clock.now())
        if self._blobs.erase(waiting_prefix(digest, key, revision)):
            count("orphans")

    def _expire(self, row: WaitingRow, now: datetime) -> bool:
        told = self._outbox.find_writes(_news(row, Type.EXPIRED, now))
        if not tables.committed([*waiting_store.expiry(row, now), *told]):
            return False
        self._outbox.soon(told, str(row.content_key))
        self._clear_ended(row)
        count("expired")
        return True


def _news(row: WaitingRow, what: Type, at: datetime, facts: dict[str, str] | None = None) -> News:
    key = str(row.content_key)
    return News(str(row.tenant), key, (what,), at, {"content_key": key, **(facts or {})}, str(row.correlation_id))


def _answer_by(row: WaitingRow, now: datetime) -> datetime | None:
    """A form's days are counted from when it is delivered; an invitation says its own."""
    return expires_at(now, int(row.answer_days)) if row.answer_days is not None else maybe_moment(row.answer_by)
