"""One's appointments in one's own calendar, by a private link."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from chalicelib.mailbox.calendar_store import CalendarLinkRow
from tests.contents import BOOKING, REGISTERED, key_for, of_type
from tests.counting import counted
from tests.forms import ANSWERS
from tests.world import ANNA, a_content


@pytest.fixture
def booked(anna, sender):
    """Anna has an appointment, and a letter without one."""
    booking = {"type": "booking", "booking": BOOKING, "parts": []}
    anna.booking = sender.send(a_content(ANNA, subject="Hemlig rubrik", **booking)).headers["kivra-objkey"]
    sender.send(a_content(ANNA))
    return anna


@pytest.fixture
def link(booked) -> str:
    """Where a calendar reads."""
    url = urlsplit(booked.post("/calendar-link").json_body["url"])
    return f"{url.path}?{url.query}".removeprefix("/api")


def read(a_browser, link: str):
    """What somebody without any cookie gets."""
    answer = a_browser().get(link)
    return answer.status_code, answer.body.decode()


def test_a_calendar_reads_times_and_senders_only(booked, link, a_browser):
    """Without a session, and without what it is about."""
    status, text = read(a_browser, link)

    assert status == 200
    assert text.count("BEGIN:VEVENT") == 1
    assert "DTSTART:20261201T083000Z" in text
    assert "DTEND:20261201T090000Z" in text
    assert "SUMMARY:Härnösands kommun" in text
    assert f"UID:{booked.booking}@kuvert" in text
    assert not [word for word in ("Hemlig", "Läkarbesök", "Vårdcentralen", "legitimation") if word in text]


def entries(text: str) -> dict[str, list[str]]:
    """What each entry of a calendar says of when and what, by its UID."""
    found = [each.split("\r\n") for each in text.replace("\r\n ", "").split("BEGIN:VEVENT\r\n")[1:]]
    return {lines[0].removeprefix("UID:"): lines[2:lines.index("END:VEVENT")] for lines in found}


def test_a_calendar_reads_last_days_too(booked, link, a_browser, sender):
    """What is to be answered, signed, fetched and signed for, as days that take no time; a hidden sender stays hidden."""
    form, invitation = (of_type(type_, key_for(sender, type_), ssn=ANNA) for type_ in ("letter.form", "invite.sign"))
    hidden = {**REGISTERED, "hidden": {"sender": True, "subject": True}}
    keys = [sender.send(each).headers["kivra-objkey"] for each in (
        form, invitation, {**of_type("registered.letter", ssn=ANNA), "registered": hidden}, of_type("invite.research", ssn=ANNA),
    )]

    with counted() as first:
        found = entries(read(a_browser, link)[1])
    with counted() as calls:
        assert entries(read(a_browser, link)[1]) == found

    assert first == ["GetItem", "GetItem", "TransactWriteItems", "Query", "Query", "BatchGetItem"]  # once a day
    assert calls == ["GetItem", "GetItem", "Query", "Query", "BatchGetItem"]
    assert [found.get(f"{key}.due@kuvert") for key in keys] == [
        ["DTSTART;VALUE=DATE:20261203", "DTEND;VALUE=DATE:20261204", "TRANSP:TRANSPARENT",
         "SUMMARY:Svara senast: Härnösands kommun"],
        ["DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261225", "TRANSP:TRANSPARENT",
         "SUMMARY:Signera senast 16:00: Härnösands kommun"],
        ["DTSTART;VALUE=DATE:20261210", "DTEND;VALUE=DATE:20261211", "TRANSP:TRANSPARENT",
         "SUMMARY:Kvittera senast: dold avsändare"],
        None,
    ]


def test_what_is_done_with_leaves_the_calendar(booked, link, a_browser, sender):
    """A form that is answered; an invitation that is put away, as nobody tells us that it was taken up."""
    form = sender.send(of_type("letter.form", key_for(sender, "letter.form"), ssn=ANNA)).headers["kivra-objkey"]
    gift = sender.send(of_type("invite.gift", ssn=ANNA)).headers["kivra-objkey"]
    assert read(a_browser, link)[1].count("TRANSPARENT") == 2
    assert booked.post(f"/letters/{form}/form/answer", {"answers": ANSWERS}).status_code == 200
    booked.call("PATCH", f"/letters/{gift}", {"archived": True})
    booked.call("PATCH", f"/letters/{booked.booking}", {"archived": True})
    text = read(a_browser, link)[1]
    assert text.count("TRANSPARENT") == 0
    assert text.count("BEGIN:VEVENT") == 1  # an appointment is kept wherever its letter lies


def test_the_link_is_told_once_and_kept_as_a_digest(booked, link):
    """What is stored opens nothing."""
    secret = link.partition(".")[2]

    assert booked.get("/calendar-link").json_body == {"made_at": "2026-11-20T12:00:02.000Z"}
    assert secret not in str([row.attribute_values for row in CalendarLinkRow.scan()])


def test_a_revoked_link_opens_nothing(booked, link, a_browser):
    """At once; and so it is with one that a new one has replaced."""
    booked.post("/calendar-link")
    assert read(a_browser, link)[0] == 404
    assert booked.call("DELETE", "/calendar-link").status_code == 204
    assert booked.get("/calendar-link").json_body == {}


@pytest.mark.parametrize("key", ["", "x", "x.y", f"1795176000{'f' * 32}.{'a' * 43}", "ø" * 42 + ".a"])
def test_a_key_that_opens_nothing_looks_like_any_other(booked, link, a_browser, key):
    """Made up or of somebody else, with the right mailbox or without."""
    from urllib.parse import quote

    assert read(a_browser, f"/calendar?key={quote(key)}")[0] == 404
    assert read(a_browser, link[:-1] + "~")[0] == 404


def test_what_is_thrown_away_leaves_the_calendar(booked, link, a_browser):
    """And comes back with the letter."""
    booked.call("PATCH", f"/letters/{booked.booking}", {"trashed": True})
    assert "VEVENT" not in read(a_browser, link)[1]
    booked.call("PATCH", f"/letters/{booked.booking}", {"trashed": False})
    assert "VEVENT" in read(a_browser, link)[1]


def test_a_link_dies_with_its_account(booked, link, a_browser, world):
    """On the day that was promised, erased or not."""
    booked.step_up()
    booked.post("/account/close")
    world.clock.advance(days=20, hours=13)
    assert read(a_browser, link)[0] == 404
    world.operator.erasing.erase(world.operator.pepper.person(ANNA))
    assert CalendarLinkRow.count() == 0
