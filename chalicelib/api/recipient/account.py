"""`/api/account`: leaving, and staying after all (ACC-14, RET-43)."""

from __future__ import annotations

from typing import Any

from chalicelib.api.http import Answer, Call
from chalicelib.api.recipient.bodies import Nothing
from chalicelib.api.recipient.models import ClosingOut
from chalicelib.api.recipient.routes import door, have_waiting_post_delivered
from chalicelib.api.recipient.session import closing_out
from chalicelib.kernel.errors import NotFound
from chalicelib.wiring import operator


@door.route(
    "POST", "/api/account/close", guard="step_up", body=Nothing, answers={200: ClosingOut}, tag="Account"
)
def close(call: Call[Any]) -> Answer:
    """Close the account: post through day 10, undone until day 20, then erased."""
    person = operator().choices.close(call.caller.person)
    if person.closing is None:
        raise NotFound("There is no such account.")
    return Answer(200, closing_out(person.closing))


@door.route("DELETE", "/api/account/close", guard="session", answers={204: None}, tag="Account")
def undo(call: Call[Any]) -> Answer:
    """Stay after all; what was kept waiting meanwhile is delivered."""
    person = operator().choices.undo_closing(call.caller.person)
    have_waiting_post_delivered(person.person)
    return Answer(204)
