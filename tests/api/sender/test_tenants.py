"""Tenants in their clients' hands: create, find, name, organisation numbers."""

from __future__ import annotations

import pytest

from tests.faults.harness import Breaker, breaking
from tests.software import SenderSoftware
from tests.world import World

VAT, OTHER, THIRD = "SE202100548901", "SE556703748501", "SE556000475501"


def body(*numbers: str, name: str = "Sundsvalls kommun"):
    return {"name": name, "company_id": [{"name": name, "orgnr": number} for number in numbers]}


def numbers_of(sender: SenderSoftware) -> list[str]:
    return [each["orgnr"] for each in sender.call("GET", "/v2/tenant/{tk}").json_body["company_id"]]


def test_a_tenant_is_created(sender, world):
    """201 with the tenant and where it is; the next token speaks for it."""
    answer = sender.call("POST", "/v2/tenant", {**body(VAT), "visibility": "hidden", "unknown": 1})

    key = answer.headers["kivra-objkey"]
    assert answer.status_code == 201
    assert answer.headers["location"] == f"http://localhost:8000/v2/tenant/{key}"
    assert answer.json_body == {
        "name": "Sundsvalls kommun", "company_id": [{"name": "Sundsvalls kommun", "orgnr": VAT}],
        "edit_security_level": 25, "groups": [], "visibility": "visible", "created_at": "2026-11-20T12:00:00.000Z",
        "created_by": sender.client_id, "status": "active", "class": "opt_out",
    }
    assert sender.call("GET", f"/v2/tenant/{key}").status_code == 404
    sender.renew()
    assert sender.call("GET", f"/v2/tenant/{key}").json_body == answer.json_body
    assert {"key": key} in sender.call("GET", "/v2/tenant").json_body


def test_the_same_tenant_again_is_the_same(sender):
    """200, and it stays as it is, whatever the name says now."""
    first = sender.call("POST", "/v2/tenant", body(VAT))
    again = sender.call("POST", "/v2/tenant", body("202100-5489", name="Ett annat namn"))

    assert again.status_code == 200
    assert again.headers["kivra-objkey"] == first.headers["kivra-objkey"]
    assert again.json_body == first.json_body


def test_a_tenant_that_the_client_was_given_is_found(sender):
    """Registered by operations, for this client."""
    answer = sender.call("POST", "/v2/tenant", body(THIRD))

    assert (answer.status_code, answer.headers["kivra-objkey"]) == (200, sender.tenant)


def test_another_clients_number_is_refused(sender, world):
    """409 with the catalogue's code; nothing is created, also when another number is free."""
    other = world.a_tenant("Annan", VAT[2:])
    world.token(other)

    for numbers in ((VAT,), (OTHER, VAT)):
        answer = sender.call("POST", "/v2/tenant", body(*numbers))
        assert (answer.status_code, answer.json_body["code"]) == (409, 40915)
    assert world.operator.senders.tenants_of(_caller(sender, world), OTHER) == []


def test_numbers_of_two_own_tenants_are_no_one_tenant(sender):
    """There is nobody to ask: the sentence says whose they are."""
    for number in (VAT, OTHER):
        assert sender.call("POST", "/v2/tenant", body(number)).status_code == 201
        sender.renew()

    answer = sender.call("POST", "/v2/tenant", body(VAT, OTHER))

    assert answer.json_body["code"] == 40915
    assert "of your own" in answer.json_body["long_message"]


def _caller(sender, world):
    return world.operator.senders.caller(sender.token)


@pytest.mark.parametrize("wrong", [
    {}, {"name": "X"}, {"name": "X", "company_id": []}, {"name": "", "company_id": [{"name": "X", "orgnr": VAT}]},
    {"name": "X", "company_id": [{"name": "X"}]},
])
def test_half_a_tenant_is_refused(sender, wrong):
    """What is missing is told with its place."""
    answer = sender.call("POST", "/v2/tenant", wrong)

    assert (answer.status_code, answer.json_body["code"]) == (400, 40000)
    assert answer.json_body["errors"]


def test_a_wrong_number_is_refused(sender):
    """40018, as everywhere."""
    assert sender.call("POST", "/v2/tenant", body("SE202100548801")).json_body["code"] == 40018


