"""The operator raises the terms' version: who has accepted others is asked, and what was accepted is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib import wiring
from chalicelib.recipients.terms import Terms

NEW = "2027-02-01"


@pytest.fixture
def raised(anna, world, tmp_path):
    """Anna has accepted the terms in force; then the operator brings new ones."""
    world.clock.advance(seconds=1)
    assert anna.post("/settings/terms", {"version": world.config.terms_version}).status_code == 200
    assert "new_terms" not in anna.get("/session").json_body
    for language in ("sv", "en"):
        (tmp_path / f"terms-{NEW}.{language}.md").write_text("# Nytt\nAllt är nytt.\n", encoding="utf-8")
    facts = world.operator.terms._facts
    world.operator = replace(world.operator, terms=Terms(version=NEW, facts=facts, folder=str(tmp_path)))
    wiring.install(world.operator)
    return anna


def accepted(anna):
    """What stands under settings."""
    return anna.get("/settings").json_body["terms"]


@pytest.mark.rule("GDP-1")
def test_who_has_accepted_others_is_asked_until_they_accept(raised, world):
    """With the text of the very version; everything else goes on meanwhile."""
    assert raised.get("/session").json_body["new_terms"] == NEW
    assert raised.get("/terms").json_body["version"] == NEW
    assert raised.get("/letters").status_code == 200
    before = accepted(raised)
    world.clock.advance(minutes=1)
    answer = raised.post("/settings/terms", {"version": NEW})

    assert answer.status_code == 200
    assert "new_terms" not in raised.get("/session").json_body
    assert accepted(raised) == answer.json_body["terms"] == {
        "version": NEW, "accepted_at": "2026-11-20T12:01:03.000Z",
        "earlier": [{name: before[name] for name in ("version", "accepted_at")}, *before["earlier"]],
    }
    assert [each["version"] for each in answer.json_body["terms"]["earlier"]] == [world.config.terms_version, "1"]


def test_accepted_again_they_keep_their_first_moment(raised, world):
    """A lost answer, or two tabs."""
    first = raised.post("/settings/terms", {"version": NEW}).json_body["terms"]
    world.clock.advance(minutes=5)

    assert raised.post("/settings/terms", {"version": NEW}).json_body["terms"] == first


def test_only_what_is_in_force_can_be_accepted(raised, world):
    """Neither the old, nor what somebody thinks of."""
    for version in (world.config.terms_version, "2099-01-01"):
        answer = raised.post("/settings/terms", {"version": version})
        assert (answer.status_code, answer.json_body["code"]) == (409, "conflict")
    assert accepted(raised)["version"] == world.config.terms_version


def test_what_was_accepted_is_taken_home(raised, world):
    """With the moments."""
    from chalicelib.privacy.account import account

    raised.post("/settings/terms", {"version": NEW})
    mine = accepted(raised)
    person = world.operator.people.get(world.operator.pepper.person("197701032380"))

    assert account(person, "Kuvert", world.clock.now())["terms"] == mine


@pytest.mark.parametrize(("change", "mailed"), [
    ({}, True), ({"email": False}, False), ({"categories": {"letters": {"email": False}}}, False), ({"sms": True}, True),
])
def test_the_page_knows_whether_an_e_mail_tells_of_all_post(anna, change, mailed):
    """So that an empty inbox promises no mail that will not come."""
    anna.call("PATCH", "/settings", {"notices": change})

    assert anna.get("/session").json_body["mailed"] is mailed


def test_nor_when_the_address_bounces(anna, world):
    """Until it works again."""
    from chalicelib.recipients import store

    store.mark_bounced(world.operator.pepper.person("197701032380"))

    assert anna.get("/session").json_body["mailed"] is False
