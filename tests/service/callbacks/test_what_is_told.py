"""Every type of message as docs/webhooks.md has it: when it comes, and what its data says."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.callbacks.model import Type
from chalicelib.kernel.clock import iso
from chalicelib.notifications.mail_events import handle
from chalicelib.recipients import store as recipients_store
from chalicelib.recipients.model import Closing
from tests import batches
from tests.contents import of_type
from tests.forms import ANSWERS, a_form, form_key
from tests.phone import phone
from tests.signing import signed
from tests.world import ANNA, BENGT, START, TOLVAN, a_content

__all__ = ["phone"]

PAGE = Path("docs/webhooks.md").read_text(encoding="utf-8")
# The cells of the table: `types`, when, `names`.
TABLE = {
    name: set(re.findall(r"`([a-z]+_[a-z_]+|channel|status)`", cells))
    for types, cells in re.findall(r"^\| (`[a-z]+\..*?) \| [^|]* \| (.*) \|$", PAGE, re.MULTILINE)
    for name in re.findall(r"`([^`]+)`", types)
}
SALARY = {"type": "letter.salary", "retain": True}




def delivered(told):
    """At once."""
    told.send()


def taken_back(told):
    """One that is scheduled."""
    key = told.send(deliver_at=iso(START + timedelta(days=1)))
    told.sender.call("DELETE", f"/v2/tenant/{{tk}}/content/{key}")


def refused(told):
    """One that is scheduled for somebody whose account is erased before."""
    bengt = told.world.a_person(BENGT)
    told.send(ssn=BENGT, deliver_at=iso(START + timedelta(days=60)))
    recipients_store.close(bengt.person, Closing.at(told.world.clock.now()))
    told.world.clock.advance(days=21)
    told.world.operator.erasing.erase(bengt.person)


def bounced(told):
    """One that is retained, whose recipient has come with an address that is none."""
    key = told.send(ssn=ANNA, **SALARY)
    anna = told.world.a_person(ANNA)
    told.world.clock.advance(seconds=2)
    told.world.operator.releasing.release(anna.person)
    told.world.clock.advance(seconds=2)
    tags = {"content": [key], "person": [anna.person], "address": ["x"]}
    bounce = {"eventType": "Bounce", "bounce": {"bounceType": "Permanent"}, "mail": {"tags": tags}}
    handle(told.world.operator.bounces, bounce)


def expired(told):
    """One that is retained, and nobody comes."""
    told.send(ssn=ANNA, **SALARY)
    told.work()
    told.world.clock.advance(days=30)
    told.world.hour()


def answered(told):
    """A form is filled in."""
    letter = told.sender.send(a_form(form_key(told.sender), TOLVAN)).headers["kivra-objkey"]
    mailbox = told.world.operator.people.find(told.world.operator.pepper.person(TOLVAN)).mailbox
    told.world.operator.answering.answer(mailbox, letter, ANSWERS, "test-correlation")


def registered(told):
    """One is signed for, the other is not."""
    key = told.sender.send(of_type("registered.letter")).headers["kivra-objkey"]
    told.sender.send(of_type("registered.letter", subject="En till"))
    signed(told.world, TOLVAN, key)
    told.world.clock.advance(days=25)
    told.world.hour()


def in_a_batch(told):
    """A batch of one row."""
    batches.sent(told.world, told.sender, batches.ndjson(a_content()))


# What each scene tells, besides that contents were accepted and delivered.
SCENES = {
    delivered: [Type.DELIVERED], taken_back: [Type.WITHDRAWN], refused: [Type.REFUSED],
    bounced: [Type.RETAINED, Type.BOUNCED, Type.DELIVERED], expired: [Type.RETAINED, Type.EXPIRED],
    answered: [Type.ANSWERED, Type.DELIVERED], registered: [Type.SIGNED, Type.SIGNING_EXPIRED, Type.DELIVERED],
    in_a_batch: [Type.BATCH_DONE, Type.DELIVERED],
}


def test_the_page_has_every_type():
    """And no other; each comes in a scene."""
    assert set(TABLE) == set(Type) == {Type.ACCEPTED, *(each for types in SCENES.values() for each in types)}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_what_each_message_says_stands_on_the_page(told, phone, scene):
    """Each of its data, and no more."""
    scene(told)
    told.work()

    said = {message["type"]: set(message["data"]) - {"tenant_key"} for message in told.receiver.messages}
    assert set(said) == {Type.ACCEPTED, *SCENES[scene]}
    assert said.pop(Type.ACCEPTED) <= TABLE[Type.ACCEPTED]
    assert said == {each: TABLE[each] for each in SCENES[scene]}
