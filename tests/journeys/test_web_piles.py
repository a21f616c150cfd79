"""Piles of one's own, and many letters at once: labels made, set and undone; a whole filter put away and taken back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.people import AMIR, KARIN
from tests.journeys.sender import HttpSender
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.local, pytest.mark.xdist_group("browser")]


def test_a_label_is_made_set_undone_and_removed(visit: Callable[..., Visit]):
    here = visit()
    here.log_in(KARIN)
    page, rows = here.page, here.page.locator("a.row")
    rows.first.click()
    here.press("Etikett")
    here.is_accessible("the menu of labels")
    page.get_by_label("Ny etikett").press_sequentially("Bostadsrättsföreningsstyrelsesammanträdesprotokoll")
    expect(page.get_by_text("Namnet kan ha högst 40 tecken")).to_be_visible()
    page.get_by_label("Ny etikett").fill("Huset")
    expect(page.get_by_text("Namnet kan ha högst 40 tecken")).to_be_hidden()
    page.get_by_role("dialog").get_by_role("button", name="Skapa").click()
    here.toast("1 brev har fått etiketten Huset")
    expect(page.get_by_role("link", name=re.compile("Huset"))).to_have_count(2)  # in the menu and on the row
    here.press("Ångra")
    expect(rows.filter(has_text="Huset")).to_have_count(0)
    here.press("Etikett")
    page.get_by_role("dialog").get_by_role("button", name="Huset").click()
    expect(rows.filter(has_text="Huset")).to_have_count(1)

    page.get_by_role("navigation").get_by_role("link", name="Huset").click()
    here.heading("Huset")
    expect(rows).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/inbox\?label=[0-9a-f]{16}$"))
    page.reload()
    here.heading("Huset")
    expect(rows).to_have_count(1)
    here.is_accessible("the letters of a label")

    here.follow("Hantera etiketter")
    here.press("Byt namn: Huset")
    page.get_by_label("Byt namn").fill("Sommarhuset")
    here.press("Spara")
    here.is_accessible("labels")
    here.press("Ta bort: Sommarhuset")
    here.toast("Etiketten Sommarhuset är borttagen")
    here.press("Ångra")
    expect(page.get_by_role("navigation").get_by_role("link", name="Sommarhuset")).to_contain_text("1")
    here.press("Ta bort: Sommarhuset")


@pytest.mark.parametrize("device", ["phone", pytest.param("desktop", marks=pytest.mark.prove)])
def test_many_letters_are_put_away_and_taken_back(visit: Callable[..., Visit], device: str):
    here = visit(device)
    here.log_in(KARIN)
    page, rows = here.page, here.page.locator("a.row")
    rows.first.wait_for()
    here.press("Markera flera")
    everything, before = _all_of_them(here), _archived(here)
    boxes = page.locator(".pick input")
    boxes.nth(0).click()
    boxes.nth(2).click(modifiers=["Shift"])
    expect(page.get_by_text("3 markerade")).to_be_visible()
    here.is_accessible("selecting")
    here.comes_to("() => document.documentElement.scrollWidth <= innerWidth", True)
    here.press(f"Markera alla {everything}")
    here.press("Arkivera")
    here.toast(f"{everything} brev arkiverade")
    expect(rows).to_have_count(0)
    _server_says_archived(here, before + everything)
    here.press("Ångra")
    expect(rows.first).to_be_visible()
    _server_says_archived(here, before)
    page.reload()
    rows.first.wait_for()
    here.press("Markera flera")
    here.until(lambda: _all_of_them(here) == everything, "not all are back")


def _all_of_them(here: Visit) -> int:
    """How many the list says that it holds; on the screen are those that fit."""
    return int(re.sub(r"\D", "", here.page.get_by_role("button", name=re.compile("Markera alla")).inner_text()))


def test_all_of_a_filter_is_more_than_what_is_on_the_screen(visit: Callable[..., Visit], sender: HttpSender):
    """Also on the server, there and back."""
    part = {"name": "Brev.txt", "content_type": "text/plain", "data": "SGVq"}
    here = visit()
    for n in range(52):
        if n == 26:
            here.operator.advance("PT61S")  # nobody gets more than fifty letters in a minute
        sender.send(AMIR, f"Utskick {n}", parts=[part])
    here.log_in(AMIR)
    page, rows = here.page, here.page.locator("a.row")
    rows.first.wait_for()
    page.get_by_role("button", name="Olästa").click()
    expect(page).to_have_url(re.compile("show=unread"))
    here.press("Markera flera")
    here.until(lambda: _all_of_them(here) > 50, "the rest of the list did not come")
    many = _all_of_them(here)
    assert rows.count() == 50
    here.press(f"Markera alla {many}")
    here.press("Arkivera")
    here.toast(f"{many} brev arkiverade")
    expect(rows).to_have_count(0)
    _server_says_archived(here, many)
    page.keyboard.press("Control+z")
    expect(rows).to_have_count(50)
    _server_says_archived(here, 0)


def _server_says_archived(here: Visit, many: int) -> None:
    """Soon: many letters are told to it some at a time."""
    here.until(lambda: _archived(here) == many, f"it is not {many} that are archived")


def _archived(here: Visit) -> int:
    told = here.page.request.get(f"{here.operator.base_url}/api/letters?limit=500").json()["letters"]
    return sum(letter["archived"] and not letter.get("trashed_at") for letter in told)


def test_x_and_e_work_on_what_is_selected_and_undo_is_offered_for_ten_seconds(visit: Callable[..., Visit]):
    here = visit()
    here.page.clock.install()
    here.log_in(KARIN)
    page = here.page
    page.locator("a.row").first.wait_for()
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_text("2 markerade")).to_be_visible()
    page.locator(".pick input").nth(2).click()
    page.keyboard.press("x")  # with the focus on a box too
    expect(page.get_by_text("2 markerade")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("e")  # what is selected, not the row in focus
    here.toast("2 brev arkiverade")
    page.keyboard.press("Control+z")
    expect(page.locator("a.row").first).to_be_visible()
    page.locator("a.row").first.focus()
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    here.press("Arkivera")
    page.clock.fast_forward(9_000)
    here.toast("2 brev arkiverade")
    here.press("Ångra")
    here.press("Markera flera")
    page.locator(".pick input").first.click()
    here.press("Markera som oläst")
    page.clock.fast_forward(10_500)
    expect(page.get_by_role("button", name="Ångra")).to_have_count(0)
    here.press("Markera flera")
    page.keyboard.press("Escape")
    expect(page.locator(".pick")).to_have_count(0)
