"""The published Sender API beyond its fields: its limits, its refusals, and what is really answered when it is called."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pytest

from chalicelib.api.sender.authorizer import Unauthorized
from chalicelib.api.sender.catalogue import CATALOGUE
from tests.api.sender.test_published import PUBLISHED, operation, ours
from tests.examples import FILE, Walk
from tests.forms import form_key
from tests.phone import phone
from tests.world import ANNA, TOLVAN

__all__ = ["phone"]

BOUNDS = ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "pattern")
CODES = {400: 40000, 401: 40100, 403: 40300, 404: 40400, 409: 40915}
REFUSALS = [(name, status) for name, entry in PUBLISHED.items() for status in entry.get("refusals", [])]
# docs/errors.md has a row for each: the pattern that JavaScript reads otherwise, and the type that is forgotten.
OTHERWISE = {"salaryslip.employment.employer.contact_information.telephone_number"}
FORGOTTEN = {"response[].type": {"verified_account"}}
# Published without a word on when: a key of whatever form is there, or it is not.
NO_REASON = {
    ("GET /v2/tenant/{tenantKey}/form/{formTemplateKey}/responses", 400),
    ("GET /v2/tenant/{tenantKey}/form/{formTemplateKey}/responses/{formResponseKey}", 400),
    ("DELETE /v2/tenant/{tenantKey}/form/{formTemplateKey}/responses/{formResponseKey}", 400),
    ("DELETE /v2/tenant/{tenantKey}/registered/{responseKey}", 400),
}
BODIES = {
    "POST /v2/tenant": {"name": "Annan", "company_id": [{"name": "Annan", "orgnr": "SE202100548901"}]},
    "POST /v2/tenant/{tenantKey}/company_id": {"company_id": {"name": "Annan", "orgnr": "SE202100548901"}},
}
UNKNOWN = "1795176000ffffffffffffffffffffffffffffffff"
FORMATS = {
    "uuid": re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$").match,
    "ISO8601": datetime.fromisoformat,
    "uri": lambda text: urlsplit(text).scheme == "https",
}
TYPES: dict[str, Any] = {
    "string": str, "integer": int, "array": list, "object": dict, "null": type(None), "any": object, "boolean": bool,
}


def limits(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every place below a schema with what its value may be."""
    if "$ref" in schema:
        schema = ours()["schemas"][schema["$ref"].rpartition("/")[2]]
    for each in (*schema.get("anyOf", []), *schema.get("oneOf", []), *schema.get("allOf", [])):
        yield from limits(each, path)
    said = {name: schema[name] for name in (*BOUNDS, "enum") if name in schema}
    yield path, said | ({"enum": [schema["const"]]} if "const" in schema else {})
    for name, each in schema.get("properties", {}).items():
        yield from limits(each, f"{path}.{name}" if path else name)
    if "items" in schema:
        yield from limits(schema["items"], f"{path}[]")


def narrower(published: dict[str, Any], our: dict[str, Any]) -> list[str]:
    """What of our limits a published value may fail."""
    found = []
    for name, said in our.items():
        wanted = published.get(name)
        if name == "enum" and wanted is not None:
            fits = set(wanted) <= set(said)
        elif name.startswith("min") and wanted is not None:
            fits = said <= wanted
        elif name.startswith("max") and wanted is not None:
            fits = said >= wanted
        else:
            fits = wanted is None or said == wanted
        found += [] if fits else [name]
    return found


@pytest.mark.parametrize("name", [name for name, entry in PUBLISHED.items() if "request_limits" in entry])
def test_no_published_value_is_out_of_bounds(name):
    """Words, numbers, lengths and patterns of what is sent: at least as wide as published."""
    published = PUBLISHED[name]["request_limits"]
    schema = operation(name)["requestBody"]["content"]["application/json"]["schema"]
    wrong = [
        (path, bound) for path, our in limits(schema)
        if path in published and path not in OTHERWISE for bound in narrower(published[path], our)
    ]

    assert wrong == []
    assert set(published) <= {path for path, _ in limits(schema)}


def values(value: Any, steps: list[str]) -> Iterator[Any]:
    """Every value at a published place of an answer, as far as it is there."""
    if not steps:
        yield value
    elif steps[0] == "[]":
        for each in value:
            yield from values(each, steps[1:])
    elif isinstance(value, dict) and steps[0] in value:
        yield from values(value[steps[0]], steps[1:])


