"""What waits is delivered, or ends, and nothing of it is left in any table or bucket, whatever dies on the way."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

import app
from chalicelib.aws import checkpoints, tables
from chalicelib.aws.faults import AWS_ERRORS
from chalicelib.delivery import store, waiting_store
from chalicelib.kernel.clock import day_of, iso
from chalicelib.kernel.errors import OperatorError
from chalicelib.mailbox import store as mailbox_store
from chalicelib.recipients import store as recipients_store
from chalicelib.recipients.model import Closing
from tests.api.sender.test_changes import EVENT, waiting
from tests.faults.harness import TELLING, Breaker, Mode, breaking, drain, places, restarted
from tests.faults.test_crash_points import LAMBDA, Run, fresh, run
from tests.world import ANNA, PDF, START, a_content

__all__ = ["run"]

ADDRESS = "person2380@example.com"
TO = {"number": {"ssn": ANNA}, "address": {"ssn": None, "email": ADDRESS}}
SALARY = {"type": "letter.salary", "retain": True, "generated_at": "2026-11-20"}


def kept(run: Run, to: str = "number", **change: Any) -> str:
    """A payslip that waits for somebody who is not here; its key."""
    run.sender.renew()
    answer = run.sender.send(a_content(**{**SALARY, **TO[to], **change}))
    assert answer.status_code == 201, answer.json_body
    return answer.headers["kivra-objkey"]


def joins(run: Run) -> Any:
    """Anna opens an account: the worker is asked to look through what waits, and a marker stands in for the message."""
    anna = run.world.a_person(ANNA)
    tables.commit([run.world.operator.waiting.release_marker(anna.person)])
    run.world.operator.waiting.release_soon(anna.person)
    return anna


def released(event: Any) -> Any:
    return app.release(event, LAMBDA)


def half_delivered(run: Run, key: str, anna: Any) -> None:
    """A release has died when it had copied the first file."""
    place = f"waiting/{anna.person}/{key}/content.json"
    row = waiting_store.find(key)
    assert row is not None
    assert waiting_store.begin(row, anna.mailbox)
    run.world.operator.blobs.copy(place, f"mailbox/{anna.mailbox}/{key}/content.json")


def broken(run: Run, mode: Mode, scene: Callable[[], Any], act: Callable[[Breaker], None]) -> Any:
    """Play a scene and an act once for each remote call of the act, with that call broken; then what came too late."""
    begin(run)
    scene()
    counted = Breaker()
    act(counted)
    # A walk asks many indexes; to die over a question is to die before what comes after it.
    points = [at for at, call in enumerate(counted.calls) if call != "dynamodb.Query"]
    assert len(points) >= 5
    for at in (points[place] for place in places(len(points), mode)):
        begin(run)
        known, breaker = scene(), Breaker(at, mode)
        act(breaker)
        yield known, lambda late=breaker.late: arrive(run, late)


def begin(run: Run) -> None:
    """An operator whose clocks have struck before, so that no walk looks a week back."""
    fresh(run)
    for each in ("waiting", "registered"):
        checkpoints.finish(each, day_of(START), START)


def arrive(run: Run, late: list[Any]) -> None:
    """Let calls arrive when everybody has gone on, and another hour go by."""
    for call in late:
        with restarted(), suppress(*AWS_ERRORS, OperatorError):
            call()
        rest(run)


def walk(run: Run, breaker: Breaker) -> None:
    """Let the hour's clock strike and the worker do what it asks for; when one dies, it dies."""
    with restarted(), suppress(*AWS_ERRORS, OperatorError), breaking(breaker):
        app.expire_waiting(EVENT, LAMBDA)
    drain(run.world, "release", released, rounds=1, breaker=breaker)


def rest(run: Run) -> None:
    """Some hours go by, as many as it takes for what was lost to be asked for again, and all is done."""
    for _ in range(2):
        run.world.clock.advance(hours=4)
        run.world.operator.waiting.fall_due()
        drain(run.world, "release", released)
        drain(run.world, "notify", lambda event: app.notify(event, LAMBDA))
    assert run.world.messages(run.world.config.release_dlq_url) == []


def one_letter(run: Run, anna: Any, key: str) -> bool:
    """Whether the mailbox holds this letter, whole, and nothing else."""
    prefix = f"mailbox/{anna.mailbox}/{key}/"
    whole = run.world.objects("mailbox/") == [f"{prefix}1", f"{prefix}content.json"]
    letters = [letter.key for letter in mailbox_store.page(anna.mailbox, None, 9)]
    return whole and letters == [key] and run.world.operator.blobs.get(f"{prefix}1") == PDF


def nothing(run: Run) -> bool:
    """Whether no letter is there, nor a file of one."""
    return run.world.objects("mailbox/") == [] and list(mailbox_store.ItemRow.scan()) == []


def events(run: Run, key: str) -> list[str]:
    run.sender.renew()
    return [event["event"] for event in run.sender.status(key)["events"] if event["event"] != "notified"]


@pytest.mark.parametrize("mode", TELLING)
@pytest.mark.parametrize("to", TO)
def test_a_release_that_dies_is_gone_on_with_and_leaves_no_second_copy(run: Run, mode: Mode, to: str):
    """By the message that comes again, by number and by address."""

    def scene() -> Any:
        return kept(run, to), joins(run)

    def act(breaker: Breaker) -> None:
        drain(run.world, "release", released, rounds=1, breaker=breaker)

    for (key, anna), late in broken(run, mode, scene, act):
        rest(run)
        late()
        assert one_letter(run, anna, key)
        assert events(run, key) == ["accepted", "retained", "delivered"]
        assert waiting(run.world) == ([], [])


