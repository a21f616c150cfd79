"""Registered letters as their senders know them: what is taken, and the responses."""

from __future__ import annotations

from datetime import datetime

import pytest

from chalicelib.aws import clients
from chalicelib.mailbox import store as mailbox_store
from chalicelib.registered.store import RegisteredRow
from tests.contents import REGISTERED, of_type
from tests.faults.harness import Breaker, breaking
from tests.signing import signed
from tests.world import ANNA, World

__all__ = ["phone"]

from tests.phone import phone

DAY_END = "2026-12-10T23:00:00.000Z"


def send(sender, **registered):
    return sender.send({**of_type("registered.letter", ssn=ANNA), "registered": {**REGISTERED, **registered}})


def listed(sender):
    return sender.call("GET", "/v2/tenant/{tk}/registered")


@pytest.fixture
def key(world: World, sender) -> str:
    """A letter to Anna."""
    world.a_person(ANNA, name="Karin Lindström")
    return send(sender).headers["kivra-objkey"]


def expire(world: World, sender, *, walk: bool = False) -> None:
    """Let the letter's day go by."""
    world.clock.advance(days=21)
    if walk:
        world.hour()
    sender.renew()


@pytest.mark.parametrize(("change", "where"), [
    ({"expires_at": "snart"}, "/registered/expires_at"), ({"expires_at": None}, "/registered/expires_at"),
    ({"hidden": {"sender": True}}, "/registered/hidden/subject"), ({"sender_reference": "x"}, "/registered/sender_reference"),
    ({"sender_reference": {"a": "x" * 10_000}}, "/registered/sender_reference"),
    ({"sender_reference": {"a": [float("nan")]}}, "/registered/sender_reference"),
])
def test_what_does_not_fit_is_told_with_its_place(sender, world, change, where):
    """400, and nothing is delivered."""
    world.a_person(ANNA)
    answer = send(sender, **change)

    assert (answer.status_code, answer.json_body["code"]) == (400, 40000)
    assert [error["pointer"] for error in answer.json_body["errors"]] == [where]
    assert world.objects("mailbox/") == []


@pytest.mark.parametrize(("expires_at", "status"), [
    ("2026-11-19", 400), ("2026-11-20", 201), ("2026-11-20T00:30:00+01:00", 201), ("2026-12-20", 201),
    ("2026-12-20T23:59:59+01:00", 201), ("2026-12-20T23:30:00Z", 400), ("2026-12-21", 400),
])
def test_a_letter_waits_until_the_end_of_a_swedish_day(sender, world, expires_at, status):
    """Today at the earliest, the thirtieth day from now at the latest; the time of day does not matter."""
    world.a_person(ANNA)

    assert send(sender, expires_at=expires_at).status_code == status


@pytest.mark.parametrize(("now", "expires_at", "ends"), [
    # The sender counts thirty times 24 hours, and the clocks change on the way.
    ("2027-03-10T22:30:00+00:00", "2027-04-09T22:30:00.123456789Z", "2027-04-09T22:00:00.000Z"),
    ("2026-11-20T22:59:58+00:00", "2026-12-20T23:00:01Z", "2026-12-20T23:00:00.000Z"),
])
def test_thirty_days_that_end_after_midnight_are_thirty_days(sender, world, now, expires_at, ends):
    """The letter can be signed for to the end of the thirtieth day."""
    world.clock.at = world.clock.at.fromisoformat(now)
    sender.renew()
    anna = world.a_person(ANNA)

    key = send(sender, expires_at=expires_at).headers["kivra-objkey"]

    assert mailbox_store.find(anna.mailbox, key).receipt.expires_at == datetime.fromisoformat(ends)


def test_a_letter_needs_parts_and_its_own_field(sender, world):
    """Nothing to sign for, no terms to sign on; and it cannot wait for somebody to join."""
    world.a_person(ANNA)
    content = of_type("registered.letter", ssn=ANNA)

    assert sender.send({**content, "parts": []}).json_body["code"] == 40019
    assert sender.send({**content, "registered": None}).json_body["code"] == 40000
    assert sender.send({**content, "retain": True}).json_body["code"] == 42221


def test_an_email_address_is_no_recipient(sender, world):
    """Who signs must be who it was sent to, by personal number."""
    anna = world.a_person(ANNA)

    answer = sender.send({**of_type("registered.letter", ssn=ANNA), "ssn": None, "email": anna.email})

    assert (answer.status_code, answer.json_body["code"]) == (400, 40024)


def test_a_letter_that_waits_has_no_response(sender, key):
    """404, the list, the letter and its removal."""
    for method, path in (("GET", ""), ("GET", f"/{key}"), ("DELETE", f"/{key}")):
        assert sender.call(method, f"/v2/tenant/{{tk}}/registered{path}").status_code == 404


def test_a_signature_is_told_whole(sender, world, phone, key):
    """When, by whom as BankID has it, and the sender's own reference as it was sent."""
    signed(world, ANNA, key)

    assert listed(sender).json_body == [{"key": key, "status": "signed"}]
    told = sender.call("GET", f"/v2/tenant/{{tk}}/registered/{key}").json_body
    order = told.pop("bank_id_order")
    assert told == {
        "status": "signed", "signed_at": "2026-11-20T12:00:02.000Z", "content_key": key,
        "sender_reference": REGISTERED["sender_reference"],
    }
    assert (order["orderRef"], order["status"]) == ("order-0", "completed")
    completion = order["completionData"]
    assert completion["user"] == {
        "personalNumber": ANNA, "name": "Karin Lindström", "givenName": "Karin", "surname": "Lindström",
    }
    assert completion["device"] == {"ipAddress": "192.0.2.1"}
    assert len(completion["signature"]) == 16_000


