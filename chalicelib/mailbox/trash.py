"""The trash: thirty days to take a letter back, then it is gone, with its files."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.aws import checkpoints
from chalicelib.aws.blobs import Blobs
from chalicelib.aws.observability import count
from chalicelib.aws.queues import Queue
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.slots import slots_of
from chalicelib.mailbox import store
from chalicelib.mailbox.model import Letter, blob_prefix


class Trash:
    """Letters whose time in the trash is over."""

    def __init__(self, *, clock: Clock, blobs: Blobs, queue: Queue, forget_answers: Callable[[Letter], None]) -> None:
        self._clock = clock
        self._blobs = blobs
        self._queue = queue
        self._forget_answers = forget_answers

    def purge_due(self) -> int:
        """Ask the worker to remove the letters whose time is over; answer for how many it was asked.

        Nobody sees these letters since their own moment. Whoever throws much away is served after the others.
        """
        now = self._clock.now()
        found = checkpoints.hand_out("purges", now, lambda day: store.purges_due(slots_of(day), now))
        return self._queue.send_fairly((mailbox, {"mailbox": mailbox, "letter": key}) for mailbox, key in found)

    def purge(self, mailbox: str, key: str) -> bool:
        """Remove a letter whose time is over: files first, since without the row nobody would look for them."""
        letter = store.find(mailbox, key)
        now = self._clock.now()
        if letter is None or not letter.is_gone(now):
            return False
        self._blobs.erase(blob_prefix(mailbox, key))
        self._forget_answers(letter)
        removed = store.remove(mailbox, key, store.trash_is_over(now))
        if removed:
            count("purged")
        return removed
