"""Every route that reads what somebody has been sent leaves a line in the log of looks, or shows nothing (SEC-1)."""

from __future__ import annotations

import pytest

from chalicelib.api.recipient import door
from chalicelib.mailbox import access_store
from tests.contents import key_for, of_type
from tests.phone import phone
from tests.signing import signed
from tests.world import ANNA, a_content

__all__ = ["phone"]

# What each reading route is noted as, and of which letter.
READS = {
    ("GET", "/api/letters/{key}"): ("open", "letter"),
    ("GET", "/api/letters/{key}/parts/{n}"): ("inline", "letter"),
    ("GET", "/api/letters/{key}/calendar"): ("appointment", "booking"),
    ("GET", "/api/letters/{key}/form"): ("form", "form"),
    ("GET", "/api/calendar"): ("calendar_read", None),
    ("POST", "/api/export"): ("export", None),
    ("POST", "/api/export/link"): ("export_fetched", None),
}
# What reads nothing that somebody has been sent, and why.
OTHERS = {
    ("GET", "/api/letters"): "the headings, which is what logging in shows; the login is noted",
    ("GET", "/api/accesses"): "the log itself",
    ("GET", "/api/export"): "how an export stands",
    ("GET", "/api/labels"): "names that their owner has given",
    ("GET", "/api/senders"): "who has written", ("GET", "/api/directory"): "who can write",
    ("GET", "/api/settings/email"): "a change that waits", ("GET", "/api/settings/mobile"): "a change that waits",
    ("GET", "/api/settings"): "choices", ("GET", "/api/push"): "browsers", ("GET", "/api/calendar-link"): "whether there is one",
    ("GET", "/api/session"): "who is here", ("GET", "/api/sessions"): "where they are",
    ("GET", "/api/site"): "who we are", ("GET", "/api/terms"): "our terms",
    ("GET", "/api/enrolment"): "an account that is not there yet",
    ("GET", "/api/preview"): "nobody's letter", ("GET", "/api/preview/parts/{n}"): "nobody's letter",
    ("GET", "/api/preview/calendar"): "nobody's letter",
}


@pytest.fixture
def letters(anna, sender):
    """One letter of each type that something can be read of."""
    kinds = {"letter": "letter", "booking": "booking", "form": "letter.form"}
    return {
        name: sender.send(of_type(type_, key_for(sender, type_), ssn=ANNA)).headers["kivra-objkey"]
        for name, type_ in kinds.items()
    }


def acts(anna):
    """What the log tells, newest first, without the login."""
    anna.log_in()
    return [each for each in anna.get("/accesses").json_body["accesses"] if each["act"] != "login"]


def read(anna, world, route, letters):
    """Ask for what a route reads."""
    method, path = route
    act, kind = READS[route]
    if path == "/api/calendar":
        link = anna.post("/calendar-link").json_body["url"].partition("/api")[2]
        return lambda: anna.get(link)
    if method == "POST":
        anna.step_up()
        if act == "export_fetched":
            anna.post("/export")
            [message] = world.messages(world.config.export_queue_url)
            world.operator.exports.make(message["body"]["mailbox"], message["body"]["export"])
    place = path.removeprefix("/api").format(key=letters.get(kind), n=1)
    return lambda: anna.call(method, place)


def test_every_route_is_known():
    """A new one that reads is put on one of the lists; the same for what can only be done by a POST."""
    routes = {(each.method, each.path) for each in door.operations}
    assert {route for route in routes if route[0] == "GET"} <= READS.keys() | OTHERS.keys()
    assert READS.keys() | OTHERS.keys() <= routes
    assert not READS.keys() & OTHERS.keys()


@pytest.mark.rule("SEC-1")
@pytest.mark.parametrize("route", READS, ids=" ".join)
def test_every_look_is_written_down(anna, world, letters, route):
    """By whom, what and of which letter."""
    act, kind = READS[route]
    assert read(anna, world, route, letters)().status_code in (200, 202)

    [look] = [each for each in acts(anna) if each["act"] == act]
    assert look["who"] == ("link" if act == "calendar_read" else "you")
    assert look.get("letter") == letters.get(kind)


@pytest.mark.parametrize("route", READS, ids=" ".join)
def test_what_cannot_be_written_down_is_not_shown(anna, world, letters, route, monkeypatch):
    """Nothing of it leaves the house."""
    ask = read(anna, world, route, letters)

    def broken(*_):
        raise RuntimeError("the log is not there")

    monkeypatch.setattr(access_store, "_row", broken)
    answer = ask()

    assert answer.status_code == 500
    assert answer.json_body["code"] == "internal"


@pytest.mark.rule("SEC-1")
def test_signing_for_a_letter_is_written_down(anna, sender, world):
    """Once, with the transaction that opens it."""
    key = sender.send(of_type("registered.letter", None, ssn=ANNA)).headers["kivra-objkey"]
    signed(world, ANNA, key)

    assert [(each["act"], each["who"], each["letter"]) for each in acts(anna)] == [("signed", "you", key)]


@pytest.mark.rule("SEC-1")
def test_a_calendars_link_is_written_down_once_a_day(anna, sender, world):
    """Made, read, ended; who reads it is nobody that we know."""
    sender.send(of_type("booking", None, ssn=ANNA))
    link = anna.post("/calendar-link").json_body["url"].partition("/api")[2]
    for _ in range(3):
        assert anna.get(link).status_code == 200
        world.clock.advance(hours=1)
    world.clock.advance(hours=21)
    assert anna.get(link).status_code == 200
    anna.log_in()
    anna.call("DELETE", "/calendar-link")
    anna.call("DELETE", "/calendar-link")
    assert anna.get(link).status_code == 404

    told = [(each["at"][:10], each["who"], each["act"]) for each in acts(anna)]
    assert told == [
        ("2026-11-21", "you", "calendar_ended"), ("2026-11-21", "link", "calendar_read"),
        ("2026-11-20", "link", "calendar_read"), ("2026-11-20", "you", "calendar_made"),
    ]


def test_another_link_is_another_reader(anna, sender, world):
    """Its first look of the day is noted, though the one before was read that day."""
    sender.send(a_content(ANNA))
    for _ in range(2):
        link = anna.post("/calendar-link").json_body["url"].partition("/api")[2]
        anna.get(link)
        world.clock.advance(seconds=1)

    assert [each["act"] for each in acts(anna)] == ["calendar_read", "calendar_made"] * 2
