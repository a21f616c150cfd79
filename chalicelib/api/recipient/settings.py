"""`/api/settings`: language, look, notices, and contact details that count when they are proved (ACC-16, NOT-4)."""

from __future__ import annotations

from typing import Any, Literal

from chalicelib.api.http import Answer, Call
from chalicelib.api.recipient.bodies import CodeIn, EmailIn, MobileIn, Nothing, NoticesIn, QuietIn, SettingsIn, TermsIn
from chalicelib.api.recipient.models import (
    AcceptedOut,
    ContactChange,
    ContactChangeOut,
    EmailOut,
    MobileOut,
    NoticesOut,
    PendingChangeOut,
    QuietOut,
    SettingsOut,
    TermsOut,
    ToldOut,
)
from chalicelib.api.recipient.routes import door, have_waiting_post_delivered, language_of, soon
from chalicelib.content.types import Category
from chalicelib.identity.model import Channel, Pending
from chalicelib.kernel.clock import iso
from chalicelib.kernel.identifiers import EmailAddress, MobileNumber
from chalicelib.recipients.model import Language, NoticeChannel, Person, Theme, Told
from chalicelib.recipients.quiet import NEVER, Quiet
from chalicelib.wiring import operator


@door.route("GET", "/api/settings", guard="session", answers={200: SettingsOut}, tag="Settings")
def show(call: Call[Any]) -> Answer:
    """Tell settings and contact details."""
    return Answer(200, _settings(operator().people.get(call.caller.person)))


@door.route(
    "PATCH", "/api/settings", guard="session", body=SettingsIn, answers={200: SettingsOut}, tag="Settings"
)
def change(call: Call[SettingsIn]) -> Answer:
    """Change settings; what is not given stays as it is."""
    wanted, notices = call.body, call.body.notices or NoticesIn()
    person = operator().choices.choose(
        call.caller.person, language=Language(wanted.language) if wanted.language else None,
        theme=Theme(wanted.theme) if wanted.theme else None,
        notices_by_email=notices.email, notices_by_sms=notices.sms, hears=_cells(notices), quiet=_quiet(notices.quiet),
    )
    if notices.email:
        soon(lambda: operator().trying.ask_lift(person.person))
    return Answer(200, _settings(person))


def _quiet(wanted: QuietIn | Literal["none"] | None) -> Quiet | None:
    if wanted is None or wanted == "none":
        return NEVER if wanted else None
    return Quiet.read(f"{wanted.start}-{wanted.end}")


def _cells(notices: NoticesIn) -> dict[Told, bool]:
    """The cells of the table that are to be changed."""
    given = {
        (category, channel): getattr(told, channel)
        for category, told in notices.categories.items() for channel in NoticeChannel
    }
    return {cell: on for cell, on in given.items() if on is not None}


@door.route(
    "POST", "/api/settings/email", guard="step_up", body=EmailIn, answers={200: ContactChangeOut}, tag="Settings"
)
def ask_email(call: Call[EmailIn]) -> Answer:
    """Send a code to another e-mail address."""
    return _ask(call, EmailAddress.typed(call.body.email))


@door.route(
    "POST", "/api/settings/mobile", guard="step_up", body=MobileIn, answers={200: ContactChangeOut}, tag="Settings"
)
def ask_mobile(call: Call[MobileIn]) -> Answer:
    """Send a code to another mobile number."""
    return _ask(call, MobileNumber.typed(call.body.mobile))


def _ask(call: Call[Any], to: EmailAddress | MobileNumber) -> Answer:
    return _change(operator().contacts.ask(call.caller.person, to, language_of(call)))


@door.route("GET", "/api/settings/email", guard="session", answers={200: PendingChangeOut}, tag="Settings")
def pending_email(call: Call[Any]) -> Answer:
    """Tell whether a code to another e-mail address is waited for."""
    return _pending(call, Channel.EMAIL)


