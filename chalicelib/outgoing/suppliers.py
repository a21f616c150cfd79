"""What we ask of whoever listens at a URL that somebody else has chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from chalicelib.outgoing.model import Outcome


class Receiver(Protocol):
    """Takes messages at a URL."""

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Hand over one message; whatever goes wrong is an outcome, never an error."""
        ...
