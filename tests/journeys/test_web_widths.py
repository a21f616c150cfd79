"""Letters on screens of every width: one at a time where there is no room for two, and no word or name that makes a page wider."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.contents import BOOKING, SALARYSLIP
from tests.forms import TEMPLATE
from tests.journeys.people import LENNART
from tests.journeys.sender import HttpSender, a_letter
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.local, pytest.mark.xdist_group("browser")]

LONG = "Barnomsorgsplaceringsansökningsblanketten"
PHONE, TABLET, BETWEEN = {"width": 320, "height": 568}, {"width": 820, "height": 1180}, {"width": 1000, "height": 800}
SIDEWAYS = {"width": 844, "height": 390}
WIDTH = "() => document.documentElement.scrollWidth - innerWidth"
INSIDE = """() => [...document.querySelectorAll('.reader, .reader *')]
  .filter(one => one.checkVisibility() && !one.closest('.sr') && one.getBoundingClientRect().right > innerWidth + 1)
  .map(one => one.outerHTML.slice(0, 120))"""


def test_long_words_and_large_text_make_no_letter_wider_than_the_screen(
    visit: Callable[..., Visit], sender: HttpSender
) -> None:
    key = sender.make_form({**TEMPLATE, "title": LONG})
    part = a_letter(LENNART, "")["parts"][0]
    sender.send(LENNART, "Smalt: tid", type="booking", parts=[], booking={**BOOKING, "title": LONG})
    sender.send(LENNART, "Smalt: formulär", type="letter.form", form={"id": key, "days_to_expiry": 9}, parts=[])
    sender.send(LENNART, "Smalt: delar", parts=[{**part, "name": f"En_{LONG}_{LONG}_{n}.pdf"} for n in range(2)])
    sender.send(LENNART, "Smalt: lön", type="salaryslip", salaryslip=SALARYSLIP)
    here = visit("phone", scheme="dark")
    here.page.set_viewport_size(PHONE)
    here.log_in(LENNART)
    for subject in ("tid", "formulär", "lön", "delar"):
        here.go("/inbox")
        here.row(f"Smalt: {subject}").click()
        here.heading(f"Smalt: {subject}")
        expect(here.page.locator(".content-card, .documents").first).to_be_visible()
        here.comes_to(WIDTH, 0, subject)
        _fits_in_large_text(here, subject)
        here.page.set_viewport_size(PHONE)
    _takes_turns_with_the_list(here)
    here.is_accessible("a letter on a tablet")


def _fits_in_large_text(here: Visit, subject: str) -> None:
    here.page.set_viewport_size({"width": 390, "height": 844})
    here.page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
    here.comes_to(WIDTH, 0, f"{subject} in large text")
    here.page.evaluate("() => { document.documentElement.style.fontSize = '' }")


def _takes_turns_with_the_list(here: Visit) -> None:
    """It stands beside the list only where both have room, never in a slot; and what is done with it can be reached."""
    for size, beside in ((BETWEEN, True), (SIDEWAYS, False), (TABLET, False)):
        here.page.set_viewport_size(size)
        expect(here.page.locator(".list")).to_be_visible(visible=beside)
        here.comes_to("() => document.querySelector('.reader').clientWidth >= 640", True, str(size))
        here.comes_to(INSIDE, [], str(size))
