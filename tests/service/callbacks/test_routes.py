"""The webhook routes: what they take, who may use them, what they cost."""

from __future__ import annotations

import pytest

from chalicelib.aws.observability import metrics
from chalicelib.callbacks.model import CLIENTS_PER_TENANT, Type
from chalicelib.senders import store as senders_store
from tests.counting import counted
from tests.faults.harness import Breaker, breaking
from tests.service.callbacks.conftest import EVENTS
from tests.world import a_content

ROUTES = [
    ("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/test"), ("POST", "/rotate-secret"), ("GET", "/deliveries"),
    ("GET", "/events"), ("POST", "/deliveries/evt_1/resend"),
]


def test_a_webhook_is_made_read_changed_and_removed(told):
    made = told.sender.call("POST", EVENTS, {"url": "https://hooks.example.com/a"})
    assert made.status_code == 201
    assert made.json_body["types"] == [kind.value for kind in Type]
    assert made.json_body["tkey_filter"] == "*"
    assert made.headers["location"].endswith(f"{EVENTS}/{made.json_body['id']}")
    path = f"{EVENTS}/{made.json_body['id']}"
    changed = told.sender.call("PATCH", path, {"types": ["content.delivered"], "url": "https://hooks.example.com/b"})
    assert changed.status_code == 200
    assert told.sender.call("GET", path).json_body == changed.json_body
    assert {hook["id"] for hook in told.sender.call("GET", EVENTS).json_body} == {told.hook["id"], made.json_body["id"]}
    assert told.sender.call("DELETE", path).status_code == 204
    assert told.sender.call("GET", path).status_code == 404
    assert told.sender.call("GET", told.path).status_code == 200


def test_a_webhook_of_many_tenants_costs_a_write_for_each_and_no_query(told):
    """A bureau speaks for thousands: what is read does not grow with them."""
    client = told.sender.client_id
    for vat in ("202100281701", "202100305401", "202100474801", "202100548901"):
        told.world.operator.senders.grant_tenant(client, told.world.a_tenant("Kommun", vat))
    told.sender.renew()
    with counted() as calls:
        path = f"{EVENTS}/{told.sender.call('POST', EVENTS, {'url': told.receiver.url}).json_body['id']}"
    assert calls.count("UpdateItem") == 5
    with counted() as calls:
        told.sender.call("PATCH", path, {"types": ["content.delivered"]})
    assert calls.count("UpdateItem") == 1
    with counted() as calls:
        told.sender.call("DELETE", path)
    assert (calls.count("UpdateItem"), calls.count("Query")) == (4, 2)  # one tenant has another webhook


def test_operations_see_that_a_client_is_one_too_many_to_be_told_of_its_new_tenant(told):
    client, tenant = told.sender.client_id, told.world.a_tenant("Kommun", "202100281701")
    assert all(senders_store.listen(tenant, f"client{n}", CLIENTS_PER_TENANT) for n in range(CLIENTS_PER_TENANT))
    told.sender.call("POST", EVENTS, {"url": told.receiver.url})
    told.world.operator.senders.grant_tenant(client, tenant)
    assert tenant in senders_store.find_client(client).tenants
    assert metrics.metric_set.pop("webhooks_not_joined")["Value"] == [1]


