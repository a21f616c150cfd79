"""The parts of a content as on the wire: base64 in the body itself, or the name of a file that lies elsewhere."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Literal, Protocol

from pydantic import BeforeValidator, Field, model_validator

from chalicelib.api.sender.wire import FileName, OneLine, Wire
from chalicelib.content.checks.errors import UnsupportedFileType
from chalicelib.content.model import File, InvalidFiles, Part
from chalicelib.uploads.model import MissingUpload

# Names of types that are often written and were never registered.
_USUAL = {"image/jpg": "image/jpeg", "application/x-pdf": "application/pdf"}


def _kind(content_type: str) -> str:
    """The type without its parameters, in lower case and by its registered name."""
    kind = content_type.partition(";")[0].strip().lower()
    return _USUAL.get(kind, kind)


class Files(Protocol):
    """Where the files lie that parts only name."""

    def uploaded(self, key: str) -> bytes:
        """Read what was uploaded under a key."""
        ...

    def packed(self, path: str) -> bytes:
        """Read a file of the ZIP that the content came in."""
        ...


class FileIn(Wire):
    """One file: its bytes as base64 in `data`, or the `upload_key` of one that was uploaded (ours).

    In a batch that is a ZIP also the path of a `file` in it (ours).
    """

    name: FileName
    """The file's name, as the recipient reads and saves it."""
    data: str | None = Field(default=None, repr=False)
    """The file as base64."""
    upload_key: OneLine | None = None
    """Ours: instead of `data`, the key of a file that was uploaded."""
    file: str | None = Field(default=None, repr=False)
    """Ours: instead of `data`, the path of a file in the ZIP, in a batch that is one."""

    @model_validator(mode="after")
    def _lies_in_one_place(self) -> FileIn:
        if sum(place is not None for place in (self.data, self.upload_key, self.file)) != 1:
            raise ValueError("should have data (base64), or instead of it the upload_key of a file that was uploaded")
        return self


class ResponsiveIn(FileIn):
    """The HTML twin of a part, for small screens."""

    content_type: Annotated[Literal["text/html"], BeforeValidator(lambda given: _kind(str(given)))]
    """Always `text/html`."""


class PartIn(FileIn):
    """One part, with its type."""

    content_type: str = Field(description="What it is, such as `application/pdf`.")
    responsive_part: ResponsiveIn | None = Field(default=None, description="Its HTML twin for small screens.")


@contextmanager
def standing(where: str) -> Iterator[None]:
    """Say of a file that is refused which of them it is."""
    try:
        yield
    except (InvalidFiles, UnsupportedFileType) as refused:
        raise type(refused)(f"{where}: {refused.detail}") from None


def read_parts(parts: Sequence[PartIn], files: Files) -> tuple[tuple[Part, ...], InvalidFiles | None]:
    """Read every part; answer them, and what is said of an uploaded file that is not there.

    Raises InvalidFiles for one that cannot be read.
    """
    read, lacks = [], None
    for n, part in enumerate(parts):
        try:
            read.append(_part(f"parts[{n}]", part, files))
        except MissingUpload as missing:
            lacks = MissingUpload(f"parts[{n}]: {missing.detail}")
    return tuple(read), lacks


def _part(where: str, part: PartIn, files: Files) -> Part:
    twin = part.responsive_part
    return Part(_file(where, part, files), _file(f"{where}.responsive_part", twin, files) if twin else None)


def _file(where: str, part: PartIn | ResponsiveIn, files: Files) -> File:
    if part.upload_key is not None:
        data = files.uploaded(part.upload_key)
    elif part.file is not None:
        with standing(where):
            data = files.packed(part.file)
    else:
        data = _decoded(where, part.data or "")
    return File(part.name, _kind(part.content_type), data)


def _decoded(where: str, text: str) -> bytes:
    try:
        # Some senders fold their base64 into lines.
        data = base64.b64decode(re.sub(r"\s+", "", text) if "\n" in text else text, validate=True)
    except (binascii.Error, ValueError):
        raise InvalidFiles(f"{where}.data is not base64, or something stands before it.") from None
    if not data:
        raise InvalidFiles(f"{where}.data is empty.")
    return data
