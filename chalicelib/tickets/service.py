"""Ticket events: what senders tell of them, and what their tickets say."""

from __future__ import annotations

from chalicelib.kernel.clock import Clock, epoch
from chalicelib.kernel.errors import Invalid
from chalicelib.tickets import store
from chalicelib.tickets.model import EVENT_KEY, TicketEvent


class UnknownEvent(Invalid):
    """Tickets to an event that the sender has not told of."""

    slug = "unknown_event"


class TicketEvents:
    """The events of all tenants; another's looks absent."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock

    def tell(self, event: TicketEvent) -> str:
        """Take an event in, or what has changed in it; answer its key. Tickets already sent stay as they are."""
        store.save(event, epoch(self._clock.now()))
        return event.key

    def find(self, tenant: str, key: str) -> TicketEvent:
        """Find the event that a ticket is sent to."""
        event = store.find(tenant, key) if EVENT_KEY.match(key) else None
        if event is None:
            raise UnknownEvent("ticket.event_key is not an event of this tenant. Create it at /ticket/event first.")
        return event
