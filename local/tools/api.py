"""Every call of `/_local/`; docs/local.md says the same with curl."""

import json
from functools import partial
from pathlib import Path
from typing import Any

from local.pumps.schedules import FailedRun, Scheduler, UnknownSchedule
from local.tools.door import Call, Door, NotFound, Route, route
from local.tools.page import HEADERS, Page
from local.tools.parties import Parties
from local.tools.queues import Queues
from local.tools.time_machine import TimeMachine


class Tools:
    """The laptop's own controls."""

    def __init__(
        self, parties: Parties, machine: TimeMachine, scheduler: Scheduler, queues: Queues, demo_file: Path
    ) -> None:
        self._parties, self._machine, self._scheduler, self._queues = parties, machine, scheduler, queues
        self._demo_file = demo_file

    def door(self) -> Door:
        return Door(self._routes(), partial(Page(self.seen).html), HEADERS)

    def _routes(self) -> list[Route]:
        parties, machine = self._parties, self._machine
        return [
            route("GET", "/outbox", lambda call: parties.outbox(call.query.get("to", ""))),
            route("GET", "/bankid/orders", lambda _: parties.orders()),
            route("POST", "/bankid/orders/{}/{}", lambda call: parties.act(call.path[0], call.path[1], call.wish)),
            route("POST", "/bankid/scan", lambda call: parties.scan(str(call.wish.get("qr", "")))),
            route("POST", "/push/subscriptions", lambda call: parties.subscribe(call.wish)),
            route("POST", "/push/subscriptions/{}/remove", lambda call: parties.unsubscribe(call.path[0])),
            route("GET", "/clock", lambda _: machine.now()),
            route("POST", "/clock", lambda call: machine.move(call.wish)),
            route("GET", "/schedules", lambda _: self._scheduler.all()),
            route("POST", "/schedules/{}/run", self._run),
            route("GET", "/queues", lambda _: self._queues.all()),
            route("POST", "/queues/{}/redrive", lambda call: {"moved": self._queues.redrive(call.path[0])}),
            route("POST", "/settle", lambda _: {"settled": self._queues.settle()}),
            route("GET", "/faults", lambda _: parties.faults()),
            route("POST", "/faults", self._fault),
            route("GET", "/demo", lambda _: self._demo()),
            route("POST", "/registries/{}", _no_registries),
            route("GET", "/registries", _no_registries),
        ]

    def seen(self) -> dict[str, Any]:
        """All that the page shows."""
        return {
            "clock": self._machine.now(),
            "orders": self._parties.orders(),
            "outbox": self._parties.outbox(),
            "schedules": self._scheduler.all(),
            "queues": self._queues.all(),
            "faults": self._parties.faults(),
            "demo": self._demo(),
        }

    def _run(self, call: Call) -> dict[str, Any]:
        name = call.path[0]
        try:
            self._scheduler.run(name)
        except UnknownSchedule as unknown:
            raise NotFound(unknown.args[0]) from None
        except FailedRun as failure:
            raise ValueError(str(failure)) from None
        return {"ran": name, "settled": self._queues.settle()}

    def _fault(self, call: Call) -> Any:
        """A form sends every value as text."""
        numbers = {name: float(call.wish[name]) for name in ("count", "seconds", "status") if call.wish.get(name)}
        whole = {name: value if name == "seconds" else int(value) for name, value in numbers.items()}
        return self._parties.ask_fault({"party": call.wish.get("party"), "mode": call.wish.get("mode")} | whole)

    def _demo(self) -> Any:
        return json.loads(self._demo_file.read_text(encoding="utf-8")) if self._demo_file.exists() else {}


def _no_registries(_: Call) -> Any:
    raise NotFound("No registry is connected yet: there is nothing to script for SPAR, Bolagsverket or FaR")
