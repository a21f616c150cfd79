"""Scheduling, withdrawing, replacing, delivering at a time: each remote call broken in every way, then done again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

import app
from chalicelib.aws.faults import AWS_ERRORS
from chalicelib.kernel.clock import iso
from chalicelib.kernel.errors import OperatorError
from chalicelib.mailbox import store as mailbox_store
from tests.api.sender.test_changes import EVENT, LAMBDA, quarter, waiting
from tests.faults.harness import TELLING, Breaker, Mode, breaking, drain, places, restarted
from tests.world import START, a_content

TOMORROW = {"deliver_at": iso(START + timedelta(days=1))}


class Story:
    """A sender, a recipient, and a content that is scheduled."""

    def __init__(self, world: Any, sender: Any) -> None:
        self.world, self.sender = world, sender

    def fresh(self) -> None:
        """Begin again from nothing."""
        world, sender = self.world, self.sender
        world.reset()
        self.person, sender.tenant = world.a_person(), world.a_tenant()
        client, sender.secret = world.operator.senders.register_client("c", [sender.tenant])
        sender.client_id, sender.senders = client.client_id, world.operator.senders
        sender.renew()

    def schedule(self) -> Any:
        return self.call("POST", "", a_content(**TOMORROW))

    def withdraw(self, key: str) -> Any:
        return self.call("DELETE", f"/{key}")

    def replace(self, key: str) -> Any:
        return self.call("PUT", f"/{key}", a_content(subject="Ny"))

    def call(self, method: str, more: str, body: Any = None) -> Any:
        """Call; None when the process, or the gateway's authorizer, died over it."""
        answer = None
        with restarted(), suppress(*AWS_ERRORS):
            answer = self.sender.call(method, f"/v2/tenant/{{tk}}/content{more}", body)
        return answer

    def again(self, act: Any, *good: int) -> Any:
        """Do what the sender's software does until it has its answer."""
        for _ in range(5):
            answer = act()
            if answer is not None and answer.status_code in good:
                return answer
        raise AssertionError(answer and answer.body)

    def deliver(self) -> None:
        """Let the walk and the worker do their work until nothing is left."""
        app.scheduled_due(EVENT, LAMBDA)
        drain(self.world, "release", lambda event: app.release(event, LAMBDA))

    def rest(self) -> None:
        """A day goes by, and every clock strikes."""
        self.world.clock.advance(days=1)
        for _ in range(2):
            quarter(self.world)
        self.world.hour()
        drain(self.world, "notify", lambda event: app.notify(event, LAMBDA))

    def subjects(self) -> list[str]:
        return [letter.subject for letter in mailbox_store.page(self.person.mailbox, None, 9)]


@pytest.fixture
def story(world, sender):
    return Story(world, sender)


def broken(story: Story, mode: Mode, scene: Any, act: Any) -> Iterator[Callable[[], None]]:
    """Play a scene and an act once for each remote call of the act, with that call broken."""
    story.fresh()
    known = scene()
    with breaking(Breaker()) as breaker:
        act(known)
    for at in places(len(breaker.calls), mode):
        story.fresh()
        known = scene()
        with breaking(Breaker(at, mode)) as breaker, restarted(), suppress(*AWS_ERRORS, OperatorError):
            act(known)
        story.known = known
        yield lambda late=breaker.late: _arrive(late)


def _arrive(late: list[Any]) -> None:
    """Let calls arrive when everybody has gone on."""
    for call in late:
        with restarted(), suppress(*AWS_ERRORS, OperatorError):
            call()


def a_key(story: Story) -> str:
    return story.schedule().headers["kivra-objkey"]


@pytest.mark.parametrize("mode", TELLING)
def test_scheduling_broken_anywhere_and_sent_again_is_one_letter(story: Story, mode: Mode):
    """At its time, once."""
    for late in broken(story, mode, lambda: None, lambda _: story.schedule()):
        story.again(story.schedule, 201)
        late()
        assert story.subjects() == []
        story.rest()
        assert story.subjects() == ["Beslut om förskoleplats"]
        assert waiting(story.world) == ([], [])


@pytest.mark.parametrize("mode", TELLING)
def test_withdrawing_broken_anywhere_and_asked_again_leaves_nothing(story: Story, mode: Mode):
    """No letter, no row, no file; a 204 is a promise too."""
    for late in broken(story, mode, lambda: a_key(story), story.withdraw):
        story.again(lambda: story.withdraw(story.known), 204)
        late()
        story.rest()
        assert story.subjects() == []
        assert waiting(story.world) == ([], [])


@pytest.mark.parametrize("mode", TELLING)
def test_replacing_broken_anywhere_and_asked_again_delivers_the_new_one(story: Story, mode: Mode):
    """Never half of one and half of the other."""
    for late in broken(story, mode, lambda: a_key(story), story.replace):
        key = story.known
        story.again(lambda: story.replace(story.known), 200)
        late()
        story.world.clock.advance(days=1)
        story.deliver()
        assert story.subjects() == ["Ny"]
        prefix = f"mailbox/{story.person.mailbox}/{key}/"
        assert story.world.objects("mailbox/") == [f"{prefix}1", f"{prefix}content.json"]
        assert b'"Ny"' in story.world.operator.blobs.get(f"{prefix}content.json")


@pytest.mark.parametrize("mode", TELLING)
@pytest.mark.parametrize("here", [True, False])
def test_a_delivery_at_its_time_broken_anywhere_is_made_once(story: Story, mode: Mode, here: bool):
    """Or refused once, when its recipient has left."""

    def scene() -> tuple[str, str]:
        key = a_key(story)
        story.world.clock.advance(days=1)
        if not here:
            story.person.delete()
        return story.person.person, key

    for late in broken(story, mode, scene, lambda known: story.world.operator.releasing.see_to(*known)):
        key = story.known[1]
        story.deliver()
        late()
        story.sender.renew()
        events = [event["event"] for event in story.sender.status(key)["events"]]
        assert events == ["accepted", "scheduled", "delivered" if here else "refused"]
        assert story.subjects() == (["Beslut om förskoleplats"] if here else [])
        story.world.hour()
        prefix = f"mailbox/{story.person.mailbox}/{key}/"
        assert story.world.objects("mailbox/") == ([f"{prefix}1", f"{prefix}content.json"] if here else [])
        assert waiting(story.world) == ([], [])

