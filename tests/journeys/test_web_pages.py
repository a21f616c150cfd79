"""Every page, by day and by night, large and small: accessible, and nothing wider than the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Request, expect

from tests.journeys.people import KARIN
from tests.journeys.visit import Visit
from tests.pages import FRAME, OWN, STRANGERS

pytestmark = [pytest.mark.browser, pytest.mark.local, pytest.mark.xdist_group("browser")]

OUTSIDE = ["/login", "/open", "/help", "/terms", "/accessibility"]
INSIDE = ["/inbox", "/inbox?show=unread", "/archive", "/trash", "/todo", "/senders", "/settings", "/settings/accesses",
          "/settings/close", "/help",
          "/labels", "/terms", "/accessibility", "/more"]

BEHIND_MORE = ["/archive", "/trash", "/senders", "/settings", "/settings/accesses", "/labels"]


def _look_at(here: Visit, path: str) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/api/" in request.url:
            asked.append(f"{request.method} {request.url.partition('/api')[2]}")

    here.page.on("request", note)
    here.go(path)
    here.page.get_by_role("heading", level=1).wait_for()
    expect(here.page.locator(".loading, .skeleton")).to_have_count(0)
    _says_how_to_reach_somebody(here)
    here.is_accessible(f"{path} in {here.language}")
    here.page.remove_listener("request", note)
    if (own := OWN.get(path)) is not None and here.page.locator(".app").count():
        assert sorted(asked) == sorted(FRAME + own), path
    elif not here.page.locator(".app").count():
        assert sorted(asked) == sorted(STRANGERS[path]), path


def _says_how_to_reach_somebody(here: Visit) -> None:
    """Telephone, hours and disturbances, once on the page."""
    foot = here.page.locator(".foot:visible")
    expect(foot).to_have_count(1)
    expect(foot.get_by_role("link", name="010-123 45 67")).to_have_attribute("href", "tel:0101234567")
    expect(foot).to_contain_text({"sv": "Vardagar 9–17", "en": "Weekdays 9–17"}[here.language])
    expect(foot.locator("a[href='https://status.kuvert.example']")).to_be_visible()


@pytest.mark.parametrize(("device", "language", "scheme"), [
    ("desktop", "en", "dark"), ("phone", "sv", "light"), pytest.param("phone", "en", "dark", marks=pytest.mark.prove),
])
def test_each_page_is_accessible(visit: Callable[..., Visit], device: str, language: str, scheme: str):
    here = visit(device, language, scheme)
    for path in OUTSIDE:
        _look_at(here, path)
    here.go("/login")
    here.press(here.words.other_device)
    here.scan_as(KARIN)
    here.page.locator("a.row").first.wait_for()
    here.speak(language)
    for path in INSIDE:
        _look_at(here, path)
        expect(here.page.locator("html")).to_have_attribute("lang", language)
    here.speak("sv")


def _every_page(here: Visit) -> Iterator[str]:
    """Open each page in turn, outside and inside, and a letter; when it is there, yield its path."""
    for path in OUTSIDE:
        yield _there(here, path)
    here.log_in(KARIN)
    here.page.locator("a.row").first.wait_for()
    letter = here.page.locator("a.row").first.get_attribute("href") or ""
    for path in [*INSIDE, letter]:
        yield _there(here, path)


def _there(here: Visit, path: str) -> str:
    here.go(path)
    here.page.get_by_role("heading", level=1).wait_for()
    expect(here.page.locator(".loading, .skeleton")).to_have_count(0)
    return path


TOO_SMALL = """() => [...document.querySelectorAll('button, a, summary, label:has(input)')]
  .filter(one => one.closest('p')?.textContent.trim() === one.textContent.trim() || !one.closest('p, .skip'))
  .filter(one => one.checkVisibility())
  .map(one => [one.outerHTML.slice(0, 120), one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.height < 44 || box.width < 44)).map(([html]) => html)"""
CUT = """() => [...document.querySelectorAll('h1, h2, h3, p, button, a, label, summary, dd, td, th')]
  .filter(one => one.checkVisibility() && !one.closest('.sr, .row, .skip, select'))
  .filter(one => ['hidden', 'clip'].includes(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth + 1)
  .map(one => one.outerHTML.slice(0, 120))"""
# What lies over another sign or word in the bars at the thumb, sticks out of the screen, or is a button with nothing on it.
IN_THE_WAY = """() => [...document.querySelectorAll('.bar, .tabs, .select-bar')].flatMap(bar => {
  const seen = one => one.checkVisibility() && one.getBoundingClientRect().width > 1;
  const parts = [...bar.querySelectorAll('.button > *, .place > *')].filter(seen);
  const boxes = parts.map(one => one.getBoundingClientRect());
  const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const out = box => box.left < 0 || box.right > innerWidth || box.bottom > innerHeight;
  const wrong = parts.filter((_, n) => out(boxes[n]) || boxes.some((box, other) => other !== n && over(box, boxes[n])));
  const empty = [...bar.querySelectorAll('.button, .place')].filter(one => seen(one) && ![...one.children].some(seen));
  return [...wrong, ...empty].map(one => one.outerHTML.slice(0, 120));
})"""
WIDTH = "() => document.documentElement.scrollWidth"


def test_each_page_fits_the_narrowest_screen_the_thumb_and_text_twice_as_large(visit: Callable[..., Visit]):
    """320 pixels; 44 by 44 to press, but for links in running text; WCAG 1.4.4 with the text alone enlarged, on both.

    A row's sender and subject may end in an ellipsis, as they do else.
    """
    here = visit("phone")
    page = here.page
    more = page.locator(".tabs .place", has_text="Mer")
    page.set_viewport_size({"width": 320, "height": 568})
    for path in _every_page(here):
        here.comes_to(WIDTH, 320, path)
        here.comes_to(TOO_SMALL, [], path)
        if path in BEHIND_MORE:
            expect(more).to_have_attribute("aria-current", "true")
        page.set_viewport_size({"width": 1280, "height": 900})
        page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
        here.comes_to(f"() => ({WIDTH})() <= 1280", True, path)
        here.comes_to(CUT, [], path)
        _fits_a_phone_with_large_text(here, path)
        page.set_viewport_size({"width": 320, "height": 568})


    here.go("/inbox")
    here.press("Markera flera")
    page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
    _fits_a_phone_with_large_text(here, "selecting")


def _fits_a_phone_with_large_text(here: Visit, path: str) -> None:
    here.page.set_viewport_size({"width": 390, "height": 844})
    here.comes_to(WIDTH, 390, path)
    here.comes_to(IN_THE_WAY, [], path)


def test_help_answers_and_tells_how_to_reach_somebody(visit: Callable[..., Visit]):
    here = visit()
    here.go("/help#phishing")
    here.heading("Hjälp")
    expect(here.page.get_by_text("I våra meddelanden finns inga länkar")).to_be_visible()
    here.page.get_by_text("Hur öppnar jag ett konto?").click()
    here.is_accessible("open answers")
    here.page.get_by_text("Kan jag betala här?").click()
    expect(here.page.get_by_text("du kan inte koppla något bankkonto hit")).to_be_visible()
    expect(here.page.get_by_role("link", name="support@kuvert.example")).to_be_visible()
    expect(here.page.locator(".contacts")).to_contain_text("Vardagar 9–17")


def test_the_accessibility_statement_is_found_and_tells_the_truth_in_both_languages(visit: Callable[..., Visit]):
    """From the foot and from help; with what falls short, and whom to tell."""
    here = visit("phone")
    here.go("/login")
    here.follow("Tillgänglighet")
    here.heading("Tillgänglighet")
    for title in ("Så har vi testat", "Det här har vi inte testat", "Det här brister", "Säg till oss"):
        expect(here.page.get_by_role("heading", name=title, level=2)).to_be_visible()
    expect(here.page.get_by_role("link", name="support@kuvert.example")).to_be_visible()
    here.press("In English")
    here.heading("Accessibility")
    expect(here.page.get_by_role("heading", name="What falls short", level=2)).to_be_visible()
    here.go("/help")
    here.page.locator("main").get_by_role("link", name="Accessibility").click()
    here.heading("Accessibility")
