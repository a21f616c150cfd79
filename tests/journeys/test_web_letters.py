"""Living with one's post: finding, reading, putting away, throwing away and taking back, by hand and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Error, expect

from tests.contents import BOOKING
from tests.journeys.people import KARIN, LENNART
from tests.journeys.sender import HttpSender
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.local, pytest.mark.xdist_group("browser")]

LATER = {"start_time": "2031-12-01T09:30:00+01:00", "end_time": "2031-12-01T10:00:00+01:00"}


def test_by_keyboard_alone(visit: Callable[..., Visit]):
    here = visit()
    here.log_in(KARIN)
    page, keys = here.page, here.page.keyboard
    rows = page.locator("a.row")
    rows.first.wait_for()
    before = rows.count()
    keys.press("j")
    expect(rows.nth(0)).to_be_focused()
    keys.press("j")
    expect(rows.nth(1)).to_be_focused()
    keys.press("o")
    first = page.locator("h1#subject")
    expect(first).to_be_focused()
    was = first.inner_text()
    keys.press("j")
    expect(page.locator("h1#subject")).not_to_have_text(was)
    keys.press("k")
    expect(page.locator("h1#subject")).to_have_text(was)
    keys.press("u")
    expect(rows.nth(1)).to_be_focused()
    keys.press("o")
    keys.press("e")
    here.toast("Brevet är arkiverat")
    expect(rows).to_have_count(before - 1)
    keys.press("Control+z")
    expect(rows).to_have_count(before)
    rows.nth(1).focus()
    for _ in range(4):  # a key that is held: the first is meant
        keys.down("e")
    keys.up("e")
    expect(rows).to_have_count(before - 1)
    keys.press("e")
    here.toast("2 brev arkiverade")
    keys.press("#")
    here.toast("Brevet ligger i papperskorgen")
    expect(rows).to_have_count(before - 3)
    for back in (2, 1, 0):
        keys.press("Control+z")
        expect(rows).to_have_count(before - back)
    rows.nth(1).focus()
    keys.press("#")
    here.toast("Brevet ligger i papperskorgen")
    expect(page.get_by_role("navigation").get_by_role("link", name="Papperskorg")).to_contain_text("1")
    expect(rows).to_have_count(before - 1)
    expect(rows.nth(1)).to_be_focused()
    keys.press("z")
    expect(rows).to_have_count(before)
    rows.nth(1).focus()
    keys.press("l")
    expect(page.get_by_role("dialog")).to_contain_text("Välj etikett")
    keys.press("Escape")
    expect(rows.nth(1)).to_be_focused()
    keys.press("s")
    here.heading("Avsändare")
    expect(page).to_have_url(re.compile(r"/senders#\w+$"))
    keys.press("/")
    expect(page.get_by_label("Sök avsändare")).to_be_focused()
    keys.press("Tab")
    keys.press("g")
    keys.press("t")
    here.heading("Att göra")
    keys.press("/")
    keys.type("energi")
    expect(page.get_by_role("searchbox")).to_have_value("energi")
    keys.press("Enter")
    expect(rows.first).to_be_focused()
    expect(rows.first).to_contain_text("Energi")
    keys.press("/")
    keys.press("ArrowDown")
    expect(rows.first).to_be_focused()
    keys.press("/")
    keys.press("Escape")
    keys.press("g")
    keys.press("a")
    here.heading("Arkiv")
    keys.press("g")
    keys.press("i")
    here.heading("Inkorg")
    keys.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Kortkommandon")
    here.is_accessible("the sheet of keys")
    page.get_by_role("switch").press("Space")
    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    keys.press("/")
    expect(page.get_by_role("searchbox")).not_to_be_focused()


def test_filters_and_search_stand_in_the_address(visit: Callable[..., Visit]):
    here = visit()
    here.log_in(KARIN)
    page, rows = here.page, here.page.locator("a.row")
    rows.first.wait_for()
    everything = rows.count()
    page.get_by_label("Fler slag", exact=True).select_option("salary")
    expect(page).to_have_url(f"{here.operator.base_url}/inbox?show=salary")
    expect(rows).not_to_have_count(everything)
    expect(rows.first).to_be_visible()
    page.reload()
    expect(page.get_by_label("Fler slag", exact=True)).to_have_value("salary")
    page.get_by_role("button", name=re.compile("^Fakturor 1$")).click()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Kreditnota")
    page.get_by_role("button", name=re.compile("^Kvitton 0$")).click()
    expect(page.get_by_text("Inga brev av det slaget")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Brev [1-9]")).click()
    expect(page).to_have_url(re.compile("show=letter$"))
    for shown in ("receipts", "invoices", "salary"):
        page.go_back()
        expect(page).to_have_url(re.compile(f"show={shown}$"))
    page.go_back()
    expect(rows).to_have_count(everything)
    page.get_by_role("searchbox").fill("kommun förskola")
    expect(rows).to_have_count(1)
    expect(page.get_by_text("1 träff", exact=True)).to_be_visible()
    page.get_by_role("button", name=re.compile("^Alla 1$")).wait_for()
    page.get_by_role("button", name=re.compile("^Kvitton 0$")).click()
    expect(page.get_by_text("Inget sådant brev matchar sökningen")).to_be_visible()
    here.press("Visa det som matchar")
    expect(rows).to_have_count(1)
    here.press("Markera flera")
    page.locator(".pick input").first.click()
    here.press("Arkivera")
    expect(page.get_by_role("link", name="I Arkiv: 1 till")).to_be_visible()
    here.press("Ångra")
    expect(rows).to_have_count(1)
    page.get_by_role("searchbox").fill("finns inte")
    expect(page.get_by_text("Inga brev matchar sökningen")).to_be_visible()
    expect(page.get_by_text("Du kan avgränsa så här: från:kommunen")).to_be_visible()
    here.is_accessible("no hits")
    here.press("Rensa sökningen")
    expect(rows).to_have_count(everything)
    _is_marked_in_a_contrast_theme(here)


def _is_marked_in_a_contrast_theme(here: Visit) -> None:
    """Where the system paints over our colours: what is unread, which filter is pressed, where one is."""
    here.in_forced_colours()
    colour = "getComputedStyle(document.querySelector('{}')).backgroundColor"
    for one, other in ((".dot", ".list"), (".chip[aria-pressed=true]", ".chip[aria-pressed=false]")):
        here.comes_to(f"() => {colour.format(one)} !== {colour.format(other)}", True, one)
    expect(here.page.locator(".rail .place[aria-current]")).to_have_css("outline-style", "solid")
    here.page.locator("a.row").first.click()
    expect(here.page.locator("a.row[aria-current]")).to_have_css("outline-style", "solid")
    here.page.emulate_media(forced_colors="none")


def test_a_search_is_kept_by_the_address_and_told_to_nobody(visit: Callable[..., Visit]):
    here = visit()
    here.log_in(KARIN)
    page, rows, field = here.page, here.page.locator("a.row"), here.page.get_by_role("searchbox")
    rows.first.wait_for()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    field.fill("typ:lönebesked efter:påsk")
    expect(page.get_by_text("Vi förstod inte efter:påsk. Skriv så här: efter:2026-11")).to_be_visible()
    expect(page.get_by_text(re.compile("^[0-9]+ träff"))).to_have_count(0)
    here.is_accessible("a date that is none")
    field.fill("typ:lonebesked")
    expect(rows.first).to_contain_text("Löne")
    field.fill("typ:lönebesked efter:2026")
    here.is_accessible("the search field with its hint")
    expect(rows.first).to_contain_text("Löne")
    found = rows.count()
    rows.first.click()
    expect(page.locator("h1#subject")).to_be_visible()
    page.reload()
    expect(field).to_have_value("typ:lönebesked efter:2026")
    expect(rows).to_have_count(found)
    page.go_back()
    expect(rows).to_have_count(found)
    expect(page).to_have_url(re.compile(r"/inbox#q=typ"))
    assert not [url for url in asked if "efter" in url.partition("#")[0]]
    here.follow("Arkiv")
    expect(field).to_have_value("")


@pytest.mark.parametrize(("subject", "form"), [
    ("Lönespecifikation oktober", ".pdf"), ("Nya tider på återvinningscentralen", ".html"),
    ("Välkommen som digital mottagare", ".text"),
])
def test_pdf_web_page_and_text_are_read_in_the_page(visit: Callable[..., Visit], subject: str, form: str):
    here = visit()
    here.log_in(KARIN)
    here.row(subject).first.click()
    expect(here.page.locator(f".paper{form}")).to_be_visible()
    expect(here.page.get_by_role("alert")).to_have_count(0)
    expect(here.row(subject).first).not_to_contain_text("Oläst")


def test_of_several_documents_each_is_shown_when_asked_for(visit: Callable[..., Visit]):
    here = visit()
    here.log_in(KARIN)
    here.follow("Avsändare")
    here.heading("Avsändare")
    here.follow("Inkorg")
    here.row("Ditt nya elavtal").click()
    here.heading("Ditt nya elavtal")
    here.page.get_by_role("button", name="Arkivera").dblclick()
    here.toast("Brevet är arkiverat")
    here.heading("Inkorg")
    here.page.wait_for_timeout(500)  # what a second press would do, it has done
    here.heading("Inkorg")
    here.press("Ångra")
    here.row("Ditt nya elavtal").click()
    documents = here.page.locator("section.document")
    expect(documents.first.locator(".paper")).to_be_visible()
    documents.last.get_by_role("button", name="Visa dokumentet").click()
    expect(documents.last.locator(".paper")).to_be_visible()
    here.is_accessible("several documents")
    with here.page.expect_download() as download:
        documents.last.get_by_role("button", name="Ladda ner").click()
    assert download.value.suggested_filename


def test_unread_again_and_thrown_away_for_good(visit: Callable[..., Visit], sender: HttpSender):
    sender.send(LENNART, "Till papperskorgen")
    here = visit()
    here.page.clock.install()
    here.log_in(LENNART)
    page, row = here.page, here.row("Till papperskorgen")
    other = Visit(page.context.new_page(), here.operator)  # another tab of the same browser
    other.go("/inbox")
    there = other.row("Till papperskorgen")
    expect(there).to_contain_text("Oläst")
    page.bring_to_front()  # the browser draws the other once a second only
    row.click()
    expect(there).not_to_contain_text("Oläst")
    expect(row).not_to_contain_text("Oläst")
    here.press("Markera som oläst")
    expect(row).to_contain_text("Oläst")
    expect(there).to_contain_text("Oläst")
    expect(page).to_have_title(re.compile(r"Inkorg \(\d+\) – Kuvert"))

    row.click()
    here.press("Släng")
    here.follow("Papperskorg")
    expect(row).to_contain_text("Borta om 30 dagar")
    row.click()
    here.is_accessible("a letter in the trash")
    here.press("Återställ")
    here.toast("Brevet är återställt")
    here.follow("Inkorg")
    row.click()
    here.press("Släng")
    here.follow("Papperskorg")
    other.follow("Papperskorg")
    expect(there).to_be_visible()
    row.click()
    here.press("Radera")
    here.is_accessible("the question before erasing")
    page.get_by_role("alertdialog").get_by_role("button", name="Radera").click()
    expect(page.get_by_text("Papperskorgen är tom")).to_be_visible()
    expect(there).to_have_count(0)
    page.reload()
    expect(page.get_by_text("Papperskorgen är tom")).to_be_visible()
    _what_comes_and_goes_is_seen_while_one_looks(here, sender)


# As another device would: nothing of this page hears of it.
ELSEWHERE = """async keys => {
  const send = (method, key, body) => fetch(`/api/letters/${key}`, {
    method, headers: { "content-type": "application/json" }, body,
  });
  for (const key of keys) {
    await send("PATCH", key, '{"trashed": true}');
    await send("DELETE", key, "{}");
  }
}"""


def _what_comes_and_goes_is_seen_while_one_looks(here: Visit, sender: HttpSender) -> None:
    """Within a minute, without a touch; the page asks, and that is not taken for somebody's presence."""
    page, rows = here.page, here.row("Kommer och går")
    here.follow("Avsändare")
    here.heading("Avsändare")
    for n in (1, 2):
        sender.send(LENNART, f"Kommer och går {n}")
    with page.expect_request(lambda request: request.url.endswith("/api/letters?limit=50&unattended=1")):
        page.clock.fast_forward(61_000)
    here.toast("2 nya brev")
    here.follow("Inkorg")
    expect(rows).to_have_count(2)
    page.evaluate(ELSEWHERE, [row.get_attribute("data-key") for row in rows.all()])
    rows.first.click()
    here.heading("Brevet finns inte här")
    expect(rows).to_have_count(1)
    page.clock.fast_forward(61_000)
    expect(rows).to_have_count(0)


