"""The demo's post: what four senders have sent to three people in the last months. Nobody in it exists."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from local.demo import documents
from local.people import KNOWN

KARIN, AMIR, LENNART = (person.ssn for person in KNOWN[:3])
ENERGY, COUNCIL, PAY, PHARMACY = "Storängens Energi", "Björkö kommun", "Vasa Löner", "Lindens Apotek"
# The first is the one whose credentials are told. Numbers with a right check digit that no organisation has.
SENDERS = {
    ENERGY: (ENERGY, "559990-0106"),
    COUNCIL: (COUNCIL, "212999-0012"),
    PAY: (PAY, "559990-0205"),
    PHARMACY: (PHARMACY, "559990-0304"),
}
PDF, HTML, TEXT = "application/pdf", "text/html", "text/plain"


@dataclass(frozen=True)
class Part:
    """One file, made when it is sent."""

    name: str
    content_type: str
    data: Callable[[], bytes]


@dataclass(frozen=True)
class Letter:
    """One sending, so many days ago."""

    days_ago: int
    sender: str
    ssn: str
    type: str
    subject: str
    parts: tuple[Part, ...]

    @property
    def key(self) -> str:
        return f"{self.days_ago}-{self.ssn[-4:]}-{len(self.subject)}"


def by_day() -> Iterator[tuple[int, list[Letter]]]:
    """Oldest first."""
    ordered = sorted(_all(), key=lambda letter: -letter.days_ago)
    for days_ago, letters in groupby(ordered, key=lambda letter: letter.days_ago):
        yield days_ago, list(letters)


def _pdf(name: str, make: Callable[[], bytes]) -> Part:
    return Part(name, PDF, make)


def _all() -> list[Letter]:
    decision, meter, contract = documents.nursery_place, documents.meter_change, documents.energy_contract
    return [
        Letter(
            88,
            COUNCIL,
            KARIN,
            "letter",
            "Välkommen som digital mottagare",
            (Part("valkommen.txt", TEXT, documents.welcome),),
        ),
        Letter(
            61,
            PAY,
            KARIN,
            "letter.salary",
            "Lönespecifikation september",
            (_pdf("lonespecifikation.pdf", _pay("september", 31_850)),),
        ),
        Letter(44, COUNCIL, KARIN, "letter", "Beslut om plats i förskola", (_pdf("beslut.pdf", decision),)),
        Letter(
            31,
            PAY,
            KARIN,
            "letter.salary",
            "Lönespecifikation oktober",
            (_pdf("lonespecifikation.pdf", _pay("oktober", 32_400)),),
        ),
        Letter(
            31,
            PAY,
            AMIR,
            "letter.salary",
            "Lönespecifikation oktober",
            (_pdf("lonespecifikation.pdf", _pay("oktober", 29_100)),),
        ),
        Letter(17, ENERGY, KARIN, "letter", "Vi byter din elmätare", (_pdf("matarbyte.pdf", meter),)),
        Letter(17, ENERGY, LENNART, "letter", "Vi byter din elmätare", (_pdf("matarbyte.pdf", meter),)),
        Letter(
            9,
            PHARMACY,
            KARIN,
            "letter.creditnotice",
            "Kreditnota 20713",
            (_pdf("kreditnota.pdf", documents.credit_note),),
        ),
        Letter(
            4,
            COUNCIL,
            KARIN,
            "letter",
            "Nya tider på återvinningscentralen",
            (Part("nyheter.html", HTML, documents.newsletter),),
        ),
        Letter(
            1,
            ENERGY,
            KARIN,
            "letter",
            "Ditt nya elavtal",
            (_pdf("avtal.pdf", contract), _pdf("villkor.pdf", documents.energy_terms)),
        ),
        Letter(
            0,
            PAY,
            KARIN,
            "letter.salary",
            "Lönespecifikation november",
            (_pdf("lonespecifikation.pdf", _pay("november", 32_400)),),
        ),
    ]


def _pay(month: str, gross: int) -> Callable[[], bytes]:
    return lambda: documents.payslip(month, gross)
