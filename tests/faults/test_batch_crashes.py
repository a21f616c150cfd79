"""A batch broken at every remote call of its reader, its senders and its finisher: each row once, results whole."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from functools import partial
from typing import Any
from unittest import mock

import pytest

import app
from chalicelib.aws import clients
from chalicelib.aws.faults import AWS_ERRORS
from chalicelib.batches import reading
from chalicelib.batches.model import results_blob
from chalicelib.batches.store import BatchRow
from chalicelib.callbacks.store import NewsRow
from chalicelib.mailbox.store import ItemRow
from tests.batches import in_zip, made, ndjson, put, zipped
from tests.faults.harness import Breaker, Mode, restarted
from tests.software import SenderSoftware
from tests.world import ANNA, BENGT, PDF, TOLVAN, World, a_content

EVENT = dict.fromkeys(("id", "time", "region", "source", "account", "version", "detail-type"), "x")
TICK = {**EVENT, "resources": [], "detail": {}}
WORKERS = {"batches": "read_batch", "segments": "send_segment"}


class Story:
    """One batch: three rows to Tolvan, one refused, one retained, in segments of two rows."""

    def __init__(self, world: World, sender: SenderSoftware, kind: str) -> None:
        self.world, self.sender, self.kind = world, sender, kind

    def begin(self) -> None:
        """A fresh world, and a file that has arrived."""
        self.world.reset()
        self.tolvan = self.world.a_person(TOLVAN)
        tenant = self.world.a_tenant()
        client, secret = self.world.operator.senders.register_client("c", [tenant])
        self.sender.tenant, self.sender.client_id, self.sender.secret = tenant, client.client_id, secret
        self.sender.senders = self.world.operator.senders
        self.sender.renew()
        hook = {"url": "https://hooks.example.com/kuvert", "types": ["batch.done"]}
        assert self.sender.call("POST", "/v2/webhooks/events", hook).status_code == 201
        letter = partial(in_zip, "a.pdf") if self.kind == "zip" else a_content
        rows = ndjson(
            letter(subject="1", id=1), letter(subject="2"), letter(ssn=BENGT, subject="3"),
            letter(ssn=ANNA, subject="4", type="letter.salary", retain=True), letter(subject="5"),
        )
        batch = made(self.sender, self.kind)
        put(batch, zipped(rows, {"a.pdf": PDF}) if self.kind == "zip" else rows)
        self.key = batch["batch_key"]

    def live(self, breaker: Breaker | None = None, rounds: int = 40) -> None:
        """Deliver every message as Lambda does, with one breaker through all of it; then let the clocks strike."""
        for _ in range(rounds):
            if not sum(self._take(queue, breaker) for queue in WORKERS):
                return
        raise AssertionError("The workers never come to rest.")

    def _take(self, queue: str, breaker: Breaker | None) -> int:
        from tests.faults.harness import breaking

        sqs, url = clients.client("sqs"), getattr(self.world.config, f"{queue}_queue_url")
        message = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=1, VisibilityTimeout=3600).get("Messages", [])
        for each in message:
            record = {
                "messageId": each["MessageId"], "receiptHandle": each["ReceiptHandle"], "body": each["Body"],
                "attributes": {"ApproximateReceiveCount": "1"}, "messageAttributes": {}, "eventSource": "aws:sqs",
            }
            done = False
            with restarted(), breaking(breaker or Breaker()):
                done = not getattr(app, WORKERS[queue])({"Records": [record]}, None)["batchItemFailures"]
            clients.client("sqs").delete_message(QueueUrl=url, ReceiptHandle=each["ReceiptHandle"])
            if not done:
                clients.client("sqs").send_message(QueueUrl=url, MessageBody=each["Body"])
                # Nobody takes in hand what a dead hand still holds; time passes.
                self.world.clock.advance(minutes=6)
        return len(message)

    def rest(self) -> None:
        """Everything comes to rest: what is left, the clock that finds what fell between, and what it asks for."""
        for _ in range(3):
            self.live()
            self.world.clock.advance(minutes=16)
            app.reconcile(TICK, None)
        self.live()

    def check(self) -> None:
        """Each row has met one fate, told once and truly."""
        row = BatchRow.get(self.sender.tenant, self.key, consistent_read=True)
        assert (row.status, row.rows, row.left) == ("done", 5, 0)
        assert (row.accepted, row.retained, row.refused) == (3, 1, 1)
        lines = [json.loads(line) for line in self._results().splitlines()]
        assert [(told["row"], told["status"], told.get("code")) for told in lines] == [
            (1, "accepted", None), (2, "accepted", None), (3, "refused", 40032), (4, "retained", None),
            (5, "accepted", None),
        ]
        assert lines[0]["id"] == 1
        items = scanned(ItemRow)
        assert Counter(item["subject"]["S"] for item in items) == {"1": 1, "2": 1, "5": 1}
        assert {item["content_key"]["S"] for item in items} == {lines[n]["content_key"] for n in (0, 1, 4)}
        for item in items:
            part = f"mailbox/{item['mailbox']['S']}/{item['content_key']['S']}/1"
            assert self.world.operator.blobs.get(part) == PDF
        waits = clients.client("dynamodb").scan(TableName=self.world.config.table("waiting"))["Items"]
        assert {each["content_key"]["S"] for each in waits if "tenant" in each} == {lines[3]["content_key"]}
        news = [each for each in scanned(NewsRow) if each["subject"]["S"] == self.key]
        assert len(news) == 1
        assert self.world.messages(self.world.config.batches_dlq_url) == []
        assert self.world.messages(self.world.config.segments_dlq_url) == []

    def _results(self) -> bytes:
        return self.world.operator.blobs.get(results_blob(self.sender.tenant, self.key)) or b""


def scanned(row: Any) -> list[dict[str, Any]]:
    """All rows of a table."""
    found: list[dict[str, Any]] = clients.client("dynamodb").scan(TableName=row.Meta.table_name)["Items"]
    return found


@pytest.fixture(autouse=True)
def small_segments():
    """Two rows in a segment, two segments noted at a time: a short batch has every seam of a long one."""
    with mock.patch.object(reading, "SEGMENT_ROWS", 2), mock.patch.object(reading, "NOTED", 2):
        yield


@pytest.fixture
def story(world: World, sender: SenderSoftware, request: Any) -> Story:
    """A batch of a kind."""
    return Story(world, sender, request.param)


def enumerate_points(story: Story, mode: Mode, every: int = 1) -> tuple[int, list[str]]:
    """Break one call of the whole life after another; answer how many there were."""
    story.begin()
    counted = Breaker()
    story.live(counted)
    story.rest()
    story.check()
    for at in range(0, len(counted.calls), every):
        story.begin()
        breaker = Breaker(at, mode)
        story.live(breaker)
        for late in breaker.late:
            with restarted(), suppress(*AWS_ERRORS):
                late()
        story.rest()
        try:
            story.check()
        except BaseException as error:
            error.add_note(f"{mode} at {at}: {counted.calls[at]}, of {counted.calls}")
            raise
    return len(counted.calls), counted.calls


@pytest.mark.prove
@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("story", ["ndjson", "zip"], indirect=True)
def test_a_batch_broken_anywhere_sends_each_row_once(story: Story, mode: Mode, capsys):
    total, _ = enumerate_points(story, mode)
    with capsys.disabled():
        print(f"\nbatch {story.kind}, {mode}: {total} points, {total} runs, 0 violations", end="")


@pytest.mark.parametrize("story", ["ndjson"], indirect=True)
def test_a_batch_whose_workers_die_sends_each_row_once(story: Story):
    """A death after every eleventh call of a short batch; all ways of breaking it, at every call: `make prove`."""
    _, calls = enumerate_points(story, Mode.AFTER, every=11)
    assert {"s3.HeadObject", "s3.GetObject", "s3.PutObject", "sqs.SendMessageBatch"} < set(calls)
