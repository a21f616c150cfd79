"""Sending a letter: what is answered, what is stored, and what is refused."""

from __future__ import annotations

import base64
import codecs
import gzip
import json
from datetime import datetime, timedelta

import pytest

from chalicelib.content.types import Category
from chalicelib.mailbox import store as mailbox_store
from chalicelib.recipients import standing_store
from chalicelib.recipients import store as recipients_store
from chalicelib.recipients.model import Closing
from tests.contents import a_picture, of_type
from tests.world import ANNA, PDF, TOLVAN, a_content


def letters(person):
    return mailbox_store.page(person.mailbox, None, 500)


def test_a_letter_is_in_the_mailbox_when_201_is_answered(sender, world):
    """201 is a promise: stored, visible once, bytes equal (I1)."""
    tolvan = world.a_person()

    answer = sender.send(a_content(generated_at="2026-11-20T09:00:00+01:00"))

    assert answer.status_code == 201
    assert answer.json_body == {
        "subject": "Beslut om förskoleplats", "generated_at": "2026-11-20T09:00:00+01:00", "type": "letter",
    }
    key = answer.headers["kivra-objkey"]
    assert answer.headers["location"].endswith(f"/v2/tenant/{sender.tenant}/content/{key}")
    assert "kivra-retained" not in answer.headers
    assert answer.headers["x-correlation-id"]
    [letter] = letters(tolvan)
    assert (letter.key, letter.sender_name, letter.unread) == (key, "Härnösands kommun", True)
    stored = world.operator.blobs.get(f"mailbox/{tolvan.mailbox}/{key}/1")
    assert stored == PDF


def test_the_echo_leaves_out_what_was_not_sent(sender, world):
    """generated_at is left out rather than null."""
    world.a_person()

    assert sender.send(a_content()).json_body == {"subject": "Beslut om förskoleplats", "type": "letter"}


def test_a_letter_finds_a_verified_email_in_any_case(sender, world):
    """Addresses match whatever their letter case."""
    tolvan = world.a_person(email="Tolvan@Example.com")

    answer = sender.send(a_content(None, email="tOLVAN@example.COM"))

    assert answer.status_code == 201
    assert len(letters(tolvan)) == 1


def test_unknown_fields_are_ignored(sender, world):
    """Real senders send more than the contract says."""
    world.a_person()
    extra = {"tenant_info": "x", "template": "pdf_viewer", "security_level": 25,
             "payment_multiple_options": {"status": "unpaid"}}

    assert sender.send(a_content(**extra)).status_code == 201


def test_html_with_a_responsive_twin_is_stored_with_sanitised_views(sender, world):
    """What is shown is never what was sent, only what is left of it."""
    tolvan = world.a_person()
    html = base64.b64encode("<h1>Hej på dig</h1>".encode()).decode()
    parts = [{
        "name": "brev.pdf", "data": base64.b64encode(PDF).decode(), "content_type": "application/pdf",
        "responsive_part": {"name": "brev.html", "data": html, "content_type": "text/html"},
    }]

    key = sender.send(a_content(parts=parts)).headers["kivra-objkey"]

    prefix = f"mailbox/{tolvan.mailbox}/{key}/"
    assert world.objects(prefix) == [
        f"{prefix}{n}" for n in ("1", "1.responsive", "1.responsive.view", "content.json")
    ]
    assert b"Content-Security-Policy" in world.operator.blobs.get(f"{prefix}1.responsive.view")


