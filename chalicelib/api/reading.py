"""Bodies as they are read: JSON in UTF-8, into a model, every mistake told with where it is."""

from __future__ import annotations

import json

from pydantic import BaseModel, ValidationError

from chalicelib.kernel.errors import Invalid, OperatorError


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
        return model.model_validate_json(raw)
    except ValidationError as error:
        raise _told(error) from None


def _refuse_other_json(raw: bytes) -> None:
    try:
        json.loads(raw.decode())
    except (ValueError, RecursionError):
        raise MalformedJson("The body is not valid JSON. Send one JSON object.") from None
    raise NotAnObject("The body is JSON, but not an object. Send one JSON object: {…}.")


def _told(error: ValidationError) -> OperatorError:
    mistakes = error.errors(include_url=False, include_input=False)
    first = mistakes[0]
    if first["type"] == "json_invalid":
        return MalformedJson("The body is not valid JSON. Send one JSON object.")
    pointers = [
        {"pointer": "/" + "/".join(str(step) for step in m["loc"]), "message": m["msg"].removeprefix("Value error, ")}
        for m in mistakes[:10]
    ]
    sentences = "; ".join(f"{entry['pointer']}: {entry['message']}" for entry in pointers)
    return Invalid(f"The request does not fit: {sentences}.", errors=pointers)
