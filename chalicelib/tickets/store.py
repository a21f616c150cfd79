"""The table of ticket events."""

from __future__ import annotations

import json

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.aws import tables
from chalicelib.aws.tables import Table
from chalicelib.tickets.model import TicketEvent


class TicketEventRow(Table):
    """One event of one tenant."""

    Meta = tables.named("ticket_events")
    tenant = UnicodeAttribute(hash_key=True)
    event_key = UnicodeAttribute(range_key=True)
    reference = UnicodeAttribute()
    told = UnicodeAttribute()
    told_at = NumberAttribute()
    picture = BooleanAttribute(null=True)  # whether it has one


def save(event: TicketEvent, told_at: int) -> None:
    """Store an event; one told again replaces what was told before."""
    text = json.dumps(event.told, ensure_ascii=False, separators=(",", ":"))
    TicketEventRow(
        event.tenant, event.key, reference=event.reference, told=text, told_at=told_at,
        picture=event.has_picture or None,
    ).save()


def find(tenant: str, key: str) -> TicketEvent | None:
    """Find an event of a tenant."""
    row = tables.get(TicketEventRow, tenant, key, consistent=True)
    return TicketEvent(tenant, row.reference, json.loads(row.told), bool(row.picture)) if row else None
