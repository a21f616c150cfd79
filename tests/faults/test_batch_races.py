"""Many hands over one batch at the same time, and transactions that collide: each row once, counted once."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any
from unittest import mock

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError

from chalicelib import wiring
from chalicelib.api.sender.rows import deliver
from chalicelib.aws import tables
from chalicelib.batches import reading, store
from chalicelib.batches.model import Format, Status, file_blob, results_blob
from chalicelib.kernel.errors import Unavailable
from chalicelib.kernel.ids import SystemIds
from chalicelib.mailbox import store as mailbox_store
from tests.batches import ndjson
from tests.faults.harness import _call
from tests.world import ANNA, BENGT, SPAR, TOLVAN, World, a_content

HANDS = 4
ROWS = 36


@pytest.fixture
def colliding() -> Iterator[None]:
    """AWS cancels one of two transactions that touch the same row; no local engine does, so some are cancelled here."""
    chance, lock = random.Random(7), threading.Lock()

    def call(client: BaseClient, operation: str, parameters: dict[str, Any]) -> Any:
        with lock:
            unlucky = operation == "TransactWriteItems" and chance.random() < 0.2
        if unlucky:
            reasons = [{"Code": "TransactionConflict"}]
            answer = {"Error": {"Code": "TransactionCanceledException"}, "CancellationReasons": reasons}
            raise ClientError(answer, operation)
        return _call(client, operation, parameters)

    with mock.patch.object(BaseClient, "_make_api_call", call), mock.patch.object(tables, "pause"):
        yield


def test_many_hands_send_each_row_once(concurrent_world: World, colliding: None) -> None:
    """Each hand is asked for every segment, in its own order, with each message twice."""
    world, people = concurrent_world, (TOLVAN, ANNA, BENGT)
    world.operator = wiring.build(world.config, world.clock, SystemIds())
    wiring.install(world.operator)
    tenant = world.a_tenant()
    client, _ = world.operator.senders.register_client("c", [tenant])
    mailboxes = [world.a_person(ssn).mailbox for ssn in people]
    batches = world.operator.batches
    batch = batches.make(tenant, client.client_id, Format.NDJSON, None, None)
    rows = [a_content(SPAR if n % 6 == 5 else people[n % 3], subject=str(n), id=n) for n in range(ROWS)]
    world.operator.blobs.put(file_blob(tenant, batch.key), ndjson(*rows), "application/x-ndjson")

    def read(_: int) -> None:
        with suppress(Unavailable):
            batches.go_on(tenant, batch.key)

    def send(hand: int) -> None:
        names = [f"{n:06d}" for n in range(1, 10)] * 2
        random.Random(hand).shuffle(names)
        for name in names:
            with suppress(Unavailable):
                batches.send(tenant, batch.key, name, deliver)

    with mock.patch.object(reading, "SEGMENT_ROWS", 4), mock.patch.object(reading, "NOTED", 3):
        with ThreadPoolExecutor(HANDS) as hands:
            list(hands.map(read, range(HANDS)))
        batches.go_on(tenant, batch.key)
        with ThreadPoolExecutor(HANDS) as hands:
            list(hands.map(send, range(HANDS)))
        world.clock.advance(minutes=5)
        send(0)
    with ThreadPoolExecutor(HANDS) as hands:
        list(hands.map(read, range(HANDS)))
    batches.go_on(tenant, batch.key)

    done = batches.find(tenant, batch.key)
    assert (done.status, done.rows, done.left, done.tally.accepted, done.tally.refused) == (Status.DONE, ROWS, 0, 30, 6)
    assert all(row.done for row in store.segments(batch.key))
    told = [json.loads(line) for line in (world.operator.blobs.get(results_blob(tenant, batch.key)) or b"").splitlines()]
    assert [row["id"] for row in told] == list(range(ROWS))
    there = [letter.key for mailbox in mailboxes for letter in mailbox_store.page(mailbox, None, 100)]
    assert sorted(there) == sorted(row["content_key"] for row in told if row["status"] == "accepted")
