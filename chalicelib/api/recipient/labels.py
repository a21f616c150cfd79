"""`/api/labels` and `/api/letters/actions`: own labels, and what is done with many letters at once."""

from __future__ import annotations

from typing import Any

from chalicelib.api.http import Answer, Call
from chalicelib.api.recipient.bodies import ActionsIn, LabelIn
from chalicelib.api.recipient.models import ActionsOut, LabelOut, LabelsOut
from chalicelib.api.recipient.routes import door
from chalicelib.identity.model import Session
from chalicelib.mailbox.labels import MOST_LABELS, Label
from chalicelib.mailbox.marking import Change
from chalicelib.wiring import operator


@door.route("GET", "/api/labels", guard="session", answers={200: LabelsOut}, tag="Labels")
def listing(call: Call[Any]) -> Answer:
    """List one's own labels."""
    session: Session = call.caller
    found = operator().marking.labels(session.mailbox)
    return Answer(200, LabelsOut(labels=[_label(each) for each in found], most=MOST_LABELS))


@door.route("PUT", "/api/labels/{id}", guard="session", body=LabelIn, answers={200: LabelOut}, tag="Labels")
def put(call: Call[LabelIn]) -> Answer:
    """Make a label, or rename it; the id is 16 hex digits that the web app makes, so that a retry makes no second."""
    session: Session = call.caller
    label = operator().marking.put_label(
        session.mailbox, call.path["id"], call.body.name, call.body.colour
    )
    return Answer(200, _label(label))


@door.route("DELETE", "/api/labels/{id}", guard="session", answers={204: None}, tag="Labels")
def delete(call: Call[Any]) -> Answer:
    """Remove a label; the letters stay. Put back under the same id, it is on its letters again."""
    session: Session = call.caller
    operator().marking.delete_label(session.mailbox, call.path["id"])
    return Answer(204)


@door.route(
    "POST", "/api/letters/actions", guard="session", body=ActionsIn, answers={200: ActionsOut}, tag="Letters"
)
def act(call: Call[ActionsIn]) -> Answer:
    """Do the same with many letters: each is changed by itself, and those that could not be are answered."""
    session: Session = call.caller
    change = Change(**call.body.set.model_dump())
    unchanged = operator().marking.change_many(session.mailbox, call.body.keys, change)
    return Answer(200, ActionsOut(unchanged=unchanged))


def _label(label: Label) -> LabelOut:
    return LabelOut.model_validate({"id": label.id, "name": label.name, "colour": label.colour})
