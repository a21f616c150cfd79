"""Sessions: who is logged in, where, and for how long (SEC-6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from chalicelib.aws.secrets import fingerprint
from chalicelib.aws.tables import Write
from chalicelib.identity import store
from chalicelib.identity.model import ABSOLUTE, TOUCH_EVERY, Session, StepUpRequired
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Unauthenticated
from chalicelib.kernel.ids import is_object_key
from chalicelib.recipients.model import Person

# BankID identifies at assurance level 3 (tillitsnivå 3), which a mailbox needs.
PROVIDER, ASSURANCE = "bankid", 3
SECRET_LENGTHS = range(32, 129)


class Sessions:
    """Who is logged in. The browser keeps `{mailbox}.{secret}`, we keep the digest of the secret."""

    def __init__(self, *, clock: Clock, note_login: Callable[[Session], Write]) -> None:
        """`note_login` makes the row in the mailbox's log that is committed together with a session."""
        self._clock = clock
        self._note_login = note_login

    def begin(self, person: Person, device: str, secret: str) -> str:
        """Log somebody in and answer what the browser keeps; beginning again with the same secret changes nothing.

        Idle for 15 minutes or 8 hours old, a session is over; so it is when the account's last day ends.
        """
        now = self._clock.now()
        expires_at = min(now + ABSOLUTE, person.closing.erase_at) if person.closing else now + ABSOLUTE
        session = Session(
            mailbox=person.mailbox, session=fingerprint(secret), person=person.person, provider=PROVIDER,
            assurance=ASSURANCE, device=device, created_at=now, last_seen_at=now, expires_at=expires_at,
        )
        store.add_session(session, self._note_login(session))
        return f"{person.mailbox}.{secret}"

    def find(self, kept: str, *, attended: bool = True) -> Session:
        """Find whose session a browser holds: one read, and one write in the minutes in which somebody uses it."""
        mailbox, _, secret = kept.partition(".")
        if not is_object_key(mailbox) or len(secret) not in SECRET_LENGTHS:
            raise _over()
        now = self._clock.now()
        session = store.find_session(mailbox, fingerprint(secret), now)
        if session is None:
            raise _over()
        if not attended or now - session.last_seen_at < TOUCH_EVERY:
            return session
        if not store.touch_session(session, now):
            raise _over()
        return replace(session, last_seen_at=now)

    def step_up(self, mailbox: str, old: str, secret: str) -> str:
        """Note that BankID was used again, in a session that takes the place of the old one."""
        now, fresh = self._clock.now(), fingerprint(secret)
        session = store.find_session(mailbox, old, now)
        if session is not None:
            store.rotate_session(session, replace(session, session=fresh, last_seen_at=now, stepped_up_at=now))
        if store.find_session(mailbox, fresh, now) is None:
            raise _over()
        return f"{mailbox}.{secret}"

    def demand_step_up(self, session: Session) -> None:
        """Raise StepUpRequired unless BankID was used again in the last five minutes."""
        if not session.is_stepped_up(self._clock.now()):
            raise StepUpRequired("Identify with BankID again first.")

    def of(self, session: Session) -> list[Session]:
        """List where somebody is logged in, the latest first."""
        found = store.sessions_of(session.mailbox, self._clock.now())
        return sorted(found, key=lambda each: each.last_seen_at, reverse=True)

    def login_of(self, session: Session, which: str) -> str | None:
        """The login that another session of the same mailbox belongs to, if it lives."""
        found = store.find_session(session.mailbox, which, self._clock.now())
        return found.login if found else None

    def end(self, session: Session, which: str | None = None) -> None:
        """End a session of the same mailbox: this one, or another by its id."""
        store.end_session(session.mailbox, which or session.session)

    def end_all(self, session: Session) -> None:
        """Log out everywhere."""
        store.end_sessions(session.mailbox)


def _over() -> Unauthenticated:
    return Unauthenticated("The session is over. Log in again.")
