"""OpenAPI 3.1 of a door, out of the operations and the models that validate: `python -m chalicelib.api.openapi`.

The examples are those of docs/openapi/examples.json, which tests send to the app.
"""

from __future__ import annotations

import copy
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args
from urllib.parse import parse_qsl

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import models_json_schema

from chalicelib.api.described import describe
from chalicelib.api.http import FORM_TYPES, LIMIT, Door, Operation
from chalicelib.api.links import link
from chalicelib.api.refusals import responses, share

REF = "#/components/schemas/{model}"
HEADER = "#/components/headers/{name}"
EXAMPLES = Path("docs/openapi/examples.json")
_PLACE = re.compile(r"{(\w+)}")
_FORMS = {"version": {"pattern": "^v[0-9]+$"}}
_COSTS = re.compile(r"[;.]?\s*AWS calls:.*?(?=\n\s*\n|$)", re.DOTALL)


def document(door: Door, title: str, about: str, refusal: dict[str, Any], error: type[BaseModel]) -> dict[str, Any]:
    """Describe every operation of a door; `refusal` is what each of them may answer instead, with an `error`."""
    _demand_one_model_a_name(door)
    read = {model for op in door.operations for model in (op.body, op.form) if model}
    models = sorted(read, key=lambda model: model.__name__)
    _, definitions = models_json_schema([(model, "validation") for model in models], ref_template=REF)
    schemas: dict[str, Any] = dict(definitions.get("$defs", {}))
    _answer(error, schemas, "application/json")
    paths: dict[str, dict[str, Any]] = {}
    for operation in door.operations:
        entry = _operation(operation, schemas, refusal)
        paths.setdefault(operation.path, {})[operation.method.lower()] = entry
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1", "description": about},
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": dict(sorted(schemas.items())), "headers": {name: _HEADERS[name] for name in refusal["headers"]},
            "securitySchemes": _SCHEMES,
        },
    }


def _demand_one_model_a_name(door: Door) -> None:
    """Two models of one name would be one schema, wrong for one of them."""
    named: dict[str, type] = {}
    for operation in door.operations:
        for model in (operation.body, *operation.answers.values()):
            if isinstance(model, type) and named.setdefault(model.__name__, model) is not model:
                raise ValueError(f"Two models are named {model.__name__}.")


def illustrate(paths: dict[str, dict[str, Any]], examples: list[dict[str, Any]]) -> None:
    """Put the examples of each operation where tools look for them: parameters, request, answers."""
    for example in examples:
        method, _, path = example.get("operation", "").partition(" ")
        if not method:
            continue
        entry = paths[path][method.lower()]
        if example["status"] >= 400:
            # Some of these requests fit no schema, so only what they are answered with is shown.
            refused = entry["responses"][str(example["status"])]
            _show(next(iter(refused["content"].values())), example, example["answer"])
        else:
            _show_request(entry, example)
            _show_answer(entry["responses"][str(example["status"])], example)


def _show_request(entry: dict[str, Any], example: dict[str, Any]) -> None:
    given = {**example.get("path", {}), **example.get("query", {}), **example.get("headers", {})}
    for parameter in entry["parameters"]:
        if parameter["name"] in given:
            parameter.setdefault("example", given[parameter["name"]])
    if "body" in example:
        _show(entry["requestBody"]["content"]["application/json"], example, example["body"])
    if "form" in example:
        _show(entry["requestBody"]["content"][FORM_TYPES[0]], example, dict(parse_qsl(example["form"])))


def _show_answer(response: dict[str, Any], example: dict[str, Any]) -> None:
    for name, value in example.get("answer_headers", {}).items():
        response.setdefault("headers", {}).setdefault(name, {"schema": {"type": "string"}, "example": value})
    if "answer" in example:
        _show(response["content"]["application/json"], example, example["answer"])


def _show(content: dict[str, Any], example: dict[str, Any], value: Any) -> None:
    title = example.get("title", "Example")
    name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    content.setdefault("examples", {}).setdefault(name, {"summary": title, "value": value})


ALWAYS = "x-correlation-id"
_HEADERS = {
    name: {"description": text, "schema": {"type": "string"}}
    for name, text in {
        ALWAYS: "The call's id, for questions about it.",
        "x-error-code": "The code of the body.",
        "Retry-After": "With 429 and 503: after how many seconds to call again.",
        "WWW-Authenticate": "With 401: how to be let in.",
        "Allow": "With 405: the verbs that the path has.",
    }.items()
}
_SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "An access token from /v2/auth, good for 8 hours."},
    "basic": {"type": "http", "scheme": "basic", "description": "Client id and client secret."},
    "session": {"type": "apiKey", "in": "cookie", "name": "__Host-sid"},
    "enrolment": {"type": "apiKey", "in": "cookie", "name": "__Host-enrol"},
}


def _refusal(error: type[BaseModel], content_type: str, headers: Iterable[str]) -> dict[str, Any]:
    """What is answered instead of what was asked for."""
    told = {name: {"$ref": HEADER.format(name=name)} for name in headers}
    content = {content_type: {"schema": {"$ref": REF.format(model=error.__name__)}}}
    return {"description": "Refused", "headers": told, "content": content}


