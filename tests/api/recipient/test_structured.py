"""What is more than documents, as the web app reads it; and appointments for one's own calendar."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest

from chalicelib.aws import clients
from chalicelib.content.types import TYPES
from chalicelib.kernel.clock import iso
from chalicelib.mailbox.store import ItemRow
from tests.contents import BOOKING, INVITES, key_for, of_type
from tests.faults.harness import Breaker, breaking
from tests.world import ANNA, BENGT, a_content


def send(sender, type_, **change):
    return sender.send(of_type(type_, key_for(sender, type_), ssn=ANNA, **change)).headers["kivra-objkey"]


@pytest.mark.parametrize(("type_", "name"), [
    ("booking", "booking"), ("salaryslip", "salaryslip"), ("invite.sign", "invite"), ("letter.signed", "signed"),
    ("ticket.event", "ticket"), ("letter.form", "form"),
])
def test_a_letter_answers_its_structured_data(anna, sender, type_, name):
    """Under the name of its kind."""
    assert list(anna.get(f"/letters/{send(sender, type_)}").json_body["context"]) == [name]


def test_a_plain_letter_has_none(anna, sender):
    """An empty object."""
    key = sender.send(a_content(ANNA)).headers["kivra-objkey"]

    assert anna.get(f"/letters/{key}").json_body["context"] == {}


def test_the_inbox_shows_when_one_is_expected(anna, sender):
    """For bookings and tickets; also after the letter has been changed."""
    send(sender, "ticket.event")
    key = send(sender, "booking")
    send(sender, "salaryslip")

    inbox = anna.get("/letters").json_body["letters"]

    starts = {letter["type"]: letter.get("starts_at") for letter in inbox}
    assert starts == {
        "booking": "2026-12-01T08:30:00.000Z", "ticket.event": "2027-05-01T17:00:00.000Z", "salaryslip": None,
    }
    assert anna.call("PATCH", f"/letters/{key}", {"unread": False}).json_body["starts_at"] == "2026-12-01T08:30:00.000Z"


def test_the_inbox_says_until_when_an_invitation_can_be_taken_up(anna, sender):
    """Of those that ask for something, where it says so; a study asks for nothing that is missed."""
    asking = ("invite.sign", "invite.kyc", "invite.gift", "invite.voucher")
    for type_ in (*asking, "invite.research"):
        send(sender, type_)
    content = {**of_type("invite.gift", ssn=ANNA), "subject": "När som helst"}
    sender.send({**content, "invite": {**INVITES["invite.gift"], "expires_at": None}})

    inbox = anna.get("/letters").json_body["letters"]

    until = {(letter["type"], letter["subject"]): letter.get("answer_by") for letter in inbox}
    assert until.pop(("invite.gift", "När som helst")) is None
    assert {type_: at for (type_, _), at in until.items()} == {
        **dict.fromkeys(asking, "2026-12-24T15:00:00.000Z"), "invite.research": None,
    }


def test_an_invitation_that_has_waited_says_the_same_day(anna, sender, world):
    """Scheduled here; its day is its own, and not counted from when it is delivered."""
    soon = iso(world.clock.now() + timedelta(days=2))
    content = {**of_type("invite.sign", ssn=ANNA), "deliver_at": soon}
    key = sender.send(content).headers["kivra-objkey"]
    booked = sender.send({**of_type("booking", ssn=ANNA), "deliver_at": soon}).headers["kivra-objkey"]
    world.clock.advance(days=2, minutes=1)
    for each in (key, booked):
        assert world.operator.releasing.see_to(world.operator.pepper.person(ANNA), each)

    inbox = {letter["key"]: letter for letter in anna.log_in().get("/letters").json_body["letters"]}

    assert inbox[key]["answer_by"] == "2026-12-24T15:00:00.000Z"
    assert inbox[booked]["starts_at"] == "2026-12-01T08:30:00.000Z"


def test_an_appointment_is_fetched_as_a_calendar(anna, sender):
    """A file with a name; the same UID each time."""
    key = send(sender, "booking")

    answer = anna.get(f"/letters/{key}/calendar")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    named = answer.headers["content-disposition"]
    assert named.startswith("attachment; filename=\"2026-12-01.ics\"; filename*=UTF-8''2026-12-01%20")
    sender_name = anna.get(f"/letters/{key}").json_body["sender"]["name"]
    assert named.endswith(f"%20{quote(sender_name)}.ics")
    assert answer.headers["cache-control"] == "no-store"
    text = answer.body.decode()
    assert f"UID:{key}@kuvert\r\n" in text
    assert "DTSTART:20261201T083000Z\r\nDTEND:20261201T090000Z\r\n" in text
    assert anna.get(f"/letters/{key}/calendar").body == answer.body


def test_a_ticket_has_a_calendar_too(anna, sender):
    """With where it is."""
    text = anna.get(f"/letters/{send(sender, 'ticket.event')}/calendar").body.decode()

    assert "LOCATION:Stora salen\\, Hamnen 1\\, 852 29 Sundsvall\r\n" in text


def test_a_letter_without_an_appointment_has_no_calendar(anna, sender):
    """404, as for a letter that is not there, or not one's own."""
    key = sender.send(a_content(ANNA)).headers["kivra-objkey"]

    assert anna.get(f"/letters/{key}/calendar").status_code == 404
    assert anna.get("/letters/x/calendar").status_code == 404


def test_another_persons_appointment_looks_absent(anna, a_browser, sender, world):
    """I8."""
    key = send(sender, "booking")
    world.a_person(BENGT, name="Bengt", email="bengt@example.com")

    assert a_browser().log_in(BENGT).get(f"/letters/{key}/calendar").status_code == 404


def test_what_a_calendar_costs(anna, sender):
    """The session, the letter's row, its content, and that it was looked at."""
    key = send(sender, "booking")
    clients.forget()
    with breaking(Breaker()) as breaker:
        anna.get(f"/letters/{key}/calendar")

    assert breaker.calls == ["dynamodb.GetItem", "dynamodb.GetItem", "s3.GetObject", "dynamodb.PutItem"]


@pytest.mark.parametrize("type_", TYPES)
def test_a_row_stays_under_a_kilobyte(anna, sender, world, type_):
    """Whatever the type carries; the rest lies in content.json."""
    send(sender, type_, subject="x" * 255)

    raw = clients.client("dynamodb").scan(TableName=ItemRow.Meta.table_name)["Items"]
    sizes = [sum(len(name) + len(str(next(iter(value.values())))) for name, value in row.items()) for row in raw]
    assert max(sizes) < 1024


def test_a_booking_says_what_was_sent(anna, sender):
    """With its moments in UTC."""
    booking = anna.get(f"/letters/{send(sender, 'booking')}").json_body["context"]["booking"]

    expected = {**BOOKING, "start_time": "2026-12-01T08:30:00.000Z", "end_time": "2026-12-01T09:00:00.000Z"}
    assert booking == expected
