"""Files that are no batch, hold too much, or hold rows of every wrong kind."""

from __future__ import annotations

import gzip
import json
import zipfile

import pytest

from chalicelib.batches import reading
from chalicelib.batches.model import ROWS_LIMIT
from tests.batches import in_zip, made, ndjson, put, results, sent, told, work, zipped
from tests.world import PDF, a_content

LETTERS = ndjson(a_content())


@pytest.mark.parametrize(("data", "kind", "says"), [
    (b"", "ndjson", "no row"),
    (b"\n\n  \n", "ndjson", "no row"),
    (b"not json\n", "ndjson", "first row"),
    (json.dumps([a_content()]).encode(), "ndjson", "JSON array"),
    (json.dumps(a_content(), indent=1).encode(), "ndjson", "first row"),
    (zipped(LETTERS, {}), "ndjson", "is a ZIP"),
    (gzip.compress(LETTERS), "ndjson", "first row"),
    (LETTERS.decode().encode("utf-16"), "ndjson", "first row"),
    (b"\n" * 1_000_001, "ndjson", "lines"),
    (LETTERS, "zip", "not a ZIP"),
    (b"", "zip", "not a ZIP"),
    (zipped(LETTERS, {})[:-9], "zip", "not a ZIP"),
    (zipped(LETTERS, {}, letters="brev.ndjson"), "zip", "letters.ndjson"),
    (zipped(LETTERS, {}, zipfile.ZIP_BZIP2), "zip", "nor deflated"),
    (zipped(LETTERS, {}, zipfile.ZIP_LZMA), "zip", "nor deflated"),
    (zipped(b"", {"a.pdf": PDF}), "zip", "no row"),
    (zipped(b"a.pdf;1912", {"a.pdf": PDF}), "zip", "first row"),
])
def test_a_file_that_is_no_batch_fails_with_a_reason_and_sends_nothing(sender, world, data, kind, says):
    world.a_person()
    key = sent(world, sender, data, kind)
    batch = told(sender, key)

    assert batch["status"] == "failed"
    assert says in batch["reason"]
    assert batch["finished_at"]
    assert "results_url" not in batch
    assert world.objects("mailbox/") == []


def test_too_many_rows_fail_before_any_is_sent(sender, world, monkeypatch):
    assert ROWS_LIMIT == 100_000
    monkeypatch.setattr(reading, "ROWS_LIMIT", 250)
    assert told(sender, sent(world, sender, b"{}\n" * 250))["status"] == "done"
    key = sent(world, sender, b"{}\n" * 251)
    assert "more than 250 rows" in told(sender, key)["reason"]
    assert told(sender, key)["done"] == 0


def test_a_file_that_is_too_large_is_not_even_read(sender, world, monkeypatch):
    monkeypatch.setattr(reading, "FILE_LIMIT", 10)
    key = sent(world, sender, LETTERS)
    assert "Make several batches" in told(sender, key)["reason"]


def test_files_that_unpack_to_too_much_together_fail(sender, world, monkeypatch):
    monkeypatch.setattr(reading, "UNPACKED_LIMIT", 2 * len(PDF))
    key = sent(world, sender, zipped(ndjson(*[in_zip("a.pdf")] * 3), {"a.pdf": PDF}), "zip")
    assert "unpacked" in told(sender, key)["reason"]


def test_rows_of_every_wrong_kind_are_told_and_stop_nothing(sender, world):
    world.a_person()
    long = a_content(subject="x" * 1_000_000)
    rows = [a_content(subject="Först"), "\udcff{}", "null", "[" * 5000, '"x"', "{}", long, a_content("191212121213"),
            a_content(type="letter.nothing"), a_content(ssn=None), a_content(parts=[]), a_content(subject="Sist")]
    data = b"".join(
        (row if isinstance(row, str) else json.dumps(row)).encode("utf-8", "surrogateescape") + b"\n" for row in rows
    )
    for kind, file in (("ndjson", data), ("zip", zipped(data, {}))):
        key = sent(world, sender, file, kind)
        found = results(sender, key)
        assert [(row["status"], row.get("code")) for row in found] == [
            ("accepted", None), ("refused", 40008), ("refused", 40026), ("refused", 40008), ("refused", 40026),
            ("refused", 40000), ("refused", 41300), ("refused", 40009), ("refused", 40012), ("refused", 40024),
            ("refused", 40019), ("accepted", None),
        ]
        assert all(row["message"] for row in found if row["status"] == "refused")
        assert found[1]["message"] == "Some of the body is no UTF-8. Send one JSON object in UTF-8."


def test_own_names_of_rows_are_echoed_or_their_rows_refused(sender, world):
    """Sent under a name that is then left out, a letter could not be found again by its sender."""
    world.a_person()
    names = ["a", 7, "x" * 200, "x" * 201, True, 1.5, {"a": 1}, None, "", 10**20, "\ud800", "a\nb"]
    key = sent(world, sender, ndjson(*[a_content(subject=str(n), id=name) for n, name in enumerate(names)]))
    found = results(sender, key)
    assert [row.get("id") for row in found] == ["a", 7, "x" * 200, *[None] * 9]
    refused = {n: row["code"] for n, row in enumerate(found) if row["status"] == "refused"}
    assert refused == dict.fromkeys((3, 4, 5, 6, 9, 10, 11), 40000)
    assert found[3]["message"] == "/id: should be at most 200 printable characters, or a whole number of at most 15 digits."
    assert len({name.split("/")[2] for name in world.objects("mailbox/")}) == 5


def test_rows_are_numbered_by_their_lines_through_all_segments(sender, world, monkeypatch):
    monkeypatch.setattr(reading, "SEGMENT_ROWS", 3)
    monkeypatch.setattr(reading, "SEGMENT_BYTES", 5000)
    monkeypatch.setattr(reading, "RANGE", 777)
    world.a_person()
    lines = [json.dumps(a_content(subject=str(n), id=n)) if n % 4 else "" for n in range(1, 40)]
    key = sent(world, sender, "\r\n".join(lines).encode())
    found = results(sender, key)
    assert [row["row"] for row in found] == [row["id"] for row in found]
    assert [row["row"] for row in found] == [n for n in range(1, 40) if n % 4]


def test_the_file_that_lay_there_first_is_the_one_that_counts(sender, world):
    tolvan = world.a_person()
    batch = made(sender)
    put(batch, ndjson(a_content(subject="Den första")))
    assert work(world)
    put(batch, ndjson(*[a_content(subject="En annan")] * 3))
    work(world)
    assert (told(sender, batch["batch_key"])["status"], told(sender, batch["batch_key"])["rows"]) == ("done", 1)
    assert len(world.objects(f"mailbox/{tolvan.mailbox}/")) == 2


def test_a_large_file_and_files_of_a_zip_in_one_row(sender, world):
    from tests.api.sender.test_uploads import put as upload

    tolvan = world.a_person()
    pdf = {"name": "a", "content_type": "application/pdf"}
    html = {"name": "b", "content_type": "text/html", "file": "b.html"}
    parts = [{**pdf, "upload_key": upload(sender)}, {**pdf, "file": "a.pdf", "responsive_part": html}]
    files = {"a.pdf": PDF, "b.html": b"<p>Hej"}
    key = sent(world, sender, zipped(ndjson(a_content(parts=parts)), files), "zip")
    [row] = results(sender, key)
    prefix = f"mailbox/{tolvan.mailbox}/{row['content_key']}/"
    assert world.operator.blobs.get(f"{prefix}1") == world.operator.blobs.get(f"{prefix}2") == PDF
    assert world.operator.blobs.get(f"{prefix}2.responsive") == b"<p>Hej"
