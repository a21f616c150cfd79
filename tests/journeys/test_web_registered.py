"""A registered letter as people see it: what is hidden, signed for, opened; and the sender's icon in the inbox."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.api.sender.test_icons import png, sent
from tests.journeys.sender import HttpSender
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.local, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize(("device", "scheme"), [("phone", "dark"), pytest.param("desktop", "light", marks=pytest.mark.prove)])
def test_a_registered_letter_opens_when_it_is_signed_for(
    visit: Callable[..., Visit], sender: HttpSender, device: str, scheme: str
) -> None:
    here = visit(device, scheme=scheme)
    ssn = next(person["ssn"] for person in here.operator.demo["people"] if person["registered"])
    now = datetime.fromisoformat(here.operator.tool("clock")["now"])
    registered = {
        "expires_at": (now + timedelta(days=20)).date().isoformat(), "hidden": {"sender": True, "subject": True},
    }
    secret = f"Uppsägning {device}"
    sender.set_icon(sent(png()))
    sender.send(ssn, f"Synligt {device}")
    sender.send(ssn, secret, type="registered.letter", registered=registered)
    here.log_in(ssn)

    expect(here.row(f"Synligt {device}").locator("img.avatar")).to_be_visible()
    expect(here.page.locator("body")).not_to_contain_text(secret)
    hidden = here.row("Dold avsändare").first
    expect(hidden).to_contain_text("Kvittera senast")
    here.is_accessible("the inbox")
    hidden.click()
    here.heading("Rekommenderat brev")
    expect(here.page.locator(".receive")).to_contain_text("Avsändaren får veta att du har tagit emot brevet")
    here.is_accessible("a letter to sign for")
    here.press(here.words.other_device)
    here.scan_as(ssn)
    here.heading(secret)
    expect(here.page.locator(".letter")).to_contain_text("Kvitterat")
    expect(here.row(secret)).to_have_count(1)  # in the list too, beside the letter or behind it
    expect(here.page.locator(".documents")).to_be_visible()
    here.is_accessible("a letter that has been signed for")
