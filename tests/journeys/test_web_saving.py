"""What takes a while to save: all of a list that is still on its way, how far it has come, and what leaving does."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Dialog, Route, expect

from tests.journeys.people import LENNART
from tests.journeys.sender import HttpSender
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.local, pytest.mark.xdist_group("browser")]

MANY, FIRST = 250, 50


def _letter(n: int) -> dict[str, Any]:
    return {
        "key": f"{1786546700 - n}{n:032x}", "sender": {"key": "a" * 8, "name": "Storängens Energi"},
        "subject": f"Utskick {n}", "type": "letter", "received_at": f"2026-08-12T10:{59 - n // 60:02}:{59 - n % 60:02}.000Z",
        "unread": True, "archived": False, "labels": [], "parts": 1,
    }


class Slow:
    """A server with many letters that answers when it is told to."""

    def __init__(self, here: Visit) -> None:
        self.rest: list[Route] = []
        self.changes: list[Route] = []
        self._here = here
        here.page.route("**/api/letters?*", self._list)
        here.page.route("**/api/letters/actions", lambda route: self.changes.append(route))

    def _list(self, route: Route) -> None:
        if "cursor=" in route.request.url:
            self.rest.append(route)
            return
        route.fulfill(json={"letters": [_letter(n) for n in range(FIRST)], "next": "1" * 42})

    def bring_the_rest(self) -> None:
        self.rest[0].fulfill(json={"letters": [_letter(n) for n in range(FIRST, MANY)]})

    def save_some(self) -> None:
        self._here.until(lambda: self.changes, "nothing more was saved")
        self.changes.pop(0).fulfill(json={"unchanged": []})


def test_all_waits_for_the_whole_list_and_is_not_done_before_it_is_saved(visit: Callable[..., Visit]):
    here = visit("phone", scheme="dark")
    slow = Slow(here)
    here.log_in(LENNART)
    page = here.page
    expect(page.locator("a.row")).to_have_count(FIRST)
    here.press("Markera flera")
    here.press("Markera alla")
    expect(page.get_by_text("Hämtar listan … 50 hittills")).to_be_visible()
    expect(page.get_by_text("0 markerade")).to_be_visible()
    slow.bring_the_rest()
    expect(page.get_by_text("250 markerade")).to_be_visible()
    here.press("Arkivera")
    here.toast("250 brev arkiverade")
    expect(page.get_by_text("Sparar … 0 av 250")).to_be_visible()
    here.is_accessible("saving")
    asked: list[str] = []
    page.on("dialog", lambda dialog: _stay(dialog, asked))
    page.close(run_before_unload=True)
    expect(page.get_by_text("Sparar … 0 av 250")).to_be_visible()
    assert asked == ["beforeunload"]
    slow.save_some()
    expect(page.get_by_text("Sparar … 100 av 250")).to_be_visible()
    slow.save_some()
    slow.save_some()
    expect(page.get_by_text("Sparar")).to_have_count(0)


def _stay(dialog: Dialog, asked: list[str]) -> None:
    asked.append(dialog.type)
    dialog.dismiss()


def test_an_undo_outlives_the_page_that_it_was_pressed_on(visit: Callable[..., Visit], sender: HttpSender):
    sender.send(LENNART, "Ångrat i sista stund")
    here = visit()
    here.log_in(LENNART)
    page = here.page
    here.row("Ångrat i sista stund").click()
    here.heading("Ångrat i sista stund")
    key = re.findall(r"/inbox/(\w+)", page.url)[0]
    page.keyboard.press("e")
    page.keyboard.press("Control+z")
    here.go("/help")
    here.heading("Hjälp")
    page.wait_for_timeout(1_000)  # the act itself has been saved

    def archived() -> list[bool]:
        letters = page.request.get(f"{here.operator.base_url}/api/letters?limit=500").json()["letters"]
        return [letter["archived"] for letter in letters if letter["key"] == key]

    here.until(lambda: archived() == [False], "the undo was lost")


def test_what_is_refused_late_takes_nothing_else_back(visit: Callable[..., Visit], sender: HttpSender):
    """That it is read is refused when it has been archived already: it stays archived, and is unread."""
    sender.send(LENNART, "Läst för sent")
    here = visit()
    here.log_in(LENNART)
    page, held = here.page, []

    def hold(route: Route) -> None:
        if "unread" in (route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    page.route(re.compile(r"/api/letters/\w{20,}$"), hold)
    here.row("Läst för sent").click()
    here.heading("Läst för sent")
    here.until(lambda: held, "that it was read was not told")
    page.keyboard.press("e")
    expect(here.row("Läst för sent")).to_have_count(0)
    with page.expect_response(lambda response: "archived" in (response.request.post_data or "")):
        held[0].fulfill(status=409, json={"code": "conflict"})
    page.keyboard.press("g")
    page.keyboard.press("a")
    expect(page.locator("a.row.unread", has_text="Läst för sent")).to_have_count(1)
