"""The table of requests for access."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.aws import tables
from chalicelib.aws.tables import Table
from chalicelib.kernel.clock import from_epoch
from chalicelib.senders import owning_store, store
from chalicelib.senders.model import AccessRequest, AccessStatus, Client, Tenant
from chalicelib.senders.store import ClientRow, TenantRow


class PendingIndex(GlobalSecondaryIndex["AccessRequestRow"]):
    """The requests that wait for a decision; sparse."""

    class Meta:
        """Only keys: the base row decides."""

        index_name = "pending-index"
        projection = KeysOnlyProjection()

    pending = UnicodeAttribute(hash_key=True)
    request = UnicodeAttribute(range_key=True)


class AccessRequestRow(Table):
    """One request; or, below `client#tenant`, which request a client has made for a tenant."""

    Meta = tables.named("access_requests")
    request = UnicodeAttribute(hash_key=True)
    key = UnicodeAttribute(null=True)
    client_id = UnicodeAttribute(null=True)
    client_name = UnicodeAttribute(null=True)
    tenant = UnicodeAttribute(null=True)
    tenant_name = UnicodeAttribute(null=True)
    status = UnicodeAttribute(null=True)
    created_at = NumberAttribute(null=True)
    pending = UnicodeAttribute(null=True)
    pending_index = PendingIndex()


WAITING = "pending"


@dataclass(frozen=True, slots=True)
class Known:
    """What one batch read tells of somebody who asks; `request` is the key of an earlier request."""

    client: Client | None
    tenant: Tenant | None
    request: str | None


def _pair(client_id: str, tenant: str) -> str:
    return f"{client_id}#{tenant}"


def look(client_id: str, tenant: str) -> Known:
    """Read who asks for what, and whether they have asked before."""
    found = tables.batch_get({
        ClientRow: [client_id], TenantRow: [tenant], AccessRequestRow: [_pair(client_id, tenant)],
    })
    clients, tenants, pairs = (found[model] for model in (ClientRow, TenantRow, AccessRequestRow))
    return Known(
        store.to_client(clients[0]) if clients else None, store.to_tenant(tenants[0]) if tenants else None,
        pairs[0].key if pairs else None,
    )


def add(request: AccessRequest) -> bool:
    """Store a request; answer False when the client has asked for this tenant already."""
    row = AccessRequestRow(
        request.key, client_id=request.client_id, client_name=request.client_name, tenant=request.tenant,
        tenant_name=request.tenant_name, status=request.status, created_at=request.created_at.timestamp(),
        pending=WAITING if request.status is AccessStatus.PENDING else None,
    )
    pair = AccessRequestRow(_pair(request.client_id, request.tenant), key=request.key)
    return tables.committed([tables.put(row), tables.put(pair, AccessRequestRow.request.does_not_exist())])


def key_of(client_id: str, tenant: str) -> str | None:
    """The key of the request that a client has made for a tenant."""
    row = tables.get(AccessRequestRow, _pair(client_id, tenant), consistent=True)
    return row.key if row else None


def find(key: str) -> AccessRequest | None:
    """Find a request."""
    row = tables.get(AccessRequestRow, key, consistent=True)
    if row is None or row.status is None:
        return None
    return AccessRequest(
        key, str(row.client_id), str(row.client_name), str(row.tenant), str(row.tenant_name),
        AccessStatus(row.status), from_epoch(row.created_at or 0),
    )


def pending() -> Iterator[AccessRequest]:
    """Every request that waits, oldest first: the index finds them, their own rows decide."""
    for row in AccessRequestRow.pending_index.query(WAITING):
        request = find(str(row.request))
        if request is not None and request.status is AccessStatus.PENDING:
            yield request


def decide(request: AccessRequest, status: AccessStatus) -> AccessRequest | None:
    """Write a decision down, together with what it gives; answer None when the request has changed since."""
    client = store.find_client(request.client_id)
    if client is None:
        return None
    actions = [AccessRequestRow.status.set(status), AccessRequestRow.pending.remove()]
    unchanged = AccessRequestRow.status == request.status
    writes = [tables.update(AccessRequestRow(request.key), actions, unchanged)]
    if status is AccessStatus.ACCEPTED and request.tenant not in client.tenants:
        writes.append(owning_store.joining(request.client_id, request.tenant))
    return replace(request, status=status) if tables.committed(writes) else None
