"""What each request of the web app costs: its calls to AWS, counted on the wire."""

from __future__ import annotations

import pytest

from chalicelib.aws.config import Config
from tests.browsers import subscription
from tests.counting import counted
from tests.world import ANNA, a_content


@pytest.fixture
def anna_with_post(anna, sender, world):
    """Anna, logged in and stepped up, with two letters: one read, one in the trash."""
    keys = [sender.send(a_content(ANNA, subject=f"Brev {n}")).headers["kivra-objkey"] for n in range(2)]
    anna.call("PATCH", f"/letters/{keys[1]}", {"trashed": True})
    anna.step_up()
    anna.sender, anna.keys = sender, keys
    anna.browser = anna.post("/push", subscription("one")).json_body["id"]
    anna.get("/push")  # the key for web push is read once in a process
    return anna


# Beyond the first read, which is of the session.
SESSION = {
    ("GET", "/letters"): ["Query"],
    ("GET", "/letters/{key}"): ["GetItem", "GetObject", "PutItem", "GetItem"],
    ("GET", "/letters/{key}/parts/1"): ["GetItem", "GetObject", "PutItem"],
    ("PATCH", "/letters/{key}"): ["UpdateItem"],
    ("POST", "/letters/actions"): ["UpdateItem", "UpdateItem"],  # one a letter, whatever else is in the mailbox
    ("GET", "/labels"): ["GetItem"],
    ("PUT", "/labels/0123456789abcdef"): ["GetItem", "UpdateItem"],
    ("DELETE", "/letters/{trashed}"): [
        "GetItem", "UpdateItem", "GetItem", "ListObjectVersions", "DeleteObjects", "DeleteItem",
    ],
    ("GET", "/accesses"): ["Query"],
    ("GET", "/calendar-link"): ["GetItem"],
    ("POST", "/calendar-link"): ["TransactWriteItems"],
    ("DELETE", "/calendar-link"): ["TransactWriteItems"],
    ("GET", "/export"): ["GetItem"],
    ("POST", "/export"): ["TransactWriteItems", "SendMessage"],
    ("GET", "/session"): ["GetItem"],
    ("GET", "/sessions"): ["Query"],
    ("DELETE", "/session?idle=1"): ["DeleteItem"],
    ("DELETE", "/session"): ["Query", "DeleteItem", "DeleteItem"],
    ("DELETE", "/sessions"): ["Query", "BatchWriteItem", "Query", "BatchWriteItem"],
    ("DELETE", "/sessions/{nobody}"): ["GetItem", "DeleteItem"],
    ("GET", "/senders"): ["GetItem", "Query"],
    ("GET", "/directory"): ["Query", "GetItem", "BatchGetItem"],
    ("PUT", "/senders/{tenant}", "on"): ["GetItem", "TransactWriteItems", "GetItem", "SendMessage", "GetItem"],
    ("PUT", "/senders/{tenant}", "off"): ["GetItem", "UpdateItem", "GetItem"],
    ("GET", "/settings"): ["GetItem"],
    ("PATCH", "/settings"): ["UpdateItem"],
    ("POST", "/settings/terms"): ["GetItem", "UpdateItem"],
    ("GET", "/push"): ["Query"],
    ("POST", "/push"): ["Query", "TransactWriteItems"],
    ("POST", "/push/renew"): ["UpdateItem"],
    ("DELETE", "/push/{browser}"): ["Query", "DeleteItem"],
    ("POST", "/notices/test"): ["TransactWriteItems", "SendMessage"],
    ("GET", "/settings/email"): ["GetItem"],
    ("POST", "/settings/email"): ["BatchGetItem", "TransactWriteItems"],
    ("POST", "/account/close"): ["UpdateItem"],
    ("DELETE", "/account/close"): ["TransactWriteItems", "GetItem", "SendMessage"],
    ("POST", "/step-up"): ["GetItem", "GetItem", "Decrypt", "PutItem"],  # the order before, who it is
}
BODIES = {
    "/letters/actions": {"keys": ["{key}", "{trashed}"], "set": {"archived": True}},
    "/labels/0123456789abcdef": {"name": "Huset"},
    "/push": subscription("two"), "/push/renew": {"endpoint": subscription("one")["endpoint"]},
    "/notices/test": {"channel": "email"}, "/settings/terms": {"version": Config().terms_version},
    "/letters/{key}": {"unread": False}, "/settings": {"theme": "dark"}, "/settings/email": {"email": "x@example.com"},
}


def _filled(body, known):
    """A body with the keys of this test's letters."""
    keys = (body or {}).get("keys")
    return {**body, "keys": [each.format_map(known) for each in keys]} if isinstance(keys, list) else body


@pytest.mark.parametrize(("request_", "calls"), SESSION.items(), ids=lambda value: " ".join(value))
def test_what_a_request_with_a_session_costs(anna_with_post, request_, calls):
    """One read tells who it is; then only what the request is about."""
    method, path, *switch = request_
    anna = anna_with_post
    known = {"key": anna.keys[0], "trashed": anna.keys[1], "tenant": anna.sender.tenant, "browser": anna.browser, "nobody": "0" * 64}
    body = {"on": switch == ["on"]} if switch else _filled(BODIES.get(path), known)
    with counted() as made:
        answer = anna.call(method, path.format_map(known), body)

    assert answer.status_code < 300
    assert made == ["GetItem", *calls]


