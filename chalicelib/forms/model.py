"""A form (formulär): its questions, the path that answers take through them, and until when it can be answered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chalicelib.forms.questions import Question, Unfit
from chalicelib.kernel.clock import end_of_day_after
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid, OperatorError

FORM_KEY = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
# The type of content that carries a form.
FORM_TYPE = "letter.form"
MAX_DAYS = 90
# Answers wait for their sender so long, to the beginning of the last day (UTC), so that they are counted by days: the
# longest form's answers are all there when it ends, and a quarter after.
ANSWERS_KEPT = timedelta(days=180)
# So many are named in one list of forms or of responses: what an answer of the API has room for many times over.
LISTED = 10_000
VERSION = 1  # a template is never changed: another one is another form

Answers = Mapping[str, Any]


class UnknownForm(Invalid):
    """A content with a form that the tenant does not have."""

    number = 40050
    slug = "unknown_form"


class NotTheCreator(Forbidden):
    """Answers are read by the client that made the form and by no other."""

    number = 40300
    slug = "not_the_creator"


class InvalidTemplate(Invalid):
    """Questions that cannot be walked through."""

    slug = "invalid_template"


class InvalidAnswers(Invalid):
    """An answer along the path is missing or does not fit; `errors` says which and why."""

    number = 40085
    slug = "invalid_answers"


class AlreadyAnswered(Conflict):
    """A form is answered once."""

    number = 40985
    slug = "already_answered"


class FormExpired(OperatorError):
    """The form's last day is over."""

    number = 41085
    slug = "form_expired"


def kept_until(responded_at: datetime) -> datetime:
    """The moment from which on an answer is not there any more."""
    return responded_at.replace(hour=0, minute=0, second=0, microsecond=0) + ANSWERS_KEPT


def expires_at(sent_at: datetime, days: int) -> datetime:
    """The first moment after the form's last day; the Swedish day of sending is day 1."""
    return end_of_day_after(sent_at, days - 1)


# A study asks for nothing that is missed; the other invitations are to be signed, answered or fetched in time.
_ASKING = frozenset({"sign", "kyc", "gift", "voucher"})


def answer_by(context: Mapping[str, Any], sent_at: datetime) -> datetime | None:
    """Until when what a content asks for can be done: its form answered, its invitation taken up."""
    form = context.get("form")
    return expires_at(sent_at, form["days_to_expiry"]) if form else invited_until(context)


def invited_until(context: Mapping[str, Any]) -> datetime | None:
    """Until when an invitation that asks for something can be taken up, where it says so."""
    invite = context.get("invite", {})
    until = invite.get("expires_at") if invite.get("kind") in _ASKING else None
    return datetime.fromisoformat(until) if until else None


@dataclass(frozen=True, slots=True)
class Template:
    """The questions and where they begin."""

    start: str
    questions: Mapping[str, Question]

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Template:
        """Read what the sender has told; of questions with the same id the last one counts."""
        return cls(told["start_question"], {each["id"]: Question.read(each) for each in told["questions"]})

    def answered(self, answers: Answers) -> list[dict[str, Any]]:
        """The answers along the path that they take, in its order; what lies beside the path is left out."""
        found, at = [], self.start or None
        while at is not None:
            question = self.questions[at]
            try:
                value = question.taken(answers.get(at))
            except Unfit as unfit:
                told = [{"question": at, "problem": str(unfit)}]
                raise InvalidAnswers("An answer is missing or does not fit its question.", errors=told) from None
            found.append({"id": at, "value": value, "type": question.type.value})
            at = question.after(value)
        return found

    def known(self, answers: Answers) -> dict[str, Any]:
        """The answers that belong to a question of this form."""
        return {name: value for name, value in answers.items() if name in self.questions}

    def loop(self) -> list[str]:
        """A way through the questions that leads back to where it began, if there is one."""
        ways = {each.id: each.ways() & self.questions.keys() for each in self.questions.values()}
        while ended := {name for name, onward in ways.items() if not onward}:
            ways = {name: onward - ended for name, onward in ways.items() if name not in ended}
        at, seen = next(iter(ways), ""), []
        while at and at not in seen:
            seen.append(at)
            at = min(ways[at])
        return [*seen[seen.index(at):], at] if at else []


def check(told: Mapping[str, Any]) -> None:
    """Refuse a template whose questions cannot be walked through; every mistake is told with its place."""
    mistakes = [{"pointer": pointer, "message": message} for pointer, message in _mistakes(told)][:10]
    if mistakes:
        sentences = "; ".join(f"{each['pointer']}: {each['message']}" for each in mistakes)
        raise InvalidTemplate(f"The form cannot be walked through: {sentences}.", errors=mistakes)


def _mistakes(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    template, seen = Template.read(told), set[str]()
    if template.start not in template.questions:
        yield "/start_question", "is not the id of a question"
    for n, each in enumerate(told["questions"]):
        question, place = Question.read(each), f"/questions/{n}"
        if question.id in seen:
            yield f"{place}/id", "is the id of another question too"
        seen.add(question.id)
        for name, onward in question.leads():
            if onward not in template.questions:
                yield f"{place}/{name}", "is not the id of a question"
        for name, message in question.mistakes():
            yield f"{place}/{name}", message
    if loop := template.loop():
        yield "/questions", f"lead in a loop: {' → '.join(loop)}"


@dataclass(frozen=True, slots=True)
class Form:
    """A template of one tenant, made by one client; `told` is what the sender told, checked."""

    tenant: str
    key: str
    client_id: str
    created_at: datetime
    told: dict[str, Any] = field(repr=False)

    @property
    def template(self) -> Template:
        """Its questions."""
        return Template.read(self.told)


@dataclass(frozen=True, slots=True)
class Response:
    """Answers as they wait for their sender; `matched_value` is sealed."""

    form: str
    key: str
    answers: list[dict[str, Any]] = field(repr=False)
    matched_type: str
    matched_value: str = field(repr=False)
    responded_at: datetime
    sender_reference: dict[str, Any] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody has filled in so far; once `responded_at` is there, what they answered."""

    answers: dict[str, Any] = field(repr=False)
    saved_at: datetime
    responded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Filling:
    """A form in somebody's hands."""

    form: Form
    expires_at: datetime
    expired: bool
    draft: Draft | None
