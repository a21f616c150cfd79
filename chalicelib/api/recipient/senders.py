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
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.ids import is_object_key
from chalicelib.recipients.model import Person
from chalicelib.wiring import operator


@door.route("GET", "/api/senders", guard="session", answers={200: SendersOut}, tag="Senders")
def listing(call: Call[Any]) -> Answer:
    """List the senders that have written, and those that may; by name."""
    session: Session = call.caller
    person = operator().people.get(session.person)
    names = {tenant.key: tenant.name for tenant in operator().senders.visible()}
    last = {}
    for each in operator().mailboxes.correspondents(session.mailbox):
        last[each.tenant] = each.last_letter_at
        names.setdefault(each.tenant, each.name)
    missing = [key for key in person.paused if key not in names]
    names.update({tenant.key: tenant.name for tenant in operator().senders.named(missing)})
    found = [_sender(key, name, person, last.get(key)) for key, name in names.items()]
    return Answer(200, SendersOut(senders=sorted(found, key=lambda each: each.name.casefold())))


@door.route("PUT", "/api/senders/{key}", guard="session", body=SenderIn, answers={200: SenderOut}, tag="Senders")
def switch(call: Call[SenderIn]) -> Answer:
    """Switch a sender off or on; what waits from it is delivered when it is let in again."""
    session: Session = call.caller
    if not is_object_key(call.path["key"]):
        raise NotFound("There is no such sender.")
    tenant = operator().senders.tenant(call.path["key"])
    people = operator().people
    if call.body.on:
        person = people.switch_on(session.person, tenant.key)
        have_waiting_post_delivered(person.person)
    else:
        person = people.switch_off(session.person, tenant.key)
    last = operator().mailboxes.last_letter_from(session.mailbox, tenant.key)
    return Answer(200, _sender(tenant.key, tenant.name, person, last))


def _sender(key: str, name: str, person: Person, last_letter_at: datetime | None) -> SenderOut:
    until = person.paused.get(key)
    return SenderOut(
        key=key, name=name, on=until is None, letters_until=iso(until) if until else None,
        last_letter_at=iso(last_letter_at) if last_letter_at else None,
    )
