"""The files of a content: where they lie while it waits, and how they are put, moved and removed."""

from __future__ import annotations

from chalicelib.aws.blobs import Blobs
from chalicelib.content.checks import sanitised_view
from chalicelib.content.model import Content
from chalicelib.mailbox.model import content_blob, part_blob


def below(person: str) -> str:
    """What the files of all that waits for a digest begin with."""
    return f"waiting/{person}/"


def key_of(name: str) -> str:
    """Which waiting content a file is of."""
    return name.split("/")[2].partition(".")[0]


def waiting_files(person: str, key: str) -> str:
    """What all files of a waiting content begin with, whatever version they are of."""
    return f"{below(person)}{key}"


def waiting_prefix(person: str, key: str, revision: str | None = None) -> str:
    """Where one version of what waits lies: outside the prefix whose arrivals are notified."""
    return f"{waiting_files(person, key)}{f'.{revision}' if revision else ''}/"


def put_content(blobs: Blobs, content: Content, prefix: str, tenant: str, sender_name: str) -> None:
    """Put content.json first and the parts after it, so that every committed letter has had its event."""
    document = content.document(tenant, sender_name)
    blobs.put(content_blob(prefix), document, "application/json")
    for n, part in enumerate(content.parts, 1):
        blobs.put(part_blob(prefix, n), part.file.data, part.file.content_type)
        if part.file.content_type == "text/html":
            _put_view(blobs, part_blob(prefix, n, "view"), part.file.data)
        if part.responsive:
            blobs.put(part_blob(prefix, n, "responsive"), part.responsive.data, "text/html")
            _put_view(blobs, part_blob(prefix, n, "responsive.view"), part.responsive.data)


def _put_view(blobs: Blobs, key: str, html: bytes) -> None:
    view = sanitised_view(html.decode("utf-8", "replace"))
    blobs.put(key, view.encode(), "text/html; charset=utf-8")


def copy_content(blobs: Blobs, source: str, target: str) -> None:
    """Copy content.json first, which is the event that starts the notice, then everything else."""
    names = blobs.names(source)
    first = content_blob("")
    for name in sorted(names, key=lambda name: name != first):
        blobs.copy(source + name, target + name)
