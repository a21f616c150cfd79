"""`/api/letters/{key}/calendar`: an appointment to put in one's own calendar."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from chalicelib.api.http import Answer, Call
from chalicelib.api.recipient.routes import door
from chalicelib.content.calendar import appointment, written
from chalicelib.identity.model import Session
from chalicelib.kernel.clock import business_date
from chalicelib.kernel.errors import NotFound
from chalicelib.mailbox.model import Act, Opened, file_stem
from chalicelib.wiring import operator


@door.route(
    "GET", "/api/letters/{key}/calendar", guard="session", answers={200: str}, answers_as="text/calendar", tag="Letters"
)
def calendar(call: Call[Any]) -> Answer:
    """Write a letter's appointment as iCalendar; the access is on record before it is told."""
    session: Session = call.caller
    opened = operator().mailboxes.open(session.mailbox, call.path["key"])
    entry = as_entry(opened)
    operator().mailboxes.noted(opened.letter, session.person, Act.APPOINTMENT)
    return entry


def as_entry(opened: Opened) -> Answer:
    """The appointment of an opened letter, as a file for a calendar."""
    what = appointment(opened.context)
    if what is None:
        raise NotFound("There is no appointment in this letter.")
    letter, house = opened.letter, operator().config.operator_name
    # The same letter has the same UID, so that fetching it twice makes one entry in the calendar.
    text = written(
        what, uid=f"{letter.key}@kuvert", made_at=letter.received_at, organiser=letter.sender_name, product=house
    )
    day = str(business_date(what.starts_at))
    name = quote(f"{file_stem(day, letter.sender_name)}.ics", safe="")
    headers = {
        "content-type": "text/calendar; charset=utf-8",
        "content-disposition": f"attachment; filename=\"{day}.ics\"; filename*=UTF-8''{name}",
    }
    return Answer(200, text=text, headers=headers)
