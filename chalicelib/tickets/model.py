"""An event that people have tickets to."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from typing import Any

# Keys are made out of the sender's own reference, so that an event told twice is one event.
_EVENTS = uuid.UUID("7d9a2f0e-51c4-4c7b-9f0f-2f1f6c8f6b1d")

EVENT_KEY = re.compile(r"^[0-9a-f-]{36}$")


@dataclass(frozen=True, slots=True)
class TicketEvent:
    """What, when and where; `told` is the sender's own structure, checked, without its pictures.

    `picture` is the one that is shown with its tickets, when it is told of; found again, the event only says that it
    has one.
    """

    tenant: str
    reference: str
    told: dict[str, Any] = field(default_factory=dict, repr=False)
    has_picture: bool = False
    picture: bytes | None = field(default=None, repr=False)

    @property
    def shown(self) -> dict[str, Any]:
        """What a letter with tickets says of it; a picture is the last of the letter's files."""
        return {**self.told, **({"picture": True} if self.has_picture else {})}

    @property
    def key(self) -> str:
        """The key that tickets name it by."""
        return str(uuid.uuid5(_EVENTS, f"{self.tenant}\n{self.reference}"))


def picture_blob(tenant: str, key: str) -> str:
    """Where an event's picture lies in the content bucket, for the letters to come."""
    return f"events/{tenant}/{key}"
