"""Orders at BankID: who may finish them, when they end, how often they may be collected."""

import threading
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from local.clock import MovableClock
from local.simulators.bankid import qr
from local.simulators.bankid.completion import completion_data

START_WITHIN = timedelta(seconds=30)
FINISH_WITHIN = timedelta(seconds=180)
KEPT = {"complete": timedelta(minutes=3), "failed": timedelta(minutes=5)}


class NoSuchOrder(Exception):
    """Never heard of, already collected, or too old."""


class AlreadyInProgress(Exception):
    """The person has an order; now that one is cancelled too."""


@dataclass
class Order:
    """One identification or signature under way."""

    kind: str  # auth or sign
    wish: dict[str, Any]
    created_at: datetime
    ref: str = field(default_factory=lambda: str(uuid.uuid4()))
    auto_start_token: str = field(default_factory=lambda: str(uuid.uuid4()))
    qr_start_token: str = field(default_factory=lambda: str(uuid.uuid4()))
    qr_start_secret: str = field(default_factory=lambda: str(uuid.uuid4()))
    status: str = "pending"
    hint: str = "outstandingTransaction"
    completion: dict[str, Any] | None = None
    ended_at: datetime | None = None
    collects: int = 0

    @property
    def personal_number(self) -> str:
        """The only person who may finish it; empty for anyone."""
        return str(self.wish.get("requirement", {}).get("personalNumber", ""))

    def end(self, status: str, hint: str, now: datetime) -> None:
        self.status, self.hint, self.ended_at = status, hint, now


class Orders:
    """All orders that BankID remembers."""

    def __init__(self, clock: MovableClock, automatic: str = "") -> None:
        self._clock = clock
        self._automatic = automatic  # who finishes orders that name nobody; empty when nothing finishes by itself
        self._orders: dict[str, Order] = {}
        self._lock = threading.RLock()

    # --- What the relying party does ---

    def start(self, kind: str, wish: dict[str, Any]) -> Order:
        order = Order(kind, wish, self._clock.now())
        with self._lock:
            self._let_time_pass()
            earlier = [
                one for one in self._pending() if order.personal_number and one.personal_number == order.personal_number
            ]
            for one in earlier:
                one.end("failed", "cancelled", order.created_at)
            if earlier:
                raise AlreadyInProgress
            self._orders[order.ref] = order
        return order

    def collect(self, ref: str) -> Order:
        """An order that has ended is handed over once."""
        with self._lock:
            order = self._find(ref)
            if order.status != "pending":
                del self._orders[ref]
                return order
            order.collects += 1
            answer = Order(**vars(order))
            if self._automatic and order.collects == 1:
                order.hint = "userSign"
            elif self._automatic and order.collects == 2:
                self.complete(ref, order.personal_number or self._automatic)
            return answer

    def cancel(self, ref: str) -> None:
        with self._lock:
            if self._find(ref).status != "pending":
                raise NoSuchOrder
            del self._orders[ref]

    # --- What the person does with the app ---

    def scan(self, code: str) -> Order:
        """The app reads a QR code: it must belong to an order, and be fresh."""
        with self._lock:
            self._let_time_pass()
            for order in self._pending():
                age = (self._clock.now() - order.created_at).total_seconds()
                if qr.is_of(code, order.qr_start_token, order.qr_start_secret, age):
                    order.hint = "userSign"
                    return order
        raise ValueError("No order has this QR code now: it changes every second and lives five")

    def open_app(self, ref: str) -> Order:
        """The app is started on the same device, and asks for the code."""
        with self._lock:
            order = self._still_pending(ref)
            order.hint = "userSign"
            return order

    def asked_for(self, ref: str) -> str:
        with self._lock:
            return self._find(ref).personal_number

    def complete(self, ref: str, personal_number: str) -> Order:
        """The person signs. Another person than the one asked for cannot: the order fails."""
        with self._lock:
            order, now = self._still_pending(ref), self._clock.now()
            if order.personal_number and order.personal_number != personal_number:
                order.end("failed", "startFailed", now)
            else:
                order.completion = completion_data(order.kind, order.wish, personal_number, now)
                order.end("complete", "", now)
            return order

    def fail(self, ref: str, hint: str = "userCancel") -> Order:
        with self._lock:
            order = self._still_pending(ref)
            order.end("failed", hint, self._clock.now())
            return order

    def all(self) -> list[Order]:
        """Newest first."""
        with self._lock:
            self._let_time_pass()
            return sorted(self._orders.values(), key=lambda order: order.created_at, reverse=True)

    # --- Time ---

    def _find(self, ref: str) -> Order:
        self._let_time_pass()
        if ref not in self._orders:
            raise NoSuchOrder
        return self._orders[ref]

    def _still_pending(self, ref: str) -> Order:
        order = self._find(ref)
        if order.status != "pending":
            raise ValueError(f"The order is {order.status} already")
        return order

    def _pending(self) -> list[Order]:
        return [order for order in self._orders.values() if order.status == "pending"]

    def _let_time_pass(self) -> None:
        now = self._clock.now()
        for order in list(self._orders.values()):
            age = now - order.created_at
            if order.ended_at is not None:
                if now - order.ended_at > KEPT[order.status]:
                    del self._orders[order.ref]
            elif age > FINISH_WITHIN:
                order.end("failed", "expiredTransaction", order.created_at + FINISH_WITHIN)
            elif age > START_WITHIN and order.hint in ("outstandingTransaction", "noClient"):
                order.end("failed", "startFailed", order.created_at + START_WITHIN)
