"""How large a file may be, and for how long it can be put and used."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.content.model import InvalidFiles
from chalicelib.kernel.clock import from_epoch
from chalicelib.kernel.ids import seconds_of

# One file, and all files of one content that do not stand in the request itself.
FILE_LIMIT = 25_000_000
CONTENT_FILES_LIMIT = 50_000_000
# How long the link takes a file, and how long from then on the file can be sent.
LINK_LIFE = timedelta(hours=1)
USABLE = timedelta(hours=24)


class MissingUpload(InvalidFiles):
    """A file that was to lie in the bucket and does not: never put there, over, or another's."""

    slug = "missing_upload"


@dataclass(frozen=True, slots=True)
class Upload:
    """A place for one file: its key, and the signed link that takes it, with the headers that the link demands."""

    key: str
    url: str = field(repr=False)
    headers: dict[str, str]
    expires_at: datetime


def blob_of(tenant: str, key: str) -> str:
    """Where a tenant's file lies; S3 empties this prefix."""
    return f"uploads/{tenant}/{key}"


def is_over(key: str, now: datetime) -> bool:
    """Whether the time of an upload is over, removed or not (I6)."""
    return now >= from_epoch(seconds_of(key)) + USABLE
