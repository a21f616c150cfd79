"""Filling in a form: shown, kept as a draft, answered once, never after its last day, never by another."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.aws import clients
from chalicelib.callbacks.store import NewsRow
from chalicelib.forms.model import expires_at
from chalicelib.forms.store import DraftRow
from tests.faults.harness import Breaker, breaking
from tests.forms import ACCOUNT, ANSWERS, GIVEN, TEMPLATE, a_form, form_key
from tests.world import ANNA, BENGT, a_content


@pytest.fixture
def letter(anna, sender):
    """The key of a letter to Anna with a form of 14 days."""
    return sender.send(a_form(form_key(sender), ANNA)).headers["kivra-objkey"]


def put(browser, letter, answers):
    return browser.call("PUT", f"/letters/{letter}/form/draft", {"answers": answers})


def give(browser, letter, answers):
    return browser.post(f"/letters/{letter}/form/answer", {"answers": answers})


def the_form(sender):
    [form] = sender.call("GET", "/v2/tenant/{tk}/form").json_body["forms"]
    return form["key"]


def responses(sender):
    path = f"/v2/tenant/{{tk}}/form/{the_form(sender)}/responses"
    listed = sender.call("GET", path).json_body["responses"]
    return [sender.call("GET", f"{path}/{each['form_response_key']}").json_body for each in listed]


def rows():
    return clients.client("dynamodb").scan(TableName=DraftRow.Meta.table_name)["Items"]


@pytest.mark.rule("FRM-1")
def test_a_form_is_shown(anna, letter, sender):
    """Its questions and its end; nothing is filled in, and the sender's own reference stays the sender's."""
    shown = anna.get(f"/letters/{letter}/form")

    assert shown.status_code == 200
    assert shown.json_body == {**TEMPLATE, "expires_at": "2026-12-03T23:00:00.000Z", "expired": False}
    context = anna.get(f"/letters/{letter}").json_body["context"]
    assert context == {"form": {"id": the_form(sender), "days_to_expiry": 14}}


def test_a_draft_is_kept_right_or_wrong(anna, letter, clock):
    """The last one counts; what belongs to no question is left out."""
    put(anna, letter, {"namn": "x" * 100})
    clock.advance(minutes=1)

    kept = put(anna, letter, {"namn": "", "langd": 3, "vilka": [], "konto": {"bank_name": "St"}, "strange": "x"})

    assert kept.status_code == 200
    expected = {"namn": "", "langd": 3, "vilka": [], "konto": {"bank_name": "St", "clearing_number": "", "account_number": ""}}
    assert kept.json_body == {"answers": expected, "saved_at": "2026-11-20T12:01:02.000Z"}
    assert anna.get(f"/letters/{letter}/form").json_body["draft"] == kept.json_body


@pytest.mark.rule("FRM-1")
def test_a_form_is_answered_and_the_sender_has_it(anna, letter, sender):
    """Once: the same again is the same receipt; other answers and drafts are refused; the sender has it once."""
    put(anna, letter, {"namn": "Ti"})

    receipt = give(anna, letter, ANSWERS)

    assert receipt.status_code == 200, receipt.json_body
    assert receipt.json_body["responded_at"] == receipt.json_body["saved_at"] == "2026-11-20T12:00:02.000Z"
    assert give(anna, letter, ANSWERS).json_body == receipt.json_body
    assert anna.get(f"/letters/{letter}/form").json_body["draft"] == receipt.json_body
    for again in (give(anna, letter, {**ANSWERS, "namn": "Bo"}), put(anna, letter, {"namn": "Bo"})):
        assert (again.status_code, again.json_body["code"]) == (409, "already_answered")
    [response] = responses(sender)
    assert response["response"] == GIVEN
    assert response["matched_by"] == {"type": "ssn", "value": ANNA}


def test_the_inbox_says_until_when_it_can_be_answered(anna, letter):
    """Until it has been."""
    def listed():
        return anna.get("/letters").json_body["letters"][0].get("answer_by")

    assert listed() == "2026-12-03T23:00:00.000Z"
    put(anna, letter, ANSWERS)
    assert listed() is not None
    give(anna, letter, ANSWERS)
    assert listed() is None


def test_what_lies_beside_the_path_is_not_told(anna, letter, sender):
    """Anna had chosen allergies, and then that there are none."""
    give(anna, letter, {**ANSWERS, "allergi": "nej"})

    [response] = responses(sender)
    assert [each["id"] for each in response["response"]] == ["namn", "langd", "allergi", "konto"]


@pytest.mark.parametrize(("change", "question", "problem"), [
    ({"namn": None}, "namn", "missing"), ({"namn": " \n"}, "namn", "missing"), ({"namn": "x" * 51}, "namn", "too_long"),
    ({"namn": 3}, "namn", "wrong_kind"), ({"langd": None}, "langd", "missing"), ({"langd": 39}, "langd", "too_small"),
    ({"langd": 230.5}, "langd", "too_large"), ({"langd": "118"}, "langd", "wrong_kind"),
    ({"allergi": "kanske"}, "allergi", "not_an_option"), ({"allergi": None}, "allergi", "missing"),
    ({"vilka": []}, "vilka", "missing"), ({"vilka": ["not", "mjolk", "agg"]}, "vilka", "too_many"),
    ({"vilka": ["x"]}, "vilka", "not_an_option"), ({"vilka": "not"}, "vilka", "wrong_kind"),
    ({"konto": None}, "konto", "missing"), ({"konto": "x"}, "konto", "wrong_kind"),
    ({"konto": {**ACCOUNT, "bank_name": ""}}, "konto", "missing"),
    ({"konto": {**ACCOUNT, "account_number": "12a45"}}, "konto", "not_an_account"),
    ({"konto": {**ACCOUNT, "clearing_number": "12"}}, "konto", "not_a_clearing_number"),
])
def test_an_answer_that_does_not_fit_is_told(anna, letter, sender, change, question, problem):
    """Which question and why, never what was answered; nothing is given to the sender."""
    answers = {name: value for name, value in {**ANSWERS, **change}.items() if value is not None}

    answer = give(anna, letter, answers)

    assert (answer.status_code, answer.json_body["code"]) == (400, "invalid_answers")
    assert answer.json_body["errors"] == [{"question": question, "problem": problem}]
    assert responses(sender) == []


@pytest.mark.parametrize("body", [
    {"answers": {"namn": True}}, {"answers": {"langd": [1]}}, {"answers": []}, {"answers": {"x" * 101: "y"}},
    {"answers": {str(n): "x" for n in range(201)}}, b'{"answers": {"langd": NaN}}', b'{"answers": {"langd": 1e400}}',
])
def test_what_no_form_could_ask_for_is_refused(anna, letter, body):
    """400, for a draft too."""
    assert anna.call("PUT", f"/letters/{letter}/form/draft", body).status_code == 400
    assert anna.post(f"/letters/{letter}/form/answer", body).status_code == 400


def test_too_much_is_refused(anna, letter):
    """413."""
    assert put(anna, letter, {"namn": "x" * 150_000}).status_code == 413


# The first moment after the last day. Summer time ends on 25 October 2026 and begins on 28 March 2027, in the night.
@pytest.mark.parametrize(("sent", "days", "end"), [
    ("2026-11-20T12:00:00Z", 1, "2026-11-20T23:00:00Z"),
    ("2026-11-20T12:00:00Z", 90, "2027-02-17T23:00:00Z"),
    ("2026-11-20T22:59:59Z", 1, "2026-11-20T23:00:00Z"),  # a second before midnight
    ("2026-11-20T23:00:00Z", 1, "2026-11-21T23:00:00Z"),  # at midnight
    ("2026-10-24T21:59:59Z", 1, "2026-10-24T22:00:00Z"),
    ("2026-10-24T22:00:00Z", 1, "2026-10-25T23:00:00Z"),  # a day of 25 hours
    ("2026-10-20T12:00:00Z", 6, "2026-10-25T23:00:00Z"),
    ("2027-03-27T23:00:00Z", 1, "2027-03-28T22:00:00Z"),  # a day of 23 hours
    ("2027-03-20T12:00:00Z", 9, "2027-03-28T22:00:00Z"),
])
def test_the_last_day_ends_at_midnight_in_sweden(sent, days, end):
    """The day of sending is day 1, however long days are."""
    assert expires_at(datetime.fromisoformat(sent), days) == datetime.fromisoformat(end)


@pytest.mark.parametrize(("start", "days", "end"), [
    ("2026-10-24T11:00:00+00:00", 2, "2026-10-25T23:00:00+00:00"), ("2027-03-27T11:00:00+00:00", 2, "2027-03-28T22:00:00+00:00"),
])
def test_the_last_second_counts_and_the_next_does_not(a_browser, sender, world, start, days, end):
    """Over both changes of the clocks; what is too late leaves no draft to be seen (I6)."""
    world.clock.at = datetime.fromisoformat(start)
    sender.renew()
    world.a_person(ANNA, email="karin@example.com")
    key = form_key(sender)
    first, second = (sender.send(a_form(key, ANNA, days, subject=str(n))).headers["kivra-objkey"] for n in range(2))

    world.clock.at = datetime.fromisoformat(end) - timedelta(seconds=10)
    browser = a_browser().log_in(ANNA)
    world.clock.at = datetime.fromisoformat(end) - timedelta(seconds=1)
    put(browser, second, ANSWERS)
    assert browser.get(f"/letters/{second}/form").json_body["expired"] is False
    assert give(browser, first, ANSWERS).status_code == 200

    world.clock.at = datetime.fromisoformat(end)
    shown = browser.get(f"/letters/{second}/form").json_body
    assert (shown["expired"], "draft" in shown) == (True, False)
    for late in (give(browser, second, ANSWERS), put(browser, second, ANSWERS)):
        assert (late.status_code, late.json_body["code"]) == (410, "form_expired")
    assert give(browser, first, ANSWERS).status_code == 200  # the receipt of what was in time


def test_another_persons_form_looks_absent(anna, a_browser, letter, world, sender):
    """I8: shown, drafted, answered: all 404, as for a letter that is not there, and nothing is kept."""
    world.a_person(BENGT, email="bengt@example.com")
    bengt = a_browser().log_in(BENGT)

    for key in (letter, "1795176000" + "f" * 32, "x"):
        for answer in (bengt.get(f"/letters/{key}/form"), put(bengt, key, ANSWERS), give(bengt, key, ANSWERS)):
            assert (answer.status_code, answer.json_body["code"]) == (404, "not_found")
    assert (rows(), responses(sender)) == ([], [])


def test_a_letter_without_a_form_has_none(anna, sender):
    """404."""
    key = sender.send(a_content(ANNA)).headers["kivra-objkey"]

    assert anna.get(f"/letters/{key}/form").status_code == 404


def test_what_was_filled_in_goes_with_the_letter(anna, letter, sender):
    """The receipt too; the sender keeps the response."""
    give(anna, letter, ANSWERS)
    anna.call("PATCH", f"/letters/{letter}", {"trashed": True})
    assert len(rows()) == 1

    assert anna.call("DELETE", f"/letters/{letter}").status_code == 204

    assert rows() == []
    assert give(anna, letter, ANSWERS).status_code == 404
    assert len(responses(sender)) == 1


def test_what_was_filled_in_goes_with_the_account(anna, letter, sender, world):
    """Drafts and receipts (I7)."""
    put(anna, letter, ANSWERS)
    other = sender.send(a_form(the_form(sender), ANNA, subject="Ett till")).headers["kivra-objkey"]
    give(anna, other, ANSWERS)
    anna.step_up()
    anna.post("/account/close")
    world.clock.advance(days=21)

    assert world.operator.erasing.erase(world.operator.pepper.person(ANNA))

    assert rows() == []


def test_a_draft_expires_with_its_form_and_a_receipt_does_not(anna, letter):
    """The row's own time, by which it is removed."""
    put(anna, letter, ANSWERS)
    [row] = rows()
    assert datetime.fromtimestamp(int(row["ttl"]["N"]), UTC).isoformat() == "2026-12-03T23:00:00+00:00"

    give(anna, letter, ANSWERS)

    assert "ttl" not in rows()[0]


