"""What an answer leads to, as OpenAPI's links: a key that one operation answers is what others are about."""

from __future__ import annotations

import re
from typing import Any

_PLACE = re.compile(r"{(\w+)}")
KEY = "$response.header.kivra-objkey"
# Where each key in a path comes from: the operation, its status, and where in its answer the key stands.
MADE_BY = {
    "tenantKey": ("get", "/v2/tenant", "200", "$response.body#/0/key"),
    "requestKey": ("post", "/v2/tenant/request_access", "201", KEY),
    "contentKey": ("post", "/v2/tenant/{tenantKey}/content", "201", KEY),
    "formTemplateKey": ("post", "/v2/tenant/{tenantKey}/form", "200", "$response.body#/key"),
    "batchKey": ("post", "/v2/tenant/{tenantKey}/batch", "201", KEY),
    "id": ("post", "/v2/webhooks/events", "201", "$response.body#/id"),
    "delivery": ("post", "/v2/webhooks/events/{id}/test", "204", KEY),
}


def link(paths: dict[str, dict[str, Any]]) -> None:
    """Lead from each operation that makes something to those that are about it."""
    for path, methods in paths.items():
        names = _PLACE.findall(path)
        if not names or names[-1] not in MADE_BY:
            continue
        method, source, status, where = MADE_BY[names[-1]]
        known = _PLACE.findall(source)
        if set(names[:-1]) <= set(known):
            given = {name: f"$request.path.{name}" for name in names[:-1]} | {names[-1]: where}
            links = paths[source][method]["responses"][status].setdefault("links", {})
            for operation in methods.values():
                links[operation["operationId"]] = {"operationId": operation["operationId"], "parameters": given}
