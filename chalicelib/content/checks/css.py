"""What a style sheet would fetch from outside."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\r\n\f]?|(.))", re.DOTALL)
_FETCHES = re.compile(
    r"url\((?!\s*[\"']?\s*(?:data:image/(?:png|jpeg|jpg|gif|webp)[;,]|data:(?:font|application)/|#))"
    r"|@import|image-set\(|\bsrc\(|expression\(|behavior\s*:|-moz-binding",
    re.IGNORECASE,
)


def outside_piece(css: str) -> str | None:
    """Find what would fetch something from outside, or run; None when nothing would. Comments count as well."""
    found = _FETCHES.search(_ESCAPE.sub(_plain, css))
    return found[0].split("(")[0].strip(" :").lower() if found else None


def _plain(escape: re.Match[str]) -> str:
    """Undo an escape: browsers read `u\\72l(` as `url(`."""
    if escape[1] is None:
        return escape[2] if escape[2] not in "\r\n\f" else ""
    code = int(escape[1], 16)
    return chr(code) if code < 0x110000 else "\ufffd"
