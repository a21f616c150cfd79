"""What in a PDF would act when it is opened, clicked or closed, or carry something besides its pages."""

from __future__ import annotations

import re
from typing import Any

from chalicelib.content.model import InvalidFiles

MAX_VISITS = 20_000

# Names that make an object active, as a key or as its kind, and how a sender knows them.
ACTIVE = {
    "JS": "JavaScript",
    "JavaScript": "JavaScript",
    "AA": "actions that start by themselves",
    "Launch": "an action that starts a program",
    "SubmitForm": "a form that sends itself",
    "ImportData": "an action that fetches data",
    "GoToR": "a link into another file",
    "GoToE": "a link into an embedded file",
    "RichMedia": "rich media",
    "Movie": "a film",
    "Sound": "a sound",
    "Rendition": "media that play",
    "3D": "a 3D model",
    "XFA": "an XFA form",
    "EmbeddedFiles": "embedded files",
    "EF": "an embedded file",
    "FileAttachment": "an attached file",
}
_SCHEME = re.compile(r"^(?:https?://|mailto:|tel:)", re.IGNORECASE)


def examine(top: Any) -> None:
    """Take an object apart, without what it refers to: everything referred to is examined in its own turn."""
    import pikepdf

    if isinstance(top, pikepdf.Name):
        _refuse_name(top)
    waiting, visits = [top], 0
    while waiting:
        visits += 1
        if visits > MAX_VISITS:
            raise InvalidFiles("The PDF holds an object that is too large. Make it anew with a simpler structure.")
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            children = list(node)
        elif isinstance(node, pikepdf.Dictionary | pikepdf.Stream):
            pairs = list(node.items())
            for key, value in pairs:
                _judge(key, value)
            children = [value for _, value in pairs]
        else:
            continue
        waiting.extend(child for child in children if not getattr(child, "is_indirect", True))


def _judge(key: str, value: Any) -> None:
    import pikepdf

    if key[1:] in ACTIVE:
        raise _active(key[1:])
    if key in ("/S", "/Subtype") and isinstance(value, pikepdf.Name):
        _refuse_name(value)
    if key == "/OpenAction":
        _check_opening(value)
    if key == "/URI":
        _check_link(value)


def _refuse_name(name: Any) -> None:
    kind = str(name)[1:]
    if kind in ACTIVE:
        raise _active(kind)


def _active(name: str) -> InvalidFiles:
    return InvalidFiles(f"The PDF contains {ACTIVE[name]} (/{name}). Save it without, and send it again.")


def _check_opening(action: Any) -> None:
    """A PDF may say at which page it opens, and nothing else."""
    import pikepdf

    if not isinstance(action, pikepdf.Dictionary | pikepdf.Stream):
        return  # a destination, or its name
    if action.get("/S") != pikepdf.Name.GoTo or "/Next" in action:
        raise InvalidFiles("The PDF acts when it is opened (/OpenAction). Save it without, and send it again.")


def _check_link(target: Any) -> None:
    import pikepdf

    if isinstance(target, pikepdf.Dictionary):
        target = target.get("/Base", "https://")  # what the document's links begin with
    if not _SCHEME.match(str(target)):
        raise InvalidFiles("A link in the PDF (/URI) does not begin with http://, https://, mailto: or tel:. Mend it.")
