"""The examples of the senders' document: each is sent, and each answer is of the form that stands there."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

import pytest
from jsonschema import Draft202012Validator

from chalicelib.api.openapi import documents
from chalicelib.api.sender import door
from tests.examples import FILE, Walk
from tests.phone import phone
from tests.world import ANNA, TOLVAN

__all__ = ["phone"]

STEPS: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
EXAMPLES = [step for step in STEPS if "operation" in step and step["status"] < 400]
REFUSALS = [step for step in STEPS if step.get("status", 0) >= 400]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return json.loads(json.dumps(documents()["sender.json"]))


def validate(document: dict[str, Any], schema: dict[str, Any], value: Any) -> None:
    """Hold a value to a schema of the document."""
    Draft202012Validator({**schema, "components": document["components"]}).validate(value)


def test_every_example_is_answered_as_it_says(sender, world, phone, http):
    """In their order, by the app; the keys of one answer are used in the next request."""
    world.a_person(TOLVAN)
    world.a_person(ANNA)
    tenant = next(step["path"]["tenantKey"] for step in EXAMPLES if "tenantKey" in step.get("path", {}))
    walk = Walk(world, http, sender, phone, {tenant: sender.tenant})
    for step in STEPS:
        if "between" in step:
            walk.between(step["between"], step.get("of", ""))
            continue
        status, headers, answer = walk.call(step)
        where = f"{step['operation']} {step.get('title', '')}"
        assert status == step["status"], (where, answer)
        walk.learn(step.get("answer"), answer, where)
        for name, value in step.get("answer_headers", {}).items():
            walk.learn(value, headers[name], f"{where} {name}")


def test_every_operation_has_an_example(document):
    """With its body, if it takes one."""
    shown = {step["operation"]: step for step in EXAMPLES}

    assert {f"{operation.method} {operation.path}" for operation in door.operations} == set(shown)
    for name, step in shown.items():
        method, _, path = name.partition(" ")
        described = document["paths"][path][method.lower()]
        assert ("requestBody" in described) == bool({"body", "form"} & set(step)), name


@pytest.mark.parametrize("step", EXAMPLES, ids=lambda step: f"{step['operation']} {step.get('title', '')}".strip())
def test_each_example_fits_its_schema(document, step):
    """What is sent and what is answered, as any tool would check them."""
    method, _, path = step["operation"].partition(" ")
    operation = document["paths"][path][method.lower()]
    if "body" in step:
        validate(document, operation["requestBody"]["content"]["application/json"]["schema"], step["body"])
    if "form" in step:
        told = operation["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
        validate(document, told, dict(parse_qsl(step["form"])))
    response = operation["responses"][str(step["status"])]
    if "answer" in step:
        validate(document, response["content"]["application/json"]["schema"], step["answer"])


@pytest.mark.parametrize("step", REFUSALS, ids=lambda step: f"{step['operation']} {step['title']}")
def test_each_refusal_is_one_of_the_catalogue(document, step):
    """Its status is the code's, and the page of errors says what to do."""
    method, _, path = step["operation"].partition(" ")
    refused = document["paths"][path][method.lower()]["responses"][str(step["status"])]["content"]["application/json"]

    validate(document, refused["schema"], step["answer"])
    assert step["answer"]["code"] // 100 == step["status"]
    assert f"| {step['answer']['code']} |" in (FILE.parents[1] / "errors.md").read_text(encoding="utf-8")
    assert step["answer"] in [shown["value"] for shown in refused["examples"].values()]


def test_the_document_carries_them(document):
    """Requests, answers, path parameters and headers."""
    sending = document["paths"]["/v2/tenant/{tenantKey}/content"]["post"]
    told = sending["requestBody"]["content"]["application/json"]["examples"]
    assert told["a-letter"]["value"]["type"] == "letter"
    assert len(told) >= 12
    assert "kivra-objkey" in sending["responses"]["201"]["headers"]
    assert sending["parameters"][0]["example"]
