"""Tests of a channel, asked for by its owner, and the way back for an address that bounced or complained."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chalicelib.aws import counters, tables
from chalicelib.aws.queues import Queue
from chalicelib.kernel.clock import Clock, epoch
from chalicelib.kernel.errors import TooMany
from chalicelib.notifications.channels import Channel
from chalicelib.notifications.suppliers import MailSupplier, Undeliverable
from chalicelib.recipients import store as recipients_store
from chalicelib.recipients.model import NoticeChannel

TESTS_PER_HOUR = 5
HOUR = 3600


class TooManyTests(TooMany):
    """More tests of a channel than anybody needs."""

    slug = "too_many_tests"


class Trying:
    """What the web app asks of the notifier besides letters; the notifier alone speaks with suppliers."""

    def __init__(self, *, clock: Clock, channels: Sequence[Channel], mail: MailSupplier, queue: Queue) -> None:
        self._clock = clock
        self._channels = {channel.name: channel for channel in channels}
        self._mail = mail
        self._queue = queue

    def ask(self, person: str, channel: NoticeChannel) -> None:
        """Have a test sent within moments, at most five an hour on each channel; raises TooManyTests."""
        now = self._clock.now()
        try:
            tables.commit([counters.once_more(f"test#{channel}#{person}", TESTS_PER_HOUR, HOUR, now)])
        except tables.Cancelled:
            raise TooManyTests(
                f"At most {TESTS_PER_HOUR} tests an hour.", retry_after=HOUR - epoch(now) % HOUR
            ) from None
        self._queue.send({"test": channel, "person": person, "asked": str(epoch(now))})

    def test(self, person_key: str, channel: NoticeChannel, asked: datetime) -> None:
        """Send a test; one that could not be sent for an hour is of no use to anybody any more."""
        person = recipients_store.find(person_key)
        if person is None or (self._clock.now() - asked).total_seconds() > HOUR:
            return
        self.lift(person_key)
        try:
            self._channels[channel].test(person)
        except Undeliverable:
            return

    def ask_lift(self, person: str) -> None:
        """Have somebody's address taken off the list of those that the supplier refuses to mail."""
        self._queue.send({"lift": person})

    def lift(self, person_key: str) -> None:
        """Take the address of somebody who wants our mail off the supplier's list."""
        person = recipients_store.find(person_key)
        if person is not None and person.notices_by_email:
            self._mail.lift(person.email)
