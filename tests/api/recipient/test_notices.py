"""What tells people of which post: the table under settings, tests of a channel, and what an outage does."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from botocore.exceptions import ClientError

import app
from chalicelib.aws import clients
from chalicelib.content.types import TYPES, Category, category_of
from chalicelib.kernel.errors import Unavailable
from chalicelib.mailbox import store as mailbox_store
from chalicelib.notifications.ses import Ses
from chalicelib.notifications.suppliers import Refused, Undeliverable
from chalicelib.recipients.model import NoticeChannel
from tests.browsers import subscription
from tests.contents import key_for, of_type
from tests.faults.harness import drain
from tests.world import ANNA, FakeMail, FakePush, FakeSms, a_content


def notify(world, rounds=6):
    """Let the notifier work."""
    drain(world, "notify", lambda event: app.notify(event, None), rounds=rounds)


def row_of(anna, key):
    """The letter's row, with the state of its notices."""
    return mailbox_store.find_row(anna.cookies["__Host-sid"].partition(".")[0], key)


def quiet(anna, category, **told):
    """Change a row of the table."""
    answer = anna.call("PATCH", "/settings", {"notices": {"categories": {category: told}}})
    assert answer.status_code == 200, answer.body
    return answer.json_body["notices"]["categories"][category]


def test_every_type_lies_in_a_category():
    """And every category has a type."""
    assert {category_of(type_) for type_ in TYPES} == set(Category)


@pytest.mark.rule("NOT-4")
def test_a_person_from_before_the_table_is_told_as_before(world):
    """Rows that know only the old switch: on is on for all, off is off for all."""
    for on in (True, False):
        world.a_person(ANNA, notices_by_email=on)
        clients.client("dynamodb").update_item(
            TableName="kuvert-local-recipients", Key={"person": {"S": world.operator.pepper.person(ANNA)}},
            UpdateExpression="REMOVE silenced, notices_by_push, notices_by_sms",
        )
        person = world.operator.people.get(world.operator.pepper.person(ANNA))

        assert {person.hears(NoticeChannel.EMAIL, category) for category in Category} == {on}
        assert {person.hears(NoticeChannel.PUSH, category) for category in Category} == {False}
        assert {person.hears(NoticeChannel.SMS, category) for category in Category} == {False}


@pytest.mark.rule("NOT-1")
@pytest.mark.rule("NOT-4")
@pytest.mark.parametrize(("type_", "category"), [
    ("letter", "letters"), ("salaryslip", "salary"), ("letter.creditnotice", "invoices"), ("booking", "bookings"),
    ("invite.kyc", "tasks"), ("registered.letter", "registered"), ("invite.gift", "offers"),
])
def test_each_category_is_chosen_by_itself(anna, sender, world, type_, category):
    """What is silenced is not told, everything else is; both are settled."""
    assert quiet(anna, category, email=False) == {"email": False, "push": True, "sms": True}
    silent = sender.send(of_type(type_, key_for(sender, type_), ssn=ANNA)).headers["kivra-objkey"]
    told = sender.send(a_content(ANNA, type="letter.salary" if category != "salary" else "letter"))
    notify(world)

    assert len(world.outbox.mails) == 1
    assert row_of(anna, silent).email_notice == "off"
    assert row_of(anna, told.headers["kivra-objkey"]).email_notice == "sent"
    assert [row_of(anna, key).notice_due for key in (silent, told.headers["kivra-objkey"])] == [None, None]
    assert [event["event"] for event in sender.status(silent)["events"]] == ["accepted", "delivered"]
    anna.log_in()
    assert quiet(anna, category, email=True) == {"email": True, "push": True, "sms": True}


def test_a_table_changed_both_ways_at_once(anna):
    """On and off in one call, and again: nothing is lost, nothing else changes."""
    anna.call("PATCH", "/settings", {"notices": {"categories": {"offers": {"email": False}, "salary": {"push": False}}}})
    notices = anna.call("PATCH", "/settings", {"notices": {"categories": {
        "offers": {"email": True, "push": False}, "letters": {"email": False},
    }}}).json_body["notices"]

    assert notices["email"] is True
    changed = {name: told for name, told in notices["categories"].items() if told != {"email": True, "push": True, "sms": True}}
    assert changed == {
        "offers": {"email": True, "push": False, "sms": True}, "salary": {"email": True, "push": False, "sms": True},
        "letters": {"email": False, "push": True, "sms": True},
    }
    assert anna.call("PATCH", "/settings", {"notices": {"categories": {"adverts": {"email": True}}}}).status_code == 400


