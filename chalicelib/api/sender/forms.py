"""Forms (formulär): a template is made once, each letter carries it to one person, and answers are fetched here."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from chalicelib.api.http import Answer, Call
from chalicelib.api.sender.routes import door
from chalicelib.api.sender.wire import Lines, Name, OneLine, Reference, Structured, Whole, Wire
from chalicelib.forms.model import MAX_DAYS, VERSION, Form
from chalicelib.kernel.clock import iso
from chalicelib.wiring import operator

TEMPLATE_LIMIT = 300_000
QUESTIONS, OPTIONS = 200, 200


Id = Annotated[OneLine, StringConstraints(min_length=1, max_length=100)]
# Where nothing follows, some software sends an empty text.
Onward = Annotated[Id | None, BeforeValidator(lambda given: given or None)]
Bound = Annotated[int, Field(ge=-(10**15), le=10**15)]
Text = Annotated[Lines, StringConstraints(max_length=5000)]


class MultiOptionIn(Wire):
    """One of several answers that may be chosen together."""

    id: Id
    """What the option is called in the response."""
    label: Name
    """What the recipient reads."""


class OptionIn(MultiOptionIn):
    """One answer to choose, and the question that it leads to."""

    next_question: Onward = None
    """The question that follows when this is chosen; else the question's own."""


class QuestionIn(Wire):
    """One question; `min` and `max` bound a number, the length of a text, or how many options are chosen."""

    type: Literal["free_text", "number", "options", "multi_options", "verified_account"]
    """What is asked for."""
    label: Name
    """The question, as the recipient reads it."""
    id: Id
    """What the question is called in the form and in the response."""
    help_text: Text | None = None
    """A few words that help to answer it."""
    next_question: Onward = None
    """The question that follows; where none does, the form ends."""
    options: list[OptionIn] | None = Field(default=None, max_length=OPTIONS)
    """For `options`: the answers, of which one is chosen."""
    multi_options: list[MultiOptionIn] | None = Field(default=None, max_length=OPTIONS)
    """For `multi_options`: the answers, of which some are chosen."""
    min: Bound | None = None
    """The least number, characters or choices."""
    max: Bound | None = None
    """The greatest number, or the most characters or choices."""


class FormIn(Wire):
    """A template: questions, and where they begin."""

    title: Name
    """What the form is called, as the recipient reads it."""
    description: Text
    """What it is for, as the recipient reads it."""
    start_question: Id
    """The `id` of the first question."""
    questions: list[QuestionIn] = Field(min_length=1, max_length=QUESTIONS)
    """The questions, in any order: each says which follows."""


class FormOut(FormIn):
    """A template as it is kept."""

    key: str
    """The form's key, which contents of type `letter.form` name."""
    created_at: str
    """When it was made."""
    version: int = VERSION
    """Always 1: a form never changes."""


class CountedForm(Wire):
    """A form and how many responses wait; the published schema asks for its key under both names."""

    key: str
    """The form's key."""
    form_template_key: str
    """The same, under its other name."""
    response_count: int
    """How many responses wait to be fetched."""


class FormsOut(Wire):
    """A tenant's forms."""

    forms: list[CountedForm]
    """All of the tenant's."""


class ResponseKey(Wire):
    """The key of a response."""

    form_response_key: str
    """The response's key."""


class ResponsesOut(Wire):
    """The responses to a form that wait."""

    form_template_key: str
    """The form's key."""
    responses: list[ResponseKey]
    """Those that wait; one that was removed is not among them."""


class AnswerOut(Wire):
    """One answer: a text, a number, the id of an option, the ids of several, or an account."""

    id: str
    """The question's `id`."""
    value: str | float | list[str] | dict[str, str] = Field(repr=False)
    """What was answered, in the form that its `type` has."""
    type: str
    """The question's type."""


class MatchedBy(Wire):
    """Whom the form was sent to, as the sender wrote it."""

    type: Literal["ssn", "email"]
    """What the form was sent to."""
    value: str = Field(repr=False)
    """The personal number or address, as it was sent."""


class ResponseOut(Wire):
    """One person's answers along the path that they took."""

    form_response_key: str
    """The response's key."""
    form_template_key: str
    """The form's key."""
    response: list[AnswerOut]
    """The answers, in the order that the questions were met."""
    responses: list[AnswerOut]
    """The same once more: the published schema requires this name and describes the other."""
    matched_by: MatchedBy
    """Whom the form was sent to."""
    login_method: Literal["bankid"] = "bankid"
    """How the recipient proved who they are."""
    responded_at: str
    """When it was sent in."""
    sender_reference: dict[str, Any] | None
    """What you sent along with the form, untouched."""


def _shown(form: Form) -> FormOut:
    return FormOut.model_validate({**form.told, "key": form.key, "created_at": iso(form.created_at)})


