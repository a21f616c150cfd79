"""An account comes to be when e-mail and mobile are proved (ACC-9), and keeps its proved contact details."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.aws import tables
from chalicelib.aws.tables import Write
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.kernel.identifiers import EmailAddress, MobileNumber
from chalicelib.kernel.ids import Ids
from chalicelib.recipients import store
from chalicelib.recipients.model import AlreadyMember, EmailTaken, Opening, Person, Theme
from chalicelib.recipients.service import People
from chalicelib.recipients.store import Marker


class Accounts:
    """Opening accounts and changing the contact details that they stand on."""

    def __init__(self, *, clock: Clock, ids: Ids, people: People, marker: Marker) -> None:
        self._clock = clock
        self._ids = ids
        self._people = people
        self._marker = marker

    def open(self, opening: Opening, mailbox: str, extra: Sequence[Write] = ()) -> Person:
        """Open an account in one transaction, together with `extra`: the proof that is used up, the step taken.

        Raises AlreadyMember and EmailTaken; Conflict when `extra` was refused.
        """
        now = self._clock.now()
        person = Person(
            person=opening.person, mailbox=mailbox, name=opening.name, email=opening.email.address,
            mobile=opening.mobile.number, language=opening.language, theme=Theme.SYSTEM, notices_by_email=True,
            email_bounced=False, terms_version=opening.terms_version, terms_accepted_at=opening.terms_accepted_at,
            created_at=now, last_login_at=now, closing=None, paused={},
        )
        address = self._people.address_key(opening.email)
        writes = store.new_account(person, opening.sealed, address)
        try:
            tables.commit([*writes, *extra, self._marker(person.person)])
        except tables.Cancelled as refused:
            raise _why(refused, AlreadyMember("You have an account already. Log in."), _taken()) from None
        return person

    def new_mailbox(self) -> str:
        """Make the key of a mailbox to be."""
        return self._ids.key(self._clock.now())

    def change_email(self, person: Person, email: EmailAddress, extra: Sequence[Write] = ()) -> Person:
        """Give somebody another, proved address; post is sent to it and to no other from this moment."""
        address, old = self._people.address_key(email), self._people.address_key(EmailAddress(person.email))
        writes = store.move_address(person, email.address, address, old)
        try:
            tables.commit([*writes, *extra, self._marker(person.person)])
        except tables.Cancelled as refused:
            raise _why(refused, _taken()) from None
        return _still(person.person)

    def change_mobile(self, person: Person, mobile: MobileNumber, extra: Sequence[Write] = ()) -> Person:
        """Give somebody another, proved mobile number."""
        try:
            tables.commit([store.new_mobile(person.person, mobile.number), *extra])
        except tables.Cancelled as refused:
            raise _why(refused) from None
        return _still(person.person)

    def check_free(self, email: EmailAddress, person: str) -> None:
        """Raise EmailTaken when an address belongs to somebody else; ask only for an address that has been proved."""
        owner = store.person_by_address(self._people.address_key(email))
        if owner is not None and owner != person:
            raise _taken()


def _still(person: str) -> Person:
    found = store.find(person)
    if found is None:
        raise NotFound("There is no such account.")
    return found


def _taken() -> EmailTaken:
    return EmailTaken("Another account has this e-mail address. Give another one.")


def _why(refused: tables.Cancelled, *by_place: Conflict) -> Conflict:
    """Tell a refused transaction by which of its first writes was refused."""
    for reason, error in zip(refused.reasons, by_place, strict=False):
        if reason.failed:
            return error
    return Conflict("This has been changed meanwhile. Read it again and repeat what is still wanted.")
