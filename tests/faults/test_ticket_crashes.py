"""Telling of an event and sending a ticket, broken at every remote call in every way, then done again."""

from __future__ import annotations

import base64
from contextlib import suppress

import pytest

from chalicelib.aws import clients
from chalicelib.aws.faults import AWS_ERRORS
from chalicelib.mailbox import store as mailbox_store
from chalicelib.tickets.store import TicketEventRow
from tests.contents import EVENT, a_picture, of_type
from tests.faults.harness import TELLING, Breaker, breaking, restarted


def _until_done(act):
    """What the sender's software does until it has its answer."""
    for _ in range(5):
        with restarted(), suppress(*AWS_ERRORS):
            answer = act()
            if answer.status_code == 201:
                return answer
    raise AssertionError("the sender never got an answer")


@pytest.mark.parametrize("mode", TELLING)
def test_one_event_and_one_letter_with_its_tickets(sender, world, mode):
    """I1, I2: whole, once, with the event as it was told."""
    tolvan, picture = world.a_person(), a_picture()

    def tell():
        return sender.call("POST", "/v2/tenant/{tk}/ticket/event", {**EVENT, "images": {"landscape": picture}})

    def send(key, n):
        return sender.send(of_type("ticket.event", key, subject=f"Biljett {n}"))

    with breaking(Breaker()) as counted:
        send(tell().json_body["event_key"], "först")
    for at in range(len(counted.calls)):
        with breaking(Breaker(at, mode)) as breaker:
            key = _until_done(tell).json_body["event_key"]
            sent = _until_done(lambda key=key, at=at: send(key, at)).headers["kivra-objkey"]
        for late in breaker.late:
            with restarted(), suppress(*AWS_ERRORS):
                late()
        letters = [letter for letter in mailbox_store.page(tolvan.mailbox, None, 100) if letter.subject == f"Biljett {at}"]
        assert [letter.key for letter in letters] == [sent]
        event = world.operator.mailboxes.open(tolvan.mailbox, sent).context["ticket"]["event"]
        assert (event["name"], event["picture"]) == ("Vårkonsert", True)
        assert world.operator.blobs.get(f"mailbox/{tolvan.mailbox}/{sent}/1") == base64.b64decode(picture["data"])
    assert len(counted.calls) >= 9
    assert clients.client("dynamodb").scan(TableName=TicketEventRow.Meta.table_name)["Count"] == 1
