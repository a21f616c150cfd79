"""The demo's post: what six senders have sent to three people in the last months. Nobody in it exists."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from local.demo import documents, occasions
from local.people import KNOWN

KARIN, AMIR, LENNART = (person.ssn for person in KNOWN[:3])
ENERGY, COUNCIL, PAY, PHARMACY = "Storängens Energi", "Björkö kommun", "Vasa Löner", "Lindens Apotek"
CLINIC, CONCERTS = "Vårdcentralen Skeppsbron", "Hamnens konserthus"
# The first is the one whose credentials are told. Numbers with a right check digit that no organisation has.
SENDERS = {
    ENERGY: (ENERGY, "559990-0106"),
    COUNCIL: (COUNCIL, "212999-0012"),
    PAY: (PAY, "559990-0205"),
    PHARMACY: (PHARMACY, "559990-0304"),
    CLINIC: (CLINIC, "232999-0010"),
    CONCERTS: (CONCERTS, "559990-0403"),
}
PDF, HTML, TEXT = "application/pdf", "text/html", "text/plain"

Post = Callable[[str, Mapping[str, Any]], dict[str, Any]]
Fields = Callable[[datetime, Post], dict[str, Any]]


@dataclass(frozen=True)
class Part:
    """One file, made when it is sent."""

    name: str
    content_type: str
    data: Callable[[], bytes]


@dataclass(frozen=True)
class Letter:
    """One sending, so many days ago; `fields` makes what it carries beside its files."""

    days_ago: int
    sender: str
    ssn: str
    type: str
    subject: str
    parts: tuple[Part, ...] = ()
    fields: Fields | None = None

    @property
    def key(self) -> str:
        return f"{self.days_ago}-{self.ssn[-4:]}-{len(self.subject)}"


def by_day() -> Iterator[tuple[int, list[Letter]]]:
    """Oldest first."""
    ordered = sorted([*_documents(), *_more_than_documents()], key=lambda letter: -letter.days_ago)
    for days_ago, letters in groupby(ordered, key=lambda letter: letter.days_ago):
        yield days_ago, list(letters)


def _documents() -> list[Letter]:
    meter = (Part("matarbyte.pdf", PDF, documents.meter_change),)
    news = (Part("nyheter.html", HTML, documents.newsletter),)
    contract = (Part("avtal.pdf", PDF, documents.energy_contract), Part("villkor.pdf", PDF, documents.energy_terms))
    welcome = (Part("valkommen.txt", TEXT, documents.welcome),)
    nursery = (Part("beslut.pdf", PDF, documents.nursery_place),)
    credit = (Part("kreditnota.pdf", PDF, documents.credit_note),)
    return [
        Letter(88, COUNCIL, KARIN, "letter", "Välkommen som digital mottagare", welcome),
        _payslip(61, KARIN, "september", 31_850),
        Letter(44, COUNCIL, KARIN, "letter", "Beslut om plats i förskola", nursery),
        _payslip(31, KARIN, "oktober", 32_400),
        _payslip(31, AMIR, "oktober", 29_100),
        Letter(17, ENERGY, KARIN, "letter", "Vi byter din elmätare", meter),
        Letter(17, ENERGY, LENNART, "letter", "Vi byter din elmätare", meter),
        Letter(9, PHARMACY, KARIN, "letter.creditnotice", "Kreditnota 20713", credit),
        Letter(4, COUNCIL, KARIN, "letter", "Nya tider på återvinningscentralen", news),
        Letter(1, ENERGY, KARIN, "letter", "Ditt nya elavtal", contract),
        _payslip(0, KARIN, "november", 32_400),
    ]


def _payslip(days_ago: int, ssn: str, month: str, gross: int) -> Letter:
    part = Part("lonespecifikation.pdf", PDF, lambda: documents.payslip(month, gross))
    return Letter(days_ago, PAY, ssn, "letter.salary", f"Lönespecifikation {month}", (part,))


def _more_than_documents() -> list[Letter]:
    lease = (Part("uppsagning.pdf", PDF, documents.lease_notice),)
    return [
        Letter(12, CLINIC, KARIN, "booking", "Tid för vaccination", fields=occasions.vaccination),
        Letter(6, COUNCIL, KARIN, "letter.form", "Inför skolstarten", fields=occasions.school_start),
        Letter(5, CONCERTS, AMIR, "ticket.event", "Biljetter till vårkonserten", fields=occasions.concert),
        Letter(3, COUNCIL, AMIR, "registered.letter", "Uppsägning av arrende", lease, occasions.registered),
    ]
