"""`/api/session` and `/api/sessions`: who is logged in, where, and logging out."""

from __future__ import annotations

import re
from typing import Any

from chalicelib.api.http import Answer, Call
from chalicelib.api.recipient import cookies
from chalicelib.api.recipient.models import ClosingOut, DeviceOut, DevicesOut, SessionOut
from chalicelib.api.recipient.routes import door
from chalicelib.aws.secrets import fingerprint
from chalicelib.identity.model import Session
from chalicelib.kernel.clock import iso
from chalicelib.kernel.errors import NotFound, Unauthenticated
from chalicelib.recipients.model import Closing
from chalicelib.wiring import operator

_ID = re.compile(r"^[0-9a-f]{64}$")
# Logged out, a browser keeps nothing of anybody's post. What it stores is the app itself and how to show it; clearing
# that too would end the app's life without a network, and its subscription to notices.
CLEARED = {"clear-site-data": '"cache", "cookies"'}


@door.route("GET", "/api/session", guard="session", answers={200: SessionOut}, tag="Session")
def show(call: Call[Any]) -> Answer:
    """Tell who is logged in and until when."""
    session: Session = call.caller
    person = operator().people.find(session.person)
    if person is None:
        raise Unauthenticated("The account is closed.")
    until = session.stepped_up_until
    now = operator().clock.now()
    return Answer(200, SessionOut(
        who=fingerprint(session.mailbox)[:16], name=person.name, language=person.language.value,
        theme=person.theme.value, now=iso(now),
        idle_expires_at=iso(session.idle_expires_at), expires_at=iso(session.expires_at),
        stepped_up_until=iso(until) if until and until > now else None,
        closing=closing_out(person.closing) if person.closing else None, email_bounced=person.email_bounced,
        mailed=person.is_mailed(), new_terms=operator().terms.unaccepted(person.terms_version),
    ))


def closing_out(closing: Closing) -> ClosingOut:
    """Tell the promises of a closing account."""
    return ClosingOut(
        closed_at=iso(closing.closed_at), accepts_until=iso(closing.accepts_until), erase_at=iso(closing.erase_at)
    )


@door.route(
    "DELETE", "/api/session", guard="session", answers={204: None}, tag="Session",
    query={"idle": "1 when nobody was here: the browser goes on being told of new post"},
)
def log_out(call: Call[Any]) -> Answer:
    """Log out here; the browser is no longer told of new post."""
    session: Session = call.caller
    if call.query.get("idle") != "1":
        operator().subscriptions.left(session.mailbox, session.login)
    operator().sessions.end(session)
    return _gone()


@door.route("GET", "/api/sessions", guard="session", answers={200: DevicesOut}, tag="Session")
def devices(call: Call[Any]) -> Answer:
    """List where somebody is logged in."""
    session: Session = call.caller
    found = [
        DeviceOut(
            id=each.session, current=each.session == session.session, device=each.device,
            created_at=iso(each.created_at), last_seen_at=iso(each.last_seen_at),
        )
        for each in operator().sessions.of(session)
    ]
    return Answer(200, DevicesOut(sessions=found))


@door.route("DELETE", "/api/sessions", guard="session", answers={204: None}, tag="Session")
def log_out_everywhere(call: Call[Any]) -> Answer:
    """Log out everywhere, here too; no browser is told of new post any more."""
    operator().subscriptions.left_everywhere(call.caller.mailbox)
    operator().sessions.end_all(call.caller)
    return _gone()


@door.route("DELETE", "/api/sessions/{session}", guard="session", answers={204: None}, tag="Session")
def log_out_there(call: Call[Any]) -> Answer:
    """Log out in one place, which is no longer told of new post; somebody else's session is not there to be ended."""
    session: Session = call.caller
    which = call.path["session"]
    if not _ID.match(which):
        raise NotFound("There is no such session.")
    login = operator().sessions.login_of(session, which)
    if login is not None:
        operator().subscriptions.left(session.mailbox, login)
    operator().sessions.end(session, which)
    return _gone() if which == session.session else Answer(204)


def _gone() -> Answer:
    return Answer(204, headers=dict(CLEARED), cookies=[cookies.clear(cookies.SESSION), cookies.clear(cookies.LOGIN)])
