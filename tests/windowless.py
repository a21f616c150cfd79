"""A browser without a window in front of a running operator, with the clock and the BankID app moved from outside."""

from __future__ import annotations

from typing import Any

from local.demo.recipients import COLLECTED_AFTER, Web
from local.people import Person
from local.settings import Settings
from local.testing import RunningOperator
from local.tools.parties import Parties


class Browser(Web):
    """The demo's browser, with the clock moved from outside."""

    def __init__(self, operator: RunningOperator) -> None:
        settings = Settings(port=0, state="", ports={})
        super().__init__(settings, Parties(settings), None)  # both are replaced below
        self._base_url = operator.base_url
        self._parties = self._clock = Tools(operator)

    def log_in(self, ssn: str) -> None:
        """Come in with BankID."""
        self._expect(self._identify(Person(ssn, "", ""), {"purpose": "login"}) == "inbox", "logged in")

    def sign_for(self, letter: str, ssn: str) -> None:
        """Sign for a registered letter."""
        self.call("POST", f"/api/letters/{letter}/receive")
        self._parties.act(self._parties.orders()[0]["orderRef"], "complete", {"personalNumber": ssn})
        self._clock.advance(COLLECTED_AFTER)
        self._expect(self.call("POST", "/api/login/poll", {}).get("next") == "received", "signed")


class Tools:
    """What a browser without a window needs of the laptop's tools."""

    def __init__(self, operator: RunningOperator) -> None:
        self._operator = operator

    def orders(self) -> Any:
        """The BankID orders, the newest first."""
        return self._operator.tool("bankid/orders")

    def act(self, ref: str, act: str, wish: Any) -> Any:
        """Do in the BankID app what a person does."""
        return self._operator.tool(f"bankid/orders/{ref}/{act}", wish)

    def outbox(self, to: str) -> Any:
        """What has been sent to somebody."""
        return self._operator.outbox(to)

    def advance(self, length: Any) -> None:
        """Move the clock."""
        self._operator.advance(f"PT{int(length.total_seconds())}S")
