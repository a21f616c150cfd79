"""Labels: what people call their own piles of post."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from chalicelib.kernel.errors import Conflict, Invalid, NotFound

MOST_LABELS = 40
MOST_ON_A_LETTER = 10
NAME_LENGTH = 40
COLOURS = ("clay", "moss", "sea", "plum", "sand", "slate")
_ID = re.compile(r"^[0-9a-f]{16}$")


class TooManyLabels(Conflict):
    """A mailbox, or a letter, has all the labels it can have."""

    number = 40980
    slug = "too_many_labels"


@dataclass(frozen=True, slots=True)
class Label:
    """One label of a mailbox; its name stays out of every log."""

    id: str
    name: str = field(repr=False)
    colour: str


def is_label_id(text: str) -> bool:
    """Whether a text has the form of a label's id: 16 hex digits, made by the web app."""
    return _ID.match(text) is not None


def demand_ids(ids: list[str]) -> None:
    """Refuse what cannot stand on one letter."""
    if not all(map(is_label_id, ids)):
        raise Invalid("A label's id is 16 hex digits.")
    if len(set(ids)) > MOST_ON_A_LETTER:
        raise TooManyLabels(f"A letter has at most {MOST_ON_A_LETTER} labels.")


def with_label(labels: Mapping[str, Label], label_id: str, name: str, colour: str | None) -> dict[str, Label]:
    """Make a label, or give one another name; two cannot have the same name."""
    if not is_label_id(label_id):
        raise NotFound("There is no such label.")
    name = _tidy(name)
    if any(each.name.casefold() == name.casefold() for each in labels.values() if each.id != label_id):
        raise Conflict("There is a label with that name.")
    old = labels.get(label_id)
    if old is None and len(labels) >= MOST_LABELS:
        raise TooManyLabels(f"There can be at most {MOST_LABELS} labels.")
    new = replace(old, name=name) if old else Label(label_id, name, _rarest(labels))
    return {**labels, label_id: replace(new, colour=colour) if colour else new}


def _tidy(name: str) -> str:
    name = " ".join("".join(" " if unicodedata.category(each)[0] == "C" else each for each in name).split())
    if not 1 <= len(name) <= NAME_LENGTH:
        raise Invalid(f"A label's name is 1 to {NAME_LENGTH} characters.")
    return name


def _rarest(labels: Mapping[str, Label]) -> str:
    """The colour that fewest labels have."""
    used = [each.colour for each in labels.values()]
    return min(COLOURS, key=used.count)
