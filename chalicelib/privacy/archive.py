"""A ZIP on its way to the bucket: files go in, parts of eight megabytes go out, little is held in memory."""

from __future__ import annotations

import zlib
from datetime import datetime
from typing import IO

from chalicelib.aws.multipart import PART, Multipart
from chalicelib.privacy.zipping import Entry, header

CHUNK = 1024 * 1024


class Archive:
    """The ZIP from a checkpoint on; `tags` and `entries` are those since then."""

    def __init__(self, uploads: Multipart, key: str, upload: str, *, parts: int, offset: int, tail: bytes) -> None:
        self._uploads, self._key, self._upload = uploads, key, upload
        self.parts, self.offset = parts, offset
        self.tags: list[str] = []
        self.entries: list[Entry] = []
        self._tail = bytearray(tail)

    @property
    def tail(self) -> bytes:
        """What has been written and not uploaded: less than a part."""
        return bytes(self._tail)

    def add(self, name: str, data: bytes, at: datetime) -> None:
        """Write a file whole."""
        self._open(Entry(name, zlib.crc32(data), len(data), self.offset, at))
        self.write(data)

    def add_from(self, name: str, file: IO[bytes], at: datetime) -> None:
        """Write a file from disk, read twice: its sum stands before it."""
        crc = size = 0
        file.seek(0)
        while chunk := file.read(CHUNK):
            crc, size = zlib.crc32(chunk, crc), size + len(chunk)
        self._open(Entry(name, crc, size, self.offset, at))
        self.write_from(file)

    def _open(self, entry: Entry) -> None:
        self.entries.append(entry)
        self.write(header(entry))

    def write_from(self, file: IO[bytes]) -> None:
        """Write what is on disk, as it is."""
        file.seek(0)
        while chunk := file.read(CHUNK):
            self.write(chunk)

    def write(self, data: bytes) -> None:
        """Write bytes; what fills a part goes to the bucket."""
        self._tail += data
        self.offset += len(data)
        while len(self._tail) >= PART:
            self._put(bytes(self._tail[:PART]))
            del self._tail[:PART]

    def flush(self) -> None:
        """Upload what is left, as the last part."""
        if self._tail:
            self._put(self.tail)
        self._tail.clear()

    def _put(self, data: bytes) -> None:
        self.parts += 1
        self.tags.append(self._uploads.put(self._key, self._upload, self.parts, data))
