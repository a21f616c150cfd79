"""What DynamoDB refuses and moto takes: without this, a request that never works in AWS works in every test."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any, NamedTuple
from unittest import mock

from botocore.session import Session
from moto.dynamodb.exceptions import MockValidationException
from moto.dynamodb.responses import DynamoHandler

OPERATIONS = {
    name: "".join(word.title() for word in name.split("_"))
    for name in (
        "batch_get_item", "batch_write_item", "delete_item", "get_item", "put_item", "query", "scan",
        "transact_write_items", "update_item",
    )
}
Given = Mapping[str, Any]
_PLACEHOLDER = re.compile(r"[#:]\w+")
_BETWEEN = re.compile(r"BETWEEN (:\w+) AND (:\w+)", re.IGNORECASE)
# All items of one transaction together.
TRANSACTION_BYTES = 4_000_000


class Limits(NamedTuple):
    """How many, or how long, something is at least and at most, and the same of what is in it."""

    least: float
    most: float
    inner: dict[str, Any]


@contextmanager
def strict() -> Iterator[None]:
    """Let the mocked DynamoDB refuse what the real one refuses."""
    with ExitStack() as patches:
        for name, operation in OPERATIONS.items():
            method = _checked(getattr(DynamoHandler, name), operation)
            patches.enter_context(mock.patch.object(DynamoHandler, name, method))
        yield


def _checked(method: Callable[[Any], Any], operation: str) -> Callable[[Any], Any]:
    def checked(handler: Any) -> Any:
        for wrong in _wrong(handler, operation):
            raise MockValidationException(wrong)
        return method(handler)

    return checked


def _wrong(handler: Any, operation: str) -> Iterator[str]:
    yield from _sizes(_limits(operation), handler.body, operation)
    yield from _together(handler.body)
    for given in _pieces(handler.body):
        yield from _placeholders(given)
        yield from _keys(given)
        if "TableName" in given:
            yield from _attributes(handler.dynamodb_backend.get_table(given["TableName"]), given)


@cache
def _limits(operation: str) -> Limits:
    """What the service's model says of how many there may be of what a request holds."""
    asked = Session().get_service_model("dynamodb").operation_model(operation).input_shape
    return _limits_of(asked) or Limits(0, float("inf"), {})


def _limits_of(shape: Any) -> Limits | None:
    """The limits of a shape and of what is in it; None where there are none."""
    if shape.name == "AttributeValue":
        return None
    within = {
        "structure": lambda: {name: _limits_of(member) for name, member in shape.members.items()},
        "list": lambda: {"": _limits_of(shape.member)},
        "map": lambda: {"": _limits_of(shape.value)},
        "integer": dict[str, None],
    }
    if shape.type_name not in within:
        return None
    inner = {name: limits for name, limits in within[shape.type_name]().items() if limits}
    least, most = shape.metadata.get("min", 0), shape.metadata.get("max", float("inf"))
    return Limits(least, most, inner) if inner or "min" in shape.metadata or "max" in shape.metadata else None


def _sizes(limits: Limits, value: Any, at: str) -> Iterator[str]:
    size = value if isinstance(value, int) else len(value)
    if not limits.least <= size <= limits.most:
        yield f"1 validation error detected: Value at '{at}' failed to satisfy constraint: Member has a wrong length"
    for name, piece in _named(limits, value):
        yield from _sizes(limits.inner.get(name) or limits.inner[""], piece, f"{at}.{name}")


def _named(limits: Limits, value: Any) -> Iterable[tuple[str, Any]]:
    if not limits.inner:
        return ()
    if "" in limits.inner:
        return enumerate(value) if isinstance(value, list) else value.items()
    return ((name, value[name]) for name in limits.inner if name in value)


def _pieces(body: Given) -> Iterator[Given]:
    """A request, and every request that it holds."""
    yield body
    for item in body.get("TransactItems", ()):
        yield from item.values()
    for wanted in body.get("RequestItems", {}).values():
        yield from [wanted] if isinstance(wanted, Mapping) else [each for one in wanted for each in one.values()]


def _together(body: Given) -> Iterator[str]:
    """What several requests may not be to each other."""
    if "TransactItems" in body and len(str(body["TransactItems"])) > TRANSACTION_BYTES:
        yield "Transaction request cannot include more than 4 MB of items"
    for writes in body.get("RequestItems", {}).values():
        if isinstance(writes, list):
            put = [write["PutRequest"]["Item"] for write in writes if "PutRequest" in write]
            gone = [write["DeleteRequest"]["Key"] for write in writes if "DeleteRequest" in write]
            if any(key.items() <= item.items() for key in gone for item in put):
                yield "Provided list of item keys contains duplicates"


def _placeholders(given: Given) -> Iterator[str]:
    """Every name and value that is given is used, and an expression that is given says something."""
    expressions = [text for name, text in given.items() if name.endswith("Expression")]
    if not all(expressions):
        yield "The expression can not be empty"
    used = {name for text in expressions for name in _PLACEHOLDER.findall(text)}
    for kind in ("ExpressionAttributeNames", "ExpressionAttributeValues"):
        if kind in given and not given[kind]:
            yield f"{kind} must not be empty"
        if unused := set(given.get(kind, ())) - used:
            yield f"Value provided in {kind} unused in expressions: {sorted(unused)}"


def _keys(given: Given) -> Iterator[str]:
    for name, value in given.get("Key", {}).items():
        if "" in value.values():
            yield f"One or more parameter values are not valid. Key: {name}"


def _attributes(table: Any, given: Given) -> Iterator[str]:
    """The attributes that keys and indexes are made of have their types, and no filter asks about those of a query."""
    kinds = {each["AttributeName"]: each["AttributeType"] for each in table.attr}
    for name, value in [*given.get("Item", {}).items(), *given.get("Key", {}).items()]:
        if name in kinds and kinds[name] not in value:
            yield f"One or more parameter values were invalid: Type mismatch for {name}"
    if "KeyConditionExpression" in given:
        yield from _of_a_query(table, given)


def _of_a_query(table: Any, given: Given) -> Iterator[str]:
    values, names = given.get("ExpressionAttributeValues", {}), given.get("ExpressionAttributeNames", {})
    for low, high in _BETWEEN.findall(given["KeyConditionExpression"]):
        if _sorts(values[high]) < _sorts(values[low]):
            yield "The BETWEEN operator requires upper bound to be greater than or equal to lower bound"
    index = given.get("IndexName")
    schema = next((each.schema for each in table.global_indexes if each.name == index), table.schema)
    asked = {names.get(word, word) for word in re.findall(r"[#\w]+", given.get("FilterExpression", ""))}
    if forbidden := asked & {each["AttributeName"] for each in schema}:
        yield f"Filter Expression can only contain non-primary key attributes: {sorted(forbidden)}"


def _sorts(value: Given) -> Any:
    ((kind, said),) = value.items()
    return float(said) if kind == "N" else str(said).encode()
