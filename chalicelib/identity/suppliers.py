"""The outside parties that identity leans on, as it needs them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from chalicelib.identity.model import Channel, Progress
from chalicelib.kernel.errors import Unavailable
from chalicelib.recipients.model import Language


class BankIdUnavailable(Unavailable):
    """BankID does not answer, or is closed for maintenance."""

    number = 50380
    slug = "bankid_unavailable"


@dataclass(frozen=True, slots=True)
class Order:
    """An identification that BankID has begun."""

    order_ref: str = field(repr=False)
    auto_start_token: str = field(repr=False)
    qr_start_token: str = field(repr=False)
    qr_start_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Collected:
    """What BankID says of an order; number and name only when it is complete."""

    progress: Progress
    hint: str = ""
    personal_number: str | None = field(default=None, repr=False)
    name: str | None = field(default=None, repr=False)
    proof: str | None = field(default=None, repr=False)  # BankID's answer as JSON, for who must keep it


class BankId(Protocol):
    """Swedish e-identification at assurance level 3."""

    def auth(self, end_user_ip: str, personal_number: str | None = None) -> Order:
        """Begin an identification, of one person only when a number is given."""
        ...

    def sign(self, end_user_ip: str, visible: str, hidden: bytes = b"", personal_number: str | None = None) -> Order:
        """Begin a signature under a text that is shown and bytes that are not."""
        ...

    def collect(self, order_ref: str) -> Collected:
        """Ask how an order goes; who has identified is told once only."""
        ...

    def cancel(self, order_ref: str) -> None:
        """End an order."""
        ...


class Messenger(Protocol):
    """Carries codes to people."""

    def send_code(self, channel: Channel, target: str, code: str, language: Language) -> None:
        """Send a code, by the channel that it is to prove."""
        ...
