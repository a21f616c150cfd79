"""SQS for a laptop: cheap with ten thousand messages waiting, kept, and on the movable clock.

moto counts every message of a queue at every call. Here each call looks only at the messages it concerns.
"""

import copy
import heapq
import threading
import time
from collections import Counter
from typing import Any

from moto.sqs import models
from moto.sqs.exceptions import InvalidParameterValue, ReceiptHandleIsInvalid
from moto.sqs.models import Message, Queue, _filter_message_attributes

from local.clock import MovableClock
from local.emulator.changes import change
from local.emulator.lines import Lines
from local.emulator.store import Store

POLL = 0.1  # how soon a waiting receiver notices that the clock was moved


class LocalQueue(Queue):
    """A standard queue: what is ready in the order it became so, groups by turns; the rest in the order it will be."""

    store: Store
    clock: MovableClock

    def __init__(self, name: str, region: str, account_id: str, **attributes: Any) -> None:
        self._changed = threading.Condition()
        self._all: dict[str, Message] = {}
        self._ready = Lines()
        self._later: list[tuple[float, int, str]] = []  # due, version, message
        self._resting: dict[str, tuple[int, str]] = {}  # message: (version, why)
        self._reasons: Counter[str] = Counter()
        self._version = 0
        super().__init__(name, region, account_id, **attributes)
        if self.fifo_queue:
            raise InvalidParameterValue("FIFO queues are not played on the laptop")
        self._restore()

    # --- What moto's own code asks of a queue ---

    @property
    def messages(self) -> list[Message]:
        with self._changed:
            self._wake()
            return [self._all[name] for name in self._ready]

    @property
    def approximate_number_of_messages(self) -> int:
        with self._changed:
            self._wake()
            return len(self._ready)

    @property
    def approximate_number_of_messages_delayed(self) -> int:
        return self._count("delayed")

    @property
    def approximate_number_of_messages_not_visible(self) -> int:
        return self._count("received")

    def _count(self, why: str) -> int:
        with self._changed:
            self._wake()
            return self._reasons[why]

    def add_message(self, message: Message) -> None:
        with self._changed:
            self._all[message.id] = message
            if message.delayed_until > self._now():
                self._rest(message, message.delayed_until, "delayed")
            else:
                self._stand(message)
            self._keep(message.id)
            self._changed.notify_all()

    def delete_message(self, receipt_handle: str) -> None:
        """Deleting twice is as good as once; what was never a receipt is refused."""
        name = _message_of(receipt_handle)
        with self._changed:
            if name in self._all:
                self._forget(name)

    def purge(self) -> None:
        with self._changed:
            for name in list(self._all):
                self._forget(name)

    # --- Receiving ---

    def receive(self, count: int, wait: float, visibility: int, attributes: list[str]) -> list[Message]:
        deadline = time.monotonic() + wait
        with self._changed:
            while not (received := self._take(count, visibility)) and (left := deadline - time.monotonic()) > 0:
                self._changed.wait(min(left, POLL))
        copies = [copy.copy(message) for message in received]
        for message in copies:
            _filter_message_attributes(message, attributes)
        return copies

    def _take(self, count: int, visibility: int) -> list[Message]:
        self._wake()
        received: list[Message] = []
        while self._ready and len(received) < count:
            message = self._all[self._ready.next()]
            if self._too_old(message):
                self._forget(message.id)
            elif self._given_up(message):
                self._hand_over(message)
            else:
                received.append(self._handed_out(message, visibility))
        return received

    def _handed_out(self, message: Message, visibility: int) -> Message:
        message.approximate_receive_count += 1
        message.approximate_first_receive_timestamp = message.approximate_first_receive_timestamp or int(self._now())
        message.receipt_handle = f"{message.id}.{message.approximate_receive_count}"
        self._set_visibility(message, visibility)
        return message

    def _too_old(self, message: Message) -> bool:
        retention: int = self.message_retention_period  # type: ignore[attr-defined]
        return float(message.sent_timestamp or 0) + retention * 1000 <= self._now()

    def _given_up(self, message: Message) -> bool:
        if self.dead_letter_queue is None or not self.redrive_policy:
            return False
        return bool(message.approximate_receive_count >= int(self.redrive_policy["maxReceiveCount"]))

    def _hand_over(self, message: Message) -> None:
        self._forget(message.id)
        message.visible_at = message.delayed_until = 0
        assert self.dead_letter_queue is not None
        self.dead_letter_queue.add_message(message)

    def change_visibility(self, receipt_handle: str, seconds: int) -> None:
        with self._changed:
            message = self._all.get(_message_of(receipt_handle))
            if message is None or message.receipt_handle is None:
                raise ReceiptHandleIsInvalid
            self._ready.leave(message.id)
            self._set_visibility(message, seconds)
            self._changed.notify_all()

    def _set_visibility(self, message: Message, seconds: int) -> None:
        message.visible_at = self._now() + seconds * 1000
        self._rest(message, message.visible_at, "received")
        self._keep(message.id)

    # --- Who is ready, who rests ---

    def _rest(self, message: Message, until: float, why: str) -> None:
        self._rise(message.id)
        self._version += 1
        self._resting[message.id] = (self._version, why)
        self._reasons[why] += 1
        heapq.heappush(self._later, (until, self._version, message.id))

    def _stand(self, message: Message) -> None:
        self._ready.join(message.id, message.group_id or "")

    def _rise(self, name: str) -> None:
        if entry := self._resting.pop(name, None):
            self._reasons[entry[1]] -= 1

    def _wake(self) -> None:
        now = self._now()
        while self._later and self._later[0][0] <= now:
            _, version, name = heapq.heappop(self._later)
            if self._resting.get(name, (0, ""))[0] == version:
                self._rise(name)
                self._stand(self._all[name])

    def _forget(self, name: str) -> None:
        del self._all[name]
        self._ready.leave(name)
        self._rise(name)
        self._keep(name)

    def _now(self) -> float:
        return self.clock.time() * 1000

    # --- Kept ---

    def _keep(self, name: str) -> None:
        self.store.note(f"queue:{self.name}", name, lambda: copy.copy(self._all.get(name)))

    def _restore(self) -> None:
        """The messages that were here when the laptop stopped."""
        kept = [message for _, message in self.store.load(f"queue:{self.name}")]
        with self._changed:
            for message in sorted(kept, key=lambda message: float(message.sent_timestamp or 0)):
                self._all[message.id] = message
                why = "received" if message.approximate_receive_count else "delayed"
                self._rest(message, max(message.visible_at, message.delayed_until), why)


def _message_of(receipt_handle: str) -> str:
    name, dot, count = receipt_handle.partition(".")
    if not dot or not count.isdigit():
        raise ReceiptHandleIsInvalid
    return name


def install(store: Store, clock: MovableClock) -> None:
    """Makes moto's SQS use these queues."""
    LocalQueue.store, LocalQueue.clock = store, clock
    change(
        models,
        Queue=LocalQueue,
        unix_time=lambda *_: clock.time(),
        unix_time_millis=lambda *_: clock.time() * 1000,
    )
    change(
        models.SQSBackend,
        receive_message=_receive_message,
        change_message_visibility=_change_message_visibility,
        purge_queue=lambda self, queue_name: self.get_queue(queue_name).purge(),
    )


def _receive_message(
    self: Any, queue_name: str, count: int, wait: float, visibility: int, attributes: list[str] | None = None
) -> list[Message]:
    received: list[Message] = self.get_queue(queue_name).receive(count, wait, int(visibility), attributes or [])
    return received


def _change_message_visibility(self: Any, queue_name: str, receipt_handle: str, visibility_timeout: int) -> None:
    self.get_queue(queue_name).change_visibility(receipt_handle, int(visibility_timeout))
