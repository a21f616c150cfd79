"""What senders send and read, as on the wire; unknown fields are ignored, as real senders send them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from pydantic.json_schema import SkipJsonSchema

from chalicelib.api.sender.booking import Booking
from chalicelib.api.sender.forms import SentForm
from chalicelib.api.sender.invites import (
    InviteGift,
    InviteKyc,
    InviteResearch,
    InviteSign,
    InviteVoucher,
    either_name,
)
from chalicelib.api.sender.parts import Files, PartIn, read_parts
from chalicelib.api.sender.registered import Registered
from chalicelib.api.sender.salaryslip import SalarySlip
from chalicelib.api.sender.signed import Signed
from chalicelib.api.sender.tickets import Tickets
from chalicelib.api.sender.wire import Moment, OfItsType, OneLine, OrEmpty, Structured, Subject, Wire
from chalicelib.content.model import MAX_PARTS, Content, InvalidFiles
from chalicelib.content.types import Rule, rule_of
from chalicelib.kernel.errors import Invalid


class Token(Wire):
    """A token just given out, as OAuth2 says it."""

    state: str = ""
    access_token: str
    expires_in: int
    scope: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 (a kind, not a secret)


class CompanyIdOut(Wire):
    """One organisation of a tenant; `orgnr` holds its VAT number."""

    name: str
    orgnr: str


class TenantOut(Wire):
    """A tenant as its clients see it."""

    name: str
    company_id: list[CompanyIdOut]
    edit_security_level: Literal[25, 50] = 25
    groups: list[str] = Field(default_factory=list)
    visibility: Literal["visible", "hidden"]
    created_at: str
    created_by: str
    status: Literal["active"] = "active"
    class_: Literal["opt_out"] = Field(default="opt_out", alias="class")


class TenantKey(Wire):
    """A tenant's key."""

    key: str


class MatchList(Wire):
    """A list to match, and the subset that can be reached."""

    list: list[str]


class LegacySsns(Wire):
    """The body of the first version of matching."""

    ssns: list[str]


class LegacyUser(Wire):
    """A user as the first version listed them; the key has been empty for years."""

    key: str = ""
    ssn: str


class CampaignIn(Wire):
    """A campaign, by its tag; an unknown tag is no mistake."""

    tag: OneLine


def _type_of_old(told: dict[str, Any]) -> str:
    """What a content without a type has been since before types were asked for."""
    payment = told.get("payment_multiple_options")
    return "invoice" if isinstance(payment, dict) and payment.get("payable") else "letter"


# The published type is a text; some software sends the number.
RetentionTime = Annotated[
    Literal["30", "390"], OrEmpty, BeforeValidator(lambda given: str(given) if type(given) is int else given)
]