@pytest.mark.parametrize("walk", [False, True])
def test_an_expired_letter_is_told(sender, world, key, walk):
    """Whether or not the clock has walked over it; null is said."""
    expire(world, sender, walk=walk)

    assert listed(sender).json_body == [{"key": key, "status": "expired"}]
    assert sender.call("GET", f"/v2/tenant/{{tk}}/registered/{key}").json_body == {
        "status": "expired", "signed_at": None, "sender_reference": REGISTERED["sender_reference"],
        "content_key": key, "bank_id_order": None,
    }


def test_a_letter_expires_at_midnight(sender, world, key):
    """In Sweden, to the second; the walk before finds nothing."""
    world.clock.at = world.clock.at.fromisoformat(DAY_END.replace(".000Z", "+00:00")).replace(second=0)
    world.clock.advance(seconds=-1)
    sender.renew()
    assert world.operator.registered.fall_due() == 0
    assert listed(sender).status_code == 404
    world.clock.advance(seconds=1)
    assert world.operator.registered.fall_due() == 1
    world.release()
    assert listed(sender).json_body == [{"key": key, "status": "expired"}]
    assert world.operator.registered.fall_due() == 0


def test_a_letter_without_a_reference_answers_none(sender, world):
    """Null, not left out."""
    world.a_person(ANNA)
    key = send(sender, sender_reference=None).headers["kivra-objkey"]
    expire(world, sender)

    assert sender.call("GET", f"/v2/tenant/{{tk}}/registered/{key}").json_body["sender_reference"] is None


@pytest.mark.parametrize("is_signed", [True, False])
def test_a_response_is_removed_by_its_sender(sender, world, phone, key, is_signed):
    """204 once, then it is absent, with its signature."""
    if is_signed:
        signed(world, ANNA, key)
    else:
        expire(world, sender)

    assert sender.call("DELETE", f"/v2/tenant/{{tk}}/registered/{key}").status_code == 204
    assert sender.call("DELETE", f"/v2/tenant/{{tk}}/registered/{key}").status_code == 404
    assert listed(sender).status_code == 404
    assert list(RegisteredRow.scan()) == []


@pytest.mark.parametrize("is_signed", [True, False])
def test_a_response_is_kept_for_thirty_days(sender, world, phone, key, is_signed):
    """From the signature, or from the day it expired; removed by the table or not."""
    if is_signed:
        signed(world, ANNA, key)
        world.clock.advance(days=30, seconds=-3)
    else:
        world.clock.at = world.clock.at.fromisoformat("2027-01-09T22:59:59+00:00")
    sender.renew()
    assert listed(sender).status_code == 200
    world.clock.advance(seconds=3)
    assert listed(sender).status_code == 404
    assert sender.call("GET", f"/v2/tenant/{{tk}}/registered/{key}").status_code == 404


def test_a_letter_outlives_its_recipients_account_for_its_sender(sender, world, key):
    """Erased or thrown away, it expires all the same."""
    from chalicelib.mailbox import store as mailbox_store

    mailbox_store.erase(world.operator.people.get(world.operator.pepper.person(ANNA)).mailbox)
    expire(world, sender, walk=True)

    assert listed(sender).json_body == [{"key": key, "status": "expired"}]


def test_no_personal_number_lies_open(sender, world, phone, key):
    """Not in any table, under any name: the proof is sealed for this letter (I10)."""
    signed(world, ANNA, key)

    dynamodb = clients.client("dynamodb")
    for table in dynamodb.list_tables()["TableNames"]:
        assert ANNA not in str(dynamodb.scan(TableName=table)["Items"]), table
        assert "Lindström" not in str(dynamodb.scan(TableName=table)["Items"]) or table.endswith(("recipients", "logins"))


def test_another_tenants_responses_look_absent(sender, world, phone, key):
    """I8: the key of a response says nothing to anybody but its sender."""
    signed(world, ANNA, key)
    sender.tenant = world.a_tenant("Annan", "202100548901")
    sender.token = world.token(sender.tenant)

    for method, path in (("GET", ""), ("GET", f"/{key}"), ("DELETE", f"/{key}")):
        assert sender.call(method, f"/v2/tenant/{{tk}}/registered{path}").status_code == 404


def test_a_list_reads_nothing_of_what_still_waits(sender, world, phone, key):
    """However many letters are out: only what has become a response, in the order in which it did."""
    others = [send(sender, expires_at=day).headers["kivra-objkey"] for day in ("2026-12-10", "2026-11-30", "2026-11-25")]
    signed(world, ANNA, others[0])
    read, events = [], clients.client("dynamodb").meta.events

    def note(parsed, **_):
        read.append(parsed["ScannedCount"])

    events.register("after-call.dynamodb.Query", note)
    try:
        assert listed(sender).json_body == [{"key": others[0], "status": "signed"}]
    finally:
        events.unregister("after-call.dynamodb.Query", note)
    assert read == [1]

    expire(world, sender)
    assert [each["key"] for each in listed(sender).json_body] == [others[0], others[2], others[1], key]


def test_what_a_response_costs(sender, world, phone, key):
    """After the token: a query; one batch read and a piece of the key service for each four kilobytes; a removal."""
    signed(world, ANNA, key)
    costs = []
    for method, path in (("GET", ""), ("GET", f"/{key}"), ("DELETE", f"/{key}")):
        with breaking(Breaker()) as breaker:
            sender.call(method, f"/v2/tenant/{{tk}}/registered{path}")
        costs.append([call.partition(".")[2] for call in breaker.calls[1:]])

    assert costs == [["Query"], ["BatchGetItem", "Decrypt", "Decrypt", "Decrypt"], ["BatchGetItem", "TransactWriteItems"]]


