"""A queue with ten thousand messages costs what a queue with a hundred does."""

import time

import pytest
from moto.sqs.models import Message

from local.emulator.queues import LocalQueue
from local.emulator.store import Store


@pytest.fixture
def make(clock, tmp_path, monkeypatch):
    monkeypatch.setattr(LocalQueue, "store", Store(tmp_path / "emulator.db", "test"), raising=False)
    monkeypatch.setattr(LocalQueue, "clock", clock, raising=False)

    def make(depth):
        queue = LocalQueue(f"q{depth}", "eu-north-1", "123456789012")
        for number in range(depth):
            message = Message(str(number), "{}")
            message.sent_timestamp = clock.time() * 1000
            queue.add_message(message)
        return queue

    return make


def cost(queue):
    """Of a batch received, counted and given back; the best of several."""
    times = []
    for _ in range(20):
        began = time.perf_counter()
        received = queue.receive(10, 0, 60, [])
        assert len(received) == 10
        assert queue.approximate_number_of_messages_not_visible == 10
        for message in received:
            queue.change_visibility(message.receipt_handle, 0)
        times.append(time.perf_counter() - began)
    return min(times)


def test_depth_does_not_matter(make):
    assert cost(make(10_000)) < 4 * cost(make(100))
