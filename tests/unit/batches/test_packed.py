"""A ZIP read by ranges: what is in it, and what it may not do to us."""

from __future__ import annotations

import io
import unicodedata
import zipfile
import zlib
from dataclasses import replace

import pytest
from botocore.exceptions import ReadTimeoutError

from chalicelib.batches import packed
from chalicelib.batches.model import Unreadable
from chalicelib.batches.packed import Archive, unpack
from chalicelib.content.model import InvalidFiles
from tests.batches import zipped

ROWS = b'{"a": 1}\n' * 1000
FILES = {"a.pdf": b"A" * 1000, "mapp/b.pdf": bytes(range(256)) * 40, "åäö.pdf": b"C"}


def opened(data: bytes) -> tuple[Archive, list[int]]:
    """A ZIP, and how many bytes each of the reads of it took."""
    reads: list[int] = []

    def fetch(start: int, end: int) -> bytes:
        reads.append(end - start)
        return data[start:end]

    return Archive(len(data), fetch), reads


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("other", ["nov\\letters.ndjson", "letters.ndjson"])
def test_rows_lie_in_one_file_however_its_path_is_written(other):
    """Of several, those of one would be sent, and the others' be in no result."""
    with pytest.raises(Unreadable, match="There are 2 files"):
        opened(zipped(ROWS, {other: ROWS}))


def test_why_a_batch_fails_is_short_whatever_its_file_holds():
    """It is kept with the batch."""
    with pytest.raises(Unreadable) as refused:
        opened(zipped(ROWS, {f"{'n' * 60_000}/letters.ndjson": ROWS}))
    assert len(str(refused.value)) < 300


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(("one", "other"), [
    ("a.pdf", "a.pdf"), ("mapp/å.pdf", unicodedata.normalize("NFD", "mapp\\å.pdf")),
])
def test_a_path_leads_to_one_file(one, other):
    """Else a row could get the file of another; folders may be listed as often as they like."""
    data = io.BytesIO(zipped(ROWS, {one: b"A", "mapp/": b""}))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("mapp/", b"")
    opened(data.getvalue())
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr(other, b"B")
    with pytest.raises(Unreadable, match="same path"):
        opened(data.getvalue())


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_rows_and_files_are_read_by_ranges(how):
    data = zipped(ROWS, FILES, how)
    archive, reads = opened(data)
    assert b"".join(archive.letters()) == ROWS
    for path, content in FILES.items():
        assert unpack(archive.find(path), lambda start, end: data[start:end]) == content
    assert archive.find("c.pdf") is None
    assert len(reads) < 20


def test_a_file_is_one_read_away():
    data, reads = zipped(ROWS, FILES), []
    where = opened(data)[0].find("a.pdf")

    def fetch(start: int, end: int) -> bytes:
        reads.append(end - start)
        return data[start:end]

    unpack(where, fetch)
    assert len(reads) == 1
    assert unpack(replace(where, name_size=-64), fetch) == FILES["a.pdf"]
    assert len(reads) == 3, "a header longer than foreseen costs one read more"


def test_paths_are_found_however_they_were_written():
    files = {"mapp\\win.pdf": b"W", unicodedata.normalize("NFD", "å.pdf"): b"M"}
    archive, _ = opened(zipped(ROWS, files))
    assert all(archive.find(path) for path in ("mapp/win.pdf", "å.pdf", "./å.pdf"))


def test_rows_may_lie_in_a_folder_with_their_files():
    archive, _ = opened(zipped(ROWS, {"nov/a.pdf": b"A", "__MACOSX/nov/letters.ndjson": b"x"}, letters="nov/letters.ndjson"))
    assert b"".join(archive.letters()) == ROWS
    assert archive.find("a.pdf")


def test_of_two_lists_of_rows_neither_is_chosen():
    """The rows of the other would be in no result and no count."""
    with pytest.raises(Unreadable, match=r"2 files letters\.ndjson .* letters\.ndjson, januari/letters\.ndjson\. Make"):
        opened(zipped(ROWS, {"januari/letters.ndjson": ROWS}))


