"""The senders one has, and looking up those one could have: in pages, and at the same cost however many there are."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from itertools import chain
from urllib.parse import quote

import pytest

import app
from chalicelib.api.recipient import senders
from chalicelib.aws import tables
from chalicelib.kernel.clock import iso
from chalicelib.kernel.errors import Unavailable
from chalicelib.mailbox import correspondent_store
from chalicelib.mailbox import store as mailbox_store
from chalicelib.recipients import store as recipients_store
from chalicelib.senders import owning_store
from chalicelib.senders import store as tenants
from chalicelib.senders.model import Tenant
from tests.api.sender.test_changes import EVENT, LAMBDA
from tests.counting import counted
from tests.faults.harness import drain
from tests.world import ANNA, a_content

NAMES = ("Älvsjö tandvård", "Härnösands Elnät", "HÄRRYDA  kommun", "Hård & Mjuk AB", "Örebro bostäder", "Hä")


def a_tenant(world, name, visible=True):
    now = world.clock.now()
    tenant = Tenant(world.ids.key(now), name, (), now, "operations", visible=visible)
    assert tenants.add_tenant(tenant)
    return tenant.key


def wrote(anna, world, key, name):
    mailbox = anna.cookies["__Host-sid"].partition(".")[0]
    tables.commit([correspondent_store.wrote(mailbox, key, name, world.clock.now())])


def all_pages(anna, path):
    """Every page's names, page by page."""
    pages, cursor = [], ""
    while not pages or cursor:
        answer = anna.get(path + (f"{'&' if '?' in path else '?'}cursor={quote(cursor)}" if cursor else "")).json_body
        pages.append([each["name"] for each in answer["senders"]])
        cursor = answer.get("next", "")
    return pages


@pytest.fixture
def named(world, sender):
    return {name: a_tenant(world, name) for name in NAMES}


@pytest.mark.parametrize(("typed", "found"), [
    ("hä", ["Hä", "Härnösands Elnät", "Härnösands kommun", "HÄRRYDA  kommun"]), ("HÄRN", ["Härnösands Elnät", "Härnösands kommun"]),
    ("härryda kommun", ["HÄRRYDA  kommun"]), (" härryda  ", ["HÄRRYDA  kommun"]), ("ö", ["Örebro bostäder"]), ("#", []),
    ("kommun", ["Härnösands kommun", "HÄRRYDA  kommun"]), ("elnät", ["Härnösands Elnät"]), ("mjuk ab", ["Hård & Mjuk AB"]),
    ("ommun", []),
])
def test_senders_are_looked_up_by_the_beginning_of_any_word_of_their_names(anna, named, typed, found):
    """Whatever the case and the spaces; in order of what follows in the name."""
    answer = anna.get(f"/directory?name={quote(typed)}").json_body

    assert [each["name"] for each in answer["senders"]] == found
    assert "next" not in answer


def test_the_directory_comes_in_pages_that_meet(anna, named, world, monkeypatch):
    """In order of names, and none that people may not see."""
    a_tenant(world, "Härliga hemligheter", visible=False)
    monkeypatch.setattr(senders, "FOUND", 3)

    pages = all_pages(anna, "/directory")
    assert [len(page) for page in pages] == [3, 3, 1]
    assert sorted(chain(*pages)) == sorted([*NAMES, "Härnösands kommun"])
    assert all_pages(anna, f"/directory?name={quote('hä')}") == [
        ["Hä", "Härnösands Elnät", "Härnösands kommun"], ["HÄRRYDA  kommun"],
    ]
    assert anna.get("/directory?cursor=" + "x" * 2000).status_code == 400


def test_one_that_is_found_by_several_words_is_told_once(anna, world, monkeypatch):
    """Also when its words stand on different pages; in its first place."""
    for name in ("Storbo bostäder", "Stora Storgatans Stall", "Bo i Boxholm", "Box"):
        a_tenant(world, name)
    monkeypatch.setattr(senders, "FOUND", 1)

    assert list(chain(*all_pages(anna, "/directory?name=sto"))) == ["Stora Storgatans Stall", "Storbo bostäder"]
    assert list(chain(*all_pages(anna, "/directory?name=bo"))) == ["Bo i Boxholm", "Storbo bostäder", "Box"]


def test_a_long_name_is_found_by_its_first_words(anna, world):
    """So that a rename is one transaction of a known size."""
    a_tenant(world, "Ett två tre fyra fem sex sju åtta nio")

    def found(typed):
        return len(anna.get("/directory", {"name": typed}).json_body["senders"])

    assert [found("åtta"), found("nio"), found("åtta nio")] == [1, 0, 1]


def test_a_sender_that_is_renamed_is_found_by_its_new_name(anna, sender):
    """And no longer by the old."""
    assert sender.call("PUT", f"/v2/tenant/{sender.tenant}/name", {"name": "Ådalens kommun"}).status_code == 200

    assert [each["name"] for each in anna.get(f"/directory?name={quote('åd')}").json_body["senders"]] == ["Ådalens kommun"]
    assert anna.get(f"/directory?name={quote('hä')}").json_body["senders"] == []
    assert sender.call("PUT", f"/v2/tenant/{sender.tenant}/name", {"name": "Ådalen"}).status_code == 200
    assert anna.get("/directory?name=kommun").json_body["senders"] == []


