"""Takes the pictures in docs/screenshots: the demo on a desktop and a phone, light and dark (`make screenshots`)."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from local.testing import RunningOperator, running_operator
from tests.journeys.conftest import DESKTOP, PHONE
from web import walks

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
LOOKS = [
    ("desktop-light", DESKTOP, "light"), ("desktop-dark", DESKTOP, "dark"),
    ("phone-light", PHONE, "light"), ("phone-dark", PHONE, "dark"),
]
# The looks of every page, and which of the demo's people then opens an account; the other looks have three.
WHOLE = {"desktop-light": 3, "phone-dark": 4}
LONG = {"settings"}  # shown from top to bottom
NO_VIEWER = "Object.defineProperty(Navigator.prototype, 'pdfViewerEnabled', {get: () => false})"
COLOURS = 192  # enough for what is drawn in few colours


def take(browser: Browser, operator: RunningOperator, look: str, device: dict[str, Any], scheme: Any) -> None:
    """Take the pictures of one look."""

    def visit(script: str = "", **more: Any) -> Page:
        context = browser.new_context(**device, color_scheme=scheme, locale="sv-SE", **more)
        if script:
            context.add_init_script(script)
        return context.new_page()

    page = visit(service_workers="block")
    first = walks.first_pages(page, operator)
    if look not in WHOLE:
        return _each(page, look, first)
    _each(page, look, chain(first, walks.all_pages(page, operator)))
    page = visit(service_workers="block")
    _each(page, look, walks.opening(page, operator, WHOLE[look]))
    page = visit(NO_VIEWER)
    _each(page, look, walks.without(page, operator))
    page = visit(service_workers="block")
    return _each(page, f"{look}-en", walks.in_english(page, operator))


def _each(page: Page, look: str, walk: Iterator[str]) -> None:
    for name in walk:
        page.wait_for_timeout(600)
        taken = Image.open(BytesIO(page.screenshot(full_page=name in LONG)))
        few = taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(FOLDER / f"{name}-{look}.png", optimize=True)
    page.context.close()


def main() -> None:
    """Start an operator with its demo, and take them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with (
        tempfile.TemporaryDirectory() as folder,
        running_operator(Path(folder) / "state", demo=True, KUVERT_BANKID="auto") as operator,
        sync_playwright() as playwright,
    ):
        while not (operator.folder / "demo.json").exists():
            time.sleep(0.2)
        walks.post(operator)
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for look in LOOKS:
            take(browser, operator, *look)
        browser.close()


if __name__ == "__main__":
    main()