@pytest.mark.parametrize(("wrong", "code"), [
    ({"url": "https://127.0.0.1/"}, 40038), ({"url": "http://hooks.example.com/"}, 40038), ({}, 40000),
    ({"url": "https://hooks.example.com/", "types": ["content.read"]}, 40000),
    ({"url": "https://hooks.example.com/", "types": []}, 40000),
    ({"url": "https://hooks.example.com/", "tkey_filter": "1" * 42}, 40000),
])
def test_a_wrong_definition_is_refused(told, wrong, code):
    answer = told.sender.call("POST", EVENTS, wrong)
    assert (answer.status_code, answer.json_body["code"]) == (code // 100, code)
    if "url" in wrong:
        assert told.sender.call("PATCH", told.path, wrong).json_body["code"] == code


def test_five_webhooks_and_no_more(told):
    for _ in range(4):
        assert "secret" in told.add()
    assert told.sender.call("POST", EVENTS, {"url": told.receiver.url}).json_body["code"] == 40904


def test_two_calls_at_once_make_no_sixth(told, monkeypatch):
    """The room is taken with the webhook, not looked for before; and given back with it, once."""
    for _ in range(3):
        told.add()
    vault, seal = told.world.operator.webhooks._vault, told.world.operator.webhooks._vault.seal

    def meanwhile(*what):
        monkeypatch.undo()
        assert "secret" in told.add()
        return seal(*what)

    monkeypatch.setattr(vault, "seal", meanwhile)
    assert told.sender.call("POST", EVENTS, {"url": told.receiver.url}).json_body["code"] == 40904
    assert len(told.sender.call("GET", EVENTS).json_body) == 5

    assert [told.sender.call("DELETE", told.path).status_code for _ in range(2)] == [204, 404]
    assert "secret" in told.add()
    assert told.sender.call("POST", EVENTS, {"url": told.receiver.url}).json_body["code"] == 40904


@pytest.mark.parametrize(("method", "more"), ROUTES)
def test_another_clients_webhook_looks_absent_and_a_limited_token_is_refused(told, method, more):
    """I8: also for another client of the same tenant."""
    mine, body = told.sender.token, {} if method == "PATCH" else None
    told.sender.token = told.world.token(told.sender.tenant)
    assert told.sender.call(method, told.path + more, body).status_code == 404
    assert told.sender.call("GET", EVENTS).json_body == []
    told.sender.token = told.world.token(told.sender.tenant, f"kivra.v2.tenant.{told.sender.tenant}.**")
    assert told.sender.call(method, told.path + more, body).status_code == 403
    assert told.sender.call("POST", EVENTS, {"url": told.receiver.url}).status_code == 403
    told.sender.token = mine
    assert told.sender.call("GET", told.path).status_code == 200


def test_a_tenant_is_told_of_its_own_contents_only(told):
    """Another tenant's letters, and types that were not asked for, are not told."""
    told.sender.call("PATCH", told.path, {"types": ["content.delivered"]})
    other = told.world.a_tenant("Annan", "202100548901")
    mine = told.sender.tenant, told.sender.token
    told.sender.tenant, told.sender.token = other, told.world.token(other)
    told.send()
    told.sender.tenant, told.sender.token = mine
    key = told.send(subject="Eget")
    told.work()
    assert [(m["type"], m["data"]["content_key"]) for m in told.receiver.messages] == [("content.delivered", key)]


def test_all_tenants_includes_those_that_come_later(told):
    told.sender.call("PATCH", told.path, {"tkey_filter": "*"})
    later = told.world.a_tenant("Senare", "202100548901")
    told.world.operator.senders.grant_tenant(told.sender.client_id, later)
    told.sender.renew()
    told.sender.tenant = later
    told.send()
    told.work()
    assert told.receiver.types == ["content.accepted", "content.delivered"]


def test_a_test_message_is_tried_once(told):
    told.receiver.says(500)
    answer = told.sender.call("POST", f"{told.path}/test")
    assert answer.status_code == 204
    told.work()
    [entry] = told.log()
    assert (entry["id"], entry["type"], entry["state"]) == (answer.headers["kivra-objkey"], "webhook.test", "dropped")
    assert entry["attempts"][0]["status"] == 500


def test_the_log_is_paged_newest_first(told):
    keys = []
    for n in range(3):
        keys.append(told.send(subject=f"Brev {n}"))
        told.work()
        told.world.clock.advance(seconds=1)
    ids = [entry["id"] for entry in told.log()]
    assert ids == sorted(ids, reverse=True)
    first = told.sender.call("GET", f"{told.path}/deliveries?limit=4").json_body
    second = told.sender.call("GET", f"{told.path}/deliveries?limit=4&cursor={first['next']}").json_body
    assert [entry["id"] for entry in first["deliveries"] + second["deliveries"]] == ids
    assert "next" not in second
    for query in ("limit=0", "limit=501", "limit=x", f"limit={'9' * 4400}", "cursor=%20"):
        for what in ("deliveries", "events"):
            assert told.sender.call("GET", f"{told.path}/{what}?{query}").json_body["code"] == 40033


def test_a_delivery_is_sent_again_with_the_same_id_and_holds_nothing_up(told):
    told.send()
    told.work()
    [_, accepted] = told.log()
    told.receiver.says(500)
    assert told.sender.call("POST", f"{told.path}/deliveries/{accepted['id']}/resend").status_code == 204
    told.work()
    told.receiver.says(200)
    told.send(subject="Nästa")
    told.work()
    assert told.receiver.types[2:] == ["content.accepted", "content.accepted", "content.delivered"]
    told.pass_time(seconds=5)
    assert told.receiver.messages[-1]["id"] == accepted["id"]
    [again] = [entry for entry in told.log() if entry["id"] == accepted["id"]]
    assert [attempt["status"] for attempt in again["attempts"]] == [204, 500, 200]
    assert told.sender.call("POST", f"{told.path}/deliveries/evt_0/resend").status_code == 404


def test_what_waits_for_another_is_sent_when_it_is_asked_for(told):
    """And the one that it waited for is tried when that is asked for, before what waits for it."""
    told.receiver.says(500)
    told.send()
    told.work()
    told.pass_time(seconds=5)
    told.receiver.says(204)
    [delivered, accepted] = told.log()
    assert told.receiver.types == ["content.accepted"] * 2
    assert told.sender.call("POST", f"{told.path}/deliveries/{delivered['id']}/resend").status_code == 204
    told.work()
    assert told.receiver.types[2:] == ["content.delivered"]
    assert told.sender.call("POST", f"{told.path}/deliveries/{accepted['id']}/resend").status_code == 204
    told.work()
    assert told.receiver.types[3:] == ["content.accepted"]
    assert {entry["state"] for entry in told.log()} == {"delivered"}


def test_replay_by_cursor_gives_everything_once_in_order(told):
    """Whatever the receiver took: also what failed; never what is younger than a minute."""
    told.receiver.says(500)
    keys = [told.send(subject=f"Brev {n}") for n in range(5)]
    told.work()
    young = told.sender.call("GET", f"{told.path}/events").json_body
    assert (young["events"], young["more"]) == ([], False)
    told.world.clock.advance(minutes=1, seconds=1)

    found, cursor, more = [], young["cursor"], True
    while more:
        answer = told.sender.call("GET", f"{told.path}/events?limit=3&cursor={cursor}").json_body
        found, cursor, more = found + answer["events"], answer["cursor"], answer["more"]
    assert len(found) == 10
    for key in keys:
        assert [e["type"] for e in found if e["data"]["content_key"] == key] == ["content.accepted", "content.delivered"]
    again = told.sender.call("GET", f"{told.path}/events?cursor={cursor}").json_body
    assert (again["events"], again["cursor"]) == ([], cursor)


def test_what_is_older_than_thirty_days_is_not_there(told):
    """Whether or not it has been removed (I6)."""
    told.send()
    told.work()
    told.world.clock.advance(days=30)
    assert told.log() == []
    assert told.sender.call("GET", f"{told.path}/events").json_body["events"] == []


COSTS = [
    ("POST", "", {"url": "https://hooks.example.com/"}, ["Encrypt", "TransactWriteItems", "UpdateItem"]),
    ("GET", "", None, ["Query"]),
    ("GET", "/{id}", None, ["GetItem"]),
    ("PATCH", "/{id}", {}, ["GetItem", "UpdateItem"]),
    ("POST", "/{id}/rotate-secret", None, ["GetItem", "Encrypt", "UpdateItem"]),
    ("POST", "/{id}/test", None, ["GetItem", "TransactWriteItems", "SendMessage"]),
    ("GET", "/{id}/deliveries", None, ["GetItem", "Query"]),
    ("GET", "/{id}/events", None, ["GetItem", "Query"]),
    ("DELETE", "/{id}", None, ["GetItem", "TransactWriteItems", "Query", "UpdateItem", "Query"]),
]


@pytest.mark.parametrize(("method", "more", "body", "calls"), COSTS)
def test_what_a_route_costs(told, method, more, body, calls):
    """Beside the reading of the token."""
    with breaking(Breaker()) as breaker:
        told.sender.call(method, EVENTS + more.replace("{id}", told.hook["id"]), body)
    assert [name.partition(".")[2] for name in breaker.calls[1:]] == calls


def test_the_send_path_costs_one_message_where_somebody_listens_and_nothing_elsewhere(told):
    with breaking(Breaker()) as listened:
        told.send()
    told.sender.call("DELETE", told.path)
    with breaking(Breaker()) as plain:
        told.sender.send(a_content(subject="Tyst"))
    assert listened.calls == [*plain.calls, "sqs.SendMessage"]
    assert [name.partition(".")[2] for name in plain.calls[1:]] == [
        "BatchGetItem", "PutObject", "PutObject", "TransactWriteItems",
    ]
