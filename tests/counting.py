"""Counts what a request costs: every call that leaves for AWS."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from chalicelib.aws import clients

SERVICES = ("dynamodb", "s3", "kms", "sqs", "secretsmanager")


@contextmanager
def counted() -> Iterator[list[str]]:
    """Note every call that leaves for AWS, by its name and in order."""
    calls: list[str] = []

    def note(model: Any, **_: Any) -> None:
        calls.append(model.name)

    used = [*(clients.client(service) for service in SERVICES), clients.lean_dynamodb()]
    for client in used:
        client.meta.events.register("before-call", note)
    try:
        yield calls
    finally:
        for client in used:
            client.meta.events.unregister("before-call", note)
