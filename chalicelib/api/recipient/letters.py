"""`/api/letters`: the mailbox, newest first; a letter, its documents, and what is done with it."""

from __future__ import annotations

from typing import Any

from chalicelib.api.http import Answer, Call
from chalicelib.api.paging import page_size
from chalicelib.api.recipient.bodies import LetterIn
from chalicelib.api.recipient.models import (
    DocumentOut,
    LetterOut,
    LetterPageOut,
    LetterSender,
    LettersOut,
    LinkOut,
    RegisteredOut,
)
from chalicelib.api.recipient.routes import UNATTENDED, door
from chalicelib.identity.model import Session
from chalicelib.kernel.clock import iso
from chalicelib.kernel.errors import Invalid, NotFound
from chalicelib.kernel.ids import is_object_key
from chalicelib.mailbox.marking import Change
from chalicelib.mailbox.model import As, Letter, Link, Opened
from chalicelib.wiring import operator

PAGE, LONGEST_PAGE = 50, 500
PAGING = {
    "cursor": "where the page before ended", "limit": f"letters in the page, at most {LONGEST_PAGE}",
    UNATTENDED: "1 when the page asks by itself: nobody is known to be there",
}


@door.route("GET", "/api/letters", guard="session", answers={200: LettersOut}, query=PAGING, tag="Letters")
def page(call: Call[Any]) -> Answer:
    """List letters newest first, trash too."""
    session: Session = call.caller
    found, following = operator().mailboxes.page(session.mailbox, _cursor(call), page_size(call, PAGE, LONGEST_PAGE))
    return Answer(200, LettersOut(letters=[_letter(letter) for letter in found], next=following))


def _cursor(call: Call[Any]) -> str | None:
    cursor = call.query.get("cursor")
    if cursor and not is_object_key(cursor):
        raise Invalid("The cursor is the `next` of the page before.")
    return cursor or None


@door.route("GET", "/api/letters/{key}", guard="session", answers={200: LetterPageOut}, tag="Letters")
def show(call: Call[Any]) -> Answer:
    """Open a letter; the access is on record before it is shown."""
    session: Session = call.caller
    opened = operator().mailboxes.look(session.mailbox, call.path["key"], session.person)
    person = operator().people.find(session.person)
    switched_off = person is not None and opened.letter.tenant in person.paused
    return Answer(200, opened_out(opened, switched_off=switched_off))


@door.route(
    "GET", "/api/letters/{key}/parts/{n}", guard="session", answers={200: LinkOut}, tag="Letters",
    query={"as": "inline, download or responsive"},
)
def document(call: Call[Any]) -> Answer:
    """Make a link to a document, good for a minute; the access is on record before the link is given."""
    session: Session = call.caller
    n, how = asked_for(call)
    link = operator().mailboxes.link(session.mailbox, call.path["key"], n, how, session.person)
    return Answer(200, link_out(link))


def asked_for(call: Call[Any]) -> tuple[int, As]:
    """Which document is asked for, and how."""
    n, how = call.path["n"], call.query.get("as", As.INLINE)
    if how not in list(As):
        raise Invalid(f"`as` is one of {', '.join(As)}.")
    if not (n.isascii() and n.isdigit() and len(n) < 5):
        raise NotFound("There is no such document.")
    return int(n), As(how)


def link_out(link: Link) -> LinkOut:
    """A link as the web app reads it."""
    return LinkOut(
        url=link.url, content_type=link.content_type, file_name=link.file_name, expires_at=iso(link.expires_at)
    )


@door.route(
    "PATCH", "/api/letters/{key}", guard="session", body=LetterIn, answers={200: LetterOut}, tag="Letters"
)
def mark(call: Call[LetterIn]) -> Answer:
    """Mark a letter read or unread, put it away, throw it away, take it back or label it."""
    session: Session = call.caller
    letter = operator().mailboxes.mark(session.mailbox, call.path["key"], Change(**call.body.model_dump()))
    return Answer(200, _letter(letter))


@door.route("DELETE", "/api/letters/{key}", guard="session", answers={204: None}, tag="Letters")
def delete(call: Call[Any]) -> Answer:
    """Remove a letter from the trash, for good."""
    session: Session = call.caller
    operator().mailboxes.delete(session.mailbox, call.path["key"])
    return Answer(204)


def _fields(letter: Letter) -> dict[str, Any]:
    return {
        "key": letter.key, "sender": _sender(letter), "registered": _registered(letter),
        "subject": "" if letter.subject_hidden else letter.subject, "type": letter.type,
        "received_at": iso(letter.received_at),
        "generated_at": letter.generated_at, "unread": letter.unread, "archived": letter.archived,
        "trashed_at": iso(letter.trashed_at) if letter.trashed_at else None, "labels": list(letter.labels),
        "parts": letter.parts,
        "corrected_by": letter.corrected_by, "starts_at": iso(letter.starts_at) if letter.starts_at else None,
        "answer_by": iso(letter.answer_by) if letter.answer_by else None,
    }


def _sender(letter: Letter) -> LetterSender:
    if letter.sender_hidden:
        return LetterSender.model_construct(key="", name="")
    return LetterSender.model_construct(key=letter.tenant, name=letter.sender_name, icon=letter.sender_icon or None)


def _registered(letter: Letter) -> RegisteredOut | None:
    receipt = letter.receipt
    if receipt is None:
        return None
    signed_at = iso(receipt.signed_at) if receipt.signed_at else None
    state = "signed" if signed_at else "expired" if receipt.has_expired(operator().clock.now()) else "waiting"
    hidden = ["sender"] * letter.sender_hidden + ["subject"] * letter.subject_hidden
    return RegisteredOut.model_construct(
        state=state, expires_at=iso(receipt.expires_at), signed_at=signed_at, hidden=hidden
    )


def _letter(letter: Letter) -> LetterOut:
    # Our own values: to check each of 500 letters again costs more than it finds.
    return LetterOut.model_construct(**_fields(letter))


def opened_out(opened: Opened, *, switched_off: bool) -> LetterPageOut:
    """An opened letter as the web app reads it."""
    documents = [
        DocumentOut(
            n=each.n, name=each.name, content_type=each.content_type, size=each.size,
            has_responsive=each.has_responsive,
        )
        for each in opened.documents
    ]
    return LetterPageOut(
        **_fields(opened.letter), documents=documents, switched_off=switched_off, context=opened.context
    )
