"""Makes an outside party slow, down or wrong, for as many calls as asked."""

import threading
import time
from dataclasses import asdict, dataclass, replace
from typing import Any

MODES = ("ok", "slow", "down", "wrong", "error")


@dataclass(frozen=True)
class Fault:
    """How a party misbehaves. `left` is for how many calls more; None is until told otherwise."""

    party: str
    mode: str
    left: int | None = None
    seconds: float = 30.0  # how slow
    status: int = 503  # which error


class Down(Exception):
    """The party hangs up without an answer."""


class Wrong(Exception):
    """The party answers something that makes no sense."""


class Faults:
    """What is asked of each party, by name."""

    def __init__(self, parties: tuple[str, ...]) -> None:
        self.parties = parties
        self._lock = threading.Lock()
        self._faults: dict[str, Fault] = {}
        self._lifted = threading.Event()

    def ask(self, wish: dict[str, Any]) -> None:
        party, mode = wish.get("party"), wish.get("mode")
        if party not in self.parties or mode not in MODES:
            raise ValueError(f"party is one of {', '.join(self.parties)} and mode one of {', '.join(MODES)}")
        given = {"left": wish.get("count"), "seconds": wish.get("seconds"), "status": wish.get("status")}
        fault = Fault(party, mode, **{name: value for name, value in given.items() if value is not None})
        with self._lock:
            self._faults.pop(party, None)
            if mode != "ok":
                self._faults[party] = fault
            self._lifted.set()  # those who wait for a slow party need wait no longer
            self._lifted = threading.Event()

    def asked(self) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(fault) for fault in self._faults.values()]

    def strike(self, party: str) -> int:
        """What befalls this call: 0 for nothing, or the status of an error; being down or wrong is raised."""
        fault = self._next(party)
        if fault is None:
            return 0
        if fault.mode == "down":
            raise Down(party)
        if fault.mode == "wrong":
            raise Wrong(party)
        if fault.mode == "slow":
            self._wait(fault.seconds)
            return 0
        return fault.status

    def _wait(self, seconds: float) -> None:
        lifted = self._lifted
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and not lifted.wait(left):
            pass

    def _next(self, party: str) -> Fault | None:
        with self._lock:
            fault = self._faults.get(party)
            if fault is None or fault.left is None:
                return fault
            if fault.left <= 1:
                del self._faults[party]
            else:
                self._faults[party] = replace(fault, left=fault.left - 1)
            return fault
