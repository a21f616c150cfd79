"""What waits, for its recipient or for its time: when its turn has come, and when its recipient is gone for good."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from chalicelib.aws import checkpoints
from chalicelib.aws.queues import Queue
from chalicelib.aws.tables import Write
from chalicelib.delivery import store, waiting_store
from chalicelib.delivery.model import Event, at_slot
from chalicelib.delivery.releasing import Releasing
from chalicelib.delivery.store import RELEASE
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.slots import slots_of

# A delivery is promised within a quarter of an hour: what has not been made after this is asked for again.
DELIVER_AGAIN = timedelta(minutes=10)


class WaitingPost:
    """All that waits; what becomes of each is `Releasing`'s, asked for by the queue."""

    def __init__(self, *, clock: Clock, releasing: Releasing, queue: Queue) -> None:
        self._clock = clock
        self._releasing = releasing
        self._queue = queue

    def release_marker(self, person: str) -> Write:
        """Note, in the transaction that lets somebody in, that what waits for them must be looked through."""
        return store.release_marker(person, self._clock.now())

    def release_soon(self, person: str) -> None:
        """Ask the worker to look through what waits; the marker makes up for a message that is lost."""
        self._queue.send({"person": person})

    def end_all(self, digest: str) -> None:
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
