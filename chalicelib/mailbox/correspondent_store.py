"""The senders that mailboxes have post from."""

from __future__ import annotations

from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.aws import tables
from chalicelib.aws.tables import Table, Write
from chalicelib.kernel.clock import epoch


class CorrespondentRow(Table):
    """A sender that a mailbox has post from."""

    Meta = tables.named("correspondents")
    mailbox = UnicodeAttribute(hash_key=True)
    tenant_key = UnicodeAttribute(range_key=True)
    name = UnicodeAttribute()
    last_letter_at = NumberAttribute()


def wrote(mailbox: str, tenant: str, name: str, now: datetime, *, sent_before: bool = False) -> Write:
    """Remember that a mailbox has post from a sender, in the transaction that lets it be seen there.

    So the moment is always the latest, and nothing is remembered of a mailbox that is gone. A letter that was
    `sent_before`, and has waited, may bear a name that its sender has left: it takes no later one's place.
    """
    named = CorrespondentRow.name.set(CorrespondentRow.name | name if sent_before else name)
    return tables.update(CorrespondentRow(mailbox, tenant), [named, CorrespondentRow.last_letter_at.set(epoch(now))])


def page(mailbox: str, after: str | None, limit: int) -> list[CorrespondentRow]:
    """List the senders that a mailbox has post from, by key: one query."""
    condition = CorrespondentRow.tenant_key > after if after else None
    return list(CorrespondentRow.query(mailbox, condition, limit=limit, page_size=limit))


def among(mailbox: str, tenants: list[str]) -> list[CorrespondentRow]:
    """Find what is remembered of some senders, up to 100: one read."""
    wanted: list[tables.Key] = [(mailbox, tenant) for tenant in tenants]
    return tables.batch_get({CorrespondentRow: wanted}, consistent=False)[CorrespondentRow]


def find(mailbox: str, tenant: str) -> CorrespondentRow | None:
    """Find what is remembered of one sender."""
    return tables.get(CorrespondentRow, mailbox, tenant)