@pytest.mark.parametrize("mode", TELLING)
def test_a_release_that_dies_with_its_message_is_found_by_its_marker(run: Run, mode: Mode):
    """And its leftovers by the walk, when the marker has gone too."""

    def scene() -> Any:
        return kept(run), joins(run)

    def act(breaker: Breaker) -> None:
        drain(run.world, "release", released, rounds=1, breaker=breaker)

    for (key, anna), late in broken(run, mode, scene, act):
        run.world.messages(run.world.config.release_queue_url)
        rest(run)
        late()
        assert one_letter(run, anna, key)
        assert waiting(run.world) == ([], [])


@pytest.mark.parametrize("mode", TELLING)
@pytest.mark.parametrize("begun", [False, True])
def test_an_expiry_that_dies_is_gone_on_with_and_leaves_nothing(run: Run, mode: Mode, begun: bool):
    """Neither where it waited, nor of a delivery that was begun before its recipient changed their mind."""

    def scene() -> Any:
        key = kept(run)
        anna = run.world.a_person(ANNA)
        if begun:
            half_delivered(run, key, anna)
        run.world.clock.advance(days=31)
        return key

    for key, late in broken(run, mode, scene, lambda breaker: walk(run, breaker)):
        rest(run)
        late()
        assert events(run, key) == ["accepted", "retained", "expired"]
        assert nothing(run)
        assert waiting(run.world) == ([], [])


@pytest.mark.parametrize("mode", TELLING)
def test_an_erasure_that_dies_is_gone_on_with_and_leaves_nothing_that_waits(run: Run, mode: Mode):
    """By number and by address, for later and for their return, begun or not."""

    def scene() -> Any:
        anna = run.world.a_person(ANNA)
        recipients_store.close(anna.person, Closing.at(run.world.clock.now()))
        keys = [kept(run, deliver_at=iso(START + timedelta(days=60)))]
        run.world.clock.advance(days=12)
        keys += [kept(run), kept(run, "address", subject="Till adressen")]
        half_delivered(run, keys[1], anna)
        run.world.clock.advance(days=9)
        return anna, keys

    def act(breaker: Breaker) -> None:
        person = run.world.operator.pepper.person(ANNA)
        with restarted(), suppress(*AWS_ERRORS, OperatorError), breaking(breaker):
            run.world.operator.erasing.erase(person)

    for (anna, keys), late in broken(run, mode, scene, act):
        act(Breaker())
        rest(run)
        late()
        assert recipients_store.find(anna.person) is None
        assert [events(run, key)[-1] for key in keys] == ["refused", "expired", "expired"]
        assert nothing(run)
        assert waiting(run.world) == ([], [])


class TestRaces:
    """Two at once: what one has seen is no longer so."""

    def test_a_switch_turned_on_while_a_run_ends_has_a_run_of_its_own(self, run: Run):
        """The marker that is removed is the one that was read."""
        anna = joins(run)
        marker = store.find_waiting(anna.person, store.RELEASE)
        assert marker is not None
        run.world.clock.advance(seconds=1)
        tables.commit([run.world.operator.waiting.release_marker(anna.person)])
        store.drop_marker(marker)
        assert store.find_waiting(anna.person, store.RELEASE) is not None

    def test_what_is_replaced_while_it_is_released_is_delivered_as_it_is_now(self, run: Run, monkeypatch: Any):
        """Not left to wait for somebody who is here."""
        key, begin = kept(run), waiting_store.begin

        def overtaken(row: Any, mailbox: str) -> bool:
            monkeypatch.undo()
            answer = run.sender.call("PUT", f"/v2/tenant/{{tk}}/content/{key}", a_content(ANNA, **SALARY, subject="Ny"))
            assert answer.status_code == 200
            return begin(row, mailbox)

        anna = joins(run)
        monkeypatch.setattr(waiting_store, "begin", overtaken)
        drain(run.world, "release", released)
        assert [letter.subject for letter in mailbox_store.page(anna.mailbox, None, 9)] == ["Ny"]
        assert b'"Ny"' in run.world.operator.blobs.get(f"mailbox/{anna.mailbox}/{key}/content.json")
        rest(run)
        assert waiting(run.world) == ([], [])

    def test_a_copy_begun_for_who_had_the_address_before_is_not_left_there(self, run: Run):
        """An address has gone over to somebody else before the delivery was made."""
        key = kept(run, "address")
        tolvan = run.world.a_person_row
        row = waiting_store.find(key)
        assert row is not None
        assert waiting_store.begin(row, tolvan.mailbox)
        run.world.operator.blobs.put(f"mailbox/{tolvan.mailbox}/{key}/1", PDF, "application/pdf")
        anna = joins(run)
        rest(run)
        assert one_letter(run, anna, key)
        assert waiting(run.world) == ([], [])

    def test_an_erasure_leaves_alone_what_a_request_is_putting_there(self, run: Run):
        """Its commit may still come; if it does not, the files' own event has them removed."""
        anna = run.world.a_person(ANNA)
        recipients_store.close(anna.person, Closing.at(START))
        run.world.clock.advance(days=21)
        blobs = run.world.operator.blobs
        old, young = (f"waiting/{anna.person}/{run.world.ids.key(at)}/content.json" for at in (START, run.world.clock.now()))
        for place in (old, young):
            blobs.put(place, b"{}", "application/json")
        assert run.world.operator.erasing.erase(anna.person)
        assert run.world.objects("waiting/") == [young]
        rest(run)
        assert run.world.objects("waiting/") == []
