"""Registered letters as the web app meets them: what is hidden, signing, opening, and being too late."""

from __future__ import annotations

import hashlib
import json

import pytest

import app
from tests.api.sender.test_icons import png, sent
from tests.contents import REGISTERED, of_type
from tests.faults.harness import Breaker, breaking, drain
from tests.world import ANNA, BENGT, PDF, a_content


def send(sender, *, hide_sender: bool = True, hide_subject: bool = True, **change):
    wanted = {**REGISTERED, "hidden": {"sender": hide_sender, "subject": hide_subject}}
    content = {**of_type("registered.letter", ssn=ANNA), "registered": wanted, **change}
    return sender.send(content).headers["kivra-objkey"]


def sign(anna, key: str, number: str = ANNA):
    """Sign to the end; the answer of the last poll."""
    assert anna.post(f"/letters/{key}/receive").status_code == 200
    return anna.identify(number)


def row(anna):
    return anna.get("/letters").json_body["letters"][0]


@pytest.mark.parametrize(("hide_sender", "hide_subject"), [(True, True), (True, False), (False, True), (False, False)])
def test_what_is_hidden_is_not_in_the_answer(anna, sender, hide_sender, hide_subject):
    """Neither in the list, nor when the letter is marked; the rest is."""
    key = send(sender, hide_sender=hide_sender, hide_subject=hide_subject)

    for shown in (row(anna), anna.call("PATCH", f"/letters/{key}", {"unread": True}).json_body):
        assert shown["sender"] == (
            {"key": "", "name": ""} if hide_sender else {"key": sender.tenant, "name": "Härnösands kommun"}
        )
        assert shown["subject"] == ("" if hide_subject else "Beslut om förskoleplats")
        hidden = ["sender"] * hide_sender + ["subject"] * hide_subject
        assert shown["registered"] == {"state": "waiting", "expires_at": "2026-12-10T23:00:00.000Z", "hidden": hidden}
        assert (shown["type"], shown["parts"], shown["received_at"]) == ("registered.letter", 1, "2026-11-20T12:00:02.000Z")


@pytest.mark.parametrize("signed_for", [False, True])
@pytest.mark.parametrize(("hide_sender", "hide_subject"), [(True, False), (False, True)])
def test_no_correction_tells_what_is_hidden(anna, sender, world, hide_sender, hide_subject, signed_for):
    """Neither of the letter nor by it; and a sender who is refused does not learn whether it has been signed for."""
    before = sender.send(a_content(ANNA)).headers["kivra-objkey"]
    hiding = send(sender, hide_sender=hide_sender, hide_subject=hide_subject)
    world.clock.advance(seconds=1)
    after = sender.send(a_content(ANNA, subject="Rättat")).headers["kivra-objkey"]
    if signed_for:
        sign(anna, hiding)

    for old, new in ((before, hiding), (hiding, after)):
        answer = sender.call("POST", f"/v2/tenant/{{tk}}/content/{old}/corrected_by", {"content_key": new})
        assert (answer.status_code, answer.json_body["code"]) == (422, 42200)
    assert {letter.get("corrected_by") for letter in anna.get("/letters").json_body["letters"]} == {None}


def test_a_registered_letter_that_hides_nothing_may_be_corrected(anna, sender, world):
    """It is known already whose it is."""
    old = send(sender, hide_sender=False, hide_subject=False)
    world.clock.advance(seconds=1)
    new = send(sender, hide_sender=False, hide_subject=False, subject="Rättat")

    answer = sender.call("POST", f"/v2/tenant/{{tk}}/content/{old}/corrected_by", {"content_key": new})
    assert answer.status_code == 204
    assert [letter.get("corrected_by") for letter in anna.get("/letters").json_body["letters"]] == [None, new]


