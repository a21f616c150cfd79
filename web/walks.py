"""The walks on which the pictures in docs/screenshots are taken: one at each name that a walk yields."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from playwright.sync_api import Page, Route

from kuvert.credentials import Credentials
from kuvert.operator import Operator
from local.testing import RunningOperator
from tests.contents import EVENT, INVITE, SALARYSLIP, TICKET
from tests.journeys.sender import HttpSender

PAGES = {
    "todo": "/todo", "senders": "/senders", "labels": "/labels", "settings": "/settings",
    "accesses": "/settings/accesses", "closing": "/settings/close", "help": "/help",
    "accessibility": "/accessibility", "terms": "/terms", "more": "/more", "archive-empty": "/archive",
}
LETTERS = {
    "booking": "Tid för vaccination", "payslip": "Lönebesked", "invitation": "Undersökning om sömn",
    "tickets": "Biljetter", "form": "Inför skolstarten", "registered": "Rekommenderat brev",
    "documents": "Ditt nya elavtal", "web-page": "Nya tider", "text": "Välkommen som digital",
}
SIGNED_IN = "BankID på en annan enhet"
CODE = re.compile(r"\b\d{6}\b")


def post(operator: RunningOperator) -> None:
    """Send Karin what the demo has not, each from somebody who would send it."""
    karin = operator.demo["people"][0]["ssn"]
    pay, clinic, concerts, council = (
        HttpSender(operator, name)
        for name in ("Vasa Löner", "Vårdcentralen Skeppsbron", "Hamnens konserthus", "Björkö kommun")
    )
    now = datetime.fromisoformat(operator.tool("clock")["now"])
    pay.send(karin, LETTERS["payslip"], type="salaryslip", salaryslip=SALARYSLIP, parts=[])
    invite = {**INVITE, "description": "Vi undersöker hur människor sover.", "expires_at": None}
    clinic.send(karin, LETTERS["invitation"], type="invite.research", invite=invite, parts=[])
    evening = now.replace(hour=18, minute=0, second=0) + timedelta(days=12)
    event = concerts.tell_of({**EVENT, "schedule": {"start": evening.isoformat()}})
    concerts.send(karin, LETTERS["tickets"], type="ticket.event", ticket={**TICKET, "event_key": event}, parts=[])
    last = (now + timedelta(days=14)).date().isoformat()
    registered = {"expires_at": last, "hidden": {"sender": True, "subject": True}}
    council.send(karin, "Uppsägning av arrende", type="registered.letter", registered=registered)


def log_in(page: Page, operator: RunningOperator) -> None:
    """BankID ends every order by itself, as the first of the demo's people."""
    page.goto(f"{operator.base_url}/login")
    page.get_by_role("button", name=SIGNED_IN).click()
    page.locator("a.row").first.wait_for(timeout=20_000)


def first_pages(page: Page, operator: RunningOperator) -> Iterator[str]:
    """The door, the list and a letter."""
    page.goto(operator.base_url)
    page.get_by_role("button", name=SIGNED_IN).wait_for()
    yield "login"
    log_in(page, operator)
    yield "inbox"
    page.locator("a.row", has_text="Lönespecifikation").first.click()
    page.locator("article iframe, article .paper").first.wait_for(timeout=10_000)
    page.wait_for_timeout(1_800)
    yield "letter"


def all_pages(page: Page, operator: RunningOperator) -> Iterator[str]:
    """Everything that a member sees, and what those see who have not come in."""
    yield from letters(page, operator)
    yield from states(page, operator)
    yield from selecting(page, operator)
    for name, path in PAGES.items():
        page.goto(operator.base_url + path)
        page.locator("h1").first.wait_for()
        yield name
    yield from warnings(page, operator)
    yield from asked_again(page, operator)
    yield from outside(page, operator)


def in_english(page: Page, operator: RunningOperator) -> Iterator[str]:
    """The first pages, and the longest, in the other language."""
    log_in(page, operator)
    speak(page, "en")
    for name, path in {"inbox": "/inbox", "settings": "/settings", "help": "/help"}.items():
        page.goto(operator.base_url + path)
        page.locator("h1").first.wait_for()
        yield name
    page.goto(f"{operator.base_url}/inbox")
    page.locator("a.row", has_text=LETTERS["form"]).first.click()
    page.locator("article h1").wait_for()
    yield "form"
    speak(page, "sv")


