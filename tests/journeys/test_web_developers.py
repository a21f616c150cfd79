"""The senders' pages in a browser: readable on a phone and in the dark, reachable by keyboard, quiet under the headers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.local, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize(("device", "scheme"), [("desktop", "light"), ("phone", "dark")])
def test_a_developer_finds_the_way(visit: Callable[..., Visit], device: str, scheme: str) -> None:
    here = visit(device, scheme=scheme)
    page = here.page

    def fits() -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
        here.is_accessible(page.url)

    here.go("/developers")
    here.heading("Send digital post")
    fits()
    page.get_by_role("link", name="Quickstart An operator").click()
    here.heading("Quickstart")
    fits()
    if device == "phone":
        page.get_by_text("All pages").click()
    page.get_by_role("link", name="Reference").first.click()
    here.heading("Reference")
    fits()
    page.get_by_text("A payslip", exact=True).click()
    payslip = page.locator("details", has=page.get_by_text("A payslip", exact=True))
    expect(payslip.locator("pre").first).to_contain_text('"type": "salaryslip"')
    expect(payslip.locator("pre").first).to_be_visible()
    page.goto(f"{here.operator.base_url}/developers/errors.html")
    here.heading("Errors")
    fits()
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colour == ("rgb(250, 248, 244)" if scheme == "light" else "rgb(18, 22, 31)")
