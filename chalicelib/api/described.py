"""What models say of their fields: the sentence under each, read from the source; at run time it costs nothing."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pydantic import BaseModel


def describe(schemas: dict[str, Any], base: type[BaseModel]) -> None:
    """Write the sentences of every model of a door to the properties that have none."""
    for model in _below(base):
        properties = schemas.get(model.__name__, {}).get("properties", {})
        for name, sentence in _sentences(model).items():
            if name in properties:
                properties[name].setdefault("description", sentence)


def _below(base: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for model in base.__subclasses__():
        yield model
        yield from _below(model)


def _sentences(model: type[BaseModel]) -> dict[str, str]:
    """By the name on the wire; a model says what those that it comes of say."""
    said: dict[str, str] = {}
    for each in reversed(model.__mro__):
        if issubclass(each, BaseModel) and each is not BaseModel:
            said |= dict(_written(each))
    return {model.model_fields[name].alias or name: text for name, text in said.items()}


def _written(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(model))).body[0]
    except OSError:
        return  # made by a call, which has described its fields
    assert isinstance(tree, ast.ClassDef)
    for field, after in pairwise(tree.body):
        said = after.value if isinstance(after, ast.Expr) else None
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(said, ast.Constant):
            yield field.target.id, str(said.value)
