"""The table of exports: one row per mailbox, which is also the checkpoint of the export being made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.aws import counters, tables
from chalicelib.aws.tables import Cancelled, Table
from chalicelib.kernel.clock import epoch, from_epoch, maybe_moment
from chalicelib.kernel.slots import due_slot
from chalicelib.mailbox import access_store
from chalicelib.mailbox.model import Access
from chalicelib.privacy.model import (
    A_DAY,
    DAY,
    GIVE_UP_AFTER,
    LEASE,
    TOLD_FOR,
    Export,
    ExportUnderWay,
    TooManyExports,
)


class DueIndex(GlobalSecondaryIndex["ExportRow"]):
    """Exports that are not ready and told of, by the sharded day they were ordered; sparse."""

    class Meta:
        """Only keys: the base row decides."""

        index_name = "due-index"
        projection = KeysOnlyProjection()

    due = UnicodeAttribute(hash_key=True)
    mailbox = UnicodeAttribute(range_key=True)


class ExportRow(Table):
    """The latest export of a mailbox. Whoever works on it writes only as long as the attempt is theirs."""

    Meta = tables.named("exports")
    mailbox = UnicodeAttribute(hash_key=True)
    export = UnicodeAttribute()
    person = UnicodeAttribute()
    ordered_at = NumberAttribute()
    letters = NumberAttribute(default=0)
    upload = UnicodeAttribute(null=True)
    piece = UnicodeAttribute(null=True)
    attempt = UnicodeAttribute(default="")
    lease = NumberAttribute(default=0)
    ready_at = NumberAttribute(null=True)
    size = NumberAttribute(default=0)
    told = BooleanAttribute(default=False)
    due = UnicodeAttribute(null=True)
    ttl = NumberAttribute()
    due_index = DueIndex()


def find(mailbox: str) -> Export | None:
    """Find the latest export of a mailbox."""
    row = tables.get(ExportRow, mailbox, consistent=True)
    if row is None:
        return None
    return Export(
        mailbox=row.mailbox, key=row.export, person=row.person, ordered_at=from_epoch(row.ordered_at),
        letters=int(row.letters), upload=row.upload, piece=row.piece,
        ready_at=maybe_moment(row.ready_at), size=int(row.size), told=row.told,
        leased_until=from_epoch(row.lease) if row.lease else None,
    )


def order(export: Export, access: Access, mark: str) -> None:
    """Order an export in the place of the last one, and write down that it was: one transaction.

    Raises ExportUnderWay or TooManyExports.
    """
    now = export.ordered_at
    row = ExportRow(
        export.mailbox, export=export.key, person=export.person, ordered_at=epoch(now),
        due=due_slot(now, export.key), ttl=epoch(now + TOLD_FOR),
    )
    over = (
        ExportRow.mailbox.does_not_exist() | ExportRow.ready_at.exists()
        | (ExportRow.ordered_at <= epoch(now - GIVE_UP_AFTER))
    )
    limit = counters.once_more(f"export#{export.mailbox}", A_DAY, DAY, now)
    try:
        tables.commit([tables.put(row, over), limit, access_store.noted(access, mark)])
    except Cancelled as cancelled:
        first, second, _ = cancelled.reasons
        if first.old and first.old.get("export") == {"S": export.key}:
            return  # it is ours: the answer to the first try was lost
        if first.failed:
            raise ExportUnderWay("An export is being made already.") from None
        if second.failed:
            raise TooManyExports("Order another one tomorrow.", retry_after=DAY) from None
        raise


def claim(export: Export, attempt: str, now: datetime) -> bool:
    """Take the making of an export, unless somebody living has it."""
    free = (ExportRow.export == export.key) & (ExportRow.lease <= epoch(now)) & ExportRow.ready_at.does_not_exist()
    return _changed(export, [ExportRow.attempt.set(attempt), *_leased(now)], free)


def begin(export: Export, attempt: str, upload: str, now: datetime) -> bool:
    """Begin from the beginning, in an upload of its own."""
    actions = [ExportRow.upload.set(upload), ExportRow.letters.set(0), ExportRow.piece.remove(), *_leased(now)]
    return _changed(export, actions, ExportRow.attempt == attempt)


def save(export: Export, attempt: str, piece: str, letters: int, now: datetime) -> bool:
    """Note that a segment is done."""
    actions = [ExportRow.piece.set(piece), ExportRow.letters.set(letters), *_leased(now)]
    return _changed(export, actions, ExportRow.attempt == attempt)


def rest(export: Export, attempt: str) -> bool:
    """Give the making back, for another to go on at once."""
    return _changed(export, [ExportRow.lease.set(0)], ExportRow.attempt == attempt)


def finish(export: Export, attempt: str, size: int, now: datetime) -> bool:
    """Note that the whole file is there, from now on and for a week."""
    actions = [ExportRow.ready_at.set(epoch(now)), ExportRow.size.set(size), ExportRow.piece.remove()]
    return _changed(export, actions, ExportRow.attempt == attempt)


def settle(export: Export) -> None:
    """Note that nothing more is to be done for an export: its owner has been told."""
    _changed(export, [ExportRow.told.set(True), ExportRow.due.remove()], ExportRow.export == export.key)


def give_up(export: Export, attempt: str) -> bool:
    """Let nobody go on with an export; answer False when it is ready after all, or another has taken its place."""
    unmade = (ExportRow.export == export.key) & ExportRow.ready_at.does_not_exist()
    return _changed(export, [ExportRow.attempt.set(attempt), ExportRow.due.remove()], unmade)


def end(mailbox: str, attempt: str) -> Export | None:
    """Let nobody go on with the export of a mailbox; answer it as it stands, for what it has left behind."""
    tables.changed(ExportRow(mailbox), [ExportRow.attempt.set(attempt)], ExportRow.mailbox.exists())
    return find(mailbox)


def remove(mailbox: str) -> None:
    """Remove the row of a mailbox."""
    ExportRow(mailbox).delete()


def due(slot: str) -> Iterator[str]:
    """Name the mailboxes whose exports of a sharded day are not done; the base row decides again."""
    for row in ExportRow.due_index.query(slot):
        yield str(row.mailbox)


def _leased(now: datetime) -> list[Action]:
    return [ExportRow.lease.set(epoch(now + LEASE))]


def _changed(export: Export, actions: Sequence[Action], condition: Condition) -> bool:
    return tables.changed(ExportRow(export.mailbox), actions, condition)
