"""Every type of content: taken when right, refused with its code when wrong, kept or not for who is not there."""

from __future__ import annotations

import base64
import copy

import pytest

from chalicelib.aws import tables
from chalicelib.content.types import TYPES
from chalicelib.mailbox import store as mailbox_store
from chalicelib.registered import store as registered_store
from tests.contents import BEHALF, BOOKING, EVENT, INVITES, SALARYSLIP, TICKET, a_picture, key_for, of_type
from tests.world import ANNA, a_content


def told(sender) -> str:
    return sender.call("POST", "/v2/tenant/{tk}/ticket/event", EVENT).json_body["event_key"]


def kept(world, person, key):
    """What lies in a mailbox; a registered letter as after its signature."""
    letter = mailbox_store.find(person.mailbox, key)
    if letter.receipt:
        tables.commit(registered_store.opened(letter, world.clock.now()))
    return world.operator.mailboxes.open(person.mailbox, key)


@pytest.mark.parametrize("type_", TYPES)
def test_a_valid_content_of_each_type_is_delivered(sender, world, type_):
    """In the mailbox, with its structured data whole."""
    tolvan = world.a_person()
    content = of_type(type_, key_for(sender, type_))

    answer = sender.send(content)

    assert answer.status_code == 201, answer.json_body
    opened = kept(world, tolvan, answer.headers["kivra-objkey"])
    assert opened.letter.type == type_
    assert len(opened.documents) == len(content["parts"])
    assert bool(opened.context) == (TYPES[type_].carries is not None)


# The published table (A8), with salaryslip as the field's own text has it.
RETAINABLE = {"letter.salary", "salaryslip", "letter.creditnotice", "letter.signed", "invite.sign"}


@pytest.mark.parametrize("type_", TYPES)
def test_which_types_wait_for_who_is_not_there(sender, world, type_):
    """201 and retained, or 422 with 42221; delivered when the person joins."""
    answer = sender.send(of_type(type_, key_for(sender, type_), ssn=ANNA, retain=True))

    if type_ not in RETAINABLE:
        assert (answer.status_code, answer.json_body["code"]) == (422, 42221)
        return
    assert (answer.status_code, answer.headers["kivra-retained"]) == (201, "true")
    anna = world.a_person(ANNA)
    assert world.operator.releasing.release(anna.person) == 1
    assert bool(kept(world, anna, answer.headers["kivra-objkey"]).context) == (TYPES[type_].carries is not None)


def test_data_of_another_type_is_ignored_right_or_wrong(sender, world):
    """Generated clients send more than they mean."""
    tolvan = world.a_person()

    answer = sender.send(a_content(booking=BOOKING, invite="x", salaryslip={"y": 1}, campaign={"tag": "unheard-of"}))

    assert answer.status_code == 201
    assert kept(world, tolvan, answer.headers["kivra-objkey"]).context == {}


def test_a_campaign_without_a_tag_is_told(sender, world):
    """An unknown tag is no mistake, none is."""
    world.a_person()

    assert sender.send(a_content(campaign={})).json_body["code"] == 40000


def with_booking(**change):
    return of_type("booking") | {"booking": {k: v for k, v in {**BOOKING, **change}.items() if v is not ...}}


BAD_BOOKINGS = {
    "none": of_type("booking") | {"booking": None},
    "no title": with_booking(title=...),
    "an empty title": with_booking(title=" "),
    "no start": with_booking(start_time=...),
    "a start that is no time": with_booking(start_time="i morgon"),
    "a day without a time": with_booking(start_time="2026-12-01"),
    "a start before time": with_booking(start_time="0001-01-01T00:00:00+14:00"),
    "a start that has passed": with_booking(start_time="2026-11-20T11:59:59Z"),
    "a start now": with_booking(start_time="2026-11-20T12:00:00Z"),
    "an end before the start": with_booking(end_time="2026-12-01T09:29:00+01:00"),
    "an end at the start": with_booking(end_time="2026-12-01T08:30:00Z"),
    "a plain http address": with_booking(info_url="http://www.example.com"),
    "a script for an address": with_booking(info_url="javascript:alert(1)"),
    "an address with a password": with_booking(info_url="https://bank.se@evil.example/"),
    "an address without a host": with_booking(info_url="https:///x"),
    "an address with a space": with_booking(info_url="https://www.example.com/a b"),
}


@pytest.mark.parametrize("name", BAD_BOOKINGS)
def test_a_bad_booking(sender, world, name):
    """40000, and where the mistake is."""
    refused(sender, world, BAD_BOOKINGS[name], "booking")


