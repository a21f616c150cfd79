"""A signed document (letter.signed), and on whose behalf something is sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.api.sender.wire import Name, OneLine, Structured, Wire


class Behalf(Wire):
    """The organisation behind, when it is not the sender itself."""

    name: Name
    """The organisation's name, as the recipient reads it."""
    vat_number: OneLine
    """Its VAT number."""


class Signed(Structured):
    """Who had the document signed; software that leaves nulls out sends nothing here."""

    behalf_of: Behalf | None = None
    """On whose behalf it was signed, when it is not your own."""

    def context(self, tenant: str, now: datetime) -> dict[str, Any]:  # noqa: ARG002 (others look at the tenant)
        """What the recipient is told of the signing."""
        return {"signed": self.plain()}
