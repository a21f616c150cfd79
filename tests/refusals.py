"""Listens to every refusal of the sender API, and keeps those that OpenAPI does not tell senders of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

UNTOLD: set[str] = set()


@contextmanager
def watched_refusals() -> Iterator[None]:
    """Look at each answer on its way out."""
    from chalicelib.api.refusals import codes_of
    from chalicelib.api.sender.door import SenderDoor

    original = SenderDoor._answer

    def answered(door: SenderDoor, operation: Any, call: Any) -> Any:
        answer = original(door, operation, call)
        code = call.facts.get("error")
        if code and operation.method != "*" and code not in codes_of(operation):
            UNTOLD.add(f"{operation.method} {operation.path} answered {code}, which its route does not declare")
        return answer

    SenderDoor._answer = answered  # type: ignore[method-assign]
    try:
        yield
    finally:
        del SenderDoor._answer  # that of every door is found again
