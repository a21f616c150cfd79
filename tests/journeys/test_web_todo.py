"""What there is to do: by date, counted in the menu, and gone when it has been."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import urllib3
from playwright.sync_api import expect

from tests.contents import BOOKING
from tests.journeys.people import AMIR, LENNART
from tests.journeys.sender import HttpSender
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.local, pytest.mark.xdist_group("browser")]

LATER = {**BOOKING, "start_time": "2031-12-01T09:30:00+01:00", "end_time": "2031-12-01T10:00:00+01:00"}
SOONER = {**BOOKING, "start_time": "2031-11-03T13:15:00+01:00", "end_time": "2031-11-03T14:00:00+01:00"}


@pytest.mark.parametrize(("device", "scheme"), [("desktop", "light"), ("phone", "dark")])
def test_what_there_is_to_do_stands_by_date(
    visit: Callable[..., Visit], sender: HttpSender, device: str, scheme: str
) -> None:
    subjects = [f"{name} {device}" for name in ("Provtagning", "Syntest")]
    for subject, booking in zip(subjects, (LATER, SOONER), strict=True):
        sender.send(AMIR, subject, type="booking", parts=[], booking=booking)
    here = visit(device, scheme=scheme)
    here.log_in(AMIR)
    here.page.locator("a.row").first.wait_for()
    here.go("/todo")
    here.heading("Att göra")
    tasks = here.page.locator(".page .places a")
    tasks.first.wait_for()
    mine = [text for text in tasks.all_inner_texts() if device in text]
    assert [text.split("\n")[0] for text in mine] == subjects[::-1]
    assert "kl. 13:15" in mine[0]
    expect(here.page.get_by_role("heading", name="Måndag 3 november 2031")).to_be_visible()
    menu = here.page.locator("nav:visible a[href='/todo'] .count")
    expect(menu).to_contain_text(str(tasks.count()))
    here.is_accessible("to do")
    tasks.filter(has_text=subjects[1]).click()
    here.heading(subjects[1])
    here.press("Släng")
    here.go("/todo")
    expect(tasks.filter(has_text=subjects[0])).to_have_count(1)
    expect(tasks.filter(has_text=subjects[1])).to_have_count(0)


def test_a_private_calendar_link_is_shown_once_and_ended(visit: Callable[..., Visit], sender: HttpSender) -> None:
    sender.send(LENNART, "Hemligt besök", type="booking", parts=[], booking=LATER)
    here = visit("phone")
    here.log_in(LENNART)
    here.go("/todo")
    here.press("Gör en länk")
    url = here.page.get_by_label("Din privata länk").input_value()
    here.is_accessible("a calendar's link")
    feed = urllib3.request("GET", url)
    assert (feed.status, "DTSTART:20311201T083000Z" in feed.data.decode()) == (200, True)
    assert "Hemligt" not in feed.data.decode()
    here.page.reload()
    expect(here.page.get_by_text("Du gjorde en länk")).to_be_visible()
    here.press("Ta bort länken")
    here.toast("Länken är borttagen")
    assert urllib3.request("GET", url).status == 404
