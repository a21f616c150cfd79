"""What we ask of the outside party here: a receiver that a sender runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from chalicelib.callbacks.model import Outcome


class Receiver(Protocol):
    """Takes messages at a URL."""

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Hand over one message; whatever goes wrong is an outcome, never an error."""
        ...
