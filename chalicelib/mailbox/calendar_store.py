"""The table of private calendar links: one row per mailbox, with the digest of the link's secret."""

from __future__ import annotations

from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.aws import tables
from chalicelib.aws.tables import Table
from chalicelib.kernel.clock import epoch, from_epoch


class CalendarLinkRow(Table):
    """The living link to a mailbox's appointments; a new one takes the place of the old."""

    Meta = tables.named("calendar_links")
    mailbox = UnicodeAttribute(hash_key=True)
    digest = UnicodeAttribute()
    person = UnicodeAttribute()
    made_at = NumberAttribute()


def keep(mailbox: str, digest: str, person: str, now: datetime) -> None:
    """Put a link in the place of the one before."""
    CalendarLinkRow(mailbox, digest=digest, person=person, made_at=epoch(now)).save()


def find(mailbox: str) -> CalendarLinkRow | None:
    """Find a mailbox's link."""
    return tables.get(CalendarLinkRow, mailbox, consistent=True)


def made_at(mailbox: str) -> datetime | None:
    """When a mailbox's link was made."""
    row = find(mailbox)
    return from_epoch(row.made_at) if row else None


def remove(mailbox: str) -> None:
    """End a mailbox's link."""
    CalendarLinkRow(mailbox).delete()
