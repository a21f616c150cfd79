"""The OpenAPI documents in docs/ are what the code says."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from chalicelib.api.openapi import documents as made_anew
from chalicelib.api.sender.messages import TOLD
from chalicelib.callbacks.model import TEST, Type

FOLDER = Path("docs/openapi")
documents = cache(made_anew)


@pytest.mark.parametrize("name", ["sender.json", "recipient.json"])
def test_the_document_is_the_codes(name: str):
    """Made anew, it is the same; if not: python -m chalicelib.api.openapi."""
    assert json.loads((FOLDER / name).read_text()) == json.loads(json.dumps(documents()[name]))


@pytest.mark.parametrize("name", ["sender.json", "recipient.json"])
def test_the_document_is_openapi(name: str):
    """Any tool can read it."""
    validate(json.loads((FOLDER / name).read_text()))


def answers(document: dict[str, Any], operation: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What an operation answers, by status; what many share stands among the components."""
    shared = document["components"]["responses"]
    return {status: shared.get(answer.get("$ref", "").rpartition("/")[2], answer) for status, answer in operation["responses"].items()}


INSIDE = re.compile(
    r"AWS|transaction|batch read|key service|decrypt|\b(one|two|a) (read|get|put|query|update|write)s?\b", re.IGNORECASE
)


@pytest.mark.parametrize("name", ["sender.json", "recipient.json"])
def test_what_a_call_costs_inside_is_not_told_outside(name: str):
    """Summaries and descriptions are for who calls."""
    for path, methods in documents()[name]["paths"].items():
        for operation in methods.values():
            assert not INSIDE.search(operation["summary"] + operation.get("description", "")), path
            assert operation["summary"].endswith("."), path


def test_every_key_of_a_path_comes_from_somewhere():
    """Each operation with a key in its path is linked from one that answers it; so are contents that carry one."""
    paths = documents()["sender.json"]["paths"]
    links = [
        link for methods in paths.values() for operation in methods.values()
        for answer in operation["responses"].values() for link in answer.get("links", {}).values()
    ]
    linked = {link["operationId"] for link in links}
    keyed = {
        operation["operationId"] for path, methods in paths.items() for operation in methods.values()
        if re.search(r"{(?!version)\w+}", path)
    }
    assert keyed <= linked
    carried = {name for link in links for name in re.findall(r"event_key|upload_key|\"id\"", json.dumps(link.get("requestBody", "")))}
    assert carried == {"event_key", "upload_key", '"id"'}


def test_every_answer_is_described_with_its_headers():
    """The call's id everywhere, the code of a refusal, and how to go on after one."""
    document = documents()["sender.json"]
    for methods in document["paths"].values():
        for operation in methods.values():
            told = {status: set(answer["headers"]) for status, answer in answers(document, operation).items()}
            assert all("x-correlation-id" in names for names in told.values())
            for refused in ("4XX", "5XX"):
                assert told[refused] == {"x-correlation-id", "x-error-code", "Retry-After", "WWW-Authenticate", "Allow"}


def test_what_can_be_null_is_said_to_be():
    """Null of the sender's own is said; what is absent is left out, and no response has a state that is not told."""
    schemas = documents()["sender.json"]["components"]["schemas"]
    for model in ("ResponseOut", "RegisteredResponseOut"):
        assert "sender_reference" in schemas[model]["required"]
        assert {"type": "null"} in schemas[model]["properties"]["sender_reference"]["anyOf"]
    assert schemas["ResponseListed"]["properties"]["status"]["enum"] == ["signed", "expired"]
    assert schemas["ErrorOut"]["properties"]["errors"]["type"] == "array"


def test_everything_that_a_sender_writes_and_reads_is_described():
    """Every property and every parameter in a sentence of its own, every part of the API, and where it is served."""
    document = documents()["sender.json"]
    silent = [
        f"{model}.{name}" for model, schema in document["components"]["schemas"].items()
        for name, field in schema.get("properties", {}).items() if not field.get("description", "").endswith((".", "…"))
    ]
    operations = [operation for methods in document["paths"].values() for operation in methods.values()]
    silent += [
        f"{operation['operationId']} {each['name']}" for operation in operations for each in operation["parameters"]
        if not each.get("description", "").endswith(".")
    ]
    assert silent == []
    used = {tag for operation in operations for tag in operation["tags"]}
    assert {tag["name"] for tag in document["tags"] if tag["description"].endswith(".")} == used
    assert document["servers"][0]["variables"]["host"]["default"] == "sender.example"


def test_every_message_is_told_of():
    """As the page about webhooks has it, name by name; tests that receive messages hold them against the models."""
    document = documents()["sender.json"]
    assert set(document["webhooks"]) == set(TOLD) == {*Type, TEST}
    page = Path("docs/webhooks.md").read_text(encoding="utf-8").partition("## What is told")[2].partition("```")[0]
    table = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| `")]
    rows = {kind: data for kinds, _, data in table for kind in re.findall(r"`([a-z._]+)`", kinds)}
    for kind, cell in rows.items():
        names = set(re.findall(r"`(\w+)`", cell)) - {"done", "failed"}
        assert names | {"tenant_key"} == set(TOLD[kind][0].model_fields), kind
    assert set(rows) == set(Type)
    assert "#/components/schemas/InviteGift" in json.dumps(document["components"]["schemas"]["ContentIn"]["properties"]["invite"])


def test_every_operation_says_which_codes_it_can_be_refused_with():
    """All tests of the sender API hold what is answered against it; together they are those of the page about errors."""
    told: dict[str, set[int]] = {}
    document = documents()["sender.json"]
    for methods in document["paths"].values():
        for operation in methods.values():
            told[operation["operationId"]] = {
                code for status, answer in answers(document, operation).items() if status.isdigit() and int(status) >= 400
                for code in answer["content"]["application/json"]["schema"]["properties"]["code"]["enum"]
            }
    assert told["post_v2_tenant"] - told["get_v2_tenant"] >= {40008, 40915}
    page = Path("docs/errors.md").read_text(encoding="utf-8").partition("### ")[0]
    listed = {int(code) for code in re.findall(r"^\| (\d{5}) \|", page, re.MULTILINE)}
    # Another verb is no operation, and the gateway alone gives up waiting.
    assert set.union(*told.values()) == listed - {40500} | {50400}
