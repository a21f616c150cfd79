"""Keys, tokens and codes; randomness comes in through constructors."""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from typing import Protocol

OBJECT_KEY = re.compile(r"^[0-9]{10}[a-f0-9]{32}$")


class Ids(Protocol):
    """Where new identifiers come from."""

    def key(self, now: datetime) -> str:
        """Make an object key: ten digits of Unix seconds and 32 hex digits, so that keys sort by time."""
        ...

    def token(self) -> str:
        """Make a secret of 256 bits, URL-safe."""
        ...

    def hex(self, digits: int) -> str:
        """Make that many random hex digits."""
        ...

    def code(self) -> str:
        """Make a one-time code of six digits."""
        ...


class SystemIds:
    """Identifiers from the operating system's randomness."""

    def key(self, now: datetime) -> str:
        """Make an object key: ten digits of Unix seconds and 32 hex digits, so that keys sort by time."""
        return f"{int(now.timestamp()):010d}{secrets.token_hex(16)}"

    def token(self) -> str:
        """Make a secret of 256 bits, URL-safe."""
        return secrets.token_urlsafe(32)

    def hex(self, digits: int) -> str:
        """Make that many random hex digits."""
        return secrets.token_hex((digits + 1) // 2)[:digits]

    def code(self) -> str:
        """Make a one-time code of six digits."""
        return f"{secrets.randbelow(1_000_000):06d}"


def is_object_key(text: str) -> bool:
    """Whether a text has the form of a key of ours."""
    return OBJECT_KEY.match(text) is not None


def seconds_of(key: str) -> int:
    """When the thing with this key was made, in Unix seconds."""
    return int(key[:10])
