"""All that matters done with Tab, Space, Enter and arrows alone: nothing is clicked, and nothing focused by a program."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.people import AMIR, FRANS, LENNART
from tests.journeys.sender import HttpSender
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.local, pytest.mark.xdist_group("second browser")]

MOST_TABS = 120
# What lies over the middle of an element: nothing, when it can be seen.
COVERED_BY = """one => {
  const box = one.getBoundingClientRect();
  const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const seen = one.contains(at) || at?.contains(one) || at?.closest("label")?.contains(one);
  return seen ? "" : at?.outerHTML.slice(0, 100) ?? `outside the window, at ${box.y}`;
}"""


class Hands:
    """A person without a mouse."""

    def __init__(self, here: Visit) -> None:
        self.here, self.page, self.keys = here, here.page, here.page.keyboard

    def find(self, role: Any, name: str, inside: str = "body", exact: bool = True) -> Locator:
        """Walk with Tab to what is called so; what has focus is always seen, and not under anything else."""
        wanted = self.page.locator(inside).get_by_role(role, name=name, exact=exact).first
        expect(wanted).to_be_visible(timeout=15_000)
        for _ in range(MOST_TABS):
            if wanted.evaluate("one => one === document.activeElement"):
                assert wanted.evaluate(COVERED_BY) == "", f"{name} has focus and is hidden"
                return wanted
            self.keys.press("Tab")
        raise AssertionError(f"Tab never comes to {name}")

    def press(self, role: Any, name: str, key: str = "Enter", inside: str = "body") -> None:
        self.find(role, name, inside)
        self.keys.press(key)

    def write(self, name: str, text: str) -> None:
        self.find("textbox", name)
        self.keys.type(text)

    def choose(self, *subjects: str) -> None:
        """Select letters of the demo's sender."""
        self.press("button", "Markera flera")
        for subject in reversed(subjects):  # the newest is uppermost
            self.press("checkbox", f"Markera Storängens Energi: {subject}", "Space")

    def identify(self, ssn: str) -> None:
        self.press("button", "BankID på en annan enhet")
        self.here.scan_as(ssn)


def test_an_account_is_opened(visit: Callable[..., Visit]):
    here = visit()
    hands = Hands(here)
    here.go("/login")
    hands.press("link", "Ny här? Så öppnar du ditt konto")
    here.heading("Öppna ditt konto")
    hands.write("Ditt personnummer", FRANS.ssn)
    hands.press("button", "BankID på en annan enhet")
    here.scan_as(FRANS.ssn)
    here.page.get_by_role("checkbox").wait_for(timeout=15_000)
    hands.press("checkbox", "Jag godkänner villkoren, och hur ni får hantera min post (personuppgiftsbiträdesavtalet)", "Space")
    hands.press("button", "Fortsätt")
    hands.write("E-postadress", FRANS.email)
    hands.keys.press("Enter")
    here.heading("Skriv koden från mejlet")
    hands.write("Kod", here.code_to(FRANS.email))
    hands.keys.press("Enter")
    hands.write("Mobilnummer", FRANS.mobile)
    hands.keys.press("Enter")
    here.heading("Skriv koden från sms:et")
    hands.write("Kod", here.code_to("+46" + re.sub(r"\D", "", FRANS.mobile)[1:]))
    hands.keys.press("Enter")
    here.heading("Klart!")
    hands.press("button", "Ok")
    here.heading("Inkorg")


def test_post_is_read_sorted_and_labelled(visit: Callable[..., Visit], sender: HttpSender):
    for n in range(3):
        sender.send(LENNART, f"Protokoll {n}")
    here = visit()
    hands, page = Hands(here), here.page
    here.go("/login")
    hands.identify(LENNART)
    here.heading("Inkorg")
    page.locator("a.row").first.wait_for()
    hands.choose("Protokoll 0", "Protokoll 1")
    hands.press("button", "Etikett")
    hands.write("Ny etikett", "Styrelsen")
    hands.keys.press("Enter")
    expect(page.locator("a.row .tag", has_text="Styrelsen")).to_have_count(2)
    hands.choose("Protokoll 0", "Protokoll 1")
    hands.press("button", "Arkivera")
    here.toast("2 brev arkiverade")
    expect(page.locator("a.row", has_text="Protokoll")).to_have_count(1)
    hands.press("button", "Ångra")
    expect(page.locator("a.row", has_text="Protokoll")).to_have_count(3)


def test_senders_settings_and_closing(visit: Callable[..., Visit]):
    here = visit("desktop", "sv", "dark")
    hands, page = Hands(here), here.page
    here.log_in(AMIR)
    page.locator("a.row").first.wait_for()
    hands.press("link", "Avsändare")
    here.heading("Avsändare")
    switch = hands.find("switch", "Vasa Löner", exact=False)
    hands.keys.press("Space")
    expect(switch).not_to_be_checked()
    hands.press("button", "Ångra")
    expect(switch).to_be_checked()
    hands.press("link", "Inställningar")
    here.heading("Inställningar")
    hands.press("radio", "Som enheten", "ArrowDown", inside="#looks")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    hands.press("radio", "Ljust", "ArrowUp", inside="#looks")
    hands.press("link", "Så går det till", inside="#close")
    here.heading("Avsluta kontot")
    hands.press("button", "Avsluta kontot")
    hands.press("button", "Nej, behåll", inside="dialog")
    hands.press("link", "Ta hem din post")
    hands.press("button", "Beställ", inside="#export")
    hands.identify(AMIR)
    expect(page.locator("#export").get_by_role("button", name="Hämta filen")).to_be_visible(timeout=30_000)
