"""The channels by which people are told of their letters, each with what it says and to whom it hands it over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Protocol

from chalicelib.aws import tables
from chalicelib.aws.secrets import Pepper
from chalicelib.content.types import kind_of
from chalicelib.kernel.clock import Clock, from_epoch
from chalicelib.kernel.errors import Unavailable
from chalicelib.mailbox import store as mailbox_store
from chalicelib.mailbox.store import ItemRow
from chalicelib.notifications import claims, subscription_store
from chalicelib.notifications.model import OTHERS_TRIED, PUSH_LIVES, House, Subscription, notice_mail, test_mail
from chalicelib.notifications.push_texts import PushMessage, push_notice, push_test
from chalicelib.notifications.suppliers import Gone, MailSupplier, PushSupplier, Refused, Silent, Undeliverable
from chalicelib.recipients.model import NoticeChannel, Person

# When a browser was last reached is shown by the day.
NOTE_TOLD_EVERY = timedelta(days=1)


class Channel(Protocol):
    """One way to tell somebody; raises Unavailable (try again) or Undeliverable (do not)."""

    name: NoticeChannel
    rings: bool  # whether it makes a sound, and so waits for the end of quiet hours

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

    name, rings = NoticeChannel.EMAIL, False

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


class ByPush:
    """A notice in every browser in which the person has turned them on."""

    name, rings = NoticeChannel.PUSH, True

    def __init__(self, *, clock: Clock, push: PushSupplier, house: House) -> None:
        self._clock = clock
        self._push = push
        self._house = house

    def tell(self, row: ItemRow, person: Person) -> None:
        """Tell of a letter, for as long as news is news; a browser that cannot be reached just now is tried again.

        Which ones have been told is noted, so that none is told twice. When one has been, the others are tried for
        some hours, and not at all where their push service refuses us: the person knows.
        """
        now, told = self._clock.now(), frozenset(row.push_told or ())
        if told and now >= from_epoch(row.push_until):
            return
        if now - from_epoch(row.received_at) > PUSH_LIVES:
            raise Undeliverable("No browser could be reached for days.")
        message = push_notice(person.language, sender_of(row), kind_of(row.type), row.content_key)
        reached, trouble = self._send(message, person, told)
        if trouble is None or (isinstance(trouble, Refused) and (reached or told)):
            return
        if reached:
            claims.reached(row, reached, now + OTHERS_TRIED)
        raise trouble

    def test(self, person: Person) -> None:
        """Send what shows whether browsers can be reached; one that is, shows it."""
        reached, trouble = self._send(push_test(self._house, person.language), person)
        if trouble is not None and not reached:
            raise trouble

    def _send(
        self, message: PushMessage, person: Person, told: frozenset[str] = frozenset()
    ) -> tuple[set[str], Unavailable | None]:
        """Send to every browser that has not been told; answer which were reached, and why another was not.

        To all at once: the push services of some may hang, and neither the others nor other people wait for them.
        """
        browsers = subscription_store.of(person.mailbox)
        if not browsers and not told:
            raise Silent("No browser is told.")
        untold = [browser for browser in browsers if browser.key not in told]
        outcomes = tables.at_once(lambda browser: self._one(browser, message), untold)
        reached = {browser.key for browser, outcome in zip(untold, outcomes, strict=True) if outcome is None}
        # What passes by itself is worth another try, whatever else refuses us.
        passing_first = sorted(
            (outcome for outcome in outcomes if isinstance(outcome, Unavailable)),
            key=lambda outcome: isinstance(outcome, Refused),
        )
        trouble = passing_first[0] if passing_first else None
        if not (reached or told or trouble):
            raise Undeliverable("Every browser has unsubscribed.")
        return reached, trouble

    def _one(self, browser: Subscription, message: PushMessage) -> Gone | Unavailable | None:
        """Send to one browser; answer why it was not reached."""
        try:
            self._push.send(browser, message)
        except Gone as error:
            subscription_store.remove(browser.mailbox, browser.key)
            return error
        except Unavailable as error:
            return error
        now = self._clock.now()
        if browser.told_at is None or now - browser.told_at >= NOTE_TOLD_EVERY:
            subscription_store.told(browser, now)
        return None
