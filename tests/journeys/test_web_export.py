"""Taking one's post home: ordered with BankID, told by e-mail, fetched as a file, and on record."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.people import LENNART
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.local, pytest.mark.xdist_group("second browser")]

# What the server can say, and what is then to be read; the states that an export passes on its way are met below.
TOLD = [
    ({"state": "none"}, "Order"),
    ({"state": "ordered", "ordered_at": "2026-11-20T12:00:00Z", "letters": 0}, "We begin shortly"),
    ({"state": "making", "letters": 1200}, "1,200 letters so far"),
    ({"state": "expired", "letters": 3, "ready_until": "2026-11-19T12:00:00Z"}, "Order a new one"),
    ({"state": "failed", "letters": 3}, "never finished"),
]


def test_everything_is_taken_home(visit: Callable[..., Visit], tmp_path: Path):
    """On a phone, from the press to the file."""
    here = visit("phone")
    here.log_in(LENNART)
    told = len(here.operator.outbox("lennart@example.com"))
    here.go("/settings#export")
    section = here.page.locator("#export")
    section.get_by_role("button", name="Beställ").click()
    here.press("BankID på en annan enhet")
    here.scan_as(LENNART)
    expect(section.get_by_role("button", name="Hämta filen")).to_be_visible(timeout=30_000)
    expect(section.get_by_role("status")).to_contain_text("Filen är klar")
    here.is_accessible("an export that is ready")
    mails = here.until(lambda: here.operator.outbox("lennart@example.com")[told:], "no e-mail came")
    assert mails[-1]["subject"] == "Din post är klar att ta hem"
    assert "under Inställningar, Ta hem din post" in mails[-1]["text"]  # as it is called there
    expect(section.get_by_role("heading", name="Ta hem din post")).to_be_visible()

    with here.page.expect_download() as fetched:
        section.get_by_role("button", name="Hämta filen").click()
    fetched.value.save_as(tmp_path / "export.zip")
    assert fetched.value.suggested_filename.endswith(".zip")
    with ZipFile(tmp_path / "export.zip") as archive:
        assert archive.testzip() is None
        letters = json.loads(archive.read("metadata.json"))["letters"]
        names = archive.namelist()
    assert {file["path"] for letter in letters for file in letter["files"]} | {"letters.csv", "metadata.json", "Registerutdrag.html"} == set(names)
    assert any(name.startswith("Inkorg/") and name.endswith(".pdf") for name in names)
    section.get_by_role("button", name="Beställ en ny").click()  # BankID was used a moment ago, and is asked for all the same
    expect(here.page.get_by_role("dialog")).to_contain_text("Bekräfta med BankID")
    here.page.keyboard.press("Escape")
    here.go("/settings/accesses")
    log = here.page.locator(".log li")
    expect(log.filter(has_text="Du hämtade allt i brevlådan").first).to_be_visible()
    expect(log.filter(has_text="Du beställde allt i brevlådan").first).to_be_visible()


def test_how_it_stands_is_told(visit: Callable[..., Visit]):
    """Each state in words, in English and in the dark."""
    here = visit(scheme="dark")
    here.log_in(LENNART)
    here.speak("en")
    try:
        for state, words in TOLD:
            here.page.route("**/api/export", lambda route, _, state=state: _answer(route, state))
            here.go("/settings")
            expect(here.page.locator("#export")).to_contain_text(words)
            here.is_accessible(f"an export that is {state['state']}")
    finally:
        here.speak("sv")


def test_an_export_that_is_made_keeps_nobody_logged_in(visit: Callable[..., Visit]):
    """The page asks how it stands; who has left is logged out after a quarter of an hour all the same."""
    here = visit()
    here.page.clock.install()
    here.log_in(LENNART, anew=True)
    asked: list[str] = []
    here.page.route("**/api/export", lambda route: (asked.append(route.request.method), _answer(route, {"state": "making", "letters": 1})))
    here.go("/settings")
    expect(here.page.locator("#export")).to_contain_text("Vi gör filen nu")
    for _ in range(29):
        here.page.clock.run_for(30_000)
        here.page.wait_for_timeout(50)
    assert len(asked) > 20
    expect(here.page.get_by_role("alertdialog")).to_be_visible()
    here.page.clock.run_for(60_000)
    expect(here.page).to_have_url(here.operator.base_url + "/login")


def _answer(route: Route, state: dict[str, object]) -> None:
    route.fulfill(json=state)
