"""What can go wrong, told as what it was and what to do; each kind has its exit code."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any


class Exit(IntEnum):
    """What a script goes by; 2 is a wrong command line, said by the parser."""

    DONE = 0
    REFUSED = 1       # the operator, or a check, said no: change something
    NO_CREDENTIALS = 3
    UNAVAILABLE = 4   # no answer, or a fault of the operator's: try the same again
    STOPPED = 130     # Ctrl-C, as shells say it


@dataclass
class Failed(Exception):
    """A command that cannot be done."""

    what: str
    do: str = ""
    exit: Exit = Exit.REFUSED
    facts: dict[str, Any] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """The same for programs."""
        return {"error": self.what, **({"do": self.do} if self.do else {}), **self.facts}
