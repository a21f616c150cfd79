"""What telling people needs from outside."""

from __future__ import annotations

from typing import Protocol

from chalicelib.kernel.errors import Invalid
from chalicelib.notifications.model import Mail


class Undeliverable(Invalid):
    """The supplier will never send this message; trying again does not help."""

    slug = "undeliverable"


class MailSupplier(Protocol):
    """Sends e-mail; at least once, and never silently not at all."""

    def send(self, mail: Mail) -> None:
        """Hand an e-mail over, or raise Unavailable (try again) or Undeliverable (do not)."""
        ...


class SmsSupplier(Protocol):
    """Sends SMS to Swedish mobile numbers."""

    def send(self, to: str, text: str) -> None:
        """Hand an SMS over, or raise Unavailable (try again) or Undeliverable (do not)."""
        ...
