"""Claims on notices: each channel of a letter is leased by a conditional write before sending, settled after it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.aws import tables
from chalicelib.delivery import store as delivery_store
from chalicelib.delivery.model import Event
from chalicelib.kernel.clock import epoch
from chalicelib.kernel.slots import due_slot
from chalicelib.mailbox import store as mailbox_store
from chalicelib.mailbox.model import NOTICES_ALONE
from chalicelib.mailbox.store import ItemRow
from chalicelib.notifications.model import LEASE, NoticeState
from chalicelib.recipients.model import NoticeChannel

_STATES = {
    NoticeChannel.EMAIL: ItemRow.email_notice, NoticeChannel.PUSH: ItemRow.push_notice,
    NoticeChannel.SMS: ItemRow.sms_notice,
}
_LEASES = {
    NoticeChannel.EMAIL: ItemRow.email_lease, NoticeChannel.PUSH: ItemRow.push_lease,
    NoticeChannel.SMS: ItemRow.sms_lease,
}


def due(row: ItemRow) -> list[NoticeChannel]:
    """The channels on which a letter's notice is not settled yet."""
    if row.notice_due is None:
        return []
    states = {
        NoticeChannel.EMAIL: row.email_notice, NoticeChannel.PUSH: row.push_notice, NoticeChannel.SMS: row.sms_notice,
    }
    return [channel for channel, state in states.items() if state in (None, NoticeState.DUE)]


def _is_due(channel: NoticeChannel) -> Condition:
    condition: Condition = _STATES[channel].does_not_exist() | (_STATES[channel] == NoticeState.DUE)
    return condition


def claim(row: ItemRow, channel: NoticeChannel, now: datetime) -> ItemRow | None:
    """Take the lease on one channel and answer the row as it stands; None when it is settled or another's."""
    lease = _LEASES[channel]
    free = lease.does_not_exist() | (lease <= epoch(now))
    taken = [lease.set(epoch(now + LEASE))]
    return mailbox_store.change_row(row.mailbox, row.content_key, taken, _is_due(channel) & free)


def give_back(row: ItemRow, channel: NoticeChannel) -> None:
    """End a lease whose sending failed for sure, so that the next try need not wait for it."""
    mailbox_store.change(row.mailbox, row.content_key, [_LEASES[channel].set(0)], _is_due(channel))


def reached(row: ItemRow, browsers: set[str], until: datetime) -> None:
    """Note which browsers have been told while others are tried again, and until when they are."""
    actions = [ItemRow.push_told.add(browsers), ItemRow.push_until.set(ItemRow.push_until | epoch(until))]
    mailbox_store.change(row.mailbox, row.content_key, actions, _is_due(NoticeChannel.PUSH))


def settle(
    row: ItemRow, channel: NoticeChannel, state: NoticeState, event: Event | None, now: datetime,
    closing: Iterable[NoticeChannel] | None = None,
) -> None:
    """End one channel's notice for good and tell the sender of it; what is settled already stays as it is.

    `closing` is given with the last channel: it ends what the reconciler looks for, and the channels named are off.
    """
    actions = [_STATES[channel].set(state), *(_closing(closing) if closing is not None else [])]
    if channel is NoticeChannel.PUSH:
        actions += [ItemRow.push_told.remove(), ItemRow.push_until.remove()]
    writes = [mailbox_store.changing(row.mailbox, row.content_key, actions, _is_due(channel))]
    if event is not None:
        happened = delivery_store.event_row(row.content_key, row.tenant, event, now, channel=channel)
        writes.append(tables.put(happened))
    try:
        tables.commit(writes)
    except tables.Cancelled:
        # Settled by another hand, or erased meanwhile: nothing is left to tell.
        return


def close(row: ItemRow, off: Iterable[NoticeChannel]) -> None:
    """End what the reconciler looks for: every channel is settled, or off by the recipient's choice."""
    mailbox_store.change(row.mailbox, row.content_key, _closing(off))


def reopen(mailbox: str, key: str, channel: NoticeChannel, now: datetime) -> None:
    """Make a channel due again that was off, for a letter told by another that turned out not to reach."""
    again = [_STATES[channel].set(NoticeState.DUE), *_turn(key, now + NOTICES_ALONE)]
    mailbox_store.change(mailbox, key, again, _STATES[channel] == NoticeState.OFF)


def put_off(row: ItemRow, until: datetime) -> None:
    """Leave a letter that is still due alone until a moment."""
    mailbox_store.change(row.mailbox, row.content_key, _turn(row.content_key, until), ItemRow.notice_due.exists())


def _turn(key: str, at: datetime) -> list[Action]:
    """From when on the reconciler looks after a letter: not before, so that what waits is not read meanwhile."""
    return [ItemRow.notice_due.set(due_slot(at, key)), ItemRow.notice_again.set(epoch(at))]


def _closing(off: Iterable[NoticeChannel]) -> list[Action]:
    settled = [_STATES[channel].set(NoticeState.OFF) for channel in off]
    return [ItemRow.notice_due.remove(), ItemRow.notice_again.remove(), *settled]
