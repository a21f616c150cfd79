"""Notices: every delivered letter is told on every channel that its recipient keeps on (I4)."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import chain

from chalicelib.aws import checkpoints
from chalicelib.aws.blobs import Blobs
from chalicelib.aws.observability import count
from chalicelib.aws.queues import Queue
from chalicelib.aws.secrets import Pepper
from chalicelib.callbacks.model import News, Type
from chalicelib.callbacks.outbox import Outbox
from chalicelib.content.types import kind_of
from chalicelib.delivery import status_store
from chalicelib.delivery import store as delivery_store
from chalicelib.delivery.model import ENDED, Event
from chalicelib.kernel.clock import Clock, day_of, from_epoch
from chalicelib.kernel.errors import Unavailable
from chalicelib.mailbox import store as mailbox_store
from chalicelib.mailbox.model import blob_prefix, slots_of
from chalicelib.mailbox.store import ItemRow
from chalicelib.notifications import claims
from chalicelib.notifications.model import LEASE, ORPHAN_AFTER, House, NoticeState, notice_mail
from chalicelib.notifications.suppliers import MailSupplier, Undeliverable
from chalicelib.recipients import store as recipients_store
from chalicelib.recipients.model import Person

EMAIL = "email"
# What is younger than this is left to its own message.
RECONCILE_AFTER = timedelta(minutes=30)


class Notices:
    """Telling recipients of their letters, at least once and never lost."""

    def __init__(
        self, *, clock: Clock, blobs: Blobs, pepper: Pepper, mail: MailSupplier, queue: Queue, house: House,
        outbox: Outbox,
    ) -> None:
        self._clock = clock
        self._blobs = blobs
        self._pepper = pepper
        self._mail = mail
        self._queue = queue
        self._house = house
        self._outbox = outbox

    def announce(self, mailbox: str, key: str, arrived_at: datetime) -> None:
        """Tell of one letter whose content has arrived in the bucket; a settled notice is not sent again.

        Raises Unavailable while the letter is not committed yet, or while the supplier is down.
        """
        row = mailbox_store.find_row(mailbox, key)
        if row is None:
            self._orphan(mailbox, key, arrived_at)
            return
        person = recipients_store.find(row.person)
        if person is None:
            return
        if not mailbox_store.to_letter(row).sender_hidden:
            mailbox_store.note_correspondent(mailbox, row.tenant, row.sender_name, from_epoch(row.received_at))
        self._email(row, person)

    def _orphan(self, mailbox: str, key: str, arrived_at: datetime) -> None:
        """Wait for a commit that may still come; then remove what nobody was promised."""
        wait = arrived_at + ORPHAN_AFTER - self._clock.now()
        if wait > timedelta():
            raise Unavailable("Not committed yet.", retry_after=int(wait.total_seconds()) + 1)
        # A content that was accepted before belongs to a release that is still under way, or to a letter since erased.
        # One that has ended meanwhile was never delivered: its copy came too late.
        status = status_store.status(key, self._clock.now())
        if status is None or status.state in ENDED:
            self._blobs.erase(blob_prefix(mailbox, key))
            count("orphans")

    def _email(self, row: ItemRow, person: Person) -> None:
        if row.email_notice != NoticeState.DUE:
            return
        if not person.notices_by_email:
            claims.settle(row, NoticeState.OFF, None, self._clock.now())
            return
        if person.email_bounced:
            claims.settle(row, NoticeState.FAILED, Event.NOTICE_FAILED, self._clock.now())
            return
        if not claims.claim(row, self._clock.now()):
            raise Unavailable("Somebody else is sending this notice.", retry_after=int(LEASE.total_seconds()))
        self._send(row, person)

    def _send(self, row: ItemRow, person: Person) -> None:
        # Who has sent a registered letter may be known only to who has signed for it.
        sender = None if mailbox_store.to_letter(row).sender_hidden else row.sender_name
        mail = notice_mail(self._house, person.language, person.email, sender, kind_of(row.type))
        mail.tags.update(
            content=row.content_key, mailbox=row.mailbox, person=person.person, address=self._digest(person)
        )
        try:
            self._mail.send(claims.correlated(mail, row.correlation_id))
        except Undeliverable:
            claims.settle(row, NoticeState.FAILED, Event.NOTICE_FAILED, self._clock.now())
            return
        except Unavailable:
            claims.give_back(row)
            raise
        claims.settle(row, NoticeState.SENT, Event.NOTIFIED, self._clock.now())
        count("notified")

    def _digest(self, person: Person) -> str:
        return self._pepper.of("email", person.email.lower())

    def bounced(self, content: str, person_key: str, address: str) -> None:
        """Suspend a channel that does not work: shown to the person, told to the sender without the address."""
        person = recipients_store.find(person_key)
        if person is not None and self._digest(person) == address:
            recipients_store.mark_bounced(person_key)
        status = status_store.status(content, self._clock.now())
        if status is not None and not any(happening.event is Event.BOUNCED for happening in status.events):
            self._tell_bounce(content, status.tenant)

    def _tell_bounce(self, content: str, tenant: str) -> None:
        """Note a bounce once, and what the sender's webhooks are told of it together with it."""
        now = self._clock.now()
        news = News(tenant, content, (Type.BOUNCED,), now, {"content_key": content, "channel": EMAIL})
        told = self._outbox.find_writes(news)
        if delivery_store.append(content, tenant, Event.BOUNCED, now, EMAIL, told):
            self._outbox.soon(told, content)
            count("bounced")

    def complained(self, person_key: str, address: str) -> None:
        """Stop mailing somebody who has called our mail spam; they can turn it on again under settings."""
        person = recipients_store.find(person_key)
        if person is not None and self._digest(person) == address:
            recipients_store.mute_email(person_key)

    def reconcile(self) -> int:
        """Find notices that fell between, and send their messages again; answer how many."""
        now, found = self._clock.now(), 0
        unfinished = day_of(now)
        for day in checkpoints.days_to_walk("notices", now):
            due = list(chain.from_iterable(mailbox_store.notices_due(slot) for slot in slots_of(day)))
            unfinished = min(unfinished, day) if due else unfinished
            found += sum(self._again(mailbox, key, now) for mailbox, key in due)
        checkpoints.finish("notices", unfinished, now)
        return found

    def _again(self, mailbox: str, key: str, now: datetime) -> bool:
        """Send a message for a letter whose notice is, on a second look, still due and no longer young."""
        row = mailbox_store.find_row(mailbox, key)
        if row is None or row.notice_due is None or from_epoch(row.received_at) > now - RECONCILE_AFTER:
            return False
        self._queue.send({"mailbox": mailbox, "key": key})
        count("reconciled")
        return True
