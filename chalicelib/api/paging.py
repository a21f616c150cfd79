"""Pages of long lists: how much of one a caller asks for at once."""

from __future__ import annotations

import re
from typing import Any

from chalicelib.api.http import Call, InvalidQuery

# Python refuses to read thousands of digits, so the length is judged before the number.
_NUMBER = re.compile(r"[0-9]{1,4}")


def page_size(call: Call[Any], usual: int, largest: int) -> int:
    """Read `limit`, or answer the usual one; raises InvalidQuery when it is no number, or too large."""
    text = call.query.get("limit") or str(usual)
    if not _NUMBER.fullmatch(text) or not 1 <= int(text) <= largest:
        raise InvalidQuery(f"limit is a number from 1 to {largest}.")
    return int(text)
