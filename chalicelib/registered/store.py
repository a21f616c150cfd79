"""The table of registered letters, by sender: one row from delivery on, one more with the signature."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.aws import tables
from chalicelib.aws.tables import Table, Write
from chalicelib.kernel.clock import epoch, from_epoch
from chalicelib.kernel.slots import due_slot
from chalicelib.mailbox import store as mailbox_store
from chalicelib.mailbox.correspondent_store import CorrespondentRow
from chalicelib.mailbox.model import Letter
from chalicelib.mailbox.store import ItemRow
from chalicelib.registered.model import KEPT, LISTED, Response, Signature, Status


class ExpiryIndex(GlobalSecondaryIndex["RegisteredRow"]):
    """Letters that wait for a signature, by the sharded day and the moment at which their time is over; sparse."""

    class Meta:
        """Only keys: the base row decides."""

        index_name = "expiry-index"
        projection = KeysOnlyProjection()

    due = UnicodeAttribute(hash_key=True)
    expires_at = NumberAttribute(range_key=True)


class RegisteredRow(Table):
    """One registered letter as its sender knows it; it says nothing of who the recipient is.

    What BankID has answered is large and holds a personal number, so it is sealed and lies apart, below
    `<tenant>#signed`: lists need not read it.
    """

    Meta = tables.named("registered_responses")
    tenant = UnicodeAttribute(hash_key=True)
    response = UnicodeAttribute(range_key=True)  # the content key
    status = UnicodeAttribute(null=True)
    expires_at = NumberAttribute(null=True)
    signed_at = NumberAttribute(null=True)
    sender_reference = UnicodeAttribute(null=True)
    order_ref = UnicodeAttribute(null=True)
    sealed = UnicodeAttribute(null=True)
    due = UnicodeAttribute(null=True)
    ttl = NumberAttribute()
    expiry_index = ExpiryIndex()


def _signed(tenant: str) -> str:
    return f"{tenant}#signed"


def opening(letter: Letter, sender_reference: dict[str, Any] | None) -> list[Write]:
    """What delivers a registered letter besides the letter itself; nothing for any other letter."""
    if letter.receipt is None:
        return []
    expires_at = letter.receipt.expires_at
    row = RegisteredRow(
        letter.tenant, letter.key, status=Status.WAITING, expires_at=epoch(expires_at),
        due=due_slot(expires_at, letter.key), ttl=epoch(expires_at + KEPT),
        sender_reference=json.dumps(sender_reference, ensure_ascii=False) if sender_reference is not None else None,
    )
    return [tables.put(row, RegisteredRow.response.does_not_exist())]


def opened(letter: Letter, at: datetime) -> list[Write]:
    """Let a registered letter be opened, and its sender be known, as part of the transaction of its signature."""
    sender = CorrespondentRow(letter.mailbox, letter.tenant)
    # To its reader the letter comes now; and the moment never goes back when others have come since.
    known = [CorrespondentRow.name.set(letter.sender_name), CorrespondentRow.last_letter_at.set(epoch(at))]
    signed = [ItemRow.signed_at.set(at.timestamp()), ItemRow.deadline.remove()]
    item = mailbox_store.changing(letter.mailbox, letter.key, signed, ItemRow.signed_at.does_not_exist())
    return [item, tables.update(sender, known)]


def signing(tenant: str, signature: Signature) -> list[Write]:
    """What makes a letter that waits, and whose time is not over, signed."""
    at = signature.signed_at
    waits = (RegisteredRow.status == Status.WAITING) & (RegisteredRow.expires_at > epoch(at))
    ttl = epoch(at + KEPT)
    actions = [
        RegisteredRow.status.set(Status.SIGNED), RegisteredRow.signed_at.set(at.timestamp()),
        RegisteredRow.order_ref.set(signature.order_ref), RegisteredRow.ttl.set(ttl), RegisteredRow.due.remove(),
    ]
    order = RegisteredRow(_signed(tenant), signature.key, sealed=signature.sealed, ttl=ttl)
    return [tables.update(RegisteredRow(tenant, signature.key), actions, waits), tables.put(order)]


def expiry(tenant: str, key: str, now: datetime) -> list[Write]:
    """What ends a letter that waits and whose time is over."""
    over = (RegisteredRow.status == Status.WAITING) & (RegisteredRow.expires_at <= epoch(now))
    actions = [RegisteredRow.status.set(Status.EXPIRED), RegisteredRow.due.remove()]
    return [tables.update(RegisteredRow(tenant, key), actions, over)]


def find(tenant: str, key: str) -> RegisteredRow | None:
    """Find a row, whatever it says."""
    return tables.get(RegisteredRow, tenant, key, consistent=True)


def expiring(slots: Iterable[str], now: datetime) -> Iterator[tuple[datetime, tuple[str, str]]]:
    """Name, by (tenant, key), the letters in some slots whose time is over by now, and since when."""
    for slot in slots:
        for row in RegisteredRow.expiry_index.query(slot, RegisteredRow.expires_at <= epoch(now)):
            yield from_epoch(row.expires_at), (str(row.tenant), str(row.response))


def responses(tenant: str, now: datetime) -> list[Response]:
    """List what has been signed or has expired, oldest letter first, no more than there is room for."""
    found = (_response(row, now) for row in RegisteredRow.query(tenant, consistent_read=True))
    return list(islice((response for response in found if response is not None), LISTED))


def find_response(tenant: str, key: str, now: datetime) -> tuple[Response, str | None] | None:
    """Find a response, and the sealed answer of BankID to it."""
    rows = tables.batch_get({RegisteredRow: [(tenant, key), (_signed(tenant), key)]})[RegisteredRow]
    found = {row.tenant: row for row in rows}
    response = _response(found[tenant], now) if tenant in found else None
    if response is None:
        return None
    order = found.get(_signed(tenant))
    return response, order.sealed if order else None


def remove(tenant: str, key: str) -> None:
    """Remove a response with its signature."""
    tables.commit([
        tables.delete(RegisteredRow(tenant, key)), tables.delete(RegisteredRow(_signed(tenant), key)),
    ])


def _response(row: RegisteredRow, now: datetime) -> Response | None:
    """Read a row as its sender may: none while the letter waits or when the response has been kept long enough (I6)."""
    expires_at = from_epoch(row.expires_at or 0)
    over = row.status == Status.WAITING and expires_at <= now
    status = Status.EXPIRED if over else Status(str(row.status))
    if status is Status.WAITING or row.ttl <= epoch(now):
        return None
    return Response(
        key=row.response, status=status, expires_at=expires_at,
        signed_at=from_epoch(row.signed_at) if row.signed_at is not None else None,
        sender_reference=json.loads(row.sender_reference) if row.sender_reference is not None else None,
    )
