"""The link of a dry run: a content as its recipient would see it, for an hour, without anybody's mailbox."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

import pytest

from chalicelib.aws import clients
from chalicelib.kernel.clock import iso
from tests.contents import REGISTERED, key_for, of_type
from tests.counting import counted
from tests.world import ANNA, PDF, TOLVAN, a_content

TYPES = (
    "letter", "letter.salary", "letter.creditnotice", "letter.signed", "salaryslip", "booking", "invite.research",
    "invite.gift", "invite.sign", "invite.voucher", "invite.kyc", "ticket.event", "letter.form",
)


@pytest.fixture
def rehearse(sender):
    """A dry run; answers what it said."""

    def dry_run(content):
        answer = sender.call("POST", "/v2/tenant/{tk}/content?dry_run=true", content)
        assert answer.status_code == 200, answer.json_body
        return answer.json_body

    return dry_run


@pytest.fixture
def look(http):
    """What somebody with the link gets, without any cookie or token."""

    def at(preview, what="", **query):
        link = urlsplit(preview["url"])
        path = f"/api/preview{what}?{urlencode({'key': link.fragment, **query})}"
        return http.request("GET", path)

    return at


@pytest.mark.parametrize("type_", TYPES)
def test_every_type_is_shown_as_its_recipient_gets_it(type_, sender, world, rehearse, look, http):
    """The same letter, but for its key and its moments."""
    world.a_person()
    content = of_type(type_, key_for(sender, type_))
    preview = rehearse(content)["preview"]
    shown = look(preview).json_body["letter"]

    key = sender.send(content).headers["kivra-objkey"]
    person = world.operator.people.find(world.operator.pepper.person(TOLVAN))
    opened = world.operator.mailboxes.open(person.mailbox, key)
    assert shown["context"] == json.loads(json.dumps(opened.context))
    assert [each["name"] for each in shown["documents"]] == [each.name for each in opened.documents]
    assert (shown["subject"], shown["type"], shown["sender"]["name"]) == (
        opened.letter.subject, type_, opened.letter.sender_name
    )
    assert shown.get("starts_at") == (iso(opened.letter.starts_at) if opened.letter.starts_at else None)


def test_somebody_who_is_refused_has_a_preview_too(rehearse, look):
    """Whether it is sent digitally or printed, it looks the same."""
    told = rehearse(a_content(ANNA))

    assert told["would"] == "refused"
    assert look(told["preview"]).status_code == 200


def test_a_document_is_read_by_its_link(world, rehearse, look):
    """Bytes equal; an HTML part is shown sanitised."""
    html = {"name": "a.html", "data": "PHA+SGVqPC9wPg==", "content_type": "text/html"}
    preview = rehearse(a_content(parts=[*a_content()["parts"], html]))["preview"]

    link = look(preview, "/parts/1", **{"as": "inline"}).json_body
    key = urlsplit(link["url"]).path.lstrip("/")
    assert world.operator.blobs.get(key) == PDF
    view = urlsplit(look(preview, "/parts/2").json_body["url"]).path.lstrip("/")
    assert b"Content-Security-Policy" in world.operator.blobs.get(view)
    assert look(preview, "/parts/3").status_code == 404


def test_what_comes_later_is_shown_as_it_is_then(sender, world, rehearse, look):
    """The days that its form can be answered begin at its time."""
    at = world.clock.now() + timedelta(days=40)
    content = of_type("letter.form", key_for(sender, "letter.form"))
    soon, later = (look(rehearse({**content, **when})["preview"]).json_body for when in ({}, {"deliver_at": iso(at)}))
    moment = datetime.fromisoformat

    assert later["letter"]["received_at"] == iso(at)
    assert moment(later["form"]["expires_at"]) - moment(soon["form"]["expires_at"]) == timedelta(days=40)


def test_a_form_can_be_walked_through(sender, rehearse, look):
    """Its questions come with it; what is filled in has nowhere to go."""
    preview = rehearse(of_type("letter.form", key_for(sender, "letter.form")))["preview"]
    form = look(preview).json_body["form"]

    assert form["questions"]
    assert form["expires_at"] > look(preview).json_body["letter"]["received_at"]
    assert "draft" not in form


def test_an_appointment_can_be_put_in_a_calendar(rehearse, look):
    """As from the letter."""
    preview = rehearse(of_type("booking"))["preview"]

    assert b"BEGIN:VEVENT" in look(preview, "/calendar").body
    assert look(rehearse(a_content())["preview"], "/calendar").status_code == 404


@pytest.mark.parametrize("hidden", [True, False])
def test_a_registered_letter_shows_its_hidden_state(rehearse, look, hidden):
    """Nothing that the recipient learns only by signing, and no document."""
    registered = {**REGISTERED, "hidden": {"sender": hidden, "subject": hidden}}
    preview = rehearse({**of_type("registered.letter", subject="Hemlig rubrik"), "registered": registered})["preview"]
    answer = look(preview)
    shown = answer.json_body["letter"]

    assert shown["registered"]["state"] == "waiting"
    assert (shown["documents"], shown["context"]) == ([], {})
    assert ("Hemlig rubrik" in answer.body.decode()) is not hidden
    assert look(preview, "/parts/1").status_code == 404


def test_nothing_of_a_person_is_kept_with_it(sender, world, rehearse):
    """Neither in the link nor in the files: whom it is for, and what is the sender's own, stay out."""
    world.a_person()
    registered = {**REGISTERED, "sender_reference": {"case": "ärende-17"}}
    told = [
        rehearse(of_type("letter.form", key_for(sender, "letter.form"))),
        rehearse({**of_type("registered.letter"), "registered": registered}),
    ]

    files = world.objects()
    assert all(name.startswith("preview/") for name in files)
    text = b"".join(world.operator.blobs.get(name) for name in files).decode("utf-8", "replace")
    person = world.operator.pepper.person(TOLVAN)
    for secret in (TOLVAN, person, "ärende-17", "matched_by"):
        assert secret not in text + "".join(files) + json.dumps(told)
    for each in told:
        assert urlsplit(each["preview"]["url"]).fragment not in "".join(files)


