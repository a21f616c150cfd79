"""One operator with the demo's people for all journeys, and a browser of any size in front of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from local.settings import ROOT
from local.testing import RunningOperator, running_operator
from tests.journeys.sender import HttpSender
from tests.journeys.visit import PATIENCE, Visit

CHROMIUM = "/usr/bin/chromium"
DESKTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36"
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "user_agent": ANDROID,
}
DEVICES = {"desktop": DESKTOP, "phone": PHONE}
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium; as root it needs no sandbox, and on a machine without a screen no pretended graphics card."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-gpu"]}


@pytest.fixture(scope="session")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOperator]:
    """A whole operator with demo data; one for each of the two groups of journeys, which are walked side by side."""
    if not (ROOT / "web" / "dist" / "index.html").exists():
        pytest.fail("The web app is not built: make web")
    with running_operator(Path(tmp_path_factory.mktemp("operator")) / "state", demo=True) as running:
        end = time.monotonic() + 60
        while not (running.folder / "demo.json").exists():
            assert time.monotonic() < end, "the demo data was not made"
            time.sleep(0.1)
        yield running


@pytest.fixture(scope="session")
def sender(operator: RunningOperator) -> HttpSender:
    """The demo's sender."""
    return HttpSender(operator)


@pytest.fixture
def visit(browser: Browser, operator: RunningOperator) -> Iterator[Callable[..., Visit]]:
    """A way to come with a device, a language and a liking for light or dark."""
    visits = []

    def come(
        device: str = "desktop", language: str = "sv", scheme: str = "light", script: str = "", **more: Any
    ) -> Visit:
        context = browser.new_context(**DEVICES[device], color_scheme=scheme, locale="sv-SE", **more)
        context.add_init_script(f"try {{ localStorage['kuvert.language'] ??= '{language}' }} catch {{}}\n{script}")
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        visits.append(Visit(page, operator, language))
        return visits[-1]

    yield come
    complaints = [complaint for each in visits for complaint in each.complaints]
    for each in visits:
        each.page.context.close()
    assert not complaints, complaints
