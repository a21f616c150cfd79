"""People with test numbers (Skatteverket's serials 238 and 239), each with an own address and mobile."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Newcomer:
    """Somebody without an account."""

    ssn: str
    email: str
    mobile: str


ALVA = Newcomer("199001012385", "alva@example.com", "070-174 06 11")
BO = Newcomer("199102142388", "bo@example.com", "070-174 06 12")
CARIN = Newcomer("199203302386", "carin@example.com", "070-174 06 13")
DAVID = Newcomer("199305152382", "david@example.com", "070-174 06 14")
EBBA = Newcomer("199407122382", "ebba@example.com", "070-174 06 15")
FRANS = Newcomer("199509182383", "frans@example.com", "070-174 06 16")
GRETA = Newcomer("199610032394", "greta@example.com", "070-174 06 17")

# Members from the demo's first day, with post of many days.
KARIN, AMIR, LENNART = "197701032380", "198112172385", "195704133106"
CHILD = "201506152386"
