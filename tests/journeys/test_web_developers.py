"""The senders' pages in a browser: readable on a phone and in the dark, reachable by keyboard, quiet under the headers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.local, pytest.mark.xdist_group("second browser")]

LOOKS = pytest.mark.parametrize(("device", "scheme"), [("desktop", "light"), pytest.param("phone", "dark", marks=pytest.mark.prove)])
# The sections of the reference are made alike, and axe takes a minute for all of them.
FIRST_SECTION = "document.querySelectorAll('main section ~ section').forEach((section) => section.remove())"


def fits(here: Visit, *, whole: bool = True) -> None:
    """Nothing is wider than the screen, and axe finds nothing."""
    assert here.page.evaluate("document.documentElement.scrollWidth") <= here.page.viewport_size["width"]
    if not whole:
        here.page.evaluate(FIRST_SECTION)
    here.is_accessible(here.page.url)


@LOOKS
def test_a_developer_finds_the_way(visit: Callable[..., Visit], device: str, scheme: str) -> None:
    here = visit(device, scheme=scheme)
    page = here.page

    here.go("/developers")
    here.heading("Send digital post")
    fits(here)
    page.get_by_role("link", name="Quickstart An operator").click()
    here.heading("Quickstart")
    fits(here)
    if device == "phone":
        page.get_by_text("All pages").click()
    page.get_by_role("link", name="Reference").first.click()
    here.heading("Reference")
    page.get_by_text("A payslip", exact=True).click()
    payslip = page.locator("details", has=page.get_by_text("A payslip", exact=True)).locator("pre").first
    expect(payslip).to_contain_text('"type": "salaryslip"')
    expect(payslip).to_be_visible()
    fits(here, whole=False)
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colour == ("rgb(250, 248, 244)" if scheme == "light" else "rgb(18, 22, 31)")


@pytest.mark.prove
@LOOKS
def test_every_page_can_be_read_by_everybody(visit: Callable[..., Visit], device: str, scheme: str) -> None:
    here = visit(device, scheme=scheme)
    here.go("/developers/reference.html")
    places = here.page.locator(".menu .places a").all()
    for address in [place.get_attribute("href") for place in places]:
        here.go(str(address))
        fits(here)
