"""Asking to send for a tenant that another client has registered, and the operator's answer."""

from __future__ import annotations

import json

import pytest

from chalicelib.api.operations.__main__ import main
from tests.faults.harness import Breaker, Mode, breaking, restarted

VAT = "SE202100548901"


@pytest.fixture
def wanted(world) -> str:
    """Somebody else's tenant."""
    return world.a_tenant("Sundsvalls kommun", VAT[2:])


def ask(sender, vat: str = VAT):
    return sender.call("POST", "/v2/tenant/request_access", {"vat_number": vat})


def status(sender, key: str) -> str:
    return sender.call("GET", f"/v2/tenant/request_access/{key}").json_body["status"]


def operations(capsys, *words: str):
    assert main(["access", *words]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_request_waits_for_the_operator(sender, wanted):
    """201 with what was asked; the same question is the same request, also under another form of the number."""
    answer = ask(sender)
    key = answer.headers["kivra-objkey"]

    assert answer.status_code == 201
    assert answer.headers["location"] == f"http://localhost:8000/v2/tenant/request_access/{key}"
    assert answer.json_body == {
        "created_at": "2026-11-20T12:00:00.000Z", "created_by": sender.client_id, "status": "pending",
        "client_id": sender.client_id, "client_name": "Verksamhetssystem", "tenant_name": "Sundsvalls kommun",
        "tenant_key": wanted,
    }
    again = ask(sender, "202100-5489")
    assert (again.status_code, again.headers["kivra-objkey"]) == (201, key)
    assert again.json_body == answer.json_body
    assert sender.call("GET", f"/v2/tenant/request_access/{key}").json_body == answer.json_body


def test_nobody_to_ask_is_absent(sender):
    """An organisation without a tenant, a number that is wrong, a request that is not there."""
    assert ask(sender).json_body["code"] == 40400
    assert ask(sender, "SE202100548801").json_body["code"] == 40018
    assert sender.call("GET", "/v2/tenant/request_access/x").json_body["code"] == 40400


def test_who_has_access_is_accepted_at_once(sender):
    """Nobody is bothered."""
    assert ask(sender, "SE556000475501").json_body["status"] == "accepted"


def test_the_operator_accepts(sender, wanted, capsys):
    """From then on a new token speaks for the tenant; accepting twice is accepting once."""
    key = ask(sender).headers["kivra-objkey"]
    (waiting,) = operations(capsys, "list")["requests"]
    assert (waiting["request"], waiting["tenant_name"]) == (key, "Sundsvalls kommun")

    for _ in range(2):
        assert operations(capsys, "accept", key)["status"] == "accepted"

    assert status(sender, key) == "accepted"
    assert operations(capsys, "list")["requests"] == []
    assert sender.call("GET", f"/v2/tenant/{wanted}").status_code == 404
    sender.renew()
    assert sender.call("GET", f"/v2/tenant/{wanted}").status_code == 200


def test_the_operator_rejects_and_thinks_again(sender, wanted, capsys):
    """A rejected client that asks again learns that it was rejected; the operator may change its mind."""
    key = ask(sender).headers["kivra-objkey"]
    operations(capsys, "reject", key)

    assert ask(sender).json_body["status"] == "rejected"
    sender.renew()
    assert sender.call("GET", f"/v2/tenant/{wanted}").status_code == 404
    operations(capsys, "accept", key)
    assert status(sender, key) == "accepted"


def test_a_request_that_is_not_there_cannot_be_decided(world, capsys):
    """The command says so and fails."""
    assert main(["access", "accept", "x"]) == 1
    assert "not_found" in capsys.readouterr().err


@pytest.mark.parametrize("mode", [Mode.BEFORE, Mode.AFTER, Mode.REPEATED, Mode.LATE])
def test_asking_broken_anywhere_and_repeated_is_one_request(sender, wanted, mode):
    """Each remote call in turn."""
    from chalicelib.senders.access_store import AccessRequestRow

    for at in range(4):
        with breaking(Breaker(at, mode)) as breaker, restarted():
            ask(sender)
        answer = ask(sender)
        for late in breaker.late:
            late_call(late)
        assert ask(sender).headers["kivra-objkey"] == answer.headers["kivra-objkey"]
    rows = [row for row in AccessRequestRow.scan() if row.status]
    assert len(rows) == 1


def late_call(call) -> None:
    """What arrives when everybody has gone on; refused by its condition, or read by nobody."""
    from botocore.exceptions import ClientError

    try:
        call()
    except ClientError:
        return


def test_what_asking_costs(sender, wanted):
    """After the token's own read."""
    with breaking(Breaker()) as new:
        key = ask(sender).headers["kivra-objkey"]
    with breaking(Breaker()) as known:
        ask(sender)
    with breaking(Breaker()) as read:
        status(sender, key)

    names = [[call.partition(".")[2] for call in made.calls[1:]] for made in (new, known, read)]
    assert names == [["GetItem", "BatchGetItem", "TransactWriteItems"], ["GetItem", "BatchGetItem", "GetItem"], ["GetItem"]]
