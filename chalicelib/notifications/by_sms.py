"""SMS as a channel: of its own where somebody wants it, and once a day in the place of e-mail that comes back."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.aws import counters
from chalicelib.content.types import category_of
from chalicelib.kernel.clock import Clock, business_date
from chalicelib.mailbox.store import ItemRow
from chalicelib.notifications.model import SMS_LIVES, House, notice_sms, test_sms
from chalicelib.notifications.suppliers import Silent, SmsSupplier
from chalicelib.recipients.model import NoticeChannel, Person


class BySms:
    """An SMS to the person's proved number, without sender or subject."""

    name, rings = NoticeChannel.SMS, True

    def __init__(self, *, clock: Clock, sms: SmsSupplier, house: House) -> None:
        self._clock = clock
        self._sms = sms
        self._house = house

    def tell(self, row: ItemRow, person: Person) -> None:
        """Tell of a letter; raises Silent when there is no telephone, or it would stand in a second time that day."""
        if not person.mobile:
            raise Silent("A sandbox identity has no telephone.")
        instead = not person.chose(NoticeChannel.SMS, category_of(row.type))
        if instead and not self._first_today(person, row.content_key):
            raise Silent("Another letter has been told of today.")
        self._sms.send(person.mobile, notice_sms(self._house, person.language, instead=instead), SMS_LIVES)

    def _first_today(self, person: Person, letter: str) -> bool:
        """Whether the day's only SMS is this letter's: it stays so when the letter is tried again."""
        now = self._clock.now()
        return counters.hold(f"sms#{person.person}#{business_date(now)}", letter, now + timedelta(days=2))

    def test(self, person: Person) -> None:
        """Send what shows whether the number works."""
        self._sms.send(person.mobile, test_sms(self._house, person.language), SMS_LIVES)
