"""`/api/login` and `/api/step-up`: identifying with BankID, and where it leads (ACC-3, ACC-4, ACC-12)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from chalicelib.api.http import Answer, Call
from chalicelib.api.recipient import cookies
from chalicelib.api.recipient.bodies import LoginIn, Nothing, StepUpIn
from chalicelib.api.recipient.models import AutoStart, OrderOut, ProgressOut
from chalicelib.api.recipient.routes import device_of, door, language_of
from chalicelib.identity import bankid_texts, qr
from chalicelib.identity.logging_in import Outcome, Started
from chalicelib.identity.model import QR_FRAMES, Login, Next, Progress
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.identifiers import Personnummer
from chalicelib.registered.model import Signature
from chalicelib.wiring import operator


@door.route("POST", "/api/login", guard="public", body=LoginIn, answers={200: OrderOut}, tag="BankID")
def start(call: Call[LoginIn]) -> Answer:
    """Begin to identify, to log in or to open an account."""
    wanted, device, logins = call.body, device_of(call), operator().logins
    if wanted.purpose == "login":
        _give_way(call)
        return _started(logins.start(device, same_device=wanted.same_device), call)
    if wanted.personnummer is None:
        raise Invalid("Give the personal number of whom the account is for.")
    number = Personnummer.typed(wanted.personnummer)
    _give_way(call)
    return _started(logins.start_opening(number, device, same_device=wanted.same_device), call)


@door.route("POST", "/api/step-up", guard="session", body=StepUpIn, answers={200: OrderOut}, tag="BankID")
def step_up(call: Call[StepUpIn]) -> Answer:
    """Begin to identify again, for something sensitive."""
    _give_way(call)
    started = operator().logins.start_step_up(call.caller, device_of(call), same_device=call.body.same_device)
    return _started(started, call)


@door.route(
    "POST", "/api/letters/{key}/receive", guard="session", body=StepUpIn, answers={200: OrderOut}, tag="Letters"
)
def receive(call: Call[StepUpIn]) -> Answer:
    """Begin to sign for a registered letter; when the order is complete, polling it opens the letter.

    AWS calls: the session, the letter's row, its content, the order before, the person's number (a read and the key
    service), the order.
    """
    key, device = call.path["key"], device_of(call)
    wish = operator().registered.wish(call.caller.mailbox, key, language_of(call))
    _give_way(call)
    return _started(operator().logins.start_receiving(
        call.caller, device, key, wish.visible, wish.hidden, same_device=call.body.same_device
    ), call)


@door.route("POST", "/api/login/poll", guard="public", body=Nothing, answers={200: ProgressOut}, tag="BankID")
def poll(call: Call[Any]) -> Answer:
    """Tell how it goes; asked each second by the web app. When it is done, a cookie comes with the answer."""
    outcome = operator().logins.poll(cookies.read(call.headers, cookies.LOGIN), device_of(call))
    login = outcome.login
    if outcome.next is Next.RECEIVED:
        _receive(login)
    progress = ProgressOut(
        state=login.progress.value, hint=login.hint, message=_message(login, call), qr=_frames(login) or None,
        next=outcome.next.value if outcome.next else None,
    )
    return Answer(200, progress, cookies=_kept(outcome))


def _receive(login: Login) -> None:
    """Write a completed signature down; done again with every answer that is fetched again, it changes nothing."""
    assert login.session is not None
    assert login.completed_at is not None
    operator().registered.receive(Signature(
        mailbox=login.session[0], key=str(login.about), who=str(login.asked), order_ref=login.order_ref,
        signed_at=login.completed_at, sealed=str(login.proof),
    ))


def _kept(outcome: Outcome) -> list[str]:
    """What the browser keeps of an outcome; the order's own cookie stays, should this answer be lost on its way."""
    if outcome.session:
        # Whose account was being opened here, if any, is not who is here now.
        return [cookies.write(cookies.SESSION, outcome.session), cookies.clear(cookies.ENROLMENT)]
    return [cookies.write(cookies.ENROLMENT, outcome.enrolment)] if outcome.enrolment else []


@door.route("POST", "/api/login/cancel", guard="public", body=Nothing, answers={204: None}, tag="BankID")
def cancel(call: Call[Any]) -> Answer:
    """End an identification under way."""
    operator().logins.cancel(cookies.read(call.headers, cookies.LOGIN))
    return Answer(204, cookies=[cookies.clear(cookies.LOGIN)])


def _give_way(call: Call[Any]) -> None:
    """Somebody who begins once more, such as by the other way of BankID, has left what was begun before."""
    operator().logins.give_way(cookies.read(call.headers, cookies.LOGIN))


def _started(started: Started, call: Call[Any]) -> Answer:
    order = OrderOut(
        qr=_frames(started.login), auto_start=_links(started.auto_start_token, call),
        message=_message(started.login, call),
    )
    return Answer(200, order, cookies=[cookies.write(cookies.LOGIN, started.secret)])


def _links(token: str, call: Call[Any]) -> AutoStart:
    """Links that open the app. Only iOS needs to be told where to come back to; others find back by themselves."""
    agent = device_of(call).user_agent
    apple = "iPhone" in agent or "iPad" in agent
    back = quote(operator().config.web_url, safe="") if apple else "null"
    return AutoStart(
        app=f"bankid:///?autostarttoken={token}&redirect=null",
        web=f"https://app.bankid.com/?autostarttoken={token}&redirect={back}",
    )


def _frames(login: Login) -> list[str]:
    """The picture of the QR code in each of the coming seconds, as long as BankID waits for it to be read."""
    if login.progress is not Progress.PENDING or login.hint != "outstandingTransaction":
        return []
    age = int((operator().clock.now() - login.started_at).total_seconds())
    return [qr.frame(login.qr_start_token, login.qr_start_secret, age + ahead) for ahead in range(QR_FRAMES)]


def _message(login: Login, call: Call[Any]) -> str:
    agent = device_of(call).user_agent
    computer = not any(phone in agent for phone in ("iPhone", "iPad", "Android"))
    return bankid_texts.text(
        login.progress, login.hint, language_of(call), same_device=login.same_device, computer=computer
    )
