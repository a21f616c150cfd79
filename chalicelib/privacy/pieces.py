"""What the making of an export leaves behind at each checkpoint: pieces in the bucket, each after the last."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from chalicelib.aws.blobs import Blobs
from chalicelib.kernel.clock import epoch, from_epoch
from chalicelib.kernel.errors import Unavailable
from chalicelib.privacy.zipping import Entry


@dataclass(frozen=True, slots=True)
class Piece:
    """One segment, done: how far it came, which files it wrote, which parts it uploaded, what is not uploaded yet.

    `cursor` is the letter before which the next segment begins; without one all letters are done.
    """

    n: int
    previous: str | None
    cursor: str | None
    letters: int
    offset: int
    parts: int
    tags: list[str]
    entries: list[Entry] = field(repr=False)
    told: list[dict[str, Any]] = field(repr=False)
    tail: bytes = field(default=b"", repr=False)


class Pieces:
    """The pieces of one export, in its work folder."""

    def __init__(self, blobs: Blobs, folder: str) -> None:
        self._blobs = blobs
        self._folder = folder

    def put(self, piece: Piece, attempt: str) -> str:
        """Store a piece under a name of its attempt, so that one that comes late takes nobody's place."""
        name = f"{piece.n:05d}-{attempt}"
        self._blobs.put(f"{self._folder}{name}.tail", piece.tail, "application/octet-stream")
        self._blobs.put(f"{self._folder}{name}.json", _written(piece), "application/json")
        return name

    def last(self, name: str) -> Piece:
        """Read a piece with what was not uploaded yet, to go on from."""
        return self._read(name, self._get(f"{name}.tail"))

    def chain(self, name: str | None) -> Iterator[Piece]:
        """Read every piece up to one, the first first; one at a time, since together they may be large."""
        names = []
        while name is not None:
            names.append(name)
            name = self._read(name).previous
        for each in reversed(names):
            yield self._read(each)

    def _read(self, name: str, tail: bytes = b"") -> Piece:
        told = json.loads(self._get(f"{name}.json"))
        entries = [Entry(name, crc, size, at, from_epoch(when)) for name, crc, size, at, when in told.pop("entries")]
        return Piece(**told, entries=entries, tail=tail)

    def _get(self, name: str) -> bytes:
        data = self._blobs.get(f"{self._folder}{name}")
        if data is None:
            raise Unavailable("The export has been ordered anew, or its account erased.")
        return data


def _written(piece: Piece) -> bytes:
    entries = [[each.name, each.crc, each.size, each.offset, epoch(each.at)] for each in piece.entries]
    told = {
        "n": piece.n, "previous": piece.previous, "cursor": piece.cursor, "letters": piece.letters,
        "offset": piece.offset, "parts": piece.parts, "tags": piece.tags, "entries": entries, "told": piece.told,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
