"""Suppliers that hang: a run of the notifier ends in its time, nobody waits for others' trouble, and all are told."""

from __future__ import annotations

import json
from datetime import timedelta
from threading import Barrier

import pytest

import app
from chalicelib.aws import clients
from chalicelib.aws.queues import ENOUGH
from chalicelib.kernel.clock import epoch
from chalicelib.kernel.errors import Unavailable
from chalicelib.mailbox import store as mailbox_store
from chalicelib.notifications.model import MOST_BROWSERS
from chalicelib.notifications.subscription_store import SubscriptionRow
from chalicelib.outgoing.model import Outcome
from chalicelib.outgoing.receiver import CONNECT_SECONDS
from chalicelib.recipients.store import RecipientRow
from infra.package import ROOT
from tests.browsers import subscription
from tests.logwatch import WATCH
from tests.world import FakeMail, FakePush, a_content

TIMEOUTS = {
    name: timedelta(seconds=settings["lambda_timeout"])
    for name, settings in json.loads((ROOT / ".chalice" / "config.json").read_text())["lambda_functions"].items()
}
WITH_MANY = [source.name for source in app.app.event_sources if getattr(source, "batch_size", 1) > 1]


class Context:
    """Lambda's word for how much is left of a run, by the test's clock."""

    aws_request_id = "r"

    def __init__(self, clock, seconds):
        self.clock, self.ends = clock, clock.now() + seconds

    def get_remaining_time_in_millis(self):
        """As Lambda says it."""
        return int((self.ends - self.clock.now()).total_seconds() * 1000)


def trying_takes(service):
    """How long it takes until a client gives a call up that nobody answers, with its pauses between tries."""
    config = clients.client(service).meta.config
    tries = config.retries["total_max_attempts"]
    return tries * (config.connect_timeout + config.read_timeout) + sum(2**n for n in range(tries - 1))


def records_of(world, tries=1):
    """What a run is given of the notifier's queue."""
    return [
        {"messageId": str(n), "receiptHandle": "r", "body": json.dumps(message["body"]),
         "attributes": {"ApproximateReceiveCount": str(tries)}}
        for n, message in enumerate(world.messages(world.config.notify_queue_url))
    ]


def test_whom_everybody_lets_wait_is_done_before_it_is_enough(world):
    """A message that is begun with so much left is never cut off by its suppliers, be all of them slow."""
    told = trying_takes("sesv2") + trying_takes("pinpoint-sms-voice-v2")
    browsers = 2 * CONNECT_SECONDS + float(world.config.push_seconds)
    assert told + browsers <= ENOUGH.total_seconds()
    assert WITH_MANY == ["notify", "mail_events"]
    assert all(TIMEOUTS[name] > ENOUGH for name in WITH_MANY)


def test_mail_that_hangs_takes_no_run_over_its_time_and_all_are_told(sender, world, monkeypatch):
    """Ten letters in a run: those that it has no time for return untouched, and are told when mail works again."""
    person, send, hangs, begun = world.a_person(), FakeMail.send, [True], []
    keys = [sender.send(a_content(subject=f"Brev {n}")).headers["kivra-objkey"] for n in range(10)]
    records, later = records_of(world), []
    monkeypatch.setattr(
        clients.client("sqs"), "change_message_visibility",
        lambda **call: later.append(call["VisibilityTimeout"]), raising=False,
    )

    def slow(self, mail):
        if hangs:
            begun.append(mail)
            world.clock.advance(seconds=trying_takes("sesv2"))
            raise Unavailable("x")
        send(self, mail)

    monkeypatch.setattr(FakeMail, "send", slow)
    for tries in range(1, 4):
        began = world.clock.now()
        answer = app.notify({"Records": records}, Context(world.clock, TIMEOUTS["notify"]))
        assert world.clock.now() - began < TIMEOUTS["notify"]
        assert len(answer["batchItemFailures"]) == 10
        for record in records:
            record["attributes"]["ApproximateReceiveCount"] = str(tries + 1)
    # Two were begun in each run; the others, of which nobody has seen anything, soon return, ever later.
    assert len(begun) == 6
    assert later == [30, 30, *[10] * 8, 30, 30, *[20] * 8, 40, 40, *[40] * 8]
    hangs.clear()
    assert app.notify({"Records": records}, Context(world.clock, TIMEOUTS["notify"])) == {"batchItemFailures": []}

    assert len(world.outbox.mails) == 10
    assert {mailbox_store.find_row(person.mailbox, key).notice_due for key in keys} == {None}


@pytest.mark.parametrize("name", WITH_MANY)
def test_every_function_that_is_given_many_messages_gives_back_what_it_has_no_time_for(world, monkeypatch, name):
    """The first is done whatever is left, so that there is always progress."""
    monkeypatch.setattr(clients.client("sqs"), "change_message_visibility", lambda **_: None, raising=False)
    records = [{"messageId": str(n), "receiptHandle": "r", "body": "{}"} for n in range(3)]
    before = len(WATCH.lines)
    answer = getattr(app, name)({"Records": records}, Context(world.clock, timedelta()))

    assert answer == {"batchItemFailures": [{"itemIdentifier": "1"}, {"itemIdentifier": "2"}]}
    outcomes = [json.loads(line).get("outcome") for line in WATCH.lines[before:]]
    assert outcomes == ["done", "given back", "given back"]


def test_all_browsers_of_somebody_are_told_at_once(sender, world, monkeypatch):
    """Each push service answers only when every browser has been sent to: one after the other, none would be told."""
    person, now, post = world.a_person(), epoch(world.clock.now()), FakePush.post
    person.update(actions=[RecipientRow.notices_by_push.set(True)])
    for n in range(MOST_BROWSERS):
        made = subscription(f"b{n}")
        SubscriptionRow(
            person.mailbox, f"{n:064x}", endpoint=made["endpoint"], p256dh=made["keys"]["p256dh"],
            auth=made["keys"]["auth"], device="Firefox", login="x", created_at=now, renewed_at=now,
        ).save()
    all_sent_to = Barrier(MOST_BROWSERS, timeout=10)

    def waiting(service: FakePush, *message) -> Outcome:
        all_sent_to.wait()
        return post(service, *message)

    monkeypatch.setattr(FakePush, "post", waiting)
    key = sender.send(a_content()).headers["kivra-objkey"]
    assert app.notify({"Records": records_of(world)}, None) == {"batchItemFailures": []}

    assert len(world.outbox.pushes) == MOST_BROWSERS
    assert mailbox_store.find_row(person.mailbox, key).push_notice == "sent"
