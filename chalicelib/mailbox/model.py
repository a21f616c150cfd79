"""A letter in a mailbox."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Literal

from chalicelib.content.receipt import Receipt
from chalicelib.content.types import is_invitation
from chalicelib.kernel.clock import business_date

HTML = "text/html"
_SUFFIXES = {
    "application/pdf": ".pdf", HTML: ".html", "text/plain": ".txt", "image/jpeg": ".jpg", "image/png": ".png",
    "image/gif": ".gif", "image/webp": ".webp", "image/tiff": ".tiff",
}

TRASH_DAYS = 30
# A letter's notices are left so long to its own message; then the reconciler asks for those that are still due.
NOTICES_ALONE = timedelta(minutes=30)
# Who has looked at what is kept as security log (RET-16).
ACCESS_KEPT = timedelta(days=5 * 365 + 2)
NAME_LENGTH = 120


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
    labels: tuple[str, ...] = ()
    trashed_at: datetime | None = None
    corrected_by: str | None = None
    correlation_id: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    # until when what it asks for can be done: its form answered (gone when it has been), its invitation taken up
    answer_by: datetime | None = None
    sender_icon: bool = False
    receipt: Receipt | None = None

    @property
    def sender_hidden(self) -> bool:
        """Whether the recipient may not know yet whom it is from."""
        return self.receipt is not None and self.receipt.hides_sender and self.receipt.signed_at is None

    @property
    def subject_hidden(self) -> bool:
        """Whether the recipient may not know yet what it is about."""
        return self.receipt is not None and self.receipt.hides_subject and self.receipt.signed_at is None

    @property
    def deadline(self) -> datetime | None:
        """Until when something is to be done about it: signed for, answered, taken up."""
        if self.receipt is None:
            return self.answer_by
        return self.receipt.expires_at if self.receipt.signed_at is None else None

    @property
    def still_due(self) -> datetime | None:
        """The deadline, unless it is done with: an invitation is when it is put away, as its sender never says so."""
        return None if self.archived and is_invitation(self.type) else self.deadline

    def purge_at(self) -> datetime | None:
        """When a letter in the trash is gone for good."""
        return self.trashed_at + timedelta(days=TRASH_DAYS) if self.trashed_at else None

    def is_gone(self, now: datetime) -> bool:
        """Whether the letter's time in the trash is over; nobody sees it any more, removed or not (I6)."""
        purge_at = self.purge_at()
        return purge_at is not None and purge_at <= now


class As(StrEnum):
    """How a document is asked for: to be read in the page, to be kept, or in its form for small screens."""

    INLINE = "inline"
    DOWNLOAD = "download"
    RESPONSIVE = "responsive"


class Act(StrEnum):
    """What somebody did in a mailbox: came in, took all of it out, opened a letter, or asked for something of it."""

    LOGIN = "login"
    EXPORT = "export"
    EXPORT_FETCHED = "export_fetched"
    OPEN = "open"
    INLINE = "inline"
    DOWNLOAD = "download"
    RESPONSIVE = "responsive"
    FORM = "form"
    APPOINTMENT = "appointment"
    SIGNED = "signed"
    CALENDAR_MADE = "calendar_made"
    CALENDAR_ENDED = "calendar_ended"
    CALENDAR_READ = "calendar_read"


# Who has looked, where it is nobody that we know: whoever has the private link to a calendar.
BY_LINK = "link"


@dataclass(frozen=True, slots=True)
class Access:
    """One look into a mailbox; `device` is told of logins."""

    mailbox: str
    at: datetime
    who: str
    act: Act
    content_key: str | None = None
    part: int | None = None
    device: str | None = None

    def seen_by(self, person: str) -> Literal["you", "link", "other"]:
        """Who it was as the mailbox's owner is told; the digest of anybody else is nobody's business."""
        if self.who == person:
            return "you"
        return "link" if self.who == BY_LINK else "other"


@dataclass(frozen=True, slots=True)
class Document:
    """One part of a letter, as it can be opened."""

    n: int
    name: str = field(repr=False)
    content_type: str
    size: int
    has_responsive: bool

    @property
    def is_html(self) -> bool:
        """Whether it is shown through its sanitised view."""
        return self.content_type.partition(";")[0].strip() == HTML


@dataclass(frozen=True, slots=True)
class Opened:
    """A letter with its documents and the structured data of its type."""

    letter: Letter
    documents: tuple[Document, ...]
    context: dict[str, Any] = field(default_factory=dict, repr=False)
    kept: dict[str, Any] = field(default_factory=dict, repr=False)  # for the sender, never shown to the recipient


@dataclass(frozen=True, slots=True)
class Link:
    """A short-lived way to one file."""

    url: str = field(repr=False)
    content_type: str
    file_name: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Correspondent:
    """A sender that a mailbox has post from."""

    tenant: str
    name: str
    last_letter_at: datetime


def file_name(letter: Letter, document: Document) -> str:
    """Name a file so that its owner finds it again: `2026-11-19 Storängens Energi Faktura.pdf`."""
    words = [str(business_date(letter.received_at)), letter.sender_name, letter.subject]
    if letter.parts > 1:
        words.append(str(document.n))
    return file_stem(*words) + _suffix(document)


def file_stem(*words: str) -> str:
    """Put words together to a name that every computer takes for a file."""
    stem = re.sub(r'[\x00-\x1f\x7f-\x9f/\\\\:*?"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]', " ", " ".join(words))
    return " ".join(stem.split())[:NAME_LENGTH].rstrip(" .")


def _suffix(document: Document) -> str:
    known = _SUFFIXES.get(document.content_type.partition(";")[0].strip())
    given = re.search(r"\.[A-Za-z0-9]{1,5}$", document.name)
    return known or (given[0].lower() if given else "")


def blob_prefix(mailbox: str, key: str) -> str:
    """Where the files of a delivered content lie; below the prefix whose arrivals are notified."""
    return f"mailbox/{mailbox}/{key}/"


def content_blob(prefix: str) -> str:
    """The content's structured data and the list of its parts."""
    return f"{prefix}content.json"


def part_blob(prefix: str, n: int, view: str = "") -> str:
    """A part as sent; `view` names a derived file: `view` (sanitised HTML), `responsive`, `responsive.view`."""
    return f"{prefix}{n}{'.' + view if view else ''}"
