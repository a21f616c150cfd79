"""Identifying with BankID: to log in, to open an account, to do something sensitive (ACC-3, ACC-4, ACC-12)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from chalicelib.aws.secrets import Pepper, Vault, fingerprint
from chalicelib.identity import store
from chalicelib.identity.enrolments import Enrolments
from chalicelib.identity.model import (
    LOGIN_LIFE,
    Device,
    Login,
    Next,
    NoLogin,
    Progress,
    Purpose,
    Session,
    describe_device,
    is_adult,
)
from chalicelib.identity.sessions import Sessions
from chalicelib.identity.suppliers import BankId, Collected, Order
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import OperatorError, Unavailable
from chalicelib.kernel.identifiers import Personnummer
from chalicelib.kernel.ids import Ids
from chalicelib.recipients.model import Person
from chalicelib.recipients.service import People

# Until BankID says something else, the app has not been started.
FIRST_HINT = "outstandingTransaction"
OTHER_PERSON = "otherPerson"


@dataclass(frozen=True, slots=True)
class Started:
    """A BankID order that has begun; `secret` is what the browser keeps to be known again."""

    secret: str = field(repr=False)
    login: Login
    auto_start_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a BankID order stands, and once it is complete, where it leads."""

    login: Login
    next: Next | None = None
    session: str | None = field(default=None, repr=False)
    enrolment: str | None = field(default=None, repr=False)


