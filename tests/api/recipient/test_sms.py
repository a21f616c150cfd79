"""SMS: a channel of its own for who wants it, and once a day in the place of e-mail that comes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

import app
from chalicelib.aws import clients
from chalicelib.kernel.errors import Unavailable
from chalicelib.mailbox import store as mailbox_store
from chalicelib.notifications.sms import AwsSms
from chalicelib.notifications.suppliers import Refused, Undeliverable
from tests.counting import counted
from tests.faults.harness import drain
from tests.world import ANNA, a_content

POST = "Du har fått ny post i Kuvert. Gå till din brevlåda som du brukar."
INSTEAD = "Du har fått ny post i Kuvert. Våra mejl till dig kommer tillbaka. Se över adressen i Inställningar."
NUMBER = "+46701740605"


def notify(world, rounds=6):
    """Let the notifier work."""
    drain(world, "notify", lambda event: app.notify(event, None), rounds=rounds)


def choose(anna, **notices):
    """Change what is told; answer how it is."""
    anna.log_in()
    answer = anna.call("PATCH", "/settings", {"notices": notices})
    assert answer.status_code == 200, answer.body
    return answer.json_body["notices"]


def send(sender, world, type_="letter", **more):
    """A letter that is sent and told of; answer its key."""
    sender.renew()
    key = sender.send(a_content(ANNA, type=type_, **more)).headers["kivra-objkey"]
    notify(world)
    return key


def bounce(world, n=-1):
    """Let an e-mail come back."""
    tags = {name: [value] for name, value in world.outbox.mails[n].tags.items()}
    event = {"eventType": "Bounce", "bounce": {"bounceType": "Permanent"}, "mail": {"tags": tags}}
    world.operator.queues.mail_events.send(event)
    drain(world, "mail_events", lambda event: app.mail_events(event, None), rounds=1)


def row_of(anna, key):
    """The letter's row, with the state of its notices."""
    return mailbox_store.find_row(anna.cookies["__Host-sid"].partition(".")[0], key)


def told(sender, key):
    """What the sender is told of notices, by channel."""
    sender.renew()
    return [(each["event"], each["channel"]) for each in sender.status(key)["events"] if each.get("channel")]


@pytest.mark.rule("NOT-4")
def test_it_is_off_until_it_is_chosen(anna, sender, world):
    """And then says only that there is post; the sender is told by which channel."""
    first = send(sender, world)
    assert (world.outbox.sms, row_of(anna, first).sms_notice) == ([], "off")
    assert choose(anna, sms=True)["sms"] is True
    second = send(sender, world, subject="Ett till")

    assert world.outbox.sms == [(NUMBER, POST)]
    assert len(world.outbox.mails) == 2
    row = row_of(anna, second)
    assert (row.sms_notice, row.notice_due) == ("sent", None)
    assert sorted(told(sender, second)) == [("notified", "email"), ("notified", "sms")]


@pytest.mark.rule("NOT-4")
def test_it_is_chosen_for_each_category(anna, sender, world):
    """Like the others."""
    choose(anna, sms=True, email=False, categories={"letters": {"sms": False}})
    silent, heard = send(sender, world), send(sender, world, "letter.salary", subject="Lön")

    assert world.outbox.sms == [(NUMBER, POST)]
    assert [row_of(anna, key).sms_notice for key in (silent, heard)] == ["off", "sent"]
    assert world.outbox.mails == []


def test_it_waits_for_the_end_of_quiet_hours(anna, sender, world):
    """As a push does."""
    choose(anna, sms=True, quiet={"start": "22:00", "end": "07:00"})
    world.clock.at = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)
    key = send(sender, world)
    assert (world.outbox.sms, len(world.outbox.mails)) == ([], 1)
    world.clock.at = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
    world.operator.notices.reconcile()
    notify(world)

    assert world.outbox.sms == [(NUMBER, POST)]
    assert row_of(anna, key).notice_due is None


@pytest.mark.rule("NOT-1")
def test_an_e_mail_that_comes_back_is_followed_by_an_sms(anna, sender, world):
    """For the very letter that it was about, though SMS is off; at most one a day, however many come back."""
    first = send(sender, world)
    second = send(sender, world, subject="Ett till")
    bounce(world, 0)
    bounce(world, 1)
    notify(world)

    assert world.outbox.sms == [(NUMBER, INSTEAD)]
    assert [row_of(anna, key).sms_notice for key in (first, second)] == ["sent", "off"]
    assert [row_of(anna, key).notice_due for key in (first, second)] == [None, None]
    assert told(sender, first) == [("notified", "email"), ("notice_bounced", "email"), ("notified", "sms")]
    assert told(sender, second) == [("notified", "email"), ("notice_bounced", "email")]


def test_letters_after_that_are_told_once_a_day(anna, sender, world):
    """By the Swedish calendar, until the address works again."""
    send(sender, world)
    bounce(world)
    notify(world)
    send(sender, world, subject="Samma dag")
    assert len(world.outbox.sms) == 1
    world.clock.at = datetime(2026, 11, 20, 23, 10, tzinfo=UTC)
    key = send(sender, world, subject="Nästa dag")
    send(sender, world, subject="Nästa dag igen")

    assert world.outbox.sms == [(NUMBER, INSTEAD)] * 2
    assert told(sender, key) == [("notice_failed", "email"), ("notified", "sms")]
    anna.log_in().step_up().post("/settings/email", {"email": "ny@example.com"})
    anna.post("/settings/email/code", {"code": anna.code()})
    world.clock.advance(days=1)
    send(sender, world, subject="Ny adress")
    assert len(world.outbox.sms) == 2


