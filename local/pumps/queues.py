"""SQS to Lambda: batches, visibility, partial failure; what fails too often goes to the dead-letter queue by itself."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chalice.app import Chalice, SQSEventConfig

from local.front import lambdas
from local.settings import ACCOUNT, REGION, STAGE

AT_ONCE = 2  # Lambda runs more, a laptop has fewer cores
WAIT = 2
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Source:
    """A queue and the function it wakes."""

    function: str
    queue: str
    batch_size: int
    handler: Callable[[Any, Any], Any]


def sources(app: Chalice) -> list[Source]:
    """What app.py declares with `@app.on_sqs_message`."""
    declared = [event for event in app.event_sources if isinstance(event, SQSEventConfig)]
    return [
        Source(event.name, _queue_name(event), min(event.batch_size, 10), app.handler_map[event.name])
        for event in declared
    ]


def _queue_name(event: SQSEventConfig) -> str:
    """app.py says `kuvert-notify`; in a stage it is `kuvert-local-notify`."""
    name = (event.queue or event.queue_arn or "").rpartition(":")[2]
    prefix = f"kuvert-{STAGE}-"
    return name if name.startswith(prefix) else prefix + name.removeprefix("kuvert-")


class QueuePump:
    """Polls one queue and calls its function, as Lambda's own poller does."""

    def __init__(self, source: Source, sqs: Any) -> None:
        self.source = source
        self._sqs = sqs
        self._url = sqs.get_queue_url(QueueName=source.queue)["QueueUrl"]
        self._busy = 0
        self._lock = threading.Lock()

    def start(self) -> None:
        for number in range(AT_ONCE):
            threading.Thread(target=self._run, name=f"{self.source.function}-{number}", daemon=True).start()

    def idle(self) -> bool:
        """Nothing in hand, and nothing that could be taken in hand now."""
        with self._lock:
            if self._busy:
                return False
        wanted = ["ApproximateNumberOfMessages"]
        attributes = self._sqs.get_queue_attributes(QueueUrl=self._url, AttributeNames=wanted)["Attributes"]
        return int(attributes["ApproximateNumberOfMessages"]) == 0

    def _run(self) -> None:
        while True:
            try:
                self.once(WAIT)
            except Exception:
                log.exception("%s: the queue could not be read", self.source.queue)
                time.sleep(1)

    def once(self, wait: int = 0) -> int:
        """Takes one batch; answers how many messages it had."""
        messages = self._sqs.receive_message(
            QueueUrl=self._url,
            MaxNumberOfMessages=self.source.batch_size,
            WaitTimeSeconds=wait,
            AttributeNames=["All"],
            MessageAttributeNames=["All"],
        ).get("Messages", [])
        if messages:
            with self._lock:
                self._busy += 1
            try:
                self._deliver(messages)
            finally:
                with self._lock:
                    self._busy -= 1
        return len(messages)

    def _deliver(self, messages: list[dict[str, Any]]) -> None:
        event = {"Records": [_record(message, self.source.queue) for message in messages]}
        try:
            answer = self.source.handler(event, lambdas.context(self.source.function))
        except Exception:
            log.exception("%s failed; its %d messages return", self.source.function, len(messages))
            return
        failed = failures(answer, {message["MessageId"] for message in messages})
        done = [message for message in messages if message["MessageId"] not in failed]
        if done:
            entries = [{"Id": str(number), "ReceiptHandle": one["ReceiptHandle"]} for number, one in enumerate(done)]
            self._sqs.delete_message_batch(QueueUrl=self._url, Entries=entries)


def failures(answer: Any, batch: set[str]) -> set[str]:
    """Which messages of the batch return. As in Lambda, an answer that makes no sense fails them all."""
    if answer is None or answer == {}:
        return set()
    entries = answer.get("batchItemFailures") if isinstance(answer, dict) else None
    if not entries and isinstance(answer, dict):
        return set()
    try:
        failed = {entry["itemIdentifier"] for entry in entries or [{}]}
    except (KeyError, TypeError):
        return batch
    return failed if failed.issubset(batch) else batch


def _record(message: dict[str, Any], queue: str) -> dict[str, Any]:
    """A record of a Lambda event, from a message as SQS gives it."""
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes", {}),
        "messageAttributes": {
            name: {
                "stringValue": value.get("StringValue"),
                "binaryValue": value.get("BinaryValue"),
                "stringListValues": [],
                "binaryListValues": [],
                "dataType": value["DataType"],
            }
            for name, value in message.get("MessageAttributes", {}).items()
        },
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{queue}",
        "awsRegion": REGION,
    }