def test_nothing_is_opened_before_the_signature(anna, sender):
    """403 with a code of its own, for the letter, its documents and its calendar."""
    key = send(sender)

    for path in ("", "/parts/1", "/parts/1?as=download", "/calendar"):
        answer = anna.get(f"/letters/{key}{path}")
        assert (answer.status_code, answer.json_body["code"]) == (403, "signature_required")
        assert "Härnösand" not in answer.body.decode()


def test_what_is_signed_says_what_it_is(anna, sender, phone):
    """The text names what is received; the letter's key and every document's digest are bound to it unseen."""
    key = send(sender, hide_sender=False)
    started = anna.post(f"/letters/{key}/receive")

    assert set(started.json_body) == {"qr", "auto_start", "message"}
    assert phone.latest.number == ANNA
    assert phone.latest.visible == (
        "Jag tar emot ett rekommenderat brev i Kuvert.\n\nAvsändare: Härnösands kommun\n"
        "Ärende: visas när jag har skrivit under\nInkom: 2026-11-20\n\n"
        "Avsändaren får veta att jag har tagit emot brevet, och när."
    )
    digest = hashlib.sha256(PDF).hexdigest()
    assert json.loads(phone.latest.hidden) == {"content_key": key, "parts": [{"n": 1, "sha256": digest}]}


def test_signing_opens_the_letter(anna, sender):
    """Sender, subject and documents from then on; the order's end can be fetched once more."""
    key = send(sender)

    assert sign(anna, key).json_body["next"] == "received"
    assert anna.post("/login/poll").json_body["next"] == "received"
    shown = row(anna)
    assert (shown["sender"]["name"], shown["subject"]) == ("Härnösands kommun", "Beslut om förskoleplats")
    assert shown["registered"] == {
        "state": "signed", "expires_at": "2026-12-10T23:00:00.000Z", "signed_at": "2026-11-20T12:00:04.000Z", "hidden": [],
    }
    opened = anna.get(f"/letters/{key}")
    assert opened.json_body["documents"][0]["name"] == "brev.pdf"
    assert "sender_internal_id" not in opened.body.decode()
    assert anna.get(f"/letters/{key}/parts/1").status_code == 200
    assert anna.get("/session").status_code == 200


def test_a_signed_letter_is_opened_after_its_day_too(anna, sender, world):
    """What has been received is the recipient's."""
    key = send(sender)
    sign(anna, key)
    world.clock.advance(days=40)
    world.hour()

    assert anna.log_in().get(f"/letters/{key}").status_code == 200


@pytest.mark.parametrize("walk", [False, True])
def test_an_expired_letter_is_never_opened(anna, sender, world, walk):
    """Its own code; it stays hidden, and cannot be signed for, whether or not the clock has walked."""
    key = send(sender)
    world.clock.advance(days=21)
    if walk:
        world.hour()
    anna.log_in()

    assert row(anna)["registered"]["state"] == "expired"
    assert row(anna)["sender"]["name"] == row(anna)["subject"] == ""
    for answer in (anna.get(f"/letters/{key}"), anna.get(f"/letters/{key}/parts/1"), anna.post(f"/letters/{key}/receive")):
        assert (answer.status_code, answer.json_body["code"]) == (403, "signing_expired")


def test_a_signature_that_comes_too_late_does_not_count(anna, sender, world, phone):
    """Begun before midnight, finished after."""
    key = send(sender)
    world.clock.at = world.clock.at.fromisoformat("2026-12-10T22:59:58+00:00")
    anna.log_in()  # two seconds: it is midnight, and the session begins
    world.clock.advance(seconds=-3)
    anna.post(f"/letters/{key}/receive")
    phone.identify(ANNA)
    world.clock.advance(seconds=5)
    answer = anna.post("/login/poll")

    assert (answer.status_code, answer.json_body["code"]) == (403, "signing_expired")
    assert row(anna)["registered"]["state"] == "expired"


def test_nobody_else_can_sign(anna, sender):
    """Another person's BankID ends the order; the letter still waits."""
    key = send(sender)

    answer = sign(anna, key, BENGT)

    assert (answer.json_body["state"], answer.json_body["hint"]) == ("failed", "otherPerson")
    assert row(anna)["registered"]["state"] == "waiting"


