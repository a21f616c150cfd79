"""What is due to webhooks: the clock that strikes each minute finds what has no message of its own, or has lost it."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice

from chalicelib.aws import checkpoints
from chalicelib.aws.queues import Queue
from chalicelib.callbacks import store, webhook_store
from chalicelib.kernel.clock import Clock, next_day
from chalicelib.kernel.slots import slots_of

# News younger than this are left to their own message.
TAKEN_UP_AFTER = timedelta(minutes=1)
# Of one endpoint in a slot, so that one with much behind it is neither sent over and over nor keeps others waiting.
PER_ENDPOINT = 50
PER_SLOT = 20_000
PER_RUN = 5_000


class Due:
    """The clock of the queue `callbacks`."""

    def __init__(self, *, clock: Clock, queue: Queue) -> None:
        self._clock = clock
        self._queue = queue

    def strike(self) -> int:
        """Send a message for all whose time has come, within what a run can do; answer how many.

        News that nobody has handed out, calls, and webhooks that are to be looked at again after a rest.
        """
        now, sent, clean, finished = self._clock.now(), self._webhooks(self._clock.now()), True, ""
        for day in checkpoints.days_to_walk("callbacks", now):
            found = self._due_on(day, now)
            sent += found
            if sent >= PER_RUN:
                break
            clean = clean and not found
            if clean:
                finished = next_day(day)
        if finished:
            checkpoints.finish("callbacks", finished, now)
        return sent

    def _webhooks(self, now: datetime) -> int:
        return sum(
            self._queue.send_all([{"endpoint": endpoint}], group=endpoint) for endpoint in webhook_store.to_wake(now)
        )

    def _due_on(self, day: str, now: datetime) -> int:
        """Each slot comes first at some minute, so that none waits behind the others for ever."""
        slots, sent = slots_of(day), 0
        first = now.minute % len(slots)
        for slot in slots[first:] + slots[:first]:
            sent += self._news(slot, now) + self._calls(slot, now)
            if sent >= PER_RUN:
                break
        return sent

    def _news(self, slot: str, now: datetime) -> int:
        subjects = dict.fromkeys(islice(store.news_due(slot, now - TAKEN_UP_AFTER), PER_RUN))
        return self._queue.send_all({"subject": subject} for subject in subjects)

    def _calls(self, slot: str, now: datetime) -> int:
        found: dict[str, list[str]] = {}
        for endpoint, call in islice(store.calls_due(slot, now), PER_SLOT):
            calls = found.setdefault(endpoint, [])
            if len(calls) < PER_ENDPOINT:
                calls.append(call)
        return sum(
            self._queue.send_all([{"endpoint": endpoint, "call": call} for call in calls], group=endpoint)
            for endpoint, calls in found.items()
        )
