"""Notices in browsers: turned on by hand, told of who has written and never of what, over when one logs out."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest

import app
from chalicelib.aws import tables
from chalicelib.mailbox import store as mailbox_store
from chalicelib.notifications import subscription_store
from chalicelib.notifications.model import MOST_BROWSERS
from tests.browsers import shown, subscription
from tests.contents import of_type
from tests.counting import counted
from tests.faults.harness import drain
from tests.world import ANNA, BENGT, a_content

ONE, TWO = subscription("one")["endpoint"], subscription("two")["endpoint"]


def notify(world, rounds=6):
    """Let the notifier work."""
    drain(world, "notify", lambda event: app.notify(event, None), rounds=rounds)


def turn_on(browser, name="one"):
    """Turn notices on in a browser, as the web app does when the browser has given leave."""
    answer = browser.post("/push", subscription(name))
    assert answer.status_code == 200, answer.body
    return answer.json_body["id"]


def mailbox_of(browser):
    """The mailbox of whoever is logged in."""
    return browser.cookies["__Host-sid"].partition(".")[0]


def row_of(browser, key):
    """The letter's row, with the state of its notices."""
    return mailbox_store.find_row(mailbox_of(browser), key)


def events_of(sender, key):
    """What the sender is told of notices, by channel."""
    sender.renew()
    return {(each["event"], each["channel"]) for each in sender.status(key)["events"] if each.get("channel")}


@pytest.mark.rule("NOT-1")
def test_a_letter_is_told_on_every_channel(anna, sender, world):
    """Who has written, in the person's language; never the subject; and the sender is told by which channels."""
    turn_on(anna)
    key = sender.send(a_content(ANNA)).headers["kivra-objkey"]
    notify(world)

    [push] = world.outbox.pushes
    assert push[0] == ONE
    assert shown(push) == {
        "title": "Ny post från Härnösands kommun", "body": "Läs den i din brevlåda.", "lang": "sv",
        "tag": key[-32:],
    }
    assert {name: push[1][name] for name in ("ttl", "urgency", "topic", "content-encoding")} == {
        "ttl": "259200", "urgency": "normal", "topic": key[-32:], "content-encoding": "aes128gcm",
    }
    assert "förskole" not in str(push)
    assert len(world.outbox.mails) == 1
    row = row_of(anna, key)
    assert (row.email_notice, row.push_notice, row.notice_due) == ("sent", "sent", None)
    assert events_of(sender, key) == {("notified", "email"), ("notified", "push")}


def test_a_hidden_sender_is_not_named(anna, sender, world):
    """A registered letter, which is urgent."""
    turn_on(anna)
    sender.send(of_type("registered.letter", None, ssn=ANNA))
    notify(world)

    [push] = world.outbox.pushes
    assert shown(push)["title"].startswith("Nytt rekommenderat brev")
    assert push[1]["urgency"] == "high"


@pytest.mark.rule("NOT-4")
def test_push_is_chosen_by_itself(anna, sender, world):
    """By e-mail only, by push only, by neither."""
    turn_on(anna)
    anna.call("PATCH", "/settings", {"notices": {"categories": {
        "letters": {"email": True, "push": False}, "salary": {"email": False, "push": True},
        "bookings": {"email": False, "push": False},
    }}})
    keys = [
        sender.send(of_type(type_, None, ssn=ANNA)).headers["kivra-objkey"] for type_ in ("letter", "salaryslip", "booking")
    ]
    notify(world)

    states = [(row_of(anna, key).email_notice, row_of(anna, key).push_notice) for key in keys]
    assert states == [("sent", "off"), ("off", "sent"), ("off", "off")]
    assert [row_of(anna, key).notice_due for key in keys] == [None, None, None]
    assert (len(world.outbox.mails), len(world.outbox.pushes)) == (1, 1)


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_has_unsubscribed_is_forgotten(anna, sender, world, status):
    """The others are told; when none is left, the sender is told that the channel does not reach."""
    turn_on(anna, "one")
    turn_on(anna, "two")
    world.outbox.push_says = {ONE: status}
    first = sender.send(a_content(ANNA)).headers["kivra-objkey"]
    notify(world)
    world.outbox.push_says = {TWO: status}
    second = sender.send(a_content(ANNA, subject="Ett till")).headers["kivra-objkey"]
    notify(world)
    third = sender.send(a_content(ANNA, subject="Ett tredje")).headers["kivra-objkey"]
    notify(world)

    assert events_of(sender, first) == {("notified", "email"), ("notified", "push")}
    assert events_of(sender, second) == {("notified", "email"), ("notice_failed", "push")}
    assert events_of(sender, third) == {("notified", "email")}
    assert [row_of(anna, key).push_notice for key in (first, second, third)] == ["sent", "failed", "off"]
    assert subscription_store.of(mailbox_of(anna)) == []