def test_use_of_a_session_is_written_once_a_minute(anna, world):
    """One write more in the first request of a minute."""
    world.clock.advance(minutes=1)
    with counted() as made:
        anna.get("/letters")
        anna.get("/letters")

    assert made == ["GetItem", "UpdateItem", "Query", "GetItem", "Query"]


def test_looking_for_new_post_each_minute_keeps_nobody_logged_in(anna, world):
    """One read and one query, and nothing is written: after a quarter without anybody the session is over."""
    for _ in range(14):
        world.clock.advance(minutes=1)
        with counted() as made:
            assert anna.get("/letters?limit=50&unattended=1").status_code == 200
        assert made == ["GetItem", "Query"]
    world.clock.advance(minutes=1)

    assert anna.get("/letters?limit=50&unattended=1").status_code == 401


@pytest.mark.parametrize("letters", [3, 120])
def test_the_first_page_costs_the_same_in_a_small_and_a_large_mailbox(anna, world, letters):
    """One read and one query, whatever lies behind."""
    from chalicelib.aws import tables
    from chalicelib.mailbox import store
    from chalicelib.mailbox.model import Letter

    mailbox = anna.cookies["__Host-sid"].partition(".")[0]
    now = world.clock.now()
    for _ in range(letters):
        letter = Letter(mailbox, world.ids.key(now), "t", "Storängens Energi", "Faktura", "letter", now, None, 1)
        tables.commit([store.new_item(letter, "p")])
    with counted() as made:
        answer = anna.get("/letters")

    assert len(answer.json_body["letters"]) == min(letters, 50)
    assert made == ["GetItem", "Query"]


def test_what_logging_in_costs(visitor, world, phone):
    """Polled each second: one read, one write each other second; the end is written before it is used."""
    world.a_person(ANNA)
    with counted() as begun:
        visitor.post("/login", {"purpose": "login"})
    world.clock.advance(seconds=1)
    with counted() as between:
        visitor.post("/login/poll")
    world.clock.advance(seconds=1)
    with counted() as asked:
        visitor.post("/login/poll")
    with counted() as ended:
        visitor.identify()

    assert begun == ["PutItem"]
    assert between == ["GetItem"]
    assert asked == ["GetItem", "UpdateItem"]
    assert ended == ["GetItem", "UpdateItem", "UpdateItem", "GetItem", "TransactWriteItems"]


def test_what_logging_in_without_an_account_costs(visitor, world):
    """The number is sealed for the guide, once; of members it never is."""
    world.operator.pepper.person("")  # the pepper is read once in a process
    visitor.post("/login", {"purpose": "login"})
    with counted() as ended:
        visitor.identify()
    with counted() as again:
        visitor.post("/login/poll")
    with counted() as left:
        visitor.call("DELETE", "/enrolment")

    assert ended == ["GetItem", "UpdateItem", "UpdateItem", "GetItem", "Encrypt", "PutItem"]
    assert again == ["GetItem", "GetItem", "GetItem"]
    assert left == ["GetItem", "DeleteItem"]


def test_what_the_other_way_of_bankid_costs(visitor):
    """The order before is found and ended."""
    visitor.post("/login", {"purpose": "login"})
    with counted() as made:
        visitor.post("/login", {"purpose": "login", "same_device": True})

    assert made == ["GetItem", "DeleteItem", "PutItem"]


def test_what_opening_an_account_costs(visitor, world):
    """A code is one read, one transaction and the message; the account one transaction."""
    costs = {}
    steps = (
        ("start", lambda: visitor.post("/login", {"purpose": "open", "personnummer": ANNA})),
        ("identified", lambda: visitor.identify()),
        ("terms", lambda: visitor.post("/enrolment/terms", {"version": world.config.terms_version})),
        ("email", lambda: visitor.post("/enrolment/email", {"email": "karin@example.com"})),
        ("email code", lambda: visitor.post("/enrolment/email/code", {"code": visitor.code()})),
        ("mobile", lambda: visitor.post("/enrolment/mobile", {"mobile": "0701740605"})),
        ("mobile code", lambda: visitor.post("/enrolment/mobile/code", {"code": visitor.code(by_sms=True)})),
    )
    world.operator.pepper.person("")  # the pepper is read once in a process
    for name, step in steps:
        with counted() as made:
            assert step().status_code == 200
        costs[name] = made

    assert costs == {
        "start": ["Encrypt", "PutItem"],
        "identified": ["GetItem", "UpdateItem", "UpdateItem", "GetItem", "PutItem"],
        "terms": ["GetItem", "UpdateItem", "GetItem"],
        "email": ["GetItem", "BatchGetItem", "TransactWriteItems", "GetItem", "GetItem"],
        "email code": ["GetItem", "UpdateItem", "GetItem", "TransactWriteItems", "GetItem"],
        "mobile": ["GetItem", "BatchGetItem", "TransactWriteItems", "GetItem", "GetItem"],
        "mobile code": [
            "GetItem", "UpdateItem", "TransactWriteItems", "GetItem", "TransactWriteItems", "DeleteItem", "SendMessage",
        ],
    }
