"""An e-mail that came back, broken at each remote call of what hears of it and of the notifier after it: one SMS is sent
in its place, again only where a reply was lost (I4)."""

from __future__ import annotations

from typing import Any

import pytest

import app
from chalicelib.mailbox import store as mailbox_store
from chalicelib.recipients.model import NoticeChannel
from tests.faults.harness import Breaker, drain, restarted
from tests.faults.test_crash_points import Run, _quietly, fresh, report, run
from tests.faults.test_push_crashes import WAYS

__all__ = ["report", "run"]
LAMBDA: Any = None
WORKERS = {"mail_events": app.mail_events, "notify": app.notify}


def scene(run: Run) -> str:
    """A letter that has been told of by e-mail, which has just come back; answer its key."""
    fresh(run)
    key = str(run.retry().headers["kivra-objkey"])
    work(run, "notify")
    person = run.world.operator.people.get(run.world.a_person_row.person)
    digest = run.world.operator.pepper.of("email", person.email.lower())
    tags = {"content": [key], "person": [person.person], "address": [digest]}
    run.world.operator.queues.mail_events.send(
        {"eventType": "Bounce", "bounce": {"bounceType": "Permanent"}, "mail": {"tags": tags}}  # type: ignore[dict-item]
    )
    return key


def work(run: Run, queue: str, breaker: Breaker | None = None) -> None:
    """One try of a worker, which may die of it."""
    drain(run.world, queue, lambda event: WORKERS[queue](event, LAMBDA), rounds=1, breaker=breaker)


def calls_of(run: Run, queue: str) -> int:
    """How many remote calls a worker makes."""
    scene(run)
    for each in WORKERS:
        breaker = Breaker()
        work(run, each, breaker)
        if each == queue:
            return len(breaker.calls)
    raise AssertionError(queue)


def check(run: Run, key: str) -> None:
    """Told by SMS, settled; nothing vanished, nothing left over."""
    row = mailbox_store.find_row(run.world.a_person_row.mailbox, key)
    assert row is not None
    assert (row.email_notice, row.sms_notice, row.notice_due) == ("sent", "sent", None)
    assert len(run.world.outbox.sms) in (1, 2)
    for queue in (run.world.config.notify_queue_url, run.world.config.notify_dlq_url, run.world.config.mail_events_dlq_url):
        assert run.world.messages(queue) == []
    run.sender.renew()
    told = [each["event"] for each in run.sender.status(key)["events"] if each.get("channel") == NoticeChannel.SMS]
    assert told == ["notified"]


@pytest.mark.parametrize("mode", WAYS)
@pytest.mark.parametrize("queue", list(WORKERS))
def test_an_e_mail_that_came_back_broken_anywhere(run: Run, queue: str, mode: Any, report: Any) -> None:
    """Each remote call of one of the two workers."""
    total = calls_of(run, queue)
    for at in range(total):
        key = scene(run)
        breaker = Breaker(at, mode)
        for each in WORKERS:
            work(run, each, breaker if each == queue else None)
        for late in breaker.late:
            with restarted():
                _quietly(late)
        work(run, "mail_events")
        run.rest()
        check(run, key)
    assert total >= 5
    report(f"{queue} for an e-mail that came back", total)