@door.route(
    "POST", "/v2/tenant/{tenantKey}/form", guard="post:kivra.v2.tenant.{tenantKey}.form", body=FormIn,
    answers={200: FormOut}, limit=TEMPLATE_LIMIT, tag="Forms",
)
def make(call: Call[FormIn]) -> Answer:
    """Make a form; it never changes. AWS calls: one transaction."""
    told = call.body.model_dump(mode="json", exclude_none=True)
    return Answer(200, _shown(operator().forms.make(call.path["tenantKey"], call.caller.client_id, told)))


@door.route(
    "GET", "/v2/tenant/{tenantKey}/form", guard="get:kivra.v2.tenant.{tenantKey}.form", answers={200: FormsOut},
    tag="Forms",
)
def forms(call: Call[Any]) -> Answer:
    """List the tenant's forms, at most 10,000, with how many responses wait. AWS calls: one query."""
    counted = operator().forms.counted(call.path["tenantKey"])
    listed = [CountedForm(key=key, form_template_key=key, response_count=count) for key, count in counted]
    return Answer(200, FormsOut(forms=listed))


@door.route(
    "GET", "/v2/tenant/{tenantKey}/form/{formTemplateKey}", answers={200: FormOut}, tag="Forms",
    guard="get:kivra.v2.tenant.{tenantKey}.form.{formTemplateKey}",
)
def form(call: Call[Any]) -> Answer:
    """Read a form. AWS calls: one get."""
    return Answer(200, _shown(operator().forms.find(call.path["tenantKey"], call.path["formTemplateKey"])))


@door.route(
    "GET", "/v2/tenant/{tenantKey}/form/{formTemplateKey}/responses", answers={200: ResponsesOut}, tag="Forms",
    guard="get:kivra.v2.tenant.{tenantKey}.form.{formTemplateKey}.responses",
)
def responses(call: Call[Any]) -> Answer:
    """List the responses that wait, for the client that made the form, at most 10,000 at once.

    Those that come after them are listed when these have been removed. AWS calls: one get, one query.
    """
    key = call.path["formTemplateKey"]
    found = operator().forms.responses(call.path["tenantKey"], key, call.caller.client_id)
    listed = [ResponseKey(form_response_key=each) for each in found]
    return Answer(200, ResponsesOut(form_template_key=key, responses=listed))


ONE_RESPONSE = "/v2/tenant/{tenantKey}/form/{formTemplateKey}/responses/{formResponseKey}"
ONE_RESPONSE_SCOPE = "kivra.v2.tenant.{tenantKey}.form.{formTemplateKey}.responses.{formResponseKey}"


@door.route("GET", ONE_RESPONSE, guard=f"get:{ONE_RESPONSE_SCOPE}", answers={200: ResponseOut}, tag="Forms")
def response(call: Call[Any]) -> Answer:
    """Read a response, for the client that made the form. AWS calls: two gets, one decryption."""
    path = call.path
    found, matched = operator().forms.response(
        path["tenantKey"], path["formTemplateKey"], path["formResponseKey"], call.caller.client_id
    )
    # Written by hand: what is null in the sender's own reference comes back as null.
    return Answer(200, {
        "form_response_key": found.key, "form_template_key": found.form,
        "response": found.answers, "responses": found.answers,
        "matched_by": {"type": found.matched_type, "value": matched}, "login_method": "bankid",
        "responded_at": iso(found.responded_at), "sender_reference": found.sender_reference,
    })


@door.route("DELETE", ONE_RESPONSE, guard=f"delete:{ONE_RESPONSE_SCOPE}", answers={204: None}, tag="Forms")
def remove(call: Call[Any]) -> Answer:
    """Remove a response, for the client that made the form. AWS calls: two gets, one transaction."""
    path = call.path
    operator().forms.remove_response(
        path["tenantKey"], path["formTemplateKey"], path["formResponseKey"], call.caller.client_id
    )
    return Answer(204)


class SentForm(Structured):
    """The form of one letter: which one, for how many days, and what its sender knows the recipient by."""

    id: OneLine
    """The form's key."""
    days_to_expiry: Whole = Field(ge=1, le=MAX_DAYS)
    """For how many days it can be answered, counted from its delivery."""
    sender_reference: Reference = Field(default=None, repr=False)
    """What you know the recipient by; it comes back with the response, untouched."""

    def context(self, tenant: str, now: datetime) -> dict[str, Any]:  # noqa: ARG002 (days count from the delivery)
        """Which form, and for how many days; one get."""
        found = operator().forms.named(tenant, self.id)
        return {"form": {"id": found.key, "days_to_expiry": self.days_to_expiry}}

    def kept(self, tenant: str, matched_by: tuple[str, str]) -> dict[str, Any]:
        """What its response tells the sender: its own reference, and whom it was sent to; one encryption."""
        kind, value = matched_by
        sealed = operator().forms.seal(tenant, value)
        matched = {"type": kind, "sealed": sealed}
        return {"form": {"sender_reference": self.sender_reference, "matched_by": matched}}
