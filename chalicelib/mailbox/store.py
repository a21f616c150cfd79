"""Tables of the mailbox: letters, and whom they come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.exceptions import DeleteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.aws import tables
from chalicelib.aws.tables import Table, Write
from chalicelib.content.receipt import Receipt
from chalicelib.kernel.clock import epoch, from_epoch, maybe_epoch, maybe_moment
from chalicelib.kernel.slots import due_slot
from chalicelib.mailbox.correspondent_store import CorrespondentRow
from chalicelib.mailbox.index_store import AppointmentIndex, DeadlineIndex, NoticeIndex, PurgeIndex
from chalicelib.mailbox.model import NOTICES_ALONE, TRASH_DAYS, Letter


class ItemRow(Table):
    """One letter in a mailbox, under 1 kB; keys sort by time, so newest first is one query."""

    Meta = tables.named("items")
    mailbox = UnicodeAttribute(hash_key=True)
    content_key = UnicodeAttribute(range_key=True)
    person = UnicodeAttribute()
    tenant = UnicodeAttribute()
    sender_name = UnicodeAttribute()
    subject = UnicodeAttribute()
    type = UnicodeAttribute()
    received_at = NumberAttribute()
    generated_at = UnicodeAttribute(null=True)
    parts = NumberAttribute(default=0)
    unread = BooleanAttribute(default=True)
    archived = BooleanAttribute(default=False)
    labels = UnicodeSetAttribute(null=True)
    trashed_at = NumberAttribute(null=True)
    purge_due = UnicodeAttribute(null=True)
    corrected_by = UnicodeAttribute(null=True)
    correlation_id = UnicodeAttribute(default="")
    starts_at = NumberAttribute(null=True)
    ends_at = NumberAttribute(null=True)
    answer_by = NumberAttribute(null=True)
    deadline = NumberAttribute(null=True)  # until when it is to be signed for, answered or taken up
    sender_icon = BooleanAttribute(null=True)
    # A registered letter: until when it can be signed for, when it was, and what is hidden until then.
    sign_by = NumberAttribute(null=True)
    signed_at = NumberAttribute(null=True)
    hides = UnicodeAttribute(null=True)
    notice_due = UnicodeAttribute(null=True)
    # The notice on each channel: due (or absent), leased until a moment, sent, off or failed.
    email_notice = UnicodeAttribute(default="due")
    email_lease = NumberAttribute(default=0)
    push_notice = UnicodeAttribute(null=True)
    push_lease = NumberAttribute(null=True)
    push_told = UnicodeSetAttribute(null=True)  # the browsers that were reached, until it is settled
    push_until = NumberAttribute(null=True)  # how long the others are tried
    sms_notice = UnicodeAttribute(null=True)
    sms_lease = NumberAttribute(null=True)
    notice_again = NumberAttribute(null=True)  # from when on the reconciler looks after what is still due
    notice_index = NoticeIndex()
    purge_index = PurgeIndex()
    appointment_index = AppointmentIndex()
    deadline_index = DeadlineIndex()


def to_letter(row: ItemRow) -> Letter:
    """Read a row as the business sees it."""
    return Letter(
        mailbox=row.mailbox, key=row.content_key, tenant=row.tenant, sender_name=row.sender_name, subject=row.subject,
        type=row.type, received_at=from_epoch(row.received_at), generated_at=row.generated_at, parts=int(row.parts),
        unread=row.unread, archived=row.archived, labels=tuple(sorted(row.labels or ())),
        trashed_at=maybe_moment(row.trashed_at),
        corrected_by=row.corrected_by, correlation_id=row.correlation_id,
        starts_at=maybe_moment(row.starts_at), ends_at=maybe_moment(row.ends_at), answer_by=maybe_moment(row.answer_by),
        sender_icon=bool(row.sender_icon), receipt=_receipt(row),
    )


def _receipt(row: ItemRow) -> Receipt | None:
    if row.sign_by is None:
        return None
    hides = (row.hides or "").split()
    return Receipt(from_epoch(row.sign_by), "sender" in hides, "subject" in hides, maybe_moment(row.signed_at))


def _demands(receipt: Receipt | None) -> dict[str, Any]:
    """What a registered letter's row holds besides."""
    if receipt is None:
        return {}
    hides = ["sender"] * receipt.hides_sender + ["subject"] * receipt.hides_subject
    return {"sign_by": epoch(receipt.expires_at), "hides": " ".join(hides) or None}


