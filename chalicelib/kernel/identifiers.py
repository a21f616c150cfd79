"""Who is who in Sweden: personnummer, organisation and VAT numbers, e-mail addresses, mobile numbers.

Parse, don't validate: inside the operator a value of these types is right by construction.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from chalicelib.kernel.errors import Invalid


class InvalidPersonnummer(Invalid):
    """Not a Swedish personnummer or samordningsnummer."""

    number = 40009
    slug = "invalid_personnummer"


class InvalidOrganisationNumber(Invalid):
    """Not a Swedish organisation number."""

    number = 40018
    slug = "invalid_organisation_number"


class InvalidEmail(Invalid):
    """Not an e-mail address."""

    number = 40007
    slug = "invalid_email"


class InvalidMobile(Invalid):
    """Not a Swedish mobile number, and codes are sent to no other."""

    number = 40005
    slug = "mobile_not_swedish"


_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
_CENTURIES = ("18", "19", "20")
_EMAIL = re.compile(
    r"^[^@\s\x00-\x1f,;<>\"()]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$", re.IGNORECASE | re.ASCII
)
_MOBILE = re.compile(r"^\+467[0-9]{8}$", re.ASCII)
# Ten or twelve digits that stand by themselves, with or without hyphens; looked ahead, so that none hides another.
_WRITTEN = re.compile(r"(?<![0-9])(?=((?:[0-9]{2})?[0-9]{2}-?[0-9]{2}-?[0-9]{2}-?[0-9]{4})(?![0-9]))")


def luhn(digits: str) -> bool:
    """Whether the last digit is the modulus-10 check digit of the rest."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = ord(digit) - 48
        total += _DOUBLED[value] if place % 2 else value
    return total % 10 == 0


# A register of 100,000 people is checked in one request, so what each number costs matters: the check digit is added
# up two digits at a time, and each birth date is read once.
_PAIRS = {f"{a}{b}": _DOUBLED[a] + b for a in range(10) for b in range(10)}


@lru_cache(maxsize=50_000)
def _birth_date(eight: str) -> date | None:
    day = int(eight[6:])
    try:
        # A samordningsnummer is a birth date with 60 added to the day.
        return date(int(eight[:4]), int(eight[4:6]), day - 60 if day > 60 else day)
    except ValueError:
        return None


def is_personnummer(text: str) -> bool:
    """Whether twelve digits form a personnummer or samordningsnummer: a real date and a right check digit."""
    pairs = _PAIRS
    try:
        total = pairs[text[2:4]] + pairs[text[4:6]] + pairs[text[6:8]] + pairs[text[8:10]] + pairs[text[10:]]
    except KeyError:
        return False
    return total % 10 == 0 and text[:2] in _CENTURIES and _birth_date(text[:8]) is not None


def holds_personnummer(text: str) -> bool:
    """Whether somewhere in a text a personnummer is written, with or without its century and hyphens."""
    for written in _WRITTEN.findall(text):
        digits = written.replace("-", "")
        if any(is_personnummer(century + digits) for century in (_CENTURIES if len(digits) == 10 else ("",))):
            return True
    return False


@dataclass(frozen=True, slots=True)
class Personnummer:
    """A person's number (personnummer or samordningsnummer), twelve digits; never shown by `repr`."""

    number: str = field(repr=False)

    def __post_init__(self) -> None:
        if not is_personnummer(self.number):
            raise InvalidPersonnummer("Give the personal number as 12 digits, YYYYMMDDnnnn, with a right check digit.")

    @classmethod
    def typed(cls, text: str) -> Personnummer:
        """Read what a person or a register writes: blanks and hyphens are forgiven, the century is not guessed."""
        return cls(re.sub(r"[\s-]", "", text))

    @property
    def born(self) -> date:
        """The birth date in the number."""
        born = _birth_date(self.number[:8])
        assert born is not None  # or it would not have been made
        return born

    def age_on(self, day: date) -> int:
        """Whole years of age on a day; somebody born on 29 February turns a year older on 1 March."""
        born = self.born
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@dataclass(frozen=True, slots=True)
class OrganisationNumber:
    """An organisation's number (organisationsnummer), ten digits."""

    number: str

    def __post_init__(self) -> None:
        if not re.match(r"^[0-9]{10}$", self.number, re.ASCII) or not luhn(self.number):
            raise InvalidOrganisationNumber("Give the organisation number as 10 digits with a correct check digit.")

    @classmethod
    def typed(cls, text: str) -> OrganisationNumber:
        """Read any usual form: `556000-4755`, `165560004755` or the VAT number `SE556000475501`."""
        digits = re.sub(r"[\s-]", "", text)
        if re.match(r"^SE[0-9]{10}01$", digits):
            digits = digits[2:12]
        elif re.match(r"^16[0-9]{10}$", digits):
            digits = digits[2:]
        return cls(digits)

    @property
    def vat(self) -> str:
        """The VAT number (momsregistreringsnummer), as the sender API names organisations."""
        return f"SE{self.number}01"


@dataclass(frozen=True, slots=True)
class EmailAddress:
    """An e-mail address; equal addresses differ at most in letter case."""

    address: str = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.address) > 254 or not _EMAIL.match(self.address):
            raise InvalidEmail("Give an e-mail address of the form name@example.com.")

    @classmethod
    def typed(cls, text: str) -> EmailAddress:
        """Read what a person has typed."""
        return cls(text.strip())

    @property
    def folded(self) -> str:
        """The form in which addresses are compared."""
        return self.address.lower()


@dataclass(frozen=True, slots=True)
class MobileNumber:
    """A Swedish mobile number in E.164: +467 and eight digits."""

    number: str = field(repr=False)

    def __post_init__(self) -> None:
        if not _MOBILE.match(self.number):
            raise InvalidMobile("Give a Swedish mobile number, for example 070-174 06 05.")

    @classmethod
    def typed(cls, text: str) -> MobileNumber:
        """Read what a person has typed: 070…, +46 70…, 0046 70…, with spaces, hyphens or brackets."""
        digits = re.sub(r"[\s()\-–.]", "", text)
        digits = re.sub(r"^00", "+", digits)
        digits = re.sub(r"^\+460", "+46", digits)
        return cls(re.sub(r"^0", "+46", digits))
