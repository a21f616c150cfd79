"""The demo's people: they open their accounts and read their post as the web app does it for them."""

import json
import re
from datetime import timedelta
from typing import Any

import urllib3

from local.clock import MovableClock
from local.people import Person
from local.settings import Settings
from local.tools.parties import Parties

COLLECTED_AFTER = timedelta(seconds=3)  # BankID is not asked more often
CODE = re.compile(r"\b\d{6}\b")


class Stuck(Exception):
    """The recipient API did not answer as the web app needs it to."""


class Web:
    """A browser without a window: it keeps cookies, and a person signs in the BankID app beside it."""

    def __init__(self, settings: Settings, parties: Parties, clock: MovableClock) -> None:
        self._base_url, self._parties, self._clock = settings.base_url, parties, clock
        self._http = urllib3.PoolManager(retries=False, timeout=60)
        self._cookies: dict[str, str] = {}

    def open_account(self, person: Person) -> None:
        """As the guide shows it: BankID, terms, e-mail, code, mobile, code."""
        reached = self._identify(person, {"purpose": "open", "personnummer": person.ssn})
        if reached == "already_member":
            return
        self._expect(reached == "enrolment", reached)
        version = self.call("GET", "/api/site")["terms_version"]
        self.call("POST", "/api/enrolment/terms", {"version": version})
        self.call("POST", "/api/enrolment/email", {"email": person.email})
        self.call("POST", "/api/enrolment/email/code", {"code": self._code(person.email)})
        self.call("POST", "/api/enrolment/mobile", {"mobile": person.mobile})
        done = self.call("POST", "/api/enrolment/mobile/code", {"code": self._code(person.mobile)})
        self._expect(done["step"] == "done", done)
        self.call("DELETE", "/api/session")

    def read_all_but_the_newest(self, person: Person, unread: int) -> None:
        reached = self._identify(person, {"purpose": "login"})
        self._expect(reached == "inbox", reached)
        for letter in self.call("GET", "/api/letters")["letters"][unread:]:
            self.call("PATCH", f"/api/letters/{letter['key']}", {"unread": False})
        self.call("DELETE", "/api/session")

    def _identify(self, person: Person, wish: dict[str, str]) -> str:
        self._cookies.clear()
        self.call("POST", "/api/login", wish)
        order = self._parties.orders()[0]
        self._parties.act(order["orderRef"], "complete", {"personalNumber": person.ssn})
        self._clock.advance(COLLECTED_AFTER)
        return str(self.call("POST", "/api/login/poll", {}).get("next"))

    def _code(self, to: str) -> str:
        found = CODE.search(self._parties.outbox(to)[-1]["text"])
        self._expect(found is not None, f"no code to {to}")
        return found.group() if found else ""

    def call(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"origin": self._base_url, "accept-language": "sv", "user-agent": "Kuvert demo"}
        headers["cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        content = None
        if method != "GET":
            content, headers["content-type"] = json.dumps(body if body is not None else {}), "application/json"
        answer = self._http.request(method, self._base_url + path, body=content, headers=headers)
        for cookie in answer.headers.getlist("set-cookie"):
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        self._expect(answer.status < 300, f"{method} {path}: {answer.status} {answer.data.decode()}")
        return json.loads(answer.data) if answer.data else None

    def _expect(self, holds: bool, seen: Any) -> None:
        if not holds:
            raise Stuck(str(seen))
