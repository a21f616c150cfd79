"""Which codes a call can be refused with: what its route declares, and what follows from the kind of route."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from chalicelib.api.http import Operation

# By the gateway or us, whatever was asked.
ANY = (41300, 42900, 50000, 50301, 50400)
OF_BODIES = (40000, 40008, 40026)
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