class Logins:
    """BankID orders under way, each bound to the browser that started it."""

    def __init__(
        self, *, clock: Clock, ids: Ids, pepper: Pepper, vault: Vault, bankid: BankId, people: People,
        sessions: Sessions, enrolments: Enrolments,
    ) -> None:
        self._clock = clock
        self._ids = ids
        self._pepper = pepper
        self._vault = vault
        self._bankid = bankid
        self._people = people
        self._sessions = sessions
        self._enrolments = enrolments

    def start(self, device: Device, *, same_device: bool = False) -> Started:
        """Begin to log in; who it is follows from the BankID that is used."""
        return self._start(Purpose.LOGIN, device, same_device=same_device)

    def start_opening(self, number: Personnummer, device: Device, *, same_device: bool = False) -> Started:
        """Begin to open an account; the typed number is BankID's requirement, so nobody else can finish it (ACC-3)."""
        sealed = self._people.seal(number)
        return self._start(Purpose.OPEN, device, same_device=same_device, number=number, sealed=sealed)

    def start_step_up(self, session: Session, device: Device, *, same_device: bool = False) -> Started:
        """Begin to confirm a session with the same person's BankID."""
        number = self._people.number_of(session.person)
        bound = (session.mailbox, session.session)
        return self._start(Purpose.STEP_UP, device, same_device=same_device, number=number, session=bound)

    def start_receiving(
        self, session: Session, device: Device, key: str, visible: str, hidden: bytes, *, same_device: bool = False
    ) -> Started:
        """Begin to sign for a letter, with the BankID of the session's own person."""
        number = self._people.number_of(session.person)
        order = self._bankid.sign(device.ip, visible, hidden, number.number)
        return self._begun(
            order, Purpose.RECEIVE, same_device=same_device, asked=session.person, about=key,
            session=(session.mailbox, session.session),
        )

    def _start(
        self, purpose: Purpose, device: Device, *, same_device: bool, number: Personnummer | None = None,
        sealed: str | None = None, session: tuple[str, str] | None = None,
    ) -> Started:
        order = self._bankid.auth(device.ip, number.number if number else None)
        asked = self._people.key_of(number) if number else None
        return self._begun(order, purpose, same_device=same_device, asked=asked, sealed=sealed, session=session)

    def _begun(self, order: Order, purpose: Purpose, **more: Any) -> Started:
        secret, now = self._ids.token(), self._clock.now()
        login = replace(_login(fingerprint(secret), purpose, order, now), **more)
        store.add_login(login)
        return Started(secret, login, order.auto_start_token)

    def poll(self, secret: str, device: Device) -> Outcome:
        """Tell how an order stands. BankID is asked at most every two seconds; in between its last answer is told.

        One read; one write when BankID is asked, one more when it has something new to say.
        """
        login = self._find(secret)
        now = self._clock.now()
        if login.may_collect(now) and store.claim_collect(login, now):
            login = self._collect(login, now)
        if login.progress is not Progress.COMPLETE:
            return Outcome(login)
        if login.handed_over(now):
            raise _no_login()
        return self._finish(login, secret, device)

    def cancel(self, secret: str) -> None:
        """End an order; one that is over already stays over."""
        login = self._seek(secret)
        if login is not None:
            self._end(login)

    def give_way(self, secret: str) -> None:
        """End what is under way in a browser that begins anew, such as by the other way of BankID.

        BankID lets nobody have two orders at once, and would end the one that is begun along with the one that stands.
        """
        login = self._seek(secret)
        if login is not None and login.progress is Progress.PENDING:
            self._end(login)

    def _end(self, login: Login) -> None:
        store.remove_login(login.login)
        if login.progress is Progress.PENDING:
            try:
                self._bankid.cancel(login.order_ref)
            except OperatorError:
                return  # it ends by itself in a few minutes

    def _seek(self, secret: str) -> Login | None:
        return store.find_login(fingerprint(secret), self._clock.now()) if secret else None

    def _find(self, secret: str) -> Login:
        login = self._seek(secret)
        if login is None:
            raise _no_login()
        return login

    def _collect(self, login: Login, now: datetime) -> Login:
        """Ask BankID, and write down what it says before anything else is done with it: it tells an end only once."""
        try:
            collected = self._bankid.collect(login.order_ref)
        except Unavailable:
            return login  # asked again in two seconds
        if collected.progress is Progress.COMPLETE:
            return self._complete(login, collected, now)
        return self._note(login, collected.progress, collected.hint)

    def _note(self, login: Login, progress: Progress, hint: str) -> Login:
        if (progress, hint) != (login.progress, login.hint):
            store.note_hint(login.login, progress, hint)
        return replace(login, progress=progress, hint=hint)

    def _complete(self, login: Login, collected: Collected, now: datetime) -> Login:
        number = Personnummer(str(collected.personal_number))
        person = self._people.key_of(number)
        if login.asked is not None and login.asked != person:
            return self._note(login, Progress.FAILED, OTHER_PERSON)
        name, adult = collected.name or "", is_adult(number, now)
        proof = self._vault.seal_long(str(collected.proof), str(login.about)) if login.about else None
        store.complete_login(login.login, person, name, now, adult=adult, proof=proof)
        return replace(
            login, progress=Progress.COMPLETE, hint="", person=person, name=name, adult=adult, completed_at=now,
            proof=proof, number=number,
        )

    def _finish(self, login: Login, secret: str, device: Device) -> Outcome:
        """Turn an identification into what it was for; what it gives follows from the order's secret alone.

        So an answer that is lost on its way to the browser can be fetched once more, and is the same.
        """
        key = self._pepper.of("session", secret)
        if login.purpose is Purpose.STEP_UP and login.session is not None:
            return Outcome(login, Next.STEPPED_UP, session=self._sessions.step_up(*login.session, key))
        if login.purpose is Purpose.RECEIVE:
            return Outcome(login, Next.RECEIVED)
        person = self._people.find(str(login.person))
        if person is not None:
            return Outcome(login, *self._let_in(login, person, device, key))
        return self._turn_to_opening(login, secret)

    def _let_in(self, login: Login, person: Person, device: Device, key: str) -> tuple[Next, str]:
        self._people.note_login(person)
        session = self._sessions.begin(person, describe_device(device.user_agent), key)
        return (Next.ALREADY_MEMBER if login.purpose is Purpose.OPEN else Next.INBOX), session

    def _turn_to_opening(self, login: Login, secret: str) -> Outcome:
        """Let somebody of age open an account; who came to log in has identified, and need not do it again (ACC-3)."""
        if not login.adult:
            return Outcome(login, Next.UNDERAGE)
        following = Next.ENROLMENT if login.purpose is Purpose.OPEN else Next.NO_ACCOUNT
        sealed = login.sealed or (self._people.seal(login.number) if login.number else None)
        key = self._pepper.of("enrolment", secret)
        if sealed:
            self._enrolments.begin(str(login.person), sealed, str(login.name), key)
        # Asked again, the number of who came to log in is known no more, but what was begun by it stands.
        begun = sealed or self._enrolments.stands(key)
        return Outcome(login, following, enrolment=key if begun else None)


def _login(login: str, purpose: Purpose, order: Order, now: datetime) -> Login:
    return Login(
        login=login, purpose=purpose, order_ref=order.order_ref, qr_start_token=order.qr_start_token,
        qr_start_secret=order.qr_start_secret, started_at=now, expires_at=now + LOGIN_LIFE,
        progress=Progress.PENDING, hint=FIRST_HINT, last_collect_at=now,
    )


def _no_login() -> NoLogin:
    return NoLogin("No identification is under way in this browser. Start again.")
