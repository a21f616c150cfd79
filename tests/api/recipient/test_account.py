"""Sessions, senders, settings and leaving, as the web app does them."""

from __future__ import annotations

import pytest

from chalicelib.content.types import Category
from tests.world import ANNA, BENGT, a_content

HEARS_ALL = {
    "email": True, "push": False, "sms": False,
    "categories": {category.value: {"email": True, "push": True, "sms": True} for category in Category},
}


def test_the_session_says_all_that_the_app_needs(anna):
    """Who, in which language, until when; `who` is the same for a person at each login, and tells nothing."""
    said = anna.get("/session").json_body
    assert said.pop("who") == anna.log_in().get("/session").json_body["who"] != ""
    assert said == {
        "name": "Karin Lindström", "language": "sv", "theme": "system", "now": "2026-11-20T12:00:02.000Z",
        "idle_expires_at": "2026-11-20T12:15:02.000Z", "expires_at": "2026-11-20T20:00:02.000Z",
        "email_bounced": False, "mailed": True, "new_terms": "2026-06-01",
    }


def test_logging_out_leaves_nothing(anna):
    """Here the cookie, there the row, and nothing in the browser."""
    kept = anna.cookies["__Host-sid"]
    answer = anna.call("DELETE", "/session")

    assert answer.status_code == 204
    assert answer.headers["clear-site-data"] == '"cache", "cookies"'
    assert "__Host-sid" not in anna.cookies
    anna.cookies["__Host-sid"] = kept
    assert anna.get("/session").status_code == 401


def test_sessions_are_listed_and_ended(anna, a_browser):
    """One by one, or everywhere."""
    other = a_browser()
    other.headers["user-agent"] = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/18.6 Safari/604.1"
    other.log_in()
    listed = anna.get("/sessions").json_body["sessions"]

    assert {(each["device"], each["current"]) for each in listed} == {
        ("Firefox, Linux", True), ("Safari, iPhone", False),
    }
    there = next(each["id"] for each in listed if not each["current"])
    assert anna.call("DELETE", f"/sessions/{there}").status_code == 204
    assert other.get("/session").status_code == 401
    other.log_in()
    assert anna.call("DELETE", "/sessions").status_code == 204
    assert other.get("/session").status_code == 401


def test_nobody_ends_anothers_session(anna, a_browser, world):
    """Its id says nothing to them."""
    world.a_person(BENGT)
    bengt = a_browser().log_in(BENGT)
    for nobodys in ("x", "y" * 4000):
        assert bengt.call("DELETE", f"/sessions/{nobodys}").status_code == 404
    theirs = anna.get("/sessions").json_body["sessions"][0]["id"]
    bengt.call("DELETE", f"/sessions/{theirs}")

    assert anna.get("/session").status_code == 200


@pytest.mark.rule("OPT-1")
@pytest.mark.rule("OPT-5")
def test_one_category_of_a_senders_post_is_switched_off_and_on(anna, sender, world):
    """With the same promises as a whole sender; the rest of its post comes, and what waited is delivered."""
    path, offers = f"/senders/{sender.tenant}", {"on": False, "category": "salary"}
    assert anna.get("/senders").json_body == {"senders": []}
    off = anna.call("PUT", path, offers).json_body
    assert (off["on"], off["off"]) == (True, {"salary": "2026-11-30T23:00:00.000Z"})
    world.clock.advance(days=3)
    anna.log_in()
    assert anna.call("PUT", path, offers).json_body == off
    assert anna.get("/senders").json_body["senders"] == [off]
    sender.renew()
    assert sender.send(a_content(ANNA, type="salaryslip")).status_code == 201
    world.clock.advance(days=8)
    sender.renew()
    assert sender.send(a_content(ANNA, type="salaryslip", subject="Nästa")).json_body["code"] == 40032
    assert sender.send(a_content(ANNA)).status_code == 201
    kept = sender.send(a_content(ANNA, type="salaryslip", subject="Nästa", retain=True)).headers["kivra-objkey"]
    assert sender.status(kept)["state"] == "retained"

    anna.log_in()
    on = anna.call("PUT", path, {"on": True, "category": "salary"}).json_body
    assert (on["on"], "off" in on) == (True, False)
    world.operator.releasing.release(world.operator.pepper.person(ANNA))
    assert sender.status(kept)["state"] == "delivered"
    assert anna.call("PUT", path, {"on": False, "category": "sms"}).status_code == 400


def test_a_sender_and_a_category_of_it_are_two_choices(anna, sender):
    """Letting the sender in again does not let in what was switched off by itself."""
    path = f"/senders/{sender.tenant}"
    anna.call("PUT", path, {"on": False, "category": "offers"})
    anna.call("PUT", path, {"on": False})
    on = anna.call("PUT", path, {"on": True}).json_body

    assert (on["on"], list(on["off"])) == (True, ["offers"])



@pytest.mark.rule("OPT-1")
@pytest.mark.rule("OPT-5")
def test_senders_are_switched_off_and_on(anna, sender, world):
    """Those that may write can be looked up; off says until when post still comes."""
    path = f"/senders/{sender.tenant}"
    assert anna.get("/senders").json_body == {"senders": []}
    assert anna.get("/directory").json_body == {
        "senders": [{"key": sender.tenant, "name": "Härnösands kommun", "on": True}]
    }
    off = anna.call("PUT", path, {"on": False}).json_body
    assert off == {
        "key": sender.tenant, "name": "Härnösands kommun", "on": False, "letters_until": "2026-11-30T23:00:00.000Z",
    }
    assert anna.get("/senders").json_body["senders"] == [off]
    assert sender.send(a_content(ANNA)).status_code == 201
    world.clock.advance(days=11)
    anna.log_in()
    sender.renew()
    assert sender.send(a_content(ANNA, subject="Senare")).status_code == 400

    assert anna.call("PUT", path, {"on": True}).json_body["on"] is True
    assert sender.send(a_content(ANNA, subject="Igen")).status_code == 201


