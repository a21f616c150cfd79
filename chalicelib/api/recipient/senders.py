"""`/api/senders`: whose post is let in (OPT-1, OPT-5)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.api.http import Answer, Call
from chalicelib.api.recipient.bodies import SenderIn
from chalicelib.api.recipient.models import SenderOut, SendersOut
from chalicelib.api.recipient.routes import door, have_waiting_post_delivered
from chalicelib.identity.model import Session
from chalicelib.kernel.clock import iso
from chalicelib.kernel.errors import Invalid, NotFound
from chalicelib.kernel.ids import is_object_key
from chalicelib.recipients.model import Person
from chalicelib.wiring import operator

WRONG_CURSOR = "The cursor is the `next` of the page before."
PAGE, FOUND = 100, 25
LONGEST_NAME, LONGEST_CURSOR = 100, 1000


@door.route(
    "GET", "/api/senders", guard="session", answers={200: SendersOut}, tag="Senders",
    query={"cursor": "where the page before ended"},
)
def listing(call: Call[Any]) -> Answer:
    """List the senders one has post from or has switched off, by key; up to 100 and those that are off among them."""
    session: Session = call.caller
    cursor = call.query.get("cursor") or None
    if cursor and not is_object_key(cursor):
        raise Invalid(WRONG_CURSOR)
    person = operator().people.get(session.person)
    known, following = operator().mailboxes.correspondents(session.mailbox, cursor, PAGE)
    found = {each.tenant: (each.name, each.last_letter_at) for each in known}
    switched = {*person.paused, *(tenant for tenant, _ in person.paused_parts)}
    within = [key for key in switched if (cursor or "") < key and (not following or key <= following)]
    off = operator().senders.named([key for key in within if key not in found])
    told = [_sender(key, name, person, last) for key, (name, last) in found.items()]
    told += [_sender(tenant.key, tenant.name, person, None) for tenant in off]
    return Answer(200, SendersOut(senders=told, next=following))


@door.route(
    "GET", "/api/directory", guard="session", answers={200: SendersOut}, tag="Senders",
    query={"name": "how a word of the sender's name begins", "cursor": "where the page before ended"},
)
def directory(call: Call[Any]) -> Answer:
    """Look senders up among all that may write, by the beginning of any word of their names; up to 25 in a page."""
    session: Session = call.caller
    cursor = call.query.get("cursor") or None
    if cursor and len(cursor) > LONGEST_CURSOR:
        raise Invalid(WRONG_CURSOR)
    tenants, following = operator().senders.look_up(call.query.get("name", "")[:LONGEST_NAME], cursor, FOUND)
    person = operator().people.get(session.person)
    last = operator().mailboxes.last_letters(session.mailbox, [tenant.key for tenant in tenants])
    told = [_sender(tenant.key, tenant.name, person, last.get(tenant.key)) for tenant in tenants]
    return Answer(200, SendersOut(senders=told, next=following))


@door.route("PUT", "/api/senders/{key}", guard="session", body=SenderIn, answers={200: SenderOut}, tag="Senders")
def switch(call: Call[SenderIn]) -> Answer:
    """Switch a sender, or a category of its post, off or on; what waits is delivered when it is let in again."""
    session: Session = call.caller
    if not is_object_key(call.path["key"]):
        raise NotFound("There is no such sender.")
    tenant = operator().senders.tenant(call.path["key"])
    choices, category = operator().choices, call.body.category
    if call.body.on:
        person = choices.switch_on(session.person, tenant.key, category)
        have_waiting_post_delivered(person.person)
    else:
        person = choices.switch_off(session.person, tenant.key, category)
    last = operator().mailboxes.last_letter_from(session.mailbox, tenant.key)
    return Answer(200, _sender(tenant.key, tenant.name, person, last))


def _sender(key: str, name: str, person: Person, last_letter_at: datetime | None) -> SenderOut:
    until = person.paused.get(key)
    return SenderOut(
        key=key, name=name, on=until is None, letters_until=iso(until) if until else None,
        last_letter_at=iso(last_letter_at) if last_letter_at else None,
        off={part.value: iso(off) for (tenant, part), off in person.paused_parts.items() if tenant == key} or None,
    )