def speak(page: Page, language: str) -> None:
    """Choose the account's language, as Settings does."""
    page.evaluate("""language => fetch("/api/settings", {
      method: "PATCH", headers: { "content-type": "application/json" }, body: JSON.stringify({ language }),
    })""", language)


def letters(page: Page, operator: RunningOperator) -> Iterator[str]:
    """What is more than a document, each in a view of its own; and a question of the form."""
    for name, subject in LETTERS.items():
        page.goto(f"{operator.base_url}/inbox")
        page.locator("a.row", has_text=subject).first.click()
        page.locator("article h1").wait_for()
        page.wait_for_timeout(1_200)
        yield name
        if name == "form":
            page.get_by_role("button", name=re.compile("Börja|Fortsätt")).first.click()
            yield "form-question"


def states(page: Page, operator: RunningOperator) -> Iterator[str]:
    """The inbox while one searches, finds nothing, undoes, asks for the keys or has no network."""
    page.goto(f"{operator.base_url}/inbox")
    page.locator("a.row").first.wait_for()
    page.get_by_role("searchbox").fill("från:löner typ:lönebesked")
    yield "search"
    page.get_by_role("searchbox").fill("hittas inte")
    yield "search-nothing"
    page.goto(f"{operator.base_url}/inbox")
    page.locator("a.row").first.click()
    page.get_by_role("button", name="Arkivera").first.click()
    yield "undo"
    page.get_by_role("button", name="Ångra").click()
    page.goto(f"{operator.base_url}/inbox")
    page.locator("a.row").first.wait_for()
    page.keyboard.press("?")
    yield "keys"
    page.keyboard.press("Escape")
    page.context.set_offline(True)
    page.locator("a.row").nth(1).click()
    yield "no-network"
    page.context.set_offline(False)


def selecting(page: Page, operator: RunningOperator) -> Iterator[str]:
    """Several letters in one's hand: labelled, thrown away and taken back."""
    page.goto(f"{operator.base_url}/inbox")
    page.locator("a.row").first.wait_for()
    page.get_by_role("button", name="Markera flera").click()
    page.locator(".pick").nth(0).click()
    page.locator(".pick").nth(2).click()
    yield "selecting"
    page.get_by_role("button", name="Etikett", exact=True).click()
    yield "labelling"
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Släng").first.click()
    page.goto(f"{operator.base_url}/trash")
    page.locator("a.row").first.wait_for()
    yield "trash"
    page.get_by_role("button", name="Markera flera").click()
    page.locator(".pick").nth(0).click()
    page.locator(".pick").nth(1).click()
    page.get_by_role("button", name="Återställ").first.click()


def warnings(page: Page, operator: RunningOperator) -> Iterator[str]:
    """The account as it is when it closes, and when our e-mail comes back."""

    def answer(route: Route, **change: Any) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=json.dumps({**response.json(), **change}))

    now = datetime.fromisoformat(operator.tool("clock")["now"])
    days = {name: (now + timedelta(days=n)).isoformat() for name, n in
            (("closed_at", -2), ("accepts_until", 8), ("erase_at", 18))}
    for name, change in {"closing-under-way": {"closing": days}, "address-bounces": {"email_bounced": True}}.items():
        page.route("**/api/session", lambda route, _, change=change: answer(route, **change))
        page.goto(operator.base_url + ("/settings/close" if "closing" in change else "/inbox"))
        page.locator(".banner").first.wait_for()
        yield name
        page.unroute_all()


def asked_again(page: Page, operator: RunningOperator) -> Iterator[str]:
    """BankID once more, for what concerns the account itself."""
    page.goto(f"{operator.base_url}/settings")
    page.get_by_role("button", name="Ändra mobilnummer").click()
    page.get_by_label("Nytt mobilnummer").fill("070-174 06 99")
    page.get_by_role("button", name="Fortsätt").click()
    page.get_by_role("heading", name="Bekräfta med BankID").wait_for()
    yield "step-up"