def test_without_a_network_it_says_so_and_goes_on_afterwards(visit: Callable[..., Visit]):
    here = visit()
    here.log_in(KARIN)
    here.row("Kreditnota").wait_for()
    here.page.context.set_offline(True)
    expect(here.page.get_by_text("Det du redan ser går att läsa")).to_be_visible()
    here.row("Kreditnota").click()
    expect(here.page.locator(".state-title", has_text="Du är inte uppkopplad")).to_be_visible()
    here.is_accessible("offline")
    here.page.context.set_offline(False)
    expect(here.page.locator(".paper").first).to_be_visible()


def test_what_is_not_here_says_so(visit: Callable[..., Visit]):
    here = visit()
    here.log_in(KARIN)
    here.go(f"/inbox/1786546700{'0' * 32}")
    here.heading("Brevet finns inte här")
    here.is_accessible("a letter that is not here")


def test_what_has_the_focus_is_never_hidden(visit: Callable[..., Visit]):
    """Behind nothing that sticks to the top: in the list by j, k and Tab, and in a letter going backwards."""
    here = visit()
    here.log_in(KARIN)
    page, keys = here.page, here.page.keyboard
    page.set_viewport_size({"width": 1000, "height": 420})
    page.locator("a.row").first.wait_for()
    here.press("Markera flera")
    for key in ["j"] * 15 + ["k"] * 15 + ["Tab"] * 12 + ["Shift+Tab"] * 12:
        keys.press(key)
        _is_seen(here, key)
    keys.press("Escape")
    here.row("Ditt nya elavtal").click()
    page.locator("section.document").last.get_by_role("button", name="Visa dokumentet").focus()
    for _ in range(8):
        keys.press("Shift+Tab")
        _is_seen(here, "Shift+Tab in a letter")


