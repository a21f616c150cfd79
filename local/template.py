"""Reads CloudFormation: just enough of it to create on a laptop what is deployed."""

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

SECTIONS = ("Parameters", "Conditions", "Globals", "Resources", "Outputs")
NO_VALUE = object()
SUBSTITUTION = re.compile(r"\$\{(!?)([^}]+)\}")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML with CloudFormation's short tags: `!Ref x` is `{"Ref": "x"}`."""


def _tag(loader: Any, suffix: str, node: Any) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _tag)


def load(paths: list[Path]) -> dict[str, dict[str, Any]]:
    """The templates as one: sections merged, later files over earlier ones."""
    merged: dict[str, dict[str, Any]] = {section: {} for section in SECTIONS}
    for path in paths:
        document = _read(path.read_text(encoding="utf-8"))
        for section, entries in merged.items():
            entries.update(document.get(section) or {})
    return merged


@lru_cache
def _read(text: str) -> dict[str, Any]:
    return yaml.load(text, Loader=_Loader) or {}


class Resolver:
    """Answers intrinsic functions. `physical(name)` gives a resource's reference and attributes, making it first."""

    def __init__(
        self,
        document: dict[str, dict[str, Any]],
        parameters: dict[str, str],
        physical: Callable[[str], dict[str, Any]],
    ) -> None:
        defaults = {name: spec["Default"] for name, spec in document["Parameters"].items() if "Default" in spec}
        self._values: dict[str, Any] = {**defaults, **parameters, "AWS::NoValue": NO_VALUE}
        self._conditions = document["Conditions"]
        self._exports = [output for output in document["Outputs"].values() if "Export" in output]
        self._physical = physical
        self._functions: dict[str, Callable[[Any], Any]] = {
            "Ref": self.ref,
            "Fn::GetAtt": self._attribute,
            "Fn::Sub": self._substitute,
            "Fn::Join": lambda value: str(value[0]).join(str(part) for part in self.resolve(value[1])),
            "Fn::ImportValue": self._import,
            "Fn::If": lambda value: self.resolve(value[1] if self.holds(value[0]) else value[2]),
            "Fn::Equals": lambda value: self.resolve(value[0]) == self.resolve(value[1]),
            "Fn::Not": lambda value: not self.resolve(value[0]),
            "Fn::And": lambda value: all(self.resolve(part) for part in value),
            "Fn::Or": lambda value: any(self.resolve(part) for part in value),
            "Fn::Select": lambda value: self.resolve(value[1])[int(self.resolve(value[0]))],
            "Fn::Split": lambda value: str(self.resolve(value[1])).split(value[0]),
            "Condition": self.holds,
        }

    def resolve(self, value: Any) -> Any:
        if isinstance(value, list):
            return [part for part in map(self.resolve, value) if part is not NO_VALUE]
        if not isinstance(value, dict):
            return value
        if len(value) == 1 and (function := self._functions.get(next(iter(value)))):
            return function(next(iter(value.values())))
        resolved = {key: self.resolve(part) for key, part in value.items()}
        return {key: part for key, part in resolved.items() if part is not NO_VALUE}

    def holds(self, condition: str) -> bool:
        return bool(self.resolve(self._conditions[condition]))

    def ref(self, name: str) -> Any:
        return self._values[name] if name in self._values else self._physical(name)["Ref"]

    def _attribute(self, value: list[str]) -> Any:
        resource, attribute = value
        return self._physical(resource).get(attribute, f"{resource}.{attribute}")

    def _substitute(self, value: Any) -> str:
        text, names = (value, {}) if isinstance(value, str) else (value[0], self.resolve(value[1]))

        def replaced(match: re.Match[str]) -> str:
            literal, name = match.groups()
            if literal:
                return "${" + name + "}"
            if name in names:
                return str(names[name])
            return str(self._attribute(name.split(".", 1)) if "." in name else self.ref(name))

        return SUBSTITUTION.sub(replaced, text)

    def _import(self, value: Any) -> Any:
        name = self.resolve(value)
        for output in self._exports:
            if self.resolve(output["Export"]["Name"]) == name:
                return self.resolve(output["Value"])
        raise KeyError(f"No template exports {name}")
