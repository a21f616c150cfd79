"""A queue with ten thousand messages costs what a queue with a hundred does, and groups of messages take turns."""

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


def test_groups_take_turns(make, clock):
    queue = make(0)
    for name, group in (("a1", "a"), ("a2", "a"), ("a3", "a"), ("b1", "b"), ("none", None), ("b2", "b")):
        message = Message(name, "{}")
        message.id, message.group_id, message.sent_timestamp = name, group, clock.time() * 1000
        queue.add_message(message)
    first = queue.receive(1, 0, 60, [])[0]
    rest = queue.receive(10, 0, 60, [])
    assert [message.id for message in (first, *rest)] == ["a1", "b1", "none", "a2", "b2", "a3"]
    for message in (*rest, first):
        queue.change_visibility(message.receipt_handle, 0)
    assert queue.approximate_number_of_messages == 6
    queue.purge()
    assert (queue.receive(1, 0, 60, []), queue.approximate_number_of_messages) == ([], 0)