class TestDuplicates:
    """The same payload, or the same Idempotency-Key, is delivered once."""

    def test_an_identical_payload_but_for_generated_at_is_one_letter(self, sender, world):
        """Answered OK, delivered once, with the same key."""
        tolvan = world.a_person()
        first = sender.send(a_content(generated_at="2026-11-19"))
        second = sender.send(a_content(generated_at="2026-11-20"))

        assert (second.status_code, second.headers["kivra-objkey"]) == (201, first.headers["kivra-objkey"])
        assert len(letters(tolvan)) == 1

    def test_the_order_of_fields_does_not_matter(self, sender, world):
        """Equal content is equal, however it is written."""
        tolvan = world.a_person()
        content = a_content()
        sender.send(content)
        sender.send(json.dumps(dict(reversed(content.items())), indent=2).encode())

        assert len(letters(tolvan)) == 1

    def test_another_payload_is_another_letter(self, sender, world):
        """One changed word is enough."""
        tolvan = world.a_person()
        sender.send(a_content())
        sender.send(a_content(subject="Ett annat beslut"))

        assert len(letters(tolvan)) == 2

    def test_it_is_forgotten_after_thirty_days(self, sender, world):
        """Also while the row still stands: time to live is late."""
        tolvan = world.a_person()
        sender.send(a_content())
        world.clock.advance(days=30, seconds=1)
        sender.renew()
        sender.send(a_content())

        assert len(letters(tolvan)) == 2

    def test_another_tenant_is_not_affected(self, sender, world):
        """The same payload from another sender is another letter."""
        tolvan = world.a_person()
        sender.send(a_content())
        other = world.a_tenant("Annan", "202100548901")
        sender.tenant, sender.token = other, world.token(other)
        sender.send(a_content())

        assert len(letters(tolvan)) == 2

    def test_an_idempotency_key_with_another_payload_is_refused(self, sender, world):
        """The first content is untouched."""
        tolvan = world.a_person()
        first = sender.send(a_content(), Idempotency_Key="utskick-1")
        again = sender.send(a_content(), Idempotency_Key="utskick-1")
        other = sender.send(a_content(subject="Annat"), Idempotency_Key="utskick-1")

        assert again.headers["kivra-objkey"] == first.headers["kivra-objkey"]
        assert (other.status_code, other.json_body["code"]) == (409, 40904)
        assert len(letters(tolvan)) == 1


class TestLimits:
    """The contract's limits, each with its own answer."""

    def test_the_51st_in_a_minute_is_429_with_retry_after(self, sender, world):
        """50 contents per minute to the same recipient from the same tenant."""
        world.a_person()
        for n in range(50):
            assert sender.send(a_content(subject=f"Brev {n}")).status_code == 201

        refused = sender.send(a_content(subject="Brev 51"))

        assert (refused.status_code, refused.json_body["code"]) == (429, 42900)
        assert 1 <= int(refused.headers["Retry-After"]) <= 60
        world.clock.advance(minutes=1)
        assert sender.send(a_content(subject="Brev 51")).status_code == 201

    def test_more_than_a_megabyte_is_413(self, sender, world):
        """Counted on the whole JSON object."""
        world.a_person()
        big = base64.b64encode(PDF + b"%" * 800_000).decode()
        part = {"name": "a.pdf", "data": big, "content_type": "application/pdf"}
        answer = sender.send(a_content(parts=[part]))

        assert (answer.status_code, answer.json_body["code"]) == (413, 41300)


class TestRetain:
    """What waits for somebody who is not there yet, and for whom."""

    def test_a_retainable_type_waits_and_is_delivered_at_release(self, sender, world):
        """Delivered when the person joins, told in the status, notified like any letter."""
        answer = sender.send(a_content(ANNA, type="letter.salary", retain=True, retention_time="390"))
        key = answer.headers["kivra-objkey"]
        assert (answer.status_code, answer.headers["kivra-retained"]) == (201, "true")
        assert sender.status(key)["state"] == "retained"

        anna = world.a_person(ANNA)
        world.clock.advance(days=389)
        sender.renew()
        assert world.operator.releasing.release(anna.person) == 1

        assert [letter.key for letter in letters(anna)] == [key]
        assert [e["event"] for e in sender.status(key)["events"]] == ["accepted", "retained", "delivered"]
        assert world.objects("waiting/") == []
        assert world.operator.releasing.release(anna.person) == 0

    def test_it_expires(self, sender, world):
        """Expired at once, whether or not the hourly walk has been there; gone after it."""
        key = sender.send(a_content(ANNA, type="letter.salary", retain=True)).headers["kivra-objkey"]
        world.clock.advance(days=30)
        sender.renew()
        anna = world.a_person(ANNA)

        assert sender.status(key)["state"] == "expired"
        assert world.operator.releasing.release(anna.person) == 0
        world.hour()
        assert [e["event"] for e in sender.status(key)["events"]] == ["accepted", "retained", "expired"]
        assert world.objects() == []

    def test_other_types_cannot_wait(self, sender, world):
        """422 with 42221."""
        answer = sender.send(a_content(ANNA, retain=True))

        assert (answer.status_code, answer.json_body["code"]) == (422, 42221)

    def test_by_email_it_waits_for_whoever_verifies_the_address(self, sender, world):
        """The digest of the address is what it waits under."""
        content = a_content(None, email="Anna@Example.com", type="letter.salary", retain=True)
        key = sender.send(content).headers["kivra-objkey"]
        anna = world.a_person(ANNA, email="anna@example.com")

        assert world.operator.releasing.release(anna.person) == 1
        assert [letter.key for letter in letters(anna)] == [key]


