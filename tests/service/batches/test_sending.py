"""Rows that must wait, hands that die, batches that are given up: nothing lost, nothing twice."""

from __future__ import annotations

import pytest
from botocore.exceptions import ReadTimeoutError

import app
from chalicelib.api.sender import rows as door
from chalicelib.aws import clients
from chalicelib.batches import reading, sending, store
from chalicelib.callbacks.store import NewsRow
from chalicelib.delivery import store as delivery_store
from chalicelib.mailbox import store as mailbox_store
from tests.batches import made, ndjson, put, results, sent, told, work
from tests.world import ANNA, a_content

TICK = {**dict.fromkeys(("id", "time", "region", "source", "account", "version", "detail-type"), "x"),
        "resources": [], "detail": {}}


def letters(world, person):
    return mailbox_store.page(person.mailbox, None, 1000)


def pass_time(world, sender, **step):
    """Move the clock, let it strike, and let the workers work."""
    world.clock.advance(**step)
    app.reconcile(TICK, None)
    work(world)


def test_more_than_a_minute_takes_to_one_recipient_are_sent_later(sender, world, monkeypatch):
    monkeypatch.setattr(delivery_store, "CONTENTS_PER_MINUTE", 5)  # fifty take the machine as long as they say
    tolvan = world.a_person()
    key = sent(world, sender, ndjson(*[a_content(subject=str(n)) for n in range(12)]))
    assert (told(sender, key)["status"], told(sender, key)["done"]) == ("sending", 5)
    asked = {"QueueUrl": world.config.segments_queue_url, "AttributeNames": ["ApproximateNumberOfMessagesDelayed"]}
    delayed = clients.client("sqs").get_queue_attributes(**asked)["Attributes"]["ApproximateNumberOfMessagesDelayed"]
    assert delayed == "1"
    for _ in range(2):
        # The delay is the queue's own; here the clock that finds what has been left brings the segments on.
        pass_time(world, sender, minutes=20)
    batch = told(sender, key)
    assert (batch["status"], batch["accepted"], batch["refused"]) == ("done", 12, 0)
    assert len(letters(world, tolvan)) == 12
    assert [row["row"] for row in results(sender, key)] == list(range(1, 13))


def test_segments_name_their_tenant_so_that_tenants_take_turns(sender, world, monkeypatch):
    monkeypatch.setattr(delivery_store, "CONTENTS_PER_MINUTE", 1)  # the second row is asked for again
    world.a_person()
    asked = []

    def note(params, **_):
        if "segments" in params["QueueUrl"]:
            asked.extend(message.get("MessageGroupId") for message in params.get("Entries", [params]))

    for call in ("SendMessage", "SendMessageBatch"):
        clients.client("sqs").meta.events.register(f"provide-client-params.sqs.{call}", note)
    sent(world, sender, ndjson(a_content(subject="Ett"), a_content(subject="Två")))
    assert asked == [sender.tenant, sender.tenant]


def test_a_segment_that_waits_is_found_by_the_clock_when_its_message_is_lost(sender, world):
    world.a_person()
    key = sent(world, sender, ndjson(*[a_content(subject=str(n)) for n in range(60)]))
    world.messages(world.config.segments_queue_url)
    clients.client("sqs").purge_queue(QueueUrl=world.config.segments_queue_url)
    assert told(sender, key)["done"] == 50
    pass_time(world, sender, minutes=20)
    assert (told(sender, key)["status"], told(sender, key)["accepted"]) == ("done", 60)


def test_who_is_asked_about_too_many_is_refused_for_good(sender, world, monkeypatch):
    from chalicelib.senders import walking

    monkeypatch.setattr(walking, "HIT_LIMIT", 0)
    key = sent(world, sender, ndjson(a_content(ANNA)))
    [row] = results(sender, key)
    assert (row["status"], row["code"]) == ("refused", 42900)


