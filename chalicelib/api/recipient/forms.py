"""`/api/letters/{key}/form`: a form to fill in, kept as a draft on the way and answered once."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, FiniteFloat, StrictInt, StrictStr, StringConstraints

from chalicelib.api.http import Answer, Call
from chalicelib.api.recipient.models import Model
from chalicelib.api.recipient.routes import door
from chalicelib.forms.model import Draft
from chalicelib.identity.model import Session
from chalicelib.kernel.clock import iso
from chalicelib.wiring import operator

ANSWERS_LIMIT = 150_000
Id = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Strict = Annotated[FiniteFloat, Field(strict=True)]


class AccountIn(Model):
    """An account at a bank."""

    bank_name: StrictStr = ""
    clearing_number: StrictStr = ""
    account_number: StrictStr = ""


class AnswersIn(Model):
    """Answers by the id of their question; what is not answered yet is left out."""

    answers: dict[Id, StrictStr | StrictInt | Strict | list[StrictStr] | AccountIn] = Field(
        default_factory=dict, max_length=200, repr=False
    )

    def plain(self) -> dict[str, Any]:
        """The answers as they are kept."""
        answers: dict[str, Any] = self.model_dump(mode="json")["answers"]
        return answers


class DraftOut(Model):
    """What has been filled in, and when; with `responded_at` it is the receipt."""

    answers: dict[str, Any]
    saved_at: str
    responded_at: str | None = None


class FillingOut(Model):
    """A form as its sender made it, until when it can be answered, and what has been filled in."""

    title: str
    description: str
    start_question: str
    questions: list[dict[str, Any]]
    expires_at: str
    expired: bool
    draft: DraftOut | None = None


def _draft(draft: Draft) -> DraftOut:
    at = iso(draft.responded_at) if draft.responded_at else None
    return DraftOut(answers=draft.answers, saved_at=iso(draft.saved_at), responded_at=at)


@door.route("GET", "/api/letters/{key}/form", guard="session", answers={200: FillingOut}, tag="Forms")
def show(call: Call[Any]) -> Answer:
    """Read a form; AWS calls: the session, the letter's row, its content, the form with the draft."""
    session: Session = call.caller
    filling = operator().answering.look(session.mailbox, call.path["key"], session.person)
    return Answer(200, FillingOut(
        **filling.form.told, expires_at=iso(filling.expires_at), expired=filling.expired,
        draft=_draft(filling.draft) if filling.draft else None,
    ))


@door.route(
    "PUT", "/api/letters/{key}/form/draft", guard="session", body=AnswersIn, answers={200: DraftOut},
    limit=ANSWERS_LIMIT, tag="Forms",
)
def save(call: Call[AnswersIn]) -> Answer:
    """Keep what is filled in so far; AWS calls: as reading, and one update."""
    session: Session = call.caller
    return Answer(200, _draft(operator().answering.save(session.mailbox, call.path["key"], call.body.plain())))


@door.route(
    "POST", "/api/letters/{key}/form/answer", guard="session", body=AnswersIn, answers={200: DraftOut},
    limit=ANSWERS_LIMIT, tag="Forms",
)
def answer(call: Call[AnswersIn]) -> Answer:
    """Give the answers to the sender, once; AWS calls: as reading, the tenant, one transaction."""
    session: Session = call.caller
    receipt = operator().answering.answer(
        session.mailbox, call.path["key"], call.body.plain(), call.correlation_id
    )
    return Answer(200, _draft(receipt))
