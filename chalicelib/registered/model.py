"""What a registered letter has become, and the words that its recipient signs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from string import Template
from typing import Any

from chalicelib.kernel.clock import business_date
from chalicelib.mailbox.model import Letter
from chalicelib.recipients.model import Language

# How long a response is kept for its sender.
KEPT = timedelta(days=30)
# So many are named in one list: what an answer of the API has room for many times over.
LISTED = 10_000


class Status(StrEnum):
    """What the sender may know; a letter that waits has no response yet."""

    WAITING = "waiting"
    SIGNED = "signed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Listed:
    """A response as a list names it."""

    key: str
    status: Status


@dataclass(frozen=True, slots=True)
class Response:
    """What became of a registered letter; its key is the letter's."""

    key: str
    status: Status
    expires_at: datetime
    signed_at: datetime | None = None
    sender_reference: dict[str, Any] | None = field(default=None, repr=False)
    order: dict[str, Any] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Signature:
    """A completed signature of a letter's recipient; `sealed` is BankID's answer, encrypted for this letter."""

    mailbox: str
    key: str
    who: str
    order_ref: str = field(repr=False)
    signed_at: datetime
    sealed: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be signed: the text that is shown, and what is bound to it unseen."""

    visible: str = field(repr=False)
    hidden: bytes = field(repr=False)


_TEXT = {
    Language.SV: Template(
        "Jag tar emot ett rekommenderat brev i $house.\n\nAvsändare: $sender\nÄrende: $subject\nInkom: $day\n\n"
        "Avsändaren får veta att jag har tagit emot brevet, och när."
    ),
    Language.EN: Template(
        "I receive a registered letter in $house.\n\nSender: $sender\nSubject: $subject\nArrived: $day\n\n"
        "The sender is told that I have received the letter, and when."
    ),
}
_HIDDEN = {Language.SV: "visas när jag har skrivit under", Language.EN: "shown when I have signed"}


def wish(letter: Letter, parts: Sequence[Mapping[str, Any]], house: str, language: Language) -> Wish:
    """Write what a recipient signs: which letter, and by their SHA-256 exactly which documents."""
    visible = _TEXT[language].substitute(
        house=house, sender=_HIDDEN[language] if letter.sender_hidden else letter.sender_name,
        subject=_HIDDEN[language] if letter.subject_hidden else letter.subject, day=business_date(letter.received_at),
    )
    digests = [{"n": part["n"], "sha256": part["sha256"]} for part in parts]
    hidden = json.dumps({"content_key": letter.key, "parts": digests}, separators=(",", ":"))
    return Wish(visible, hidden.encode())
