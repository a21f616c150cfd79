"""What comes back of e-mails: addresses that do not work, people who call our mail spam, and how they return."""

from __future__ import annotations

from chalicelib.aws.observability import about, count
from chalicelib.aws.queues import Queue
from chalicelib.callbacks.model import News, Type
from chalicelib.callbacks.outbox import Outbox
from chalicelib.delivery import status_store
from chalicelib.delivery import store as delivery_store
from chalicelib.delivery.model import Event
from chalicelib.kernel.clock import Clock
from chalicelib.notifications import claims
from chalicelib.notifications.channels import ByEmail
from chalicelib.recipients import store as recipients_store
from chalicelib.recipients.model import NoticeChannel
from chalicelib.recipients.sandbox import always_bounces_anew


class Bounces:
    """Suspending e-mail where it does not work or is not wanted."""

    def __init__(self, *, clock: Clock, email: ByEmail, outbox: Outbox, queue: Queue) -> None:
        self._clock = clock
        self._email = email
        self._outbox = outbox
        self._queue = queue

    def bounced(self, content: str | None, person_key: str, address: str) -> None:
        """Suspend a channel that does not work: shown to the person, told to the sender without the address.

        What was only a test has no content, and no sender who is told.
        """
        person = recipients_store.find(person_key)
        ours = person is not None and self._email.digest(person) == address
        if person is not None and ours and not always_bounces_anew(person.email):
            recipients_store.mark_bounced(person_key)
            if content:
                self._tell_by_sms(person.mailbox, content)
        status = status_store.status(content, self._clock.now()) if content else None
        if status is not None and not any(happening.event is Event.BOUNCED for happening in status.events):
            about("", content=status.key)
            self._tell(status.key, status.tenant)

    def _tell_by_sms(self, mailbox: str, content: str) -> None:
        """Have SMS stand in for the e-mail that came back; the notifier decides whether and when."""
        claims.reopen(mailbox, content, NoticeChannel.SMS, self._clock.now())
        self._queue.send({"mailbox": mailbox, "key": content})

    def _tell(self, content: str, tenant: str) -> None:
        """Note a bounce once, and what the sender's webhooks are told of it together with it."""
        now = self._clock.now()
        facts = {"content_key": content, "channel": NoticeChannel.EMAIL.value}
        told = self._outbox.find_writes(News(tenant, content, (Type.BOUNCED,), now, facts))
        if delivery_store.append(content, tenant, Event.BOUNCED, now, NoticeChannel.EMAIL, told):
            self._outbox.soon(told, content)
            count("bounced")

    def complained(self, person_key: str, address: str) -> None:
        """Stop mailing somebody who has called our mail spam; they can turn it on again under settings."""
        person = recipients_store.find(person_key)
        if person is not None and self._email.digest(person) == address:
            recipients_store.mute_email(person_key)