@pytest.mark.parametrize("status", [429, 500, 503, None, 403])
def test_a_push_service_that_is_down_holds_up_no_e_mail(anna, sender, world, status):
    """The notice is tried again until it answers, and the e-mail goes once."""
    turn_on(anna)
    world.outbox.push_says = {ONE: status}
    key = sender.send(a_content(ANNA)).headers["kivra-objkey"]
    notify(world, rounds=3)
    assert (len(world.outbox.mails), row_of(anna, key).push_notice) == (1, None)
    assert row_of(anna, key).notice_due is not None
    world.outbox.push_says = {}
    notify(world)

    assert len(world.outbox.mails) == 1
    assert row_of(anna, key).push_notice == "sent"
    assert row_of(anna, key).notice_due is None


def test_mail_that_is_down_holds_up_no_push(anna, sender, world):
    """Nor the other way round."""
    from chalicelib.kernel.errors import Unavailable

    turn_on(anna)
    world.outbox.fail = [Unavailable("x")]
    key = sender.send(a_content(ANNA)).headers["kivra-objkey"]
    notify(world, rounds=1)
    assert (row_of(anna, key).email_notice, row_of(anna, key).push_notice) == ("due", "sent")
    notify(world)

    assert (len(world.outbox.mails), len(world.outbox.pushes)) == (1, 1)
    assert (row_of(anna, key).email_notice, row_of(anna, key).notice_due) == ("sent", None)


def pushed(world):
    """Which browsers were sent to, in order."""
    return [{ONE: 1, TWO: 2}[url] for url, _, _ in world.outbox.pushes]


@pytest.mark.rule("NOT-1")
@pytest.mark.parametrize("status", [429, 503, None])
def test_a_browser_that_could_not_be_reached_is_tried_again_alone(anna, sender, world, status):
    """Until it answers; those that were reached are not told twice, and the sender is told once."""
    turn_on(anna, "one")
    turn_on(anna, "two")
    world.outbox.push_says = {ONE: status}
    key = sender.send(a_content(ANNA)).headers["kivra-objkey"]
    notify(world, rounds=3)
    row = row_of(anna, key)
    assert sorted(pushed(world)) == [1, 1, 1, 2]
    assert (row.push_notice, len(row.push_told), row.notice_due is None) == (None, 1, False)
    world.outbox.push_says = {}
    notify(world)

    assert sorted(pushed(world)) == [1, 1, 1, 1, 2]
    row = row_of(anna, key)
    assert (row.push_notice, row.push_told, row.push_until, row.notice_due) == ("sent", None, None, None)
    assert len(world.outbox.mails) == 1
    assert events_of(sender, key) == {("notified", "email"), ("notified", "push")}


def test_one_that_was_reached_is_enough_after_some_hours(anna, sender, world):
    """No message is given up for a browser alone: its push service may be gone for good."""
    turn_on(anna, "one")
    turn_on(anna, "two")
    world.outbox.push_says = {ONE: 503}
    key = sender.send(a_content(ANNA)).headers["kivra-objkey"]
    notify(world, rounds=2)
    world.clock.advance(hours=6)
    notify(world)

    assert row_of(anna, key).push_notice == "sent"
    assert sorted(pushed(world)) == [1, 1, 2]
    assert world.messages(world.config.notify_dlq_url) == []


