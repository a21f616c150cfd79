"""An operator that may call this machine, a sender with a webhook, and its receiver."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from chalicelib.aws import checkpoints, clients
from chalicelib.callbacks.model import endpoint_of
from chalicelib.kernel.clock import day_of
from tests.receiving import Receiving, receiving
from tests.software import SenderSoftware
from tests.world import World, a_content

EVENTS = "/v2/webhooks/events"


@pytest.fixture
def world(_world: World):
    """An operator that is patient for a fifth of a second and calls this machine too."""
    kept = _world.config
    _world.config = replace(kept, callbacks_to_localhost="yes", callback_seconds="0.2")
    _world.reset()
    yield _world
    _world.config = kept


@dataclass
class Told:
    """A sender, its webhook, and the worker's work done by hand."""

    world: World
    sender: SenderSoftware
    receiver: Receiving
    hook: dict[str, Any]

    @property
    def path(self) -> str:
        """Where the webhook is."""
        return f"{EVENTS}/{self.hook['id']}"

    @property
    def endpoint(self) -> str:
        """Its name in the tables."""
        return endpoint_of(self.sender.client_id, self.hook["id"])

    def add(self, **wanted: Any) -> dict[str, Any]:
        """Make another webhook."""
        made: dict[str, Any] = self.sender.call("POST", EVENTS, {"url": self.receiver.url, **wanted}).json_body
        return made

    def send(self, **change: Any) -> str:
        """Send a letter; answer its key."""
        return self.sender.send(a_content(**change)).headers["kivra-objkey"]

    def fails(self, letters: int) -> None:
        """Let the receiver fail from now on, and tell it of some letters: five failures leave it alone."""
        self.receiver.says(503)
        for n in range(letters):
            self.send(subject=f"Brev {n}")
        self.work()

    def work(self, rounds: int = 20) -> int:
        """Let the worker have every message that can be had now; answer how many."""
        url, done = self.world.config.callbacks_queue_url, 0
        for _ in range(rounds):
            batch = clients.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
            for message in batch:
                record = {"messageId": "1", "receiptHandle": message["ReceiptHandle"], "body": message["Body"]}
                self.world.operator.queues.callbacks.consume({"Records": [record]}, self.world.operator.telling.handle)
                clients.client("sqs").delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                done += 1
            if not batch:
                break
        return done

    def pass_time(self, **step: float) -> int:
        """Move the clock, let it strike, and let the worker work; answer how many calls were made."""
        before = len(self.receiver.requests)
        self.world.clock.advance(**step)
        self.world.operator.callbacks_due.strike()
        self.work()
        return len(self.receiver.requests) - before

    def log(self, **query: Any) -> list[dict[str, Any]]:
        """The log of deliveries."""
        self.sender.renew()
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        return self.sender.call("GET", f"{self.path}/deliveries?{asked}").json_body["deliveries"]


@pytest.fixture
def told(world: World, sender: SenderSoftware):
    """A sender that wants to be told of everything."""
    world.a_person()
    # The clock has struck before: its first walk goes three days back.
    checkpoints.finish("callbacks", day_of(world.clock.now()), world.clock.now())
    with receiving() as receiver:
        hook = sender.call("POST", EVENTS, {"url": receiver.url, "tkey_filter": sender.tenant}).json_body
        yield Told(world, sender, receiver, hook)
