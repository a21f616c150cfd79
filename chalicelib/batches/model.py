"""A batch (massutskick): its limits, how far it has come, its segments, and the fate of each row."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import unquote_plus

from chalicelib.kernel.errors import Conflict, Invalid

# What one batch may hold. A row is a content, and has the limit of one that is posted.
ROWS_LIMIT = 100_000
FILE_LIMIT = 1_000_000_000
ROW_LIMIT = 1_000_000
# What the files that the rows of a ZIP name may come to, unpacked.
UNPACKED_LIMIT = 10_000_000_000
LETTERS = "letters.ndjson"

# A worker has one segment in hand, and all of its rows in memory.
SEGMENT_ROWS = 100
SEGMENT_BYTES = 16_000_000

LINK_LIFE = timedelta(hours=1)
# An upload that has begun in time may take long.
UPLOADED_WITHIN = timedelta(hours=25)
# What became of the rows can be read for so long.
KEPT = timedelta(days=30)
# Who holds a segment longer has died; who works so long stops, and lets another go on.
LEASE = timedelta(seconds=150)
WORKED_AT_ONCE = timedelta(seconds=60)
# A row that is refused only for now is tried for so long, one that we fail over so often.
TRIED_FOR = timedelta(hours=24)
FAULTS = 10
# A batch that nothing has happened to for so long is looked at.
STUCK_AFTER = timedelta(minutes=15)


class Format(StrEnum):
    """What the uploaded file is."""

    NDJSON = "ndjson"
    ZIP = "zip"


class Status(StrEnum):
    """How far a batch has come. Nothing is sent before all of it has been read."""

    WAITING = "waiting_for_upload"
    READING = "reading"
    SENDING = "sending"
    DONE = "done"
    FAILED = "failed"


class Unreadable(Invalid):
    """A file that is no batch; the sentence is what its sender is told."""

    slug = "unreadable_batch"


class BatchEnded(Conflict):
    """A batch that has ended cannot be cancelled."""

    slug = "batch_ended"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows have met which fate."""

    accepted: int = 0
    retained: int = 0
    refused: int = 0

    @property
    def done(self) -> int:
        """How many rows have met theirs."""
        return self.accepted + self.retained + self.refused


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as it stands; `version` and `size` are of the file that counts, from when it was there."""

    tenant: str
    key: str
    client_id: str
    format: Format
    status: Status
    created_at: datetime
    touched_at: datetime
    name: str | None = field(default=None, repr=False)
    reason: str | None = None
    version: str = ""
    size: int = 0
    rows: int = 0
    segments: int = 0
    left: int = 0
    read_to: int = 0
    next_line: int = 1
    tally: Tally = field(default_factory=Tally)
    sending_since: datetime | None = None
    finished_at: datetime | None = None
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """Some rows that follow each other: lines from `line` on, between two bytes of the file."""

    n: int
    line: int
    rows: int
    start: int
    end: int
    next_line: int

    @property
    def name(self) -> str:
        """Its name, which sorts by its number."""
        return f"{self.n:06d}"


@dataclass(frozen=True, slots=True)
class Packed:
    """Where a file lies in a ZIP, and how."""

    start: int
    packed: int
    size: int
    method: int
    crc: int
    name_size: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the body of a content as it was written, None where it is too long, and the files of a ZIP it names."""

    n: int
    raw: bytes | None = field(repr=False)
    files: Mapping[str, Packed] = field(default_factory=dict, repr=False)


class Outcome(StrEnum):
    """What can become of a row; `later` is none yet."""

    ACCEPTED = "accepted"
    RETAINED = "retained"
    REFUSED = "refused"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a row, in the words of the senders' API; `wait` is after how many seconds to try again."""

    outcome: Outcome
    content_key: str | None = None
    code: int | None = None
    message: str | None = None
    wait: int = 0

    def told(self, row: Row) -> dict[str, object]:
        """A line of the results."""
        facts = {"content_key": self.content_key, "code": self.code, "message": self.message}
        own = own_id(row)
        return {
            "row": row.n, **({"id": own} if own is not None else {}), "status": str(self.outcome),
            **{name: fact for name, fact in facts.items() if fact is not None},
        }


@dataclass(frozen=True, slots=True)
class Posted:
    """A row on its way through the senders' API; `duplicate` recognises it, `packed` reads a file of its ZIP."""

    tenant: str
    raw: bytes = field(repr=False)
    duplicate: str
    correlation_id: str
    packed: Callable[[str], bytes] = field(repr=False)


Deliver = Callable[[Posted], Fate]

LONGEST_ID = 200
MISNAMED = f"/id: should be at most {LONGEST_ID} printable characters, or a whole number of at most 15 digits."
# Why a batch failed that was cancelled before its rows were sent.
CANCELLED = "It was cancelled before anything of it was sent."


def as_object(raw: bytes | None) -> dict[str, Any] | None:
    """Read a row as the JSON object that it should be; None when it is something else."""
    try:
        given = json.loads((raw or b"").decode())
    except (ValueError, RecursionError):
        return None
    return given if isinstance(given, dict) else None


def own_id(row: Row) -> str | int | None:
    """The sender's own name for a row, if it has one that can be echoed."""
    own = _named(row)
    if isinstance(own, int) and not isinstance(own, bool) and abs(own) < 10**15:
        return own
    # JSON can say halves of characters, which no file can hold.
    return own if isinstance(own, str) and own.isprintable() and 0 < len(own) <= LONGEST_ID else None


def is_misnamed(row: Row) -> bool:
    """Whether a row has a name that cannot be echoed: its sender would not find it again among the results."""
    return _named(row) not in (None, "") and own_id(row) is None


def _named(row: Row) -> Any:
    return (as_object(row.raw) or {}).get("id")


def tally_of(fates: Mapping[int, Mapping[str, object]]) -> Tally:
    """Count the lines of some results."""
    met = [str(told["status"]) for told in fates.values()]
    return Tally(met.count(Outcome.ACCEPTED), met.count(Outcome.RETAINED), met.count(Outcome.REFUSED))


def file_blob(tenant: str, key: str) -> str:
    """Where the sender puts its file; the arrival starts the batch."""
    return f"batches/files/{tenant}/{key}"


_FILE = re.compile(r"^batches/files/(?P<tenant>[0-9a-f]+)/(?P<key>[0-9]{10}[0-9a-f]{32})$")


def batches_of(message: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Read (tenant, batch) out of a message: ours, or the bucket's event of a file; S3's test event holds none."""
    if "batch" in message:
        yield message["tenant"], message["batch"]
    for record in message.get("Records", []):
        match = _FILE.match(unquote_plus(record["s3"]["object"]["key"]))
        if match:
            yield match["tenant"], match["key"]


def work_blob(tenant: str, key: str, name: str) -> str:
    """Where something lies that is needed only while a batch is under way."""
    return f"batches/work/{tenant}/{key}/{name}.ndjson"


def results_blob(tenant: str, key: str) -> str:
    """Where it stands what became of each row."""
    return f"batches/results/{tenant}/{key}.ndjson"
