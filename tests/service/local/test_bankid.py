"""BankID as its relying parties meet it: orders, their hints, who may finish them, and when they end."""

import base64
import json
from datetime import timedelta

import pytest

from local.simulators.bankid import api, qr
from local.simulators.bankid.orders import Orders
from local.simulators.server import Request

TOLVAN, KARIN = "191212121212", "197701032380"
IP = {"endUserIp": "192.0.2.1"}


class RelyingParty:
    def __init__(self, orders):
        self.orders = orders

    def raw(self, operation, body, method="POST", kind="application/json"):
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = Request(method, f"/rp/v6.0/{operation}", {}, {"content-type": kind}, content)
        answer = api.door(self.orders, request)
        return answer.status, json.loads(answer.encoded())

    def __call__(self, operation, **wish):
        status, answer = self.raw(operation, wish)
        assert status == 200, answer
        return answer

    def app(self, path, **wish):
        answer = api.control(self.orders, Request("POST", f"/_control/{path}", {}, {}, json.dumps(wish).encode()))
        return json.loads(answer.encoded())

    def collect(self, ref):
        answer = self("collect", orderRef=ref)
        return answer["status"], answer.get("hintCode", answer.get("completionData"))


@pytest.fixture
def bankid(clock):
    return RelyingParty(Orders(clock))


def order(bankid, **more):
    return bankid("auth", **IP, **more)["orderRef"]


def test_an_order_begins_waiting_for_the_person(bankid):
    started = bankid("auth", **IP)
    assert set(started) == {"orderRef", "autoStartToken", "qrStartToken", "qrStartSecret"}
    assert bankid.collect(started["orderRef"]) == ("pending", "outstandingTransaction")


def test_a_person_scans_and_signs(bankid, clock):
    started = bankid("auth", **IP)
    bankid.app("scan", qr=qr.code(started["qrStartToken"], started["qrStartSecret"], 0))
    assert bankid.collect(started["orderRef"]) == ("pending", "userSign")
    bankid.app(f"orders/{started['orderRef']}/complete", personalNumber=KARIN)
    status, completion = bankid.collect(started["orderRef"])
    assert status == "complete"
    user = {"personalNumber": KARIN, "name": "Karin Lindström", "givenName": "Karin", "surname": "Lindström"}
    assert completion["user"] == user
    assert completion["device"]["ipAddress"] == "192.0.2.1"
    assert completion["stepUp"] is None
    assert set(completion) == {"user", "device", "bankIdIssueDate", "stepUp", "signature", "ocspResponse"}


def test_the_signature_holds_what_the_person_saw(bankid):
    text = base64.b64encode("Jag godkänner".encode()).decode()
    ref = bankid("sign", **IP, userVisibleData=text, returnRisk=True)["orderRef"]
    bankid.app(f"orders/{ref}/complete", personalNumber=KARIN)
    completion = bankid("collect", orderRef=ref)["completionData"]
    signature = base64.b64decode(completion["signature"]).decode()
    assert f">{text}</usrVisibleData>" in signature
    assert "<funcId>Signing</funcId>" in signature
    assert completion["risk"] == "low"


def test_what_has_ended_is_collected_once(bankid):
    ref = order(bankid)
    bankid.app(f"orders/{ref}/complete", personalNumber=KARIN)
    assert bankid.collect(ref)[0] == "complete"
    assert bankid.raw("collect", {"orderRef": ref}) == (
        400,
        {"errorCode": "invalidParameters", "details": "No such order"},
    )


def test_another_persons_bankid_cannot_finish_an_order_for_somebody(bankid):
    ref = order(bankid, requirement={"personalNumber": TOLVAN})
    bankid.app(f"orders/{ref}/complete", personalNumber=KARIN)
    status, hint = bankid.collect(ref)
    assert (status, hint) == ("failed", "startFailed")


def test_a_second_order_for_the_same_person_ends_both(bankid):
    asked = IP | {"requirement": {"personalNumber": TOLVAN}}
    ref = bankid("auth", **asked)["orderRef"]
    status, answer = bankid.raw("auth", asked)
    assert (status, answer["errorCode"]) == (400, "alreadyInProgress")
    assert bankid.collect(ref) == ("failed", "cancelled")
    assert bankid.raw("auth", asked)[0] == 200


@pytest.mark.parametrize("hint", ["userCancel", "certificateErr", "transactionRiskBlocked"])
def test_a_person_may_cancel_or_be_stopped(bankid, hint):
    ref = order(bankid)
    bankid.app(f"orders/{ref}/cancel", hintCode=hint)
    assert bankid.collect(ref) == ("failed", hint)


def test_a_cancelled_order_is_gone(bankid):
    ref = order(bankid)
    assert bankid("cancel", orderRef=ref) == {}
    assert bankid.raw("collect", {"orderRef": ref})[0] == 400
    assert bankid.raw("cancel", {"orderRef": ref})[0] == 400


