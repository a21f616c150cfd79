"""The senders' calls about batches: making, looking, listing, and whose they are."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.batches import made, ndjson, put, sent, told, work
from tests.counting import counted
from tests.faults.harness import Breaker, breaking
from tests.world import ANNA, BENGT, a_content

BATCH = "/v2/tenant/{tk}/batch"


def test_a_batch_says_where_its_file_goes(sender, world):
    answer = sender.call("POST", BATCH, {"format": "ndjson", "name": "Utskick\nnovember"})
    batch = answer.json_body
    url = urlsplit(batch["upload"]["url"])

    assert answer.status_code == 201
    assert {name: batch[name] for name in ("name", "format", "status", "rows", "done")} == {
        "name": "Utskick november", "format": "ndjson", "status": "waiting_for_upload", "rows": 0, "done": 0,
    }
    assert batch["upload"]["method"] == "PUT"
    assert batch["upload"]["headers"] == {"content-type": "application/x-ndjson"}
    assert batch["upload"]["expires_at"] == "2026-11-20T13:00:00.000Z"
    assert url.path.endswith(f"/batches/files/{sender.tenant}/{batch['batch_key']}")
    assert parse_qs(url.query)["X-Amz-SignedHeaders"] == ["content-type;host"]
    assert answer.headers["kivra-objkey"] == batch["batch_key"]
    assert answer.headers["location"].endswith(f"/v2/tenant/{sender.tenant}/batch/{batch['batch_key']}")


@pytest.mark.parametrize("wrong", [{}, {"format": "csv"}, {"format": "zip", "name": "x" * 256}])
def test_what_is_no_batch_is_refused(sender, wrong):
    assert sender.call("POST", BATCH, wrong).json_body["code"] == 40000


def test_the_same_name_makes_the_same_batch(sender, world):
    first, again = (sender.call("POST", BATCH, {"format": "zip"}, Idempotency_Key="nov/1").json_body for _ in range(2))
    other = sender.call("POST", BATCH, {"format": "ndjson"}, Idempotency_Key="nov/1")
    unnamed = made(sender, "zip")

    assert first["batch_key"] == again["batch_key"] != unnamed["batch_key"]
    assert again["upload"]["url"]
    assert (other.status_code, other.json_body["code"]) == (409, 40904)


def test_a_batch_that_has_begun_takes_no_other_file(sender, world):
    world.a_person()
    batch = sender.call("POST", BATCH, {"format": "ndjson"}, Idempotency_Key="1").json_body
    put(batch, ndjson(a_content()))
    work(world)
    again = sender.call("POST", BATCH, {"format": "ndjson"}, Idempotency_Key="1").json_body
    assert (again["status"], "upload" in again) == ("done", False)


def test_results_are_fetched_by_a_link_of_a_minute(sender, world):
    world.a_person()
    batch = told(sender, sent(world, sender, ndjson(a_content())))
    query = parse_qs(urlsplit(batch["results_url"]).query)
    assert query["X-Amz-Expires"] == ["60"]
    assert batch["finished_at"] == "2026-11-20T12:00:00.000Z"
    assert batch["batch_key"] in query["response-content-disposition"][0]


def test_batches_are_listed_newest_first_in_pages(sender, world):
    keys = [made(sender)["batch_key"] for _ in range(5)]
    first = sender.call("GET", f"{BATCH}?limit=3").json_body
    rest = sender.call("GET", f"{BATCH}?limit=3&cursor={first['cursor']}").json_body
    assert [each["batch_key"] for each in (*first["batches"], *rest["batches"])] == keys[::-1]
    assert "cursor" not in rest
    for wrong in ("limit=0", "limit=101", "limit=x", "cursor=x"):
        assert sender.call("GET", f"{BATCH}?{wrong}").json_body["code"] == 40033


def test_another_tenants_batch_looks_absent(sender, world):
    key = made(sender)["batch_key"]
    sender.tenant = world.a_tenant("Annan", "202100548901")
    sender.token = world.token(sender.tenant)
    for method in ("GET", "DELETE"):
        theirs, nobodys = (sender.call(method, f"{BATCH}/{which}") for which in (key, "1795176000" + "f" * 32))
        assert theirs.status_code == nobodys.status_code == 404
        assert theirs.json_body == nobodys.json_body
    assert sender.call("GET", BATCH).json_body["batches"] == []


def test_a_batch_is_forgotten_thirty_days_after_its_end(sender, world):
    world.a_person()
    key = sent(world, sender, ndjson(a_content()))
    world.clock.advance(days=29)
    assert told(sender, key)["status"] == "done"
    world.clock.advance(days=1)
    sender.renew()
    assert sender.call("GET", f"{BATCH}/{key}").status_code == 404
    assert sender.call("GET", BATCH).json_body["batches"] == []


@pytest.mark.parametrize(("scope", "may"), [
    ("post:kivra.v2.tenant.{tk}.content", True), ("get:kivra.v2.tenant.{tk}.content", False),
    ("kivra.v2.tenant.{tk}.batch", False),
])
def test_who_may_send_may_send_many(sender, scope, may):
    scope = scope.replace("{tk}", sender.tenant)
    sender.token = sender.senders.grant(sender.client_id, sender.secret, scope).token
    assert sender.call("POST", BATCH, {"format": "zip"}).status_code == (201 if may else 403)


def test_what_the_calls_cost(sender, world):
    def cost(method, path, body=None, **headers):
        with counted() as calls:
            assert sender.call(method, path, body, **headers).status_code < 300
        return calls[1:]

    world.operator.pepper.person("")  # read once by each process
    assert cost("POST", BATCH, {"format": "zip"}) == ["TransactWriteItems"]
    assert cost("POST", BATCH, {"format": "zip"}, Idempotency_Key="1") == ["GetItem", "TransactWriteItems"]
    assert cost("GET", BATCH) == ["Query"]
    key = made(sender)["batch_key"]
    assert cost("GET", f"{BATCH}/{key}") == ["GetItem"]
    assert cost("DELETE", f"{BATCH}/{key}") == ["GetItem", "GetItem", "TransactWriteItems"]


def test_what_a_batch_costs_beside_its_contents(sender, world):
    """For a hundred rows: reading it, a segment, the end; no call that grows with the tenant or its batches."""
    for ssn in ("191212121212", ANNA, BENGT):
        world.a_person(ssn)
    batch = made(sender)
    put(batch, ndjson(*[a_content((ANNA, BENGT)[n % 2], subject=str(n)) for n in range(100)]))
    with breaking(Breaker()) as seen:
        work(world)
    calls = [call.partition(".")[2] for call in seen.calls if not call.startswith("sqs")]
    letter = ["BatchGetItem", "PutObject", "PutObject", "TransactWriteItems"]

    assert calls[:7] == [
        "GetItem", "HeadObject", "TransactWriteItems", "GetItem", "GetObject", "TransactWriteItems", "TransactWriteItems",
    ]
    assert calls[7:13] == ["Query", "GetItem", "UpdateItem", "GetObject", "GetItem", "BatchGetItem"]
    assert calls[12 : 12 + 400] == letter * 100
    assert calls[412:] == [
        "PutObject", "TransactWriteItems", "GetItem", "GetItem", "Query", "GetObject", "PutObject", "GetItem",
        "TransactWriteItems",
    ]
