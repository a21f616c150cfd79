"""A person at the web app: what they see, press and type, with the BankID app and the mail at hand."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Error, Locator, Page, Response, expect

from local.testing import RunningOperator
from tests.journeys.people import Newcomer
from tests.journeys.words import WORDS, Words

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# What fades in has done so; what turns as long as one waits goes on.
FADED_IN = """() => Promise.all(document.getAnimations()
  .filter(({ effect }) => effect.getComputedTiming().iterations !== Infinity).map(({ finished }) => finished.catch(() => {})))
  .then(() => 0)"""
FORBIDDEN = re.compile("Content Security Policy|Trusted|Refused to")
CODE = re.compile(r"\b\d{6}\b")
PATIENCE = 30_000  # ms: a busy machine is slow for a while, and what is broken stays so
T = TypeVar("T")
_SESSIONS: dict[tuple[str, str], Any] = {}  # those that have been logged in, by operator and person


class Visit:
    """One browser tab, with an eye on what the browser complains of."""

    def __init__(self, page: Page, operator: RunningOperator, language: str = "sv") -> None:
        self.page, self.operator, self.language = page, operator, language
        self.words: Words = WORDS[language]
        self.complaints: list[str] = []
        self._qr: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("response", self._seen)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and FORBIDDEN.search(message.text):
            self.complaints.append(message.text)

    def _seen(self, response: Response) -> None:
        """What broke, and the moving code's strings, as the phone's camera would read them."""
        if response.status >= 500:
            self.complaints.append(f"{response.status} {response.request.method} {response.url}")
        if response.ok and response.url.endswith(("/api/login", "/api/login/poll", "/api/step-up", "/receive")):
            with suppress(Error):  # the BankID app has been opened, and the page left
                self._qr = response.json().get("qr") or self._qr

    # Moving about

    def go(self, path: str) -> None:
        self.page.goto(self.operator.base_url + path)

    def press(self, name: str, exact: bool = True) -> None:
        self.page.get_by_role("button", name=name, exact=exact).first.click()

    def act(self, name: str) -> None:
        """Press what is done with the open letter; on a phone the rarer acts lie behind a button."""
        more = self.page.locator(".bar-more button")
        if more.is_visible():
            more.click()
        self.press(name)

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def heading(self, text: str) -> None:
        """Wait until the page says so."""
        expect(self.page.get_by_role("heading", name=text, level=1)).to_be_visible()

    def row(self, subject: str) -> Locator:
        return self.page.locator("a.row", has_text=subject)

    def toast(self, text: str) -> None:
        expect(self.page.get_by_role("status").filter(has_text=text).first).to_be_visible()

    def until(self, probe: Callable[[], T], otherwise: str) -> T:
        """What the probe finds, once it finds something."""
        end = time.monotonic() + PATIENCE / 1_000
        while not (found := probe()):
            assert time.monotonic() < end, otherwise
            self.page.wait_for_timeout(50)
        return found

    def comes_to(self, script: str, wanted: Any, what: str = "") -> None:
        """What the page says of itself, once it has come to rest."""
        end = time.monotonic() + 5
        while (found := self.page.evaluate(script)) != wanted and time.monotonic() < end:
            self.page.wait_for_timeout(50)
        assert found == wanted, (what, found)

    def is_accessible(self, what: str) -> None:
        """No breach that axe can find, on the page as it is now."""
        self.page.evaluate(FADED_IN)
        found = [one for one in Axe().run(self.page, options=RULES).response["violations"] if not self._cut_off(one)]
        told = [f"{what}: {one['id']}: {one['help']}: {[node['html'][:200] for node in one['nodes']]}" for one in found]
        assert not told, "\n".join(told)

    def in_forced_colours(self) -> None:
        """As with a dark contrast theme of the system."""
        self.page.emulate_media(forced_colors="active", color_scheme="dark")

    def code_can_be_read(self) -> None:
        """Dark on white, as cameras want it."""
        code = self.page.locator(".qr").first
        expect(code).to_have_css("background-color", "rgb(255, 255, 255)")
        expect(code.locator("svg")).to_have_css("fill", "rgb(17, 17, 17)")

    def _cut_off(self, breach: dict[str, Any]) -> bool:
        """Whether rows are called small only because the edge of the list that scrolls cuts them off."""
        height = "(target) => document.querySelector(target).getBoundingClientRect().height"
        return breach["id"] == "target-size" and all(
            node["html"].startswith('<a class="row"') and self.page.evaluate(height, node["target"][0]) >= 24
            for node in breach["nodes"]
        )

    # BankID, mail and SMS

    def scan_as(self, ssn: str) -> None:
        """Read the moving code with the phone and identify."""
        expect(self.page.locator(".qr path")).to_be_attached()
        order = self._scan()
        self._qr = []
        self.operator.tool(f"bankid/orders/{order['orderRef']}/complete", {"personalNumber": ssn})

    def _scan(self) -> dict[str, Any]:
        """A camera tries until it has read a code that still lives."""
        return dict(self.until(self._read, "no living code was shown"))

    def _read(self) -> Any:
        with suppress(IndexError, ValueError):
            return self.operator.tool("bankid/scan", {"qr": self._qr[0]})

    def log_in(self, ssn: str, anew: bool = False) -> None:
        """Come in: with BankID the first time, and then with the session of an earlier visit while it lives."""
        kept = (self.operator.base_url, ssn)
        if kept in _SESSIONS and not anew:
            self.page.context.add_cookies(_SESSIONS[kept])
            self.go("/inbox")
            self.page.locator("#list-title, .ways").first.wait_for()
        if not self.page.url.endswith("/inbox"):
            self.go("/login")
            self.press(self.words.other_device)
            self.scan_as(ssn)
        self.heading(self.words.inbox)
        _SESSIONS[kept] = [cookie for cookie in self.page.context.cookies() if cookie["name"] == "__Host-sid"]

    def speak(self, language: str) -> None:
        """Choose the account's language, as Settings does; what is opened next speaks it."""
        answer = self.page.evaluate("""language => fetch("/api/settings", {
          method: "PATCH", headers: { "content-type": "application/json" }, body: JSON.stringify({ language }),
        }).then(({ status }) => status)""", language)
        assert answer == 200

    def code_to(self, to: str, older: int = 0) -> str:
        """The newest code that has come; `older` codes were there before."""
        found = self.until(lambda: self.codes_to(to)[older:], f"no code came to {to}")
        match = CODE.search(found[-1]["text"])
        assert match
        return match.group()

    def codes_to(self, to: str) -> list[dict[str, Any]]:
        """Every message with a code so far."""
        return [one for one in self.operator.outbox(to) if CODE.search(one["text"])]

    def type_code(self, code: str) -> None:
        self.page.get_by_label(self.words.code, exact=True).fill(code)
        self.press(self.words.go_on)

    # The guide for opening an account, step by step

    def open_account(self, person: Newcomer, look: Any = lambda _: None) -> None:
        """`look` is called at each step, with its name."""
        words, page = self.words, self.page
        self.go("/open")
        self.heading(words.open_title)
        look("personnummer")
        page.get_by_label(words.personnummer).fill(person.ssn)
        self.press(words.other_device)
        self.scan_as(person.ssn)
        page.get_by_role("checkbox").check()
        look("terms")
        self.press(words.go_on)
        page.get_by_label(words.email, exact=True).fill(person.email)
        look("e-mail")
        self.press(words.go_on)
        self.heading(words.email_code)
        look("e-mail's code")
        self.type_code(self.code_to(person.email))
        page.get_by_label(words.mobile, exact=True).fill(person.mobile)
        look("mobile")
        self.press(words.go_on)
        self.heading(words.mobile_code)
        look("mobile's code")
        self.type_code(self.code_to("+46" + re.sub(r"\D", "", person.mobile)[1:]))
        self.heading(words.done)
        look("done")
        self.press(words.ok)
        self.heading(words.inbox)