def test_a_push_service_that_refuses_us_is_not_asked_again_when_another_has_told(anna, sender, world):
    """For that browser it will not change by itself."""
    turn_on(anna, "one")
    turn_on(anna, "two")
    world.outbox.push_says = {ONE: 403}
    key = sender.send(a_content(ANNA)).headers["kivra-objkey"]
    notify(world)

    assert (row_of(anna, key).push_notice, sorted(pushed(world))) == ("sent", [1, 2])


def test_what_was_told_stays_told_when_every_browser_is_turned_off(anna, sender, world):
    """Between two tries."""
    one, two = turn_on(anna, "one"), turn_on(anna, "two")
    world.outbox.push_says = {ONE: 503}
    key = sender.send(a_content(ANNA)).headers["kivra-objkey"]
    notify(world, rounds=1)
    anna.log_in()
    for browser in (one, two):
        assert anna.call("DELETE", f"/push/{browser}").status_code == 204
    notify(world)

    assert (row_of(anna, key).push_notice, sorted(pushed(world))) == ("sent", [1, 2])


def test_old_news_is_not_pushed(anna, sender, world):
    """After three days of trying, the sender is told that the channel does not reach."""
    turn_on(anna)
    world.outbox.push_says = {ONE: 503}
    key = sender.send(a_content(ANNA)).headers["kivra-objkey"]
    notify(world, rounds=1)
    world.clock.advance(days=3)
    notify(world)

    assert row_of(anna, key).push_notice == "failed"
    assert ("notice_failed", "push") in events_of(sender, key)


def test_a_test_reaches_the_browser(anna, world):
    """In the person's language."""
    anna.call("PATCH", "/settings", {"language": "en"})
    turn_on(anna)
    assert anna.post("/notices/test", {"channel": "push"}).status_code == 202
    notify(world)

    assert shown(world.outbox.pushes[0])["title"] == "A test from Kuvert"
    assert world.outbox.mails == []
    anna.log_in()
    [browser] = anna.get("/push").json_body["browsers"]
    assert browser["told_at"] == "2026-11-20T12:00:02.000Z"


def test_browsers_are_listed_and_turned_off(anna, a_browser):
    """This one is marked; nothing of its secrets is told."""
    turn_on(anna)
    other = a_browser().log_in()
    turn_on(other, "two")

    answer = anna.get("/push")
    assert len(answer.json_body["key"]) == 87
    [two, one] = sorted(answer.json_body["browsers"], key=lambda each: each["current"])
    assert (one["current"], two["current"], one["device"]) == (True, False, "Firefox, Linux")
    assert "mozilla" not in answer.body.decode()
    assert anna.call("DELETE", f"/push/{two['id']}").status_code == 204
    assert anna.call("DELETE", f"/push/{two['id']}").status_code == 404
    assert [each["id"] for each in anna.get("/push").json_body["browsers"]] == [one["id"]]


def test_logging_out_ends_it_there_and_nowhere_else(anna, a_browser):
    """Here, in another place, and everywhere; also after BankID has been used again in between."""
    turn_on(anna, "one")
    anna.step_up()
    other = a_browser().log_in()
    turn_on(other, "two")
    third = a_browser().log_in()
    turn_on(third, "three")

    anna.call("DELETE", "/session")
    assert {each.endpoint for each in subscription_store.of(mailbox_of(other))} == {TWO, subscription("three")["endpoint"]}
    [there] = [each["id"] for each in other.get("/sessions").json_body["sessions"] if not each["current"]]
    other.call("DELETE", f"/sessions/{there}")
    assert {each.endpoint for each in subscription_store.of(mailbox_of(other))} == {TWO}
    mailbox = mailbox_of(other)
    other.call("DELETE", "/sessions")
    assert subscription_store.of(mailbox) == []