def outside(page: Page, operator: RunningOperator) -> Iterator[str]:
    """Before one has come in, and what senders see."""
    page.goto(preview(operator))
    page.locator("h1").first.wait_for()
    yield "preview"
    page.goto(operator.base_url + "/developers/reference.html")
    yield "developers"


def opening(page: Page, operator: RunningOperator, place: int) -> Iterator[str]:
    """The guide, step by step, as one of the demo's people without an account."""
    person = operator.demo["people"][place]
    go_on = page.get_by_role("button", name="Fortsätt", exact=True)
    page.goto(f"{operator.base_url}/open")
    page.get_by_label("Ditt personnummer").wait_for()
    yield "open"
    page.get_by_label("Ditt personnummer").fill(person["ssn"])
    page.get_by_role("button", name="BankID på en annan enhet").click()
    page.get_by_role("checkbox").check(timeout=20_000)
    yield "open-terms"
    go_on.click()
    page.get_by_label("E-postadress", exact=True).fill(person["email"])
    yield "open-address"
    go_on.click()
    page.get_by_label("Kod", exact=True).fill(code_to(page, operator, person["email"]))
    yield "open-code"
    go_on.click()
    page.get_by_label("Mobilnummer", exact=True).fill(person["mobile"])
    yield "open-mobile"
    go_on.click()
    page.get_by_label("Kod", exact=True).fill(code_to(page, operator, person["mobile"]))
    go_on.click()
    page.get_by_role("heading", name="Klart!").wait_for()
    yield "open-done"
    page.get_by_role("button", name="Ok").click()
    page.locator(".state").first.wait_for()
    yield "inbox-empty"


def code_to(page: Page, operator: RunningOperator, to: str) -> str:
    """The newest code that has come."""
    while not (found := [one for one in operator.outbox(to) if CODE.search(one["text"])]):
        page.wait_for_timeout(100)
    match = CODE.search(found[-1]["text"])
    return match.group() if match else ""


def without(page: Page, operator: RunningOperator) -> Iterator[str]:
    """The file of everything; then a browser without a viewer for PDFs, a quiet quarter, and no network."""
    page.clock.install()
    log_in(page, operator)
    page.locator("a.row", has_text="elmätare").first.click(timeout=20_000)
    page.locator("canvas[data-drawn]").first.wait_for(timeout=10_000)
    yield "drawn"
    page.goto(operator.base_url + "/settings#export")
    section = page.locator("#export")
    section.get_by_role("button").first.wait_for()
    if section.get_by_role("button", name="Beställ", exact=True).count():
        section.get_by_role("button").click()
        page.get_by_role("button", name=SIGNED_IN).click()
    section.get_by_role("button", name="Hämta filen").wait_for(timeout=30_000)
    section.scroll_into_view_if_needed()
    yield "export"
    page.evaluate("() => navigator.serviceWorker.ready.then(() => 0)")
    page.goto(f"{operator.base_url}/inbox")
    page.locator("a.row").first.wait_for()
    page.clock.fast_forward("13:05")
    page.get_by_role("alertdialog").wait_for()
    yield "idle"
    page.context.set_offline(True)
    page.goto(operator.base_url)
    page.locator("h1").first.wait_for()
    yield "offline"


def preview(operator: RunningOperator) -> str:
    """Where a sender's dry run shows its content."""
    demo = operator.demo
    sender = Operator(Credentials(operator.base_url, demo["client_id"], demo["client_secret"], demo["tenant_key"]))
    booking = {
        "title": "Möte om solceller", "start_time": "2031-12-01T09:30:00+01:00",
        "end_time": "2031-12-01T10:00:00+01:00", "location": "Storängens Energi\nKundcenter, Storgatan 4",
        "info_url": "https://www.example.com/mote",
    }
    content = {"ssn": demo["sandbox"][0]["ssn"], "subject": "Möte om solceller", "type": "booking", "booking": booking}
    told, _ = sender.post(f"/v2/tenant/{sender.tenant('')}/content?dry_run=true", content)
    return str(told["preview"]["url"])
