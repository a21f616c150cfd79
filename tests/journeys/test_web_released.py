"""Post that has waited for somebody is there when they come, without the page being loaded again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.people import GRETA
from tests.journeys.sender import HttpSender
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.local, pytest.mark.xdist_group("browser")]


def test_what_has_waited_comes_into_the_list_that_is_open(visit: Callable[..., Visit], sender: HttpSender):
    sender.send(GRETA.ssn, "Lön som har väntat", type="letter.salary", retain=True)
    here = visit("phone")
    here.open_account(GRETA)
    here.page.evaluate("window.sameAsBefore = true")
    expect(here.row("Lön som har väntat")).to_be_visible(timeout=20_000)
    assert here.page.evaluate("window.sameAsBefore")