def test_an_order_for_one_letter_opens_no_other(anna, sender):
    """Each letter has its own signature."""
    first, second = send(sender), send(sender, subject="Ett till")
    sign(anna, first)

    states = {letter["key"]: letter["registered"]["state"] for letter in anna.get("/letters").json_body["letters"]}
    assert states == {first: "signed", second: "waiting"}


def test_a_letter_is_signed_for_once(anna, sender):
    """409, as for a letter that needs no signature."""
    key, plain = send(sender), sender.send(a_content(ANNA)).headers["kivra-objkey"]
    sign(anna, key)

    for each in (key, plain):
        assert anna.post(f"/letters/{each}/receive").json_body["code"] == "conflict"


def test_another_persons_letter_looks_absent(anna, a_browser, sender, world):
    """I8."""
    key = send(sender)
    world.a_person(BENGT, name="Bengt", email="bengt@example.com")

    assert a_browser().log_in(BENGT).post(f"/letters/{key}/receive").status_code == 404


@pytest.mark.parametrize(("language", "subject"), [
    ("sv", "Nytt rekommenderat brev"), ("en", "New registered letter"),
])
def test_a_notice_never_names_a_hidden_sender(anna, sender, world, language, subject):
    """Nor does the list of senders, until the letter is received."""
    anna.call("PATCH", "/settings", {"language": language})
    key = send(sender)
    drain(world, "notify", lambda event: app.notify(event, None))

    (mail,) = world.outbox.mails
    assert mail.subject == subject
    assert "Härnösand" not in mail.text + mail.html
    anna.log_in()
    assert anna.get("/senders").json_body["senders"] == []
    sign(anna, key)
    (known,) = anna.get("/senders").json_body["senders"]
    assert known["last_letter_at"] > "2026-11-20T12:00:02.000Z"


def test_a_notice_names_a_sender_that_is_not_hidden(anna, sender, world):
    """Only the subject is kept."""
    send(sender, hide_sender=False)
    drain(world, "notify", lambda event: app.notify(event, None))

    assert world.outbox.mails[0].subject == "Nytt rekommenderat brev från Härnösands kommun"
    assert "förskole" not in world.outbox.mails[0].text


def test_what_receiving_costs(anna, sender):
    """Beginning: session, letter, content, the order before, number, order. Ending: the proof is sealed first."""
    key = send(sender)
    with breaking(Breaker()) as begun:
        anna.post(f"/letters/{key}/receive")
    with breaking(Breaker()) as other_way:
        assert anna.post(f"/letters/{key}/receive", {"same_device": True}).status_code == 200
    with breaking(Breaker()) as ended:
        anna.identify()

    assert [call.partition(".")[2] for call in begun.calls] == [
        "GetItem", "GetItem", "GetObject", "GetItem", "GetItem", "Decrypt", "PutItem",
    ]
    assert [call.partition(".")[2] for call in other_way.calls] == [
        "GetItem", "GetItem", "GetObject", "GetItem", "DeleteItem", "GetItem", "Decrypt", "PutItem",
    ]
    assert [call.partition(".")[2] for call in ended.calls] == [
        "GetItem", "UpdateItem", "Encrypt", "Encrypt", "Encrypt", "UpdateItem", "GetItem", "GetItem", "TransactWriteItems",
    ]


def test_the_inbox_says_that_a_sender_has_an_icon(anna, sender):
    """For letters sent since, without a read of the sender; never for one whose sender is hidden."""
    sender.send(a_content(ANNA, subject="Före"))
    sender.call("POST", "/v2/tenant/{tk}/icon", sent(png()))
    sender.send(a_content(ANNA, subject="Efter"))
    send(sender)

    icons = {letter["subject"]: letter["sender"].get("icon") for letter in anna.get("/letters").json_body["letters"]}
    assert icons == {"Före": None, "Efter": True, "": None}