def test_what_is_busy_is_sent_later_and_given_up_after_a_day(sender, world, monkeypatch):
    world.a_person()

    def busy(sending):
        raise ReadTimeoutError(endpoint_url="https://aws.example")

    monkeypatch.setattr(type(world.operator.accepting), "accept", lambda self, sending: busy(sending))
    key = sent(world, sender, ndjson(a_content(subject="Ett")))
    assert told(sender, key)["status"] == "sending"
    for _ in range(5):
        pass_time(world, sender, hours=5)
    [row] = results(sender, key)
    assert (row["status"], row["code"]) == ("refused", 50301)


def test_a_fault_of_ours_over_one_row_holds_up_no_other_and_is_told_in_the_end(sender, world, monkeypatch):
    tolvan = world.a_person()
    checked = door.checked

    def faulty(given):
        if given.wanted.subject == "Två":
            raise RuntimeError
        return checked(given)

    monkeypatch.setattr(door, "checked", faulty)
    key = sent(world, sender, ndjson(*[a_content(subject=subject) for subject in ("Ett", "Två", "Tredje")]))
    assert len(letters(world, tolvan)) == 2
    for _ in range(sending.FAULTS):
        pass_time(world, sender, minutes=20)
    batch = told(sender, key)
    assert (batch["status"], batch["accepted"], batch["refused"]) == ("done", 2, 1)
    assert results(sender, key)[1]["code"] == 50000


def test_a_hand_that_dies_is_followed_by_one_that_asks_what_has_been_sent(sender, world, monkeypatch):
    """The letters that were sent are not sent again, though their choices, and what they are checked by, have changed."""
    tolvan = world.a_person()
    batch = made(sender)
    put(batch, ndjson(*[a_content(subject=str(n)) for n in range(3)]))
    real, calls = door.deliver, []

    def deadly(posted):
        calls.append(posted.raw)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(posted)

    monkeypatch.setattr(door, "deliver", deadly)
    with pytest.raises(KeyboardInterrupt):
        work(world)
    tolvan.delete()
    world.clock.advance(hours=1)
    work(world)
    pass_time(world, sender, minutes=20)
    found = results(sender, batch["batch_key"])
    assert [row["status"] for row in found] == ["accepted", "accepted", "refused"]
    assert {row["content_key"] for row in found[:2]} == {letter.key for letter in letters(world, tolvan)}
    assert len(calls) == 4


def test_what_was_withdrawn_before_its_hand_had_noted_it_is_not_sent_anew(sender, world, monkeypatch):
    batch = made(sender)
    put(batch, ndjson(a_content(ssn=ANNA, type="letter.salary", retain=True)))
    with monkeypatch.context() as dying:
        dying.setattr(store, "settle", lambda *_, **__: (_ for _ in ()).throw(RuntimeError))
        work(world, rounds=4)
    rows = [row for row in delivery_store.waiting_for(world.operator.pepper.person(ANNA)) if row.tenant]
    [key] = [row.content_key for row in rows]
    assert sender.call("DELETE", f"/v2/tenant/{{tk}}/content/{key}").status_code == 204
    for _ in range(2):
        pass_time(world, sender, minutes=20)
    [row] = results(sender, batch["batch_key"])
    assert (row["status"], row["content_key"]) == ("retained", key)
    assert [each for each in delivery_store.waiting_for(world.operator.pepper.person(ANNA)) if each.tenant] == []
    assert sender.call("GET", f"/v2/tenant/{{tk}}/content/{key}").json_body["state"] == "withdrawn"


def test_a_hand_stops_in_time_and_another_goes_on(sender, world, monkeypatch):
    world.a_person()
    real = door.deliver

    def slow(posted):
        world.clock.advance(seconds=25)
        return real(posted)

    monkeypatch.setattr(door, "deliver", slow)
    key = sent(world, sender, ndjson(*[a_content(subject=str(n)) for n in range(8)]))
    row = store.find_segment(key, "000001")
    assert (told(sender, key)["accepted"], int(row.tries)) == (8, 3)


