"""The table of private calendar links: one row per mailbox, with the digest of the link's secret."""

from __future__ import annotations

from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.aws import tables
from chalicelib.aws.tables import Table, Write
from chalicelib.kernel.clock import epoch, from_epoch


class CalendarLinkRow(Table):
    """The living link to a mailbox's appointments; a new one takes the place of the old."""

    Meta = tables.named("calendar_links")
    mailbox = UnicodeAttribute(hash_key=True)
    digest = UnicodeAttribute()
    person = UnicodeAttribute()
    made_at = NumberAttribute()
    read_on = UnicodeAttribute(null=True)  # the last day on which it was read, as the log of looks knows


def kept(mailbox: str, digest: str, person: str, now: datetime) -> Write:
    """Put a link in the place of the one before, in the transaction that notes it."""
    return tables.put(CalendarLinkRow(mailbox, digest=digest, person=person, made_at=epoch(now)))


def find(mailbox: str) -> CalendarLinkRow | None:
    """Find a mailbox's link."""
    return tables.get(CalendarLinkRow, mailbox, consistent=True)


def made_at(mailbox: str) -> datetime | None:
    """When a mailbox's link was made."""
    row = find(mailbox)
    return from_epoch(row.made_at) if row else None


def read_on(link: CalendarLinkRow, day: str) -> Write:
    """Note the first look of a day by a link, in the transaction that writes the look down."""
    row = CalendarLinkRow
    first = row.read_on.does_not_exist() | (row.read_on != day)
    return tables.update(CalendarLinkRow(link.mailbox), [row.read_on.set(day)], (row.digest == link.digest) & first)


def ended(mailbox: str) -> Write:
    """End a mailbox's link, which is there, in the transaction that notes it."""
    return tables.delete(CalendarLinkRow(mailbox), CalendarLinkRow.mailbox.exists())


def remove(mailbox: str) -> None:
    """Forget a mailbox's link together with the mailbox."""
    CalendarLinkRow(mailbox).delete()
