"""Sends against each other and against a recipient's choices, at the same time (I1, I3); and workers whose letters are
removed, or whose accounts are erased, between any two of their calls (I7)."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError

import app
from chalicelib.aws import tables
from chalicelib.content.model import Content, File, Part
from chalicelib.content.types import Category
from chalicelib.delivery.model import Accepted, Addressee, NotReachable, Sending
from chalicelib.kernel.errors import OperatorError
from chalicelib.kernel.ids import SystemIds
from chalicelib.mailbox import store as mailbox_store
from chalicelib.notifications import subscription_store
from chalicelib.notifications.model import Subscription
from chalicelib.privacy import store as privacy_store
from chalicelib.privacy.model import State, whole_blob
from chalicelib.recipients import standing_store
from chalicelib.recipients import store as recipients_store
from chalicelib.recipients.model import Closing
from tests.api.recipient.test_erasure import KEPT, places
from tests.browsers import subscription
from tests.faults.harness import STEP, Meeting, _call, drain
from tests.faults.test_crash_points import LAMBDA, Run, fresh, run
from tests.faults.test_ending_crashes import joins, kept
from tests.world import ANNA, PDF, TOLVAN, World, a_content

__all__ = ["run"]

PAIRS = 40


class RunningClock:
    """Time that passes a little each time somebody looks, for everybody alike, up to a promised moment and past it."""

    def __init__(self, start: Any, step: timedelta) -> None:
        self._at, self._step, self._lock = start, step, threading.Lock()

    def now(self) -> Any:
        """The moment, later than any before."""
        with self._lock:
            self._at += self._step
            return self._at


def a_sending(world: World, tenant: str, n: int = 0) -> Sending:
    """One sending to Tolvan."""
    content = Content("letter", f"Brev {n}", None, (Part(File("brev.pdf", "application/pdf", PDF)),))
    digest = world.operator.pepper.of("test", f"{tenant}{n}")
    return Sending(tenant, Addressee(person=world.operator.pepper.person(TOLVAN)), content, digest, digest)


def rebuilt(world: World, clock: Any) -> Any:
    """The operator with another clock and real randomness."""
    from chalicelib import wiring

    return wiring.build(world.config, clock, SystemIds(), replace(wiring.Suppliers.real(world.config)))


def together(acts: list[Callable[[], Any]]) -> list[Any]:
    """Do all at once; an error of the operator is an answer like any other."""
    gate = threading.Barrier(len(acts))

    def one(act: Callable[[], Any]) -> Any:
        gate.wait()
        try:
            return act()
        except OperatorError as error:
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def test_64_sends_with_one_key_are_one_letter_with_equal_answers(concurrent_world: World):
    """However many hands send the same thing at once."""
    world = concurrent_world
    tenant, tolvan = world.a_tenant(), world.a_person()
    operator = rebuilt(world, world.clock)
    sending = a_sending(world, tenant)

    answers = together([lambda: operator.accepting.accept(sending) for _ in range(64)])

    letters = mailbox_store.page(tolvan.mailbox, None, 100)
    assert len(letters) == 1
    assert isinstance(answers[0], Accepted)
    assert answers[0].key == letters[0].key
    assert answers == [answers[0]] * 64


@pytest.mark.rule("MAT-10")
@pytest.mark.parametrize("category", [None, Category.LETTERS])
def test_a_send_against_the_end_of_a_senders_grace(concurrent_world: World, category: Category | None):
    """Never a letter after the moment promised, never a refusal before it."""
    world = concurrent_world
    tenant, tolvan = world.a_tenant(), world.a_person()
    promised = world.clock.now() + timedelta(seconds=30)
    standing_store.pause(tolvan.person, tenant, promised, category)
    clock = RunningClock(promised - timedelta(seconds=PAIRS), timedelta(milliseconds=400))
    operator = rebuilt(world, clock)

    answers = together([lambda n=n: operator.accepting.accept(a_sending(world, tenant, n)) for n in range(PAIRS)])

    delivered = mailbox_store.page(tolvan.mailbox, None, 100)
    refused = [answer for answer in answers if isinstance(answer, NotReachable)]
    assert delivered
    assert refused
    assert len(delivered) + len(refused) == PAIRS
    assert all(letter.received_at < promised for letter in delivered)


@pytest.mark.parametrize("choice", ["close", "pause", "pause a category"])
@pytest.mark.rule("OPT-3")
def test_a_send_against_a_choice_confirmed_long_ago_and_its_undo(concurrent_world: World, choice: str):
    """A choice whose grace is over and its undo race with sends: a letter is there if, and only if, it was promised."""
    world = concurrent_world
    tenant, tolvan = world.a_tenant(), world.a_person()
    operator = rebuilt(world, world.clock)
    old = world.clock.now() - timedelta(days=12)
    for n in range(PAIRS):
        do, undo = _choice(choice, tolvan.person, tenant, old, world)
        (do if n % 2 else undo)()
        answer, _ = together([
            lambda n=n: operator.accepting.accept(a_sending(world, tenant, n)), undo if n % 2 else do,
        ])
        keys = [letter.key for letter in mailbox_store.page(tolvan.mailbox, None, 200)]
        if isinstance(answer, Accepted):
            assert answer.key in keys
        else:
            assert isinstance(answer, NotReachable)
    accepted = [letter.key for letter in mailbox_store.page(tolvan.mailbox, None, 200)]
    assert len(accepted) == len(set(accepted)) <= PAIRS


def _choice(choice: str, person: str, tenant: str, old: Any, world: World) -> tuple[Any, Any]:
    if choice == "close":
        # Closed twelve days ago, so that post is refused; erasure lies eight days ahead.
        return (
            lambda: recipients_store.close(person, Closing.at(old)),
            lambda: _try([recipients_store.reopened(person, world.clock.now())]),
        )
    category = Category.LETTERS if choice == "pause a category" else None
    return (
        lambda: standing_store.pause(person, tenant, old + timedelta(days=10), category),
        lambda: _try([standing_store.resumed(person, tenant, category)]),
    )


def _try(writes: list[tables.Write]) -> None:
    with suppress(tables.Cancelled):
        tables.commit(writes)


def test_transaction_conflicts_are_tried_again(world: World, monkeypatch: pytest.MonkeyPatch):
    """AWS cancels one of two transactions that touch a row; no local engine does, so it is injected."""
    tenant, tolvan = world.a_tenant(), world.a_person()
    chance, conflicts = random.Random(7), []

    def flaky(client: BaseClient, operation: str, parameters: dict[str, Any]) -> Any:
        if operation == "TransactWriteItems" and chance.random() < 0.4:
            conflicts.append(operation)
            reasons = [{"Code": "TransactionConflict"}, *[{"Code": "None"}] * (len(parameters["TransactItems"]) - 1)]
            error = {"Error": {"Code": "TransactionCanceledException", "Message": ""}, "CancellationReasons": reasons}
            raise ClientError(error, operation)
        return _call(client, operation, dict(parameters))

    monkeypatch.setattr(BaseClient, "_make_api_call", flaky)
    monkeypatch.setattr("chalicelib.aws.tables.pause", lambda: None)
    for n in range(20):
        world.operator.accepting.accept(a_sending(world, tenant, n))

    assert conflicts
    assert len(mailbox_store.page(tolvan.mailbox, None, 100)) == 20


def test_a_walk_by_many_hands_at_once_is_noticed_too(concurrent_world: World):
    """Parallel look-ups cannot overwrite what each other has marked."""
    from chalicelib.senders.walking import LIMIT, WalkingThrough
    from tests.service.senders.test_walking import walk

    world = concurrent_world
    tenant, numbers = world.a_tenant(), walk(600)
    operator = rebuilt(world, world.clock)
    answered = 0
    for start in range(0, len(numbers), 20):
        acts = [lambda n=n: operator.matching.by_personnummer(tenant, [n]) for n in numbers[start : start + 20]]
        answers = together(acts)
        answered += sum(isinstance(answer, list) for answer in answers)
        if any(isinstance(answer, WalkingThrough) for answer in answers):
            break

    assert answered < LIMIT * 1.5


def told(run: Run) -> Any:
    """A letter of which somebody is to be told on every channel; whose it is."""
    person = run.world.a_person(notices_by_push=True, notices_by_sms=True)
    browser, now = subscription("one"), run.world.clock.now()
    tables.commit([subscription_store.new(Subscription(
        person.mailbox, "1" * 64, browser["endpoint"], **browser["keys"], device="", login="", created_at=now, renewed_at=now,
    ))])
    run.retry()
    return person


def released(run: Run) -> Any:
    """A letter that waits for somebody who has just joined, and one that they have already."""
    kept(run)
    anna = joins(run)
    run.sender.send(a_content(ANNA))
    return anna


def exported(run: Run) -> Any:
    """A letter, and an export that is to be made."""
    person = run.world.a_person_row
    run.retry()
    run.world.messages(run.world.config.notify_queue_url)
    run.world.operator.exports.order(person.mailbox, person.person)
    return person


WORKERS = {
    "notify": (told, lambda event: app.notify(event, LAMBDA)),
    "release": (released, lambda event: app.release(event, LAMBDA)),
    "export": (exported, lambda event: app.export(event, LAMBDA)),
}


def removes(run: Run, person: Any) -> list[str]:
    """Every letter that is there is thrown away and deleted for good."""
    mailboxes = run.world.operator.mailboxes
    letters, _ = mailboxes.page(person.mailbox, None, 50)
    for letter in letters:
        mailboxes.mark(person.mailbox, letter.key, trashed=True)
        mailboxes.delete(person.mailbox, letter.key)
    return [letter.key for letter in letters]


def is_erased(run: Run, person: Any) -> list[str]:
    """The account was closed long ago, and its day has come: nobody but a worker that has stalled so long is left."""
    recipients_store.close(person.person, Closing.at(run.world.clock.now() - timedelta(days=30)))
    run.world.operator.erasing.erase(person.person)
    return [person.mailbox]


def orders(run: Run, person: Any) -> list[str]:
    """An export is ordered, a day later, and another worker makes it."""
    run.world.clock.advance(days=1)
    run.world.operator.exports.order(person.mailbox, person.person)
    drain(run.world, "export", WORKERS["export"][1])
    return []


def rest(run: Run) -> None:
    """Let every message and every clock do its work until nothing is left."""
    operator = run.world.operator
    for queue, (_, handler) in WORKERS.items():
        drain(run.world, queue, handler)
    run.world.clock.advance(hours=4)
    for strike in (operator.notices.reconcile, operator.waiting.fall_due, operator.exports.fall_due):
        strike()
    for queue, (_, handler) in WORKERS.items():
        drain(run.world, queue, handler)
        assert run.world.messages(getattr(run.world.config, f"{queue}_dlq_url")) == []


@pytest.mark.rule("RET-43")
@pytest.mark.parametrize(("worker", "other"), [
    pytest.param(worker, other, marks=[] if worker == "notify" and other is not orders else pytest.mark.prove)
    for worker in WORKERS for other in (removes, is_erased, orders)
])
def test_what_somebody_does_between_two_calls_of_a_worker(run: Run, worker: str, other: Any):
    """What they removed stays removed, the mailbox opens, and of an account that is erased nothing is left."""
    scene, handler = WORKERS[worker]
    met = 0
    for at in count(list(WORKERS).index(worker) % STEP, STEP):
        fresh(run)
        person, gone = scene(run), list[str]()
        meeting = Meeting(at, act=lambda person=person, gone=gone: gone.extend(other(run, person)))
        drain(run.world, worker, handler, rounds=1, breaker=meeting)
        if len(meeting.calls) <= at:
            break  # it was done before
        met += 1
        rest(run)

        run.world.operator.mailboxes.page(person.mailbox, None, 50)
        assert places(run.world.clock.now(), *gone) <= {*KEPT, "duplicates"}
        if other is orders:
            export = privacy_store.find(person.mailbox)
            assert export.state(run.world.clock.now()) is State.READY
            assert run.world.operator.blobs.find(whole_blob(person.mailbox, export.key))[1] == export.size
        is_erased(run, person)
        rest(run)
        assert places(run.world.clock.now(), person.person, person.mailbox, person.email) <= KEPT
    assert met * STEP >= 5
