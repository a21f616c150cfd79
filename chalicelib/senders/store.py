"""Tables of tenants, clients and tokens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pynamodb.attributes import (
    BooleanAttribute,
    ListAttribute,
    MapAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.expressions.condition import size
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.aws import tables
from chalicelib.aws.tables import Table
from chalicelib.kernel.clock import epoch, from_epoch
from chalicelib.senders import word_store
from chalicelib.senders.model import Caller, Client, CompanyId, Listed, Tenant, listed_as, parse_scopes

VISIBLE = "visible"


class ListingIndex(GlobalSecondaryIndex["TenantRow"]):
    """The tenants that people may see in the list of senders, by name."""

    class Meta:
        """The whole row, which is small."""

        index_name = "name-index"
        projection = AllProjection()

    listing = UnicodeAttribute(hash_key=True)
    listed_as = UnicodeAttribute(range_key=True)


class CompanyIdMap(MapAttribute[str, str]):
    """One organisation of a tenant."""

    name = UnicodeAttribute()
    orgnr = UnicodeAttribute()


class TenantRow(Table):
    """One tenant."""

    Meta = tables.named("tenants")
    key = UnicodeAttribute(hash_key=True)
    name = UnicodeAttribute()
    company_id: ListAttribute[CompanyIdMap] = ListAttribute(of=CompanyIdMap, default=list)
    created_at = NumberAttribute()
    created_by = UnicodeAttribute()
    listing = UnicodeAttribute(null=True)
    listed_as = UnicodeAttribute()
    whole_register = BooleanAttribute(default=False)
    icon = UnicodeAttribute(null=True)
    listeners = UnicodeSetAttribute(null=True)  # the clients that have webhooks about this tenant
    listing_index = ListingIndex()


class OrganisationRow(Table):
    """Which tenant has an organisation number; it lies in the tenants' table, so that both commit together."""

    Meta = tables.named("tenants")
    key = UnicodeAttribute(hash_key=True)  # org#SE…01
    tenant = UnicodeAttribute()
    client_id = UnicodeAttribute()


class ClientRow(Table):
    """One client."""

    Meta = tables.named("clients")
    client_id = UnicodeAttribute(hash_key=True)
    name = UnicodeAttribute()
    tenants: ListAttribute[str] = ListAttribute(default=list)
    secrets: ListAttribute[str] = ListAttribute(default=list)
    created_at = NumberAttribute()
    disabled = BooleanAttribute(default=False)


class ClientIndex(GlobalSecondaryIndex["TokenRow"]):
    """The tokens of a client, to end them."""

    class Meta:
        """Only keys are needed to delete."""

        index_name = "client-index"
        projection = KeysOnlyProjection()

    client_id = UnicodeAttribute(hash_key=True)
    token = UnicodeAttribute(range_key=True)


class TokenRow(Table):
    """One access token, by its SHA-256, with all that a request needs to know of the client."""

    Meta = tables.named("tokens")
    token = UnicodeAttribute(hash_key=True)
    client_id = UnicodeAttribute()
    tenants: ListAttribute[str] = ListAttribute(default=list)
    scopes = UnicodeAttribute()
    ttl = NumberAttribute()
    client_index = ClientIndex()


def to_tenant(row: TenantRow) -> Tenant:
    """Read a row as the business sees it."""
    return Tenant(
        key=row.key, name=row.name, created_at=from_epoch(row.created_at), created_by=row.created_by,
        company_id=tuple(CompanyId(entry.name, entry.orgnr) for entry in row.company_id),
        visible=row.listing == VISIBLE, whole_register=row.whole_register, icon=row.icon,
    )


def company_map(company: CompanyId) -> CompanyIdMap:
    """Write one organisation as the row keeps it."""
    return CompanyIdMap(name=company.name, orgnr=company.orgnr)  # type: ignore[no-untyped-call]


def find_tenant(key: str) -> Tenant | None:
    """Find a tenant."""
    row = tables.get(TenantRow, key, consistent=True)
    return to_tenant(row) if row else None


def find_tenant_row(key: str) -> TenantRow | None:
    """Find a tenant's row, with who listens to it."""
    return tables.get(TenantRow, key, consistent=True)


def listen(tenant: str, client_id: str, most: int) -> bool:
    """Note that a client wants to be told about a tenant; answer False when so many others do already."""
    fits = TenantRow.listeners.does_not_exist() | TenantRow.listeners.contains(client_id) | (
        size(TenantRow.listeners) < most
    )
    return tables.changed(TenantRow(tenant), [TenantRow.listeners.add({client_id})], TenantRow.key.exists() & fits)


def stop_listening(tenant: str, client_id: str) -> None:
    """Note that a client has nothing left that is told about a tenant."""
    tables.changed(TenantRow(tenant), [TenantRow.listeners.delete({client_id})], TenantRow.key.exists())


