"""A PDF where the browser has no viewer, as on most phones: the app draws it, a page at a time, with its text."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
from fpdf import FPDF
from playwright.sync_api import Page, expect

from tests.journeys.people import LENNART
from tests.journeys.sender import HttpSender
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.local, pytest.mark.xdist_group("browser")]

NO_VIEWER = "Object.defineProperty(Navigator.prototype, 'pdfViewerEnabled', {get: () => false})"
VIEWER = "Object.defineProperty(Navigator.prototype, 'pdfViewerEnabled', {get: () => true})"
PAGES = 12
# Whether anything at all has been drawn on a page.
INK = """canvas => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some(
  (value, n) => n % 4 < 3 && value < 128)"""


def a_part(pages: int = PAGES) -> dict[str, str]:
    """A document of many pages; the first has a link."""
    paper = FPDF()
    paper.set_font("Helvetica", size=16)
    for n in range(1, pages + 1):
        paper.add_page()
        paper.cell(text=f"Sidan {n} om räksmörgås", link="https://www.example.com/mer" if n == 1 else "")
    data = base64.b64encode(bytes(paper.output())).decode()
    return {"name": "villkor.pdf", "content_type": "application/pdf", "data": data}


def _opened(here: Visit, subject: str) -> Page:
    here.log_in(LENNART)
    here.row(subject).click()
    return here.page


@pytest.mark.parametrize(("device", "scheme"), [("phone", "dark"), pytest.param("desktop", "light", marks=pytest.mark.prove)])
def test_a_pdf_is_drawn_where_there_is_no_viewer(visit: Callable[..., Visit], sender: HttpSender, device: str, scheme: str):
    """Pages are drawn when they are near; what stands in them can be read out; it can be made larger, opened, saved."""
    subject = f"Villkor på {device}"
    sender.send(LENNART, subject, parts=[a_part()])
    here = visit(device, scheme=scheme, script=NO_VIEWER)
    page = _opened(here, subject)
    sheets = page.locator(".sheet")
    expect(sheets.first.locator("canvas[data-drawn]")).to_be_visible()
    expect(sheets).to_have_count(PAGES)
    assert sheets.first.locator("canvas").evaluate(INK)
    assert page.locator(".sheet canvas").count() < PAGES
    expect(page.get_by_role("group", name="Sida 1 av 12")).to_contain_text("Sidan 1 om räksmörgås")
    expect(page.get_by_role("link", name="https://www.example.com/mer")).to_have_attribute("rel", "noopener noreferrer")
    expect(page.get_by_text("Sida 1 av 12", exact=True)).to_be_visible()
    here.is_accessible("a PDF that the app draws")

    sheets.last.scroll_into_view_if_needed()
    expect(sheets.last.locator("canvas[data-drawn]")).to_be_visible()
    expect(sheets.last).to_contain_text("Sidan 12 om räksmörgås")
    expect(sheets.first.locator("canvas")).to_have_count(0)
    _is_made_larger(here)
    if device == "phone":
        here.comes_to("() => document.documentElement.scrollWidth", 390)
    with page.expect_download() as download:
        here.act("Ladda ner")
    assert download.value.suggested_filename.endswith(".pdf")
    with page.expect_popup():
        page.get_by_role("button", name="Öppna dokumentet").click()


def _is_made_larger(here: Visit) -> None:
    """By keyboard: to the button and press it."""
    page = here.page
    sheet = page.locator(".sheet").first
    sheet.scroll_into_view_if_needed()
    width = sheet.bounding_box()["width"]
    page.get_by_role("button", name="Förstora").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".zoom output")).to_have_text("125\u00a0%")
    expect(sheet.locator("canvas[data-drawn]")).to_be_visible()
    here.until(lambda: sheet.bounding_box()["width"] == pytest.approx(width * 1.25, abs=2), "it is not a quarter larger")
    assert sheet.locator("canvas").evaluate(INK)


def test_a_pdf_that_cannot_be_drawn_is_opened_or_saved(visit: Callable[..., Visit], sender: HttpSender):
    """What comes is no PDF: said in words, with the ways out beside it."""
    sender.send(LENNART, "Trasigt på vägen", parts=[a_part(1)])
    here = visit("phone", script=NO_VIEWER)
    here.log_in(LENNART)
    here.page.route("**/mailbox/**", lambda route: route.fulfill(
        body="not a PDF", headers={"access-control-allow-origin": here.operator.base_url}))
    here.row("Trasigt på vägen").click()
    expect(here.page.get_by_text("går inte att visa här")).to_be_visible()
    expect(here.page.get_by_role("button", name="Öppna dokumentet")).to_be_visible()
    here.is_accessible("a PDF that cannot be drawn")


def test_where_there_is_a_viewer_nothing_of_ours_is_fetched(visit: Callable[..., Visit], sender: HttpSender):
    """The browser's own is better, and pdf.js is large."""
    sender.send(LENNART, "Med visare", parts=[a_part(1)])
    here = visit(script=VIEWER)
    asked: list[str] = []
    here.page.on("request", lambda request: asked.append(request.url))
    _opened(here, "Med visare")
    expect(here.page.locator("iframe.paper.pdf")).to_be_visible()
    assert not [url for url in asked if "/assets/pdf-worker" in url or "/assets/PdfPages" in url]
