"""Forms at the senders' door: templates good and bad, sending one, and the responses of one's own."""

from __future__ import annotations

import copy
import json
import re
import uuid
from pathlib import Path

import pytest

from chalicelib.aws import clients
from chalicelib.forms import store
from chalicelib.forms.store import ResponseRow
from tests.faults.harness import Breaker, breaking
from tests.forms import ANSWERS, GIVEN, REFERENCE, TEMPLATE, a_form, form_key
from tests.world import ANNA, BENGT, TOLVAN, a_content

FORM = "/v2/tenant/{tk}/form"
PAGE = (Path(__file__).parents[3] / "docs" / "forms.md").read_text(encoding="utf-8")

NOBODYS = "1f0c9a52-6a55-4c9d-9f54-2d9c1c7f3c11"


def changed(**question):
    """The template with one question more or otherwise, by its id."""
    template = copy.deepcopy(TEMPLATE)
    rest = [each for each in template["questions"] if each["id"] != question["id"]]
    before = next((each for each in template["questions"] if each["id"] == question["id"]), {})
    return {**template, "questions": [*rest, {**before, **question}]}


def answered(world, sender, key, ssn=TOLVAN, **change):
    """Send a form to somebody who answers it; answer the response's key."""
    person = world.a_person(ssn)
    letter = sender.send(a_form(key, ssn, **change)).headers["kivra-objkey"]
    world.operator.answering.answer(person.mailbox, letter, ANSWERS, "test-correlation")
    return sender.call("GET", f"{FORM}/{key}/responses").json_body["responses"][-1]["form_response_key"]


@pytest.mark.rule("FRM-1")
def test_a_form_is_made_and_read(sender):
    """200 with its key, when it was made and its version; the questions as they were sent."""
    made = sender.call("POST", FORM, {**TEMPLATE, "key": "mine", "version": 7})

    assert made.status_code == 200
    form = made.json_body
    assert uuid.UUID(form.pop("key")).version == 4
    assert (form.pop("created_at"), form.pop("version")) == ("2026-11-20T12:00:00.000Z", 1)
    assert form == TEMPLATE
    assert sender.call("GET", f"{FORM}/{made.json_body['key']}").json_body == made.json_body


@pytest.mark.parametrize(("template", "pointer", "said"), [
    ({**TEMPLATE, "start_question": "x"}, "/start_question", "not the id of a question"),
    (changed(id="konto", next_question="x"), "/questions/4/next_question", "not the id of a question"),
    (changed(id="konto", next_question="namn"), "/questions", "loop: namn → langd → allergi → konto → namn"),
    (changed(id="konto", next_question="konto"), "/questions", "loop: konto → konto"),
    (changed(id="namn", min=3, max=2), "/questions/4/min", "greater than max"),
    (changed(id="namn", min=-1), "/questions/4/min", "less than 0"),
    (changed(id="vilka", min=4, max=None), "/questions/4/min", "more than there are options"),
    (changed(id="vilka", multi_options=[]), "/questions/4/multi_options", "nothing to choose"),
    (changed(id="vilka", multi_options=None, options=[{"id": "a", "label": "A"}]), "/questions/4/multi_options", "nothing"),
    (changed(id="vilka", multi_options=[{"id": "a", "label": "A"}] * 2), "/questions/4/multi_options/1/id", "another option"),
    ({**TEMPLATE, "questions": [*TEMPLATE["questions"], TEMPLATE["questions"][0]]}, "/questions/5/id", "another question"),
    (
        changed(id="allergi", options=[{"id": "a", "label": "A", "next_question": "x"}]),
        "/questions/4/options/0/next_question", "not the id of a question",
    ),
])
def test_a_form_that_cannot_be_walked_through_is_refused(sender, template, pointer, said):
    """40000, with the place and what is wrong there; nothing is kept."""
    answer = sender.call("POST", FORM, template)

    assert (answer.status_code, answer.json_body["code"]) == (400, 40000)
    told = {each["pointer"]: each["message"] for each in answer.json_body["errors"]}
    assert said in told[pointer]
    assert sender.call("GET", FORM).json_body == {"forms": []}


