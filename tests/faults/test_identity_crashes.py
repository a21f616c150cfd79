"""Opening an account, logging in and emptying the trash, broken at every remote call; then the person tries again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from chalicelib.aws.faults import AWS_ERRORS
from chalicelib.delivery import store as delivery_store
from chalicelib.identity import store as identity_store
from chalicelib.kernel.clock import epoch
from chalicelib.mailbox import store as mailbox_store
from chalicelib.mailbox.marking import Change
from chalicelib.mailbox.model import blob_prefix
from chalicelib.recipients import store as recipients_store
from tests.api.recipient.conftest import Browser
from tests.faults.harness import Breaker, Mode, breaking, restarted
from tests.phone import Phone, phone
from tests.world import ANNA, World, a_content

__all__ = ["phone"]

# How many remote calls each act has; counted in every run, so none is forgotten.
CALLS = {"open": 7, "log in": 5, "no account": 6, "step up": 6, "delete": 7, "purge": 4, "switch on": 6}


def every_break(act: str):
    """Each call of an act, broken in each way."""
    points = [(at, mode) for at in range(CALLS[act]) for mode in Mode if mode is not Mode.AFTER]
    return pytest.mark.parametrize(("at", "mode"), points, ids=lambda value: str(value))


@pytest.fixture
def person(http: Any, world: World, phone: Phone) -> Browser:
    """Somebody at the screen."""
    return Browser(http, world, phone)


def broken(act: Callable[[], Any], name: str, at: int, mode: Mode) -> None:
    """Do something with one remote call of it broken; what was late arrives when it is over."""
    breaker = Breaker(at, mode)
    with restarted(), breaking(breaker):
        act()
    assert at < len(breaker.calls) <= CALLS[name] + 1, breaker.calls
    for call in breaker.late:
        with suppress(*AWS_ERRORS):
            call()


def nearly_opened(person: Browser) -> None:
    """Come to the last step of opening an account."""
    person.post("/login", {"purpose": "open", "personnummer": ANNA})
    person.identify()
    person.post("/enrolment/terms", {"version": person.world.config.terms_version})
    person.post("/enrolment/email", {"email": "karin@example.com"})
    person.post("/enrolment/email/code", {"code": person.code()})
    person.post("/enrolment/mobile", {"mobile": "0701740605"})


def finish(person: Browser) -> bool:
    """Do what somebody does at the last step until the inbox is there: try again, ask for a code, log in."""
    for _ in range(4):
        answer = person.post("/enrolment/mobile/code", {"code": person.code(by_sms=True)})
        if answer.status_code == 200:
            return True
        if answer.status_code == 401:
            person.post("/login", {"purpose": "login"})
            return person.identify().json_body["next"] == "inbox"
        person.world.clock.advance(minutes=21)
        person.post("/enrolment/mobile/resend")
    return False


def polled_on(person: Browser) -> dict[str, Any]:
    """Poll as the web app does, until the order is no longer under way."""
    for _ in range(3):
        person.world.clock.advance(seconds=2)
        answer: dict[str, Any] = person.post("/login/poll").json_body
        if answer.get("state") != "pending":
            break
    return answer


@pytest.mark.rule("ACC-9")
@every_break("open")
def test_the_last_step_of_opening_an_account(person, world, at, mode):
    """Whatever breaks: no half account, one account in the end, its holder in, and waiting post looked for."""
    nearly_opened(person)
    code = person.code(by_sms=True)
    broken(lambda: person.post("/enrolment/mobile/code", {"code": code}), "open", at, mode)
    key = world.operator.pepper.person(ANNA)
    address = world.operator.pepper.of("email", "karin@example.com")
    opened = recipients_store.find(key)
    assert (opened is None) == (recipients_store.person_by_address(address) is None)

    assert finish(person)
    found = recipients_store.find(key)
    assert found is not None
    assert opened is None or found.mailbox == opened.mailbox
    assert recipients_store.person_by_address(address) == key
    assert delivery_store.find_waiting(key, delivery_store.RELEASE) is not None
    assert person.get("/session").status_code == 200


@every_break("log in")
def test_the_poll_that_logs_in(person, world, phone, at, mode):
    """Whatever breaks: logged in by polling on, or told to start again; never two sessions of one identification."""
    row = world.a_person(ANNA)
    person.post("/login", {"purpose": "login"})
    phone.identify(ANNA)
    world.clock.advance(seconds=2)
    broken(lambda: person.post("/login/poll"), "log in", at, mode)
    answer = polled_on(person)

    assert len(identity_store.sessions_of(row.mailbox, world.clock.now())) <= 1
    if answer["state"] == "failed":
        # BankID had told, and nobody was left to hear it.
        assert answer["hint"] == "expiredTransaction"
        person.log_in()
    assert person.get("/session").status_code == 200


@pytest.mark.rule("ACC-3")
@every_break("no account")
def test_the_poll_that_finds_no_account(person, world, phone, at, mode):
    """Whatever breaks: told so, or told to start again; the guide goes on to the terms, or asks for the number."""
    person.post("/login", {"purpose": "login"})
    phone.identify(ANNA)
    world.clock.advance(seconds=2)
    broken(lambda: person.post("/login/poll"), "no account", at, mode)
    answer = polled_on(person)

    if answer["state"] == "failed":
        assert answer["hint"] == "expiredTransaction"
    else:
        assert answer["next"] == "no_account"
    if "__Host-enrol" in person.cookies:
        assert person.get("/enrolment").json_body["step"] == "terms"
    else:
        nearly_opened(person)
    assert recipients_store.find(world.operator.pepper.person(ANNA)) is None


@every_break("step up")
def test_the_poll_that_steps_up(person, world, phone, at, mode):
    """Whatever breaks: stepped up by polling on, or logged in as before and free to start again; one session."""
    row = world.a_person(ANNA)
    person.log_in()
    person.post("/step-up")
    phone.identify(ANNA)
    world.clock.advance(seconds=2)
    broken(lambda: person.post("/login/poll"), "step up", at, mode)
    answer = polled_on(person)
    if answer["state"] == "failed":
        person.step_up()

    assert person.post("/account/close").status_code == 200
    assert len(identity_store.sessions_of(row.mailbox, world.clock.now())) == 1


@every_break("delete")
def test_deleting_for_good(person, world, sender, at, mode):
    """Whatever breaks: seen whole or not at all, and in the end gone with its files (I7)."""
    row = world.a_person(ANNA)
    person.log_in()
    world.purge()
    key = sender.send(a_content(ANNA)).headers["kivra-objkey"]
    person.call("PATCH", f"/letters/{key}", {"trashed": True})
    broken(lambda: person.call("DELETE", f"/letters/{key}"), "delete", at, mode)
    seen = person.get("/letters").json_body["letters"]
    if seen:
        assert world.objects(blob_prefix(row.mailbox, key))
        person.call("DELETE", f"/letters/{key}")
    world.clock.advance(days=1)
    world.purge()

    assert mailbox_store.find_row(row.mailbox, key) is None
    assert not world.objects(blob_prefix(row.mailbox, key))


@every_break("purge")
def test_emptying_the_trash(world, sender, at, mode):
    """Whatever breaks: the next run does it."""
    row = world.a_person(ANNA)
    world.purge()
    key = sender.send(a_content(ANNA)).headers["kivra-objkey"]
    world.operator.mailboxes.mark(row.mailbox, key, Change(trashed=True))
    world.clock.advance(days=31)
    with suppress(*AWS_ERRORS):
        broken(lambda: world.operator.trash.purge(row.mailbox, key), "purge", at, mode)
    world.purge()

    assert mailbox_store.find_row(row.mailbox, key) is None
    assert not world.objects(blob_prefix(row.mailbox, key))


@pytest.mark.rule("OPT-5")
@every_break("switch on")
def test_switching_a_sender_on(person, world, sender, at, mode):
    """Whatever breaks: off and as it was, or on and with a look for what waits."""
    row = world.a_person(ANNA)
    person.log_in()
    person.call("PUT", f"/senders/{sender.tenant}", {"on": False})
    broken(lambda: person.call("PUT", f"/senders/{sender.tenant}", {"on": True}), "switch on", at, mode)
    paused = recipients_store.find(row.person).paused
    marker = delivery_store.find_waiting(row.person, delivery_store.RELEASE)

    assert bool(paused) == (marker is None)
    assert not paused or paused[sender.tenant].timestamp() > epoch(world.clock.now())