def test_one_that_people_may_not_see_is_not_found_by_its_new_name_either(anna, world):
    """It keeps out of both lists."""
    hidden = a_tenant(world, "Hemligheten", visible=False)
    world.operator.own_tenants.rename(hidden, "Öppet hus")

    assert world.operator.senders.tenant(hidden).name == "Öppet hus"
    for typed in ("", "öppet", "hus", "hem"):
        assert "Öppet hus" not in [each["name"] for each in anna.get("/directory", {"name": typed}).json_body["senders"]]


def test_a_name_and_its_words_change_in_one_call(sender):
    """Whoever dies, dies before or after it."""
    with counted() as made:
        owning_store.rename(sender.tenant, "Ådalens kommun")

    assert made == ["TransactWriteItems"]


def test_those_one_has_come_in_pages_and_those_switched_off_among_them(anna, named, world, monkeypatch):
    """Each once, whether they have written, are off, or both."""
    monkeypatch.setattr(senders, "PAGE", 2)
    for name in NAMES[:4]:
        wrote(anna, world, named[name], name)
    for name in (NAMES[0], NAMES[5]):  # one that has written, one that has not
        assert anna.call("PUT", f"/senders/{named[name]}", {"on": False}).status_code == 200

    pages = all_pages(anna, "/senders")
    assert sorted(chain(*pages)) == sorted([*NAMES[:4], NAMES[5]])
    listed = {each["name"]: each for each in anna.get("/senders").json_body["senders"]}
    assert listed[NAMES[0]]["on"] is False
    assert {"last_letter_at", "letters_until"} <= listed[NAMES[0]].keys()
    found = anna.get(f"/directory?name={quote(NAMES[0])}").json_body["senders"]
    assert found == [listed[NAMES[0]]]
    assert anna.get("/senders?cursor=x").status_code == 400


@pytest.mark.parametrize("many", [3, 60])
def test_both_cost_the_same_with_few_senders_and_with_many(anna, world, many):
    """A page is a page."""
    for n in range(many):
        name = f"Avsändare {n:03}"
        wrote(anna, world, a_tenant(world, name), name)
    with counted() as own:
        listed = anna.get("/senders").json_body
    with counted() as looked_up:
        found = anna.get("/directory?name=avs").json_body

    assert len(listed["senders"]) == min(many, senders.PAGE)
    assert len(found["senders"]) == min(many, senders.FOUND)
    assert own == ["GetItem", "GetItem", "Query"]
    assert looked_up == ["GetItem", "Query", "GetItem", "BatchGetItem"]


@pytest.mark.parametrize("cursor", ["öööö", "zzzz", "\U0010ffff"])
def test_a_cursor_behind_the_last_name_is_the_end(anna, sender, cursor):
    """Whatever it says; it comes from outside."""
    found = anna.get("/directory", {"name": "Härnösand", "cursor": cursor})

    assert (found.status_code, found.json_body["senders"]) == (200, [])


def test_who_wrote_last_and_when_never_goes_back(anna, sender, world):
    """It is known with the letter itself: not by an older one that is told of anew, nor by a name that has been left."""

    def known():
        anna.log_in()
        (each,) = anna.get("/senders").json_body["senders"]
        return each["name"], each["last_letter_at"]

    first = "Härnösands kommun", iso(world.clock.now())
    sender.send(a_content(ANNA))
    assert known() == first
    drain(world, "notify", lambda event: app.notify(event, None))
    sender.send(a_content(ANNA, subject="Senare", deliver_at=iso(world.clock.now() + timedelta(days=3))))
    world.clock.advance(days=2)
    sender.renew()
    assert sender.call("PUT", "/v2/tenant/{tk}/name", {"name": "Kommunen"}).status_code == 200
    latest = "Kommunen", iso(world.clock.now())
    sender.send(a_content(ANNA, subject="Ett till"))
    assert known() == latest

    world.operator.bounces.bounced(*(world.outbox.mails[0].tags[name] for name in ("content", "person", "address")))
    drain(world, "notify", lambda event: app.notify(event, None))
    assert len(world.outbox.sms) == 1
    assert known() == latest

    world.clock.advance(days=1)
    app.scheduled_due(EVENT, LAMBDA)
    world.release()
    name, at = known()
    assert (name, at > latest[1]) == ("Kommunen", True)


def test_a_mailbox_that_is_erased_gets_no_sender_back(anna, sender, world, monkeypatch):
    """The notifier may be in the middle of a letter then."""
    mailbox, key = anna.cookies["__Host-sid"].partition(".")[0], sender.send(a_content(ANNA)).headers["kivra-objkey"]
    real = recipients_store.find

    def erased_meanwhile(person):
        mailbox_store.erase(mailbox)
        return real(person)

    monkeypatch.setattr(recipients_store, "find", erased_meanwhile)
    with suppress(Unavailable):
        world.operator.notices.announce(mailbox, key, world.clock.now())

    assert correspondent_store.page(mailbox, None, 10) == []
    assert mailbox_store.page(mailbox, None, 10) == []
