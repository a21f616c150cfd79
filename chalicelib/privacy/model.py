"""An export: everything in a mailbox as one file, ordered by its owner, ready for a week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.kernel.errors import Conflict, TooMany

ZIP = "application/zip"
# How long a finished export can be fetched.
READY_FOR = timedelta(days=7)
# One that is not ready by now never will be; another can be ordered.
GIVE_UP_AFTER = timedelta(days=1)
# A worker that has not been heard of for this long is dead, and another goes on.
LEASE = timedelta(minutes=10)
# How often a whole mailbox is read and copied for one person.
A_DAY = 3
DAY = 24 * 60 * 60
# The row outlives the file, so that the app can tell that it has expired.
TOLD_FOR = timedelta(days=60)


class ExportUnderWay(Conflict):
    """One export at a time: the one before is still being made."""

    number = 40985
    slug = "export_under_way"


class TooManyExports(TooMany):
    """All exports of this day have been ordered."""

    number = 42981
    slug = "too_many_exports"


class State(StrEnum):
    """How an export stands, as its owner sees it."""

    ORDERED = "ordered"
    MAKING = "making"
    READY = "ready"
    EXPIRED = "expired"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Export:
    """The latest export of a mailbox; `letters` says how many are in it so far."""

    mailbox: str
    key: str
    person: str
    ordered_at: datetime
    letters: int = 0
    upload: str | None = None
    piece: str | None = None     # what the last segment that was done left behind
    ready_at: datetime | None = None
    size: int = 0
    told: bool = False           # whether its owner has had the e-mail
    leased_until: datetime | None = None

    def expires_at(self) -> datetime | None:
        """From when it can no longer be fetched, removed or not (I6)."""
        return self.ready_at + READY_FOR if self.ready_at else None

    def is_given_up(self, now: datetime) -> bool:
        """Whether nobody goes on with it any more."""
        return self.ready_at is None and now >= self.ordered_at + GIVE_UP_AFTER

    def state(self, now: datetime) -> State:
        """How it stands at a moment."""
        expires_at = self.expires_at()
        if expires_at is not None:
            return State.EXPIRED if now >= expires_at else State.READY
        if self.is_given_up(now):
            return State.FAILED
        return State.MAKING if self.upload else State.ORDERED


def folder(mailbox: str, key: str = "") -> str:
    """Where the exports of a mailbox lie, or one of them."""
    return f"export/{mailbox}/{key}/" if key else f"export/{mailbox}/"


def whole_blob(mailbox: str, key: str) -> str:
    """The finished file."""
    return f"{folder(mailbox, key)}export.zip"


def work_folder(mailbox: str, key: str) -> str:
    """What the making of an export leaves behind on its way."""
    return f"{folder(mailbox, key)}work/"


def is_later(name: str, export: Export) -> bool:
    """Whether a file is of an export that was ordered after one of the same mailbox."""
    return name.removeprefix(folder(export.mailbox)).partition("/")[0] > export.key
