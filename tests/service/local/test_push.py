"""Web push over the wire: the real client against the simulated push service, which checks and decrypts."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import urllib3

from chalicelib.kernel.errors import Unavailable
from chalicelib.notifications.model import Subscription
from chalicelib.notifications.push import WebPush
from chalicelib.notifications.push_texts import PushMessage
from chalicelib.notifications.suppliers import Gone, Refused
from chalicelib.notifications.vapid import Vapid
from chalicelib.outgoing.guard import Guard
from chalicelib.outgoing.receiver import HttpReceiver
from chalicelib.recipients.model import Language

pytestmark = pytest.mark.local
MESSAGE = PushMessage("Ny post från Skatteverket", "Logga in.", Language.SV, "t0", urgent=True)


class Known:
    """A secret of the test's own."""

    def __init__(self, text: str) -> None:
        self._text = text

    def text(self) -> str:
        return self._text


@pytest.fixture
def client(emulator_clock):
    """Makes clients on the clock of the service, which other tests have moved."""

    def make(seconds: float = 2, secret: str = "a") -> tuple[WebPush, Vapid]:
        vapid = Vapid(clock=emulator_clock, secret=Known(secret), contact="post@kuvert.example")
        return WebPush(vapid=vapid, receiver=HttpReceiver(guard=Guard(to_localhost=True), seconds=seconds)), vapid

    return make


def ask(emulator, party: str, what: str, wish: dict | None = None):
    url = f"{emulator.settings.endpoint(party)}/_control/{what}"
    answer = urllib3.request("POST" if wish is not None else "GET", url, body=json.dumps(wish or {}))
    return answer.json()


def subscribed(emulator, key: str, name: str = "Karins telefon") -> Subscription:
    made = ask(emulator, "push", "subscriptions", {"applicationServerKey": key, "name": name})
    now = datetime.now(UTC)
    return Subscription("m", "k", made["endpoint"], made["keys"]["p256dh"], made["keys"]["auth"], "x", "l", now, now)


def test_a_message_is_checked_decrypted_and_shown(client, emulator):
    push, vapid = client()
    push.send(subscribed(emulator, vapid.public_key), MESSAGE)

    shown = [one for one in ask(emulator, "ses", "outbox") if one["channel"] == "push"][-1]
    assert (shown["to"], shown["subject"], shown["text"]) == ("Karins telefon", MESSAGE.title, MESSAGE.body)
    assert (shown["ttl"], shown["urgency"], shown["topic"], shown["tag"]) == ("259200", "high", "t0", "t0")


def test_a_browser_that_has_unsubscribed_is_gone(client, emulator):
    push, vapid = client()
    browser = subscribed(emulator, vapid.public_key)
    ask(emulator, "push", f"subscriptions/{browser.endpoint.rpartition('/')[2]}", {})

    with pytest.raises(Gone):
        push.send(browser, MESSAGE)


def test_only_the_server_that_a_browser_subscribed_to_may_send(client, emulator):
    _, other = client(secret="another")
    push, vapid = client()
    with pytest.raises(Refused):
        push.send(subscribed(emulator, other.public_key), MESSAGE)
    stranger = subscribed(emulator, vapid.public_key)
    with pytest.raises(Refused):
        push.send(replace(subscribed(emulator, vapid.public_key), auth=stranger.auth), MESSAGE)


@pytest.mark.parametrize(("fault", "error"), [
    ({"mode": "error", "status": 410}, Gone), ({"mode": "error", "status": 503}, Unavailable),
    ({"mode": "error", "status": 429}, Unavailable), ({"mode": "down"}, Unavailable),
    ({"mode": "slow", "seconds": 3}, Unavailable),
])
def test_a_push_service_that_fails(client, emulator, fault, error):
    push, vapid = client(seconds=0.5)
    browser = subscribed(emulator, vapid.public_key)
    ask(emulator, "ses", "faults", {"party": "push", "count": 1, **fault})

    with pytest.raises(error) as raised:
        push.send(browser, MESSAGE)
    assert "push/" not in str(raised.value)
    ask(emulator, "ses", "faults", {"party": "push", "mode": "ok"})
    push.send(browser, MESSAGE)