def test_webhooks_are_told(anna, letter, sender):
    """form.answered, with keys and nothing of what was answered; only where somebody listens."""
    table = NewsRow.Meta.table_name
    wanted = {"url": "https://hooks.example.com/kuvert", "types": ["form.answered"]}
    assert sender.call("POST", "/v2/webhooks/events", wanted).status_code == 201

    give(anna, letter, ANSWERS)

    [news] = clients.client("dynamodb").scan(TableName=table)["Items"]
    assert (news["subject"]["S"], [each["S"] for each in news["types"]["L"]]) == (letter, ["form.answered"])
    facts = json.loads(news["facts"]["S"])
    assert set(facts) == {"content_key", "form_template_key", "form_response_key"}
    assert facts["form_response_key"] == responses(sender)[0]["form_response_key"]


def test_what_filling_in_costs(anna, letter):
    """As said in the routes' descriptions."""
    def cost(method, path, answers=None):
        with breaking(Breaker()) as breaker:
            assert anna.call(method, f"/letters/{letter}/form{path}", {"answers": answers}).status_code == 200
        return breaker.calls

    reading = ["dynamodb.GetItem", "dynamodb.GetItem", "s3.GetObject", "dynamodb.BatchGetItem"]
    assert cost("GET", "") == [*reading, "dynamodb.PutItem"]  # the look is on record
    assert cost("PUT", "/draft", ANSWERS) == [*reading, "dynamodb.UpdateItem"]
    assert cost("POST", "/answer", ANSWERS) == [*reading, "dynamodb.GetItem", "dynamodb.TransactWriteItems"]
    assert cost("POST", "/answer", ANSWERS) == reading