@pytest.mark.parametrize("template", [
    {**TEMPLATE, "questions": []}, {**TEMPLATE, "title": ""}, {"title": "x"}, changed(id="namn", type="date"),
    changed(id="namn", label=""), changed(id="namn", min="many"), changed(id="namn", max=10**16), {**TEMPLATE, "questions": [{"id": "a"}]},
])
def test_a_form_that_is_not_one_is_refused(sender, template):
    """40000, with places."""
    answer = sender.call("POST", FORM, template)

    assert (answer.status_code, answer.json_body["code"]) == (400, 40000)
    assert answer.json_body["errors"]


def test_what_is_not_json_is_said_to_be_so(sender):
    """The published sample."""
    assert sender.call("POST", FORM, b"{").json_body["code"] == 40008


def test_empty_texts_lead_nowhere_and_options_of_another_kind_are_ignored(sender):
    """As real software sends them."""
    loose = changed(id="konto", next_question="", options=[], multi_options=[])

    assert sender.call("POST", FORM, loose).status_code == 200


@pytest.mark.parametrize("days", [1, 14, 90])
def test_a_form_is_sent(sender, world, days):
    """201; the recipient's copy says which form and for how long, and nothing that is the sender's own."""
    tolvan, key = world.a_person(), form_key(sender)

    sent = sender.send(a_form(key.upper(), TOLVAN, days))

    assert sent.status_code == 201, sent.json_body
    opened = world.operator.mailboxes.open(tolvan.mailbox, sent.headers["kivra-objkey"])
    assert opened.context == {"form": {"id": key, "days_to_expiry": days}}
    raw = world.operator.blobs.get(f"mailbox/{tolvan.mailbox}/{sent.headers['kivra-objkey']}/content.json")
    assert TOLVAN.encode() not in raw


@pytest.mark.parametrize("form", [
    {"days_to_expiry": 0}, {"days_to_expiry": 91}, {"days_to_expiry": None}, {"days_to_expiry": True}, {"sender_reference": "text"},
    {"sender_reference": {"a": "x" * 10_000}}, {"sender_reference": {"a": float("inf")}}, {"id": None},
])
def test_a_form_sent_wrongly_is_refused(sender, world, form):
    """40000."""
    world.a_person()
    content = a_form(form_key(sender), TOLVAN)

    answer = sender.send({**content, "form": {**content["form"], **form}})

    assert (answer.status_code, answer.json_body["code"]) == (400, 40000)


@pytest.mark.parametrize("key", ["x", NOBODYS, "theirs"])
def test_a_form_that_the_tenant_does_not_have_is_refused(sender, world, key):
    """40050, also when another tenant has it."""
    world.a_person()
    if key == "theirs":
        other = world.a_tenant("Annan", "202100548901")
        key = world.operator.forms.make(other, "client", TEMPLATE).key

    answer = sender.send(a_form(key, TOLVAN))

    assert (answer.status_code, answer.json_body["code"]) == (400, 40050)


def test_a_form_needs_its_field_and_never_waits(sender):
    """40000 without it; 42221 with retain."""
    assert sender.send(a_content(type="letter.form")).json_body["code"] == 40000
    assert sender.send(a_form(form_key(sender), TOLVAN, retain=True)).json_body["code"] == 42221


