"""Files on their way into a content: their kind, and whether they go with it or ahead of it."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import Any

from kuvert.failing import Failed
from kuvert.uploading import Uploads

KINDS = {
    ".pdf": "application/pdf", ".html": "text/html", ".htm": "text/html", ".txt": "text/plain", ".png": "image/png",
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp",
}
# What goes with a content of at most 1,000,000 bytes: base64 makes four bytes of three.
WITH_IT = 700_000


def kind_of(file: Path) -> str:
    """The media type of a file, by its name."""
    kind = KINDS.get(file.suffix.lower())
    if kind is None:
        raise Failed(f"{file} is of a kind that is not delivered.", f"Send one of {', '.join(sorted(KINDS))}.")
    return kind


def read(file: Path) -> bytes:
    """The bytes of a file."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise Failed(f"{file} cannot be read: {error.strerror}.") from None


def text_of(raw: bytes, name: str) -> str:
    """What bytes say; spreadsheets like to save lists in other encodings."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Failed(f"{name} is not in UTF-8.", "Save it as UTF-8 text, and run the command again.") from None


def demand_place(file: Path) -> None:
    """Refuse at once what could not be written in the end."""
    if file.is_dir() or not os.access(file if file.exists() else file.absolute().parent, os.W_OK):
        raise Failed(f"{file} cannot be written.", "Say with --results where to write what becomes of each row.")


def parts_of(files: list[Path], uploads: Uploads) -> list[dict[str, Any]]:
    """Each file as a part; when they are large together, the larger ones are uploaded first."""
    named = [(file, kind_of(file), len(read(file))) for file in files]
    ahead, total = set[Path](), sum(size for _, _, size in named)
    for file, _, size in sorted(named, key=lambda each: -each[2]):
        if total <= WITH_IT:
            break
        ahead.add(file)
        total -= size
    return [_part(file, kind, uploads if file in ahead else None) for file, kind, _ in named]


def _part(file: Path, kind: str, uploads: Uploads | None) -> dict[str, Any]:
    part = {"name": file.name, "content_type": kind}
    if uploads:
        return {**part, "upload_key": uploads.key_of(file, kind)}
    return {**part, "data": base64.b64encode(read(file)).decode()}
