"""`/api/export`: everything in one's mailbox as one file (GDP-5, GDP-10)."""

from __future__ import annotations

from typing import Any

from chalicelib.api.http import Answer, Call
from chalicelib.api.recipient.bodies import Nothing
from chalicelib.api.recipient.models import ExportOut, LinkOut
from chalicelib.api.recipient.routes import door
from chalicelib.identity.model import Session
from chalicelib.kernel.clock import iso
from chalicelib.privacy.model import Export, State
from chalicelib.wiring import operator


@door.route("GET", "/api/export", guard="session", answers={200: ExportOut}, tag="Export", unattended=True)
def show(call: Call[Any]) -> Answer:
    """Tell how the latest export stands; pages ask every few seconds, which keeps nobody logged in."""
    session: Session = call.caller
    export = operator().exports.find(session.mailbox)
    return Answer(200, _told(export) if export else ExportOut(state="none"))


@door.route("POST", "/api/export", guard="step_up", body=Nothing, answers={202: ExportOut}, tag="Export")
def order(call: Call[Any]) -> Answer:
    """Order an export of everything; it is made in the background, and an e-mail tells when it is ready."""
    session: Session = call.caller
    return Answer(202, _told(operator().exports.order(session.mailbox, session.person)))


@door.route("POST", "/api/export/link", guard="step_up", body=Nothing, answers={200: LinkOut}, tag="Export")
def fetch(call: Call[Any]) -> Answer:
    """Make a link to the finished export, good for a minute; the access is on record before the link is given."""
    session: Session = call.caller
    link = operator().exports.link(session.mailbox, session.person)
    return Answer(200, LinkOut(
        url=link.url, content_type=link.content_type, file_name=link.file_name, expires_at=iso(link.expires_at)
    ))


def _told(export: Export) -> ExportOut:
    state, until = export.state(operator().clock.now()), export.expires_at()
    return ExportOut(
        state=state.value, ordered_at=iso(export.ordered_at), letters=export.letters,
        size=export.size if state is State.READY else None, ready_until=iso(until) if until else None,
    )
