"""Webhooks reach receivers that are well, slow, down or flapping: at least once, in order, by the timetable."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest

from chalicelib.callbacks import due, resting, webhook_store
from chalicelib.callbacks import store as callbacks_store
from chalicelib.callbacks.model import SECRETS_AT_ONCE, TIMETABLE, sign
from chalicelib.notifications.mail_events import handle
from tests.counting import counted
from tests.receiving import answer, receiving, silent
from tests.service.callbacks.conftest import EVENTS
from tests.world import ANNA, START


def test_a_letter_is_told_and_signed(told):
    key = told.send()
    told.work()

    assert told.receiver.types == ["content.accepted", "content.delivered"]
    headers, body = told.receiver.requests[0]
    stamp = headers["webhook-timestamp"]
    message = told.receiver.messages[0]
    assert headers["webhook-id"] == message["id"]
    assert headers["webhook-signature"] == sign(told.hook["secret"], message["id"], int(stamp), body.decode())
    assert headers["content-type"] == "application/json"
    assert message["data"] == {"tenant_key": told.sender.tenant, "content_key": key}
    assert message["timestamp"] == "2026-11-20T12:00:00.000Z"
    assert [entry["state"] for entry in told.log()] == ["delivered", "delivered"]


def test_every_event_of_a_content_is_told(told):
    """Retained, delivered when the person joins, its notice bounced; another expires."""
    salary = {"type": "letter.salary", "retain": True}
    told.send(ssn=ANNA, **salary)
    anna = told.world.a_person(ANNA)
    told.work()
    told.world.clock.advance(seconds=2)
    told.world.operator.releasing.release(anna.person)
    told.work()
    told.world.clock.advance(seconds=2)
    tags = {"content": [told.receiver.messages[0]["data"]["content_key"]], "person": [anna.person], "address": ["x"]}
    bounce = {"eventType": "Bounce", "bounce": {"bounceType": "Permanent"}, "mail": {"tags": tags}}
    for _ in range(2):
        handle(told.world.operator.bounces, bounce)
    told.work()
    assert told.receiver.types == [
        "content.accepted", "content.retained", "content.delivered", "content.notice_bounced",
    ]
    assert told.receiver.messages[1]["data"]["retained_until"] == "2026-12-20T12:00:00.000Z"

    told.send(ssn="198112172385", **salary)
    told.work()
    told.world.clock.advance(days=30)
    told.world.hour()
    told.work()
    assert told.receiver.types[-1] == "content.retention_expired"


def test_the_whole_timetable_and_then_it_is_dropped(told):
    told.receiver.says(500)
    told.send()
    told.work()
    tries = [told.world.clock.now()]
    end = told.world.clock.now() + sum(TIMETABLE, timedelta()) - timedelta(seconds=1)
    # The circuit is another test's: the endpoint is given a fresh start at every try.
    while told.world.clock.now() < end:
        told.sender.renew()
        told.sender.call("PATCH", told.path, {})
        following = TIMETABLE[len(tries)]
        assert told.pass_time(seconds=following.total_seconds() - 2) == 0
        if len(tries) < 9:
            assert told.pass_time(seconds=2) == 1
        else:
            told.receiver.says(500, 200)
            assert told.pass_time(seconds=2) == 2  # the last try, and then the one that has waited for it
        tries.append(told.world.clock.now())

    assert [b - a for a, b in pairwise(tries)] == list(TIMETABLE[1:])
    delivered, dropped = told.log()
    assert (dropped["state"], dropped["reason"], len(dropped["attempts"])) == ("dropped", "answered 500; 10 tries", 10)
    assert "next_attempt_at" not in dropped
    assert (delivered["type"], delivered["state"], len(delivered["attempts"])) == ("content.delivered", "delivered", 1)
    assert told.receiver.types == ["content.accepted"] * 10 + ["content.delivered"]
    assert len({headers["webhook-id"] for headers, _ in told.receiver.requests}) == 2


def test_a_later_event_waits_for_the_earlier_one(told):
    """And another content does not."""
    told.receiver.says(500, 200)
    told.send()
    told.work()
    assert told.receiver.types == ["content.accepted"]
    told.send(subject="Ett annat")
    told.work()
    assert told.receiver.types == ["content.accepted", "content.accepted", "content.delivered"]
    told.pass_time(seconds=5)
    assert told.receiver.types[3:] == ["content.accepted", "content.delivered"]


BAD = {
    "silent": (silent, "no answer within 0.2 s"),
    "a redirect": (lambda h, r: answer(h, 302, location=r.url), "answered 302"),
    "too much": (lambda h, _: answer(h, 200, b"x" * 70_000), "answered more than 65536 bytes"),
    "not found": (lambda h, _: answer(h, 404), "answered 404"),
    "no HTTP": (lambda h, _: h.wfile.write(b"hello\r\n\r\n"), "connection: BadStatusLine"),
    "hangs up": (lambda h, _: h.connection.shutdown(2), "connection: "),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_2xx_in_time_is_tried_again(told, kind):
    told.receiver.behaviour, reason = BAD[kind]
    told.send()
    told.work()
    assert len(told.receiver.requests) == 1
    [attempt] = told.log()[-1]["attempts"]
    assert attempt.get("error", f"answered {attempt.get('status')}").startswith(reason)
    told.receiver.says(200)
    told.pass_time(seconds=5)
    assert [entry["state"] for entry in told.log()] == ["delivered", "delivered"]


def test_one_byte_at_a_time_does_not_prolong_it(told):
    """The deadline is over all of the answer, not over each byte."""

    def dribble(handler, told_):
        for byte in b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 1000:
            handler.wfile.write(bytes([byte]))
            if told_.over.wait(0.02):
                return

    told.receiver.behaviour = dribble
    told.send()
    told.work()
    [attempt] = told.log()[-1]["attempts"]
    assert attempt["error"] == "no answer within 0.2 s"
    assert attempt["milliseconds"] < 1000


def test_a_receiver_that_is_down_is_left_alone_and_found_again(told):
    """Five failures open the circuit; then one message at a time looks how it goes; then all is told."""
    told.fails(letters=7)
    assert len(told.receiver.requests) == 5
    assert told.pass_time(seconds=10) == 0
    assert told.pass_time(seconds=21) == 1
    assert told.pass_time(seconds=31) == 0  # it rests longer now
    assert told.pass_time(seconds=31) == 1
    told.receiver.says(200)
    assert told.pass_time(minutes=5) >= 2
    told.pass_time(minutes=1)
    told.pass_time(minutes=5)
    told.pass_time(minutes=5)

    assert {entry["state"] for entry in told.log()} == {"delivered"}
    for subject in {message["data"]["content_key"] for message in told.receiver.messages}:
        of_it = [m["type"] for m in told.receiver.messages if m["data"]["content_key"] == subject]
        assert of_it == sorted(of_it)  # accepted, however often, and then delivered


def test_what_waits_for_a_receiver_costs_the_clock_nothing(told, monkeypatch):
    """However much is put aside, the clock asks the same; it is taken up page by page, in order, each once."""
    monkeypatch.setattr(resting, "PAGE", 10)
    told.fails(letters=6)
    told.pass_time(seconds=10)
    with counted() as few:
        told.world.operator.callbacks_due.strike()
    for n in range(12):
        told.send(subject=f"Brev {n + 6}")
    told.work(40)
    with counted() as many:
        told.world.operator.callbacks_due.strike()
    assert many == few
    assert len(told.receiver.requests) == 5

    told.receiver.says(200)
    told.pass_time(seconds=51)
    told.work(40)
    told.pass_time(minutes=30)
    waited = [message["id"] for message in told.receiver.messages[5:]]
    assert len(waited) == len(set(waited)) == 36
    for subject in {message["data"]["content_key"] for message in told.receiver.messages}:
        of_it = [m["type"] for m in told.receiver.messages[5:] if m["data"]["content_key"] == subject]
        assert of_it == ["content.accepted", "content.delivered"]

    told.pass_time(minutes=1)
    assert list(webhook_store.to_wake(told.world.clock.now())) == []


def test_a_webhook_with_much_to_be_told_does_not_hold_up_the_others(told, monkeypatch):
    """The clock sends so many of one webhook at a strike, and always some of each."""
    monkeypatch.setattr(due, "PER_ENDPOINT", 1)
    other = told.add(tkey_filter=told.sender.tenant, types=["content.delivered"])
    for n in range(12):
        told.send(subject=f"Brev {n}")
    for message in told.world.messages(told.world.config.callbacks_queue_url):
        told.world.operator.telling.handle(message["body"])
    told.world.messages(told.world.config.callbacks_queue_url)  # as if all were waiting for their turn
    told.world.operator.callbacks_due.strike()
    asked = [message["body"]["endpoint"] for message in told.world.messages(told.world.config.callbacks_queue_url)]
    waiting = callbacks_store.page(told.endpoint, told.world.clock.now(), None, 50)
    assert len(waiting) == 24
    assert Counter(asked)[told.endpoint] == len({row.due for row in waiting}) < 24
    assert Counter(asked)[told.endpoint.replace(told.hook["id"], other["id"])] >= 1


def test_what_is_put_aside_too_late_is_found(told):
    """A worker that read of the rest before it was over puts something aside when all else has been taken up."""
    told.fails(letters=5)
    told.receiver.says(200)
    told.pass_time(minutes=2)
    told.pass_time(minutes=5)
    key = told.send(subject="Sent")
    late = told.world.messages(told.world.config.callbacks_queue_url)
    told.world.operator.telling.hand_out(key)
    told.world.messages(told.world.config.callbacks_queue_url)
    calls = [row for row in callbacks_store.page(told.endpoint, told.world.clock.now(), None, 50) if row.subject == key]
    assert late
    assert all(callbacks_store.put_aside(call) for call in calls)
    assert told.pass_time(minutes=1) == 2


def test_a_removed_webhook_is_not_woken(told):
    """Nobody is to be told any more."""
    told.fails(letters=6)
    told.sender.call("DELETE", told.path)
    told.receiver.says(200)
    assert told.pass_time(minutes=5) == 0
    told.world.operator.telling.handle({"endpoint": told.endpoint})


def test_another_address_is_told_at_once(told):
    """What is put aside for the old one does not wait until its rest is over."""
    told.fails(letters=6)
    told.receiver.says(200)
    told.sender.call("PATCH", told.path, {"url": told.receiver.url})
    told.pass_time(seconds=6)
    assert {entry["state"] for entry in told.log()} == {"delivered"}


def test_a_flapping_receiver_gets_everything(told):
    """Every other call fails."""
    flips = iter(range(10_000))
    told.receiver.behaviour = lambda handler, _: answer(handler, 200 if next(flips) % 2 else 500)
    for n in range(10):
        told.send(subject=f"Brev {n}")
    told.work()
    while any(entry["state"] == "pending" for entry in told.log()):
        told.pass_time(minutes=30)
    assert told.world.clock.now() < START + timedelta(hours=12)
    assert len(told.log()) == 20
    assert {entry["state"] for entry in told.log()} == {"delivered"}


def test_a_slow_receiver_delays_nobody_else(told):
    """The other webhook of the same tenant has everything at once; the slow one is asked five times and then rests."""
    with receiving() as slow:
        slow.behaviour = silent
        told.add(url=slow.url)
        for n in range(7):
            told.send(subject=f"Brev {n}")
        told.work()
        assert len(told.receiver.requests) == 14
        assert len(slow.requests) == 5


def test_news_whose_message_was_lost_are_found_by_the_clock(told):
    told.send()
    told.world.messages(told.world.config.callbacks_queue_url)
    assert told.pass_time(seconds=30) == 0  # may still be under way
    assert told.pass_time(seconds=60) == 2


def test_a_queue_that_cannot_be_reached_does_not_make_a_send_fail(told, monkeypatch):
    from botocore.exceptions import ConnectTimeoutError

    def unreachable(*_, **__):
        raise ConnectTimeoutError(endpoint_url="https://sqs.example")

    monkeypatch.setattr(told.world.operator.queues.callbacks, "send", unreachable)
    assert told.send()
    monkeypatch.undo()
    assert told.pass_time(seconds=61) == 2


def test_both_secrets_sign_for_72_hours(told):
    told.send()
    told.work()
    rotated = told.sender.call("POST", f"{told.path}/rotate-secret").json_body
    assert rotated["secret"] != told.hook["secret"]
    told.world.clock.advance(hours=71, minutes=59)
    told.sender.renew()
    told.send(subject="Under bytet")
    told.work()
    told.world.clock.advance(minutes=1)
    told.sender.renew()
    told.send(subject="Efter bytet")
    told.work()

    def signed(n: int) -> list[bool]:
        headers, body = told.receiver.requests[n]
        wanted = [sign(s, headers["webhook-id"], int(headers["webhook-timestamp"]), body.decode())
                  for s in (told.hook["secret"], rotated["secret"])]
        return [text in headers["webhook-signature"].split(" ") for text in wanted]

    assert [signed(0), signed(2), signed(4)] == [[True, False], [True, True], [False, True]]


def test_rotating_again_after_a_lost_answer_cuts_nobody_off(told):
    """The receiver may know any one of them; each goes on signing until its own time is over, and no longer."""

    def signed() -> list[bool]:
        told.sender.renew()
        told.send(subject=f"Brev {len(told.receiver.requests)}")
        told.work()
        headers, body = told.receiver.requests[-1]
        given = headers["webhook-signature"].split(" ")
        assert len(given) == len(set(given))
        of = (headers["webhook-id"], int(headers["webhook-timestamp"]), body.decode())
        return [sign(secret, *of) in given for secret in secrets]

    secrets = [told.hook["secret"]]
    for _ in range(3):
        secrets.append(told.sender.call("POST", f"{told.path}/rotate-secret").json_body["secret"])
        told.world.clock.advance(minutes=1)
        assert all(signed())
    told.world.clock.advance(hours=71, minutes=57)
    assert signed() == [False, True, True, True]
    told.world.clock.advance(minutes=1)
    assert signed() == [False, False, True, True]
    secrets.append(told.sender.call("POST", f"{told.path}/rotate-secret").json_body["secret"])
    told.world.clock.advance(minutes=1)
    assert signed() == [False, False, False, True, True]


def test_so_many_secrets_sign_at_once(told):
    """A loop that asks for ever cuts nobody off either."""
    for _ in range(SECRETS_AT_ONCE - 1):
        assert told.sender.call("POST", f"{told.path}/rotate-secret").status_code == 200
    refused = told.sender.call("POST", f"{told.path}/rotate-secret")
    assert (refused.status_code, refused.json_body["code"]) == (409, 40904)
    told.world.clock.advance(hours=72)
    told.sender.renew()
    assert told.sender.call("POST", f"{told.path}/rotate-secret").status_code == 200


def test_secrets_are_sealed_at_rest_and_shown_once(told):
    from chalicelib.callbacks.webhook_store import WebhookRow

    [row] = WebhookRow.query(told.sender.client_id)
    assert told.hook["secret"].startswith("whsec_")
    assert told.hook["secret"] not in str(row.attribute_values)
    assert "secret" not in told.sender.call("GET", told.path).json_body
    assert "secret" not in told.sender.call("GET", EVENTS).json_body[0]
    assert "secret" not in told.sender.call("PATCH", told.path, {"types": ["batch.done"]}).json_body


def test_a_removed_webhook_is_told_nothing_more(told):
    told.receiver.says(500)
    told.send()
    told.work()
    assert told.sender.call("DELETE", told.path).status_code == 204
    told.receiver.says(200)
    assert told.pass_time(minutes=5) == 0
    told.send(subject="Efteråt")
    assert told.pass_time(minutes=5) == 0


def test_a_client_that_loses_the_tenant_is_told_nothing_more(told):
    """Neither what is new nor what was to be tried again (I8)."""
    told.receiver.says(500)
    told.send()
    told.work()
    told.world.operator.senders.disable_client(told.sender.client_id)
    told.receiver.says(200)
    assert told.pass_time(minutes=5) == 0