def test_a_test_is_sent_at_most_five_times_an_hour(anna, world):
    """By the notifier, in the person's own language; the sixth is refused until the hour is over."""
    for _ in range(5):
        assert anna.post("/notices/test", {"channel": "email"}).status_code == 202
    refused = anna.post("/notices/test", {"channel": "email"})
    notify(world)

    assert (refused.status_code, refused.json_body["code"]) == (429, "too_many_tests")
    assert [mail.subject for mail in world.outbox.mails] == ["Ett prov från Kuvert"] * 5
    assert {mail.to for mail in world.outbox.mails} == {"karin@example.com"}
    world.clock.advance(hours=1)
    anna.log_in()
    assert anna.post("/notices/test", {"channel": "email"}).status_code == 202


def test_a_test_that_bounces_is_shown(anna, world):
    """Like any notice, though no sender is told."""
    anna.post("/notices/test", {"channel": "email"})
    notify(world)
    tags = {name: [value] for name, value in world.outbox.mails[0].tags.items()}
    event = {"eventType": "Bounce", "bounce": {"bounceType": "Permanent"}, "mail": {"tags": tags}}
    world.operator.queues.mail_events.send(event)
    drain(world, "mail_events", lambda event: app.mail_events(event, None))

    anna.log_in()
    assert anna.get("/settings").json_body["email"]["bounced"] is True


def test_an_old_test_is_not_sent(anna, world):
    """After an outage nobody wonders any more."""
    anna.post("/notices/test", {"channel": "email"})
    world.clock.advance(hours=2)
    notify(world)

    assert world.outbox.mails == []


def test_who_wants_our_mail_again_leaves_the_suppression_list(anna, world):
    """When e-mail is turned on, when a test is asked for, and before the code that proves an address."""
    anna.call("PATCH", "/settings", {"notices": {"email": False}})
    notify(world)
    assert world.outbox.lifted == []
    anna.call("PATCH", "/settings", {"notices": {"email": True}})
    notify(world)
    assert world.outbox.lifted == ["karin@example.com"]
    anna.log_in().step_up().post("/settings/email", {"email": "ny@example.com"})
    assert world.outbox.lifted == ["karin@example.com", "ny@example.com"]


def ses_says(monkeypatch, code, message=""):
    """Let SES answer with an error."""

    def refuse(**_):
        raise ClientError({"Error": {"Code": code, "Message": message}}, "SendEmail")

    monkeypatch.setattr(clients.client("sesv2"), "send_email", refuse, raising=False)


@pytest.mark.parametrize(("code", "message", "error"), [
    ("MessageRejected", "Email address is not verified. The following identities failed the check", Refused),
    ("AccountSuspendedException", "", Refused),
    ("BadRequestException", "Header not allowed", Refused),
    ("BadRequestException", "Missing final '@domain'", Undeliverable),
    ("BadRequestException", "Illegal address", Undeliverable),
    ("TooManyRequestsException", "", Unavailable),
])
def test_only_a_fault_of_the_address_ends_a_notice(world, monkeypatch, code, message, error):
    """Everything else is tried again: the account's faults are mended by us, and no letter is forgotten for them."""
    ses_says(monkeypatch, code, message)
    from chalicelib.notifications.model import Mail

    with pytest.raises(error) as raised:
        Ses(mail_from="a@kuvert.example", configuration_set="").send(Mail("b@example.com", "Ny post", "x", "x"))
    assert type(raised.value) is error
    assert "example" not in str(raised.value)


def test_what_ses_refuses_for_hours_is_dead_lettered_with_the_reason(anna, sender, world):
    """The notice stays due all the while, so that the reconciler comes back to it."""
    key = sender.send(a_content(ANNA)).headers["kivra-objkey"]
    [message] = world.messages(world.config.notify_queue_url)
    world.outbox.fail = [Refused("x", retry_after=900)] * 2
    record = {"messageId": "m", "receiptHandle": "r", "body": json.dumps(message["body"])}
    app.notify({"Records": [{**record, "attributes": {"ApproximateReceiveCount": "99"}}]}, None)

    [dead] = world.messages(world.config.notify_dlq_url)
    assert dead["attributes"]["reason"]["StringValue"] == "refused_by_supplier after 99 tries"
    assert row_of(anna, key).email_notice == "due"


