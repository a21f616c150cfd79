"""Asks the simulated parties, which live in the emulator process, through their control doors."""

import json
from typing import Any

import urllib3

from local.settings import Settings
from local.simulators.server import CONTROL
from local.tools.door import NotFound


class Parties:
    """BankID's app, the outbox and the faults."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._http = urllib3.PoolManager(retries=False, timeout=10)

    def orders(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._ask("bankid", "GET", "orders")
        return found

    def scan(self, qr: str) -> Any:
        return self._ask("bankid", "POST", "scan", {"qr": qr})

    def act(self, ref: str, act: str, wish: dict[str, Any]) -> Any:
        return self._ask("bankid", "POST", f"orders/{ref}/{act}", wish)

    def outbox(self, to: str = "") -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = self._ask("ses", "GET", "outbox", fields={"to": to} if to else None)
        return entries

    def subscribe(self, wish: dict[str, Any]) -> Any:
        return self._ask("push", "POST", "subscriptions", wish)

    def unsubscribe(self, id_: str) -> Any:
        return self._ask("push", "POST", f"subscriptions/{id_}")

    def faults(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._ask("ses", "GET", "faults")
        return found

    def ask_fault(self, wish: dict[str, Any]) -> Any:
        return self._ask("ses", "POST", "faults", wish)

    def _ask(
        self,
        party: str,
        method: str,
        what: str,
        wish: dict[str, Any] | None = None,
        fields: dict[str, str] | None = None,
    ) -> Any:
        url = f"{self._settings.endpoint(party)}{CONTROL}{what}"
        if method == "GET":
            answer = self._http.request("GET", url, fields=fields)
        else:
            answer = self._http.request("POST", url, body=json.dumps(wish or {}))
        content = json.loads(answer.data)
        if answer.status == 404:
            raise NotFound(content["error"])
        if answer.status != 200:
            raise ValueError(content["error"])
        return content