def refused(sender, world, content, where):
    tolvan = world.a_person()
    answer = sender.send(content)
    assert (answer.status_code, answer.json_body["code"]) == (400, 40000)
    assert where in answer.json_body["long_message"]
    assert mailbox_store.page(tolvan.mailbox, None, 5) == []
    assert world.objects() == []


def with_moment(place, moment):
    """A content, or an event, with this moment somewhere."""
    kind, _, name = place.partition(".")
    if kind == "schedule":
        return {**EVENT, "schedule": {**EVENT["schedule"], name: moment}}
    type_ = {"registered": "registered.letter", "invite": "invite.gift", "deliver_at": "letter.salary"}.get(kind, kind)
    content = copy.deepcopy(of_type(type_))
    inner = content[kind]["document_metadata"] if kind == "salaryslip" else content.get(kind, content)
    inner[name or kind] = moment
    return content


MOMENTS = [
    "deliver_at", "booking.start_time", "booking.end_time", "invite.expires_at", "registered.expires_at",
    "salaryslip.creation_timestamp", "schedule.start", "schedule.end", "schedule.admission",
]


@pytest.mark.parametrize("place", MOMENTS)
def test_a_moment_that_nobody_means_is_refused_wherever_it_stands(sender, world, place):
    """The first and the last that can be written, in any zone: none is stored, none is a fault of ours."""
    world.a_person()
    path = f"/v2/tenant/{{tk}}/{'ticket/event' if place.startswith('schedule') else 'content'}"
    for year in ("0001", "0500", "0999", "1899", "2201", "9999"):
        for then in ("01-01T00:00:00+14:00", "06-01T00:00:00Z", "12-31T23:59:59-14:00", "12-31T23:59:59"):
            answer = sender.call("POST", path, with_moment(place, f"{year}-{then}"))
            assert (answer.status_code, answer.json_body["code"]) == (400, 40000), answer.json_body
            [mistake] = answer.json_body["errors"]
            assert mistake["pointer"].endswith(place.rpartition(".")[2])


@pytest.mark.parametrize("place", ["invite.expires_at", "registered.expires_at"])
@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "9999-12-31"])
def test_a_day_that_nobody_means_is_refused(sender, world, place, day):
    refused(sender, world, with_moment(place, day), "between the years")


def test_an_empty_text_in_a_booking_says_nothing(sender, world):
    """Software that fills in a template writes it where there is nothing to say."""
    tolvan = world.a_person()

    key = sender.send(with_booking(end_time="", info_url="")).headers["kivra-objkey"]

    assert kept(world, tolvan, key).context["booking"].keys().isdisjoint({"end_time", "info_url"})


def test_a_booking_without_a_zone_is_utc_and_shown_in_the_inbox(sender, world):
    """As the contract reads all dates."""
    tolvan = world.a_person()
    key = sender.send(with_booking(start_time="2026-12-01T08:30", end_time=...)).headers["kivra-objkey"]

    opened = kept(world, tolvan, key)

    assert opened.context["booking"]["start_time"] == "2026-12-01T08:30:00.000Z"
    assert opened.letter.starts_at.isoformat() == "2026-12-01T08:30:00+00:00"


def test_a_repetition_after_the_start_is_answered_as_the_first_time(sender, world):
    """The sender's answer was lost; nothing is delivered again, and nothing new is taken (I2)."""
    tolvan = world.a_person()
    content = with_booking(start_time="2026-11-20T12:30:00Z", end_time=...)
    first = sender.send(content)
    world.clock.advance(hours=1)
    again, new = sender.send(content), sender.send(content | {"subject": "En annan"})

    assert (again.status_code, again.headers["kivra-objkey"]) == (201, first.headers["kivra-objkey"])
    assert new.json_body["code"] == 40000
    assert len(mailbox_store.page(tolvan.mailbox, None, 5)) == 1


def changed(path, value):
    """A payslip with one thing changed; `...` removes it."""
    slip = copy.deepcopy(SALARYSLIP)
    *way, last = path.split(".")
    place = slip
    for step in way:
        place = place[int(step)] if step.isdigit() else place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return of_type("salaryslip") | {"salaryslip": slip}


def required(part=SALARYSLIP, path=""):
    """Every field of the example that the published schema requires."""
    optional = {
        "start_date@employment", "type@employment", "weekly_hours@employment", "absences", "additional_payments",
        "employee_benefits", "tax_information", "recipient_account", "holidays", "yearly_accumulated_gross_pay",
        "description", "bank_name", "tax_code", "period", "total_days_entitled",
    }
    for name, value in part.items():
        here = f"{path}.{name}" if path else name
        if name not in optional and f"{name}@{path}" not in optional:
            yield here
        for n, entry in enumerate(value if isinstance(value, list) else []):
            yield from required(entry, f"{here}.{n}")
        if isinstance(value, dict):
            yield from required(value, here)


