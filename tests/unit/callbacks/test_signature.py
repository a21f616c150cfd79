"""Messages are signed as Standard Webhooks says, so that any of its libraries verifies them."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

from chalicelib.callbacks.model import TIMETABLE, Circuit, event_id, headers, message, new_secret, next_attempt, sign

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_the_published_vector():
    """The one that Standard Webhooks' own libraries are tested with."""
    secret, key, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", '{"test": 2432232314}'
    assert sign(secret, key, 1614265330, body) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_utf8_and_an_independent_oracle():
    material = bytes(range(32))
    body = message("evt_1", "content.accepted", NOW, {"content_key": "ö"})
    signed = base64.b64encode(hmac.new(material, b"evt_1.7." + body.encode(), hashlib.sha256).digest()).decode()
    assert sign(new_secret(material), "evt_1", 7, body) == f"v1,{signed}"
    assert len(base64.b64decode(new_secret(material).removeprefix("whsec_"))) == 32


def test_the_body_and_the_headers():
    body = message("evt_1", "content.accepted", NOW, {"content_key": "k"})
    assert json.loads(body) == {
        "id": "evt_1", "timestamp": "2026-11-20T12:00:00.000Z", "type": "content.accepted", "data": {"content_key": "k"},
    }
    one, two = new_secret(b"1" * 32), new_secret(b"2" * 32)
    sent = headers([one, two], "evt_1", NOW, body, "correlation-1")
    assert sent["webhook-timestamp"] == "1795176000"
    assert sent["webhook-signature"].split(" ") == [sign(s, "evt_1", 1795176000, body) for s in (one, two)]
    assert sent["x-correlation-id"] == "correlation-1"
    assert "x-correlation-id" not in headers([one], "evt_1", NOW, body)


def test_the_timetable():
    waits = [next_attempt(tries, NOW) - NOW for tries in range(1, 10)]
    assert waits == list(TIMETABLE[1:])
    assert sum(waits, timedelta()) == timedelta(hours=75, minutes=35, seconds=5)
    assert next_attempt(10, NOW) is None


def test_ids_sort_in_the_order_of_telling():
    ids = [event_id("a", "e", n, ms) for ms in (1, 2, 10) for n in (0, 1)]
    assert ids == sorted(ids)
    assert len(set(map(len, ids))) == 1


def test_the_circuit_opens_at_five_failures_and_never_for_long():
    pauses = [Circuit(failures).pause() for failures in range(12)]
    assert pauses[:4] == [None] * 4
    assert pauses[4:8] == [timedelta(seconds=s) for s in (30, 60, 120, 240)]
    assert set(pauses[8:]) == {timedelta(minutes=5)}
