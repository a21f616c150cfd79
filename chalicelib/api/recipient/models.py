"""What the recipient API answers; moments are ISO 8601 in UTC, and what is absent is left out."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """The base of everything in this API."""

    model_config = ConfigDict(extra="ignore", defer_build=True)


class InBoth(Model):
    """A text in both languages."""

    sv: str
    en: str


class OperatorOut(Model):
    """Who runs this mailbox, and how to reach them; what is empty is not set."""

    name: str
    legal_name: str
    organisation_number: str
    postal_address: str
    support_email: str
    support_phone: str
    support_hours: InBoth
    status_url: str


class SiteOut(Model):
    """What the web app must know before anybody has logged in."""

    operator: OperatorOut
    terms_version: str
    content_origin: str
    now: str
    languages: list[str]
    demo: bool


class SectionOut(Model):
    """A heading of the terms and what stands below it."""

    title: str
    paragraphs: list[str]


class TermsTextOut(Model):
    """The terms in force, in one language; their version is what one accepts."""

    version: str
    language: Literal["sv", "en"]
    sections: list[SectionOut]


class AutoStart(Model):
    """Links that open BankID on the same device: on a computer, on a phone."""

    app: str
    web: str


class OrderOut(Model):
    """A BankID order that has begun; `qr` holds the code's picture for each of the coming seconds."""

    qr: list[str]
    auto_start: AutoStart
    message: str


class ProgressOut(Model):
    """How a BankID order stands."""

    state: Literal["pending", "failed", "complete"]
    hint: str
    message: str
    qr: list[str] | None = None
    next: (
        Literal["inbox", "enrolment", "underage", "no_account", "already_member", "stepped_up", "received"] | None
    ) = None


class CodeOut(Model):
    """A code that is waited for."""

    code_expires_at: str | None = None
    tries_left: int | None = None
    can_resend_at: str | None = None


class EnrolmentOut(CodeOut):
    """Where the opening of an account stands."""

    name: str
    step: Literal["terms", "email", "email_code", "mobile", "mobile_code", "done"]
    email: str | None = None
    mobile: str | None = None


class ClosingOut(Model):
    """An account on its way out: until when post is accepted, and when everything is erased."""

    closed_at: str
    accepts_until: str
    erase_at: str


class SessionOut(Model):
    """Who is logged in, and until when; whether an e-mail tells of all post, and which terms wait to be accepted.

    `who` is the same at each login and says nothing: by it the pages of one browser see that another person has come.
    """

    who: str
    name: str
    language: Literal["sv", "en"]
    theme: Literal["system", "light", "dark"]
    now: str
    idle_expires_at: str
    expires_at: str
    stepped_up_until: str | None = None
    closing: ClosingOut | None = None
    email_bounced: bool
    mailed: bool
    new_terms: str | None = None


class DeviceOut(Model):
    """One place where somebody is logged in."""

    id: str
    current: bool
    device: str
    created_at: str
    last_seen_at: str


class DevicesOut(Model):
    """Everywhere that somebody is logged in."""

    sessions: list[DeviceOut]


class LetterSender(Model):
    """Whom a letter comes from; empty while that is hidden. `icon` says that there is one at /img/tenant/."""

    key: str
    name: str
    icon: Literal[True] | None = None


class RegisteredOut(Model):
    """A registered letter: whether it has been signed for, until when it can be, and what is hidden until then."""

    state: Literal["waiting", "signed", "expired"]
    expires_at: str
    signed_at: str | None = None
    hidden: list[Literal["sender", "subject"]]


class LetterOut(Model):
    """A letter as the list shows it."""

    key: str
    sender: LetterSender
    subject: str
    type: str
    received_at: str
    generated_at: str | None = None
    unread: bool
    trashed_at: str | None = None
    archived: bool
    labels: list[str]
    parts: int
    corrected_by: str | None = None
    starts_at: str | None = None
    answer_by: str | None = None
    registered: RegisteredOut | None = None


class LettersOut(Model):
    """A page of the mailbox, newest first; without `next` it is the last."""

    letters: list[LetterOut]
    next: str | None = None


class ActionsOut(Model):
    """The letters that were not changed: they are not there, or have all the labels that a letter can have."""

    unchanged: list[str]


