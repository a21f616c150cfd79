"""What each request of a sender costs: its calls to AWS, counted on the wire; the first is the authoriser's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.content.types import TYPES
from chalicelib.kernel.clock import iso
from tests.contents import EVENT, a_picture, key_for, of_type
from tests.counting import counted
from tests.forms import TEMPLATE, form_key
from tests.world import ANNA, BENGT, START, TOLVAN, a_content

LETTER = ["BatchGetItem", "PutObject", "PutObject", "TransactWriteItems"]
NO_PART = ["BatchGetItem", "PutObject", "TransactWriteItems"]
# What a type needs besides: the event of a ticket, the form and the sealing of what its answer is told by.
BEFORE = {"ticket.event": ["GetItem"], "letter.form": ["GetItem", "Encrypt"]}
WATCHED = ["BatchGetItem", "PutItem"]  # somebody who is not here has been asked about
LATER = iso(START + timedelta(days=3))


def cost(act):
    """What an act costs, without the authoriser's read."""
    with counted() as calls:
        answer = act()
    assert answer.status_code < 300, answer.json_body
    first, *rest = calls
    assert first == "GetItem"
    return rest


@pytest.mark.parametrize("type_", sorted(TYPES))
def test_each_type_is_sent_in_the_fewest_calls(sender, world, type_):
    """One read that decides, one put a file, one transaction."""
    world.a_person()
    content = of_type(type_, key_for(sender, type_))

    assert cost(lambda: sender.send(content)) == BEFORE.get(type_, []) + (LETTER if content["parts"] else NO_PART)


CONTENTS = {
    "to an address": (a_content(None, email=f"person{TOLVAN[-4:]}@example.com"), ["GetItem", *LETTER]),
    "three parts": (
        a_content(parts=a_content()["parts"] * 3),
        ["BatchGetItem", "PutObject", "PutObject", "PutObject", "PutObject", "TransactWriteItems"],
    ),
    "kept for somebody": (
        a_content(ANNA, type="letter.salary", retain=True), ["BatchGetItem", *WATCHED, *LETTER[1:]],
    ),
    "for its time": (a_content(deliver_at=LATER), ["BatchGetItem", *WATCHED, *LETTER[1:]]),
}


@pytest.mark.parametrize(("content", "calls"), CONTENTS.values(), ids=CONTENTS)
def test_what_else_a_sending_costs(sender, world, content, calls):
    """By address, in parts, kept, scheduled."""
    world.a_person()

    assert cost(lambda: sender.send(content)) == calls


def test_a_repetition_costs_one_read(sender, world):
    """Nothing is put again."""
    world.a_person()
    sender.send(a_content())

    assert cost(lambda: sender.send(a_content())) == ["BatchGetItem"]


@pytest.mark.parametrize(("people", "reads"), [(1, 1), (100, 1), (101, 2), (1000, 10)])
def test_a_list_costs_one_read_a_hundred_people(sender, world, people, reads):
    """And one for the tenant; the watch over a list that it has seen only reads, one for a hundred birth years."""
    numbers = honest(people)
    body = {"list": numbers}
    sender.call("POST", "/v2/tenant/{tk}/usermatch/ssn", body)

    calls = cost(lambda: sender.call("POST", "/v2/tenant/{tk}/usermatch/ssn", body))

    assert calls == ["GetItem", "BatchGetItem", *["BatchGetItem"] * reads]


def honest(size):
    from bench.matching import honest_list

    return honest_list(size)


@pytest.fixture
def known(sender, world):
    """Keys of everything that a route may name."""
    world.a_person()
    world.a_person(BENGT)
    sent = sender.send(a_content()).headers["kivra-objkey"]
    again = sender.send(a_content(subject="Ett till")).headers["kivra-objkey"]
    waits = sender.send(a_content(ANNA, type="letter.salary", retain=True)).headers["kivra-objkey"]
    return {"sent": sent, "again": again, "waits": waits, "form": form_key(sender)}


ROUTES = {
    ("GET", "/v2/tenant"): [],
    ("GET", "/v2/tenant/{tk}"): ["GetItem"],
    ("GET", "/v2/tenant/{tk}/content/{sent}"): ["Query"],
    ("DELETE", "/v2/tenant/{tk}/content/{waits}"): [
        "Query", "GetItem", "GetItem", "GetItem", "GetItem", "TransactWriteItems",
        "GetItem", "ListObjectVersions", "DeleteObjects", "DeleteItem",
    ],
    ("PUT", "/v2/tenant/{tk}/content/{waits}", "salary"): [
        "Query", "GetItem", "GetItem", "GetItem", "PutObject", "PutObject", "TransactWriteItems",
        "ListObjectVersions", "DeleteObjects",
    ],
    ("POST", "/v2/tenant/{tk}/content/{sent}/corrected_by", "newer"): ["Query", "Query", "UpdateItem", "TransactWriteItems"],
    ("POST", "/v2/tenant/{tk}/usermatch/verified_email", "addresses"): ["BatchGetItem"],
    ("POST", "/v1/tenant/{tk}/content", "first"): LETTER,
    ("PUT", "/v2/tenant/{tk}/name", "name"): ["TransactWriteItems"],
    ("POST", "/v2/tenant/{tk}/form", "form"): ["TransactWriteItems"],
    ("GET", "/v2/tenant/{tk}/form"): ["Query"],
    ("GET", "/v2/tenant/{tk}/form/{form}"): ["GetItem"],
    ("GET", "/v2/tenant/{tk}/form/{form}/responses"): ["GetItem", "Query"],
    ("POST", "/v2/tenant/{tk}/ticket/event", "event"): ["PutItem"],
    ("POST", "/v2/tenant/{tk}/ticket/event", "pictured"): ["PutObject", "PutItem"],
    ("GET", "/v2/webhooks/events"): ["Query"],
}


@pytest.mark.parametrize(("request_", "calls"), ROUTES.items(), ids=lambda value: " ".join(value))
def test_what_the_other_routes_cost(sender, known, request_, calls):
    """Each asks for what it is about, and no more."""
    method, path, *of = request_
    bodies = {
        "salary": a_content(ANNA, type="letter.salary", retain=True, subject="Rättad"), "newer": {"content_key": known["again"]},
        "first": {**a_content(subject="Påminnelse", parts=None), "files": a_content()["parts"]},
        "addresses": {"list": ["a@example.com", "b@example.com"]}, "name": {"name": "Nya namnet"}, "form": TEMPLATE,
        "event": EVENT, "pictured": {**EVENT, "images": {"landscape": a_picture()}},
    }
    place = path.replace("{tk}", sender.tenant).format_map(known)

    assert cost(lambda: sender.call(method, place, bodies[of[0]] if of else None)) == calls
