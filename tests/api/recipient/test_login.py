"""Logging in and stepping up as the web app does it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.phone import CHILD
from tests.world import ANNA, BENGT


@pytest.mark.rule("ACC-4")
def test_an_order_begins_with_moving_pictures_and_links(visitor, phone):
    """Five seconds of QR code, links for the same device, a text; never the secret."""
    answer = visitor.post("/login", {"purpose": "login"})
    order = answer.json_body

    assert [frame.split(".")[:3] for frame in order["qr"]] == [["bankid", "token-order-0", str(n)] for n in range(5)]
    assert order["auto_start"] == {
        "app": "bankid:///?autostarttoken=auto-order-0&redirect=null",
        "web": "https://app.bankid.com/?autostarttoken=auto-order-0&redirect=null",
    }
    assert order["message"].startswith("Starta BankID-appen")
    assert "secret" not in answer.body.decode()
    assert "order-0" not in visitor.cookies["__Host-login"]


def test_only_ios_is_told_where_to_come_back_to(visitor, world):
    """Others find back by themselves."""
    iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/18.6 Mobile/15E148 Safari/604.1"
    order = visitor.post("/login", {"purpose": "login", "same_device": True}, user_agent=iphone).json_body

    assert order["auto_start"]["web"].endswith("redirect=http%3A%2F%2Flocalhost%3A8000")


@pytest.mark.rule("ACC-12")
def test_polling_shows_the_code_until_it_is_read(visitor, phone, world):
    """Each poll has the next five seconds; once the app has the order there is no picture."""
    world.a_person(ANNA)
    visitor.post("/login", {"purpose": "login"})
    world.clock.advance(seconds=3)
    first = visitor.post("/login/poll").json_body
    phone.hint("userSign")
    world.clock.advance(seconds=2)
    second = visitor.post("/login/poll", accept_language="en-GB,en;q=0.9").json_body
    third = visitor.identify().json_body

    assert first["state"] == "pending"
    assert [int(frame.split(".")[2]) for frame in first["qr"]] == [3, 4, 5, 6, 7]
    assert (second["hint"], "qr" in second) == ("userSign", False)
    assert second["message"] == "Enter your security code in the BankID app and select Identify or Sign."
    assert (third["state"], third["next"]) == ("complete", "inbox")
    assert visitor.get("/session").status_code == 200


def test_a_refused_login_says_why_in_the_language_asked_for(visitor, phone, world):
    """Nothing is set but told."""
    visitor.post("/login", {"purpose": "login"})
    phone.fail("userCancel")
    world.clock.advance(seconds=2)
    answer = visitor.post("/login/poll")

    assert answer.json_body == {"state": "failed", "hint": "userCancel", "message": "Åtgärden avbruten."}
    assert visitor.set_cookies == []


@pytest.mark.parametrize(
    ("purpose", "number", "member", "following"),
    [
        ("login", ANNA, True, "inbox"), ("login", ANNA, False, "no_account"), ("login", CHILD, False, "underage"),
        ("open", ANNA, True, "already_member"), ("open", ANNA, False, "enrolment"), ("open", CHILD, False, "underage"),
    ],
)
@pytest.mark.rule("ACC-3")
def test_where_an_identification_leads(visitor, world, purpose, number, member, following):
    """A session for members, an opening for those who may, also when they came to log in, words for the rest."""
    if member:
        world.a_person(number)
    visitor.post("/login", {"purpose": purpose, "personnummer": f"{number[:8]}-{number[8:]}"})
    answer = visitor.identify(number)

    assert answer.json_body["next"] == following
    assert ("__Host-sid" in visitor.cookies) is (following in ("inbox", "already_member"))
    assert ("__Host-enrol" in visitor.cookies) is (following in ("enrolment", "no_account"))


def test_cookies_are_out_of_reach(anna):
    """Of scripts, of other sites, of plain HTTP, of other hosts."""
    anna.post("/login", {"purpose": "login"})

    assert anna.set_cookies
    for cookie in anna.set_cookies:
        name, *attributes = cookie.split("; ")
        assert name.startswith("__Host-")
        assert set(attributes) == {"Path=/", "Secure", "HttpOnly", "SameSite=Lax"}


@pytest.mark.parametrize(
    "body", [{"purpose": "open"}, {"purpose": "open", "personnummer": "191212121213"}, {"purpose": "steal"},
             {"purpose": "open", "personnummer": "12121212"}],
)
def test_an_order_that_cannot_be_begun(visitor, body, phone):
    """A wrong number is told before BankID is used; the number is not repeated."""
    answer = visitor.post("/login", body)

    assert answer.status_code == 400
    assert "1212" not in answer.body.decode().replace("191212121212", "")
    assert not phone.orders


def test_a_wrong_number_has_its_own_code(visitor):
    """The web app says it at the field."""
    answer = visitor.post("/login", {"purpose": "open", "personnummer": "191212121213"})

    assert answer.json_body["code"] == "invalid_personnummer"


def test_bankid_is_down(visitor, phone):
    """Told as such, with when to try again."""
    phone.down = True
    answer = visitor.post("/login", {"purpose": "login"})

    assert (answer.status_code, answer.json_body["code"]) == (503, "bankid_unavailable")
    assert int(answer.headers["retry-after"]) > 0


def test_polling_without_an_order(visitor, a_browser):
    """Another browser learns nothing."""
    visitor.post("/login", {"purpose": "login"})

    assert a_browser().post("/login/poll").status_code == 401


def test_cancelling(visitor, phone):
    """The order is over, here and at BankID."""
    visitor.post("/login", {"purpose": "login"})
    answer = visitor.post("/login/cancel")

    assert answer.status_code == 204
    assert phone.latest.answer.hint == "cancelled"
    assert visitor.post("/login/poll").status_code == 401


@pytest.mark.parametrize(
    ("path", "body"), [("/login", {"purpose": "open", "personnummer": BENGT}), ("/step-up", {})], ids=("open", "step-up")
)
@pytest.mark.rule("ACC-4")
def test_the_other_way_of_bankid_takes_the_place_of_the_first(anna, phone, world, path, body):
    """BankID lets nobody have two orders at once: the first is over before the second begins."""
    assert anna.post(path, body).status_code == 200
    answer = anna.post(path, {**body, "same_device": True})

    assert answer.status_code == 200
    assert [order.answer.progress.value for order in list(phone.orders.values())[-2:]] == ["failed", "pending"]
    world.clock.advance(seconds=1)
    assert anna.post("/login/poll").json_body["state"] == "pending"


def test_an_order_in_another_browser_is_left_to_bankid(visitor, a_browser):
    """Somebody else may have begun it: it is told, not hidden."""
    body = {"purpose": "open", "personnummer": BENGT}
    visitor.post("/login", body)
    answer = a_browser().post("/login", body)

    assert (answer.status_code, answer.json_body["code"]) == (409, "bankid_already_in_progress")


def test_a_step_up_changes_the_session(anna, world):
    """Same person, new secret, five minutes of more."""
    before, who = dict(anna.cookies), anna.get("/session").json_body["who"]
    anna.step_up()
    session = anna.get("/session").json_body

    assert anna.cookies["__Host-sid"] != before["__Host-sid"]
    assert session["stepped_up_until"] > session["now"]
    assert session["who"] == who
    old = anna.cookies | {"__Host-sid": before["__Host-sid"]}
    anna.cookies = old
    assert anna.get("/session").status_code == 401


def test_a_step_up_by_somebody_else_fails(anna, world):
    """Even by another member."""
    world.a_person(BENGT)
    anna.post("/step-up", {"same_device": True})
    answer = anna.identify(BENGT)

    assert answer.json_body["state"] == "failed"
    assert answer.json_body["message"].startswith("Du använde ett BankID som tillhör någon annan")
    assert "stepped_up_until" not in anna.get("/session").json_body


def test_the_address_of_the_browser_goes_to_bankid(visitor, phone, monkeypatch):
    """What the distribution in front of us has seen, not the distribution's own, and never nonsense."""
    seen = []
    auth = phone.auth
    monkeypatch.setattr(phone, "auth", lambda ip, *rest: seen.append(ip) or auth(ip, *rest))
    for viewer in ("2001:db8::7", "192.0.2.7", "nonsense"):
        visitor.post("/login", {"purpose": "login"}, x_kuvert_viewer=viewer)

    assert seen[:2] == ["2001:db8::7", "192.0.2.7"]
    assert seen[2] != "nonsense"


def test_an_answer_that_is_lost_is_fetched_again(visitor, world):
    """The same session, for a minute."""
    world.a_person(ANNA)
    visitor.post("/login", {"purpose": "login"})
    visitor.identify()
    session = visitor.cookies.pop("__Host-sid")
    assert visitor.post("/login/poll").json_body["next"] == "inbox"
    assert visitor.cookies["__Host-sid"] == session
    world.clock.at += timedelta(seconds=60)

    assert visitor.post("/login/poll").status_code == 401


def test_the_session_keeps_its_mailbox_beside_its_secret(anna):
    """One read finds it."""
    assert re.fullmatch(r"[0-9]{10}[0-9a-f]{32}\.[0-9a-f]{64}", anna.cookies["__Host-sid"])
