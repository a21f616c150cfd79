"""The reference: every operation of docs/openapi/sender.json with its fields, limits, errors and examples in curl."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "openapi" / "sender.json"
EXAMPLES = DOCUMENT.with_name("examples.json")
BASE = "https://sender.example"
LONGEST = 160  # of a file's data in an example
_REF = "#/components/schemas/"


@dataclass(frozen=True)
class Field:
    """One field of a model: its type in words, and the model that it leads to."""

    name: str
    type: str
    model: str
    required: bool
    limits: str
    about: str


@dataclass(frozen=True)
class Model:
    """One object on the wire."""

    name: str
    about: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Example:
    """One call, and what it is answered with."""

    title: str
    curl: str
    status: int
    answer: str


@dataclass(frozen=True)
class Told:
    """One type of message to webhooks: when it is told, and what stands in its `data`."""

    name: str
    about: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Refusal:
    """One way to be refused, and the sentence that says what to do."""

    code: int
    title: str
    told: str


@dataclass(frozen=True)
class Operation:
    """One operation, as the page shows it."""

    anchor: str
    method: str
    path: str
    summary: str
    named: str  # in the menu; empty where another operation has the same words
    about: str
    scope: str
    largest: str
    parameters: tuple[Field, ...]
    body: str
    fields: tuple[Field, ...]
    answers: tuple[tuple[str, str, str], ...]
    examples: tuple[Example, ...]
    refusals: tuple[Refusal, ...]
    codes: tuple[str, ...]  # every one that the call can be refused with, and its short message


def read() -> dict[str, Any]:
    """The document as it is checked in; what is no object, such as a list of words, stands where it is spoken of."""
    document: dict[str, Any] = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    schemas = document["components"]["schemas"]
    plain = {f"{_REF}{name}": schema for name, schema in schemas.items() if not schema.get("properties")}
    plain |= {f"#/components/responses/{name}": each for name, each in document["components"]["responses"].items()}
    put: dict[str, Any] = _in_place(document, plain)
    return put


def _in_place(value: Any, plain: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_in_place(each, plain) for each in value]
    if not isinstance(value, dict):
        return value
    if value.get("$ref") in plain:
        return plain[value["$ref"]]
    return {name: _in_place(each, plain) for name, each in value.items()}


def by_tag(document: dict[str, Any]) -> dict[str, list[Operation]]:
    """The operations under their headings."""
    found: dict[str, list[Operation]] = {tag["name"]: [] for tag in document["tags"]}
    for path, methods in document["paths"].items():
        for method, entry in methods.items():
            found[entry["tags"][0]].append(_operation(document, method.upper(), path, entry))
    order = {"POST": 0, "GET": 1, "PUT": 2, "PATCH": 3, "DELETE": 4}
    for operations in found.values():
        operations.sort(key=lambda each: (each.path.count("/"), each.path != "/v2/auth", each.path, order[each.method]))
    return {tag: _once_named(operations) for tag, operations in found.items() if operations}


def _once_named(operations: list[Operation]) -> list[Operation]:
    """The same call at several paths stands once in the menu."""
    seen = set[str]()
    kept = []
    for each in operations:
        kept.append(replace(each, named="") if each.named in seen else each)
        seen.add(each.named)
    return kept


def models(document: dict[str, Any]) -> list[Model]:
    """Every object that a request or an answer holds, by name."""
    schemas = document["components"]["schemas"]
    return [
        Model(name, schema.get("description", ""), tuple(_fields(schema)))
        for name, schema in sorted(schemas.items()) if schema.get("properties")
    ]


def messages(document: dict[str, Any]) -> list[Told]:
    """What webhooks are told, with what stands in `data`."""
    schemas, found = document["components"]["schemas"], []
    for kind, entry in document["webhooks"].items():
        message = schemas[_model_of(entry["post"]["requestBody"]["content"]["application/json"]["schema"])]
        data = schemas[_model_of(message["properties"]["data"])]
        found.append(Told(kind, entry["post"]["summary"], tuple(_fields(data))))
    return found


def _operation(document: dict[str, Any], method: str, path: str, entry: dict[str, Any]) -> Operation:
    body = entry.get("requestBody", {}).get("content", {}).get("application/json", {})
    largest = entry.get("x-max-bytes")
    name = _model_of(body.get("schema", {}))
    return Operation(
        anchor=entry["operationId"], method=method, path=path, summary=entry["summary"],
        named=re.split(r"[;:,.]", entry["summary"])[0],
        about=entry.get("description", ""), scope=entry.get("x-scope", ""),
        largest=f"{largest:,} bytes" if largest else "",
        parameters=tuple(_parameter(each) for each in entry["parameters"]),
        body=name, fields=tuple(_fields(document["components"]["schemas"][name])) if name else (),
        answers=tuple(_answers(entry)),
        examples=tuple(_examples(method, path)), refusals=tuple(_refusals(entry)),
        codes=tuple(_codes(entry)),
    )


def _parameter(told: dict[str, Any]) -> Field:
    return Field(told["name"], told["in"], "", told["required"], "", told.get("description", ""))


def _answers(entry: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for status, response in entry["responses"].items():
        if status[0] == "2":
            content = next(iter(response.get("content", {}).values()), {})
            headers = ", ".join(name for name in response.get("headers", {}) if name != "x-correlation-id")
            yield status, _model_of(content.get("schema", {})), headers


def _examples(method: str, path: str) -> Iterator[Example]:
    for told in json.loads(EXAMPLES.read_text(encoding="utf-8")):
        if told.get("operation") == f"{method} {path}" and told["status"] < 400:
            answer = _json(told["answer"]) if "answer" in told else ""
            yield Example(told.get("title", "Example"), _curl(method, path, told), told["status"], answer)


def _refusals(entry: dict[str, Any]) -> Iterator[Refusal]:
    for response in _refused(entry):
        for refused in response["content"]["application/json"].get("examples", {}).values():
            yield Refusal(refused["value"]["code"], refused["summary"], refused["value"]["long_message"])


def _codes(entry: dict[str, Any]) -> Iterator[str]:
    for response in _refused(entry):
        yield from response["description"].rstrip(".").split("; ")


def _refused(entry: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for status, response in entry["responses"].items():
        if status.isdigit() and int(status) >= 400:
            yield response


def _curl(method: str, path: str, told: dict[str, Any]) -> str:
    for name, value in told.get("path", {}).items():
        path = path.replace(f"{{{name}}}", value)
    query = "&".join(f"{name}={value}" for name, value in told.get("query", {}).items())
    lines = [f"curl '{BASE}{path}?{query}'" if query else f"curl {BASE}{path}"]
    has_body = "body" in told or "form" in told
    if method != ("POST" if has_body else "GET"):
        lines.append(f"-X {method}")
    if "form" in told:
        return " \\\n  ".join([*lines, '-u "$CLIENT_ID:$CLIENT_SECRET"', f"-d {told['form']}"])
    if path.startswith("/v"):
        lines.append('-H "Authorization: Bearer $TOKEN"')
    lines += [f"-H '{name}: {value}'" for name, value in told.get("headers", {}).items()]
    if has_body:
        text = _json(told["body"]).replace("'", "'\\''")
        lines += ["-H 'Content-Type: application/json'", f"-d '{text}'"]
    return " \\\n  ".join(lines)


def _json(value: Any) -> str:
    """JSON for people: small objects on one line, and files as long as a line."""
    return _folded(_shortened(value), "")


def _shortened(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _shortened(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_shortened(each) for each in value]
    return f"{value[:24]}…" if isinstance(value, str) and len(value) > LONGEST else value


def _folded(value: Any, indent: str) -> str:
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or len(indent) + len(line) <= 96:
        return line
    deeper = indent + "  "
    if isinstance(value, dict):
        inner = (f"{deeper}{json.dumps(name)}: {_folded(each, deeper)}" for name, each in value.items())
        return "{\n" + ",\n".join(inner) + f"\n{indent}}}"
    return "[\n" + ",\n".join(deeper + _folded(each, deeper) for each in value) + f"\n{indent}]"


def _fields(schema: dict[str, Any]) -> Iterator[Field]:
    required = set(schema.get("required", ()))
    for name, told in schema["properties"].items():
        real = _real(told)
        yield Field(
            name, _type(real), _model_of(real), name in required, ", ".join(_limits(real)), told.get("description", "")
        )


def _real(schema: dict[str, Any]) -> dict[str, Any]:
    """What a field is when it is there: null is the same as absent."""
    kinds = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
    if len(kinds) == 1:
        rest = {name: value for name, value in schema.items() if name in ("default", "description")}
        return {**kinds[0], **rest}
    return schema


def _type(schema: dict[str, Any]) -> str:
    if "discriminator" in schema:
        return "messages"
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_REF)
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_type(each) for each in schema["anyOf"]))
    if "enum" in schema or "const" in schema:
        return "one of" if "enum" in schema else "always"
    if schema.get("type") == "array":
        return "list" if "enum" in schema.get("items", {}) else f"list of {_type(schema.get('items', {}))}"
    return {"string": "text", "integer": "whole number", "boolean": "true or false"}.get(
        str(schema.get("type")), str(schema.get("type", "anything"))
    )


def _model_of(schema: dict[str, Any]) -> str:
    """The model that a schema leads to, itself or in a list."""
    ref = schema.get("$ref") or schema.get("items", {}).get("$ref", "")
    return str(ref).removeprefix(_REF)


def _limits(schema: dict[str, Any]) -> Iterator[str]:
    words = schema.get("enum") or schema.get("items", {}).get("enum")
    if words:
        yield ", ".join(str(each) for each in words)
    if "const" in schema:
        yield str(schema["const"])
    if schema.get("format"):
        yield {"ISO8601": "ISO 8601"}.get(schema["format"], schema["format"])
    said = {
        "minLength": "at least {} characters", "maxLength": "at most {} characters", "minItems": "at least {}",
        "maxItems": "at most {}", "minimum": "from {}", "maximum": "to {}", "exclusiveMinimum": "above {}",
    }
    yield from (text.format(f"{schema[name]:,}") for name, text in said.items() if name in schema)
    if schema.get("pattern"):
        yield re.sub(r"\s+", " ", f"pattern {schema['pattern']}")
    if schema.get("default") not in (None, "", [], {}):
        yield f"{json.dumps(schema['default'])} when left out"
