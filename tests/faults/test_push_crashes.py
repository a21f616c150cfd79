"""A notice on two channels, broken at each remote call and at the push service itself: told on both, by each once more
only where a reply was lost (I4)."""

from __future__ import annotations

from typing import Any

import pytest

import app
from chalicelib.kernel.clock import epoch
from chalicelib.mailbox import store as mailbox_store
from chalicelib.notifications.subscription_store import SubscriptionRow
from chalicelib.outgoing.model import Outcome
from chalicelib.recipients.store import RecipientRow
from tests.browsers import subscription
from tests.faults.harness import Breaker, Crash, Mode, drain, restarted
from tests.faults.test_crash_points import Run, _quietly, fresh, report, run
from tests.world import FakePush

__all__ = ["report", "run"]
LAMBDA: Any = None
# From an hour before the test begins until an hour after, by the Swedish clock.
QUIET = "12:00-14:00"


def scene(run: Run, quiet: str | None = None) -> str:
    """Somebody with a browser that is told has got a letter, maybe in quiet hours; answer its key."""
    fresh(run)
    row, made, now = run.world.a_person_row, subscription("one"), epoch(run.world.clock.now())
    hours = [RecipientRow.quiet.set(quiet)] if quiet else []
    row.update(actions=[RecipientRow.notices_by_push.set(True), *hours])
    SubscriptionRow(
        row.mailbox, "1" * 64, endpoint=made["endpoint"], p256dh=made["keys"]["p256dh"], auth=made["keys"]["auth"],
        device="Firefox", login="x", created_at=now, renewed_at=now,
    ).save()
    return str(run.retry().headers["kivra-objkey"])


def notify_once(run: Run, breaker: Breaker | None = None) -> None:
    """One try of the notifier, which may die of it."""
    drain(run.world, "notify", lambda event: app.notify(event, LAMBDA), rounds=1, breaker=breaker)


def check(run: Run, key: str) -> None:
    """Told on both channels, settled, and so the sender has been told; nothing vanished, nothing left over."""
    row = mailbox_store.find_row(run.world.a_person_row.mailbox, key)
    assert row is not None
    assert (row.email_notice, row.push_notice, row.notice_due) == ("sent", "sent", None)
    assert run.world.sent() in (1, 2)
    assert len(run.world.outbox.pushes) in (1, 2)
    assert run.world.messages(run.world.config.notify_dlq_url) == []
    assert run.world.messages(run.world.config.notify_queue_url) == []
    run.sender.renew()
    told = [(each["event"], each["channel"]) for each in run.sender.status(key)["events"] if each.get("channel")]
    assert sorted(told) == [("notified", "email"), ("notified", "push")]


# The other ways are enumerated by the longer proof: the claims are the same as those of e-mail, which takes them all.
WAYS = [pytest.param(mode, marks=[] if mode is Mode.LOST_REPLY else pytest.mark.prove) for mode in Mode]


@pytest.mark.parametrize("mode", WAYS)
def test_a_notice_on_two_channels_broken_anywhere(run: Run, mode: Mode, report: Any):
    """Each remote call of the notifier."""
    scene(run)
    breaker = Breaker()
    notify_once(run, breaker)
    total = len(breaker.calls)
    for at in range(total):
        key = scene(run)
        breaker = Breaker(at, mode)
        notify_once(run, breaker)
        for late in breaker.late:
            with restarted():
                _quietly(late)
        run.rest()
        check(run, key)
    assert total >= 9
    report("notify by e-mail and push", total)


@pytest.mark.rule("NOT-4")
@pytest.mark.parametrize("mode", WAYS)
def test_a_notice_in_quiet_hours_broken_anywhere(run: Run, mode: Mode, report: Any):
    """Each remote call of the notifier that puts the push off; it comes when the hours are over."""
    scene(run, QUIET)
    breaker = Breaker()
    notify_once(run, breaker)
    total = len(breaker.calls)
    for at in range(total):
        key = scene(run, QUIET)
        breaker = Breaker(at, mode)
        notify_once(run, breaker)
        for late in breaker.late:
            with restarted():
                _quietly(late)
        assert run.world.outbox.pushes == []
        run.rest()
        check(run, key)
        assert len(run.world.outbox.pushes) == 1
    assert total >= 6
    report("notify in quiet hours", total)


@pytest.mark.parametrize("taken", [False, True])
def test_the_process_dies_at_the_push_service(run: Run, monkeypatch: pytest.MonkeyPatch, taken: bool):
    """Before the message was taken, or after it, before anybody knew."""
    key, post, deaths = scene(run), FakePush.post, []

    def dying(service: FakePush, *message: Any) -> Outcome:
        if deaths:
            return post(service, *message)
        deaths.append(taken)
        if taken:
            post(service, *message)
        raise Crash

    monkeypatch.setattr(FakePush, "post", dying)
    notify_once(run)
    run.rest()

    check(run, key)
    assert len(run.world.outbox.pushes) == 1 + taken
