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
    """What, when and where; `told` is the sender's own structure, checked, without its pictures."""

    tenant: str
    reference: str
    told: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def key(self) -> str:
        """The key that tickets name it by."""
        return str(uuid.uuid5(_EVENTS, f"{self.tenant}\n{self.reference}"))
