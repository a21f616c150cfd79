"""`/api/calendar-link`: a private link to one's appointments, and `/api/calendar`, which calendars read by it.

The key stands in the query, not in the path: access logs, the firewall's log and traces hold paths, and none holds
queries.
"""

from __future__ import annotations

from typing import Any

from chalicelib.api.http import Answer, Call
from chalicelib.api.recipient.bodies import Nothing
from chalicelib.api.recipient.models import CalendarLinkOut, CalendarMadeOut
from chalicelib.api.recipient.routes import door
from chalicelib.content.calendar import Busy, feed
from chalicelib.identity.model import Session
from chalicelib.kernel.clock import iso
from chalicelib.wiring import operator


@door.route("GET", "/api/calendar-link", guard="session", answers={200: CalendarLinkOut}, tag="Calendar")
def state(call: Call[Any]) -> Answer:
    """Tell whether there is a link, and since when; the link itself was shown once."""
    session: Session = call.caller
    made_at = operator().calendars.made_at(session.mailbox)
    return Answer(200, CalendarLinkOut(made_at=iso(made_at) if made_at else None))


@door.route(
    "POST", "/api/calendar-link", guard="session", body=Nothing, answers={200: CalendarMadeOut}, tag="Calendar"
)
def make(call: Call[Any]) -> Answer:
    """Make a link, shown now and never again; the one before ends."""
    session: Session = call.caller
    key = operator().calendars.make(session.mailbox, session.person)
    url = f"{operator().config.web_url}/api/calendar?key={key}"
    return Answer(200, CalendarMadeOut(url=url, made_at=iso(operator().clock.now())))


@door.route("DELETE", "/api/calendar-link", guard="session", answers={204: None}, tag="Calendar")
def revoke(call: Call[Any]) -> Answer:
    """End the link."""
    session: Session = call.caller
    operator().calendars.revoke(session.mailbox)
    return Answer(204)


@door.route(
    "GET", "/api/calendar", guard="public", answers={200: str}, answers_as="text/calendar", tag="Calendar",
    query={"key": "what the link was made with"},
)
def read(call: Call[Any]) -> Answer:
    """Write the appointments that a link opens: times and senders, no subjects."""
    letters = operator().calendars.read(call.query.get("key") or "")
    entries = [
        Busy(f"{each.key}@kuvert", each.received_at, each.starts_at, each.sender_name) for each in letters
        if each.starts_at is not None
    ]
    headers = {"content-type": "text/calendar; charset=utf-8"}
    return Answer(200, text=feed(entries, product=operator().config.operator_name), headers=headers)
