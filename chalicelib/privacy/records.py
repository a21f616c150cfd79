"""What an export says of letters: where each lies in the ZIP, its line in letters.csv, its entry in metadata.json."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from chalicelib.forms.model import Draft
from chalicelib.kernel.clock import STOCKHOLM, business_date, iso
from chalicelib.mailbox.model import Document, Letter, Opened, file_name
from chalicelib.recipients.model import Language

LETTERS, METADATA = "letters.csv", "metadata.json"
PAGE = "text/html; charset=utf-8"
# Excel reads a file as UTF-8 when it begins so; in Swedish, and in most of Europe, it separates by semicolon.
MARK = "\ufeff"
# A cell that begins so would be a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Words:
    """Names of folders and columns in one language."""

    inbox: str
    archive: str
    trash: str
    columns: tuple[str, ...]
    yes: str
    no: str


_WORDS = {
    Language.SV: Words(
        "Inkorg", "Arkiv", "Papperskorg",
        ("Nr", "Mottaget", "Avsändare", "Ämne", "Typ", "Mapp", "Läst", "Etiketter", "Filer", "Nyckel"), "ja", "nej",
    ),
    Language.EN: Words(
        "Inbox", "Archive", "Trash",
        ("No", "Received", "Sender", "Subject", "Type", "Folder", "Read", "Labels", "Files", "Key"), "yes", "no",
    ),
}


# What each type is called in the web app; the rest are letters.
_KINDS = {
    "letter.salary": ("Lönebesked", "Payslip"), "salaryslip": ("Lönebesked", "Payslip"),
    "letter.creditnotice": ("Kreditnota", "Credit note"), "letter.signed": ("Signerat dokument", "Signed document"),
    "booking": ("Bokad tid", "Appointment"), "ticket.event": ("Biljetter", "Tickets"),
    "letter.form": ("Formulär", "Form"), "registered.letter": ("Rekommenderat brev", "Registered letter"),
    "invite.research": ("Inbjudan", "Invitation"), "invite.gift": ("Gåva", "Gift"),
    "invite.voucher": ("Värdecheck", "Voucher"), "invite.sign": ("Något att signera", "Something to sign"),
    "invite.kyc": ("Frågor att svara på", "Questions to answer"),
}


def kind(content_type: str, language: Language) -> str:
    """What a letter of this type is, in a word."""
    swedish, english = _KINDS.get(content_type, ("Brev", "Letter"))
    return swedish if language is Language.SV else english


@dataclass(frozen=True, slots=True)
class Filled:
    """The form of a letter, as its sender made it, and what its owner has filled in of it."""

    form: Mapping[str, Any] = field(repr=False)
    draft: Draft | None


@dataclass(frozen=True, slots=True)
class Told:
    """One letter as an export tells of it; `files` are those that lie in the ZIP."""

    n: int
    letter: Letter
    labels: tuple[str, ...] = field(repr=False)
    opened: Opened | None = None
    files: tuple[dict[str, Any], ...] = field(default=(), repr=False)
    filled: Filled | None = field(default=None, repr=False)


def folder_of(letter: Letter, language: Language) -> str:
    """The folder that its owner sees it in."""
    words = _WORDS[language]
    if letter.trashed_at is not None:
        return words.trash
    return words.archive if letter.archived else words.inbox


def paths(n: int, opened: Opened, language: Language) -> list[str]:
    """Name the files of a letter: `Inkorg/2026/2026-11-19 Storängens Energi Faktura (17).pdf`.

    The number is the letter's in letters.csv, so that no two letters of one day have the same name.
    """
    return [_path(n, opened.letter, file_name(opened.letter, document), language) for document in opened.documents]


def page_path(n: int, opened: Opened, language: Language) -> str:
    """Name the page of what stands in no document: like a document, with what it is when there are others."""
    letter = opened.letter
    page = Document(n=0, name="", content_type=PAGE, size=0, has_responsive=False)
    name = PurePosixPath(file_name(replace(letter, parts=1), page))
    more = f" {kind(letter.type, language)}" if opened.documents else ""
    return _path(n, letter, f"{name.stem}{more}{name.suffix}", language)


def _path(n: int, letter: Letter, name: str, language: Language) -> str:
    place, file = f"{folder_of(letter, language)}/{business_date(letter.received_at).year}", PurePosixPath(name)
    return f"{place}/{file.stem} ({n}){file.suffix}"


def entry(told: Told, language: Language) -> dict[str, Any]:
    """Tell all that is known of a letter, in names that do not change with the language."""
    letter = told.letter
    return {
        "number": told.n, "key": letter.key, "type": letter.type, "sender": _sender(letter),
        "subject": None if letter.subject_hidden else letter.subject, "received_at": iso(letter.received_at),
        "generated_at": letter.generated_at, "folder": folder_of(letter, language), "unread": letter.unread,
        "archived": letter.archived, "trashed_at": _iso(letter.trashed_at), "labels": list(told.labels),
        "corrected_by": letter.corrected_by, "starts_at": _iso(letter.starts_at), "answer_by": _iso(letter.answer_by),
        "registered": _registered(letter), "files": list(told.files),
        "data": told.opened.context if told.opened else None, "form": told.filled and told.filled.form,
        **_answers(told.filled.draft if told.filled else None),
    }


def _answers(draft: Draft | None) -> dict[str, Any]:
    """What somebody has filled in, and when it was sent."""
    if draft is None:
        return {"answers": None, "answered_at": None}
    return {"answers": draft.answers, "answered_at": _iso(draft.responded_at)}


def _sender(letter: Letter) -> dict[str, str] | None:
    return None if letter.sender_hidden else {"key": letter.tenant, "name": letter.sender_name}


def _registered(letter: Letter) -> dict[str, Any] | None:
    if letter.receipt is None:
        return None
    return {"sign_by": iso(letter.receipt.expires_at), "signed_at": _iso(letter.receipt.signed_at)}


def _iso(moment: datetime | None) -> str | None:
    return iso(moment) if moment else None


def heading(language: Language) -> str:
    """The first line of letters.csv."""
    return MARK + _line(_WORDS[language].columns)


def line(entry: Mapping[str, Any], language: Language) -> str:
    """A letter's line in letters.csv, from what metadata.json says of it."""
    words = _WORDS[language]
    received = datetime.fromisoformat(entry["received_at"]).astimezone(STOCKHOLM)
    sender = entry["sender"]["name"] if entry["sender"] else ""
    return _line([
        str(entry["number"]), received.strftime("%Y-%m-%d %H:%M"), sender, entry["subject"] or "",
        kind(entry["type"], language), entry["folder"], words.no if entry["unread"] else words.yes,
        ", ".join(entry["labels"]), "\n".join(each["path"] for each in entry["files"]), entry["key"],
    ])


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow([_safe(cell) for cell in cells])
    return out.getvalue()


def _safe(cell: str) -> str:
    """What a sender has written is shown, never reckoned with."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
