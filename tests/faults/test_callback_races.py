"""Many workers at the same webhooks, on a DynamoDB that is really concurrent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Lock
from typing import Any

from chalicelib.callbacks import store, webhook_store
from chalicelib.callbacks.model import Circuit, Definition, News, Type, Webhook
from chalicelib.kernel.errors import Unavailable
from chalicelib.outgoing.model import Outcome
from chalicelib.senders.model import Caller, full_scopes
from tests.world import World

WORKERS, SUBJECTS = 8, 12


def listening(world: World) -> tuple[str, Webhook]:
    """A tenant whose client is told of everything."""
    tenant = world.a_tenant()
    client, _ = world.operator.senders.register_client("c", [tenant])
    caller = Caller(client.client_id, frozenset([tenant]), full_scopes([tenant]))
    webhook, _ = world.operator.webhooks.add(caller, Definition("https://hooks.example.com/", "*", tuple(Type)))
    return tenant, webhook


def happens(world: World, tenant: str, subject: str, kinds: Sequence[Type]) -> None:
    """Something to be told comes about, a second after what was before."""
    world.clock.advance(seconds=1)
    store.tables.commit([store.news(News(tenant, subject, tuple(kinds), world.clock.now(), {}, subject))])


def test_many_workers_tell_each_message_once_and_in_order(concurrent_world: World):
    """Nobody dies here, so nothing comes twice: whoever does not hold the lease leaves the lane alone."""
    world, told, lock = concurrent_world, defaultdict(list), Lock()
    tenant, webhook = listening(world)

    class Noting:
        def post(self, url: str, headers: Any, body: bytes) -> Outcome:
            with lock:
                told[headers["x-correlation-id"]].append(headers["webhook-id"])
            return Outcome(200)

    telling = world.operator.telling
    telling._receiver = Noting()
    subjects = [world.operator.ids.key(world.clock.now()) for _ in range(SUBJECTS)]
    for subject in subjects:
        for kinds in ((Type.ACCEPTED, Type.RETAINED), (Type.DELIVERED,), (Type.BOUNCED,)):
            happens(world, tenant, subject, kinds)

    def work(subject: str) -> None:
        telling.hand_out(subject)
        for row in store.page(webhook.endpoint, world.clock.now(), None, 500):
            if row.subject == subject:
                with suppress(Unavailable):
                    telling.go_on(row.endpoint, row.call)

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, subjects * 4))

    assert {subject: len(ids) for subject, ids in told.items()} == dict.fromkeys(subjects, 4)
    assert all(ids == sorted(ids) for ids in told.values())


def test_a_webhook_that_has_recovered_is_let_go(concurrent_world: World):
    """Left alone, looked at, told all that waited, and then no clock asks about it any more."""
    world, statuses = concurrent_world, [500] * Circuit.FAILURES
    tenant, webhook = listening(world)

    class Recovering:
        def post(self, url: str, headers: Any, body: bytes) -> Outcome:
            return Outcome(statuses.pop() if statuses else 204)

    telling = world.operator.telling
    telling._receiver = Recovering()
    for _ in range(Circuit.FAILURES + 2):
        subject = world.ids.key(world.clock.now())
        happens(world, tenant, subject, [Type.ACCEPTED])
        telling.hand_out(subject)
    for _ in range(4):
        while asked := world.messages(world.config.callbacks_queue_url):
            for message in asked:
                telling.handle(message["body"])
        world.clock.advance(minutes=6)
        world.operator.callbacks_due.strike()

    now = world.clock.now()
    assert {row.state for row in store.page(webhook.endpoint, now, None, 500)} == {"delivered"}
    world.clock.advance(minutes=30)
    for message in world.messages(world.config.callbacks_queue_url):
        telling.handle(message["body"])
    assert list(webhook_store.to_wake(world.clock.now())) == []
