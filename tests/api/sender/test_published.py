"""The published Sender API, field by field, against the document of ours: what its clients send and read is there.

`published.json` lists, of each operation that concerns people, every field of its request (`*`: it must be given) and
of its answers, with their limits, and the statuses of its refusals; test_published_answers.py looks at these two.
Payments are not built yet, and left out.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from chalicelib.api.openapi import documents

PUBLISHED = json.loads((Path(__file__).parent / "published.json").read_text())
WITH_BODY = [name for name, entry in PUBLISHED.items() if "request" in entry]
ANSWERS = [(name, status) for name, entry in PUBLISHED.items() for status in entry["answers"]]
# Published without a word on what must be given; a body without these asks for nothing.
SENSELESS_WITHOUT = {
    ("PUT /v2/tenant/{tenantKey}/name", "name"), ("POST /v2/tenant/{tenantKey}/company_id", "company_id"),
    ("POST /v2/tenant/{tenantKey}/icon", "file"), ("POST /v2/tenant/request_access", "vat_number"),
}


@cache
def ours() -> dict[str, Any]:
    """Our document, by method and path with nameless places."""
    document = documents()["sender.json"]
    operations = {
        f"{method.upper()} {re.sub(r'{.*?}', '{}', path)}": operation
        for path, methods in document["paths"].items() for method, operation in methods.items()
    }
    return {"operations": operations, "schemas": document["components"]["schemas"]}


def operation(name: str) -> Any:
    return ours()["operations"][re.sub(r"{.*?}", "{}", name)]


def fields(schema: Any, path: str = "", found: Any = None) -> dict[str, tuple[set[str], bool]]:
    """Every field below a schema by its path, with its types and whether it must be given."""
    found = {} if found is None else found
    if "$ref" in schema:
        schema = ours()["schemas"][schema["$ref"].rpartition("/")[2]]
    for each in (*schema.get("anyOf", []), *schema.get("oneOf", []), *schema.get("allOf", [])):
        fields(each, path, found)
    if path:
        types = schema.get("type", [])
        types = {types} if isinstance(types, str) else set(types)
        found[path] = (found.get(path, (set(), False))[0] | types, False)
    for name, each in schema.get("properties", {}).items():
        place = f"{path}.{name}" if path else name
        fields(each, place, found)
        found[place] = (found[place][0], name in schema.get("required", []))
    if "items" in schema:
        fields(schema["items"], f"{path}[]", found)
    return found


def body(content: Any) -> dict[str, tuple[set[str], bool]]:
    return fields(content["application/json"]["schema"]) if content else {}


def fits(published: str, types: set[str]) -> bool:
    """Whether every published type is one of ours; a field without a type takes anything."""
    wanted = set(published.rstrip("*").split("|")) - {"any"}
    return not types or wanted <= types


@pytest.mark.parametrize("name", WITH_BODY)
def test_what_clients_send_is_taken(name):
    """Every published field is known by the published type."""
    known = body(operation(name)["requestBody"]["content"])

    wrong = {field: said for field, said in PUBLISHED[name]["request"].items()
             if field not in known or not fits(said, known[field][0])}

    assert wrong == {}


@pytest.mark.parametrize("name", WITH_BODY)
def test_no_more_is_demanded_than_is_published(name):
    """A field that clients may leave out may be left out here."""
    published = PUBLISHED[name]["request"]
    demanded = {field for field, (_, must) in body(operation(name)["requestBody"]["content"]).items() if must}
    # The schema knows each invitation by a name of its own only; this one, of the published examples, is any of them.
    demanded = {field for field in demanded if not field.startswith("invite.")}

    assert {f for f in demanded if not published.get(f, "").endswith("*") and (name, f) not in SENSELESS_WITHOUT} == set()


@pytest.mark.parametrize(("name", "status"), ANSWERS)
def test_what_clients_read_is_answered(name, status):
    """With the published status, headers, fields and types."""
    answer, published = operation(name)["responses"][status], PUBLISHED[name]["answers"][status]
    told = body(answer.get("content"))

    assert set(published["headers"]) <= set(answer.get("headers", {}))
    # Null is left out of our schemas of answers.
    wrong = {field: said for field, said in published["body"].items()
             if field not in told or not fits(said, told[field][0] | {"null"})}
    assert wrong == {}