def test_a_batch_is_told_of_once(sender, world):
    world.a_person()
    hook = {"url": "https://hooks.example.com/kuvert", "types": ["batch.done"]}
    assert sender.call("POST", "/v2/webhooks/events", hook).status_code == 201
    done, failed = sent(world, sender, ndjson(a_content())), sent(world, sender, b"x")
    cancelled = made(sender)["batch_key"]
    for _ in range(2):
        assert sender.call("DELETE", f"/v2/tenant/{{tk}}/batch/{cancelled}").status_code == 204
    for key, status in ((done, "done"), (failed, "failed"), (cancelled, "failed")):
        [news] = list(NewsRow.query(key))
        assert news.types == ["batch.done"]
        assert f'"status": "{status}"' in news.facts
    assert [body["body"] for body in world.messages(world.config.callbacks_queue_url)][-2:] == [
        {"subject": failed}, {"subject": cancelled},
    ]


# --- Giving up ---


def test_what_waits_for_its_file_is_given_up(sender, world):
    batch = made(sender)
    path = f"/v2/tenant/{{tk}}/batch/{batch['batch_key']}"
    assert sender.call("DELETE", path).status_code == 204
    put(batch, ndjson(a_content()))
    work(world)
    assert told(sender, batch["batch_key"])["status"] == "failed"
    assert sender.call("DELETE", path).status_code == 204, "once more, since the answer was lost"


def test_what_is_being_sent_is_stopped_where_it_is(sender, world, monkeypatch):
    tolvan = world.a_person()
    monkeypatch.setattr(reading, "SEGMENT_ROWS", 2)
    batch = made(sender)
    key = batch["batch_key"]
    put(batch, ndjson(*[a_content(subject=str(n)) for n in range(6)]))
    real, calls = app.send_segment, []

    def then_cancelled(event):
        calls.append(event)
        if len(calls) == 2:
            assert sender.call("DELETE", f"/v2/tenant/{{tk}}/batch/{key}").status_code == 204
        return real(event, None)

    work(world, deliver=lambda event, context: then_cancelled(event))
    found = results(sender, key)
    assert [(row["status"], row.get("code")) for row in found] == [("accepted", None)] * 2 + [("refused", 40904)] * 4
    assert len(letters(world, tolvan)) == 2
    assert sender.call("DELETE", f"/v2/tenant/{{tk}}/batch/{key}").status_code == 204


def test_what_has_ended_by_itself_is_not_cancelled(sender, world):
    world.a_person()
    key = sent(world, sender, ndjson(a_content()))
    again = sender.call("DELETE", f"/v2/tenant/{{tk}}/batch/{key}")
    assert (again.status_code, again.json_body["code"]) == (409, 40904)


def test_a_client_that_is_shut_out_sends_no_more(sender, world):
    world.a_person()
    batch = made(sender)
    put(batch, ndjson(a_content()))
    world.operator.senders.disable_client(sender.client_id)
    work(world)
    sender.token = world.token(sender.tenant)
    answer = sender.call("GET", f"/v2/tenant/{{tk}}/batch/{batch['batch_key']}").json_body
    assert (answer["status"], answer["refused"]) == ("done", 1)


def test_a_file_that_never_comes_fails_in_the_end(sender, world):
    key = made(sender)["batch_key"]
    pass_time(world, sender, hours=24)
    assert told(sender, key)["status"] == "waiting_for_upload"
    pass_time(world, sender, hours=2)
    assert told(sender, key)["reason"] == "No file was uploaded in time."


def test_an_event_that_is_lost_is_made_up_for(sender, world):
    world.a_person()
    batch = made(sender)
    put(batch, ndjson(a_content()))
    world.messages(world.config.batches_queue_url)
    pass_time(world, sender, minutes=20)
    assert told(sender, batch["batch_key"])["status"] == "done"
