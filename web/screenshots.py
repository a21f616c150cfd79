"""Takes the pictures in docs/screenshots: the demo on a desktop and a phone, light and dark (`make screenshots`)."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from kuvert.credentials import Credentials
from kuvert.operator import Operator
from local.testing import RunningOperator, running_operator

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
DESKTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
LOOKS = [
    ("desktop-light", DESKTOP, "light"), ("desktop-dark", DESKTOP, "dark"),
    ("phone-light", PHONE, "light"), ("phone-dark", PHONE, "dark"),
]
PAGES = {"senders": "/senders", "settings": "/settings", "help": "/help"}


def log_in(page: Page, operator: RunningOperator) -> None:
    """Come in with BankID, which completes itself here."""
    page.goto(operator.base_url)
    page.get_by_role("button", name="BankID på en annan enhet").wait_for()
    page.wait_for_timeout(400)


def pictures(page: Page, operator: RunningOperator) -> Iterator[str]:
    """Go through the pages; at each name the picture is taken."""
    log_in(page, operator)
    yield "login"
    page.get_by_role("button", name="BankID på en annan enhet").click()
    page.locator("a.row").first.wait_for(timeout=20_000)
    page.wait_for_timeout(500)
    yield "inbox"
    page.locator("a.row").nth(2).click()
    page.locator("article iframe, article img, article pre").first.wait_for(timeout=10_000)
    page.wait_for_timeout(1_800)
    yield "letter"
    for name, path in PAGES.items():
        page.goto(operator.base_url + path)
        page.locator("h1").first.wait_for()
        page.wait_for_timeout(600)
        yield name
    page.goto(preview(operator))
    page.locator("h1").first.wait_for()
    page.wait_for_timeout(600)
    yield "preview"
    page.goto(operator.base_url + "/developers/reference.html")
    yield "developers"


def preview(operator: RunningOperator) -> str:
    """Where a sender's dry run shows its content."""
    demo = operator.demo
    sender = Operator(Credentials(operator.base_url, demo["client_id"], demo["client_secret"], demo["tenant_key"]))
    booking = {
        "title": "Läkarbesök", "start_time": "2031-12-01T09:30:00+01:00", "end_time": "2031-12-01T10:00:00+01:00",
        "location": "Vårdcentralen Skeppsbron", "info_url": "https://www.example.com/besok",
    }
    content = {"ssn": demo["sandbox"][0]["ssn"], "subject": "Kallelse", "type": "booking", "booking": booking}
    told, _ = sender.post(f"/v2/tenant/{sender.tenant('')}/content?dry_run=true", content)
    return str(told["preview"]["url"])


def take(browser: Browser, operator: RunningOperator, look: str, device: dict[str, Any], scheme: Any) -> None:
    """Take every picture in one look."""
    page = browser.new_context(**device, color_scheme=scheme, locale="sv-SE").new_page()
    for name in pictures(page, operator):
        page.screenshot(path=FOLDER / f"{name}-{look}.png")


def main() -> None:
    """Start an operator with its demo, and take them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_operator(Path(folder) / "state", demo=True, KUVERT_BANKID="auto") as operator,
        sync_playwright() as playwright,
    ):
        while not (operator.folder / "demo.json").exists():
            time.sleep(0.2)
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for look in LOOKS:
            take(browser, operator, *look)
        browser.close()


if __name__ == "__main__":
    main()
