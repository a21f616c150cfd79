"""Who somebody is: BankID orders under way, sessions, one-time codes, accounts being opened. States, limits, errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.kernel.clock import business_date, from_epoch
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid, TooMany, Unauthenticated
from chalicelib.kernel.identifiers import Personnummer
from chalicelib.recipients.model import ADULT_AGE

# An order lives about three minutes at BankID; ours outlives it, so that its end can still be told.
LOGIN_LIFE = timedelta(minutes=6)
# A completed login may be fetched again for this long, when the answer was lost on its way to the browser.
HANDOVER = timedelta(seconds=60)
# BankID wants at most one collect per order in this time.
COLLECT_EVERY = timedelta(seconds=2)
QR_FRAMES = 5

IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=8)
STEP_UP = timedelta(minutes=5)
# A session's last use is written at most this often.
TOUCH_EVERY = timedelta(minutes=1)

ENROLMENT_LIFE = timedelta(hours=2)

CODE_LIFE = timedelta(minutes=30)
CODE_TRIES = 5
# How many codes go to one address or number in any stretch of time.
TARGET_LIMITS = ((1, timedelta(minutes=1)), (3, timedelta(hours=1)), (10, timedelta(days=1)))
# How many codes one person can have sent, to whatever addresses: nobody floods strangers through us.
PERSON_LIMITS = ((20, timedelta(days=1)),)


class Purpose(StrEnum):
    """Why somebody identifies with BankID."""

    LOGIN = "login"
    OPEN = "open"
    STEP_UP = "step_up"
    RECEIVE = "receive"


class Progress(StrEnum):
    """How far a BankID order has come, in BankID's own words."""

    PENDING = "pending"
    FAILED = "failed"
    COMPLETE = "complete"


class Next(StrEnum):
    """Where a completed identification leads."""

    INBOX = "inbox"
    ENROLMENT = "enrolment"
    UNDERAGE = "underage"
    NO_ACCOUNT = "no_account"
    ALREADY_MEMBER = "already_member"
    STEPPED_UP = "stepped_up"
    RECEIVED = "received"


class Step(StrEnum):
    """What comes next in the opening of an account (seed 003)."""

    TERMS = "terms"
    EMAIL = "email"
    EMAIL_CODE = "email_code"
    MOBILE = "mobile"
    MOBILE_CODE = "mobile_code"
    DONE = "done"


class Channel(StrEnum):
    """Where a one-time code is sent: to an e-mail address, or by SMS to a mobile."""

    EMAIL = "email"
    MOBILE = "mobile"


class StepUpRequired(Forbidden):
    """A sensitive act, too long after BankID was last used."""

    number = 40380
    slug = "step_up_required"


class CodeWrong(Invalid):
    """Not the code that was sent; `tries_left` says how often it can still be tried."""

    number = 40080
    slug = "code_wrong"


class CodeExpired(Invalid):
    """There is no code to try, or its half hour is over."""

    number = 40081
    slug = "code_expired"


class CodeTooMany(TooMany):
    """Too many tries at one code, or too many codes to one address."""

    number = 42980
    slug = "code_too_many"


class OutOfTurn(Conflict):
    """A step that is not the next one in the opening of an account."""

    number = 40981
    slug = "out_of_turn"


class NoLogin(Unauthenticated):
    """No BankID order belongs to this browser."""

    slug = "unauthenticated"


@dataclass(frozen=True, slots=True)
class Login:
    """A BankID order and the browser it was started in; the secret of its QR code stays here."""

    login: str
    purpose: Purpose
    order_ref: str = field(repr=False)
    qr_start_token: str = field(repr=False)
    qr_start_secret: str = field(repr=False)
    started_at: datetime
    expires_at: datetime
    progress: Progress
    hint: str
    last_collect_at: datetime
    same_device: bool = False
    asked: str | None = None     # the person who must identify, by key; absent when anybody may
    sealed: str | None = field(default=None, repr=False)  # their number, when an account is to be opened
    session: tuple[str, str] | None = None  # (mailbox, session) that is to be stepped up
    about: str | None = None     # the key of the letter that is signed for
    proof: str | None = field(default=None, repr=False)  # BankID's answer to a signature, sealed
    completed_at: datetime | None = None
    person: str | None = None
    name: str | None = field(default=None, repr=False)
    adult: bool = True
    number: Personnummer | None = field(default=None, repr=False)  # while BankID has just told it; never stored so

    def may_collect(self, now: datetime) -> bool:
        """Whether BankID may be asked about this order again."""
        return self.progress is Progress.PENDING and now - self.last_collect_at >= COLLECT_EVERY

    def handed_over(self, now: datetime) -> bool:
        """Whether a completed order is too old to be turned into anything once more."""
        return self.completed_at is not None and now - self.completed_at >= HANDOVER


@dataclass(frozen=True, slots=True)
class Device:
    """From where somebody comes: the address of the network, and what the browser says of itself."""

    ip: str = field(repr=False)
    user_agent: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody logged in, in one browser."""

    mailbox: str
    session: str
    person: str
    provider: str
    assurance: int
    device: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    stepped_up_at: datetime | None = None
    login: str = ""  # the session that this login began with; the same after BankID has been used again

    @property
    def idle_expires_at(self) -> datetime:
        """When the session ends unless it is used."""
        return min(self.last_seen_at + IDLE, self.expires_at)

    @property
    def stepped_up_until(self) -> datetime | None:
        """Until when sensitive acts are allowed."""
        return self.stepped_up_at + STEP_UP if self.stepped_up_at else None

    def lives(self, now: datetime) -> bool:
        """Whether the session still counts (I6)."""
        return now < self.idle_expires_at

    def is_stepped_up(self, now: datetime) -> bool:
        """Whether BankID was used so lately that a sensitive act needs no more."""
        until = self.stepped_up_until
        return until is not None and now < until


@dataclass(frozen=True, slots=True)
class Enrolment:
    """An account being opened by somebody who has proved with BankID who they are."""

    enrolment: str
    person: str
    sealed: str = field(repr=False)
    name: str = field(repr=False)
    step: Step
    expires_at: datetime
    terms_version: str | None = None
    terms_accepted_at: datetime | None = None
    email: str | None = field(default=None, repr=False)
    mobile: str | None = field(default=None, repr=False)
    mailbox: str | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """A code that has been sent and waits for being typed."""

    target: str = field(repr=False)
    expires_at: datetime
    tries_left: int
    can_resend_at: datetime


def next_turn(sent: Sequence[int], limits: Sequence[tuple[int, timedelta]]) -> datetime:
    """When one more may be sent, given when the last ones were (oldest first): no stretch holds more than its limit."""
    turns = [sent[-limit] + length.total_seconds() for limit, length in limits if len(sent) >= limit]
    return from_epoch(max(turns, default=0))


def is_adult(number: Personnummer, now: datetime) -> bool:
    """Whether a person may open an account alone: 18 years on this Swedish day."""
    return number.age_on(business_date(now)) >= ADULT_AGE


_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
             ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
            ("CrOS", "ChromeOS"), ("Mac OS X", "Mac"), ("Linux", "Linux"))


def describe_device(user_agent: str) -> str:
    """Name a device so that its owner knows it again in the list of sessions: `Chrome, Windows`."""
    names = [
        next((name for mark, name in marks if mark in user_agent), "") for marks in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(name for name in names if name)
