"""letters.csv opens right in a Swedish Excel, and what senders write stays text."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

from chalicelib.mailbox.model import Letter
from chalicelib.privacy.records import Told, entry, heading, line
from chalicelib.recipients.model import Language

AT = datetime(2026, 11, 19, 23, 30, tzinfo=UTC)


def a_letter(**change) -> Letter:
    values = {
        "mailbox": "m", "key": "k", "tenant": "t", "sender_name": "Storängens Energi", "subject": "Faktura; \"november\"",
        "type": "letter", "received_at": AT, "generated_at": None, "parts": 1,
    }
    return Letter(**{**values, **change})


def cells(told: Told, language: Language = Language.SV) -> dict[str, str]:
    text = heading(language) + line(entry(told, language), language)
    assert text.startswith("\ufeff")
    assert text.endswith("\r\n")
    [row] = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";")
    return row


def test_a_line_tells_of_a_letter():
    """In local time, with what was written whole, whatever signs are in it."""
    files = ({"path": "Inkorg/2026/a.pdf"}, {"path": "Inkorg/2026/b.pdf"})

    assert cells(Told(7, a_letter(), ("Huset", "Bilen"), files=files)) == {
        "Nr": "7", "Mottaget": "2026-11-20 00:30", "Avsändare": "Storängens Energi", "Ämne": 'Faktura; "november"',
        "Typ": "Brev", "Mapp": "Inkorg", "Läst": "nej", "Etiketter": "Huset, Bilen",
        "Filer": "Inkorg/2026/a.pdf\nInkorg/2026/b.pdf", "Nyckel": "k",
    }


def test_a_sender_cannot_make_excel_reckon():
    """What begins as a formula is shown as text."""
    for subject in ("=HYPERLINK(1)", "+1", "-1", "@SUM(A1)"):
        assert cells(Told(1, a_letter(subject=subject), ()))["Ämne"] == f"'{subject}"


def test_in_english_too():
    """Folders and columns follow the account's language."""
    row = cells(Told(1, a_letter(archived=True, unread=False), ()), Language.EN)

    assert (row["Folder"], row["Read"]) == ("Archive", "yes")
