"""What is ahead in one's own calendar: a private link that tells when and with whom, never about what."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.aws import tables
from chalicelib.aws.secrets import equal, fingerprint
from chalicelib.kernel.clock import Clock, business_date
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.ids import Ids, is_object_key
from chalicelib.mailbox import access_store, calendar_store, store
from chalicelib.mailbox.calendar_store import CalendarLinkRow
from chalicelib.mailbox.model import BY_LINK, Access, Act, Letter
from chalicelib.recipients.model import Language
from chalicelib.recipients.service import People

# What has been stays for a while, so that a calendar does not lose last week.
LOOKS_BACK = timedelta(days=30)
MOST = 100


@dataclass(frozen=True, slots=True)
class Ahead:
    """Letters with an appointment or something to do, and the language of whose they are."""

    letters: list[Letter]
    language: Language


class Calendars:
    """Private links to what is ahead in one mailbox. Who has the link reads it, so only its digest is kept."""

    def __init__(self, *, clock: Clock, ids: Ids, people: People) -> None:
        self._clock = clock
        self._ids = ids
        self._people = people

    def make(self, mailbox: str, person: str) -> str:
        """Make a link, which ends the one before; its key is told now and never again."""
        secret = self._ids.token()
        link = calendar_store.kept(mailbox, fingerprint(secret), person, self._clock.now())
        tables.commit([link, self._noted(mailbox, person, Act.CALENDAR_MADE)])
        return f"{mailbox}.{secret}"

    def made_at(self, mailbox: str) -> datetime | None:
        """When the living link was made; None when there is none."""
        return calendar_store.made_at(mailbox)

    def revoke(self, mailbox: str, person: str) -> None:
        """End the link at once; where there is none, nothing is to be ended."""
        with suppress(tables.Cancelled):
            tables.commit([calendar_store.ended(mailbox), self._noted(mailbox, person, Act.CALENDAR_ENDED)])

    def read(self, key: str) -> Ahead:
        """Find what is ahead in the mailbox that a link's key opens, the earliest first; two queries, one batch.

        A calendar reads every hour: the first look of a day is written down before it is answered (SEC-1).
        A key that is wrong, that has been revoked, or whose account is gone looks the same: NotFound.
        """
        mailbox, _, secret = key.partition(".")
        link = calendar_store.find(mailbox) if is_object_key(mailbox) else None
        person = self._people.find(link.person) if link and equal(link.digest, fingerprint(secret)) else None
        if link is None or person is None:
            raise NotFound("There is no such calendar.")
        self._note_first_today(link)
        found = store.ahead(mailbox, self._clock.now() - LOOKS_BACK, MOST)
        letters = [letter for letter in found if letter.trashed_at is None and letter.corrected_by is None]
        return Ahead(letters, person.language)

    def _note_first_today(self, link: CalendarLinkRow) -> None:
        today = str(business_date(self._clock.now()))
        if link.read_on == today:
            return
        with suppress(tables.Cancelled):  # written down by another look, or the link has just ended
            tables.commit([calendar_store.read_on(link, today), self._noted(link.mailbox, BY_LINK, Act.CALENDAR_READ)])

    def _noted(self, mailbox: str, who: str, act: Act) -> tables.Write:
        return access_store.noted(Access(mailbox, self._clock.now(), who, act), self._ids.hex(8))
