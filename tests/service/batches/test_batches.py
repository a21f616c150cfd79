"""A batch from its making to its results."""

from __future__ import annotations

from chalicelib.mailbox import store as mailbox_store
from tests.batches import in_zip, ndjson, results, sent, told, zipped
from tests.world import ANNA, PDF, a_content


def letters(world, person):
    return mailbox_store.page(person.mailbox, None, 1000)


def test_rows_meet_the_fate_they_would_have_met_one_by_one(sender, world):
    tolvan = world.a_person()
    rows = ndjson(
        a_content(subject="Ett", id="a-1"), "", a_content(ANNA, subject="Två", id=2),
        a_content(ANNA, subject="Tredje", type="letter.salary", retain=True), '{"ssn": 1', {"id": "x"}, "[]",
        a_content(subject="Fyra", generated_at="2026-11-20"),
    )
    key = sent(world, sender, rows)
    batch, found = told(sender, key), results(sender, key)

    assert (batch["status"], batch["rows"], batch["done"]) == ("done", 7, 7)
    assert (batch["accepted"], batch["retained"], batch["refused"]) == (2, 1, 4)
    assert [(row["row"], row.get("id"), row["status"], row.get("code")) for row in found] == [
        (1, "a-1", "accepted", None), (3, 2, "refused", 40032), (4, None, "retained", None),
        (5, None, "refused", 40008), (6, "x", "refused", 40000), (7, None, "refused", 40026),
        (8, None, "accepted", None),
    ]
    assert {letter.key for letter in letters(world, tolvan)} == {found[0]["content_key"], found[6]["content_key"]}
    assert sender.status(found[2]["content_key"])["state"] == "retained"


def test_a_zip(sender, world):
    tolvan = world.a_person()
    rows = ndjson(in_zip("brev/a.pdf", subject="Ett"), in_zip("saknas.pdf", subject="Två"), in_zip("b.pdf", subject="Tredje"))
    key = sent(world, sender, zipped(rows, {"brev/a.pdf": PDF, "b.pdf": b"not a PDF"}), "zip")
    found = results(sender, key)
    assert [(row["status"], row.get("code")) for row in found] == [("accepted", None), ("refused", 40019), ("refused", 40019)]
    prefix = f"mailbox/{tolvan.mailbox}/{found[0]['content_key']}/"
    assert world.operator.blobs.get(f"{prefix}1") == PDF