def _is_seen(here: Visit, after: str) -> None:
    """The middle of what has the focus is its own, once all has come to rest; a frame with a document is another matter."""
    seen = """() => {
      const focused = document.activeElement, {x, y, width, height} = focused.getBoundingClientRect();
      if (focused.tagName === "IFRAME" || focused === document.body) return true;
      const top = document.elementFromPoint(x + width / 2, y + height / 2);
      return focused.contains(top) || !!top?.contains(focused) && !!top.closest("label");
    }"""
    try:
        here.page.wait_for_function(seen, timeout=5_000)
    except Error:
        pytest.fail(f"hidden after {after}: {here.page.evaluate('() => document.activeElement.outerHTML')}")


@pytest.mark.parametrize("scheme", ["dark", pytest.param("light", marks=pytest.mark.prove)])
def test_a_letter_is_left_turned_and_acted_on_with_the_thumb(visit: Callable[..., Visit], scheme: str):
    """All of it at the bottom of a phone; what is done less often behind one button."""
    here = visit("phone", scheme=scheme)
    here.log_in(KARIN)
    page = here.page
    page.locator("a.row").first.click()
    subject = page.locator("h1#subject")
    was = subject.inner_text()
    assert _stands_at_the_bottom(here, ".bar")
    here.press("Nästa brev")
    expect(subject).not_to_have_text(was)
    here.press("Föregående brev")
    expect(subject).to_have_text(was)
    expect(page.get_by_role("button", name="Etikett")).to_be_hidden()
    here.press("Mer")
    expect(page.get_by_role("button", name="Etikett")).to_be_visible()
    here.is_accessible("what is done less often")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Etikett")).to_be_hidden()
    expect(page.get_by_role("button", name="Mer")).to_be_focused()
    here.press("Mer")
    subject.click()
    expect(page.get_by_role("button", name="Etikett")).to_be_hidden()
    page.get_by_role("button", name="Arkivera").dblclick()
    here.toast("Brevet är arkiverat")
    here.heading("Inkorg")
    page.wait_for_timeout(500)  # what a second press would do, it has done
    here.heading("Inkorg")
    here.press("Ångra")
    page.locator("a.row").first.click()
    here.press("Till listan")
    _search_is_at_the_thumb(here)
    here.press("Markera flera")
    assert _stands_at_the_bottom(here, ".select-bar")


