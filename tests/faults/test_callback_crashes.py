"""Every remote call of telling webhooks, broken in every way; then each message has come, in order, and none is left."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

import app
from chalicelib.aws import checkpoints
from chalicelib.aws.faults import AWS_ERRORS
from chalicelib.callbacks import store, webhook_store
from chalicelib.callbacks.model import Circuit
from chalicelib.kernel.clock import day_of
from chalicelib.kernel.errors import OperatorError
from chalicelib.outgoing.model import Outcome
from tests.faults.harness import TELLING, Breaker, Mode, breaking, drain, places, restarted
from tests.faults.test_crash_points import LAMBDA
from tests.software import SenderSoftware
from tests.world import World, a_content

TICK = {"id": "x", "detail": {}, "time": "", "source": "", "detail-type": "", "region": "", "resources": [],
        "account": "", "version": ""}


class Noting:
    """A receiver that takes everything; the first call of each history may fail."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.statuses: list[int] = []

    def post(self, url: str, headers: Any, body: bytes) -> Outcome:
        """Note which message came."""
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 200:
            self.told.append(headers["webhook-id"])
        return Outcome(status)


def scene(world: World, sender: SenderSoftware, statuses: list[int]) -> Noting:
    """A letter has just been sent by a tenant with a webhook; nothing has been told."""
    world.reset()
    receiver = Noting()
    receiver.statuses = list(statuses)
    world.a_person()
    object.__setattr__(world.operator.telling, "_receiver", receiver)
    sender.tenant = world.a_tenant()
    client, secret = world.operator.senders.register_client("c", [sender.tenant])
    sender.client_id, sender.secret, sender.senders = client.client_id, secret, world.operator.senders
    sender.renew()
    checkpoints.finish("callbacks", day_of(world.clock.now()), world.clock.now())
    made = sender.call("POST", "/v2/webhooks/events", {"url": "https://hooks.example.com/", "tkey_filter": sender.tenant})
    sender.hook = made.json_body["id"]  # type: ignore[attr-defined]
    return receiver


def rest(world: World) -> None:
    """Let every message and every clock do its work."""
    for _ in range(3):
        drain(world, "callbacks", lambda event: app.deliver_callbacks(event, LAMBDA), rounds=4)
        world.clock.advance(minutes=6)
        app.callbacks_due(TICK, LAMBDA)
    drain(world, "callbacks", lambda event: app.deliver_callbacks(event, LAMBDA), rounds=4)


def check(world: World, sender: SenderSoftware, receiver: Noting, key: str) -> None:
    """At least once, in order, each with one id; told in the log; nothing vanished and nothing is left over."""
    sender.renew()
    log = sender.call("GET", f"/v2/webhooks/events/{sender.hook}/deliveries").json_body["deliveries"]  # type: ignore[attr-defined]
    assert [(entry["type"], entry["state"]) for entry in log] == [
        ("content.delivered", "delivered"), ("content.accepted", "delivered"),
    ], log
    delivered, accepted = (entry["id"] for entry in log)
    assert receiver.told == sorted(receiver.told)
    assert {accepted, delivered} == set(receiver.told)
    assert len(receiver.told) <= 3  # a second time only where the first one's settling was lost
    assert world.messages(world.config.callbacks_dlq_url) == []


def quietly(act: Any) -> None:
    """Do it; an error of AWS ends this try, as it would end a Lambda's."""
    with restarted(), suppress(*AWS_ERRORS, OperatorError):
        act()


@pytest.mark.parametrize("statuses", [
    pytest.param([], id="well"), pytest.param([500], id="failing once", marks=pytest.mark.prove),
])
@pytest.mark.parametrize("mode", TELLING)
def test_telling_broken_anywhere_is_told_in_order(world: World, sender: SenderSoftware, mode: Mode, statuses: list[int]):
    """Handing out and calling: each remote call of the worker over the first messages of a letter."""

    def work(breaker: Breaker) -> None:
        drain(world, "callbacks", lambda event: app.deliver_callbacks(event, LAMBDA), rounds=3, breaker=breaker)

    def start() -> tuple[Noting, str]:
        receiver = scene(world, sender, statuses)
        return receiver, sender.send(a_content()).headers["kivra-objkey"]

    receiver, key = start()
    counting = Breaker()
    work(counting)
    total = len(counting.calls)
    for at in places(total, mode):
        receiver, key = start()
        breaker = Breaker(at, mode)
        work(breaker)
        for late in breaker.late:
            quietly(late)
        rest(world)
        check(world, sender, receiver, key)
    assert total >= 14


