"""Reading a batch: its file walked through by ranges and cut into segments, with a checkpoint after every few."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from functools import partial
from itertools import chain, islice

from chalicelib.aws.blobs import Blobs
from chalicelib.batches import store
from chalicelib.batches.lines import Line, lines
from chalicelib.batches.model import (
    FILE_LIMIT,
    ROW_LIMIT,
    ROWS_LIMIT,
    SEGMENT_BYTES,
    SEGMENT_ROWS,
    UNPACKED_LIMIT,
    Batch,
    Format,
    Packed,
    Row,
    Segment,
    Unreadable,
    as_object,
    file_blob,
    work_blob,
)
from chalicelib.batches.packed import Archive, Fetch
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Unavailable

RANGE = 8_000_000
# Blank lines are passed over, but not without end.
LINES_LIMIT = 10 * ROWS_LIMIT
# Segments that are noted together: a transaction holds a hundred writes.
NOTED = 50


class Reading:
    """From a file to segments; done again, it goes on from its last checkpoint."""

    def __init__(self, *, clock: Clock, blobs: Blobs) -> None:
        self._clock = clock
        self._blobs = blobs

    def read(self, batch: Batch) -> Batch:
        """Cut the rest of a batch into segments; answer it as it is then.

        One GetObject for each 8 MB, one transaction for each 50 segments; of a ZIP one PutObject for each segment.
        Raises Unreadable, and Unavailable when another hand reads it too.
        """
        if batch.size > FILE_LIMIT:
            raise Unreadable(f"The file is more than {FILE_LIMIT} bytes. Make several batches of it.")
        zipped = batch.format is Format.ZIP
        found = self._zip_segments(batch) if zipped else self._ndjson_segments(batch)
        while some := list(islice(found, NOTED)):
            after = store.add_segments(batch, some, self._clock.now())
            if after is None:
                raise Unavailable("Another hand reads this batch, or it has been cancelled.", retry_after=5)
            batch = after
            if batch.rows > ROWS_LIMIT:
                raise Unreadable(f"The file holds more than {ROWS_LIMIT} rows. Make several batches of it.")
        if not batch.rows:
            raise Unreadable("There is no row in the file.")
        return batch

    def rows(self, batch: Batch, segment: Segment) -> list[Row]:
        """The rows of a segment, at most a hundred and 16 MB or one row."""
        if batch.format is Format.ZIP:
            plan = self._blobs.get(_plan(batch, segment)) or b""
            return [_planned(text) for text in plan.splitlines()]
        chunks = self._ranges(batch, segment.start, segment.end)
        read = lines(chunks, ROW_LIMIT, first=segment.line, at=segment.start)
        return [Row(line.n, line.text) for line in read if not line.is_blank]

    def fetch(self, batch: Batch) -> Fetch:
        """What reads the bytes of a batch's file from one place up to another."""
        return partial(self._blobs.read_range, file_blob(batch.tenant, batch.key), batch.version)

    def _ranges(self, batch: Batch, start: int, end: int) -> Iterator[bytes]:
        fetch = self.fetch(batch)
        for at in range(start, end, RANGE):
            yield fetch(at, min(at + RANGE, end))

    # --- NDJSON ---

    def _ndjson_segments(self, batch: Batch) -> Iterator[Segment]:
        read = lines(
            self._ranges(batch, batch.read_to, batch.size), ROW_LIMIT, first=batch.next_line, at=batch.read_to
        )
        rows = _from_first(read) if batch.segments == 0 else _rows(read)
        for n, some in enumerate(_cut(rows), batch.segments + 1):
            yield _segment(n, some)

    # --- ZIP ---

    def _zip_segments(self, batch: Batch) -> Iterator[Segment]:
        """The same of the rows in a ZIP, whose unpacking always begins at the beginning.

        Each segment's rows are laid down as an object, with where the files that they name lie in the ZIP.
        """
        archive, unpacked = Archive(batch.size, self.fetch(batch)), 0
        rows = _from_first(lines(archive.letters(), ROW_LIMIT))
        for n, some in enumerate(_cut(rows), 1):
            planned = [_with_files(line, archive) for line in some]
            unpacked += sum(file.size for row in planned for file in row.files.values())
            if unpacked > UNPACKED_LIMIT:
                raise Unreadable(f"The files that the rows name are more than {UNPACKED_LIMIT} bytes, unpacked.")
            segment = _segment(n, some)
            if n > batch.segments:
                self._blobs.put(_plan(batch, segment), _written(planned), "application/x-ndjson")
                yield segment


def _plan(batch: Batch, segment: Segment) -> str:
    return work_blob(batch.tenant, batch.key, f"rows/{segment.name}")


def _from_first(read: Iterable[Line]) -> Iterator[Line]:
    """The lines of a file whose first row looks like one; another file altogether is told apart here."""
    rows = _rows(read)
    first = next(rows, None)
    if first is None:
        return rows
    _demand_row(first.text)
    return chain([first], rows)


def _rows(read: Iterable[Line]) -> Iterator[Line]:
    """The lines in which something stands."""
    for line in read:
        if line.n > LINES_LIMIT:
            raise Unreadable(f"The file has more than {LINES_LIMIT} lines. Make several batches of it.")
        if not line.is_blank:
            yield line


def _demand_row(text: bytes | None) -> None:
    start = (text or b"{").lstrip()
    if start.startswith(b"PK\x03\x04"):
        raise Unreadable('The file is a ZIP. Make a batch with "format": "zip" for it.')
    if start.startswith(b"["):
        raise Unreadable("The file is one JSON array. Write its objects without the brackets, each on one line.")
    if text is not None and as_object(text) is None:
        raise Unreadable("The first row is not a JSON object. Write one content on each line, in UTF-8, not packed.")


def _cut(read: Iterable[Line]) -> Iterator[list[Line]]:
    """Rows in groups of a size that one worker takes in hand."""
    some, size = list[Line](), 0
    for line in read:
        length = len(line.text or b"")
        if some and (len(some) == SEGMENT_ROWS or size + length > SEGMENT_BYTES):
            yield some
            some, size = [], 0
        some.append(line)
        size += length
    if some:
        yield some


def _segment(n: int, some: list[Line]) -> Segment:
    return Segment(n, some[0].n, len(some), some[0].start, some[-1].end, some[-1].n + 1)


def _with_files(line: Line, archive: Archive) -> Row:
    """A row with where the files lie that it names; what is wrong with it is told when it is sent."""
    found = {path: archive.find(path) for path in _named(as_object(line.text) or {})}
    return Row(line.n, line.text, {path: where for path, where in found.items() if where is not None})


def _named(content: Mapping[str, object]) -> Iterator[str]:
    parts = content.get("parts")
    for part in parts if isinstance(parts, list) else []:
        for file in (part, part.get("responsive_part")) if isinstance(part, dict) else ():
            if isinstance(file, dict) and isinstance(file.get("file"), str):
                yield file["file"]


def _written(rows: list[Row]) -> bytes:
    text = io.StringIO()
    for row in rows:
        raw = None if row.raw is None else row.raw.decode("utf-8", "surrogateescape")
        json.dump({"n": row.n, "raw": raw, "files": {path: asdict(file) for path, file in row.files.items()}}, text)
        text.write("\n")
    return text.getvalue().encode()


def _planned(text: bytes) -> Row:
    kept = json.loads(text)
    raw = None if kept["raw"] is None else kept["raw"].encode("utf-8", "surrogateescape")
    return Row(kept["n"], raw, {path: Packed(**file) for path, file in kept["files"].items()})
