"""`/api/calendar-link`: a private link to what is ahead, and `/api/calendar`, which calendars read by it.

The key stands in the query, not in the path: access logs, the firewall's log and traces hold paths, and none holds
queries.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from chalicelib.api.http import Answer, Call
from chalicelib.api.recipient.bodies import Nothing
from chalicelib.api.recipient.models import CalendarLinkOut, CalendarMadeOut
from chalicelib.api.recipient.routes import door
from chalicelib.content.calendar import Busy, Due, feed
from chalicelib.content.types import Kind, kind_of
from chalicelib.identity.model import Session
from chalicelib.kernel.clock import STOCKHOLM, business_date, iso
from chalicelib.mailbox.model import Letter
from chalicelib.recipients.model import Language
from chalicelib.wiring import operator

_BEFORE = {
    Language.SV: {
        Kind.REGISTERED: "Kvittera senast", Kind.SIGNING: "Signera senast", Kind.GIFT: "Hämta senast",
        Kind.VOUCHER: "Hämta senast",
    },
    Language.EN: {
        Kind.REGISTERED: "Sign for by", Kind.SIGNING: "Sign by", Kind.GIFT: "Fetch by", Kind.VOUCHER: "Fetch by",
    },
}
_ANSWER = {Language.SV: "Svara senast", Language.EN: "Answer by"}
_HIDDEN = {Language.SV: "dold avsändare", Language.EN: "hidden sender"}


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
    operator().calendars.revoke(session.mailbox, session.person)
    return Answer(204)


@door.route(
    "GET", "/api/calendar", guard="public", answers={200: str}, answers_as="text/calendar", tag="Calendar",
    query={"key": "what the link was made with"},
)
def read(call: Call[Any]) -> Answer:
    """Write what is ahead, as a link opens it: times, last days and senders, no subjects."""
    ahead = operator().calendars.read(call.query.get("key") or "")
    entries = [entry for letter in ahead.letters for entry in _entries(letter, ahead.language)]
    headers = {"content-type": "text/calendar; charset=utf-8"}
    return Answer(200, text=feed(entries, product=operator().config.operator_name), headers=headers)


def _entries(letter: Letter, language: Language) -> Iterator[Busy | Due]:
    who = _HIDDEN[language] if letter.sender_hidden else letter.sender_name
    if letter.starts_at is not None:
        yield Busy(f"{letter.key}@kuvert", letter.received_at, letter.starts_at, who, letter.ends_at)
    if letter.still_due is not None:
        last = letter.still_due - timedelta(seconds=1)  # what ends at midnight belongs to the day before
        before = _BEFORE[language].get(kind_of(letter.type), _ANSWER[language])
        time = f"{letter.still_due.astimezone(STOCKHOLM):%H:%M}"
        what = f"{before}: {who}" if time == "00:00" else f"{before} {time}: {who}"
        yield Due(f"{letter.key}.due@kuvert", letter.received_at, business_date(last), what)