def test_it_is_over_within_the_hour_and_removed_by_the_next(clock, world, rehearse, look):
    """Unusable at once, whether or not it has been removed (I6); then gone with every version (I7)."""
    preview = rehearse(a_content())["preview"]
    clock.advance(minutes=59)
    assert look(preview).status_code == 200

    clock.advance(minutes=1)
    assert look(preview).status_code == look(preview, "/parts/1").status_code == 404
    assert world.objects("preview/")

    younger = rehearse(a_content())["preview"]
    clock.advance(minutes=60)
    assert world.operator.previews.forget_old() > 0
    clock.advance(hours=1)
    world.operator.previews.forget_old()
    assert world.objects("preview/") == []
    versions = clients.client("s3").list_object_versions(Bucket=world.config.content_bucket, Prefix="preview/")
    assert not {"Versions", "DeleteMarkers"} & set(versions)
    assert look(younger).status_code == 404


def test_the_expiry_in_a_key_cannot_be_moved(clock, rehearse, look):
    """Other digits are another key."""
    preview = rehearse(a_content())["preview"]
    clock.advance(hours=2)
    address, _, key = preview["url"].partition("#")

    assert look({"url": f"{address}#{int(key[:10]) + 86400:010d}{key[10:]}"}).status_code == 404


@pytest.mark.parametrize("key", ["", "x", "1795176000", "../mailbox/1", "9" * 10 + "a" * 43, "²" * 10 + "a" * 43])
def test_what_is_no_key_opens_nothing(look, key):
    """Absent, whatever it is."""
    assert look({"url": f"https://x/#{key}"}).status_code == 404


def test_what_it_costs(world, rehearse, look):
    """Counted on the wire; the token's read comes before them in AWS."""
    world.a_person()
    with counted() as calls:
        preview = rehearse(a_content())["preview"]
    assert calls == ["GetItem", "BatchGetItem", "BatchGetItem", "PutItem", "GetItem", "PutObject", "PutObject"]
    with counted() as calls:
        look(preview)
    assert calls == ["GetObject", "GetItem"]
    with counted() as calls:
        look(preview, "/parts/1")
    assert calls == ["GetObject", "GetItem"]