@pytest.mark.parametrize("path", required())
def test_a_payslip_without_a_field_that_is_required(sender, world, path):
    """40000."""
    refused(sender, world, changed(path, ...), "salaryslip")


BAD_VALUES = {
    "pay_period.gross_pay.monetary_amount": ["1,00", "01", "1.234", "+1", "", ".5", "1e3", "NaN", 31250.0, None],
    "pay_period.gross_pay.currency": ["sek", "SEKK", "kr"],
    "pay_period.payout_date": ["2026-13-01", "26-11-25", "2026-02-30", "2026-11-25T00:00:00Z", "0999-01-01"],
    "document_metadata.creation_timestamp": ["yesterday", "2026-11-19"],
    "employment.employer.contact_information.telephone_number": ["ring oss", "+0 611", "4"],
    "employment.employer.contact_information.email_address": ["lon", "lon @example.com"],
    "employment.weekly_hours": [40, "forty"],
    "pay_period.absences.0.duration_in_hours": ["8h"],
}


@pytest.mark.parametrize(("path", "value"), [(path, value) for path, values in BAD_VALUES.items() for value in values])
def test_a_payslip_with_a_value_that_does_not_fit(sender, world, path, value):
    """40000."""
    refused(sender, world, changed(path, value), "salaryslip")


@pytest.mark.parametrize("path", [
    "bonus", "document_metadata.x", "employment.x", "employment.employer.x", "employment.employer.legal_identifiers.x",
    "employment.employer.contact_information.x", "employment.employer.contact_information.address.x", "pay_period.x",
    "pay_period.gross_pay.x", "pay_period.absences.0.x", "pay_period.additional_payments.0.x",
    "pay_period.employee_benefits.0.x", "tax_information.x", "tax_information.tax_code.x", "recipient_account.x",
    "holidays.x", "holidays.period.x",
])
def test_a_payslip_with_a_field_too_many(sender, world, path):
    """The one structure that is strict throughout."""
    refused(sender, world, changed(path, "1"), "salaryslip")


def test_a_payslip_keeps_what_was_sent(sender, world):
    """Nothing is added, nothing lost."""
    tolvan = world.a_person()
    key = sender.send(of_type("salaryslip")).headers["kivra-objkey"]

    slip = kept(world, tolvan, key).context["salaryslip"]

    expected = copy.deepcopy(SALARYSLIP)
    expected["document_metadata"]["creation_timestamp"] = "2026-11-19T12:00:00.000Z"
    assert slip == expected


def test_a_payslip_may_be_a_document_only(sender, world):
    """Software that moves from letter.salary sends its PDF under the new type; an empty content is none."""
    world.a_person()

    assert sender.send(a_content(type="salaryslip")).status_code == 201
    assert sender.send(a_content(type="salaryslip", parts=[])).json_body["code"] == 40019


@pytest.mark.parametrize("type_", INVITES)
def test_an_invitation_under_either_name(sender, world, type_):
    """The published examples say invite, the published schema invite_research."""
    tolvan = world.a_person()
    kind = type_.removeprefix("invite.")
    short = sender.send(of_type(type_))
    content = of_type(type_, subject="En till")
    content[f"invite_{kind}"] = content.pop("invite")
    long = sender.send(content)

    contexts = [kept(world, tolvan, answer.headers["kivra-objkey"]).context for answer in (short, long)]
    assert contexts[0] == contexts[1]
    assert contexts[0]["invite"]["kind"] == kind
    assert contexts[0]["invite"]["behalf_of"] == BEHALF


@pytest.mark.parametrize("type_", INVITES)
@pytest.mark.parametrize("field", ["uri", "description", "service_provider", "expires_at", "behalf_of", "store", "title"])
def test_which_fields_an_invitation_must_have(sender, world, type_, field):
    """What may be null may also be left out, as software that leaves nulls out does."""
    world.a_person()
    invite = {name: value for name, value in INVITES[type_].items() if name != field}
    needed = {"uri"} | {
        "invite.research": {"description"}, "invite.sign": {"service_provider"},
        "invite.kyc": {"service_provider", "description"},
    }.get(type_, set())

    answer = sender.send(of_type(type_) | {"invite": invite})

    assert answer.status_code == (400 if field in needed else 201), answer.json_body