@pytest.mark.parametrize("mode", TELLING)
def test_a_send_broken_anywhere_is_told_exactly_when_it_was_accepted(world: World, sender: SenderSoftware, mode: Mode):
    """The letter and its news are one transaction: no letter without news, no news without a letter."""
    scene(world, sender, [])
    with breaking(Breaker()) as counting:
        sender.send(a_content())
    for at in places(len(counting.calls), mode):
        receiver = scene(world, sender, [])
        with breaking(Breaker(at, mode)) as breaker:
            quietly(lambda: sender.send(a_content()))
        for late in breaker.late:
            quietly(late)
        answer = sender.send(a_content())
        if answer.status_code != 201:
            answer = sender.send(a_content())
        assert answer.status_code == 201
        rest(world)
        check(world, sender, receiver, answer.headers["kivra-objkey"])


@pytest.mark.parametrize("mode", TELLING)
def test_the_clock_broken_anywhere_strikes_again(world: World, sender: SenderSoftware, mode: Mode):
    """News whose message was lost."""

    def start() -> Noting:
        receiver = scene(world, sender, [])
        sender.send(a_content())
        world.messages(world.config.callbacks_queue_url)
        world.clock.advance(minutes=2)
        return receiver

    start()
    with breaking(Breaker()) as counting:
        app.callbacks_due(TICK, LAMBDA)
    for at in places(len(counting.calls), mode):
        receiver = start()
        with breaking(Breaker(at, mode)) as breaker:
            quietly(lambda: app.callbacks_due(TICK, LAMBDA))
        for late in breaker.late:
            quietly(late)
        rest(world)
        check(world, sender, receiver, "")


@pytest.mark.parametrize("mode", TELLING)
def test_taking_up_what_was_put_aside_broken_anywhere(world: World, sender: SenderSoftware, mode: Mode):
    """The webhook has failed and is left alone; two letters wait until it is looked at again."""

    def start() -> Noting:
        receiver = scene(world, sender, [])
        webhook = webhook_store.find_webhook(sender.client_id, sender.hook)  # type: ignore[attr-defined]
        assert webhook
        now = world.clock.now()
        webhook_store.note_circuit(webhook, Circuit(5, now + timedelta(minutes=20)), now)
        for n in range(2):
            sender.send(a_content(subject=f"Brev {n}"))
        drain(world, "callbacks", lambda event: app.deliver_callbacks(event, LAMBDA), rounds=2)
        assert len(store.aside(webhook.endpoint, 9)) == 4
        return receiver

    def work(breaker: Breaker) -> None:
        with breaking(breaker):
            quietly(lambda: app.callbacks_due(TICK, LAMBDA))
        drain(world, "callbacks", lambda event: app.deliver_callbacks(event, LAMBDA), rounds=1, breaker=breaker)

    start()
    counting = Breaker()
    work(counting)
    for at in places(len(counting.calls), mode):
        receiver = start()
        breaker = Breaker(at, mode)
        work(breaker)
        for late in breaker.late:
            quietly(late)
        rest(world)
        sender.renew()
        log = sender.call("GET", f"/v2/webhooks/events/{sender.hook}/deliveries").json_body["deliveries"]  # type: ignore[attr-defined]
        assert [entry["state"] for entry in log] == ["delivered"] * 4
        assert {entry["id"] for entry in log} == set(receiver.told)
        assert len(receiver.told) <= 5
        assert world.messages(world.config.callbacks_dlq_url) == []
    assert len(counting.calls) >= 20
