"""The table of registered letters, by sender: what became of each, its place in the list, BankID's answer."""

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
from chalicelib.kernel.clock import epoch, from_epoch, maybe_moment
from chalicelib.kernel.slots import due_slot
from chalicelib.mailbox import correspondent_store
from chalicelib.mailbox import store as mailbox_store
from chalicelib.mailbox.model import Letter
from chalicelib.mailbox.store import ItemRow
from chalicelib.registered.model import KEPT, LISTED, Listed, Response, Signature, Status


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


class ListedRow(Table):
    """From when on a letter has a response: from its last moment, or, as soon as it is signed for, from then.

    Small, and in the order of those moments: a list reads what has become a response and none of what still waits.
    """

    Meta = tables.named("registered_responses")
    holder = UnicodeAttribute(hash_key=True, attr_name="tenant")  # tenant#listed
    since = UnicodeAttribute(range_key=True, attr_name="response")  # moment#content key
    status = UnicodeAttribute()  # what it is then
    ttl = NumberAttribute()


def _listed(tenant: str, key: str, status: Status, since: datetime) -> ListedRow:
    return ListedRow(f"{tenant}#listed", f"{epoch(since):010d}#{key}", status=status, ttl=epoch(since + KEPT))


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
    listed = _listed(letter.tenant, letter.key, Status.EXPIRED, expires_at)
    return [tables.put(row, RegisteredRow.response.does_not_exist()), tables.put(listed)]


def opened(letter: Letter, at: datetime) -> list[Write]:
    """Let a registered letter be opened, and its sender be known, as part of the transaction of its signature."""
    signed = [ItemRow.signed_at.set(at.timestamp()), ItemRow.deadline.remove()]
    item = mailbox_store.changing(letter.mailbox, letter.key, signed, ItemRow.signed_at.does_not_exist())
    # To its reader the letter comes now.
    known = correspondent_store.wrote(letter.mailbox, letter.tenant, letter.sender_name, at, sent_before=True)
    return [item, known]


def signing(tenant: str, signature: Signature, expires_at: datetime) -> list[Write]:
    """What makes a letter that waits, and whose time is not over, signed."""
    key, at = signature.key, signature.signed_at
    waits = (RegisteredRow.status == Status.WAITING) & (RegisteredRow.expires_at > epoch(at))
    ttl = epoch(at + KEPT)
    actions = [
        RegisteredRow.status.set(Status.SIGNED), RegisteredRow.signed_at.set(at.timestamp()),
        RegisteredRow.order_ref.set(signature.order_ref), RegisteredRow.ttl.set(ttl), RegisteredRow.due.remove(),
    ]
    order = RegisteredRow(_signed(tenant), key, sealed=signature.sealed, ttl=ttl)
    return [
        tables.update(RegisteredRow(tenant, key), actions, waits), tables.put(order),
        tables.delete(_listed(tenant, key, Status.EXPIRED, expires_at)),
        tables.put(_listed(tenant, key, Status.SIGNED, at)),
    ]


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


def responses(tenant: str, now: datetime) -> Iterator[Listed]:
    """List what has been signed or has expired by now, in that order, no more than there is room for."""
    by_now, kept = ListedRow.since < f"{epoch(now) + 1:010d}", ListedRow.ttl > epoch(now)
    rows = ListedRow.query(f"{tenant}#listed", by_now, filter_condition=kept, consistent_read=True)
    for row in islice(rows, LISTED):
        yield Listed(row.since.partition("#")[2], Status(row.status))


def find_response(tenant: str, key: str, now: datetime) -> tuple[Response, str | None] | None:
    """Find a response, and the sealed answer of BankID to it."""
    rows = tables.batch_get({RegisteredRow: [(tenant, key), (_signed(tenant), key)]})[RegisteredRow]
    found = {row.tenant: row for row in rows}
    response = _response(found[tenant], now) if tenant in found else None
    if response is None:
        return None
    order = found.get(_signed(tenant))
    return response, order.sealed if order else None


def remove(tenant: str, response: Response) -> None:
    """Remove a response with its signature, and from the list."""
    key, since = response.key, response.signed_at or response.expires_at
    tables.commit([
        tables.delete(RegisteredRow(tenant, key)), tables.delete(RegisteredRow(_signed(tenant), key)),
        tables.delete(_listed(tenant, key, response.status, since)),
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
        signed_at=maybe_moment(row.signed_at),
        sender_reference=json.loads(row.sender_reference) if row.sender_reference is not None else None,
    )
