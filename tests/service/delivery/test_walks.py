"""What falls due is handed out to the worker: soon, ten at a time, and not again while it is under way."""

from __future__ import annotations

from datetime import timedelta

import pytest

import app
from chalicelib.aws import clients
from chalicelib.kernel.clock import iso
from chalicelib.mailbox import store as mailbox_store
from chalicelib.notifications import claims
from tests.api.sender.test_changes import EVENT, LAMBDA
from tests.contents import of_type
from tests.counting import counted
from tests.world import ANNA, START, a_content

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
        world.operator.waiting.come_due()
        keys = schedule(sender, 12)
        schedule(sender, 1, TOMORROW + timedelta(minutes=1))
        world.clock.at = TOMORROW
        entries, call = [], type(clients.client("sqs"))._make_api_call

        def noted(client, name, params):
            entries.extend(params.get("Entries", []))
            return call(client, name, params)

        monkeypatch.setattr(type(clients.client("sqs")), "_make_api_call", noted)
        with counted() as made:
            assert world.operator.waiting.come_due() == 12
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

        assert strikes(world, world.operator.waiting.come_due, 160, 5) == [0, 10, 30, 70, 150]

    def test_a_walk_that_dies_begins_again(self, sender, world, monkeypatch):
        """Whatever it had handed out."""
        world.a_person()
        keys = schedule(sender, 1)
        world.clock.at = TOMORROW
        with monkeypatch.context() as patched:
            patched.setattr(world.operator.queues.release, "send_fairly", next)
            world.operator.waiting.come_due()
        world.clock.advance(minutes=5)
        world.operator.waiting.come_due()

        assert handed_out(world) == keys


class TestWhatEnds:
    """What has waited too long, and what is left over."""

    def test_what_ends_later_today_is_not_read(self, sender, world):
        """Nor anything else: the worker reads what the walk names, and ends it."""
        keys = [
            sender.send(a_content(ANNA, type="letter.salary", retain=True, subject=f"Lön {n}")).headers["kivra-objkey"]
            for n in range(12)
        ]
        world.clock.advance(days=30, seconds=-1)
        sender.renew()
        world.operator.waiting.fall_due()
        with counted() as made:
            assert world.operator.waiting.fall_due() == 0
        assert sorted(made) == ["GetItem", "PutItem", *["Query"] * 2]
        world.clock.advance(seconds=1)
        with counted() as made:
            assert world.operator.waiting.fall_due() == 12
        assert sorted(made) == ["GetItem", "PutItem", *["Query"] * 2, *["SendMessageBatch"] * 2]
        world.release()
        assert {sender.status(key)["events"][-1]["event"] for key in keys} == {"expired"}

    def test_registered_letters_are_ended_by_the_worker_too(self, sender, world):
        """Theirs is a walk of its own."""
        world.a_person()
        key = sender.send(of_type("registered.letter")).headers["kivra-objkey"]
        world.clock.advance(days=40)
        world.operator.registered.fall_due()
        world.clock.advance(minutes=5)
        with counted() as made:
            assert world.operator.registered.fall_due() == 0
        assert set(made) == {"GetItem", "PutItem", "Query"}
        world.release()
        sender.renew()
        listed = sender.call("GET", "/v2/tenant/{tk}/registered").json_body
        assert listed == [{"key": key, "status": "expired"}]

    @pytest.mark.parametrize(("clock", "first", "then"), [
        (app.expire_waiting, ("registered", "fall_due"), ("waiting", "fall_due")),
        (app.reconcile, ("exports", "fall_due"), ("notices", "reconcile")),
        (app.purge_trash, ("trash", "purge_due"), ("previews", "forget_old")),
    ])
    def test_a_walk_that_fails_holds_up_no_other(self, world, monkeypatch, clock, first, then):
        """The run has failed, and the others have been made."""
        made = []
        monkeypatch.setattr(getattr(world.operator, first[0]), first[1], lambda: {}["x"])
        monkeypatch.setattr(getattr(world.operator, then[0]), then[1], lambda: made.append(then) or 0)
        with pytest.raises(KeyError):
            clock(EVENT, LAMBDA)

        assert made == [then]


class TestErasures:
    """Accounts whose twentieth day has come."""

    def test_an_account_that_cannot_be_erased_is_asked_for_ever_more_seldom(self, world, monkeypatch):
        """From its moment, not from the morning of its day; and not every hour as long as it stands."""
        anna, queue = world.a_person(ANNA), world.config.erase_queue_url
        due = world.operator.choices.close(anna.person).closing.erase_at
        world.clock.at = due - timedelta(hours=2)
        world.operator.erasing.due()
        asked = []
        for hour in range(-2, 24):
            world.clock.at = due + timedelta(hours=hour)
            with counted() as made:
                world.operator.erasing.due()
            assert {*made} <= {"GetItem", "PutItem", "Query", "SendMessageBatch"}
            bodies = [message["body"] for message in world.messages(queue)]
            assert bodies in ([], [{"person": anna.person}])
            asked += [hour] * len(bodies)

        assert asked == [0, 1, 2, 4, 8, 12, 16, 20]


class TestNotices:
    """Letters that their recipients have not been told of."""

    def test_what_waits_is_not_read(self, sender, world):
        """Neither what is minutes old nor what waits for the end of quiet hours: the walk asks, and reads no letter."""
        tolvan = world.a_person()
        old, young = (
            sender.send(a_content(subject=subject)).headers["kivra-objkey"] for subject in ("Gammalt", "Nytt")
        )
        row = mailbox_store.find_row(tolvan.mailbox, old)
        claims.put_off(row, START + timedelta(hours=3))
        queue = world.config.notify_queue_url
        world.messages(queue)
        world.operator.notices.reconcile()
        with counted() as made:
            assert world.operator.notices.reconcile() == 0
        assert set(made) == {"GetItem", "PutItem", "Query"}
        world.clock.advance(minutes=30)
        with counted() as made:
            assert world.operator.notices.reconcile() == 1
        assert {*made} == {"GetItem", "PutItem", "Query", "SendMessageBatch"}
        assert [message["body"]["key"] for message in world.messages(queue)] == [young]
        world.clock.at = START + timedelta(hours=3)
        world.operator.notices.reconcile()
        assert {message["body"]["key"] for message in world.messages(queue)} == {old, young}
