"""Bodies as they are read: JSON in UTF-8, into a model, every mistake told with where it is."""

from __future__ import annotations

import json

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from chalicelib.kernel.errors import Invalid, OperatorError

NO_JSON = "The body is not valid JSON. Send one JSON object."
NO_UTF8 = "Some of the body is no UTF-8. Send one JSON object in UTF-8."


class MalformedJson(Invalid):
    """The body is not JSON."""

    number = 40008
    slug = "malformed_json"


class NotAnObject(Invalid):
    """The body is JSON, but not an object."""

    number = 40026
    slug = "not_an_object"


def parse(model: type[BaseModel], raw: bytes) -> BaseModel:
    """Read a JSON object as a model; every mistake is told with where it is and what was expected, never its value."""
    if raw.lstrip()[:1] != b"{":
        _refuse_other_json(raw)
    try:
        read = model.model_validate_json(raw)
    except ValidationError as error:
        raise _told(error) from None
    # The reader takes numbers that JSON has not, in fields that nobody asks for; few bodies hold even the words.
    if b"NaN" in raw or b"Infinity" in raw:
        json.loads(raw, parse_constant=_refuse_constant)
    return read


def _refuse_constant(_: str) -> None:
    raise MalformedJson(NO_JSON)


def _refuse_other_json(raw: bytes) -> None:
    try:
        json.loads(raw.decode())
    except (ValueError, RecursionError):
        raise MalformedJson(NO_JSON) from None
    raise NotAnObject("The body is JSON, but not an object. Send one JSON object: {…}.")


def _told(error: ValidationError) -> OperatorError:
    mistakes = error.errors(include_url=False, include_input=False)
    if mistakes[0]["type"] == "json_invalid":
        return MalformedJson(NO_JSON)
    # What could not be guessed at because of another mistake is none of its own.
    real = [mistake for mistake in mistakes if mistake["type"] != "default_factory_not_called"]
    pointers = [
        {"pointer": "/" + "/".join(str(step) for step in mistake["loc"]), "message": _sentence(mistake)}
        for mistake in real[:10]
    ]
    sentences = "; ".join(f"{entry['pointer']}: {entry['message']}" for entry in pointers)
    return Invalid(f"The request does not fit: {sentences}.", errors=pointers)


def _sentence(mistake: ErrorDetails) -> str:
    """What was expected, in words for who wrote the request; a text that is put in order first is counted as one."""
    facts = mistake.get("ctx", {})
    of = "characters" if facts.get("field_type") == "Value" else "items"
    if mistake["type"] == "too_long":
        return f"should have at most {facts['max_length']} {of}, not {facts['actual_length']}"
    if mistake["type"] == "too_short":
        least, given = facts["min_length"], facts["actual_length"]
        return f"should have at least {least} {of}, not {given}" if given else "should not be empty"
    return mistake["msg"].removeprefix("Value error, ")
