"""The channels by which people are told of their letters, each with what it says and to whom it hands it over."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from chalicelib.aws.secrets import Pepper
from chalicelib.content.types import kind_of
from chalicelib.mailbox import store as mailbox_store
from chalicelib.mailbox.store import ItemRow
from chalicelib.notifications.model import House, notice_mail, test_mail
from chalicelib.notifications.suppliers import MailSupplier, Undeliverable
from chalicelib.recipients.model import NoticeChannel, Person


class Channel(Protocol):
    """One way to tell somebody; raises Unavailable (try again) or Undeliverable (do not)."""

    name: NoticeChannel

    def tell(self, row: ItemRow, person: Person) -> None:
        """Tell of a letter."""
        ...

    def test(self, person: Person) -> None:
        """Send what shows whether the channel works."""
        ...


def sender_of(row: ItemRow) -> str | None:
    """Whom a notice may name: who has sent a registered letter is known only to who has signed for it."""
    return None if mailbox_store.to_letter(row).sender_hidden else str(row.sender_name)


class ByEmail:
    """E-mail to the person's proved address, as long as it does not bounce."""

    name = NoticeChannel.EMAIL

    def __init__(self, *, mail: MailSupplier, house: House, pepper: Pepper) -> None:
        self._mail = mail
        self._house = house
        self._pepper = pepper

    def tell(self, row: ItemRow, person: Person) -> None:
        """Tell of a letter; the tags come back with a bounce."""
        if person.email_bounced:
            raise Undeliverable("The address bounces.")
        mail = notice_mail(self._house, person.language, person.email, sender_of(row), kind_of(row.type))
        mail.tags.update(
            content=row.content_key, mailbox=row.mailbox, person=person.person, address=self.digest(person)
        )
        self._mail.send(replace(mail, correlation_id=row.correlation_id))

    def test(self, person: Person) -> None:
        """Send what shows whether the address works; a bounce of it counts like any other."""
        mail = test_mail(self._house, person.language, person.email)
        mail.tags.update(kind="test", person=person.person, address=self.digest(person))
        self._mail.send(mail)

    def digest(self, person: Person) -> str:
        """By what a bounce tells which address it is about."""
        return self._pepper.of("email", person.email.lower())
