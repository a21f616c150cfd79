"""Piles of one's own, and many letters at once: labels made, set and undone; a whole filter put away and taken back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.people import KARIN
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.local, pytest.mark.xdist_group("browser")]


def test_a_label_is_made_set_undone_and_removed(visit: Callable[..., Visit]):
    here = visit()
    here.log_in(KARIN)
    page, rows = here.page, here.page.locator("a.row")
    rows.first.click()
    here.press("Etikett")
    here.is_accessible("the menu of labels")
    page.get_by_label("Ny etikett").fill("Huset")
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


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_many_letters_are_put_away_and_taken_back(visit: Callable[..., Visit], device: str):
    here = visit(device)
    here.log_in(KARIN)
    page, rows = here.page, here.page.locator("a.row")
    rows.first.wait_for()
    everything = rows.count()
    here.press("Markera flera")
    boxes = page.locator(".pick input")
    boxes.nth(0).click()
    boxes.nth(2).click(modifiers=["Shift"])
    expect(page.get_by_text("3 markerade")).to_be_visible()
    here.is_accessible("selecting")
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    here.press(f"Markera alla {everything}")
    here.press("Arkivera")
    here.toast(f"{everything} brev arkiverade")
    expect(rows).to_have_count(0)
    here.press("Ångra")
    expect(rows).to_have_count(everything)
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(rows).to_have_count(everything)


def test_x_selects(visit: Callable[..., Visit]):
    here = visit()
    here.log_in(KARIN)
    page = here.page
    page.locator("a.row").first.wait_for()
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_text("2 markerade")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".pick")).to_have_count(0)
