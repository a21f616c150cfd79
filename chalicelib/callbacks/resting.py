"""Resting: what a webhook is to be told while it is left alone is put aside, and taken up when its receiver does well.

However much waits for a receiver that is down, the clock reads only that the receiver is: its webhook's row says when
it is looked at again, and stays until nothing is put aside.
"""

from __future__ import annotations

from chalicelib.aws.queues import Queue
from chalicelib.callbacks import store, webhook_store
from chalicelib.callbacks.model import State, Webhook
from chalicelib.callbacks.store import CallRow
from chalicelib.kernel.clock import Clock, epoch
from chalicelib.kernel.slots import due_slot

PAGE = 100


class Resting:
    """What is put aside for the webhooks that are left alone."""

    def __init__(self, *, clock: Clock, queue: Queue) -> None:
        self._clock = clock
        self._queue = queue

    def put_aside(self, calls: list[CallRow]) -> None:
        """Let calls wait until their endpoint does well."""
        for call in calls:
            if not store.is_aside(call):
                store.put_aside(call)

    def waiting(self, webhook: Webhook) -> list[CallRow]:
        """Read what has waited longest, up to a page; the webhook is let go when there is nothing.

        What is no longer to be told is no longer put aside.
        """
        now, alive = self._clock.now(), []
        found = store.aside(webhook.endpoint, PAGE)
        for call in found:
            if call.state == State.PENDING and call.ttl > epoch(now):
                alive.append(call)
            else:
                store.change_call(call, {"due": None}, int(call.lease))
        if not found:
            webhook_store.rested(webhook, now)
        return alive

    def take_up(self, calls: list[CallRow]) -> None:
        """Let calls be told now; the next page has a message of its own."""
        now = self._clock.now()
        for call in calls:
            if store.is_aside(call):
                store.change_call(call, {"due": due_slot(now, call.call)}, int(call.lease))
        endpoint = calls[0].endpoint
        self._queue.send_all([{"endpoint": endpoint, "call": call.call} for call in calls], group=endpoint)
        if len(calls) == PAGE:
            self._queue.send({"endpoint": endpoint}, group=endpoint)