def test_a_tenant_is_renamed(sender, world):
    """200 without a body; what has been delivered keeps the old name."""
    answer = sender.call("PUT", "/v2/tenant/{tk}/name", {"name": " Kommunen\n"})

    assert (answer.status_code, answer.body) == (200, b"")
    assert sender.call("GET", "/v2/tenant/{tk}").json_body["name"] == "Kommunen"


def test_numbers_come_and_go(sender):
    """204 both times; adding twice is once."""
    for _ in range(2):
        answer = sender.call("POST", "/v2/tenant/{tk}/company_id", {"company_id": {"name": "Bolaget", "orgnr": OTHER}})
        assert (answer.status_code, answer.body) == (204, b"")
    assert numbers_of(sender) == [THIRD, OTHER]

    assert sender.call("DELETE", f"/v2/tenant/{{tk}}/company_id/{THIRD}").status_code == 204
    assert numbers_of(sender) == [OTHER]
    assert sender.call("GET", f"/v2/tenant?orgnr={THIRD}").json_body == []
    assert sender.call("GET", f"/v2/tenant?orgnr={OTHER}").json_body == [{"key": sender.tenant}]


def test_a_tenant_keeps_one_number(sender):
    """409; and a number that it does not have is not there to be removed."""
    last = sender.call("DELETE", f"/v2/tenant/{{tk}}/company_id/{THIRD}")
    absent = sender.call("DELETE", f"/v2/tenant/{{tk}}/company_id/{OTHER}")

    assert (last.status_code, last.json_body["code"]) == (409, 40904)
    assert (absent.status_code, absent.json_body["code"]) == (404, 40400)
    assert numbers_of(sender) == [THIRD]


def test_a_number_of_another_tenant_is_not_added(sender, world):
    """Neither stolen nor removed."""
    world.a_tenant("Annan", VAT[2:])

    answer = sender.call("POST", "/v2/tenant/{tk}/company_id", {"company_id": {"name": "X", "orgnr": VAT}})

    assert (answer.status_code, answer.json_body["code"]) == (409, 40915)
    assert sender.call("DELETE", f"/v2/tenant/{{tk}}/company_id/{VAT}").status_code == 404
    assert numbers_of(sender) == [THIRD]


def test_there_is_an_end_to_numbers(sender, world):
    """The row stays small."""
    from chalicelib.senders.model import CompanyId
    from chalicelib.senders.store import TenantRow, company_map

    row = TenantRow.get(sender.tenant)
    row.company_id = [company_map(CompanyId("X", f"SE{n:010d}01")) for n in range(50)]
    row.save()
    answer = sender.call("POST", "/v2/tenant/{tk}/company_id", {"company_id": {"name": "X", "orgnr": VAT}})

    assert (answer.status_code, answer.json_body["code"]) == (409, 40904)


# Where there is a sandbox, two of its people switch a sender off that comes.
SANDBOX = ["UpdateItem", "UpdateItem"]
COSTS = {
    ("POST", "/v2/tenant", "new"): ["BatchGetItem", "TransactWriteItems", "Query", *SANDBOX],
    ("POST", "/v2/tenant", "known"): ["BatchGetItem", "GetItem", "GetItem", "Query", *SANDBOX],
    ("PUT", "/v2/tenant/{tk}/name", ""): ["TransactWriteItems"],
    ("POST", "/v2/tenant/{tk}/company_id", ""): ["TransactWriteItems"],
    ("DELETE", "/v2/tenant/{tk}/company_id/SE556000475501", ""): ["GetItem", "TransactWriteItems"],
}


@pytest.mark.parametrize(("request_", "calls"), COSTS.items(), ids=lambda value: " ".join(value))
def test_what_a_call_costs(sender: SenderSoftware, world: World, request_, calls):
    """After the token's own read."""
    method, path, which = request_
    bodies = {"new": body(VAT), "known": body(THIRD)}
    sent = bodies.get(which) or {"name": "X", "company_id": {"name": "X", "orgnr": OTHER}}
    if method == "DELETE":
        sender.call("POST", "/v2/tenant/{tk}/company_id", {"company_id": {"name": "X", "orgnr": OTHER}})
    with breaking(Breaker()) as breaker:
        answer = sender.call(method, path, sent)

    assert answer.status_code < 300
    assert [call.partition(".")[2] for call in breaker.calls] == ["GetItem", *calls]