def test_an_outage_fills_the_queue_no_further_than_it_must(anna, sender, world):
    """A letter that stays untold gets another message when its age has doubled, at least every four hours."""
    sender.send(a_content(ANNA))
    world.messages(world.config.notify_queue_url)
    began, again = world.clock.now(), []
    for _ in range(4 * 24):
        world.clock.advance(minutes=15)
        world.operator.notices.reconcile()
        if world.messages(world.config.notify_queue_url):
            again.append((world.clock.now() - began).total_seconds() / 3600)

    assert again == [0.5, 1, 2, 4, 8, 12, 16, 20, 24]


@pytest.mark.parametrize("channel", ["email", "sms"])
def test_a_notice_that_never_gets_through_has_a_last_moment(anna, sender, world, channel):
    """Tried for a fortnight; then it is over, the sender is told, and no letter is looked after for ever."""
    assert anna.call("PATCH", "/settings", {"notices": {"email": channel == "email", "sms": channel == "sms"}}).status_code == 200
    key = sender.send(a_content(ANNA)).headers["kivra-objkey"]
    row = row_of(anna, key)
    world.messages(world.config.notify_queue_url)

    def tried(**later):
        world.clock.advance(**later)
        world.outbox.fail = [Refused("x", retry_after=900)] * 9
        with suppress(Refused):
            world.operator.notices.announce(row.mailbox, key, world.clock.now())
        return mailbox_store.find_row(row.mailbox, key), 9 - len(world.outbox.fail)

    still, tries = tried(days=14)
    assert (getattr(still, f"{channel}_notice") or "due", tries) == ("due", 1)
    assert still.notice_due
    over, tries = tried(seconds=1)
    assert (getattr(over, f"{channel}_notice"), over.notice_due, tries) == ("failed", None, 0)
    sender.renew()
    assert [(each["event"], each["channel"]) for each in sender.status(key)["events"] if each.get("channel")] == [
        ("notice_failed", channel)
    ]
    assert world.operator.notices.reconcile() == 0


@pytest.mark.parametrize(("supplier", "verb"), [(FakeMail, "send"), (FakePush, "post"), (FakeSms, "send")])
def test_a_letter_removed_while_it_is_told_of_stays_removed(anna, sender, world, monkeypatch, supplier, verb):
    """A supplier's call takes its time; what is written after it brings nothing back, and the mailbox opens."""
    assert anna.call("PATCH", "/settings", {"notices": {"sms": True}}).status_code == 200
    assert anna.post("/push", subscription("one")).status_code == 200
    key, real = sender.send(a_content(ANNA)).headers["kivra-objkey"], getattr(supplier, verb)

    def slow(*args):
        anna.call("PATCH", f"/letters/{key}", {"trashed": True})
        assert anna.call("DELETE", f"/letters/{key}").status_code == 204
        return real(*args)

    monkeypatch.setattr(supplier, verb, slow)
    notify(world)

    assert anna.log_in().get("/letters").json_body["letters"] == []
    assert clients.client("dynamodb").scan(TableName="kuvert-local-items")["Items"] == []
    assert world.messages(world.config.notify_dlq_url) == []


def test_a_line_in_the_log_is_about_a_letter(anna, sender, world, caplog):
    """It carries the correlation id of the request that sent it, and its key."""
    from chalicelib.aws.observability import logger

    lines = []

    class Listener(type(logger.handlers[0])):
        def emit(self, record):
            lines.append(json.loads(logger.registered_formatter.format(record)))

    listener = Listener()
    logger.addHandler(listener)
    try:
        answer = sender.send(a_content(ANNA))
        notify(world)
    finally:
        logger.removeHandler(listener)

    [line] = [line for line in lines if line["message"] == "message"]
    assert line["content"] == answer.headers["kivra-objkey"]
    assert line["correlation_id"] == answer.headers["x-correlation-id"]
    assert line["sqs_message"]
