"""A browser at the recipients' door."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.phone import Phone, phone
from tests.world import ANNA, World

__all__ = ["phone"]

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


class Browser:
    """The web app in a browser: it keeps cookies, and says where its calls come from."""

    def __init__(self, http: Any, world: World, phone: Phone) -> None:
        self.http, self.world, self.phone = http, world, phone
        self.cookies: dict[str, str] = {}
        self.headers = {
            "content-type": "application/json", "origin": world.config.web_url, "user-agent": FIREFOX,
            "accept-language": "sv",
        }
        self.set_cookies: list[str] = []

    def call(self, method: str, path: str, body: Any = None, **headers: str | None) -> Any:
        """Call a path below /api; a header given as None is not sent."""
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if self.cookies:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        raw = body if isinstance(body, bytes) else b"" if method == "GET" else json.dumps(body or {}).encode()
        answer = self.http.request(
            method, f"/api{path}", headers={name: value for name, value in sent.items() if value is not None}, body=raw
        )
        self._keep(answer)
        return answer

    def _keep(self, answer: Any) -> None:
        given = answer.headers.get("Set-Cookie") or []
        self.set_cookies = [given] if isinstance(given, str) else list(given)
        for cookie in self.set_cookies:
            name, _, value = cookie.split(";")[0].partition("=")
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)

    def get(self, path: str, query: dict[str, Any] | None = None, **headers: str | None) -> Any:
        """Read."""
        return self.call("GET", path + (f"?{urlencode(query)}" if query else ""), **headers)

    def post(self, path: str, body: Any = None, **headers: str | None) -> Any:
        """Do."""
        return self.call("POST", path, body, **headers)

    def identify(self, number: str = ANNA) -> Any:
        """Finish the order under way with BankID."""
        self.phone.identify(number)
        self.world.clock.advance(seconds=2)
        return self.post("/login/poll")

    def log_in(self, number: str = ANNA) -> Browser:
        """Log in as somebody with an account."""
        self.post("/login", {"purpose": "login"})
        assert self.identify(number).json_body["next"] == "inbox"
        return self

    def step_up(self, number: str = ANNA) -> Browser:
        """Identify once more."""
        self.post("/step-up")
        assert self.identify(number).json_body["next"] == "stepped_up"
        return self

    def code(self, *, by_sms: bool = False) -> str:
        """The code in the latest message."""
        text = self.world.outbox.sms[-1][1] if by_sms else self.world.outbox.mails[-1].text
        return next(word.strip(".") for word in text.split() if word.strip(".").isdigit())


@pytest.fixture
def a_browser(http: Any, world: World, phone: Phone):
    """Makes browsers, each with its own cookies."""
    return lambda: Browser(http, world, phone)


@pytest.fixture
def visitor(a_browser) -> Browser:
    """A browser that nobody is logged in with."""
    return a_browser()


@pytest.fixture
def anna(visitor: Browser, world: World) -> Browser:
    """Anna's visitor, logged in."""
    world.a_person(ANNA, name="Karin Lindström", email="karin@example.com")
    return visitor.log_in()
