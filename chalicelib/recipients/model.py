"""A person with a mailbox, and what their choices mean for those who send to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.content.types import Category
from chalicelib.kernel.clock import business_date, end_of_day_after, start_of_day
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.identifiers import EmailAddress, MobileNumber
from chalicelib.recipients.quiet import NEVER, Quiet

# The contract's grace: post is still accepted through the tenth day after an opt-out or a closing.
GRACE_DAYS = 10
# Everything is erased at the latest on the twentieth day after closing (RET-43, S4 §7).
ERASE_DAYS = 20
# Somebody who has not logged in for a year is dormant: no longer matched, still delivered to.
DORMANT_AFTER = timedelta(days=365)
# Nor can somebody whose e-mail bounces be told of post, unless they look in by themselves.
UNREACHABLE_AFTER = timedelta(days=30)
ADULT_AGE = 18
# Dormancy is counted in months, so a login is written down at most this often.
NOTE_LOGIN_EVERY = timedelta(days=1)


class EmailTaken(Conflict):
    """The address belongs to another account; told only to somebody who has proved that the address is theirs."""

    number = 40980
    slug = "email_taken"


class AlreadyMember(Conflict):
    """This person has an account already, or one that is just being erased."""

    number = 40982
    slug = "already_member"


class Language(StrEnum):
    """The languages that the operator speaks with people."""

    SV = "sv"
    EN = "en"


class Theme(StrEnum):
    """How the web app looks."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class NoticeChannel(StrEnum):
    """By what people are told of new post."""

    EMAIL = "email"
    PUSH = "push"
    SMS = "sms"


# A version of the terms, and when it was accepted.
Accepted = tuple[str, datetime]


# One cell of the table in which people choose what tells them of what.
Told = tuple[Category, NoticeChannel]


# What somebody may switch off: one category of the post of one sender.
Part = tuple[str, Category]


class Standing(StrEnum):
    """How a person stands towards one sender; what matching and sending answer follows from it alone."""

    ACTIVE = "active"
    DORMANT = "dormant"
    GRACE = "grace"                # has switched the sender off or closed the account, at most ten days ago
    SWITCHED_OFF = "switched_off"  # the sender is off since more than ten days
    CLOSED = "closed"              # the account is closed since more than ten days
    ABSENT = "absent"              # no account

    @property
    def matched(self) -> bool:
        """Whether matching tells the sender that this person can be reached."""
        return self is Standing.ACTIVE

    @property
    def accepts(self) -> bool:
        """Whether a letter is delivered to this person."""
        return self in (Standing.ACTIVE, Standing.DORMANT, Standing.GRACE)


@dataclass(frozen=True, slots=True)
class Closing:
    """An account on its way out: the promises made at the moment of closing."""

    closed_at: datetime
    accepts_until: datetime
    erase_at: datetime

    @classmethod
    def at(cls, now: datetime) -> Closing:
        """Promise: post through day 10, erasure when day 20 begins; days are Swedish days."""
        erase_at = start_of_day(business_date(now) + timedelta(days=ERASE_DAYS))
        return cls(now, end_of_day_after(now, GRACE_DAYS), erase_at)


def grace_from(now: datetime) -> datetime:
    """Until when post is still accepted from a sender that is switched off now."""
    return end_of_day_after(now, GRACE_DAYS)


@dataclass(frozen=True, slots=True)
class Opening:
    """All that an account needs: both channels are proved and the terms accepted (ACC-2, ACC-9)."""

    person: str
    sealed: str = field(repr=False)
    name: str = field(repr=False)
    email: EmailAddress
    mobile: MobileNumber
    language: Language
    terms_version: str
    terms_accepted_at: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """A person with a mailbox; `person` is the keyed digest of the personal number, which is not kept here."""

    person: str
    mailbox: str
    name: str = field(repr=False)
    email: str = field(repr=False)
    mobile: str = field(repr=False)
    language: Language
    theme: Theme
    notices_by_email: bool
    email_bounced: bool
    terms_version: str
    terms_accepted_at: datetime
    created_at: datetime
    last_login_at: datetime
    closing: Closing | None
    paused: dict[str, datetime]  # tenant key → until when its post is still accepted
    notices_by_sms: bool = False
    notices_by_push: bool = False  # some browser has been given leave; which ones, the subscriptions tell
    paused_parts: dict[Part, datetime] = field(default_factory=dict)  # the same, of one category from a sender alone
    silenced: frozenset[Told] = frozenset()  # of what a channel that is on does not tell all the same
    quiet: Quiet = NEVER  # when what makes a sound waits
    earlier_terms: tuple[Accepted, ...] = ()  # accepted before the present ones, the latest first

    def standing(self, tenant: str, now: datetime, category: Category | None = None) -> Standing:
        """How this person stands towards a sender at a moment, and towards one category of its post."""
        if self.closing is not None and now >= self.closing.accepts_until:
            return Standing.CLOSED
        part = self.paused_parts.get((tenant, category)) if category else None
        ends = [until for until in (self.paused.get(tenant), part) if until is not None]
        if ends and now >= min(ends):
            return Standing.SWITCHED_OFF
        if self.closing is not None or ends:
            return Standing.GRACE
        return Standing.DORMANT if self.is_dormant(now) else Standing.ACTIVE

    def hears(self, channel: NoticeChannel, category: Category) -> bool:
        """Whether a channel tells this person of a category of post; SMS stands in for e-mail that bounces."""
        stands_in = channel is NoticeChannel.SMS and self.email_bounced
        return self.chose(channel, category) or (stands_in and self.chose(NoticeChannel.EMAIL, category))

    def chose(self, channel: NoticeChannel, category: Category) -> bool:
        """Whether this person keeps a channel on for a category of post (NOT-4)."""
        return channel in self.channels and (category, channel) not in self.silenced

    @property
    def channels(self) -> tuple[NoticeChannel, ...]:
        """The channels that this person keeps on."""
        on = {
            NoticeChannel.EMAIL: self.notices_by_email, NoticeChannel.PUSH: self.notices_by_push,
            NoticeChannel.SMS: self.notices_by_sms,
        }
        return tuple(channel for channel, kept in on.items() if kept)

    def is_mailed(self) -> bool:
        """Whether an e-mail tells this person of whatever post arrives."""
        return not self.email_bounced and all(self.chose(NoticeChannel.EMAIL, category) for category in Category)

    def is_dormant(self, now: datetime) -> bool:
        """Whether nobody has logged in for a year, or for a month while notices bounce."""
        return is_dormant(self.last_login_at, now, bounced=self.email_bounced)

    def is_gone(self, now: datetime) -> bool:
        """Whether the account's last day is over: nobody gets in any more, erased or not (I6)."""
        return self.closing is not None and now >= self.closing.erase_at


def is_dormant(last_login_at: datetime, now: datetime, *, bounced: bool) -> bool:
    """Whether an account is dormant (vilande): no longer matched, still delivered to."""
    return now - last_login_at >= (UNREACHABLE_AFTER if bounced else DORMANT_AFTER)
