"""Who is here and the first letters are asked for before the app itself has come, and belong to whoever is here then."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Request, Route, expect

from tests.journeys.people import KARIN
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.local, pytest.mark.xdist_group("second browser")]

FIRST = {"/api/session", "/api/letters?limit=50"}


def _asked(here: Visit) -> list[str]:
    """What is asked of the API from now on."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/api/" in request.url:
            asked.append(request.url.removeprefix(here.operator.base_url))

    here.page.on("request", note)
    return asked


def test_nothing_waits_for_the_app_to_be_asked_for(visit: Callable[..., Visit]):
    """Both are on their way while the app is; and each is asked for once."""
    here = visit("phone", service_workers="block")
    here.log_in(KARIN)
    asked = _asked(here)
    held: list[Route] = []
    here.page.route("**/assets/main-*.js", lambda route: held.append(route))
    here.page.reload(wait_until="commit")
    here.until(lambda: held and set(asked) >= FIRST, "the app waited with its questions")
    for script in held:
        script.continue_()
    here.page.locator("a.row").first.wait_for()
    assert sorted(one for one in asked if one in FIRST) == sorted(FIRST)


def test_who_logs_in_sees_their_own_letters_and_not_what_nobody_was_answered(visit: Callable[..., Visit]):
    """Come to the inbox, be asked to log in, and be there."""
    here = visit()
    here.go("/inbox")
    here.press(here.words.other_device)
    here.scan_as(KARIN)
    here.heading(here.words.inbox)
    expect(here.page.locator("a.row").first).to_be_visible()


@pytest.mark.parametrize("path", ["/login", "/help", "/terms", "/open"])
def test_pages_without_letters_ask_for_none(visit: Callable[..., Visit], path: str):
    here = visit()
    asked = _asked(here)
    here.go(path)
    here.page.get_by_role("heading", level=1).wait_for()
    assert "/api/letters?limit=50" not in asked