def new_item(letter: Letter, person: str) -> Write:
    """Put a letter into a mailbox as part of the transaction that delivers it, with its notices due."""
    again = letter.received_at + NOTICES_ALONE
    row = ItemRow(
        letter.mailbox, letter.key, person=person, tenant=letter.tenant, sender_name=letter.sender_name,
        subject=letter.subject, type=letter.type, received_at=epoch(letter.received_at),
        generated_at=letter.generated_at, parts=letter.parts, correlation_id=letter.correlation_id,
        starts_at=maybe_epoch(letter.starts_at), ends_at=maybe_epoch(letter.ends_at),
        answer_by=maybe_epoch(letter.answer_by), deadline=maybe_epoch(letter.deadline),
        sender_icon=letter.sender_icon or None, **_demands(letter.receipt),
        notice_due=due_slot(again, letter.key), notice_again=epoch(again),
    )
    return tables.put(row, ItemRow.content_key.does_not_exist())


def find(mailbox: str, key: str) -> Letter | None:
    """Find one letter."""
    row = find_row(mailbox, key)
    return to_letter(row) if row else None


def find_row(mailbox: str, key: str) -> ItemRow | None:
    """Find one letter's whole row, with the state of its notices."""
    return tables.get(ItemRow, mailbox, key, consistent=True)


def page(mailbox: str, before: str | None, limit: int) -> list[Letter]:
    """List letters newest first, from before a key; fewer than `limit` means that there are no more."""
    condition = ItemRow.content_key < before if before else None
    rows = ItemRow.query(
        mailbox, condition, scan_index_forward=False, limit=limit, page_size=limit, consistent_read=True
    )
    return [to_letter(row) for row in rows]


def ahead(mailbox: str, since: datetime, most: int) -> list[Letter]:
    """List the letters with an appointment or a deadline from a moment on: the indexes find, the rows decide."""
    booked = ItemRow.appointment_index.query(mailbox, AppointmentIndex.starts_at >= epoch(since), limit=most)
    due = ItemRow.deadline_index.query(mailbox, DeadlineIndex.deadline >= epoch(since), limit=most)
    found = [(row.starts_at, row.content_key) for row in booked] + [(row.deadline, row.content_key) for row in due]
    keys = [(mailbox, key) for key in dict.fromkeys(key for _, key in sorted(found)[:most])]
    rows = tables.batch_get({ItemRow: keys})[ItemRow]
    letters = [to_letter(row) for row in rows if row.starts_at is not None or row.deadline is not None]
    return sorted(letters, key=lambda letter: letter.starts_at or letter.deadline or since)


def change(mailbox: str, key: str, actions: Sequence[Action], condition: Condition | None = None) -> Letter | None:
    """Change a letter that is there; answer it as it is after, or None when it is not there or a condition refused."""
    row = change_row(mailbox, key, actions, condition)
    return to_letter(row) if row else None


def change_row(mailbox: str, key: str, actions: Sequence[Action], condition: Condition | None = None) -> ItemRow | None:
    """Change a letter in the same way; answer its whole row, with the state of its notices."""
    row = ItemRow(mailbox, key)
    return row if tables.changed(row, actions, _there(condition)) else None


def changing(mailbox: str, key: str, actions: Sequence[Action], condition: Condition | None = None) -> Write:
    """Change a letter that must still be there, as part of a transaction."""
    return tables.update(ItemRow(mailbox, key), actions, _there(condition))


