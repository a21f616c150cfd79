"""Breaking a handler at each of its remote calls, and bringing the world to rest afterwards."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from unittest import mock

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ReadTimeoutError

from chalicelib.aws import clients
from tests.world import World


class Crash(BaseException):
    """The process is gone; nothing may catch it."""


class Mode(StrEnum):
    """How a remote call goes wrong."""

    BEFORE = "before"            # the process dies before the call
    AFTER = "after"              # the call is done, the process dies before it knows
    LOST_REPLY = "lost reply"    # the call is done, its reply is lost, the caller gets an error of the network
    REPEATED = "repeated"        # the call is done, its reply is lost, the SDK repeats it
    LATE = "late"                # the deadline strikes; the call arrives when everybody has gone on


# The one that tells most, a death after the call; the others go with the longer proofs.
TELLING = [each if each is Mode.AFTER else pytest.param(each, marks=pytest.mark.prove) for each in Mode]


# In the quick tests each fourth call is broken, in each way other ones; `make prove` breaks every one.
STEP = 1 if os.environ.get("KUVERT_EVERY_POINT") else 4


def places(total: int, mode: Mode) -> range:
    """The calls to break, of so many."""
    return range(list(Mode).index(mode) % STEP, total, STEP)


@dataclass
class Breaker:
    """Counts the remote calls of this process and breaks one of them."""

    at: int | None = None
    mode: Mode = Mode.BEFORE
    calls: list[str] = field(default_factory=list)
    late: list[Callable[[], Any]] = field(default_factory=list)

    def __call__(self, client: BaseClient, operation: str, parameters: dict[str, Any]) -> Any:
        """Stand in for botocore's one road to AWS."""
        n = len(self.calls)
        self.calls.append(f"{client.meta.service_model.service_name}.{operation}")
        if n != self.at:
            return _real(client, operation, parameters)
        if self.mode is Mode.BEFORE:
            raise Crash
        if self.mode is Mode.LATE:
            sent = _own(parameters)
            self.late.append(lambda: _real(client, operation, sent))
            raise Crash
        answer = _real(client, operation, parameters)
        if self.mode is Mode.AFTER:
            raise Crash
        if self.mode is Mode.LOST_REPLY:
            raise ReadTimeoutError(endpoint_url="https://aws.example")
        del answer
        return _real(client, operation, parameters)


@dataclass
class Meeting(Breaker):
    """Lets somebody else act whole when one of a worker's remote calls is answered: what it has read is old then."""

    act: Callable[[], Any] = lambda: None
    acting: bool = False

    def __call__(self, client: BaseClient, operation: str, parameters: dict[str, Any]) -> Any:
        """Stand in for botocore's road, for who acts too."""
        answer = _real(client, operation, parameters)
        if not self.acting:
            self.calls.append(f"{client.meta.service_model.service_name}.{operation}")
            if len(self.calls) - 1 == self.at:
                self.acting = True
                self.act()
                self.acting = False
        return answer


_call = BaseClient._make_api_call


def _real(client: BaseClient, operation: str, parameters: dict[str, Any]) -> Any:
    """Make the call; with parameters of its own, because botocore changes them on the way."""
    return _call(client, operation, _own(parameters))


def _own(parameters: dict[str, Any]) -> dict[str, Any]:
    """The parameters as they stand; a file is read from its beginning, as the SDK does before it repeats a call."""
    own = dict(parameters)
    if hasattr(own.get("Body"), "seek"):
        own["Body"].seek(0)
        own["Body"] = own["Body"].read()
    return own


@contextmanager
def breaking(breaker: Breaker) -> Iterator[Breaker]:
    """Send every remote call through a breaker."""
    with mock.patch.object(BaseClient, "_make_api_call", lambda client, *args: breaker(client, *args)):
        yield breaker


@contextmanager
def restarted() -> Iterator[None]:
    """Let the process die of a Crash, and start again without anything it remembered."""
    try:
        yield
    except Crash:
        clients.forget()


def drain(
    world: World, queue: str, handler: Callable[[Any], Any], rounds: int = 6, breaker: Breaker | None = None
) -> None:
    """Deliver a queue's messages as Lambda does until it is empty, moving the clock between tries.

    A breaker breaks the handler's calls, not those of the queue's own machinery.
    """
    url = getattr(world.config, f"{queue}_queue_url")
    sqs = clients.client("sqs")
    for _ in range(rounds):
        batch = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=3600).get("Messages", [])
        if not batch:
            return
        for message in batch:
            _deliver(sqs, url, message, handler, breaker)
        world.clock.advance(minutes=16)


def _deliver(
    sqs: Any, url: str, message: dict[str, Any], handler: Callable[[Any], Any], breaker: Breaker | None
) -> None:
    record = {
        "messageId": message["MessageId"], "receiptHandle": message["ReceiptHandle"], "body": message["Body"],
        "attributes": {"ApproximateReceiveCount": "1"}, "messageAttributes": {}, "eventSource": "aws:sqs",
    }
    failed: Any = [message["MessageId"]]
    with restarted(), breaking(breaker) if breaker else nullcontext():
        answer = handler({"Records": [record]})
        failed = [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    if failed:
        sqs.send_message(QueueUrl=url, MessageBody=message["Body"])
