"""Writes of tenants by their own clients, each on the condition that makes it safe to do at once with others."""

from __future__ import annotations

from pynamodb.expressions.condition import size

from chalicelib.aws import tables
from chalicelib.aws.tables import Write
from chalicelib.senders import store, word_store
from chalicelib.senders.model import MAX_COMPANY_IDS, CompanyId, Tenant, listed_as
from chalicelib.senders.store import ClientRow, OrganisationRow, TenantRow


def organisations(vats: list[str]) -> list[OrganisationRow]:
    """Find which of some organisation numbers are taken, and by whom: one read."""
    return tables.batch_get({OrganisationRow: [f"org#{vat}" for vat in vats]})[OrganisationRow]


def create(tenant: Tenant, client_id: str) -> bool:
    """Store a new tenant and let its client speak for it; answer False when a number is taken."""
    return tables.committed([*store.tenant_writes(tenant), joining(client_id, tenant.key)])


def joining(client_id: str, tenant: str) -> Write:
    """Let a client that does not speak for a tenant yet do so, as part of a transaction."""
    row, tenants = ClientRow(client_id), ClientRow.tenants
    return tables.update(
        row, [tenants.set(tenants.append([tenant]))], ClientRow.client_id.exists() & ~tenants.contains(tenant)
    )


def join(client_id: str, tenant: str) -> bool:
    """Let a client speak for a tenant; answer False when it does already."""
    return tables.committed([joining(client_id, tenant)])


def rename(tenant: str, name: str) -> bool:
    """Give a tenant another name, to be found by from the same moment; answer False when there is none."""
    changes = [TenantRow.name.set(name), TenantRow.listed_as.set(listed_as(name, tenant))]
    seen = tables.update(TenantRow(tenant), changes, TenantRow.listing == store.VISIBLE)
    if tables.committed([seen, *word_store.writes(tenant, name)]):
        return True
    # Nobody may look it up, or there is none.
    return tables.changed(TenantRow(tenant), changes, TenantRow.key.exists() & TenantRow.listing.does_not_exist())


def note_icon(tenant: str, version: str) -> bool:
    """Note that a tenant has an icon; answer False when there is no such tenant."""
    return tables.changed(TenantRow(tenant), [TenantRow.icon.set(version)], TenantRow.key.exists())


def add_company(tenant: str, company: CompanyId) -> bool:
    """Give a tenant one more organisation number; answer False when it is taken, also by itself, or there are too many.

    The number's own row is in step with the tenant's list, so the list need not be read.
    """
    listed = TenantRow.company_id
    fits = TenantRow.key.exists() & (size(listed) < MAX_COMPANY_IDS)
    claim = OrganisationRow(f"org#{company.orgnr}", tenant=tenant, client_id="")
    return tables.committed([
        tables.put(claim, OrganisationRow.key.does_not_exist()),
        tables.update(TenantRow(tenant), [listed.set(listed.append([store.company_map(company)]))], fits),
    ])


def remove_company(tenant: Tenant, orgnr: str) -> bool:
    """Take an organisation number from a tenant as it was read; answer False when it has changed since."""
    before = [store.company_map(company) for company in tenant.company_id]
    after = [store.company_map(company) for company in tenant.company_id if company.orgnr != orgnr]
    return tables.committed([
        tables.update(TenantRow(tenant.key), [TenantRow.company_id.set(after)], TenantRow.company_id == before),
        tables.delete(OrganisationRow(f"org#{orgnr}"), OrganisationRow.tenant == tenant.key),
    ])
