"""Many workers at the same webhooks, on a DynamoDB that is really concurrent."""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Lock
from typing import Any

from chalicelib.callbacks import store
from chalicelib.callbacks.model import Definition, News, Type
from chalicelib.kernel.errors import Unavailable
from chalicelib.outgoing.model import Outcome
from chalicelib.senders.model import Caller, full_scopes
from tests.world import World

WORKERS, SUBJECTS = 8, 12


def test_many_workers_tell_each_message_once_and_in_order(concurrent_world: World):
    """Nobody dies here, so nothing comes twice: whoever does not hold the lease leaves the lane alone."""
    world, told, lock = concurrent_world, defaultdict(list), Lock()
    tenant = world.a_tenant()
    client, _ = world.operator.senders.register_client("c", [tenant])
    caller = Caller(client.client_id, frozenset([tenant]), full_scopes([tenant]))
    webhook, _ = world.operator.webhooks.add(caller, Definition("https://hooks.example.com/", "*", tuple(Type)))

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
            world.clock.advance(seconds=1)
            store.tables.commit([store.news(News(tenant, subject, kinds, world.clock.now(), {}, subject))])

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
