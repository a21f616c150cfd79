"""The three cookies that a browser keeps for us; scripts cannot read them, and no other site can set them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

SESSION = "__Host-sid"
LOGIN = "__Host-login"
ENROLMENT = "__Host-enrol"

# `Lax`, not `Strict`: some phones lose a strict cookie on the way back from the BankID app.
_ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Lax"
_VALUE = re.compile(r"^[A-Za-z0-9._-]{1,256}$")


def read(headers: Mapping[str, Any], name: str) -> str:
    """Read a cookie; what could not have come from us is read as absent."""
    for pair in str(headers.get("cookie") or "").split(";"):
        found, _, value = pair.strip().partition("=")
        if found == name:
            return value if _VALUE.match(value) else ""
    return ""


def write(name: str, value: str) -> str:
    """Set a cookie that goes when the browser is closed; how long it counts is decided here, not there."""
    return f"{name}={value}; {_ATTRIBUTES}"


def clear(name: str) -> str:
    """Take a cookie back."""
    return f"{name}=; {_ATTRIBUTES}; Max-Age=0"