class ContentIn(Wire):
    """One content to one recipient."""

    ssn: str | None = Field(default=None, repr=False, description="The recipient's personal number, 12 digits.")
    email: str | None = Field(
        default=None, repr=False, description="Or an address that the recipient has proved; `ssn` counts before it."
    )
    vat_number: str | None = Field(default=None, description="A company; none can be reached here yet.")
    subject: Subject = Field(repr=False, description="Shown in the list of letters, never in a notice.")
    # Nothing can be paid here yet; an invoice that does not say that it is one must not be sent as a letter.
    payment_multiple_options: SkipJsonSchema[Any] = Field(default=None, repr=False)
    type: Annotated[str, OrEmpty] = Field(
        default_factory=_type_of_old, description="Such as `letter`; each type and its own field stand in the guide.",
        json_schema_extra={"default": "letter"},
    )
    generated_at: str | None = Field(
        default=None, description="A date or date-time of ISO 8601, without a zone read as UTC; only for sorting."
    )
    retain: Annotated[bool, OrEmpty] = Field(
        default=False, description="Keep it when nobody is there, for the types that may wait."
    )
    retention_time: RetentionTime = Field(default="30", description="For how many days it is kept.")
    deliver_at: Moment | None = Field(
        default=None, description="Ours: when to deliver it; until then it waits, and can be withdrawn or replaced."
    )
    parts: Annotated[list[PartIn], OrEmpty] = Field(
        default_factory=list, max_length=MAX_PARTS, repr=False, description="Its files, in the order of reading."
    )
    # The structured data of each type; that of another type than the content's own is ignored.
    booking: Annotated[Booking | None, OfItsType] = Field(default=None, repr=False)
    salaryslip: Annotated[SalarySlip | None, OfItsType] = Field(default=None, repr=False)
    signed: Annotated[Signed | None, OfItsType] = Field(default=None, repr=False)
    invite_research: Annotated[InviteResearch | None, OfItsType] = either_name("invite_research")
    invite_gift: Annotated[InviteGift | None, OfItsType] = either_name("invite_gift")
    invite_sign: Annotated[InviteSign | None, OfItsType] = either_name("invite_sign")
    invite_voucher: Annotated[InviteVoucher | None, OfItsType] = either_name("invite_voucher")
    invite_kyc: Annotated[InviteKyc | None, OfItsType] = either_name("invite_kyc")
    ticket: Annotated[Tickets | None, OfItsType] = Field(default=None, repr=False)
    form: Annotated[SentForm | None, OfItsType] = Field(default=None, repr=False)
    registered: Annotated[Registered | None, OfItsType] = Field(default=None, repr=False)
    # Which campaign a content belongs to; nothing here needs it, so it is not kept.
    campaign: CampaignIn | None = None

    def to_content(self, tenant: str, now: datetime, files: Files) -> Content:
        """Read the parts and the structured data; `files` finds what does not stand in the body itself.

        Raises InvalidFiles or Invalid when one cannot be sent.
        """
        rule = rule_of(self.type)
        data = self._data(rule)
        if not self.parts and (rule.needs_parts or data is None):
            raise InvalidFiles("Send at least one part.")
        parts, lacks = read_parts(self.parts, files)
        context = data.context(tenant, now) if data else {}
        return Content(
            type=self.type, subject=self.subject, generated_at=generated(self.generated_at),
            parts=(*parts, *(data.enclosed(tenant, context) if data else ())), lacks=lacks,
            context=context, good_before=data.good_before(context) if data else None,
            kept=data.kept(tenant, self._matched_by()) if data else {},
        )

    def _matched_by(self) -> tuple[str, str]:
        """Whom it is for, as the sender wrote it."""
        return ("ssn", self.ssn) if self.ssn else ("email", self.email or "")

    def _data(self, rule: Rule) -> Structured | None:
        data: Structured | None = getattr(self, rule.carries, None) if rule.carries else None
        if data is None and rule.carries and rule.needs_data:
            field = "invite" if rule.carries.startswith("invite_") else rule.carries
            raise Invalid(f"Content of type {self.type} needs the field {field}.")
        return data


class CorrectedBy(Wire):
    """The newer content that corrects one that has been delivered."""

    content_key: OneLine


class PreviewLink(Wire):
    """Where a content can be seen as its recipient would see it, by whoever has the link; good for an hour."""

    url: str
    expires_at: str


class RehearsalOut(Wire):
    """What would become of a content if it were sent now; `content_key` where the same one was sent before."""

    would: Literal["delivered", "retained", "scheduled", "refused"]
    code: int | None = None
    long_message: str | None = None
    content_key: str | None = None
    preview: PreviewLink | None = None


class ContentEcho(Wire):
    """What is answered for an accepted content: three fields of the request, as they were sent."""

    subject: str
    generated_at: str | None = None
    type: str


class EventOut(Wire):
    """One event of a content's life."""

    event: str
    at: str
    channel: str | None = None
    until: str | None = None
    content_key: str | None = None


class StatusOut(Wire):
    """What has become of a content; never whether it was read."""

    key: str
    state: str
    events: list[EventOut]


class Mistake(Wire):
    """One mistake of a request: where it stands, and what was expected."""

    pointer: str
    message: str


class ErrorOut(Wire):
    """An error of the catalogue; `errors` tells each mistake of a request, `error` what OAuth2 calls it."""

    code: int
    short_message: str
    long_message: str
    errors: list[Mistake] | None = None
    error: str | None = None


def generated(text: str | None) -> str | None:
    """Read an ISO 8601 date or date-time with any zone, or none, which is read as UTC; only used for sorting."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        raise Invalid("generated_at is not an ISO 8601 date or date-time, such as 2026-11-20T09:00:00+01:00.") from None