def find_tenants(keys: list[str]) -> list[Tenant]:
    """Find several tenants; up to 100 in each call to the table."""
    found: list[Tenant] = []
    for start in range(0, len(keys), tables.BATCH):
        rows = tables.batch_get({TenantRow: keys[start : start + tables.BATCH]})[TenantRow]
        found += [to_tenant(row) for row in rows]
    return found


def visible_tenants() -> Iterator[Tenant]:
    """List the tenants that people may see."""
    for row in TenantRow.listing_index.query(VISIBLE):
        yield to_tenant(row)


def listed(before: str | None, limit: int) -> list[Listed]:
    """List tenants that people may see, in order of names: one query."""
    condition = TenantRow.listed_as > before if before else None
    rows = TenantRow.listing_index.query(VISIBLE, condition, limit=limit, page_size=limit)
    return [Listed(row.key, row.name, row.listed_as) for row in rows]


def tenant_writes(tenant: Tenant) -> list[tables.Write]:
    """The writes that make a new tenant with its organisation numbers."""
    row = TenantRow(
        tenant.key, name=tenant.name, created_at=tenant.created_at.timestamp(), created_by=tenant.created_by,
        company_id=[company_map(c) for c in tenant.company_id],
        listing=VISIBLE if tenant.visible else None, listed_as=listed_as(tenant.name, tenant.key),
        whole_register=tenant.whole_register,
    )
    writes = [tables.put(row, TenantRow.key.does_not_exist())]
    if tenant.visible:
        writes += word_store.writes(tenant.key, tenant.name)
    for company in tenant.company_id:
        claim = OrganisationRow(f"org#{company.orgnr}", tenant=tenant.key, client_id=tenant.created_by)
        writes.append(tables.put(claim, OrganisationRow.key.does_not_exist()))
    return writes


def add_tenant(tenant: Tenant) -> bool:
    """Store a new tenant with its organisation numbers; answer False when one of those is taken."""
    return tables.committed(tenant_writes(tenant))


def tenant_of_organisation(vat: str) -> OrganisationRow | None:
    """Find which tenant has an organisation number."""
    return tables.get(OrganisationRow, f"org#{vat}", consistent=True)


def find_clients(ids: list[str]) -> list[Client]:
    """Find several clients, up to 100, in one call."""
    found = tables.batch_get({ClientRow: ids})[ClientRow]
    return [to_client(row) for row in found]


def find_client(client_id: str) -> Client | None:
    """Find a client."""
    row = tables.get(ClientRow, client_id, consistent=True)
    return to_client(row) if row else None


def to_client(row: ClientRow) -> Client:
    """Read a row as the business sees it."""
    return Client(
        client_id=row.client_id, name=row.name, tenants=tuple(row.tenants), secrets=tuple(row.secrets),
        created_at=from_epoch(row.created_at), disabled=row.disabled,
    )


def set_secrets(client_id: str, secrets: tuple[str, ...], before: tuple[str, ...]) -> bool:
    """Give a client other secrets; answer False when somebody else has done so meanwhile."""
    same = ClientRow.secrets == list(before)
    return tables.changed(ClientRow(client_id), [ClientRow.secrets.set(list(secrets))], same)


def disable(client_id: str) -> None:
    """Note that a client gets no more tokens."""
    tables.changed(ClientRow(client_id), [ClientRow.disabled.set(True)], ClientRow.client_id.exists())


def watch(tenant: str, *, whole_register: bool) -> bool:
    """Note whether a tenant writes to everybody; answer False when there is no such tenant."""
    actions = [TenantRow.whole_register.set(whole_register)]
    return tables.changed(TenantRow(tenant), actions, TenantRow.key.exists())


def save_client(client: Client) -> None:
    """Store a new client."""
    ClientRow(
        client.client_id, name=client.name, tenants=list(client.tenants), secrets=list(client.secrets),
        created_at=client.created_at.timestamp(), disabled=client.disabled,
    ).save()


def add_token(token: str, caller: Caller, expires_at: datetime) -> None:
    """Store a token by its digest."""
    TokenRow(
        token, client_id=caller.client_id, tenants=sorted(caller.tenants),
        scopes=" ".join(str(scope) for scope in caller.scopes), ttl=epoch(expires_at),
    ).save()


def find_caller(token: str, now: datetime) -> Caller | None:
    """Find who a token speaks for; an expired token speaks for nobody, removed or not (I6)."""
    row = tables.get(TokenRow, token, consistent=True)
    if row is None or row.ttl <= epoch(now):
        return None
    return Caller(row.client_id, frozenset(row.tenants), parse_scopes(row.scopes))


def end_tokens(client_id: str) -> int:
    """Remove every token of a client."""
    digests = [row.token for row in TokenRow.client_index.query(client_id)]
    for digest in digests:
        TokenRow(digest).delete()
    return len(digests)