@door.route("GET", "/api/settings/mobile", guard="session", answers={200: PendingChangeOut}, tag="Settings")
def pending_mobile(call: Call[Any]) -> Answer:
    """Tell whether a code to another mobile number is waited for."""
    return _pending(call, Channel.MOBILE)


def _pending(call: Call[Any], channel: Channel) -> Answer:
    pending = operator().contacts.pending(call.caller.person, channel)
    return Answer(200, PendingChangeOut(change=_waiting(pending) if pending else None))


@door.route(
    "POST", "/api/settings/email/resend", guard="session", body=Nothing, answers={200: ContactChangeOut},
    tag="Settings",
)
def resend_email(call: Call[Any]) -> Answer:
    """Send a new code to the same address."""
    return _change(operator().contacts.send_again(call.caller.person, Channel.EMAIL, language_of(call)))


@door.route(
    "POST", "/api/settings/mobile/resend", guard="session", body=Nothing, answers={200: ContactChangeOut},
    tag="Settings",
)
def resend_mobile(call: Call[Any]) -> Answer:
    """Send a new code to the same number."""
    return _change(operator().contacts.send_again(call.caller.person, Channel.MOBILE, language_of(call)))


@door.route(
    "POST", "/api/settings/email/code", guard="session", body=CodeIn, answers={200: SettingsOut}, tag="Settings"
)
def prove_email(call: Call[CodeIn]) -> Answer:
    """Change over to the proved address; post that waited for it is delivered."""
    person = operator().contacts.prove(call.caller.person, Channel.EMAIL, call.body.code)
    have_waiting_post_delivered(person.person)
    return Answer(200, _settings(person))


@door.route(
    "POST", "/api/settings/mobile/code", guard="session", body=CodeIn, answers={200: SettingsOut}, tag="Settings"
)
def prove_mobile(call: Call[CodeIn]) -> Answer:
    """Change over to the proved number."""
    return Answer(200, _settings(operator().contacts.prove(call.caller.person, Channel.MOBILE, call.body.code)))


@door.route(
    "POST", "/api/settings/terms", guard="session", body=TermsIn, answers={200: SettingsOut}, tag="Settings"
)
def accept_terms(call: Call[TermsIn]) -> Answer:
    """Accept the terms in the version that has come into force since."""
    in_force = operator().terms.version
    return Answer(200, _settings(operator().choices.accept_terms(call.caller.person, call.body.version, in_force)))


def _settings(person: Person) -> SettingsOut:
    return SettingsOut(
        name=person.name, email=EmailOut(address=person.email, bounced=person.email_bounced),
        mobile=MobileOut(number=person.mobile), notices=_notices(person),
        language=person.language.value, theme=person.theme.value,
        terms=TermsOut(
            version=person.terms_version, accepted_at=iso(person.terms_accepted_at),
            earlier=[AcceptedOut(version=version, accepted_at=iso(at)) for version, at in person.earlier_terms],
        ),
    )


def _notices(person: Person) -> NoticesOut:
    categories = {
        category.value: ToldOut(**{channel: (category, channel) not in person.silenced for channel in NoticeChannel})
        for category in Category
    }
    return NoticesOut(
        email=person.notices_by_email, push=person.notices_by_push, sms=person.notices_by_sms,
        quiet=_quiet_out(person.quiet), categories=categories,
    )


def _quiet_out(quiet: Quiet) -> QuietOut | None:
    return None if quiet == NEVER else QuietOut(start=f"{quiet.start:%H:%M}", end=f"{quiet.end:%H:%M}")


def _change(pending: Pending) -> Answer:
    return Answer(200, ContactChangeOut(change=_waiting(pending)))


def _waiting(pending: Pending) -> ContactChange:
    return ContactChange(
        address=pending.target, code_expires_at=iso(pending.expires_at), tries_left=pending.tries_left,
        can_resend_at=iso(pending.can_resend_at),
    )
