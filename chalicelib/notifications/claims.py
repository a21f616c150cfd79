"""Claims on notices: a lease taken by a conditional write before sending, settled after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.aws import tables
from chalicelib.delivery import store as delivery_store
from chalicelib.delivery.model import Event
from chalicelib.kernel.clock import epoch
from chalicelib.mailbox import store as mailbox_store
from chalicelib.mailbox.store import ItemRow
from chalicelib.notifications.model import LEASE, Mail, NoticeState


def claim(row: ItemRow, now: datetime) -> bool:
    """Take the lease on a letter's e-mail notice; answer False when it is settled or somebody else holds it."""
    condition = (ItemRow.email_notice == NoticeState.DUE) & (ItemRow.email_lease <= epoch(now))
    until = epoch(now + LEASE)
    return mailbox_store.change(row.mailbox, row.content_key, [ItemRow.email_lease.set(until)], condition) is not None


def give_back(row: ItemRow) -> None:
    """End a lease whose sending failed for sure, so that the next try need not wait for it."""
    mailbox_store.change(row.mailbox, row.content_key, [ItemRow.email_lease.set(0)], ItemRow.email_notice == "due")


def settle(row: ItemRow, state: NoticeState, event: Event | None, now: datetime) -> None:
    """End a notice for good and tell the sender of it; a notice that is settled already stays as it is.

    E-mail is the only channel so far, so its end is also the end of what the reconciler looks for.
    """
    key = ItemRow(row.mailbox, row.content_key)
    actions = [ItemRow.email_notice.set(state), ItemRow.notice_due.remove()]
    writes = [tables.update(key, actions, ItemRow.email_notice == NoticeState.DUE)]
    if event is not None:
        happened = delivery_store.event_row(row.content_key, row.tenant, event, now, channel="email")
        writes.append(tables.put(happened))
    try:
        tables.commit(writes)
    except tables.Cancelled:
        # Settled by another hand, or erased meanwhile: nothing is left to tell.
        return


def correlated(mail: Mail, correlation_id: str) -> Mail:
    """Let an e-mail carry the correlation id of the request that sent the letter."""
    return replace(mail, correlation_id=correlation_id)
