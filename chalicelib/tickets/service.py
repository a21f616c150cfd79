"""Ticket events: what senders tell of them, and what their tickets say."""

from __future__ import annotations

from chalicelib.aws.blobs import Blobs
from chalicelib.content.checks.images import picture_type
from chalicelib.content.model import File
from chalicelib.kernel.clock import Clock, epoch
from chalicelib.kernel.errors import Invalid, Unavailable
from chalicelib.tickets import store
from chalicelib.tickets.model import EVENT_KEY, TicketEvent, picture_blob


class UnknownEvent(Invalid):
    """Tickets to an event that the sender has not told of."""

    slug = "unknown_event"


class TicketEvents:
    """The events of all tenants; another's looks absent."""

    def __init__(self, *, clock: Clock, blobs: Blobs) -> None:
        self._clock = clock
        self._blobs = blobs

    def tell(self, event: TicketEvent) -> str:
        """Take an event in, or what has changed in it; answer its key. Tickets already sent stay as they are.

        Its picture is put first, so that an event that says it has one always has.
        """
        if event.picture is not None:
            self._blobs.put(picture_blob(event.tenant, event.key), event.picture, picture_type(event.picture))
        store.save(event, epoch(self._clock.now()))
        return event.key

    def find(self, tenant: str, key: str) -> TicketEvent:
        """Find the event that a ticket is sent to."""
        event = store.find(tenant, key) if EVENT_KEY.match(key) else None
        if event is None:
            raise UnknownEvent("ticket.event_key is not an event of this tenant. Create it at /ticket/event first.")
        return event

    def picture(self, tenant: str, key: str) -> File:
        """Read the picture of an event that has one."""
        data = self._blobs.get(picture_blob(tenant, key))
        if data is None:
            raise Unavailable("The event is being told of right now. Send the ticket again.")
        kind = picture_type(data)
        return File(f"event.{kind.removeprefix('image/')}", kind, data)
