"""Whether a part is what it says and is safe to open; a refusal tells the sender what to do.

What reading a kind of file needs is imported when the first such file comes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from chalicelib.content.checks.errors import UnsupportedFileType
from chalicelib.content.checks.images import check_gif, check_jpeg, check_png, check_webp
from chalicelib.content.checks.pdf import check_pdf
from chalicelib.content.checks.text import check_text
from chalicelib.content.model import InvalidFiles


def _check_html(data: bytes) -> None:
    from chalicelib.content.checks.html import check_html

    check_html(data)


CHECKS: Mapping[str, Callable[[bytes], None]] = MappingProxyType({
    "application/pdf": check_pdf,
    "text/html": _check_html,
    "text/plain": check_text,
    "image/png": check_png,
    "image/jpeg": check_jpeg,
    "image/gif": check_gif,
    "image/webp": check_webp,
})


def check_part(data: bytes, content_type: str) -> None:
    """Refuse a file of a kind that is not delivered (40028), or that is not what it says or not safe (40019).

    `content_type` is the bare lower-case media type, without parameters.
    """
    demand_kind(content_type)
    if not data:
        raise InvalidFiles("The file is empty. Send its content as base64 in data.")
    CHECKS[content_type](data)


def demand_kind(content_type: str) -> None:
    """Refuse a kind of file that is not delivered."""
    if content_type not in CHECKS:
        raise UnsupportedFileType(f"The content_type is not one of {', '.join(CHECKS)}.")


def sanitised_view(html: str) -> str:
    """Write an HTML part as it is shown: a document of its own that can do nothing and fetch nothing."""
    from chalicelib.content.checks.view import sanitised_view as write

    return write(html)
