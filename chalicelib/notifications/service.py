"""Notices: every delivered letter is told on every channel that its recipient keeps on (I4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chalicelib.aws import checkpoints
from chalicelib.aws.blobs import Blobs
from chalicelib.aws.observability import about, count
from chalicelib.aws.queues import Queue
from chalicelib.content.types import category_of
from chalicelib.delivery import status_store
from chalicelib.delivery.model import ENDED, Event, demand_orphaned
from chalicelib.kernel.clock import Clock, from_epoch
from chalicelib.kernel.errors import Unavailable
from chalicelib.kernel.slots import slots_of
from chalicelib.mailbox import store as mailbox_store
from chalicelib.mailbox.model import blob_prefix
from chalicelib.mailbox.store import ItemRow
from chalicelib.notifications import claims
from chalicelib.notifications.channels import Channel
from chalicelib.notifications.model import LEASE, NOTICE_LIVES, NoticeState
from chalicelib.notifications.suppliers import Silent, Undeliverable
from chalicelib.recipients import store as recipients_store
from chalicelib.recipients.model import NoticeChannel, Person

# What a sender is told of each channel; of one that is off, nothing.
_EVENTS = {NoticeState.SENT: Event.NOTIFIED, NoticeState.FAILED: Event.NOTICE_FAILED}


class Notices:
    """Telling recipients of their letters, at least once and never lost."""

    def __init__(self, *, clock: Clock, blobs: Blobs, channels: Sequence[Channel], queue: Queue) -> None:
        self._clock = clock
        self._blobs = blobs
        self._channels = channels
        self._queue = queue

    def announce(self, mailbox: str, key: str, arrived_at: datetime) -> None:
        """Tell of one letter whose content has arrived in the bucket; a settled notice is not sent again.

        Raises Unavailable while the letter is not committed yet, or while a supplier is down.
        """
        row = mailbox_store.find_row(mailbox, key)
        if row is None:
            self._orphan(mailbox, key, arrived_at)
            return
        about(row.correlation_id, content=row.content_key)
        person = recipients_store.find(row.person)
        if person is None:
            return
        self._tell(row, person)

    def _orphan(self, mailbox: str, key: str, arrived_at: datetime) -> None:
        """Wait for a commit that may still come; then remove what nobody was promised."""
        demand_orphaned(arrived_at, self._clock.now())
        # A content that was accepted before belongs to a release that is still under way, or to a letter since erased.
        # One that has ended meanwhile was never delivered: its copy came too late.
        status = status_store.status(key, self._clock.now())
        if status is None or status.state in ENDED:
            self._blobs.erase(blob_prefix(mailbox, key))
            count("orphans")

    def _tell(self, row: ItemRow, person: Person) -> None:
        """Tell on every channel that is kept on; what makes a sound waits for the end of quiet hours.

        What waits is neither claimed nor settled, so that the reconciler finds it when its turn has come.
        """
        due, category = claims.due(row), category_of(row.type)
        heard = [channel for channel in self._channels if channel.name in due and person.hears(channel.name, category)]
        off = set(due) - {channel.name for channel in heard}
        quiet = person.quiet.until(self._clock.now())
        if quiet is not None and any(channel.rings for channel in heard):
            self._tell_each([channel for channel in heard if not channel.rings], row, person, None)
            claims.put_off(row, quiet)
        else:
            self._tell_each(heard, row, person, off)

    def _tell_each(
        self, heard: Sequence[Channel], row: ItemRow, person: Person, off: set[NoticeChannel] | None
    ) -> None:
        """Tell on some channels, where one that is down holds up none of the others; `off` closes the letter."""
        trouble: Unavailable | None = None
        for channel in heard:
            closing = off if channel is heard[-1] and trouble is None else None
            try:
                self._tell_by(channel, row, person, closing)
            except Unavailable as error:
                trouble = error
        if trouble is not None:
            raise trouble
        if not heard and off is not None and row.notice_due is not None:
            claims.close(row, off)

    def _tell_by(self, channel: Channel, row: ItemRow, person: Person, closing: set[NoticeChannel] | None) -> None:
        claimed = claims.claim(row, channel.name, self._clock.now())
        if claimed is None:
            raise Unavailable("Somebody else is sending this notice.", retry_after=int(LEASE.total_seconds()))
        try:
            state = self._told(channel, claimed, person)
        except Unavailable:
            claims.give_back(row, channel.name)
            raise
        event = _EVENTS.get(state)
        claims.settle(row, channel.name, state, event, self._clock.now(), closing)
        if event is not None:
            count(str(event))

    def _told(self, channel: Channel, row: ItemRow, person: Person) -> NoticeState:
        """Tell of a letter; answer what has become of its notice. One that never got through has a last moment."""
        if self._clock.now() - from_epoch(row.received_at) > NOTICE_LIVES:
            return NoticeState.FAILED
        try:
            channel.tell(row, person)
        except Silent:
            return NoticeState.OFF
        except Undeliverable:
            return NoticeState.FAILED
        return NoticeState.SENT

    def reconcile(self) -> int:
        """Find notices that fell between or whose quiet hours are over, and send their messages; answer how many.

        An outage fills the queue no further than it must: a letter that stays untold gets another message when its age
        has doubled, at least every four hours. Its earlier messages, each tried for hours, end a shorter one.
        """
        now = self._clock.now()
        found = checkpoints.hand_out("notices", now, lambda day: mailbox_store.notices_due(slots_of(day), now))
        sent = self._queue.send_fairly((tenant, {"mailbox": box, "key": key}) for tenant, box, key in found)
        if sent:
            count("reconciled", sent)
        return sent
