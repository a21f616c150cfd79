"""The documents of a content: what content.json says of them, and short-lived links to their files."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from chalicelib.aws.blobs import LINK_SECONDS, Blobs
from chalicelib.kernel.errors import NotFound
from chalicelib.mailbox.model import HTML, As, Document, Link, Opened, file_name, part_blob


def documents_of(content: dict[str, Any]) -> tuple[Document, ...]:
    """The documents that content.json lists."""
    return tuple(
        Document(int(part["n"]), part["name"], part["content_type"], int(part["size"]), "responsive" in part)
        for part in content["parts"]
    )


def document(opened: Opened, n: int, how: As) -> Document:
    """Find a document that can be shown so."""
    found = next((each for each in opened.documents if each.n == n), None)
    if found is None or (how is As.RESPONSIVE and not found.has_responsive):
        raise NotFound("There is no such document.")
    return found


def link_to(blobs: Blobs, prefix: str, opened: Opened, n: int, how: As, now: datetime) -> Link:
    """Make a link to a document whose files lie below a prefix, good for a minute."""
    wanted = document(opened, n, how)
    name, content_type = file_name(opened.letter, wanted), _shown_as(wanted, how)
    url = blobs.link(
        part_blob(prefix, n, _view(wanted, how)), content_type=content_type, file_name=name,
        download=how is As.DOWNLOAD,
    )
    return Link(url, content_type, name, now + timedelta(seconds=LINK_SECONDS))


def _view(wanted: Document, how: As) -> str:
    """Which file of a part is shown: HTML is never shown as it was sent, but sanitised."""
    if how is As.RESPONSIVE:
        return "responsive.view"
    return "view" if how is As.INLINE and wanted.is_html else ""


def _shown_as(wanted: Document, how: As) -> str:
    if how is As.RESPONSIVE or wanted.is_html:
        return f"{HTML}; charset=utf-8"
    return "text/plain; charset=utf-8" if wanted.content_type.startswith("text/plain") else wanted.content_type
