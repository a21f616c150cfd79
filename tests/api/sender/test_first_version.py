"""Sending in the first version's words: the same content, under the same rules."""

from __future__ import annotations

import pytest

from chalicelib.mailbox import store as mailbox_store
from tests.contents import BOOKING
from tests.world import a_content

PAYMENT = {"payable": True, "currency": "SEK", "total_owed": "10", "account": "1234-5674"}


def first(**change):
    content = a_content(**change)
    content["files"] = content.pop("parts")
    return content


def send(sender, content):
    return sender.call("POST", "/v1/tenant/{tk}/content", content)


def test_files_are_parts(sender, world):
    """The letter is in the mailbox, and the answer leads to where its status is."""
    tolvan = world.a_person()

    answer = send(sender, first(tenant_info="grupp 1"))

    (letter,) = mailbox_store.page(tolvan.mailbox, None, 500)
    assert (answer.status_code, answer.headers["kivra-objkey"]) == (201, letter.key)
    assert answer.headers["location"].endswith(f"/v2/tenant/{sender.tenant}/content/{letter.key}")
    opened = world.operator.mailboxes.open(tolvan.mailbox, letter.key)
    assert [document.name for document in opened.documents] == ["brev.pdf"]


def test_a_booking_stands_in_the_context(sender, world):
    """With null for what there is not, as it was sent."""
    tolvan = world.a_person()

    key = send(sender, first(
        type="booking", context={"booking": {**BOOKING, "end_time": None, "info_url": None}},
    )).headers["kivra-objkey"]

    assert world.operator.mailboxes.open(tolvan.mailbox, key).context["booking"]["title"] == BOOKING["title"]


@pytest.mark.parametrize(("change", "code"), [
    ({"type": None, "context": {"invoice": {"payment": PAYMENT}}}, 40012),
    ({"type": None, "context": {"invoice": {"payment_multiple_options": PAYMENT}}}, 40012),
    ({"type": "invoice"}, 40012), ({"type": "booking"}, 40000), ({"context": "x"}, 40000), ({"context": {"invoice": 1}}, 201),
])
def test_the_rules_are_todays(sender, world, change, code):
    """What is to be paid is not taken for a letter, whether or not it says its type."""
    world.a_person()

    answer = send(sender, first(**change))

    assert (answer.json_body.get("code") or answer.status_code) == code


@pytest.mark.parametrize("files", [None, [], [{"name": "a.pdf"}], "x"])
def test_files_are_checked_as_parts_are(sender, world, files):
    """Nothing is delivered."""
    tolvan = world.a_person()

    assert send(sender, {**first(), "files": files}).status_code == 400
    assert mailbox_store.page(tolvan.mailbox, None, 500) == []


def test_what_is_not_an_object_is_told(sender):
    """As everywhere."""
    assert send(sender, [1]).json_body["code"] == 40026
    assert send(sender, b"{").json_body["code"] == 40008
