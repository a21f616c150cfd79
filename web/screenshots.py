"""Takes the pictures in docs/screenshots: the demo on a desktop and a phone, light and dark (`make screenshots`)."""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from kuvert.credentials import Credentials
from kuvert.operator import Operator
from local.testing import RunningOperator, running_operator
from tests.contents import BOOKING, EVENT, INVITE, SALARYSLIP, TICKET
from tests.forms import TEMPLATE
from tests.journeys.sender import HttpSender

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
DESKTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
LOOKS = [
    ("desktop-light", DESKTOP, "light"), ("desktop-dark", DESKTOP, "dark"),
    ("phone-light", PHONE, "light"), ("phone-dark", PHONE, "dark"),
]
WHOLE = {"desktop-light", "phone-dark"}  # the looks that show every page and state; the others show the first three
PAGES = {
    "todo": "/todo", "senders": "/senders", "labels": "/labels", "settings": "/settings", "closing": "/settings/close",
    "help": "/help", "accessibility": "/accessibility", "terms": "/terms", "more": "/more", "archive-empty": "/archive",
}
LONG = {"settings"}  # shown from top to bottom
LETTERS = {
    "booking": "Kallelse till provtagning", "payslip": "Lönebesked", "invitation": "Undersökning",
    "tickets": "Biljetter", "form": "Inför skolstarten", "registered": "Rekommenderat brev",
    "documents": "Ditt nya elavtal",
}
NO_VIEWER = "Object.defineProperty(Navigator.prototype, 'pdfViewerEnabled', {get: () => false})"
COLOURS = 192  # enough for what is drawn in few colours


def post(operator: RunningOperator) -> None:
    """Send Karin one letter of each type."""
    sender, karin = HttpSender(operator), operator.demo["people"][0]["ssn"]
    now = datetime.fromisoformat(operator.tool("clock")["now"])
    day = now.replace(hour=8, minute=30, second=0) + timedelta(days=4)
    when = {"start_time": day.isoformat(), "end_time": (day + timedelta(hours=1)).isoformat()}
    sender.send(karin, LETTERS["booking"], type="booking", booking={**BOOKING, **when}, parts=[])
    sender.send(karin, LETTERS["payslip"], type="salaryslip", salaryslip=SALARYSLIP, parts=[])
    invite = {**INVITE, "description": "Vi undersöker hur människor sover.", "expires_at": None}
    sender.send(karin, LETTERS["invitation"], type="invite.research", invite=invite, parts=[])
    event = sender.tell_of({**EVENT, "schedule": {"start": (day + timedelta(days=8, hours=10)).isoformat()}})
    sender.send(karin, LETTERS["tickets"], type="ticket.event", ticket={**TICKET, "event_key": event}, parts=[])
    form = {"id": sender.make_form(TEMPLATE), "days_to_expiry": 6}
    sender.send(karin, LETTERS["form"], type="letter.form", form=form, parts=[])
    last = (now + timedelta(days=14)).date().isoformat()
    registered = {"expires_at": last, "hidden": {"sender": True, "subject": True}}
    sender.send(karin, "Uppsägning", type="registered.letter", registered=registered)


def pictures(page: Page, operator: RunningOperator, whole: bool) -> Iterator[str]:
    """Go through the pages; at each name the picture is taken."""
    page.goto(operator.base_url)
    page.get_by_role("button", name="BankID på en annan enhet").wait_for()
    yield "login"
    page.get_by_role("button", name="BankID på en annan enhet").click()
    page.locator("a.row").first.wait_for(timeout=20_000)
    yield "inbox"
    page.locator("a.row", has_text="Lönespecifikation").first.click()
    page.locator("article iframe, article .paper").first.wait_for(timeout=10_000)
    page.wait_for_timeout(1_800)
    yield "letter"
    if not whole:
        return
    yield from letters(page, operator)
    yield from states(page, operator)
    for name, path in PAGES.items():
        page.goto(operator.base_url + path)
        page.locator("h1").first.wait_for()
        yield name
    yield from outside(page, operator)


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
    """The inbox while one searches, finds nothing, selects, undoes, labels, asks for the keys or has no network."""
    page.goto(f"{operator.base_url}/inbox")
    page.locator("a.row").first.wait_for()
    page.get_by_role("searchbox").fill("från:löner typ:lönebesked")
    yield "search"
    page.get_by_role("searchbox").fill("hittas inte")
    yield "search-nothing"
    page.get_by_role("searchbox").fill("")
    page.get_by_role("button", name="Markera flera").click()
    page.locator(".pick").nth(0).click()
    page.locator(".pick").nth(2).click()
    yield "selecting"
    page.get_by_role("button", name="Etikett", exact=True).click()
    yield "labelling"
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Arkivera").click()
    yield "undo"
    page.get_by_role("button", name="Ångra").click()
    page.keyboard.press("?")
    yield "keys"
    page.keyboard.press("Escape")
    page.context.set_offline(True)
    page.locator("a.row").nth(1).click()
    yield "no-network"
    page.context.set_offline(False)