LENIENT = {
    "no type": {"type": ...},
    "null for what has a default": {"type": None, "retain": None, "retention_time": None, "campaign": None},
    "empty texts": {"type": "", "retain": "", "retention_time": "", "generated_at": "", "email": "", "vat_number": ""},
    "a type that is a letter's, with a field of payments": {"type": ..., "payment_multiple_options": {"status": "unpaid"}},
}


@pytest.mark.parametrize("name", LENIENT)
def test_what_is_left_out_or_null_has_its_default(sender, world, name):
    """A letter, as it was before types were asked for."""
    tolvan = world.a_person()
    content = {name: value for name, value in a_content(**LENIENT[name]).items() if value is not ...}

    answer = sender.send(content)

    assert (answer.status_code, answer.json_body["type"]) == (201, "letter"), answer.json_body
    assert [letter.type for letter in letters(tolvan)] == ["letter"]


def test_a_type_of_file_is_known_by_its_usual_names(sender, world):
    """With parameters, in any letter case, and by those that were never registered."""
    tolvan = world.a_person()
    (pdf,), html = a_content()["parts"], base64.b64encode(b"<p>Hej</p>").decode()
    twin = {"name": "brev.html", "data": html, "content_type": "text/HTML; charset=utf-8"}
    parts = [
        {**pdf, "content_type": 'Application/x-PDF; name="brev.pdf"', "responsive_part": twin},
        {"name": "bild.jpg", **a_picture("JPEG"), "content_type": "image/jpg"},
    ]

    key = sender.send(a_content(parts=parts)).headers["kivra-objkey"]

    opened = world.operator.mailboxes.open(tolvan.mailbox, key)
    assert [document.content_type for document in opened.documents] == ["application/pdf", "image/jpeg"]


@pytest.mark.parametrize("ssn", ["19121212-1212", " 191212121212\n"])
def test_a_number_may_have_a_hyphen_or_blanks(sender, world, ssn):
    """As registers print it; it is the same person."""
    tolvan = world.a_person()

    assert sender.send(a_content(ssn)).status_code == 201
    assert len(letters(tolvan)) == 1


def test_no_parts_may_be_null(sender, world):
    """Where none are needed."""
    world.a_person()

    assert sender.send(of_type("booking", None, parts=None)).status_code == 201


@pytest.mark.parametrize("days", [30, 390])
def test_a_time_of_retention_may_be_a_number(sender, world, days):
    """Of the two that there are."""
    key = sender.send(a_content(ANNA, type="letter.salary", retain=True, retention_time=days)).headers["kivra-objkey"]

    until = next(each["until"] for each in sender.status(key)["events"] if each["event"] == "retained")
    assert datetime.fromisoformat(until) == world.clock.now() + timedelta(days=days)


def test_a_mark_of_byte_order_is_passed_over(sender, world):
    """As some software writes it before its JSON; it is the same content with and without."""
    world.a_person()
    first = sender.send(codecs.BOM_UTF8 + json.dumps(a_content()).encode())

    assert first.status_code == 201, first.json_body
    assert sender.send(a_content()).headers["kivra-objkey"] == first.headers["kivra-objkey"]


BAD = {
    "not json": (b"{", 40008),
    "an array": (b"[1]", 40026),
    "a number": (b"1", 40026),
    "nothing": (b"", 40008),
    "no subject": ({"type": "letter", "ssn": TOLVAN}, 40000),
    "neither type nor parts": ({"subject": "x", "ssn": TOLVAN}, 40019),
    "an invoice without a type": (
        {**a_content(type=None), "payment_multiple_options": {"payable": True, "account": "1234-5674"}}, 40012,
    ),
    "Latin-1, as the gateway hands it on": ('{"ssn": "191212121212", "subject": "sk\ufffd"}'.encode(), 40008),
    "UTF-16": ("{}".encode("utf-16"), 40008),
    "no recipient": (a_content(None), 40024),
    "a wrong check digit": (a_content("191212121213"), 40009),
    "ten digits": (a_content("1212121212"), 40009),
    "ten digits and a hyphen": (a_content("121212-1212"), 40009),
    "a bad address": (a_content(None, email="nobody"), 40007),
    "an unknown type": (a_content(type="postcard"), 40012),
    "a bad date": (a_content(generated_at="yesterday"), 40000),
    "wrong base64": (a_content(parts=[{"name": "a", "data": "%%%", "content_type": "application/pdf"}]), 40019),
    "empty data": (a_content(parts=[{"name": "a", "data": "", "content_type": "application/pdf"}]), 40019),
    "no parts": (a_content(parts=[]), 40019),
    "a PDF that is none": (
        a_content(parts=[{"name": "a", "data": "SGVq", "content_type": "application/pdf"}]), 40019,
    ),
    "a type of file not taken": (
        a_content(parts=[{"name": "a", "data": "SGVq", "content_type": "application/zip"}]), 40028,
    ),
    "HTML with script": (
        a_content(parts=[{
            "name": "a", "content_type": "text/html", "data": base64.b64encode(b"<script>x</script>").decode(),
        }]), 40019,
    ),
    "an odd retention": (a_content(retain=True, type="letter.salary", retention_time="31"), 40000),
}


