"""Opening an account as the guide shows it (seed 003), from the number to "Klart!" and the inbox."""

from __future__ import annotations

import base64

import pytest

from chalicelib.identity.enrolment_store import EnrolmentRow
from tests.world import ANNA, BENGT, a_content


@pytest.fixture
def opening(visitor):
    """A browser whose person has identified to open an account."""
    visitor.post("/login", {"purpose": "open", "personnummer": ANNA})
    assert visitor.identify().json_body["next"] == "enrolment"
    return visitor


def accept(visitor, world):
    return visitor.post("/enrolment/terms", {"version": world.config.terms_version}).json_body


def mail(visitor, email="karin@example.com"):
    visitor.post("/enrolment/email", {"email": email})
    return visitor.post("/enrolment/email/code", {"code": visitor.code()})


def text(visitor, mobile="070-174 06 05"):
    visitor.post("/enrolment/mobile", {"mobile": mobile})
    return visitor.post("/enrolment/mobile/code", {"code": visitor.code(by_sms=True)})


@pytest.mark.rule("ACC-2")
@pytest.mark.rule("ACC-9")
def test_from_the_number_to_the_inbox(opening, world):
    """Each answer says which step comes next; the last one logs in."""
    seen = [opening.get("/enrolment").json_body]
    seen.append(accept(opening, world))
    seen.append(opening.post("/enrolment/email", {"email": " Karin@example.com "}).json_body)
    seen.append(opening.post("/enrolment/email/code", {"code": opening.code()}).json_body)
    seen.append(opening.post("/enrolment/mobile", {"mobile": "070-174 06 05"}).json_body)
    assert opening.get("/session").status_code == 401
    seen.append(opening.post("/enrolment/mobile/code", {"code": opening.code(by_sms=True)}).json_body)

    assert [each["step"] for each in seen] == ["terms", "email", "email_code", "mobile", "mobile_code", "done"]
    assert {each["name"] for each in seen} == {"Karin Lindström"}
    assert seen[2]["email"] == "Karin@example.com"
    assert (seen[2]["tries_left"], seen[2]["code_expires_at"][11:19]) == (5, "12:30:02")
    assert seen[2]["can_resend_at"][11:19] == "12:01:02"
    assert "code_expires_at" not in seen[3]
    assert seen[4]["mobile"] == "+46701740605"
    assert "__Host-enrol" not in opening.cookies
    assert opening.get("/session").json_body["name"] == "Karin Lindström"
    assert opening.get("/letters").json_body == {"letters": []}
    assert opening.get("/enrolment").status_code == 401


@pytest.mark.rule("ACC-3")
def test_who_came_to_log_in_goes_straight_on_to_the_terms(visitor, a_browser, world):
    """BankID is used once, and the account is of who used it; the browser's cookie is all that leads there."""
    visitor.post("/login", {"purpose": "login"})
    assert visitor.identify(BENGT).json_body["next"] == "no_account"
    assert a_browser().get("/enrolment").status_code == 401
    assert visitor.get("/enrolment").json_body["step"] == "terms"
    accept(visitor, world)
    mail(visitor)
    text(visitor)

    assert visitor.get("/session").status_code == 200
    assert world.operator.people.number_of(world.operator.pepper.person(BENGT)).number == BENGT


def test_an_opening_can_be_left(opening):
    """Who sits there may be somebody else, or want no account: nothing is kept."""
    kept = dict(opening.cookies)
    answer = opening.call("DELETE", "/enrolment")

    assert (answer.status_code, "__Host-enrol" in opening.cookies) == (204, False)
    opening.cookies = kept
    assert opening.get("/enrolment").status_code == 401
    assert list(EnrolmentRow.scan()) == []


def test_who_is_let_in_has_nothing_to_do_with_whose_account_was_being_opened(opening, world):
    """One browser, two people: the second one's login ends the first one's guide."""
    world.a_person(BENGT)
    opening.log_in(BENGT)

    assert "__Host-enrol" not in opening.cookies
    assert opening.get("/enrolment").status_code == 401


@pytest.mark.rule("ACC-10")
def test_post_that_waited_is_delivered(opening, world, sender):
    """By number and by the proved address, when the account is open."""
    part = {"name": "lön.pdf", "data": base64.b64encode(b"%PDF-1.4").decode(), "content_type": "application/pdf"}
    content = a_content(ANNA, type="letter.salary", retain=True, retention_time="390")
    content.setdefault("parts", [part])
    assert sender.send(content).headers["kivra-retained"] == "true"
    accept(opening, world)
    mail(opening)
    text(opening)
    [message] = world.messages(world.config.release_queue_url)
    world.operator.releasing.release(message["body"]["person"])

    assert len(opening.get("/letters").json_body["letters"]) == 1