def _search_is_at_the_thumb(here: Visit) -> None:
    """From every page one tap, and what is typed stands in the field; in the archive it is the archive that is searched."""
    page, field = here.page, here.page.get_by_role("searchbox")
    for place in ("Att göra", "Mer"):
        page.locator(".tabs").get_by_role("link", name=place).click()
        here.press("Sök")
        page.keyboard.type("energi")
        expect(field).to_have_value("energi")
        expect(field).to_be_focused()
    page.keyboard.press("Enter")
    expect(field).not_to_be_focused()  # the keyboard is gone
    here.press("Sök")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    page.locator(".tabs").get_by_role("link", name="Mer").click()
    here.follow("Arkiv")
    here.heading("Arkiv")
    here.press("Sök")
    page.keyboard.type("energi")
    expect(page).to_have_url(re.compile("/archive#q=energi$"))
    page.locator(".tabs").get_by_role("link", name="Inkorg").click()
    here.heading("Inkorg")


def _stands_at_the_bottom(here: Visit, bar: str) -> bool:
    """As a bar that leaves the screen to the post."""
    where = "({bottom, height}) => bottom === innerHeight && height < 130"
    return bool(here.page.locator(bar).evaluate(f"bar => ({where})(bar.getBoundingClientRect())"))


def test_what_stands_in_no_document_is_printed_as_it_is_shown(visit: Callable[..., Visit], sender: HttpSender):
    sender.send(LENNART, "Tiden skrivs ut", type="booking", parts=[], booking={**BOOKING, **LATER})
    here = visit(script="window.print = () => { window.printed = document.title; }")
    here.log_in(LENNART)
    here.row("Tiden skrivs ut").click()
    expect(here.page.locator(".content-card")).to_be_visible()
    here.press("Skriv ut")
    here.page.wait_for_function("() => window.printed")
    here.page.emulate_media(media="print")
    here.page.evaluate("() => { document.documentElement.dataset.theme = 'dark' }")
    expect(here.page.locator(".content-card")).to_be_visible()
    expect(here.page.locator(".content-card")).to_have_css("color", "rgb(22, 33, 58)")  # ink, also in dark looks
    expect(here.page.locator(".content-card .button").first).to_be_hidden()
    expect(here.page.get_by_text("Till Lennart")).to_be_visible()  # nothing else on the paper says whose it is
    expect(here.page.get_by_text(f": {BOOKING['info_url']}")).to_be_visible()
    expect(here.page.get_by_text("Leder till")).to_be_hidden()
    expect(here.page.locator(".list")).to_be_hidden()
    expect(here.page.locator(".bar")).to_be_hidden()
    here.go("/help")
    expect(here.page.get_by_text("I våra meddelanden finns inga länkar")).to_be_visible()  # nobody unfolds paper
    here.go("/inbox")
    expect(here.row("Tiden skrivs ut")).to_be_visible()
    expect(here.page.get_by_text("Välj ett brev i listan")).to_be_hidden()