@pytest.mark.parametrize("change", [
    {"uri": "http://www.example.com"}, {"uri": "javascript:alert(1)"}, {"uri": "https://"}, {"uri": 1},
    {"expires_at": "2026-11-20T11:00:00Z"}, {"expires_at": "2026-11-19"}, {"expires_at": "9999-12-31T23:59:59-14:00"},
    {"expires_at": "9999-12-31"}, {"expires_at": "soon"},
    {"behalf_of": {}}, {"behalf_of": {"name": "x"}}, {"behalf_of": "x"},
])
def test_a_bad_invitation(sender, world, change):
    """40000."""
    refused(sender, world, of_type("invite.gift") | {"invite": {**INVITES["invite.gift"], **change}}, "")


def test_an_invitation_that_expires_today_is_good_all_day(sender, world):
    """A date means to its end, in Sweden."""
    tolvan = world.a_person()
    content = of_type("invite.gift") | {"invite": {**INVITES["invite.gift"], "expires_at": "2026-11-20"}}

    key = sender.send(content).headers["kivra-objkey"]

    assert kept(world, tolvan, key).context["invite"]["expires_at"] == "2026-11-20T23:00:00.000Z"


@pytest.mark.parametrize(("signed", "status"), [
    (None, 201), ({}, 201), ({"behalf_of": None}, 201), ({"behalf_of": BEHALF}, 201), ({"behalf_of": {"name": "x"}}, 400),
])
def test_on_whose_behalf_a_document_was_signed(sender, world, signed, status):
    """May be null, and left out."""
    world.a_person()

    assert sender.send(a_content(type="letter.signed", signed=signed)).status_code == status


