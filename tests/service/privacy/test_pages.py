"""What stands in no document can be read from an export all the same, years after and without a network."""

from __future__ import annotations

import html
import re

import pytest

from chalicelib.privacy.page_words import money, number, span
from chalicelib.recipients.model import Language
from tests.contents import key_for, of_type
from tests.forms import ANSWERS, a_form, form_key
from tests.service.privacy.conftest import metadata
from tests.world import TOLVAN

TOLD = {
    "salaryslip": (
        "Lönebesked", ["24\u00a0049,50 kr", "2026-11-25", "Bageri Bullen AB", "OB-tillägg", "Sjukdom (frånvaro)", "8 tim",
                       "Lunch 20 dagar", "25 dagar", "556000-4755", "Storgatan 1, 871 30 Härnösand", "-7\u00a0200,50 kr"],
    ),
    "booking": ("Bokad tid", ["tisdag 1 december 2026 kl. 09:30–10:00", "Vårdcentralen Skeppsbron", "fasta inte"]),
    "invite.sign": ("Något att signera", ["Forskarna AB", "Signera AB", "torsdag 24 december 2026 kl. 16:00"]),
    "ticket.event": ("Biljetter", ["Vårkonsert", "Stora salen, Hamnen 1, 852 29 Sundsvall", "4711", "Vuxen", "ABC-1"]),
}


def text_of(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", page))


def test_each_kind_of_post_is_a_page_of_its_own(workshop, sender, world):
    tolvan = world.a_person()
    for kind, (subject, _) in TOLD.items():
        assert sender.send(of_type(kind, key_for(sender, kind), subject=subject)).status_code == 201
    archive = workshop.make(tolvan)
    for subject, told in TOLD.values():
        [name] = [name for name in archive.namelist() if subject in name]
        assert re.fullmatch(rf"Inkorg/2026/2026-11-20 Härnösands kommun {subject} \(\d\)\.html", name)
        page = archive.read(name).decode()
        assert [each for each in told if each not in text_of(page)] == []
        assert "<script" not in page
        assert "default-src 'none'" in page
    [ticket] = [archive.read(name).decode() for name in archive.namelist() if "Biljetter" in name]
    assert ticket.count("<svg") == 1
    listed = {file["path"] for letter in metadata(archive)["letters"] for file in letter["files"]}
    assert {*listed, "letters.csv", "metadata.json", "Registerutdrag.html"} == set(archive.namelist())


def test_a_form_is_read_with_its_questions_whether_it_was_sent_or_not(workshop, sender, world):
    tolvan = world.a_person()
    form = form_key(sender)
    sent = sender.send(a_form(form, TOLVAN, subject="Skickat")).headers["kivra-objkey"]
    world.operator.answering.answer(tolvan.mailbox, sent, ANSWERS, "c")
    begun = sender.send(a_form(form, TOLVAN, subject="Påbörjat")).headers["kivra-objkey"]
    world.operator.answering.save(tolvan.mailbox, begun, {"namn": "<b>Tilde</b>"})
    archive = workshop.make(tolvan)
    pages = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(").html")}
    [answered] = [text_of(page) for name, page in pages.items() if "Skickat" in name]
    for each in ("Hur långt är barnet, i cm?", "118,5", "Ägg, Nötter", "Storbanken 1234 12 345 67", "Svaren skickades"):
        assert each in answered
    [draft] = [page for name, page in pages.items() if "Påbörjat" in name]
    assert "&lt;b&gt;Tilde&lt;/b&gt;" in draft
    assert text_of(draft).count("Inget svar") == 4
    assert "Svaren är inte skickade." in text_of(draft)


def test_beside_a_document_the_page_says_what_it_is(workshop, sender, world):
    """In English for who reads English; and a letter that is all in its document has no page."""
    tolvan = world.a_person(language="en")
    part = {"name": "Karta.html", "data": "PHA+SGVqPC9wPg==", "content_type": "text/html"}
    sender.send(of_type("booking", subject="Läkarbesök", parts=[part]))
    sender.send(of_type("letter", subject="Bara ett brev"))
    archive = workshop.make(tolvan)
    assert [name.partition("kommun ")[2] for name in sorted(archive.namelist()) if name.startswith("Inbox/")] == [
        "Bara ett brev (1).pdf", "Läkarbesök (2).html", "Läkarbesök Appointment (2).html",
    ]
    [page] = [archive.read(name).decode() for name in archive.namelist() if "Appointment" in name]
    assert "Tuesday 1 December 2026 at 09:30–10:00" in page


@pytest.mark.parametrize(("language", "amount", "told"), [
    (Language.SV, "-0.5", "-0,50 kr"), (Language.SV, "1234567", "1\u00a0234\u00a0567,00 kr"), (Language.EN, "31250.5", "SEK 31,250.50"),
])
def test_sums_are_written_as_people_write_them(language, amount, told):
    assert money(amount, "SEK", language) == told


def test_numbers_and_times():
    assert number("118.5", Language.SV) == "118,5"
    assert number("1000", Language.EN) == "1,000"
    over_night = span("2026-12-31T22:00:00+01:00", "2027-01-01T02:00:00+01:00", Language.SV)
    assert over_night == "torsdag 31 december 2026 kl. 22:00 – fredag 1 januari 2027 kl. 02:00"
