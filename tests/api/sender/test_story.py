"""For how long it is known what has become of a content: three years, by the moment and not by the table's cleaning."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.delivery import status_store
from chalicelib.delivery.model import PUT_OFF_AT_MOST, STORY_KEPT
from chalicelib.delivery.store import EventRow
from chalicelib.kernel.clock import epoch, iso
from tests.world import ANNA, START, a_content

SECOND = timedelta(seconds=1)


def asked(sender, world, at):
    """How its status is answered at a moment."""
    def ask(key):
        world.clock.at = at
        sender.renew()
        answer = sender.call("GET", f"/v2/tenant/{{tk}}/content/{key}")
        return answer.json_body.get("state") or answer.status_code
    return ask


def replaced(sender, key, deliver_at):
    """Put the content off, after whatever time has passed."""
    sender.renew()
    return sender.call("PUT", f"/v2/tenant/{{tk}}/content/{key}", a_content(deliver_at=iso(deliver_at)))


def test_what_became_of_a_content_is_known_for_three_years(sender, world):
    """To the second, by its acceptance; a later event does not prolong it, and no row is without its end."""
    world.a_person()
    key = sender.send(a_content()).headers["kivra-objkey"]
    world.clock.advance(days=1)
    sender.renew()
    newer = sender.send(a_content(subject="Rättelse")).headers["kivra-objkey"]
    path = f"/v2/tenant/{{tk}}/content/{key}/corrected_by"
    assert sender.call("POST", path, {"content_key": newer}).status_code == 204

    assert {row.name: row.ttl for row in EventRow.query(key)} == {
        "accepted": epoch(START + STORY_KEPT), "corrected": epoch(START + timedelta(days=1) + STORY_KEPT),
    }
    assert asked(sender, world, START + STORY_KEPT - SECOND)(key) == "delivered"
    assert asked(sender, world, START + STORY_KEPT)(key) == 404
    assert asked(sender, world, START + STORY_KEPT)(newer) == "delivered"


def test_a_story_without_its_beginning_is_over(world, sender):
    """The table removes its rows one by one: what is left of a story is none."""
    world.a_person()
    key = sender.send(a_content()).headers["kivra-objkey"]
    world.operator.notices.announce(world.a_person().mailbox, key, world.clock.now())
    [accepted, notified] = EventRow.query(key)
    accepted.delete()

    assert notified.name == "notified"
    assert status_store.status(key, world.clock.now()) is None


@pytest.mark.parametrize(("sent", "waits"), [
    ({"deliver_at": iso(START + timedelta(days=390))}, timedelta(days=390)),
    ({"ssn": ANNA, "type": "letter.salary", "retain": True, "retention_time": "390"}, timedelta(days=390)),
])
def test_the_years_of_what_waits_begin_when_its_waiting_is_to_end(sender, world, sent, waits):
    """So that its sender can ask, and take it back, as long as it waits, and long after."""
    world.a_person()
    key = sender.send(a_content(**sent)).headers["kivra-objkey"]

    assert asked(sender, world, START + waits + STORY_KEPT - SECOND)(key) in ("scheduled", "expired")
    assert asked(sender, world, START + waits + STORY_KEPT)(key) == 404


def test_what_is_put_off_again_and_again_does_not_outlive_its_story(sender, world):
    """Its last day is told of when it is asked for another; it and a year of waiting lie within the three years."""
    world.a_person()
    latest = START + PUT_OFF_AT_MOST
    key = sender.send(a_content(deliver_at=iso(START + timedelta(days=390)))).headers["kivra-objkey"]
    world.clock.advance(days=380)
    refused = replaced(sender, key, latest + SECOND)

    assert refused.status_code == 400
    assert f"{PUT_OFF_AT_MOST.days} days" in refused.json_body["long_message"]
    assert replaced(sender, key, latest).status_code == 200
    assert latest + timedelta(days=390) < START + STORY_KEPT
