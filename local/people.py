"""People who do not exist, with the test numbers that Skatteverket publishes for just that."""

from dataclasses import dataclass
from hashlib import sha256

FIRST_NAMES = (
    "Alva",
    "Birgit",
    "Elias",
    "Farid",
    "Greta",
    "Hampus",
    "Ingrid",
    "Jonas",
    "Maja",
    "Nils",
    "Sara",
    "Yusuf",
)
SURNAMES = ("Andersson", "Berg", "Ek", "Hansson", "Lindqvist", "Nyström", "Sandberg", "Åkesson", "Öberg")


@dataclass(frozen=True)
class Person:
    """One person, as BankID knows them and as they reach us."""

    ssn: str
    given_name: str
    surname: str
    email: str = ""
    mobile: str = ""

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.surname}"


KNOWN = (
    Person("197701032380", "Karin", "Lindström", "karin@example.com", "+46701740605"),
    Person("198112172385", "Amir", "Hosseini", "amir@example.com", "+46701740606"),
    Person("195704133106", "Lennart", "Johansson", "lennart@example.com", "+46701740607"),
    Person("189001019802", "Elsa", "Björk", "elsa@example.com", "+46701740608"),
    Person("191212121212", "Tolvan", "Tolvansson", "tolvan@example.com", "+46701740609"),
    Person("201506152386", "Wilma", "Nordin", "wilma@example.com", "+46701740610"),  # a child
)


def person(ssn: str) -> Person:
    """Whoever has this number: one of those above, or somebody whose name follows from the number."""
    for known in KNOWN:
        if known.ssn == ssn:
            return known
    number = int(sha256(ssn.encode()).hexdigest(), 16)
    return Person(ssn, FIRST_NAMES[number % len(FIRST_NAMES)], SURNAMES[number // 97 % len(SURNAMES)])