def test_a_queue_that_does_not_answer_does_not_stop_the_opening(opening, world, monkeypatch):
    """The account is open; the marker in the table makes up for the lost message."""
    from botocore.exceptions import EndpointConnectionError

    def lost(_):
        raise EndpointConnectionError(endpoint_url="sqs")

    accept(opening, world)
    mail(opening)
    monkeypatch.setattr(type(world.operator.queues.release), "send", lambda _self, _message: lost(_message))
    answer = text(opening)

    assert answer.json_body["step"] == "done"
    assert opening.get("/session").status_code == 200


@pytest.mark.rule("ACC-5")
def test_wrong_and_old_codes(opening, world):
    """Counted down, then too many; a new one can be asked for."""
    accept(opening, world)
    opening.post("/enrolment/email", {"email": "karin@example.com"})
    answers = [opening.post("/enrolment/email/code", {"code": "000000"}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [400] * 5 + [429]
    assert [answer.json_body["code"] for answer in answers] == ["code_wrong"] * 5 + ["code_too_many"]
    assert [answer.json_body.get("tries_left") for answer in answers] == [4, 3, 2, 1, 0, None]
    assert int(answers[-1].headers["retry-after"]) == 60
    assert opening.get("/enrolment").json_body["tries_left"] == 0
    assert opening.post("/enrolment/email/resend").json_body["code"] == "code_too_many"
    world.clock.advance(minutes=1)
    assert opening.post("/enrolment/email/resend").json_body["tries_left"] == 5
    world.clock.advance(minutes=30)
    answer = opening.post("/enrolment/email/code", {"code": opening.code()})
    assert (answer.status_code, answer.json_body["code"]) == (400, "code_expired")


@pytest.mark.parametrize("code", ["12345", "1234567", "12345a", "１２３４５６", ""])
def test_what_is_not_a_code_costs_no_try(opening, world, code):
    """Six digits, or it is not tried."""
    accept(opening, world)
    opening.post("/enrolment/email", {"email": "karin@example.com"})
    answer = opening.post("/enrolment/email/code", {"code": code})

    assert (answer.status_code, answer.json_body["code"]) == (400, "invalid")
    assert answer.json_body["errors"][0]["pointer"] == "/code"
    assert opening.get("/enrolment").json_body["tries_left"] == 5


def test_an_address_that_belongs_to_another_account(opening, world):
    """Told after the code, with the step to do again."""
    world.a_person(BENGT, email="Karin@example.com")
    accept(opening, world)
    answer = mail(opening)

    assert (answer.status_code, answer.json_body["code"]) == (409, "email_taken")
    assert opening.get("/enrolment").json_body["step"] == "email"
    assert mail(opening, "other@example.com").json_body["step"] == "mobile"


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("/enrolment/email", {"email": "nobody"}, "invalid_email"),
        ("/enrolment/email", {}, "invalid"),
        ("/enrolment/email", {"email": "a@example.com\r\nBcc: b@example.com"}, "invalid_email"),
    ],
)
def test_what_is_not_an_address(opening, world, path, body, code):
    """Told at once."""
    accept(opening, world)

    assert opening.post(path, body).json_body["code"] == code


@pytest.mark.parametrize("mobile", ["+47 412 34 567", "08-123 456 78", "+1 202 555 0123", "abc"])
@pytest.mark.rule("ACC-7")
def test_a_number_that_is_not_a_swedish_mobile(opening, world, mobile):
    """No SMS is sent."""
    accept(opening, world)
    mail(opening)
    answer = opening.post("/enrolment/mobile", {"mobile": mobile})

    assert (answer.status_code, answer.json_body["code"]) == (400, "mobile_not_swedish")
    assert world.outbox.sms == []


def test_out_of_turn(opening, world):
    """A step that is not the next is a conflict, and says which is."""
    answer = opening.post("/enrolment/mobile", {"mobile": "0701740605"})

    assert (answer.status_code, answer.json_body["code"], answer.json_body["step"]) == (409, "out_of_turn", "terms")


def test_terms_of_another_version(opening):
    """The ones in force must be accepted."""
    assert opening.post("/enrolment/terms", {"version": "1999-01-01"}).status_code == 409


def test_messages_are_in_the_language_asked_for(opening, world):
    """And so is the account."""
    opening.headers["accept-language"] = "en-GB,en;q=0.9,sv;q=0.5"
    accept(opening, world)
    mail(opening)
    text(opening)

    assert "code" in world.outbox.mails[-1].subject.lower()
    assert opening.get("/session").json_body["language"] == "en"


def test_nobody_opens_an_account_without_having_identified(visitor):
    """Each step wants the cookie."""
    for path in ("terms", "email", "email/code", "email/resend", "mobile", "mobile/code", "mobile/resend"):
        assert visitor.post(f"/enrolment/{path}", {}).status_code == 401
    assert visitor.get("/enrolment").status_code == 401
