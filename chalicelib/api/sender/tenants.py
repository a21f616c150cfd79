"""Tenants as their clients see them."""

from __future__ import annotations

from typing import Any

from chalicelib.api.http import Answer, Call
from chalicelib.api.sender.models import CompanyIdOut, TenantKey, TenantOut
from chalicelib.api.sender.routes import door
from chalicelib.kernel.clock import iso
from chalicelib.senders.model import Tenant
from chalicelib.wiring import operator


def shown(tenant: Tenant) -> TenantOut:
    """Write a tenant as on the wire."""
    return TenantOut(
        name=tenant.name, company_id=[CompanyIdOut(name=c.name, orgnr=c.orgnr) for c in tenant.company_id],
        visibility="visible" if tenant.visible else "hidden", created_at=iso(tenant.created_at),
        created_by=tenant.created_by,
    )


@door.route(
    "GET", "/v2/tenant", guard="get:kivra.v2.tenant", answers={200: list[TenantKey]}, tag="Tenants",
    query={"orgnr": "Only the tenant of this organisation, given by its VAT number."},
)
def tenants(call: Call[Any]) -> Answer:
    """List the tenants that the client may send for."""
    keys = operator().senders.tenants_of(call.caller, call.query.get("orgnr"))
    return Answer(200, [TenantKey(key=key) for key in keys])


@door.route(
    "GET", "/v2/tenant/{tenantKey}", guard="get:kivra.v2.tenant.{tenantKey}", answers={200: TenantOut}, tag="Tenants"
)
def tenant(call: Call[Any]) -> Answer:
    """Tell of one tenant."""
    return Answer(200, shown(operator().senders.tenant(call.path["tenantKey"])))
