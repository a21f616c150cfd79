"""The queues as a person wants to see them: how much waits, what was given up and why."""

import threading
import time
from typing import Any

from local.pumps.queues import QueuePump
from local.settings import STAGE

SETTLE_WITHIN = 20.0
PAUSE = 0.05
PREFIX = f"kuvert-{STAGE}-"
DEAD = "-dlq"


class Queues:
    """Reads the queues beside the pumps that empty them."""

    def __init__(self, sqs: Any, pumps: list[QueuePump]) -> None:
        self._sqs, self._pumps = sqs, pumps

    def all(self) -> list[dict[str, Any]]:
        urls = self._sqs.list_queues(QueueNamePrefix=PREFIX).get("QueueUrls", [])
        return [self._described(url) for url in sorted(urls)]

    def _described(self, url: str) -> dict[str, Any]:
        name = url.rpartition("/")[2]
        attributes = self._sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        described = {
            "name": name.removeprefix(PREFIX),
            "waiting": int(attributes["ApproximateNumberOfMessages"]),
            "delayed": int(attributes["ApproximateNumberOfMessagesDelayed"]),
            "in_flight": int(attributes["ApproximateNumberOfMessagesNotVisible"]),
        }
        return described | ({"given_up": self._given_up(url)} if name.endswith(DEAD) else {})

    def _given_up(self, url: str) -> list[dict[str, Any]]:
        """The first ten, looked at and left."""
        answer = self._sqs.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=10,
            VisibilityTimeout=0,
            MessageAttributeNames=["All"],
            AttributeNames=["All"],
        )
        return [
            {
                "body": message["Body"],
                "reason": message.get("MessageAttributes", {}).get("reason", {}).get("StringValue", "too many tries"),
            }
            for message in answer.get("Messages", [])
        ]

    def redrive(self, name: str) -> int:
        """What was given up goes back to its queue, as `Start DLQ redrive` in the console does."""
        source = self._sqs.get_queue_url(QueueName=PREFIX + name.removesuffix(DEAD))["QueueUrl"]
        dead = self._sqs.get_queue_url(QueueName=PREFIX + name.removesuffix(DEAD) + DEAD)["QueueUrl"]
        moved = 0
        while messages := self._sqs.receive_message(QueueUrl=dead, MaxNumberOfMessages=10).get("Messages", []):
            for message in messages:
                self._sqs.send_message(QueueUrl=source, MessageBody=message["Body"])
                self._sqs.delete_message(QueueUrl=dead, ReceiptHandle=message["ReceiptHandle"])
                moved += 1
        return moved

    def settle(self, within: float = SETTLE_WITHIN) -> bool:
        """Waits until nothing is in hand and nothing waits; what is delayed stays so. Whether it came so far."""
        end = time.monotonic() + within
        calm = 0
        while calm < 2:
            if time.monotonic() > end:
                return False
            calm = calm + 1 if all(pump.idle() for pump in self._pumps) else 0
            threading.Event().wait(PAUSE)
        return True
