"""Files too large for a content: put where the operator says, once; a repeated command names the same place."""

from __future__ import annotations

import hashlib
import json
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from kuvert.credentials import kept_in
from kuvert.operator import Operator

KEPT_DAYS = 30  # for how long the operator recognises a content that is sent again


class Uploads:
    """Where the files of one command lie.

    What a repetition is recognised by is the whole content, the place of each file in it. So that place is kept beside
    the credentials, under the SHA-256 of operator, tenant and file.
    """

    def __init__(self, operator: Operator, where: str) -> None:
        self._operator = operator
        self._where = where
        self._digests: dict[str, str] = {}  # of the files, by their keys
        self._kept: set[Path] = set()  # the places that are known from before

    def key_of(self, file: Path, kind: str) -> str:
        """The key of a file: of where it lies since an earlier command, or of where it is put now."""
        with file.open("rb") as data:
            digest = hashlib.file_digest(data, "sha256").hexdigest()
        name = f"{self._operator.credentials.url} {self._where} {kind} {digest}"
        note = kept_in().parent / "uploads" / hashlib.sha256(name.encode()).hexdigest()
        key = _noted(note)
        if key:
            self._kept.add(note)
        else:
            place, _ = self._operator.post(f"{self._where}/upload", {"content_type": kind, "size": file.stat().st_size})
            self._operator.put_file(place, file)
            key = str(place["upload_key"])
            # A note that cannot be kept costs an upload, and the operator refuses what it has had under another key.
            with suppress(OSError):
                _note(note, key)
        self._digests[key] = digest
        return key

    def forget(self) -> bool:
        """Forget the places that were known from before; answer whether there were any."""
        known = bool(self._kept)
        for note in self._kept:
            note.unlink(missing_ok=True)
        self._kept.clear()
        return known

    def name_of(self, content: dict[str, Any]) -> str:
        """What names a content by its files and not by where they lie; nothing where all of it goes with it."""
        if not self._digests:
            return ""
        parts = [{**part, "upload_key": self._digests.get(part.get("upload_key", ""))} for part in content["parts"]]
        named = {**content, "parts": parts, "generated_at": None}
        return "kuvert-send-" + hashlib.sha256(json.dumps(named, sort_keys=True).encode()).hexdigest()


def _noted(note: Path) -> str:
    try:
        return note.read_text(encoding="ascii") if _is_young(note) else ""
    except (OSError, ValueError):
        return ""


def _is_young(note: Path) -> bool:
    return time.time() - note.stat().st_mtime < KEPT_DAYS * 86400


def _note(note: Path, key: str) -> None:
    note.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in note.parent.iterdir():
        if not _is_young(old):
            old.unlink(missing_ok=True)
    part = note.with_suffix(".part")
    part.write_text(key, encoding="ascii")
    part.replace(note)