def test_who_wants_no_e_mail_gets_no_sms_for_it(anna, sender, world):
    """Nor for a category of which e-mail does not tell."""
    send(sender, world)
    choose(anna, categories={"letters": {"email": False}})
    bounce(world)
    notify(world)
    send(sender, world, subject="Ett till")
    choose(anna, email=False, categories={"letters": {"email": True}})
    send(sender, world, subject="Ett tredje")

    assert world.outbox.sms == []


def test_a_letter_told_by_sms_already_is_not_told_again_for_a_bounce(anna, sender, world):
    """Who has chosen SMS has been reached."""
    choose(anna, sms=True)
    key = send(sender, world)
    bounce(world)
    notify(world)

    assert world.outbox.sms == [(NUMBER, POST)]
    assert row_of(anna, key).notice_due is None


def test_a_supplier_that_is_down_loses_no_sms(anna, sender, world):
    """The day's one belongs to the letter that took it, and is tried again for it."""
    send(sender, world)
    bounce(world)
    world.outbox.fail = [Unavailable("x"), Unavailable("x")]
    notify(world)

    assert world.outbox.sms == [(NUMBER, INSTEAD)]


def test_a_number_that_cannot_be_reached_is_told_to_the_sender(anna, sender, world):
    """And holds up nothing."""
    choose(anna, sms=True, email=False)
    world.outbox.fail = [Undeliverable("x")]
    key = send(sender, world)

    assert told(sender, key) == [("notice_failed", "sms")]
    assert row_of(anna, key).notice_due is None


@pytest.mark.parametrize(("code", "facts", "error"), [
    ("ConflictException", {"Reason": "DESTINATION_PHONE_NUMBER_OPTED_OUT"}, Undeliverable),
    ("ConflictException", {"Reason": "DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE"}, Undeliverable),
    ("ValidationException", {"Reason": "INVALID_PARAMETER", "Fields": [{"Name": "DestinationPhoneNumber"}]}, Undeliverable),
    ("ValidationException", {"Reason": "INVALID_PARAMETER", "Fields": [{"Name": "OriginationIdentity"}]}, Refused),
    ("ConflictException", {"Reason": "DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION"}, Refused),
    ("ValidationException", {"Reason": "SENDER_ID_NOT_REGISTERED"}, Refused),
    ("ValidationException", {"Reason": "COUNTRY_NOT_ENABLED"}, Refused),
    ("ResourceNotFoundException", {}, Refused),
    ("AccessDeniedException", {"Reason": "ACCOUNT_DISABLED"}, Refused),
    ("ServiceQuotaExceededException", {"Reason": "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT"}, Refused),
    ("ThrottlingException", {}, Unavailable),
])
def test_only_a_fault_of_the_number_ends_a_notice(world, monkeypatch, code, facts, error):
    """What is wrong with our account or its settings is tried again until we have mended it."""

    def refuse(**_):
        raise ClientError({"Error": {"Code": code, "Message": f"about {NUMBER}"}, **facts}, "SendTextMessage")

    monkeypatch.setattr(clients.client("pinpoint-sms-voice-v2"), "send_text_message", refuse, raising=False)
    with pytest.raises(error) as raised:
        AwsSms(sender="KUVERT").send(NUMBER, POST, timedelta(days=1))
    assert type(raised.value) is error
    assert NUMBER not in str(raised.value)


def test_what_it_costs(anna, sender, world):
    """Three calls more than without it, and one more for the day's only one; none where it is off."""
    send(sender, world)  # what is read once in a process has been read
    costs = {}
    for what, notices in {"off": {"sms": False}, "on": {"sms": True}, "instead": {"sms": False}}.items():
        choose(anna, **notices)
        if what == "instead":
            bounce(world)
            world.messages(world.config.notify_queue_url)
        sender.renew()
        key = sender.send(a_content(ANNA, subject=what)).headers["kivra-objkey"]
        world.messages(world.config.notify_queue_url)
        mailbox = row_of(anna, key).mailbox
        with counted() as made:
            world.operator.notices.announce(mailbox, key, world.clock.now())
        costs[what] = made

    first = ["GetItem", "GetItem"]
    told = ["UpdateItem", "TransactWriteItems"]
    assert costs == {
        "off": [*first, *told], "on": [*first, *told, *told],
        "instead": [*first, *told, "UpdateItem", "UpdateItem", "TransactWriteItems"],
    }


def test_a_test_reaches_the_number(anna, world):
    """In the person's language."""
    anna.call("PATCH", "/settings", {"language": "en"})
    assert anna.post("/notices/test", {"channel": "sms"}).status_code == 202
    notify(world)

    assert world.outbox.sms == [(NUMBER, "This is a test. This is how you are told that you have post in Kuvert.")]
