"""The ZIP format, written so that it can be put down after any file and taken up again by another process.

Files are stored, not compressed: nearly all of them are PDFs and pictures, which are compressed already.
The format is PKWARE's APPNOTE 6.3; what lies beyond 4 GB, or beyond 65,535 files, is told in its ZIP64 records.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.kernel.clock import STOCKHOLM

_UTF8 = 0x800
_STORED = 0
_PLAIN, _ZIP64 = 20, 45
_UNIX = 3 << 8
_MODE = 0o100644 << 16
_16, _32 = 0xFFFF, 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in the ZIP: what is in it, and at which byte of the ZIP it begins."""

    name: str = field(repr=False)
    crc: int
    size: int
    offset: int
    at: datetime


def header(entry: Entry) -> bytes:
    """What stands before a file's bytes."""
    name = entry.name.encode()
    return struct.pack(
        "<IHHHHHIIIHH", 0x04034B50, _PLAIN, _UTF8, _STORED, *_moment(entry.at), entry.crc, entry.size, entry.size,
        len(name), 0,
    ) + name


def listing(entry: Entry) -> bytes:
    """How the list at the end of the ZIP tells of a file."""
    name, far = entry.name.encode(), entry.offset >= _32
    extra = struct.pack("<HHQ", 1, 8, entry.offset) if far else b""
    return struct.pack(
        "<IHHHHHHIIIHHHHHII", 0x02014B50, _UNIX | _ZIP64, _ZIP64 if far else _PLAIN, _UTF8, _STORED,
        *_moment(entry.at), entry.crc, entry.size, entry.size, len(name), len(extra), 0, 0, 0, _MODE,
        _32 if far else entry.offset,
    ) + name + extra


def end(files: int, size: int, offset: int) -> bytes:
    """What ends the ZIP: how many files are listed, how many bytes the list is, and at which byte it begins."""
    last = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, min(files, _16), min(files, _16), min(size, _32),
                       min(offset, _32), 0)
    if files < _16 and size < _32 and offset < _32:
        return last
    record = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, _UNIX | _ZIP64, _ZIP64, 0, 0, files, files, size, offset)
    return record + struct.pack("<IIQI", 0x07064B50, 0, offset + size, 1) + last


def _moment(at: datetime) -> tuple[int, int]:
    """Time and date as the format has them: local, in steps of two seconds, from 1980."""
    local = at.astimezone(STOCKHOLM)
    time = local.hour << 11 | local.minute << 5 | local.second // 2
    return time, (local.year - 1980) << 9 | local.month << 5 | local.day
