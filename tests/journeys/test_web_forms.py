"""A form as people fill it in: one question at a time, kept on the way, looked through, sent once, by hand or by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.forms import TEMPLATE
from tests.journeys.sender import HttpSender
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.local, pytest.mark.xdist_group("second browser")]


@dataclass(frozen=True)
class Said:
    """What stands on the page."""

    begin: str
    go_on: str
    next: str
    back: str
    first: str
    last: str
    saved: str
    missing: str
    height: str
    number: str
    bank: str
    clearing: str
    account: str
    review: str
    change: str
    send: str
    thanks: str
    answers: str


SAID = {
    "sv": Said(
        "Börja", "Fortsätt", "Nästa", "Tillbaka", "Fråga 1 av högst 5", "Fråga 5 av 5", "Sparat utkast", "Skriv ett svar.",
        "118,5", "118,5", "Bank", "Clearingnummer", "Kontonummer", "Kontrollera dina svar", "Ändra: Vad kallas barnet?",
        "Skicka svaren", "Tack! Dina svar är skickade.", "Dina svar",
    ),
    "en": Said(
        "Begin", "Go on", "Next", "Back", "Question 1 of at most 5", "Question 5 of 5", "Draft saved", "Write an answer.",
        "118.5", "118.5", "Bank", "Clearing number", "Account number", "Check your answers", "Change: Vad kallas barnet?",
        "Send the answers", "Thank you! Your answers have been sent.", "Your answers",
    ),
}


@pytest.mark.rule("FRM-1")
@pytest.mark.parametrize(("device", "language", "scheme"), [
    ("phone", "en", "dark"), pytest.param("desktop", "sv", "light", marks=pytest.mark.prove),
])
def test_a_form_is_filled_in_left_gone_on_with_and_sent(
    visit: Callable[..., Visit], sender: HttpSender, device: str, language: str, scheme: str
) -> None:
    here, said = visit(device, scheme=scheme), SAID[language]
    subject = _sent(here, sender, f"Formulär {device}")
    here.speak(language)
    here.page.reload()
    card = _opened(here, subject)
    here.is_accessible("the beginning")

    here.press(said.begin)
    expect(card).to_contain_text(said.first)
    expect(_question(here)).to_be_focused()
    here.press(said.next)
    expect(card.get_by_role("alert")).to_have_text(said.missing)
    expect(card.get_by_role("textbox")).to_be_focused()
    here.is_accessible("a question with something wrong")
    card.get_by_role("textbox").fill("Tilde")
    expect(card.get_by_role("status")).to_contain_text(said.saved)
    here.press(said.next)
    card.get_by_role("textbox").fill(said.height)
    here.press(said.next)
    here.is_accessible("a choice")
    card.get_by_role("radio", name="Ja").check()
    here.press(said.next)
    card.get_by_role("checkbox", name="Ägg").check()
    card.get_by_role("checkbox", name="Nötter").check()
    here.is_accessible("several choices")
    expect(card.get_by_role("status")).to_contain_text(said.saved)
    expect(card.get_by_role("status")).to_have_class("saved")  # words in the page, not a notice above it

    here.page.reload()
    expect(card.get_by_role("button", name=said.go_on)).to_be_visible()
    here.is_accessible("a draft")
    here.press(said.go_on)
    expect(card).to_contain_text(said.last)
    card.get_by_label(said.bank).fill("Storbanken")
    card.get_by_label(said.clearing).fill("1234")
    card.get_by_label(said.account).fill("12 345 67")
    here.is_accessible("an account")
    here.press(said.next)

    expect(_question(here)).to_have_text(said.review)
    for text in ("Tilde", said.number, "Nötter", "Ägg", "Storbanken"):
        expect(card).to_contain_text(text)
    here.is_accessible("the review")
    here.press(said.change)
    card.get_by_role("textbox").fill("Tilde Alva")
    here.press(said.next)
    expect(_question(here)).to_have_text(said.review)
    here.press(said.send)
    expect(_question(here)).to_have_text(said.thanks)
    expect(_question(here)).to_be_focused()
    here.is_accessible("the receipt")
    here.page.reload()
    expect(_question(here)).to_have_text(said.answers)
    expect(card).to_contain_text("Tilde Alva")
    here.speak("sv")


def test_by_keyboard_alone_and_back(visit: Callable[..., Visit], sender: HttpSender) -> None:
    """Enter goes on; another choice is another way; the step back is to the question before on this way."""
    here = visit()
    card = _opened(here, _sent(here, sender, "Formulär med tangenter"))
    keys = here.page.keyboard
    card.get_by_role("button", name="Börja").focus()
    keys.press("Enter")
    expect(_question(here)).to_be_focused()
    keys.press("Tab")
    keys.type("Tilde")
    keys.press("Enter")
    expect(_question(here)).to_have_text("Hur långt är barnet, i cm?")
    keys.press("Tab")
    keys.type("12")
    keys.press("Enter")
    expect(card.get_by_role("alert")).to_have_text("Talet ska vara minst 40.")
    keys.type("0")
    keys.press("Enter")
    expect(_question(here)).to_have_text("Har barnet någon allergi?")
    keys.press("Tab")
    keys.press("ArrowDown")
    expect(card.get_by_role("radio", name="Nej")).to_be_checked()
    keys.press("Enter")
    expect(_question(here)).to_have_text("Vart ska ersättningen betalas?")
    here.press("Tillbaka")
    expect(_question(here)).to_have_text("Har barnet någon allergi?")
    here.page.go_back()
    expect(_question(here)).to_have_text("Hur långt är barnet, i cm?")
    expect(_question(here)).to_be_focused()
    keys.press("u")  # the list is one step away, however many questions there were
    expect(here.page.locator(".filling")).to_have_count(0)
    here.page.go_forward()
    expect(card).to_contain_text("utkast")


def test_what_is_over_says_so(visit: Callable[..., Visit], sender: HttpSender) -> None:
    """The last day has passed."""
    here = visit()
    subject = _sent(here, sender, "Formulär i går", days=1)
    here.page.route("**/api/letters/*/form", lambda route: route.fulfill(
        response=(answer := route.fetch()), json={**answer.json(), "expired": True, "expires_at": "2026-01-01T23:00:00.000Z"}
    ))
    expect(_opened(here, subject)).to_contain_text("Det går inte att svara längre. Sista dagen var torsdag 1 januari")
    here.is_accessible("a form that is over")


def _question(here: Visit):  # type: ignore[no-untyped-def]
    return here.page.locator(".filling h3")


def _sent(here: Visit, sender: HttpSender, subject: str, days: int = 14) -> str:
    """Send the form to somebody, and log in as them."""
    ssn = next(person["ssn"] for person in here.operator.demo["people"] if person["registered"])
    form = {"id": sender.make_form(TEMPLATE), "days_to_expiry": days}
    sender.send(ssn, subject, type="letter.form", form=form, parts=[])
    here.log_in(ssn)
    return subject


def _opened(here: Visit, subject: str):  # type: ignore[no-untyped-def]
    here.go("/inbox")
    here.row(subject).click()
    here.heading(subject)
    card = here.page.locator(".filling")
    expect(card).to_contain_text(TEMPLATE["title"])
    return card
