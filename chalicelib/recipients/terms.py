"""The terms that recipients accept: a text for each version and language, with the operator's own facts put in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from chalicelib.recipients.model import Language

OURS = Path(__file__).parent / "texts"
# What a text may name of the operator.
FACTS = frozenset({
    "operator", "legal_name", "organisation_number", "postal_address", "support_email", "support_phone",
})
_PLACE = re.compile(r"{(\w+)}")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it."""

    title: str
    paragraphs: tuple[str, ...]


class Terms:
    """One version of the terms: the same text is read, accepted and noted."""

    def __init__(self, *, version: str, facts: Mapping[str, str], folder: str = "") -> None:
        """`folder`: where an operator keeps terms of its own; empty for those that come with the product."""
        self.version = version
        self._facts = facts
        self._folder = Path(folder) if folder else OURS
        self._read: dict[Language, tuple[Section, ...]] = {}

    def unaccepted(self, accepted: str) -> str | None:
        """The version that somebody who has accepted another one is asked to accept."""
        return self.version if accepted != self.version else None

    def text(self, language: Language) -> tuple[Section, ...]:
        """The terms in a language; read once in a process."""
        if language not in self._read:
            self._read[language] = sections(file(self._folder, self.version, language), self._facts)
        return self._read[language]


def file(folder: Path, version: str, language: Language) -> str:
    """What stands in the file of a version in a language."""
    return (folder / f"terms-{version}.{language.value}.md").read_text(encoding="utf-8")


def sections(text: str, facts: Mapping[str, str]) -> tuple[Section, ...]:
    """Lines that begin with `# ` are headings, every other line is a paragraph."""
    found: list[tuple[str, list[str]]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("# "):
            found.append((line[2:], []))
        elif told := _filled(line, facts):
            found[-1][1].append(told)
    return tuple(Section(title, tuple(paragraphs)) for title, paragraphs in found)


def _filled(line: str, facts: Mapping[str, str]) -> str:
    """The line with the facts that it names; a line about what this operator has not set is left out."""
    if not all(facts[name] for name in _PLACE.findall(line)):
        return ""
    return _PLACE.sub(lambda place: facts[place[1]], line)