def a_part(text: str, **more):
    return {"name": "a.txt", "content_type": "text/plain", "data": text, **more}


SENTENCES = {
    "a long subject": (a_content(subject="å" * 256), "/subject: should have at most 255 characters, not 256."),
    "an empty subject": (a_content(subject=" "), "/subject: should not be empty."),
    "many parts": (a_content(parts=[a_part("SGVq")] * 21), "/parts: should have at most 20 items, not 21."),
    "no subject, no type": ({"ssn": TOLVAN}, "fit: /subject: Field required."),
    "a bad part": (a_content(parts=[a_part("SGVq"), a_part("//8=")]), "parts[1]: The text is not UTF-8."),
    "a part of a kind": (a_content(parts=[a_part("SGVq"), a_part("SGVq", content_type="a/b")]), "parts[1]: The content_type"),
    "a bad twin": (
        a_content(parts=[a_part("SGVq", responsive_part={"name": "a", "content_type": "text/html", "data": "//8="})]),
        "parts[0].responsive_part: ",
    ),
    "no company": (a_content(vat_number="zzz"), "10 digits with a correct check digit"),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_a_refusal_says_which_and_what_was_expected(sender, world, name):
    """In words that one can act on."""
    body, sentence = SENTENCES[name]

    assert sentence in sender.send(body).json_body["long_message"]


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_told_and_nothing_is_stored(sender, world, name):
    """Each mistake has a code of the catalogue, the status in its first digits, and says what to do."""
    tolvan = world.a_person()
    body, code = BAD[name]

    answer = sender.send(body)

    assert (answer.status_code, answer.json_body["code"]) == (code // 100, code)
    assert answer.headers["x-error-code"] == str(code)
    assert answer.headers["x-correlation-id"]
    assert answer.json_body["short_message"]
    assert len(answer.json_body["long_message"]) > 10
    assert letters(tolvan) == []
    assert world.objects() == []


@pytest.mark.parametrize("type_", ["invoice", "invoice.reminder", "accounting.invoice"])
def test_who_sends_an_invoice_is_told_that_nothing_can_be_paid(sender, world, type_):
    """In the beginning of the sentence: some software keeps no more of it."""
    world.a_person()

    told = sender.send(a_content(type=type_)).json_body
    assert (told["code"], told["long_message"][:28]) == (40012, "Nothing can be paid here yet")


def test_a_wrong_content_type_is_415(sender):
    """JSON only."""
    answer = sender.send(a_content(), Content_Type="text/xml")

    assert (answer.status_code, answer.json_body["code"]) == (415, 41500)


@pytest.mark.parametrize("number", [b"NaN", b"-Infinity"])
def test_numbers_that_json_has_not_are_none(sender, world, number):
    """In a field that nobody asks for either; as words in a text they are."""
    world.a_person()
    body = json.dumps(a_content(subject="NaN, Infinity"))[:-1].encode()

    assert sender.call("POST", "/v2/tenant/{tk}/content", body + b', "x": ' + number + b"}").json_body["code"] == 40008
    assert sender.call("POST", "/v2/tenant/{tk}/content", body + b"}").status_code == 201


def test_a_compressed_body_is_415_and_told_so(sender):
    """Not that its bytes are no UTF-8, which its sender knows."""
    answer = sender.call("POST", "/v2/tenant/{tk}/content", gzip.compress(json.dumps(a_content()).encode()), Content_Encoding="gzip")

    assert (answer.status_code, answer.json_body["code"]) == (415, 41500)
    assert "without Content-Encoding" in answer.json_body["long_message"]
    assert sender.send(a_content(ANNA), Content_Encoding="identity").json_body["code"] == 40032


def test_a_wrong_verb_is_405_with_allow(sender):
    """The path exists."""
    answer = sender.call("DELETE", "/v2/tenant/{tk}/content")

    assert (answer.status_code, answer.json_body["code"], answer.headers["Allow"]) == (405, 40500, "POST")


@pytest.mark.parametrize("path", ["/v2/tenant/{tk}/content", "/v2/auth", "/v2/tenant"])
@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_every_verb_is_known(sender, method, path):
    """Also those that no operation has; the answer to HEAD has no body."""
    answer = sender.call(method, path)

    assert (answer.status_code, answer.headers["x-error-code"]) == (405, "40500")
    assert set(answer.headers["Allow"].split(", ")) <= {"GET", "POST"}
    assert (answer.body == b"") == (method == "HEAD")


def test_a_recipient_that_is_a_company_is_refused_without_falling_through(sender, world):
    """vat_number counts before ssn."""
    world.a_person()

    assert sender.send(a_content(vat_number="SE556000475501")).json_body["code"] == 40032


STANDINGS = {
    # standing: (change of the person, matched, sending without retain, sending a retainable type with retain)
    "active": (lambda p, t, now: None, True, 201, "delivered"),
    "absent": (None, False, 400, "retained"),
    "grace of a sender": (lambda p, t, now: standing_store.pause(p, t, now(days=10)), False, 201, "delivered"),
    "sender off": (lambda p, t, now: standing_store.pause(p, t, now(seconds=0)), False, 400, "retained"),
    # What is sent without retain is a letter; what is sent with it is a payslip.
    "grace of a category": (
        lambda p, t, now: standing_store.pause(p, t, now(days=10), Category.LETTERS), True, 201, "delivered",
    ),
    "category off": (
        lambda p, t, now: standing_store.pause(p, t, now(seconds=0), Category.LETTERS), True, 400, "delivered",
    ),
    "another category off": (
        lambda p, t, now: standing_store.pause(p, t, now(seconds=0), Category.SALARY), True, 201, "retained",
    ),
    "category off at another sender": (
        lambda p, t, now: standing_store.pause(p, "1" * 42, now(seconds=0), Category.LETTERS), True, 201, "delivered",
    ),
    "category off, sender in its grace": (
        lambda p, t, now: (
            standing_store.pause(p, t, now(seconds=0), Category.LETTERS), standing_store.pause(p, t, now(days=3)),
        ), False, 400, "delivered",
    ),
    "closing": (lambda p, t, now: recipients_store.close(p, Closing.at(now())), False, 201, "delivered"),
    "closed": (lambda p, t, now: recipients_store.close(p, Closing.at(now(days=-12))), False, 400, "retained"),
    "sender off, account closing": (
        lambda p, t, now: (
            standing_store.pause(p, t, now(seconds=0)), recipients_store.close(p, Closing.at(now())),
        ), False, 400, "retained",
    ),
    "dormant": (
        lambda p, t, now: recipients_store.change(
            p, [recipients_store.RecipientRow.last_login_at.set(int(now(days=-366).timestamp()))]
        ), False, 201, "delivered",
    ),
}


@pytest.mark.rule("OPT-1")
@pytest.mark.rule("MAT-10")
@pytest.mark.parametrize("standing", STANDINGS)
def test_what_matching_and_sending_answer_in_each_standing(sender, world, standing):
    """The table of docs/matching.md: who is matched, who is delivered to, and what waits."""
    from datetime import timedelta

    change, matched, status, retained = STANDINGS[standing]
    if change is not None:
        tolvan = world.a_person()
        change(tolvan.person, sender.tenant, lambda **step: world.clock.now() + timedelta(**step))

    match = sender.call("POST", "/v2/tenant/{tk}/usermatch/ssn", {"list": [TOLVAN]})
    plain = sender.send(a_content())
    waits = sender.send(a_content(type="letter.salary", retain=True))

    assert match.json_body == {"list": [TOLVAN] if matched else []}
    assert plain.status_code == status
    assert waits.status_code == 201
    assert sender.status(waits.headers["kivra-objkey"])["state"] == retained
    if status == 400:
        assert plain.json_body["code"] == 40032
