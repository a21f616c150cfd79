"""Deliveries: what senders ask of the operator, and what the operator does with it later."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from chalicelib.aws import checkpoints
from chalicelib.aws.queues import Queue
from chalicelib.aws.tables import Write
from chalicelib.delivery import duplicate_store, store, waiting_store
from chalicelib.delivery.accepting import Accepting
from chalicelib.delivery.changing import Changing
from chalicelib.delivery.model import Accepted, Event, Rehearsal, Sending, Status, at_slot
from chalicelib.delivery.releasing import Releasing
from chalicelib.delivery.store import RELEASE
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.slots import slots_of

# A delivery is promised within a quarter of an hour: what has not been made after this is asked for again.
DELIVER_AGAIN = timedelta(minutes=10)


class Deliveries:
    """From the sender's hand to the mailbox."""

    def __init__(
        self, *, clock: Clock, accepting: Accepting, releasing: Releasing, changing: Changing, queue: Queue
    ) -> None:
        self._clock = clock
        self._accepting = accepting
        self._releasing = releasing
        self._changing = changing
        self._queue = queue

    def accept(self, sending: Sending) -> Accepted:
        """Deliver, retain or refuse a sending."""
        return self._accepting.accept(sending)

    def accepted_before(self, duplicates: list[str]) -> dict[str, Accepted]:
        """What has become of sendings, by what recognises them; up to 100, one call. Those not accepted are absent."""
        return duplicate_store.accepted_before(duplicates, self._clock.now())

    def first_under(self, duplicate: str, payload: str) -> str | None:
        """The key of what was made before under an Idempotency-Key; raises KeyReused for another payload."""
        return duplicate_store.first_under(duplicate, payload, self._clock.now())

    def remembered(self, duplicate: str, payload: str, key: str) -> Write:
        """Note what is made under an Idempotency-Key, in the transaction that makes it."""
        return duplicate_store.note_first(duplicate, payload, key, self._clock.now())

    def rehearse(self, sending: Sending) -> Rehearsal:
        """Say what would become of a sending, and do nothing of it."""
        return self._accepting.rehearse(sending)

    def status(self, tenant: str, key: str) -> Status:
        """Tell a tenant what has become of its content; another's looks absent."""
        return self._changing.status(tenant, key)

    def withdraw(self, tenant: str, key: str) -> None:
        """Take back what waits."""
        self._changing.withdraw(tenant, key)

    def replace(self, key: str, sending: Sending) -> Accepted:
        """Put another content in the place of one that waits."""
        return self._changing.replace(key, sending)

    def correct(self, tenant: str, key: str, newer: str) -> None:
        """Mark a delivered content as corrected by a newer one."""
        self._changing.correct(tenant, key, newer)

    def release_marker(self, person: str) -> Write:
        """Note, in the transaction that lets somebody in, that what waits for them must be looked through."""
        return store.release_marker(person, self._clock.now())

    def release_soon(self, person: str) -> None:
        """Ask the worker to look through what waits; the marker makes up for a message that is lost."""
        self._queue.send({"person": person})

    def release(self, person: str) -> int:
        """Deliver what waits for somebody and is now let in."""
        return self._releasing.release(person)

    def see_to(self, person: str, key: str) -> bool:
        """Deliver or end one content that waits, if its time has come."""
        return self._releasing.see_to(person, key)

    def kept_waiting(self, digest: str, key: str, revision: str | None, arrived_at: datetime) -> None:
        """See whether files that were put to wait were committed; remove those of a request that died before.

        Raises Unavailable while it may still be under way.
        """
        self._releasing.settle(digest, key, revision, arrived_at)

    def end_waiting(self, digest: str) -> None:
        """End all that waits for somebody who is gone for good, and tell its senders, so that they can print it.

        What was to be delivered later is refused; what was kept for them is kept no longer. Nothing of it is left.
        """
        for row in list(store.waiting_for(digest)):
            if row.content_key == RELEASE:
                store.drop_marker(row)
                continue
            event = Event.REFUSED if row.deliver_at is not None else Event.EXPIRED
            self._releasing.end(row, event, self._clock.now())
        self._releasing.forget(digest)

    def come_due(self) -> int:
        """Ask the worker to deliver what was scheduled up to now; answer for how many it was asked."""
        now = self._clock.now()
        return self._hand_out(
            checkpoints.hand_out(
                "scheduled", now, lambda day: waiting_store.due(map(at_slot, slots_of(day)), now), DELIVER_AGAIN
            )
        )

    def fall_due(self) -> int:
        """Ask the worker to end what has waited too long, to remove what is left over, and to go on with releases.

        Answers for how many it was asked. Readers know without it that something has ended.
        """
        now = self._clock.now()
        return self._hand_out(checkpoints.hand_out("waiting", now, lambda day: waiting_store.due(slots_of(day), now)))

    def _hand_out(self, found: Iterable[waiting_store.Waiting]) -> int:
        return self._queue.send_fairly((each.tenant, _message(each)) for each in found)


def _message(due: waiting_store.Waiting) -> dict[str, str]:
    """A marker asks for all that waits for somebody, anything else for itself."""
    return {"person": due.person} if due.key == RELEASE else {"person": due.person, "content": due.key}
