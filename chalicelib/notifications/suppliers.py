"""What telling people needs from outside."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

from chalicelib.kernel.errors import Invalid, Unavailable
from chalicelib.notifications.model import Mail, Subscription
from chalicelib.notifications.push_texts import PushMessage


class Undeliverable(Invalid):
    """The supplier will never send this message; trying again does not help."""

    slug = "undeliverable"


class Gone(Undeliverable):
    """The browser that a message is for has unsubscribed."""


class Silent(Undeliverable):
    """Nobody listens on this channel: it is as good as off, and there is nothing to tell a sender."""


class Refused(Unavailable):
    """The supplier takes no such message now, and it is no fault of the address: a setting of ours may mend it."""

    slug = "refused_by_supplier"


class MailSupplier(Protocol):
    """Sends e-mail; at least once, and never silently not at all."""

    def send(self, mail: Mail) -> None:
        """Hand an e-mail over, or raise Unavailable (try again) or Undeliverable (do not)."""
        ...

    def lift(self, address: str) -> None:
        """Mail an address again that is refused since it bounced or complained, or raise Unavailable."""
        ...


class SmsSupplier(Protocol):
    """Sends SMS to Swedish mobile numbers."""

    def send(self, to: str, text: str, lives: timedelta) -> None:
        """Hand over an SMS that is of use for so long, or raise Unavailable (try again) or Undeliverable (do not)."""
        ...


class PushSupplier(Protocol):
    """Shows notices in browsers."""

    def send(self, subscription: Subscription, message: PushMessage) -> None:
        """Hand a message over, or raise Unavailable (try again) or Gone (the browser has unsubscribed)."""
        ...
