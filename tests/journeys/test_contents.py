"""What is more than a document, as people see it: an appointment, a payslip, invitations, tickets."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.contents import BEHALF, BOOKING, EVENT, INVITE, INVITES, SALARYSLIP, TICKET, a_picture
from tests.journeys.people import LENNART
from tests.journeys.sender import HttpSender
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.local, pytest.mark.xdist_group("second browser")]

LATER = {"start_time": "2031-12-01T09:30:00+01:00", "end_time": "2031-12-01T10:00:00+01:00"}


@dataclass(frozen=True)
class Said:
    """What stands on the page."""

    when: str
    row: str
    to_calendar: str
    net: str
    sum: str
    study: str
    leads_to: str
    ticket: str
    picture: str
    signed_for: str
    invited: dict[str, tuple[str, str]]  # by type: what the page calls it, and the way there


SAID = {
    "sv": Said(
        "måndag 1 december 2031 kl. 09:30–10:00", "mån 1 dec 2031 09:30", "Lägg i kalendern", "Att få ut",
        "24 049,50 kr", "Till undersökningen", "Leder till www.example.com", "Biljett 2 av 2",
        "Bild av Vårkonsert", "Signerat för Forskarna AB (556000-4755)", {
            "invite.gift": ("Du har fått en gåva", "Hämta gåvan"),
            "invite.voucher": ("Du har fått en värdecheck", "Hämta värdechecken"),
            "invite.sign": ("Du har något att signera", "Gå till signeringen"),
            "invite.kyc": ("Du har frågor att besvara", "Till frågorna"),
        },
    ),
    "en": Said(
        "Monday, 1 December 2031 at 09:30–10:00", "Mon, 1 Dec 2031 09:30", "Add to calendar", "Net pay",
        "SEK 24,049.50", "To the study", "Leads to www.example.com", "Ticket 2 of 2",
        "Picture of Vårkonsert", "Signed for Forskarna AB (556000-4755)", {
            "invite.gift": ("You have been given a gift", "Fetch the gift"),
            "invite.voucher": ("You have been given a voucher", "Fetch the voucher"),
            "invite.sign": ("You have something to sign", "Go and sign"),
            "invite.kyc": ("You have questions to answer", "To the questions"),
        },
    ),
}


@pytest.mark.parametrize(("device", "language", "scheme"), [
    ("phone", "en", "dark"), pytest.param("desktop", "sv", "light", marks=pytest.mark.prove),
])
def test_each_type_is_shown_as_what_it_is(
    visit: Callable[..., Visit], sender: HttpSender, device: str, language: str, scheme: str
) -> None:
    here, said = visit(device, scheme=scheme), SAID[language]
    ssn = LENNART
    mark = f"{device} {language}"
    _send_all(sender, ssn, mark)
    here.log_in(ssn)
    here.speak(language)
    here.page.reload()

    expect(here.row(f"Tid {mark}")).to_contain_text(said.row)
    here.is_accessible("the inbox")
    _opens(here, f"Tid {mark}", said.when)
    with here.page.expect_download() as download:
        here.page.get_by_role("link", name=said.to_calendar).click()
    assert re.fullmatch(r"2031-12-01 \w.*\.ics", download.value.suggested_filename)
    assert b"DTSTART:20311201T083000Z" in download.value.path().read_bytes()

    _opens(here, f"Lön {mark}", said.net)
    expect(here.page.locator(".sum")).to_contain_text(said.sum)
    _opens(here, f"Studie {mark}", said.leads_to)
    out = here.page.get_by_role("link", name=said.study)
    assert (out.get_attribute("href"), out.get_attribute("rel")) == (INVITE["uri"], "noopener noreferrer")
    _opens(here, f"Konsert {mark}", said.ticket)
    expect(here.page.locator(".ticket .qr path")).to_have_count(2)
    here.in_forced_colours()
    here.code_can_be_read()
    _shows_the_event(here, said)
    here.speak("sv")


def _shows_the_event(here: Visit, said: Said) -> None:
    """Its picture, from the letter's own files, is really drawn, and is no document besides; its place is on a map."""
    picture = here.page.get_by_role("img", name=said.picture)
    expect(picture).to_be_visible()
    here.page.wait_for_function("img => img.complete && img.naturalWidth === 64", arg=picture.element_handle())
    expect(here.page.locator(".document")).to_have_count(0)
    if here.page.evaluate("() => navigator.maxTouchPoints"):
        assert here.page.get_by_role("link", name="Show on a map").get_attribute("href") == "geo:62.3908,17.3069"
    else:  # a computer has no map to open
        expect(here.page.get_by_text("62.3908, 17.3069")).to_be_visible()


@pytest.mark.parametrize("language", ["sv", pytest.param("en", marks=pytest.mark.prove)])
def test_every_invitation_and_what_was_signed(visit: Callable[..., Visit], sender: HttpSender, language: str) -> None:
    """Each by its name, with who is behind it and the way there; a signed document with on whose behalf."""
    here, said = visit("desktop"), SAID[language]
    ssn = next(person["ssn"] for person in here.operator.demo["people"] if person["registered"])
    for type_ in said.invited:
        invite = {**INVITES[type_], "expires_at": "2031-12-24T15:00:00Z"}
        sender.send(ssn, f"{type_} {language}", type=type_, invite=invite, parts=[])
    sender.send(ssn, f"Avtal {language}", type="letter.signed", signed={"behalf_of": BEHALF})
    here.log_in(ssn)
    here.speak(language)

    for type_, (title, go) in said.invited.items():
        _opens(here, f"{type_} {language}", title)
        card = here.page.locator(".content-card")
        for fact in ("Forskarna AB (556000-4755)", said.leads_to, *_names(INVITES[type_])):
            expect(card).to_contain_text(fact)
        out = card.get_by_role("link", name=go)
        assert (out.get_attribute("href"), out.get_attribute("rel")) == (INVITE["uri"], "noopener noreferrer")
    here.go("/inbox")
    here.row(f"Avtal {language}").click()
    expect(here.page.locator(".letter")).to_contain_text(said.signed_for)
    here.is_accessible("a signed document")
    here.speak("sv")


def _names(invite: dict[str, Any]) -> list[str]:
    """Whom and what an invitation of its kind names besides."""
    named = [invite[where]["name"] for where in ("store", "service_provider") if where in invite]
    return [*named, *([invite["description"]] if "description" in invite else [])]


def _send_all(sender: HttpSender, ssn: str, mark: str) -> None:
    sender.send(ssn, f"Tid {mark}", type="booking", booking={**BOOKING, **LATER}, parts=[])
    sender.send(ssn, f"Lön {mark}", type="salaryslip", salaryslip=SALARYSLIP, parts=[])
    invite = {**INVITE, "description": "Om sömn", "expires_at": None}
    sender.send(ssn, f"Studie {mark}", type="invite.research", invite=invite, parts=[])
    images = {"landscape": a_picture("WEBP")}
    event = sender.tell_of({**EVENT, "schedule": {"start": "2031-05-01T19:00:00+02:00"}, "images": images})
    tickets = [*TICKET["tickets"], {"qr_data": "ABC-2", "type": "Barn"}]
    ticket = {**TICKET, "event_key": event, "tickets": tickets}
    sender.send(ssn, f"Konsert {mark}", type="ticket.event", ticket=ticket, parts=[])


def _opens(here: Visit, subject: str, text: str) -> None:
    here.go("/inbox")
    here.row(subject).click()
    here.heading(subject)
    expect(here.page.locator(".content-card")).to_contain_text(text)
    here.is_accessible(subject)
