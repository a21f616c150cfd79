"""Dry runs as they are asked for: whoever asks for one in any spelling must not find that it was done for real."""

from __future__ import annotations

from typing import Any

from chalicelib.api.http import Call, InvalidQuery, Operation

NAME = "dry_run"
_SAID = {"true": True, "1": True, "false": False, "0": False}


def rehearsing(call: Call[Any]) -> bool:
    """Whether a call is only to be tried; raises InvalidQuery where that cannot be told for certain."""
    said = call.query.get(NAME)
    if said is None:
        return False
    if said.lower() not in _SAID:
        raise InvalidQuery("dry_run is true or false.")
    return _SAID[said.lower()]


def refuse_where_none_is(operation: Operation, call: Call[Any]) -> None:
    """Refuse to do for real what was meant as a dry run, by a misspelt name or where there is none."""
    for name in call.query:
        meant = name.replace("-", "").replace("_", "").lower() == "dryrun"
        if meant and operation.method != "GET" and not (name == NAME and NAME in operation.query):
            raise InvalidQuery("Only the sending of a content can be tried, with dry_run=true; nothing was done.")
