"""Queues: sending ids, and the door through which messages come back in (I9)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from itertools import islice
from typing import Any

from chalicelib.aws import clients, faults
from chalicelib.aws.observability import canonical_line, count, note_fault
from chalicelib.kernel.errors import OperatorError, Unavailable

MAX_WAIT = 900
# What one message may take when everybody that it calls is slow: with less time left than this, none is begun.
ENOUGH = timedelta(seconds=40)
# A message is given up, with its reason, at this many tries; the queue's own redrive is only the backstop.
GIVE_UP_AT = 40


class Queue:
    """One queue, and the dead-letter queue for what is given up."""

    def __init__(self, url: str, dead_letter_url: str) -> None:
        self._url = url
        self._dead_letter_url = dead_letter_url

    def send(self, message: Mapping[str, str], delay: int = 0, group: str = "") -> None:
        """Put a message of ids on the queue.

        Whoever has many messages, or slow ones, is served after the others when messages name their `group`: SQS's
        fair queues see to that.
        """
        clients.client("sqs").send_message(
            QueueUrl=self._url, MessageBody=json.dumps(message), DelaySeconds=delay, **_fair(group)
        )

    def send_all(self, messages: Iterable[Mapping[str, str]], group: str = "") -> int:
        """Put many messages of ids on the queue, ten in a call; answer how many. Sent again, some come twice."""
        return self.send_fairly((group, message) for message in messages)

    def send_fairly(self, messages: Iterable[tuple[str, Mapping[str, str]]]) -> int:
        """Put many messages on the queue, each with its group, ten in a call; answer how many."""
        sent, every = 0, iter(messages)
        while ten := list(islice(every, 10)):
            entries = [
                {"Id": str(n), "MessageBody": json.dumps(message), **_fair(group)}
                for n, (group, message) in enumerate(ten)
            ]
            answer = clients.client("sqs").send_message_batch(QueueUrl=self._url, Entries=entries)
            if answer.get("Failed"):
                raise Unavailable("The queue is busy.")
            sent += len(ten)
        return sent

    def consume(
        self, event: Mapping[str, Any], handle: Callable[[dict[str, Any]], object],
        left: Callable[[], timedelta] | None = None,
    ) -> dict[str, Any]:
        """Handle a batch: what is done is done, what is temporary returns later, the rest is dead-lettered with why.

        `left` tells how much of its time the function still has, where it is given many messages at once: those that
        it would be stopped in the midst of return later as they came. The first is always begun.
        """
        failed = []
        for n, record in enumerate(event["Records"]):
            in_time = n == 0 or left is None or left() >= ENOUGH
            if not self._one(record, handle if in_time else None):
                failed.append(record["messageId"])
        return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}

    def _one(self, record: Mapping[str, Any], handle: Callable[[dict[str, Any]], object] | None) -> bool:
        """Handle one record, or give it back when there is nobody to; answer whether the queue may forget it."""
        tries = int(record.get("attributes", {}).get("ApproximateReceiveCount", 1))
        with canonical_line("message", str(record["messageId"])) as facts:
            facts.update(queue=self._url.rsplit("/", 1)[-1], tries=tries, sqs_message=str(record["messageId"]))
            if handle is None:
                self._later(record, _wait(tries))
                facts["outcome"] = "given back"
                return False
            try:
                handle(json.loads(record["body"]))
            except OperatorError as error:
                return self._failed(record, error, tries, facts)
            except faults.AWS_ERRORS as error:
                note_fault(error)
                return self._failed(record, faults.sort(error) or _Fault(type(error).__name__), tries, facts)
            except Exception as error:  # noqa: BLE001 (the door is where everything else ends)
                note_fault(error)
                return self._failed(record, _Fault(type(error).__name__), tries, facts)
            facts["outcome"] = "done"
            return True

    def _failed(
        self, record: Mapping[str, Any], error: OperatorError, tries: int, facts: dict[str, object]
    ) -> bool:
        temporary = isinstance(error, Unavailable | _Fault)
        if temporary and tries < GIVE_UP_AT:
            wait = error.retry_after if isinstance(error, Unavailable) else 0
            self._later(record, max(wait, _wait(tries)))
            facts["outcome"] = "retry"
            return False
        reason = f"{error.slug} after {tries} tries" if temporary else error.slug
        clients.client("sqs").send_message(
            QueueUrl=self._dead_letter_url, MessageBody=record["body"],
            MessageAttributes={"reason": {"DataType": "String", "StringValue": reason}},
        )
        facts.update(outcome="dead", reason=reason)
        count("dead_lettered")
        return True

    def _later(self, record: Mapping[str, Any], seconds: int) -> None:
        clients.client("sqs").change_message_visibility(
            QueueUrl=self._url, ReceiptHandle=record["receiptHandle"], VisibilityTimeout=min(seconds, MAX_WAIT)
        )


def _wait(tries: int) -> int:
    return min(MAX_WAIT, 5 << min(tries, 8))


def _fair(group: str) -> dict[str, Any]:
    return {"MessageGroupId": group} if group else {}


class _Fault(OperatorError):
    """A fault of ours: retried like a temporary one, because a deployment may mend it."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.slug = f"fault {kind}"  # type: ignore[misc]
