"""Another operator than the laptop's own: its name, its contacts, and nobody else's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3
from playwright.sync_api import Browser, Page, expect

from infra.site import operator as told
from infra.site import settings
from local.testing import RunningOperator, running_operator
from tests.journeys.people import ALVA
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.local, pytest.mark.xdist_group("browser")]

OTHER = """\
# A name with what HTML and JSON mark, and no telephone.
OperatorName=Brevhuset "Väst" & Co
LegalName=Brevhuset i Väst AB
OrganisationNumber=559999-8888
SupportEmail=hej@brevhuset.example
TermsVersion=2027-01-01
TermsFolder={folder}
SupportHoursSv=Alla dagar 8–20
SupportHoursEn=Every day 8–20
"""
TERMS = {
    "sv": "# Vad vi lovar\n{operator} bär ut din post.\nRing {support_phone}\n# Vilka vi är\n{legal_name}, {organisation_number}\n",
    "en": "# What we promise\n{operator} brings your post.\n# Who we are\n{legal_name}, {organisation_number}\n",
}
NAME = 'Brevhuset "Väst" & Co'


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOperator]:
    """An operator with settings of its own."""
    folder = Path(tmp_path_factory.mktemp("other"))
    (folder / "other.conf").write_text(OTHER.replace("{folder}", str(folder)), encoding="utf-8")
    for language, text in TERMS.items():
        (folder / f"terms-2027-01-01.{language}.md").write_text(text, encoding="utf-8")
    with running_operator(folder / "state", KUVERT_SETTINGS=str(folder / "other.conf")) as running:
        yield running


@pytest.fixture
def page(browser: Browser, other: RunningOperator) -> Iterator[Page]:
    """A browser that has never been here."""
    page = browser.new_page(base_url=other.base_url, locale="sv-SE")
    yield page
    page.close()


def test_the_installed_app_and_the_first_title_are_the_operators(other: RunningOperator):
    manifest = json.loads(_fetch(other, "/app.webmanifest"))
    assert (manifest["name"], manifest["short_name"]) == (NAME, NAME)
    assert "<title>Brevhuset &quot;Väst&quot; &amp; Co</title>" in _fetch(other, "/inbox")
    assert "Kuvert" not in _fetch(other, "/")


def test_the_page_is_deployed_with_what_the_server_tells(other: RunningOperator):
    assert json.loads(_fetch(other, "/api/site"))["operator"] == told(settings(other.folder.parent / "other.conf"))


def test_another_operator_is_another_version_of_the_app(other: RunningOperator, operator: RunningOperator):
    assert "{{" not in _fetch(other, "/sw.js")
    assert _fetch(other, "/sw.js") != _fetch(operator, "/sw.js")


def test_its_name_and_contacts_are_shown_and_what_is_not_set_is_not(page: Page):
    """Also before the server has answered, or when it does not."""
    for path in ("/login", "/help", "/accessibility"):
        page.goto(path)
        expect(page.locator(".brand")).to_have_text(NAME)
        expect(page.locator(".foot")).to_contain_text("Alla dagar 8–20")
        expect(page.locator("a[href^='tel:']")).to_have_count(0)
        expect(page.get_by_role("link", name="Driftstatus")).to_have_count(0)
    expect(page.get_by_role("link", name="hej@brevhuset.example")).to_be_visible()
    page.route("**/api/**", lambda route: route.abort())
    page.goto("/help")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator(".brand")).to_have_text(NAME)
    expect(page).to_have_title(NAME)
    expect(page.locator(".foot")).to_contain_text("Alla dagar 8–20")


def test_its_terms_are_the_ones_that_are_read_and_accepted(page: Page, other: RunningOperator):
    """In both languages, without a line about the telephone that it does not have."""
    page.goto("/terms")
    expect(page.get_by_text("Version 2027-01-01")).to_be_visible()
    expect(page.get_by_role("heading", level=2)).to_have_text(["Vad vi lovar", "Vilka vi är"])
    expect(page.locator(".prose p")).to_have_text([f"{NAME} bär ut din post.", "Brevhuset i Väst AB, 559999-8888"])
    page.get_by_role("button", name="In English").click()
    expect(page.get_by_text(f"{NAME} brings your post.")).to_be_visible()
    visitor = Visit(page, other)
    agreed: list[str] = []
    page.on("request", lambda asked: agreed.append(asked.post_data or "") if asked.url.endswith("/terms") else None)
    page.evaluate("localStorage['kuvert.language'] = 'sv'")
    visitor.open_account(ALVA, lambda step: _read_them(page) if step == "terms" else None)
    assert json.loads(agreed[-1]) == {"version": "2027-01-01"}
    page.goto("/settings#terms")
    expect(page.get_by_text("Du godkände version 2027-01-01")).to_be_visible()


def _read_them(page: Page) -> None:
    page.locator("summary").click()
    expect(page.get_by_text(f"{NAME} bär ut din post.")).to_be_visible()


def _fetch(running: RunningOperator, path: str) -> str:
    return urllib3.request("GET", running.base_url + path).data.decode()
