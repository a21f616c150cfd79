"""What an answer leads to, as OpenAPI's links: a key that one operation answers is what others are about."""

from __future__ import annotations

import re
from typing import Any

_PLACE = re.compile(r"{(\w+)}")
KEY = "$response.header.kivra-objkey"
TENANT = "/v2/tenant/{tenantKey}"
RESPONSES = f"{TENANT}/form/{{formTemplateKey}}/responses"
# Where each key in a path comes from: the operation, its status, and where in its answer the key stands.
MADE_BY = {
    "tenantKey": ("get", "/v2/tenant", "200", "$response.body#/0/key"),
    "orgNr": ("get", TENANT, "200", "$response.body#/company_id/0/orgnr"),
    "requestKey": ("post", "/v2/tenant/request_access", "201", KEY),
    "contentKey": ("post", f"{TENANT}/content", "201", KEY),
    "formTemplateKey": ("post", f"{TENANT}/form", "200", "$response.body#/key"),
    "formResponseKey": ("get", RESPONSES, "200", "$response.body#/responses/0/form_response_key"),
    "responseKey": ("get", f"{TENANT}/registered", "200", "$response.body#/0/key"),
    "batchKey": ("post", f"{TENANT}/batch", "201", KEY),
    "id": ("post", "/v2/webhooks/events", "201", "$response.body#/id"),
    "delivery": ("post", "/v2/webhooks/events/{id}/test", "204", KEY),
}
# And the contents that carry a key in their body: the operation that made it, its status, and those fields of theirs.
CARRIED_BY: dict[tuple[str, str], dict[str, Any]] = {
    (f"{TENANT}/ticket/event", "201"): {
        "type": "ticket.event",
        "ticket": {"event_key": "$response.body#/event_key", "tickets": [{"qr_data": "4711", "type": "Adult"}]},
    },
    (f"{TENANT}/form", "200"): {
        "type": "letter.form", "form": {"id": "$response.body#/key", "days_to_expiry": 30},
    },
    (f"{TENANT}/upload", "201"): {
        "parts": [
            {"name": "letter.pdf", "content_type": "application/pdf", "upload_key": "$response.body#/upload_key"},
        ],
    },
}


def link(paths: dict[str, dict[str, Any]]) -> None:
    """Lead from each operation that makes something to those that are about it."""
    for path, methods in paths.items():
        names = _PLACE.findall(path)
        if not names or names[-1] not in MADE_BY:
            continue
        method, source, status, where = MADE_BY[names[-1]]
        if set(names[:-1]) <= set(_PLACE.findall(source)):
            links = _links(paths, method, source, status)
            given = _same(names[:-1]) | {names[-1]: where}
            for operation in methods.values():
                links[operation["operationId"]] = {"operationId": operation["operationId"], "parameters": given}
    sending = paths[f"{TENANT}/content"]["post"]["operationId"]
    for (source, status), fields in CARRIED_BY.items():
        _links(paths, "post", source, status)[sending] = {
            "operationId": sending, "parameters": _same(["tenantKey"]), "requestBody": fields,
        }


def _links(paths: dict[str, dict[str, Any]], method: str, source: str, status: str) -> dict[str, Any]:
    links: dict[str, Any] = paths[source][method]["responses"][status].setdefault("links", {})
    return links


def _same(names: list[str]) -> dict[str, str]:
    return {name: f"$request.path.{name}" for name in names}
