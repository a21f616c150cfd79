"""The ZIP we write is one that others read: with names in Swedish, beyond 4 GB, beyond 65,535 files."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.privacy.zipping import Entry, end, header, listing

AT = datetime(2026, 11, 19, 23, 30, 14, tzinfo=UTC)
FILES = st.dictionaries(st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="/\\:"), min_size=1), st.binary())


def write(out, files, offset=0) -> None:
    """Write a ZIP whose first file begins at an offset."""
    entries = []
    out.seek(offset)
    for name, data in files.items():
        entries.append(Entry(name, zlib.crc32(data), len(data), out.tell(), AT))
        out.write(header(entries[-1]) + data)
    begins = out.tell()
    out.write(b"".join(map(listing, entries)))
    out.write(end(len(entries), out.tell() - begins, begins))


@given(FILES)
def test_what_goes_in_comes_out(files):
    """Every name and every byte, for whatever is written."""
    out = BytesIO()
    write(out, files)

    with ZipFile(out) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == files


def test_times_are_told_as_in_sweden():
    """A letter of half past midnight is of the day it was read on."""
    out = BytesIO()
    write(out, {"Arkiv/åäö.pdf": b"x"})

    [info] = ZipFile(out).infolist()
    assert info.date_time == (2026, 11, 20, 0, 30, 14)
    assert info.external_attr >> 16 == 0o100644


def test_beyond_four_gigabytes(tmp_path):
    """A file that begins after five gigabytes of others; the gap is a hole on the disk."""
    with (tmp_path / "large.zip").open("w+b") as out:
        write(out, {"sist.pdf": b"the last"}, offset=5 * 1024**3)
        with ZipFile(out) as archive:
            assert archive.read("sist.pdf") == b"the last"
            assert archive.infolist()[0].header_offset == 5 * 1024**3


def test_beyond_65535_files():
    """More files than the format first had room for."""
    out = BytesIO()
    write(out, {f"{n}.txt": b"" for n in range(65_537)})

    assert len(ZipFile(out).namelist()) == 65_537
