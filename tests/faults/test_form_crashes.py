"""Answering a form, broken at every remote call in every way, then done again: the sender has the answers once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from chalicelib.aws import clients
from chalicelib.aws.faults import AWS_ERRORS
from chalicelib.callbacks.store import NewsRow
from chalicelib.content.model import Content
from chalicelib.delivery.model import Addressee, Sending
from chalicelib.forms import store
from chalicelib.forms.model import AlreadyAnswered
from tests.faults.harness import TELLING, Breaker, breaking, places, restarted
from tests.forms import ANSWERS, GIVEN, TEMPLATE, a_form, form_key

CLIENT = "client"


def scanned(row):
    return clients.client("dynamodb").scan(TableName=row.Meta.table_name)["Items"]


def until_done(act):
    """What the web app or the sender's software does until it has its answer."""
    for _ in range(5):
        with restarted(), suppress(*AWS_ERRORS):
            answer = act()
            if answer is not None:
                return answer
    raise AssertionError("there never was an answer")


def arrive(breaker):
    for late in breaker.late:
        with restarted(), suppress(*AWS_ERRORS):
            late()


@pytest.mark.parametrize("mode", TELLING)
def test_answers_are_given_once(sender, world, mode):
    """One receipt, one response, one piece of news, whatever breaks; and the answers of the receipt are those given."""
    tolvan, key = world.a_person(), form_key(sender)
    assert sender.call("POST", "/v2/webhooks/events", {"url": "https://hooks.example.com/kuvert"}).status_code == 201

    def sent(n):
        return sender.send(a_form(key, None, email=tolvan.email, subject=str(n))).headers["kivra-objkey"]

    def answer(letter):
        return world.operator.answering.answer(tolvan.mailbox, letter, ANSWERS, "correlation")

    with breaking(Breaker()) as counted:
        answer(sent("först"))
    for at in range(len(counted.calls)):
        world.clock.advance(minutes=2)
        letter = sent(at)
        with breaking(Breaker(at, mode)) as breaker:
            receipt = until_done(lambda letter=letter: answer(letter))
        arrive(breaker)
        assert receipt.answers == ANSWERS
        assert store.find_draft(tolvan.mailbox, letter) == receipt
    waiting = list(store.responses(key, world.clock.now()))
    assert len(waiting) == len(counted.calls) + 1
    assert world.operator.forms.counted(sender.tenant) == [(key, len(waiting))]
    for response in waiting:
        assert store.find_response(key, response, world.clock.now()).answers == GIVEN
    answered = [news for news in scanned(NewsRow) if news["types"]["L"] == [{"S": "form.answered"}]]
    assert len(answered) == len(waiting)
    assert counted.calls[-2:] == ["dynamodb.TransactWriteItems", "sqs.SendMessage"]


@pytest.mark.parametrize("mode", TELLING)
def test_drafts_are_saved_and_responses_read_and_removed(sender, world, mode):
    """The draft is the one saved last; a response that is removed is out of the list too."""
    tolvan, forms, n = world.a_person(), world.operator.forms, iter(range(1000))

    def prepared():
        world.clock.advance(minutes=2)
        form = forms.make(sender.tenant, CLIENT, TEMPLATE).key
        first, other = (
            sender.send(a_form(form, None, email=tolvan.email, subject=str(next(n)))).headers["kivra-objkey"] for _ in range(2)
        )
        world.operator.answering.answer(tolvan.mailbox, first, ANSWERS, "correlation")
        return form, other

    def go_on(form, letter):
        draft = until_done(lambda: world.operator.answering.save(tolvan.mailbox, letter, {"namn": "Ti"}))
        [key] = until_done(lambda: forms.responses(sender.tenant, form, CLIENT))
        response, matched = until_done(lambda: forms.response(sender.tenant, form, key, CLIENT))
        for _ in range(2):  # twice is as once
            until_done(lambda: store.remove_response(sender.tenant, response) or "removed")
        assert (response.answers, matched) == (GIVEN, tolvan.email)
        assert until_done(lambda: forms.responses(sender.tenant, form, CLIENT)) == []
        assert until_done(lambda: world.operator.answering.look(tolvan.mailbox, letter, tolvan.person)).draft == draft

    ready = prepared()
    with breaking(Breaker()) as counted:
        go_on(*ready)
    for at in places(len(counted.calls), mode):
        ready = prepared()
        with breaking(Breaker(at, mode)) as breaker:
            go_on(*ready)
        arrive(breaker)
    assert scanned(store.ResponseRow) == []
    assert {left for _, left in forms.counted(sender.tenant)} == {0}


def test_two_tabs_answer_once(concurrent_world):
    """Two hands at once with other answers: one is taken, the other is told."""
    world = concurrent_world
    world.clock.advance(hours=1)
    tenant, tolvan = world.a_tenant(), world.a_person()
    form = world.operator.forms.make(tenant, CLIENT, TEMPLATE)
    letters = [_deliver(world, tenant, tolvan, form.key, n) for n in range(5)]

    def answer(letter, name):
        try:
            return world.operator.answering.answer(tolvan.mailbox, letter, {**ANSWERS, "namn": name}, "c").answers["namn"]
        except AlreadyAnswered:
            return None

    for letter in letters:
        with ThreadPoolExecutor(4) as hands:
            taken = list(hands.map(lambda name, letter=letter: answer(letter, name), ["A", "B", "C", "D"]))
        [name] = [each for each in taken if each]
        assert store.find_draft(tolvan.mailbox, letter).answers["namn"] == name
    assert len(list(store.responses(form.key, world.clock.now()))) == len(letters)


def _deliver(world, tenant, person, form, n):
    kept = {"form": {"sender_reference": None, "matched_by": {"type": "ssn", "sealed": "x"}}}
    content = Content("letter.form", str(n), None, (), {"form": {"id": form, "days_to_expiry": 3}}, kept=kept)
    sending = Sending(tenant, Addressee(person=person.person), content, f"d{n}", f"p{n}")
    return world.operator.accepting.accept(sending).key
