"""What seldom shows: faults, warnings and what has ended, each judged by axe as the other pages are.

A state that the operator would take days to come to, or that it should never be in, is put in its answers on the way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.people import KARIN
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.local, pytest.mark.xdist_group("browser")]

Change = Callable[[dict[str, Any]], object]


def told(here: Visit, path: str, change: Change) -> None:
    """Change what the API answers to GETs of a path."""

    def answer(route: Route) -> None:
        if route.request.method != "GET":
            return route.fallback()
        response = route.fetch()
        body = response.json()
        change(body)
        return route.fulfill(response=response, body=json.dumps(body))

    here.page.route(re.compile(rf"/api/{path}$"), answer)


def broken(here: Visit, path: str, method: str = "GET") -> None:
    """Let a path fail as it would when the operator is ill."""

    def answer(route: Route) -> None:
        if route.request.method != method:
            return route.fallback()
        body = {"code": "internal_error", "title": "Something went wrong.", "correlation_id": "7d1c-0b"}
        return route.fulfill(status=500, content_type="application/json", body=json.dumps(body))

    here.page.route(re.compile(rf"/api/{path}$"), answer)


def mended(here: Visit) -> None:
    """Answer truly again; what was broken on purpose is no complaint."""
    here.page.unroute_all()
    here.complaints = [one for one in here.complaints if not one.startswith("500")]


LOOKS = [("phone", "dark"), pytest.param("desktop", "light", marks=pytest.mark.prove)]


@pytest.mark.parametrize(("device", "scheme"), LOOKS)
def test_warnings_above_every_page(visit: Callable[..., Visit], device: str, scheme: str):
    here = visit(device, "sv", scheme)
    here.log_in(KARIN)
    told(here, "session", lambda found: found.update(
        email_bounced=True, closing={"closed_at": "2026-11-20T10:00:00Z", "accepts_until": "2099-11-30T10:00:00Z", "erase_at": "2099-12-10T10:00:00Z"},
    ))
    told(here, "settings", lambda found: found["email"].update(bounced=True))
    here.go("/inbox")
    expect(here.page.get_by_text("Vi når dig inte på din e-postadress")).to_be_visible()
    expect(here.page.get_by_role("button", name="Ångra avslutet")).to_be_visible()
    here.is_accessible("closing, with an address that bounces")
    here.follow("Kontrollera den")
    expect(here.page.locator("#contact").get_by_text("Vi når dig inte på")).to_be_visible()
    here.is_accessible("settings with an address that bounces")
    here.go("/settings/close")
    here.page.get_by_role("heading", level=1).wait_for()
    here.is_accessible("the account is closing")
    mended(here)


@pytest.mark.parametrize(("device", "scheme"), LOOKS)
def test_letters_that_have_ended_or_been_corrected(visit: Callable[..., Visit], device: str, scheme: str):
    here = visit(device, "sv", scheme)

    def ended(found: dict[str, Any]) -> None:
        first, second = found["letters"][:2]
        first.update(corrected_by=second["key"])
        second.update(type="registered.letter", registered={"state": "expired", "expires_at": "2026-11-01T22:59:59Z"})

    here.log_in(KARIN)
    told(here, r"letters\?limit=50", ended)
    here.go("/inbox")
    expect(here.page.get_by_text("Tiden gick ut")).to_be_visible()
    here.is_accessible("a list with what has ended")
    here.page.locator("a.row").first.click()
    expect(here.page.locator("article .note").first).to_be_visible()
    here.is_accessible("a corrected letter")
    mended(here)


@pytest.mark.parametrize(("device", "scheme"), LOOKS)
def test_faults_say_what_to_do(visit: Callable[..., Visit], device: str, scheme: str):
    here = visit(device, "sv", scheme)
    here.log_in(KARIN)
    failed, again = here.page.get_by_role("alert"), here.page.get_by_role("button", name="Försök igen")
    for path, route in {
        "/inbox": r"letters\?limit=50", "/senders": "senders", "/settings": "settings", "/todo": "calendar-link",
        "/settings/accesses": "accesses", "/settings#export": "export", "/settings#devices": "sessions",
    }.items():
        broken(here, route)
        here.go(path)
        here.page.reload()
        expect(failed.first).to_be_visible()
        if path == "/inbox":
            expect(failed.first).to_contain_text("Uppge numret")
            expect(here.page.locator(".chips")).not_to_contain_text("0")  # nobody knows how many there are
        here.is_accessible(f"{path} that failed")
        mended(here)
    here.go("/inbox")
    broken(here, r"letters/[\w-]+")
    here.page.locator("a.row").first.click()
    expect(failed).to_be_visible()
    here.is_accessible("a letter that failed")
    mended(here)
    again.first.click()
    expect(failed).to_have_count(0)


def test_what_is_never_answered_is_given_up_and_can_be_tried_again(visit: Callable[..., Visit]):
    here = visit("phone")
    here.page.clock.install()
    here.log_in(KARIN)
    row = here.page.locator("a.row").first
    row.wait_for()
    asked: list[Route] = []
    here.page.route(re.compile(r"/api/letters/[\w-]+$"), lambda route: asked.append(route))
    row.click()
    here.until(lambda: asked, "the letter was never asked for")
    expect(here.page.get_by_text("Hämtar brevet")).to_be_visible()
    here.page.clock.fast_forward(9_000)
    expect(here.page.get_by_text("Det tar längre tid än vanligt")).to_be_visible()
    here.page.clock.fast_forward(22_000)
    expect(here.page.get_by_role("alert")).to_contain_text("Vi får ingen kontakt")
    mended(here)
    here.press("Försök igen")
    expect(here.page.locator(".documents")).to_be_visible()


def test_the_rest_of_the_list_failed(visit: Callable[..., Visit]):
    here = visit("phone")
    here.log_in(KARIN)
    told(here, r"letters\?limit=50", lambda found: found.update(next="more"))
    broken(here, r"letters\?.*cursor=.*")
    here.go("/inbox")
    expect(here.page.get_by_role("button", name="Försök igen")).to_be_visible()
    expect(here.page.locator("a.row").first).to_be_visible()
    here.is_accessible("a list that is not whole")
    mended(here)


def test_the_operator_cannot_be_reached(visit: Callable[..., Visit]):
    here = visit("phone", "sv", "dark")
    here.go("/login")
    here.page.route("**/api/login", lambda route: route.abort())
    here.press(here.words.other_device)
    expect(here.page.get_by_role("alert")).to_contain_text("Vi får ingen kontakt. Kontrollera att du är uppkopplad")
    here.page.unroute("**/api/login")
    broken(here, "login", "POST")
    here.press(here.words.other_device)
    expect(here.page.get_by_role("alert")).to_contain_text("Något gick fel hos oss. Försök igen om en stund")
    mended(here)
    broken(here, "session")
    here.go("/inbox")
    expect(here.page.get_by_role("alert")).to_be_visible()
    here.is_accessible("no answer at the door")
    mended(here)
    here.press("Försök igen")
    expect(here.page.get_by_role("button", name=here.words.other_device)).to_be_visible()


@pytest.mark.parametrize(("script", "says"), [
    ("Object.defineProperty(Notification, 'permission', { get: () => 'denied' });", "fått nej till notiser"),
    ("delete window.PushManager;", "kan inte visa notiser"),
])
def test_browsers_that_show_no_notices(visit: Callable[..., Visit], script: str, says: str):
    here = visit("phone", "sv", "light", script)
    here.log_in(KARIN)
    other = {"id": "a", "device": "Firefox på Windows", "current": False, "created_at": "2026-11-01T10:00:00Z"}
    told(here, "push", lambda found: found.update(browsers=[other, {**other, "id": "b", "told_at": "2026-11-02T10:00:00Z"}]))
    here.go("/settings#notices")
    notices = here.page.locator("#notices")
    expect(notices.get_by_text("Firefox på Windows").first).to_be_visible()
    expect(notices).to_contain_text(says)
    here.is_accessible(f"notices that the browser does not show: {says}")
    mended(here)


def test_as_many_labels_as_one_can_have(visit: Callable[..., Visit]):
    here = visit("desktop", "sv", "dark")
    here.log_in(KARIN)
    full = [{"id": f"l{n}", "name": f"Etikett nummer {n}", "colour": "blue"} for n in range(40)]
    told(here, "labels", lambda found: found.update(labels=full))
    here.go("/labels")
    expect(here.page.locator(".label-card")).to_have_count(40)
    here.page.locator(".label-card").first.get_by_role("button").first.click()
    here.is_accessible("a label being renamed")
    here.go("/inbox")
    here.page.locator("a.row").first.click()
    here.press("Etikett")
    here.is_accessible("the menu of forty labels")
    mended(here)


def test_bankid_on_this_device_waits(visit: Callable[..., Visit]):
    """The app of the phone is opened by its address; on a demo there is none, and nothing is opened.

    Coming back it goes on: in another tab while the first one sleeps, or in the same one, loaded anew.
    """
    iphone = "Object.defineProperty(navigator, 'userAgent', { get: () => 'iPhone' });"
    here = visit("phone", "en", "dark", iphone)
    opened: list[str] = []
    told(here, "site", lambda found: found.update(demo=False))
    here.page.route("https://app.bankid.com/**", lambda route: (opened.append(route.request.url), route.fulfill(status=204))[1])
    here.page.route("**/api/login/poll", lambda route: route.abort())
    here.go("/archive")
    with here.page.expect_request("https://app.bankid.com/**"):
        here.press("BankID on this device")
    expect(here.page.get_by_role("button", name="Cancel")).to_be_visible()
    here.is_accessible("BankID on this device")
    assert len(opened) == 1
    assert re.match(r"https://app\.bankid\.com/\?autostarttoken=[0-9a-f-]{36}&redirect=", opened[0])
    _identify(here)
    back = parse_qs(urlsplit(opened[0]).query)["redirect"][0]
    assert back == f"{here.operator.base_url}/archive#bankid"
    other = Visit(here.page.context.new_page(), here.operator, "en")
    other.page.goto(back)
    other.heading("Arkiv")  # the account speaks Swedish
    here.heading("Arkiv")  # it hears so from the other tab

    other.page.context.clear_cookies()
    other.page.close()
    here.go("/login")
    here.press("BankID på den här enheten")
    expect(here.page.get_by_role("button", name="Avbryt")).to_be_visible()
    _identify(here)
    here.page.unroute("**/api/login/poll")
    here.page.reload()
    here.heading("Inkorg")
    mended(here)


def _identify(here: Visit) -> None:
    order = here.operator.tool("bankid/orders")[0]
    here.operator.tool(f"bankid/orders/{order['orderRef']}/complete", {"personalNumber": KARIN})