@pytest.mark.parametrize("data", [
    b"", b"{}\n", b"PK\x03\x04", zipped(ROWS, {})[:-30], zipped(ROWS, {}, letters="rows.ndjson"), b"\0" * 1000,
], ids=["empty", "no ZIP", "a beginning", "cut off", "no rows in it", "zeros"])
def test_what_is_no_batch_is_told_in_a_sentence(data):
    with pytest.raises(Unreadable) as error:
        opened(data)
    assert error.value.detail.endswith(".")


def test_a_bucket_that_does_not_answer_is_no_damaged_file():
    """zipfile takes every error of input and output for a bad ZIP; a batch must not fail for a timeout."""
    data = zipped(ROWS, FILES)
    archive, every = opened(data)
    assert list(archive.letters())
    for n in range(len(every)):
        reads = []

        def fetch(start: int, end: int, n=n, reads=reads) -> bytes:
            reads.append(start)
            if len(reads) == n + 1:
                raise ReadTimeoutError(endpoint_url="https://aws.example")
            return data[start:end]

        with pytest.raises(ReadTimeoutError):
            b"".join(Archive(len(data), fetch).letters())


def test_rows_that_are_damaged_are_told():
    data = bytearray(zipped(b"".join(b'{"n": %d}\n' % n for n in range(10_000)), {}))
    data[2000:2100] = b"\0" * 100
    with pytest.raises(Unreadable):
        list(opened(bytes(data))[0].letters())


def test_rows_that_unpack_to_too_much_are_not_unpacked(monkeypatch):
    monkeypatch.setattr(packed, "FILE_LIMIT", 5000)
    archive, reads = opened(zipped(ROWS, {}))
    before = len(reads)
    with pytest.raises(Unreadable):
        list(archive.letters())
    assert len(reads) == before


def test_a_list_of_too_many_files_is_not_read(monkeypatch):
    monkeypatch.setattr(packed, "LIST_LIMIT", 10_000)
    with pytest.raises(Unreadable, match="too many files"):
        opened(zipped(ROWS, {f"{n}.pdf": b"" for n in range(1000)}))


def test_a_file_that_says_it_is_too_large_is_not_read():
    where = opened(zipped(ROWS, FILES))[0].find("a.pdf")
    with pytest.raises(InvalidFiles):
        unpack(replace(where, size=25_000_001), lambda *_: pytest.fail("read"))


def test_a_bomb_is_unpacked_no_further_than_it_says():
    """Ten megabytes of nothing that says it is a thousand bytes."""
    bomb = zlib.compressobj(9, zlib.DEFLATED, -15)
    raw = bomb.compress(bytes(10_000_000)) + bomb.flush()
    data = zipped(ROWS, FILES)
    where = opened(data)[0].find("a.pdf")
    header = data[where.start : where.start + 30 + 5]
    lying = replace(where, start=0, packed=len(raw), crc=zlib.crc32(bytes(1000)))
    with pytest.raises(InvalidFiles):
        unpack(lying, lambda start, end: (header + raw)[start:end])


@pytest.mark.parametrize("change", [{"crc": 1}, {"size": 999}, {"method": 12}, {"start": 1}])
def test_a_file_that_is_not_what_the_list_says_is_refused(change):
    data = zipped(ROWS, FILES)
    where = replace(opened(data)[0].find("a.pdf"), **change)
    with pytest.raises(InvalidFiles):
        unpack(where, lambda start, end: data[start:end])


def test_a_locked_file_is_not_found():
    data = bytearray(zipped(ROWS, FILES))
    listed = data.rfind(b"PK\x01\x02", 0, data.rfind(b"a.pdf"))
    data[listed + 8] |= 1
    assert opened(bytes(data))[0].find("a.pdf") is None


def test_a_large_zip_of_today_is_read():
    """With 64-bit places, as programs write when they do not know beforehand how much will come."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("letters.ndjson", "w", force_zip64=True) as file:
            file.write(ROWS)
        with archive.open("a.pdf", "w", force_zip64=True) as file:
            file.write(b"A" * 1000)
    data = out.getvalue()
    archive, _ = opened(data)
    assert b"".join(archive.letters()) == ROWS
    assert unpack(archive.find("a.pdf"), lambda start, end: data[start:end]) == b"A" * 1000
