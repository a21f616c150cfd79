"""Sandbox identities: official test numbers with fixed outcomes, for senders who try their software on a test stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Forbidden
from chalicelib.kernel.identifiers import EmailAddress, Personnummer
from chalicelib.recipients import standing_store, store
from chalicelib.recipients.model import Closing, Language, Person, Theme
from chalicelib.recipients.opening import Accounts
from chalicelib.recipients.service import People

LONG_AGO, FAR_AHEAD = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
# Amazon SES's own mailbox simulator: what it takes is delivered, or bounces, and goes to nobody.
MAIL_HOST = "simulator.amazonses.com"


class Outcome(StrEnum):
    """What becomes of a letter to an identity."""

    DELIVERED = "delivered"
    NOT_A_USER = "not_a_user"
    OPTED_OUT = "opted_out"
    GRACE = "grace"
    DORMANT = "dormant"
    CLOSING = "closing"
    CLOSED = "closed"
    BOUNCES = "bounces"
    BOUNCED = "bounced"


@dataclass(frozen=True, slots=True)
class Identity:
    """A test number, and what always becomes of a letter to it."""

    number: str
    outcome: Outcome

    @property
    def email(self) -> str:
        """The address that it has proved; nobody reads it."""
        mailbox = "bounce" if self.outcome in (Outcome.BOUNCES, Outcome.BOUNCED) else "success"
        return f"{mailbox}+{self.outcome.replace('_', '-')}@{MAIL_HOST}"


# Skatteverket publishes these numbers for tests; they are those of the first days of 1993.
IDENTITIES = (
    Identity("199301012382", Outcome.DELIVERED),
    Identity("199301022381", Outcome.NOT_A_USER),
    Identity("199301032380", Outcome.OPTED_OUT),
    Identity("199301042389", Outcome.GRACE),
    Identity("199301052388", Outcome.DORMANT),
    Identity("199301062387", Outcome.CLOSING),
    Identity("199301072386", Outcome.CLOSED),
    Identity("199301082385", Outcome.BOUNCES),
    Identity("199301092384", Outcome.BOUNCED),
)

# Who has switched every sender off, and until when its post is still accepted.
_SWITCHED_OFF = {Outcome.OPTED_OUT: LONG_AGO, Outcome.GRACE: FAR_AHEAD}


class Sandbox:
    """The sandbox of a test stage; where real people are there is none."""

    def __init__(self, *, clock: Clock, people: People, accounts: Accounts, allowed: bool) -> None:
        self._clock = clock
        self._people = people
        self._accounts = accounts
        self._allowed = allowed

    def place(self, tenants: Sequence[str]) -> tuple[Identity, ...]:
        """Make every identity, or set it right again where somebody has changed it; its post stays.

        Choices about senders are about those tenants, and about each that comes later.
        """
        if not self._allowed:
            raise Forbidden("There is no sandbox where real people have their post.")
        for identity in IDENTITIES:
            if identity.outcome is not Outcome.NOT_A_USER:
                self._place(identity, tenants)
        return IDENTITIES

    def meet(self, tenant: str) -> None:
        """Let those who have switched every sender off switch off one that has just come, too."""
        for identity in IDENTITIES if self._allowed else ():
            until = _SWITCHED_OFF.get(identity.outcome)
            if until is not None:
                standing_store.pause_newcomer(self._people.key_of(Personnummer(identity.number)), tenant, until)

    def _place(self, identity: Identity, tenants: Sequence[str]) -> None:
        number, outcome = Personnummer(identity.number), identity.outcome
        key, now = self._people.key_of(number), self._clock.now()
        there = store.find(key)
        email = EmailAddress(identity.email)
        if there and there.email != email.address:
            store.remove(key, self._people.address_key(EmailAddress(there.email)))
        person = Person(
            person=key, mailbox=there.mailbox if there else self._accounts.new_mailbox(),
            name=f"Sandbox {outcome.replace('_', ' ')}", email=email.address, mobile="",
            language=Language.SV, theme=Theme.SYSTEM, notices_by_email=True,
            email_bounced=outcome is Outcome.BOUNCED, terms_version="sandbox", terms_accepted_at=now,
            created_at=there.created_at if there else now,
            # Fixed also when a year goes by: only the dormant one has not been here for long.
            last_login_at=LONG_AGO if outcome is Outcome.DORMANT else FAR_AHEAD,
            closing=_closing(outcome), paused=_paused(outcome, tenants),
        )
        store.place(person, self._people.seal(number), self._people.address_key(email))


def _closing(outcome: Outcome) -> Closing | None:
    if outcome not in (Outcome.CLOSING, Outcome.CLOSED):
        return None
    return Closing(LONG_AGO, LONG_AGO if outcome is Outcome.CLOSED else FAR_AHEAD, FAR_AHEAD)


def always_bounces_anew(email: str) -> bool:
    """Whether an address stays in use however often its mail comes back: that of one identity, and of nobody else.

    It is the mail simulator's, where nobody can read a code that would prove it.
    """
    return any(each.email == email for each in IDENTITIES if each.outcome is Outcome.BOUNCES)


def _paused(outcome: Outcome, tenants: Sequence[str]) -> dict[str, datetime]:
    until = _SWITCHED_OFF.get(outcome)
    return dict.fromkeys(tenants, until) if until else {}
