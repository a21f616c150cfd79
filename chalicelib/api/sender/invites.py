"""Invitations: to a study, a gift, a signing, a voucher, a customer review; each leads to an address of the sender's.

They are sent as `invite`, as the published examples do, or as `invite_research` and so on, as its schema does.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, ClassVar

from pydantic import AliasChoices, Field

from chalicelib.api.sender.signed import Behalf
from chalicelib.api.sender.wire import Lines, Link, Name, OneLine, OrEmpty, Structured, Until, Wire


class Store(Wire):
    """Where a voucher is good."""

    name: Name
    """The shop's name, as the recipient reads it."""


class ServiceProvider(Wire):
    """Who runs the service that one signs or answers in."""

    name: Name
    """The name of the service, as the recipient reads it."""


class Invite(Structured):
    """What every invitation has. Software that leaves nulls out sends neither of the two that may be null."""

    kind: ClassVar[str]
    uri: Link
    """Where the button leads: a page of your own, which the recipient sees the host of first."""
    expires_at: Annotated[Until | None, OrEmpty] = None
    """Until when the button is there; a date means to the end of that Swedish day."""
    behalf_of: Behalf | None = None
    """On whose behalf you invite, when it is not your own."""

    def good_before(self, context: dict[str, Any]) -> tuple[datetime, str] | None:  # noqa: ARG002 (tickets need it)
        """Until it expires."""
        if self.expires_at is None:
            return None
        return datetime.fromisoformat(self.expires_at), "The invitation's expires_at has passed."

    def context(self, tenant: str, now: datetime) -> dict[str, Any]:  # noqa: ARG002 (others look at them)
        """What the recipient's invitation says."""
        return {"invite": {"kind": self.kind, **self.plain()}}


class InviteResearch(Invite):
    """Take part in a study."""

    kind = "research"
    description: Lines
    """What the study is about, and what it asks of the recipient."""
    title: OneLine | None = None
    """The study's name."""


class InviteGift(Invite):
    """Fetch a gift."""

    kind = "gift"


class InviteVoucher(Invite):
    """Fetch a voucher."""

    kind = "voucher"
    store: Store | None = None
    """Where the voucher is good."""


class InviteSign(Invite):
    """Sign something in a service."""

    kind = "sign"
    service_provider: ServiceProvider
    """Who runs the service that it is signed in."""
    description: Lines | None = None
    """What is to be signed."""


class InviteKyc(Invite):
    """Answer questions that a business must ask its customers."""

    kind = "kyc"
    service_provider: ServiceProvider
    """Who runs the service that the questions are answered in."""
    description: Lines
    """What the questions are about, and why they are asked."""
    title: OneLine | None = None
    """A heading of its own."""


def either_name(name: str) -> Any:
    """A field of ContentIn that is also read from `invite`; that of another type is ignored, as ever."""
    aliases = AliasChoices(name, "invite")
    about = "The same under a name of its own; it counts before `invite`."
    return Field(default=None, validation_alias=aliases, description=about, repr=False)
