"""The first journey: open an account, get a letter, read it, throw it away, undo, switch the sender off, log out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.people import ALVA, BO, CARIN, DAVID, Newcomer
from tests.journeys.sender import HttpSender
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.local, pytest.mark.xdist_group("second browser")]

SUBJECT = "Beslut om plats i förskola"


@pytest.mark.parametrize(("device", "language", "person"), [
    ("phone", "sv", BO), pytest.param("desktop", "en", CARIN, marks=pytest.mark.prove),
    pytest.param("desktop", "sv", ALVA, marks=pytest.mark.prove), pytest.param("phone", "en", DAVID, marks=pytest.mark.prove),
])
def test_from_opening_an_account_to_logging_out(
    visit: Callable[..., Visit], sender: HttpSender, device: str, language: str, person: Newcomer
) -> None:
    here = visit(device, language, scheme="dark" if language == "en" else "light")
    here.open_account(person, look=here.is_accessible)
    here.is_accessible("the empty inbox")

    sender.send(person.ssn, SUBJECT)
    here.page.reload()
    _reads_it(here)
    _throws_it_away_and_changes_mind(here)
    _switches_the_sender_off(here)
    _logs_out(here, device)


def _reads_it(here: Visit) -> None:
    expect(here.row(SUBJECT)).to_contain_text(here.words.unread)
    here.is_accessible("the inbox")
    here.row(SUBJECT).click()
    here.heading(SUBJECT)
    expect(here.page.locator("iframe.pdf")).to_be_visible()
    here.is_accessible("the letter")
    with here.page.expect_download() as download:
        here.act(here.words.download)
    name = download.value.suggested_filename
    assert name.endswith(f"{SUBJECT}.pdf")
    assert download.value.path().read_bytes().startswith(b"%PDF")


def _throws_it_away_and_changes_mind(here: Visit) -> None:
    here.press(here.words.throw_away)
    here.toast(here.words.in_trash)
    expect(here.row(SUBJECT)).to_have_count(0)
    here.is_accessible("the word about what was done")
    here.press(here.words.undo)
    expect(here.row(SUBJECT)).to_be_visible()
    expect(here.row(SUBJECT)).not_to_contain_text(here.words.unread)


def _switches_the_sender_off(here: Visit) -> None:
    """Two clicks from a letter; looked up by name too."""
    here.row(SUBJECT).click()
    here.page.get_by_role("link", name=here.words.switch_off).click()
    here.heading(here.words.senders)
    card = here.page.locator(".card.pointed")
    expect(card.get_by_role("switch")).to_be_focused()
    card.get_by_role("switch").click()
    expect(card).to_contain_text(here.words.off_until)
    expect(card.get_by_role("switch")).not_to_be_checked()
    here.is_accessible("the senders")
    name = card.locator(".switch-label").inner_text()
    here.page.get_by_role("searchbox").fill(name[:3].lower())
    expect(here.page.locator(".card").filter(has_text=name)).to_have_count(1)
    here.page.get_by_role("searchbox").fill("zzz")
    expect(here.page.locator(".none-found")).to_be_visible()
    here.page.go_back()
    here.page.reload()
    expect(here.page.get_by_role("link", name=here.words.is_off)).to_be_visible()


def _logs_out(here: Visit, device: str) -> None:
    if device == "phone":
        here.press(here.words.to_list)
        here.follow(here.words.more)
        here.is_accessible("the rest of the menu")
    here.press(here.words.log_out)
    expect(here.page.get_by_text(here.words.logged_out)).to_be_visible()
    here.is_accessible("the login page")
    here.go("/inbox")
    expect(here.page).to_have_url(f"{here.operator.base_url}/login")
