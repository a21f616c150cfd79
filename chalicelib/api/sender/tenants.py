"""Tenants as their clients see them, and what they may change: name, organisation numbers, icon."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from chalicelib.api.http import Answer, Call
from chalicelib.api.sender.models import CompanyIdOut, TenantKey, TenantOut
from chalicelib.api.sender.routes import door
from chalicelib.api.sender.wire import OneLine, Wire
from chalicelib.kernel.clock import iso
from chalicelib.kernel.identifiers import OrganisationNumber
from chalicelib.senders.model import MAX_COMPANY_IDS, CompanyId, Tenant
from chalicelib.wiring import operator

# What people see in their list of letters.
SenderName = Annotated[OneLine, StringConstraints(min_length=1, max_length=200)]


class CompanyIdIn(Wire):
    """One organisation: its name, and its VAT number or organisation number in any usual form."""

    name: SenderName
    """The organisation's name."""
    orgnr: str
    """Its VAT number or organisation number, in any usual form."""

    def to_company(self) -> CompanyId:
        """Read the number; raises InvalidOrganisationNumber."""
        return CompanyId(self.name, OrganisationNumber.typed(self.orgnr).vat)


class TenantIn(Wire):
    """A tenant to be created; what the operator decides (visibility, status …) is ignored."""

    name: SenderName
    """Who sends, as the recipients read it."""
    company_id: list[CompanyIdIn] = Field(min_length=1, max_length=MAX_COMPANY_IDS)
    """The organisations that it speaks for, at least one."""


class NameIn(Wire):
    """A new name."""

    name: SenderName
    """Who sends, as the recipients read it from now on."""


class CompanyIdAdded(Wire):
    """One more organisation."""

    company_id: CompanyIdIn
    """The organisation that it speaks for besides."""


def shown(tenant: Tenant) -> TenantOut:
    """Write a tenant as on the wire."""
    return TenantOut(
        name=tenant.name, company_id=[CompanyIdOut(name=c.name, orgnr=c.orgnr) for c in tenant.company_id],
        visibility="visible" if tenant.visible else "hidden", created_at=iso(tenant.created_at),
        created_by=tenant.created_by,
    )


@door.route(
    "GET", "/v2/tenant", guard="get:kivra.v2.tenant", answers={200: list[TenantKey]}, refuses=(40018,), tag="Tenants",
    query={"orgnr": "Only the tenant of this organisation, given by its VAT number."},
)
def tenants(call: Call[Any]) -> Answer:
    """List the tenants that the client may send for."""
    keys = operator().senders.tenants_of(call.caller, call.query.get("orgnr"))
    return Answer(200, [TenantKey(key=key) for key in keys])


@door.route(
    "POST", "/v2/tenant", guard="post:kivra.v2.tenant", body=TenantIn, answers={200: TenantOut, 201: TenantOut},
    refuses=(40018, 40915), tag="Tenants",
)
def create(call: Call[TenantIn]) -> Answer:
    """Create a tenant (201), or find the client's own that has these numbers (200); new tokens speak for it.

    AWS calls: one batch read; for a new tenant one transaction, for an own one its row and the client's; and who
    listens to all of the client's tenants is looked up.
    """
    companies = tuple(each.to_company() for each in call.body.company_id)
    tenant, is_new = operator().own_tenants.create(call.caller.client_id, call.body.name, companies)
    call.facts["tenant"] = tenant.key
    location = f"{operator().config.sender_api_url}/v2/tenant/{tenant.key}"
    return Answer(201 if is_new else 200, shown(tenant), {"kivra-objkey": tenant.key, "location": location})


@door.route(
    "GET", "/v2/tenant/{tenantKey}", guard="get:kivra.v2.tenant.{tenantKey}", answers={200: TenantOut}, tag="Tenants"
)
def tenant(call: Call[Any]) -> Answer:
    """Tell of one tenant."""
    return Answer(200, shown(operator().senders.tenant(call.path["tenantKey"])))


@door.route(
    "PUT", "/v2/tenant/{tenantKey}/name", guard="put:kivra.v2.tenant.{tenantKey}.name", body=NameIn,
    answers={200: None}, tag="Tenants",
)
def rename(call: Call[NameIn]) -> Answer:
    """Give a tenant another name; letters that have been delivered keep the one they came under.

    AWS calls: one write.
    """
    operator().own_tenants.rename(call.path["tenantKey"], call.body.name)
    return Answer(200)


@door.route(
    "POST", "/v2/tenant/{tenantKey}/company_id", guard="post:kivra.v2.tenant.{tenantKey}.company_id",
    body=CompanyIdAdded, answers={204: None}, refuses=(40018, 40904, 40915), tag="Tenants",
)
def add_company_id(call: Call[CompanyIdAdded]) -> Answer:
    """Let a tenant speak for one more organisation; one that it has already is no mistake.

    AWS calls: one transaction.
    """
    operator().own_tenants.add_company(call.path["tenantKey"], call.body.company_id.to_company())
    return Answer(204)


@door.route(
    "DELETE", "/v2/tenant/{tenantKey}/company_id/{orgNr}", guard="delete:kivra.v2.tenant.{tenantKey}.company_id",
    answers={204: None}, refuses=(40018, 40904), tag="Tenants",
)
def remove_company_id(call: Call[Any]) -> Answer:
    """Let a tenant no longer speak for an organisation; it keeps at least one. AWS calls: one read, one transaction."""
    number = OrganisationNumber.typed(call.path["orgNr"])
    operator().own_tenants.remove_company(call.path["tenantKey"], number.vat)
    return Answer(204)
