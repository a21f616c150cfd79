"""Tickets (biljetter): events are told of once, then each letter holds the tickets of one person."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from chalicelib.api.http import Answer, Call
from chalicelib.api.sender.routes import door
from chalicelib.api.sender.wire import Lines, Link, Moment, Name, OneLine, OrEmpty, Structured, Wire
from chalicelib.content.checks import check_part
from chalicelib.content.model import InvalidFiles, Part
from chalicelib.kernel.errors import Invalid
from chalicelib.tickets.model import TicketEvent
from chalicelib.wiring import operator

# What a QR code that a phone's screen can show and a scanner read holds at most.
QR_LENGTH = 1000
_LASTS = timedelta(days=1)
Qr = Annotated[str, StringConstraints(min_length=1, max_length=QR_LENGTH), Field(repr=False)]


class Organiser(Wire):
    """Who arranges it."""

    name: Name
    """The organiser's name."""


class Schedule(Wire):
    """When it is, and from when one is let in."""

    start: Moment
    """When the event begins."""
    end: Annotated[Moment | None, OrEmpty] = None
    """When it ends, after it begins."""
    admission: Annotated[Moment | None, OrEmpty] = None
    """From when one is let in."""


class Coordinates(Wire):
    """A place on the map."""

    longitude: OneLine
    """Degrees east, such as `17.3063`."""
    latitude: OneLine
    """Degrees north, such as `62.3908`."""


class Location(Wire):
    """Where the venue lies."""

    city: OneLine | None = None
    """Town."""
    address: OneLine | None = None
    """Street and number."""
    zip: OneLine | None = None
    """Postal code."""
    coordinates: Coordinates | None = None
    """Its position, which a phone's map opens."""


class Venue(Wire):
    """Where it is."""

    name: Name
    """The venue's name."""
    location: Location | None = None
    """Where it lies."""


class Image(Wire):
    """A picture of the event."""

    content_type: Literal["image/jpeg", "image/png", "image/webp"]
    """What kind of picture it is."""
    data: str = Field(repr=False)
    """The picture as base64."""

    def read(self, where: str) -> bytes:
        """Decode it; refuse a picture that is not what it says. Some software folds base64 into lines."""
        try:
            data = base64.b64decode(re.sub(r"\s+", "", self.data), validate=True)
        except (binascii.Error, ValueError):
            raise InvalidFiles(f"{where}.data is not base64.") from None
        check_part(data, self.content_type)
        return data


class Images(Wire):
    """Pictures of the event."""

    thumbnail: Image | None = None
    """A small one, shown where there is no wide one."""
    landscape: Image | None = None
    """A wide one, shown above the tickets."""

    def shown(self) -> bytes | None:
        """Check both; the wide one is shown with the tickets, or the small one where there is no other."""
        small = self.thumbnail.read("images.thumbnail") if self.thumbnail else None
        wide = self.landscape.read("images.landscape") if self.landscape else None
        return wide or small


class TicketEventIn(Wire):
    """An event that tickets will be sent to."""

    event_reference: Name
    """Your own name of the event; told again under the same, it is the same event."""
    name: Name
    """What the event is called."""
    organizer: Organiser
    """Who arranges it."""
    schedule: Schedule
    """When it is."""
    venue: Venue
    """Where it is."""
    url: Annotated[Link | None, OrEmpty] = None
    """A page with more about it."""
    information: Annotated[Lines, StringConstraints(max_length=20_000)] | None = None
    """What else to know before one comes."""
    images: Images | None = Field(default=None, repr=False)
    """Pictures, of which one is shown with the tickets."""

    def to_event(self, tenant: str) -> TicketEvent:
        """Check what the fields cannot say of themselves."""
        when = self.schedule
        start = datetime.fromisoformat(when.start)
        if when.end and datetime.fromisoformat(when.end) <= start:
            raise Invalid("schedule.end is not after schedule.start.")
        if when.admission and datetime.fromisoformat(when.admission) > start:
            raise Invalid("schedule.admission is after schedule.start.")
        picture = self.images.shown() if self.images else None
        told = self.model_dump(mode="json", exclude_none=True, exclude={"images", "event_reference"})
        return TicketEvent(tenant, self.event_reference, told, picture is not None, picture)


class TicketEventKey(Wire):
    """The key of an event."""

    event_key: str
    """The event's key, which contents of type `ticket.event` name."""


@door.route(
    "POST", "/v2/tenant/{tenantKey}/ticket/event", guard="post:kivra.v2.tenant.{tenantKey}.ticket.event",
    body=TicketEventIn, answers={201: TicketEventKey}, refuses=(40019, 40028), tag="Tickets",
)
def tell(call: Call[TicketEventIn]) -> Answer:
    """Tell of an event. The same event_reference again is the same event, told anew.

    AWS calls: one put, and one before it of a picture.
    """
    key = operator().ticket_events.tell(call.body.to_event(call.path["tenantKey"]))
    return Answer(201, TicketEventKey(event_key=key))


class Seating(Wire):
    """Where one sits."""

    seat: OneLine | None = None
    """Seat."""
    row: OneLine | None = None
    """Row."""
    section: OneLine | None = None
    """Section."""
    gate: OneLine | None = None
    """Which entrance to take."""


class OneTicket(Wire):
    """One person's way in."""

    qr_data: Qr
    """What the ticket's QR code says to the scanner at the door."""
    type: OneLine
    """What kind of ticket it is, such as `Vuxen`."""
    seating: Seating | None = None
    """Where one sits, if seats are numbered."""


class GroupTicket(Wire):
    """One code that lets all in together."""

    qr_data: Qr
    """What the QR code says to the scanner at the door."""


class Tickets(Structured):
    """The tickets of one letter, to one event."""

    event_key: OneLine
    """The event, as it was answered when it was told of."""
    order_id: OneLine | None = None
    """Your own number of the order."""
    group_ticket: GroupTicket | None = None
    """One code for all of them, shown first."""
    tickets: list[OneTicket] = Field(min_length=1, max_length=100)
    """The tickets, one for each person."""

    def context(self, tenant: str, now: datetime) -> dict[str, Any]:  # noqa: ARG002 (an event may be under way)
        """The tickets with the event as it is told now; one get."""
        event = operator().ticket_events.find(tenant, self.event_key)
        return {"ticket": {"event": event.shown, **self.plain()}}

    def good_before(self, context: dict[str, Any]) -> tuple[datetime, str]:
        """Until the event is over: one that does not say when is, a day after its start."""
        when = context["ticket"]["event"]["schedule"]
        end = when.get("end")
        over = datetime.fromisoformat(end) if end else datetime.fromisoformat(when["start"]) + _LASTS
        return over, "The event that the tickets are for is over."

    def enclosed(self, tenant: str, context: dict[str, Any]) -> tuple[Part, ...]:
        """The event's picture, where it has one: one read. Then it is the letter's own, and stays as it was."""
        if not context["ticket"]["event"].get("picture"):
            return ()
        return (Part(operator().ticket_events.picture(tenant, self.event_key)),)
