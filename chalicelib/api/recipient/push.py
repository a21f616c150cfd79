"""`/api/push`: the browsers that show a notice of new post."""

from __future__ import annotations

import re
from typing import Any

from chalicelib.api.http import Answer, Call
from chalicelib.api.recipient.bodies import BrowserIn, EndpointIn, MovedIn
from chalicelib.api.recipient.models import BrowserOut, PushOut
from chalicelib.api.recipient.routes import door
from chalicelib.identity.model import Session
from chalicelib.kernel.clock import iso
from chalicelib.kernel.errors import NotFound
from chalicelib.notifications.model import Subscription
from chalicelib.notifications.subscriptions import Address
from chalicelib.wiring import operator

_ID = re.compile(r"^[0-9a-f]{64}$")


@door.route("GET", "/api/push", guard="session", answers={200: PushOut}, tag="Settings")
def show(call: Call[Any]) -> Answer:
    """Tell what a browser subscribes with, and which browsers are told."""
    session: Session = call.caller
    subscriptions = operator().subscriptions
    browsers = [_browser(each, session) for each in subscriptions.of(session.mailbox)]
    return Answer(200, PushOut(key=subscriptions.public_key, browsers=browsers))


@door.route("POST", "/api/push", guard="session", body=BrowserIn, answers={200: BrowserOut}, tag="Settings")
def turn_on(call: Call[BrowserIn]) -> Answer:
    """Tell this browser of new post; at most ten are told, and the one used longest ago makes room."""
    session: Session = call.caller
    keys = call.body.keys
    made = operator().subscriptions.turn_on(session, call.body.endpoint, keys.p256dh, keys.auth)
    return Answer(200, _browser(made, session))


@door.route("POST", "/api/push/renew", guard="session", body=EndpointIn, answers={204: None}, tag="Settings")
def renew(call: Call[EndpointIn]) -> Answer:
    """Go on telling this browser after another login; not found when somebody else has turned it on."""
    operator().subscriptions.renew(call.caller, call.body.endpoint)
    return Answer(204)


@door.route("POST", "/api/push/moved", guard="public", body=MovedIn, answers={204: None}, tag="Settings")
def moved(call: Call[MovedIn]) -> Answer:
    """Go on telling a browser that its push service has given another address; it proves itself by the old one."""
    old, new = (Address(each.endpoint, each.keys.p256dh, each.keys.auth) for each in (call.body.old, call.body.new))
    operator().subscriptions.moved(old, new)
    return Answer(204)


@door.route("DELETE", "/api/push/{id}", guard="session", answers={204: None}, tag="Settings")
def turn_off(call: Call[Any]) -> Answer:
    """Stop telling a browser."""
    if not _ID.match(call.path["id"]):
        raise NotFound("There is no such browser.")
    operator().subscriptions.turn_off(call.caller.mailbox, call.path["id"])
    return Answer(204)


def _browser(subscription: Subscription, session: Session) -> BrowserOut:
    told = subscription.told_at
    return BrowserOut(
        id=subscription.key, device=subscription.device, current=subscription.login == session.login,
        created_at=iso(subscription.created_at), told_at=iso(told) if told else None,
    )