@pytest.mark.rule("FRM-1")
def test_a_response_comes_back_whole(sender, world):
    """With the sender's own reference untouched, nulls and all."""
    key = form_key(sender)
    response = answered(world, sender, key)

    got = sender.call("GET", f"{FORM}/{key}/responses/{response}")

    assert got.status_code == 200
    assert got.json_body == {
        "form_response_key": response, "form_template_key": key, "response": GIVEN, "responses": GIVEN,
        "matched_by": {"type": "ssn", "value": TOLVAN}, "login_method": "bankid",
        "responded_at": "2026-11-20T12:00:00.000Z", "sender_reference": REFERENCE,
    }
    assert sender.call("GET", FORM).json_body == {
        "forms": [{"key": key, "form_template_key": key, "response_count": 1}]
    }
    assert sender.call("GET", f"{FORM}/{key}/responses").json_body == {
        "form_template_key": key, "responses": [{"form_response_key": response}],
    }


def test_a_form_sent_to_an_address_says_so(sender, world):
    """As the sender wrote it, whatever the person's address is today; without a reference, null."""
    key, tolvan = form_key(sender), world.a_person()
    content = a_form(key, None, email="Person1212@Example.com")
    del content["form"]["sender_reference"]
    letter = sender.send(content).headers["kivra-objkey"]
    world.operator.answering.answer(tolvan.mailbox, letter, ANSWERS, "c")
    response = sender.call("GET", f"{FORM}/{key}/responses").json_body["responses"][0]["form_response_key"]

    got = sender.call("GET", f"{FORM}/{key}/responses/{response}").json_body

    assert got["matched_by"] == {"type": "email", "value": "Person1212@Example.com"}
    assert got["sender_reference"] is None


def test_whom_it_was_sent_to_is_sealed_at_rest(sender, world):
    """No row holds the number."""
    answered(world, sender, form_key(sender))

    rows = clients.client("dynamodb").scan(TableName=ResponseRow.Meta.table_name)["Items"]
    assert len(rows) == 2
    assert TOLVAN not in str(rows)


def test_a_response_is_removed(sender, world):
    """204, then 404."""
    key = form_key(sender)
    one = f"{FORM}/{key}/responses/{answered(world, sender, key)}"

    assert sender.call("DELETE", one).status_code == 204
    assert sender.call("GET", one).status_code == 404
    assert sender.call("DELETE", one).status_code == 404
    assert sender.call("GET", f"{FORM}/{key}/responses").json_body["responses"] == []
    assert sender.call("GET", FORM).json_body["forms"][0]["response_count"] == 0


def test_a_response_is_gone_after_its_time(sender, world):
    """I6: 180 days, removed or not."""
    key = form_key(sender)
    one = f"{FORM}/{key}/responses/{answered(world, sender, key)}"

    world.clock.advance(days=180)
    sender.renew()

    assert sender.call("GET", one).status_code == 404
    assert sender.call("GET", f"{FORM}/{key}/responses").json_body["responses"] == []
    assert sender.call("GET", FORM).json_body["forms"][0]["response_count"] == 0


def test_responses_are_counted_by_the_day_on_which_they_end(sender, world):
    """The count is that of the list, whatever has ended or been removed; what is long over is forgotten."""
    key = form_key(sender)

    def waits():
        sender.renew()
        listed = sender.call("GET", f"{FORM}/{key}/responses").json_body["responses"]
        assert sender.call("GET", FORM).json_body["forms"][0]["response_count"] == len(listed)
        return len(listed)

    answered(world, sender, key)
    world.clock.advance(days=100)
    sender.renew()
    second = answered(world, sender, key, ANNA)
    assert waits() == 2
    world.clock.advance(days=79, hours=11, minutes=59)
    assert waits() == 2
    world.clock.advance(minutes=1)
    assert waits() == 1
    answered(world, sender, key, BENGT)
    assert sender.call("DELETE", f"{FORM}/{key}/responses/{second}").status_code == 204
    assert waits() == 1
    [row] = store.CountRow.query(f"{sender.tenant}#counts")
    assert row.days.as_dict() == {"2027-02-28": 0, "2027-05-19": 1}


