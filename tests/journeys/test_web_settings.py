"""Choices: contact details with BankID and a code, language and looks, where one is logged in, closing and staying."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.forms import TEMPLATE
from tests.journeys.people import AMIR, LENNART
from tests.journeys.sender import HttpSender
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.local, pytest.mark.xdist_group("browser")]

# A switch shows its thumb, and one that is on has another ground than one that is off.
SWITCHES_TELL = """() => {
  const colours = (state) => {
    const input = document.querySelector(`.switch input${state}`);
    return [getComputedStyle(input).backgroundColor, getComputedStyle(input, "::after").backgroundColor];
  };
  const [on, onThumb] = colours(":checked"), [off, offThumb] = colours(":not(:checked)");
  return on !== onThumb && off !== offThumb && on !== off;
}"""


def test_a_new_address_counts_when_its_code_is_typed(visit: Callable[..., Visit]):
    here = visit()
    here.log_in(AMIR)
    here.go("/settings")
    dialog = here.page.get_by_role("dialog")
    here.press("Ändra e-postadress")
    here.page.get_by_label("Ny e-postadress").fill("amir.ny@example.com")
    here.is_accessible("a new address")
    here.press("Fortsätt")
    expect(dialog.filter(has_text="Bekräfta med BankID")).to_be_visible()
    here.is_accessible("BankID once more")
    here.press("BankID på en annan enhet")
    here.press("BankID på den här enheten")  # BankID has one order at a time of each person: the first gives way
    expect(dialog.locator(".spinner")).to_be_visible()
    here.press("Avbryt")
    here.press("BankID på en annan enhet")
    here.scan_as(AMIR)
    here.page.get_by_label("Kod", exact=True).wait_for(timeout=15_000)
    expect(here.page.locator("#contact .value").first).to_have_text("amir@example.com")
    here.page.reload()  # as a phone does that has been to fetch the code
    here.press("Ändra e-postadress")
    expect(dialog).to_contain_text("amir.ny@example.com")
    here.type_code(here.code_to("amir.ny@example.com"))
    here.toast("E-postadressen är ändrad")
    expect(here.page.locator("#contact .value").first).to_have_text("amir.ny@example.com")
    expect(here.page.get_by_role("button", name="Ändra e-postadress")).to_be_focused()


def test_choices_are_kept(visit: Callable[..., Visit]):
    here = visit()
    here.log_in(AMIR)
    page = here.page
    here.go("/settings")
    page.get_by_role("switch", name="Mejla mig").click()
    expect(page.get_by_text("Du får inget besked")).to_be_visible()
    other = Visit(page.context.new_page(), here.operator)  # another tab of the same browser
    other.go("/help")
    other.heading("Hjälp")
    page.bring_to_front()
    page.get_by_text("Mörkt", exact=True).click()
    page.get_by_text("English", exact=True).click()
    here.heading("Settings")
    other.heading("Help")
    expect(other.page.locator("html")).to_have_attribute("data-theme", "dark")
    other.page.close()
    here.is_accessible("settings in English and dark")
    here.in_forced_colours()
    page.wait_for_function(SWITCHES_TELL)
    page.reload()
    here.heading("Settings")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("switch", name="E-mail me")).not_to_be_checked()
    page.get_by_role("switch", name="E-mail me").click()
    page.get_by_text("As the device", exact=True).click()
    page.get_by_text("Svenska", exact=True).click()
    here.heading("Inställningar")


def test_another_device_is_logged_out(visit: Callable[..., Visit]):
    here, there = visit(), visit("phone")
    there.log_in(AMIR, anew=True)
    here.log_in(AMIR, anew=True)
    here.go("/settings")
    devices = here.page.locator("#devices .card")
    expect(devices.filter(has_text="Den här")).to_have_count(1)
    count = devices.count()
    devices.get_by_role("button").first.click()
    expect(devices).to_have_count(count - 1)


def test_who_has_looked_is_told_in_plain_words(visit: Callable[..., Visit], sender: HttpSender):
    """Opening a letter and reading its document, or its form, is one look; the whole line leads to the letter."""
    subject, form = "Läses av mig", "Formulär som läses"
    sender.send(AMIR, subject)
    sender.send(AMIR, form, type="letter.form", form={"id": sender.make_form(TEMPLATE), "days_to_expiry": 9}, parts=[])
    here = visit()
    here.log_in(AMIR)
    here.row(subject).click()
    here.heading(subject)
    here.page.locator(".paper").first.wait_for()
    here.row(form).click()
    here.page.locator(".content-card").wait_for()
    here.go("/settings")
    here.follow("Se vem som har tittat")
    here.heading("Vem har tittat")
    log = here.page.locator(".log li")
    expect(log.filter(has_text=f"Du öppnade och läste {subject}").first).to_be_visible()
    here.is_accessible("who has looked")
    expect(log.filter(has_text="Du loggade in").first).to_be_visible()
    expect(log.filter(has_text=form)).to_have_count(1)
    expect(log.filter(has_text=form)).to_contain_text("öppnade formuläret")
    log.filter(has_text=subject).first.locator("time").click(force=True)  # the line lies over its words
    here.heading(subject)


def test_closing_says_what_happens_and_can_be_undone(visit: Callable[..., Visit]):
    here = visit()
    here.log_in(LENNART)
    here.go("/settings")
    here.follow("Så går det till")
    here.heading("Avsluta kontot")
    here.is_accessible("before closing")
    here.press("Avsluta kontot")
    here.is_accessible("the question before closing")
    here.press("Ja, avsluta")
    here.press("BankID på en annan enhet")
    here.scan_as(LENNART)
    here.heading("Kontot är på väg att avslutas")
    expect(here.page.get_by_text("om 20 dagar")).to_be_visible()
    here.is_accessible("a closing account")
    here.go("/inbox")
    here.page.locator("a.row").first.wait_for()
    here.is_accessible("the inbox of a closing account")
    here.press("Ångra avslutet")
    here.toast("Kontot är kvar")
    expect(here.page.get_by_text("Kontot avslutas")).to_have_count(0)


@pytest.mark.rule("GDP-1")
def test_new_terms_are_read_and_accepted(visit: Callable[..., Visit]):
    """A strip on every page until they are; which and when stands under settings."""
    here = visit("phone")
    here.log_in(AMIR)
    page = here.page

    def raised(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "new_terms": "2026-06-01"})

    page.route("**/api/session", raised)
    here.go("/inbox")
    expect(page.get_by_text("Vi har nya villkor.")).to_be_visible()
    here.is_accessible("new terms to accept")
    here.follow("Läs och godkänn dem")
    here.heading("Villkor")
    accept = page.get_by_role("button", name="Jag godkänner version 2026-06-01")
    expect(accept).to_be_visible()
    here.is_accessible("new terms, read")
    page.unroute("**/api/session")
    accept.click()
    here.toast("Villkoren är godkända")
    expect(accept).to_have_count(0)
    expect(page.get_by_text("Vi har nya villkor.")).to_have_count(0)
    here.go("/settings#terms")
    expect(page.locator("#terms")).to_contain_text("Du godkände version 2026-06-01 den ")
