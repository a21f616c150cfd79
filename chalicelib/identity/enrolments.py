"""Opening an account, step by step as people know it (seed 003): terms, e-mail, code, mobile, code, done."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from chalicelib.aws import tables
from chalicelib.aws.secrets import Pepper, fingerprint
from chalicelib.identity import enrolment_store as store
from chalicelib.identity.codes import Codes
from chalicelib.identity.model import ENROLMENT_LIFE, Channel, Enrolment, OutOfTurn, Pending, Step
from chalicelib.identity.sessions import Sessions
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Conflict, Unauthenticated
from chalicelib.kernel.identifiers import EmailAddress, MobileNumber
from chalicelib.recipients.model import EmailTaken, Language, Opening
from chalicelib.recipients.opening import Accounts
from chalicelib.recipients.service import People

_BY_CODE = {Step.EMAIL_CODE: Channel.EMAIL, Step.MOBILE_CODE: Channel.MOBILE}


@dataclass(frozen=True, slots=True)
class Opened:
    """An account that exists now, and the session in it."""

    person: str
    session: str = field(repr=False)


class Enrolments:
    """Accounts being opened; the account exists only when both channels are proved (ACC-9)."""

    def __init__(
        self, *, clock: Clock, pepper: Pepper, people: People, accounts: Accounts, codes: Codes, sessions: Sessions,
        terms_version: str,
    ) -> None:
        self._clock = clock
        self._pepper = pepper
        self._people = people
        self._accounts = accounts
        self._codes = codes
        self._sessions = sessions
        self._terms_version = terms_version

    def begin(self, person: str, sealed: str, name: str, secret: str) -> None:
        """Let somebody who has identified open an account; beginning again with the same secret changes nothing."""
        expires_at = self._clock.now() + ENROLMENT_LIFE
        store.add_enrolment(Enrolment(fingerprint(secret), person, sealed, name, Step.TERMS, expires_at))

    def find(self, secret: str) -> Enrolment:
        """Find the opening that a browser holds."""
        found = self._seek(secret) if secret else None
        if found is None:
            raise Unauthenticated("No account is being opened here. Identify with BankID again.")
        return found

    def stands(self, secret: str) -> bool:
        """Whether an opening with this secret is under way."""
        return self._seek(secret) is not None

    def leave(self, enrolment: Enrolment) -> None:
        """Forget an opening, of somebody who does not want it or is not who sits there now."""
        store.remove_enrolment(enrolment.enrolment)

    def _seek(self, secret: str) -> Enrolment | None:
        return store.find_enrolment(fingerprint(secret), self._clock.now())

    def pending(self, enrolment: Enrolment) -> Pending | None:
        """The code that is waited for in this step, if any."""
        channel = _BY_CODE.get(enrolment.step)
        return self._codes.pending(enrolment.enrolment, channel) if channel else None

    def accept_terms(self, enrolment: Enrolment, version: str) -> Enrolment:
        """Accept the terms and the processor agreement, in the version that is in force."""
        if version != self._terms_version:
            raise Conflict("These terms are no longer in force. Read the present ones.")
        if enrolment.step is Step.TERMS:
            store.accept_terms(enrolment.enrolment, version, self._clock.now())
        return self._again(enrolment)

    def give_email(self, enrolment: Enrolment, email: EmailAddress, language: Language) -> Enrolment:
        """Send a code to an e-mail address (ACC-5)."""
        _expect(enrolment, Step.EMAIL, Step.EMAIL_CODE, Step.MOBILE, Step.MOBILE_CODE)
        return self._send(enrolment, Channel.EMAIL, email.address, language)

    def give_mobile(self, enrolment: Enrolment, mobile: MobileNumber, language: Language) -> Enrolment:
        """Send a code to a Swedish mobile number, once the e-mail address is proved (ACC-7)."""
        _expect(enrolment, Step.MOBILE, Step.MOBILE_CODE)
        return self._send(enrolment, Channel.MOBILE, mobile.number, language)

    def send_again(self, enrolment: Enrolment, channel: Channel, language: Language) -> Enrolment:
        """Send a new code to the same place (ACC-8)."""
        _expect(enrolment, Step.EMAIL_CODE if channel is Channel.EMAIL else Step.MOBILE_CODE)
        target = enrolment.email if channel is Channel.EMAIL else enrolment.mobile
        return self._send(enrolment, channel, str(target), language)

    def prove_email(self, enrolment: Enrolment, code: str) -> Enrolment:
        """Prove the e-mail address; only now is somebody told that it belongs to an account already."""
        _expect(enrolment, Step.EMAIL_CODE)
        email, spend = self._codes.prove(enrolment.enrolment, Channel.EMAIL, code)
        try:
            self._accounts.check_free(EmailAddress(email), enrolment.person)
        except EmailTaken:
            self._advance(enrolment, [spend, store.advance(enrolment, Step.EMAIL)])
            raise
        return self._advance(enrolment, [spend, store.advance(enrolment, Step.MOBILE)])

    def prove_mobile(self, enrolment: Enrolment, code: str, language: Language, device: str, secret: str) -> Opened:
        """Prove the mobile number; with that the account exists, and its holder is logged in (ACC-9).

        Broken off before its end and done again it gives the same account and the same session; once it has ended,
        the opening is over, and whoever lost the answer logs in.
        """
        _expect(enrolment, Step.MOBILE_CODE, Step.DONE)
        if enrolment.step is not Step.DONE:
            enrolment = self._open(enrolment, code, language)
        person = self._people.get(enrolment.person)
        session = self._sessions.begin(person, device, self._pepper.of("session", secret))
        store.remove_enrolment(enrolment.enrolment)
        return Opened(person.person, session)

    def _open(self, enrolment: Enrolment, code: str, language: Language) -> Enrolment:
        mobile, spend = self._codes.prove(enrolment.enrolment, Channel.MOBILE, code)
        mailbox = self._accounts.new_mailbox()
        done = store.advance(enrolment, Step.DONE, mailbox)
        try:
            self._accounts.open(_opening(enrolment, mobile, language), mailbox, [spend, done])
        except EmailTaken:
            store.back_to_email(enrolment.enrolment)
            raise
        except Conflict:
            # By a call of ours whose reply was lost, the account may be open after all.
            again = self._again(enrolment)
            if again.step is not Step.DONE:
                raise
            return again
        return replace(enrolment, step=Step.DONE, mailbox=mailbox)

    def _send(self, enrolment: Enrolment, channel: Channel, target: str, language: Language) -> Enrolment:
        named = store.named_target(enrolment.enrolment, channel, target)
        self._codes.send(enrolment.enrolment, enrolment.person, channel, target, language, [named])
        return self._again(enrolment)

    def _advance(self, enrolment: Enrolment, writes: list[tables.Write]) -> Enrolment:
        refused = not tables.committed(writes)
        again = self._again(enrolment)
        if refused and again.step is enrolment.step:
            raise Conflict("This step cannot be taken now. Read where the opening stands.")
        return again

    def _again(self, enrolment: Enrolment) -> Enrolment:
        found = store.find_enrolment(enrolment.enrolment, self._clock.now())
        if found is None:
            raise Unauthenticated("No account is being opened here. Identify with BankID again.")
        return found


def _expect(enrolment: Enrolment, *steps: Step) -> None:
    if enrolment.step not in steps:
        raise OutOfTurn(f"That is not the next step: {enrolment.step}.", step=str(enrolment.step))


def _opening(enrolment: Enrolment, mobile: str, language: Language) -> Opening:
    version, accepted_at, email = enrolment.terms_version, enrolment.terms_accepted_at, enrolment.email
    if not (version and accepted_at and email):
        raise OutOfTurn("The steps before have not been taken.")
    return Opening(
        person=enrolment.person, sealed=enrolment.sealed, name=enrolment.name, email=EmailAddress(email),
        mobile=MobileNumber(mobile), language=language, terms_version=version, terms_accepted_at=accepted_at,
    )
