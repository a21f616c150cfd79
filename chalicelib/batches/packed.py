"""A ZIP read where it lies: its list of files, the rows in it, and single files of it, with limits against bombs."""

from __future__ import annotations

import io
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator

from chalicelib.aws import faults
from chalicelib.batches.model import FILE_LIMIT, LETTERS, Packed, Unreadable
from chalicelib.content.model import InvalidFiles
from chalicelib.uploads.model import FILE_LIMIT as ONE_FILE_LIMIT

Fetch = Callable[[int, int], bytes]  # the bytes of the file from one place up to another

CHUNK = 1_000_000
# The list of files is read whole: some 200,000 files with names of usual length.
LIST_LIMIT = 24_000_000
# So much of a path is told, from its end: a ZIP may have names of any length.
NAMED = 100
_HEADER = struct.Struct("<4s5H3I2H")  # of one file: sizes of its name and of its extra field stand last
_BROKEN = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, LookupError, struct.error, zlib.error,
    OverflowError,
)


class _Ranges(io.RawIOBase):
    """A file that is read by ranges, as zipfile wants it."""

    def __init__(self, size: int, fetch: Fetch) -> None:
        self._size, self._fetch, self._at = size, fetch, 0
        self.failed: Exception | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, size: int = -1) -> bytes:
        wanted = self._size - self._at if size < 0 else min(size, self._size - self._at)
        if wanted > LIST_LIMIT:
            raise Unreadable("The ZIP holds too many files. Make several batches of it.")
        if wanted <= 0:
            return b""
        try:
            data = self._fetch(self._at, self._at + wanted)
        except faults.AWS_ERRORS as error:
            # To zipfile a timeout is a file that is no ZIP.
            self.failed = error
            raise
        self._at += len(data)
        return data

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)


class Archive:
    """A ZIP with `letters.ndjson` in it, and the files that its rows name by their paths beside it."""

    def __init__(self, size: int, fetch: Fetch) -> None:
        """Read the list of files; raises Unreadable."""
        file = _Ranges(size, fetch)
        try:
            self._zip = zipfile.ZipFile(file)
        except _BROKEN:
            if file.failed:
                raise file.failed from None
            raise Unreadable("The file is not a ZIP, or is cut off. Make it anew, in a new batch.") from None
        infos = [
            info for info in self._zip.infolist() if not (info.is_dir() or info.filename.startswith("__MACOSX/"))
        ]
        found = [info for info in infos if _plain(info.filename).rpartition("/")[2] == LETTERS]
        if not found:
            raise Unreadable(f"There is no {LETTERS} in the ZIP. It holds the rows, one JSON object on each line.")
        if len(found) > 1:
            where = ", ".join(info.filename[-NAMED:] for info in found[:3])
            raise Unreadable(f"There are {len(found)} files {LETTERS} in the ZIP: {where}. Make a batch of each.")
        [self._letters] = found
        self._folder = self._letters.filename.removesuffix(LETTERS)
        self._files = {_plain(info.filename): info for info in infos}
        if len(self._files) < len(infos):
            raise Unreadable("Two files of the ZIP have the same path, and a row that names it could mean either.")

    def letters(self) -> Iterator[bytes]:
        """The rows, in chunks; raises Unreadable where they cannot be unpacked or are too much."""
        if self._letters.file_size > FILE_LIMIT:
            raise Unreadable(f"{LETTERS} is more than {FILE_LIMIT} bytes. Make several batches of it.")
        if self._letters.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unreadable(f"{LETTERS} is packed unusually: neither stored nor deflated. Make the ZIP anew, so.")
        try:
            with self._zip.open(self._letters) as file:
                while chunk := file.read(CHUNK):
                    yield chunk
        except _BROKEN:
            raise Unreadable(f"{LETTERS} cannot be unpacked: it is damaged, locked, or packed unusually.") from None

    def find(self, path: str) -> Packed | None:
        """Where a file lies that a row names, or None; a path is relative to where `letters.ndjson` lies."""
        info = self._files.get(_plain(self._folder + path.removeprefix("./")))
        if info is None or info.flag_bits & 1:
            return None
        return Packed(
            info.header_offset, info.compress_size, info.file_size, info.compress_type, info.CRC,
            len(info.orig_filename.encode("utf-8", "replace")),
        )


def _plain(path: str) -> str:
    """A path however it was written: by Windows with its slashes, by macOS with its accents apart."""
    return unicodedata.normalize("NFC", path.replace("\\", "/"))


def unpack(where: Packed, fetch: Fetch) -> bytes:
    """Read one file of a ZIP by its range; raises InvalidFiles. At most one file's limit is ever held."""
    if where.size > ONE_FILE_LIMIT or where.packed > ONE_FILE_LIMIT + 1_000_000:
        raise InvalidFiles(f"A file of the ZIP is {where.size} bytes; at most {ONE_FILE_LIMIT} are taken.")
    try:
        data = _inflated(where, _raw(where, fetch))
    except _BROKEN:
        data = None
    if data is None or len(data) != where.size or zlib.crc32(data) != where.crc:
        raise InvalidFiles("A file of the ZIP is damaged, or packed unusually. Make the ZIP anew.")
    return data


def _raw(where: Packed, fetch: Fetch) -> bytes:
    """The packed bytes: after a header whose true length stands in itself."""
    guess = _HEADER.size + where.name_size + 64
    data = fetch(where.start, where.start + guess + where.packed)
    signature, *_, name, extra = _HEADER.unpack_from(data)
    if signature != b"PK\x03\x04":
        raise zipfile.BadZipFile
    begin = _HEADER.size + name + extra
    if begin > guess:
        data, begin = fetch(where.start + begin, where.start + begin + where.packed), 0
    return data[begin : begin + where.packed]


def _inflated(where: Packed, raw: bytes) -> bytes | None:
    if where.method == zipfile.ZIP_STORED:
        return raw
    if where.method != zipfile.ZIP_DEFLATED:
        return None
    # One byte more than it says is enough to see that it lies.
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(raw, where.size + 1)