def _operation(operation: Operation, schemas: dict[str, Any], refusal: dict[str, Any]) -> dict[str, Any]:
    # What a call costs inside is for who runs the operator; it is said last in its paragraph.
    text = _COSTS.sub(".", operation.view.__doc__ or "").strip()
    summary, _, rest = text.partition("\n\n")
    entry: dict[str, Any] = {
        "operationId": f"{operation.method.lower()}_{re.sub(r'[^a-zA-Z0-9]+', '_', operation.path).strip('_')}",
        "summary": " ".join(summary.split()), "tags": [operation.tag or "Recipient"],
        "parameters": _parameters(operation),
        "responses": {
            str(status): _answer(model, schemas, operation.answers_as) for status, model in operation.answers.items()
        },
        "security": _security(operation),
    }
    for answer in entry["responses"].values():
        answer["headers"] = {ALWAYS: {"$ref": HEADER.format(name=ALWAYS)}}
    for kind in ("4XX", "5XX"):
        entry["responses"][kind] = copy.deepcopy(refusal)
    if ":" in operation.guard:
        entry["x-scope"] = operation.guard
    if operation.limit != LIMIT:
        entry["x-max-bytes"] = operation.limit
    if rest:
        entry["description"] = " ".join(rest.split())
    read = operation.body or operation.form
    if read:
        types = (*FORM_TYPES, *operation.content_types) if operation.form else operation.content_types
        content = {content_type: {"schema": {"$ref": REF.format(model=read.__name__)}} for content_type in types}
        entry["requestBody"] = {"required": True, "content": content}
    return entry


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    places = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"} | _FORMS.get(name, {})}
        for name in _PLACE.findall(operation.path)
    ]
    others = [
        {"name": name, "in": where, "required": False, "description": text, "schema": {"type": "string"}}
        for where, named in (("query", operation.query), ("header", operation.headers))
        for name, text in named.items()
    ]
    return places + others


def _answer(model: Any, schemas: dict[str, Any], content_type: str) -> dict[str, Any]:
    if model is None:
        return {"description": "Done, without a body."}
    schema = TypeAdapter(model).json_schema(ref_template=REF, mode="serialization")
    defined = {name: each for name, each in schema.pop("$defs", {}).items() if name not in schemas}
    for each in (schema, *defined.values()):
        _leave_out_null(each)
    schemas.update(defined)
    if isinstance(model, type) and issubclass(model, BaseModel):
        schemas.setdefault(model.__name__, schema)
        schema = {"$ref": REF.format(model=model.__name__)}
    return {"description": _meaning(model), "content": {content_type: {"schema": schema}}}


def _meaning(model: Any) -> str:
    """What an answer is, by the first sentence about its model."""
    (held,) = get_args(model) or (model,)
    if not issubclass(held, BaseModel):
        return "The file itself."
    said = " ".join((held.__doc__ or "").partition("\n\n")[0].split())
    return said if held is model else f"A list. Each: {said[0].lower()}{said[1:]}"


def _leave_out_null(schema: dict[str, Any]) -> None:
    """What is absent is left out of every answer (`api.http`), so none of them says null."""
    for name, field in schema.get("properties", {}).items():
        if field.get("default", "") is None:
            said = [each for each in field["anyOf"] if each != {"type": "null"}]
            rest = {key: value for key, value in field.items() if key not in ("anyOf", "default")}
            schema["properties"][name] = (said[0] if len(said) == 1 else {"anyOf": said}) | rest


def _security(operation: Operation) -> list[dict[str, list[str]]]:
    if operation.guard == "public":
        return [{"basic": []}, {}] if operation.path.endswith("/auth") else []
    if operation.guard in ("session", "step_up"):
        return [{"session": []}]
    return [{"enrolment": []}] if operation.guard == "enrolment" else [{"bearer": []}]


def _name_keys(paths: dict[str, dict[str, Any]], keys: dict[str, str]) -> None:
    """Say what each name in a path stands for."""
    parameters = (each for path in paths.values() for entry in path.values() for each in entry["parameters"])
    for parameter in parameters:
        if parameter["in"] == "path":
            parameter["description"] = keys[parameter["name"]]


def documents() -> dict[str, dict[str, Any]]:
    """Both documents, by file name."""
    from chalicelib.api.recipient import door as recipient_door
    from chalicelib.api.recipient.routes import Problem
    from chalicelib.api.sender import door as sender_door
    from chalicelib.api.sender import told
    from chalicelib.api.sender.catalogue import CATALOGUE
    from chalicelib.api.sender.messages import Told, tell
    from chalicelib.api.sender.models import ErrorOut
    from chalicelib.api.sender.wire import Wire

    refusal = _refusal(ErrorOut, "application/json", _HEADERS)
    sender = document(sender_door, "Kuvert sender API", told.ABOUT, refusal, ErrorOut)
    sender["servers"] = told.SERVERS
    sender["tags"] = [{"name": name, "description": text} for name, text in told.TAGS.items()]
    for operation in sender_door.operations:
        answers = sender["paths"][operation.path][operation.method.lower()]["responses"]
        answers |= responses(operation, CATALOGUE, REF.format(model=ErrorOut.__name__))
    told.invite(sender["components"]["schemas"])
    tell(sender, REF)
    for base in (Wire, Told):
        describe(sender["components"]["schemas"], base)
    _name_keys(sender["paths"], told.KEYS)
    illustrate(sender["paths"], json.loads(EXAMPLES.read_text(encoding="utf-8")))
    link(sender["paths"])
    share(sender)
    about = "What the recipients' web app speaks."
    refusal = _refusal(Problem, "application/problem+json", [ALWAYS])
    recipient = document(recipient_door, "Kuvert recipient API", about, refusal, Problem)
    recipient["servers"] = [{"url": "/", "description": "Where the web app itself was fetched."}]
    recipient["tags"] = [{"name": "Recipient", "description": "What the web app does for its reader."}]
    return {"sender.json": sender, "recipient.json": recipient}


def main() -> None:
    """Write the documents into docs/openapi."""
    folder = Path("docs/openapi")
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in documents().items():
        (folder / name).write_text(json.dumps(text, ensure_ascii=False, indent=1) + "\n")
        sys.stdout.write(f"docs/openapi/{name}: {len(text['paths'])} paths\n")


if __name__ == "__main__":
    main()
