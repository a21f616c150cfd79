"""A sender's preview in the browser: each type as its recipient would see it, without anybody being logged in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.contents import BOOKING, EVENT, INVITE, SALARYSLIP, TICKET
from tests.forms import TEMPLATE
from tests.journeys.sender import HttpSender
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.local, pytest.mark.xdist_group("browser")]

HTML = {"name": "a.html", "data": "PHA+SGVqPC9wPg==", "content_type": "text/html"}
LATER = {"start_time": "2031-12-01T09:30:00+01:00", "end_time": "2031-12-01T10:00:00+01:00"}
BAND = {"sv": "Inget är skickat", "en": "Nothing has been sent"}
SIGNS = {"sv": "Här kvitterar mottagaren", "en": "Here the recipient signs"}
BEGIN = {"sv": "Börja", "en": "Begin"}
GONE = {"sv": "Förhandsvisningen finns inte längre", "en": "This preview is gone"}


@pytest.mark.parametrize(("device", "language", "scheme"), [
    ("phone", "en", "dark"), pytest.param("desktop", "sv", "light", marks=pytest.mark.prove),
])
def test_every_type_can_be_looked_at(
    visit: Callable[..., Visit], sender: HttpSender, device: str, language: str, scheme: str
) -> None:
    here = visit(device, language, scheme)
    page = here.page
    ssn = next(person["ssn"] for person in here.operator.demo["people"] if not person["registered"])
    now = datetime.fromisoformat(here.operator.tool("clock")["now"])

    def look(subject: str, **fields: object) -> None:
        link = urlsplit(sender.rehearse(ssn, subject, **fields)["preview"]["url"])
        here.go(f"{link.path}#{link.fragment}")
        expect(page.locator(".preview-band")).to_contain_text(BAND[language])

    look("Brev med två delar", parts=[HTML])
    here.heading("Brev med två delar")
    expect(page.frame_locator("iframe.html").locator("p")).to_have_text("Hej")
    here.is_accessible("a letter")
    look("Ett brev i PDF")
    expect(page.locator("iframe.pdf, .aside")).to_be_visible()
    look("Lön", type="salaryslip", salaryslip=SALARYSLIP, parts=[])
    expect(page.locator(".documents")).to_contain_text("Bageri Bullen AB")
    here.is_accessible("a payslip")
    look("Tid", type="booking", booking={**BOOKING, **LATER}, parts=[])
    with page.expect_download() as download:
        page.locator("a[download]").click()
    assert re.fullmatch(r"2031-12-01 \w.*\.ics", download.value.suggested_filename)
    look("Studie", type="invite.research", invite={**INVITE, "expires_at": None, "description": "x"}, parts=[])
    expect(page.locator(".way-out")).to_contain_text("www.example.com")
    ticket = {**TICKET, "event_key": sender.tell_of(EVENT)}
    look("Biljett", type="ticket.event", ticket=ticket, parts=[])
    expect(page.locator(".qr path")).to_be_attached()
    here.is_accessible("a ticket")
    form = {"id": sender.make_form(TEMPLATE), "days_to_expiry": 14}
    look("Formulär", type="letter.form", form=form, parts=[])
    here.press(BEGIN[language])
    expect(page.locator("progress")).to_be_visible()
    here.is_accessible("a form")
    registered = {
        "expires_at": (now + timedelta(days=20)).date().isoformat(), "hidden": {"sender": True, "subject": True},
    }
    look("Hemligt", type="registered.letter", registered=registered)
    expect(page.locator(".receive")).to_contain_text(SIGNS[language])
    expect(page.locator("body")).not_to_contain_text("Hemligt")
    here.is_accessible("a registered letter")
    here.go("/preview#" + "1" * 53)
    page.reload()
    here.heading(GONE[language])
    here.is_accessible("a preview that is gone")
