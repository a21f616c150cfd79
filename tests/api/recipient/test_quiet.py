"""Quiet hours: what makes a sound waits until they are over, e-mail does not, and nothing is lost meanwhile."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

import app
from chalicelib.kernel.clock import epoch
from chalicelib.mailbox import store as mailbox_store
from chalicelib.mailbox.model import NOTICES_ALONE
from tests.browsers import subscription
from tests.counting import counted
from tests.faults.harness import drain
from tests.world import ANNA, a_content

# Half past ten in the evening in Sweden.
EVENING = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)
TICK = {
    "id": "x", "detail": {}, "time": "", "source": "", "detail-type": "", "region": "", "resources": [], "account": "",
    "version": "0",
}
NIGHT = {"start": "22:00", "end": "07:00"}


def choose(anna, **notices):
    """Change what is told; answer how it is."""
    answer = anna.call("PATCH", "/settings", {"notices": notices})
    assert answer.status_code == 200, answer.body
    return answer.json_body["notices"]


def notify(world):
    """Let the notifier work on what lies in its queue, at this moment."""
    drain(world, "notify", lambda event: app.notify(event, None), rounds=1)


def row_of(anna, key):
    """The letter's row, with the state of its notices."""
    return mailbox_store.find_row(anna.cookies["__Host-sid"].partition(".")[0], key)


def clocks(world, until):
    """Let the quarters of an hour strike until a moment; answer at which there was a push."""
    rang = []
    while world.clock.now() < until:
        before = len(world.outbox.pushes)
        app.reconcile(TICK, None)
        at = world.clock.now()
        notify(world)
        world.clock.at = at
        if len(world.outbox.pushes) > before:
            rang.append(at)
        world.clock.advance(minutes=15)
    return rang


def at_night(anna, sender, world):
    """A letter that has come in the quiet hours, with a browser that is told; answer its key."""
    assert anna.post("/push", subscription("one")).status_code == 200
    assert choose(anna, quiet=NIGHT)["quiet"] == NIGHT
    world.clock.at = EVENING
    sender.renew()
    key = sender.send(a_content(ANNA)).headers["kivra-objkey"]
    notify(world)
    return key


@pytest.mark.rule("NOT-4")
def test_push_waits_and_e_mail_does_not(anna, sender, world):
    """Told when the quiet hours are over, within a quarter of an hour, once; the sender too is told then."""
    key = at_night(anna, sender, world)

    assert (len(world.outbox.mails), world.outbox.pushes) == (1, [])
    row = row_of(anna, key)
    assert (row.email_notice, row.push_notice, row.push_lease) == ("sent", None, None)
    assert row.notice_due is not None
    assert world.messages(world.config.notify_queue_url) == []

    world.clock.at = EVENING.replace(minute=37)
    rang = clocks(world, EVENING.replace(day=21, hour=12))
    assert rang == [datetime(2026, 11, 21, 6, 7, tzinfo=UTC)]
    row = row_of(anna, key)
    assert (row.push_notice, row.notice_due, row.notice_again) == ("sent", None, None)
    assert len(world.outbox.mails) == 1
    sender.renew()
    told = [(each["event"], each["channel"]) for each in sender.status(key)["events"] if each.get("channel")]
    assert told == [("notified", "email"), ("notified", "push")]


def test_a_young_letter_need_not_grow_old_first(anna, sender, world):
    """One that comes just before the quiet hours end is told when they do."""
    assert anna.post("/push", subscription("one")).status_code == 200
    choose(anna, quiet=NIGHT)
    world.clock.at = datetime(2026, 11, 21, 5, 55, tzinfo=UTC)
    sender.renew()
    sender.send(a_content(ANNA))
    notify(world)
    assert world.outbox.pushes == []
    world.clock.at = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)

    assert clocks(world, datetime(2026, 11, 21, 9, 0, tzinfo=UTC)) == [datetime(2026, 11, 21, 6, 0, tzinfo=UTC)]


def test_who_turns_push_off_meanwhile_is_not_told(anna, sender, world):
    """What is chosen counts when it is told."""
    key = at_night(anna, sender, world)
    anna.log_in()
    choose(anna, categories={"letters": {"push": False}})
    world.clock.at = EVENING

    assert clocks(world, EVENING.replace(day=21, hour=9)) == []
    row = row_of(anna, key)
    assert (row.push_notice, row.notice_due) == ("off", None)


def test_quiet_hours_that_are_taken_away_end_the_wait_when_it_was_to_end(anna, sender, world):
    """And letters that come after it wait no more."""
    at_night(anna, sender, world)
    anna.log_in()
    assert "quiet" not in choose(anna, quiet="none")
    world.clock.at = EVENING
    sender.send(a_content(ANNA, subject="Ett till"))
    notify(world)
    assert len(world.outbox.pushes) == 1
    world.clock.at = EVENING

    assert clocks(world, EVENING.replace(day=21, hour=9)) == [datetime(2026, 11, 21, 6, 0, tzinfo=UTC)]


def test_mail_that_is_down_at_night_is_tried_again_at_night(anna, sender, world):
    """Its own tries are not put off with the push."""
    from chalicelib.kernel.errors import Unavailable

    world.outbox.fail = [Unavailable("x")]
    key = at_night(anna, sender, world)
    assert row_of(anna, key).notice_again == epoch(EVENING + NOTICES_ALONE)
    world.clock.at = EVENING
    notify(world)

    assert (len(world.outbox.mails), world.outbox.pushes) == (1, [])
    assert row_of(anna, key).notice_again == epoch(datetime(2026, 11, 21, 6, tzinfo=UTC))


def test_what_putting_off_costs(anna, sender, world):
    """One write, and nothing of the push."""
    at_night(anna, sender, world)
    world.clock.at = EVENING
    sender.renew()
    key = sender.send(a_content(ANNA, subject="Ett till")).headers["kivra-objkey"]
    world.messages(world.config.notify_queue_url)
    mailbox = row_of(anna, key).mailbox
    with counted() as made:
        world.operator.notices.announce(mailbox, key, world.clock.now())

    assert made == ["GetItem", "GetItem", "UpdateItem", "TransactWriteItems", "UpdateItem"]


def test_a_test_asked_for_at_night_comes_at_night(anna, world):
    """Who asks for it is awake."""
    assert anna.post("/push", subscription("one")).status_code == 200
    choose(anna, quiet=NIGHT)
    world.clock.at = EVENING
    anna.log_in()
    assert anna.post("/notices/test", {"channel": "push"}).status_code == 202
    notify(world)

    assert len(world.outbox.pushes) == 1


@pytest.mark.parametrize("quiet", [{"start": "24:00", "end": "07:00"}, {"start": "22:00"}, {"start": "7", "end": "8"}, "x"])
def test_what_are_no_hours_is_refused(anna, quiet):
    """By their form."""
    assert anna.call("PATCH", "/settings", {"notices": {"quiet": quiet}}).status_code == 400


def test_hours_that_end_as_they_begin_are_none(anna):
    """A day of silence is chosen by turning the channel off."""
    choose(anna, quiet=NIGHT)
    assert "quiet" not in choose(anna, quiet={"start": "08:00", "end": "08:00"})
    person = json.loads(anna.get("/settings").body)["notices"]
    assert "quiet" not in person
