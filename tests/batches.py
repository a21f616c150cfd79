"""Batches as senders make them: files of rows, put where the operator says, and the workers' work done by hand."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import requests

import app
from chalicelib.aws import clients
from tests.software import SenderSoftware
from tests.world import World, a_content

LAMBDA = None


def ndjson(*rows: Any) -> bytes:
    """Rows on a line each; what is text already stands as it is."""
    texts = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    return "".join(f"{text}\n" for text in texts).encode()


def zipped(rows: bytes, files: Mapping[str, bytes], how: int = zipfile.ZIP_DEFLATED, letters: str = "letters.ndjson") -> bytes:
    """A ZIP with rows and the files that they name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        archive.writestr(letters, rows)
        for path, data in files.items():
            archive.writestr(path, data)
    return out.getvalue()


def in_zip(path: str, **change: Any) -> dict[str, Any]:
    """A letter whose part lies in the ZIP."""
    return a_content(parts=[{"name": "brev.pdf", "file": path, "content_type": "application/pdf"}], **change)


def made(sender: SenderSoftware, kind: str = "ndjson", **more: Any) -> dict[str, Any]:
    """A batch that waits for its file."""
    answer = sender.call("POST", "/v2/tenant/{tk}/batch", {"format": kind, **more})
    assert answer.status_code == 201, answer.json_body
    told: dict[str, Any] = answer.json_body
    return told


def put(batch: Mapping[str, Any], data: bytes) -> None:
    """Put its file where the operator has said."""
    place = batch["upload"]
    assert requests.put(place["url"], data=data, headers=place["headers"], timeout=30).status_code == 200


def told(sender: SenderSoftware, key: str) -> dict[str, Any]:
    """How far a batch has come."""
    sender.renew()
    found: dict[str, Any] = sender.call("GET", f"/v2/tenant/{{tk}}/batch/{key}").json_body
    return found


def results(sender: SenderSoftware, key: str) -> list[dict[str, Any]]:
    """What became of its rows."""
    answer = requests.get(told(sender, key)["results_url"], timeout=30)
    assert answer.status_code == 200
    return [json.loads(line) for line in answer.content.splitlines()]


def work(world: World, rounds: int = 200, deliver: Callable[[Any], Any] | None = None) -> int:
    """Let the workers have every message that can be had now; answer how many there were."""
    done = 0
    for _ in range(rounds):
        before = done
        for queue, worker in (("batches", app.read_batch), ("segments", deliver or app.send_segment)):
            done += _take(getattr(world.config, f"{queue}_queue_url"), worker)
        if done == before:
            return done
    raise AssertionError("The workers never come to rest.")


def _take(url: str, worker: Any) -> int:
    sqs = clients.client("sqs")
    batch = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=3600).get("Messages", [])
    for message in batch:
        record = {
            "messageId": message["MessageId"], "receiptHandle": message["ReceiptHandle"], "body": message["Body"],
            "attributes": {"ApproximateReceiveCount": "1"}, "messageAttributes": {}, "eventSource": "aws:sqs",
        }
        if not worker({"Records": [record]}, LAMBDA)["batchItemFailures"]:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return len(batch)


def sent(world: World, sender: SenderSoftware, data: bytes, kind: str = "ndjson") -> str:
    """A batch with this file, from its making to its end; answer its key."""
    batch = made(sender, kind)
    put(batch, data)
    work(world)
    return str(batch["batch_key"])
