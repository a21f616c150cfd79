"""Asking to send for a tenant that another client has registered; the operator decides."""

from __future__ import annotations

from typing import Any, Literal

from chalicelib.api.http import Answer, Call
from chalicelib.api.sender.routes import door
from chalicelib.api.sender.wire import Wire
from chalicelib.kernel.clock import iso
from chalicelib.kernel.identifiers import OrganisationNumber
from chalicelib.senders.model import AccessRequest
from chalicelib.wiring import operator


class AccessIn(Wire):
    """Which organisation one wants to send for."""

    vat_number: str
    """The organisation's VAT number or organisation number."""


class AccessOut(Wire):
    """A request, and what has been decided."""

    created_at: str
    """When it was asked."""
    created_by: str
    """The client that asked."""
    status: Literal["pending", "accepted", "rejected"]
    """What the operator has decided so far."""
    client_id: str
    """The client that may send, if it is accepted."""
    client_name: str
    """That client's name."""
    tenant_name: str
    """Whom it wants to send for."""
    tenant_key: str
    """That tenant's key."""


@door.route(
    "POST", "/v2/tenant/request_access", guard="post:kivra.v2.tenant.request_access", body=AccessIn,
    answers={201: AccessOut}, refuses=(40018, 40400), tag="Tenants",
)
def ask(call: Call[AccessIn]) -> Answer:
    """Ask to send for a tenant; the same question again is the same request.

    AWS calls: who has the number, then tenant, client and an earlier request by one batch read; one transaction when
    it is new, one read more when it is not.
    """
    vat = OrganisationNumber.typed(call.body.vat_number).vat
    request = operator().access.ask(call.caller.client_id, vat)
    location = f"{operator().config.sender_api_url}/v2/tenant/request_access/{request.key}"
    return Answer(201, _shown(request), {"kivra-objkey": request.key, "location": location})


@door.route(
    "GET", "/v2/tenant/request_access/{requestKey}", guard="get:kivra.v2.tenant.request_access.{requestKey}",
    answers={200: AccessOut}, tag="Tenants",
)
def status(call: Call[Any]) -> Answer:
    """Tell what has been decided; another client's request looks absent. AWS calls: one read."""
    request = operator().access.find(call.caller.client_id, call.path["requestKey"])
    return Answer(200, _shown(request), {"kivra-objkey": request.key})


def _shown(request: AccessRequest) -> AccessOut:
    return AccessOut(
        created_at=iso(request.created_at), created_by=request.client_id, status=request.status.value,
        client_id=request.client_id, client_name=request.client_name, tenant_name=request.tenant_name,
        tenant_key=request.tenant,
    )