def test_a_sender_that_is_not_there(anna):
    """Cannot be switched."""
    for key in ("x", "y" * 4000, "org%23SE556000475501"):
        assert anna.call("PUT", f"/senders/{key}", {"on": False}).status_code == 404
    assert anna.call("PUT", f"/senders/1795176000{'f' * 32}", {"on": False}).status_code == 404
    assert anna.call("PUT", "/senders/x", {"on": "perhaps"}).status_code == 400


@pytest.mark.rule("NOT-4")
def test_settings(anna):
    """Read and changed one by one."""
    assert anna.get("/settings").json_body == {
        "name": "Karin Lindström", "email": {"address": "karin@example.com", "bounced": False},
        "mobile": {"number": "+46701740605"}, "notices": HEARS_ALL, "language": "sv", "theme": "system",
        "terms": {"version": "1", "accepted_at": "2026-11-20T12:00:00.000Z", "earlier": []},
    }
    changed = anna.call("PATCH", "/settings", {"theme": "dark", "notices": {"email": False}}).json_body
    assert (changed["theme"], changed["language"], changed["notices"]) == ("dark", "sv", {**HEARS_ALL, "email": False})
    assert anna.call("PATCH", "/settings", {"language": "en"}).json_body["notices"] == {**HEARS_ALL, "email": False}
    assert anna.call("PATCH", "/settings", {"language": "fi"}).status_code == 400
    assert anna.call("PATCH", "/settings", {}).json_body["language"] == "en"


@pytest.mark.rule("ACC-16")
def test_contact_details_change_with_bankid_and_a_code(anna, world):
    """Asked for after a step-up, changed by the code, another one when asked for."""
    assert anna.post("/settings/email", {"email": "new@example.com"}).json_body["code"] == "step_up_required"
    anna.step_up()
    assert anna.get("/settings/email").json_body == {}
    change = anna.post("/settings/email", {"email": "new@example.com"}).json_body["change"]
    assert (change["address"], change["tries_left"]) == ("new@example.com", 5)
    assert anna.get("/settings/email").json_body["change"] == change
    assert anna.get("/settings/mobile").json_body == {}
    assert anna.post("/settings/email/code", {"code": "000000"}).json_body["tries_left"] == 4
    assert anna.get("/settings/email").json_body["change"]["tries_left"] == 4
    assert anna.get("/settings").json_body["email"]["address"] == "karin@example.com"
    world.clock.advance(minutes=1)
    assert anna.post("/settings/email/resend").json_body["change"]["tries_left"] == 5
    assert anna.post("/settings/email/code", {"code": anna.code()}).json_body["email"]["address"] == "new@example.com"

    anna.post("/settings/mobile", {"mobile": "070-1740699"})
    proved = anna.post("/settings/mobile/code", {"code": anna.code(by_sms=True)}).json_body
    assert proved["mobile"]["number"] == "+46701740699"
    assert anna.post("/settings/mobile/resend").json_body["code"] == "code_expired"
    assert anna.get("/settings/email").json_body == anna.get("/settings/mobile").json_body == {}


def test_an_address_of_another_account(anna, world):
    """Told after the code; nothing is changed."""
    world.a_person(BENGT, email="bengt@example.com")
    anna.step_up()
    assert anna.post("/settings/email", {"email": "bengt@example.com"}).status_code == 200
    answer = anna.post("/settings/email/code", {"code": anna.code()})

    assert (answer.status_code, answer.json_body["code"]) == (409, "email_taken")
    assert anna.get("/settings").json_body["email"]["address"] == "karin@example.com"


@pytest.mark.rule("RET-43")
@pytest.mark.rule("ACC-14")
def test_leaving_and_staying_after_all(anna, world):
    """With BankID, with the promises told, undone until day 20."""
    assert anna.post("/account/close").json_body["code"] == "step_up_required"
    anna.step_up()
    closing = anna.post("/account/close").json_body
    assert closing == {
        "closed_at": "2026-11-20T12:00:04.000Z", "accepts_until": "2026-11-30T23:00:00.000Z",
        "erase_at": "2026-12-09T23:00:00.000Z",
    }
    assert anna.get("/session").json_body["closing"] == closing
    world.clock.advance(days=19)
    anna.log_in()
    assert anna.call("DELETE", "/account/close").status_code == 204
    assert "closing" not in anna.get("/session").json_body
    assert len(world.messages(world.config.release_queue_url)) == 1


@pytest.mark.rule("RET-43")
def test_after_the_last_day_nobody_gets_in(anna, world):
    """Logged in or not, erased or not."""
    anna.step_up()
    anna.post("/account/close")
    world.clock.at = world.clock.at.replace(month=12, day=9, hour=22, minute=59)
    anna.log_in()
    world.clock.advance(minutes=1)

    assert anna.get("/letters").status_code == 401
    anna.post("/login", {"purpose": "login"})
    assert anna.identify().json_body["next"] == "no_account"
