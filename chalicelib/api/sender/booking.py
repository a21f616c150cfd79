"""A booked time (bokning): when, where, and where to read more."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from chalicelib.api.sender.wire import Lines, Link, Moment, Name, OrEmpty, Structured
from chalicelib.kernel.errors import Invalid


class Booking(Structured):
    """An appointment; it lies ahead, and ends after it starts."""

    title: Name
    """What it is, such as `Läkarbesök`."""
    start_time: Moment
    """When it begins; it lies ahead when the content is sent."""
    end_time: Annotated[Moment | None, OrEmpty] = None
    """When it ends, after it begins."""
    location: Lines | None = None
    """Where it is, on as many lines as it needs."""
    description: Lines | None = None
    """What to bring and to know."""
    info_url: Annotated[Link | None, OrEmpty] = None
    """A page with more about it."""

    def good_before(self, context: dict[str, Any]) -> tuple[datetime, str]:  # noqa: ARG002 (tickets need it)
        """Until it starts."""
        return datetime.fromisoformat(self.start_time), "booking.start_time is not in the future."

    def context(self, tenant: str, now: datetime) -> dict[str, Any]:  # noqa: ARG002 (others look at them)
        """What the recipient's appointment says."""
        if self.end_time and datetime.fromisoformat(self.end_time) <= datetime.fromisoformat(self.start_time):
            raise Invalid("booking.end_time is not after booking.start_time.")
        return {"booking": self.plain()}