def outside(page: Page, operator: RunningOperator) -> Iterator[str]:
    """Before one has come in, and what senders see."""
    page.goto(preview(operator))
    page.locator("h1").first.wait_for()
    yield "preview"
    page.goto(operator.base_url + "/developers/reference.html")
    yield "developers"
    page.context.clear_cookies()
    page.goto(f"{operator.base_url}/open")
    page.locator("h1").first.wait_for()
    yield "open"


def without(page: Page, operator: RunningOperator) -> Iterator[str]:
    """The file of everything; then a browser without a viewer for PDFs, and the app without a network."""
    page.goto(operator.base_url)
    page.get_by_role("button", name="BankID på en annan enhet").click()
    page.locator("a.row", has_text="elmätare").first.click(timeout=20_000)
    page.locator("canvas[data-drawn]").first.wait_for(timeout=10_000)
    yield "drawn"
    page.goto(operator.base_url + "/settings#export")
    section = page.locator("#export")
    section.get_by_role("button").first.wait_for()
    if section.get_by_role("button", name="Beställ", exact=True).count():
        section.get_by_role("button").click()
        page.get_by_role("button", name="BankID på en annan enhet").click()
    section.get_by_role("button", name="Hämta filen").wait_for(timeout=30_000)
    section.scroll_into_view_if_needed()
    yield "export"
    page.evaluate("() => navigator.serviceWorker.ready.then(() => 0)")
    page.context.set_offline(True)
    page.goto(operator.base_url)
    page.locator("h1").first.wait_for()
    yield "offline"


def preview(operator: RunningOperator) -> str:
    """Where a sender's dry run shows its content."""
    demo = operator.demo
    sender = Operator(Credentials(operator.base_url, demo["client_id"], demo["client_secret"], demo["tenant_key"]))
    booking = {
        "title": "Läkarbesök", "start_time": "2031-12-01T09:30:00+01:00", "end_time": "2031-12-01T10:00:00+01:00",
        "location": "Vårdcentralen Skeppsbron", "info_url": "https://www.example.com/besok",
    }
    content = {"ssn": demo["sandbox"][0]["ssn"], "subject": "Kallelse", "type": "booking", "booking": booking}
    told, _ = sender.post(f"/v2/tenant/{sender.tenant('')}/content?dry_run=true", content)
    return str(told["preview"]["url"])


def take(browser: Browser, operator: RunningOperator, look: str, device: dict[str, Any], scheme: Any) -> None:
    """Take the pictures of one look."""
    page = browser.new_context(**device, color_scheme=scheme, locale="sv-SE", service_workers="block").new_page()
    for name in pictures(page, operator, look in WHOLE):
        save(page, f"{name}-{look}", whole=name in LONG)
    if look in WHOLE:
        context = browser.new_context(**device, color_scheme=scheme, locale="sv-SE")
        context.add_init_script(NO_VIEWER)
        page = context.new_page()
        for name in without(page, operator):
            save(page, f"{name}-{look}", whole=False)


def save(page: Page, name: str, *, whole: bool) -> None:
    """Take a picture of what is on the screen, or of all of the page."""
    page.wait_for_timeout(600)
    taken = Image.open(BytesIO(page.screenshot(full_page=whole)))
    taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)


def main() -> None:
    """Start an operator with its demo, and take them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with (
        tempfile.TemporaryDirectory() as folder,
        running_operator(Path(folder) / "state", demo=True, KUVERT_BANKID="auto") as operator,
        sync_playwright() as playwright,
    ):
        while not (operator.folder / "demo.json").exists():
            time.sleep(0.2)
        post(operator)
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for look in LOOKS:
            take(browser, operator, *look)
        browser.close()


if __name__ == "__main__":
    main()
