"""What falls due is handed out to the worker: soon, ten at a time, and not again while it is under way."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.aws import clients
from chalicelib.kernel.clock import iso
from tests.counting import counted
from tests.world import START, a_content

TOMORROW = START + timedelta(days=1)


def schedule(sender, many, at=TOMORROW):
    """Some contents that are to be delivered at a time; their keys."""
    sent = [sender.send(a_content(subject=f"Brev {n} {at}", deliver_at=iso(at))) for n in range(many)]
    return [answer.headers["kivra-objkey"] for answer in sent]


def handed_out(world):
    """The content keys that the worker has been asked to see to; the messages are gone then."""
    return [message["body"]["content"] for message in world.messages(world.config.release_queue_url)]


def strikes(world, walk, minutes, every):
    """Let a walk be made now and then, each time with its messages lost; answer after how many minutes it asked."""
    asked = []
    for after in range(0, minutes + 1, every):
        walk()
        if handed_out(world):
            asked.append(after)
        world.clock.advance(minutes=every)
    return asked


class TestScheduled:
    """Contents that are delivered at a time."""

    def test_many_cost_a_question_for_each_shard_and_a_call_for_ten(self, sender, world, monkeypatch):
        """None is read; whoever sends many is served after the others."""
        world.a_person()
        world.operator.deliveries.come_due()
        keys = schedule(sender, 12)
        schedule(sender, 1, TOMORROW + timedelta(minutes=1))
        world.clock.at = TOMORROW
        entries, call = [], type(clients.client("sqs"))._make_api_call

        def noted(client, name, params):
            entries.extend(params.get("Entries", []))
            return call(client, name, params)

        monkeypatch.setattr(type(clients.client("sqs")), "_make_api_call", noted)
        with counted() as made:
            assert world.operator.deliveries.come_due() == 12
        monkeypatch.undo()

        # yesterday and today, in two shards each
        assert sorted(made) == ["GetItem", "PutItem", *["Query"] * 4, *["SendMessageBatch"] * 2]
        assert {entry["MessageGroupId"] for entry in entries} == {sender.tenant}
        assert sorted(handed_out(world)) == sorted(keys)

    def test_what_is_under_way_is_not_asked_for_at_every_strike(self, sender, world):
        """What stays is asked for after ten minutes, and then ever more seldom."""
        world.a_person()
        schedule(sender, 1)
        world.clock.at = TOMORROW

        assert strikes(world, world.operator.deliveries.come_due, 160, 5) == [0, 10, 30, 70, 150]

    def test_a_walk_that_dies_begins_again(self, sender, world, monkeypatch):
        """Whatever it had handed out."""
        world.a_person()
        keys = schedule(sender, 1)
        world.clock.at = TOMORROW
        with monkeypatch.context() as patched:
            patched.setattr(world.operator.queues.release, "send_fairly", next)
            world.operator.deliveries.come_due()
        world.clock.advance(minutes=5)
        world.operator.deliveries.come_due()

        assert handed_out(world) == keys
