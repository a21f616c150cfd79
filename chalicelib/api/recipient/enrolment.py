"""`/api/enrolment`: opening an account as the guide shows it (seed 003): terms, e-mail, code, mobile, code."""

from __future__ import annotations

from typing import Any

from chalicelib.api.http import Answer, Call
from chalicelib.api.recipient import cookies
from chalicelib.api.recipient.bodies import CodeIn, EmailIn, MobileIn, Nothing, TermsIn
from chalicelib.api.recipient.models import EnrolmentOut
from chalicelib.api.recipient.routes import device_of, door, have_waiting_post_delivered, language_of
from chalicelib.identity.model import Channel, Enrolment, Step, describe_device
from chalicelib.kernel.clock import iso
from chalicelib.kernel.identifiers import EmailAddress, MobileNumber
from chalicelib.wiring import operator

ANSWERS = {200: EnrolmentOut}
# What is shown of the address and the number: from the step in which it has been given.
_EMAIL_SHOWN = (Step.EMAIL_CODE, Step.MOBILE, Step.MOBILE_CODE, Step.DONE)
_MOBILE_SHOWN = (Step.MOBILE_CODE, Step.DONE)


@door.route("GET", "/api/enrolment", guard="enrolment", answers=ANSWERS, tag="Opening an account")
def show(call: Call[Any]) -> Answer:
    """Tell which step comes next."""
    return _enrolment(call.caller)


@door.route("DELETE", "/api/enrolment", guard="enrolment", answers={204: None}, tag="Opening an account")
def leave(call: Call[Any]) -> Answer:
    """Leave the opening: nothing is kept of it."""
    operator().enrolments.leave(call.caller)
    return Answer(204, cookies=[cookies.clear(cookies.ENROLMENT)])


@door.route(
    "POST", "/api/enrolment/terms", guard="enrolment", body=TermsIn, answers=ANSWERS, tag="Opening an account"
)
def accept_terms(call: Call[TermsIn]) -> Answer:
    """Accept the terms and the processor agreement."""
    return _enrolment(operator().enrolments.accept_terms(call.caller, call.body.version))


@door.route(
    "POST", "/api/enrolment/email", guard="enrolment", body=EmailIn, answers=ANSWERS, tag="Opening an account"
)
def give_email(call: Call[EmailIn]) -> Answer:
    """Give an e-mail address; a code is sent to it."""
    email = EmailAddress.typed(call.body.email)
    return _enrolment(operator().enrolments.give_email(call.caller, email, language_of(call)))


@door.route(
    "POST", "/api/enrolment/email/code", guard="enrolment", body=CodeIn, answers=ANSWERS, tag="Opening an account"
)
def prove_email(call: Call[CodeIn]) -> Answer:
    """Type the code from the e-mail."""
    return _enrolment(operator().enrolments.prove_email(call.caller, call.body.code))


@door.route(
    "POST", "/api/enrolment/email/resend", guard="enrolment", body=Nothing, answers=ANSWERS, tag="Opening an account"
)
def resend_email(call: Call[Any]) -> Answer:
    """Ask for a new code by e-mail."""
    return _enrolment(operator().enrolments.send_again(call.caller, Channel.EMAIL, language_of(call)))


@door.route(
    "POST", "/api/enrolment/mobile", guard="enrolment", body=MobileIn, answers=ANSWERS, tag="Opening an account"
)
def give_mobile(call: Call[MobileIn]) -> Answer:
    """Give a mobile number; a code is sent to it."""
    mobile = MobileNumber.typed(call.body.mobile)
    return _enrolment(operator().enrolments.give_mobile(call.caller, mobile, language_of(call)))


@door.route(
    "POST", "/api/enrolment/mobile/resend", guard="enrolment", body=Nothing, answers=ANSWERS,
    tag="Opening an account",
)
def resend_mobile(call: Call[Any]) -> Answer:
    """Ask for a new code by SMS."""
    return _enrolment(operator().enrolments.send_again(call.caller, Channel.MOBILE, language_of(call)))


@door.route(
    "POST", "/api/enrolment/mobile/code", guard="enrolment", body=CodeIn, answers=ANSWERS, tag="Opening an account"
)
def prove_mobile(call: Call[CodeIn]) -> Answer:
    """Type the code from the SMS: the account is open and its holder logged in."""
    enrolment: Enrolment = call.caller
    device = describe_device(device_of(call).user_agent)
    secret = cookies.read(call.headers, cookies.ENROLMENT)
    opened = operator().enrolments.prove_mobile(enrolment, call.body.code, language_of(call), device, secret)
    have_waiting_post_delivered(opened.person)
    done = EnrolmentOut(name=enrolment.name, step="done", email=enrolment.email, mobile=enrolment.mobile)
    return Answer(200, done, cookies=[
        cookies.write(cookies.SESSION, opened.session), cookies.clear(cookies.ENROLMENT),
    ])


def _enrolment(enrolment: Enrolment) -> Answer:
    pending = operator().enrolments.pending(enrolment)
    code = {
        "code_expires_at": iso(pending.expires_at), "tries_left": pending.tries_left,
        "can_resend_at": iso(pending.can_resend_at),
    } if pending else {}
    return Answer(200, EnrolmentOut.model_validate({
        "name": enrolment.name, "step": enrolment.step.value,
        "email": enrolment.email if enrolment.step in _EMAIL_SHOWN else None,
        "mobile": enrolment.mobile if enrolment.step in _MOBILE_SHOWN else None, **code,
    }))