class TestTickets:
    """Events, and tickets to them."""

    def test_an_event_told_twice_is_one_event(self, sender, world):
        """By the sender's reference; tickets already sent stay as they were."""
        tolvan = world.a_person()
        first = told(sender)
        before = sender.send(of_type("ticket.event", first)).headers["kivra-objkey"]
        moved = {**EVENT, "schedule": {"start": "2027-06-01T17:00:00Z"}}
        answer = sender.call("POST", "/v2/tenant/{tk}/ticket/event", moved)
        after = sender.send(of_type("ticket.event", first, subject="En till")).headers["kivra-objkey"]

        assert (answer.status_code, answer.json_body) == (201, {"event_key": first})
        starts = [kept(world, tolvan, key).letter.starts_at.isoformat() for key in (before, after)]
        assert starts == ["2027-05-01T17:00:00+00:00", "2027-06-01T17:00:00+00:00"]

    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
    def test_its_picture_goes_with_every_ticket_and_stays(self, sender, world, kind):
        """The wide one, byte for byte, as the last file; what is told later changes no letter that was sent."""
        tolvan, wide = world.a_person(), a_picture(kind)
        tell = {**EVENT, "images": {"thumbnail": a_picture("PNG", "red"), "landscape": wide}}
        event = sender.call("POST", "/v2/tenant/{tk}/ticket/event", tell).json_body["event_key"]
        with_part = of_type("ticket.event", event, parts=a_content()["parts"])
        key = sender.send(with_part).headers["kivra-objkey"]
        sender.call("POST", "/v2/tenant/{tk}/ticket/event", {**EVENT, "images": {"thumbnail": a_picture("PNG", "green")}})
        small = sender.send(of_type("ticket.event", event, subject="Liten")).headers["kivra-objkey"]
        sender.call("POST", "/v2/tenant/{tk}/ticket/event", {**EVENT, "images": {"thumbnail": None}})
        without = sender.send(of_type("ticket.event", event, subject="Utan")).headers["kivra-objkey"]

        read = world.operator.blobs.get
        assert read(f"mailbox/{tolvan.mailbox}/{key}/2") == base64.b64decode(wide["data"])
        assert read(f"mailbox/{tolvan.mailbox}/{small}/1") == base64.b64decode(a_picture("PNG", "green")["data"])
        opened = [kept(world, tolvan, each) for each in (key, small, without)]
        assert [[part.content_type for part in each.documents] for each in opened] == [
            ["application/pdf", f"image/{kind.lower()}"], ["image/png"], [],
        ]
        assert [each.context["ticket"]["event"].get("picture") for each in opened] == [True, True, None]
        assert [each.letter.parts for each in opened] == [2, 1, 0]

    def test_a_picture_that_is_folded_into_lines(self, sender, world):
        """As some software writes base64."""
        tolvan, wide = world.a_person(), a_picture()
        folded = {**wide, "data": "\r\n".join(wide["data"][at:at + 40] for at in range(0, len(wide["data"]), 40))}
        event = sender.call("POST", "/v2/tenant/{tk}/ticket/event", {**EVENT, "images": {"landscape": folded}}).json_body
        key = sender.send(of_type("ticket.event", event["event_key"])).headers["kivra-objkey"]

        assert world.operator.blobs.get(f"mailbox/{tolvan.mailbox}/{key}/1") == base64.b64decode(wide["data"])

    def test_another_reference_is_another_event(self, sender):
        """And a key is a UUID."""
        other = sender.call("POST", "/v2/tenant/{tk}/ticket/event", {**EVENT, "event_reference": "höst"}).json_body

        assert other["event_key"] != told(sender)
        assert [len(part) for part in other["event_key"].split("-")] == [8, 4, 4, 4, 12]

    def test_another_tenants_event_is_not_there(self, sender, world):
        """Nor is one that nobody has told of (I8)."""
        world.a_person()
        key = told(sender)
        other = world.a_tenant("Annan", "202100548901")
        sender.tenant, sender.token = other, world.token(other)

        assert sender.send(of_type("ticket.event", key)).json_body["code"] == 40000
        assert sender.send(of_type("ticket.event", "")).json_body["code"] == 40000
        assert sender.send(of_type("ticket.event", "x" * 3000)).json_body["code"] == 40000

    def test_its_own_scope(self, sender, world):
        """A token for contents does not tell of events."""
        sender.token = world.token(sender.tenant, f"post:kivra.v2.tenant.{sender.tenant}.content")

        assert sender.call("POST", "/v2/tenant/{tk}/ticket/event", EVENT).json_body["code"] == 40300

    @pytest.mark.parametrize("change", [
        {"tickets": []}, {"tickets": [{"type": "Vuxen"}]}, {"tickets": [{"qr_data": "x"}]}, {"group_ticket": {}},
        {"tickets": [{"qr_data": "", "type": "x"}]}, {"tickets": [{"qr_data": "x" * 1001, "type": "x"}]},
    ])
    def test_bad_tickets(self, sender, world, change):
        """40000."""
        content = of_type("ticket.event", told(sender))
        content["ticket"] = {**TICKET, "event_key": content["ticket"]["event_key"], **change}

        refused(sender, world, content, "ticket")

    @pytest.mark.parametrize(("schedule", "status"), [
        ({"start": "2026-11-20T11:00Z"}, 201), ({"start": "2026-11-20T11:00Z", "end": "2026-11-20T12:00:01Z"}, 201),
        ({"start": "2026-11-19T12:00Z"}, 400), ({"start": "2026-11-20T11:00Z", "end": "2026-11-20T12:00Z"}, 400),
    ])
    def test_tickets_to_what_is_over(self, sender, world, schedule, status):
        """It is 12:00 on the 20th. An event under way takes those who come late."""
        world.a_person()
        key = sender.call("POST", "/v2/tenant/{tk}/ticket/event", {**EVENT, "schedule": schedule}).json_body["event_key"]

        answer = sender.send(of_type("ticket.event", key))

        assert answer.status_code == status
        assert status == 201 or "is over" in answer.json_body["long_message"]

    @pytest.mark.parametrize(("change", "code"), [
        ({"event_reference": ...}, 40000), ({"name": ...}, 40000), ({"organizer": {}}, 40000), ({"schedule": {}}, 40000),
        ({"venue": {}}, 40000), ({"url": "http://www.example.com"}, 40000),
        ({"schedule": {"start": "2027-05-01"}}, 40000),
        ({"schedule": {"start": "2027-05-01T10:00Z", "end": "2027-05-01T10:00Z"}}, 40000),
        ({"schedule": {"start": "2027-05-01T10:00Z", "admission": "2027-05-01T10:01Z"}}, 40000),
        ({"venue": {"name": "x", "location": {"coordinates": {"longitude": "1"}}}}, 40000),
        ({"images": {"thumbnail": {"content_type": "image/gif", "data": "R0lG"}}}, 40000),
        ({"images": {"thumbnail": {"content_type": "image/png", "data": "%"}}}, 40019),
        ({"images": {"landscape": {"content_type": "image/png", "data": "R0lG"}}}, 40019),
    ])
    def test_a_bad_event(self, sender, change, code):
        """Each with its code."""
        event = {name: value for name, value in {**EVENT, **change}.items() if value is not ...}

        assert sender.call("POST", "/v2/tenant/{tk}/ticket/event", event).json_body["code"] == code
