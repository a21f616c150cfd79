"""A PDF is taken when it can be read and does nothing; everything else is refused in words, and quickly."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.content.checks import check_part
from chalicelib.content.checks.pdf import check_pdf
from chalicelib.content.model import InvalidFiles
from tests.unit.content import pdfs


def refused(data: bytes) -> str:
    """The sentence that a PDF is refused with."""
    with pytest.raises(InvalidFiles) as caught:
        check_part(data, "application/pdf")
    assert caught.value.number == 40019
    return caught.value.detail


@pytest.mark.parametrize("pages", [1, 3, 40])
def test_a_letter_is_taken(pages):
    check_pdf(pdfs.a_letter(pages))
    check_pdf(pdfs.packed(pages=pages))


@pytest.mark.parametrize("change", pdfs.HARMLESS.values(), ids=pdfs.HARMLESS)
def test_what_does_nothing_is_taken(change):
    check_pdf(pdfs.changed(change))
    check_pdf(pdfs.packed(change))


@pytest.mark.parametrize("change", pdfs.ACTIVE.values(), ids=pdfs.ACTIVE)
def test_what_acts_is_refused(change):
    assert "/" in refused(pdfs.changed(change))
    assert "/" in refused(pdfs.packed(change))


def test_an_act_that_no_page_leads_to_is_refused_too():
    stray = pdfs.written({**pdfs.BASE, 4: b"<</S/JavaScript/JS(app.alert\\(1\\))>>"})
    assert "JavaScript (/JS)" in refused(stray)


def test_names_written_in_numbers_are_read():
    hidden = pdfs.written({**pdfs.BASE, 1: b"<</Type/Catalog/Pages 2 0 R/#4fpen#41ction<</S/J#61vaScript/J#53(x)>>>>"})
    refused(hidden)


@pytest.mark.parametrize("user", ["", "secret"])
def test_a_locked_pdf_is_refused_with_what_to_do(user):
    assert "without password" in refused(pdfs.locked(user))


@pytest.mark.parametrize("data", [b"%PDF", b"Hej", b"\x89PNG", b" %PDF-1.4\n%%EOF", b"MZ%PDF-1.4 %%EOF"])
def test_what_is_not_a_pdf_is_refused(data):
    assert "does not begin with %PDF-" in refused(data)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("make", [pdfs.a_letter, pdfs.packed])
def test_half_a_letter_is_refused(share, make):
    data = make()
    assert "cut off" in refused(data[: int(len(data) * share)])


def test_an_empty_file_is_refused():
    assert "empty" in refused(b"")


@pytest.mark.parametrize("data", [b"%PDF-1.4\n%%EOF", b"%PDF-1.4\n" + bytes(500) + b"%%EOF"])
def test_a_pdf_without_anything_in_it_is_refused(data):
    assert "damaged" in refused(data)


def test_a_slightly_wrong_pdf_is_taken_as_readers_take_it():
    """Programs of senders write wrong offsets; every reader mends them, and nothing hides there."""
    data = pdfs.written().replace(b"startxref\n", b"startxref\n1")
    check_pdf(data)


@pytest.mark.parametrize("body", [b"<</S/JavaScript/JS(x)>>", b"<</S/J#61vaScript>>", b"<</Type/ObjStm>>"])
def test_a_wrong_pdf_is_refused_when_something_could_hide_in_it(body):
    data = pdfs.written({**pdfs.BASE, 4: body}).replace(b"startxref\n", b"startxref\n1")
    assert "damaged" in refused(data)


@pytest.mark.parametrize("trap", pdfs.TRAPS.values(), ids=pdfs.TRAPS)
def test_traps_are_refused_before_they_close(trap):
    data = trap()
    began = time.process_time()
    refused(data)
    assert time.process_time() - began < 2


def test_nesting_without_end_harms_nobody():
    check_pdf(pdfs.written({**pdfs.BASE, 4: b"[" * 100_000 + b"]" * 100_000}))


SEEDS = [
    pdfs.a_letter(), pdfs.packed(), pdfs.written(), pdfs.a_letter(3), pdfs.locked(), pdfs.packed(pdfs.named_javascript),
]
WORDS = [b"obj", b"endobj", b"stream", b"/Kids", b"/Length", b"0 R", b"<<", b">>", b"[", b"]", b"/Type", b"%%EOF", b"9" * 9]


@settings(max_examples=150, deadline=2000)
@given(seed=st.integers(0, len(SEEDS) - 1), chance=st.integers(0, 2**32))
def test_mutants_are_taken_or_refused_and_nothing_else(seed, chance):
    rng, data = random.Random(chance), bytearray(SEEDS[seed])
    for _ in range(rng.randrange(1, 12)):
        at = rng.randrange(5, len(data) - 6)
        end = at + rng.choice([0, 1, 1, 2, 8, 64])
        data[at:end] = rng.choice([rng.randbytes(rng.randrange(4)), rng.choice(WORDS), data[at:at + 40]])
    try:
        check_pdf(bytes(data))
    except InvalidFiles as refusal:
        assert refusal.detail  # noqa: PT017 (most mutants are refused, some are taken)