def test_time_ends_an_order(bankid, clock):
    not_started, not_signed = order(bankid), order(bankid)
    bankid.app(f"orders/{not_signed}/open")
    clock.advance(timedelta(seconds=31))
    assert bankid.collect(not_started) == ("failed", "startFailed")
    assert bankid.collect(not_signed) == ("pending", "userSign")
    clock.advance(timedelta(seconds=150))
    assert bankid.collect(not_signed) == ("failed", "expiredTransaction")


@pytest.mark.parametrize(("end", "minutes"), [("complete", 3), ("cancel", 5)])
def test_what_has_ended_is_kept_for_some_minutes(bankid, clock, end, minutes):
    kept, forgotten = order(bankid), order(bankid)
    for ref in (kept, forgotten):
        bankid.app(f"orders/{ref}/{end}", **({"personalNumber": KARIN} if end == "complete" else {}))
    clock.advance(timedelta(minutes=minutes, seconds=-5))
    assert bankid.collect(kept)[0] in ("complete", "failed")
    clock.advance(timedelta(seconds=6))
    assert bankid.raw("collect", {"orderRef": forgotten})[0] == 400


def test_a_qr_code_is_fresh_and_of_its_order(bankid, clock):
    started, other = bankid("auth", **IP), bankid("auth", **IP)
    first = qr.code(started["qrStartToken"], started["qrStartSecret"], 0)
    forged = qr.code(started["qrStartToken"], other["qrStartSecret"], 0)
    for wrong in (forged, "bankid.x.0.y", first.replace(".0.", ".1.")):
        with pytest.raises(ValueError, match="QR"):
            bankid.app("scan", qr=wrong)
    clock.advance(timedelta(seconds=6))
    with pytest.raises(ValueError, match="QR"):
        bankid.app("scan", qr=first)
    bankid.app("scan", qr=qr.code(started["qrStartToken"], started["qrStartSecret"], 6))
    assert bankid.collect(started["orderRef"]) == ("pending", "userSign")
    assert bankid.collect(other["orderRef"]) == ("pending", "outstandingTransaction")


def test_the_qr_code_is_the_one_that_bankid_publishes_as_its_example():
    token, secret = "67df3917-fa0d-44e5-b327-edcc928297f8", "d28db9a7-4cde-429e-a983-359be676944c"
    assert qr.code(token, secret, 1).endswith("949d559bf23403952a94d103e67743126381eda00f0b3cbddbf7c96b1adcbce2")


def test_by_itself_it_finishes_after_the_second_collect_when_told_so(clock):
    bankid = RelyingParty(Orders(clock, automatic=KARIN))
    anyone, tolvan = order(bankid), order(bankid, requirement={"personalNumber": TOLVAN})
    assert [bankid.collect(anyone)[0] for _ in range(2)] == ["pending", "pending"]
    assert bankid.collect(anyone)[1]["user"]["personalNumber"] == KARIN
    for _ in range(2):
        bankid.collect(tolvan)
    assert bankid.collect(tolvan)[1]["user"]["personalNumber"] == TOLVAN


@pytest.mark.parametrize(
    ("operation", "body", "method", "kind", "expected"),
    [
        ("auth", IP, "POST", "application/json; charset=utf-8", (415, "unsupportedMediaType")),
        ("auth", IP, "POST", "text/plain", (415, "unsupportedMediaType")),
        ("auth", IP, "GET", "application/json", (405, "methodNotAllowed")),
        ("nothing", IP, "POST", "application/json", (404, "notFound")),
        ("auth", b"{", "POST", "application/json", (400, "invalidParameters")),
        ("auth", {}, "POST", "application/json", (400, "invalidParameters")),
        ("auth", {"endUserIp": "localhost"}, "POST", "application/json", (400, "invalidParameters")),
        ("sign", IP, "POST", "application/json", (400, "invalidParameters")),
        ("auth", IP | {"userVisibleData": "åäö"}, "POST", "application/json", (400, "invalidParameters")),
        ("auth", IP | {"userVisibleData": "YQ==" * 376}, "POST", "application/json", (400, "invalidParameters")),
        (
            "auth",
            IP | {"requirement": {"personalNumber": "12"}},
            "POST",
            "application/json",
            (400, "invalidParameters"),
        ),
        ("auth", IP | {"requirement": {"other": 1}}, "POST", "application/json", (400, "invalidParameters")),
        ("collect", {}, "POST", "application/json", (400, "invalidParameters")),
    ],
)
def test_refuses_what_bankid_refuses(bankid, operation, body, method, kind, expected):
    status, answer = bankid.raw(operation, body, method, kind)
    assert (status, answer["errorCode"]) == expected
