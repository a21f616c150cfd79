"""The BankID app in a test's hand, and the operator that it is plugged into."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest

from chalicelib import wiring
from chalicelib.identity.bankid import AlreadyInProgress
from chalicelib.identity.model import Progress
from chalicelib.identity.suppliers import BankIdUnavailable, Collected, Order
from tests.world import ANNA, FakeClock, FakeMail, FakePush, FakeSms, World

# Born on 1 January 2012: a child when these tests play.
CHILD = "201201012380"


@dataclass
class Begun:
    """An order as BankID knows it."""

    number: str | None
    answer: Collected = field(default_factory=lambda: Collected(Progress.PENDING, "outstandingTransaction"))
    told: bool = False
    visible: str = ""
    hidden: bytes = b""

    def is_under_way(self, number: str) -> bool:
        """Whether one person was asked for, who has not answered yet."""
        return self.number == number and self.answer.progress is Progress.PENDING


@dataclass
class Phone:
    """BankID's side of the wire: an end is told once, and it is noted when it was asked."""

    clock: FakeClock
    orders: dict[str, Begun] = field(default_factory=dict)
    asked: list[datetime] = field(default_factory=list)
    down: bool = False

    def auth(self, end_user_ip: str, personal_number: str | None = None) -> Order:
        """Begin an order; somebody who has one under way gets none, and loses that one too."""
        self._answer()
        earlier = [order for order in self.orders.values() if personal_number and order.is_under_way(personal_number)]
        for order in earlier:
            order.answer = Collected(Progress.FAILED, "cancelled")
        if earlier:
            raise AlreadyInProgress("BankID is used already.")
        ref = f"order-{len(self.orders)}"
        self.orders[ref] = Begun(personal_number)
        return Order(ref, f"auto-{ref}", f"token-{ref}", f"secret-{ref}")

    def sign(self, end_user_ip: str, visible: str, hidden: bytes = b"", personal_number: str | None = None) -> Order:
        """Begin a signature."""
        order = self.auth(end_user_ip, personal_number)
        self.latest.visible, self.latest.hidden = visible, hidden
        return order

    def collect(self, order_ref: str) -> Collected:
        """Tell how an order stands; once its end has been told, the order is gone."""
        self._answer()
        self.asked.append(self.clock.now())
        order = self.orders[order_ref]
        if order.told:
            return Collected(Progress.FAILED, "expiredTransaction")
        order.told = order.answer.progress is not Progress.PENDING
        return order.answer

    def cancel(self, order_ref: str) -> None:
        """End an order."""
        self._answer()
        self.orders[order_ref].answer = Collected(Progress.FAILED, "cancelled")

    def identify(self, number: str = ANNA, name: str = "Karin Lindström") -> None:
        """Finish the latest order as somebody."""
        user = {"personalNumber": number, "name": name, "givenName": "Karin", "surname": "Lindström"}
        # As large as they are: signature and revocation answer do not fit in one call to the key service.
        noise = "".join(hashlib.sha256(f"{number}{n}".encode()).hexdigest() for n in range(250))
        completion = {
            "user": user, "device": {"ipAddress": "192.0.2.1"}, "signature": noise, "ocspResponse": "MA==",
        }
        proof = {"orderRef": list(self.orders)[-1], "status": "complete", "completionData": completion}
        self.latest.answer = Collected(Progress.COMPLETE, "", number, name, json.dumps(proof))

    def fail(self, hint: str) -> None:
        """Have the latest order fail."""
        self.latest.answer = Collected(Progress.FAILED, hint)

    def hint(self, hint: str) -> None:
        """Have the latest order come further."""
        self.latest.answer = Collected(Progress.PENDING, hint)

    @property
    def latest(self) -> Begun:
        """The order begun last."""
        return list(self.orders.values())[-1]

    def _answer(self) -> None:
        if self.down:
            raise BankIdUnavailable("BankID does not answer.")


@pytest.fixture
def phone(world: World) -> Phone:
    """A phone with BankID, plugged into the operator of `world`."""
    phone = Phone(world.clock)
    suppliers = replace(
        wiring.Suppliers.real(world.config), mail=FakeMail(world.outbox), sms=FakeSms(world.outbox), bankid=phone,
        push=FakePush(world.outbox),
    )
    world.operator = wiring.build(world.config, world.clock, world.ids, suppliers)
    wiring.install(world.operator)
    return phone
