"""A letter in a mailbox."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.kernel.clock import hour_of

TRASH_DAYS = 30
SHARDS = 4


@dataclass(frozen=True, slots=True)
class Letter:
    """The recipient's copy of a content, as the list shows it; the subject stays out of every log."""

    mailbox: str
    key: str
    tenant: str
    sender_name: str
    subject: str = field(repr=False)
    type: str
    received_at: datetime
    generated_at: str | None
    parts: int
    unread: bool = True
    archived: bool = False
    trashed_at: datetime | None = None
    corrected_by: str | None = None
    correlation_id: str = ""

    def purge_at(self) -> datetime | None:
        """When a letter in the trash is gone for good."""
        return self.trashed_at + timedelta(days=TRASH_DAYS) if self.trashed_at else None


def shard_of(key: str) -> int:
    """Which of the few shards of an hour a key falls in, so that one hour is never one hot partition."""
    return int(key[-1], 16) % SHARDS


def due_slot(moment: datetime, key: str) -> str:
    """The sharded hour under which a sparse index keeps what must be looked at again."""
    return f"{hour_of(moment)}#{shard_of(key)}"


def slots_of(hour: str) -> list[str]:
    """Every shard of an hour."""
    return [f"{hour}#{shard}" for shard in range(SHARDS)]


def blob_prefix(mailbox: str, key: str) -> str:
    """Where the files of a delivered content lie; below the prefix whose arrivals are notified."""
    return f"mailbox/{mailbox}/{key}/"


def content_blob(prefix: str) -> str:
    """The content's structured data and the list of its parts."""
    return f"{prefix}content.json"


def part_blob(prefix: str, n: int, view: str = "") -> str:
    """A part as sent; `view` names a derived file: `view` (sanitised HTML), `responsive`, `responsive.view`."""
    return f"{prefix}{n}{'.' + view if view else ''}"
