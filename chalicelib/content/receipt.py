"""Registered letters (rekommenderade brev): what must be signed for before it is opened, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.kernel.errors import Forbidden

LONGEST_DAYS = 30


class SignatureRequired(Forbidden):
    """A registered letter that its recipient has not signed for."""

    number = 40385
    slug = "signature_required"


class SigningExpired(Forbidden):
    """A registered letter whose time to be signed for is over; it is never opened."""

    number = 40386
    slug = "signing_expired"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a registered letter demands of its recipient, and whether it has been given."""

    expires_at: datetime
    hides_sender: bool
    hides_subject: bool
    signed_at: datetime | None = None

    def has_expired(self, now: datetime) -> bool:
        """Whether its time went by unsigned, walked over or not (I6)."""
        return self.signed_at is None and self.expires_at <= now

    def demand_waiting(self, now: datetime) -> None:
        """Refuse what is over."""
        if self.has_expired(now):
            raise SigningExpired("The time to sign for this letter is over. Ask its sender.")

    def demand_signed(self, now: datetime) -> None:
        """Refuse to open what has not been signed for."""
        self.demand_waiting(now)
        if self.signed_at is None:
            raise SignatureRequired("Sign for this letter with BankID before it is opened.")


def receipt(context: Mapping[str, Any]) -> Receipt | None:
    """The demand in a content's structured data."""
    wanted = context.get("registered")
    if not wanted:
        return None
    hidden = wanted["hidden"]
    return Receipt(datetime.fromisoformat(wanted["expires_at"]), hidden["sender"], hidden["subject"])