def test_a_list_names_no_more_than_there_is_room_for(sender, world, monkeypatch):
    """The rest are named when these have been removed."""
    key = form_key(sender)
    keys = {answered(world, sender, key, ssn) for ssn in (TOLVAN, ANNA, BENGT)}
    monkeypatch.setattr(store, "LISTED", 2)
    listed = [each["form_response_key"] for each in sender.call("GET", f"{FORM}/{key}/responses").json_body["responses"]]
    assert len(listed) == 2
    for each in listed:
        sender.call("DELETE", f"{FORM}/{key}/responses/{each}")
    rest = sender.call("GET", f"{FORM}/{key}/responses").json_body["responses"]
    assert [each["form_response_key"] for each in rest] == list(keys - set(listed))


@pytest.mark.parametrize("path", ["/x", f"/{NOBODYS}", f"/{NOBODYS}/responses", "/{key}/responses/x"])
def test_what_is_not_there_is_not_found(sender, path):
    """404."""
    answer = sender.call("GET", FORM + path.replace("{key}", form_key(sender)))

    assert (answer.status_code, answer.json_body["code"]) == (404, 40400)


def test_responses_are_for_the_client_that_made_the_form(sender, world):
    """Another client of the same tenant may read and send the form, and is forbidden its responses."""
    key = form_key(sender)
    response = answered(world, sender, key)
    sender.token = world.token(sender.tenant)

    assert sender.call("GET", f"{FORM}/{key}").status_code == 200
    for method, path in (("GET", ""), ("GET", f"/{response}"), ("DELETE", f"/{response}")):
        answer = sender.call(method, f"{FORM}/{key}/responses{path}")
        assert (answer.status_code, answer.json_body["code"]) == (403, 40300)


def test_another_tenants_form_looks_absent(sender, world):
    """I8: with its whole key, by a client of both tenants' neighbour."""
    key = form_key(sender)
    response = answered(world, sender, key)
    sender.tenant = world.a_tenant("Annan", "202100548901")
    sender.token = world.token(sender.tenant)

    for path in ("", "/responses", f"/responses/{response}"):
        assert sender.call("GET", f"{FORM}/{key}{path}").status_code == 404
    assert sender.call("GET", FORM).json_body == {"forms": []}


def test_what_forms_cost(sender, world):
    """AWS calls, the authoriser's one read among them."""
    key = form_key(sender)
    one = f"{FORM}/{key}/responses/{answered(world, sender, key)}"

    def cost(method, path, body=None):
        with breaking(Breaker()) as breaker:
            assert sender.call(method, path, body).status_code < 300
        return breaker.calls[1:]

    assert cost("POST", FORM, TEMPLATE) == ["dynamodb.TransactWriteItems"]
    assert cost("GET", f"{FORM}/{key}") == ["dynamodb.GetItem"]
    assert cost("GET", FORM) == ["dynamodb.Query"]
    assert cost("GET", f"{FORM}/{key}/responses") == ["dynamodb.GetItem", "dynamodb.Query"]
    assert cost("GET", one) == ["dynamodb.GetItem", "dynamodb.GetItem", "kms.Decrypt"]
    assert cost("DELETE", one) == ["dynamodb.GetItem", "dynamodb.GetItem", "dynamodb.TransactWriteItems"]
    sending = cost("POST", "/v2/tenant/{tk}/content", a_form(key, TOLVAN, subject="Ett till"))
    assert sending == [
        "dynamodb.GetItem", "kms.Encrypt", "dynamodb.BatchGetItem", "s3.PutObject", "dynamodb.TransactWriteItems",
    ]


def test_the_pages_examples_are_taken(sender, world):
    """docs/forms.md: the form, and the letter that carries it."""
    world.a_person()
    template, content = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)

    made = sender.call("POST", FORM, json.loads(template))

    assert made.status_code == 200, made.json_body
    assert sender.send(content.replace("{form_key}", made.json_body["key"]).encode()).status_code == 201