def test_a_session_that_times_out_does_not_end_it(anna, world, sender):
    """People are told while they are away; when they are back, the browser is bound to the new login."""
    turn_on(anna)
    mailbox = mailbox_of(anna)
    anna.call("DELETE", "/session?idle=1")
    anna.log_in()
    assert [each["current"] for each in anna.get("/push").json_body["browsers"]] == [False]
    assert anna.post("/push/renew", {"endpoint": ONE}).status_code == 204
    assert [each["current"] for each in anna.get("/push").json_body["browsers"]] == [True]
    anna.call("DELETE", "/session")

    assert subscription_store.of(mailbox) == []


def test_a_shared_browser_tells_nobody_of_anothers_post(anna, a_browser, world):
    """Bengt, who logs in after Anna, is told by the server that the browser is not his to renew."""
    turn_on(anna)
    world.a_person(BENGT, name="Bengt", email="bengt@example.com")
    bengt = a_browser().log_in(BENGT)

    assert bengt.post("/push/renew", {"endpoint": ONE}).status_code == 404
    assert bengt.get("/push").json_body["browsers"] == []
    [annas] = anna.get("/push").json_body["browsers"]
    assert bengt.call("DELETE", f"/push/{annas['id']}").status_code == 404
    assert len(anna.get("/push").json_body["browsers"]) == 1


def test_an_eleventh_browser_takes_the_place_of_the_oldest(anna, world):
    """The one that was used longest ago."""
    for n in range(MOST_BROWSERS + 1):
        turn_on(anna, f"b{n}")
        world.clock.advance(seconds=1)

    endpoints = {each.endpoint for each in subscription_store.of(mailbox_of(anna))}
    assert endpoints == {subscription(f"b{n}")["endpoint"] for n in range(1, MOST_BROWSERS + 1)}


def moved(browser, before, after, **changed):
    """What the service worker sends when the push service has given its browser another address."""
    old = subscription(before)
    return browser.post("/push/moved", {"old": {**old, **changed}, "new": subscription(after)})


def test_a_browser_that_is_moved_goes_on_being_told(anna, a_browser, sender, world):
    """Though nobody is logged in there; it stays bound to its login, so that logging out ends it."""
    turn_on(anna, "one")
    with counted() as made:
        assert moved(a_browser(), "one", "two").status_code == 204
    assert made == ["Query", "BatchGetItem", "TransactWriteItems"]
    sender.send(a_content(ANNA))
    notify(world)

    assert [url for url, _, _ in world.outbox.pushes] == [TWO]
    assert shown(world.outbox.pushes[0])["title"] == "Ny post från Härnösands kommun"
    anna.log_in()
    [browser] = anna.get("/push").json_body["browsers"]
    assert (browser["device"], browser["created_at"]) == ("Firefox, Linux", "2026-11-20T12:00:02.000Z")
    assert moved(a_browser(), "one", "three").status_code == 404


def test_a_browser_that_keeps_its_address_may_change_its_keys(anna, a_browser, sender, world):
    """Its messages are encrypted for the new ones from then on; one that has been turned off stays so."""
    turn_on(anna, "one")
    new = {**subscription("one"), "keys": subscription("two")["keys"]}
    for before in (subscription("one"), new):
        with counted() as made:
            assert a_browser().post("/push/moved", {"old": before, "new": new}).status_code == 204
        assert made == ["Query", "BatchGetItem", "TransactWriteItems"]
    [browser] = subscription_store.of(mailbox_of(anna))
    assert (browser.endpoint, browser.p256dh, browser.auth) == (ONE, new["keys"]["p256dh"], new["keys"]["auth"])
    sender.send(a_content(ANNA))
    notify(world)
    [(url, told, body)] = world.outbox.pushes
    assert url == ONE
    assert shown((TWO, told, body))["title"] == "Ny post från Härnösands kommun"

    subscription_store.remove(browser.mailbox, browser.key)
    with suppress(tables.Cancelled):
        tables.commit(subscription_store.moved(browser, browser))
    assert subscription_store.of(mailbox_of(anna)) == []


