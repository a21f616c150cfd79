"""What senders send and read, as on the wire; unknown fields are ignored, as real senders send them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field
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
    """Always empty."""
    access_token: str
    """What to send as `Authorization: Bearer …`."""
    expires_in: int
    """For how many seconds it is good."""
    scope: str
    """What it lets you do, parted by blanks."""
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 (a kind, not a secret)
    """How it is sent."""


class CompanyIdOut(Wire):
    """One organisation of a tenant; `orgnr` holds its VAT number."""

    name: str
    """The organisation's name."""
    orgnr: str
    """Its VAT number."""


class TenantOut(Wire):
    """A tenant as its clients see it."""

    name: str
    """Who sends, as the recipients read it."""
    company_id: list[CompanyIdOut]
    """The organisations that it speaks for."""
    edit_security_level: Literal[25, 50] = 25
    """Part of the published format; it means nothing here."""
    groups: list[str] = Field(default_factory=list)
    """Part of the published format; always empty here."""
    visibility: Literal["visible", "hidden"]
    """Whether it is shown to recipients; the operator decides."""
    created_at: str
    """When it was made."""
    created_by: str
    """Who made it."""
    status: Literal["active"] = "active"
    """Part of the published format; every tenant here is active."""
    class_: Literal["opt_out"] = Field(default="opt_out", alias="class")
    """Part of the published format: recipients get its post until they say no."""


class TenantKey(Wire):
    """A tenant's key."""

    key: str
    """The tenant's key."""


class CampaignIn(Wire):
    """A campaign, by its tag; an unknown tag is no mistake."""

    tag: OneLine
    """Its tag."""


def _type_of_old(told: dict[str, Any]) -> str:
    """What a content without a type has been since before types were asked for."""
    payment = told.get("payment_multiple_options")
    return "invoice" if isinstance(payment, dict) and payment.get("payable") else "letter"


# The published type is a text; some software sends the number.
RetentionTime = Annotated[
    Literal["30", "390"], OrEmpty, BeforeValidator(lambda given: str(given) if type(given) is int else given)
]


def _none_in_the_body(said: Any) -> None:
    """What is meant as a trial is never sent."""
    if said not in (None, False):
        raise ValueError("is said in the query, ?dry_run=true, of what is posted by itself; nothing was done")


class ContentIn(Wire):
    """One content to one recipient."""

    dry_run: SkipJsonSchema[Annotated[Any, AfterValidator(_none_in_the_body)]] = None

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
    """With type `booking`: the appointment."""
    salaryslip: Annotated[SalarySlip | None, OfItsType] = Field(default=None, repr=False)
    """With type `salaryslip`: the figures."""
    signed: Annotated[Signed | None, OfItsType] = Field(default=None, repr=False)
    """With type `letter.signed`: on whose behalf it was signed."""
    invite_research: Annotated[InviteResearch | None, OfItsType] = either_name("invite_research")
    invite_gift: Annotated[InviteGift | None, OfItsType] = either_name("invite_gift")
    invite_sign: Annotated[InviteSign | None, OfItsType] = either_name("invite_sign")
    invite_voucher: Annotated[InviteVoucher | None, OfItsType] = either_name("invite_voucher")
    invite_kyc: Annotated[InviteKyc | None, OfItsType] = either_name("invite_kyc")
    ticket: Annotated[Tickets | None, OfItsType] = Field(default=None, repr=False)
    """With type `ticket.event`: the tickets."""
    form: Annotated[SentForm | None, OfItsType] = Field(default=None, repr=False)
    """With type `letter.form`: which form."""
    registered: Annotated[Registered | None, OfItsType] = Field(default=None, repr=False)
    """With type `registered.letter`: until when it can be signed for, and what is hidden until then."""
    # Which campaign a content belongs to; nothing here needs it, so it is not kept.
    campaign: CampaignIn | None = None
    """A campaign that it belongs to; it is not kept."""

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
    """The newer content's key."""


class PreviewLink(Wire):
    """Where a content can be seen as its recipient would see it, by whoever has the link; good for an hour."""

    url: str
    """The address of the preview."""
    expires_at: str
    """Until when it is there."""


class RehearsalOut(Wire):
    """What would become of a content if it were sent now; `content_key` where the same one was sent before."""

    would: Literal["delivered", "retained", "scheduled", "refused"]
    """What would become of it."""
    code: int | None = None
    """Where it would be refused: the code."""
    long_message: str | None = None
    """Where it would be refused: the sentence that says what to do."""
    content_key: str | None = None
    """Where the same was sent already: its key."""
    preview: PreviewLink | None = None
    """Where it can be seen as its recipient would see it."""


class ContentEcho(Wire):
    """What is answered for an accepted content: three fields of the request, as they were sent."""

    subject: str
    """As it was sent."""
    generated_at: str | None = None
    """As it was sent; left out when it was."""
    type: str
    """As it was sent."""


class EventOut(Wire):
    """One event of a content's life."""

    event: str
    """What happened, such as `delivered` or `notified`."""
    at: str
    """When it happened."""
    channel: str | None = None
    """Of a notice: `email`, `push` or `sms`."""
    until: str | None = None
    """Of what waits: until when."""
    content_key: str | None = None
    """Of `corrected`: the newer content's key."""


class StatusOut(Wire):
    """What has become of a content; never whether it was read."""

    key: str
    """The content's key."""
    state: str
    """Where it is now: `delivered`, `retained`, `scheduled`, `expired`, `withdrawn` or `refused`."""
    events: list[EventOut]
    """What has happened to it, oldest first."""


class Mistake(Wire):
    """One mistake of a request: where it stands, and what was expected."""

    pointer: str
    """Where it stands in the body, such as `/booking/start_time`."""
    message: str
    """What was expected there."""


class ErrorOut(Wire):
    """An error of the catalogue; `errors` tells each mistake of a request, `error` what OAuth2 calls it."""

    code: int
    """The catalogue's code; its first three digits are the HTTP status."""
    short_message: str
    """The catalogue's words for it."""
    long_message: str
    """What is wrong with this call, and what to do."""
    errors: list[Mistake] | None = None
    """Each mistake of the body, with its place."""
    error: str | None = None
    """From `/auth`: what OAuth2 calls it."""


def generated(text: str | None) -> str | None:
    """Read an ISO 8601 date or date-time with any zone, or none, which is read as UTC; only used for sorting."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        raise Invalid("generated_at is not an ISO 8601 date or date-time, such as 2026-11-20T09:00:00+01:00.") from None
