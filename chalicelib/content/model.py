"""A content (försändelse) and its parts, before and after it lies in a mailbox."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.content.calendar import appointment
from chalicelib.content.receipt import Receipt, receipt
from chalicelib.kernel.errors import Invalid

MAX_PARTS = 20


class TooLate(Invalid):
    """Something that is over already: an appointment that has begun, an invitation that has expired."""

    slug = "too_late"


class InvalidFiles(Invalid):
    """A part that cannot be read, or that is not what it says."""

    number = 40019
    slug = "invalid_files"


@dataclass(frozen=True, slots=True)
class File:
    """The bytes of one file and how they are named."""

    name: str
    content_type: str
    data: bytes = field(repr=False)

    def described(self) -> dict[str, Any]:
        """What content.json says of the file; its digest is checked when it is read."""
        digest = hashlib.sha256(self.data).hexdigest()
        return {"name": self.name, "content_type": self.content_type, "size": len(self.data), "sha256": digest}


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a content (del), with its HTML twin for small screens where the sender has made one."""

    file: File
    responsive: File | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """One sending to one recipient, checked; `context` is the structured data of its type.

    `good_before` is when it is too late to send, and the sentence that says so; `lacks` is what was said of a file
    that could not be found.
    """

    type: str
    subject: str = field(repr=False)
    generated_at: str | None
    parts: tuple[Part, ...]
    context: dict[str, Any] = field(default_factory=dict, repr=False)
    kept: dict[str, Any] = field(default_factory=dict, repr=False)
    good_before: tuple[datetime, str] | None = None
    lacks: InvalidFiles | None = None

    def demand_sendable(self, now: datetime) -> None:
        """Refuse what is over, or lacks a file that is gone.

        Asked when a sending is decided, so that a repetition is answered as the first time.
        """
        if self.lacks:
            raise self.lacks
        if self.good_before and self.good_before[0] <= now:
            raise TooLate(self.good_before[1])

    @property
    def starts_at(self) -> datetime | None:
        """When the recipient is expected somewhere; the inbox shows it."""
        due = appointment(self.context)
        return due.starts_at if due else None

    @property
    def ends_at(self) -> datetime | None:
        """Until when, where it says so; one's own calendar shows it."""
        due = appointment(self.context)
        return due.ends_at if due else None

    @property
    def receipt(self) -> Receipt | None:
        """What its recipient must sign for before opening it."""
        return receipt(self.context)

    def document(self, sender_key: str, sender_name: str) -> bytes:
        """Write content.json: the structured data and the list of parts, stored before the parts themselves."""
        parts = []
        for n, part in enumerate(self.parts, 1):
            entry = {"n": n, **part.file.described()}
            if part.responsive:
                entry["responsive"] = part.responsive.described()
            parts.append(entry)
        document = {
            "v": 1, "type": self.type, "subject": self.subject, "generated_at": self.generated_at,
            "sender": {"key": sender_key, "name": sender_name}, "parts": parts, "context": self.context,
            **({"kept": self.kept} if self.kept else {}),
        }
        return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
