"""A preview: its key, which says until when it is good, and what it shows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chalicelib.kernel.clock import epoch, from_epoch
from chalicelib.mailbox.model import Opened

GOOD_FOR = timedelta(hours=1)
# How many past hours are looked through for what is to be removed; the bucket's lifecycle takes what is older.
LOOK_BACK_HOURS = 24
_KEY = re.compile(r"^[0-9]{10}[A-Za-z0-9_-]{43}$")


@dataclass(frozen=True, slots=True)
class Made:
    """A new preview: its key, told this once, and until when it is good."""

    key: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Preview:
    """A content as a letter that nobody has; `form` is the template that it carries."""

    opened: Opened
    expires_at: datetime
    form: dict[str, Any] | None = None
    answer_by: datetime | None = None


def key_of(expires_at: datetime, secret: str) -> str:
    """A key: ten digits of Unix seconds, and a secret of 256 bits."""
    return f"{epoch(expires_at):010d}{secret}"


def expiry_of(key: str) -> datetime | None:
    """Until when a key is good; the files lie under a digest of the whole key, so other digits find nothing."""
    return from_epoch(int(key[:10])) if _KEY.match(key) else None


def hour_prefix(moment: datetime) -> str:
    """Where everything lies that expires within an hour."""
    return f"preview/{moment:%Y%m%d%H}/"
