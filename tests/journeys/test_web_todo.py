"""What there is to do: by date, counted in the menu, and gone when it has been."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import urllib3
from playwright.sync_api import expect

from tests.contents import BOOKING, INVITE
from tests.forms import TEMPLATE
from tests.journeys.people import AMIR, LENNART
from tests.journeys.sender import HttpSender
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.local, pytest.mark.xdist_group("browser")]

DAYS = ("mån", "tis", "ons", "tors", "fre", "lör", "sön")
LATER = {**BOOKING, "start_time": "2031-12-01T09:30:00+01:00", "end_time": "2031-12-01T10:00:00+01:00"}
SOONER = {**BOOKING, "start_time": "2031-11-03T13:15:00+01:00", "end_time": "2031-11-03T14:00:00+01:00"}


@pytest.mark.parametrize(("device", "scheme"), [("desktop", "light"), pytest.param("phone", "dark", marks=pytest.mark.prove)])
def test_what_there_is_to_do_stands_by_date(
    visit: Callable[..., Visit], sender: HttpSender, device: str, scheme: str
) -> None:
    subjects = [f"{name} {device}" for name in ("Provtagning", "Syntest")]
    for subject, booking in zip(subjects, (LATER, SOONER), strict=True):
        sender.send(AMIR, subject, type="booking", parts=[], booking=booking)
    here = visit(device, scheme=scheme)
    now = datetime.fromisoformat(here.operator.tool("clock")["now"])
    last = now + timedelta(days=20)
    hidden = {"expires_at": last.date().isoformat(), "hidden": {"sender": True, "subject": True}}
    sender.send(AMIR, "Hemligt", type="registered.letter", registered=hidden)
    form = {"id": sender.make_form(TEMPLATE), "days_to_expiry": 6}
    sender.send(AMIR, "Anmälan", type="letter.form", form=form, parts=[])
    here.log_in(AMIR)
    here.page.set_viewport_size({"width": 320, "height": 900} if device == "phone" else {"width": 1440, "height": 900})
    here.page.get_by_role("button", name="Att göra").click()
    expect(here.row("Rekommenderat brev").first).to_contain_text(f"Kvittera senast {DAYS[last.weekday()]} {last.day}")
    expect(here.row("Anmälan").first).to_contain_text("Svara senast")
    here.comes_to("() => document.documentElement.scrollWidth <= innerWidth", True)
    expect(here.row("Lön")).to_have_count(0)
    here.is_accessible("the filter of what is to do")
    here.go("/todo")
    here.heading("Att göra")
    tasks = here.page.locator(".page .places a")
    tasks.first.wait_for()
    mine = [text for text in tasks.all_inner_texts() if device in text]
    assert [text.split("\n")[0] for text in mine] == subjects[::-1]
    assert "13:15" in mine[0]
    expect(here.page.get_by_role("heading", name="Måndag 3 november 2031")).to_be_visible()
    sign, answer = tasks.filter(has_text="Rekommenderat brev"), tasks.filter(has_text="Anmälan")
    expect(sign.first).to_contain_text("Dold avsändare · Sista dagen att kvittera")
    expect(answer.first).to_contain_text("Sista dagen att svara")
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
    here.is_accessible("the question before a calendar goes blank")
    here.page.get_by_role("alertdialog").get_by_role("button", name="Ta bort länken").click()
    here.toast("Länken är borttagen")
    expect(here.page.get_by_role("button", name="Gör en länk")).to_be_focused()
    assert urllib3.request("GET", url).status == 404


def test_invitations_are_signed_answered_and_fetched(visit: Callable[..., Visit], sender: HttpSender) -> None:
    """With a day they stand under it, without one last; either until they are put away."""
    invite = {**INVITE, "expires_at": "2031-11-05T12:00:00+01:00"}
    provider = {"service_provider": {"name": "Signera AB"}}
    sender.send(LENNART, "Hyresavtalet", type="invite.sign", invite={**invite, **provider}, parts=[])
    sender.send(LENNART, "Presentkort", type="invite.gift", invite={**INVITE, "expires_at": None}, parts=[])
    here = visit("phone", scheme="dark")
    here.log_in(LENNART)
    expect(here.row("Hyresavtalet")).to_contain_text("Signera senast")
    here.page.get_by_role("button", name="Att göra").click()
    expect(here.row("Presentkort")).to_be_visible()
    here.is_accessible("invitations to do something about")
    here.go("/todo")
    tasks = here.page.locator(".page .places a")
    expect(tasks.filter(has_text="Hyresavtalet")).to_contain_text("Signera senast kl. 12:00")
    expect(tasks.last).to_contain_text("Hämta, och arkivera när du är klar")
    expect(here.page.get_by_role("heading", name="Utan sista dag")).to_be_visible()
    here.is_accessible("to do, with and without a day")
    tasks.last.click()
    here.heading("Presentkort")
    here.press("Arkivera")
    here.go("/todo")
    expect(tasks.filter(has_text="Hyresavtalet")).to_have_count(1)
    expect(tasks.filter(has_text="Presentkort")).to_have_count(0)
