"""What a file is called on its owner's own disk, and when a letter in the trash is gone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.mailbox.model import Document, Letter, file_name

NOW = datetime(2026, 11, 19, 12, tzinfo=UTC)
KEY = f"1795176000{'a' * 32}"


def a_letter(**change) -> Letter:
    values = {
        "mailbox": KEY, "key": KEY, "tenant": KEY, "sender_name": "Storängens Energi", "subject": "Faktura", "type": "letter",
        "received_at": NOW, "generated_at": None, "parts": 1,
    }
    return Letter(**{**values, **change})


def a_document(**change) -> Document:
    values = {"n": 1, "name": "del1.PDF", "content_type": "application/pdf", "size": 1, "has_responsive": False}
    return Document(**{**values, **change})


@pytest.mark.parametrize(
    ("letter", "document", "name"),
    [
        ({}, {}, "2026-11-19 Storängens Energi Faktura.pdf"),
        ({"parts": 2}, {"n": 2}, "2026-11-19 Storängens Energi Faktura 2.pdf"),
        ({}, {"content_type": "text/html; charset=utf-8"}, "2026-11-19 Storängens Energi Faktura.html"),
        ({}, {"content_type": "application/x-odd", "name": "bild.HEIC"}, "2026-11-19 Storängens Energi Faktura.heic"),
        ({}, {"content_type": "application/x-odd", "name": "bild"}, "2026-11-19 Storängens Energi Faktura"),
        ({"subject": "År 1/2: \"å, ä\"\\?\r\n*"}, {}, "2026-11-19 Storängens Energi År 1 2 å, ä.pdf"),
        ({"subject": "\u202efdp.exe"}, {}, "2026-11-19 Storängens Energi fdp.exe.pdf"),
        ({"received_at": datetime(2026, 11, 19, 23, 30, tzinfo=UTC)}, {}, "2026-11-20 Storängens Energi Faktura.pdf"),
    ],
)
def test_a_file_is_named_by_day_sender_and_subject(letter, document, name):
    """The Swedish day first, so that files sort; what file systems do not take is left out."""
    assert file_name(a_letter(**letter), a_document(**document)) == name


@given(st.text(max_size=255), st.text(max_size=80))
def test_a_file_name_is_one_line_of_a_fair_length(subject: str, sender: str):
    """Whatever a sender has written."""
    name = file_name(a_letter(subject=subject, sender_name=sender), a_document())

    assert name.startswith("2026-11-19")
    assert name.endswith(".pdf")
    assert len(name) <= 124
    assert not set(name) & set('/\\:*?"<>|\r\n\x00')


@given(st.integers(0, 31 * 86400))
def test_a_letter_in_the_trash_is_gone_after_thirty_days(seconds: int):
    """To the second, whether or not its row has been removed (I6)."""
    letter = a_letter(trashed_at=NOW)

    assert letter.is_gone(NOW + timedelta(seconds=seconds)) is (seconds >= 30 * 86400)
    assert not a_letter().is_gone(NOW)