def misfits(name: str, published: dict[str, Any], answer: Any) -> Iterator[tuple[str, str, Any]]:
    """What of a real answer is not as published."""
    for path, said in published["body"].items():
        bounds = published.get("limits", {}).get(path, {})
        kinds = tuple(TYPES[kind] for kind in said.rstrip("*").split("|"))
        for value in values(answer, re.findall(r"\[\]|[^.\[\]]+", path)):
            # A form's answer is plain here, where an object is published: docs/errors.md.
            if path != "response[].value" and not isinstance(value, kinds):
                yield name, path, value
            if value is not None and not keeps(value, bounds, FORGOTTEN.get(path, set())):
                yield name, path, value


def keeps(value: Any, bounds: dict[str, Any], besides: set[str]) -> bool:
    """Whether a value is within published bounds."""
    if "enum" in bounds and value not in {*bounds["enum"], *besides}:
        return False
    if "minimum" in bounds and value < bounds["minimum"]:
        return False
    return "format" not in bounds or bool(FORMATS[bounds["format"]](value))


def test_what_is_really_answered_is_as_published(sender, world, phone, http):
    """Every example, sent to the app: status, headers, types, words and formats of the answer."""
    world.a_person(TOLVAN)
    world.a_person(ANNA)
    steps = json.loads(FILE.read_text(encoding="utf-8"))
    tenant = next(step["path"]["tenantKey"] for step in steps if "tenantKey" in step.get("path", {}))
    walk, wrong, seen = Walk(world, http, sender, phone, {tenant: sender.tenant}), [], set()
    for step in steps:
        if "between" in step:
            walk.between(step["between"], step.get("of", ""))
            continue
        status, headers, answer = walk.call(step)
        walk.learn(step.get("answer"), answer, step["operation"])
        for name, value in step.get("answer_headers", {}).items():
            walk.learn(value, headers[name], name)
        published = PUBLISHED.get(step["operation"], {}).get("answers", {}).get(str(status))
        if published:
            seen.add((step["operation"], str(status)))
            assert "x-correlation-id" in headers
            missing = {*published["headers"], *(["content-type"] if answer else [])} - {name.lower() for name in headers}
            wrong += [(step["operation"], name, None) for name in missing - {"kivra-retained"}]
            wrong += misfits(step["operation"], published, answer)

    assert wrong == []
    assert seen == {(name, status) for name, entry in PUBLISHED.items() for status in entry["answers"]}


def provoke(sender: Any, world: Any, name: str, status: int) -> Any:
    """Call an operation so that it must answer with a status."""
    method, _, path = name.partition(" ")
    here = {"tenantKey": sender.tenant, "formTemplateKey": form_key(sender)}
    if status == 404:
        del here["formTemplateKey"]
    elif status == 409:
        world.a_tenant("Annan", "202100548901")
    elif status == 403 and "{formTemplateKey}" in path:
        # Whoever did not make the form, though it sends for the same tenant.
        sender.token = world.token(sender.tenant)
    elif status == 403:
        scope = f"get:kivra.v2.tenant.{sender.tenant}.content"
        sender.token = world.operator.senders.grant(sender.client_id, sender.secret, scope).token
    elif status == 401:
        sender.token = "0" * 32
    path = re.sub(r"{(\w+)}", lambda place: here.get(place[1], UNKNOWN), path)
    return sender.call(method, path, BODIES.get(name, {} if method == "POST" else None))


@pytest.mark.parametrize(("name", "status"), [pair for pair in REFUSALS if pair not in NO_REASON])
def test_a_published_refusal_is_given(sender, world, name, status):
    """With its status, and the code of the catalogue in body and header."""
    if status == 401:
        # The gateway says the rest, before any code of ours is asked.
        with pytest.raises(Unauthorized):
            provoke(sender, world, name, status)
        return
    answer = provoke(sender, world, name, status)

    assert answer.status_code == status, answer.json_body
    told = answer.json_body
    assert (told["code"], told["short_message"]) == (CODES[status], CATALOGUE[CODES[status]][0])
    assert told["long_message"]
    assert answer.headers["x-error-code"] == str(CODES[status])
    assert answer.headers["content-type"].startswith("application/json")