def test_only_who_has_the_old_secret_can_move_a_browser(anna, a_browser, world):
    """An address alone is not enough, nor is another site's page; and it leads to a push service or nowhere."""
    turn_on(anna, "one")
    stranger = a_browser()
    keys = {**subscription("one")["keys"], "auth": subscription("other")["keys"]["auth"]}
    assert moved(stranger, "one", "two", keys=keys).status_code == 404
    assert moved(stranger, "other", "two").status_code == 404
    stranger.headers["origin"] = "https://evil.example.org"
    assert moved(stranger, "one", "two").status_code == 403
    elsewhere = {**subscription("two"), "endpoint": "https://127.0.0.1/x"}
    answer = a_browser().post("/push/moved", {"old": subscription("one"), "new": elsewhere})
    assert (answer.status_code, answer.json_body["code"]) == (400, "unknown_push_service")

    assert [each.endpoint for each in subscription_store.of(mailbox_of(anna))] == [ONE]


@pytest.mark.parametrize("endpoint", [
    "https://push.example.org/x", "http://updates.push.services.mozilla.com/x", "https://127.0.0.1/x",
    "https://169.254.169.254/latest", "https://fcm.googleapis.com.evil.example.org/x", "https://fcm.googleapis.com:8443/x",
    "https://user@fcm.googleapis.com/x", "x", "http://localhost:4571/push/x",
])
def test_only_push_services_are_called(anna, endpoint):
    """An endpoint is chosen by whoever is logged in, so it leads to a known push service or nowhere."""
    answer = anna.post("/push", {**subscription("one"), "endpoint": endpoint})

    assert (answer.status_code, answer.json_body["code"]) == (400, "unknown_push_service")
    assert anna.get("/push").json_body["browsers"] == []


@pytest.mark.parametrize("endpoint", [
    "https://fcm.googleapis.com/fcm/send/x", "https://updates.push.services.mozilla.com/wpush/v2/x",
    "https://web.push.apple.com/x", "https://wns2-db5p.notify.windows.com/w/?token=x",
])
def test_every_known_push_service_is_taken(anna, endpoint):
    """Chrome, Firefox, Safari and Edge."""
    assert anna.post("/push", {**subscription("one"), "endpoint": endpoint}).status_code == 200


@pytest.mark.parametrize("keys", [
    {"p256dh": "x", "auth": "x"}, {"p256dh": "å" * 87, "auth": "A" * 22}, {"p256dh": "A" * 87, "auth": ""},
])
def test_keys_that_are_none_are_refused(anna, keys):
    """By their form; what is not on the curve is found out when it is used."""
    assert anna.post("/push", {**subscription("one"), "keys": keys}).status_code == 400


def test_a_point_off_the_curve_is_forgotten_when_it_is_used(anna, sender, world):
    """And holds up nothing."""
    broken = {**subscription("one"), "keys": {"p256dh": "BA" + "A" * 85, "auth": "A" * 22}}
    assert anna.post("/push", broken).status_code == 200
    key = sender.send(a_content(ANNA)).headers["kivra-objkey"]
    notify(world)

    assert row_of(anna, key).push_notice == "failed"
    assert subscription_store.of(mailbox_of(anna)) == []


@pytest.mark.rule("RET-43")
def test_erasing_an_account_forgets_its_browsers(anna, world):
    """I7."""
    turn_on(anna)
    mailbox, person = mailbox_of(anna), world.operator.pepper.person(ANNA)
    anna.step_up().post("/account/close")
    world.clock.advance(days=10)
    assert len(subscription_store.of(mailbox)) == 1
    world.clock.at += timedelta(days=11)
    assert world.operator.erasing.erase(person)

    assert subscription_store.of(mailbox) == []
