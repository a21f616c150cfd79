"""Every remote call of the send path and the notifier, broken in every way; then what holds must hold."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest

import app
from chalicelib.aws.faults import AWS_ERRORS
from chalicelib.kernel.errors import OperatorError
from chalicelib.mailbox import store as mailbox_store
from tests.api.sender.test_changes import EVENT, waiting
from tests.faults.harness import Breaker, Mode, breaking, drain, places, restarted
from tests.software import SenderSoftware
from tests.world import ANNA, PDF, World, a_content

LAMBDA = type("Context", (), {"aws_request_id": "r", "get_remaining_time_in_millis": lambda _: 30000})()


@dataclass
class Run:
    """One history: a send, a notice or a release, broken at one call."""

    world: World
    sender: SenderSoftware

    def send(self) -> Any:
        """Send the letter of this history; None when the process, or the gateway's authorizer, died over it."""
        answer = None
        with restarted(), suppress(*AWS_ERRORS):
            answer = self.sender.send(a_content(generated_at="2026-11-20"))
        return answer

    def retry(self) -> Any:
        """Do what the sender's software does until it has its answer."""
        for _ in range(5):
            answer = self.send()
            if answer is not None and answer.status_code == 201:
                return answer
        raise AssertionError("the sender never got an answer")

    def rest(self) -> None:
        """Let every message and every clock do its work until nothing is left."""
        drain(self.world, "notify", lambda event: app.notify(event, LAMBDA))
        self.world.clock.advance(hours=2)
        app.reconcile(EVENT, LAMBDA)
        app.expire_waiting(EVENT, LAMBDA)
        drain(self.world, "release", lambda event: app.release(event, LAMBDA))
        drain(self.world, "notify", lambda event: app.notify(event, LAMBDA))

    def check(self, key: str, mails: range) -> None:
        """I1, I2: one letter, whole, bytes equal. I4: told. I9: nothing vanished, nothing left over."""
        person = self.world.a_person_row
        letters = mailbox_store.page(person.mailbox, None, 100)
        assert [letter.key for letter in letters] == [key]
        prefix = f"mailbox/{person.mailbox}/{key}/"
        assert self.world.objects("mailbox/") == [f"{prefix}1", f"{prefix}content.json"]
        assert self.world.operator.blobs.get(f"{prefix}1") == PDF
        assert self.world.sent() in mails
        row = mailbox_store.find_row(person.mailbox, key)
        assert row is not None
        assert (row.email_notice, row.notice_due) == ("sent", None)
        assert self.world.messages(self.world.config.notify_dlq_url) == []
        assert self.world.messages(self.world.config.notify_queue_url) == []
        self.sender.renew()
        events = [event["event"] for event in self.sender.status(key)["events"]]
        assert events[:2] == ["accepted", "delivered"]
        assert events[2:] == ["notified"]


@pytest.fixture
def run(world: World, sender: SenderSoftware) -> Run:
    """A sender and a recipient, and mail that is sent by the real client."""
    history = Run(world, sender)
    fresh(history)
    return history


def fresh(run: Run) -> None:
    """Start the next history from nothing, without paying for a new fixture."""
    run.world.reset(real_mail=True)
    run.world.a_person_row = run.world.a_person()
    tenant = run.world.a_tenant()
    client, secret = run.world.operator.senders.register_client("c", [tenant])
    run.sender.tenant, run.sender.client_id, run.sender.secret = tenant, client.client_id, secret
    run.sender.senders = run.world.operator.senders
    run.sender.renew()


def points(act: Any) -> int:
    """Count the remote calls of an act that goes well."""
    with breaking(Breaker()) as breaker:
        act()
    return len(breaker.calls)


@pytest.fixture
def report(capsys: pytest.CaptureFixture[str], mode: Mode) -> Any:
    """Print what was enumerated: a violation fails before this is reached."""

    def tell(handler: str, total: int) -> None:
        with capsys.disabled():
            print(f"\n{handler}, {mode}: {total} points, {len(places(total, mode))} runs, 0 violations", end="")

    return tell


@pytest.mark.parametrize("mode", Mode)
def test_a_send_broken_anywhere_and_retried_is_one_letter(run: Run, mode: Mode, report: Any):
    """Each remote call of the send path, then the sender's retry, then everything at rest."""
    total = points(run.send)
    for at in places(total, mode):
        fresh(run)
        with breaking(Breaker(at, mode)) as breaker:
            run.send()
        key = run.retry().headers["kivra-objkey"]
        for late in breaker.late:
            with restarted():
                _quietly(late)
        run.rest()
        run.check(key, mails=range(1, 2))
    assert total >= 5
    report("send", total)


@pytest.mark.parametrize("mode", Mode)
def test_a_notice_broken_anywhere_and_redelivered_is_sent(run: Run, mode: Mode, report: Any):
    """Each remote call of the notifier; a second e-mail only where the first one's settling was lost."""
    key = run.retry().headers["kivra-objkey"]
    breaker = Breaker()
    drain(run.world, "notify", lambda event: app.notify(event, LAMBDA), rounds=1, breaker=breaker)
    total = len(breaker.calls)
    for at in places(total, mode):
        fresh(run)
        key = run.retry().headers["kivra-objkey"]
        breaker = Breaker(at, mode)
        drain(run.world, "notify", lambda event: app.notify(event, LAMBDA), rounds=1, breaker=breaker)
        for late in breaker.late:
            with restarted():
                _quietly(late)
        run.rest()
        run.check(key, mails=range(1, 3))
    report("notify", total)


@pytest.mark.parametrize("mode", Mode)
def test_a_release_broken_anywhere_and_done_again_delivers_once(run: Run, mode: Mode, report: Any):
    """Each remote call of delivering what has waited."""

    def scene() -> tuple[str, Any]:
        fresh(run)
        content = a_content(ANNA, type="letter.salary", retain=True, generated_at="2026-11-20")
        key = run.sender.send(content).headers["kivra-objkey"]
        anna = run.world.a_person_row = run.world.a_person(ANNA)
        return key, anna

    key, anna = scene()
    total = points(lambda: run.world.operator.releasing.release(anna.person))
    for at in places(total, mode):
        key, anna = scene()
        with breaking(Breaker(at, mode)) as breaker, restarted():
            _quietly(lambda person=anna.person: run.world.operator.releasing.release(person))
        run.world.operator.releasing.release(anna.person)
        for late in breaker.late:
            with restarted():
                _quietly(late)
        run.rest()
        letters = [letter.key for letter in mailbox_store.page(anna.mailbox, None, 10)]
        assert letters == [key]
        prefix = f"mailbox/{anna.mailbox}/{key}/"
        assert run.world.objects("mailbox/") == [f"{prefix}1", f"{prefix}content.json"]
        assert run.world.operator.blobs.get(f"{prefix}1") == PDF
        assert run.world.sent() >= 1
        assert waiting(run.world) == ([], [])
    report("release", total)


def _quietly(act: Any) -> None:
    """Do it; an error of AWS ends this try, as it would end a Lambda's."""
    try:
        act()
    except (*AWS_ERRORS, OperatorError):
        return
