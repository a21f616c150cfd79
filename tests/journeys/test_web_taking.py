"""Taking selected letters home as one file: what is in it, what is not and why, and that each look is on record."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from chalicelib.kernel.clock import business_date
from tests.contents import BOOKING
from tests.journeys.people import LENNART
from tests.journeys.sender import HttpSender
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.local, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize(("device", "scheme"), [("phone", "dark"), pytest.param("desktop", "light", marks=pytest.mark.prove)])
def test_what_is_selected_is_taken_home_as_one_file(
    visit: Callable[..., Visit], sender: HttpSender, device: str, scheme: str
):
    now = visit().operator.tool("clock")["now"]
    last = (datetime.fromisoformat(now) + timedelta(days=20)).date().isoformat()
    shown = {"sender": False, "subject": False}
    later = {**BOOKING, "start_time": "2031-12-01T09:30:00+01:00", "end_time": "2031-12-01T10:00:00+01:00"}
    sender.send(LENNART, f"Hämtas {device} å")
    sender.send(LENNART, f"Hämtas {device} utan", type="booking", parts=[], booking=later)
    sender.send(LENNART, f"Hämtas {device} rek", type="registered.letter", registered={"expires_at": last, "hidden": shown})
    here = visit(device, scheme=scheme)
    here.log_in(LENNART)
    page = here.page
    page.get_by_role("searchbox").fill(f"hämtas {device}")
    expect(page.locator("a.row")).to_have_count(3)
    here.press("Markera flera")
    here.press("Markera alla 3")
    with page.expect_download() as download:
        here.press("Ladda ner")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 dokument har sparats i")
    expect(dialog).to_contain_text("1 brev har inga dokument")
    expect(dialog).to_contain_text("1 brev är rekommenderade och inte kvitterade")
    here.is_accessible("taken home")
    assert download.value.suggested_filename == f"Kuvert {business_date(datetime.fromisoformat(now))}.zip"
    with zipfile.ZipFile(download.value.path()) as archive:
        (name,) = archive.namelist()
        assert (name[10:], archive.testzip()) == (f" {_sender_of(here)} Hämtas {device} å.pdf", None)
        assert archive.read(name).startswith(b"%PDF")
    found = page.request.get(f"{here.operator.base_url}/api/accesses").json()["accesses"]
    assert {"open", "download"} <= {each["act"] for each in found[:4]}
    here.press("Stäng")
    expect(page.get_by_text("3 markerade")).to_be_visible()


def _sender_of(here: Visit) -> str:
    found: list[dict[str, Any]] = here.page.request.get(f"{here.operator.base_url}/api/letters").json()["letters"]
    return next(str(each["sender"]["name"]) for each in found if each["subject"].startswith("Hämtas"))


def test_too_many_for_one_file_lead_to_the_whole_mailbox(visit: Callable[..., Visit]):
    here = visit()
    letters = [
        {"key": f"{1786546700 - n}{n:032x}", "sender": {"key": "a" * 8, "name": "Elnätet"}, "subject": f"Brev {n}",
         "type": "letter", "received_at": f"2026-08-12T10:{n // 60:02}:{n % 60:02}.000Z", "unread": False,
         "archived": False, "labels": [], "parts": 1}
        for n in range(101)
    ]
    here.page.route("**/api/letters?*", lambda route: route.fulfill(json={"letters": letters}))
    here.log_in(LENNART)
    here.press("Markera flera")
    here.press("Markera alla 101")
    here.press("Ladda ner")
    expect(here.page.get_by_role("dialog")).to_contain_text("högst 100 åt gången")
    here.is_accessible("too many for one file")
    here.follow("Ta hem hela brevlådan i stället")
    here.heading("Inställningar")
    expect(here.page.get_by_role("dialog")).to_have_count(0)
