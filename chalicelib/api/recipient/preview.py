"""`/api/preview`: what a sender's dry run shows, to whoever has the link; the key stands in the query, as a calendar's.

Access logs, the firewall's log and traces hold paths, and none holds queries. Nothing here is anybody's post: it is
what its sender has just sent us, and it is gone within the hour.
"""

from __future__ import annotations

from typing import Any

from chalicelib.api.http import Answer, Call
from chalicelib.api.recipient.calendar import as_entry
from chalicelib.api.recipient.forms import FillingOut
from chalicelib.api.recipient.letters import asked_for, link_out, opened_out
from chalicelib.api.recipient.models import LetterPageOut, LinkOut, Model
from chalicelib.api.recipient.routes import door
from chalicelib.kernel.clock import iso
from chalicelib.wiring import operator

KEY = {"key": "what follows the hash in the preview's link"}


class PreviewOut(Model):
    """A letter as its recipient would see it, and the form that it carries."""

    letter: LetterPageOut
    form: FillingOut | None = None
    expires_at: str


def _key(call: Call[Any]) -> str:
    return call.query.get("key") or ""


@door.route("GET", "/api/preview", guard="public", answers={200: PreviewOut}, query=KEY, tag="Previews")
def show(call: Call[Any]) -> Answer:
    """Show a preview; AWS calls: its content, the tenant, and the form where there is one."""
    preview = operator().previews.open(_key(call))
    form = None
    if preview.form and preview.answer_by:
        form = FillingOut.model_validate({**preview.form, "expires_at": iso(preview.answer_by), "expired": False})
    letter = opened_out(preview.opened, switched_off=False)
    return Answer(200, PreviewOut(letter=letter, form=form, expires_at=iso(preview.expires_at)))


@door.route(
    "GET", "/api/preview/parts/{n}", guard="public", answers={200: LinkOut}, tag="Previews",
    query={**KEY, "as": "inline, download or responsive"},
)
def document(call: Call[Any]) -> Answer:
    """Make a link to a document of a preview, good for a minute; AWS calls: its content, the tenant."""
    n, how = asked_for(call)
    return Answer(200, link_out(operator().previews.link(_key(call), n, how)))


@door.route(
    "GET", "/api/preview/calendar", guard="public", answers={200: str}, answers_as="text/calendar", tag="Previews",
    query=KEY,
)
def calendar(call: Call[Any]) -> Answer:
    """Write a preview's appointment as iCalendar; AWS calls: its content, the tenant."""
    return as_entry(operator().previews.open(_key(call)).opened)