def _there(condition: Condition | None) -> Condition:
    """The condition that a letter is there, and another: without it, a change of what is gone makes a stump of it."""
    demand: Condition = ItemRow.content_key.exists()
    return demand & condition if condition is not None else demand


def correct(mailbox: str, key: str, newer: str) -> None:
    """Say of a letter, if it is still there, which newer one corrects it."""
    change(mailbox, key, [ItemRow.corrected_by.set(newer)])


def answered(mailbox: str, key: str, now: datetime) -> Write:
    """Note in a transaction that a letter, which must still be in its mailbox, has been answered."""
    return changing(mailbox, key, [ItemRow.answer_by.remove(), ItemRow.deadline.remove()], still_there(now))


def still_there(now: datetime) -> Condition:
    """The condition that a letter is not in the trash, or that its time there is not over."""
    condition: Condition = ItemRow.trashed_at.does_not_exist() | (ItemRow.trashed_at > _end_of_trash(now))
    return condition


def trash_is_over(now: datetime) -> Condition:
    """The condition that a letter's time in the trash is over."""
    condition: Condition = ItemRow.trashed_at <= _end_of_trash(now)
    return condition


def _end_of_trash(now: datetime) -> int:
    return epoch(now - timedelta(days=TRASH_DAYS))


def marks(
    key: str, now: datetime, *, unread: bool | None, archived: bool | None, trashed: bool | None
) -> list[Action]:
    """What changes in a row when a letter is marked; a letter in the trash already keeps its day."""
    actions: list[Action] = []
    if unread is not None:
        actions.append(ItemRow.unread.set(unread))
    if archived is not None:
        actions.append(ItemRow.archived.set(archived))
    if trashed:
        purge_due = due_slot(now + timedelta(days=TRASH_DAYS), key)
        actions.append(ItemRow.trashed_at.set(ItemRow.trashed_at | epoch(now)))
        actions.append(ItemRow.purge_due.set(ItemRow.purge_due | purge_due))
    elif trashed is not None:
        actions += [ItemRow.trashed_at.remove(), ItemRow.purge_due.remove()]
    return actions


def end_trash(mailbox: str, key: str, now: datetime) -> bool:
    """End a letter's time in the trash now; should the rest fail, the walk over today's slot does it."""
    actions = [ItemRow.trashed_at.set(_end_of_trash(now)), ItemRow.purge_due.set(due_slot(now, key))]
    return change(mailbox, key, actions, ItemRow.trashed_at.exists()) is not None


def remove(mailbox: str, key: str, condition: Condition | None = None) -> bool:
    """Remove a letter's row; answer whether it was there and the condition held."""
    try:
        ItemRow(mailbox, key).delete(condition=_there(condition))
    except DeleteError as error:
        if tables.was_refused(error):
            return False
        raise
    return True


def notices_due(slots: Iterable[str], now: datetime) -> Iterator[tuple[datetime, tuple[str, str, str]]]:
    """Name (tenant, mailbox, key) of letters whose unsettled notices have their turn by now, and since when."""
    for slot in slots:
        for row in ItemRow.notice_index.query(slot, ItemRow.notice_again <= epoch(now)):
            yield from_epoch(row.notice_again), (str(row.tenant), str(row.mailbox), str(row.content_key))


def purges_due(slots: Iterable[str], now: datetime) -> Iterator[tuple[datetime, tuple[str, str]]]:
    """Name (mailbox, key) of letters whose time in the trash is over by now, and since when."""
    for slot in slots:
        for row in ItemRow.purge_index.query(slot, ItemRow.trashed_at <= _end_of_trash(now)):
            yield from_epoch(row.trashed_at) + timedelta(days=TRASH_DAYS), (str(row.mailbox), str(row.content_key))


def erase(mailbox: str) -> None:
    """Remove every row of a mailbox but the log of who has looked, which is kept apart from who it was."""
    for model in (ItemRow, CorrespondentRow):
        tables.erase_all(model, mailbox)
