"""Which codes a call can be refused with: what its route declares, and what follows from the kind of route."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from chalicelib.api.http import Operation

# By the gateway or us, whatever was asked.
ANY = (40000, 41300, 42900, 50000, 50301, 50400)
OF_BODIES = (40008, 40026)
OF_TOKENS = (40100, 40300)
INVALID_QUERY, NOT_FOUND, UNSUPPORTED_TYPE = 40033, 40400, 41500
# Which headers go with a status, besides those of every refusal.
HEADERS = {401: ("WWW-Authenticate",), 429: ("Retry-After",), 503: ("Retry-After",)}
ALWAYS = ("x-correlation-id", "x-error-code")


def codes_of(operation: Operation) -> tuple[int, ...]:
    """Every code that an operation can be refused with, in their order."""
    codes = {*ANY, *operation.refuses}
    codes.update(OF_BODIES if operation.body else ())
    codes.update((UNSUPPORTED_TYPE,) if operation.body or operation.form else ())
    if operation.guard != "public":
        codes.update(OF_TOKENS)
        # A dry run is refused where there is none.
        codes.update(() if operation.method == "GET" else (INVALID_QUERY,))
    if operation.query:
        codes.add(INVALID_QUERY)
    if "{" in operation.path:
        codes.add(NOT_FOUND)
    return tuple(sorted(codes))


def responses(operation: Operation, catalogue: Mapping[int, tuple[str, str]], error: str) -> dict[str, Any]:
    """Describe the refusals of an operation, status by status; `error` is the schema that all of them have."""
    told = {}
    for status, group in groupby(codes_of(operation), lambda code: code // 100):
        codes = list(group)
        schema = {"$ref": error, "properties": {"code": {"enum": codes}}}
        told[str(status)] = {
            "description": "; ".join(f"{code} {catalogue[code][0]}" for code in codes) + ".",
            "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in (*ALWAYS, *HEADERS.get(status, ()))},
            "content": {"application/json": {"schema": schema}},
        }
    return told


def share(document: dict[str, Any]) -> None:
    """Say what many calls are refused with once; those with examples of their own keep it to themselves."""
    shared: dict[str, Any] = {}
    for entry in (entry for path in document["paths"].values() for entry in path.values()):
        for status, response in entry["responses"].items():
            content = response.get("content", {}).get("application/json", {})
            if status[0] in "45" and "examples" not in content:
                codes = content["schema"].get("properties", {}).get("code", {}).get("enum", [status])
                name = f"Refused_{'_'.join(str(code) for code in codes)}"
                shared[name] = response
                entry["responses"][status] = {"$ref": f"#/components/responses/{name}"}
    document["components"]["responses"] = dict(sorted(shared.items()))
