"""The trash: thirty days to take a letter back, then it is gone, with its files."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

from chalicelib.aws import checkpoints
from chalicelib.aws.blobs import Blobs
from chalicelib.aws.observability import count
from chalicelib.kernel.clock import Clock, day_of
from chalicelib.kernel.slots import slots_of
from chalicelib.mailbox import store
from chalicelib.mailbox.model import Letter, blob_prefix

WALK = "purges"


class Trash:
    """Letters whose time in the trash is over."""

    def __init__(self, *, clock: Clock, blobs: Blobs, forget: Callable[[Letter], None]) -> None:
        self._clock = clock
        self._blobs = blobs
        self._forget = forget

    def purge_due(self, keep_going: Callable[[], bool] = lambda: True) -> int:
        """Remove what the days that have passed left to remove; answer how many letters.

        Nobody sees these letters since their own moment; their files and rows go when the day is over. A day is
        finished when all of it is done, so a run that stops halfway does the rest of its day again.
        """
        now, purged = self._clock.now(), 0
        unfinished = today = day_of(now)
        for day in checkpoints.days_to_walk(WALK, now):
            if day == today:
                break
            for mailbox, key in chain.from_iterable(store.purges_due(slot) for slot in slots_of(day)):
                if not keep_going():
                    unfinished = min(unfinished, day)
                    break
                purged += self.purge(mailbox, key)
        checkpoints.finish(WALK, unfinished, now)
        return purged

    def purge(self, mailbox: str, key: str) -> bool:
        """Remove a letter whose time is over: files first, since without the row nobody would look for them."""
        letter = store.find(mailbox, key)
        now = self._clock.now()
        if letter is None or not letter.is_gone(now):
            return False
        self._blobs.erase(blob_prefix(mailbox, key))
        self._forget(letter)
        removed = store.remove(mailbox, key, store.trash_is_over(now))
        if removed:
            count("purged")
        return removed