class LabelOut(Model):
    """A pile of post as its owner calls it."""

    id: str
    name: str
    colour: Literal["clay", "moss", "sea", "plum", "sand", "slate"]


class LabelsOut(Model):
    """A mailbox's labels by name, and how many there can be; letters may carry ids of labels that are gone."""

    labels: list[LabelOut]
    most: int


class DocumentOut(Model):
    """One document of a letter."""

    n: int
    name: str
    content_type: str
    size: int
    has_responsive: bool


class LetterPageOut(LetterOut):
    """A letter that has been opened; `context` is the structured data of its type, as the sender gave it."""

    documents: list[DocumentOut]
    switched_off: bool
    context: dict[str, Any]


class LinkOut(Model):
    """Where a document can be fetched, for a minute."""

    url: str
    content_type: str
    file_name: str
    expires_at: str


class AccessOut(Model):
    """One access to the mailbox: a login, an export, a letter or something of it looked at, a calendar's link."""

    at: str
    who: Literal["you", "link", "other"]
    act: Literal[
        "login", "open", "inline", "download", "responsive", "export", "export_fetched", "form", "appointment",
        "signed", "calendar_made", "calendar_ended", "calendar_read",
    ]
    letter: str | None = None
    part: int | None = None
    device: str | None = None


class AccessesOut(Model):
    """Accesses newest first; without `next` there are no more."""

    accesses: list[AccessOut]
    next: str | None = None


class ExportOut(Model):
    """The latest export of the mailbox; `letters` are in it so far, `size` is in bytes when it is ready."""

    state: Literal["none", "ordered", "making", "ready", "expired", "failed"]
    ordered_at: str | None = None
    letters: int | None = None
    size: int | None = None
    ready_until: str | None = None


class CalendarLinkOut(Model):
    """The private link to one's appointments, without what it was shown with."""

    made_at: str | None = None


class CalendarMadeOut(Model):
    """A new link, shown this once."""

    url: str
    made_at: str


class SenderOut(Model):
    """A sender, and whether its post is let in; `off` are categories that are not, until when they still are."""

    key: str
    name: str
    on: bool
    letters_until: str | None = None
    last_letter_at: str | None = None
    off: dict[str, str] | None = None


class SendersOut(Model):
    """A page of senders; without `next` it is the last."""

    senders: list[SenderOut]
    next: str | None = None


class EmailOut(Model):
    """The proved e-mail address."""

    address: str
    bounced: bool


class MobileOut(Model):
    """The proved mobile number."""

    number: str


class ToldOut(Model):
    """By which channels a category of post is told of, as long as they are on."""

    email: bool
    push: bool
    sms: bool


class QuietOut(Model):
    """Hours of the Swedish clock in which nothing makes a sound."""

    start: str
    end: str


class NoticesOut(Model):
    """Which channels are on, and what each tells of by category of post; `push` is on when some browser has leave."""

    email: bool
    push: bool
    sms: bool
    quiet: QuietOut | None = None
    categories: dict[str, ToldOut]


class BrowserOut(Model):
    """A browser that shows notices of new post; `told_at` is when it was last reached, to the day."""

    id: str
    device: str
    current: bool
    created_at: str
    told_at: str | None = None


class PushOut(Model):
    """What a browser subscribes with (the operator's public VAPID key), and the browsers that are told."""

    key: str
    browsers: list[BrowserOut]


class AcceptedOut(Model):
    """A version of the terms, and when it was accepted."""

    version: str
    accepted_at: str


class TermsOut(AcceptedOut):
    """Which terms were accepted, and when; `earlier` are those before them, the latest first."""

    earlier: list[AcceptedOut]


class SettingsOut(Model):
    """Settings and contact details."""

    name: str
    email: EmailOut
    mobile: MobileOut
    notices: NoticesOut
    language: Literal["sv", "en"]
    theme: Literal["system", "light", "dark"]
    terms: TermsOut


class ContactChange(CodeOut):
    """A new address or number that waits for its code."""

    address: str


class ContactChangeOut(Model):
    """A change of contact details under way."""

    change: ContactChange


class PendingChangeOut(Model):
    """The change of contact details under way, if there is one."""

    change: ContactChange | None = None
